"""What stands in words under a map that stands alone, line by line, in any script."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from parley.desk.near import Neighbourhood, distance_words
from parley.web.outlines import Outlines
from parley.web.visible import visible

BOUNDARY: Final = (
    "Outlines, rivers and boundary lines are a coarse drawing aid and no statement on any boundary "
    "or territory. Nothing was measured by them."
)
_FSI, _PDI, _JOIN = "\u2068", "\u2069", "\u00a0"


class Row(Struct, frozen=True, kw_only=True):
    """A line of text at a height."""

    y: int
    number: str
    text: str


def notes_under(found: Neighbourhood, outlines: Outlines, top: int) -> tuple[Row, ...]:
    """What stands under every map, line by line."""
    asked = found.asked[0]
    within = distance_words(found.contract.within_m)
    heading = f"Asked: {_apart(found.place)}, within {within}; {asked.when}; {asked.heights}. "
    heading += f"As known at {found.contract.entry_index} entries."
    text = [
        *_wrapped(heading, 150), *_wrapped(found.sentence, 150),
        *_wrapped(found.caution, 150), *_wrapped(BOUNDARY, 150),
        *_wrapped(f"Base map: {visible(outlines.source)}; sha256 {outlines.sha256}", 150),
    ]  # fmt: skip
    return tuple(
        Row(y=top + 16 * n, number="", text=line) for n, line in enumerate(text)
    )


def rows_under(found: Neighbourhood, top: int) -> tuple[Row, ...]:
    """The list under a map that stands alone: number, what, how near, who was told."""
    rows: list[Row] = []
    for one in found.near:
        told = [
            f"{_apart(each.name)} ({', '.join((*each.reached, each.answer))})" for each in one.told
        ]
        words = (
            f"{one.label}: {_apart(one.name)} · {one.how_near} · {_apart(one.by)} · "
            f"told: {', '.join(told) or 'nobody on record'}"
        )
        for n, line in enumerate(_wrapped(words, 145)):
            number = str(one.number) if n == 0 else ""
            rows.append(Row(y=top + 17 * len(rows), number=number, text=line))
    for each in found.in_words:
        places = ", ".join(_apart(place) for place in each.places)
        words = f"{each.label} in entry {each.entry}, its place told only in words: {places}"
        for line in _wrapped(words, 145):
            rows.append(Row(y=top + 17 * len(rows), number="", text=line))
    return tuple(rows)


def _apart(text: str) -> str:
    """Somebody's words in any script, kept from turning the words around them (UAX 9, 2.5).

    What is written from right to left is never broken: an isolate ends where its line ends.
    """
    words = visible(text.replace("\n", " ")).split()
    if all(ord(letter) < 0x590 for letter in text):
        return " ".join(words)
    return f"{_FSI}{_JOIN.join(words)}{_PDI}"


def _wrapped(text: str, most: int) -> list[str]:
    """Lines of about so many letters; what must stay together does."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= most:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return [line.replace(_JOIN, " ") for line in lines]
