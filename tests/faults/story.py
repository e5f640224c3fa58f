"""A short history that is written while the disk fails, and what it was promised meanwhile."""

from __future__ import annotations

import contextlib
import itertools
import tempfile
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import pytest
from msgspec import Struct

from parley.errors import Refusal
from parley.ledger import Ledger, Receipt, fsck, open_ledger, verify_receipt
from parley.ledger.stores import opening, sqlite
from parley.ledger.tlog import Signer, verify_consistency
from parley.record.correction import Erased
from parley.record.kinds import Record
from parley.record.log import ExerciseStarted, Noted
from tests.ledger.desks import LOG, Bench, Holder


class Promised(Struct):
    """What the desk answered for: the receipts it gave, and the parts it said were erased."""

    receipts: list[Receipt] = []
    asked: set[str] = set()
    erased: set[str] = set()


class Story(Bench):
    """A test desk on a file layer of the test's choice, which remembers what it sent."""

    def __init__(
        self, folder: Path, *, vfs: str | None = None, create: bool = True, key: int = 1
    ) -> None:
        """`key` is the seed of the log's own key; the test desk's is 1."""
        self.vfs, self.key = vfs, key
        self.sent: list[bytes] = []
        self.promised = Promised()
        self.moved: Callable[[], None] = lambda: None
        super().__init__(folder, create=create)
        if self.ledger.size:  # a restart, and the clock has gone on meanwhile
            self.clock = itertools.count(1_900_000_000_000, 1000)

    def _open(self, create: bool) -> Ledger:
        def now() -> int:
            return next(self.clock)

        return open_ledger(
            self.folder or Path(),
            signer=Signer(LOG, seed=bytes([self.key]) * 32),
            custody=self.custody,
            now=now,
            rule=self.rule,
            create=create,
            vfs=self.vfs,
        )

    def act(self, who: Holder, record: Record, *readers: Holder) -> Receipt:
        return self.send([self.draft(record, *readers).signed_by(who)])[0]

    def send(self, raws: list[bytes]) -> list[Receipt]:
        """Submit together; what is answered is promised."""
        self.sent += raws
        self.moved()
        receipts = self.ledger.submit_many(raws)
        self.promised.receipts += receipts
        self.moved()
        return receipts

    def erase(self, receipt: Receipt) -> None:
        """Have the body of an entry destroyed."""
        part = self.ledger.logged(next(self.ledger.rows(receipt.index, receipt.index + 1)))
        gone = set(part.payload.commit.values())
        self.promised.asked |= gone
        self.act(
            self.desk,
            Erased(record=receipt.digest, entry=receipt.index, part="body", why="on request"),
        )
        self.promised.erased |= gone
        self.moved()

    def notes(self, who: Holder, count: int, *, size: int = 40) -> list[bytes]:
        """Closed notes, signed and not sent."""
        return [
            self.draft(Noted(text=f"note {n} ".ljust(size, ".")), self.south).signed_by(who)
            for n in range(count)
        ]

    def short(self) -> None:
        """Founding by the desk alone, open and closed entries, one of them erased."""
        self.act(self.desk, self.desk.registration())
        self.act(self.desk, self.desk.sealing())
        self.act(self.desk, ExerciseStarted(drill="d-1", title="Relay by voice"))
        first = self.act(self.desk, Noted(text="the first note"))
        self.send(self.notes(self.desk, 2))
        self.erase(first)


def exercise(number: int) -> ExerciseStarted:
    """An open record unlike the others."""
    return ExerciseStarted(drill=f"d-{number}", title="Relay by voice")


def broken(folder: Path, promised: Promised, again: list[bytes]) -> list[str]:
    """Which promises a folder breaks when it is opened afresh; empty when it keeps them all.

    1. it opens, with nothing put right by hand
    2. every answered entry stands at its place, byte for byte, under the promised checkpoint
    3. every sealed part is here unless its erasure was asked for, and gone if that was answered
    4. submissions sent `again`, answered before or not, get one place each, and always the same
    5. it takes a new entry, and fsck finds nothing
    """
    try:
        story = Story(folder, create=not promised.receipts)  # 1
    except Refusal as fault:
        return [f"refused at opening: {fault}"]
    try:
        found = [
            *_gone(story.ledger, promised),  # 2
            *_parts(story.ledger, promised),  # 3
        ] or _moved(story.ledger, promised, again)  # 4
        story.act(story.desk, exercise(999) if story.ledger.size else story.desk.registration())
    except Refusal as fault:
        found = [f"refused: {fault}"]
    finally:
        story.ledger.close()
    return found + list(fsck(folder).problems)  # 5


def _gone(ledger: Ledger, promised: Promised) -> list[str]:
    found = []
    root = b64decode(ledger.seen().root)
    for receipt in promised.receipts:
        index, checkpoint = verify_receipt(receipt, ledger.verifier)
        row = next(ledger.rows(index, index + 1), None)
        if row is None or row.leaf != receipt.leaf or ledger.size < checkpoint.size:
            found.append(f"entry {index} was answered and is gone")
            continue
        old = checkpoint.size
        verify_consistency(
            old, ledger.size, old_root=checkpoint.root, new_root=root, proof=ledger.consistency(old)
        )
    return found


def _parts(ledger: Ledger, promised: Promised) -> list[str]:
    found = []
    for logged in ledger.read():
        for commitment in logged.payload.commit.values():
            here = ledger.part(commitment) is not None
            if here and commitment in promised.erased:
                found.append(f"a part of entry {logged.index} was erased and is back")
            if not here and commitment not in promised.asked:
                found.append(f"a part of entry {logged.index} is gone")
    return found


def _moved(ledger: Ledger, promised: Promised, again: list[bytes]) -> list[str]:
    before = {row.leaf for row in ledger.rows(0, ledger.size)}
    answered = {receipt.leaf for receipt in promised.receipts}
    receipts = [ledger.submit(raw) for raw in again]
    leaves = {receipt.leaf for receipt in receipts}
    fresh = leaves - before
    places = {receipt.index for receipt in receipts}
    if len(leaves) != len(set(again)) or len(places) != len(leaves):
        return [f"{len(set(again))} submissions stand at {len(places)} places"]
    if ledger.size != len(before) + len(fresh) or not answered <= before:
        return [f"expected {len(before) + len(fresh)} entries, got {ledger.size}"]
    return []


@contextlib.contextmanager
def in_memory() -> Iterator[Path]:
    """A folder in memory where there is one: the faults are played, the disk need not be slow."""
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as place:
        yield Path(place)


def fold_often(
    patch: pytest.MonkeyPatch,
    change: Callable[[apsw.Connection, Path], None] = lambda found, path: None,
) -> None:
    """Fold the log in every 24 pages; SQLite's own 1000 are never reached in a short history.

    `change` may change more about a connection, after the store has made sure of it.
    """
    real = opening.connect

    def connect(path: Path, vfs: str | None) -> apsw.Connection:
        found = real(path, vfs)
        found.pragma("wal_autocheckpoint", 24)
        change(found, path)
        return found

    for module in (opening, sqlite):
        patch.setattr(module, "connect", connect)


__all__ = ["Promised", "Story", "broken", "exercise", "fold_often", "in_memory"]
