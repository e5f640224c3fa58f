"""A checkpoint is the desk's signed word: the record had this many entries and this root hash.

C2SP tlog-checkpoint over a C2SP signed-note, three lines:

    origin          the log's name; with us always the name of the key that signs
    tree size       decimal, no leading zeros
    root hash       base64 of 32 bytes

Extension lines are allowed by the standard and refused here: nobody audits them.
"""

from __future__ import annotations

import re
from base64 import b64encode

import msgspec

from parley.errors import BadInput, NotProven, expected
from parley.ledger.tlog.note import (
    Signer,
    Verifier,
    check_key_name,
    decode_base64,
    open_note,
    sign_note,
)
from parley.ledger.tlog.tree import EMPTY_ROOT, HASH_BYTES, MAX_SIZE

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


class Checkpoint(msgspec.Struct, frozen=True):
    """The whole record in one line: whose log, how many entries, the root hash (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        check_key_name(self.origin)
        if not 0 <= self.size <= MAX_SIZE:
            raise expected("a size from 0 to 2**63 - 1", self.size, "the checkpoint")
        if len(self.root) != HASH_BYTES:
            raise expected("a root hash of 32 bytes", f"{len(self.root)} bytes", "the checkpoint")
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise expected("the root of an empty tree at size 0", self.root.hex())


def format_checkpoint(checkpoint: Checkpoint) -> str:
    """The three lines that are signed."""
    return f"{checkpoint.origin}\n{checkpoint.size}\n{format_hash(checkpoint.root)}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the three lines; anything `format_checkpoint` would not write is refused (NotProven)."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise NotProven(
            f"expected three lines, got {text.count(chr(10))}",
            at="the checkpoint",
            remedy="Extension lines are not accepted: nobody can audit them.",
        )
    size = parse_decimal(lines[1], at="line 2 of the checkpoint")
    root = parse_hash(lines[2], at="line 3 of the checkpoint")
    try:
        return Checkpoint(lines[0], size, root)
    except BadInput as fault:
        raise NotProven(fault.sentence, at=fault.at or "the checkpoint") from fault


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> bytes:
    """The checkpoint as a signed note; only the log of that name may sign it."""
    if checkpoint.origin != signer.name:
        raise expected(f"the key of {checkpoint.origin}", f"the key of {signer.name}")
    return sign_note(format_checkpoint(checkpoint), signer)


def open_checkpoint(note: bytes, verifier: Verifier) -> Checkpoint:
    """The checkpoint in the note, once it is shown to be that log's word and nobody else's.

    NotProven unless the note is signed by exactly this key and its origin is the key's name.
    """
    checkpoint = parse_checkpoint(open_note(note, [verifier]))
    if checkpoint.origin != verifier.name:
        raise NotProven(
            f"expected a checkpoint of {verifier.name}, got one of {checkpoint.origin}",
            at="line 1 of the checkpoint",
        )
    return checkpoint


def format_hash(found: bytes) -> str:
    """A hash as the field writes it in text: standard base64, 44 letters."""
    return b64encode(found).decode("ascii")


def parse_hash(text: str, *, at: str) -> bytes:
    """32 bytes from their one base64 spelling; anything else is NotProven."""
    found = decode_base64(text, at=at)
    if len(found) != HASH_BYTES:
        raise NotProven(f"expected a hash of 32 bytes, got {len(found)} bytes", at=at)
    return found


def parse_decimal(text: str, *, at: str) -> int:
    """A whole number from 0 to 2**63 - 1, in ASCII digits without leading zeros."""
    if not _DECIMAL.fullmatch(text) or int(text) > MAX_SIZE:
        raise NotProven(f"expected a plain decimal number, got {text[:80]!r}", at=at)
    return int(text)
