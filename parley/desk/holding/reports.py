"""The daily report for a person at the desk, as known now or earlier."""

from __future__ import annotations

from functools import partial

from parley import incidents
from parley.ceasefire.clocks import gathering
from parley.ceasefire.clocks.marking import windows
from parley.ceasefire.daily.report import Daily, Limits, daily
from parley.desk.board import Board
from parley.desk.holding.standing import terms_at, whole_at
from parley.record.entry import Unread


def daily_of(
    board: Board,
    arrangement: str,
    day: str,
    *,
    readings: str | None = None,
    known_at: int | None = None,
) -> Daily:
    """The report of the period that ends on a day at the arrangement's cut-off."""
    terms = terms_at(arrangement)
    size = board.book.size() if known_at is None else known_at
    return daily(
        terms,
        day,
        board.state(incidents.PROJECTION, known_at),
        windows=windows(board.state(gathering.PROJECTION, known_at)),
        whole=partial(whole_at, board, terms, readings=readings, known_at=known_at),
        limits=_limits(board, size),
    )


def _limits(board: Board, size: int) -> Limits:
    unread = late = 0
    for entry in board.book.entries(0, size):
        unread += isinstance(entry.body, Unread)
        late += entry.late
    return Limits(entries=size, unread=unread, late=late)
