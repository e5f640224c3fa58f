"""Beside other people's programs that also keep a record, on the same records.

eventsourcing (PyPI): its SQLite recorder, which orders and stores events and checks nothing.
tlog_scales (PyPI): its writer of tiled logs, which hashes, signs a checkpoint and syncs files.
Neither checks who signed an entry. No promise: told so that nobody need guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore
from tlog_scales.signing import CheckpointSigner, PlainEd25519Signer
from tlog_scales.writer import TilesWriter

from benchmarks.desks import LOG
from benchmarks.figures import Figure, in_turns, rate, timed
from benchmarks.running import Run
from benchmarks.saying import status

TITLE = "Other writers on the same records (open, 1 kB leaf; this disk)"
Write = Callable[[Sequence[bytes]], None]
"""Keeps some leaves in one durable step."""


def measure(run: Run) -> Iterator[Figure]:
    """One record a durable step, then 200, against each of them."""
    for name, opened in (("eventsourcing", _recorder), ("tlog_scales", _tiles)):
        for group, amount in ((1, run.size(300, 60)), (200, run.size(2000, 400))):
            run.say(f"other writers: {name}, {group} a step")
            write = opened(run.place(name))
            yield _figure(run, f"{name}, {group} a durable step", write, (group, amount))


def _figure(run: Run, name: str, write: Write, size: tuple[int, int]) -> Figure:
    group, amount = size
    desk = run.desk("beside")
    waiting = desk.many(status, amount * run.rounds)
    leaf = desk.ledger.submit(desk.signed(status(0))).leaf
    steps = range(0, amount, group)

    def ours() -> float:
        batch = [waiting.pop() for _ in range(amount)]
        with timed() as took:
            for at in steps:
                desk.ledger.submit_many(batch[at : at + group])
        return amount / took.wall

    def peer() -> float:
        with timed() as took:
            for _ in steps:
                write([leaf] * group)
        return amount / took.wall

    found = in_turns(ours, peer, rounds=run.rounds)
    desk.close()
    return Figure(
        measure=name, ours=rate(found.middle[0]), peer=rate(found.middle[1]), ratio=found.ratio
    )


def _recorder(folder: Path) -> Write:
    """eventsourcing's recorder, one aggregate, WAL, with the FULL sync its SQLite comes with."""
    store = SQLiteDatastore(str(folder / "events.sqlite"), pool_size=1, max_overflow=0)
    recorder = SQLiteApplicationRecorder(store)
    recorder.create_table()
    with store.transaction(commit=False) as cursor:
        cursor.execute("PRAGMA synchronous")
        if cursor.fetchone()[0] != 2:
            raise SystemExit("expected eventsourcing's connection to sync FULL, got another mode")
    aggregate, version = uuid4(), count(1)

    def write(leaves: Sequence[bytes]) -> None:
        recorder.insert_events(
            [StoredEvent(aggregate, next(version), "entry", leaf) for leaf in leaves]
        )

    return write


def _tiles(folder: Path) -> Write:
    """tlog_scales' writer, with one Ed25519 signer."""
    writer = TilesWriter.create(folder / "log", LOG)
    signers: list[CheckpointSigner] = [PlainEd25519Signer(LOG, b"\x01" * 32)]

    def write(leaves: Sequence[bytes]) -> None:
        for leaf in leaves:
            writer.add_leaf(leaf)
        writer.commit(signers)

    return write
