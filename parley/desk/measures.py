"""The measures of the line, as known at any entry: for the desk, and for each party its own.

Nobody else is shown them: publishing is a clause of the arrangement. Drills and what is only
reported are no part of them; the drills' own times stand apart, marked.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from parley.channel import PROJECTION, times
from parley.channel.measuring import (
    Acknowledgement,
    Happened,
    Harm,
    ReadBack,
    acknowledgements,
    harm_during_silence,
    read_back_distances,
)
from parley.channel.thread import State, Thread
from parley.channel.timing import Span
from parley.desk.board import Board
from parley.fold import Book
from parley.record import alert, incident
from parley.record.entry import Unread

DESK = "desk"


class AlertTimes(Struct, frozen=True, kw_only=True):
    """The times of one alert, and what fell into its silence, both as ranges."""

    of: str
    entry: int
    kind: str
    author: str | None
    to: tuple[str, ...]
    spans: tuple[Span, ...]
    harm: Harm


class LineMeasures(Struct, frozen=True, kw_only=True):
    """Everything the line is measured by. `silences` is how many reply times ran out."""

    actor: str
    entries: int
    alerts: tuple[AlertTimes, ...]
    drills: tuple[AlertTimes, ...]
    acknowledgements: tuple[Acknowledgement, ...]
    read_backs: tuple[ReadBack, ...]
    silences: int


def measures_of(board: Board, actor: str, ms: int, *, known_at: int | None = None) -> LineMeasures:
    """The measures as one actor may know them, when so many entries were logged.

    `board` is that actor's; of a party's, only what concerns it is counted. `ms` is until when a
    silence that lasts is counted.
    """
    size = board.book.size() if known_at is None else known_at
    state = board.state(PROJECTION, known_at)
    own = None if actor == DESK else actor
    happened = tuple(_happened(board.book, size))
    alerts = [
        _times(state, thread, happened, ms)
        for thread in state.threads if _counts(thread) and _concerns(thread, own)
    ]  # fmt: skip
    drilled = {thread.of for thread in state.threads
               if thread.head is not None and thread.head.body.exercise}  # fmt: skip
    rates = [one for one in acknowledgements(state) if own in (None, one.party)]
    return LineMeasures(
        actor=actor,
        entries=size,
        alerts=tuple(one for one in alerts if one.of not in drilled),
        drills=tuple(one for one in alerts if one.of in drilled),
        acknowledgements=tuple(rates),
        read_backs=tuple(
            one for one in read_back_distances(state) if own in (None, one.party)
        ),
        silences=sum(one.late + one.silent for one in rates),
    )


def _counts(thread: Thread) -> bool:
    head = thread.head
    return (
        head is not None
        and isinstance(head.body, alert.Raised | alert.StopRequested)
        and head.body.reported is None
        and not head.late
    )


def _concerns(thread: Thread, actor: str | None) -> bool:
    head = thread.head
    return actor is None or (head is not None and actor in (*head.body.to, head.author))


def _times(
    state: State, thread: Thread, happened: tuple[Happened, ...], ms: int
) -> AlertTimes:
    head = thread.head
    body = head.body if head is not None else None
    return AlertTimes(
        of=thread.of,
        entry=head.index if head is not None else -1,
        kind="stop request" if isinstance(body, alert.StopRequested) else "warning",
        author=head.author if head is not None else None,
        to=body.to if body is not None else (),
        spans=times(state, thread),
        harm=harm_during_silence(state, thread, happened, ms),
    )


def _happened(book: Book, size: int) -> Iterator[Happened]:
    """What is alleged to have happened, each with its time as told: nobody has ruled on it yet."""
    for entry in book.entries(0, size):
        body = entry.body
        if isinstance(body, Unread) or not isinstance(body, incident.Alleged) or body.exercise:
            continue
        if body.when is not None and body.reported is None:
            yield Happened(entry=entry.index, earliest_ms=body.when.earliest,
                           latest_ms=body.when.latest)  # fmt: skip
