"""A proof file proves one entry of one log's record, and no changed file proves anything."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.errors import NotProven
from parley.ledger.tlog.checkpoint import Checkpoint, sign_checkpoint
from parley.ledger.tlog.note import Signer
from parley.ledger.tlog.proof import (
    ConsistencyProof,
    InclusionProof,
    format_consistency,
    format_proof,
    parse_consistency,
    parse_proof,
    verify_continuation,
    verify_proof,
)
from parley.ledger.tlog.tree import EMPTY_ROOT, MAX_SIZE, Tree, leaf_hash
from tests.ledger.tlog.mutants import bit_flips, mutants

LOG = Signer("parley.example/desk", seed=b"\x01" * 32)
FORGER = Signer("parley.example/desk", seed=b"\x02" * 32)
SIZE = 300
ENTRIES = [b"entry %d" % i for i in range(SIZE)]
TREE = Tree(b"".join(map(leaf_hash, ENTRIES)))
NOW = Checkpoint(LOG.name, SIZE, TREE.root())


def word(size: int, signer: Signer = LOG) -> bytes:
    return sign_checkpoint(Checkpoint(signer.name, size, TREE.root(size)), signer)


def proof_of(index: int, size: int = SIZE) -> bytes:
    return format_proof(InclusionProof(index, TREE.inclusion(index, size), word(size)))


def continuation_of(old: int) -> bytes:
    return format_consistency(ConsistencyProof(old, TREE.consistency(old, SIZE), word(old)))


HASHES = st.lists(st.binary(min_size=32, max_size=32), max_size=8).map(tuple)
NOTES = st.binary(min_size=1, max_size=80)
NUMBERS = st.integers(0, MAX_SIZE)


@given(st.builds(InclusionProof, NUMBERS, HASHES, NOTES))
def test_a_proof_read_back_is_the_same(proof: InclusionProof) -> None:
    """Writing a proof and reading it gives the proof again."""
    assert proof == parse_proof(format_proof(proof))


@given(st.builds(ConsistencyProof, NUMBERS, HASHES, NOTES))
def test_a_continuation_read_back_is_the_same(proof: ConsistencyProof) -> None:
    """Writing a consistency proof and reading it gives the proof again."""
    assert proof == parse_consistency(format_consistency(proof))


@settings(max_examples=40)
@given(st.integers(1, SIZE).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))))
def test_every_earlier_receipt_still_holds(pair: tuple[int, int]) -> None:
    """A proof under the checkpoint of any size holds, and that size leads to the present one."""
    index, size = pair
    found, checkpoint = verify_proof(proof_of(index, size), ENTRIES[index], LOG.verifier)
    assert (index, Checkpoint(LOG.name, size, TREE.root(size))) == (found, checkpoint)
    assert checkpoint == verify_continuation(continuation_of(size), NOW, LOG.verifier)


def test_the_empty_record_is_the_beginning_of_every_record() -> None:
    """A checkpoint at size 0 is continued by every later one, with nothing to prove."""
    old = verify_continuation(continuation_of(0), NOW, LOG.verifier)
    assert Checkpoint(LOG.name, 0, EMPTY_ROOT) == old


PROOF = proof_of(77)
OLD = continuation_of(77)


def test_no_flipped_bit_of_a_proof_is_taken() -> None:
    """Every single bit of a proof file counts, and every bit of the entry."""
    for changed in bit_flips(PROOF):
        with pytest.raises(NotProven):
            verify_proof(changed, ENTRIES[77], LOG.verifier)
    for entry in bit_flips(ENTRIES[77]):
        with pytest.raises(NotProven):
            verify_proof(PROOF, entry, LOG.verifier)


def test_no_flipped_bit_of_a_continuation_is_taken() -> None:
    """Every single bit of a consistency file counts."""
    for changed in bit_flips(OLD):
        with pytest.raises(NotProven):
            verify_continuation(changed, NOW, LOG.verifier)


@given(mutants(PROOF, OLD, proof_of(0, 1)))
def test_any_bytes_are_one_proof_or_refused(raw: bytes) -> None:
    """Random and mutated files: read to what writes the same bytes, or refused as not proven."""
    with suppress(NotProven):
        assert raw == format_proof(parse_proof(raw))


@given(mutants(PROOF, OLD, continuation_of(0)))
def test_any_bytes_are_one_continuation_or_refused(raw: bytes) -> None:
    """Random and mutated files: read to what writes the same bytes, or refused as not proven."""
    with suppress(NotProven):
        assert raw == format_consistency(parse_consistency(raw))


@given(mutants(PROOF, OLD))
def test_no_changed_proof_is_taken(raw: bytes) -> None:
    """Mutated files verify only if they are the very file written."""
    with suppress(NotProven):
        verify_proof(raw, ENTRIES[77], LOG.verifier)
        assert PROOF == raw
    with suppress(NotProven):
        verify_continuation(raw, NOW, LOG.verifier)
        assert OLD == raw


def _head(edit: Callable[[list[bytes]], object], raw: bytes) -> bytes:
    """The file with its lines above the blank line edited in place."""
    head, _, note = raw.partition(b"\n\n")
    lines = head.split(b"\n")
    edit(lines)
    return b"\n".join(lines) + b"\n\n" + note


ZERO = b"A" * 43 + b"="
CROOKED: dict[str, Callable[[], bytes]] = {
    "another version": lambda: PROOF.replace(b"@v1", b"@v2"),
    "an extra line": lambda: PROOF.replace(b"index", b"extra AAAA\nindex"),
    "a padded index": lambda: PROOF.replace(b"index 77", b"index 077"),
    "an index with a plus": lambda: PROOF.replace(b"index 77", b"index +77"),
    "two spaces": lambda: PROOF.replace(b"index 77", b"index  77"),
    "no index": lambda: _head(lambda lines: lines.pop(1), PROOF),
    "only a header": lambda: _head(lambda lines: lines.__delitem__(slice(1, None)), PROOF),
    "an index beyond the size": lambda: PROOF.replace(b"index 77", b"index 300"),
    "an index beyond all sizes": lambda: PROOF.replace(b"index 77", b"index 9223372036854775808"),
    "another index": lambda: PROOF.replace(b"index 77", b"index 76"),
    "a hash missing": lambda: _head(lambda lines: lines.pop(), PROOF),
    "a hash extra": lambda: _head(lambda lines: lines.append(ZERO), PROOF),
    "a hash replaced": lambda: _head(lambda lines: lines.__setitem__(2, ZERO), PROOF),
    "hashes in another order": lambda: _head(lambda lines: lines.insert(2, lines.pop()), PROOF),
    "a hash spelled otherwise": lambda: _head(
        lambda lines: lines.__setitem__(2, lines[2][:-2] + b"B="), _zeroed()
    ),
    "a short hash": lambda: _head(lambda lines: lines.append(b"AAAA"), PROOF),
    "a thousand hashes": lambda: _head(lambda lines: lines.extend([ZERO] * 1000), PROOF),
    "a blank line early": lambda: PROOF.replace(b"index", b"\nindex"),
    "no checkpoint": lambda: PROOF.partition(b"\n\n")[0] + b"\n\n",
    "no blank line": lambda: PROOF.partition(b"\n\n")[0],
    "windows line ends": lambda: PROOF.replace(b"\n", b"\r\n"),
    "a sign above ASCII": lambda: PROOF.replace(b"index 77", "index ٧٧".encode()),
    "a forger's checkpoint": lambda: PROOF.partition(b"\n\n")[0] + b"\n\n" + word(SIZE, FORGER),
    "a checkpoint of another size": lambda: PROOF.partition(b"\n\n")[0] + b"\n\n" + word(200),
    "a line after the checkpoint": lambda: PROOF + b"\n",
    "a huge file": lambda: PROOF + b"x" * 1_000_000,
    "nothing": lambda: b"",
}


def _zeroed() -> bytes:
    return _head(lambda lines: lines.__setitem__(2, ZERO), PROOF)


@pytest.mark.parametrize("attack", CROOKED)
def test_crooked_proofs_are_refused(attack: str) -> None:
    """Each named change of a proof file is refused as not proven."""
    raw = CROOKED[attack]()
    assert raw != PROOF
    with pytest.raises(NotProven):
        verify_proof(raw, ENTRIES[77], LOG.verifier)


@pytest.mark.parametrize(
    "attack",
    [
        "another version",
        "an extra line",
        "a padded index",
        "an index beyond all sizes",
        "no index",
        "only a header",
        "a hash spelled otherwise",
        "a short hash",
        "a thousand hashes",
        "no checkpoint",
        "no blank line",
        "a sign above ASCII",
        "a huge file",
    ],
)
def test_crooked_forms_are_not_even_read(attack: str) -> None:
    """Faults of form are refused by the reader, before any key or entry is looked at."""
    with pytest.raises(NotProven):
        parse_proof(CROOKED[attack]())


def test_a_proof_of_another_entry_is_refused() -> None:
    """The proof of one entry proves no other, nor the entry at its own index of a forged record."""
    for entry in (ENTRIES[76], b"", ENTRIES[77] + b" "):
        with pytest.raises(NotProven, match="expected the root"):
            verify_proof(PROOF, entry, LOG.verifier)


def test_another_log_proves_nothing() -> None:
    """A record forged as a whole, in perfect order, is refused by who holds the right key."""
    forged = format_proof(InclusionProof(77, TREE.inclusion(77, SIZE), word(SIZE, FORGER)))
    assert 77 == verify_proof(forged, ENTRIES[77], FORGER.verifier)[0]
    with pytest.raises(NotProven, match="only the keys asked for"):
        verify_proof(forged, ENTRIES[77], LOG.verifier)


def test_a_checkpoint_of_another_past_is_refused() -> None:
    """What the log signed over other entries is not the beginning of this record."""
    other = Tree(b"".join(leaf_hash(b"other " + entry) for entry in ENTRIES))
    note = sign_checkpoint(Checkpoint(LOG.name, 77, other.root(77)), LOG)
    for hashes in (TREE.consistency(77, SIZE), other.consistency(77, SIZE)):
        with pytest.raises(NotProven, match="expected the root"):
            verify_continuation(
                format_consistency(ConsistencyProof(77, hashes, note)), NOW, LOG.verifier
            )


def test_the_stated_old_size_is_held_to() -> None:
    """A file that says one size and carries the checkpoint of another is refused."""
    proof = parse_consistency(OLD)
    for changed in (
        msgspec.structs.replace(proof, old=76),
        msgspec.structs.replace(proof, note=word(76)),
        msgspec.structs.replace(proof, note=word(77, FORGER)),
    ):
        with pytest.raises(NotProven):
            verify_continuation(format_consistency(changed), NOW, LOG.verifier)
    past = Checkpoint(LOG.name, 50, TREE.root(50))
    with pytest.raises(NotProven, match="an old size of at most 50"):
        verify_continuation(OLD, past, LOG.verifier)
