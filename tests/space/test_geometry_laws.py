"""Laws of distance, for shapes of any size anywhere on earth, seam and poles included."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.record.values.place import Position
from parley.space.earth import degrees
from parley.space.measure import planes, referee
from parley.space.measure.gap import Measure, gap, slack
from parley.space.packing import envelopes, prepare
from parley.space.prepared import Prepared, metres
from parley.space.shape import refuse_unfit
from parley.space.volume import Area, Leg, Ring, Shape, Spot, Track, Volume
from tests.space import compiled
from tests.space.predicates import Reach, conflicts, to_be_read
from tests.space.shapes import EDGES, PLACES, SEEDS, SIZES, away, here, leg, one, pairs, track

MEASURES: list[Measure] = [planes.measure_many]
if compiled.library():
    MEASURES.append(compiled.measure_many)
both_ways = pytest.mark.parametrize("measure", MEASURES)
few = settings(max_examples=40, deadline=None)
ZERO = np.zeros(1, np.uint32)
ROUNDED_M = 0.014
"""Four roundings of a vertex to 1/256 m."""


def core(a: Leg, b: Leg, measure: Measure) -> float:
    """The distance between the shapes of two legs."""
    return float(measure(prepare([one(a)]), 0, prepare([one(b)]), ZERO)[0][0])


def between(a: Leg, b: Leg, measure: Measure) -> float:
    """The distance between two legs, radii and all."""
    found = gap(prepare([one(a)]), 0, prepare([one(b)]), 0, within_m=0, measure=measure)
    return -found.margin_m


def close(metres: float) -> float:
    """What two ways to one distance may differ by: rounding, and a tenth of the slack."""
    return ROUNDED_M + 2e-7 * metres


@both_ways
@few
@given(pair=pairs())
def test_distance_is_symmetric(pair: tuple[Leg, Leg], measure: Measure) -> None:
    """From here to there is as far as from there to here."""
    there, back = core(*pair, measure), core(pair[1], pair[0], measure)
    assert back == pytest.approx(there, abs=close(there))


@few
@given(pair=pairs())
def test_compiled_and_fallback_agree(pair: tuple[Leg, Leg]) -> None:
    """The two ways to measure give one distance."""
    if not compiled.library():
        pytest.skip("no C compiler")
    slow, fast = core(*pair, planes.measure_many), core(*pair, compiled.measure_many)
    assert fast == pytest.approx(slow, abs=0.001 + 1e-7 * slow)


@few
@given(pair=pairs())
def test_a_tree_of_segments_finds_what_all_pairs_find(pair: tuple[Leg, Leg]) -> None:
    """The way taken for shapes of 100,000 corners gives the same distance."""
    plain = core(*pair, planes.measure_many)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planes, "MOST_PAIRS", 0)
        assert core(*pair, planes.measure_many) == pytest.approx(plain, abs=1e-6)


@both_ways
@few
@given(pair=pairs())
def test_distance_agrees_with_the_referee(pair: tuple[Leg, Leg], measure: Measure) -> None:
    """The fast distance is within its slack of the slow one."""
    a, b = prepare([one(pair[0])]), prepare([one(pair[1])])
    fast, points = measure(a, 0, b, ZERO)
    slow = referee.core_distance(a, 0, b, 0, points[0, :3])
    assert fast[0] == pytest.approx(slow, abs=slack(slow))


@both_ways
@few
@given(pair=pairs(), turn=st.integers(-1_800_000_000, 1_800_000_000))
def test_turning_the_globe_changes_nothing(
    pair: tuple[Leg, Leg], turn: int, measure: Measure
) -> None:
    """Both legs moved along their parallels by the same angle are as far apart as before."""
    before = core(*pair, measure)
    after = core(turned(pair[0], turn), turned(pair[1], turn), measure)
    assert after == pytest.approx(before, abs=close(before))


@both_ways
@few
@given(pair=pairs(), within=st.floats(0, 1e5), more=st.floats(0, 1e5))
def test_what_is_near_stays_near_when_asked_for_more(
    pair: tuple[Leg, Leg], within: float, more: float, measure: Measure
) -> None:
    """Near within some metres is near within more."""
    a, b = prepare([one(pair[0])]), prepare([one(pair[1])])
    if gap(a, 0, b, 0, within_m=within, measure=measure).near:
        assert gap(a, 0, b, 0, within_m=within + more, measure=measure).near


@both_ways
@few
@given(first=pairs(), second=pairs(), seed=SEEDS)
def test_exact_implies_envelope(
    first: tuple[Leg, Leg], second: tuple[Leg, Leg], seed: int, measure: Measure
) -> None:
    """Whatever conflicts leg by leg must have been read, at the very distance it conflicts at."""
    rng = np.random.default_rng(seed)
    one_way = Volume(legs=(first[0], leg(near(first[0], rng), 3000, rng)))
    other = Volume(legs=(first[1], leg(near(second[0], rng), 9000, rng)))
    distance = max(0.0, between(one_way.legs[0], other.legs[0], measure))
    for within in (distance, distance * 1.001, 100.0):
        if conflicts(one_way, other, Reach(within_m=within), measure):
            assert to_be_read(one_way, other, Reach(within_m=within), measure)


@both_ways
@few
@given(at=PLACES, size=SIZES, other=SIZES, edges=EDGES, seed=SEEDS)
def test_splitting_a_leg_changes_nothing(
    at: tuple[float, float], *, size: float, other: float, edges: str, seed: int, measure: Measure
) -> None:
    """A track cut at a corner into two legs is as far from everything as it was."""
    rng = np.random.default_rng(seed)
    line = track(at, size, rng, "straight" if edges == "straight" else "geodesic")
    assume(len(line.line) > 2)
    whole = Leg(shape=line, radius_cm=0)
    parts = [
        replace(whole, shape=replace(line, line=line.line[:2])),
        replace(whole, shape=replace(line, line=line.line[1:])),
    ]
    there = leg(away(at, rng.uniform(0, 360), other * 2), other, rng)
    least = min(core(part, there, measure) for part in parts)
    assert least == pytest.approx(core(whole, there, measure), abs=close(least))


@both_ways
@few
@given(pair=pairs())
def test_an_unknown_edge_rule_is_no_farther_than_either(
    pair: tuple[Leg, Leg], measure: Measure
) -> None:
    """Unknown edges are read both ways at once: nothing near under one rule is lost."""
    ruled = {rule: with_rule(pair[0], rule) for rule in ("geodesic", "straight", "unknown")}
    far = {rule: between(leg, pair[1], measure) for rule, leg in ruled.items()}
    assert far["unknown"] <= min(far["geodesic"], far["straight"]) + slack(abs(far["unknown"]))


@both_ways
@few
@given(pair=pairs())
def test_outer_circles_hold_their_legs(pair: tuple[Leg, Leg], measure: Measure) -> None:
    """The balls around two legs are never farther apart than the legs."""
    a, b = prepare([one(pair[0])]), prepare([one(pair[1])])
    chord = a.chord_m(0, b, 0)
    apart = core(*pair, measure) - float(a.radius_m[0]) - float(b.radius_m[0])
    assert chord - float(a.outer_m[0]) - float(b.outer_m[0]) <= apart + 2e-7 * chord


@few
@given(at=PLACES, size=SIZES, seed=SEEDS)
def test_what_lies_in_the_inner_circle_lies_in_the_leg(
    at: tuple[float, float], size: float, seed: int
) -> None:
    """No point of the inner circle is outside the leg and its buffer."""
    rng = np.random.default_rng(seed)
    radius_cm = int(10 ** rng.uniform(0, 7))
    drawn = replace(leg(at, size, rng), radius_cm=radius_cm)
    legs = prepare([one(drawn)])
    middle = [float(x[0]) for x in degrees(metres(legs.anchor))]
    for turn in range(0, 360, 45):
        there = away((middle[0], middle[1]), turn, float(legs.inner_m[0]))
        if legs.inner_m[0] > 0:
            spot = Leg(shape=Spot(at=here(there)), radius_cm=0)
            assert between(drawn, spot, MEASURES[-1]) <= 0.01


@few
@given(at=PLACES, power=st.floats(3, 5.2), seed=SEEDS)
def test_an_unknown_edge_rule_holds_every_point_of_both(
    at: tuple[float, float], power: float, seed: int
) -> None:
    """All along the geodesic and all along the straight edge, one is inside the widened leg."""
    line = track(at, 10**power, np.random.default_rng(seed), "unknown")
    unknown = Leg(shape=line, radius_cm=0)
    for rule in ("geodesic", "straight"):
        along = prepare([one(with_rule(unknown, rule))])
        lon, lat = degrees(metres(along.xyz))
        for k in range(0, len(lon), max(1, len(lon) // 20)):
            spot = Leg(shape=Spot(at=here((float(lon[k]), float(lat[k])))), radius_cm=0)
            assert between(unknown, spot, MEASURES[-1]) <= 0.02


@few
@given(pair=pairs(), seed=SEEDS)
def test_boxes_hold_the_leg_and_its_buffer(pair: tuple[Leg, Leg], seed: int) -> None:
    """Every point within the radius of the shape lies in one of the leg's boxes."""
    legs = prepare([one(pair[0])])
    rng = np.random.default_rng(seed)
    lon, lat = degrees(metres(legs.xyz))
    for k in rng.integers(0, len(lon), 20):
        radius = float(legs.radius_m[0])
        x, y = away((lon[k], lat[k]), rng.uniform(0, 360), radius * rng.uniform(0, 1) ** 0.2)
        assert boxed(legs, x, y), (x, y, legs.box.tolist())


