"""The reader's public test set: what a person noted in twenty reports of our own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

FOLDER = Path(__file__).parents[2] / "tests" / "reading" / "gold"


class Span(Struct, frozen=True):
    """Words of a text: code points, the end exclusive."""

    text: str
    start: int
    end: int


class Link(Struct, frozen=True):
    """One link of a source chain; no mention where nobody is named in the text."""

    mention: str | None
    start: int | None
    end: int | None
    entity: str
    how: str


class Quantity(Struct, frozen=True):
    """A count with its bounds; null is a bound that nobody stated."""

    text: str
    start: int
    end: int
    low: float | None
    high: float | None
    approximate: bool
    unit: str
    measure: str


class Text(Struct, frozen=True, tag_field="record", tag="document"):
    """A text of the set."""

    document: str
    chars: int
    sha256: str


class GoldClaim(Struct, frozen=True, tag_field="record", tag="claim"):
    """A claim as a person annotated it, chain outermost first."""

    id: str
    document: str
    source_chain: list[Link]
    cue: list[Span]
    content: list[Span]
    kind: str
    polarity: str
    modality: str
    hedges: list[Span]
    condition: list[Span]
    quantities: list[Quantity]
    responsibility: str | None
    actor: str | None
    nested_in: str | None


def documents(folder: Path = FOLDER) -> Iterator[tuple[Text, str, list[GoldClaim]]]:
    """Each text of the set with its claims, in order."""
    row = msgspec.json.Decoder(Text | GoldClaim)
    rows = [row.decode(line) for line in (folder / "claims.jsonl").read_bytes().splitlines()]
    claims = [one for one in rows if isinstance(one, GoldClaim)]
    for one in rows:
        if isinstance(one, Text):
            text = (folder / "texts" / f"{one.document}.txt").read_text(encoding="utf8")
            yield one, text, [claim for claim in claims if claim.document == one.document]
