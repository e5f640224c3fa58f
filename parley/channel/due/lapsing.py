"""What the watch is to enter because a time ran out: derived from the record, each exactly once.

Two watches, or one that was killed and began again, derive the same lapse under the same key, and
once it is entered the record itself no longer asks for it. Silence is a fact, never consent.
"""

from __future__ import annotations

from msgspec import Struct

from parley.channel.due.asking import running
from parley.channel.due.clocks import Due
from parley.channel.thread import State
from parley.record import answer
from parley.record.values.time import Instant


class Lapse(Struct, frozen=True, kw_only=True):
    """A record to be entered, and the key under which it is entered at most once.

    `since_ms` is when the clock began to run.
    """

    key: str
    record: answer.Lapsed
    since_ms: int


def lapses(state: State, ms: int) -> tuple[Lapse, ...]:
    """Every clock that has run out by a moment and of which the record does not say so yet."""
    return tuple(_lapse(state, due) for due in running(state, ms))


def _lapse(state: State, due: Due) -> Lapse:
    # How many the desk entered for this clock that do not count (too early, by a clock that was
    # wrong): each of them used up a key, and this one must not be taken for a retry of it.
    thread = state.thread(due.of)
    earlier = sum(
        isinstance(told.body, answer.Lapsed)
        and (told.body.party, told.body.what, told.body.policy)
        == (due.addressee, due.what, due.policy)
        and (due.what != "follow-up" or told.body.due.ms == due.due_ms)
        for told in (thread.follows if thread is not None else ())
    )
    record = answer.Lapsed(
        notice=due.of,
        party=due.addressee,
        due=Instant(ms=due.due_ms or 0, zone="Z"),
        rule=due.rule or "channel",
        what=due.what if due.what != "ladder" else "reply",
        policy=due.policy,
        exercise=due.exercise,
    )
    begun = f":{due.due_ms}" if due.what == "follow-up" else ""
    key = f"lapsed:{due.of}:{due.addressee}:{due.what}:{due.policy or ''}{begun}:{earlier}"
    return Lapse(key=key, record=record, since_ms=due.started_ms or 0)
