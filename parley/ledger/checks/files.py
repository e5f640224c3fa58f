"""A folder of files as a verifier sees it: names and bytes, from a disk or from memory."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from parley.errors import NotFound, NotProven


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
            return (self._folder / name).read_bytes()
        except OSError as fault:
            raise NotProven("expected a file, got none", at=name) from fault


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
