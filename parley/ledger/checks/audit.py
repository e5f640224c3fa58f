"""What every reader can check of entries, given only the log: order, signatures, keys, pasts.

The same walk serves the exported folder and the desk's own file: an outsider and the operator ask
the same questions of the same bytes.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable

from msgspec import Struct

from parley.errors import BadSignature, NotProven, Refusal
from parley.ledger.admission import check_apart, dedupe_key, founding_key, one_time_key, ring_change
from parley.ledger.dsse import Envelope
from parley.ledger.keys import Key, KeyRing
from parley.ledger.leaf import Payload, read_leaf, read_payload
from parley.ledger.tlog import Tree
from parley.record.entry import read_record
from parley.record.kinds import is_closed, tag_of

Progress = Callable[[int, int], None]
"""Told how much is done, of how much."""


def quiet(done: int, of: int) -> None:
    """Tells nobody."""


class Counted(Struct, frozen=True, kw_only=True):
    """What a walk found. Who signed a closed entry is for its readers to check, and is not here."""

    entries: int
    open: int
    closed: int
    keys: int


class Walk:
    """Walks the entries of one log, in order, and refuses the first that cannot stand."""

    def __init__(self, log: str, tree: Tree, progress: Progress = quiet) -> None:
        self._progress = progress
        self.ring = KeyRing(log)
        self._log, self._tree = log, tree
        self._last = -1
        self._index = 0
        self._open = 0
        self._seen: set[bytes] = set()
        self._roots: dict[int, str] = {}

    def take(self, raw: bytes) -> bytes:
        """Check one leaf; returns its retry key.

        1. it is spelled as we write it, and logged after the one before
        2. it was made for this log, and for a past this log had
        3. its key counted there, and signed exactly these bytes
        4. the body is a known kind that may stand open, or there is none
        5. a change of keys is one the log's rules let through
        6. it is not an earlier entry again
        """
        if self._index % 256 == 0:
            self._progress(self._index, self._tree.size)
        try:
            return self._take(raw)
        except Refusal as fault:
            raise NotProven(fault.sentence, at=f"entry {self._index}") from fault

    def counted(self) -> Counted:
        """What was walked so far."""
        return Counted(
            entries=self._index,
            open=self._open,
            closed=self._index - self._open,
            keys=sum(1 for _ in self.ring.actors()),
        )

    def _take(self, raw: bytes) -> bytes:
        leaf = read_leaf(raw)
        payload = read_payload(leaf.envelope.payload)
        if leaf.rx <= self._last:
            raise NotProven("expected ledger time to grow, got an entry before the last")
        self._check_past(payload)
        key = self._key_of(leaf.envelope, payload)
        leaf.envelope.check(key.public, whose=key.actor)
        dedupe = dedupe_key(leaf.envelope, key.public)
        if dedupe in self._seen:
            raise NotProven("expected each entry once, got one again")
        if payload.body:
            self._check_open(payload, key)
        self._seen.add(dedupe)
        self._last, self._index = leaf.rx, self._index + 1
        return dedupe

    def _check_past(self, payload: Payload) -> None:
        size = payload.seen.size
        if payload.log != self._log:
            raise NotProven(f"expected an entry for {self._log}, got one for {payload.log}")
        if size > self._index:
            raise NotProven("expected a past before the entry, got one after it")
        root = self._roots.get(size)
        if root is None:
            root = self._roots[size] = b64encode(self._tree.root(size)).decode()
        if root != payload.seen.root:
            raise NotProven("expected this log's own past, got another")

    def _key_of(self, envelope: Envelope, payload: Payload) -> Key:
        if payload.key is not None:
            if envelope.keyid:
                raise NotProven("expected no key named on a closed entry, got one")
            return one_time_key(payload.key)
        found = self.ring.find(envelope.keyid, self._index)
        if found is not None and found.use == "sign":
            return found
        if self._index == 0:
            return founding_key(payload, envelope.keyid)
        raise BadSignature("expected a key that counted here, got one that did not")

    def _check_open(self, payload: Payload, key: Key) -> None:
        # A body whose exact places are sealed apart reads as a record without them.
        record = read_record(bytes(payload.body))
        if is_closed(type(record)):
            raise NotProven(f"expected {tag_of(record)} sealed, got it open")
        check_apart(record)
        change = ring_change(record)
        if change is not None:
            author = self.ring.find(key.name, self._index)
            self.ring.check(change, author, self._index)
            self.ring.apply(change, self._index)
        self._open += 1


def walk(log: str, tree: Tree, leaves: Iterable[bytes], progress: Progress = quiet) -> Counted:
    """Check every leaf of a log in order; refuses with NotProven at the first that cannot stand."""
    walking = Walk(log, tree, progress)
    for leaf in leaves:
        walking.take(leaf)
    return walking.counted()
