"""An outsider checks the whole record over lunch, not overnight.

Walking 100,000 entries (spelling, order, past, key, signature, rules of the ring) takes at most 30
CPU seconds. The entries are busy days, walked as they lie in the desk's own file.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from benchmarks.figures import Figure, Paired, at_most, in_seconds, timed
from benchmarks.running import Run
from parley.ledger.admission import one_time_key
from parley.ledger.checks.audit import Walk
from parley.ledger.dsse import Envelope, signed_by
from parley.ledger.leaf import read_leaf, read_payload
from parley.ledger.tlog import Tree

TITLE = "Audit of 100,000 entries, CPU time"
_GOAL, _PER = 30.0, 100_000


def measure(run: Run) -> Iterator[Figure]:
    """The walk beside the signature checks alone, a tenth at a time."""
    ledger = run.busy().ledger
    run.say("audit")
    size = ledger.size
    tree = Tree(ledger.hashes(level=0, first=0, count=size))
    walk, ours, peer = Walk(ledger.log, tree), [], []
    leaves = (row.leaf for row in ledger.rows(0, size))
    tenth = -(-size // 10)
    while batch := list(islice(leaves, tenth)):
        with timed() as took:
            for leaf in batch:
                walk.take(leaf)
        ours.append(took.cpu)
        peer.append(_signatures(walk, batch))
    scaled = sum(ours) * _PER / size
    found = walk.counted()
    yield Figure(
        measure=f"{size:,} entries of busy days ({found.closed / size:.0%} closed)",
        ours=in_seconds(scaled),
        peer=f"{in_seconds(sum(peer) * _PER / size)} (signature checks alone)",
        ratio=Paired(ours, peer).ratio,
        goal=at_most(_GOAL, scaled, f"<= {_GOAL:g} CPU-s"),
    )


def _signatures(walk: Walk, batch: list[bytes]) -> float:
    """CPU seconds to check the same signatures and nothing else."""
    signed = [_signed(walk, read_leaf(leaf).envelope) for leaf in batch]
    with timed() as took:
        for key, message, signature in signed:
            if not signed_by(key, message, signature):
                raise SystemExit("expected a signature that holds, got one that does not")
    return took.cpu


def _signed(walk: Walk, envelope: Envelope) -> tuple[bytes, bytes, bytes]:
    payload = read_payload(envelope.payload)
    key = one_time_key(payload.key) if payload.key else walk.ring.find(envelope.keyid, 2**40)
    if key is None:
        raise SystemExit("expected a registered key, got none")
    return key.public, envelope.signed_bytes, envelope.signature
