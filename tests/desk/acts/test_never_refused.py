"""A stop request is never refused: not for its words, its key, or what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.desk import acts
from parley.desk.acts import Said, call_began
from parley.desk.desk import Desk
from parley.desk.drafting import draft
from parley.desk.inward.unproven import NOTED_AN_HOUR, TakenAsHeard
from parley.desk.keyfile import KeyFile
from parley.desk.party import Party
from parley.errors import KeyRefused, NotAdmitted, Refusal
from parley.record import alert, log, notice, roster
from parley.record.entry import Unread
from parley.record.values.place import Place
from tests.desk.people import WINDOW, parties, site

TEXT = st.text(max_size=60) | st.sampled_from(["\u202e", "\x00", "\ud800", "x" * 9000, ""])


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Party, Party]]:
    home = tmp_path_factory.mktemp("line")
    with Desk.found(home / "desk", name="desk.parley.invalid") as desk:
        yield desk, *parties(desk, home)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.tuples(TEXT, TEXT, TEXT, TEXT), st.lists(TEXT | st.just("south"), max_size=4))
def test_no_words_keep_it_out(
    line: tuple[Desk, Party, Party], words: tuple[str, str, str, str], to: list[str]
) -> None:
    """Whatever is in its fields, it is logged, with as much of it as can be written down."""
    what, where, caller, voice = words
    desk, north, _ = line
    said = Said(by=caller, heard=call_began(0, by="d1", from_=voice or "x"))
    told = north.send(
        acts.draft_stop_requested(
            north, what, to=tuple(to), place=Place(written=where), said=said
        )
    )
    found = next(iter(desk.book.entries(told.index, told.index + 1)))
    assert isinstance(found.body, alert.StopRequested)
    assert ("south" in to) == ("south" in found.body.to)


def suspended(desk: Desk, party: Party) -> None:
    desk.act(roster.KeyRevoked(key=party.key.key_name, why="suspended"))


def asked(party: Party) -> bytes:
    return acts.draft_stop_requested(party, "shelling", to=("south",)).signed_by(party.key)


def entry(desk: Desk, index: int) -> alert.StopRequested:
    found = next(iter(desk.book.entries(index, index + 1)))
    assert not isinstance(found.body, Unread)
    assert ("desk", True) == (found.author, isinstance(found.body, alert.StopRequested))
    return found.body  # type: ignore[return-value]  # just asserted


def test_a_suspended_key_is_heard_and_not_believed(desk: Desk, tmp_path: Path) -> None:
    """Its stop request is entered by the desk, who rings, and says that nobody proved who asked."""
    north, south = parties(desk, tmp_path)
    submission = asked(north)
    suspended(desk, north)
    with pytest.raises(TakenAsHeard, match="NOT authenticated") as refused:
        desk.submit(submission)
    found = entry(desk, refused.value.entry)
    assert ("shelling", ("south",)) == (found.what, found.to)
    assert "north, NOT AUTHENTICATED" in (found.caller or "")
    south.catch_up()
    assert refused.value.entry in list(south.addressed())


def test_the_same_bytes_are_heard_once(desk: Desk, tmp_path: Path) -> None:
    """A retry of what was refused enters nothing more, also after the desk began anew."""
    north, _ = parties(desk, tmp_path)
    submission = asked(north)
    suspended(desk, north)
    entries = []
    for _ in range(2):
        with pytest.raises(TakenAsHeard) as refused:
            desk.submit(submission)
        entries.append(refused.value.entry)
    desk.close()
    with Desk(desk.home) as again, pytest.raises(TakenAsHeard) as refused:
        again.submit(submission)
    assert {refused.value.entry} == {*entries}


def test_a_stranger_is_heard_as_somebody_unknown(desk: Desk, tmp_path: Path) -> None:
    """A key nobody registered: heard all the same, by nobody's name, told to everybody."""
    parties(desk, tmp_path)
    stranger = KeyFile.make("north", "party")
    words = alert.StopRequested(what="shelling", caller="north, honestly")
    with pytest.raises(TakenAsHeard) as refused:
        desk.submit(draft(desk.view(), words, author="north").signed_by(stranger))
    found = entry(desk, refused.value.entry)
    assert "somebody unknown, NOT AUTHENTICATED: no key of this log signed it" == found.caller
    assert ("north", "south") == found.to


