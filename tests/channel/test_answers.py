"""How a notice stands with each addressee: its answers, its silence, what came late."""

from __future__ import annotations

import pytest

from parley.channel import PROJECTION, State, Thread, clocks, ended, standings
from parley.fold import fold
from parley.record import answer, arrangement, correction, notice
from parley.record.entry import Entry
from parley.record.kinds import Record
from parley.record.values.statement import Link
from parley.record.values.time import Instant
from tests.review.streams import DAY, PLACE, START, by, digest_of, entry

NOTICE = digest_of(1)
TOLD = notice.ActivityNotified(
    to=("south", "east"), purpose="work", place=PLACE, window=DAY, channel="line"
)
LINE = arrangement.ChannelEstablished(
    channel="line", between=("north", "south"), purpose="talk", established=DAY, reply_within_s=600
)


def _fold(*later: Record | Entry, head: Record = TOLD, line: Record = LINE) -> tuple[State, Thread]:
    """A line, a notice on it (entry 1), and what follows from entry 2 on."""
    stream = [entry(0, line, author="desk"), entry(1, head)]
    for index, one in enumerate(later, start=2):
        stream.append(one if isinstance(one, Entry) else entry(index, one, author=_who(one)))
    state = fold(PROJECTION, stream, since=State(desk="desk"))
    thread = state.thread(NOTICE)
    assert thread is not None
    return state, thread


def _who(body: Record) -> str:
    if isinstance(body, answer.Lapsed):
        return "desk"
    return str(getattr(body, "party", None) or "north")


def _words(*later: Record | Entry) -> dict[str, str]:
    return {standing.addressee: standing.word for standing in standings(*_fold(*later))}


RECEIVED = answer.Received(notice=NOTICE, party="south")
OBJECTED = answer.Objected(notice=NOTICE, party="south", reason="no")


def test_one_addressees_answer_does_not_speak_for_another() -> None:
    """South received it; East still has no answer, and its clock still runs."""
    assert _words(RECEIVED) == {"south": "received", "east": "no answer"}
    state, thread = _fold(RECEIVED)
    assert {due.addressee: due.clock for due in clocks(state, thread)} == {
        "south": "answered",
        "east": "running",
    }


def test_four_answers_are_four_facts() -> None:
    """Receiving, confirming, undertaking and objecting stand beside each other."""
    state, thread = _fold(
        RECEIVED,
        answer.Confirmed(notice=NOTICE, party="south"),
        answer.Undertaken(notice=NOTICE, party="south", statement="we keep away"),
        OBJECTED,
        answer.ReadBack(notice=NOTICE, party="south", understood="the mill"),
    )
    south = standings(state, thread)[0]
    assert [(fact.word, fact.entry) for fact in south.facts] == [
        ("received", 2), ("confirmed", 3), ("will comply", 4), ("objected", 5),
    ]  # fmt: skip
    assert south.read_back == (6,)
    assert south.word == "objected"


def test_a_read_back_alone_is_no_answer() -> None:
    """Repeating a notice does not stop its clock."""
    back = answer.ReadBack(notice=NOTICE, party="south", understood="the mill")
    assert _words(back)["south"] == "no answer"


def test_the_clock_runs_from_the_entry_of_the_notice() -> None:
    """Due is ledger time plus the line's reply time; the notice's own goes before the line's."""
    state, thread = _fold()
    assert {(due.due_ms, due.rule) for due in clocks(state, thread)} == {
        (START + 60_000 + 600_000, "channel")
    }
    quick = notice.ActivityNotified(
        to=("south",), purpose="work", place=PLACE, window=DAY, channel="line", reply_within_s=30
    )
    state, thread = _fold(head=quick)
    assert [(due.due_ms, due.rule) for due in clocks(state, thread)] == [
        (START + 60_000 + 30_000, "notice")
    ]


def test_without_an_agreed_reply_time_nothing_is_due() -> None:
    """A line without a reply time gives no due time, and says so."""
    silent = arrangement.ChannelEstablished(
        channel="line", between=("north", "south"), purpose="talk", established=DAY
    )
    state, thread = _fold(line=silent)
    assert {(due.clock, due.due_ms) for due in clocks(state, thread)} == {("none agreed", None)}


