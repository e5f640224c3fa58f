"""Entries and checkpoints in one SQLite file, append-only by trigger, durable by FULL sync.

WAL with synchronous=FULL: a commit is answered only after the log file is on the disk, set and
then read back, because a build or a URI can change the default (sqlite.org/pragma.html). SQLite
before 3.51.3 has a race that can corrupt the file when the log is reset; hence apsw, which brings
its own. Foreign, newer, truncated or shrunken files are refused, never repaired in silence.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import apsw

from parley.errors import Damaged, DiskFailed
from parley.ledger.stores.opening import (
    FOREIGN,
    Kind,
    connect,
    in_our_words,
    let_go,
    look,
    name_in,
    open_file,
)
from parley.ledger.stores.port import Mark, Row, Signed, Slip
from parley.ledger.stores.tide import Tide

Cell = Any
"""A value as SQLite hands it over; typed where it leaves this file."""
OLDEST = 3_051_003
_TABLES = """
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
# REPLACE deletes without asking the DELETE triggers (sqlite.org/lang_conflict.html), so what is
# inserted has to follow, too: the next entry, a later checkpoint, a name not there yet.
_FOLLOWS = """
CREATE TRIGGER {table}_follows BEFORE INSERT ON {table} WHEN {unless}
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
"""
_UNLESS = {
    "entry": "NEW.idx <> (SELECT ifnull(max(idx), -1) + 1 FROM entry) "
    "OR EXISTS(SELECT 1 FROM entry WHERE dedupe = NEW.dedupe)",
    "checkpoint": "EXISTS(SELECT 1 FROM checkpoint WHERE size >= NEW.size)",
    "meta": "EXISTS(SELECT 1 FROM meta WHERE name = NEW.name)",
}
LEDGER = Kind(
    0x5041524C,  # "PARL"
    1,
    _TABLES
    + "".join(
        _TRIGGER.format(table=table, verb=verb)
        for table in ("entry", "checkpoint", "meta")
        for verb in ("UPDATE", "DELETE")
    )
    + "".join(_FOLLOWS.format(table=table, unless=unless) for table, unless in _UNLESS.items()),
)
# Not among the tables above: a file from before has none until its first slip.
_CARRIED = (
    "CREATE TABLE IF NOT EXISTS carried(place INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT"
)
_ROW = (int, int, bytes, bytes, bytes, int)
_SIGNED = (int, bytes, bytes)


