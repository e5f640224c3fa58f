"""Many legs as flat arrays: the one form the index, the compiled kernel and the fallback all read.

What each array holds, for `n` legs, `r` rings and `v` vertices. Everything is rounded outward.

    volume       u32[n]     which of the given volumes the leg belongs to
    kind         u8[n]      SPOT 0: one vertex; AREA 1: closed rings; TRACK 2: one open line
    radius_m     f32[n]     buffer around the shape, in metres (uncertainty + half width + whatever
                            an edge rule left open); inf: unbounded, the leg is near everything
    ring_first   u32[n+1]   leg i has the rings ring_first[i] .. ring_first[i+1]-1
    vertex_first u32[r+1]   ring k has the vertices vertex_first[k] .. vertex_first[k+1]-1. A ring
                            of an AREA is closed by its first vertex UNREPEATED; outer rings, holes
                            and further parts stand side by side: inside means an odd number of them
    xyz          i32[v,3]   earth-centred WGS84 coordinates in steps of 1/256 m (UNIT_M; an error of
                            at most 3.4 mm), already densified: no edge longer than EDGE_M = 5 km
    anchor       i32[n,3]   a point on the ground in the same steps, in or near the leg
    outer_m      f32[n]     along the ground: everything of the leg, buffer included, lies within
    inner_m      f32[n]     along the ground: everything within lies inside the leg. Below 0 where
                            the anchor lies outside: then how far off the leg begins at most.
                            A SPOT has inner = outer = radius (less and plus the rounding)
    began_s      i64[n]     seconds since 1970, inclusive; OPEN_PAST where open
    ended_s      i64[n]     seconds since 1970, inclusive; OPEN_FUTURE where open
    floor_cm     i32[n]     NO_FLOOR where unbounded
    ceiling_cm   i32[n]     NO_CEILING where unbounded
    datums       u8[n]      floor datum code + 4 * ceiling datum code: 0 none, 1 WGS84 ellipsoid,
                            2 mean sea level, 3 above ground
    box          i32[b,4]   south, west, north, east in 1e-7 degrees, buffer included, rounded
                            outward, west <= east always: a leg across the antimeridian has two
                            boxes, one that holds a pole has all longitudes up to that pole
    box_leg      u32[b]     the leg of each box, ascending; an unbounded leg has the whole earth

How an index settles a pair of legs without looking at any vertex. With c the straight-line distance
in metres between the two anchors (`xyz` steps times UNIT_M):
    c > within + outer_a + outer_b                              certainly not near (an arc is never
                                                                shorter than its chord)
    arc_high(c) <= within + inner_a + inner_b                   certainly near (slack is inside)
else the exact distance decides: near when core distance - radius_a - radius_b <= within, where core
distance is between the shapes without their radius (0 when they touch or one holds the other).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct

SPOT: Final = 0
AREA: Final = 1
TRACK: Final = 2
UNIT_M: Final = 1 / 256
EDGE_M: Final = 5000.0
OPEN_PAST: Final = -(2**40)
OPEN_FUTURE: Final = 2**40
NO_FLOOR: Final = -(2**31)
NO_CEILING: Final = 2**31 - 1

U8 = npt.NDArray[np.uint8]
U32 = npt.NDArray[np.uint32]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
F32 = npt.NDArray[np.float32]


def counts(first: U32) -> I64:
    """How many rings or vertices each has, from where they begin and the last one ends."""
    return np.diff(first.astype(np.int64)).astype(np.int64)


def metres(steps: I32) -> npt.NDArray[np.float64]:
    """Earth-centred metres of coordinates or anchors in steps."""
    return np.asarray(steps * UNIT_M, np.float64)


class Prepared(Struct, frozen=True, kw_only=True):
    """Legs ready to be indexed and measured; the arrays are described above."""

    volume: U32
    kind: U8
    radius_m: F32
    ring_first: U32
    vertex_first: U32
    xyz: I32
    anchor: I32
    outer_m: F32
    inner_m: F32
    began_s: I64
    ended_s: I64
    floor_cm: I32
    ceiling_cm: I32
    datums: U8
    box: I32
    box_leg: U32

    def __len__(self) -> int:
        return len(self.kind)

    def between(self, leg: int, end: int, volume: int = 0) -> Prepared:
        """The legs from `leg` up to `end`, their volumes counted from `volume` on."""
        ring, rings = int(self.ring_first[leg]), int(self.ring_first[end])
        first, last = int(self.vertex_first[ring]), int(self.vertex_first[rings])
        box, boxes = np.searchsorted(self.box_leg, [leg, end]).tolist()
        which = slice(leg, end)
        return Prepared(
            volume=self.volume[which] - np.uint32(volume), kind=self.kind[which],
            radius_m=self.radius_m[which],
            ring_first=self.ring_first[leg : end + 1] - np.uint32(ring),
            vertex_first=self.vertex_first[ring : rings + 1] - np.uint32(first),
            xyz=self.xyz[first:last], anchor=self.anchor[which], outer_m=self.outer_m[which],
            inner_m=self.inner_m[which], began_s=self.began_s[which], ended_s=self.ended_s[which],
            floor_cm=self.floor_cm[which], ceiling_cm=self.ceiling_cm[which],
            datums=self.datums[which], box=self.box[box:boxes],
            box_leg=self.box_leg[box:boxes] - np.uint32(leg),
        )  # fmt: skip

    def chord_m(self, i: int, other: Prepared, j: int) -> float:
        """The straight-line distance in metres between the anchors of two legs."""
        apart = self.anchor[i].astype(np.int64) - other.anchor[j]
        return float(np.linalg.norm(apart * UNIT_M))
