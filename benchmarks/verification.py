"""Whoever holds an export or a receipt can check it without us, and soon.

Entries a second of an exported folder, read from the disk: entries, tree, tiles, proofs, earlier
checkpoints, and the audit of every entry. Receipts a second, one by one. No promise of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.figures import Figure, in_turns, rate, timed
from benchmarks.running import Run
from parley.ledger import DiskFiles, sample, verify_export, verify_receipt, write_export
from parley.ledger.tlog import leaf_hash, parse_proof
from parley.ledger.tlog.note import parse_note

TITLE = "Verifying an export, and receipts"


def measure(run: Run) -> Iterator[Figure]:
    """An export of the busy days; receipts from all over it."""
    ledger = run.busy().ledger
    size = ledger.size
    folder = run.place("export") / "out"
    run.say("writing an export")
    with timed() as writing:
        files = write_export(ledger, folder, sample(size))
    run.say("verifying the export")
    with timed() as took:
        verdict = verify_export(DiskFiles(folder), ledger.verifier)
    if (verdict.size, verdict.authenticated) != (size, True):
        raise SystemExit("expected an export that is authenticated, got another verdict")
    yield Figure(
        measure=f"export of {size:,} entries, {files:,} files, verified under its key",
        ours=rate(size / took.wall),
        peer=f"written at {rate(size / writing.wall)}",
    )
    yield _receipts(run)


def _receipts(run: Run) -> Figure:
    run.say("verifying receipts")
    ledger = run.busy().ledger
    amount = run.size(1000, 200)
    step = max(1, ledger.size // amount)
    receipts = [ledger.receipt(index) for index in range(0, ledger.size, step)][:amount]
    notes = [(parse_note(parse_proof(r.proof.encode()).note), r.leaf) for r in receipts]
    signed = [(note.text.encode(), note.signatures[0].signature, leaf) for note, leaf in notes]

    def ours() -> float:
        with timed() as took:
            for receipt in receipts:
                verify_receipt(receipt, ledger.verifier)
        return amount / took.wall

    def peer() -> float:
        with timed() as took:
            for text, signature, leaf in signed:
                if not ledger.verifier.accepts(text, signature):
                    raise SystemExit("expected the log's signature, got another")
                leaf_hash(leaf)
        return amount / took.wall

    found = in_turns(ours, peer, rounds=run.rounds)
    return Figure(
        measure=f"receipts out of {ledger.size:,} entries",
        ours=rate(found.middle[0]),
        peer=f"{rate(found.middle[1])} (a signature check and the leaf's hash)",
        ratio=found.ratio,
    )
