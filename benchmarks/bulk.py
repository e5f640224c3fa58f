"""A very long log made quickly: real signatures, real tree, real checkpoints, no gate.

Each entry is the same short statement with another nonce, signed by the north's registered key;
rows and checkpoints go through the store itself, 20,000 a commit. What is left out is admission,
which would refuse none of them: the first thousands are walked and the last receipt is verified
before anything is measured on it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

from benchmarks.desks import LOG, MeasuredDesk, key_of
from benchmarks.saying import NORTH, status
from parley.ledger import verify_receipt
from parley.ledger.admission import dedupe_key
from parley.ledger.checks.audit import Walk
from parley.ledger.dsse import ENTRY, Envelope, pae, write_envelope
from parley.ledger.folder import ENTRIES
from parley.ledger.leaf import write_leaf
from parley.ledger.stores.port import Row, Signed
from parley.ledger.stores.sqlite import SqliteStore
from parley.ledger.tlog import Checkpoint, Signer, Tree, leaf_hash, sign_checkpoint

_CHUNK = 20_000


def make_long_log(folder: Path, amount: int) -> None:
    """A ledger of `amount` entries in a new folder."""
    desk = MeasuredDesk(folder)
    last = desk.ledger.submit(desk.signed(status(1)))
    said = next(desk.ledger.read(last.index))
    before, after = said.leaf.envelope.payload.split(said.payload.nonce.encode())
    tree = Tree(b"".join([row.hash for row in desk.ledger.rows(0, desk.ledger.size)]))
    desk.close()
    store = SqliteStore(folder / ENTRIES)
    for first in range(tree.size, amount, _CHUNK):
        rows = list(_rows(before, after, range(first, min(first + _CHUNK, amount)), last.rx))
        tree.extend(b"".join([row.hash for row in rows]))
        store.commit(rows, _signed(tree, desk.signer))
    store.close()
    _check(folder, amount)


def _rows(before: bytes, after: bytes, indexes: range, rx: int) -> Iterator[Row]:
    key = key_of(NORTH)
    for index in indexes:
        payload = before + b64encode(index.to_bytes(16, "big")) + after
        envelope = Envelope(
            payload=payload,
            payload_type=ENTRY,
            keyid=key.key_name,
            signature=key.sign(pae(payload, ENTRY)),
        )
        leaf = write_leaf(write_envelope(envelope), rx + index)
        yield Row(index, rx + index, leaf, leaf_hash(leaf), dedupe_key(envelope, key.public))


def _signed(tree: Tree, signer: Signer) -> Signed:
    root = tree.root()
    return Signed(tree.size, root, sign_checkpoint(Checkpoint(LOG, tree.size, root), signer))


def _check(folder: Path, amount: int) -> None:
    """Show that it is a log like any other, or stop."""
    desk = MeasuredDesk(folder, create=False)
    ledger = desk.ledger
    walk = Walk(LOG, Tree(ledger.hashes(level=0, first=0, count=min(amount, 4096))))
    for row in ledger.rows(0, min(amount, 2000)):
        walk.take(row.leaf)
    index, checkpoint = verify_receipt(ledger.receipt(amount - 1), ledger.verifier)
    desk.close()
    if (index, checkpoint.size) != (amount - 1, amount):
        raise SystemExit(f"expected a log of {amount} entries, got {checkpoint.size}")