class SqliteStore:
    """The file `path`. Opens it, or makes it when `log` names a new one.

    Two connections: the writer's, and a reader's that never sees an unfinished transaction.
    """

    def __init__(self, path: Path, *, log: str | None = None, vfs: str | None = None) -> None:
        if apsw.SQLITE_VERSION_NUMBER < OLDEST:
            raise Damaged(f"expected SQLite 3.51.3 or newer, got {apsw.sqlite_lib_version()}")
        self._lock = threading.Lock()
        self._path = path
        self._wrote = self._closed = False
        try:
            self._open(path, log, vfs)
        except FOREIGN as fault:
            raise in_our_words(fault, path) from fault

    def _open(self, path: Path, log: str | None, vfs: str | None) -> None:
        with contextlib.ExitStack() as undo:
            self._tide = undo.enter_context(
                contextlib.closing(Tide(path.with_name(path.name + "-tide")))
            )
            if look(path, LEDGER, vfs=vfs) != "whole":
                self._tide.check(None, path.name)  # what was lost whole is not made again
            self._writer = open_file(path, LEDGER, log=log, vfs=vfs)
            undo.callback(let_go, self._writer, path, wrote=False)
            self._reader = undo.enter_context(contextlib.closing(connect(path, vfs)))
            self._reader.pragma("query_only", True)
            self.log = name_in(self._reader, path)
            self._tide.check(next(self.checkpoints(self._tide.size), None), path.name)
            undo.pop_all()

    def spine(self) -> tuple[bytes, list[int]]:
        rows = self._read("SELECT hash, rx FROM entry INDEXED BY entry_spine ORDER BY idx")
        try:
            return b"".join([row[0] for row in rows]), [int(row[1]) for row in rows]
        except (TypeError, ValueError) as fault:
            raise self._unlike("hashes and times") from fault

    def commit(self, rows: Sequence[Row], checkpoint: Signed, slip: Slip | None = None) -> None:
        run = self._writer.execute
        self._wrote = True
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
            if slip is not None:
                run(_CARRIED)
                run("INSERT OR REPLACE INTO carried VALUES(?,?)", (slip.place, slip.content))
            run("COMMIT")
        except apsw.Error as fault:
            with contextlib.suppress(apsw.Error):
                run("ROLLBACK")
            raise DiskFailed(f"expected the disk to take the entries, got: {fault}") from fault
        self._tide.rise(checkpoint)

    def carried(self) -> list[bytes]:
        if not self._read("SELECT 1 FROM sqlite_schema WHERE name = 'carried'"):
            return []
        return [row[0] for row in self._read("SELECT content FROM carried")]

    def rows(self, begin: int, end: int, *, marked: bool = False) -> Iterator[Row]:
        """Reads in pages, so that a long replay neither fills memory nor blocks the writer."""
        only = "mark <> 0 AND" if marked else ""
        sql = (
            f"SELECT idx, rx, leaf, hash, dedupe, mark FROM entry WHERE {only} "  # noqa: S608  # constant
            "idx >= ? AND idx < ? ORDER BY idx LIMIT 1024"
        )
        while begin < end:
            page = self._read(sql, (begin, end))
            for cells in page:
                if tuple(map(type, cells)) != _ROW:
                    raise self._unlike("a row of an entry")
                index, rx, leaf, found, dedupe, mark = cells
                yield Row(index, rx, leaf, found, dedupe, _mark(mark))
            if len(page) < 1024:
                return
            begin = page[-1][0] + 1

    def find(self, dedupe: bytes) -> int | None:
        rows = self._read("SELECT idx FROM entry WHERE dedupe = ?", (dedupe,))
        return int(rows[0][0]) if rows else None

    def checkpoints(
        self, at_most: int | None = None, *, over: int | None = None
    ) -> Iterator[Signed]:
        if over is not None:
            yield from self._signed(
                "SELECT size, root, note FROM checkpoint WHERE size > ? ORDER BY size LIMIT 1", over
            )
            return
        bound = 2**62 if at_most is None else at_most
        while True:
            page = self._signed(
                "SELECT size, root, note FROM checkpoint WHERE size <= ? "
                "ORDER BY size DESC LIMIT 1024",
                bound,
            )
            yield from page
            if len(page) < 1024:
                return
            bound = page[-1].size - 1

    def _signed(self, sql: str, bound: int) -> list[Signed]:
        page = self._read(sql, (bound,))
        if any(tuple(map(type, cells)) != _SIGNED for cells in page):
            raise self._unlike("a signed checkpoint")
        return [Signed(*cells) for cells in page]

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Within the block every read is of one moment, while a writer may go on."""
        self._read("BEGIN")
        try:
            yield
        finally:
            self._read("ROLLBACK")

    def integrity(self) -> list[str]:
        """What SQLite itself finds wrong with the file; empty when it finds nothing."""
        return [str(row[0]) for row in self._read("PRAGMA integrity_check") if row[0] != "ok"]

    def close(self) -> None:
        """Let go of the files; whoever wrote folds the log in first."""
        if self._closed:
            return
        self._closed = True
        try:
            with contextlib.closing(self._tide):
                self._reader.close()
                let_go(self._writer, self._path, wrote=self._wrote)
        except FOREIGN as fault:
            raise in_our_words(fault, self._path) from fault

    def _read(self, sql: str, bound: tuple[apsw.SQLiteValue, ...] = ()) -> list[tuple[Cell, ...]]:
        with self._lock:
            try:
                return self._reader.execute(sql, bound).fetchall()
            except FOREIGN as fault:
                raise in_our_words(fault, self._path) from fault

    def _unlike(self, wanted: str) -> Damaged:
        return Damaged(f"expected {wanted}, got something else", at=self._path.name)


def _mark(value: int) -> Mark:
    if value == 0:
        return 0
    return 1 if value == 1 else 2
