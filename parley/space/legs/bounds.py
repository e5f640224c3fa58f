"""Circles and boxes that certainly hold a leg, and a circle that certainly lies inside it."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from parley.space.earth import F64, LEAST_R, arc_high, axes, degrees, to_ground
from parley.space.legs.cutting import Rough, following, turned
from parley.space.prepared import AREA, F32, I32, I64, SPOT, U32, UNIT_M, counts, metres

STEP_M: Final = 0.02
"""More than the rounding of any two vertices and of float32 radii below 100 km."""
Bool: TypeAlias = npt.NDArray[np.bool_]
_DEGREE: Final = 10_000_000
_EARTH: Final = np.array([-90, -180, 90, 180]) * _DEGREE


class Core(Struct, frozen=True, kw_only=True):
    """Cut legs with their rounded vertices in earth-centred metres and their final radius."""

    short: Rough
    xyz: F64
    radius_m: F32

    def leg_first(self) -> I64:
        """Where each leg's vertices begin, and where the last one's end."""
        return self.short.vertex_first.astype(np.int64)[self.short.ring_first.astype(np.int64)]

    def leg_of(self) -> I64:
        """The leg of each vertex."""
        vertices = np.diff(self.leg_first()).astype(np.int64)
        return np.repeat(np.arange(len(self.short.kind)), vertices)


def circles(core: Core) -> tuple[I32, F32, F32]:
    """Anchor in steps, outer and inner radius along the ground, for each leg."""
    first, leg = core.leg_first()[:-1], core.leg_of()
    low, high = np.minimum.reduceat(core.xyz, first), np.maximum.reduceat(core.xyz, first)
    anchor = np.rint(to_ground((low + high) / 2) / UNIT_M).astype(np.int32)
    spot = core.short.kind == SPOT
    anchor[spot] = np.rint(core.xyz[first[spot]] / UNIT_M)
    middle = metres(anchor)
    chord = np.linalg.norm(core.xyz - middle[leg], axis=1)
    far = np.maximum.reduceat(chord, first)
    radius = core.radius_m.astype(np.float64)
    outer = np.where(spot, radius, arc_high(far) + radius) + STEP_M
    inner = np.where(spot, radius, _inner(core, middle, chord)) - STEP_M
    # float32 keeps seven digits: one part in a million outward is more than its rounding.
    outer32 = (outer * (1 + 1e-6)).astype(np.float32)
    # Signed: where no circle around the anchor lies inside, it says how far off the shape begins at
    # most, and a sum of the two still bounds the distance. Cut off at 0 it would make the anchor of
    # a bent track a point of that track.
    return anchor, outer32, (inner - np.abs(inner) * 1e-6).astype(np.float32)


def _inner(core: Core, middle: F64, chord: F64) -> F64:
    """The radius of a circle around the anchor that lies inside shape and buffer; may be < 0.

    Where the anchor is inside an area: the least distance of its boundary in the tangent plane,
    which is never more than along the ground. Elsewhere: what the buffer leaves of the distance to
    the nearest vertex.
    """
    first, leg, after = core.leg_first()[:-1], core.leg_of(), following(core.short)
    east, north, _ = axes(middle)
    apart = core.xyz - middle[leg]
    x, y = np.einsum("ij,ij->i", apart, east[leg]), np.einsum("ij,ij->i", apart, north[leg])
    dx, dy = x[after] - x, y[after] - y
    square = dx**2 + dy**2
    along = np.clip(-(x * dx + y * dy) / np.where(square > 0, square, 1), 0, 1)
    gap = np.hypot(x + along * dx, y + along * dy)
    crossed = (y >= 0) != (y[after] >= 0)
    rightward = x + dx * (y / np.where(crossed, y - y[after], 1)) > 0
    odd = np.add.reduceat((crossed & rightward).astype(np.int64), first) % 2 == 1
    inside = odd & (core.short.kind == AREA)
    near = arc_high(np.minimum.reduceat(chord, first))
    radius = core.radius_m.astype(np.float64)
    return np.where(inside, np.minimum.reduceat(gap, first) + radius, radius - near)


class Reach(Struct, frozen=True, kw_only=True):
    """Least and most degrees of each leg; longitudes count on from the anchor's, never turned."""

    south: F64
    north: F64
    west: F64
    east: F64
    pole_inside: Bool


