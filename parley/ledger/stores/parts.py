"""Sealed parts in a SQLite file of their own, which can be erased where the tree cannot.

secure_delete overwrites freed pages, and an erasure then empties the write-ahead log, so that no
live file keeps a byte. What a filesystem, a drive or a backup keeps of its own is beyond this
file: see docs/threat-model.md.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import apsw
import msgspec

from parley.errors import Damaged, DiskFailed
from parley.ledger.stores.opening import (
    FOREIGN,
    Kind,
    fold,
    in_our_words,
    let_go,
    name_in,
    open_file,
)
from parley.ledger.stores.port import Shelf

# SQLite keeps the beginning of a row, at most 1,002 bytes of it, inside the tree's own pages
# (sqlite.org/fileformat2.html, section 1.6) and leaves copies of it lying about in them when it
# balances the tree: secure_delete does not find those. So nothing that must be erasable stands
# there: `room` is zeros, and all that follows it is in pages of its own, which are wiped.
SEALED = Kind(
    0x50415253,  # "PARS"
    1,
    """
CREATE TABLE part(
  commitment TEXT PRIMARY KEY, name TEXT NOT NULL, record TEXT NOT NULL,
  room BLOB NOT NULL DEFAULT(zeroblob(1024)), box BLOB NOT NULL, own BLOB NOT NULL,
  wraps BLOB NOT NULL, sum BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
""",
)
_COLUMNS = "commitment, name, box, own, wraps, record"
_Cells = tuple[str, str, bytes, bytes, bytes, str]
_wraps = msgspec.msgpack.Decoder(dict[str, bytes])


class SqliteParts:
    """The file `path`. Opens it, or makes it when `log` names a new one."""

    def __init__(self, path: Path, *, log: str | None = None, vfs: str | None = None) -> None:
        self._lock, self._turn = threading.Lock(), threading.Lock()
        self._path = path
        self._wrote = self._closed = False
        try:
            with contextlib.ExitStack() as undo:
                self._file = open_file(path, SEALED, log=log, vfs=vfs)
                undo.callback(let_go, self._file, path, wrote=False)
                self._file.pragma("secure_delete", 1)
                self.log = name_in(self._file, path)
                undo.pop_all()
        except FOREIGN as fault:
            raise in_our_words(fault, path) from fault

    def put(self, shelves: Sequence[Shelf]) -> None:
        with self._lock, self._whole():
            self._file.executemany(
                f"INSERT OR IGNORE INTO part({_COLUMNS}, sum) VALUES(?,?,?,?,?,?,?)",
                [_row(s) for s in shelves],
            )

    def get(self, commitment: str) -> Shelf | None:
        row = self._read(f"SELECT {_COLUMNS} FROM part WHERE commitment = ?", (commitment,))  # noqa: S608  # constant
        return self._shelf(row[0]) if row else None

    def wrap(self, commitment: str, reader: str, wrap: bytes) -> None:
        with self._turn:  # two grants at once: the later must not lose the earlier
            found = self.get(commitment)
            if found is None:
                return
            added = msgspec.structs.replace(found, wraps=found.wraps | {reader: wrap})
            *_, packed, _, total = _row(added)
            with self._lock, self._whole():
                self._file.execute(
                    "UPDATE part SET wraps = ?, sum = ? WHERE commitment = ?",
                    (packed, total, commitment),
                )

    def erase(self, commitment: str) -> None:
        with self._lock:
            with self._whole():
                self._file.execute("DELETE FROM part WHERE commitment = ?", (commitment,))
            try:
                # The log still holds the pages as they were: fold it in and cut it to nothing.
                fold(self._file)
            except FOREIGN as fault:
                raise DiskFailed(f"expected the part to be erased, got: {fault}") from fault

    def commitments(self) -> Iterator[str]:
        last = ""
        while True:  # in short reads: an erasure cannot empty the log while somebody reads on
            page = self._read(
                "SELECT commitment FROM part WHERE commitment > ? ORDER BY commitment LIMIT 1024",
                (last,),
            )
            yield from (str(row[0]) for row in page)
            if len(page) < 1024:
                return
            last = str(page[-1][0])

    def rotten(self) -> Iterator[str]:
        """The commitments of parts that are not as they were put here."""
        for commitment in self.commitments():
            row = self._read(
                f"SELECT {_COLUMNS}, sum FROM part WHERE commitment = ?",  # noqa: S608  # constant
                (commitment,),
            )
            if row and _sum(row[0][:-1]) != row[0][-1]:
                yield commitment

    def close(self) -> None:
        """Let go of the file; whoever wrote folds the log in first."""
        if self._closed:
            return
        self._closed = True
        try:
            let_go(self._file, self._path, wrote=self._wrote)
        except FOREIGN as fault:
            raise in_our_words(fault, self._path) from fault

    def _whole(self) -> _Whole:
        self._wrote = True
        return _Whole(self._file)

    def _read(self, sql: str, bound: tuple[str, ...] = ()) -> list[tuple[apsw.SQLiteValue, ...]]:
        with self._lock:
            try:
                return self._file.execute(sql, bound).fetchall()
            except FOREIGN as fault:
                raise in_our_words(fault, self._path) from fault

    def _shelf(self, cells: tuple[apsw.SQLiteValue, ...]) -> Shelf:
        try:
            commitment, name, box, own, wraps, record = msgspec.convert(cells, _Cells)
            return Shelf(commitment, name, box, own, _wraps.decode(wraps), record)
        except (msgspec.DecodeError, UnicodeDecodeError) as fault:
            wrong = "expected a sealed part, got something else"
            raise Damaged(wrong, at=self._path.name) from fault


def _row(shelf: Shelf) -> tuple[str, str, bytes, bytes, bytes, str, bytes]:
    """A part as it is stored, with a sum over all of it, so that rot is noticed without a key."""
    wraps = msgspec.msgpack.encode(shelf.wraps)
    cells: _Cells = (shelf.commitment, shelf.name, shelf.box, shelf.own, wraps, shelf.record)
    return *cells, _sum(cells)


def _sum(cells: tuple[apsw.SQLiteValue, ...]) -> bytes:
    return sha256(msgspec.msgpack.encode(cells)).digest()


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
