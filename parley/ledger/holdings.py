"""What a log holds, and what anybody may ask of it. Nothing here writes.

The tree is kept in memory (64 bytes an entry) and every stored row is held against it when it is
read, so that an entry which rotted on the disk is refused instead of being handed out.
"""

from __future__ import annotations

from array import array
from base64 import b64encode
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from parley.errors import Damaged, NotFound, NotProven
from parley.ledger.dsse import ENTRY, digest_of
from parley.ledger.keys import KeyRing
from parley.ledger.leaf import Seen, trust_leaf, trust_payload
from parley.ledger.logged import Logged
from parley.ledger.receipt import Receipt
from parley.ledger.stores.port import PartStore, Row, Shelf, Signed, Store
from parley.ledger.tlog import (
    InclusionProof,
    Tree,
    Verifier,
    format_proof,
    leaf_hash,
    open_checkpoint,
)


class Holdings:
    """A log as it is held: rows, tree, times, keys, sealed parts."""

    def __init__(
        self, store: Store, parts: PartStore, *, verifier: Verifier, reading: bool
    ) -> None:
        """With `reading`, somebody else may be writing: it answers as of now."""
        self.log, self.verifier = verifier.name, verifier
        self._store, self._parts = store, parts
        self._newest = next(store.checkpoints(), None)
        hashes, times = store.spine()
        held = self._newest.size if self._newest else 0
        if reading:  # what was written since the checkpoint was read is for the next reader
            hashes, times = hashes[: held * 32], times[:held]
        self._tree = Tree(hashes)
        self._times = array("q", times)
        self._size = self._tree.size
        self._ring = KeyRing(self.log)
        self._gone = set[str]()
        if held != self._size or (self._newest and self._newest.root != self._tree.root()):
            raise Damaged("expected the entries the last checkpoint covers, got others")
        if self._newest:
            self._check_signed(self._newest)

    @property
    def size(self) -> int:
        """How many entries are durably logged."""
        return self._size

    @property
    def ring(self) -> KeyRing:
        """Every key the log has registered."""
        return self._ring

    def seen(self) -> Seen:
        """What an author who looks now has seen."""
        size = self._size
        return Seen(size=size, root=b64encode(self._root_at(size)).decode())

    def checkpoint(self) -> bytes | None:
        """The newest signed checkpoint, or None while the log is empty."""
        return self._newest.note if self._newest else None

    def checkpoints(self) -> Iterator[Signed]:
        """Every checkpoint ever handed out, newest first."""
        return self._store.checkpoints()

    def rows(self, begin: int, end: int) -> Iterator[Row]:
        """Stored rows, as exact bytes; Damaged where one is not what was logged any more."""
        begin, end = max(begin, 0), min(end, self._size)
        for row in self._store.rows(begin, end):
            self._check_sound(row, begin)
            yield row
            begin += 1
        if begin < end:
            raise Damaged("expected an entry, got none", at=f"entry {begin}")

    def read(self, begin: int = 0, end: int | None = None) -> Iterator[Logged]:
        """Entries with begin <= index < end, in order, as everybody sees them."""
        for row in self.rows(begin, self._size if end is None else end):
            yield self.logged(row)

    def logged(self, row: Row) -> Logged:
        """One stored row, taken apart."""
        leaf = trust_leaf(row.leaf)
        payload = trust_payload(leaf.envelope.payload)
        return Logged(
            index=row.index,
            rx=leaf.rx,
            digest=digest_of(leaf.envelope.payload, ENTRY),
            keyid=leaf.envelope.keyid,
            payload=payload,
            leaf=leaf,
            stale_ms=self._stale(payload.seen.size, row.index, leaf.rx),
        )

    def size_at(self, ms: int) -> int:
        """How many entries had been logged by a moment of ledger time, included."""
        return bisect_right(self._times, ms, hi=self._size)

    def part(self, commitment: str) -> Shelf | None:
        """A sealed part, for a reader who holds one of its wraps; None once it is erased."""
        return self._parts.get(commitment)

    def any_part(self) -> Shelf | None:
        """Some sealed part, if there is one: enough to see whether a shelf key fits."""
        commitment = next(self._parts.commitments(), None)
        return None if commitment is None else self._parts.get(commitment)

    def is_erased(self, commitment: str) -> bool:
        """Whether an entry says that this part was erased: then its absence is as it should be."""
        return commitment in self._gone

    def inclusion(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """The Merkle audit path of an entry (RFC 6962, section 2.1.1)."""
        return self._tree.inclusion(index, self._size if size is None else size)

    def consistency(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        """The proof that the log of `old` entries is the beginning of the later one."""
        return self._tree.consistency(old, self._size if new is None else new)

    def hashes(self, *, level: int, first: int, count: int) -> bytes:
        """Tree hashes for tiles: complete subtrees of one level, joined."""
        return self._tree.hashes(level=level, first=first, count=count)

    def receipt(self, index: int) -> Receipt:
        """The first receipt of an entry: its proof under the first checkpoint that had it.

        Asked again it is the same, byte for byte; so a retry gets what the first try got.
        """
        row = next(self.rows(index, index + 1), None)
        signed = self._over(index)
        if row is None or signed is None:
            raise NotFound(f"expected an entry below {self._size}, got {index}")
        return self._receipt(row, signed)

    def _over(self, index: int) -> Signed | None:
        return next(self._store.checkpoints(over=index), None)

    def _receipt(self, row: Row, signed: Signed) -> Receipt:
        path = self._tree.inclusion(row.index, signed.size)
        proof = format_proof(InclusionProof(row.index, path, signed.note))
        return Receipt(leaf=row.leaf, proof=proof.decode(), key=self.verifier.vkey)

    def _check_sound(self, row: Row, index: int) -> None:
        if row.index != index or leaf_hash(row.leaf) != self._tree.leaf(index):
            raise Damaged("expected the entry that was logged, got another", at=f"entry {index}")

    def _check_signed(self, newest: Signed) -> None:
        try:
            open_checkpoint(newest.note, self.verifier)
        except NotProven as fault:
            raise Damaged("expected a checkpoint by this log's key, got another") from fault

    @lru_cache(maxsize=4096)  # noqa: B019  # one ledger a process; a past root never changes
    def _root_at(self, size: int) -> bytes:
        return self._tree.root(size)

    def _stale(self, seen: int, index: int, rx: int) -> int:
        return max(0, rx - self._times[seen]) if seen < index else 0