def boxes(core: Core, anchor: I32) -> tuple[I32, U32]:
    """Boxes (south, west, north, east) in 1e-7 degrees that hold each leg and its buffer."""
    lon, lat = degrees(metres(anchor))
    reach = _reach(core, lon)
    radius = np.minimum(core.radius_m.astype(np.float64), 3e7)
    high = np.maximum(np.abs(reach.south), np.abs(reach.north))
    # An edge bulges poleward by at most E^2 tan(lat) / 8R; near a pole by half its length.
    wide = np.degrees((radius + np.where(high < 85, 15.0, 2600.0)) / LEAST_R) * 1.0001 + 2e-7
    slim = np.sin(np.radians(np.minimum(wide, 90))) / np.cos(np.radians(np.minimum(high, 89.99)))
    spread = np.degrees(np.arcsin(np.minimum(slim, 1.0))) * 1.0001 + 2e-7
    around = reach.pole_inside | (high + wide >= 89.99) | (slim >= 1)
    around |= reach.east - reach.west + 2 * spread >= 359.9
    south = np.where(reach.pole_inside & (lat < 0), -90, np.maximum(reach.south - wide, -90))
    north = np.where(reach.pole_inside & (lat >= 0), 90, np.minimum(reach.north + wide, 90))
    west = np.where(around, -180.0, reach.west - spread)
    east = np.where(around, 180.0, reach.east + spread)
    turn = np.where(around, 0.0, np.floor((west + 180) / 360) * 360)
    return _split(np.stack([south, west - turn, north, east - turn], 1))


def _split(box: F64) -> tuple[I32, U32]:
    """Whole 1e-7 degrees rounded outward; what passes 180 east goes on from 180 west."""
    over = np.nonzero(box[:, 3] > 180)[0]
    rest = box[over]
    rest[:, 1], rest[:, 3] = -180, rest[:, 3] - 360
    both = np.concatenate([box, rest])
    leg = np.concatenate([np.arange(len(box)), over])
    whole = np.concatenate([np.floor(both[:, :2] * _DEGREE), np.ceil(both[:, 2:] * _DEGREE)], 1)
    whole = np.clip(whole, _EARTH[[0, 1, 0, 1]], _EARTH[[2, 3, 2, 3]])
    order = np.argsort(leg, kind="stable")
    return whole[order].astype(np.int32), leg[order].astype(np.uint32)


def _reach(core: Core, anchor_lon: F64) -> Reach:
    short, first, leg = core.short, core.leg_first()[:-1], core.leg_of()
    ring_first = short.vertex_first.astype(np.int64)[:-1]
    ring = np.repeat(np.arange(len(ring_first)), counts(short.vertex_first))
    step = turned(np.diff(short.lon, prepend=0.0))
    step[ring_first] = turned(short.lon[ring_first] - anchor_lon[leg[ring_first]])
    counted = np.cumsum(step)
    along = counted - (counted - step)[ring_first][ring]
    last = short.vertex_first.astype(np.int64)[1:] - 1
    back = along[last] + turned(short.lon[ring_first] - short.lon[last]) - along[ring_first]
    circled = np.zeros(len(short.kind), bool)
    np.logical_or.at(circled, leg[ring_first], np.abs(back) > 180)
    return Reach(
        south=np.minimum.reduceat(short.lat, first),
        north=np.maximum.reduceat(short.lat, first),
        west=np.minimum.reduceat(along, first) + anchor_lon,
        east=np.maximum.reduceat(along, first) + anchor_lon,
        pole_inside=circled & (short.kind == AREA),
    )
