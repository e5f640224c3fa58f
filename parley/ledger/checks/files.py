"""A folder of files as a verifier sees it: names and bytes, from a disk or from memory."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Protocol

from parley.errors import NotFound, NotProven

MAX_FILE = 16_000_000
"""No file of an export is larger: 256 leaves of 60,000 bytes, each behind its length."""


def read_regular(path: Path, *, most: int = MAX_FILE) -> bytes:
    """The bytes of a plain file of bounded size, or NotProven.

    Looked at before it is opened: opening a pipe waits for ever, and a link can show another file
    to each reader.
    """
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            raise NotProven("expected a plain file, got something else", at=path.name)
        if found.st_size > most:
            raise NotProven(f"expected at most {most} bytes, got {found.st_size}", at=path.name)
        return path.read_bytes()
    except OSError as fault:
        raise NotProven("expected a file, got none that can be read", at=path.name) from fault


class Files(Protocol):
    """Files by their path inside the folder, with forward slashes."""

    def names(self) -> frozenset[str]:
        """Every file there is."""

    def read(self, name: str) -> bytes:
        """The bytes of one; NotProven when it is not there."""


class DiskFiles:
    """The files under a folder. Links are refused: they could show another file each time."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise NotFound("expected an exported folder, got none", at=folder.name)
        self._folder = folder

    def names(self) -> frozenset[str]:
        found = []
        for path in self._folder.rglob("*"):
            name = path.relative_to(self._folder).as_posix()
            if path.is_symlink():
                raise NotProven("expected plain files, got a link", at=name)
            if path.is_file():
                found.append(name)
            elif not path.is_dir():
                raise NotProven("expected plain files, got something else", at=name)
        return frozenset(found)

    def read(self, name: str) -> bytes:
        try:
            return read_regular(self._folder / name)
        except NotProven as fault:
            raise NotProven(fault.sentence, at=name) from fault


class MemoryFiles:
    """The same from a dict: for tests, and for what came over a wire."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    def names(self) -> frozenset[str]:
        return frozenset(self._files)

    def read(self, name: str) -> bytes:
        if name not in self._files:
            raise NotProven("expected a file, got none", at=name)
        return self._files[name]
