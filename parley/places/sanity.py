"""Do the name, the numbers and the bearing tell of one place?

What is shown, in this order, for up to three clues to one position:

1. Where each clue may lie: the name through the gazetteer, the reference as a sector from every
   place its known point may be, the numbers as a disc as wide as their last digit.
2. Whether each pair can be true together. A pair disagrees when the nearest ground of one is
   farther from the other than the writing leaves open.
3. Where numbers disagree: which single slip, undone, would make them agree (`slips`).

The verdict is "disagree" if any pair does, "agree" if some pair could be compared and none does,
and otherwise "cannot_tell". A name that is only another spelling of a place far away is no proof
that it is that place: unless a slip would explain the numbers, it cannot be told.

It is a reason to ask, not a correction: nothing here changes what was said. Agreement means that
the clues could be of one place, not that the place is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Literal, TypeAlias

from msgspec import Struct

from parley.places.gazetteer import Gazetteer, Match
from parley.places.geodesy import between, to_wgs84
from parley.places.positions.fix import Fix
from parley.places.relative import Relative, Sector, gap, middle, point_of
from parley.places.slips import Slip, readings
from parley.record.values.place import Position
from parley.record.values.refused import shown

Word: TypeAlias = Literal["agree", "disagree", "cannot_tell"]

COARSE_M = 10_000
"""Numbers that leave open more than this, and more than the place is wide, cannot agree with it."""

VERDICTS: dict[Word, str] = {
    "agree": "They can be of one place.",
    "disagree": "They do not agree. Ask whoever said it; nothing was changed.",
    "cannot_tell": "It cannot be told whether they agree.",
}
"""Each verdict in one sentence."""

MOST_SUSPICIONS = 3
_CANDIDATES = 100
"""More places than any name has that people give positions by (Santiago has 28)."""
_WIDE_M = 1000
_NEAR_M = 10_000
_NEAR = re.compile(
    r"\s*(?:near|around|outside|outskirts of|area (?:of|near)|قرب|près de|около)\s+", re.IGNORECASE
)


class Suspicion(Struct, frozen=True, kw_only=True):
    """A slip that would explain the numbers. A reason to ask; never put in their place.

    `misses_m` is how far the numbers so read fall from the middle of the place that was told.
    `chance_pm` is about how many of 1,000 wrong positions this slip would explain by accident.
    """

    slip: Slip
    sentence: str
    reads: Position
    misses_m: int
    chance_pm: int


class Verdict(Struct, frozen=True, kw_only=True):
    """Whether the clues can be of one place, and why.

    `distance_m` and `bearing_deg` lead from the place told in words (the point of the name, or
    the middle of the ground of the reference) to the numbers; `beyond_m` is by how much that is
    more than the writing leaves open. None where the two were not compared.
    """

    word: Word
    distance_m: int | None
    bearing_deg: int | None
    beyond_m: int | None
    reasons: tuple[str, ...]
    suspicions: tuple[Suspicion, ...]


class Ground(Struct, frozen=True, kw_only=True):
    """Where a clue in words may lie: a place with its reach, or a sector seen from one.

    `loose` where its name was only taken for another spelling of the place.
    """

    told: str
    start: Position
    reach_m: float
    sector: Sector | None = None
    loose: bool = False

    def called(self) -> str:
        """The place by its name, or the words of a reference in quotes."""
        return self.told if self.sector is None else f'the middle of "{self.told}"'

    def beyond(self, at: Position) -> float:
        """Metres by which a position is outside; 0 within."""
        if self.sector is None:
            return max(0.0, between(self.start, at)[0] - self.reach_m)
        return max(0.0, gap(self.sector, self.start, at) - self.reach_m)

    def centre(self) -> tuple[Position, float]:
        """Its middle, and the radius of a disc around all of it."""
        if self.sector is None:
            return self.start, self.reach_m
        point, radius = middle(self.sector, self.start)
        return point, radius + self.reach_m


class _Compared(Struct, frozen=True):
    """One pair: whether it agrees (None: cannot be told), and the sentence that says so."""

    agrees: bool | None
    reason: str
    loose: bool = False


def check(
    name: str, fix: Fix | None, reference: Relative | None, *, gazetteer: Gazetteer
) -> Verdict:
    """Compare a name ("" if none), numbers and a reference-relative position with one another."""
    at = _on_wgs84(fix) if fix else None
    named, unknown_name = _named(name, at, gazetteer)
    seen, unknown_point = _seen(reference, named, at, gazetteer)
    reasons = [*unknown_name, *unknown_point, *_datum_reasons(fix)]
    if named and seen and _same_point(named, seen):
        reasons.append(f"{shown(name)} is the point the reference is told from")
        named = []
    pairs = [*_against(named, fix, at), *_against(seen, fix, at), *_words(named, seen)]
    told = [clue for clue in (named, seen) if clue]
    nearest = _nearest(told, at) if at else None
    suspected: tuple[Suspicion, ...] = ()
    if fix and at and any(pair.agrees is False for pair in _numbers(told, fix, at)):
        suspected = _suspicions(fix, at, told)
    word = _verdict(pairs, explained=bool(suspected))
    if word == "cannot_tell" and fix and fix.uncertainty_cm >= _WIDE_M * 100:
        reasons.append(f"the numbers leave {_far(fix.uncertainty_cm / 100)} open either way")
    return Verdict(
        word=word,
        distance_m=nearest and round(nearest[0]),
        bearing_deg=nearest and round(nearest[1]) % 360,
        beyond_m=nearest and round(nearest[2]),
        reasons=(*(pair.reason for pair in pairs), *reasons) or ("nothing to compare",),
        suspicions=suspected,
    )


def _on_wgs84(fix: Fix) -> Position:
    """The numbers brought to WGS84 if they name another datum; else as they are."""
    shifted = to_wgs84(fix.at, fix.named_datum) if fix.named_datum else None
    return shifted or fix.at


def _datum_reasons(fix: Fix | None) -> Iterator[str]:
    if fix and fix.named_datum:
        if to_wgs84(fix.at, fix.named_datum) is None:
            yield f"{fix.named_datum} is named and is not used there: compared as they stand"
        else:
            yield f"the numbers are on {fix.named_datum} and were compared as on WGS84"
    elif fix and fix.datum == "unknown":
        yield "the datum is not stated: local datums differ from WGS84 by up to some hundred metres"


def _named(
    name: str, at: Position | None, gazetteer: Gazetteer
) -> tuple[list[Ground], list[str]]:
    """Every place the name may mean, of the likeliest spelling only; and why none, if none."""
    if not name.strip():
        return [], []
    bare, times = _NEAR.subn("", name, count=1)
    found = _likeliest(gazetteer.search(bare, limit=_CANDIDATES, near=at))
    if not found:
        return [], [f"no place called {shown(bare)} is known here"]
    wider = _NEAR_M if times else 0
    grounds = [
        Ground(told=match.name, start=match.at, reach_m=match.reach_m + wider, loose=_loose(match))
        for match in found
    ]
    notes = []
    if found[0].how in ("sound", "spelling"):
        notes.append(f"{shown(bare)} was taken for another spelling of {found[0].name}")
    if found[0].source == "notice":
        notes.append(f"{found[0].name} is known here only by the word of {found[0].on_word_of}")
    if len(found) > 1:
        like = "called" if found[0].how == "name" else "with a name like"
        notes.append(f"{len(found)} places {like} {shown(bare)} are known here")
    return grounds, notes


def _seen(
    reference: Relative | None, named: list[Ground], at: Position | None, gazetteer: Gazetteer
) -> tuple[list[Ground], list[str]]:
    """The ground of a reference, from every place its known point may be."""
    if reference is None:
        return [], []
    # A point told only by its kind is the one near the name; the numbers may be what is wrong.
    around = [named[0].start] if named else [at] if at else [None]
    found = _likeliest(gazetteer.search(reference.of, limit=_CANDIDATES, near=around[0]))
    if not found:
        return [], [f"no point called {shown(reference.of)} is known here"]
    return [_sector_from(match, reference) for match in found], []


def _sector_from(point: Match, reference: Relative) -> Ground:
    told = reference.written + (f" ({point.name})" if point.how == "kind" else "")
    return Ground(
        told=told, start=point.at, reach_m=point.reach_m, sector=reference.sector,
        loose=_loose(point),
    )  # fmt: skip


def _loose(match: Match) -> bool:
    return match.how in ("sound", "spelling")


def _likeliest(found: tuple[Match, ...]) -> list[Match]:
    return [match for match in found if match.likeness >= found[0].likeness - 3]


def _same_point(named: list[Ground], seen: list[Ground]) -> bool:
    return any(one.start == other.start for one, other in product(named, seen))


def _against(clue: list[Ground], fix: Fix | None, at: Position | None) -> list[_Compared]:
    """One clue in words against the numbers."""
    if not clue or fix is None or at is None:
        return []
    ground = min(clue, key=lambda one: one.beyond(at))
    beyond, open_m = ground.beyond(at), fix.uncertainty_cm / 100
    metres, bearing = between(ground.start, at)
    # For a reference the distance is from its known point, because that is how it was told.
    whence = ground.told if ground.sector is None else "that point"
    way = f"{_far(metres)} {point_of(bearing)} of" if metres >= 1 else "at"
    where = f"the numbers lie {way} {whence}"
    if open_m > COARSE_M and open_m > ground.centre()[1]:
        return [_Compared(None, f"{where}, but leave {_far(open_m)} open: too coarse to tell")]
    told = where if ground.sector is None else f'"{ground.told}": {where}'
    if beyond <= open_m:
        return [_Compared(True, f"{told}, within what was told")]
    far = f"{told}, {_far(beyond - open_m)} beyond what was told"
    return [_Compared(False, far, loose=ground.loose)]


def _numbers(told: list[list[Ground]], fix: Fix, at: Position) -> list[_Compared]:
    return [pair for clue in told for pair in _against(clue, fix, at)]


def _words(named: list[Ground], seen: list[Ground]) -> list[_Compared]:
    """The name against the reference."""
    if not named or not seen:
        return []
    beyond, one, other = min(
        ((max(0.0, two.beyond(one.start) - one.reach_m), one, two)
         for one, two in product(named, seen)), key=lambda found: found[0],
    )  # fmt: skip
    if beyond == 0:
        return [_Compared(True, f'{one.told} can be "{other.told}"')]
    apart = f'{one.told} is {_far(beyond)} from "{other.told}"'
    return [_Compared(False, apart, loose=one.loose or other.loose)]


def _verdict(pairs: list[_Compared], *, explained: bool) -> Word:
    apart = [pair for pair in pairs if pair.agrees is False]
    if apart:
        return "disagree" if explained or not all(pair.loose for pair in apart) else "cannot_tell"
    return "agree" if any(pair.agrees for pair in pairs) else "cannot_tell"


def _nearest(told: list[list[Ground]], at: Position) -> tuple[float, float, float] | None:
    """From the worst clue in words to the numbers: metres, bearing, metres beyond."""
    found = []
    for clue in told:
        ground = min(clue, key=lambda one: one.beyond(at))
        found.append((*between(ground.centre()[0], at), ground.beyond(at)))
    return max(found, key=lambda one: one[2], default=None)


def _suspicions(fix: Fix, at: Position, told: list[list[Ground]]) -> tuple[Suspicion, ...]:
    """The slips that would explain the numbers, the least accidental first, one of each kind.

    A reading explains them when it lies within every clue in words; where the words contradict
    each other, within any. How accidental: a slip that can be undone in n ways lands on ground of
    radius r, from D away, by accident in about n (r / D)^2 of cases. At 1 it says nothing and is
    left out.
    """
    whole = not any(pair.agrees is False for pair in _words(*told)) if len(told) == 2 else True
    ways: dict[Slip, int] = {}
    best: dict[Slip, Suspicion] = {}
    for reading in readings(fix):
        ways[reading.slip] = ways.get(reading.slip, 0) + 1
        hit = _explained(reading.at, fix.uncertainty_cm / 100, told, whole=whole)
        if hit is None:
            continue
        middle_of, radius = hit.centre()
        misses, away = between(middle_of, reading.at)[0], between(middle_of, at)[0]
        known = best.get(reading.slip)
        if known is None or misses < known.misses_m:
            best[reading.slip] = Suspicion(
                slip=reading.slip,
                sentence=f"{reading.how}, the numbers fall {_far(misses)} from {hit.called()}",
                reads=reading.at,
                misses_m=round(misses),
                chance_pm=round(1000 * (radius / max(away, 1.0)) ** 2),
            )
    weighed = (_weighed(one, ways[one.slip]) for one in best.values())
    found = [one for one in weighed if one.chance_pm < 1000]
    return tuple(sorted(found, key=lambda one: (one.chance_pm, one.misses_m))[:MOST_SUSPICIONS])


def _weighed(one: Suspicion, ways: int) -> Suspicion:
    return Suspicion(
        slip=one.slip, sentence=one.sentence, reads=one.reads, misses_m=one.misses_m,
        chance_pm=one.chance_pm * ways,
    )  # fmt: skip


def _explained(
    at: Position, open_m: float, told: list[list[Ground]], *, whole: bool
) -> Ground | None:
    """The ground a reading falls on, if it falls where the words say."""
    hits = [
        next((ground for ground in clue if ground.beyond(at) <= open_m), None) for clue in told
    ]
    good = [hit for hit in hits if hit is not None]
    if not good or (whole and len(good) < len(hits)):
        return None
    return good[-1]


def _far(metres: float) -> str:
    """A distance as people say it, no finer than it is worth."""
    if metres < 1000:
        return f"{metres:.0f} m"
    return f"{metres / 1000:.1f} km" if metres < 100_000 else f"{metres / 1000:.0f} km"
