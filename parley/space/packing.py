"""From legs as told to the flat arrays of `prepared`, everything rounded outward."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, groupby
from typing import Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from parley.errors import expected
from parley.record.values.place import Altitude
from parley.space.kernel import Engine, engine
from parley.space.legs.cutting import GEODESIC, STRAIGHT, UNKNOWN, Rough, shortened
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


class Both(Struct, frozen=True, kw_only=True):
    """Legs, and behind them one hull for each volume that has any: what must have been read.

    The hull of volume v is of the volume `volumes` + v. `sound` u8[legs] is 1 where it is already
    certain that `shape` refuses nothing.
    """

    legs: Prepared
    volumes: int
    exact: int
    sound: bytes

    def exactly(self) -> Prepared:
        """The legs alone."""
        return self.legs.between(0, self.exact)

    def hulls(self) -> Prepared:
        """The hulls alone, each of the volume it holds."""
        return self.legs.between(self.exact, len(self.legs), self.volumes)


def prepare(volumes: Sequence[Volume], using: Engine | None = None) -> Prepared:
    """The legs of many volumes as flat arrays, in order. Shapes are taken as `shape` left them."""
    owners = _owners(volumes)
    legs = [leg for volume in volumes for leg in volume.legs]
    return pack(rough(legs), _span(legs, owners), using)


def prepare_both(
    volumes: Sequence[Volume], using: Engine | None = None, *, hulls: bool = True
) -> Both:
    """The legs of many volumes, and their hulls."""
    found = ready_at_once(volumes, using, hulls=hulls)
    if found is not None:
        return found
    told, owners, span = _told(volumes, hulls=hulls)
    return _both(_made_at_length(told, owners, using, hulls=hulls), volumes, span)


def ready_at_once(
    volumes: Sequence[Volume], using: Engine | None = None, *, hulls: bool = True
) -> Both | None:
    """The same; None where it takes a second look: an edge too long, a ring without corners."""
    if _hollow(volumes):
        return None
    told, owners, span = _told(volumes, hulls=hulls)
    made = _made(told, owners, using, hulls=hulls)
    return None if made is None else _both(made, volumes, span)


def _told(volumes: Sequence[Volume], *, hulls: bool) -> tuple[Rough, U32, Span]:
    """Shapes, the volume of each, and when and how high each is, the hulls included."""
    legs = [leg for volume in volumes for leg in volume.legs]
    owners = _owners(volumes)
    every, each = legs, owners
    if hulls:
        every = legs + [_around(volume.legs) for volume in volumes if volume.legs]
        each = owners + [len(volumes) + owner for owner, _ in groupby(owners)]
    return rough(legs), np.array(owners, np.uint32), _span(every, each)


def _both(made: tuple[bytes, ...], volumes: Sequence[Volume], span: Span) -> Both:
    return Both(
        legs=_prepared(made, span), volumes=len(volumes), exact=len(made[10]), sound=made[10]
    )


def envelopes(volumes: Sequence[Volume], using: Engine | None = None) -> Prepared:
    """For each volume that has legs one leg that holds them all: everywhere, at every height and
    moment of theirs. The one envelope there is: asked by, listed by and written by."""
    return prepare_both(volumes, using).hulls()


def rough(legs: Sequence[Leg]) -> Rough:
    """The shapes of legs as flat corners in degrees; a corner that repeats the last is left out."""
    rings = [[_distinct(ring, leg) for ring in _rings(leg)] for leg in legs]
    flat = [ring for of_leg in rings for ring in of_leg]
    at = [place for ring in flat for place in ring]
    return Rough(
        kind=np.array([_kind(leg) for leg in legs], np.uint8),
        edges=np.array([_rule(leg) for leg in legs], np.uint8),
        radius_m=np.array([_metres(leg.radius_cm) for leg in legs], np.float64),
        ring_first=_ends(len(of_leg) for of_leg in rings),
        vertex_first=_ends(len(ring) for ring in flat),
        lon=np.array([lon for lon, _ in at], np.float64) / 1e7,
        lat=np.array([lat for _, lat in at], np.float64) / 1e7,
    )


def pack(told: Rough, span: Span, using: Engine | None = None) -> Prepared:
    """The bulk form of `prepare`: one call for a million legs."""
    made = _made(told, span.volume, using) or _made_at_length(told, span.volume, using)
    return _prepared(made, span)


def _made(
    told: Rough, volume: U32, using: Engine | None, *, hulls: bool = False
) -> tuple[bytes, ...] | None:
    given = (volume, told.kind, told.edges, told.radius_m, told.ring_first, told.vertex_first,
             np.ascontiguousarray(told.lon), np.ascontiguousarray(told.lat))  # fmt: skip
    return (using or engine()).doors.prepare(given, hulls)


def _made_at_length(
    told: Rough, volume: U32, using: Engine | None, *, hulls: bool = False
) -> tuple[bytes, ...]:
    made = _made(shortened(told), volume, using, hulls=hulls)
    if made is None:
        raise expected("edges that can be cut into short ones", "one that cannot")
    return made


def _prepared(made: tuple[bytes, ...], span: Span) -> Prepared:
    return Prepared(
        volume=span.volume, kind=np.frombuffer(made[0], np.uint8),
        radius_m=np.frombuffer(made[1], np.float32), ring_first=np.frombuffer(made[2], np.uint32),
        vertex_first=np.frombuffer(made[3], np.uint32),
        xyz=np.frombuffer(made[4], np.int32).reshape(-1, 3),
        anchor=np.frombuffer(made[5], np.int32).reshape(-1, 3),
        outer_m=np.frombuffer(made[6], np.float32), inner_m=np.frombuffer(made[7], np.float32),
        began_s=span.began_s, ended_s=span.ended_s, floor_cm=span.floor_cm,
        ceiling_cm=span.ceiling_cm, datums=span.datums,
        box=np.frombuffer(made[8], np.int32).reshape(-1, 4),
        box_leg=np.frombuffer(made[9], np.uint32),
    )  # fmt: skip


def _hollow(volumes: Sequence[Volume]) -> bool:
    """Whether a leg has no ring or a ring no corner."""
    rings = (_rings(leg) for volume in volumes for leg in volume.legs)
    return not all(of_leg and all(of_leg) for of_leg in rings)


def _owners(volumes: Sequence[Volume]) -> list[int]:
    return [n for n, volume in enumerate(volumes) for _ in volume.legs]


def _span(legs: Sequence[Leg], owners: Sequence[int]) -> Span:
    return Span(
        volume=np.array(owners, np.uint32),
        began_s=np.array(
            [OPEN_PAST if x.began_ms is None else x.began_ms // 1000 for x in legs], np.int64
        ),
        ended_s=np.array(
            [OPEN_FUTURE if x.ended_ms is None else -(-x.ended_ms // 1000) for x in legs], np.int64
        ),
        floor_cm=np.array([NO_FLOOR if x.floor is None else x.floor.cm for x in legs], np.int32),
        ceiling_cm=np.array(
            [NO_CEILING if x.ceiling is None else x.ceiling.cm for x in legs], np.int32
        ),
        datums=np.array([_datum(x.floor) + 4 * _datum(x.ceiling) for x in legs], np.uint8),
    )


def _around(legs: Sequence[Leg]) -> Leg:
    """When and how high all of these are; its shape is only the first one's."""
    if len(legs) == 1:
        return legs[0]
    began = [leg.began_ms for leg in legs if leg.began_ms is not None]
    ended = [leg.ended_ms for leg in legs if leg.ended_ms is not None]
    floors, ceilings = _alike(leg.floor for leg in legs), _alike(leg.ceiling for leg in legs)
    return replace(
        legs[0],
        floor=min(floors, key=lambda bound: bound.cm, default=None),
        ceiling=max(ceilings, key=lambda bound: bound.cm, default=None),
        began_ms=min(began) if len(began) == len(legs) else None,
        ended_ms=max(ended) if len(ended) == len(legs) else None,
    )


def _alike(bounds: Iterable[Altitude | None]) -> list[Altitude]:
    """The bounds if all are given from one datum; none where they cannot be compared."""
    every = list(bounds)
    given = [bound for bound in every if bound is not None]
    alike = len(given) == len(every) and len({bound.datum for bound in given}) == 1
    return given if alike else []


def _rings(leg: Leg) -> tuple[Ring, ...]:
    match leg.shape:
        case Spot(at=at):
            return ((at,),)
        case Track(line=line):
            return (line,)
        case Area(parts=parts):
            return tuple(ring for part in parts for ring in part)


def _distinct(ring: Ring, leg: Leg) -> list[tuple[int, int]]:
    kept = [place for place, _ in groupby([(p.lon, p.lat) for p in ring])]
    if isinstance(leg.shape, Area) and len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return kept


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
    return np.array([0, *accumulate(counts)], np.uint32)
