"""The watch board: stop requests with their clocks first, then what is open, by the time left.

One row for each addressee, because one addressee's answer says nothing of another's. A page or a
terminal lays these rows out and works nothing out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from parley.channel.due.clocks import Due, Side, over_at, sides
from parley.channel.due.opening import window_start
from parley.channel.ladder import Plan, plan, plan_sentence
from parley.channel.measuring import FLOOD_WITHIN_MS, floods
from parley.channel.standing import statuses
from parley.channel.table import ALARM, NEVER, place_of
from parley.channel.thread import Head, State, Thread
from parley.channel.weighing import weigh
from parley.record import alert, log, notice
from parley.record.readers.told import Told

MOST_ROWS = 60
SOON_MS = 6 * 3_600_000
_LOOKED_AT = 400
"""So many open clocks are looked at for the board; the rest is counted."""


class Line(Struct, frozen=True, kw_only=True):
    """One addressee of one notice or alert, as it stands at a moment.

    `left_ms` is what is left of its next reply time, below 0 when that has run out; `since_ms` is
    how long an alert has run. `next_ring_ms` and `next_to` are the next ring and whom it rings.
    """

    of: str
    entry: int
    kind: str
    what: str
    author: str
    party: str
    word: str
    alarm: bool
    exercise: bool
    since_ms: int
    due_what: str = ""
    due_ms: int | None = None
    left_ms: int | None = None
    ringing: bool = False
    unreachable: bool = False
    next_ring_ms: int | None = None
    next_to: str = ""
    ladder: str = ""


class Screen(Struct, frozen=True, kw_only=True):
    """The whole board at one moment. `open` counts the rows there are, shown or not."""

    ms: int
    alarms: tuple[Line, ...]
    items: tuple[Line, ...]
    open: int
    floods: tuple[str, ...]
    drills: tuple[str, ...]
    soon: tuple[str, ...]

    @property
    def quiet(self) -> bool:
        """Whether nothing rings and no reply time runs."""
        rows = (*self.alarms, *self.items)
        return not any(
            one.ringing or one.next_ring_ms is not None or one.left_ms is not None for one in rows
        )


def screen(state: State, ms: int, zone: str = "Z") -> Screen:
    """The board as known in a state, at a moment."""
    places = _places(state)
    rows = [row for place in places for row in _rows(state, state.thread_at(place), ms, zone)]
    alarms = sorted((one for one in rows if one.alarm), key=lambda one: (one.exercise, one.entry))
    items = sorted((one for one in rows if not one.alarm), key=_urgency)
    return Screen(
        ms=ms, alarms=tuple(alarms[:MOST_ROWS]), items=tuple(items[:MOST_ROWS]),
        open=len(state.table.clocks.dues()),
        floods=tuple(_flood(state, ms)), drills=tuple(_drills(state)),
        soon=tuple(_soon(state, places, ms)),
    )  # fmt: skip


def _places(state: State) -> list[int]:
    """The threads to be shown: every alert that is open, and the notices that are due first."""
    key = state.table.clocks.keys()
    alarms = place_of(key[(key & ALARM) > 0])
    return list(dict.fromkeys((*alarms.tolist(), *place_of(key[:_LOOKED_AT]).tolist())))


def _rows(state: State, thread: Thread, ms: int, zone: str) -> Iterator[Line]:
    head = thread.head
    if head is None or over_at(state, head, weigh(state, thread).counting) is not None:
        return
    words = {one.addressee: one.latest for one in statuses(state, thread, ms)}
    for side in sides(state, thread):
        latest = words.get(side.addressee)
        word = latest.word if latest is not None else "logged"
        yield _row(thread, head, side, plan(state, thread, side.addressee, ms), (word, ms, zone))


def _row(
    thread: Thread, head: Told[Head], side: Side, ladder: Plan | None, shown: tuple[str, int, str]
) -> Line:
    word, ms, zone = shown
    due = _next(side.dues)
    alarm = isinstance(head.body, alert.Raised | alert.StopRequested)
    upcoming = _upcoming(ladder)
    due_ms = due.due_ms if due is not None else None
    return Line(
        of=thread.of, entry=head.index, kind=_kind(head.body), what=_what(head.body),
        author=head.author or "not known", party=side.addressee, word=word, alarm=alarm,
        exercise=head.body.exercise, since_ms=ms - head.rx,
        due_what=due.what if due is not None else "", due_ms=due_ms,
        left_ms=None if due_ms is None else due_ms - ms,
        ringing=ladder is not None and ladder.by is None and ladder.progress == "ringing",
        unreachable=ladder is not None and ladder.progress == "unreachable",
        next_ring_ms=upcoming[0], next_to=upcoming[1],
        ladder=plan_sentence(ladder, zone) if ladder is not None else "",
    )  # fmt: skip


def _next(dues: Iterable[Due]) -> Due | None:
    running = [one for one in dues if one.clock == "running" and one.due_ms is not None]
    return min(running, key=lambda one: one.due_ms or 0, default=None)


def _upcoming(ladder: Plan | None) -> tuple[int | None, str]:
    """The next ring and whom: one that waits for its beginning, else the next of the ladder."""
    if ladder is None or ladder.by is not None:
        return None, ""
    if ladder.progress == "waiting" and ladder.steps:
        return ladder.since_ms, ", ".join(one.title for one in ladder.steps[0].contacts)
    for step in sorted(ladder.steps, key=lambda one: one.next_ms or NEVER):
        if step.next_ms is not None:
            return step.next_ms, ", ".join(one.title for one in step.contacts) or step.rule.to
    return None, ""


def _urgency(row: Line) -> tuple[bool, int, int]:
    return row.left_ms is None, row.left_ms or 0, row.entry


def _kind(body: Head) -> str:
    match body:
        case alert.StopRequested():
            return "STOP REQUEST"
        case alert.Raised():
            return "WARNING"
        case notice.SiteNotified():
            return "site"
        case notice.MovementNotified():
            return "movement"
        case notice.ActivityNotified():
            return "activity"
        case notice.PresenceNotified():
            return "presence"


def _what(body: Head) -> str:
    words = body.what if isinstance(body, alert.Raised | alert.StopRequested) else body.purpose
    return " ".join(words.split())


def _flood(state: State, ms: int) -> Iterator[str]:
    for one in floods(state, after_ms=ms - FLOOD_WITHIN_MS):
        yield (
            f"{len(one.entries)} stop requests of {one.sender or 'an unknown sender'} in a short "
            f"time (entries {one.entries[0]} to {one.entries[-1]}). Each stands, and each rings."
        )


def _drills(state: State) -> Iterator[str]:
    began: dict[str, str] = {}
    for told in state.drills:
        if isinstance(told.body, log.ExerciseStarted):
            began[told.body.drill] = told.body.title
        else:
            began.pop(told.body.drill, None)
    yield from (f"EXERCISE EXERCISE {drill}: {title}" for drill, title in began.items())


def _soon(state: State, places: list[int], ms: int) -> Iterator[str]:
    """What was notified and begins within six hours, of what is open."""
    for place in places:
        thread = state.thread_at(place)
        begins = window_start(thread)
        if begins is not None and ms < begins <= ms + SOON_MS and thread.head is not None:
            yield f"entry {thread.head.index} begins in {(begins - ms) // 60_000} min"


__all__ = ["Line", "Screen", "screen"]
