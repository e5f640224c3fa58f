"""A stream of notices as a region in conflict may send them, drawn by seed: many small, few large.

Six in ten are spots, three areas, one a track; most crowd around towns. A third stand in a height
band, four in ten never end, one in twenty was withdrawn. Whoever asks draws from the same towns.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from msgspec import Struct

from parley.record.values.place import Altitude, Position
from parley.space.earth import F64
from parley.space.legs.cutting import GEODESIC, Rough
from parley.space.packing import Span
from parley.space.prepared import (
    AREA,
    I32,
    I64,
    NO_CEILING,
    NO_FLOOR,
    OPEN_FUTURE,
    SPOT,
    TRACK,
    U8,
    counts,
)
from parley.space.volume import Area, Leg, Shape, Spot, Track

YEAR_S: Final = 365 * 86400
BEGIN_S: Final = 1_704_067_200
"""2024-01-01T00:00Z: the year the stream tells of begins."""
_R: Final = 6_371_008.8
_MSL: Final = 2


class World(Struct, frozen=True, kw_only=True):
    """Where people live: towns with their share and spread, and a box for the rest.

    `towns` f64[k, 2] degrees; `share` f64[k] adds up to 1; `spread_m` f64[k]; `box` is west, south,
    east, north, or None where everything lies around the towns.
    """

    towns: F64
    share: F64
    spread_m: F64
    box: tuple[float, float, float, float] | None = None


def country(box: tuple[float, float, float, float] = (35.7, 32.3, 42.4, 37.3)) -> World:
    """A country of 400 towns of very different sizes."""
    rng = np.random.default_rng(20_250)
    west, south, east, north = box
    share = np.arange(1, 401) ** -0.9
    return World(
        towns=np.stack([rng.uniform(west, east, 400), rng.uniform(south, north, 400)], 1),
        share=share / share.sum(),
        spread_m=np.exp(rng.uniform(np.log(1500), np.log(12_000), 400)),
        box=box,
    )


def around(lon: float, lat: float, spread_m: float) -> World:
    """One crowd around one place, which may be a pole or the antimeridian."""
    return World(
        towns=np.array([[lon, lat]]), share=np.ones(1), spread_m=np.array([spread_m])
    )


class Stream(Struct, frozen=True, kw_only=True):
    """Notices of one leg each, as flat arrays, to the last digit as a record would hold them.

    `kind` as in `prepared`; `first` i64[n+1] where each one's corners begin; `lon`, `lat` i32[v] in
    1e-7 degrees, rings closed by their first corner unrepeated; `radius_cm`; heights above mean sea
    level; `began_s`, `ended_s` since 1970; `gone`: withdrawn; `within_m`: asked for, of a question.
    """

    kind: U8
    first: I64
    lon: I32
    lat: I32
    radius_cm: I64
    floor_cm: I32
    ceiling_cm: I32
    began_s: I64
    ended_s: I64
    gone: np.typing.NDArray[np.bool_]
    within_m: F64

    def __len__(self) -> int:
        return len(self.kind)


def told(count: int, seed: int, world: World) -> Stream:
    """So many notices."""
    return _drawn(count, np.random.default_rng(seed), world, asking=False)


def asked(count: int, seed: int, world: World) -> Stream:
    """So many questions: windows of up to a day, and how near in `within_m`."""
    return _drawn(count, np.random.default_rng(seed), world, asking=True)


def both(one: Stream, other: Stream) -> Stream:
    """The notices of both, in order."""
    joined = {
        name: np.concatenate([getattr(one, name), getattr(other, name)])
        for name in one.__struct_fields__
        if name != "first"
    }
    return Stream(first=np.concatenate([one.first, one.first[-1] + other.first[1:]]), **joined)


def _drawn(count: int, rng: np.random.Generator, world: World, *, asking: bool) -> Stream:
    mix = (0.5, 0.3, 0.2) if asking else (0.6, 0.3, 0.1)
    kind = rng.choice(np.array([SPOT, AREA, TRACK], np.uint8), count, p=mix)
    at = _places(count, rng, world)
    corners = np.where(kind == AREA, rng.integers(5, 51, count), 1)
    corners = np.where(kind == TRACK, rng.integers(2, 10, count), corners)
    first = np.concatenate([[0], np.cumsum(corners)]).astype(np.int64)
    xyz = np.repeat(at, corners, axis=0)
    _rings(xyz, first, np.nonzero(kind == AREA)[0], rng)
    _walks(xyz, first, np.nonzero(kind == TRACK)[0], rng)
    lon, lat = _steps(xyz)
    radius_m = np.where(kind == SPOT, np.exp(rng.uniform(np.log(10), np.log(2000), count)), 0)
    radius_m = np.where(kind == TRACK, rng.uniform(50, 500, count), radius_m)
    floor, ceiling = _heights(count, rng)
    began = rng.integers(0, YEAR_S, count) + BEGIN_S
    return Stream(
        kind=kind, first=first, lon=lon, lat=lat, radius_cm=(radius_m * 100).astype(np.int64),
        floor_cm=floor, ceiling_cm=ceiling, began_s=began,
        ended_s=began + rng.integers(1800, 86_400, count) if asking else _ends(began, rng),
        gone=(rng.random(count) < 0.05) & (not asking),
        within_m=rng.choice([500.0, 1000.0, 2000.0, 5000.0], count, p=[0.5, 0.3, 0.15, 0.05]),
    )  # fmt: skip


def _ends(began: I64, rng: np.random.Generator) -> I64:
    """Two in ten are short movements, four in ten end within three days, four in ten never."""
    count, fate = len(began), rng.random(len(began))
    lasts = np.where(
        fate < 0.2, rng.integers(300, 7200, count), rng.integers(3600, 259_200, count)
    )
    return np.where(fate >= 0.6, OPEN_FUTURE, began + lasts)


def _places(count: int, rng: np.random.Generator, world: World) -> F64:
    town = rng.choice(len(world.share), count, p=world.share)
    middle = _unit(world.towns[town, 0], world.towns[town, 1])
    spread = world.spread_m[town]
    at = _moved(middle, rng.normal(0, 1, count) * spread, rng.normal(0, 1, count) * spread)
    if world.box is not None:
        west, south, east, north = world.box
        out = rng.random(count) < 0.15
        anywhere = _unit(rng.uniform(west, east, count), rng.uniform(south, north, count))
        at = np.where(out[:, None], anywhere, at)
    return at


def _rings(xyz: F64, first: I64, areas: I64, rng: np.random.Generator) -> None:
    """Star-shaped rings around the middle that stands in each corner."""
    if not len(areas):
        return
    corners = first[areas + 1] - first[areas]
    begin = np.repeat(np.cumsum(corners) - corners, corners)
    n = np.arange(len(begin)) - begin
    where = np.repeat(first[areas], corners) + n
    turn = 2 * np.pi * (n + rng.uniform(0.1, 0.9, len(n))) / np.repeat(corners, corners)
    size = np.exp(rng.uniform(np.log(50), np.log(5000), len(areas)))
    far = np.repeat(size, corners) * rng.uniform(0.55, 1.3, len(n))
    xyz[where] = _moved(xyz[where], far * np.cos(turn), far * np.sin(turn))


def _walks(xyz: F64, first: I64, tracks: I64, rng: np.random.Generator) -> None:
    """Lines that wander, from half a kilometre to ten a leg."""
    count = len(tracks)
    heading, at = rng.uniform(0, 2 * np.pi, count), xyz[first[tracks]]
    for step in range(1, 9):
        length = np.exp(rng.uniform(np.log(500), np.log(10_000), count))
        heading = heading + rng.normal(0, 0.5, count)
        at = _moved(at, length * np.sin(heading), length * np.cos(heading))
        longer = first[tracks + 1] - first[tracks] > step
        xyz[first[tracks[longer]] + step] = at[longer]


def _heights(count: int, rng: np.random.Generator) -> tuple[I32, I32]:
    fate, low = rng.random(count), rng.uniform(0, 9000, count)
    floor = np.where(fate < 0.3, low, 0) * 100
    up = np.exp(rng.uniform(np.log(20), np.log(1000), count))
    ceiling = np.where(fate < 0.3, low + rng.uniform(150, 3000, count), up) * 100
    anyhow = rng.random(count) < 0.05
    return (
        np.where(anyhow, NO_FLOOR, floor).astype(np.int32),
        np.where(anyhow, NO_CEILING, ceiling).astype(np.int32),
    )


def _unit(lon: F64, lat: F64) -> F64:
    lo, la = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(la) * np.cos(lo), np.cos(la) * np.sin(lo), np.sin(la)], 1)


def _moved(at: F64, east_m: F64, north_m: F64) -> F64:
    """Directions moved on a sphere; at a pole "east" is some fixed way, like any other."""
    x, y, z = at.T
    polar = np.abs(z) > 0.999
    # The other axis crossed with the direction, by hand: numpy's cross product takes five times it.
    e, f, g = np.where(polar, z, -y), np.where(polar, 0, x), np.where(polar, -x, 0)
    by, north = east_m / _R / np.sqrt(e * e + f * f + g * g), north_m / _R
    e, f, g = e * by, f * by, g * by
    turn = np.hypot(x, y)
    flat = np.where(polar, 1, turn)
    n = (np.where(polar, 0, -z * x / flat), np.where(polar, 1, -z * y / flat), turn * ~polar)
    there = np.stack([x + e + n[0] * north, y + f + n[1] * north, z + g + n[2] * north], 1)
    return np.asarray(there / np.sqrt((there**2).sum(1))[:, None], np.float64)


def _steps(xyz: F64) -> tuple[I32, I32]:
    lon = np.degrees(np.arctan2(xyz[:, 1], xyz[:, 0]))
    lat = np.degrees(np.arctan2(xyz[:, 2], np.hypot(xyz[:, 0], xyz[:, 1])))
    return np.rint(lon * 1e7).astype(np.int32), np.rint(lat * 1e7).astype(np.int32)


def as_leg(stream: Stream, n: int) -> Leg:
    """One notice as a leg."""
    which = slice(int(stream.first[n]), int(stream.first[n + 1]))
    at = zip(stream.lon[which].tolist(), stream.lat[which].tolist(), strict=True)
    return Leg(
        shape=_shape(int(stream.kind[n]), tuple(Position(lon=lon, lat=lat) for lon, lat in at)),
        radius_cm=int(stream.radius_cm[n]),
        floor=_altitude(int(stream.floor_cm[n])),
        ceiling=_altitude(int(stream.ceiling_cm[n])),
        began_ms=int(stream.began_s[n]) * 1000,
        ended_ms=None if stream.ended_s[n] == OPEN_FUTURE else int(stream.ended_s[n]) * 1000,
    )


def _shape(kind: int, ring: tuple[Position, ...]) -> Shape:
    if kind == SPOT:
        return Spot(at=ring[0])
    if kind == TRACK:
        return Track(line=ring, edges="geodesic")
    return Area(parts=((ring,),), edges="geodesic")


def _altitude(cm: int) -> Altitude | None:
    if cm in (NO_FLOOR, NO_CEILING):
        return None
    return Altitude(cm=cm, datum="mean-sea-level", written=f"{cm / 100} m")


def as_rough(stream: Stream) -> tuple[Rough, Span]:
    """All of it as the flat arrays that `packing.pack` takes: a million at once."""
    count = len(stream)
    floor, ceiling = stream.floor_cm != NO_FLOOR, stream.ceiling_cm != NO_CEILING
    shapes = Rough(
        kind=stream.kind, edges=np.full(count, GEODESIC, np.uint8),
        radius_m=stream.radius_cm / 100, ring_first=np.arange(count + 1, dtype=np.uint32),
        vertex_first=stream.first.astype(np.uint32), lon=stream.lon / 1e7, lat=stream.lat / 1e7,
    )  # fmt: skip
    return shapes, Span(
        volume=np.arange(count, dtype=np.uint32), began_s=stream.began_s,
        ended_s=stream.ended_s, floor_cm=stream.floor_cm, ceiling_cm=stream.ceiling_cm,
        datums=(_MSL * floor + 4 * _MSL * ceiling).astype(np.uint8),
    )  # fmt: skip


def owner(stream: Stream) -> I64:
    """Which notice each corner belongs to."""
    return np.repeat(np.arange(len(stream)), counts(stream.first.astype(np.uint32)))
