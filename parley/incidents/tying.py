"""How claims of one file may stand to each other: suggestions with reasons; a person ties them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from parley.incidents.figures import Figure, material
from parley.incidents.file import File, State
from parley.incidents.series import series
from parley.incidents.upon import ties

MOST = 200
"""So many are put forward for one file; beyond that nobody would look at them."""


class Proposed(Struct, frozen=True, kw_only=True):
    """One tie that a person may make, and why. It is nothing until somebody makes it."""

    claim: int
    relation: Literal["revises", "quotes", "same-toll"]
    other: int
    reasons: str


def proposed(state: State, file: File) -> tuple[Proposed, ...]:
    """Ties that the fields of the claims speak for, and that nobody has made or denied yet."""
    known = {(tie.claim, tie.other) for tie in ties(state, file)}
    known |= {(other, claim) for claim, other in known}
    claims = {told.index for told in file.claims}
    given = [one for one in material(state, file).figures if one.entry in claims]
    found: dict[tuple[int, int], Proposed] = {}
    for one in (*_revised(given), *_alike(given)):
        if (one.claim, one.other) not in known and one.claim != one.other:
            found.setdefault((one.claim, one.other), one)
            if len(found) == MOST:
                break
    return tuple(found.values())


def _revised(given: list[Figure]) -> Iterator[Proposed]:
    for each in series(given):
        for before, after in zip(each.revisions, each.revisions[1:], strict=False):
            if after.step == "repeated" or after.figure.said is None:
                continue
            words = (
                f"actor: {each.speaker} gives both; act: both count {each.measure}; the figure "
                f"is {after.step}: {before.figure.words}, then {after.figure.words}"
            )
            yield Proposed(
                claim=after.figure.entry, relation="revises", other=before.figure.entry,
                reasons=words,
            )  # fmt: skip


def _alike(given: list[Figure]) -> Iterator[Proposed]:
    """The same bounds of the same measure: one quotes the other, or both tell one toll."""
    groups: dict[tuple[str, str, tuple[int | None, int | None, int | None]], list[Figure]] = {}
    for one in given:
        if one.stated is not None:
            key = (one.quantity.measure, one.quantity.range.unit, one.bounds)
            groups.setdefault(key, []).append(one)
    for same in groups.values():
        own = {one.speaker: one for one in reversed(same) if one.owner == one.speaker}
        for one in same:
            source = own.get(one.owner)
            if source is not None and source.entry != one.entry and one.owner != one.speaker:
                words = f"actor: {one.speaker} credits {one.owner}, who gives it; {one.words}"
                yield Proposed(
                    claim=one.entry, relation="quotes", other=source.entry, reasons=words
                )
        first, *rest = same
        for one in rest:
            if one.owner == first.owner and one.speaker != first.speaker:
                words = f"actor: both credit {one.owner}; act: both give {one.words}"
                yield Proposed(
                    claim=one.entry, relation="same-toll", other=first.entry, reasons=words
                )
