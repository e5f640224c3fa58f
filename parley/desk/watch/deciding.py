"""What a tick comes to: a pure function of the record and a moment. It sends and enters nothing."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from parley.channel.due import Lapse, lapses
from parley.channel.ladder import Plan, plans, unreached
from parley.channel.thread import Head, State
from parley.desk.watch.reach import Reach, messages
from parley.desk.watch.steps import Steps
from parley.desk.ways.message import Message
from parley.record import alert, log
from parley.record.kinds import Record
from parley.record.readers.told import Told


class Act(Struct, frozen=True, kw_only=True):
    """A record to be entered once, the key it is known by, and who is to be told of it."""

    key: str
    record: Record
    to: tuple[str, ...] = ()


class Decided(Struct, frozen=True, kw_only=True):
    """What is to be done now: messages first, then entries. `plans` are the ladders that run.

    `held_ms` is when the first lapse comes that waits because the clock was set forward.
    """

    posts: tuple[Message, ...]
    acts: tuple[Act, ...]
    plans: tuple[Plan, ...]
    held_ms: int | None = None


def tick(state: State, ms: int, reach: Reach, steps: Steps | None = None) -> Decided:
    """What is due at a moment: rings, replies that ran out, ladders at their end, drills over.

    Alerts are rung before notices, and what is lived before what is practised.
    """
    running = sorted(plans(state, ms), key=lambda one: (one.exercise, not one.alarm, one.since_ms))
    late = [(lapse, _held(lapse, steps)) for lapse in lapses(state, ms)]
    return Decided(
        posts=tuple(one for plan in running for one in _rung(state, plan, reach)),
        acts=(
            *_drills_over(state),
            *(_lapsed(state, lapse) for lapse, until in late if until <= ms),
            *_unreached(state, ms),
        ),
        plans=tuple(running),
        held_ms=min((until for _, until in late if until > ms), default=None),
    )


def _rung(state: State, plan: Plan, reach: Reach) -> Iterator[Message]:
    thread = state.thread(plan.of)
    if thread is not None:
        for ring in plan.rings:
            yield from messages(state, thread, plan, ring, reach)


def _held(lapse: Lapse, steps: Steps | None) -> int:
    due = lapse.record.due.ms
    return due if steps is None else steps.held(due, lapse.since_ms)


def _lapsed(state: State, lapse: Lapse) -> Act:
    to = (_author(state, lapse.record.notice), lapse.record.party)
    return Act(key=lapse.key, record=lapse.record, to=_known(to))


def _unreached(state: State, ms: int) -> Iterator[Act]:
    for one in unreached(state, ms):
        to = (_author(state, one.record.of), one.record.to)
        yield Act(key=one.key, record=one.record, to=_known(to))


def _drills_over(state: State) -> Iterator[Act]:
    """A real stop request ends every drill that had begun before it."""
    began: dict[str, int] = {}
    for told in state.drills:
        if isinstance(told.body, log.ExerciseStarted):
            began[told.body.drill] = told.index
        else:
            began.pop(told.body.drill, None)
    if not began:
        return
    newest = max((head.index for head in _stops(state, min(began.values()))), default=-1)
    for drill, index in began.items():
        if index < newest:
            record = log.ExerciseEnded(drill=drill, why="real-stop-request")
            yield Act(key=f"drill:{drill}", record=record)


def _stops(state: State, after: int) -> Iterator[Told[Head]]:
    """The real stop requests entered after an entry, newest first."""
    for place in range(len(state.cells) - 1, -1, -1):
        head = state.thread_at(place).head
        if head is None:
            continue
        if head.index < after:
            return
        body = head.body
        real = not (body.exercise or head.late or body.reported is not None)
        if real and isinstance(body, alert.StopRequested):
            yield head


def _author(state: State, of: str) -> str | None:
    thread = state.thread(of)
    return thread.head.author if thread is not None and thread.head is not None else None


def _known(to: tuple[str | None, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in to if one is not None))
