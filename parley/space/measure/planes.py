"""The exact distance without a compiler: the same planes as kernel/distance.c, by numpy and GEOS.

Same arrays, same chunks of at most 15 km, same correction; only the segment work is shapely's. The
two agree within a millimetre up to 100 km, far inside the slack; the same tests run on both.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from msgspec import Struct
from shapely.geometry.base import BaseGeometry

from parley.space.earth import F64, axes, project, to_ground, unproject
from parley.space.prepared import AREA, I64, U32, Prepared, metres

CHUNK_M: Final = 15000.0
MEAN_R: Final = 6371008.8
MOST_PAIRS: Final = 4_000_000


class Lines(Struct, frozen=True, kw_only=True):
    """Rings of some legs as open lines, end to end: an area's ring repeats its first vertex.

    `xyz` f64[v,3] metres; `line` and `leg` i64[v]: the line of a vertex, and the leg as counted
    here; `first` i64[lines]: where each line begins; `area` bool[v]; and per leg the circle
    that holds it: `anchor` f64[n,3] metres, `outer_m` f64[n].
    """

    xyz: F64
    line: I64
    leg: I64
    first: I64
    area: npt.NDArray[np.bool_]
    anchor: F64
    outer_m: F64

    def may_hold(self, point: F64) -> npt.NDArray[np.bool_]:
        """Whether the circle around each leg holds a point; far away, nothing is inside."""
        return np.asarray(np.linalg.norm(self.anchor - point, axis=1) <= self.outer_m + 1)


def lines(legs: Prepared, which: U32) -> Lines:
    """The boundaries of the legs named, in that order."""
    ring_first, vertex_first = legs.ring_first.astype(np.int64), legs.vertex_first.astype(np.int64)
    ring, leg = _ranges(ring_first[which], ring_first[which + 1])
    area = legs.kind[which][leg] == AREA
    vertex, line = _ranges(vertex_first[ring], vertex_first[ring + 1] + area)
    closing = vertex == vertex_first[ring + 1][line]
    vertex[closing] = vertex_first[ring][line[closing]]
    counts = vertex_first[ring + 1] + area - vertex_first[ring]
    return Lines(
        xyz=metres(legs.xyz[vertex]),
        line=line,
        leg=leg[line],
        first=np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64),
        area=area[line],
        anchor=metres(legs.anchor[which]),
        outer_m=legs.outer_m[which].astype(np.float64),
    )


def measure_many(
    a: Prepared, i: int, b: Prepared, which: U32, beyond_m: float = np.inf, *, places: bool = True
) -> tuple[F64, F64]:
    """Core distance from leg `i` of `a` to each leg of `b` named, and the nearest points.

    Metres (n,), and earth-centred metres (n, 6): the point of `a`, then of `b`; unless `places` are
    not asked for. A distance above `beyond_m` may be given as infinite.
    """
    core, points = np.full(len(which), np.inf), np.zeros((len(which), 6))
    if not len(which):
        return core, points
    mine, theirs = lines(a, np.array([i], np.uint32)), lines(b, which)
    _contained(mine, theirs, core, points)
    parts = [_part(mine, begin, end) for begin, end in _chunks(mine)]
    least = np.array([_ball_gaps(part, theirs) for part in parts])
    # The likeliest chunk first: what it finds lets most others be passed over.
    for number in np.argsort(least.min(1)):
        if not (least[number] < np.minimum(core, beyond_m + 1)).any():
            continue
        got, at = _chunk_against(parts[number], theirs, places=places)
        nearer = got < core
        core[nearer], points[nearer] = got[nearer], at[nearer]
    # No way along the ground is shorter than straight through the earth. Only on its far side,
    # where a plane shows every direction as one point, is the plane's distance ever less.
    apart = np.linalg.norm(theirs.anchor - mine.anchor[0], axis=1)
    core = np.maximum(core, apart - _halves(a, np.array([i])) - _halves(b, which))
    core[core > beyond_m] = np.inf
    return core, points


def _halves(legs: Prepared, which: npt.NDArray[np.integer[Any]]) -> F64:
    """How far shapes without their radius may reach from their anchors."""
    bounded = np.isfinite(legs.radius_m[which])
    outer, radius = legs.outer_m[which][bounded], legs.radius_m[which][bounded]
    found = np.full(len(which), np.inf)
    found[bounded] = outer - radius
    return found


def _part(mine: Lines, begin: int, end: int) -> Lines:
    """Some vertices of a leg, still within the circle that holds all of it."""
    return Lines(
        xyz=mine.xyz[begin:end], line=mine.line[begin:end], leg=mine.leg[begin:end],
        first=mine.first, area=mine.area[begin:end], anchor=mine.anchor, outer_m=mine.outer_m,
    )  # fmt: skip


def _ball_gaps(part: Lines, theirs: Lines) -> F64:
    """How near to a chunk the ball around each leg comes, along a straight line; may be < 0."""
    middle = (part.xyz.min(0) + part.xyz.max(0)) / 2
    reach = np.linalg.norm(part.xyz - middle, axis=1).max()
    return np.asarray(np.linalg.norm(theirs.anchor - middle, axis=1) - reach - theirs.outer_m)


def _ranges(begin: I64, end: I64) -> tuple[I64, I64]:
    """All of begin[k] .. end[k]-1, end to end, and the k of each."""
    counts = end - begin
    owner = np.repeat(np.arange(len(counts)), counts)
    return np.arange(counts.sum()) - (np.cumsum(counts) - counts)[owner] + begin[owner], owner


def _chunks(mine: Lines) -> list[tuple[int, int]]:
    """Stretches of vertices that fit into CHUNK_M, each sharing its last vertex with the next."""
    found: list[tuple[int, int]] = []
    begin, total = 0, len(mine.xyz)
    while begin < total:
        ahead = mine.xyz[begin:]
        low, high = np.minimum.accumulate(ahead), np.maximum.accumulate(ahead)
        fits = np.linalg.norm(high - low, axis=1) <= 2 * CHUNK_M
        fits[:2] = True
        count = len(ahead) if fits.all() else int(np.argmin(fits))
        found.append((begin, begin + count))
        if begin + count == total:
            break
        begin += count if mine.line[begin + count] != mine.line[begin + count - 1] else count - 1
    return found


def _chunk_against(mine: Lines, theirs: Lines, *, places: bool) -> tuple[F64, F64]:
    middle = to_ground((mine.xyz.min(0) + mine.xyz.max(0)) / 2)
    plane = axes(middle)
    x, y = project(mine.xyz, middle, plane)
    _, line = np.unique(mine.line, return_inverse=True)
    boundary = shapely.MultiLineString(list(_strings(x, y, line)))
    x, y = project(theirs.xyz, middle, plane)
    others = np.asarray(
        shapely.multilinestrings(_strings(x, y, theirs.line), indices=theirs.leg[theirs.first])
    )
    pairs = np.zeros((len(others), 2, 2))
    heavy = shapely.get_num_coordinates(others) > MOST_PAIRS / len(mine.xyz)
    light = shapely.shortest_line(boundary, others[~heavy])
    pairs[~heavy] = shapely.get_coordinates(light).reshape(-1, 2, 2)
    for k in np.nonzero(heavy)[0]:
        pairs[k] = closest(boundary, others[k])
    p, q = pairs[:, 0], pairs[:, 1]
    turn = p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0]
    square = ((p - q) ** 2).sum(1) - turn**2 / (3 * MEAN_R**2)
    if not places:
        return np.sqrt(np.maximum(square, 0)), np.zeros((len(p), 6))
    at = np.concatenate([unproject(p, middle, plane), unproject(q, middle, plane)], 1)
    return np.sqrt(np.maximum(square, 0)), at


def closest(a: BaseGeometry, b: BaseGeometry) -> F64:
    """The nearest point of each of two drawings, (2, 2).

    GEOS tries all pairs of segments: a minute for two shapes of 100,000 corners. So above
    MOST_PAIRS a tree of segments is asked.
    """
    if int(shapely.get_num_coordinates(a)) * int(shapely.get_num_coordinates(b)) <= MOST_PAIRS:
        return np.asarray(shapely.get_coordinates(shapely.shortest_line(a, b)), np.float64)
    ours, theirs = _segments(a), _segments(b)
    pairs, apart = shapely.STRtree(ours).query_nearest(
        theirs, return_distance=True, all_matches=False
    )
    least = int(np.argmin(apart))
    line = shapely.shortest_line(ours[pairs[1, least]], theirs[pairs[0, least]])
    return np.asarray(shapely.get_coordinates(line), np.float64)


def _segments(drawn: BaseGeometry) -> npt.NDArray[np.object_]:
    """Every segment of the lines and boundaries of a drawing."""
    parts = shapely.get_parts(shapely.get_parts(drawn))
    rings = [shapely.get_rings(part) if part.geom_type == "Polygon" else [part] for part in parts]
    found = []
    for line in (ring for of_part in rings for ring in of_part):
        at = shapely.get_coordinates(line)
        at = at if len(at) > 1 else np.repeat(at, 2, 0)
        found.append(np.asarray(shapely.linestrings(np.stack([at[:-1], at[1:]], 1))))
    return np.concatenate(found)


def _strings(x: F64, y: F64, line: I64) -> npt.NDArray[np.object_]:
    """Lines in the plane; GEOS wants two vertices, so a single point is given twice."""
    single = np.bincount(line)[line] == 1
    again = np.repeat(np.arange(len(line)), 1 + single)
    return np.asarray(shapely.linestrings(x[again], y[again], indices=line[again]))


def _contained(mine: Lines, theirs: Lines, core: F64, points: F64) -> None:
    """Sets 0 where one leg holds a corner of a ring of the other."""
    for begin in mine.first:
        point = mine.xyz[begin]
        odd = np.bincount(theirs.leg, _crossings(theirs, point), len(core)).astype(np.int64) % 2
        inside = np.nonzero((odd == 1) & theirs.may_hold(point))[0]
        _touch(inside, np.broadcast_to(point, (len(core), 3)), core, points)
    if not mine.area.any():
        return
    open_ones = theirs.first[core[theirs.leg[theirs.first]] > 0]
    for begin in open_ones:
        if mine.may_hold(theirs.xyz[begin])[0] and _crossings(mine, theirs.xyz[begin]).sum() % 2:
            leg = theirs.leg[begin : begin + 1]
            _touch(leg, np.broadcast_to(theirs.xyz[begin], (len(core), 3)), core, points)


def _touch(legs: I64, at: F64, core: F64, points: F64) -> None:
    core[legs] = 0
    points[legs, :3] = at[legs]
    points[legs, 3:] = at[legs]


def _crossings(rings: Lines, point: F64) -> F64:
    """1 for each vertex whose edge the half section eastward from the point crosses, else 0."""
    east, north, _ = axes(point)
    apart = rings.xyz - point
    x, y = apart @ east, apart @ north
    joined = np.append(rings.line[1:] == rings.line[:-1], False) & rings.area
    x2, y2 = np.append(x[1:], 0), np.append(y[1:], 0)
    crossed = joined & ((y >= 0) != (y2 >= 0))
    at = x + (x2 - x) * (y / np.where(crossed, y - y2, 1))
    return np.asarray(crossed & (at > 0), np.float64)
