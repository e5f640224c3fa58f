"""What an index makes of the record: who may end a notice, from when on, and as known when."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from parley.errors import BadInput
from parley.record import correction, notice
from parley.record.entry import Entry
from parley.record.kinds import Record
from parley.record.values.place import Place, Point, Polygon, Position
from parley.record.values.statement import Link, Reported
from parley.record.values.time import VagueTime
from parley.space.index import Index
from parley.space.volume import Leg, Spot, Volume

HERE = Position(lat=350_000_000, lon=360_000_000)
HOUR = 3_600_000


def name(index: int) -> str:
    """The digest of the entry at this place."""
    return f"sha256:{index:064x}"


def entry(index: int, body: Record, author: str | None = "north", *, late: bool = False) -> Entry:
    """An entry of this author."""
    return Entry(
        index=index, rx=1000 + index, digest=name(index), author=author, body=body, late=late
    )


def site(place: Place | None = None) -> notice.SiteNotified:
    """A hospital that stays."""
    told = Place(written="here", shape=Point(at=HERE), uncertainty_cm=1000, datum="WGS84")
    return notice.SiteNotified(purpose="hospital", name="hospital", place=place or told)


def hours(first: int, last: int) -> VagueTime:
    """From one hour of 1970 to another."""
    return VagueTime(
        earliest=first * HOUR, latest=last * HOUR, written="then", precision="hour", zone="Z"
    )


def asked(first: int | None = None, last: int | None = None) -> Volume:
    """A circle around the hospital, between two hours."""
    began, ended = (None if at is None else at * HOUR for at in (first, last))
    return Volume(legs=(Leg(shape=Spot(at=HERE), radius_cm=0, began_ms=began, ended_ms=ended),))


def stepped(*bodies: Entry) -> Index:
    """An index of these entries."""
    index = Index()
    for one in bodies:
        index.step(one)
    return index


def found(index: Index, known: int | None = None, *, first: int = 0, last: int = 99) -> set[int]:
    """What comes near the hospital in these hours."""
    return set(index.near(asked(first, last), 100.0, known).entries)


def recalled(of: int) -> notice.Recalled:
    """The notice was wrong."""
    return notice.Recalled(notice=name(of), why="wrong place")


def withdrawn(of: int, hour: int) -> notice.Withdrawn:
    """The notice ended at this hour."""
    return notice.Withdrawn(notice=name(of), ended=hours(hour, hour))


def amended(of: int, by: int) -> notice.Amended:
    """The notice is replaced."""
    return notice.Amended(notice=name(of), by=name(by), why="moved")


def test_a_recalled_notice_is_found_only_as_known_before() -> None:
    """A recall ends a notice from its own entry on; whoever asks as known before still finds it."""
    index = stepped(entry(0, site()), entry(1, recalled(0)))
    assert (set(), {0}, set()) == (found(index), found(index, 1), found(index, 0))


def test_a_withdrawn_notice_still_protects_what_was_before_its_end() -> None:
    """It was right until it ended: questions about hours up to then find it, later ones do not."""
    index = stepped(entry(0, site()), entry(1, withdrawn(0, 10)))
    assert {0} == found(index, last=10)
    assert set() == found(index, first=11)
    assert {0} == found(index, 1, first=11)


def test_of_two_ends_the_earlier_counts() -> None:
    """A second withdrawal shortens; it never lengthens what the first had ended."""
    index = stepped(entry(0, site()), entry(1, withdrawn(0, 10)), entry(2, withdrawn(0, 20)))
    assert set() == found(index, first=11)


@pytest.mark.parametrize("author", ["south", None])
def test_a_stranger_ends_nothing(author: str | None) -> None:
    """A recall, an amendment or a withdrawal by another, or by who knows whom, changes nothing."""
    index = stepped(
        entry(0, site()),
        entry(1, recalled(0), author),
        entry(2, withdrawn(0, 1), author),
        entry(3, site(), author),
        entry(4, amended(0, 3), author),
    )
    assert 0 in found(index, first=11)


def test_an_ending_that_came_late_ends_nothing() -> None:
    """A held-back or replayed envelope does not weaken a protection; a late notice protects."""
    index = stepped(entry(0, site(), late=True), entry(1, recalled(0), late=True))
    assert {0} == found(index)


def test_an_amended_notice_goes_when_the_other_is_there() -> None:
    """There is no moment without either, in whichever order the two entries come."""
    first = stepped(entry(0, site()), entry(1, amended(0, 2)), entry(2, site()))
    assert ({0}, {2}) == (found(first, 2), found(first))
    other = stepped(entry(0, site()), entry(1, site()), entry(2, amended(0, 1)))
    assert ({0, 1}, {1}) == (found(other, 2), found(other))


def test_notices_that_name_each_other_do_not_both_go() -> None:
    """A circle of replacements ends in its latest notice, which counts; one of itself changes none.

    Otherwise two honest mistakes, or one hostile one, would leave a place without protection.
    """
    pair = stepped(entry(0, site()), entry(1, site()), entry(2, amended(0, 1)),
                   entry(3, amended(1, 0)))  # fmt: skip
    assert ({1}, {1}) == (found(pair, 3), found(pair))
    three = stepped(
        *(entry(n, site()) for n in range(3)),
        *(entry(n, act) for n, act in enumerate([amended(2, 0), amended(0, 1), amended(1, 2)], 3)),
    )
    assert {2} == found(three)
    assert {0} == found(stepped(entry(0, site()), entry(1, amended(0, 0))))


def test_what_is_only_reported_ends_nothing_that_is_lived() -> None:
    """A source's word that a notice ended leaves it standing; on a reported notice it counts."""
    paper = Reported(chain=(Link(who="paper"),), address="a page", confidence="medium")
    ending = replace(recalled(0), reported=paper)
    assert {0} == found(stepped(entry(0, site()), entry(1, ending)))
    assert set() == found(stepped(entry(0, replace(site(), reported=paper)), entry(1, ending)))