@few
@given(at=PLACES, size=st.floats(2, 5), seed=SEEDS)
def test_what_the_laws_draw_is_fit(at: tuple[float, float], size: float, seed: int) -> None:
    """The laws above are about shapes that nobody would refuse."""
    refuse_unfit(one(leg(at, 10**size, np.random.default_rng(seed))))


@few
@given(pair=pairs())
def test_an_envelope_holds_its_corners(pair: tuple[Leg, Leg]) -> None:
    """Every corner of every leg lies in the envelope."""
    hull = envelopes([Volume(legs=pair)])
    for corner in [*corners(pair[0].shape)[:8], *corners(pair[1].shape)[:8]]:
        spot = prepare([one(Leg(shape=Spot(at=corner), radius_cm=0))])
        assert gap(hull, 0, spot, 0, within_m=0, measure=MEASURES[-1]).margin_m >= 0


def boxed(legs: Prepared, lon: float, lat: float) -> bool:
    """Whether some box of the first leg holds a point."""
    x, y = round(lon * 1e7), round(lat * 1e7)
    turns = {x, -1_800_000_000, 1_800_000_000} if abs(x) == 1_800_000_000 else {x}
    return any(s <= y <= n and any(w <= t <= e for t in turns) for s, w, n, e in legs.box.tolist())


