"""A position told in several ways is compared before anybody signs it. All positions synthetic."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.desk import acts
from parley.desk.desk import Desk
from parley.desk.intake import (
    Confirmation,
    NotReady,
    PlaceTold,
    Taken,
    gazetteer_of,
    read_back,
    stood_for,
    take_place,
)
from parley.errors import BadInput
from parley.places import Gazetteer, case_entries
from parley.places.geodesy import along
from parley.places.positions.writing import written
from parley.record import alert, notice, roster
from parley.record.entry import read_record, write_record
from parley.record.values.place import Corridor, Place, Point, Polygon
from parley.record.values.time import VagueTime
from tests.desk.people import parties

KNOWN = Gazetteer(case_entries("deir-ez-zor"))
"""The desk's own places alone: an airfield and what is near it."""
AIRFIELD = next(one for one in case_entries("deir-ez-zor") if one.kind == "airfield")
AS_TOLD = "9 km south of the airfield"
WINDOW = VagueTime.parse("2026-11-24T06:00Z/2026-11-24T18:00Z")
STOOD = Confirmation(reason="Seen from the road with my own eyes.", officer="n1")


def south_by(km: float) -> str:
    """Coordinates so far due south of the airfield, on WGS84, to a tenth of a second."""
    return f"{written(along(AIRFIELD.at, 180.0, km * 1000), 'dms', digits=1)} WGS84"


def taken(**clues: object) -> Taken:
    if isinstance(clues.get("numbers"), str):
        clues["numbers"] = (clues["numbers"],)
    return take_place(PlaceTold(**clues), KNOWN)  # type: ignore[arg-type]  # a test's shorthand


def test_the_notice_in_the_manner_of_2016_is_caught() -> None:
    """Synthetic: told as 9 km south of the airfield, with coordinates 4 km south of it."""
    found = taken(numbers=south_by(4), reference=AS_TOLD)
    with pytest.raises(NotReady) as refused:
        stood_for([found], None)
    shown = str(refused.value)
    assert "the numbers lie 4.0 km S of that point" in shown
    assert "beyond what was told" in shown
    assert found.doubt is not None
    assert found.verdict.distance_m is not None
    assert found.verdict.bearing_deg is not None


def test_the_same_notice_with_its_own_coordinates_is_ready() -> None:
    """Nine kilometres south in words and in numbers: nothing to ask."""
    found = taken(numbers=south_by(9), reference=AS_TOLD)
    assert stood_for([found], None) == ()
    assert "agree" == found.verdict.word


def swapped(km: float) -> str:
    at = along(AIRFIELD.at, 180.0, km * 1000)
    return f"{at.lon / 1e7:.5f}N {at.lat / 1e7:.5f}E WGS84"


def decimals_of_dms() -> str:
    """35 deg 17' 07" written as 35.1707: minutes and seconds read as decimals."""
    return "35.1707N 40.1033E WGS84"


CAUGHT = {
    "swapped-axes": {"numbers": swapped(0), "name": "Deir ez-Zor airfield"},
    "wrong-hemisphere": {
        "numbers": f"{AIRFIELD.at.lat / 1e7:.4f}S {AIRFIELD.at.lon / 1e7:.4f}E WGS84",
        "name": "Deir ez-Zor airfield",
    },
    "dms-as-decimal": {"numbers": decimals_of_dms(), "name": "Deir ez-Zor airfield"},
    "datum-left-out": {
        "numbers": f"{AIRFIELD.at.lat / 1e7:.5f}N {AIRFIELD.at.lon / 1e7:.5f}E",
        "name": "Deir ez-Zor airfield",
    },
}


@pytest.mark.parametrize("slip", CAUGHT)
def test_a_slip_is_caught(slip: str) -> None:
    """Axes exchanged, the other hemisphere, DMS read as decimals, a datum left out: each blocks."""
    found = taken(**CAUGHT[slip])
    with pytest.raises(NotReady) as refused:
        stood_for([found], None)
    says = "their datum is not" if slip == "datum-left-out" else slip
    assert says in str(refused.value)


