"""Which rows of the table a thread has: what is open, and until when."""

from __future__ import annotations

from collections.abc import Iterable

from parley.channel.due.clocks import Side, sides
from parley.channel.table import ALARM, DRILL, LAPSED, NEVER, SILENT, Ends, Row
from parley.channel.thread import State, Thread
from parley.record import alert, notice


def opened(state: State, places: Iterable[int]) -> tuple[list[Row], list[Ends]]:
    """The rows of these threads and the ends of their windows."""
    rows: list[Row] = []
    ends: list[Ends] = []
    for place in places:
        thread = state.thread_at(place)
        head = thread.head
        if head is None:
            continue
        found = sides(state, thread)
        marks = DRILL if head.body.exercise else 0
        marks |= ALARM if isinstance(head.body, alert.Raised | alert.StopRequested) else 0
        for side in found:
            rows.extend(_rows(place, side, marks))
        end = window_end(thread)
        if end is not None and any(one.clock != "ended" for side in found for one in side.dues):
            ends.append(Ends(end, place))
    return rows, ends


def window_end(thread: Thread) -> int | None:
    """The last moment of what a notice notified; None where it runs until it is ended."""
    head = thread.head
    if head is None or not isinstance(head.body, notice.Notice):
        return None
    body = head.body
    if isinstance(body, notice.MovementNotified):
        return max(leg.window.latest for leg in body.legs)
    return body.window.latest if body.window is not None else None


def _rows(place: int, side: Side, marks: int) -> Iterable[Row]:
    silent = SILENT if side.silent else 0
    for one in side.dues:
        match one.clock:
            case "running":
                due = NEVER if one.due_ms is None else one.due_ms
                yield Row(place, side.addressee, one.what, due, marks | silent)
            case "lapsed" | "none agreed":
                lapsed = LAPSED if one.clock == "lapsed" else 0
                if not side.over:
                    yield Row(place, side.addressee, one.what, NEVER, marks | silent | lapsed)
            case "answered" | "ended" | "not started":
                pass
    if side.climb is not None and side.climb.by is None:
        yield Row(place, side.addressee, "ladder", side.climb.since_ms, marks)
