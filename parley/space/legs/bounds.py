"""Circles and boxes that certainly hold a leg, and a circle that certainly lies inside it."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from parley.space.earth import F64
from parley.space.legs.arithmetic import (
    LEAST_R,
    RADIAN,
    Vectors,
    across,
    arc_above,
    asin_above,
    dot,
    ground_below,
    length,
    less,
    sine_cosine,
    taken,
    vertical,
)
from parley.space.prepared import AREA, F32, I32, I64, SPOT, U8, U32

STEP_M: Final = 0.02
"""More than the rounding of any two vertices and of float32 radii below 100 km."""
Bool: TypeAlias = npt.NDArray[np.bool_]
_HALF: Final = 1_800_000_000
_TURN: Final = 3_600_000_000
_POLE: Final = 900_000_000


class Cut(Struct, frozen=True, kw_only=True):
    """Legs with short edges, and the corners they were told by.

    `xyz` i32[v,3]; `first` i64[n]: where each leg's vertices begin; `after` i64[v]: the vertex an
    edge leads to; `lon`, `lat` i64[c]: corners in 1e-7 degrees; `corner_first` i64[r+1], one per
    ring; `ring_first` i64[n+1]; `longest_m` f64[n]: the longest edge before it was cut.
    """

    kind: U8
    radius_m: F32
    xyz: I32
    first: I64
    after: I64
    lon: I64
    lat: I64
    corner_first: I64
    ring_first: I64
    longest_m: F64

    def leg_of(self) -> I64:
        """The leg of each vertex."""
        return np.repeat(np.arange(len(self.kind)), np.diff(self.first, append=len(self.xyz)))

    def metres(self) -> Vectors:
        """The vertices in earth-centred metres."""
        x, y, z = (self.xyz / 256.0).T
        return x, y, z


def circles(cut: Cut) -> tuple[I32, F32, F32]:
    """Anchor in steps, outer and inner radius along the ground, for each leg."""
    low = np.minimum.reduceat(cut.xyz, cut.first).astype(np.float64)
    high = np.maximum.reduceat(cut.xyz, cut.first)
    x, y, z = ((low + high) / 512).T
    anchor = np.rint(np.stack(ground_below((x, y, z)), 1) * 256).astype(np.int32)
    spot = cut.kind == SPOT
    anchor[spot] = cut.xyz[cut.first[spot]]
    far, inner = _spread(cut, anchor)
    radius = cut.radius_m.astype(np.float64)
    outer = np.where(spot, radius, arc_above(far) + radius) + STEP_M
    inner = np.where(spot, radius, inner) - STEP_M
    # float32 keeps seven digits: one part in a million outward is more than its rounding.
    outer32 = (outer * (1 + 1e-6)).astype(np.float32)
    # Signed: where no circle around the anchor lies inside, it says how far off the shape begins at
    # most, and a sum of the two still bounds the distance. Cut off at 0 it would make the anchor of
    # a bent track a point of that track.
    bounded = np.where(np.isinf(inner), 0, inner)
    inner32 = (bounded - np.abs(bounded) * 1e-6).astype(np.float32)
    return anchor, outer32, np.where(np.isinf(inner), np.float32(np.inf), inner32)


def _spread(cut: Cut, anchor: I32) -> tuple[F64, F64]:
    """How far the farthest vertex is along a straight line, and the radius of a circle inside.

    Where the anchor is inside an area that is the least distance of its boundary in the tangent
    plane, which is never more than along the ground. Elsewhere it is what the buffer leaves of the
    distance to the nearest vertex, and may be below 0.
    """
    first, leg, after = cut.first, cut.leg_of(), cut.after
    mx, my, mz = (anchor / 256.0).T
    east, north = across(vertical((mx, my, mz)))
    apart = less(cut.metres(), taken((mx, my, mz), leg))
    chord = length(apart)
    x, y = dot(apart, taken(east, leg)), dot(apart, taken(north, leg))
    dx, dy = x[after] - x, y[after] - y
    square = dx * dx + dy * dy
    along = np.clip(-(x * dx + y * dy) / np.where(square > 0, square, 1), 0, 1)
    gx, gy = x + along * dx, y + along * dy
    gap = np.sqrt(np.minimum.reduceat(gx * gx + gy * gy, first))
    crossed = (y >= 0) != (y[after] >= 0)
    eastward = x + dx * (y / np.where(crossed, y - y[after], 1)) > 0
    odd = np.add.reduceat((crossed & eastward).astype(np.int64), first) % 2 == 1
    radius = cut.radius_m.astype(np.float64)
    outside = radius - arc_above(np.minimum.reduceat(chord, first))
    inner = np.where(odd & (cut.kind == AREA), gap + radius, outside)
    return np.maximum.reduceat(chord, first), inner


class Reach(Struct, frozen=True, kw_only=True):
    """Least and most of each leg in 1e-7 degrees; longitudes count on from its first corner's."""

    south: I64
    north: I64
    west: I64
    east: I64
    circled: Bool


