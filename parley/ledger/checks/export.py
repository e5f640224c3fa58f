"""The exported folder: the whole log as plain files, checkable by foreign code for ever.

    checkpoint                       the newest checkpoint (C2SP tlog-checkpoint)
    tile/<L>/<N>[.p/<W>]             the tree; tile/entries/<N>[.p/<W>]: the leaves (tlog-tiles)
    keys.txt                         the log's public key
    proofs/<i>.tlog-proof, .rec      the proof for entry i, and its leaf
    cons/<m>.txt                     each earlier checkpoint, with the proof that it is a beginning

Sealed parts are not in it: who may read one gets it from the desk.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from parley.errors import BadInput, DiskFailed, NotFound
from parley.ledger.checks.audit import Progress, quiet
from parley.ledger.log import Ledger
from parley.ledger.stores.port import Row, Signed
from parley.ledger.tlog import (
    ConsistencyProof,
    InclusionProof,
    encode_bundle,
    entry_bundles,
    format_consistency,
    format_proof,
    hash_tiles,
)


def sample(size: int) -> tuple[int, ...]:
    """Entries that a sample of proofs covers: the first, the last, and sixteen between."""
    if size == 0:
        return ()
    return tuple(sorted({0, size - 1, *(size * k // 17 for k in range(1, 17))}))


def export_files(ledger: Ledger, proofs: Iterable[int]) -> Iterator[tuple[str, bytes]]:
    """Every file of the export at the ledger's newest checkpoint, as (name, bytes)."""
    checkpoints = list(ledger.checkpoints())
    if not checkpoints:
        raise NotFound("expected a ledger with entries, got an empty one")
    newest = checkpoints[0]
    yield "checkpoint", newest.note
    yield "keys.txt", (ledger.verifier.vkey + "\n").encode()
    yield from _tiles(ledger, newest.size)
    for index in proofs:
        yield from _proof(ledger, index, newest)
    for old in checkpoints:
        hashes = ledger.consistency(old.size, newest.size)
        proof = ConsistencyProof(old.size, hashes, old.note)
        yield f"cons/{old.size}.txt", format_consistency(proof)


def write_export(
    ledger: Ledger,
    folder: Path,
    proofs: Iterable[int],
    *,
    progress: Progress = quiet,
) -> int:
    """Write the export into a new or empty folder; returns how many files it has."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput("expected a new or empty folder, got one with files", at=folder.name)
    wanted = tuple(proofs)
    size = ledger.size
    of = 2 + size // 128 + 2 * len(wanted)
    done = 0
    try:
        for name, content in export_files(ledger, wanted):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            done += 1
            progress(done, max(of, done))
        _sync(folder)
    except OSError as fault:
        raise DiskFailed(f"expected the disk to take the export, got: {fault.strerror}") from fault
    return done


def _tiles(ledger: Ledger, size: int) -> Iterator[tuple[str, bytes]]:
    for tile in hash_tiles(size):
        found = ledger.hashes(level=tile.level * 8, first=tile.index * 256, count=tile.width)
        yield tile.path, found
    for tile in entry_bundles(size):
        begin = tile.index * 256
        leaves = [row.leaf for row in ledger.rows(begin, begin + tile.width)]
        yield tile.path, encode_bundle(leaves)


def _proof(ledger: Ledger, index: int, newest: Signed) -> Iterator[tuple[str, bytes]]:
    if not 0 <= index < newest.size:
        raise NotFound(f"expected an entry below {newest.size}, got {index}")
    row: Row = next(ledger.rows(index, index + 1))
    hashes = ledger.inclusion(index, newest.size)
    yield f"proofs/{index}.tlog-proof", format_proof(InclusionProof(index, hashes, newest.note))
    yield f"proofs/{index}.rec", row.leaf


def _sync(folder: Path) -> None:
    """Ask the disk to have it, so that a stick pulled out after the answer has it too."""
    os.sync()
    if not folder.is_dir():
        raise DiskFailed("expected the export folder, got none", at=folder.name)
