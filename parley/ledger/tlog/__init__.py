"""The transparency-log formats: how a record proves itself to people who do not trust its keeper.

Pure arithmetic over numbers and bytes: no file, no clock, no chance, and nothing of Parley's own
meaning. RFC 6962 hashing and the C2SP texts: signed-note, tlog-checkpoint, tlog-tiles, tlog-proof.

    tree         hashes, the growing tree, proofs and their verifiers
    tile         the tree and its entries as files
    note         keys as text, signed texts
    checkpoint   the signed size and root of a record
    proof        proofs to carry away

For every text format, parsing and writing again gives the same bytes, or the text is refused: no
changed bit slips through unseen.
"""

from __future__ import annotations

from parley.ledger.tlog.checkpoint import (
    Checkpoint,
    format_checkpoint,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from parley.ledger.tlog.note import (
    Signer,
    Verifier,
    fingerprint,
    open_note,
    parse_skey,
    parse_vkey,
    sign_note,
)
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
from parley.ledger.tlog.tile import (
    Tile,
    decode_bundle,
    encode_bundle,
    entry_bundles,
    hash_tiles,
    parse_tile_path,
    tile_hashes,
    tile_path,
    tiles_of,
)
from parley.ledger.tlog.tree import (
    EMPTY_ROOT,
    Tree,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)

__all__ = [
    "EMPTY_ROOT",
    "Checkpoint",
    "ConsistencyProof",
    "InclusionProof",
    "Signer",
    "Tile",
    "Tree",
    "Verifier",
    "decode_bundle",
    "encode_bundle",
    "entry_bundles",
    "fingerprint",
    "format_checkpoint",
    "format_consistency",
    "format_proof",
    "hash_tiles",
    "leaf_hash",
    "node_hash",
    "open_checkpoint",
    "open_note",
    "parse_checkpoint",
    "parse_consistency",
    "parse_proof",
    "parse_skey",
    "parse_tile_path",
    "parse_vkey",
    "sign_checkpoint",
    "sign_note",
    "tile_hashes",
    "tile_path",
    "tiles_of",
    "verify_consistency",
    "verify_continuation",
    "verify_inclusion",
    "verify_proof",
]