def test_a_person_stands_for_a_doubt_with_a_reason() -> None:
    """What was shown, why it stands, and who says so go into the notice, and it can be signed."""
    found = taken(numbers=south_by(4), reference=AS_TOLD)
    (stands,) = stood_for([found], STOOD)
    assert ("disagree", "n1") == (stands.verdict, stands.officer)
    assert "4.0 km S" in stands.shown
    assert stands.distance_m == found.verdict.distance_m
    body = notice.SiteNotified(
        name="post", place=found.place, purpose="observation", positions=(stands,)
    )
    assert body == read_record(write_record(body))


def test_what_has_begun_is_never_held_back() -> None:
    """A presence that is already there is taken in with its doubt, and the doubt stays to show."""
    found = taken(numbers=south_by(4), reference=AS_TOLD)
    assert stood_for([found], None, begun=True) == ()
    assert found.doubt is not None


def test_each_clue_is_kept_as_given_and_as_resolved() -> None:
    """Three clues stand in the place letter by letter, each with where it was found to be."""
    found = taken(name="Deir ez-Zor airfield", numbers=south_by(9), reference=AS_TOLD)
    forms = {one.form: one for one in found.place.given}
    assert set(forms) == {"name", "dms", "reference"}
    assert south_by(9) == forms["dms"].written
    assert AS_TOLD == forms["reference"].written
    assert AIRFIELD.at == forms["name"].at
    assert "desk: Deir ez-Zor airfield" == forms["name"].found
    assert all(one.at is not None and one.uncertainty_cm for one in found.place.given)
    assert found.place.reference is not None
    assert "airfield" == found.place.reference.of


def test_words_alone_become_the_ground_they_leave_open() -> None:
    """Without numbers: the one place of that name, or the disc around what a reference means."""
    by_name = taken(name="Deir ez-Zor airfield").place
    by_reference = taken(reference=AS_TOLD).place
    assert by_name.shape == Point(at=AIRFIELD.at)
    assert (AIRFIELD.reach_m * 100) == by_name.uncertainty_cm
    assert isinstance(by_reference.shape, Point)
    assert by_reference.uncertainty_cm is not None
    assert by_reference.uncertainty_cm > 300_000
    unknown = taken(name="A mill nobody knows").place
    assert (None, None) == (unknown.shape, unknown.uncertainty_cm)


def test_a_local_datum_is_brought_to_wgs84_and_kept_as_given() -> None:
    """Numbers on ED50 are searched for where they lie on WGS84, and stand as they were written."""
    text = "35.28500N 40.17500E ED50"
    found = taken(numbers=text)
    assert isinstance(found.place.shape, Point)
    assert found.place.given[0].at != found.place.shape.at
    assert ("WGS84", text) == (found.place.datum, found.place.given[0].written)
    assert found.doubt is None


def test_a_line_and_an_area_keep_every_corner() -> None:
    """Several numbers are a line as wide as said, or an area."""
    corners = (south_by(4), south_by(5), "35.22N 40.30E WGS84")
    line = taken(numbers=corners, within_m=250).place.shape
    assert isinstance(line, Corridor)
    assert (3, 25_000) == (len(line.line), line.half_width_cm)
    area = taken(numbers=corners, area=True).place.shape
    assert isinstance(area, Polygon)
    with pytest.raises(BadInput, match="three corners"):
        taken(numbers=corners[:2], area=True)


@pytest.mark.parametrize(
    "clues",
    [{}, {"numbers": "35.256 40.141"}, {"numbers": "nowhere"}, {"reference": "near the mill"}],
)
def test_what_could_mean_two_places_is_refused(clues: dict[str, object]) -> None:
    """Nothing is guessed: not the order of two numbers, not a place that was not told."""
    with pytest.raises(BadInput, match="expected"):
        taken(**clues)


@given(
    st.text(max_size=30), st.lists(st.text(max_size=20), max_size=3), st.text(max_size=30),
    st.booleans(),
)  # fmt: skip
def test_whatever_is_typed_is_taken_in_or_refused(
    name: str, numbers: list[str], reference: str, area: bool
) -> None:
    """No text makes taking in fail otherwise than by refusal, and what is taken can be written."""
    told = PlaceTold(name=name, numbers=tuple(numbers), reference=reference, area=area)
    try:
        place = take_place(told, KNOWN).place
        body = alert.StopRequested(what="x", place=place)
        read = read_record(write_record(body))
    except BadInput:
        return
    assert body == read


# -- read-back ------------------------------------------------------------------------------


