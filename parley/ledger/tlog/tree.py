"""The tree that makes a record checkable: change one entry and the root changes.

Hashing is RFC 6962 section 2.1 (the same in RFC 9162 section 2.1): SHA-256, a leaf is
H(0x00 || bytes), a node is H(0x01 || left || right). Every hash is 32 bytes.

The prover (`Tree`) works from stored hashes of complete subtrees. The verifiers at the foot of the
file work from the bits of the index and the size alone, so a mistake in one is not repeated in the
other; they share nothing but `node_hash`.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from parley.errors import NotProven, expected

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
MAX_SIZE = 2**63 - 1  # tree sizes travel as signed 64-bit numbers in the field's other programs


def leaf_hash(entry: bytes) -> bytes:
    """The fingerprint under which one entry stands in the tree: H(0x00 || entry), 32 bytes."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash that binds two neighbouring subtrees: H(0x01 || left || right), 32 bytes."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A growing record's tree, held in memory; it answers for every size it ever had.

    `_levels[k]` is the joined 32-byte hashes of all complete subtrees of 2**k leaves, left to
    right: 64 bytes a leaf in all. Nothing stored ever changes when the tree grows, so an old size
    is answered by looking only at what is left of it, and a failed transaction is undone by
    cutting the tails off (`truncate`).
    """

    __slots__ = ("_levels",)

    def __init__(self, leaf_hashes: bytes = b"") -> None:
        """Start from the joined 32-byte leaf hashes of an existing record, or from nothing."""
        self._levels = [bytearray()]
        self.extend(leaf_hashes)

    @property
    def size(self) -> int:
        """How many entries the record has."""
        return len(self._levels[0]) // HASH_BYTES

    def append(self, leaf: bytes) -> int:
        """Add one leaf hash; return its index, counted from 0."""
        if len(leaf) != HASH_BYTES:
            raise expected("a leaf hash of 32 bytes", f"{len(leaf)} bytes")
        levels = self._levels
        levels[0] += leaf
        index = rank = len(levels[0]) // HASH_BYTES - 1
        level, node = 0, leaf
        while rank & 1:  # a right child completes its parent
            node = node_hash(self._node(level, rank - 1), node)
            level, rank = level + 1, rank >> 1
            if level == len(levels):
                levels.append(bytearray())
            levels[level] += node
        return index

    def extend(self, leaf_hashes: bytes) -> None:
        """Add many leaf hashes, given joined (32 bytes each): a million in well under 2 s."""
        if len(leaf_hashes) % HASH_BYTES:
            raise expected("joined leaf hashes of 32 bytes each", f"{len(leaf_hashes)} bytes")
        levels = self._levels
        levels[0] += leaf_hashes
        level = 0
        while len(levels[level]) >= 2 * HASH_BYTES:
            if level + 1 == len(levels):
                levels.append(bytearray())
            grown = _parents(bytes(levels[level][2 * len(levels[level + 1]) :]))
            if not grown:
                break
            levels[level + 1] += grown
            level += 1

    def truncate(self, size: int) -> None:
        """Forget every entry from `size` on: the record never had them (a transaction failed)."""
        self._check_size(size)
        for level, hashes in enumerate(self._levels):
            del hashes[(size >> level) * HASH_BYTES :]

    def root(self, size: int | None = None) -> bytes:
        """The root hash of the record as it was at `size` entries (now, if none is given)."""
        size = self.size if size is None else size
        self._check_size(size)
        return self._range(0, size) if size else EMPTY_ROOT

    def leaf(self, index: int) -> bytes:
        """The leaf hash at `index`."""
        return self.hashes(level=0, first=index, count=1)

    def hashes(self, *, level: int, first: int, count: int) -> bytes:
        """The joined hashes of `count` complete subtrees of 2**level leaves, from number `first`.

        This is what a hash tile holds.
        """
        stored = self._levels[level] if 0 <= level < len(self._levels) else b""
        if first < 0 or count < 0 or (first + count) * HASH_BYTES > len(stored):
            held = len(stored) // HASH_BYTES
            raise expected(f"a range within {held} hashes", f"{first}+{count}", f"level {level}")
        return bytes(stored[first * HASH_BYTES : (first + count) * HASH_BYTES])

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """The hashes that prove entry `index` stands in the record of `size` entries.

        From the leaf's sibling up to the root's child (RFC 6962 section 2.1.1).
        """
        self._check_size(size)
        if not 0 <= index < size:
            raise expected(f"an index below {size}", index)
        return self._siblings(index, 0, size)

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        """The hashes that prove the record of `old` entries is an unchanged beginning of `new`.

        RFC 6962 section 2.1.2. From an empty record, and from a record to itself, there is nothing
        to prove and the answer is empty.
        """
        self._check_size(new)
        if not 0 <= old <= new:
            raise expected(f"an old size from 0 to {new}", old)
        if old in (0, new):
            return ()
        level = (old & -old).bit_length() - 1  # the last complete subtree of the old tree
        last = (old >> level) - 1
        # A power of two is one subtree: its hash is the old root, which the reader already has.
        seed = (self._node(level, last),) if last else ()
        return seed + self._siblings(last, level, new)

    def _siblings(self, rank: int, level: int, size: int) -> tuple[bytes, ...]:
        """Sibling hashes from node `rank` of `level` upwards in the tree of `size` entries."""
        path: list[bytes] = []
        while 1 << level < size:
            start = (rank ^ 1) << level
            if start < size:  # else a lone right edge moves up unhashed
                path.append(self._range(start, min(start + (1 << level), size)))
            rank, level = rank >> 1, level + 1
        return tuple(path)

    def _range(self, start: int, end: int) -> bytes:
        """The root of leaves start..end-1, where start is a multiple of a power of two >= count."""
        count, level = end - start, 0
        found: bytes | None = None
        while count >> level:
            if count >> level & 1:
                peak = self._node(level, (end >> level) - 1)
                found = peak if found is None else node_hash(peak, found)
            level += 1
        return EMPTY_ROOT if found is None else found

    def _node(self, level: int, rank: int) -> bytes:
        return bytes(self._levels[level][rank * HASH_BYTES : (rank + 1) * HASH_BYTES])

    def _check_size(self, size: int) -> None:
        if not 0 <= size <= self.size:
            raise expected(f"a size from 0 to {self.size}", size)


def _parents(row: bytes) -> bytes:
    """The joined parents of a joined row of nodes; an odd last node waits for its sibling."""
    # Slicing 64 bytes at once skips a concatenation; this loop is the whole cost of a start.
    pairs = range(0, len(row) - 63, 64)
    return b"".join([sha256(b"\x01" + row[at : at + 64]).digest() for at in pairs])


def verify_inclusion(
    index: int, size: int, leaf: bytes, *, root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the leaf hash stands at `index` in the record of `size` entries with this root.

    Raises NotProven, saying whether the index, the number of hashes or the result is wrong.
    RFC 9162 section 2.1.3.2, written over the bits of index and size.

    Take `size` and `root` from one signed checkpoint. The root alone does not fix the size: a few
    sizes have proofs of one shape (0 of 3 and 0 of 4), and the tree cannot tell them apart.
    """
    if not 0 <= index < size <= MAX_SIZE:
        raise NotProven(f"expected an index below the size {size}, got {index}")
    inner = (index ^ (size - 1)).bit_length()  # levels below the fork of index and right edge
    _check_hashes((root, leaf, *proof), wanted=2 + inner + (index >> inner).bit_count(), given=2)
    found = _climb(leaf, proof[:inner], index)
    for left in proof[inner:]:
        found = node_hash(left, found)
    if found != root:
        raise NotProven(
            f"expected the root {root.hex()}, got {found.hex()}",
            at=f"entry {index} of {size}",
            remedy="The entry, the proof or the checkpoint is not the one that was logged.",
        )


