"""What is open stands in a table: the same however it came about, and true to the clocks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.channel import PROJECTION, State
from parley.channel.due import (
    clocks,
    due_at,
    lapses,
    next_due,
    running,
    sides,
    still_open,
    unanswered,
)
from parley.channel.table import NEVER
from parley.fold import fold, freeze_dry, thaw
from parley.record import alert, answer, correction, notice
from parley.record.entry import Entry
from tests.channel.lines import FIRST, LINE, OF, PARTIES, STOP, T0, TOLD, histories, state_of
from tests.review.streams import MINUTE, START, digest_of

MOMENTS = st.integers(START, START + 600 * MINUTE)


@given(histories())
def test_however_it_was_folded_the_state_is_the_same(entries: list[Entry]) -> None:
    """In one go, frozen after each entry, and written down and read back after each."""
    whole = fold(PROJECTION, entries)
    run, dry = PROJECTION.resume(PROJECTION.empty), PROJECTION.empty
    for one in entries:
        run.step(one)
        run.freeze()
        dry = thaw(PROJECTION, freeze_dry(fold(PROJECTION, [one], since=dry)))
    assert freeze_dry(whole) == freeze_dry(run.freeze()) == freeze_dry(dry)
    assert whole == dry
    assert whole.threads == dry.threads


@given(histories())
def test_a_later_step_changes_no_earlier_state(entries: list[Entry]) -> None:
    """What was frozen stays as it was while the fold goes on."""
    run = PROJECTION.resume(PROJECTION.empty)
    kept: list[tuple[State, bytes]] = []
    for one in entries:
        run.step(one)
        state = run.freeze()
        kept.append((state, freeze_dry(state)))
    assert all(freeze_dry(state) == dry for state, dry in kept)
    assert all(len(state.places) == len(state.cells) for state, _ in kept)


@given(histories(), MOMENTS)
def test_what_is_due_is_what_the_clocks_say(entries: list[Entry], ms: int) -> None:
    """The table gives exactly the running clocks and ladders whose time has come, oldest first."""
    state = fold(PROJECTION, entries)
    found = [(one.due_ms, one.of, one.addressee, one.what) for one in due_at(state, ms)]
    expected = {
        (due.due_ms, due.of, due.addressee, due.what)
        for thread in state.threads
        for due in clocks(state, thread)
        if due.clock == "running" and due.due_ms is not None and due.due_ms <= ms
    } | {
        (side.climb.since_ms, thread.of, side.addressee, "ladder")
        for thread in state.threads
        for side in sides(state, thread)
        if side.climb is not None and side.climb.by is None and side.climb.since_ms <= ms
    }
    assert sorted(found, key=lambda one: one[0]) == found
    assert expected == set(found)
    assert len(running(state, ms)) == sum(one[3] != "ladder" for one in expected)
    after = next_due(state, ms)
    assert after is None or after > ms


@given(histories())
def test_who_has_not_answered_is_who_gave_no_answer(entries: list[Entry]) -> None:
    """Every addressee of what is open that said nothing, once, and nobody else; no drill."""
    state = fold(PROJECTION, entries)
    found = unanswered(state)
    expected = {
        (thread.of, side.addressee)
        for thread in state.threads
        for side in sides(state, thread)
        if side.silent
        and not any(due.exercise for due in side.dues)
        and any(
            due.what == "reply"
            and (
                due.clock == "running" or (due.clock in ("lapsed", "none agreed") and not side.over)
            )
            for due in side.dues
        )
    }
    assert expected == {(one.of, one.addressee) for one in found.page(size=len(found))}
    assert len(expected) == len(found) == sum(found.per_party().values())
    for party in PARTIES:
        assert len(unanswered(state, party)) == found.per_party().get(party, 0)


@given(histories())
def test_a_hand_over_lists_whatever_waits(entries: list[Entry]) -> None:
    """Every thread with an open clock or ladder, once, in order; of one addressee, its own."""
    state = fold(PROJECTION, entries)
    waiting = {one.of for one in due_at(state, NEVER)}
    assert waiting == set(still_open(state))
    assert list(state.ofs) == [*dict.fromkeys([*state.ofs, *still_open(state)])]
    for party in PARTIES:
        own = {one.of for one in due_at(state, NEVER) if one.addressee == party}
        assert own == set(still_open(state, party))


def test_who_has_not_answered_is_told_page_by_page() -> None:
    """The next due comes first, and a page begins where the one before ended."""
    state = state_of(*[("north", TOLD)] * 5)
    found = unanswered(state, "south")
    assert 5 == len(found)
    pages = [*found.page(0, 3), *found.page(3, 3)]
    assert [digest_of(n) for n in range(FIRST, FIRST + 5)] == [one.of for one in pages]
    dues = [one.due_ms or 0 for one in pages]
    assert sorted(dues) == dues


def test_one_addressees_answer_leaves_the_others_clocks() -> None:
    """South answers everything; each of East's clocks runs as if nothing had been said."""
    quiet = state_of(("north", TOLD))
    spoken = state_of(
        ("north", TOLD),
        ("south", answer.Undertaken(notice=OF, party="south", statement="We will.")),
        ("south", answer.ReadBack(notice=OF, party="south", understood="the mill")),
    )
    for state in (quiet, spoken):
        thread = state.thread(OF)
        assert thread is not None
        east = [due for due in clocks(state, thread) if due.addressee == "east"]
        assert [("receipt", "running"), ("telephone-call", "running"), ("reply", "running")] == [
            (due.what, due.clock) for due in east
        ]
    assert all(one.addressee == "east" for one in due_at(spoken, T0 + 10_000 * MINUTE))


