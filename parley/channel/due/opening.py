"""Which rows of the table a thread has: what is open, and until when."""

from __future__ import annotations

from parley.channel.due.clocks import Side, sides
from parley.channel.table import ALARM, DRILL, LAPSED, NEVER, SILENT, Fresh
from parley.channel.thread import State, Thread
from parley.record import alert, notice


def open_rows(state: State, places: list[int], fresh: Fresh) -> None:
    """Put in the rows of these threads, and the ends of their windows."""
    for place in places:
        thread = state.thread_at(place)
        head = thread.head
        if head is None:
            continue
        marks = DRILL if head.body.exercise else 0
        marks |= ALARM if isinstance(head.body, alert.Raised | alert.StopRequested) else 0
        over = True
        for side in sides(state, thread):
            _add(fresh, place, side, marks)
            over = side.over
        end = window_end(thread)
        if end is not None and not over:
            fresh.ends_at(place, end)


def window_end(thread: Thread) -> int | None:
    """The last moment of what a notice notified; None where it runs until it is ended."""
    head = thread.head
    if head is None or not isinstance(head.body, notice.Notice):
        return None
    body = head.body
    if isinstance(body, notice.MovementNotified):
        return max(leg.window.latest for leg in body.legs)
    return body.window.latest if body.window is not None else None


def window_start(thread: Thread) -> int | None:
    """The first moment of what a notice notified; None where it has no beginning."""
    head = thread.head
    if head is None or not isinstance(head.body, notice.Notice):
        return None
    body = head.body
    if isinstance(body, notice.MovementNotified):
        return min(leg.window.earliest for leg in body.legs)
    return body.window.earliest if body.window is not None else None


def _add(fresh: Fresh, place: int, side: Side, marks: int) -> None:
    silent = SILENT if side.silent else 0
    for one in side.dues:
        match one.clock:
            case "running":
                due = NEVER if one.due_ms is None else one.due_ms
                fresh.add(place, side.addressee, one.what, due=due, marks=marks | silent)
            case "lapsed" | "none agreed":
                lapsed = LAPSED if one.clock == "lapsed" else 0
                if not side.over:
                    fresh.add(
                        place, side.addressee, one.what, due=NEVER, marks=marks | silent | lapsed
                    )
            case "answered" | "ended" | "not started":
                pass
    if side.climb is not None and side.climb.by is None:
        fresh.add(place, side.addressee, "ladder", due=side.climb.since_ms, marks=marks)
