"""Arrays in a file that is mapped into memory: a snapshot opens at once and is read as it is used.

    0      8 bytes  magic: PARLEYIX
    8      u32      version of the layout and of the answers
    12     u32      length of the header
    16     u32      CRC-32 of the header
    64     header   JSON: what the arrays are called, their types, shapes, places and CRC-32; their
                    story
    ...    arrays   each from a multiple of 64 bytes on

The magic is written last, so a file whose writer died is no file; one that a machine lost before
its disk had it fails its sums. Nobody waits for the disk: the record gives it all again.
Sums are looked at when a file is opened, 0.04 s for 10^6 entries: a bit that turned over on the
disk could else move a hospital. They are no seal: who can write here can write anything, and it is
the record that is signed. What is opened is private: a row may be ended in memory, and the file
never changes.
"""

from __future__ import annotations

import mmap
import zlib
from collections.abc import Mapping
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec import Struct

from parley.errors import Damaged, NotFound
from parley.space.kernel import VERSION

_MAGIC: Final = b"PARLEYIX"
_BEGIN: Final = 64
Array = npt.NDArray[Any]


class _Place(Struct, frozen=True):
    dtype: Any
    shape: tuple[int, ...]
    at: int
    sum: int


class _Header(Struct, frozen=True):
    arrays: dict[str, _Place]
    length: int
    story: msgspec.Raw


def write(path: str, arrays: Mapping[str, Array], story: bytes) -> None:
    """Write arrays and their story (JSON)."""
    room = len(arrays) * 400 + len(story) + 400
    at = _up(_BEGIN + room)
    places = {}
    for name, array in arrays.items():
        places[name] = _Place(_spelled(array.dtype), array.shape, at, zlib.crc32(_bytes(array)))
        at = _up(at + array.nbytes)
    header = msgspec.json.encode(_Header(places, at, msgspec.Raw(story)))
    if len(header) > room:
        raise Damaged(f"expected a header of at most {room} bytes, got {len(header)}", at=path)
    numbers = np.array([VERSION, len(header), zlib.crc32(header)], "<u4").tobytes()
    # Written, not mapped: whoever asks meanwhile waits for a map, but not for a file.
    with open(path, "wb") as file:
        file.truncate(at)
        for name, array in arrays.items():
            file.seek(places[name].at)
            file.write(_bytes(array))
        file.seek(len(_MAGIC))
        file.write(numbers.ljust(_BEGIN - len(_MAGIC), b"\0") + header)
        file.flush()
        file.seek(0)
        file.write(_MAGIC)


def _bytes(array: Array) -> memoryview:
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8).data


def read(path: str) -> tuple[dict[str, Array], bytes]:
    """The arrays, mapped and private to this process, and their story.

    `NotFound` where there is no file; `Damaged` for one that is not whole, or of another version.
    """
    try:
        with open(path, "rb") as file:
            memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    except FileNotFoundError:
        raise NotFound("expected a snapshot, got no file", at=path) from None
    except (ValueError, OSError) as fault:
        raise Damaged(f"expected a snapshot, got {fault}", at=path) from fault
    if memory[:8] != _MAGIC or len(memory) < _BEGIN:
        raise Damaged("expected a snapshot written to its end, got another file", at=path)
    version, length, sum_ = np.frombuffer(memory, "<u4", 3, 8).tolist()
    header = memory[_BEGIN : _BEGIN + length]
    if version != VERSION or zlib.crc32(header) != sum_:
        raise Damaged(f"expected a snapshot of version {VERSION}, got another", at=path)
    try:
        found = msgspec.json.decode(header, type=_Header)
    except msgspec.DecodeError as fault:
        raise Damaged(f"expected a snapshot's header, got {fault}", at=path) from fault
    if found.length != len(memory):
        raise Damaged(f"expected {found.length} bytes, got {len(memory)}", at=path)
    arrays = {name: _mapped(memory, place) for name, place in found.arrays.items()}
    for name, array in arrays.items():
        if zlib.crc32(_bytes(array)) != found.arrays[name].sum:
            raise Damaged(f"expected {name} as it was written, got other bytes", at=path)
    return arrays, bytes(found.story)


def _mapped(memory: mmap.mmap, place: _Place) -> Array:
    dtype = np.dtype(
        [tuple(tuple(x) if isinstance(x, list) else x for x in field) for field in place.dtype]
        if isinstance(place.dtype, list)
        else place.dtype
    )
    count = int(np.prod(place.shape))
    return np.frombuffer(memory, dtype, count, place.at).reshape(place.shape)


def _spelled(dtype: np.dtype[Any]) -> object:
    return dtype.descr if dtype.names else dtype.str


def _up(at: int) -> int:
    return -(-at // 64) * 64
