"""From legs as told to the flat arrays of `prepared`, everything rounded outward."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from parley.record.values.place import Altitude
from parley.space.earth import F64, earth_centred
from parley.space.legs.bounds import Core, boxes, circles
from parley.space.legs.cutting import GEODESIC, STRAIGHT, UNKNOWN, Rough, cut
from parley.space.prepared import (
    AREA,
    I32,
    I64,
    NO_CEILING,
    NO_FLOOR,
    OPEN_FUTURE,
    OPEN_PAST,
    SPOT,
    TRACK,
    U8,
    U32,
    UNIT_M,
    Prepared,
)
from parley.space.volume import UNBOUNDED_CM, Area, Leg, Ring, Spot, Track, Volume

_RULE: Final = {"geodesic": GEODESIC, "straight": STRAIGHT, "unknown": UNKNOWN}
_DATUM: Final = {"wgs84-ellipsoid": 1, "mean-sea-level": 2, "above-ground": 3}


class Span(Struct, frozen=True, kw_only=True):
    """When and how high each leg is; the fields of the same name in `Prepared`."""

    volume: U32
    began_s: I64
    ended_s: I64
    floor_cm: I32
    ceiling_cm: I32
    datums: U8


def prepare(volumes: Sequence[Volume]) -> Prepared:
    """The legs of many volumes as flat arrays, in order. Shapes are taken as `shape` left them."""
    legs = [leg for volume in volumes for leg in volume.legs]
    owners = [n for n, volume in enumerate(volumes) for _ in volume.legs]
    span = Span(
        volume=np.array(owners, np.uint32),
        began_s=_int64(OPEN_PAST if x.began_ms is None else x.began_ms // 1000 for x in legs),
        ended_s=_int64(OPEN_FUTURE if x.ended_ms is None else -(-x.ended_ms // 1000) for x in legs),
        floor_cm=_int32(NO_FLOOR if x.floor is None else x.floor.cm for x in legs),
        ceiling_cm=_int32(NO_CEILING if x.ceiling is None else x.ceiling.cm for x in legs),
        datums=np.array([_datum(x.floor) + 4 * _datum(x.ceiling) for x in legs], np.uint8),
    )
    return pack(rough(legs), span)


def rough(legs: Sequence[Leg]) -> Rough:
    """The shapes of legs as flat corners in degrees; a corner that repeats the last is left out."""
    rings = [[_distinct(ring, leg) for ring in _rings(leg)] for leg in legs]
    flat = [ring for of_leg in rings for ring in of_leg]
    at = np.array([(p.lon, p.lat) for ring in flat for p in ring], np.float64).reshape(-1, 2) / 1e7
    return Rough(
        kind=np.array([_kind(leg) for leg in legs], np.uint8),
        edges=np.array([_rule(leg) for leg in legs], np.uint8),
        radius_m=np.array([_metres(leg.radius_cm) for leg in legs], np.float64),
        ring_first=_ends(len(of_leg) for of_leg in rings),
        vertex_first=_ends(len(ring) for ring in flat),
        lon=at[:, 0],
        lat=at[:, 1],
    )


def pack(told: Rough, span: Span) -> Prepared:
    """The bulk form of `prepare`: one call for a million legs, vectorised throughout."""
    short, widen = cut(told)
    radius = up32(told.radius_m + widen)
    xyz = np.rint(earth_centred(short.lon, short.lat) / UNIT_M).astype(np.int32)
    core = Core(short=short, xyz=xyz.astype(np.float64) * UNIT_M, radius_m=radius)
    if len(short.kind):
        anchor, outer, inner = circles(core)
        box, box_leg = boxes(core, anchor)
    else:
        anchor, outer, inner = xyz, radius, radius
        box, box_leg = np.zeros((0, 4), np.int32), np.zeros(0, np.uint32)
    return Prepared(
        kind=short.kind, radius_m=radius, ring_first=short.ring_first,
        vertex_first=short.vertex_first, xyz=xyz, anchor=anchor, outer_m=outer, inner_m=inner,
        box=box, box_leg=box_leg, volume=span.volume, began_s=span.began_s, ended_s=span.ended_s,
        floor_cm=span.floor_cm, ceiling_cm=span.ceiling_cm, datums=span.datums,
    )  # fmt: skip


def up32(metres: F64) -> npt.NDArray[np.float32]:
    """The next float32 that is not less."""
    near = metres.astype(np.float32)
    return np.where(near < metres, np.nextafter(near, np.float32(np.inf)), near).astype(np.float32)


def _rings(leg: Leg) -> tuple[Ring, ...]:
    match leg.shape:
        case Spot(at=at):
            return ((at,),)
        case Track(line=line):
            return (line,)
        case Area(parts=parts):
            return tuple(ring for part in parts for ring in part)


def _distinct(ring: Ring, leg: Leg) -> Ring:
    kept = [p for n, p in enumerate(ring) if n == 0 or p != ring[n - 1]]
    if isinstance(leg.shape, Area) and len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return tuple(kept)


def _kind(leg: Leg) -> int:
    match leg.shape:
        case Spot():
            return SPOT
        case Area():
            return AREA
        case Track():
            return TRACK


def _rule(leg: Leg) -> int:
    return GEODESIC if isinstance(leg.shape, Spot) else _RULE[leg.shape.edges]


def _metres(cm: int) -> float:
    return float("inf") if cm >= UNBOUNDED_CM else cm / 100


def _datum(altitude: Altitude | None) -> int:
    return 0 if altitude is None else _DATUM[altitude.datum]


def _ends(counts: Iterable[int]) -> U32:
    return np.concatenate([[0], np.cumsum(list(counts))]).astype(np.uint32)


def _int64(values: Iterable[int]) -> I64:
    return np.fromiter(values, np.int64)


def _int32(values: Iterable[int]) -> I32:
    return np.fromiter(values, np.int32)
