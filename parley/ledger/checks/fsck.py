"""The oracle: after any fault the program may die, the record may not. This says whether it did.

Reads the folder as it lies there, with none of the running desk's memory, and lists everything
that is wrong instead of stopping at the first.
"""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path

from msgspec import Struct

from parley.errors import NotFound, NotProven, Refusal
from parley.ledger.checks.audit import Progress, Walk, quiet
from parley.ledger.checks.files import read_regular
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


def fsck(folder: Path, *, progress: Progress = quiet) -> Checked:
    """Check a ledger folder whole. Needs no secret key, and changes nothing.

    A desk may be writing meanwhile: what is judged is the log as it stood when the check began.
    Refuses with NotFound or Damaged what cannot be opened as a ledger at all.

    1. the file is sound by SQLite's own account
    2. rows follow one another, and each hash is its leaf's
    3. every checkpoint is signed by the log's key and is the root of the entries it covers
    4. every entry stands: order, past, signature, key, retry key
    5. every sealed part that was committed to is here, unchanged, or an erasure says why not
    """
    verifier = _published(folder)
    found = _Findings()
    with ExitStack() as undo:
        store = undo.enter_context(closing(SqliteStore(folder / ENTRIES)))
        parts = undo.enter_context(closing(SqliteParts(folder / PARTS)))
        for log, at in ((store.log, ENTRIES), (parts.log, PARTS)):
            if log != verifier.name:
                found.problems.append(f"expected the log {verifier.name}, got {log}, at {at}")
        rows = checkpoints = 0
        kept: set[str] = set()
        try:
            parts.restore(store.carried(), writing=False)
            with store.held():
                found.problems += store.integrity()  # 1
                rows = _check_rows(store, found)  # 2
                tree = Tree(b"".join([leaf_hash(row.leaf) for row in store.rows(0, rows)]))
                checkpoints = _check_checkpoints(store, tree, verifier, found)  # 3
                _check_entries(store, Walk(verifier.name, tree, progress), tree, found)  # 4
            kept = set(parts.commitments())
            for commitment in parts.rotten():  # 5
                found.problems.append(f"expected the part as it was sealed, at {commitment}")
            _check_parts(found, kept, _erased_since(store, rows))
        except Refusal as fault:
            found.note(fault)  # the rest cannot even be read
    return Checked(
        entries=rows,
        checkpoints=checkpoints,
        parts=len(kept),
        erased=len(found.erased),
        spare=len(kept - set(found.committed.values())),
        problems=tuple(found.problems),
    )


def _published(folder: Path) -> Verifier:
    try:
        return parse_vkey(read_regular(folder / VKEY, most=1000).decode("ascii").strip())
    except (OSError, UnicodeDecodeError, Refusal) as fault:
        raise NotFound("expected the log's public key beside it, got none", at=VKEY) from fault


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


def _check_entries(store: SqliteStore, walking: Walk, tree: Tree, found: _Findings) -> None:
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
    found.erased.update(_erasure(row))


def _erasure(row: Row) -> set[tuple[int, str]]:
    """Which part an entry erased: one or none."""
    if row.mark != 2:
        return set()
    record = trust_record(bytes(trust_payload(read_leaf(row.leaf).envelope.payload).body))
    return {(record.entry, record.part)} if isinstance(record, Erased) else set()


def _erased_since(store: SqliteStore, size: int) -> set[tuple[int, str]]:
    """What a writing desk erased while the check went on."""
    found: set[tuple[int, str]] = set()
    return found.union(*(_erasure(row) for row in store.rows(size, 2**62, marked=True)))


def _check_parts(found: _Findings, kept: set[str], since: set[tuple[int, str]]) -> None:
    for (index, name), commitment in found.committed.items():
        gone = (index, name) in found.erased
        if gone and commitment in kept:
            found.problems.append(f"expected part {name!r} to be erased, got it, at entry {index}")
        if not gone and commitment not in kept and (index, name) not in since:
            found.problems.append(f"expected part {name!r}, got none, at entry {index}")
