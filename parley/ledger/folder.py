"""A ledger's folder: which files it has, and that only one process writes them.

    ledger.sqlite      entries, checkpoints                      never changed
    sealed.sqlite      sealed parts                              can be erased
    lock               held by the one writer
    log.vkey           the log's public key, for handing out
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from parley.errors import Damaged, InUse, NotFound
from parley.ledger.admission import Custody
from parley.ledger.log import Ledger, Rule
from parley.ledger.stores.parts import SqliteParts
from parley.ledger.stores.sqlite import SqliteStore
from parley.ledger.tlog import Signer

ENTRIES = "ledger.sqlite"
PARTS = "sealed.sqlite"
LOCK = "lock"
VKEY = "log.vkey"


class OpenLedger(Ledger):
    """A ledger with its folder locked; `close` lets go of the lock as well."""

    lock: int = -1

    def close(self) -> None:
        super().close()
        os.close(self.lock)


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
    if create:
        folder.mkdir(parents=True, exist_ok=True)
    elif not (folder / ENTRIES).exists():
        raise NotFound("expected a ledger folder, got none", at=folder.name)
    lock = os.open(folder, os.O_RDONLY) if reading else _lock(folder / LOCK)
    try:
        store = SqliteStore(folder / ENTRIES, log=signer.name if create else None, vfs=vfs)
        if store.log != signer.name:
            raise Damaged(f"expected the log {signer.name}, got {store.log}", at=ENTRIES)
        parts = SqliteParts(folder / PARTS, vfs=vfs)
        opened = OpenLedger(
            store, parts, signer=signer, custody=custody, now=now, rule=rule,
            reading=reading,
        )
    except BaseException:
        os.close(lock)
        raise
    opened.lock = lock
    if create:
        (folder / VKEY).write_text(signer.verifier.vkey + "\n")
    return opened


def _lock(path: Path) -> int:
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        # The kernel lets go of it when the process dies, however it dies.
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        os.close(file)
        raise InUse(
            "expected to be the only writer, got another process writing this ledger",
            at=path.name,
            remedy="Close the other desk first.",
        ) from fault
    return file
