"""A layer between SQLite and the disk: it can note every call that changes a file, or spoil one.

SQLite's own file layer does the work below it, with its locks and its shared memory for the
write-ahead log, so what is noted and spoiled is what would really have happened.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import apsw
from msgspec import Struct

Verb = Literal["create", "write", "truncate", "sync", "delete", "read"]
_SYNCS_FOLDER = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL


class Call(Struct, frozen=True):
    """One call: what, on which file (its bare name), from which byte, with which bytes.

    `number` is the new length of a truncation. `folder` is True where the call also makes the
    folder's own list durable: the first sync of a fresh journal or write-ahead log, and a deletion
    that asks for it (SQLite's os_unix.c).
    """

    verb: Verb
    name: str
    offset: int = 0
    content: bytes = b""
    number: int = 0
    folder: bool = False


class Shim(apsw.VFS):
    """Registered under `name`. Subclasses decide in `before`, and note in `after`."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "")
        self.name = name

    def before(self, call: Call) -> None:
        """Raise to make the call fail; raise Short to make a write stop half way."""

    def after(self, call: Call) -> None:
        """The call was done."""

    def halved(self, call: Call) -> None:
        """Half of a write was done, and the rest will be refused."""

    def xOpen(
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> apsw.VFSFile:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        may_make = path is not None and flags[0] & apsw.SQLITE_OPEN_CREATE
        making = may_make and not os.path.exists(path or "")
        call = Call("create", Path(path or "temporary").name)
        if making:
            self.before(call)
        opened = _File(self, name, flags, call.name)
        if making:
            self.after(call)
        return opened

    def xDelete(self, filename: str, syncdir: bool) -> None:
        call = Call("delete", Path(filename).name, folder=syncdir)
        self.before(call)
        super().xDelete(filename, syncdir)
        self.after(call)


class Short(Exception):
    """A write that the disk stops half way, and then refuses."""


class _File(apsw.VFSFile):
    def __init__(
        self, shim: Shim, opened: str | apsw.URIFilename | None, flags: list[int], name: str
    ) -> None:
        super().__init__("", opened, flags)
        self._shim, self._name = shim, name
        self._fresh = bool(flags[0] & apsw.SQLITE_OPEN_CREATE and flags[0] & _SYNCS_FOLDER)

    def xRead(self, amount: int, offset: int) -> bytes:
        self._shim.before(Call("read", self._name, offset))
        return super().xRead(amount, offset)

    def xWrite(self, content: bytes, offset: int) -> None:
        call = Call("write", self._name, offset, bytes(content))
        try:
            self._shim.before(call)
        except Short:
            super().xWrite(call.content[: len(call.content) // 2], offset)
            self._shim.halved(call)
            raise apsw.FullError("the disk took half of it") from None
        super().xWrite(content, offset)
        self._shim.after(call)

    def xTruncate(self, newsize: int) -> None:
        call = Call("truncate", self._name, number=newsize)
        self._shim.before(call)
        super().xTruncate(newsize)
        self._shim.after(call)

    def xSync(self, flags: int) -> None:
        call = Call("sync", self._name, folder=self._fresh)
        self._shim.before(call)
        super().xSync(flags)
        self._fresh = False
        self._shim.after(call)


@contextlib.contextmanager
def registered(shim: Shim) -> Iterator[str]:
    """The shim's name, for as long as SQLite may use it."""
    try:
        yield shim.name
    finally:
        shim.unregister()
