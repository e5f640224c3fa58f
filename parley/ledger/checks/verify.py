"""Checking without a database and without trusting the desk: from an exported folder or a receipt.

The trust root is the reader's own. Without one the most that can be said is "self-consistent, NOT
authenticated": a whole folder re-forged under other keys holds together just as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from parley.errors import NotProven, Refusal, expected
from parley.ledger.checks.audit import Counted, Progress, quiet, walk
from parley.ledger.checks.files import Files
from parley.ledger.dsse import digest_of
from parley.ledger.leaf import read_leaf
from parley.ledger.receipt import Receipt, verify_receipt
from parley.ledger.tlog import (
    Checkpoint,
    Tree,
    Verifier,
    decode_bundle,
    entry_bundles,
    fingerprint,
    hash_tiles,
    leaf_hash,
    open_checkpoint,
    parse_vkey,
    tile_hashes,
    verify_continuation,
    verify_proof,
)

_PROOF = re.compile(r"proofs/(0|[1-9]\d{0,15})\.(tlog-proof|rec)")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_CONS = re.compile(r"cons/(0|[1-9]\d{0,15})\.txt")


class Verdict(Struct, frozen=True, kw_only=True):
    """What an exported folder was shown to be. `authenticated` only under a reader's own key."""

    log: str
    fingerprint: str
    authenticated: bool
    size: int
    root: bytes
    proofs: int
    checkpoints: int
    counted: Counted


class Absence(Struct, frozen=True, kw_only=True):
    """That no entry among the first `size` of this log has this digest."""

    digest: str
    size: int
    root: bytes
    authenticated: bool


def verify_export(
    files: Files, trust: Verifier | None, *, progress: Progress = quiet
) -> Verdict:
    """Show that an exported folder is one unbroken log, or refuse with NotProven and the place.

    1. keys.txt holds exactly one log key, and it is the one the reader trusts
    2. the checkpoint is signed by it
    3. the entries are all there, and hash to the checkpoint's root
    4. the tiles are exactly that tree
    5. every proof in it holds, for the leaf beside it
    6. every earlier checkpoint in it is a beginning of this log; there is at least one
    7. there is no other file
    8. every entry stands: order, past, signature, key judged where it was used
    """
    names = files.names()  # first, so that a link or a pipe among them is refused unread
    verifier = _key(files, trust)  # 1
    newest = open_checkpoint(files.read("checkpoint"), verifier)  # 2
    tree = _tree(files, newest)  # 3
    _check_tiles(files, tree)  # 4
    proofs = _check_proofs(files, names, newest, tree, verifier)  # 5
    checkpoints = _check_cons(files, names, newest, verifier)  # 6
    _check_nothing_else(names, newest.size)  # 7
    counted = walk(verifier.name, tree, _leaves(files, newest.size), progress)  # 8
    return Verdict(
        log=verifier.name,
        fingerprint=fingerprint(verifier.vkey),
        authenticated=trust is not None,
        size=newest.size,
        root=newest.root,
        proofs=proofs,
        checkpoints=checkpoints,
        counted=counted,
    )


def prove_absence(files: Files, trust: Verifier | None, digest: str) -> Absence:
    """Show that no entry of an exported log has this digest; NotProven when one has.

    It speaks of this log up to this size, and of nothing said elsewhere or later.
    """
    if not _DIGEST.fullmatch(digest):  # another spelling of a digest that is here would be absent
        raise expected('"sha256:" and 64 lower-case hex digits', repr(digest[:80]))
    verdict = verify_export(files, trust)
    for index, leaf in enumerate(_leaves(files, verdict.size)):
        if digest_of(read_leaf(leaf).envelope.payload) == digest:
            raise NotProven("expected no such entry, got one", at=f"entry {index}")
    return Absence(
        digest=digest,
        size=verdict.size,
        root=verdict.root,
        authenticated=verdict.authenticated,
    )


def _key(files: Files, trust: Verifier | None) -> Verifier:
    raw = files.read("keys.txt")
    try:
        found = parse_vkey(raw.decode("ascii").removesuffix("\n"))
    except (Refusal, UnicodeDecodeError) as fault:
        raise NotProven("expected one log key and nothing else", at="keys.txt") from fault
    if raw != (found.vkey + "\n").encode():
        raise NotProven("expected one log key and nothing else", at="keys.txt")
    if trust is not None and found != trust:
        raise NotProven(
            f"expected the log you trust ({fingerprint(trust.vkey)}), "
            f"got another ({fingerprint(found.vkey)})",
            at="keys.txt",
        )
    return found


def _leaves(files: Files, size: int) -> Iterator[bytes]:
    for bundle in entry_bundles(size):
        yield from decode_bundle(files.read(bundle.path), width=bundle.width)


def _tree(files: Files, newest: Checkpoint) -> Tree:
    tree = Tree(b"".join([leaf_hash(leaf) for leaf in _leaves(files, newest.size)]))
    if (tree.size, tree.root()) != (newest.size, newest.root):
        raise NotProven("expected entries that hash to the checkpoint's root", at="tile/entries")
    return tree


def _check_tiles(files: Files, tree: Tree) -> None:
    for tile in hash_tiles(tree.size):
        if files.read(tile.path) != tile_hashes(tree, tile):
            raise NotProven("expected the hashes of these entries, got others", at=tile.path)


def _check_proofs(
    files: Files, names: frozenset[str], newest: Checkpoint, tree: Tree, verifier: Verifier
) -> int:
    found = {int(m[1]) for name in names if (m := _PROOF.fullmatch(name))}
    for index in sorted(found):
        at = f"proofs/{index}"
        leaf = files.read(f"{at}.rec")
        with _in_file(at):
            proven, checkpoint = verify_proof(files.read(f"{at}.tlog-proof"), leaf, verifier)
        if proven != index or index >= newest.size or tree.leaf(index) != leaf_hash(leaf):
            raise NotProven(f"expected the proof of entry {index}, got another", at=at)
        if checkpoint.size > newest.size or tree.root(checkpoint.size) != checkpoint.root:
            raise NotProven("expected a checkpoint of this log, got another", at=at)
    return len(found)


def _check_cons(
    files: Files, names: frozenset[str], newest: Checkpoint, verifier: Verifier
) -> int:
    found = {int(m[1]) for name in names if (m := _CONS.fullmatch(name))}
    if not found:
        raise NotProven("expected at least one earlier checkpoint, got none", at="cons")
    for size in sorted(found):
        name = f"cons/{size}.txt"
        with _in_file(name):
            old = verify_continuation(files.read(name), newest, verifier)
        if old.size != size:
            raise NotProven(f"expected the checkpoint of {size}, got of {old.size}", at=name)
    return len(found)


@contextmanager
def _in_file(name: str) -> Iterator[None]:
    """Say in which file a proof does not hold."""
    try:
        yield
    except NotProven as fault:
        where = f"{name}: {fault.at}" if fault.at else name
        raise NotProven(fault.sentence, at=where, remedy=fault.remedy) from fault


def _check_nothing_else(names: frozenset[str], size: int) -> None:
    ours = {tile.path for tile in (*hash_tiles(size), *entry_bundles(size))}
    ours |= {"checkpoint", "keys.txt"}
    for name in sorted(names - ours):
        if not _PROOF.fullmatch(name) and not _CONS.fullmatch(name):
            raise NotProven("expected no other file, got one", at=name)


__all__ = [
    "Absence",
    "Receipt",
    "Verdict",
    "prove_absence",
    "verify_export",
    "verify_receipt",
]
