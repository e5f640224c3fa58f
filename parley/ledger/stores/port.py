"""What the ledger asks of a store: two ports of a few methods, and the rows that cross them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, Protocol

from msgspec import Struct

Mark = Literal[0, 1, 2]
"""0: nothing special; 1: a key record; 2: an erasure. What must be re-read at every start."""


class Row(Struct, frozen=True):
    """One entry as it is stored: ledger time in ms, exact leaf bytes, their hash, its retry key."""

    index: int
    rx: int
    leaf: bytes
    hash: bytes
    dedupe: bytes
    mark: Mark = 0


class Signed(Struct, frozen=True):
    """A checkpoint as it was handed out: tree size, root, and the signed note."""

    size: int
    root: bytes
    note: bytes


class Slip(Struct, frozen=True):
    """Sealed parts as the entries' file carries them until their own file is synced.

    `content` tells nothing to whoever has not the file of sealed parts, and nothing to anybody
    once something was erased there. A later slip of the same `place` takes its place.
    """

    place: int
    content: bytes


class Store(Protocol):
    """Entries and checkpoints, append-only. A commit is durable, whole, or did not happen."""

    def spine(self) -> tuple[bytes, list[int]]:
        """Every leaf hash in order, joined, and every ledger time: what a start needs."""

    def commit(self, rows: Sequence[Row], checkpoint: Signed, slip: Slip | None = None) -> None:
        """Append rows and the checkpoint over them in one durable transaction, with the slip."""

    def carried(self) -> list[bytes]:
        """What the slips hold that are here, in no particular order."""

    def rows(self, begin: int, end: int, *, marked: bool = False) -> Iterator[Row]:
        """Rows with begin <= index < end, in order; only the marked ones if asked."""

    def find(self, dedupe: bytes) -> int | None:
        """The index of the entry with this key, if it is here."""

    def checkpoints(
        self, at_most: int | None = None, *, over: int | None = None
    ) -> Iterator[Signed]:
        """Checkpoints, newest first, up to a tree size; `over`: the first that has an entry."""

    def close(self) -> None:
        """Let go of the files."""


class Shelf(Struct, frozen=True):
    """A sealed part as the desk keeps it: the box, the desk's own wrap, the readers' wraps.

    `record` is the digest of the one record it belongs to.
    """

    commitment: str
    name: str
    box: bytes
    own: bytes
    wraps: dict[str, bytes]
    record: str = ""


class PartStore(Protocol):
    """Sealed parts, kept apart from the tree so that they can be erased."""

    def put(self, shelves: Sequence[Shelf]) -> Slip | None:
        """Keep parts; one that is already here stays as it is.

        Durable when it returns; or, when it returns a slip, as soon as that slip is.
        """

    def restore(self, slips: Sequence[bytes], *, writing: bool) -> None:
        """Once at the start: have back what a power cut took, out of the slips.

        Without `writing` it is only shown, and nothing is changed.
        """

    def get(self, commitment: str) -> Shelf | None:
        """A part by its commitment, or None when it was erased or never here."""

    def wrap(self, commitment: str, reader: str, wrap: bytes) -> None:
        """Add a wrap for a later reader."""

    def erase(self, commitment: str) -> None:
        """Destroy a part and all its wraps, leaving no byte of them in the live files."""

    def commitments(self) -> Iterator[str]:
        """Every commitment kept, in no particular order."""

    def close(self) -> None:
        """Let go of the files."""
