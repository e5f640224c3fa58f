"""What may reset a clock: one mark for each happening and each thing that is said of it.

A mark lies somewhere within [earliest, latest], both included. It is `sure` unless it turns on a
ruling that somebody disputes or another ruling contradicts. When it happened is what resets, not
when it was said or ruled: a late ruling resets a clock backwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from msgspec import Struct

from parley.ceasefire.clocks.seen import Alleged, Happening, Holding, Judged, Stated
from parley.ceasefire.text.terms import Terms, folded
from parley.ceasefire.text.timing import Reset
from parley.record.values.time import FIRST_MS

S = TypeVar("S", bound=Stated)
ALLEGED, BY_GUARANTOR, DEATHS, RULED, RULED_DEATHS, DECLARED = (1 << n for n in range(6))
BITS: dict[Reset, int] = {
    "alleged": ALLEGED,
    "alleged_by_guarantor": BY_GUARANTOR,
    "deaths_claimed": DEATHS,
    "ruled_violation": RULED,
    "ruled_violation_with_deaths": RULED_DEATHS,
    "declared": DECLARED,
}


class Mark(Struct, frozen=True, gc=False):
    """Something that resets every clock policy that names one of its classes (`resets`)."""

    earliest: int
    latest: int
    resets: int
    sure: bool
    entries: tuple[int, ...]
    incident: str = ""


def marks_of(state: Holding, terms: Terms) -> list[Mark]:
    """Every mark on record, by its earliest moment."""
    guarantors = _guarantors(terms)
    plain = not (state.taken_back or state.corrected)
    found: list[Mark] = []
    for name, one in state.happenings.items():
        if one.alleged or one.deaths or one.rulings:
            found += _marks(name, one if plain else _standing(one, state), guarantors)
    found.sort(key=_by_earliest)
    return found


def mask(resets: Iterable[Reset]) -> int:
    """The classes of a policy as one number."""
    return sum(BITS[one] for one in set(resets))


def window(one: Happening) -> tuple[int, int]:
    """Between which moments it happened, the times told finer than a day going before the day."""
    told = one.opened
    if one.moments:
        told = tuple(at for at in one.moments if at.fine) or told or one.moments
    if not told:
        return FIRST_MS, one.first_rx
    if len(told) == 1:
        return told[0].earliest, told[0].latest
    return min(at.earliest for at in told), max(at.latest for at in told)


def windows(state: Holding) -> dict[str, tuple[int, int]]:
    """Between which moments each incident on record happened."""
    return {name: window(_standing(one, state)) for name, one in state.happenings.items()}


def _marks(name: str, one: Happening, guarantors: frozenset[str]) -> Iterator[Mark]:
    begin, end = window(one)
    for said in one.alleged:
        earliest, latest = said.earliest, said.latest
        if earliest is None or latest is None:
            # Nobody says when, but never after it was said.
            earliest = FIRST_MS if said.general else min(begin, said.said_by)
            latest = said.said_by if said.general else min(end, said.said_by)
        vouching = bool(guarantors) and folded(said.speaker) in guarantors
        bits = ALLEGED | BY_GUARANTOR if vouching else ALLEGED
        yield Mark(earliest, latest, bits, True, (said.entry,), name)
    if one.deaths:
        yield Mark(begin, end, DEATHS, True, tuple(died.entry for died in one.deaths), name)
    if one.rulings:
        yield from _ruled(name, one, begin, end)


def _ruled(name: str, one: Happening, begin: int, end: int) -> Iterator[Mark]:
    """Each author's last ruling counts. One that is disputed or contradicted is not sure."""
    last: dict[str | None, Judged] = {ruling.author: ruling for ruling in one.rulings}
    breaches = [ruling for ruling in last.values() if ruling.value == "violation"]
    if not breaches:
        return
    disputed = {objected.ruling for objected in one.disputed}
    whole = len(breaches) == len(last) and not any(r.digest in disputed for r in breaches)
    entries = tuple(sorted(ruling.entry for ruling in breaches))
    yield Mark(begin, end, RULED, whole, entries, name)
    if one.deaths:
        dead = tuple(died.entry for died in one.deaths)
        yield Mark(begin, end, RULED_DEATHS, whole, (*entries, *dead), name)


def _standing(one: Happening, state: Holding) -> Happening:
    """The same happening without what its authors took back or corrected."""

    def those(statements: tuple[S, ...]) -> tuple[S, ...]:
        return tuple(said for said in statements if state.counts(said))

    return Happening(
        opened=those(one.opened),
        moments=those(one.moments),
        alleged=those(one.alleged),
        deaths=those(one.deaths),
        rulings=those(one.rulings),
        disputed=those(one.disputed),
        first_rx=one.first_rx,
    )


def _guarantors(terms: Terms) -> frozenset[str]:
    """Every name of every actor that vouches for somebody."""
    vouching = {actor for those in terms.guarantors.values() for actor in those}
    return frozenset(
        name for name, bearers in terms.names.items() if any(b.actor in vouching for b in bearers)
    )


def _by_earliest(mark: Mark) -> tuple[int, int]:
    return mark.earliest, mark.latest


__all__ = [
    "ALLEGED", "BITS", "DECLARED", "Alleged", "Mark", "marks_of", "mask", "window", "windows",
]  # fmt: skip
