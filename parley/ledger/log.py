"""The log: one order for everything said, durable before it is answered.

One writer. Whoever submits either finds somebody else writing and waits to be written along, or
becomes the writer and takes everybody who waits: group commit without a thread of its own and
without an artificial delay. The order of the checks, of the disk writes and of the answers is the
whole point of this file:

    examined (own thread) -> in order: retry? key still counts? -> ledger time, leaf, hash
    -> sealed parts on disk -> entries + checkpoint on disk -> answered

Any fault on a write or sync stops the log for good: what the disk then holds is unknown to this
process, and only a fresh start can read it back.
"""

from __future__ import annotations

from array import array
from base64 import b64encode
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import lru_cache
from queue import SimpleQueue

from parley.errors import Damaged, DiskFailed, KeyRefused, NotAdmitted, NotFound, NotProven, Refusal
from parley.ledger.admission import Admitted, Custody, Gate, admit, retry_key, ring_change
from parley.ledger.dsse import ENTRY, digest_of
from parley.ledger.keys import Key, KeyRing
from parley.ledger.leaf import Seen, read_leaf, trust_leaf, trust_payload, write_leaf
from parley.ledger.logged import Logged as Logged
from parley.ledger.receipt import Receipt
from parley.ledger.sealing import unshelve, wrap_for
from parley.ledger.stores.port import PartStore, Row, Shelf, Signed, Store
from parley.ledger.ticket import Line, Ticket, check_unshared, ring
from parley.ledger.tlog import (
    Checkpoint,
    InclusionProof,
    Signer,
    Tree,
    format_proof,
    leaf_hash,
    open_checkpoint,
    sign_checkpoint,
)
from parley.record.correction import Erased
from parley.record.entry import trust_record
from parley.record.kinds import Record

MAX_GROUP = 256
Rule = Callable[[Record, str, KeyRing], None]
"""Who may say what: refuses, or returns. Decided above the ledger, applied in its order."""


