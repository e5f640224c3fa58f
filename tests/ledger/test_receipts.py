"""A receipt is worth something without the desk, years later, and only for what it says."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from parley.errors import BadInput, NotFound, NotProven, Refusal
from parley.ledger import (
    MemoryFiles,
    Receipt,
    prove_absence,
    read_receipt,
    verify_receipt,
    write_receipt,
)
from parley.ledger.tlog import (
    Signer,
    open_checkpoint,
    parse_consistency,
    parse_proof,
    verify_consistency,
)
from parley.record.log import Noted
from parley.record.roster import ActorRegistered
from tests.ledger.desks import LOG, Bench

OTHER_KEY = Signer(LOG, seed=b"\x02" * 32).verifier
OTHER_NAME = Signer("parley.example/other", seed=b"\x01" * 32).verifier


def _acts(bench: Bench, groups: list[int]) -> list[Receipt]:
    """So many entries in so many groups, open and sealed in turn."""
    receipts: list[Receipt] = []
    for group in groups:
        drafts = [
            bench.draft(Noted(text="x"), bench.south).signed_by(bench.north)
            if n % 2
            else bench.draft(ActorRegistered(actor=f"a{n}", name="a", standing="other")).signed_by(
                bench.desk
            )
            for n in range(group)
        ]
        receipts += bench.ledger.submit_many(drafts)
    return receipts


def _checked(raw: bytes, bench: Bench) -> int:
    return verify_receipt(read_receipt(raw), bench.signer.verifier)[0]


@settings(max_examples=15)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=6), st.booleans())
def test_every_receipt_and_checkpoint_stands_for_ever(groups: list[int], reopened: bool) -> None:
    """Each receipt verifies against its own checkpoint, and that one leads to every later one."""
    bench = Bench().found()
    receipts = _acts(bench, groups)
    if reopened:
        bench.reopen()
    verifier = bench.signer.verifier
    checkpoints = [open_checkpoint(one.note, verifier) for one in bench.ledger.checkpoints()][::-1]
    for receipt in receipts:
        index, checkpoint = verify_receipt(read_receipt(write_receipt(receipt)), verifier)
        assert receipt.index == index
        assert checkpoint in checkpoints
        assert receipt.leaf == next(bench.ledger.rows(index, index + 1)).leaf
    assert list(range(7, 7 + sum(groups))) == [receipt.index for receipt in receipts]
    for at, old in enumerate(checkpoints):
        for new in checkpoints[at:]:
            verify_consistency(
                old.size, new.size, old_root=old.root, new_root=new.root,
                proof=bench.ledger.consistency(old.size, new.size),
            )  # fmt: skip


def test_the_export_carries_every_checkpoint_ever_handed_out(bench: Bench) -> None:
    """`cons/` holds each of them as it was signed, with the proof that it is a beginning."""
    handed_out: set[bytes] = set()
    for group in ([3], [1], [9], [2]):
        _acts(bench, group)
        note = bench.ledger.checkpoint()
        assert note is not None
        handed_out.add(note)
    files = bench.export()
    notes = {parse_consistency(raw).note for name, raw in files.items() if "cons/" in name}
    assert handed_out <= notes
    assert len(list(bench.ledger.checkpoints())) == len(notes) == bench.verify().checkpoints


def test_the_receipt_of_an_entry_is_always_the_first(bench: Bench) -> None:
    """Asked again later, after more entries and a restart, the desk gives the same receipt."""
    receipts = _acts(bench, [1, 3])
    _acts(bench, [5])
    for _ in range(2):
        assert receipts == [bench.ledger.receipt(receipt.index) for receipt in receipts]
        bench.reopen()
    assert 11 == verify_receipt(receipts[1], bench.signer.verifier)[1].size
    for index in (-1, 16, 99):
        with pytest.raises((NotFound, BadInput)):
            bench.ledger.receipt(index)


def test_a_receipt_of_another_log_is_refused(bench: Bench) -> None:
    """A receipt holds under its own log's key and name, and under no other."""
    receipt = _acts(bench, [1])[0]
    for verifier in (OTHER_KEY, OTHER_NAME):
        with pytest.raises(NotProven, match="expected"):
            verify_receipt(receipt, verifier)
    assert 7 == verify_receipt(receipt, bench.signer.verifier)[0]


