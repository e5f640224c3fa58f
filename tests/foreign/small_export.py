"""A small exported record made of the log formats alone, for judges to read."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from parley.ledger.tlog import (
    Checkpoint,
    ConsistencyProof,
    InclusionProof,
    Signer,
    Tree,
    encode_bundle,
    entry_bundles,
    format_consistency,
    format_proof,
    hash_tiles,
    leaf_hash,
    sign_checkpoint,
    tile_hashes,
)

LOG = Signer("parley.example/desk", seed=b"\x01" * 32)
OTHER_LOG = Signer("parley.example/desk", seed=b"\x02" * 32)


def entries(count: int) -> list[bytes]:
    """Entries of uneven length, none empty."""
    return [sha256(str(i).encode()).hexdigest()[: 1 + i % 60].encode() for i in range(count)]


def checkpoint_at(tree: Tree, size: int, *, signer: Signer = LOG) -> bytes:
    """The log's signed word at an earlier size."""
    return sign_checkpoint(Checkpoint(signer.name, size, tree.root(size)), signer)


def export_files(
    leaves: list[bytes],
    *,
    proofs: Mapping[int, int],
    olds: tuple[int, ...],
    signer: Signer = LOG,
) -> dict[str, bytes]:
    """The folder as bytes by path. `proofs` is entry -> the size whose checkpoint its proof has."""
    tree = Tree(b"".join(map(leaf_hash, leaves)))
    size = tree.size
    files = {
        "checkpoint": checkpoint_at(tree, size, signer=signer),
        "keys.txt": f"{signer.verifier.vkey}\n".encode(),
    }
    for tile in hash_tiles(size):
        files[tile.path] = tile_hashes(tree, tile)
    for tile in entry_bundles(size):
        first = tile.index * 256
        files[tile.path] = encode_bundle(leaves[first : first + tile.width])
    for index, at in proofs.items():
        note = checkpoint_at(tree, at, signer=signer)
        proof = InclusionProof(index, tree.inclusion(index, at), note)
        files[f"proofs/{index}.tlog-proof"] = format_proof(proof)
        files[f"proofs/{index}.rec"] = leaves[index]
    for old in olds:
        note = checkpoint_at(tree, old, signer=signer)
        files[f"cons/{old}.txt"] = format_consistency(
            ConsistencyProof(old, tree.consistency(old, size), note)
        )
    return files


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Put the files under `folder`."""
    for path, raw in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(raw)
    return folder
