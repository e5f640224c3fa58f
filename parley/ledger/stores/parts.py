"""Sealed parts in a SQLite file of their own, which can be erased where the tree cannot.

secure_delete overwrites freed pages, and an erasure then empties the write-ahead log, so that no
live file keeps a byte. What a filesystem, a drive or a backup keeps of its own is beyond this
file: see docs/threat-model.md.

A sealed entry is to cost one sync and not two. So most parts are written here without one, and a
copy goes into the transaction of their entry, which is synced: a slip, encrypted under a key that
stands only here. Whenever this file is synced the key is replaced, and all slips under it are dead:
before their places are used again, and before anything counts as erased.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import apsw
import msgspec

from parley.errors import Damaged, DiskFailed, NotReadable
from parley.ledger.sealing import shelve, unshelve
from parley.ledger.stores.opening import (
    FOREIGN,
    Kind,
    fold,
    in_our_words,
    let_go,
    name_in,
    open_file,
)
from parley.ledger.stores.port import Shelf, Slip

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
_Stored = tuple[str, str, bytes, bytes, bytes, str, bytes]
_stored = msgspec.msgpack.Decoder(list[_Stored])
PLACES = 256
"""So many groups are carried as slips before this file is synced again."""
_MOST = 256_000
"""Bytes of parts beyond which writing them twice would cost more than a sync."""


class SqliteParts:
    """The file `path`. Opens it, or makes it when `log` names a new one."""

    def __init__(self, path: Path, *, log: str | None = None, vfs: str | None = None) -> None:
        self._lock, self._turn = threading.Lock(), threading.Lock()
        self._path = path
        self._wrote = self._closed = False
        self._key: bytes | None = None
        """What slips are encrypted under; None until `restore` and for whoever only reads."""
        self._place = PLACES
        self._lent: dict[str, _Stored] = {}
        try:
            with contextlib.ExitStack() as undo:
                self._file = open_file(path, SEALED, log=log, vfs=vfs)
                undo.callback(let_go, self._file, path, wrote=False)
                self._file.pragma("secure_delete", 1)
                self.log = name_in(self._file, path)
                undo.pop_all()
        except FOREIGN as fault:
            raise in_our_words(fault, path) from fault

    def put(self, shelves: Sequence[Shelf]) -> Slip | None:
        rows = [_row(s) for s in shelves]
        packed = msgspec.msgpack.encode(rows)
        with self._lock:
            if self._key is None or self._place == PLACES or len(packed) > _MOST:
                self._settle(rows)
                return None
            with self._whole(synced=False):
                self._insert(rows)
            place, self._place = self._place, self._place + 1
            return Slip(place, shelve(packed, self._key))

    def restore(self, slips: Sequence[bytes], *, writing: bool) -> None:
        rows = [row for slip in slips for row in self._opened(slip)]
        if not writing:
            # Only what is missing: the rest may be erased while this is open.
            self._lent = {row[0]: row for row in rows if self.get(row[0]) is None}
        elif rows or self._kept_key() is None:
            # Even what is here may be here unsynced, from before a kill.
            with self._lock:
                self._settle(rows)
        else:
            self._key, self._place = self._kept_key(), 0

    def get(self, commitment: str) -> Shelf | None:
        row = self._read(f"SELECT {_COLUMNS} FROM part WHERE commitment = ?", (commitment,))  # noqa: S608  # constant
        if row:
            return self._shelf(row[0])
        lent = self._lent.get(commitment)
        return None if lent is None else self._shelf(lent[:-1])

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
            self._lent.pop(commitment, None)
            with self._whole():
                self._file.execute("DELETE FROM part WHERE commitment = ?", (commitment,))
                fresh = self._new_key() if self._file.changes() else self._key
            if fresh != self._key:  # what slips held of it can no longer be read
                self._key, self._place = fresh, 0
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
            for row in page:
                self._lent.pop(str(row[0]), None)
                yield str(row[0])
            if len(page) < 1024:
                yield from tuple(self._lent)
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

    def _settle(self, rows: Sequence[_Stored]) -> None:
        """Keep rows, and have all that was ever put here on the disk; held by the lock."""
        with self._whole():
            self._insert(rows)
            fresh = self._new_key()  # also: a commit that changes nothing would not sync
        self._key, self._place = fresh, 0

    def _insert(self, rows: Sequence[_Stored]) -> None:
        self._file.executemany(
            f"INSERT OR IGNORE INTO part({_COLUMNS}, sum) VALUES(?,?,?,?,?,?,?)", rows
        )

    def _new_key(self) -> bytes:
        fresh = os.urandom(32)
        self._file.execute("INSERT OR REPLACE INTO meta VALUES('slips', ?)", (fresh.hex(),))
        return fresh

    def _kept_key(self) -> bytes | None:
        found = self._read("SELECT value FROM meta WHERE name = 'slips'")
        try:
            return bytes.fromhex(str(found[0][0])) if found else None
        except ValueError as fault:
            wrong = "expected the key of the slips, got something else"
            raise Damaged(wrong, at=self._path.name) from fault

    def _opened(self, slip: bytes) -> list[_Stored]:
        """What a slip holds; nothing if it is of an earlier key, for then it is here already.

        One that rotted is passed over, too: whether anything is missing is for fsck to say.
        """
        key = self._kept_key()
        try:
            return [] if key is None else _stored.decode(unshelve(slip, key))
        except (NotReadable, msgspec.DecodeError):
            return []

    def _whole(self, *, synced: bool = True) -> _Whole:
        self._wrote = True
        return _Whole(self._file, "FULL" if synced else "NORMAL")

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


def _row(shelf: Shelf) -> _Stored:
    """A part as it is stored, with a sum over all of it, so that rot is noticed without a key."""
    wraps = msgspec.msgpack.encode(shelf.wraps)
    cells: _Cells = (shelf.commitment, shelf.name, shelf.box, shelf.own, wraps, shelf.record)
    return *cells, _sum(cells)


def _sum(cells: tuple[apsw.SQLiteValue, ...]) -> bytes:
    return sha256(msgspec.msgpack.encode(cells)).digest()


class _Whole:
    """A transaction that is durable when the block ends, or never was.

    With NORMAL sync it is whole or not at all, and durable with the next that is synced fully
    (sqlite.org/pragma.html, synchronous).
    """

    def __init__(self, file: apsw.Connection, sync: str) -> None:
        self._file, self._sync = file, sync

    def __enter__(self) -> None:
        try:
            self._file.pragma("synchronous", self._sync)
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