class Ledger:
    """An open log. `now` gives the desk's clock in ms; `rule` says who may say what."""

    def __init__(
        self,
        store: Store,
        parts: PartStore,
        *,
        signer: Signer,
        custody: Custody,
        now: Callable[[], int],
        rule: Rule | None = None,
        reading: bool = False,
    ) -> None:
        """With `reading`, somebody else may be writing: it answers as of now and takes nothing."""
        self.log = signer.name
        self.verifier = signer.verifier
        self._store, self._parts = store, parts
        self._signer, self._custody, self._now, self._rule = signer, custody, now, rule
        self._reading = reading
        self._newest = next(store.checkpoints(), None)
        hashes, times = store.spine()
        if reading:  # what was written since the checkpoint was read is for the next reader
            held = self._newest.size if self._newest else 0
            hashes, times = hashes[: held * 32], times[:held]
        self._tree = Tree(hashes)
        self._ring = KeyRing(self.log)
        self._times = array("q", times)
        self._line = Line()
        self._stopped: DiskFailed | None = None
        self._pledged, self._gone = dict[str, str](), set[str]()
        self._size = self._tree.size
        self._recall()

    # -- what it holds ---------------------------------------------------------------------

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
        """A proof that an entry is here, to be kept and checked without this desk."""
        row = next(self.rows(index, index + 1), None)
        if row is None or self._newest is None:
            raise NotFound(f"expected an entry below {self._size}, got {index}")
        return self._receipt(row, self._newest)

    # -- what is said ----------------------------------------------------------------------

    def submit(self, submission: bytes) -> Receipt:
        """Log one submission; returns after it is durable. A retry gets the first receipt."""
        return self.submit_many([submission])[0]

    def submit_many(self, submissions: list[bytes]) -> list[Receipt]:
        """Log several, in order; the first refusal is raised after the others are through."""
        gate = Gate(self.log, self._ring, self._custody, lambda: self._size, self._root_at)
        bell = SimpleQueue[None]()
        found: list[Ticket | Receipt | Refusal] = []
        ready: list[Ticket] = []
        try:
            for submission in submissions:
                self._refuse_if_stopped()
                one = self._examine(submission, gate, bell)
                found.append(one)
                if isinstance(one, Ticket):
                    ready.append(one)
                    if one.admitted.mark:  # what follows may depend on it
                        group, ready = ready, []
                        self._line.see_through(group, self._write_group)
        finally:  # what was let through is logged, whatever becomes of the rest
            self._line.see_through(ready, self._write_group)
        return [self._answer(one) for one in found]

    def rewrap(self, shelf: Shelf, reader: Key) -> None:
        """Wrap a part's key for a later reader. Called once the grant itself is durable."""
        key = unshelve(shelf.own, self._custody.shelf)
        with self._line.turn():
            self._refuse_if_stopped()
            try:
                self._parts.wrap(shelf.commitment, reader.name, wrap_for(key, reader.public))
            except DiskFailed as fault:
                self._stop(fault, [])
                raise

    def close(self) -> None:
        """Let go of the files."""
        with self._line.turn(), closing(self._parts), closing(self._store):
            pass

    # -- how it is put in order ------------------------------------------------------------

    def _examine(
        self, submission: bytes, gate: Gate, bell: SimpleQueue[None]
    ) -> Ticket | Receipt | Refusal:
        try:
            return Ticket(admit(submission, gate), bell)
        except Refusal as fault:
            # A retry is answered even when its key, or the desk's, has ended in between.
            return self._logged_before(submission, gate) or fault

    def _logged_before(self, submission: bytes, gate: Gate) -> Receipt | None:
        dedupe = retry_key(submission, gate)
        found = None if dedupe is None else self._store.find(dedupe)
        return self.receipt(found) if found is not None and found < self._size else None

    def _write_group(self) -> None:
        """Take everybody who waits, up to a limit or a change of keys, and write them as one."""
        taken: list[Ticket] = []
        placed: list[Ticket] = []
        self._pledged.clear()
        fresh: dict[bytes, Row] = {}
        try:
            self._refuse_if_stopped()
            while len(fresh) < MAX_GROUP and (ticket := self._line.take()):
                taken.append(ticket)
                if self._place(ticket, fresh):
                    placed.append(ticket)
                if ticket.admitted.mark:
                    break
            if placed:
                self._commit(list(fresh.values()), placed)
        except DiskFailed as fault:
            self._stop(fault, taken)
        except BaseException:
            # Not foreseen: what the disk holds is unknown, and nobody may wait for ever.
            self._stop(DiskFailed("expected the group to be written, got a fault"), taken)
            raise
        for ticket in taken:
            if ticket.fault is None:
                ticket.signed = self._newest
        ring(taken)

    def _place(self, ticket: Ticket, fresh: dict[bytes, Row]) -> bool:
        """Give a submission its place, or find the place it already has; True when it is new.

        A retry changes nothing: not the keys, which may have ended since, and not the parts,
        which may have been erased.
        """
        admitted = ticket.admitted
        index = self._tree.size
        try:
            ticket.row = fresh.get(admitted.dedupe) or self._known(admitted.dedupe)
            if ticket.row is not None:
                return False
            self._check_order(admitted, index)
            rx = max(self._times[-1] + 1 if self._times else 0, self._now())
            leaf = write_leaf(admitted.envelope, rx)
        except DiskFailed:
            raise
        except Refusal as fault:
            ticket.fault = fault
            return False
        row = Row(index, rx, leaf, leaf_hash(leaf), admitted.dedupe, admitted.mark)
        self._tree.append(row.hash)
        self._times.append(rx)
        fresh[admitted.dedupe] = ticket.row = row
        return True

    def _known(self, dedupe: bytes) -> Row | None:
        found = self._store.find(dedupe)
        return None if found is None else next(self.rows(found, found + 1), None)

    def _check_order(self, admitted: Admitted, index: int) -> None:
        """The checks that depend on everything logged before this entry."""
        key = self._ring.find(admitted.key, index)
        if key is None and index > 0:
            raise KeyRefused("expected a key that counts now, got one that has ended")
        change = ring_change(admitted.record)
        if change is not None:
            self._ring.check(change, key, index)
        if isinstance(admitted.record, Erased):
            self._check_erasable(admitted.record)
        check_unshared(admitted, self._parts.get, self._pledged, self._gone)
        if self._rule is not None:
            self._rule(admitted.record, admitted.author, self._ring)

    def _check_erasable(self, record: Erased) -> None:
        row = next(self.rows(record.entry, record.entry + 1), None)
        found = self.logged(row) if row is not None else None
        if found is None or found.digest != record.record:
            raise NotFound(f"expected {record.record} at entry {record.entry}, got another")
        if record.part not in found.payload.commit:
            raise NotFound(f"expected a sealed part named {record.part!r}, got none")

    def _commit(self, rows: list[Row], tickets: list[Ticket]) -> None:
        """Parts first: an entry whose content was lost would be worse than a part without one."""
        shelves = [shelf for t in tickets for shelf in t.admitted.shelves]
        if shelves:
            self._parts.put(shelves)
        checkpoint = Checkpoint(self.log, self._tree.size, self._tree.root())
        signed = Signed(
            checkpoint.size, checkpoint.root, sign_checkpoint(checkpoint, self._signer)
        )
        self._store.commit(rows, signed)
        self._size, self._newest = checkpoint.size, signed
        for ticket in tickets:
            change = ring_change(ticket.admitted.record)
            if change is not None and ticket.row is not None:
                self._ring.apply(change, ticket.row.index)
            if isinstance(ticket.admitted.record, Erased):
                self._erase(ticket.admitted.record)

    def _stop(self, fault: DiskFailed, taken: list[Ticket]) -> None:
        """After a failed write or sync nothing more is taken; only a fresh start can tell."""
        self._stopped = fault
        self._tree.truncate(self._size)
        del self._times[self._size :]
        for ticket in (left := [*taken, *self._line.empty()]):
            ticket.fault = fault
        ring(left)

    def _refuse_if_stopped(self) -> None:
        if self._reading:
            raise NotAdmitted("expected the desk's own writer, got a ledger opened for reading")
        if self._stopped is not None:
            raise DiskFailed(
                "expected a disk that takes what is written, got a fault; the desk has stopped",
                remedy="Mend the disk, start again, and run fsck.",
            ) from self._stopped

    def _answer(self, found: Ticket | Receipt | Refusal) -> Receipt:
        if isinstance(found, Receipt):
            return found
        if isinstance(found, Refusal):
            raise found
        if found.row is None or found.signed is None:
            raise found.fault or DiskFailed("expected an entry, got none")
        return self._receipt(found.row, found.signed)

    def _receipt(self, row: Row, signed: Signed) -> Receipt:
        path = self._tree.inclusion(row.index, signed.size)
        proof = format_proof(InclusionProof(row.index, path, signed.note))
        return Receipt(leaf=row.leaf, proof=proof.decode())

    # -- how it starts ---------------------------------------------------------------------

    def _recall(self) -> None:
        """Read back what a start needs: the newest checkpoint, the times, the keys."""
        held = self._newest.size if self._newest else 0
        if held != self._size or (self._newest and self._newest.root != self._tree.root()):
            raise Damaged("expected the entries the last checkpoint covers, got others")
        if self._newest:
            self._check_signed(self._newest)
        for row in self._store.rows(0, self._size, marked=True):
            self._check_sound(row, row.index)
            payload = trust_payload(read_leaf(row.leaf).envelope.payload)
            record = trust_record(bytes(payload.body))
            change = ring_change(record)
            if change is not None:
                self._ring.apply(change, row.index)
            if isinstance(record, Erased) and not self._reading:
                self._erase(record)

    def _check_signed(self, newest: Signed) -> None:
        try:
            open_checkpoint(newest.note, self.verifier)
        except NotProven as fault:
            raise Damaged("expected a checkpoint by this log's key, got another") from fault

    def _check_sound(self, row: Row, index: int) -> None:
        if row.index != index or leaf_hash(row.leaf) != self._tree.leaf(index):
            raise Damaged("expected the entry that was logged, got another", at=f"entry {index}")

    def _erase(self, record: Erased) -> None:
        row = next(self.rows(record.entry, record.entry + 1), None)
        if row is not None:
            payload = trust_payload(read_leaf(row.leaf).envelope.payload)
            self._parts.erase(payload.commit[record.part])
            self._gone.add(payload.commit[record.part])

    @lru_cache(maxsize=4096)  # noqa: B019  # one ledger a process; a past root never changes
    def _root_at(self, size: int) -> bytes:
        return self._tree.root(size)

    def _stale(self, seen: int, index: int, rx: int) -> int:
        return max(0, rx - self._times[seen]) if seen < index else 0
