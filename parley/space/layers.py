"""Two questions about two volumes: must it have been read, and does it raise an alarm?

Awareness asks of envelopes: a volume's hull with its widest radius, heights and window. It finds
more than there is and misses nothing, so it decides what must have been read. Conflict asks leg by
leg. Whatever conflicts is also to be aware of. Listing and writing ask the same two functions.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

import numpy as np
import shapely
from msgspec import Struct

from parley.record.values.place import Altitude, Position
from parley.space.distance import Gap, Measure, gap
from parley.space.earth import F64, axes, degrees, earth_centred, project, to_ground, unproject
from parley.space.legs.cutting import cut
from parley.space.packing import prepare, rough
from parley.space.prepared import NO_CEILING, NO_FLOOR, Prepared
from parley.space.shape import LARGEST_M, STEPS
from parley.space.volume import UNBOUNDED_CM, Area, Leg, Shape, Spot, Track, Volume

WIDER_CM: Final = 100
"""An envelope is wider than its legs by more than two slacks at 100 km and all rounding."""
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
    return conflicts(Volume(legs=(envelope(a),)), Volume(legs=(envelope(b),)), reach, measure)


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


def envelope(volume: Volume) -> Leg:
    """One leg that holds all legs of a volume, everywhere, at every height and moment of theirs."""
    shape, radius_cm = _hull(volume.legs)
    return Leg(
        shape=shape,
        radius_cm=radius_cm,
        floor=_least(leg.floor for leg in volume.legs),
        ceiling=_most(leg.ceiling for leg in volume.legs),
        began_ms=_first(leg.began_ms for leg in volume.legs),
        ended_ms=_last(leg.ended_ms for leg in volume.legs),
    )


def _hull(legs: tuple[Leg, ...]) -> tuple[Shape, int]:
    """The convex hull drawn in a plane at the middle; the whole earth if there is no such plane."""
    short, widen = cut(rough(legs))
    xyz = earth_centred(short.lon, short.lat)
    middle = (xyz.min(0) + xyz.max(0)) / 2
    widest = float(np.max(short.radius_m + widen))
    far = np.linalg.norm(xyz - to_ground(middle), axis=1).max()
    if not np.linalg.norm(middle) > 2e6 or far > LARGEST_M or np.isinf(widest):
        return Spot(at=Position(lat=0, lon=0)), UNBOUNDED_CM
    middle = to_ground(middle)
    plane = axes(middle)
    hull = shapely.convex_hull(shapely.multipoints(*[np.stack(project(xyz, middle, plane), 1)]))
    # Cut in the plane, so that between two corners the hull's edge is the plane's, not the earth's.
    drawn = shapely.get_coordinates(shapely.segmentize(hull, 4000.0))
    lon, lat = degrees(unproject(drawn, middle, plane))
    return _corners(np.stack([lon, lat], 1)), int(widest * 100) + WIDER_CM


def _corners(at: F64) -> Shape:
    corners = tuple(
        Position(lat=round(float(lat) * STEPS), lon=round(float(lon) * STEPS)) for lon, lat in at
    )
    if len(corners) == 1:
        return Spot(at=corners[0])
    if corners[0] != corners[-1]:
        return Track(line=corners, edges="geodesic")
    return Area(parts=((corners[:-1],),), edges="geodesic")


def _same_datum(bounds: list[Altitude | None]) -> list[Altitude]:
    """The bounds if all are given from one datum; none where they cannot be compared."""
    given = [bound for bound in bounds if bound is not None]
    alike = len(given) == len(bounds) and len({bound.datum for bound in given}) == 1
    return given if alike else []


def _least(floors: Iterable[Altitude | None]) -> Altitude | None:
    return min(_same_datum(list(floors)), key=lambda bound: bound.cm, default=None)


def _most(ceilings: Iterable[Altitude | None]) -> Altitude | None:
    return max(_same_datum(list(ceilings)), key=lambda bound: bound.cm, default=None)


def _first(began: Iterable[int | None]) -> int | None:
    given = list(began)
    return None if None in given else min(ms for ms in given if ms is not None)


def _last(ended: Iterable[int | None]) -> int | None:
    given = list(ended)
    return None if None in given else max(ms for ms in given if ms is not None)
