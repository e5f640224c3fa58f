"""Shapes for the tests: drawn by hypothesis anywhere on earth, or by seed in a region."""

from __future__ import annotations

from math import cos, pi, radians, sin

import numpy as np
from hypothesis import strategies as st

from parley.record.values.place import EdgeRule, Position
from parley.space.earth import geodesics
from parley.space.shape import position
from parley.space.volume import Area, Leg, Shape, Spot, Track, Volume

Place = tuple[float, float]


def away(at: Place, azimuth: float, metres: float) -> Place:
    """The place so many metres from another."""
    lon, lat, _ = geodesics().fwd(at[0], at[1], azimuth, metres)
    return lon, lat


def here(at: Place) -> Position:
    """A place as a position."""
    return position(*at)


def ring(at: Place, radius: float, corners: int, rough: np.random.Generator) -> list[Position]:
    """A star-shaped ring: corners at growing azimuths and varying distances."""
    turn = rough.uniform(0, 360)
    return [
        here(away(at, turn + 360 * (k + rough.uniform(0.1, 0.9)) / corners,
                  radius * rough.uniform(0.6, 1)))
        for k in range(corners)
    ]  # fmt: skip


def area(at: Place, size: float, rng: np.random.Generator, edges: EdgeRule) -> Area:
    """An area, one time in three with a hole, one time in three with a second part."""
    corners = int(rng.integers(5, 24))
    parts = [[tuple(ring(at, size, corners, rng))]]
    if rng.random() < 0.33:
        parts[0].append(tuple(ring(at, size * 0.15, 7, rng)))
    if rng.random() < 0.33:
        beside = away(at, rng.uniform(0, 360), size * 2.5)
        parts.append([tuple(ring(beside, size, 6, rng))])
    return Area(parts=tuple(tuple(part) for part in parts), edges=edges)


def track(at: Place, size: float, rng: np.random.Generator, edges: EdgeRule) -> Track:
    """A wandering line about as long as the size."""
    line, heading, count = [here(at)], rng.uniform(0, 360), int(rng.integers(1, 8))
    for _ in range(count):
        heading += rng.normal(0, 30)
        at = away(at, heading, size / count * rng.uniform(0.5, 1.5))
        line.append(here(at))
    return Track(line=tuple(line), edges=edges)


def shape(at: Place, size: float, rng: np.random.Generator, edges: EdgeRule = "geodesic") -> Shape:
    """A spot, an area or a track."""
    kind = rng.choice(3, p=(0.4, 0.35, 0.25))
    if kind == 0:
        return Spot(at=here(at))
    return area(at, size, rng, edges) if kind == 1 else track(at, size, rng, edges)


def leg(at: Place, size: float, rng: np.random.Generator, edges: EdgeRule = "geodesic") -> Leg:
    """A leg at all times and heights."""
    return Leg(shape=shape(at, size, rng, edges), radius_cm=int(rng.uniform(0, size * 20)))


def one(leg: Leg) -> Volume:
    """A volume of one leg."""
    return Volume(legs=(leg,))


PLACES = st.one_of(
    st.tuples(st.floats(-180, 180), st.floats(-1, 1)).map(
        lambda p: (p[0], 90 / (pi / 2) * np.arcsin(p[1]))
    ),
    st.tuples(st.floats(-180, 180), st.sampled_from([90.0, -90.0, 89.999, -89.95, 89.5])),
    st.tuples(st.sampled_from([180.0, -180.0, 179.9999]), st.floats(-85, 85)),
)
SIZES = st.floats(0, 5).map(lambda power: 10**power)
EDGES: st.SearchStrategy[EdgeRule] = st.sampled_from(["geodesic", "straight", "unknown"])
SEEDS = st.integers(0, 2**32 - 1)


@st.composite
def pairs(draw: st.DrawFn, edges: st.SearchStrategy[EdgeRule] = EDGES) -> tuple[Leg, Leg]:
    """Two legs within a few hundred kilometres, of any sizes up to 100 km."""
    at, rng = draw(PLACES), np.random.default_rng(draw(SEEDS))
    first = leg(at, draw(SIZES), rng, draw(edges))
    beside = away(at, rng.uniform(0, 360), draw(SIZES) * rng.uniform(0, 3))
    return first, leg(beside, draw(SIZES), rng, draw(edges))


def circle(at: Place, corners: int, size: float) -> list[Place]:
    """A circle in degrees, cheaply."""
    turns = (2 * pi * k / corners for k in range(corners))
    return [(at[0] + size * cos(t) / cos(radians(at[1])), at[1] + size * sin(t)) for t in turns]
