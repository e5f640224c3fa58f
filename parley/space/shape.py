"""What is a shape and what is not: unfit shapes are refused with the corner named.

A refusal is for the person who draws. A notice already on record is never dropped for its shape:
see `covering`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final, assert_never

import numpy as np
import shapely

from parley.errors import expected
from parley.record.values.place import Position
from parley.space.earth import F64, axes, earth_centred, project, to_ground
from parley.space.kernel import Engine
from parley.space.legs.cutting import GEODESIC, Rough, cut, following, pieces, turned
from parley.space.packing import Both, prepare_both, ready_at_once, rough
from parley.space.prepared import UNIT_M
from parley.space.volume import Area, Leg, Ring, Spot, Track, Volume

STEPS: Final = 10_000_000
LARGEST_M: Final = 6_000_000.0
"""No corner farther than this from the middle, so that "inside" has one meaning."""
MOST_VERTICES: Final = 500_000
THIN_M: Final = 0.005
_PLACE = re.compile(r"\[(\S+) (\S+)\]")


def position(lon: float, lat: float, at: str = "") -> Position:
    """A position from degrees, longitude first, to the nearest 1e-7 degree (6 mm).

    Refuses what is not a number, not finite, or not on the earth.
    """
    for name, value, most in (("longitude", lon, 180), ("latitude", lat, 90)):
        if not math.isfinite(value) or abs(value) > most:
            raise expected(f"a {name} between -{most} and {most}", value, at)
    return Position(lat=round(lat * STEPS), lon=round(lon * STEPS))


def asked(volumes: Sequence[Volume], using: Engine, *, hulls: bool) -> Both:
    """Volumes made ready to be asked about; refuses the first leg that is no shape.

    Most legs are seen to be shapes while they are made ready, and only the others looked at twice.
    """
    ready = ready_at_once(volumes, using, hulls=hulls)
    if ready is None:
        # Cutting true geodesics takes long, so whatever is no shape goes first.
        _refuse_all(volumes)
        return prepare_both(volumes, using, hulls=hulls)
    if 0 in ready.sound:
        _refuse_all(volumes, ready.sound)
    return ready


def _refuse_all(volumes: Sequence[Volume], sound: bytes | None = None) -> None:
    at = 0
    for v, volume in enumerate(volumes):
        for n, leg in enumerate(volume.legs):
            if sound is None or not sound[at]:
                refuse_leg(leg, f"volumes[{v}].legs[{n}]")
            at += 1


def refuse_unfit(volume: Volume) -> None:
    """Refuses the first leg that is no shape, naming the leg and the corner."""
    for n, leg in enumerate(volume.legs):
        refuse_leg(leg, f"legs[{n}]")


def refuse_leg(leg: Leg, at: str = "") -> None:
    """Refuses a leg that is no shape. In order, it must be shown that

    1. every corner is on the earth;
    2. there are corners enough, and enough of them differ;
    3. every edge says which way around the earth it goes;
    4. all of it lies within 6,000 km of its middle;
    5. cut into short edges it stays within half a million vertices;
    6. of an area: boundaries do not cross, holes lie inside, parts do not overlap.
    """
    if leg.radius_cm < 0:
        raise expected("a radius of at least 0", leg.radius_cm, at)
    names = refuse_off_earth(leg, at)  # 1
    _enough(leg, at)  # 2
    told = rough([leg])
    named = _kept_names(leg, names)
    _ways(told, named)  # 3
    refuse_too_large(earth_centred(told.lon, told.lat), named)  # 4
    parts = pieces(told, following(told))  # 5
    if parts.sum() > MOST_VERTICES:
        found = f"{int(parts.sum())} once edges are cut"
        raise expected(f"at most {MOST_VERTICES} vertices", found, named[int(parts.argmax())])
    short, _ = cut(told)
    xyz = earth_centred(short.lon, short.lat)
    refuse_too_large(xyz, named[:1])
    if isinstance(leg.shape, Area):
        _drawn(leg.shape, short, xyz, (earth_centred(told.lon, told.lat), named))  # 6


def _rings(leg: Leg, at: str) -> list[tuple[str, Ring]]:
    match leg.shape:
        case Spot(at=only):
            return [(f"{at}.shape.at", (only,))]
        case Track(line=line):
            return [(f"{at}.shape.line", line)]
        case Area(parts=parts):
            return [
                (f"{at}.shape.parts[{p}][{r}]", ring)
                for p, part in enumerate(parts)
                for r, ring in enumerate(part)
            ]
        case _:
            assert_never(leg.shape)


def refuse_off_earth(leg: Leg, at: str = "") -> list[list[str]]:
    """Refuses a corner that is not on the earth and a ring without any; names all corners."""
    found = []
    if not _rings(leg, at):
        raise expected("at least one part", "none", f"{at}.shape.parts")
    for name, ring in _rings(leg, at):
        names = [name if isinstance(leg.shape, Spot) else f"{name}[{n}]" for n in range(len(ring))]
        if not ring:
            raise expected("corners", "none", name)
        for here, corner in zip(names, ring, strict=True):
            position(corner.lon / STEPS, corner.lat / STEPS, here)
        found.append(names)
    return found


def _enough(leg: Leg, at: str) -> None:
    rings = _rings(leg, at)
    least = {Spot: 1, Track: 2, Area: 3}[type(leg.shape)]
    if isinstance(leg.shape, Area) and not all(leg.shape.parts):
        raise expected("an outer ring in every part", "a part without rings", f"{at}.shape.parts")
    for name, ring in rings:
        xyz = earth_centred(*_lonlat(ring))
        distinct = len(np.unique(np.rint(xyz / UNIT_M), axis=0))
        if distinct < least:
            raise expected(f"at least {least} different corners", distinct, f"{name}[0]")


def _kept_names(leg: Leg, names: list[list[str]]) -> list[str]:
    """Names of the corners `rough` keeps: a corner that repeats the one before is left out."""
    kept = []
    for (_, ring), of_ring in zip(_rings(leg, ""), names, strict=True):
        named = [x for n, x in enumerate(of_ring) if n == 0 or ring[n] != ring[n - 1]]
        if isinstance(leg.shape, Area) and ring[0] == ring[-1]:
            named.pop()
        kept += named
    return kept


def _ways(told: Rough, named: list[str]) -> None:
    after = following(told)
    apart = np.abs(turned(told.lon[after] - told.lon))
    # At a pole every longitude is the same place, so an edge to it goes one way only.
    polar = np.maximum(np.abs(told.lat), np.abs(told.lat[after])) >= 90
    # "straight" in longitude and latitude between opposite meridians: east or west?
    if told.edges[0] != GEODESIC and (bad := (apart >= 180 - 1e-9) & ~polar).any():
        at = int(np.argmax(bad))
        raise expected("an edge of less than 180 degrees of longitude", "180", named[at])


def refuse_too_large(xyz: F64, named: list[str]) -> None:
    """Refuses points that do not lie on one side of the earth; one name is the name of all."""
    middle = (xyz.min(0) + xyz.max(0)) / 2
    far = np.linalg.norm(xyz - to_ground(middle), axis=1)
    # Nearer to the earth's centre than this, the middle is the middle of no side of the earth.
    if not np.linalg.norm(middle) > 2e6 or far.max() > LARGEST_M:
        where = named[min(int(far.argmax()), len(named) - 1)]
        raise expected("a shape within 6,000 km of its middle", "a larger one (split it)", where)


def _drawn(area: Area, short: Rough, xyz: F64, corners: tuple[F64, list[str]]) -> None:
    """Refuses crossing boundaries, holes outside, no area and overlapping parts, in one plane."""
    middle = to_ground((xyz.min(0) + xyz.max(0)) / 2)
    plane = axes(middle)
    at = np.stack(project(corners[0], middle, plane), 1)
    rings = _planar_rings(short, np.stack(project(xyz, middle, plane), 1))
    parts, begin = [], 0
    for part in area.parts:
        own = rings[begin : begin + len(part)]
        begin += len(part)
        drawn = shapely.Polygon(own[0], own[1:])
        if not drawn.is_valid:
            why = shapely.is_valid_reason(drawn)
            where = _nearest(why, at, corners[1], fallback=own[0][0])
            raise expected("boundaries that do not cross", _words(why), where)
        if drawn.area < THIN_M * drawn.length:
            raise expected("an area", "corners on one line", _name(own[0][0], at, corners[1]))
        parts.append(drawn)
    for n, later in enumerate(parts):
        for earlier in parts[:n]:
            both = shapely.intersection(later, earlier)
            # A shared boundary is no overlap; two of them differ by no more than rounding.
            if both.area > 4 * THIN_M * both.length:
                where = _name(np.asarray(later.exterior.coords[0]), at, corners[1])
                raise expected("parts that do not overlap", "an overlap", where)


def _planar_rings(short: Rough, at: F64) -> list[F64]:
    ends = short.vertex_first.astype(np.int64)
    return [at[begin:end] for begin, end in zip(ends[:-1], ends[1:], strict=True)]


def _nearest(why: str, at: F64, named: list[str], *, fallback: F64) -> str:
    found = _PLACE.search(why)
    point = np.array([float(found[1]), float(found[2])]) if found else fallback
    return _name(point, at, named)


def _name(point: F64, at: F64, named: list[str]) -> str:
    return named[int(np.linalg.norm(at - point, axis=1).argmin())]


def _words(why: str) -> str:
    return why.split("[")[0].strip().lower()


def _lonlat(ring: Ring) -> tuple[F64, F64]:
    flat = np.array([(p.lon, p.lat) for p in ring], np.float64) / STEPS
    return flat[:, 0], flat[:, 1]
