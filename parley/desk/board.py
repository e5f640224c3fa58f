"""The board keeps projections caught up, for one reader, and answers as known at any point."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct
from nacl.bindings import crypto_secretbox, crypto_secretbox_open
from nacl.exceptions import CryptoError

from parley.fold import Book, Projection, Snapshots, all_known_at, as_known_at
from parley.record.correction import Erased
from parley.record.entry import Entry
from parley.record.sealed import Granted

S = TypeVar("S", bound=Struct)
A = TypeVar("A", bound=Struct)
B = TypeVar("B", bound=Struct)
C = TypeVar("C", bound=Struct)
class Follower(Protocol):
    """A fold that is kept and only ever stepped on. It answers for itself as known earlier."""

    def step(self, entry: Entry) -> None:
        """Take one entry further."""


F = TypeVar("F", bound=Follower)
_NAME = re.compile(r"([a-z.\d]+)\.(\d+)\.snapshot")


class Board:
    """What one reader's book says, through any projection, now or as known earlier."""

    def __init__(self, book: Book, snapshots: Snapshots | None = None) -> None:
        self.book = book
        self._snapshots = snapshots
        self._following: dict[Callable[[], object], _Kept[Any]] = {}
        self._catching_up = Lock()

    def caught_up(self, make: Callable[[], F]) -> F:
        """The one follower of its kind on this board, after every entry so far.

        Only entries that came since it was last asked for are read, except after an erasure or a
        grant: they change how earlier entries read, so it then begins anew.
        """
        with self._catching_up:
            # Put back only once it is whole: a fault on the way leaves nothing half taken.
            kept: _Kept[F] | None = self._following.pop(make, None)
            if kept is None:
                kept = _Kept(make())
            if not self._take(kept, self.book.size()):
                kept = _Kept(make())
                self._take(kept, self.book.size())
            self._following[make] = kept
            return kept.follower

    def _take(self, kept: _Kept[F], until: int) -> bool:
        """Step on to `until`; False where an entry on the way changes how earlier ones read."""
        since = kept.size
        for entry in self.book.entries(since, until):
            if since and isinstance(entry.body, Erased | Granted):
                return False
            kept.follower.step(entry)
        kept.size = until
        return True

    def forget(self) -> None:
        """Drop whatever is kept; the record gives it again."""
        self._following.clear()
        if self._snapshots is not None:
            self._snapshots.forget()

    def state(
        self, projection: Projection[S], size: int | None = None, *, ms: int | None = None
    ) -> S:
        """The projection's state now, when there were `size` entries, or at ledger time `ms`."""
        return as_known_at(projection, self.book, size, ms=ms, snapshots=self._snapshots)

    def three(
        self, projections: tuple[Projection[A], Projection[B], Projection[C]], size: int | None
    ) -> tuple[A, B, C]:
        """Three states as known at one point, in one reading of the record."""
        known: tuple[A, B, C] = all_known_at(
            projections, self.book, size, snapshots=self._snapshots
        )
        return known


class _Kept(Generic[F]):
    """A follower and how many entries it has taken."""

    def __init__(self, follower: F) -> None:
        self.follower, self.size = follower, 0


class FolderSnapshots:
    """Snapshots as encrypted files: they hold what was sealed, opened.

    Forgotten whole whenever a part is erased. The newest of each projection is kept.
    """

    def __init__(self, folder: Path, key: bytes, *, reading: bool = False) -> None:
        """With `reading`, nothing is kept: the writer may just have erased what it would hold."""
        self._folder, self._key, self._reading = folder, key, reading

    def latest(self, key: str, at_most: int) -> tuple[int, bytes] | None:
        fitting = [size for name, size in self._kept() if name == key and size <= at_most]
        for size in sorted(fitting, reverse=True):
            raw = self._path(key, size).read_bytes()
            try:
                return size, bytes(crypto_secretbox_open(raw[24:], raw[:24], self._key))
            except (CryptoError, ValueError):
                continue  # an unreadable snapshot is only a lost cache
        return None

    def keep(self, key: str, size: int, state: bytes) -> None:
        if self._reading:
            return
        self._folder.mkdir(exist_ok=True, mode=0o700)
        nonce = os.urandom(24)
        fresh = self._path(key, size)
        draft = fresh.with_suffix(".draft")
        draft.write_bytes(nonce + crypto_secretbox(state, nonce, self._key))
        draft.replace(fresh)
        for name, old in self._kept():
            if name == key and old < size:
                self._path(name, old).unlink(missing_ok=True)

    def forget(self) -> None:
        for name, size in self._kept():
            self._path(name, size).unlink(missing_ok=True)

    def _path(self, key: str, size: int) -> Path:
        return self._folder / f"{key}.{size}.snapshot"

    def _kept(self) -> list[tuple[str, int]]:
        if not self._folder.is_dir():
            return []
        found = (_NAME.fullmatch(path.name) for path in self._folder.iterdir())
        return [(m[1], int(m[2])) for m in found if m]
