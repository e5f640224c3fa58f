"""A proof one can carry away: this entry is in that log's record, checkable with no network.

Two files, each a head, hashes one a line, a blank line, and a signed checkpoint verbatim:

    .tlog-proof (C2SP tlog-proof)          cons/<m>.txt (the head of C2SP tlog-witness requests)

    c2sp.org/tlog-proof@v1                 old <m>
    index <i>                              <base64 hash>
    <base64 hash>                          ...
    ...
                                           <checkpoint at size m>
    <checkpoint at any size>

The first shows that an entry stands in a record; the second that the record of m entries, as it was
once handed out, is an unchanged beginning of a later one. The standard's `extra` line is refused in
our proofs: nothing authenticates it.

Every fault in these files is NotProven.
"""

from __future__ import annotations

import msgspec

from parley.errors import NotProven
from parley.ledger.tlog.checkpoint import (
    Checkpoint,
    format_hash,
    open_checkpoint,
    parse_decimal,
    parse_hash,
)
from parley.ledger.tlog.note import MAX_NOTE_BYTES, Verifier
from parley.ledger.tlog.tree import leaf_hash, verify_consistency, verify_inclusion

HEADER = "c2sp.org/tlog-proof@v1"
MAX_HASHES = 64  # a tree of 2**63 entries needs no more
_MAX_BYTES = MAX_NOTE_BYTES + 10_000


class InclusionProof(msgspec.Struct, frozen=True):
    """That entry `index` stands in the record of the signed checkpoint `note`."""

    index: int
    hashes: tuple[bytes, ...]
    note: bytes


class ConsistencyProof(msgspec.Struct, frozen=True):
    """That the record of the old signed checkpoint `note`, of `old` entries, was only added to."""

    old: int
    hashes: tuple[bytes, ...]
    note: bytes


def format_proof(proof: InclusionProof) -> bytes:
    """The bytes of a .tlog-proof file."""
    return _join([HEADER, f"index {proof.index}"], proof.hashes, proof.note)


def parse_proof(raw: bytes) -> InclusionProof:
    """Read a .tlog-proof file, verifying nothing; the checkpoint in it stays as it is."""
    head, note = _split(raw)
    if head[0] != HEADER:
        raise NotProven(f"expected {HEADER!r}, got {head[0][:80]!r}", at="line 1 of the proof")
    if len(head) < 2:
        raise NotProven("expected 'index i', got nothing", at="line 2 of the proof")
    index = _numbered(head[1], "index", at="line 2 of the proof")
    return InclusionProof(index, _hashes(head[2:], first_line=3), note)


def verify_proof(raw: bytes, leaf: bytes, verifier: Verifier) -> tuple[int, Checkpoint]:
    """Where, and in which record, the entry with exactly these bytes stands.

    Shown in this order, each refused with NotProven:
      1. the proof is well formed;
      2. the checkpoint in it is signed by this log's key and by nobody else;
      3. the entry's hash leads to the checkpoint's root at the stated index.
    """
    proof = parse_proof(raw)  # 1
    checkpoint = open_checkpoint(proof.note, verifier)  # 2
    verify_inclusion(  # 3
        proof.index,
        checkpoint.size,
        leaf_hash(leaf),
        root=checkpoint.root,
        proof=proof.hashes,
    )
    return proof.index, checkpoint


def format_consistency(proof: ConsistencyProof) -> bytes:
    """The bytes of a cons/<m>.txt file."""
    return _join([f"old {proof.old}"], proof.hashes, proof.note)


def parse_consistency(raw: bytes) -> ConsistencyProof:
    """Read a cons/<m>.txt file, verifying nothing; the checkpoint in it stays as it is."""
    head, note = _split(raw)
    old = _numbered(head[0], "old", at="line 1 of the proof")
    return ConsistencyProof(old, _hashes(head[1:], first_line=2), note)


def verify_continuation(raw: bytes, current: Checkpoint, verifier: Verifier) -> Checkpoint:
    """The old checkpoint in the file, once `current` is shown to be a continuation of it.

    `current` must have been opened already. Shown in this order, each refused with NotProven:
      1. the file is well formed;
      2. the old checkpoint is signed by this log's key and by nobody else;
      3. its size is the one the file states;
      4. the hashes lead from the old root to the current root.
    """
    proof = parse_consistency(raw)  # 1
    old = open_checkpoint(proof.note, verifier)  # 2
    if old.size != proof.old:  # 3
        raise NotProven(f"expected a checkpoint of size {proof.old}, got {old.size}", at="old")
    verify_consistency(  # 4
        old.size,
        current.size,
        old_root=old.root,
        new_root=current.root,
        proof=proof.hashes,
    )
    return old


def _join(head: list[str], hashes: tuple[bytes, ...], note: bytes) -> bytes:
    lines = [*head, *map(format_hash, hashes), "", ""]
    return "\n".join(lines).encode() + note


def _split(raw: bytes) -> tuple[list[str], bytes]:
    """The lines above the first blank line, and everything below it."""
    if len(raw) > _MAX_BYTES:
        raise NotProven(f"expected a proof of at most {_MAX_BYTES} bytes, got {len(raw)}")
    head, blank, note = raw.partition(b"\n\n")
    if not blank or not note:
        raise NotProven("expected hashes, a blank line and a checkpoint", at="the proof")
    try:
        return head.decode("ascii").split("\n"), note
    except UnicodeDecodeError as fault:
        raise NotProven("expected ASCII", at=f"byte {fault.start} of the proof") from fault


def _numbered(line: str, word: str, *, at: str) -> int:
    """The number in a line `word number`."""
    found, _, number = line.partition(" ")
    if found != word:
        raise NotProven(f"expected '{word}' and a number, got {line[:80]!r}", at=at)
    return parse_decimal(number, at=at)


def _hashes(lines: list[str], *, first_line: int) -> tuple[bytes, ...]:
    if len(lines) > MAX_HASHES:
        raise NotProven(f"expected at most {MAX_HASHES} hashes, got {len(lines)}", at="the proof")
    return tuple(
        parse_hash(line, at=f"line {number} of the proof")
        for number, line in enumerate(lines, first_line)
    )
