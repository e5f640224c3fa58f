"""Legs as told are made ready alike by both engines, and nothing unfit passes for certain."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.record.values.place import EdgeRule, Position
from parley.space import earth
from parley.space.kernel import engine
from parley.space.legs import arithmetic
from parley.space.legs.cutting import Rough
from parley.space.packing import rough
from parley.space.prepared import U32, UNIT_M, metres
from parley.space.shape import refuse_leg
from parley.space.volume import Area, Leg, Shape, Spot, Track
from tests.space.shapes import EDGES, PLACES, SEEDS, SIZES, away, here, leg, track
from tests.space.worlds import engines

few = settings(max_examples=60, deadline=None)
SOUND = 10
KINDS = st.sampled_from(("star", "any", "track"))
two_engines = pytest.mark.skipif(len(engines()) < 2, reason="no compiled kernel was built here")


def columns(told: Rough, volume: U32, name: str, *, hulls: bool) -> tuple[bytes, ...] | None:
    """What an engine makes of legs as told, but for what it is certain of."""
    given = (volume, told.kind, told.edges, told.radius_m, told.ring_first, told.vertex_first,
             told.lon, told.lat)  # fmt: skip
    made = engine("compiled" if name == "compiled" else "plain").doors.prepare(given, hulls)
    return made and made[:SOUND]


@two_engines
@few
@given(at=PLACES, sizes=st.lists(SIZES, max_size=5), edges=EDGES, seed=SEEDS)
def test_both_engines_make_the_same_bytes(
    at: tuple[float, float], sizes: list[float], edges: EdgeRule, seed: int
) -> None:
    """Vertices, circles and boxes of legs and hulls, anywhere on earth, to the last bit."""
    rng = np.random.default_rng(seed)
    told = rough([leg(away(at, rng.uniform(0, 360), size), size, rng, edges) for size in sizes])
    volume = np.sort(rng.integers(0, 3, len(sizes))).astype(np.uint32)
    plain = columns(told, volume, "plain", hulls=True)
    assert plain == columns(told, volume, "compiled", hulls=True)


def test_sines_are_those_of_the_library() -> None:
    """The series are right to the last digits, and exact where a quarter turn ends."""
    degrees = np.concatenate([np.linspace(-360, 360, 100_001), [0.0, 90.0, -90.0, 180.0]])
    sine, cosine = arithmetic.sine_cosine(degrees)
    assert np.abs(sine - np.sin(np.radians(degrees))).max() < 1e-15
    assert np.abs(cosine - np.cos(np.radians(degrees))).max() < 1e-15
    assert cosine[-3] == 0
    assert arithmetic.asin_above(np.array([1.0]))[0] == np.inf


@given(st.floats(0, 0.999))
def test_arcs_are_never_too_short(half: float) -> None:
    """The bound is above the arc, and for anything the size of a country by a millionth."""
    (above,) = arithmetic.asin_above(np.array([half]))
    assert above >= np.arcsin(half) * (1 - 1e-15)
    if half < 0.1:
        assert above <= np.arcsin(half) * (1 + 1e-9)


@few
@given(at=PLACES, turn=st.floats(0, 360), length=st.floats(6000, 99_000))
def test_a_lifted_chord_is_the_geodesic(
    at: tuple[float, float], turn: float, length: float
) -> None:
    """Every vertex between two corners lies within 3 mm of Karney's geodesic, and rounding."""
    there = away(at, turn, length)
    line = Leg(shape=Track(line=(here(at), here(there)), edges="geodesic"), radius_cm=0)
    made = columns(rough([line]), np.zeros(1, np.uint32), "plain", hulls=False)
    assert made is not None
    lon, lat = earth.degrees(metres(np.frombuffer(made[4], np.int32).reshape(-1, 3)))
    from_lon, from_lat, to_lon, to_lat = lon[0], lat[0], lon[-1], lat[-1]
    azimuth, _, _ = earth.geodesics().inv(from_lon, from_lat, to_lon, to_lat)
    for k in range(1, len(lon) - 1):
        _, _, along = earth.geodesics().inv(from_lon, from_lat, lon[k], lat[k])
        on_it = away((from_lon, from_lat), azimuth, along)
        _, _, off = earth.geodesics().inv(*on_it, lon[k], lat[k])
        assert off <= 0.003 + 2 * UNIT_M


@two_engines
@few
@given(at=PLACES, size=SIZES, edges=EDGES, seed=SEEDS, kind=KINDS)
def test_what_is_certain_is_never_refused(
    at: tuple[float, float], *, size: float, edges: EdgeRule, seed: int, kind: str
) -> None:
    """The quick look says yes only where the slow one refuses nothing."""
    rng = np.random.default_rng(seed)
    told = Leg(shape=_shape(at, size, rng, edges, kind), radius_cm=0)
    given_ = (np.zeros(1, np.uint32), *_given(rough([told])))
    made = engine("compiled").doors.prepare(given_, False)
    if made is not None and made[SOUND][0]:
        refuse_leg(told)


@two_engines
def test_ordinary_shapes_are_certain() -> None:
    """A spot, a road and a district need no second look, so the question costs microseconds."""
    rng = np.random.default_rng(1)
    legs = [
        Leg(shape=_shape((36.0, 35.0), 3000, rng, "geodesic", kind), radius_cm=0)
        for kind in ("spot", "star", "track") for _ in range(20)
    ]  # fmt: skip
    told = rough(legs)
    given_ = (np.arange(60, dtype=np.uint32), *_given(told))
    made = engine("compiled").doors.prepare(given_, False)
    assert made is not None
    assert sum(made[SOUND]) >= 55


def _given(told: Rough) -> tuple[np.typing.NDArray[np.generic], ...]:
    return (told.kind, told.edges, told.radius_m, told.ring_first, told.vertex_first, told.lon,
            told.lat)  # fmt: skip


def _shape(
    at: tuple[float, float], size: float, rng: np.random.Generator, edges: EdgeRule, kind: str
) -> Shape:
    """A star that hardly ever crosses itself, any polygon, which mostly does, or a track."""
    if kind == "spot":
        return Spot(at=here(at))
    if kind == "track":
        return track(at, size, rng, edges)
    count = int(rng.integers(3, 12)) if kind == "star" else int(rng.integers(3, 6))
    turns = np.sort(rng.uniform(0, 360, count)) if kind == "star" else rng.uniform(0, 360, count)
    far = size * rng.uniform(0.3, 1, count)
    ring: tuple[Position, ...] = tuple(
        here(away(at, float(turn), float(m))) for turn, m in zip(turns, far, strict=True)
    )
    return Area(parts=((ring,),), edges=edges)
