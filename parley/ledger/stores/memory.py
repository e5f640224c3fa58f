"""Stores that live as long as the process: the fakes that ship with the ports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import structs

from parley.errors import Damaged
from parley.ledger.stores.port import Row, Shelf, Signed, Slip


class MemoryStore:
    """Entries and checkpoints in lists."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._found: dict[bytes, int] = {}
        self._signed: dict[int, Signed] = {}
        self._carried: dict[int, bytes] = {}

    def spine(self) -> tuple[bytes, list[int]]:
        return b"".join(row.hash for row in self._rows), [row.rx for row in self._rows]

    def commit(self, rows: Sequence[Row], checkpoint: Signed, slip: Slip | None = None) -> None:
        following = range(len(self._rows), len(self._rows) + len(rows))
        fresh = {row.dedupe for row in rows}
        if [row.index for row in rows] != list(following):
            raise Damaged("expected rows that follow the last one, got others")
        if len(fresh) < len(rows) or not fresh.isdisjoint(self._found):
            raise Damaged("expected rows not seen before, got one again")
        if checkpoint.size <= max(self._signed, default=-1):
            raise Damaged("expected a checkpoint of a larger size, got one of an old size")
        self._rows += rows
        self._found |= {row.dedupe: row.index for row in rows}
        self._signed[checkpoint.size] = checkpoint
        if slip is not None:
            self._carried[slip.place] = slip.content

    def carried(self) -> list[bytes]:
        return list(self._carried.values())

    def rows(self, begin: int, end: int, *, marked: bool = False) -> Iterator[Row]:
        return iter([row for row in self._rows[begin:end] if row.mark or not marked])

    def find(self, dedupe: bytes) -> int | None:
        return self._found.get(dedupe)

    def checkpoints(
        self, at_most: int | None = None, *, over: int | None = None
    ) -> Iterator[Signed]:
        if over is not None:
            at_most = min((size for size in self._signed if size > over), default=0)
            yield from (self._signed[at_most],) if at_most else ()
            return
        for size in sorted(self._signed, reverse=True):
            if at_most is None or size <= at_most:
                yield self._signed[size]

    def close(self) -> None:
        """Nothing to let go of."""


class MemoryParts:
    """Sealed parts in a dict."""

    def __init__(self) -> None:
        self._shelves: dict[str, Shelf] = {}

    def put(self, shelves: Sequence[Shelf]) -> Slip | None:
        for shelf in shelves:
            self._shelves.setdefault(shelf.commitment, shelf)
        return None

    def restore(self, slips: Sequence[bytes], *, writing: bool) -> None:
        """Nothing was lost."""

    def get(self, commitment: str) -> Shelf | None:
        return self._shelves.get(commitment)

    def wrap(self, commitment: str, reader: str, wrap: bytes) -> None:
        old = self._shelves.get(commitment)
        if old is not None:
            self._shelves[commitment] = structs.replace(old, wraps=old.wraps | {reader: wrap})

    def erase(self, commitment: str) -> None:
        self._shelves.pop(commitment, None)

    def commitments(self) -> Iterator[str]:
        return iter(tuple(self._shelves))

    def close(self) -> None:
        """Nothing to let go of."""
