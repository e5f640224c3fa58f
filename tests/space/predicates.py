"""The two layers of the index, asked of two volumes alone: what an index must agree with.

Awareness asks of envelopes: a volume's hull with its widest radius, heights and window. It finds
more than there is and misses nothing, so it decides what must have been read. Conflict asks leg by
leg. Whatever conflicts is also to be aware of.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from parley.space.measure.gap import Gap, Measure, gap
from parley.space.packing import envelopes, prepare
from parley.space.prepared import NO_CEILING, NO_FLOOR, Prepared
from parley.space.volume import Volume

Height: TypeAlias = Literal["apart", "overlap", "overlap, datum differs"]


class Reach(Struct, frozen=True, kw_only=True):
    """How near counts: metres along the ground, and seconds between windows; both inclusive."""

    within_m: float
    within_s: int = 0


class Meeting(Struct, frozen=True, kw_only=True):
    """Leg `a` of one volume near leg `b` of the other; of envelopes both are 0."""

    a: int
    b: int
    gap: Gap
    height: Height
    minutes_apart: float


def conflicts(a: Volume, b: Volume, reach: Reach, measure: Measure | None = None) -> list[Meeting]:
    """Every pair of legs that comes near in place, height and time: the exact layer."""
    return meetings(prepare([a]), prepare([b]), reach, measure)


def to_be_read(a: Volume, b: Volume, reach: Reach, measure: Measure | None = None) -> list[Meeting]:
    """Whether the envelopes come near: the awareness layer, which holds all of the exact one."""
    if not (a.legs and b.legs):
        return []
    return meetings(envelopes([a]), envelopes([b]), reach, measure)


def meetings(
    a: Prepared, b: Prepared, reach: Reach, measure: Measure | None = None
) -> list[Meeting]:
    """The one predicate of both layers: in time, in height, in place."""
    found = []
    for i in range(len(a)):
        for j in range(len(b)):
            apart_s, height = seconds_apart(a, i, b, j), heights(a, i, b, j)
            if apart_s > reach.within_s or height == "apart":
                continue
            between = gap(a, i, b, j, within_m=reach.within_m, measure=measure)
            if between.near:
                minutes = apart_s / 60
                found.append(Meeting(a=i, b=j, gap=between, height=height, minutes_apart=minutes))
    return found


def seconds_apart(a: Prepared, i: int, b: Prepared, j: int) -> int:
    """Between two windows, bounds included; 0 when they share a moment."""
    later = max(int(a.began_s[i]), int(b.began_s[j]))
    return max(0, later - min(int(a.ended_s[i]), int(b.ended_s[j])))


def heights(a: Prepared, i: int, b: Prepared, j: int) -> Height:
    """Whether heights keep two legs apart: only a floor above a ceiling of the same datum does."""
    over, under = _above(a, i, b, j), _above(b, j, a, i)
    if "apart" in (over, under):
        return "apart"
    return "overlap, datum differs" if "unlike" in (over, under) else "overlap"


def _above(a: Prepared, i: int, b: Prepared, j: int) -> Literal["apart", "unlike", "no"]:
    """The floor of `a` against the ceiling of `b`."""
    floor, ceiling = int(a.floor_cm[i]), int(b.ceiling_cm[j])
    if floor == NO_FLOOR or ceiling == NO_CEILING:
        return "no"
    if int(a.datums[i]) % 4 != int(b.datums[j]) // 4:
        return "unlike"
    return "apart" if floor > ceiling else "no"