def test_only_stop_requests_and_warnings_are_heard(desk: Desk, tmp_path: Path) -> None:
    """Anything else under a key that ended is refused, and enters nothing in anybody's name."""
    north, _ = parties(desk, tmp_path)
    halted = north.draft(log.Noted(text="x")).signed_by(north.key)
    suspended(desk, north)
    size = desk.size
    with pytest.raises(KeyRefused):
        desk.submit(halted)
    assert size == desk.size


def test_a_refused_notice_is_noted_for_the_desk(desk: Desk, tmp_path: Path) -> None:
    """Whoever tries to recall another's notice is refused, and the desk's log says who tried."""
    north, south = parties(desk, tmp_path)
    told = north.send(north.draft(site("south")))
    with pytest.raises(NotAdmitted):
        south.send(south.draft(notice.Recalled(notice=told.digest, why="not yours")))
    found = next(iter(desk.book.entries(desk.size - 1, desk.size)))
    assert isinstance(found.body, log.Noted)
    assert found.body.text.startswith("Refused: notice.recalled by south: expected another author")
    north.catch_up()
    seen = next(iter(north.book.entries(desk.size - 1, desk.size)))
    assert isinstance(seen.body, Unread)


@pytest.mark.slow
def test_a_flood_of_refused_notices_is_noted_as_one(desk: Desk, tmp_path: Path) -> None:
    """After sixty in an hour one entry says that it is a flood, and the log grows no further."""
    north, south = parties(desk, tmp_path)
    told = north.send(north.draft(site("south")))
    size = desk.size
    for _ in range(NOTED_AN_HOUR + 5):
        with pytest.raises(NotAdmitted):
            south.send(south.draft(notice.Recalled(notice=told.digest, why="no")))
    assert size + NOTED_AN_HOUR + 1 == desk.size


@pytest.mark.parametrize("raw", [b"", b"{}", b"\x00" * 10_000, b'{"env":{},"parts":[]}'])
def test_bytes_that_say_nothing_are_only_refused(desk: Desk, raw: bytes) -> None:
    """What the desk cannot open is no stop request to it."""
    size = desk.size
    with pytest.raises(Refusal):
        desk.submit(raw)
    assert size == desk.size


def test_a_flood_of_stop_requests_is_taken_whole(desk: Desk, tmp_path: Path) -> None:
    """Fifty from one sender: fifty entries. Grouping is for whoever looks at them."""
    north, _ = parties(desk, tmp_path)
    size = desk.size
    for _ in range(50):
        desk.submit(asked(north))
    assert size + 50 == desk.size


def test_a_report_of_what_has_begun_lacks_nothing(desk: Desk, tmp_path: Path) -> None:
    """A presence that is there already names a line nobody knows, and an addressee without a key.

    A notice of what is still to come is refused for either.
    """
    north, _ = parties(desk, tmp_path)
    now = notice.PresenceNotified(
        place=Place(written="the mill"), purpose="-", channel="nobody-knows", to=("no-such-one",)
    )
    north.send(north.draft(now))
    later = notice.ActivityNotified(
        place=Place(written="the mill"), window=WINDOW.parse("2099-01-01T00:00Z/2099-01-02T00:00Z"),
        purpose="-", channel="nobody-knows",
    )  # fmt: skip
    with pytest.raises(NotAdmitted, match="a line on record"):
        north.send(north.draft(later))
    with pytest.raises(Refusal, match="no-such-one"):
        north.send(north.draft(notice.Recalled(notice="sha256:" + "0" * 64, why="x"),
                               to=("no-such-one",)))  # fmt: skip
