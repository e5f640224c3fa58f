"""The review of an invented incident, entered by its own parties while it happened."""

from __future__ import annotations

from msgspec.structs import replace

from parley import channel, incidents, review
from parley.fold import fold
from parley.record import (
    alert,
    answer,
    correction,
    dispatch,
    incident,
    log,
    notice,
    roster,
)
from parley.record.entry import Entry, Unread
from parley.record.kinds import KINDS, Record
from parley.record.values.statement import Heard
from parley.record.values.time import Instant, VagueTime, iso
from parley.review.labels import KIND
from parley.review.page import Review
from tests.review.streams import PLACE, START, digest_of, entry, killed

SECOND = 1000


def _page(*bodies: Record | Unread | Entry) -> Review:
    stream = [
        one if isinstance(one, Entry) else entry(index, one) for index, one in enumerate(bodies)
    ]
    return review.review(
        "mill",
        channel=fold(channel.PROJECTION, stream, since=channel.State(desk="desk")),
        incidents=fold(incidents.PROJECTION, stream),
        around=fold(review.PROJECTION, stream),
    )


def at(seconds: int) -> VagueTime:
    return VagueTime.parse(iso(START + seconds * SECOND))


def _claim(statement: str, **more: object) -> incident.Claimed:
    plain = incident.Claimed(
        incident="mill", question="what", stance="asserts", statement=statement
    )
    return replace(plain, **more)


DAY = VagueTime.parse("2030-03-17", zone="Z")
OPENED = incident.Opened(incident="mill", title="Fire at the mill", when=DAY)
STOP = alert.StopRequested(what="stop the fire", caller="the mill", to=("south",))


def _drill(*, read_back: bool = True) -> tuple[Record | Entry, ...]:
    attempt = dispatch.Attempted(of=digest_of(1), way="radio", to="duty officer", at=at(0))
    steps: tuple[Record | Entry, ...] = (
        OPENED,
        STOP,
        entry(2, attempt, author="desk"),
        entry(3, alert.Taken(alert=digest_of(1), at=at(60), by="duty officer"), author="south"),
        alert.ReadBack(alert=digest_of(1), at=at(150), understood="stop", confirmed=read_back),
        entry(5, alert.Halted(alert=digest_of(1), at=at(270)), author="south"),
        _claim("a shell fell", when=VagueTime.parse(iso(START + 90_000)), moment="shell",
               concerns=(digest_of(1),)),
        _claim("a shell fell", when=VagueTime.parse(iso(START + 240_000)), moment="shell"),
    )  # fmt: skip
    return steps


def test_times_are_computed_from_the_record() -> None:
    """To a human, to understood, to a halt; and the one event that fell into the silence."""
    rows = {row.name: row for row in _page(*_drill()).measures.rows}
    assert rows["Time to a human being"].computed == "between 59 s and 1 min"
    assert rows["Time until understood"].computed == "between 2 min 29 s and 2 min 30 s"
    assert rows["Time until the halt"].computed == "between 4 min 29 s and 4 min 30 s"
    assert rows["Time from understood to the halt"].unit == "ms"
    silence = rows["Events timed within the silence"]
    assert (silence.least, silence.entries) == (1, (2, 4, 6))


def test_harm_in_a_silence_that_never_ended_is_not_counted() -> None:
    """Without a confirmed read-back the silence has no end, so nothing is counted in it."""
    rows = {row.name: row for row in _page(*_drill(read_back=False)).measures.rows}
    silence = rows["Events timed within the silence"]
    assert (silence.least, silence.unit) == (None, "")
    assert silence.computed.startswith("not computed: not on record")


def test_an_incident_is_tied_to_its_alert_only_by_name() -> None:
    """An alert nobody ties to the file does not appear on its page."""
    page = _page(OPENED, STOP, _claim("a shell fell"))
    assert page.measures.rows == ()
    assert [row.entries for row in page.timeline.rows] == [(0,), (2,)]
    assert "No notice and no alert is tied to this file." in [
        line.text for line in page.missing.rows
    ]