@cache
def _one() -> tuple[Bench, bytes, bytes]:
    """Two receipts of one desk, as they are kept on file."""
    bench = Bench().found()
    one, other = _acts(bench, [1, 1])
    return bench, write_receipt(one), write_receipt(other)


def test_no_byte_of_a_receipt_can_be_changed() -> None:
    """Whatever one byte is changed to, in leaf or proof, the receipt is refused."""
    bench, raw, _ = _one()
    assert 7 == _checked(raw, bench)
    taken = []
    for at, byte in enumerate(raw):
        for wrong in {byte ^ 1, byte ^ 0x20, byte ^ 0x80, ord("A"), ord("0")} - {byte}:
            try:
                _checked(raw[:at] + bytes([wrong]) + raw[at + 1 :], bench)
            except NotProven:
                continue
            taken.append((at, wrong))
    assert [] == taken


@settings(max_examples=150)
@given(st.data())
def test_no_piece_of_a_receipt_can_be_moved(data: st.DataObject) -> None:
    """Pieces cut out, doubled, or taken from another receipt of the same log are refused."""
    bench, one, other = _one()
    at, end = sorted(data.draw(st.tuples(*[st.integers(0, len(one))] * 2)))
    piece = data.draw(st.sampled_from([b"", one[at:end] * 2, other[at : end + 1], b"\n", b"0"]))
    forged = one[:at] + piece + one[end:]
    if forged not in (one, other):
        with pytest.raises(Refusal):
            _checked(forged, bench)


def test_leaf_and_proof_of_two_receipts_do_not_mix() -> None:
    """One entry's proof proves no other entry, at its own index or at the other's."""
    bench, raw, raw_other = _one()
    one, other = read_receipt(raw), read_receipt(raw_other)
    proof = parse_proof(one.proof.encode())
    line = f"index {proof.index}\n"
    added = f"{line}{b64encode(bytes(32)).decode()}\n"
    for forged in (
        structs.replace(one, leaf=other.leaf),
        structs.replace(other, leaf=one.leaf),
        structs.replace(one, proof=one.proof.replace(line, "index 6\n")),
        structs.replace(one, proof=one.proof.replace(line, "index 8\n")),
        structs.replace(one, proof=one.proof.replace(line, added)),
    ):
        with pytest.raises(NotProven):
            verify_receipt(forged, bench.signer.verifier)


@settings(max_examples=12)
@given(st.lists(st.integers(1, 6), min_size=1, max_size=3), st.data())
def test_absence_is_proven_of_what_is_absent_and_of_nothing_else(
    groups: list[int], data: st.DataObject
) -> None:
    """Every digest in the log is refused with its place; any other is proven absent up to here."""
    bench = Bench().found()
    _acts(bench, groups)
    files, verifier = MemoryFiles(bench.export()), bench.signer.verifier
    logged = data.draw(st.sampled_from(list(bench.ledger.read())))
    with pytest.raises(NotProven, match="expected no such entry, got one") as caught:
        prove_absence(files, verifier, logged.digest)
    assert f"entry {logged.index}" == caught.value.at
    strange = f"sha256:{sha256(logged.digest.encode()).hexdigest()}"
    found = prove_absence(files, verifier, strange)
    assert (strange, bench.ledger.size, True) == (found.digest, found.size, found.authenticated)
    assert not prove_absence(files, None, strange).authenticated
    with pytest.raises(NotProven):
        prove_absence(files, OTHER_KEY, strange)
    with pytest.raises(NotProven):
        prove_absence(MemoryFiles(bench.export() | {"checkpoint": b""}), verifier, strange)


@pytest.mark.parametrize(
    "other", [str.upper, lambda d: d[7:], lambda d: d + "\n", lambda d: d[:-1], lambda d: " " + d,
              lambda d: d.replace("sha256", "SHA256"), lambda d: "", lambda d: d[7:].zfill(71)],
)  # fmt: skip
def test_absence_of_a_digest_in_other_words_is_not_proven(other: object) -> None:
    """A digest that is here, spelled otherwise, is not shown to be absent: it is no digest."""
    bench, _, _ = _one()
    assert callable(other)
    with pytest.raises(BadInput, match="64 lower-case hex digits"):
        prove_absence(
            MemoryFiles(bench.export()), None, other(bench.ledger.receipt(3).digest)
        )
