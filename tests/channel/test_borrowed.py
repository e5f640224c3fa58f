"""Nobody's signature is borrowed: what others enter is kept, and changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from msgspec.structs import replace

from parley.channel import PROJECTION, State, Thread, clocks, ended, standings, times, weigh
from parley.fold import fold
from parley.record import alert, answer, arrangement, correction, dispatch, notice
from parley.record.entry import Entry
from parley.record.kinds import Record
from parley.record.values.statement import Heard, Link
from parley.record.values.time import Instant
from tests.review.streams import DAY, MINUTE, PLACE, START, by, digest_of, entry, registered

NOTICE, ALERT = digest_of(2), digest_of(3)
TOLD = notice.ActivityNotified(
    to=("south", "east"), purpose="work", place=PLACE, window=DAY, channel="line"
)
LINE = arrangement.ChannelEstablished(
    channel="line", between=("north", "south"), purpose="talk", established=DAY, reply_within_s=60
)
STOP = alert.StopRequested(what="stop", to=("south",))
PAPER = by(Link(who="paper"))
CALL = Heard(
    way="telephone", by="officer-7", from_="duty desk", began=Instant(ms=START, zone="Z")
)
Signed = tuple[str | None, Record]
"""Who signs, and what."""

RECEIVED = answer.Received(notice=NOTICE, party="south")
TAKEN = alert.Taken(alert=ALERT)


def lapsed(minute: int = 3, party: str = "south") -> answer.Lapsed:
    """A reply time that ran out so many minutes after the start (entry n is minute n)."""
    return answer.Lapsed(
        notice=NOTICE, party=party, due=Instant(ms=START + minute * MINUTE, zone="Z")
    )


def back(*, right: bool = True) -> alert.ReadBack:
    return alert.ReadBack(alert=ALERT, understood="stop", confirmed=right)


def stream(*later: Signed, reported: bool = False) -> list[Entry]:
    """A desk, a line, North's notice (entry 2), North's alert (entry 3), then what follows."""
    word = PAPER if reported else None
    first: list[Signed] = [
        ("desk", registered("desk", "desk")),
        ("desk", LINE),
        ("north", replace(TOLD, reported=word)),
        ("north", replace(STOP, reported=word)),
    ]
    return [entry(index, body, author=who) for index, (who, body) in enumerate([*first, *later])]


def _threads(entries: list[Entry]) -> tuple[State, Thread, Thread]:
    state = fold(PROJECTION, entries)
    told, alarm = state.thread(NOTICE), state.thread(ALERT)
    assert told is not None
    assert alarm is not None
    return state, told, alarm


def decided(entries: list[Entry]) -> dict[str, object]:
    """Everything a thread decides: words, clocks, ends and times; not what others pass on."""
    state, told, alarm = _threads(entries)
    return {
        "words": [
            (one.addressee, one.word, one.facts, one.read_back)
            for one in standings(state, told)
            if one.addressee in ("south", "east")
        ],
        "clocks": [one for one in clocks(state, told) if one.addressee in ("south", "east")],
        "ended": [one.index for one in ended(state, told)],
        "times": times(state, alarm),
    }


def aside(*later: Signed, reported: bool = False) -> list[tuple[int, str]]:
    """What was set aside in the two threads, with the reason."""
    state, told, alarm = _threads(stream(*later, reported=reported))
    found = (*weigh(state, told).aside, *weigh(state, alarm).aside)
    return [(one.entry, one.why) for one in found]


def word(*later: Signed) -> str:
    """How South stands to the notice."""
    state, told, _ = _threads(stream(*later))
    return standings(state, told)[0].word


def clock(*later: Signed) -> str:
    """South's reply clock."""
    state, told, _ = _threads(stream(*later))
    return clocks(state, told)[0].clock


