"""A receipt: what a submitter keeps, and can check years later without this desk.

It holds the exact leaf, its tlog-proof (its place and a signed checkpoint), and the log's key as
the desk gave it: an offer, to be held against the reader's own.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode

import msgspec
from msgspec import Struct

from parley.errors import BadInput, NotProven
from parley.ledger.leaf import Leaf, read_leaf, read_payload
from parley.ledger.tlog import Checkpoint, Verifier, verify_proof


class Receipt(Struct, frozen=True, kw_only=True):
    """An entry, the proof that it stands in the log, and the log's key as offered with it."""

    leaf: bytes
    proof: str
    key: str

    @property
    def index(self) -> int:
        """Where the entry stands, as the proof states it."""
        return int(self.proof.split("\n", 2)[1].removeprefix("index "))

    @property
    def entry(self) -> Leaf:
        """The leaf, taken apart."""
        return read_leaf(self.leaf)

    @property
    def digest(self) -> str:
        """The name of the record."""
        return self.entry.envelope.digest

    @property
    def rx(self) -> int:
        """When the desk logged it, in ms: the desk's claim."""
        return self.entry.rx


class _Wire(Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    leaf: str
    proof: str
    v: int


def write_receipt(receipt: Receipt) -> bytes:
    """The one spelling of a receipt, to be kept as a file."""
    wire = _Wire(receipt.key, b64encode(receipt.leaf).decode(), receipt.proof, 1)
    return msgspec.json.encode(wire, order="deterministic") + b"\n"


def read_receipt(raw: bytes) -> Receipt:
    """Read a receipt, refusing with NotProven every spelling but ours."""
    try:
        wire = msgspec.json.decode(raw, type=_Wire)
        found = Receipt(leaf=b64decode(wire.leaf, validate=True), proof=wire.proof, key=wire.key)
    except (msgspec.DecodeError, UnicodeDecodeError, binascii.Error, ValueError) as fault:
        raise NotProven("expected a receipt, got something else") from fault
    if wire.v != 1 or write_receipt(found) != raw:
        raise NotProven("expected a receipt as we write it, got another spelling")
    return found


def verify_receipt(receipt: Receipt, verifier: Verifier) -> tuple[int, Checkpoint]:
    """Where the entry stands, once the proof holds under the reader's own trust root.

    1. the key offered with it is the reader's own
    2. the proof leads from exactly this leaf to a checkpoint that this log key signed
    3. the leaf is one we would write, and its envelope is for this log
    """
    if receipt.key != verifier.vkey:  # 1
        raise NotProven("expected a receipt of the log you trust, got another log's")
    index, checkpoint = verify_proof(receipt.proof.encode(), receipt.leaf, verifier)  # 2
    try:  # 3
        named = read_payload(receipt.entry.envelope.payload).log
    except BadInput as fault:
        raise NotProven(fault.sentence, at="the leaf") from fault
    if named != verifier.name:
        raise NotProven(f"expected an entry for {verifier.name}, got one for {named}")
    return index, checkpoint
