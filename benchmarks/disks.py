"""The disks that are measured: the one under the folder, and modelled slow ones.

A virtual disk answers a sync from a cache in a fraction of a millisecond; a laptop's or a memory
card's takes several. So the commit promises are measured again with every sync made to take a
stated time longer, for ours and for the peer alike. Those rows say "modelled", and stand apart:
they show what group commit is for, and say nothing of the disk they were taken on.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import apsw
from msgspec import Struct


class _SlowFile(apsw.VFSFile):
    def __init__(self, name: str | apsw.URIFilename | None, flags: list[int], pause: float) -> None:
        super().__init__("", name, flags)
        self._pause = pause

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        time.sleep(self._pause)


class _SlowFiles(apsw.VFS):
    def __init__(self, name: str, pause: float) -> None:
        super().__init__(name, "")
        self._pause = pause

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        return _SlowFile(name, flags, self._pause)


class Disk(Struct, frozen=True, kw_only=True):
    """Where a measure writes. `pause` is added to every sync, in seconds."""

    name: str
    vfs: str | None = None
    pause: float = 0.0

    @property
    def modelled(self) -> bool:
        """Whether its syncs are made slow."""
        return self.pause > 0


THIS = Disk(name="this disk")
_registered: dict[float, tuple[Disk, _SlowFiles]] = {}


def slow(pause: float) -> Disk:
    """A modelled disk on which every sync takes `pause` seconds longer."""
    if pause not in _registered:
        words = f"modelled, +{pause * 1e3:g} ms a sync"
        disk = Disk(name=words, vfs=f"slow-{pause}", pause=pause)
        # SQLite keeps no reference to it.
        _registered[pause] = disk, _SlowFiles(f"slow-{pause}", pause)
    return _registered[pause][0]


DISKS = (THIS, slow(0.002), slow(0.008))


class BareFile:
    """The least that can be durable: write to the end of a file, and sync it."""

    def __init__(self, path: Path, disk: Disk = THIS) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._pause = disk.pause

    def write(self, content: bytes) -> None:
        """Append and sync."""
        os.write(self._file, content)
        os.fsync(self._file)
        if self._pause:
            time.sleep(self._pause)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)


class BareSqlite:
    """The least a SQLite file can do durably: one row, one commit, WAL with FULL sync."""

    def __init__(self, path: Path, disk: Disk = THIS) -> None:
        self._file = apsw.Connection(str(path), vfs=disk.vfs)
        self._file.pragma("journal_mode", "wal")
        self._file.pragma("synchronous", "FULL")
        self._file.execute("CREATE TABLE entry(idx INTEGER PRIMARY KEY, leaf BLOB NOT NULL)")

    def write(self, content: bytes) -> None:
        """Append a row and commit it."""
        self._file.execute("INSERT INTO entry(leaf) VALUES(?)", (content,))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
