"""A party at its own machine: its own keys, its own trust root, its own copy of the order.

It takes nothing on the desk's word. Every leaf is checked as it comes, and `seen` in what it signs
is what it has verified itself. What it sends is stored first, so that a retry is the same bytes.
"""

from __future__ import annotations

import os
from base64 import b64encode
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from parley.desk.drafting import View, draft
from parley.desk.keyfile import Asking, KeyFile
from parley.desk.reader import Reader, key_opener
from parley.errors import NotAdmitted, NotProven, WrongLog
from parley.ledger import Draft, Logged, Receipt, Seen, digest_in, verify_receipt, write_receipt
from parley.ledger.checks.audit import Walk
from parley.ledger.keys import KeyRing
from parley.ledger.leaf import read_leaf, read_payload
from parley.ledger.stores.port import Shelf
from parley.ledger.tlog import Checkpoint, Tree, Verifier, leaf_hash, open_checkpoint
from parley.record.correction import Erased
from parley.record.entry import Entry, trust_record
from parley.record.kinds import Record


class DeskLine(Protocol):
    """What a party asks of a desk, over whatever line there is."""

    def checkpoint(self) -> bytes:
        """The newest signed checkpoint."""

    def leaves(self, begin: int, end: int) -> Iterator[bytes]:
        """Exact leaf bytes."""

    def challenge(self) -> bytes:
        """What to sign to be handed one's sealed parts; another one after the desk began anew."""

    def part_for(self, commitment: str, asking: Asking) -> Shelf | None:
        """A sealed part with the wrap of whoever asks, who proves it."""

    def submit(self, submission: bytes) -> Receipt:
        """Log a submission."""


