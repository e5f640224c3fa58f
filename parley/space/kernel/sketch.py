"""A quick look at many legs in one plane: certainly near, certainly not, or to be measured.

What kernel/sketch.c does, with the same margins: every vertex is dropped straight onto the plane
that touches the earth at the anchor of the leg asked about, which never lengthens a distance and
shortens it by a bound that is known. What that leaves open is measured.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from msgspec import Struct

from parley.space.earth import F64, A, B
from parley.space.prepared import AREA, I64, SPOT, UNIT_M, Prepared

if TYPE_CHECKING:
    from parley.space.kernel.plain import Part

FLAT_M: Final = 60_000.0
DOUBT_M: Final = 0.1
_LEAST_R: Final = 6_335_439.0
Bool: TypeAlias = npt.NDArray[np.bool_]


class Sketch(Struct, frozen=True, eq=False):
    """One leg drawn in the plane at its anchor; a spot is the plane's origin."""

    anchor: npt.NDArray[np.int32]
    basis: F64
    outer_m: float
    drawn: Any


def sketch(legs: Prepared, leg: int) -> Sketch | None:
    """A leg of one ring that is small enough to be drawn."""
    first = int(legs.ring_first[leg])
    if int(legs.ring_first[leg + 1]) != first + 1 or not legs.outer_m[leg] < FLAT_M:
        return None
    anchor = legs.anchor[leg]
    basis = _basis(*anchor.tolist())
    drawn = None
    if legs.kind[leg] != SPOT:
        xyz = legs.xyz[int(legs.vertex_first[first]) : int(legs.vertex_first[first + 1])]
        at = (xyz - anchor) @ basis
        drawn = shapely.polygons(at) if legs.kind[leg] == AREA else shapely.linestrings(at)
        shapely.prepare(drawn)
    return Sketch(anchor, basis, float(legs.outer_m[leg]), drawn)


def _basis(x: float, y: float, z: float) -> F64:
    """East and north at a point, metres for steps; one point by itself is faster without numpy."""
    z *= (A / B) ** 2
    size = math.sqrt(x * x + y * y + z * z)
    x, y, z = x / size, y / size, z / size
    e, f, g = (-y, x, 0.0) if abs(z) < 0.9 else (0.0, z, -y)
    size = math.sqrt(e * e + f * f + g * g) / UNIT_M
    e, f, g = e / size, f / size, g / size
    return np.array([(e, y * g - z * f), (f, z * e - x * g), (g, x * f - y * e)])


def look(
    ours: Sketch | None, part: Part, rows: I64, chord_m: F64, reach_m: F64
) -> tuple[Bool, Bool]:
    """Which rows are surely near and which surely far, `reach_m` counted between the shapes."""
    near, far = np.zeros(len(rows), bool), np.zeros(len(rows), bool)
    if ours is None:
        return near, far
    wide = np.maximum(ours.outer_m, chord_m + part.leaf["outer_m"][rows])
    x = wide / _LEAST_R
    doubt = DOUBT_M + 0.05 + 2e-6 * reach_m
    inside = (reach_m - doubt) * (1 - 0.75 * x * x) - DOUBT_M
    ring = part.ring_first[rows]
    which = np.nonzero((wide < FLAT_M) & (inside >= 1) & (part.ring_first[rows + 1] - ring == 1))[0]
    if not len(which):
        return near, far
    begin = part.vertex_first[ring[which]].astype(np.int64)
    count = part.vertex_first[ring[which] + 1] - begin
    first = np.cumsum(count) - count
    at = np.arange(int(count.sum())) + np.repeat(begin - first, count)
    drawn = (part.xyz[at] - ours.anchor) @ ours.basis
    kind = part.leaf["kind"][rows[which]]
    within, beyond = inside[which], (reach_m + doubt)[which]
    if ours.drawn is None:
        apart = _from_origin(drawn, kind, first, count)
        near[which], far[which] = apart <= within, apart > beyond
    else:
        others = _drawn(drawn, kind, first, count)
        near[which] = _within(ours.drawn, others, within)
        open_ = np.nonzero(~near[which])[0]
        far[which[open_]] = ~_within(ours.drawn, others[open_], beyond[open_])
    return near, far


def _within(drawn: Any, others: npt.NDArray[Any], metres: F64) -> Bool:
    # One distance for each, which numpy's functions take and shapely's stubs do not know of.
    each: npt.NDArray[Any] = metres
    return np.asarray(shapely.dwithin(drawn, others, each), np.bool_)  # type: ignore[call-overload]


def _from_origin(at: F64, kind: npt.NDArray[np.uint8], first: I64, count: I64) -> F64:
    """How far shapes of one ring are from the origin; 0 for an area around it."""
    x, y = at[:, 0].copy(), at[:, 1].copy()
    after = np.arange(1, len(x) + 1)
    last = first + count - 1
    area = kind == AREA
    after[last] = np.where(area, first, last)
    dx, dy = x[after] - x, y[after] - y
    square = dx * dx + dy * dy
    np.maximum(square, 1e-12, out=square)
    along = np.minimum(np.maximum(-(x * dx + y * dy) / square, 0), 1)
    gx, gy = x + along * dx, y + along * dy
    apart = np.sqrt(np.minimum.reduceat(gx * gx + gy * gy, first))
    if area.any():
        up = y >= 0
        crossed = up != up[after]
        # Where the edge meets the line eastward: right of the origin if both signs agree.
        eastward = (x * dy - y * dx > 0) == (dy > 0)
        odd = np.logical_xor.reduceat(crossed & eastward, first)
        apart[odd & area] = 0
    return np.asarray(apart, np.float64)


def _drawn(at: F64, kind: npt.NDArray[np.uint8], first: I64, count: I64) -> npt.NDArray[Any]:
    """The shapes of one ring each, as GEOS takes them."""
    found = np.empty(len(kind), object)
    single = count == 1
    found[single] = shapely.points(at[first[single]])
    of = np.repeat(np.arange(len(kind)), count)
    for form, make in ((kind == AREA, shapely.linearrings), ((kind != AREA), shapely.linestrings)):
        which = form & ~single
        if which.any():
            some = which[of]
            lines = make(at[some], indices=(np.cumsum(which) - 1)[of[some]])
            found[which] = shapely.polygons(lines) if make is shapely.linearrings else lines
    return found
