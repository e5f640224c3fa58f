"""The tree's laws: it answers for every size it ever had, and its proofs prove one thing only."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.errors import BadInput, NotProven
from parley.ledger.tlog.tree import (
    EMPTY_ROOT,
    Tree,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)

SIZE = 600


def leaves(count: int) -> bytes:
    """Joined leaf hashes of `count` different entries."""
    return b"".join(leaf_hash(str(i).encode()) for i in range(count))


TREE = Tree(leaves(SIZE))


def root_by_the_book(entries: list[bytes]) -> bytes:
    """RFC 6962 section 2.1 as it is written: split at the largest power of two below n."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    left, right = root_by_the_book(entries[:split]), root_by_the_book(entries[split:])
    return sha256(b"\x01" + left + right).digest()


def test_roots_are_those_of_the_standard() -> None:
    """At every size to 130 the root is the one the standard's own recursion gives."""
    entries = [str(i).encode() for i in range(130)]
    for size in range(131):
        assert root_by_the_book(entries[:size]) == TREE.root(size)


def test_the_published_examples_hold() -> None:
    """The hash of nothing and of the empty entry are the well-known ones."""
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    empty_entry = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert empty == EMPTY_ROOT.hex() == Tree().root().hex()
    assert empty_entry == leaf_hash(b"").hex() == Tree(leaf_hash(b"")).root().hex()


