"""An implementation by other people agrees, byte for byte, on roots, proofs and tiles.

`tlog_scales` (from PyPI) reads our tiles by its own paths and computes by its own recursion.
"""

from __future__ import annotations

import random
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import pytest
from tlog_scales.reader import TilesReader
from tlog_scales.tlog import ConsistencyProof, InclusionProof
from tlog_scales.writer import TilesWriter

from parley.ledger.tlog.tile import (
    encode_bundle,
    entry_bundles,
    hash_tiles,
    parse_tile_path,
    tile_hashes,
)
from parley.ledger.tlog.tree import Tree, leaf_hash, verify_consistency, verify_inclusion


class OurTiles:
    """Serves the foreign reader what an export of our tree would hold."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def get(self, *path: str) -> bytes:
        return tile_hashes(self._tree, parse_tile_path("/".join(path)))


class Foreign:
    """The foreign reader over our tiles, at any size."""

    def __init__(self, tree: Tree) -> None:
        self._reader = TilesReader(OurTiles(tree))
        # A subtree's hash does not depend on the tree's size, so it is computed once.
        mth = lru_cache(maxsize=None)(self._reader.mth)
        self._reader.mth = mth  # type: ignore[method-assign]  # its own recursion must use it

    def root(self, size: int) -> bytes:
        self._reader.set_size(size)
        return bytes(self._reader.calculate_root_hash())

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        self._reader.set_size(size)
        return tuple(self._reader.get_inclusion_proof(index, size).node_hashes)

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        self._reader.set_size(new)
        return tuple(self._reader.get_consistency_proof(old, new).node_hashes)


def check(tree: Tree, foreign: Foreign, *, index: int, old: int, size: int) -> None:
    """Both give the same proofs, and each takes the other's."""
    root, old_root, leaf = tree.root(size), tree.root(old), tree.leaf(index)
    inclusion, consistency = tree.inclusion(index, size), tree.consistency(old, size)
    assert foreign.inclusion(index, size) == inclusion
    assert foreign.consistency(old, size) == consistency
    InclusionProof(index, size, list(inclusion)).check(leaf, root)
    ConsistencyProof(old, size, list(consistency)).check(old_root, root)
    verify_inclusion(index, size, leaf, root=root, proof=inclusion)
    verify_consistency(old, size, old_root=old_root, new_root=root, proof=consistency)


@pytest.fixture(scope="module")
def small() -> tuple[Tree, Foreign]:
    tree = Tree(b"".join(leaf_hash(b"%d" % i) for i in range(600)))
    return tree, Foreign(tree)


def test_roots_to_600_agree(small: tuple[Tree, Foreign]) -> None:
    """At every size from 0 to 600 both have the same root."""
    tree, foreign = small
    for size in range(601):
        assert foreign.root(size) == tree.root(size)


def test_proofs_at_every_size_to_600_agree(small: tuple[Tree, Foreign]) -> None:
    """At every size, for the first, last, middle and some entries and old sizes."""
    tree, foreign = small
    for size in range(1, 601):
        for at in {0, 1, size // 2, size - 2, size - 1, size * 7 // 11} & set(range(size)):
            check(tree, foreign, index=at, old=at + 1, size=size)


@pytest.mark.slow
def test_every_proof_to_600_agrees(small: tuple[Tree, Foreign]) -> None:
    """All 180,300 pairs of entry and size, and of old and new size."""
    tree, foreign = small
    for size in range(1, 601):
        for at in range(size):
            assert foreign.inclusion(at, size) == tree.inclusion(at, size)
            assert foreign.consistency(at + 1, size) == tree.consistency(at + 1, size)


@pytest.mark.slow
def test_random_sizes_to_a_million_agree() -> None:
    """In a tree of a million leaves, at random sizes and at the edges of tiles."""
    chance = random.Random(20160917)
    tree = Tree(chance.randbytes(32 * 1_000_000))
    foreign = Foreign(tree)
    sizes = [65_535, 65_536, 65_537, 999_999, 1_000_000, *chance.sample(range(1, 1_000_000), 60)]
    for size in sizes:
        assert foreign.root(size) == tree.root(size)
        index, old = chance.randrange(size), chance.randrange(1, size + 1)
        check(tree, foreign, index=index, old=old, size=size)


@pytest.mark.parametrize("size", [1, 255, 256, 257, 520])
def test_the_foreign_writer_makes_the_same_files(tmp_path: Path, size: int) -> None:
    """Tiles and bundles written by other people have our paths and our bytes, and no others."""
    entries = [sha256(b"%d" % i).digest()[: 1 + i % 30] for i in range(size)]
    writer = TilesWriter.create(tmp_path / "log", "parley.example/desk")
    for entry in entries:
        writer.add_leaf(entry)
    writer.commit([])
    written = {
        path.relative_to(tmp_path / "log").as_posix(): path.read_bytes()
        for path in (tmp_path / "log" / "tile").rglob("*")
        if path.is_file()
    }
    tree = Tree(b"".join(map(leaf_hash, entries)))
    ours = {tile.path: tile_hashes(tree, tile) for tile in hash_tiles(size)}
    for tile in entry_bundles(size):
        first = tile.index * 256
        ours[tile.path] = encode_bundle(entries[first : first + tile.width])
    assert written == ours
