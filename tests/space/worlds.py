"""Volumes crowded where indexes go wrong: at the antimeridian, at both poles; and elsewhere."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np
import pytest
from hypothesis import strategies as st

from parley.errors import BadInput
from parley.record.values.place import Altitude, EdgeRule, Position
from parley.space.kernel import Engine, engine
from parley.space.shape import refuse_leg
from parley.space.volume import Area, Leg, Shape, Spot, Track, Volume
from tests.space.predicates import Reach, conflicts, to_be_read

CENTRES = ((36.0, 35.0), (179.99, -17.0), (-179.99, 0.0), (12.0, 89.99), (100.0, -89.98))
DEGREE_M = 111_195.0
Datum: TypeAlias = Literal["mean-sea-level", "above-ground"]
EDGES: tuple[EdgeRule, ...] = ("geodesic", "straight", "unknown")
DATUMS: tuple[Datum, ...] = ("mean-sea-level", "above-ground")


def engines() -> list[Engine]:
    """Every engine that was built here."""
    try:
        return [engine("compiled"), engine("plain")]
    except BadInput:
        return [engine("plain")]


both_engines = pytest.mark.parametrize("using", engines(), ids=lambda one: one.name)


def moved(centre: tuple[float, float], east_m: float, north_m: float) -> Position:
    """A position so many metres away on a sphere, across seams and poles."""
    lon, lat = math.radians(centre[0]), math.radians(centre[1])
    far = math.hypot(east_m, north_m) / DEGREE_M
    along, turn = math.radians(far), math.atan2(east_m, north_m)
    sine = math.sin(lat) * math.cos(along) + math.cos(lat) * math.sin(along) * math.cos(turn)
    there = math.asin(max(-1.0, min(1.0, sine)))
    over = math.atan2(
        math.sin(turn) * math.sin(along) * math.cos(lat),
        math.cos(along) - math.sin(lat) * math.sin(there),
    )
    degrees = (math.degrees(lon + over) + 180) % 360 - 180
    return Position(lat=round(math.degrees(there) * 1e7), lon=round(degrees * 1e7))


@st.composite
def shapes(draw: st.DrawFn, centre: tuple[float, float]) -> Shape:
    """A spot, a track, or an area, with a hole or a second part, of a few kilometres."""
    step = st.floats(-9000, 9000)
    at = draw(st.tuples(step, step))
    kind = draw(st.sampled_from(("spot", "area", "track")))
    edges = draw(st.sampled_from(EDGES))
    if kind == "spot":
        return Spot(at=moved(centre, *at))
    if kind == "track":
        ends = draw(st.lists(st.tuples(step, step), min_size=1, max_size=3))
        line = (moved(centre, *at), *(moved(centre, *end) for end in ends))
        return Track(line=line, edges=edges)
    far = draw(st.lists(st.floats(300, 3000), min_size=3, max_size=7))
    parts = [[_ring(centre, at, far)]]
    if draw(st.booleans()):
        parts[0].append(_ring(centre, at, [r * 0.2 for r in far]))
    if draw(st.booleans()):
        parts.append([_ring(centre, (at[0] + 7000, at[1]), far)])
    return Area(parts=tuple(tuple(part) for part in parts), edges=edges)


def _ring(
    centre: tuple[float, float], at: tuple[float, float], far: list[float]
) -> tuple[Position, ...]:
    """Corners in equal turns around a place, each so far from it."""
    turns = np.linspace(0, 2 * math.pi, len(far), False)
    return tuple(
        moved(centre, at[0] + r * math.cos(turn), at[1] + r * math.sin(turn))
        for r, turn in zip(far, turns, strict=True)
    )


@st.composite
def legs(draw: st.DrawFn, centre: tuple[float, float]) -> Leg:
    """A leg with a radius, sometimes with an end, sometimes with heights."""
    began = draw(st.one_of(st.none(), st.integers(0, 20)))
    lasts = draw(st.one_of(st.none(), st.integers(0, 9)))
    floor = draw(st.one_of(st.none(), st.integers(0, 3)))
    datum: Datum = draw(st.sampled_from(DATUMS))
    low = None if floor is None else Altitude(cm=floor * 10_000, datum=datum, written="floor")
    high = None if floor is None else Altitude(cm=15_000 + floor * 10_000, datum=datum, written="c")
    return Leg(
        shape=draw(shapes(centre)),
        radius_cm=draw(st.sampled_from((0, 5_000, 40_000, 300_000))),
        floor=low,
        ceiling=high,
        began_ms=None if began is None else began * 60_000,
        ended_ms=None if lasts is None else ((began or 0) + lasts) * 60_000,
    )


@st.composite
def volumes(draw: st.DrawFn) -> Volume:
    """One to three legs around one place."""
    centre = draw(st.sampled_from(CENTRES))
    return Volume(legs=tuple(draw(st.lists(legs(centre).filter(_fit), min_size=1, max_size=3))))


def _corner(volume: Volume) -> tuple[float, float]:
    """Latitude and longitude in radians of one corner; a volume is small."""
    shape = volume.legs[0].shape
    match shape:
        case Spot(at=at):
            one = at
        case Track(line=line):
            one = line[0]
        case Area(parts=parts):
            one = parts[0][0][0]
    return math.radians(one.lat / 1e7), math.radians(one.lon / 1e7)


def _fit(leg: Leg) -> bool:
    try:
        refuse_leg(leg, "leg")
    except BadInput:
        return False
    return True


def exactly(asked: Volume, told: Volume, reach: Reach) -> dict[tuple[int, int], float]:
    """Which pairs of legs come near and how near, by the one predicate and no index."""
    return {(one.a, one.b): one.gap.distance_m for one in conflicts(asked, told, reach)}


def far_apart(one: Volume, other: Volume) -> bool:
    """Around different centres: thousands of kilometres, which need no measuring."""
    corners = [_corner(volume) for volume in (one, other)]
    chord = math.dist(*((math.cos(a) * math.cos(b), math.cos(a) * math.sin(b), math.sin(a))
                        for a, b in corners))  # fmt: skip
    return chord > 0.1


def by_layers(
    asked: Volume, told: Sequence[Volume | None], reach: Reach
) -> tuple[dict[int, dict[tuple[int, int], float]], set[int]]:
    """By looking at every one: those near by their legs, and those near by envelope alone."""
    exact, hull = {}, set()
    for number, volume in enumerate(told):
        if volume is None or far_apart(asked, volume):
            continue
        found = exactly(asked, volume, reach)
        if found:
            exact[number] = found
        elif to_be_read(asked, volume, reach):
            hull.add(number)
    return exact, hull
