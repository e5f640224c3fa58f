"""From nothing, the desk knows again what the record says.

Cold, all projections (channel, incidents, review) take in at least 60,000 entries a second, read
from the ledger and opened as the desk opens them; from a snapshot at least 500,000. The entries
are busy days (MIX in saying.py). Memory is how much the resident set of a process of its own grows
while it folds, for each million entries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.desks import MeasuredDesk
from benchmarks.figures import Figure, Goal, Paired, Spread, at_least, in_turns, rate, timed
from benchmarks.memory import resident
from benchmarks.running import Run
from benchmarks.saying import MIX
from parley import channel, incidents, review
from parley.desk.board import Board
from parley.fold import Book, MemoryBook, MemorySnapshots
from parley.record.entry import Entry, Unread, trust_record, write_record
from parley.record.kinds import is_closed

TITLE = f"Fold through channel, incidents and review ({MIX})"
_COLD, _WARM = 60_000, 500_000
"""Entries a second."""


def measure(run: Run) -> Iterator[Figure]:
    """From the ledger, from entries in memory, from a snapshot; and what limits them."""
    desk = run.busy()
    size = min(desk.ledger.size, run.size(20_000, 3_000))
    reader = desk.reader()
    run.say("reading and opening entries")
    entries = list(reader.entries(0, size))
    yield _from_ledger(run, reader, entries)
    yield from _reading(run, desk, entries)
    yield _from_memory(run, entries)
    yield _from_snapshot(run, entries)
    run.say("fold: memory")
    whole = min(desk.ledger.size, run.size(50_000, 5_000))
    grown = run.alone(_grown, desk.folder, whole) * 1e6 / whole
    yield Figure(
        measure=f"memory of the three states of {whole:,} entries, grown by",
        ours=f"{grown / 1e6:,.0f} MB",
        peer="resident, for each million",
    )


def _all_states(book: Book, size: int, snapshots: MemorySnapshots | None = None) -> None:
    """Ask the board for every projection in one reading, as the desk's pages do."""
    board = Board(book, snapshots)
    board.three((channel.PROJECTION, incidents.PROJECTION, review.PROJECTION), size)


def _from_ledger(run: Run, reader: Book, entries: list[Entry]) -> Figure:
    run.say("fold: cold, from the ledger")
    size = len(entries)
    bodies = _bodies(entries)

    def ours() -> float:
        with timed() as took:
            _all_states(reader, size)
        return size / took.wall

    found = in_turns(ours, lambda: _decoding(bodies), rounds=3)
    return Figure(
        measure=f"cold, from the ledger, one reading for all; {_share(entries):.0%} closed",
        ours=rate(found.middle[0]),
        peer=f"{rate(found.middle[1])} (decoding the bodies alone)",
        ratio=found.ratio,
        goal=_goal(_COLD, found),
    )


def _reading(run: Run, desk: MeasuredDesk, entries: list[Entry]) -> Iterator[Figure]:
    """What reading costs by itself: open entries, and closed ones."""
    reader = desk.reader()
    logged = list(desk.ledger.read(0, len(entries)))
    for name, closed in (("open", False), ("closed", True)):
        wanted = [one for one in logged if (not one.payload.body) == closed]
        with timed() as took:
            for one in wanted:
                reader.entry(one)
        yield Figure(
            measure=f"of that, opening {name} entries once they are read",
            ours=rate(len(wanted) / took.wall),
        )
    with timed() as took:
        for _ in desk.ledger.read(0, len(entries)):
            pass
    yield Figure(
        measure="of that, reading entries from the file", ours=rate(len(entries) / took.wall)
    )


def _from_memory(run: Run, entries: list[Entry]) -> Figure:
    run.say("fold: from entries in memory")
    book = MemoryBook(entries)
    found = _takes(run, len(entries), lambda: _all_states(book, len(entries)))
    return Figure(
        measure=f"from entries in memory ({rate(found.least)} to {rate(found.most)})",
        ours=rate(found.middle),
        goal=at_least(_COLD, found.middle, f">= {_COLD:,}/s"),
    )


def _from_snapshot(run: Run, entries: list[Entry]) -> Figure:
    run.say("fold: from a snapshot")
    kept, book = MemorySnapshots(), MemoryBook(entries)
    _all_states(book, len(entries), kept)
    found = _takes(run, len(entries), lambda: _all_states(book, len(entries), kept))
    return Figure(
        measure=f"from a snapshot ({rate(found.least)} to {rate(found.most)})",
        ours=rate(found.middle),
        goal=at_least(_WARM, found.middle, f">= {_WARM:,}/s"),
    )


def _takes(run: Run, size: int, work: Callable[[], None]) -> Spread:
    takes = []
    for _ in range(run.rounds):
        with timed() as took:
            work()
        takes.append(size / took.wall)
    return Spread.of(takes)


def _goal(floor: int, found: Paired) -> Goal:
    return at_least(floor, Spread.of(found.ours).middle, f">= {floor:,}/s")


def _bodies(entries: list[Entry]) -> list[bytes]:
    return [write_record(one.body) for one in entries if not isinstance(one.body, Unread)]


def _decoding(bodies: list[bytes]) -> float:
    with timed() as took:
        for body in bodies:
            trust_record(body)
    return len(bodies) / took.wall


def _share(entries: list[Entry]) -> float:
    """How many of the entries are closed."""
    closed = sum(not isinstance(e.body, Unread) and is_closed(type(e.body)) for e in entries)
    return closed / len(entries)


def _grown(folder: Path, size: int) -> int:
    """By how many bytes a process grows that folds the record and holds the states."""
    desk = MeasuredDesk(folder, create=False, reading=True)
    before = resident()
    board = Board(desk.reader())
    states = board.three((channel.PROJECTION, incidents.PROJECTION, review.PROJECTION), size)
    grown = resident() - before
    desk.close()
    return grown if all(states) else 0
