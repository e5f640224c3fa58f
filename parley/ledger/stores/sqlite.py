"""Entries and checkpoints in one SQLite file, append-only by trigger, durable by FULL sync.

WAL with synchronous=FULL: a commit is answered only after the log file is on the disk, set and
then read back, because a build or a URI can change the default (sqlite.org/pragma.html). SQLite
before 3.51.3 has a race that can corrupt the file when the log is reset; hence apsw, which brings
its own. Foreign, newer, truncated or shrunken files are refused, never repaired in silence.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import apsw

from parley.errors import Damaged, DiskFailed
from parley.ledger.stores.port import Mark, Row, Signed

Cell = Any
"""A value as SQLite hands it over; typed where it leaves this file."""
APPLICATION_ID = 0x5041524C  # "PARL"
VERSION = 1
KIND = (APPLICATION_ID, VERSION)
OLDEST = 3_051_003
_SCHEMA = """
CREATE TABLE entry(
  idx INTEGER PRIMARY KEY, rx INTEGER NOT NULL, leaf BLOB NOT NULL,
  hash BLOB NOT NULL CHECK(length(hash) = 32),
  dedupe BLOB NOT NULL UNIQUE CHECK(length(dedupe) = 32), mark INTEGER NOT NULL) STRICT;
CREATE INDEX entry_spine ON entry(idx, rx, hash);
CREATE INDEX entry_mark ON entry(idx) WHERE mark <> 0;
CREATE TABLE checkpoint(
  size INTEGER PRIMARY KEY, root BLOB NOT NULL CHECK(length(root) = 32), note BLOB NOT NULL) STRICT;
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""
_TRIGGER = """
CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
"""


class SqliteStore:
    """The file `path`. Opens it, or makes it when `log` names a new one.

    Two connections: the writer's, and a reader's that never sees an unfinished transaction.
    """

    def __init__(self, path: Path, *, log: str | None = None, vfs: str | None = None) -> None:
        if apsw.SQLITE_VERSION_NUMBER < OLDEST:
            raise Damaged(f"expected SQLite 3.51.3 or newer, got {apsw.sqlite_lib_version()}")
        self._lock = threading.Lock()
        self._path = path
        try:
            self._writer = _open(path, log=log, vfs=vfs)
            self._reader = connect(path, vfs)
            self._reader.pragma("query_only", True)
            self.log = str(self._read("SELECT value FROM meta WHERE name = 'log'")[0][0])
            self._tide = Tide(path.with_name(path.name + "-tide"))
            risen = self._tide.read()  # before the checkpoint: a writer may be at work beside us
            self._tide.check(risen, next(self.checkpoints(), None))
        except apsw.Error as fault:
            raise damaged(path, fault) from fault

    def spine(self) -> tuple[bytes, list[int]]:
        rows = self._read("SELECT hash, rx FROM entry INDEXED BY entry_spine ORDER BY idx")
        return b"".join([row[0] for row in rows]), [row[1] for row in rows]

    def commit(self, rows: Sequence[Row], checkpoint: Signed) -> None:
        run = self._writer.execute
        try:
            run("BEGIN IMMEDIATE")
            self._writer.executemany(
                "INSERT INTO entry VALUES(?,?,?,?,?,?)",
                [(r.index, r.rx, r.leaf, r.hash, r.dedupe, r.mark) for r in rows],
            )
            run(
                "INSERT INTO checkpoint VALUES(?,?,?)",
                (checkpoint.size, checkpoint.root, checkpoint.note),
            )
            run("COMMIT")
        except apsw.Error as fault:
            with contextlib.suppress(apsw.Error):
                run("ROLLBACK")
            raise DiskFailed(f"expected the disk to take the entries, got: {fault}") from fault
        self._tide.rise(checkpoint)

    def rows(self, begin: int, end: int, *, marked: bool = False) -> Iterator[Row]:
        """Reads in pages, so that a long replay neither fills memory nor blocks the writer."""
        only = "mark <> 0 AND" if marked else ""
        sql = (
            f"SELECT idx, rx, leaf, hash, dedupe, mark FROM entry WHERE {only} "  # noqa: S608  # constant
            "idx >= ? AND idx < ? ORDER BY idx LIMIT 1024"
        )
        while begin < end:
            page = self._read(sql, (begin, end))
            for index, rx, leaf, found, dedupe, mark in page:
                yield Row(index, rx, leaf, found, dedupe, _mark(mark))
            if len(page) < 1024:
                return
            begin = page[-1][0] + 1

    def find(self, dedupe: bytes) -> int | None:
        rows = self._read("SELECT idx FROM entry WHERE dedupe = ?", (dedupe,))
        return int(rows[0][0]) if rows else None

    def checkpoints(self, at_most: int | None = None) -> Iterator[Signed]:
        bound = 2**62 if at_most is None else at_most
        while True:
            page = self._read(
                "SELECT size, root, note FROM checkpoint WHERE size <= ? "
                "ORDER BY size DESC LIMIT 1024",
                (bound,),
            )
            yield from (Signed(*row) for row in page)
            if len(page) < 1024:
                return
            bound = page[-1][0] - 1

    def integrity(self) -> list[str]:
        """What SQLite itself finds wrong with the file; empty when it finds nothing."""
        return [str(row[0]) for row in self._read("PRAGMA integrity_check") if row[0] != "ok"]

    def close(self) -> None:
        self._tide.close()
        self._reader.close()
        self._writer.close()

    def _read(self, sql: str, bound: tuple[apsw.SQLiteValue, ...] = ()) -> list[tuple[Cell, ...]]:
        with self._lock:
            try:
                return self._reader.execute(sql, bound).fetchall()
            except apsw.Error as fault:
                raise damaged(self._path, fault) from fault


