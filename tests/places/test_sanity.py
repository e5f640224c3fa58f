"""Position sanity: what it says of the case, of each slip, and of what it cannot know."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.places import (
    Asked,
    DeskEntry,
    Gazetteer,
    Letter,
    Order,
    Slip,
    Verdict,
    case_entries,
    check,
    place_check,
    read,
    read_relative,
)  # fmt: skip
from parley.places.geodesy import along, between
from parley.places.positions.writing import written
from parley.record.values.place import Position

DESK = Gazetteer(case_entries("deir-ez-zor"))
AIRFIELD = read("35°17'07\" N 40°10'33\" E").at
BRIDGE = DeskEntry(
    id="bridge", kind="bridge", names=("the old bridge",), reach_m=60, source="made up",
    at=Position(lat=353_400_000, lon=401_500_000),
)  # fmt: skip
SOUTHERN = DeskEntry(
    id="south", kind="hospital", names=("hospital one",), reach_m=500, source="made up",
    at=Position(lat=-338_688_000, lon=-611_234_500),
)  # fmt: skip


def compare(
    name: str = "", numbers: str = "", reference: str = "", *,
    order: Order | None = None, letter: Letter | None = None,
) -> Verdict:
    """The verdict over clues in words, by the desk of the case and two made-up places."""
    asked = Asked(name=name, numbers=numbers, reference=reference, order=order, letter=letter)
    return place_check(asked, DESK.with_desk([BRIDGE, SOUTHERN])).verdict


def test_the_synthetic_notice_in_the_manner_of_2016_is_caught() -> None:
    """SYNTHETIC: "9 km south of the airfield" with numbers 4 km south of it does not agree."""
    numbers = written(along(AIRFIELD, 180.0, 4000.0), "decimal", digits=4)
    verdict = compare(numbers=numbers, reference="9 km south of the airfield")
    assert "disagree" == verdict.word
    assert verdict.beyond_m is not None
    # 9 km is 7.6 to 10.4, and the airfield reaches 1.7 km: 7.6 - 1.7 - 4.0.
    assert 1800 <= verdict.beyond_m <= 2000
    assert "4.0 km S of that point, 1.9 km beyond what was told" in verdict.reasons[0]


def test_what_was_reported_of_the_area_struck_holds_together() -> None:
    """The hill, its numbers, and "3 to 6 km south-west of the airfield" can be of one place."""
    verdict = compare("Jebel Tharda", "35.256 N 40.141 E", "3 to 6 km SW of the airfield")
    assert "agree" == verdict.word
    assert () == verdict.suspicions


def test_a_name_and_a_reference_can_contradict_each_other_without_numbers() -> None:
    """The town lies north-west of its airfield: "9 km south of the airfield" is not in it."""
    verdict = compare("Deir ez-Zor", reference="9 km south of the airfield")
    assert "disagree" == verdict.word
    assert (None, None, None) == (verdict.distance_m, verdict.bearing_deg, verdict.beyond_m)


SLIPS: dict[str, tuple[Slip, str, str, Order | None]] = {
    "letters on the wrong numbers": (
        "swapped-axes", "Deir ez-Zor airfield", "40.1758 N 35.2853 E", None),
    "the other order": ("swapped-axes", "Deir ez-Zor airfield", "40.1758, 35.2853", "lat-lon"),
    "S for N": ("wrong-hemisphere", "Deir ez-Zor airfield", "35.2853 S 40.1758 E", None),
    "W for E": ("wrong-hemisphere", "Deir ez-Zor airfield", "35°17'07\"N 40°10'33\"W", None),
    "a minus too many": ("wrong-hemisphere", "مطار دير الزور", "35.2853, -40.1758", "lat-lon"),
    "a minus lost": ("lost-minus", "hospital one", "-33.8688, 61.12345", "lat-lon"),
    "both minuses lost": ("lost-minus", "hospital one", "33.8688, 61.12345", "lat-lon"),
    "seconds as decimals": (
        "dms-as-decimal", "Deir ez-Zor airfield", "35.1707 N 40.1033 E", None),
    "minutes as decimals": (
        "minutes-as-decimal", "the old bridge", "35.20400 N 40.09000 E", None),
    "decimals as minutes and seconds": (
        "decimal-as-dms", "Deir ez-Zor airfield", "35°28'53\" N 40°17'58\" E", None),
    "decimals as minutes": (
        "decimal-as-dms", "Deir ez-Zor airfield", "35°28.53' N 40°17.58' E", None),
    "a digit dropped": ("digit-dropped", "the old bridge", "35.34000 N 40.5000 E", None),
    "a digit doubled": ("digit-doubled", "Deir ez-Zor airfield", "35.22853 N 40.1758 E", None),
    "digits turned": ("digits-transposed", "Deir ez-Zor airfield", "35.8253 N 40.1758 E", None),
    "the zone beside": (
        "wrong-zone", "Deir ez-Zor airfield", "38 north E 606925 N 3905313", None),
    "the other half": ("wrong-band", "Deir ez-Zor airfield", "37 south E 606925 N 3905313", None),
    "another band": ("wrong-band", "Deir ez-Zor airfield", "37Q FV 06925 05313", None),
    "the datum of the old maps": (
        "datum-not-stated", "the old bridge", "35.34048 N 40.14858 E", None),
}  # fmt: skip


@pytest.mark.parametrize(("slip", "name", "numbers", "order"), SLIPS.values(), ids=SLIPS.keys())
def test_each_slip_is_recognised_and_named(
    slip: Slip, name: str, numbers: str, order: Order | None
) -> None:
    """The verdict disagrees, the slip is named first, and the reason says where it leads."""
    verdict = compare(name, numbers, order=order)
    assert "disagree" == verdict.word
    assert slip == verdict.suspicions[0].slip, verdict.suspicions
    assert "the numbers fall " in verdict.suspicions[0].sentence


def test_a_band_taken_for_a_half_is_named() -> None:
    """37S read as the southern half lands in the ocean; the other reading is named."""
    verdict = compare("Deir ez-Zor airfield", "37S 606925 3905313", letter="hemisphere")
    assert ("disagree", "wrong-band") == (verdict.word, verdict.suspicions[0].slip)
    agreed = compare("Deir ez-Zor airfield", "37S 606925 3905313", letter="band")
    assert "agree" == agreed.word


def test_a_stated_datum_is_honoured_and_said() -> None:
    """Numbers on a named local datum are compared as on WGS84, and the reasons say so."""
    bare = compare("the old bridge", "35.34048 N 40.14858 E")
    named = compare("the old bridge", "35.34048 N 40.14858 E Deir ez Zor")
    assert ("disagree", "agree") == (bare.word, named.word)
    assert any("Deir ez Zor" in reason for reason in named.reasons)
    assert any("the datum is not stated" in reason for reason in bare.reasons)
    elsewhere = compare("hospital one", "33.8688 S 61.12345 W ED50")
    assert any("is not used there" in reason for reason in elsewhere.reasons)
    assert not any("datum" in reason for reason in compare(
        "the old bridge", "35.34 N 40.15 E WGS84").reasons)  # fmt: skip


def test_no_reason_is_made_up_for_a_mere_mistake() -> None:
    """A position that no single slip leads to is disagreed with, and no slip is named."""
    verdict = compare("Deir ez-Zor airfield", "34.1111 N 37.9999 E")
    assert ("disagree", ()) == (verdict.word, verdict.suspicions)


@pytest.mark.parametrize(
    ("name", "numbers", "reference"),
    [
        ("no such place", "35.28 N 40.17 E", ""),
        ("", "35.28 N 40.17 E", "9 km south of no such place"),
        ("", "35.28 N 40.17 E", ""),
        ("Deir ez-Zor airfield", "", ""),
        ("Deir ez-Zor airfield", "35 N 40 E", ""),
    ],
)
def test_what_cannot_be_compared_is_not_judged(name: str, numbers: str, reference: str) -> None:
    """Unknown names, single clues and numbers too coarse give no verdict, and a reason."""
    verdict = compare(name, numbers, reference)
    assert "cannot_tell" == verdict.word
    assert verdict.reasons
    assert () == verdict.suspicions


@pytest.mark.parametrize("name", ["Tharda", "north bridge", "Hospital", "school", "the school"])
def test_a_name_like_that_of_a_far_town_proves_nothing(name: str) -> None:
    """A village the gazetteer does not have is not held to be a town elsewhere that sounds so."""
    asked = Asked(name=name, numbers="35.25 N 40.14 E")
    verdict = place_check(asked, Gazetteer.packaged()).verdict
    assert ("cannot_tell", ()) == (verdict.word, verdict.suspicions)


def test_a_misspelt_name_and_a_slip_that_leads_to_it_disagree() -> None:
    """Another spelling is proof enough where undoing one slip falls on that very place."""
    asked = Asked(name="Dair az Zaor", numbers="40.14 N 35.33 E")
    verdict = place_check(asked, Gazetteer.packaged()).verdict
    assert ("disagree", "swapped-axes") == (verdict.word, verdict.suspicions[0].slip)


def test_a_slip_that_leads_to_one_of_many_places_of_a_name_is_named() -> None:
    """Of 28 Santiagos the one in Chile is found, though the numbers lie nearest to another."""
    asked = Asked(name="Santiago", numbers="33.45, 70.66", order="lat-lon")
    verdict = place_check(asked, Gazetteer.packaged()).verdict
    assert ("disagree", "lost-minus") == (verdict.word, verdict.suspicions[0].slip)
    assert "Santiago (CL)" in verdict.suspicions[0].sentence


def test_numbers_that_leave_much_open_are_said_to() -> None:
    """Where nothing can be told, how wide the numbers are is one of the reasons."""
    verdict = compare("no such place", "35.3 N 40.1 E")
    assert "the numbers leave 7.2 km open either way" in verdict.reasons


def test_the_wide_reach_of_a_hill_is_admitted() -> None:
    """A hill known to 3 km cannot contradict 9 km told for 4.5: the words leave that open."""
    assert "agree" == compare("Jebel Tharda", reference="9 km south of the airfield").word


def test_a_reference_from_the_named_place_is_not_held_against_the_name() -> None:
    """"Deir ez-Zor airfield" beside "9 km south of the airfield" names the point, not the place."""
    south = written(along(AIRFIELD, 180.0, 9000.0), "dms")
    verdict = compare("Deir ez-Zor airfield", south, "9 km south of the airfield")
    assert "agree" == verdict.word


def test_near_a_place_is_wider_than_the_place() -> None:
    """8 km from the airfield is near it and not at it."""
    numbers = written(along(AIRFIELD, 90.0, 8000.0))
    assert "disagree" == compare("Deir ez-Zor airfield", numbers).word
    assert "agree" == compare("near Deir ez-Zor airfield", numbers).word


def test_of_many_places_of_one_name_any_will_do() -> None:
    """A name that many places have agrees with numbers at any of them, and says how many."""
    towns = Gazetteer.packaged()
    for match in towns.search("San Jose", limit=20)[:5]:
        verdict = check("San Jose", read(written(match.at)), None, gazetteer=towns)
        assert "agree" == verdict.word
        assert any("places called" in reason for reason in verdict.reasons)


ANYWHERE = st.builds(
    Position, lat=st.integers(-800_000_000, 800_000_000),
    lon=st.integers(-1_799_999_999, 1_799_999_999),
)  # fmt: skip


@given(ANYWHERE, st.floats(0, 360), st.floats(0, 0.99), st.sampled_from(["decimal", "dm", "dms"]))
def test_numbers_on_the_place_agree_with_its_name(
    at: Position, bearing: float, part: float, form: str
) -> None:
    """Anywhere on earth, numbers within the reach of a place agree with its name."""
    desk = Gazetteer([DeskEntry(
        id="a", kind="other", names=("A",), at=at, reach_m=1000, source="made up")])  # fmt: skip
    numbers = written(along(at, bearing, 1000 * part), "dm" if form == "dm" else "decimal")
    verdict = check("A", read(numbers), None, gazetteer=desk)
    assert ("agree", ()) == (verdict.word, verdict.suspicions)


@given(ANYWHERE, st.floats(0, 360), st.floats(2_000, 2_000_000))
def test_numbers_off_the_place_disagree_by_as_much(
    at: Position, bearing: float, metres: float
) -> None:
    """Beyond the reach they disagree; distance and bearing are those from the place to them."""
    desk = Gazetteer([DeskEntry(
        id="a", kind="other", names=("A",), at=at, reach_m=1000, source="made up")])  # fmt: skip
    told = along(at, bearing, metres)
    verdict = check("A", read(written(told)), None, gazetteer=desk)
    away, way = between(at, told)
    assert "disagree" == verdict.word
    assert (round(away), round(way) % 360) == (verdict.distance_m, verdict.bearing_deg)
    assert all(one.misses_m <= 1000 + 1 for one in verdict.suspicions)


@given(ANYWHERE, st.integers(2, 60), st.sampled_from(range(0, 360, 45)), st.floats(-0.9, 0.9))
def test_an_honest_reference_agrees_with_its_numbers(
    at: Position, kilometres: int, bearing: int, aside: float
) -> None:
    """Numbers where the reference says, within its rounding, agree with it anywhere on earth."""
    desk = Gazetteer([DeskEntry(
        id="a", kind="other", names=("A",), at=at, reach_m=100, source="made up")])  # fmt: skip
    point = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")[bearing // 45]
    told = along(at, bearing + 22.5 * aside, 1000 * kilometres + 450 * aside)
    reference = read_relative(f"{kilometres} km {point} of A")
    assert "agree" == check("", read(written(told)), reference, gazetteer=desk).word


def test_nothing_is_ever_put_in_place_of_what_was_told() -> None:
    """Whatever is suspected, the numbers stay as they were read, and so does what is shown."""
    asked = Asked(name="Deir ez-Zor airfield", numbers="40.1758 N 35.2853 E")
    found = place_check(asked, DESK)
    assert found.numbers is not None
    assert ("40.1758 N 35.2853 E", "40.1758000°N 35.2853000°E") == (
        found.numbers.written, found.numbers.decimal,
    )  # fmt: skip
    assert found.verdict.suspicions[0].reads != read("40.1758 N 35.2853 E").at