def _acts(place: int) -> list[Record]:
    of = digest_of(place)
    return [
        RECEIVED,
        answer.Objected(notice=NOTICE, party="south", reason="no"),
        answer.ReadBack(notice=NOTICE, party="east", understood="the mill"),
        answer.Withdrawn(notice=NOTICE, party="south", answer=of),
        lapsed(),
        notice.Amended(notice=NOTICE, by=of, why="changed"),
        notice.Withdrawn(notice=NOTICE, ended=DAY),
        notice.Recalled(notice=NOTICE, why="wrong"),
        TAKEN,
        alert.Relayed(alert=ALERT, to="the battery"),
        back(),
        back(right=False),
        alert.OrderPassed(alert=ALERT),
        alert.Halted(alert=ALERT),
        alert.StoodDown(alert=ALERT),
        dispatch.Attempted(of=ALERT, way="radio", to="duty desk"),
        correction.Retracted(record=of, entry=place, why="mistaken"),
        registered("west", "desk"),
    ]


RIGHTFUL: list[Signed] = [
    ("south", RECEIVED),
    ("south", answer.Undertaken(notice=NOTICE, party="south", statement="we keep away")),
    ("east", answer.ReadBack(notice=NOTICE, party="east", understood="the mill")),
    ("desk", lapsed(party="east")),
    ("north", notice.Withdrawn(notice=NOTICE, ended=DAY)),
    ("desk", dispatch.Attempted(of=ALERT, way="radio", to="duty desk")),
    ("south", TAKEN),
    ("north", back()),
    ("south", alert.Halted(alert=ALERT)),
]


@st.composite
def mixed(draw: DrawFn) -> tuple[list[Entry], set[int]]:
    """Rightful acts among those of outsiders who put anybody's name to anything."""
    outside: set[int] = set()
    later: list[Signed] = []
    for index in range(4, 4 + draw(st.integers(1, 12))):
        if draw(st.booleans()):
            later.append(draw(st.sampled_from(RIGHTFUL)))
            continue
        outside.add(index)
        body = draw(st.sampled_from(_acts(draw(st.integers(2, index - 1)))))
        reported, heard = draw(st.sampled_from([(None, None), (PAPER, None), (None, CALL)]))
        who = draw(st.sampled_from(["west", None]))
        later.append((who, replace(body, reported=reported, heard=heard)))
    return stream(*later), outside


@given(mixed())
def test_an_outsider_changes_nothing(made: tuple[list[Entry], set[int]]) -> None:
    """With or without what outsiders and unknown authors enter, the same is decided."""
    entries, outside = made
    without = [one for one in entries if one.index not in outside]
    assert decided(entries) == decided(without)


@pytest.mark.parametrize("one", RIGHTFUL, ids=lambda one: type(one[1]).__name__)
def test_what_is_rightful_changes_something(one: Signed) -> None:
    """The law above would hold of a room that counts nothing; each rightful act counts."""
    assert decided(stream(one)) != decided(stream())
    assert aside(one) == []


CHANGES = (
    notice.Amended(notice=NOTICE, by=digest_of(5), why="changed"),
    notice.Withdrawn(notice=NOTICE, ended=DAY),
    notice.Recalled(notice=NOTICE, why="wrong"),
)
NEXT: Signed = ("north", TOLD)
"""Another notice by the same author; entered fifth, it can replace the first."""


@pytest.mark.parametrize("body", CHANGES, ids=lambda body: type(body).__name__)
@pytest.mark.parametrize("who", ["south", "desk", None])
def test_only_who_gave_a_notice_ends_it(body: Record, who: str | None) -> None:
    """An addressee that recalls the notice it was given leaves it standing, and the clock on."""
    assert clock((who, body), NEXT) == "running"
    assert aside((who, body), NEXT) == [(4, "not who gave the notice")]
    assert clock(("north", body), NEXT) == "ended"
    assert clock(("north", replace(body, reported=PAPER)), NEXT) == "running"