class Tide:
    """A mark beside the file of how far the log had come, to notice an older copy put back.

    Written after the commit and not synced: after a power cut it may be behind, never ahead. It
    notices an accident; against a desk that puts everything back only a witness helps.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def rise(self, checkpoint: Signed) -> None:
        """Note the newest checkpoint."""
        line = b"%016d %b\n" % (checkpoint.size, checkpoint.root.hex().encode())
        try:
            os.pwrite(self._file, line, 0)
        except OSError as fault:
            raise DiskFailed(f"expected the disk to take the tide mark, got: {fault}") from fault

    def read(self) -> int:
        """How far the log had come; 0 where there is no whole mark."""
        found = re.fullmatch(rb"(\d{16}) [0-9a-f]{64}\n", os.pread(self._file, 82, 0))
        return int(found[1]) if found else 0

    def check(self, risen: int, newest: Signed | None) -> None:
        """Refuse a log that is shorter than it once was."""
        held = newest.size if newest else 0
        if risen > held:
            raise Damaged(
                f"expected at least {risen} entries, got an older copy with {held}",
                at=self._path.name,
                remedy="Put the newest copy back; do not go on from this one.",
            )

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)


def _open(path: Path, *, log: str | None, vfs: str | None) -> apsw.Connection:
    """The writer's connection to a file that is wholly ours, made now if it is new."""
    fresh = not path.exists()
    if fresh and log is None:
        raise Damaged("expected a ledger file, got none", at=path.name)
    if not fresh:
        _check_whole(path)
    found = connect(path, vfs)
    if fresh:
        _create(found, log or "")
    elif (found.pragma("application_id"), found.pragma("user_version")) != KIND:
        raise Damaged("expected a Parley ledger of this version, got another file", at=path.name)
    return found


def connect(path: Path, vfs: str | None) -> apsw.Connection:
    """A connection that syncs fully, waits for no one, and says so when asked."""
    found = apsw.Connection(str(path), vfs=vfs)
    found.set_busy_timeout(2000)
    found.pragma("journal_mode", "wal")
    found.pragma("synchronous", "FULL")
    mode, sync = found.pragma("journal_mode"), found.pragma("synchronous")
    if (mode, sync) != ("wal", 2):
        raise Damaged(f"expected WAL with FULL sync, got {mode} with {sync}", at=path.name)
    return found


def damaged(path: Path, fault: apsw.Error) -> Damaged:
    """SQLite's own refusal of a file, in the house's words."""
    if isinstance(fault, apsw.NotADBError | apsw.CorruptError | apsw.SchemaChangeError):
        return Damaged("expected a sound ledger file, got a foreign or damaged one", at=path.name)
    return DiskFailed(f"expected to read the ledger file, got: {fault}", at=path.name)


def _check_whole(path: Path) -> None:
    """Refuse a file that is not SQLite's, or is shorter than its own header says.

    SQLite would answer from what is left of it until it meets the hole.
    """
    with path.open("rb") as file:
        head = file.read(100)
        size = file.seek(0, 2)
    if not head.startswith(b"SQLite format 3\x00"):
        raise Damaged("expected a ledger file, got a foreign one", at=path.name)
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    wanted = pages * (65_536 if page == 1 else page)
    log = path.with_name(path.name + "-wal")
    if size < wanted and not (log.exists() and log.stat().st_size):
        raise Damaged(f"expected {wanted} bytes, got a file cut to {size}", at=path.name)


def _create(found: apsw.Connection, log: str) -> None:
    found.execute("BEGIN IMMEDIATE")
    found.execute(_SCHEMA)
    for table in ("entry", "checkpoint", "meta"):
        for verb in ("UPDATE", "DELETE"):
            found.execute(_TRIGGER.format(table=table, verb=verb))
    found.execute("INSERT INTO meta VALUES('log', ?)", (log,))
    found.pragma("application_id", APPLICATION_ID)
    found.pragma("user_version", VERSION)
    found.execute("COMMIT")


def _mark(value: Cell) -> Mark:
    if value == 0:
        return 0
    return 1 if value == 1 else 2