def test_silence_is_recorded_as_silence() -> None:
    """A lapsed clock is a fact about one addressee, and a later answer stands beside it."""
    lapsed = answer.Lapsed(notice=NOTICE, party="south", due=Instant(ms=START, zone="Z"))
    assert _words(lapsed) == {"south": "no reply", "east": "no answer"}
    assert _words(lapsed, RECEIVED)["south"] == "received"
    state, thread = _fold(lapsed, RECEIVED)
    assert [fact.word for fact in standings(state, thread)[0].facts] == ["no reply", "received"]


def test_a_late_answer_is_kept_and_does_not_count() -> None:
    """A held-back answer cannot act: it stays in the thread and changes no word."""
    held = entry(2, RECEIVED, author="south", late=True)
    assert _words(held)["south"] == "no answer"
    _, thread = _fold(held)
    assert [told.late for told in thread.follows] == [True]


def test_a_late_notice_starts_no_clock() -> None:
    """A replayed notice is shown and sets nobody's clock running."""
    state = fold(PROJECTION, [entry(0, LINE), entry(1, TOLD, late=True)])
    thread = state.thread(NOTICE)
    assert thread is not None
    assert {due.clock for due in clocks(state, thread)} == {"not started"}


def test_an_answer_is_withdrawn_by_its_own_addressee_only() -> None:
    """South can take its answer back; East cannot do it for South."""
    mine = answer.Withdrawn(notice=NOTICE, party="south", answer=digest_of(2))
    theirs = answer.Withdrawn(notice=NOTICE, party="east", answer=digest_of(2))
    assert _words(RECEIVED, mine)["south"] == "no answer"
    assert _words(RECEIVED, theirs)["south"] == "received"


@pytest.mark.parametrize(
    ("author", "place", "word"),
    [("south", 2, "no answer"), ("east", 2, "received"), ("south", 9, "received")],
)
def test_only_its_author_takes_an_answer_back(author: str, place: int, word: str) -> None:
    """A retraction by another, or of another entry, takes nothing back."""
    taken = correction.Retracted(record=digest_of(2), entry=place, why="mistaken")
    assert _words(RECEIVED, entry(3, taken, author=author))["south"] == word
    late = entry(3, taken, author=author, late=True)
    assert _words(RECEIVED, late)["south"] == "received"


def test_a_reported_answer_names_its_addressee_as_the_source_does() -> None:
    """An addressee that is only named gets a line of its own, and starts no clock."""
    heard = answer.Received(notice=NOTICE, named="the southern post", reported=by(Link(who="p")))
    standing = standings(*_fold(heard))[-1]
    assert (standing.addressee, standing.word) == ("the southern post", "no answer")
    assert [(fact.word, fact.entry) for fact in standing.passed_on] == [("received", 2)]
    reported = notice.ActivityNotified(
        purpose="work", place=PLACE, window=DAY, channel="line", reported=by(Link(who="paper"))
    )
    state, thread = _fold(heard, head=reported)
    assert [(due.clock, due.due_ms) for due in clocks(state, thread)] == [("not started", None)]


def test_ended_and_wrong_are_different_and_end_the_clock() -> None:
    """Withdrawn means over, recalled means wrong; after either nobody's reply is awaited."""
    over = notice.Withdrawn(notice=NOTICE, ended=DAY)
    wrong = notice.Recalled(notice=NOTICE, why="another mill")
    for change in (over, wrong):
        state, thread = _fold(change)
        assert [type(told.body) for told in ended(state, thread)] == [type(change)]
        assert {due.clock for due in clocks(state, thread)} == {"ended"}
    state, thread = _fold(entry(2, wrong, late=True))
    assert ended(state, thread) == ()


def test_answers_to_a_notice_this_reader_cannot_read_are_kept() -> None:
    """A thread may have no head; what follows stands under its digest."""
    state = fold(PROJECTION, [entry(0, RECEIVED, author="south")])
    thread = state.thread(NOTICE)
    assert thread is not None
    assert thread.head is None
    assert [told.index for told in thread.follows] == [0]
    assert clocks(state, thread) == ()
