"""The log: one order for everything said, durable before it is answered.

One writer. Whoever submits either finds somebody else writing and waits to be written along, or
becomes the writer and takes everybody who waits: group commit without a thread of its own and
without an artificial delay. The order of the checks, of the disk writes and of the answers is the
whole point of this file:

    examined (own thread) -> in order: retry? key still counts? -> ledger time, leaf, hash
    -> sealed parts written -> entries + checkpoint + slip of the parts on disk -> answered

Any fault on a write or sync stops the log for good: what the disk then holds is unknown to this
process, and only a fresh start can read it back.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from queue import SimpleQueue

from parley.errors import DiskFailed, KeyRefused, NotAdmitted, NotFound, Refusal
from parley.ledger.admission import Admitted, Custody, Gate, admit, retry_key, ring_change
from parley.ledger.holdings import Holdings
from parley.ledger.keys import Key, KeyRing
from parley.ledger.leaf import read_leaf, trust_payload, write_leaf
from parley.ledger.logged import Logged as Logged
from parley.ledger.receipt import Receipt
from parley.ledger.sealing import unshelve, wrap_for
from parley.ledger.stores.port import PartStore, Row, Shelf, Signed, Store
from parley.ledger.ticket import Line, Ticket, check_unshared, ring
from parley.ledger.tlog import (
    Checkpoint,
    Signer,
    leaf_hash,
    sign_checkpoint,
)
from parley.record.alert import StopRequested
from parley.record.correction import Erased
from parley.record.entry import trust_record
from parley.record.kinds import Record

MAX_GROUP = 256
_ALONG = 8
"""So many go along in the group of a stop request, so that a flood of those stops nobody."""
Rule = Callable[[Record, str, KeyRing, frozenset[str]], None]
"""Who may say what, given the record, its author, the keys, and the names of the keys it is sealed
to: refuses, or returns. Decided above the ledger, applied in its order."""


class Ledger(Holdings):
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
        super().__init__(store, parts, verifier=signer.verifier, reading=reading)
        self._signer, self._custody, self._now, self._rule = signer, custody, now, rule
        self._reading = reading
        self._line = Line()
        self._stopped: DiskFailed | None = None
        self._pledged = dict[str, str]()
        self._parts.restore(store.carried(), writing=not reading)
        self._recall()

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
        with self._line.inside():
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
                if len(submissions) == 1:  # among others it keeps its place: they may depend on it
                    for ticket in ready:
                        ticket.urgent = isinstance(ticket.admitted.record, StopRequested)
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
        """Write a group; one more at once if a stop request came meanwhile; then ring."""
        written: list[Ticket] = []
        try:
            written += self._group()
            if self._line.hurried:  # those who are rung would be in its way
                ring([one for one in written if one.urgent])
                written += self._group()
        finally:
            ring(written)

    def _group(self) -> list[Ticket]:
        """Take everybody who waits, up to a limit or a change of keys, and write them as one.

        A stop request closes its group: who waits behind it would only make it longer.
        """
        limit = MAX_GROUP
        taken: list[Ticket] = []
        placed: list[Ticket] = []
        self._pledged.clear()
        fresh: dict[bytes, Row] = {}
        before = self._size
        try:
            self._refuse_if_stopped()
            while len(fresh) < limit and (ticket := self._line.take()):
                taken.append(ticket)
                if ticket.urgent:
                    limit = min(MAX_GROUP, max(_ALONG, len(taken) + self._line.hurried))
                if self._place(ticket, fresh):
                    placed.append(ticket)
                if ticket.admitted.mark:
                    break
            if placed:
                self._commit(list(fresh.values()), placed)
            for ticket in taken:
                if ticket.fault is None and ticket.row is not None:
                    known = ticket.row.index < before
                    ticket.signed = self._over(ticket.row.index) if known else self._newest
        except DiskFailed as fault:
            self._stop(fault, taken)
        except BaseException:
            # Not foreseen: what the disk holds is unknown, and nobody may wait for ever.
            self._stop(DiskFailed("expected the group to be written, got a fault"), taken)
            raise
        return taken

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
            readers = frozenset(name for shelf in admitted.shelves for name in shelf.wraps)
            self._rule(admitted.record, admitted.author, self._ring, readers)

    def _check_erasable(self, record: Erased) -> None:
        row = next(self.rows(record.entry, record.entry + 1), None)
        found = self.logged(row) if row is not None else None
        if found is None or found.digest != record.record:
            raise NotFound(f"expected {record.record} at entry {record.entry}, got another")
        if record.part not in found.payload.commit:
            raise NotFound(f"expected a sealed part named {record.part!r}, got none")

    def _commit(self, rows: list[Row], tickets: list[Ticket]) -> None:
        """Parts first: an entry whose content was lost would be worse than a part without one.

        Both are on the disk by one sync where the parts' file lets the entries carry a slip.
        """
        shelves = [shelf for t in tickets for shelf in t.admitted.shelves]
        slip = self._parts.put(shelves) if shelves else None
        checkpoint = Checkpoint(self.log, self._tree.size, self._tree.root())
        signed = Signed(
            checkpoint.size, checkpoint.root, sign_checkpoint(checkpoint, self._signer)
        )
        self._store.commit(rows, signed, slip)
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

    # -- how it starts ---------------------------------------------------------------------

    def _recall(self) -> None:
        """Read back what was decided earlier: whose keys count, and what was erased."""
        for row in self._store.rows(0, self._size, marked=True):
            self._check_sound(row, row.index)
            payload = trust_payload(read_leaf(row.leaf).envelope.payload)
            record = trust_record(bytes(payload.body))
            change = ring_change(record)
            if change is not None:
                self._ring.apply(change, row.index)
            if isinstance(record, Erased):
                self._erase(record)

    def _erase(self, record: Erased) -> None:
        row = next(self.rows(record.entry, record.entry + 1), None)
        if row is not None:
            payload = trust_payload(read_leaf(row.leaf).envelope.payload)
            self._gone.add(payload.commit[record.part])
            if not self._reading:
                self._parts.erase(payload.commit[record.part])
