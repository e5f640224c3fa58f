"""When an event was, cut at every moment at which something that matters to it changes.

Within one piece everything stays as it is, so one moment of it answers for all. Pieces in which the
same things hold are one option of the question "when".
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from parley.ceasefire.spans.edges import Stretch
from parley.ceasefire.weighing.asked import Option
from parley.record.values.time import FIRST_MS, LAST_MS, VagueTime, iso

ANY_TIME = (FIRST_MS, LAST_MS)


class Moment(Struct, frozen=True, kw_only=True):
    """One option of when, by a moment that stands for all of its pieces."""

    says: str
    ms: int
    pieces: tuple[tuple[int, int], ...]


def hull_of(when: VagueTime | None) -> tuple[int, int]:
    """First and last millisecond an event may touch; anything where nobody told."""
    return (when.earliest, when.latest) if when is not None else ANY_TIME


def moments_of(hull: tuple[int, int], stretches: Iterable[Stretch]) -> tuple[Moment, ...]:
    """Every option of when, by an interval sweep over what matters."""
    mattering = list(dict.fromkeys(stretches))
    first, last = hull
    cuts = {cut for stretch in mattering for cut in stretch.cuts() if first < cut <= last}
    begins = [first, *sorted(cuts)]
    together: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for begin, after in zip(begins, (*begins[1:], last + 1), strict=True):
        holds = tuple(stretch.at(begin) for stretch in mattering)
        together.setdefault(holds, []).append((begin, after - 1))
    return tuple(
        Moment(says=f"t{at}", ms=pieces[0][0], pieces=tuple(pieces))
        for at, pieces in enumerate(together.values())
    )


def as_option(moment: Moment, zone: str) -> Option:
    """A moment in words."""
    first = within(moment.pieces[0], zone)
    more = len(moment.pieces) - 1
    text = first if not more else f"{first}, or {more} other stretches"
    return Option(says=moment.says, text=text, stretches=moment.pieces)


def within(piece: tuple[int, int], zone: str) -> str:
    """A stretch of time in words, both ends included."""
    begin, end = piece
    if begin <= FIRST_MS and end >= LAST_MS:
        return "at any time"
    if begin <= FIRST_MS:
        return f"before {iso(end + 1, zone)}"
    if end >= LAST_MS:
        return f"from {iso(begin, zone)} on"
    if begin == end:
        return f"at {iso(begin, zone)}"
    return f"from {iso(begin, zone)} up to {iso(end, zone)}"
