"""Positions told from a known point, and how much ground the words leave open."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import BadInput
from parley.places.geodesy import along, between
from parley.places.relative import Sector, gap, middle, point_of, read_relative, spread
from parley.places.words import POINTS
from parley.record.values.place import Bearing, Position

START = Position(lat=352852778, lon=401758333)


@pytest.mark.parametrize(
    ("text", "of", "ground"),
    [
        ("9 km south of the airfield", "airfield", (7600, 10400, 180, 33.75)),
        ("3 to 6 km SW of X", "X", (2200, 7100, 225, 33.75)),
        ("3–6 km south-west of Deir ez-Zor airfield", "Deir ez-Zor airfield",
         (2200, 7100, 225, 33.75)),
        ("between 3 and 6 km southwest of X", "X", (2200, 7100, 225, 33.75)),
        ("12 NM, bearing 225 from X", "X", (19075.6, 25372.4, 225, 10)),
        ("12 nautical miles on bearing 045° from X", "X", (19075.6, 25372.4, 45, 10)),
        ("9 statute miles S of X", "X", (12231.0144, 16737.1776, 180, 33.75)),
        ("about 9 km SSW of X", "X", (6200, 11800, 202.5, 22.5)),
        ("500 m north-north-east of the bridge", "bridge", (400, 600, 22.5, 22.5)),
        ("2.5 km due east of X", "X", (2450, 2550, 90, 33.75)),
        ("9 km to the south of Le Havre", "Le Havre", (7600, 10400, 180, 33.75)),
        ("9 km au sud de la gare", "gare", (7600, 10400, 180, 33.75)),
        ("9 km au sud-ouest de l'aéroport", "aéroport", (7600, 10400, 225, 33.75)),
        ("в 9 км к югу от аэродрома", "аэродрома", (7600, 10400, 180, 33.75)),
        ("9 км юго-западнее аэродрома", "аэродрома", (7600, 10400, 225, 33.75)),
        ("9 км к северо-западу от X", "X", (7600, 10400, 315, 33.75)),
        ("9 كم جنوب المطار", "المطار", (7600, 10400, 180, 33.75)),
        ("على بعد ٩ كم جنوب غرب المطار", "المطار", (7600, 10400, 225, 33.75)),
        ("من 3 إلى 6 كم جنوب شرق المطار", "المطار", (2200, 7100, 135, 33.75)),
    ],
)  # fmt: skip
def test_a_reference_is_the_ground_its_words_leave_open(
    text: str, of: str, ground: tuple[float, float, float, float]
) -> None:
    """Distance, direction and known point in four languages, each as wide as it was said."""
    told = read_relative(text)
    assert (of, text) == (told.of, told.written)
    sector = told.sector
    found = (sector.nearest_m, sector.farthest_m, sector.bearing, sector.either_way)
    assert pytest.approx(ground) == found


@pytest.mark.parametrize(
    "text",
    ["", "9 km of X", "south of X", "9 south of X", "9 parsecs S of X", "9 km S", "9 km S of ",
     "6 to 3 km S of X", "999999 km S of X", "-9 km S of X", "9 km NNN of X", "9 km SN of X",
     "9 miles S of X", "1 mile S of X", "9 миль к югу от X", "9 ميل جنوب X",
     "9 km bearing 361 from X", "nine km south of X", "X 9 km south", "9 km\nsouth of X",
     "9 km south of \u202eX", "9 km " + "S" * 300, "٩9 km south of X"],
)  # fmt: skip
def test_what_is_no_reference_is_refused(text: str) -> None:
    """Without a distance, a known direction and a point there is nothing to compare."""
    with pytest.raises(BadInput, match="^expected "):
        read_relative(text)


@given(st.integers(1, 99_999))
def test_a_round_number_leaves_more_open_and_never_more_than_a_third(number: int) -> None:
    """10 leaves more open than 9; no whole number from 2 on leaves more than 35 % of it."""
    assert spread(str(10 * number)) >= spread(str(number))
    assert number == 1 or spread(str(number)) <= number * 0.350001
    assert spread(f"{number}.0") == pytest.approx(0.05)


SECTORS = st.builds(
    lambda two, bearing, way: Sector(
        nearest_m=min(two), farthest_m=max(two), bearing=bearing, either_way=way
    ),
    st.tuples(st.floats(0, 100_000), st.floats(1, 100_000)), st.floats(0, 360, exclude_max=True),
    st.sampled_from([10.0, 22.5, 33.75]),
)  # fmt: skip


@given(SECTORS, st.floats(-1, 1), st.floats(0, 1))
def test_ground_within_the_words_is_no_distance_away(
    sector: Sector, aside: float, part: float
) -> None:
    """Every point in the range of distances and bearings is within the sector."""
    metres = sector.nearest_m + part * (sector.farthest_m - sector.nearest_m)
    at = along(START, sector.bearing + aside * sector.either_way, metres)
    assert gap(sector, START, at) < 1 + metres * 1e-6


@given(SECTORS, st.floats(0, 360), st.floats(0, 150_000))
def test_the_gap_is_the_way_to_the_nearest_ground(
    sector: Sector, bearing: float, metres: float
) -> None:
    """No sampled ground of the sector is nearer than the gap, and some is hardly farther."""
    at = along(START, bearing, metres)
    reach = sector.farthest_m - sector.nearest_m
    samples = [
        between(at, along(START, sector.bearing + aside * sector.either_way,
                          sector.nearest_m + part * reach))[0]
        for aside in (-1, -0.5, 0, 0.5, 1)
        for part in (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1)
    ]  # fmt: skip
    found = gap(sector, START, at)
    curve = 0.004 * (metres + sector.farthest_m) + 1
    assert found <= min(samples) + curve
    coarse = 0.05 * reach + sector.farthest_m * math.radians(sector.either_way) / 4
    assert found >= min(samples) - coarse - curve


@given(SECTORS, st.floats(-1, 1), st.floats(0, 1))
def test_the_disc_around_a_sector_holds_all_of_it(
    sector: Sector, aside: float, part: float
) -> None:
    """The middle and radius given for a sector leave none of it out."""
    centre, radius = middle(sector, START)
    metres = sector.nearest_m + part * (sector.farthest_m - sector.nearest_m)
    at = along(START, sector.bearing + aside * sector.either_way, metres)
    assert between(centre, at)[0] <= radius * 1.002 + 1


def test_a_bearing_has_the_name_of_the_nearest_of_sixteen_points() -> None:
    """Each point is named at its own bearing and 11 degrees to either side of it."""
    for number, point in enumerate(POINTS):
        for aside in (-11, 0, 11):
            assert point == point_of((22.5 * number + aside) % 360)


def test_a_reference_goes_into_the_record_rounded_outward() -> None:
    """As a value of the record it keeps the words, and centimetres that leave nothing out."""
    told = read_relative("12 NM, bearing 225 from X")
    assert Bearing(of="X", direction="225", nearest_cm=1_907_560, farthest_cm=2_537_240) == (
        told.bearing()
    )
