"""A lapse is entered exactly once, whatever becomes of the watches that enter it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.channel import PROJECTION, weigh
from parley.channel.due import clocks, due_at, lapses
from parley.fold import fold
from parley.record import answer
from parley.record.entry import Entry
from parley.record.kinds import Record
from parley.record.values.time import Instant
from tests.channel.lines import FIRST, FOUNDED, OF, PARTIES, T0, TOLD, record, state_of
from tests.review.streams import MINUTE, digest_of

HOUR = 60 * MINUTE
# One turn of a watch: which of two watches, how far its clock is off, whether it dies before it
# enters anything, after the first, or not; and how long it is until the next turn.
TURNS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from([0, 0, 0, HOUR, -HOUR]),
        st.sampled_from([0, 1, 99]),
        st.integers(0, 40),
        st.none() | st.sampled_from(PARTIES),
    ),
    max_size=12,
)


class _Ledger:
    """Order, a time that only grows, and each key once: what the real ledger promises."""

    def __init__(self) -> None:
        self.entries = record(*FOUNDED, ("north", TOLD))
        self.keys: set[str] = set()

    def enter(self, author: str, body: answer.Received | answer.Lapsed, ms: int, key: str) -> None:
        if key not in self.keys:
            self.keys.add(key)
            index = len(self.entries)
            rx = max(ms, self.entries[-1].rx)
            self.entries.append(
                Entry(index=index, rx=rx, digest=digest_of(index), author=author, body=body)
            )


@pytest.mark.slow
@given(TURNS)
@settings(max_examples=1000)
def test_two_watches_that_crash_and_jump_enter_each_lapse_once(
    turns: list[tuple[int, int, int, int, str | None]],
) -> None:
    """Crash, restart, a clock an hour wrong, two watches with old states: once each, none lost."""
    ledger, now = _Ledger(), T0
    seen = [len(ledger.entries)] * 2
    for watch, off, dies, minutes, answers in turns:
        now += minutes * MINUTE
        if answers is not None:
            ledger.enter(answers, answer.Received(notice=OF, party=answers), now, f"{now}{answers}")
        # A watch may look at the record as it was at its last turn, before the other wrote.
        state = fold(PROJECTION, ledger.entries[: seen[watch]])
        for lapse in lapses(state, now + off)[:dies]:
            ledger.enter("desk", lapse.record, now + off, lapse.key)
        seen[watch] = len(ledger.entries)
    end = max(now, ledger.entries[-1].rx) + 10_000 * MINUTE
    for _ in range(4):  # a call is due only once a receipt has run out
        for lapse in lapses(fold(PROJECTION, ledger.entries), end):
            ledger.enter("desk", lapse.record, end, lapse.key)
    state = fold(PROJECTION, ledger.entries)
    thread = state.thread(OF)
    assert thread is not None
    assert not [one for one in due_at(state, end) if one.what != "ladder"]
    counted = [
        (told.body.party, told.body.what, told.body.due.ms if told.body.what == "follow-up" else 0)
        for told in weigh(state, thread).counting
        if isinstance(told.body, answer.Lapsed)
    ]
    assert len(set(counted)) == len(counted)
    for due in clocks(state, thread):
        assert due.clock in ("answered", "lapsed", "ended")


def test_a_lapse_that_came_too_early_does_not_use_up_the_real_one() -> None:
    """A desk that entered a lapse before its time enters the real one under another key."""
    early = answer.Lapsed(
        notice=OF, party="south", what="receipt", policy="receipt",
        due=Instant(ms=T0 + 15 * MINUTE, zone="Z"),
    )  # fmt: skip
    ms = T0 + 16 * MINUTE
    first = {one.key for one in lapses(state_of(("north", TOLD)), ms)}
    later = {one.key for one in lapses(state_of(("north", TOLD), ("desk", early)), ms)}
    assert 2 == len(first) == len(later)
    assert 1 == len(first - later)


@pytest.mark.parametrize("what", ["receipt", "reply", "read-back"])
def test_only_what_was_asked_for_stops_a_clock(what: str) -> None:
    """Received is a receipt, not a reply where both are asked for; a read-back is its own."""
    given_answers: dict[str, Record] = {
        "receipt": answer.Received(notice=OF, party="south"),
        "reply": answer.Confirmed(notice=OF, party="south"),
        "read-back": answer.ReadBack(notice=OF, party="south", understood="the mill"),
    }
    state = state_of(("north", TOLD), ("south", given_answers[what]))
    thread = state.thread(OF)
    assert thread is not None
    south = {due.what: due.clock for due in clocks(state, thread) if due.addressee == "south"}
    assert "answered" == south["receipt"]
    assert ("answered" if what == "reply" else "running") == south["reply"]
    if what != "read-back":
        assert "running" == south["read-back"]


def test_an_acknowledgement_that_led_to_nothing_is_asked_again() -> None:
    """Received, and then nothing: an hour later a follow-up is due, and its ladder rings."""
    state = state_of(
        ("north", TOLD),
        ("south", answer.Received(notice=OF, party="south")),
        ("south", answer.ReadBack(notice=OF, party="south", understood="the mill")),
    )
    thread = state.thread(OF)
    assert thread is not None
    due = next(one for one in clocks(state, thread) if one.what == "follow-up")
    assert (FIRST + 1 + 60) * MINUTE + T0 - FIRST * MINUTE == due.due_ms
    done = state_of(
        ("north", TOLD),
        ("south", answer.Undertaken(notice=OF, party="south", statement="No fire there.")),
    )
    thread = done.thread(OF)
    assert thread is not None
    assert "answered" == {one.what: one.clock for one in clocks(done, thread)}["follow-up"]
