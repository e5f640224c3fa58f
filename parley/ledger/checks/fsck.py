"""The oracle: after any fault the program may die, the record may not. This says whether it did.

Reads the folder as it lies there, with none of the running desk's memory, and lists everything
that is wrong instead of stopping at the first.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from parley.errors import NotProven, Refusal
from parley.ledger.checks.audit import Walk
from parley.ledger.folder import ENTRIES, PARTS, VKEY
from parley.ledger.leaf import read_leaf, trust_payload
from parley.ledger.stores.parts import SqliteParts
from parley.ledger.stores.port import Row
from parley.ledger.stores.sqlite import SqliteStore
from parley.ledger.tlog import Tree, Verifier, leaf_hash, open_checkpoint, parse_vkey
from parley.record.correction import Erased
from parley.record.entry import trust_record


class Checked(Struct, frozen=True, kw_only=True):
    """What was found: counts, and a sentence for each thing that is wrong."""

    entries: int
    checkpoints: int
    parts: int
    erased: int
    spare: int
    problems: tuple[str, ...]


class _Findings:
    """What the walk over the rows gathers."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.committed: dict[tuple[int, str], str] = {}
        self.erased: set[tuple[int, str]] = set()

    def note(self, fault: Refusal) -> None:
        self.problems.append(str(fault))


def fsck(folder: Path) -> Checked:
    """Check a ledger folder whole. Needs no secret key, and does not wait for the writer.

    1. the file is sound by SQLite's own account
    2. rows follow one another, and each hash is its leaf's
    3. every checkpoint is signed by the log's key and is the root of the entries it covers
    4. every entry stands: order, past, signature, key, retry key
    5. every sealed part that was committed to is here, or an erasure says why not
    """
    verifier = parse_vkey((folder / VKEY).read_text().strip())
    found = _Findings()
    store = SqliteStore(folder / ENTRIES)
    parts = SqliteParts(folder / PARTS)
    try:
        found.problems += store.integrity()  # 1
        rows = _check_rows(store, found)  # 2
        tree = Tree(b"".join([leaf_hash(row.leaf) for row in store.rows(0, rows)]))
        checkpoints = _check_checkpoints(store, tree, verifier, found)  # 3
        _check_entries(store, tree, verifier.name, found)  # 4
        kept = set(parts.commitments())
        _check_parts(found, kept)  # 5
    finally:
        store.close()
        parts.close()
    spare = kept - set(found.committed.values())
    return Checked(
        entries=rows,
        checkpoints=checkpoints,
        parts=len(kept),
        erased=len(found.erased),
        spare=len(spare),
        problems=tuple(found.problems),
    )


def _check_rows(store: SqliteStore, found: _Findings) -> int:
    count = 0
    for row in store.rows(0, 2**62):
        if row.index != count:
            found.problems.append(f"expected entry {count}, got entry {row.index}")
        if leaf_hash(row.leaf) != row.hash:
            found.problems.append(f"expected the hash of its leaf, got another, at entry {count}")
        count += 1
    return count


def _check_checkpoints(
    store: SqliteStore, tree: Tree, verifier: Verifier, found: _Findings
) -> int:
    count, newest = 0, 0
    for signed in store.checkpoints():
        newest = max(newest, signed.size)
        try:
            opened = open_checkpoint(signed.note, verifier)
            if (opened.size, opened.root) != (signed.size, signed.root):
                raise NotProven("expected the signed size and root", at=f"checkpoint {signed.size}")
            if signed.size > tree.size or tree.root(signed.size) != signed.root:
                raise NotProven("expected the root of its entries", at=f"checkpoint {signed.size}")
        except Refusal as fault:
            found.note(fault)
        count += 1
    if newest != tree.size:
        found.problems.append(f"expected a checkpoint over {tree.size} entries, got {newest}")
    return count


def _check_entries(store: SqliteStore, tree: Tree, log: str, found: _Findings) -> None:
    walking = Walk(log, tree)
    for row in store.rows(0, tree.size):
        try:
            dedupe = walking.take(row.leaf)
            _note_parts(row, found)
            if (dedupe, read_leaf(row.leaf).rx) != (row.dedupe, row.rx):
                raise NotProven("expected the row's own keys", at=f"entry {row.index}")
        except Refusal as fault:
            found.note(fault)
            return  # what follows cannot be judged without this one


def _note_parts(row: Row, found: _Findings) -> None:
    payload = trust_payload(read_leaf(row.leaf).envelope.payload)
    for name, commitment in payload.commit.items():
        found.committed[row.index, name] = commitment
    if row.mark == 2:
        record = trust_record(bytes(payload.body))
        if isinstance(record, Erased):
            found.erased.add((record.entry, record.part))


def _check_parts(found: _Findings, kept: set[str]) -> None:
    for (index, name), commitment in found.committed.items():
        gone = (index, name) in found.erased
        if gone and commitment in kept:
            found.problems.append(f"expected part {name!r} to be erased, got it, at entry {index}")
        if not gone and commitment not in kept:
            found.problems.append(f"expected part {name!r}, got none, at entry {index}")
