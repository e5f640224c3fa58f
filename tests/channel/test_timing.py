"""The times of an alert, from the first attempt on, as ranges and only where they are known."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.channel import PROJECTION, Span, State, times
from parley.fold import fold
from parley.record import alert, dispatch
from parley.record.entry import Entry
from parley.record.kinds import Record
from parley.record.values.statement import Heard, Link
from parley.record.values.time import Instant, VagueTime
from tests.review.streams import START, by, digest_of, entry

ALERT = digest_of(0)
STOP = alert.StopRequested(what="stop", caller="the post at the ford", to=("south",))
SECOND, MINUTE = 1000, 60_000


def _spans(*later: Record | Entry, head: Record = STOP) -> dict[str, Span]:
    stream = [entry(0, head)]
    for index, one in enumerate(later, start=1):
        stream.append(one if isinstance(one, Entry) else entry(index, one, author=_who(one)))
    state = fold(PROJECTION, stream, since=State(desk="desk"))
    thread = state.thread(ALERT)
    assert thread is not None
    return {span.name: span for span in times(state, thread)}


def _who(body: Record) -> str:
    """The desk tries and logs calls; the addressee acts; the caller says what is right."""
    if isinstance(body, dispatch.Dispatch) or body.heard is not None:
        return "desk"
    return "north" if isinstance(body, alert.ReadBack) else "south"


def at(seconds: int) -> VagueTime:
    """A moment some seconds after the start, to the second."""
    ms = START + seconds * SECOND
    return VagueTime(
        earliest=ms, latest=ms + 999, written=f"+{seconds} s", precision="second", zone="Z"
    )


def attempt(seconds: int) -> dispatch.Attempted:
    return dispatch.Attempted(of=ALERT, way="radio", to="duty officer", at=at(seconds))


def taken(seconds: int) -> alert.Taken:
    return alert.Taken(alert=ALERT, at=at(seconds))


def read_back(seconds: int, *, right: bool = True) -> alert.ReadBack:
    return alert.ReadBack(alert=ALERT, at=at(seconds), understood="stop", confirmed=right)


def halted(seconds: int) -> alert.Halted:
    return alert.Halted(alert=ALERT, at=at(seconds))


WAITS = st.integers(1, 5000)


@given(WAITS, WAITS, WAITS)
def test_all_are_counted_from_the_first_attempt(to_human: int, more: int, rest: int) -> None:
    """Human, understood and halt lie as far from the first attempt as their moments do."""
    understood = to_human + more
    spans = _spans(
        attempt(1), attempt(2), taken(1 + to_human), read_back(1 + understood),
        halted(1 + understood + rest),
    )  # fmt: skip
    for name, seconds in (
        ("human", to_human),
        ("understood", understood),
        ("halt", understood + rest),
        ("understood-to-halt", rest),
    ):
        least, most = spans[name].least_ms, spans[name].most_ms
        assert least is not None
        assert most is not None
        assert least <= seconds * SECOND <= most
        assert most - least <= 2 * SECOND
    assert spans["human"].begins == "first attempt to reach somebody"
    assert spans["human"].entries == (1, 3)


def test_the_earliest_attempt_counts_in_whatever_order_they_were_entered() -> None:
    """A try that was written down afterwards still came first."""
    spans = _spans(attempt(100), taken(130), attempt(40))
    assert spans["human"].entries == (2, 3)


def test_understood_needs_the_callers_yes() -> None:
    """A read-back the caller did not confirm is not "understood"."""
    spans = _spans(attempt(1), read_back(20, right=False), halted(60))
    assert spans["understood"].why == "not on record: a read-back the caller confirmed"
    assert spans["understood"].most_ms is None
    assert spans["understood-to-halt"].why


def test_without_an_attempt_it_is_counted_from_the_alert_itself() -> None:
    """The alert's own entry is the start, and the measure says so."""
    spans = _spans(alert.Taken(alert=ALERT))
    assert spans["human"].begins == "the alert itself (no attempt is on record)"
    assert (spans["human"].least_ms, spans["human"].most_ms) == (MINUTE, MINUTE)


def test_a_day_gives_no_figure() -> None:
    """Times known to the day, or only reported, are not turned into minutes."""
    day = VagueTime.parse("2031-05-03", zone="Z")
    spans = _spans(attempt(1), alert.Taken(alert=ALERT, at=day))
    assert spans["human"].most_ms is None
    assert "only to the day" in spans["human"].why
    paper = by(Link(who="paper"))
    told = entry(1, alert.Taken(alert=ALERT, reported=paper))
    human = _spans(told, head=replace(STOP, reported=paper))["human"]
    assert human.most_ms is None
    assert "not at all" in human.why


def test_a_call_counts_from_when_it_began() -> None:
    """What came by voice happened when the call began, not when it was typed in."""
    heard = Heard(
        way="telephone", by="officer-7", from_="duty desk", began=Instant(ms=START + 9000, zone="Z")
    )
    spans = _spans(attempt(4), alert.Taken(alert=ALERT, heard=heard))
    assert spans["human"].most_ms == 5000


def test_backwards_times_give_no_figure() -> None:
    """A halt before the first attempt is said to run backwards, not shown as minus something."""
    spans = _spans(attempt(100), halted(10))
    assert spans["halt"].most_ms is None
    assert "backwards" in spans["halt"].why


def test_a_late_step_does_not_count() -> None:
    """A held-back "taken" does not end the silence."""
    spans = _spans(attempt(1), entry(2, taken(5), late=True))
    assert spans["human"].why == "not on record: an officer picked up"


def test_a_notice_has_no_alert_times() -> None:
    """Only alerts are measured so."""
    state = fold(PROJECTION, [entry(0, attempt(1))])
    assert times(state, state.threads[0]) == ()