def boxes(cut: Cut, anchor: I32) -> tuple[I32, U32]:
    """Boxes (south, west, north, east) in 1e-7 degrees that hold each leg and its buffer."""
    reach = _reach(cut)
    high = np.maximum(-reach.south, reach.north) / 1e7
    radius = np.minimum(cut.radius_m.astype(np.float64), 3e7)
    wide = (radius + _bulge(cut.longest_m, high)) / LEAST_R / RADIAN * 1.0001 + 2e-7
    slim = wide * RADIAN / sine_cosine(np.minimum(high, 89.99))[1]
    aside = asin_above(np.where(slim < 1, slim, 0)) / RADIAN * 1.0001 + 2e-7
    aside = np.where(slim < 1, aside, 360)
    wide = np.minimum(wide, 360)
    rise, beside = _steps(wide), _steps(aside)
    inside = (cut.kind == AREA) & reach.circled
    around = inside | (high + wide >= 89.99) | (slim >= 1)
    around |= reach.east - reach.west + 2 * beside >= _TURN - 1_000_000
    southern = anchor[:, 2] < 0
    south = np.where(inside & southern, -_POLE, np.maximum(reach.south - rise, -_POLE))
    north = np.where(inside & ~southern, _POLE, np.minimum(reach.north + rise, _POLE))
    west, east = reach.west - beside, reach.east + beside
    turns = (west + _HALF) // _TURN * _TURN
    west, east = np.where(around, -_HALF, west - turns), np.where(around, _HALF, east - turns)
    return _split(np.stack([south, west, north, east], 1))


def _steps(degrees: F64) -> I64:
    return np.ceil(degrees * 1e7).astype(np.int64)


def _bulge(longest_m: F64, high: F64) -> F64:
    """How far edges between points no nearer to a pole than `high` may rise beyond them."""
    steep = (high >= 85) | (longest_m > 500_000)
    square = longest_m * longest_m * np.where(high < 60, 3.6e-8, 2.4e-7)
    return np.where(steep, longest_m * 0.8 + 0.1, square + 0.1)


def _split(box: I64) -> tuple[I32, U32]:
    """What passes 180 east goes on from 180 west."""
    over = np.nonzero(box[:, 3] > _HALF)[0]
    rest = box[over]
    rest[:, 1], rest[:, 3] = -_HALF, rest[:, 3] - _TURN
    box[over, 3] = _HALF
    leg = np.concatenate([np.arange(len(box)), over])
    order = np.argsort(leg, kind="stable")
    both = np.concatenate([box, rest])[order]
    return both.astype(np.int32), leg[order].astype(np.uint32)


def _shorter(steps: I64) -> I64:
    """Differences of longitude the shorter way around: -180 <= result < 180."""
    return np.asarray((steps + _HALF) % _TURN - _HALF)


def _reach(cut: Cut) -> Reach:
    begins, ends = cut.corner_first[:-1], cut.corner_first[1:] - 1
    leg_first = begins[cut.ring_first[:-1]]
    ring = np.repeat(np.arange(len(begins)), np.diff(cut.corner_first))
    ring_leg = np.repeat(np.arange(len(cut.kind)), np.diff(cut.ring_first))
    start = cut.lon[leg_first]
    step = _shorter(np.diff(cut.lon, prepend=np.int64(0)))
    step[begins] = _shorter(cut.lon[begins] - start[ring_leg]) + start[ring_leg]
    counted = np.cumsum(step)
    along = counted - (counted - step)[begins][ring]
    back = along[ends] + _shorter(cut.lon[begins] - cut.lon[ends]) - along[begins]
    circled = np.zeros(len(cut.kind), bool)
    np.logical_or.at(circled, ring_leg, np.abs(back) > _HALF)
    return Reach(
        south=np.minimum.reduceat(cut.lat, leg_first),
        north=np.maximum.reduceat(cut.lat, leg_first),
        west=np.minimum.reduceat(along, leg_first),
        east=np.maximum.reduceat(along, leg_first),
        circled=circled,
    )