class Party:
    """One party's side of the line. `home` keeps its outbox and its receipts."""

    def __init__(self, key: KeyFile, desk: DeskLine, *, trust: Verifier, home: Path) -> None:
        self.key, self.trust, self.home = key, trust, home
        self._desk = desk
        self._tree = Tree()
        self._walk = Walk(trust.name, self._tree)
        self._kept: list[Logged] = []
        self._gone: set[str] = set()
        self._asking: Asking | None = None
        copy = _Copy(self._kept, self._gone, self._walk.ring, self._part)
        self.book = Reader(copy, key_opener(key.seal))

    def _part(self, commitment: str) -> Shelf | None:
        if self._asking is None:
            self._asking = self.key.asking(self.trust.name, self._desk.challenge())
        return self._desk.part_for(commitment, self._asking)

    @property
    def actor(self) -> str:
        """Who this is, as the log registers it."""
        return self.key.actor

    def catch_up(self) -> Checkpoint:
        """Fetch and check everything new, up to the desk's newest signed checkpoint.

        1. the checkpoint is signed by the log this party trusts
        2. it is not shorter than what this party has seen
        3. all leaves together hash to the checkpoint's root, and so continue what was seen
        4. every new leaf stands: order, past, signature, key. A log in which one does not is
           signed proof against its desk, and this party goes no further with it
        """
        self._asking = None  # the desk may have begun anew
        newest = open_checkpoint(self._desk.checkpoint(), self.trust)  # 1
        held = self._tree.size
        if newest.size < held:  # 2
            raise NotProven(f"expected at least {held} entries, got {newest.size}")
        leaves = list(self._desk.leaves(held, newest.size))
        self._tree.extend(b"".join(map(leaf_hash, leaves)))
        if (self._tree.size, self._tree.root()) != (newest.size, newest.root):  # 3
            self._tree.truncate(held)  # nothing of a bad answer is kept
            raise NotProven("expected a continuation of what was seen, got another past")
        for raw in leaves:
            self._walk.take(raw)  # 4
            self._kept.append(_taken_apart(raw, self._kept))
            self._note_erasure(self._kept[-1])
        return newest

    def _note_erasure(self, logged: Logged) -> None:
        if logged.payload.body:
            record = trust_record(bytes(logged.payload.body))
            if isinstance(record, Erased) and record.entry < len(self._kept):
                commit = self._kept[record.entry].payload.commit
                self._gone.add(commit.get(record.part, ""))

    def view(self) -> View:
        """What this party drafts with: only what it has verified."""
        size = len(self._kept)
        seen = Seen(size=size, root=b64encode(self._tree.root(size)).decode())
        return View(log=self.trust.name, seen=seen, ring=self._walk.ring)

    def draft(self, record: Record, *, to: Iterable[str] = ()) -> Draft:
        """Make a statement ready to sign, sealed to the desk, this party and the addressees."""
        return draft(self.view(), record, author=self.actor, to=to)

    def send(self, prepared: Draft) -> Receipt:
        """Sign, store, send, check the receipt, and keep it."""
        submission = prepared.signed_by(self.key)
        name = digest_in(submission).removeprefix("sha256:")
        store_file(self.home / "outbox" / f"{name}.submission", submission)
        return self._sent(submission, name)

    @property
    def receipts(self) -> Path:
        """Where the receipts of what was sent are kept."""
        return self.home / "receipts"

    def resend(self) -> list[Receipt]:
        """Send again everything stored that has no answer: the same bytes, so nothing doubles.

        What was refused stays in the outbox as `.refused`, and is not sent again.

        The first refusal is raised after the others are through.
        """
        receipts: list[Receipt] = []
        refused: list[NotAdmitted] = []
        for path in sorted((self.home / "outbox").glob("*.submission")):
            if (self.receipts / f"{path.stem}.receipt").exists():
                continue
            try:
                receipts.append(self._sent(path.read_bytes(), path.stem))
            except NotAdmitted as fault:
                refused.append(fault)
        if refused:
            raise refused[0]
        return receipts

    def _sent(self, submission: bytes, name: str) -> Receipt:
        try:
            receipt = self._desk.submit(submission)
        except WrongLog:
            raise  # the desk may have lost its end, and find it again
        except NotAdmitted:
            # A refusal is an answer. Sent again later, it might be taken when nobody means it.
            kept = self.home / "outbox" / f"{name}.submission"
            kept.replace(kept.with_suffix(".refused"))
            raise
        verify_receipt(receipt, self.trust)
        if receipt.digest != f"sha256:{name}":
            raise NotProven("expected a receipt for what was sent, got one for something else")
        store_file(self.home / "receipts" / f"{name}.receipt", write_receipt(receipt))
        return receipt

    def addressed(self) -> Iterator[int]:
        """The entries addressed to this party, found by tags that nobody else can tell."""
        for logged in self._kept:
            if self.key.seal.is_addressed_by(logged.payload):
                yield logged.index

    def entries(self) -> Iterable[Entry]:
        """Everything, opened as far as this party may read."""
        return self.book.entries(0, self._tree.size)


class _Copy:
    """The party's own copy of the order, as its reader asks for it."""

    def __init__(
        self, kept: list[Logged], gone: set[str], ring: KeyRing, part: Callable[[str], Shelf | None]
    ) -> None:
        self._kept, self._gone, self._part = kept, gone, part
        self.ring = ring

    @property
    def size(self) -> int:
        return len(self._kept)

    def read(self, begin: int = 0, end: int | None = None) -> Iterator[Logged]:
        return iter(self._kept[begin:end])

    def size_at(self, ms: int) -> int:
        return bisect_right(self._kept, ms, key=lambda logged: logged.rx)

    def part(self, commitment: str) -> Shelf | None:
        return self._part(commitment)

    def is_erased(self, commitment: str) -> bool:
        return commitment in self._gone


def _taken_apart(raw: bytes, kept: list[Logged]) -> Logged:
    leaf = read_leaf(raw)
    payload = read_payload(leaf.envelope.payload)
    seen = payload.seen.size
    return Logged(
        index=len(kept),
        rx=leaf.rx,
        digest=leaf.envelope.digest,
        keyid=leaf.envelope.keyid,
        payload=payload,
        leaf=leaf,
        stale_ms=leaf.rx - kept[seen].rx if seen < len(kept) else 0,
    )


def store_file(path: Path, content: bytes) -> None:
    """Write a file that is whole and on the disk before anything depends on it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".draft")
    with draft.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
