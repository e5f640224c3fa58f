"""Sealed parts in a SQLite file of their own, which can be erased where the tree cannot.

secure_delete overwrites freed pages, and an erasure then empties the write-ahead log, so that no
live file keeps a byte. What a filesystem, a drive or a backup keeps of its own is beyond this
file: see docs/threat-model.md.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import apsw
import msgspec

from parley.errors import DiskFailed
from parley.ledger.stores.port import Shelf
from parley.ledger.stores.sqlite import connect, damaged

_SCHEMA = """
CREATE TABLE IF NOT EXISTS part(
  commitment TEXT PRIMARY KEY, name TEXT NOT NULL, box BLOB NOT NULL, own BLOB NOT NULL,
  wraps BLOB NOT NULL) STRICT, WITHOUT ROWID
"""
_wraps = msgspec.msgpack.Decoder(dict[str, bytes])


class SqliteParts:
    """The file `path`, made when it is not there."""

    def __init__(self, path: Path, *, vfs: str | None = None) -> None:
        self._lock = threading.Lock()
        self._path = path
        try:
            self._file = connect(path, vfs)
            self._file.pragma("secure_delete", 1)
            self._file.execute(_SCHEMA)
        except apsw.Error as fault:
            raise damaged(path, fault) from fault

    def put(self, shelves: Sequence[Shelf]) -> None:
        rows = [
            (s.commitment, s.name, s.box, s.own, msgspec.msgpack.encode(s.wraps)) for s in shelves
        ]
        with self._lock, self._whole():
            self._file.executemany("INSERT OR IGNORE INTO part VALUES(?,?,?,?,?)", rows)

    def get(self, commitment: str) -> Shelf | None:
        with self._lock:
            try:
                row = self._file.execute(
                    "SELECT commitment, name, box, own, wraps FROM part WHERE commitment = ?",
                    (commitment,),
                ).fetchone()
            except apsw.Error as fault:
                raise damaged(self._path, fault) from fault
        if row is None:
            return None
        return Shelf(row[0], row[1], row[2], row[3], _wraps.decode(row[4]))

    def wrap(self, commitment: str, reader: str, wrap: bytes) -> None:
        found = self.get(commitment)
        if found is None:
            return
        wraps = msgspec.msgpack.encode(found.wraps | {reader: wrap})
        with self._lock, self._whole():
            self._file.execute(
                "UPDATE part SET wraps = ? WHERE commitment = ?", (wraps, commitment)
            )

    def erase(self, commitment: str) -> None:
        with self._lock:
            with self._whole():
                self._file.execute("DELETE FROM part WHERE commitment = ?", (commitment,))
            try:
                # The log still holds the pages as they were: fold it in and cut it to nothing.
                self._file.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
            except apsw.Error as fault:
                raise DiskFailed(f"expected the part to be erased, got: {fault}") from fault

    def commitments(self) -> Iterator[str]:
        with self._lock:
            rows = self._file.execute("SELECT commitment FROM part").fetchall()
        return (str(row[0]) for row in rows)

    def close(self) -> None:
        self._file.close()

    def _whole(self) -> _Whole:
        return _Whole(self._file)


class _Whole:
    """A transaction that is durable when the block ends, or never was."""

    def __init__(self, file: apsw.Connection) -> None:
        self._file = file

    def __enter__(self) -> None:
        try:
            self._file.execute("BEGIN IMMEDIATE")
        except apsw.Error as fault:
            raise DiskFailed(f"expected the disk to take a sealed part, got: {fault}") from fault

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: object
    ) -> None:
        failed = fault
        try:
            self._file.execute("COMMIT" if fault is None else "ROLLBACK")
        except apsw.Error as late:
            failed = fault or late
        if isinstance(failed, apsw.Error):
            raise DiskFailed(f"expected the disk to take a sealed part, got: {failed}") from failed