def test_an_answer_is_taken_back_by_who_gave_it() -> None:
    """East signs "South takes it back"; South's answer stands until South says so itself."""
    back_again = answer.Withdrawn(notice=NOTICE, party="south", answer=digest_of(4))
    given_once: Signed = ("south", RECEIVED)
    assert word(given_once, ("east", back_again)) == "received"
    assert aside(given_once, ("east", back_again)) == [(5, "no answer of its author")]
    assert word(given_once, ("south", back_again)) == "no answer"


@pytest.mark.parametrize(
    ("who", "how", "passed_on"),
    [
        ("east", {}, 0),
        ("east", {"heard": CALL}, 0),
        ("north", {}, 0),
        ("desk", {}, 0),
        (None, {}, 0),
        ("desk", {"heard": CALL}, 1),
        ("monitor", {"reported": PAPER}, 1),
        ("case-importer", {"reported": PAPER}, 1),
        ("south", {"reported": PAPER}, 1),
    ],
)
def test_only_its_own_answer_stops_an_addressees_clock(
    who: str | None, how: dict[str, object], passed_on: int
) -> None:
    """Others' word for it is at most passed on: South has still not answered."""
    body = replace(RECEIVED, **how)
    assert (word((who, body)), clock((who, body))) == ("no answer", "running")
    state, told, _ = _threads(stream((who, body)))
    assert len(standings(state, told)[0].passed_on) == passed_on
    assert aside((who, body)) == ([] if passed_on else [(4, "not the addressee")])


def test_only_the_desk_records_silence() -> None:
    """The notifier cannot enter that South kept silent, nor report it, nor the desk report it."""
    assert word(("north", lapsed())) == "no answer"
    assert aside(("north", lapsed())) == [(4, "not the desk")]
    assert word(("desk", replace(lapsed(), reported=PAPER))) == "no answer"
    assert (word(("desk", lapsed())), clock(("desk", lapsed()))) == ("no reply", "lapsed")


def test_silence_before_it_was_due_does_not_count() -> None:
    """Entry 4 stands at minute 4: due then it lapses, due a minute later it does not."""
    assert clock(("desk", lapsed(4))) == "lapsed"
    assert clock(("desk", lapsed(5))) == "running"
    assert aside(("desk", lapsed(5))) == [(4, "not yet due")]


def test_silence_never_stands_over_an_answer() -> None:
    """After an answer it is set aside, before one it stands beside it; either way South answered.

    That the answer is taken back later does not make it silence at the time.
    """
    ours: Signed = ("south", RECEIVED)
    silence: Signed = ("desk", lapsed())
    assert (word(ours, silence), clock(ours, silence)) == ("received", "answered")
    assert aside(ours, silence) == [(5, "answered before")]
    assert (word(silence, ours), clock(silence, ours)) == ("received", "answered")
    gone = answer.Withdrawn(notice=NOTICE, party="south", answer=digest_of(4))
    assert aside(ours, silence, ("south", gone)) == [(5, "answered before")]
    assert word(ours, ("south", gone), silence) == "no reply"
    mistaken = correction.Retracted(record=digest_of(4), entry=4, why="mistaken")
    assert word(ours, ("south", mistaken), silence) == "no reply"


def test_what_does_not_stop_a_clock_does_not_stop_silence_either() -> None:
    """A forged answer, one that was heard, and one of another party leave South silent."""
    for before in (
        ("east", RECEIVED),
        ("desk", replace(RECEIVED, heard=CALL)),
        ("east", answer.Received(notice=NOTICE, party="east")),
        ("south", answer.ReadBack(notice=NOTICE, party="south", understood="the mill")),
    ):
        assert word(before, ("desk", lapsed())) == "no reply"


STEPS = (
    TAKEN,
    alert.Relayed(alert=ALERT, to="the battery"),
    alert.OrderPassed(alert=ALERT),
    alert.Halted(alert=ALERT),
)