def test_a_retracted_claim_is_kept_and_marked() -> None:
    """It stays on the timeline and among the claims, with the entry that took it back."""
    page = _page(
        OPENED,
        _claim("four killed", question="killed", quantities=(killed(4),)),
        correction.Retracted(record=digest_of(1), entry=1, why="miscounted"),
    )
    (account,) = page.casualties.rows[0].accounts
    assert account.marks == ("taken back by entry 2",)
    assert [row.kind for row in page.timeline.rows][-1] == "correction.retracted"


def test_late_and_exercise_are_marked() -> None:
    """A late entry says so, and one drill entry puts the banner over the page."""
    page = _page(OPENED, entry(1, _claim("a shell fell"), late=True))
    assert page.banner == ""
    assert page.claims.rows[0].accounts[0].marks == ("entered late: kept, not applied",)
    page = _page(OPENED, _claim("a shell fell", exercise=True))
    assert page.banner == "EXERCISE EXERCISE"
    assert page.claims.rows[0].accounts[0].marks == ("EXERCISE EXERCISE",)


def test_what_cannot_be_read_is_counted() -> None:
    """Sealed and erased entries are named by their place, each sort in a line of its own."""
    page = _page(OPENED, Unread(why="sealed"), Unread(why="erased"), Unread(why="sealed"))
    lines = {line.text: line.entries for line in page.missing.rows}
    assert lines["2 entries cannot be read by this reader (sealed)."] == (1, 3)
    assert lines["1 entry cannot be read by this reader (erased)."] == (2,)
    assert page.size == 4


def test_a_record_named_but_not_readable_is_missed() -> None:
    """A file that names a record this reader cannot read says so, if anything followed it."""
    page = _page(
        OPENED,
        Unread(why="sealed"),
        _claim("they were told", question="informed", concerns=(digest_of(1),)),
        answer.Received(notice=digest_of(1), party="north"),
    )
    lines = {line.text: line.entries for line in page.missing.rows}
    assert lines["A record this file names cannot be read by this reader."] == (3,)


def test_a_call_is_reported_by_who_heard_it() -> None:
    """A statement by telephone names who signed it, who heard it and who spoke."""
    heard = Heard(
        way="telephone", by="officer-7", from_="the mill", began=Instant(ms=START, zone="Z")
    )
    page = _page(
        roster.ActorRegistered(actor="north", name="The North", standing="party"),
        OPENED,
        _claim("a shell fell", heard=heard),
    )
    assert page.claims.rows[0].accounts[0].by == (
        "reported by The North, as heard by officer-7 from the mill at 2030-03-17T17:46:40Z"
    )


def test_an_own_notice_and_its_answers() -> None:
    """A notice that was read back by its addressee misses nothing of that."""
    page = _page(
        OPENED,
        notice.SiteNotified(to=("south",), purpose="a well", name="well", place=PLACE),
        entry(2, answer.Received(notice=digest_of(1), party="south"), author="south"),
        entry(
            3,
            answer.ReadBack(notice=digest_of(1), party="south", understood="the well"),
            author="south",
        ),
        _claim("they were told", question="informed", concerns=(digest_of(1),)),
        log.Noted(text="quiet night", about=digest_of(1)),
        log.Noted(text="about something else"),
    )
    (row,) = page.notices.rows
    assert [line.text for line in row.told] == ["Addressed to south, reported by north"]
    assert [line.text for line in row.standing] == ["south: received; read back"]
    missing = [line.text for line in page.missing.rows]
    assert not [text for text in missing if "read-back" in text or "addressee itself" in text]
    assert "No coordinates are on record for the notice in entry 1." in missing
    assert [row.entries[0] for row in page.timeline.rows if row.kind == "log.noted"] == [5]


def test_every_kind_has_plain_words() -> None:
    """No kind of record is shown by its tag alone."""
    assert set(KIND) == set(KINDS)
