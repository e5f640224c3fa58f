"""Suggested links carry reasons, and a bad day nearby is no reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.fold import fold
from parley.incidents import PROJECTION, Profile, Register, profile
from parley.incidents.linking import Circle, acts_in, circle
from parley.record import incident
from parley.record.values.claim import Responsibility
from parley.record.values.place import Place, Point, Polygon, Position
from parley.record.values.time import VagueTime
from tests.review.streams import entry

HOUR = 3_600_000
NOON = 1_900_000_000_000
HERE = Circle(35.0, 40.0, 500.0)
KNOWN = Profile(
    incident="mill", actors=("north",), acts=("shelling",), earliest=NOON, latest=NOON + HOUR,
    at=HERE,
)  # fmt: skip


def _found(other: Profile, new: Profile) -> list[tuple[str, ...]]:
    return [one.reasons for one in Register([other]).suggest(new)]


def test_a_suggestion_says_why() -> None:
    """Actor, act, place and time are each told with how well they are known."""
    new = replace(KNOWN, incident="new", at=Circle(35.02, 40.0, 1000.0))
    assert [
        (
            "actor: both name north",
            "act: both tell of shelling",
            "place: 2.2 km apart; known to within 1.5 km together",
            "time: as told they may be one time",
        )
    ] == _found(KNOWN, new)


@pytest.mark.parametrize(
    "new",
    [
        replace(KNOWN, incident="new", actors=(), acts=()),
        replace(KNOWN, incident="new", actors=("south",), acts=("looting",)),
        replace(KNOWN, incident="new", at=Circle(35.5, 40.0, 500.0)),
        replace(KNOWN, incident="new", earliest=NOON + 9 * HOUR, latest=NOON + 9 * HOUR),
        replace(KNOWN, incident="new", at=None, actors=()),
        replace(KNOWN, incident="new", earliest=None, latest=None, acts=()),
    ],
    ids=["day and distance", "other actor and act", "far", "late", "no place", "no time"],
)
def test_what_is_never_suggested(new: Profile) -> None:
    """Day and distance alone, a place or time that excludes it, or too little known."""
    assert [] == _found(KNOWN, new)


def test_uncertainty_reaches() -> None:
    """A place that is only known roughly may be the place of an incident farther off."""
    far = Circle(35.5, 40.0, 500.0)
    assert not _found(KNOWN, replace(KNOWN, incident="new", at=far))
    assert _found(KNOWN, replace(KNOWN, incident="new", at=replace(far, radius_m=50_000.0)))


def test_a_file_is_not_its_own_neighbour() -> None:
    """A file already in the register is not suggested to itself."""
    assert () == Register([KNOWN]).suggest(KNOWN)
    assert () == Register([]).suggest(KNOWN)


def _profiles() -> st.SearchStrategy[Profile]:
    spots = st.builds(
        Circle,
        st.floats(-89.9, 89.9),
        st.floats(-180, 180),
        st.floats(0, 30_000),
    )
    names = st.lists(st.sampled_from(["north", "south", "east"]), max_size=2, unique=True)
    acts = st.lists(st.sampled_from(["shelling", "shooting"]), max_size=2, unique=True)
    return st.builds(
        lambda begin, long, at, who, what: Profile(
            incident="x", actors=tuple(who), acts=tuple(what), at=at,
            earliest=begin, latest=None if begin is None else begin + long,
        ),
        st.none() | st.integers(NOON, NOON + 20 * HOUR),
        st.integers(0, 5 * HOUR),
        st.none() | spots,
        names,
        acts,
    )  # fmt: skip


@given(one=_profiles(), other=_profiles())
def test_neither_side_matters(one: Profile, other: Profile) -> None:
    """If one suggests the other, the other suggests the one; and something besides day agrees."""
    there = Register([replace(one, incident="a")]).suggest(replace(other, incident="b"))
    back = Register([replace(other, incident="b")]).suggest(replace(one, incident="a"))
    assert bool(there) == bool(back)
    for found in there:
        assert any(reason.startswith(("actor", "act:")) for reason in found.reasons)


def test_the_best_come_first() -> None:
    """More in common stands before less, and the list has an end."""
    less = replace(KNOWN, incident="less", acts=())
    many = [replace(less, incident=f"less-{n}") for n in range(50)]
    found = Register([*many, KNOWN]).suggest(replace(KNOWN, incident="new"), limit=3)
    assert ["mill", "less-0", "less-1"] == [one.incident for one in found]


def _stream() -> Iterator[incident.Incident]:
    at = Position(lat=350_000_000, lon=400_000_000)
    yield incident.Opened(
        incident="mill", title="Shelling of the mill", when=VagueTime.parse("2031-05-03T10:00Z"),
        place=Place(written="the mill", shape=Point(at=at), uncertainty_cm=20_000),
    )  # fmt: skip
    yield incident.Alleged(incident="mill", statement="They shelled the mill.", by="North")
    yield incident.Claimed(
        incident="mill", question="who", stance="accuses", statement="It was them.",
        responsibility=(Responsibility(how="accused", who="the East", actor="east"),),
    )  # fmt: skip


def test_a_file_has_a_profile() -> None:
    """Who is named, what, when and where come from the file's own records."""
    state = fold(PROJECTION, [entry(n, body) for n, body in enumerate(_stream())])
    found = profile(state.files[0])
    assert ("north", "east") == found.actors
    assert ("shelling",) == found.acts
    assert Circle(35.0, 40.0, 200.0) == found.at
    assert found.earliest is not None


def test_a_circle_holds_its_shape() -> None:
    """An area across the date line has its middle in it, not on the other side of the earth."""
    ring = tuple(
        Position(lat=lat, lon=lon)
        for lat, lon in (
            (-1_000_000, 1_799_000_000),
            (1_000_000, 1_799_000_000),
            (0, -1_799_000_000),
        )
    )
    place = Place(written="the strait", shape=Polygon(rings=(ring,), edges="unknown"))
    found = circle(place)
    assert found is not None
    assert abs(abs(found.lon) - 180) < 0.1
    assert 10_000 < found.radius_m < 30_000
    assert circle(Place(written="somewhere")) is None


def test_acts_are_words_not_parts_of_words() -> None:
    """ "Determined" tells of no mine."""
    assert () == acts_in("He was determined.")
    assert ("strike from the air", "shelling") == acts_in("An air strike and shelling")
