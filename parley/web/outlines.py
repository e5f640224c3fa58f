"""The packaged base map: land, coast, rivers, boundary lines from a file with a hash; no request.

A desk can replace the file. Whatever file is used, its hash is shown on the map.
"""

from __future__ import annotations

import hashlib
import lzma
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Final

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec import Meta, Struct

from parley.errors import BadInput

STEPS: Final = 10_000
"""Whole steps of a coordinate in a degree."""
Box = tuple[int, int, int, int]
Flat = Annotated[tuple[int, ...], Meta(min_length=4, description="First corner, differences.")]
Ring = Annotated[tuple[int, ...], Meta(min_length=8, description="The same, closed.")]
Degrees = npt.NDArray[np.float64]


class Tile(Struct, frozen=True, forbid_unknown_fields=True):
    """One square of a layer; `box` is west, south, east, north in degrees."""

    box: Box
    land: tuple[Annotated[tuple[Ring, ...], Meta(min_length=1)], ...]
    coast: tuple[Flat, ...]
    borders: tuple[Flat, ...]
    rivers: tuple[Flat, ...] = ()


class Layer(Struct, frozen=True, forbid_unknown_fields=True):
    """The outlines of one region at one scale."""

    name: str
    scale: str
    box: Box
    tiles: tuple[Tile, ...]

    def holds(self, lon: float, lat: float) -> bool:
        """Whether the layer covers a place."""
        west, south, east, north = self.box
        return west <= lon <= east and south <= lat <= north


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    layers: Annotated[tuple[Layer, ...], Meta(min_length=1)]


class Outlines(Struct, frozen=True, kw_only=True):
    """A base map: its layers, the finest first, where it comes from, and its hash."""

    source: str
    layers: tuple[Layer, ...]
    sha256: str

    def layer_for(self, places: Degrees) -> Layer:
        """The first layer that holds all of some places (n, 2: longitude, latitude)."""
        holding = (
            layer
            for layer in self.layers
            if all(layer.holds(float(lon), float(lat)) for lon, lat in places)
        )
        return next(holding, self.layers[-1])


def read_outlines(packed: bytes) -> Outlines:
    """A base map from its file (JSON, compressed with xz); BadInput where it is none."""
    try:
        found = msgspec.json.decode(lzma.decompress(packed), type=_File)
    except (lzma.LZMAError, EOFError, msgspec.DecodeError, RecursionError) as fault:
        raise BadInput(f"expected a base map as docs/basemap.py writes it, got {fault}") from fault
    digest = hashlib.sha256(packed).hexdigest()
    return Outlines(source=found.source, layers=found.layers, sha256=digest)


def outlines_in(path: Path) -> Outlines:
    """A desk's own base map."""
    try:
        return read_outlines(path.read_bytes())
    except OSError as fault:
        raise BadInput(f"expected to read the file, got: {fault.strerror}", at=str(path)) from fault


@cache
def packaged() -> Outlines:
    """The base map that is shipped."""
    path = resources.files("parley.web") / "known" / "outlines.json.xz"
    return read_outlines(path.read_bytes())


def unpacked(flat: tuple[int, ...]) -> Degrees:
    """Corners (n, 2: longitude, latitude) in degrees, from the first one and differences."""
    steps = np.array(flat[: len(flat) // 2 * 2], np.int64).reshape(-1, 2)
    return np.asarray(np.cumsum(steps, axis=0) / STEPS, np.float64)