def corners(shape: Shape) -> list[Position]:
    """All corners of a shape."""
    match shape:
        case Spot(at=at):
            return [at]
        case Track(line=line):
            return list(line)
        case Area(parts=parts):
            return [corner for part in parts for ring in part for corner in ring]


def near(leg: Leg, rng: np.random.Generator) -> tuple[float, float]:
    """A place within 20 km of a leg."""
    at = corners(leg.shape)[0]
    return away((at.lon / 1e7, at.lat / 1e7), rng.uniform(0, 360), rng.uniform(0, 20_000))


def with_rule(leg: Leg, rule: str) -> Leg:
    """The same leg with another edge rule."""
    if isinstance(leg.shape, Spot):
        return leg
    kept = "straight" if rule == "straight" else "geodesic" if rule == "geodesic" else "unknown"
    return replace(leg, shape=replace(leg.shape, edges=kept))


def turned(leg: Leg, by: int) -> Leg:
    """The leg moved along its parallel."""

    def moved(at: Position) -> Position:
        lon = (at.lon + by + 1_800_000_000) % 3_600_000_000 - 1_800_000_000
        return Position(lat=at.lat, lon=lon)

    def all_moved(ring: Ring) -> Ring:
        return tuple(moved(corner) for corner in ring)

    match leg.shape:
        case Spot(at=at):
            return replace(leg, shape=Spot(at=moved(at)))
        case Track(line=line):
            return replace(leg, shape=replace(leg.shape, line=all_moved(line)))
        case Area(parts=parts):
            there = tuple(tuple(all_moved(ring) for ring in part) for part in parts)
            return replace(leg, shape=replace(leg.shape, parts=there))