@pytest.mark.parametrize("body", STEPS, ids=lambda body: type(body).__name__)
def test_a_step_is_the_addressees_or_a_call_the_desk_heard(body: Record) -> None:
    """The caller, an addressee of something else and the desk by itself cannot say it was done."""
    for who in ("north", "east", "desk", None):
        assert aside((who, body)) == [(4, "not an addressee of the alert")]
    assert aside(("east", replace(body, heard=CALL))) != []
    assert aside(("south", replace(body, reported=PAPER))) != []
    assert aside(("south", body)) == aside(("desk", replace(body, heard=CALL))) == []


def test_understood_is_the_callers_word() -> None:
    """An addressee that confirms its own read-back has read back, and is not yet understood."""
    state, _, alarm = _threads(stream(("south", back())))
    assert [one.index for one in weigh(state, alarm).counting] == [4]
    assert aside(("south", back())) == [(4, "not confirmed by the caller")]
    assert times(state, alarm)[1].why == "not on record: a read-back the caller confirmed"
    assert aside(("south", back(right=False))) == []
    assert aside(("east", back(right=False))) == [(4, "not an addressee of the alert")]
    state, _, alarm = _threads(stream(("south", back()), ("north", back())))
    assert times(state, alarm)[1].entries == (3, 5)


def test_an_alert_is_stood_down_by_who_raised_it() -> None:
    """Who was asked to stop cannot end the request."""
    down = alert.StoodDown(alert=ALERT)
    assert aside(("south", down)) == aside(("desk", replace(down, heard=CALL))) == [
        (4, "not the caller")
    ]  # fmt: skip
    assert aside(("north", down)) == []


def test_a_case_counts_within_itself_only() -> None:
    """Reports by one hand tell a whole alert; by another hand, or on a lived one, they do not."""
    tried = dispatch.Attempted(of=ALERT, way="radio", to="duty desk")
    steps: list[Record] = [*STEPS, back(), alert.StoodDown(alert=ALERT), CHANGES[1], tried]
    for body in steps:
        report = replace(body, reported=PAPER)
        assert aside(("north", report), reported=True) == []
        assert aside(("west", report), reported=True) != []
        assert aside(("north", report)) != []


def test_a_record_has_one_desk() -> None:
    """The desk is whose own key came first; a second, or one entered for another, is not."""
    other = entry(0, registered("west", "desk"), author="north")
    first = entry(1, registered("desk", "desk"), author="desk")
    second = entry(2, registered("west", "desk"), author="west")
    assert fold(PROJECTION, [other]).desk is None
    assert fold(PROJECTION, [other, first, second]).desk == "desk"


def test_nothing_is_lost_by_being_set_aside() -> None:
    """What does not count stays in the thread, in its place."""
    _, told, alarm = _threads(stream(("east", RECEIVED), ("east", TAKEN)))
    assert [one.index for one in (*told.follows, *alarm.follows)] == [4, 5]


def test_nobody_known_takes_nothing_back() -> None:
    """A retraction whose author cannot be known does not match a report of no known author."""
    report: Signed = (None, replace(RECEIVED, reported=PAPER))
    taken = correction.Retracted(record=digest_of(4), entry=4, why="mistaken")
    state, told, _ = _threads(stream(report, (None, taken)))
    assert len(weigh(state, told).counting) == 1


def test_two_unknown_authors_are_not_the_same() -> None:
    """Where no author can be known nobody gave the notice, and nobody is the desk."""
    over = notice.Withdrawn(notice=NOTICE, ended=DAY)
    late = [
        entry(2, TOLD, author=None), entry(3, STOP, author=None), entry(4, over, author=None),
        entry(5, lapsed(), author=None), entry(6, TAKEN, author=None),
    ]  # fmt: skip
    state, told, alarm = _threads(late)
    assert ended(state, told) == ()
    assert standings(state, told)[0].word == "no answer"
    assert [one.entry for one in (*weigh(state, told).aside, *weigh(state, alarm).aside)] == [
        4, 5, 6,
    ]  # fmt: skip