@given(cuts=st.lists(st.tuples(st.integers(1, 80), st.booleans()), max_size=12))
def test_the_pieces_in_which_it_grew_do_not_matter(cuts: list[tuple[int, bool]]) -> None:
    """One by one or in bulk, in whatever pieces, the same entries give the same tree."""
    tree, whole = Tree(), leaves(80 * 12)
    for count, one_by_one in cuts:
        piece = whole[tree.size * 32 : (tree.size + count) * 32]
        if one_by_one:
            first = tree.size
            indexes = [tree.append(piece[at : at + 32]) for at in range(0, len(piece), 32)]
            assert list(range(first, first + count)) == indexes
        else:
            tree.extend(piece)
    at_once = Tree(whole[: tree.size * 32])
    assert at_once.root() == tree.root()
    for size in range(1, tree.size + 1, 7):
        assert at_once.inclusion(size // 2, size) == tree.inclusion(size // 2, size)
        assert at_once.consistency(size // 2, size) == tree.consistency(size // 2, size)


@given(keep=st.integers(0, SIZE), grow=st.integers(0, 60), other=st.booleans())
@settings(max_examples=60)
def test_what_was_cut_off_never_was(keep: int, grow: int, other: bool) -> None:
    """After a truncation the tree is that of the entries kept, and grows like it."""
    tree = Tree(leaves(SIZE))
    tree.truncate(keep)
    assert (keep, TREE.root(keep)) == (tree.size, tree.root())
    with pytest.raises(BadInput):
        tree.root(keep + 1)
    more = b"".join(leaf_hash(b"other %d" % i) for i in range(grow)) if other else leaves(grow)
    tree.extend(more)
    assert Tree(leaves(keep) + more).root() == tree.root()
    if tree.size:
        tree.append(leaf_hash(b"last"))
        assert Tree(leaves(keep) + more + leaf_hash(b"last")).root() == tree.root()


def test_growth_changes_no_earlier_answer() -> None:
    """Roots and proofs at an earlier size are the same before and after the tree grew."""
    young = Tree(leaves(201))
    for size in range(1, 202, 20):
        assert young.root(size) == TREE.root(size)
        assert young.inclusion(size - 1, size) == TREE.inclusion(size - 1, size)
        assert young.consistency(size // 3, size) == TREE.consistency(size // 3, size)


def test_stored_hashes_are_those_of_whole_subtrees() -> None:
    """`hashes` gives what a hash tile holds, and refuses a subtree that is not complete."""
    assert leaves(SIZE)[32 * 5 : 32 * 9] == TREE.hashes(level=0, first=5, count=4)
    assert Tree(leaves(256)).root() + Tree(leaves(512)[256 * 32 :]).root() == TREE.hashes(
        level=8, first=0, count=2
    )
    assert leaf_hash(b"7") == TREE.leaf(7)
    for level, first, count in [(8, 2, 1), (0, SIZE, 1), (0, -1, 1), (11, 0, 1), (-1, 0, 1)]:
        with pytest.raises(BadInput):
            TREE.hashes(level=level, first=first, count=count)


def test_every_proof_to_size_70_holds() -> None:
    """Each entry of each record, and each earlier size, is proven."""
    for size in range(71):
        for index in range(size):
            proof = TREE.inclusion(index, size)
            verify_inclusion(index, size, TREE.leaf(index), root=TREE.root(size), proof=proof)
        for old in range(size + 1):
            verify_consistency(
                old,
                size,
                old_root=TREE.root(old),
                new_root=TREE.root(size),
                proof=TREE.consistency(old, size),
            )


def included(index: int, size: int, /, **changed: object) -> None:
    """Verify the true proof of an entry with something changed."""
    claim = {
        "index": index,
        "size": size,
        "leaf": TREE.leaf(index),
        "root": TREE.root(size),
        "proof": TREE.inclusion(index, size),
    } | changed
    verify_inclusion(**claim)  # type: ignore[arg-type]  # the changed claim is the point


@given(size=st.integers(1, SIZE), part=st.floats(0, 1, exclude_max=True))
@settings(max_examples=150)
def test_a_changed_claim_of_inclusion_is_refused(size: int, part: float) -> None:
    """Wrong index, leaf, root or size with its true root, a hash more, fewer or other: refused."""
    index = int(size * part)
    proof = TREE.inclusion(index, size)
    included(index, size)
    changes: list[dict[str, object]] = [
        {"index": other} for other in {index - 1, index + 1, size - 1 - index, size} - {index}
    ]
    changes += [
        {"size": other, "root": TREE.root(other)}
        for other in {size - 1, size + 1, 2 * size}
        if 0 <= other <= SIZE
    ]
    changes += [{"proof": proof[:at] + proof[at + 1 :]} for at in range(len(proof))]
    changes += [{"proof": proof[:at] + (bytes(32),) + proof[at:]} for at in range(len(proof) + 1)]
    changes += [
        {"proof": proof[:at] + (leaf_hash(b"x"),) + proof[at + 1 :]} for at in range(len(proof))
    ]
    changes += [{"proof": proof[:-1] + (proof[-1][:31],)}] if proof else []
    changes += [{"leaf": leaf_hash(b"x")}, {"leaf": b""}, {"root": bytes(32)}, {"root": b""}]
    changes += [{"index": -1}, {"size": 0}, {"size": -1}, {"size": 2**70}]
    for change in changes:
        with pytest.raises(NotProven):
            included(index, size, **change)


def test_an_entry_before_the_first_is_refused() -> None:
    """Index -1 has all bits set, like the last entry of a full tree; it must not pass for it."""
    path = TREE.inclusion(3, 4)
    verify_inclusion(3, 4, TREE.leaf(3), root=TREE.root(4), proof=path)
    with pytest.raises(NotProven, match="expected an index below"):
        verify_inclusion(-1, 1, TREE.leaf(3), root=TREE.root(4), proof=path)


def continued(old: int, new: int, /, **changed: object) -> None:
    """Verify the true proof of a continuation with something changed."""
    claim = {
        "old_size": old,
        "new_size": new,
        "old_root": TREE.root(old),
        "new_root": TREE.root(new),
        "proof": TREE.consistency(old, new),
    } | changed
    verify_consistency(**claim)  # type: ignore[arg-type]  # the changed claim is the point


@given(pair=st.tuples(st.integers(0, SIZE), st.integers(0, SIZE)).map(sorted))
@settings(max_examples=150)
def test_a_changed_claim_of_consistency_is_refused(pair: list[int]) -> None:
    """Wrong sizes with their true roots, wrong roots, a hash more, fewer or other: refused."""
    old, new = pair
    proof = TREE.consistency(old, new)
    continued(old, new)
    changes: list[dict[str, object]] = [
        {"proof": proof[:at] + proof[at + 1 :]} for at in range(len(proof))
    ]
    changes += [{"proof": proof[:at] + (bytes(32),) + proof[at:]} for at in range(len(proof) + 1)]
    changes += [
        {"proof": proof[:at] + (leaf_hash(b"x"),) + proof[at + 1 :]} for at in range(len(proof))
    ]
    changes += [{"old_root": bytes(32)}, {"old_root": b""}, {"new_root": b""}]
    if old:
        changes += [{"new_root": bytes(32)}]
    if old not in (0, new):
        others = {old - 1, old + 1} - {0, new}
        changes += [{"old_size": other, "old_root": TREE.root(other)} for other in others]
        changes += [{"old_size": new + 1}, {"old_size": new}, {"old_size": 0}]
    changes += [{"old_size": -1}, {"new_size": old - 1}, {"new_size": 2**70}]
    for change in changes:
        with pytest.raises(NotProven):
            continued(old, new, **change)


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 300), (300, 300)])
def test_where_there_is_nothing_to_prove_no_hash_may_stand(old: int, new: int) -> None:
    """An ignored hash is one in which any bit may change unseen; and both roots still count."""
    continued(old, new)
    for change in ({"proof": (bytes(32),)}, {"old_root": bytes(32)}, {"old_root": TREE.root(1)}):
        with pytest.raises(NotProven):
            continued(old, new, **change)