def at_km(km: float, within_m: int | None = 50) -> Place:
    cm = None if within_m is None else within_m * 100
    return Place(
        written=f"{km} km south", shape=Point(at=along(AIRFIELD.at, 180.0, km * 1000)),
        uncertainty_cm=cm, datum="WGS84",
    )  # fmt: skip


def test_a_wrong_place_shows_when_it_is_read_back() -> None:
    """Nine kilometres said, four understood: five apart, to the north, and far beyond the rest."""
    said = notice.ActivityNotified(place=at_km(9), window=WINDOW, purpose="patrol")
    found = read_back(said, at_km(4))
    assert (5000, 0, 100, 4900) == (
        found.distance_m, found.bearing_deg, found.open_m, found.beyond_m
    )  # fmt: skip
    assert "5,000 m N of what was said" in found.sentence
    assert "ask again" in found.sentence


def test_the_right_place_read_back_says_so_with_what_is_open() -> None:
    """Within what the two leave open there is nothing to ask."""
    said = alert.StopRequested(what="shelling", place=at_km(9))
    found = read_back(said, at_km(9.05))
    assert 0 == found.beyond_m
    assert "leave 100 m open" in found.sentence


def test_the_nearest_leg_is_read_back() -> None:
    """Of a movement the nearest leg counts, and is named."""
    legs = tuple(notice.Leg(place=at_km(km), window=WINDOW) for km in (1, 5, 9))
    found = read_back(notice.MovementNotified(legs=legs, purpose="flour"), at_km(5))
    assert (2, 0) == (found.leg, found.distance_m)


@pytest.mark.parametrize("understood", [None, Place(written="the mill")])
def test_words_alone_cannot_be_measured(understood: Place | None) -> None:
    """No figure is made up for what was read back in words."""
    said = notice.SiteNotified(name="post", place=at_km(9), purpose="post")
    assert read_back(said, understood).distance_m is None


def test_an_uncertainty_nobody_gave_is_not_taken_for_none() -> None:
    """How exactly one side is known was not said: the distance stands, and nothing is concluded."""
    said = notice.SiteNotified(name="post", place=at_km(9, within_m=None), purpose="post")
    found = read_back(said, at_km(4))
    assert (5000, None) == (found.distance_m, found.beyond_m)
    assert "Ask." in found.sentence


# -- the gazetteer on record ----------------------------------------------------------------


@pytest.fixture
def named(desk: Desk, tmp_path: Path) -> Desk:
    parties(desk, tmp_path)
    for version in (7, 9):
        desk.act(
            roster.PlaceNamed(
                named="mill", name="The mill", aliases=(roster.Alias(name="الطاحونة"),),
                sort="bridge", place=at_km(version),
            )
        )  # fmt: skip
    return desk


@pytest.mark.slow
def test_the_desks_own_names_come_from_the_record(named: Desk) -> None:
    """The last version of a place counts, by any of its names; a retired one is gone."""
    (found,) = gazetteer_of(named.board).search("الطاحونة")
    shape = at_km(9).shape
    assert isinstance(shape, Point)
    assert shape.at == found.at
    named.act(roster.PlaceNamed(named="mill", name="The mill", retired=True))
    assert not [
        one for one in gazetteer_of(named.board).search("The mill") if one.source == "desk"
    ]


@pytest.mark.slow
def test_a_party_that_may_not_read_where_it_lies_has_no_such_name(named: Desk) -> None:
    """Where a place lies is sealed apart: who cannot open it does not resolve its name."""
    assert not [
        one
        for one in gazetteer_of(named.board_of("north")).search("The mill")
        if one.source == "desk"
    ]


def test_a_site_is_notified_from_what_was_taken_in(desk: Desk, tmp_path: Path) -> None:
    """From words to a signed entry: the place on record is the one that was taken in."""
    north, south = parties(desk, tmp_path)
    found = taken(numbers=south_by(9), reference=AS_TOLD)
    terms = acts.Terms(purpose="observation", to=("south",), positions=stood_for([found], None))
    told = north.send(acts.draft_site_notified(north, "post", found.place, terms=terms))
    south.catch_up()
    entry = next(iter(south.book.entries(told.index, told.index + 1)))
    assert isinstance(entry.body, notice.SiteNotified)
    assert found.place == entry.body.place
