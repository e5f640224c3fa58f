"""Opening a SQLite file that must be ours: looked at before it is touched, made whole or not.

SQLite answers gladly from a file that is cut, foreign or another program's, and turns a foreign
file into a write-ahead one as soon as it is asked to. So the first 100 bytes are read before it
may see the file (sqlite.org/fileformat2.html, section 1.3), and a file that is not ours stays as
it is, byte for byte. A new file is folded out of its log before it is used: from then on its own
head says that it was finished, and a file without that head never held anything.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Literal

import apsw
from msgspec import Struct

from parley.errors import Damaged, DiskFailed

Found = Literal["nothing", "begun", "whole"]
_MAGIC = b"SQLite format 3\x00"
_HEAD = 100
FOLD_AFTER = 4000
"""Pages in the write-ahead log, 16 MB, before it is folded in."""
_WORN = (  # the disk or its keeper says no; everything else is something wrong with the file
    apsw.BusyError,
    apsw.CantOpenError,
    apsw.ConnectionClosedError,
    apsw.FullError,
    apsw.InterruptError,
    apsw.IOError,
    apsw.LockedError,
    apsw.NoMemError,
    apsw.PermissionsError,
    apsw.ReadOnlyError,
)


class Kind(Struct, frozen=True):
    """What a file of ours says of itself in its head, and what is in it when it is made."""

    application: int
    version: int
    schema: str


FOREIGN = (apsw.Error, OSError, UnicodeDecodeError)
"""What SQLite or the system may raise over a file."""


def in_our_words(fault: BaseException, path: Path) -> Damaged:
    """What SQLite or the system says of a file, as a refusal of ours."""
    if isinstance(fault, (*_WORN, OSError)):
        wrong = fault.strerror if isinstance(fault, OSError) else fault
        return DiskFailed(f"expected to use the ledger file, got: {wrong}", at=path.name)
    return Damaged(
        "expected a sound ledger file, got a foreign or damaged one",
        at=path.name,
        remedy="Leave it as it is, and put the newest sound copy back.",
    )


def look(path: Path, kind: Kind, *, vfs: str | None = None) -> Found:
    """What stands at a path, without changing a byte of it; refuses what is not ours.

    "begun" is a file whose making was cut short: nothing can have been logged in it.
    """
    if not path.exists():
        return "nothing"
    head, size = _head(path, vfs)
    if not size or head == bytes(_HEAD):
        return "begun"
    if not head.startswith(_MAGIC):
        raise Damaged("expected a ledger file, got a foreign one", at=path.name)
    pages, cookie, version, application = (
        int.from_bytes(head[at : at + 4], "big") for at in (28, 40, 60, 68)
    )
    if (application, version, cookie) == (0, 0, 0) and pages <= 1:
        return "begun"
    if application != kind.application:
        raise Damaged("expected a Parley ledger, got another program's file", at=path.name)
    if version != kind.version:
        raise Damaged(f"expected version {kind.version}, got version {version}", at=path.name)
    page = int.from_bytes(head[16:18], "big")
    wanted = pages * (65_536 if page == 1 else page)
    log = path.with_name(path.name + "-wal")
    # While the log is folded in, the head may already speak of pages that are still to come.
    if size < wanted and not (log.exists() and log.stat().st_size):
        raise Damaged(f"expected {wanted} bytes, got a file cut to {size}", at=path.name)
    return "whole"


def open_file(path: Path, kind: Kind, *, log: str | None, vfs: str | None) -> apsw.Connection:
    """The writing connection to a file of ours; `log` names a new one, made if it is not there."""
    found = look(path, kind, vfs=vfs)
    if found != "whole" and log is None:
        raise Damaged(
            f"expected a ledger file, got {'none' if found == 'nothing' else 'an empty one'}",
            at=path.name,
        )
    with contextlib.ExitStack() as undo:
        opened = connect(path, vfs)
        undo.callback(let_go, opened, path, wrote=False)
        if found != "whole":
            _make(opened, kind, log or "")
        if (opened.pragma("application_id"), opened.pragma("user_version")) != (
            kind.application,
            kind.version,
        ):
            raise Damaged("expected a Parley ledger, got another program's file", at=path.name)
        undo.pop_all()
    return opened


def connect(path: Path, vfs: str | None) -> apsw.Connection:
    """A connection that syncs fully, waits two seconds for a lock, and says so when asked.

    It leaves the write-ahead log as it lies when it is closed: a file that is refused, or only
    checked, must not change under the check. `let_go` undoes that for the one that wrote.
    """
    found = apsw.Connection(str(path), vfs=vfs)
    found.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    found.set_busy_timeout(2000)
    found.pragma("journal_mode", "wal")
    found.pragma("synchronous", "FULL")
    # Folding the log costs whoever commits just then two syncs more: every 1,000 pages, as by
    # default, it would be one sealed entry in a hundred.
    found.pragma("wal_autocheckpoint", FOLD_AFTER)
    mode, sync = found.pragma("journal_mode"), found.pragma("synchronous")
    if (mode, sync) != ("wal", 2):
        raise Damaged(f"expected WAL with FULL sync, got {mode} with {sync}", at=path.name)
    return found


def name_in(found: apsw.Connection, path: Path) -> str:
    """The log a file says it belongs to."""
    row = found.execute("SELECT value FROM meta WHERE name = 'log'").fetchone()
    if row is None or not isinstance(row[0], str):
        raise Damaged("expected the name of the log, got none", at=path.name)
    return row[0]


def fold(file: apsw.Connection) -> None:
    """Write the log back into the file and cut the log to nothing; durable when it returns."""
    file.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)


def let_go(file: apsw.Connection, path: Path, *, wrote: bool) -> None:
    """Close the last connection: who wrote folds the log in, who only looked leaves it lying."""
    log = path.with_name(path.name + "-wal")
    lies = not wrote and log.exists() and log.stat().st_size > 0
    with contextlib.closing(file):
        file.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, int(lies))


def _head(path: Path, vfs: str | None) -> tuple[bytes, int]:
    # Not with open(): closing such a handle drops every lock this process holds on the file, and
    # another desk of ours may be writing it (sqlite.org/howtocorrupt.html, section 2.2).
    flags = [apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_READONLY, 0]
    with contextlib.closing(_File(vfs or "", str(path), flags)) as file:
        size = file.xFileSize()
        return file.xRead(min(size, _HEAD), 0) if size else b"", size


class _File(apsw.VFSFile):
    def close(self) -> None:
        self.xClose()


def _make(found: apsw.Connection, kind: Kind, log: str) -> None:
    """Tables and name in one transaction; a making that was cut short after it is only folded."""
    found.execute("BEGIN IMMEDIATE")
    if found.pragma("application_id") == 0:
        if found.execute("SELECT 1 FROM sqlite_schema").fetchone() is not None:
            raise Damaged("expected an empty file, got another program's")
        found.execute(kind.schema)
        found.execute("INSERT INTO meta VALUES('log', ?)", (log,))
        found.pragma("application_id", kind.application)
        found.pragma("user_version", kind.version)
    found.execute("COMMIT")
    fold(found)
