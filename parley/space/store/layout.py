"""How legs lie in memory: the same bytes for the compiled kernel, the fallback and the snapshot.

A row is one leg. Columns of a table of rows:

    leaf     LEAF[n]    what settles most pairs: anchor, circles, heights (32 bytes)
    life     LIFE[n]    whose leg it is, and between which sizes of the record it counts
    radius_m, ring_first, vertex_first, xyz    as in `parley.space.prepared`
    sides    i32[n,6]   west, south, earliest, east, north, latest: 1e-7 degrees, and seconds since
                        2000-01-01T00:00Z. East runs on past 180 degrees across the antimeridian.
                        A time before 1932 or after 2068 is taken as open: rounded outward.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from parley.space.prepared import F32, I32, U32, Prepared

Records = npt.NDArray[np.void]
ERA: Final = 946_684_800
FANOUT: Final = 16
SIDES: Final = 6
NEVER: Final = 2**32 - 1
"""`withdrawn` of a row that still counts."""

LEAF: Final = np.dtype(
    [
        ("anchor", "<i4", 3), ("outer_m", "<f4"), ("inner_m", "<f4"), ("floor_cm", "<i4"),
        ("ceiling_cm", "<i4"), ("kind", "u1"), ("datums", "u1"), ("layer", "u1"), ("number", "u1"),
    ]
)  # fmt: skip
LIFE: Final = np.dtype([("entry", "<u4"), ("recorded", "<u4"), ("withdrawn", "<u4")])
HIT: Final = np.dtype(
    [
        ("distance_m", "<f8"), ("row", "<u4"), ("leg", "<u4"), ("entry", "<u4"),
        ("volume", "<u4"), ("apart_s", "<i4"), ("part", "<u2"), ("how", "u1"), ("layer", "u1"),
    ]
)  # fmt: skip
BY_CIRCLES, MEASURED, BORDERLINE = range(3)
EXACT, ENVELOPE = range(2)


class Table(Struct, frozen=True, kw_only=True):
    """Rows of legs, as described above."""

    leaf: Records
    life: Records
    radius_m: F32
    ring_first: U32
    vertex_first: U32
    xyz: I32
    sides: I32

    def __len__(self) -> int:
        return len(self.leaf)

    def take(self, order: npt.NDArray[np.integer[Any]]) -> Table:
        """The rows of this order, their vertices laid out in it too."""
        rings, ring_first = gather(self.ring_first, order)
        vertices, vertex_first = gather(self.vertex_first, rings)
        return Table(
            leaf=self.leaf[order], life=self.life[order], radius_m=self.radius_m[order],
            ring_first=ring_first, vertex_first=vertex_first, xyz=self.xyz[vertices],
            sides=self.sides[order],
        )  # fmt: skip


def table(legs: Prepared, sides: I32, life: Records, layer: int = EXACT) -> Table:
    """The rows of these legs; legs of one volume are numbered from 0, up to 255."""
    leaf = np.zeros(len(legs), LEAF)
    for name in ("anchor", "outer_m", "inner_m", "floor_cm", "ceiling_cm", "kind", "datums"):
        leaf[name] = getattr(legs, name)
    leaf["layer"] = layer
    if len(legs) > 1:
        first = np.searchsorted(legs.volume, legs.volume)
        leaf["number"] = np.minimum(np.arange(len(legs)) - first, 255)
    return Table(
        leaf=leaf, life=life, radius_m=legs.radius_m, ring_first=legs.ring_first,
        vertex_first=legs.vertex_first, xyz=legs.xyz, sides=sides,
    )  # fmt: skip


def lives(entry: U32 | int, recorded: U32 | int, count: int) -> Records:
    """The life of `count` rows that nobody has withdrawn."""
    life = np.empty(count, LIFE)
    life["entry"], life["recorded"], life["withdrawn"] = entry, recorded, NEVER
    return life


def joined(one: Table, other: Table) -> Table:
    """The rows of both, in order."""
    return Table(
        leaf=np.concatenate([one.leaf, other.leaf]),
        life=np.concatenate([one.life, other.life]),
        radius_m=np.concatenate([one.radius_m, other.radius_m]),
        ring_first=_after(one.ring_first, other.ring_first),
        vertex_first=_after(one.vertex_first, other.vertex_first),
        xyz=np.concatenate([one.xyz, other.xyz]),
        sides=np.concatenate([one.sides, other.sides]),
    )


def no_rows() -> Table:
    """A table without rows."""
    return Table(
        leaf=np.zeros(0, LEAF), life=np.zeros(0, LIFE), radius_m=np.zeros(0, np.float32),
        ring_first=np.zeros(1, np.uint32), vertex_first=np.zeros(1, np.uint32),
        xyz=np.zeros((0, 3), np.int32), sides=np.zeros((0, SIDES), np.int32),
    )  # fmt: skip


def _after(one: U32, other: U32) -> U32:
    return np.concatenate([one, other[1:] + one[-1]]).astype(np.uint32, copy=False)


def gather(
    first: U32, order: npt.NDArray[np.integer[Any]]
) -> tuple[npt.NDArray[np.int64], U32]:
    """Which items to take so that groups stand in this order, and where each then begins."""
    begins = first[:-1][order].astype(np.int64)
    counts = first[1:][order].astype(np.int64) - begins
    ends = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=ends[1:])
    items = np.arange(int(ends[-1]), dtype=np.int64) + np.repeat(begins - ends[:-1], counts)
    return items, ends.astype(np.uint32)