def verify_consistency(
    old_size: int, new_size: int, *, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the old record is an unchanged beginning of the new one.

    Raises NotProven: the sizes, the number of hashes, the old or the new root is wrong.
    RFC 9162 section 2.1.4.2, written over the bits of the sizes.
    """
    if not 0 <= old_size <= new_size <= MAX_SIZE:
        raise NotProven(f"expected an old size of at most {new_size}, got {old_size}")
    known = (old_root, new_root)
    if old_size in (0, new_size):
        _check_hashes((*known, *proof), wanted=2, given=2)
        if old_size == 0:
            _same_root(old_root, EMPTY_ROOT, "size 0")
        if old_size == new_size:
            _same_root(new_root, old_root, f"size {new_size}")
        return
    fork = ((old_size - 1) ^ (new_size - 1)).bit_length()
    start = (old_size & -old_size).bit_length() - 1
    whole = old_size.bit_count() == 1
    inner = fork - start
    border = ((old_size - 1) >> fork).bit_count()
    _check_hashes((*known, *proof), wanted=2 + (not whole) + inner + border, given=2)
    seed, path = (old_root, proof) if whole else (proof[0], proof[1:])
    rank = (old_size - 1) >> start
    new_found = _climb(seed, path[:inner], rank)
    old_found = seed
    for level, sibling in enumerate(path[:inner]):
        if rank >> level & 1:  # the old tree has only the left siblings
            old_found = node_hash(sibling, old_found)
    for left in path[inner:]:
        old_found, new_found = node_hash(left, old_found), node_hash(left, new_found)
    _same_root(old_found, old_root, f"the old size {old_size}")
    _same_root(new_found, new_root, f"the new size {new_size}")


def _climb(found: bytes, path: Sequence[bytes], rank: int) -> bytes:
    """Hash upwards; bit k of `rank` says on which side the k-th sibling stands."""
    for level, sibling in enumerate(path):
        right = rank >> level & 1
        found = node_hash(sibling, found) if right else node_hash(found, sibling)
    return found


def _check_hashes(hashes: Sequence[bytes], *, wanted: int, given: int) -> None:
    """Refuse a missing hash, an extra hash, and one that is not 32 bytes."""
    if len(hashes) != wanted:
        raise NotProven(f"expected {wanted - given} hashes in the proof, got {len(hashes) - given}")
    for found in hashes:
        if len(found) != HASH_BYTES:
            raise NotProven(f"expected hashes of 32 bytes, got {len(found)} bytes")


def _same_root(found: bytes, wanted: bytes, at: str) -> None:
    if found != wanted:
        raise NotProven(
            f"expected the root {wanted.hex()}, got {found.hex()}",
            at=at,
            remedy="One of the two records is not a continuation of the other.",
        )
