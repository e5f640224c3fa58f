"""Hostile shapes are refused with the corner named, or measured like any other."""

from __future__ import annotations

import re

import numpy as np
import pytest

from parley.errors import BadInput
from parley.record.values.place import Position
from parley.space.covering import covering
from parley.space.index import Index
from parley.space.kernel import Engine
from parley.space.measure.gap import gap
from parley.space.packing import prepare
from parley.space.shape import position, refuse_unfit
from parley.space.volume import UNBOUNDED_CM, Leg, Spot, Track, Volume
from tests.space import compiled, hostiles
from tests.space.shapes import one
from tests.space.test_index import packed_again, take_in
from tests.space.worlds import both_engines

REFUSED = [name for name in hostiles.NAMES if hostiles.hostile(name).refused]
SHAPES = [name for name in hostiles.NAMES if not hostiles.hostile(name).refused]
BOTH = [None, compiled.measure_many] if compiled.library() else [None]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_shape_is_refused_with_its_corner(name: str) -> None:
    """The refusal says what was expected, and at which corner."""
    attack = hostiles.hostile(name)
    with pytest.raises(BadInput) as refusal:
        refuse_unfit(one(hostiles.leg(attack)))
    assert re.search(attack.refused, refusal.value.sentence)
    assert attack.at in refusal.value.at
    assert re.search(r"at$|parts|\[\d+\]|line", refusal.value.at), refusal.value.at


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_odd_but_a_shape_is_measured(name: str) -> None:
    """It is not refused, and holds exactly the points it should, by both ways of measuring."""
    attack = hostiles.hostile(name)
    leg = hostiles.leg(attack)
    refuse_unfit(one(leg))
    legs = prepare([one(leg)])
    places = [(p, True) for p in attack.inside] + [(p, False) for p in attack.outside]
    for place, held in places:
        spot = prepare([one(Leg(shape=Spot(at=position(*place)), radius_cm=0))])
        for measure in BOTH:
            found = gap(legs, 0, spot, 0, within_m=0, measure=measure)
            assert found.near is held, (place, found)


@pytest.mark.parametrize("name", REFUSED)
def test_an_unfit_shape_on_record_is_covered_not_dropped(name: str) -> None:
    """What was logged is found by a circle that holds every corner, and the fault is kept."""
    try:
        leg = hostiles.leg(hostiles.hostile(name))
    except BadInput:
        return  # never on record: a position that is none has no number there
    covered = covering(one(leg))
    assert len(covered.faults) == 1
    circle = prepare([covered.volume])
    for corner in _corners(leg):
        spot = prepare([one(Leg(shape=Spot(at=corner), radius_cm=0))])
        assert gap(circle, 0, spot, 0, within_m=0).near


@both_engines
@pytest.mark.parametrize("name", REFUSED)
def test_an_index_refuses_what_is_no_shape(using: Engine, name: str) -> None:
    """However a question is made ready, an unfit one is refused with its corner."""
    with pytest.raises(BadInput) as refusal:
        Index(using).near(one(hostiles.leg(hostiles.hostile(name))), 100.0)
    assert re.search(hostiles.hostile(name).refused, refusal.value.sentence)


@both_engines
@pytest.mark.parametrize("name", SHAPES)
def test_an_index_is_asked_by_odd_shapes_and_holds_them(using: Engine, name: str) -> None:
    """Asked about or on record, packed or not, it comes near exactly the points it should."""
    attack = hostiles.hostile(name)
    shape = one(hostiles.leg(attack))
    spots = [one(Leg(shape=Spot(at=position(*at)), radius_cm=0))
             for at in (*attack.inside, *attack.outside)]  # fmt: skip
    expected = set(range(len(attack.inside)))
    held = Index(using)
    held.insert(prepare(spots), np.arange(len(spots), dtype=np.uint32))
    alone = Index(using)
    take_in(alone, 0, shape)
    for _ in range(2):
        assert expected == held.near(shape, 0.0, layers="exact").entries
        near = {n for n, spot in enumerate(spots)
                if alone.near(spot, 0.0, layers="exact").entries}  # fmt: skip
        assert expected == near
        assert expected <= {n for n, spot in enumerate(spots) if alone.near(spot, 0.0).entries}
        packed_again(held)
        packed_again(alone)


def test_a_shape_across_half_the_earth_is_covered_by_all_of_it() -> None:
    """Where no circle is certain to be large enough, the whole earth is taken."""
    line = (Position(lat=0, lon=0), Position(lat=0, lon=1_799_999_999))
    leg = Leg(shape=Track(line=line, edges="straight"), radius_cm=0)
    covered = covering(one(leg))
    assert covered.volume.legs[0].radius_cm == UNBOUNDED_CM


def test_the_leg_at_fault_is_named() -> None:
    """Of several legs the refusal names the one that is unfit."""
    good = Leg(shape=Spot(at=Position(lat=0, lon=0)), radius_cm=0)
    bad = Leg(shape=Track(line=(Position(lat=0, lon=0),) * 2, edges="geodesic"), radius_cm=0)
    with pytest.raises(BadInput, match="different corners") as refusal:
        refuse_unfit(Volume(legs=(good, bad)))
    assert refusal.value.at == "legs[1].shape.line[0]"


def _corners(leg: Leg) -> list[Position]:
    match leg.shape:
        case Spot(at=at):
            return [at]
        case Track(line=line):
            return list(line)[:50]
        case _:
            return [corner for part in leg.shape.parts for ring in part for corner in ring][:50]