def test_a_record_that_dropped_its_past_is_refused() -> None:
    """No proof made by an honest prover of another record passes for this one's."""
    forged = Tree(leaf_hash(b"other") + leaves(SIZE)[32:])
    for old, new in [(1, 2), (5, 9), (256, 600), (300, 300), (511, 513)]:
        with pytest.raises(NotProven, match="expected the root"):
            continued(old, new, new_root=forged.root(new), proof=forged.consistency(old, new))


def test_a_node_cannot_pass_for_an_entry() -> None:
    """An inner node's bytes, offered as an entry, hash to something else (the 0x00 and 0x01)."""
    left, right = leaf_hash(b"0"), leaf_hash(b"1")
    assert node_hash(left, right) == TREE.root(2)
    with pytest.raises(NotProven):
        verify_inclusion(0, 1, leaf_hash(left + right), root=TREE.root(2), proof=())


def test_the_size_is_bound_by_the_checkpoint_not_by_the_proof() -> None:
    """One root under another size of like shape passes: hence sizes are signed with the root."""
    included(0, 3)
    included(0, 3, size=4)


@pytest.mark.parametrize(
    "ask",
    [
        lambda tree: tree.append(b"short"),
        lambda tree: tree.extend(bytes(33)),
        lambda tree: tree.root(6),
        lambda tree: tree.root(-1),
        lambda tree: tree.truncate(6),
        lambda tree: tree.truncate(-1),
        lambda tree: tree.inclusion(5, 5),
        lambda tree: tree.inclusion(-1, 5),
        lambda tree: tree.inclusion(0, 6),
        lambda tree: tree.consistency(4, 3),
        lambda tree: tree.consistency(-1, 3),
        lambda tree: tree.consistency(1, 6),
    ],
)
def test_questions_beyond_the_tree_are_refused(ask: Callable[[Tree], object]) -> None:
    """What the tree does not hold is refused, and nothing of the tree is changed by asking."""
    tree = Tree(leaves(5))
    with pytest.raises(BadInput):
        ask(tree)
    assert (5, TREE.root(5)) == (tree.size, tree.root())
