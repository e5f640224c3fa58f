"""Places as they stand on record: their clues, compared as those that are typed are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.places import Gazetteer, case_entries, check_place, read, read_relative
from parley.places.geodesy import along, between
from parley.places.told import disc_of, numbers_of, reference_of
from parley.record.values.place import Bearing, Corridor, Place, Point, Polygon, Position

KNOWN = Gazetteer(case_entries("deir-ez-zor"))
AIRFIELD = Position(lat=352852778, lon=401758333)
SOUTH = "9 km south of the airfield"


def test_a_place_of_the_record_is_compared_as_it_was_typed() -> None:
    """Numbers and bearing kept by `Fix.place` give the verdict that the typed words gave."""
    fix, told = read("35.2492 N 40.1758 E"), read_relative(SOUTH)
    verdict = check_place(fix.place(told.bearing()), gazetteer=KNOWN)
    assert ("disagree", 0) == (verdict.word, verdict.bearing_deg)
    assert "4.0 km S of that point, 1.9 km beyond what was told" in verdict.reasons[0]


def test_digits_on_record_are_looked_at_for_slips() -> None:
    """Where the words of a place are its numbers, the slip that would explain them is named."""
    swapped = read("40.1758 N 35.2853 E").place()
    verdict = check_place(swapped, name="Deir ez-Zor airfield", gazetteer=KNOWN)
    assert ("disagree", "swapped-axes") == (verdict.word, verdict.suspicions[0].slip)


def test_a_shape_without_its_digits_is_given_no_slip_of_digits() -> None:
    """Only what was written can hold a slip of writing; a datum can still be missing."""
    place = Place(written="the airfield", shape=Point(at=along(AIRFIELD, 90, 40_000)),
                  uncertainty_cm=100)  # fmt: skip
    verdict = check_place(place, gazetteer=KNOWN)
    assert ("disagree", ()) == (verdict.word, verdict.suspicions)


def test_a_place_in_words_has_no_numbers() -> None:
    """Nor has one that may lie anywhere; its words are still a name."""
    words = Place(written="the airfield")
    anywhere = Place(written="the airfield", shape=Point(at=AIRFIELD))
    assert (None, None) == (numbers_of(words), numbers_of(anywhere))
    assert "cannot_tell" == check_place(words, gazetteer=KNOWN).word


@pytest.mark.parametrize(
    ("bearing", "ground"),
    [
        (Bearing(of="X", direction="south", nearest_cm=760_000, farthest_cm=1_040_000),
         (7600, 10400, 180, 33.75)),
        (Bearing(of="X", direction="SSW", nearest_cm=100), (1, 20_100_000, 202.5, 22.5)),
        (Bearing(of="X", direction="225", farthest_cm=100), (0, 1, 225, 10)),
        (Bearing(of="المطار", direction="جنوب غرب"), (0, 20_100_000, 225, 33.75)),
    ],
)  # fmt: skip
def test_a_bearing_on_record_is_ground(
    bearing: Bearing, ground: tuple[float, float, float, float]
) -> None:
    """As wide as its words leave open; a distance that was not said may be any."""
    told = reference_of(Place(written="somewhere", reference=bearing))
    assert told is not None
    sector = told.sector
    assert ground == (sector.nearest_m, sector.farthest_m, sector.bearing, sector.either_way)
    assert bearing.of == told.of


def test_a_direction_that_is_none_is_left_out() -> None:
    """Any words may stand on record; what is no direction is compared with nothing."""
    odd = Bearing(of="the airfield", direction="up the hill")
    assert reference_of(Place(written="x", reference=odd)) is None


CORNERS = st.lists(
    st.builds(
        Position,
        lat=st.integers(-890_000_000, 890_000_000),
        lon=st.integers(-1_800_000_000, 1_800_000_000),
    ),
    min_size=3, max_size=6, unique=True,
)  # fmt: skip


@given(CORNERS, st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_disc_holds_every_corner(corners: list[Position], half: int, unsure: int) -> None:
    """Across the antimeridian too, and as much wider as the place itself says."""
    ring, line = tuple(corners), tuple(corners)
    area = Polygon(rings=(ring,), edges="geodesic")
    path = Corridor(line=line, half_width_cm=half, edges="geodesic")
    for shape, wider in ((area, unsure), (path, half + unsure)):
        disc = disc_of(Place(written="x", shape=shape, uncertainty_cm=unsure))
        assert disc is not None
        farthest = max(between(disc[0], corner)[0] for corner in corners)
        assert pytest.approx(farthest + wider / 100, abs=0.01) == disc[1]