def test_an_ending_may_come_before_its_notice() -> None:
    """A reader who is given the notice after its recall does not list it."""
    index = stepped(entry(0, recalled(1)), entry(1, site()))
    assert set() == found(index)
    assert set() == found(index, 2)


def test_taking_back_a_recall_brings_the_notice_back() -> None:
    """Its author says that the recall was the error; in between it did not count."""
    index = stepped(
        entry(0, site()),
        entry(1, recalled(0)),
        entry(2, correction.Retracted(record=name(1), entry=1, why="recalled the wrong one")),
    )
    assert ({0}, set(), {0}) == (found(index, 1), found(index, 2), found(index))


def test_a_notice_taken_back_is_over() -> None:
    """A retraction of the notice itself ends it, if it names the right entry."""
    wrong = correction.Retracted(record=name(0), entry=7, why="no")
    right = correction.Retracted(record=name(0), entry=0, why="yes")
    assert {0} == found(stepped(entry(0, site()), entry(1, wrong)))
    assert set() == found(stepped(entry(0, site()), entry(1, right)))


def test_the_same_notice_twice_is_one() -> None:
    """A replayed envelope does not bring back what was recalled."""
    again = Entry(index=2, rx=9, digest=name(0), author="north", body=site(), late=True)
    assert set() == found(stepped(entry(0, site()), entry(1, recalled(0)), again))


def test_a_place_in_words_is_listed_beside_every_answer() -> None:
    """Nothing can be computed about it, so it is named until it ends, as known when."""
    words = site(Place(written="south of the airfield"))
    index = stepped(entry(0, words), entry(1, recalled(0)))
    assert (0,) == index.near(asked(), 1.0, 1).unplaced
    assert () == index.near(asked(), 1.0).unplaced


def test_a_shape_that_cannot_be_measured_still_protects() -> None:
    """Around a bow-tie on record a circle is drawn, and the fault is told."""
    corners = ((0, 0), (100_000, 100_000), (100_000, 0), (0, 100_000))
    ring = tuple(Position(lat=HERE.lat + y, lon=HERE.lon + x) for x, y in corners)
    shape = Polygon(rings=(ring,), edges="geodesic")
    bow = site(Place(written="here", shape=shape, uncertainty_cm=0, datum="WGS84"))
    index = stepped(entry(0, bow))
    assert {0} == found(index)
    assert [0] == [fault.entry for fault in index.faults]


def test_entries_are_taken_in_order() -> None:
    """An entry that was taken in before is refused."""
    index = stepped(entry(0, site()))
    with pytest.raises(BadInput, match="entry 1"):
        index.step(entry(0, site()))


def test_nobody_asks_for_more_than_is_known() -> None:
    """A size of the record beyond its end is refused."""
    with pytest.raises(BadInput, match="entry count"):
        stepped(entry(0, site())).near(asked(), 1.0, 2)
