"""Tiles: the whole record as plain files that any web server or memory stick can carry.

C2SP tlog-tiles, height 8 (256 hashes or entries a tile). Paths:

    tile/<L>/<N>            a full tile: 256 hashes of subtrees of 256**L entries
    tile/<L>/<N>.p/<W>      a partial tile at the right edge, W hashes, 1 <= W <= 255
    tile/entries/<N>...     the entries themselves, each with its length before it

N is written in groups of three digits, all but the last behind an `x`: 1234067 is x001/x234/067.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from parley.errors import NotProven, expected
from parley.ledger.tlog.tree import MAX_SIZE, Tree

HEIGHT = 8
WIDTH = 1 << HEIGHT
ENTRIES = -1  # the level of entry bundles, below the leaf hashes
MAX_LEVEL = 63
MAX_ENTRY_BYTES = 0xFFFF
_PATH = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?"
)


class Tile(msgspec.Struct, frozen=True, order=True):
    """Which tile: its level (`ENTRIES` for a bundle), its number in the level, its width."""

    level: int
    index: int
    width: int

    @property
    def path(self) -> str:
        """Where the tile stands in an export, relative to its folder."""
        return tile_path(self)


def tile_path(tile: Tile) -> str:
    """Where the tile stands in an export, relative to its folder, with forward slashes."""
    if not ENTRIES <= tile.level <= MAX_LEVEL:
        raise expected(f"a level from {ENTRIES} to {MAX_LEVEL}", tile.level)
    if not 0 <= tile.index <= MAX_SIZE >> HEIGHT or not 1 <= tile.width <= WIDTH:
        raise expected("a tile of the tree", f"number {tile.index} of width {tile.width}")
    number, groups = tile.index // 1000, [f"{tile.index % 1000:03}"]
    while number:
        groups.insert(0, f"x{number % 1000:03}")
        number //= 1000
    level = "entries" if tile.level == ENTRIES else str(tile.level)
    partial = "" if tile.width == WIDTH else f".p/{tile.width}"
    return f"tile/{level}/{'/'.join(groups)}{partial}"


def parse_tile_path(path: str) -> Tile:
    """Read a tile path; refuse any spelling but the one `tile_path` would write (BadInput)."""
    found = _PATH.fullmatch(path)
    if not found:
        raise expected("a tile path", repr(path[:120]))
    level = ENTRIES if found[1] == "entries" else int(found[1])
    index = int(found[2].replace("/", "").replace("x", ""))
    tile = Tile(level, index, int(found[3]) if found[3] else WIDTH)
    if tile_path(tile) != path:
        raise expected(tile_path(tile), repr(path))
    return tile


def hash_tiles(size: int) -> Iterator[Tile]:
    """Every hash tile of the record of `size` entries, level by level: full ones, then the edge."""
    level, count = 0, _checked(size)
    while count:
        yield from _row(level, count)
        level, count = level + 1, count >> HEIGHT


def entry_bundles(size: int) -> Iterator[Tile]:
    """Every entry bundle of the record of `size` entries: full ones, then the edge."""
    return _row(ENTRIES, _checked(size))


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile an export at exactly `size` holds, hash tiles first; no others may be there."""
    yield from hash_tiles(size)
    yield from entry_bundles(size)


def tile_hashes(tree: Tree, tile: Tile) -> bytes:
    """The bytes of a hash tile: `width` hashes of 32 bytes."""
    return tree.hashes(level=tile.level * HEIGHT, first=tile.index * WIDTH, count=tile.width)


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """The bytes of an entry bundle: each entry behind its length (two bytes, big-endian)."""
    if not 1 <= len(entries) <= WIDTH:
        raise expected(f"1 to {WIDTH} entries", len(entries), "the bundle")
    for number, entry in enumerate(entries):
        if not 1 <= len(entry) <= MAX_ENTRY_BYTES:
            wanted = f"an entry of 1 to {MAX_ENTRY_BYTES} bytes"
            raise expected(wanted, f"{len(entry)} bytes", f"entry {number} of the bundle")
    return b"".join([len(entry).to_bytes(2, "big") + entry for entry in entries])


def decode_bundle(raw: bytes, *, width: int) -> tuple[bytes, ...]:
    """Exactly `width` entries, none empty, from a bundle with nothing left over (NotProven)."""
    entries: list[bytes] = []
    at = 0
    while at < len(raw):
        end = at + 2 + int.from_bytes(raw[at : at + 2], "big")
        if not at + 2 < end <= len(raw):
            raise NotProven(
                f"expected a whole entry, got {len(raw) - at} bytes",
                at=f"byte {at} of the bundle",
            )
        entries.append(raw[at + 2 : end])
        at = end
    if len(entries) != width:
        raise NotProven(f"expected {width} entries, got {len(entries)}", at="the bundle")
    return tuple(entries)


def _row(level: int, count: int) -> Iterator[Tile]:
    for index in range(count >> HEIGHT):
        yield Tile(level, index, WIDTH)
    if count % WIDTH:
        yield Tile(level, count >> HEIGHT, count % WIDTH)


def _checked(size: int) -> int:
    if not 0 <= size <= MAX_SIZE:
        raise expected("a size from 0 to 2**63 - 1", size)
    return size
