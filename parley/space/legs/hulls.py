"""The hull of the legs of a volume, drawn from the middle of the earth: kernel/hull.c in numpy."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from msgspec import Struct

from parley.space.earth import E2, F64, A
from parley.space.legs.arithmetic import (
    RADIAN,
    Vectors,
    across,
    dot,
    ground_below,
    length,
    less,
    lifted,
    taken,
    unit,
)
from parley.space.prepared import I32, I64

WIDER_M: Final = 1.0
"""A hull is wider than its legs by more than two slacks at 100 km and all rounding."""
LARGEST_M: Final = 6_000_000.0
DEEPEST_M: Final = 2_000_000.0
CUT_M: Final = 4975.0
Spots = list[tuple[float, float, int]]


class Hull(Struct, frozen=True, kw_only=True):
    """Vertices in steps, edges cut short; corners in 1e-7 degrees: one a spot, two a track."""

    xyz: I32
    lon: I64
    lat: I64
    radius_m: float
    longest_m: float


_ANYWHERE: Final = np.array([[A * 256, 0, 0]]).astype(np.int32)


def hull_of(xyz: I32, widest_m: float) -> Hull:
    """The hull of these vertices; the whole earth where no one side of it shows them all."""
    x, y, z = (xyz / 256.0).T
    seen = None if math.isinf(widest_m) else _seen((x, y, z))
    if seen is None:
        x, y, z = (_ANYWHERE / 256.0).T
        return _drawn((x, y, z), math.inf)
    corners = np.array(_chain(*seen))
    return _drawn(taken((x, y, z), corners), widest_m)


def _seen(at: Vectors) -> tuple[F64, F64] | None:
    """Vertices as seen from the middle of the earth: there great ellipses are straight lines."""
    middle = tuple(np.array([(axis.min() + axis.max()) / 2]) for axis in at)
    if not length((middle[0], middle[1], middle[2]))[0] > DEEPEST_M:
        return None
    ground = ground_below((middle[0], middle[1], middle[2]))
    if not (length(less(at, ground)) <= LARGEST_M).all():
        return None
    up = unit(ground)
    east, north = across(up)
    depth = dot(at, up)
    return dot(at, east) / depth, dot(at, north) / depth


def _chain(x: F64, y: F64) -> list[int]:
    """Andrew's chain, anticlockwise from the westernmost, no corner on a straight line."""
    order = np.lexsort((y, x))
    spots = list(zip(x[order].tolist(), y[order].tolist(), order.tolist(), strict=True))
    hull: Spots = []
    for spot in spots:
        _add(hull, spot, 2)
    least = len(hull) + 1
    for spot in reversed(spots[:-1]):
        _add(hull, spot, least)
    if len(hull) > 1:
        hull.pop()
    while len(hull) > 1 and hull[-1][:2] == hull[0][:2]:
        hull.pop()
    return [number for _, _, number in hull]


def _add(hull: Spots, spot: tuple[float, float, int], least: int) -> None:
    while len(hull) >= least:
        (ax, ay, _), (bx, by, _) = hull[-2:]
        if (bx - ax) * (spot[1] - ay) - (by - ay) * (spot[0] - ax) > 0:
            break
        hull.pop()
    hull.append(spot)


def _drawn(at: Vectors, radius_m: float) -> Hull:
    count = len(at[0])
    after = np.roll(np.arange(count), -1)
    to = taken(at, after)
    chord = length(less(at, to))
    middle = ((at[0] + to[0]) / 2, (at[1] + to[1]) / 2, (at[2] + to[2]) / 2)
    # Pieces of a long chord are longer on the ground, the more the deeper it lies.
    parts = np.maximum(np.ceil(chord * A / length(middle) / CUT_M), 1).astype(np.int64)
    if count <= 2:
        parts[-1], chord[-1] = 1, 0
    start = np.repeat(np.arange(count), parts)
    step = np.arange(len(start)) - np.repeat(np.cumsum(parts) - parts, parts)
    inner = np.nonzero(step)[0]
    x, y, z = taken(at, start)
    begin = start[inner]
    x[inner], y[inner], z[inner] = lifted(
        taken(at, begin), taken(to, begin), step[inner] / parts[begin]
    )
    flat = np.sqrt(at[0] * at[0] + at[1] * at[1])
    return Hull(
        xyz=np.rint(np.stack([x, y, z], 1) * 256).astype(np.int32),
        lon=np.rint(np.arctan2(at[1], at[0]) / RADIAN * 1e7).astype(np.int64),
        lat=np.rint(np.arctan2(at[2], flat * (1 - E2)) / RADIAN * 1e7).astype(np.int64),
        radius_m=radius_m,
        longest_m=float(chord.max()),
    )
