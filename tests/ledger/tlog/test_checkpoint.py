"""A checkpoint has one spelling and is taken only from the log it names."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tlog_scales.signing import PlainEd25519Signer, Vkey
from tlog_scales.tlog import Checkpoint as ForeignCheckpoint

from parley.errors import BadInput, NotProven
from parley.ledger.tlog.checkpoint import (
    Checkpoint,
    format_checkpoint,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from parley.ledger.tlog.note import Signer, sign_note
from parley.ledger.tlog.tree import EMPTY_ROOT, MAX_SIZE
from tests.ledger.tlog.mutants import bit_flips, mutants

LOG = Signer("parley.example/desk", seed=b"\x01" * 32)
HEAD = Checkpoint(LOG.name, 20_852_163, b"\x0a" * 32)
TEXT = format_checkpoint(HEAD)
NOTE = sign_checkpoint(HEAD, LOG)

CHECKPOINTS = st.builds(
    Checkpoint,
    st.sampled_from(["a", "parley.example/desk", "päö/√"]),
    st.integers(1, MAX_SIZE),
    st.binary(min_size=32, max_size=32),
)


@given(CHECKPOINTS)
def test_a_checkpoint_read_back_is_the_same(checkpoint: Checkpoint) -> None:
    """Writing, signing, opening gives the checkpoint again."""
    assert checkpoint == parse_checkpoint(format_checkpoint(checkpoint))
    signer = Signer(checkpoint.origin, seed=b"\x07" * 32)
    assert checkpoint == open_checkpoint(sign_checkpoint(checkpoint, signer), signer.verifier)


@given(mutants(TEXT.encode(), format_checkpoint(Checkpoint("a", 0, EMPTY_ROOT)).encode()))
def test_any_text_is_one_checkpoint_or_refused(raw: bytes) -> None:
    """Random and mutated texts: read to what writes the same text, or refused as not proven."""
    text = raw.decode("utf-8", "surrogateescape")
    with suppress(NotProven):
        assert text == format_checkpoint(parse_checkpoint(text))


@given(mutants(NOTE))
def test_no_changed_note_is_taken(raw: bytes) -> None:
    """Random and mutated signed checkpoints open only if they are the very bytes signed."""
    with suppress(NotProven):
        open_checkpoint(raw, LOG.verifier)
        assert NOTE == raw


def test_no_flipped_bit_is_taken() -> None:
    """Every single bit of a signed checkpoint counts."""
    for changed in bit_flips(NOTE):
        with pytest.raises(NotProven):
            open_checkpoint(changed, LOG.verifier)


def test_other_peoples_code_takes_ours_and_we_take_theirs() -> None:
    """The foreign library verifies our checkpoint; we open the one it signs."""
    theirs = ForeignCheckpoint.from_text(NOTE.decode())
    theirs.verify(Vkey.from_string(LOG.verifier.vkey))
    assert (HEAD.origin, HEAD.size, HEAD.root) == (theirs.origin, theirs.size, theirs.root_hash)
    signer = PlainEd25519Signer(LOG.name, b"\x01" * 32)
    signed = ForeignCheckpoint.make_signed(LOG.name, 7, b"\x0b" * 32, [signer]).serialize()
    assert Checkpoint(LOG.name, 7, b"\x0b" * 32) == open_checkpoint(signed.encode(), LOG.verifier)


@pytest.mark.parametrize(
    "text",
    [
        TEXT + "extension\n",
        TEXT + "\n",
        TEXT + "x",
        TEXT[:-1],
        TEXT.replace("\n2", "\n02"),
        TEXT.replace("\n2", "\n+2"),
        TEXT.replace("\n2", "\n-2"),
        TEXT.replace("\n2", "\n 2"),
        TEXT.replace("\n2", "\n٢"),
        TEXT.replace("20852163", "20_852_163"),
        TEXT.replace("20852163", "9223372036854775808"),
        TEXT.replace("20852163", "9" * 5000),
        TEXT.replace("20852163", "0"),
        TEXT.replace("CgoKCgo=", "CgoKCgp="),
        TEXT.replace("CgoKCgo=", "CgoKCg=="),
        TEXT.replace("CgoKCgo=", "CgoKCgoKCgo="),
        TEXT.replace("parley.example/desk", ""),
        TEXT.replace("parley.example", "parley example"),
        TEXT.replace("\n", "\r\n"),
        "",
    ],
)
def test_crooked_checkpoints_are_refused(text: str) -> None:
    """Extension lines, second spellings of numbers and hashes, no origin: not proven."""
    assert text != TEXT
    with pytest.raises(NotProven):
        parse_checkpoint(text)


def test_another_logs_name_under_this_logs_key_is_refused() -> None:
    """A log may not speak for another log, even with its own good signature."""
    note = sign_note(format_checkpoint(Checkpoint("other.example", 5, b"\x0a" * 32)), LOG)
    with pytest.raises(NotProven, match=r"expected a checkpoint of parley\.example/desk"):
        open_checkpoint(note, LOG.verifier)
    with pytest.raises(BadInput):
        sign_checkpoint(Checkpoint("other.example", 5, b"\x0a" * 32), LOG)


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [
        ("", 1, bytes(32)),
        ("a b", 1, bytes(32)),
        ("a", -1, bytes(32)),
        ("a", MAX_SIZE + 1, bytes(32)),
        ("a", 1, bytes(31)),
        ("a", 0, bytes(32)),
    ],
)
def test_checkpoints_that_cannot_be_are_not_made(origin: str, size: int, root: bytes) -> None:
    """Bad names, sizes and roots are refused before anything is signed."""
    with pytest.raises(BadInput):
        Checkpoint(origin, size, root)
