"""A notice names what its author had read; the answer lists what it may read and had not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.desk.awareness import check_draft, every_overlap, uninformed
from parley.desk.desk import Desk
from parley.desk.party import Party
from parley.errors import NotAdmitted
from parley.record import notice
from tests.desk.awareness.ground import DAY, Hands, answered, place, say, site, village
from tests.desk.test_rules import third


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[tuple[Desk, Party, Party]]:
    desk, north, south = village(tmp_path, Hands())
    with desk:
        yield desk, north, south


def test_what_overlaps_and_was_not_read_is_listed(ground: tuple[Desk, Party, Party]) -> None:
    """South is told of North's hospital 400 m away, until it names it as read."""
    desk, north, south = ground
    told = say(north, site(to=("south",)))
    unread = answered(desk, south, say(south, site(0.4, to=("north",), name="depot")))
    assert [told.digest] == [one.digest for one in unread.unread]
    assert not unread.informed
    assert "1 notice that you may read overlaps" in unread.sentence
    named = say(south, site(0.4, to=("north",), name="depot", read=(told.digest,)))
    informed = answered(desk, south, named)
    assert informed.informed
    assert [told.digest] == [one.digest for one in informed.read]


def test_what_is_far_or_over_is_not_listed(ground: tuple[Desk, Party, Party]) -> None:
    """Beyond the buffer, or recalled before: nothing has to have been read."""
    desk, north, south = ground
    say(north, site(30, to=("south",)))
    near = say(north, site(to=("south",)))
    north.send(north.draft(notice.Recalled(notice=near.digest, why="wrong village"), to=("south",)))
    found = answered(desk, south, say(south, site(0.2, to=("north",))))
    assert (found.unread, found.read, found.in_words) == ((), (), ())


def test_ones_own_notices_need_not_be_named(ground: tuple[Desk, Party, Party]) -> None:
    """Who wrote both has read the first: it stands apart."""
    desk, north, _ = ground
    first = say(north, site(to=("south",)))
    found = answered(desk, north, say(north, site(0.1, to=("south",), name="annex")))
    assert found.informed
    assert [first.digest] == [one.digest for one in found.own]


def test_a_place_told_in_words_is_listed_beside(ground: tuple[Desk, Party, Party]) -> None:
    """Nothing can be computed of it, so it is named apart and never left out."""
    desk, north, south = ground
    bare = notice.SiteNotified(
        name="shelter", place=place().__class__(written="by the mill"), purpose="refuge",
        to=("south",),
    )  # fmt: skip
    told = say(north, bare)
    found = answered(desk, south, say(south, site(to=("north",))))
    assert [told.digest] == [one.digest for one in found.in_words]


def test_a_sealed_overlap_is_the_desks_alone(ground: tuple[Desk, Party, Party]) -> None:
    """North's sealed site shows in the desk's list as hidden, and nowhere in South's answer."""
    desk, north, south = ground
    hidden = say(north, site(disclosure="sealed", name="shelter"))
    told = say(south, site(0.1, to=("north",)))
    assert answered(desk, south, told).informed
    seen = every_overlap(desk, told.digest)
    assert [hidden.digest] == [one.digest for one in seen.hidden]
    assert not seen.uninformed


def test_what_is_for_every_member_is_read_by_a_third(
    ground: tuple[Desk, Party, Party], tmp_path: Path
) -> None:
    """A notice to the arrangement is unread by West; one to South alone is nothing to West."""
    desk, north, _ = ground
    west = third(desk, tmp_path, north)
    say(north, site(to=("south",)))
    for_all = say(north, site(0.2, disclosure="arrangement", name="camp"))
    told = say(west, site(0.1, to=("north",)))
    found = answered(desk, west, told)
    assert [for_all.digest] == [one.digest for one in found.unread]
    assert every_overlap(desk, told.digest).uninformed


def test_who_had_not_read_stays_on_record(ground: tuple[Desk, Party, Party]) -> None:
    """The list of the uninformed follows from the record, and a later reading changes none."""
    desk, north, south = ground
    told = say(north, site(to=("south",)))
    late = say(south, site(0.4, to=("north",)))
    say(south, site(0.4, to=("north",), read=(told.digest, late.digest)))
    assert [late.index] == [one.known_at for one in uninformed(desk)]


def test_naming_what_one_may_not_read_tells_nothing(ground: tuple[Desk, Party, Party]) -> None:
    """The digest of a sealed site, which everybody sees, named as read: no byte changes."""
    desk, north, south = ground
    hidden = say(north, site(disclosure="sealed"))
    bare = check_draft(desk, "south", site(0.1))
    named = check_draft(desk, "south", site(0.1, read=(hidden.digest,)))
    assert (bare.read, bare.unread) == (named.read, named.unread) == ((), ())


def test_checks_of_a_draft_are_limited_by_the_hour(tmp_path: Path) -> None:
    """The sixty-first within an hour is refused; an hour later one is answered again."""
    hands = Hands()
    desk, _, south = village(tmp_path, hands)
    with desk:
        for _ in range(60):
            check_draft(desk, "south", site())
        with pytest.raises(NotAdmitted, match="at most 60 draft checks an hour"):
            check_draft(desk, "south", site())
        check_draft(desk, "north", site())
        told = say(south, site(to=("north",)))
        assert answered(desk, south, told).informed
        hands.minutes(61)
        check_draft(desk, "south", site())


def test_the_buffer_is_in_time_as_well(ground: tuple[Desk, Party, Party]) -> None:
    """A window that begins 20 minutes after another ends is near; two hours after it is not."""
    desk, north, south = ground
    told = say(north, site(to=("south",)))
    soon = DAY.parse("2026-11-24T18:20Z/2026-11-24T19:00Z")
    later = DAY.parse("2026-11-24T20:00Z/2026-11-24T21:00Z")
    for window, expected in ((soon, [told.digest]), (later, [])):
        body = notice.ActivityNotified(
            place=place(0.3), window=window, purpose="repair", to=("north",)
        )
        found = answered(desk, south, say(south, body))
        assert expected == [one.digest for one in found.unread]