@given(histories(), MOMENTS)
def test_what_is_entered_is_no_longer_due(entries: list[Entry], ms: int) -> None:
    """Once the lapses of a moment are on record, that moment asks for none of them again."""
    state = fold(PROJECTION, entries)
    ms = max(ms, entries[-1].rx)
    found = lapses(state, ms)
    assert len({one.key for one in found}) == len(found)
    later = [
        Entry(index=n, rx=ms, digest=digest_of(n), author="desk", body=one.record)
        for n, one in enumerate(found, entries[-1].index + 1)
    ]
    again = lapses(fold(PROJECTION, later, since=state), ms)
    asked = {(one.record.notice, one.record.party, one.record.what) for one in found}
    assert not asked & {(one.record.notice, one.record.party, one.record.what) for one in again}


def test_silence_ends_nothing() -> None:
    """A notice nobody answered, all its clocks run out, stands exactly as it stood."""
    state = state_of(("north", TOLD))
    thread = state.thread(OF)
    assert thread is not None
    late = lapses(state, T0 + 10_000 * MINUTE)
    entered: list[tuple[str | None, answer.Lapsed]] = [("desk", one.record) for one in late]
    after = state_of(("north", TOLD), *entered)
    stands = after.thread(OF)
    assert stands is not None
    assert thread.head == stands.head
    assert not any(side.over for side in sides(after, stands))


def test_a_real_stop_request_ends_a_drill() -> None:
    """The clocks and ladders of what was practised stop; those of the real request run."""
    drill = notice.ActivityNotified(
        to=PARTIES, purpose="work", place=TOLD.place, window=TOLD.window, channel="line",
        exercise=True,
    )  # fmt: skip
    assert due_at(state_of(("north", drill)), T0 + 1000 * MINUTE)
    state = state_of(("north", drill), ("north", STOP))
    found = {one.of for one in due_at(state, T0 + 1000 * MINUTE)}
    assert {digest_of(FIRST + 1)} == found
    thread = state.thread(OF)
    assert thread is not None
    assert {"ended"} == {due.clock for due in clocks(state, thread)}


def test_a_practised_stop_request_ends_no_drill_and_no_clock() -> None:
    """An exercise stop request leaves real notices running."""
    practised = alert.StopRequested(what="stop", to=PARTIES, exercise=True)
    state = state_of(("north", TOLD), ("north", practised))
    thread = state.thread(OF)
    assert thread is not None
    assert "running" in {due.clock for due in clocks(state, thread)}


def test_a_line_agreed_later_changes_nothing_entered_before() -> None:
    """A shorter reply time, agreed after a notice, makes nobody late."""
    shorter = replace(LINE, policies=(), reply_within_s=1)
    before, after = state_of(("north", TOLD)), state_of(("north", TOLD), ("desk", shorter))
    one, other = before.thread(OF), after.thread(OF)
    assert one is not None
    assert other is not None
    assert clocks(before, one) == clocks(after, other)


def test_a_retracted_answer_starts_the_clock_again() -> None:
    """An answer its author takes back was no answer; the clock runs from where it began."""
    received = answer.Received(notice=OF, party="south")
    back = correction.Retracted(record=digest_of(FIRST + 1), entry=FIRST + 1, why="mistaken")
    state = state_of(("north", TOLD), ("south", received), ("south", back))
    assert 1 == len(unanswered(state, "south"))
    assert 0 == len(unanswered(state_of(("north", TOLD), ("south", received)), "south"))
