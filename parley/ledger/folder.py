"""A ledger's folder: which files it has, and that only one process writes them.

    ledger.sqlite      entries, checkpoints                      never changed
    sealed.sqlite      sealed parts                              can be erased
    lock               held by the one writer
    log.vkey           the log's public key, for handing out
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from parley.errors import Damaged, DiskFailed, InUse, NotFound
from parley.ledger.admission import Custody
from parley.ledger.log import Ledger, Rule
from parley.ledger.stores.opening import look
from parley.ledger.stores.parts import SqliteParts
from parley.ledger.stores.sqlite import LEDGER, SqliteStore
from parley.ledger.tlog import Signer

ENTRIES = "ledger.sqlite"
PARTS = "sealed.sqlite"
LOCK = "lock"
VKEY = "log.vkey"


class OpenLedger(Ledger):
    """A ledger with its folder locked; `close` lets go of the lock as well."""

    lock: int = -1

    def close(self) -> None:
        try:
            super().close()
        finally:
            lock, self.lock = self.lock, -1
            if lock >= 0:
                os.close(lock)


def open_ledger(
    folder: Path,
    *,
    signer: Signer,
    custody: Custody,
    now: Callable[[], int],
    rule: Rule | None = None,
    create: bool = False,
    reading: bool = False,
    vfs: str | None = None,
) -> OpenLedger:
    """Open the ledger in a folder as its one writer; `create` makes a new one.

    With `reading` it opens beside the writer and takes nothing.

    Refuses with InUse while another process writes, with Damaged a file that is foreign, cut,
    older than it was, or another log's.
    """
    if not create and not (folder / ENTRIES).exists():
        raise NotFound("expected a ledger folder, got none", at=folder.name)
    with contextlib.ExitStack() as undo:
        lock = -1 if reading else _lock(folder, create=create, undo=undo)
        store, parts = _stores(folder, signer.name, create=create, vfs=vfs, undo=undo)
        opened = OpenLedger(
            store, parts, signer=signer, custody=custody, now=now, rule=rule, reading=reading
        )
        if not reading:
            _publish(folder / VKEY, signer.verifier.vkey + "\n")
        undo.pop_all()
    opened.lock = lock
    return opened


def _stores(
    folder: Path, log: str, *, create: bool, vfs: str | None, undo: contextlib.ExitStack
) -> tuple[SqliteStore, SqliteParts]:
    """Both files, the entries' last: where they are whole, sealed parts that lack were lost."""
    making = create and look(folder / ENTRIES, LEDGER, vfs=vfs) != "whole"
    parts = SqliteParts(folder / PARTS, log=log if making else None, vfs=vfs)
    undo.callback(parts.close)
    if making and next(parts.commitments(), None) is not None:
        raise Damaged("expected no ledger yet, got the sealed parts of one", at=PARTS)
    store = SqliteStore(folder / ENTRIES, log=log if making else None, vfs=vfs)
    undo.callback(store.close)
    for found, at in ((parts.log, PARTS), (store.log, ENTRIES)):
        if found != log:
            raise Damaged(f"expected the log {log}, got {found}", at=at)
    return store, parts


def _make(folder: Path) -> None:
    """The folder and those above it, each durable in the one that holds it."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in reversed(missing):
        _sync(path.parent)


def _sync(folder: Path) -> None:
    # What a folder lists is only on the disk once the folder itself is synced (fsync(2)).
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _publish(path: Path, line: str) -> None:
    """Put the public key beside the log, whole or not at all: people copy it while we start."""
    try:
        if path.exists() and path.read_bytes() == line.encode():
            return
        fresh = path.with_name(path.name + ".new")
        with fresh.open("w") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        _sync(path.parent)
    except OSError as fault:
        raise _worn(fault, path) from fault


def _worn(fault: OSError, path: Path) -> DiskFailed:
    wrong = fault.strerror or "a fault"
    return DiskFailed(f"expected to use the ledger's folder, got: {wrong}", at=path.name)


def _lock(folder: Path, *, create: bool, undo: contextlib.ExitStack) -> int:
    try:
        if create:
            _make(folder)
        file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        undo.callback(os.close, file)
        # The kernel lets go of it when the process dies, however it dies.
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        raise InUse(
            "expected to be the only writer, got another process writing this ledger",
            at=LOCK,
            remedy="Close the other desk first.",
        ) from fault
    except OSError as fault:
        raise _worn(fault, folder) from fault
    return file
