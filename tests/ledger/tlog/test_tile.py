"""Tile paths and bundles have one spelling, and an export holds exactly the tiles of its size."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parley.errors import BadInput, NotProven
from parley.ledger.tlog.tile import (
    ENTRIES,
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
from parley.ledger.tlog.tree import MAX_SIZE, Tree, leaf_hash, node_hash

TILES = st.builds(
    Tile, st.integers(ENTRIES, 63), st.integers(0, MAX_SIZE >> 8), st.integers(1, 256)
)


@given(TILES)
def test_a_path_read_back_is_the_same_tile(tile: Tile) -> None:
    """Writing a path and reading it gives the tile again."""
    assert tile == parse_tile_path(tile_path(tile))


@given(st.text("tile/enrs0123456789x.p", max_size=40) | st.text(max_size=40))
@example("tile/0/000")
@example("tile/63/x999/999.p/255")
def test_a_path_has_one_spelling(path: str) -> None:
    """Any text is the path of one tile, letter for letter, or refused."""
    with suppress(BadInput):
        assert path == tile_path(parse_tile_path(path))


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0, 256), "tile/0/000"),
        (Tile(0, 1234067, 256), "tile/0/x001/x234/067"),
        (Tile(3, 1000, 7), "tile/3/x001/000.p/7"),
        (Tile(ENTRIES, 999, 255), "tile/entries/999.p/255"),
        (Tile(63, 0, 1), "tile/63/000.p/1"),
    ],
)
def test_the_examples_of_the_standard(tile: Tile, path: str) -> None:
    """C2SP tlog-tiles, section Merkle Tree: 1234067 is x001/x234/067."""
    assert (path, tile) == (tile.path, parse_tile_path(path))


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/07",
        "tile/0/000.p",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/x000/001",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/x001/x000",
        "tile/8/0/000",
        "tile/data/000",
        "tile/0/../0/000",
        "tile/0//000",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/000\n",
        "tile/0/٠٠٠",
        "tile/0/x999/x999/x999/x999/x999/999",
        "",
    ],
)
def test_crooked_paths_are_refused(path: str) -> None:
    """No second spelling, no step out of the folder, no digits but ASCII ones."""
    with pytest.raises(BadInput):
        parse_tile_path(path)


@pytest.mark.parametrize("tile", [Tile(-2, 0, 1), Tile(64, 0, 1), Tile(0, -1, 1), Tile(0, 0, 257)])
def test_tiles_that_cannot_be_have_no_path(tile: Tile) -> None:
    """Levels, numbers and widths outside the standard are refused."""
    with pytest.raises(BadInput):
        tile_path(tile)


def test_the_tree_of_70000_has_the_tiles_of_the_standard() -> None:
    """C2SP tlog-tiles, section Partial Tiles: 273 full and 112 wide, 1 full and 17 wide, 1 wide."""
    tiles = list(hash_tiles(70_000))
    edges = [tile for tile in tiles if tile.width < 256]
    assert 273 + 1 + 1 + 1 + 1 == len(tiles)
    assert [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)] == edges
    assert [Tile(0, 0, 256), Tile(1, 0, 1)] == list(hash_tiles(256))
    assert [] == list(tiles_of(0))


@given(st.integers(0, 200_000))
def test_the_tiles_of_a_size_are_all_and_no_more(size: int) -> None:
    """The bundles cover every entry once; each level covers the full tiles of the one below."""
    assert size == sum(tile.width for tile in entry_bundles(size))
    tiles = list(tiles_of(size))
    assert len({tile.path for tile in tiles}) == len(tiles)
    for level in range(5):
        held = sum(tile.width for tile in tiles if tile.level == level)
        assert size >> 8 * level == held


def test_tiles_hash_to_the_tiles_above() -> None:
    """A full tile, hashed pairwise to one hash, is its place in the tile of the next level."""
    tree = Tree(b"".join(leaf_hash(b"%d" % i) for i in range(700)))
    above = tile_hashes(tree, Tile(1, 0, 2))
    for number in range(2):
        row = tile_hashes(tree, Tile(0, number, 256))
        hashes = [row[at : at + 32] for at in range(0, len(row), 32)]
        while len(hashes) > 1:
            hashes = [node_hash(*hashes[at : at + 2]) for at in range(0, len(hashes), 2)]
        assert above[32 * number : 32 * number + 32] == hashes[0]
    with pytest.raises(BadInput):
        tile_hashes(tree, Tile(0, 2, 189))


@given(st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=256))
def test_a_bundle_read_back_is_the_same_entries(entries: list[bytes]) -> None:
    """Writing entries and reading them gives the entries again, whatever their bytes."""
    assert tuple(entries) == decode_bundle(encode_bundle(entries), width=len(entries))


@given(st.binary(max_size=60), st.integers(0, 20))
def test_a_bundle_has_one_spelling(raw: bytes, width: int) -> None:
    """Any bytes are one bundle, byte for byte, or refused as not proven."""
    try:
        entries = decode_bundle(raw, width=width)
    except NotProven:
        return
    assert width == len(entries)
    assert raw == (encode_bundle(entries) if entries else b"")


def test_the_longest_entry_fits_and_no_longer() -> None:
    """The length is two bytes: 65,535 is the limit, and it is refused rather than wrapped."""
    longest = bytes(65_535)
    assert (longest,) == decode_bundle(encode_bundle([longest]), width=1)
    for entries in ([bytes(65_536)], [b""], [], [b"x"] * 257):
        with pytest.raises(BadInput):
            encode_bundle(entries)


@pytest.mark.parametrize(
    ("raw", "width"),
    [
        (b"\x00\x01a", 2),
        (b"\x00\x01a\x00\x01b", 1),
        (b"\x00\x02a", 1),
        (b"\x00\x01a\x00", 1),
        (b"\x00\x00", 1),
        (b"", 1),
    ],
)
def test_crooked_bundles_are_refused(raw: bytes, width: int) -> None:
    """An entry missing, too many, cut short, empty, or bytes left over."""
    with pytest.raises(NotProven):
        decode_bundle(raw, width=width)
