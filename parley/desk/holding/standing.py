"""Clocks, obligations and speakers for a person at the desk, as known now or earlier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from parley import channel
from parley.cases import shipped
from parley.ceasefire.clocks import gathering
from parley.ceasefire.clocks.face import days_in_words
from parley.ceasefire.clocks.gathering import Gathering
from parley.ceasefire.clocks.seen import NOTHING
from parley.ceasefire.known import PROJECTION as KNOWN
from parley.ceasefire.obligations import hearing
from parley.ceasefire.obligations.hearing import Hearing
from parley.ceasefire.obligations.reading import Read, ReadingFile, read_readings
from parley.ceasefire.obligations.words import Heard
from parley.ceasefire.status.whole import Record, Whole, faces_of, whole_of
from parley.ceasefire.text.plain import read_plain
from parley.ceasefire.text.reading import read_as_at
from parley.ceasefire.text.terms import Terms, terms_of
from parley.desk.board import Board
from parley.desk.findings import arrangement_at, read_file, rows_of
from parley.record.arrangement import ClockDeclared
from parley.record.correction import Retracted
from parley.record.incident import About
from parley.record.obligation import Obligation

MOST_POINTS = 400
"""At most so many points of the record are asked for a history."""


class Showed(Struct, frozen=True, kw_only=True):
    """What a clock showed for one moment once so many entries were known: each hand in words."""

    known_at: int
    rx: int
    hands: dict[str, str]


def terms_at(arrangement: str) -> Terms:
    """A shipped arrangement or a file, ready to be asked."""
    return terms_of(arrangement_at(arrangement).arrangement)


def readings_at(name: str, terms: Terms, board: Board) -> Read:
    """A shipped file of readings by its name, or a file."""
    if name in shipped.READINGS:
        file, raw = shipped.readings_file(name)
    else:
        file, raw = Path(name).name, read_file(Path(name), name, shipped.READINGS)
    plain = read_plain(raw, file)
    case = read_as_at(ReadingFile, plain.value, plain, ()).case
    return read_readings(plain, terms, rows_of(case, board, plain) if case is not None else None)


def record_at(board: Board, read: Read, known_at: int | None) -> Record:
    """All that is known at a number of entries."""
    return Record(
        known=board.state(KNOWN, known_at),
        holding=board.state(gathering.PROJECTION, known_at),
        heard=board.state(hearing.PROJECTION, known_at),
        threads=board.state(channel.PROJECTION, known_at),
        read=read.known_at(known_at),
    )


def whole_at(
    board: Board,
    terms: Terms,
    at: int,
    *,
    readings: str | None = None,
    known_at: int | None = None,
) -> Whole:
    """How everything stands at a moment, as known at a number of entries."""
    read = Read() if readings is None else readings_at(readings, terms, board)
    return whole_of(terms, record_at(board, read, known_at), at)


def history(board: Board, terms: Terms, clock: str, at: int) -> Iterator[Showed]:
    """What a clock showed for a moment whenever the record came to say otherwise of it.

    Asked after each entry that a clock can turn on, or after evenly chosen ones where there are
    more than 400.
    """
    entries = list(board.book.entries(0, board.book.size()))
    turning = [one.index for one in entries
               if isinstance(one.body, About | ClockDeclared | Obligation | Retracted)]  # fmt: skip
    step = -(-len(turning) // MOST_POINTS) or 1
    points = {*turning[::step], *turning[-1:]}
    runs = KNOWN.resume(KNOWN.empty), Gathering(NOTHING), Hearing(Heard())
    before: dict[str, str] = {}
    for entry in entries:
        for run in runs:
            run.step(entry)
        if entry.index not in points:
            continue
        record = Record(
            known=runs[0].freeze(), holding=runs[1].freeze(), heard=runs[2].freeze()
        )
        face = faces_of(terms, record, at)[clock]
        hands = {one.policy: f"{one.state}, {days_in_words(one)}" for one in face.hands}
        if hands != before:
            yield Showed(known_at=entry.index + 1, rx=entry.rx, hands=hands)
        before = hands
