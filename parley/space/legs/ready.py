"""From legs as told to columns that can be searched and measured: kernel/prepare.c in numpy."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from parley.space.earth import F64, LARGEST_R, A
from parley.space.legs.arithmetic import (
    RADIAN,
    Vectors,
    arc_above,
    length,
    less,
    lifted,
    on_ground,
    taken,
)
from parley.space.legs.bounds import Cut, boxes, circles
from parley.space.legs.cutting import (
    BEND_M,
    GEODESIC,
    LONG_M,
    MOST_PIECES,
    STRAIGHT,
    UNKNOWN,
    Rough,
    following,
    up32,
)
from parley.space.legs.hulls import WIDER_M, hull_of
from parley.space.prepared import AREA, I64, SPOT, TRACK, U32

CUT_M: Final = 4995.0
Columns: TypeAlias = tuple[bytes, ...]
Array: TypeAlias = npt.NDArray[Any]


class _Edges(Struct, frozen=True, kw_only=True):
    """Corners on the ground, and of each its edge: `leg` it belongs to, corner it leads to, how
    long it is and into how many pieces it is cut."""

    at: Vectors
    leg: I64
    after: I64
    chord: F64
    parts: I64


def prepare(given: tuple[Array, ...], hulls: bool) -> Columns | None:
    """Kind, radius, rings, vertices, xyz, anchor, outer, inner, box, box's leg, sound: as bytes.

    `given` is volume, kind, edges, radius_m, ring_first, vertex_first, lon, lat, as in
    `legs.cutting.Rough`. With `hulls` one more leg for each volume follows: the hull of its legs.
    None where an edge has to be cut as a true geodesic. `sound` is 0 here: nothing is certain.
    """
    volume, *columns = given
    told = Rough(
        kind=columns[0], edges=columns[1], radius_m=columns[2], ring_first=columns[3],
        vertex_first=columns[4], lon=columns[5], lat=columns[6],
    )  # fmt: skip
    if not len(told.kind):
        none = np.zeros(1, np.uint32).tobytes()
        return b"", b"", none, none, b"", b"", b"", b"", b"", b"", b""
    edges = _edges(told)
    if edges is None:
        return None
    cut, vertex_first = _cut(told, edges)
    if hulls:
        cut, vertex_first = _with_hulls(volume, cut, vertex_first)
    return _columns(cut, vertex_first, len(told.kind))


def _columns(cut: Cut, vertices: I64, legs: int) -> Columns:
    anchor, outer, inner = circles(cut)
    box, box_leg = boxes(cut, anchor)
    found = (
        cut.kind, cut.radius_m, cut.ring_first.astype(np.uint32), vertices.astype(np.uint32),
        cut.xyz, anchor, outer, inner, box, box_leg, np.zeros(legs, np.uint8),
    )  # fmt: skip
    return tuple(column.tobytes() for column in found)


def _edges(told: Rough) -> _Edges | None:
    after, leg = following(told), told.leg_of_ring().repeat(np.diff(told.vertex_first))
    at, sine, cosine = on_ground(told.lon, told.lat)
    chord, rule = length(less(at, taken(at, after))), told.edges[leg]
    if not (chord[rule != STRAIGHT] <= LONG_M).all():
        return None
    parts = np.ceil(arc_above(chord) / CUT_M)
    ruled = np.nonzero(rule != GEODESIC)[0]
    parts[ruled] = np.maximum(parts[ruled], _straight(told, (sine, cosine), ruled, after[ruled]))
    parts = np.maximum(parts, 1)
    if not (np.bincount(leg, parts) <= MOST_PIECES).all():
        return None
    return _Edges(at=at, leg=leg, after=after, chord=chord, parts=parts.astype(np.int64))


def _straight(told: Rough, turns: tuple[F64, F64], begin: I64, end: I64) -> F64:
    """Pieces for edges straight in degrees: short along the way, and none bent much."""
    lat, lat2 = told.lat[begin], told.lat[end]
    east = _turned(told.lon[end] - told.lon[begin]) * RADIAN
    north = (lat2 - lat) * RADIAN
    sine = np.maximum(np.abs(turns[0][begin]), np.abs(turns[0][end]))
    cosine = np.maximum(turns[1][begin], turns[1][end])
    cosine = np.where(lat * lat2 < 0, 1.0, cosine)
    over, along = east * east * sine * cosine, 2 * sine * north * east
    bent = np.ceil(np.sqrt(A / 8 * np.sqrt(over * over + along * along) / BEND_M))
    across = east * cosine
    way = LARGEST_R * np.sqrt(across * across + north * north)
    return np.asarray(np.maximum(bent, np.ceil(way / CUT_M)), np.float64)


def _turned(degrees: F64) -> F64:
    """Differences of longitude the shorter way around, rounded as the kernel rounds them."""
    over = np.where(degrees < -180, degrees + 360, degrees)
    return np.where(degrees >= 180, degrees - 360, over)


def _cut(told: Rough, edges: _Edges) -> tuple[Cut, I64]:
    """Every edge cut, its vertices rounded, the radius widened by what cutting leaves open."""
    parts, leg = edges.parts, edges.leg
    start = np.repeat(np.arange(len(parts)), parts)
    step = np.arange(len(start)) - np.repeat(np.cumsum(parts) - parts, parts)
    x, y, z = taken(edges.at, start)
    widen = np.where(told.edges == GEODESIC, 0.0, BEND_M)
    inner = np.nonzero(step)[0]
    if len(inner):
        points, apart = _inner(told, edges, start[inner], step[inner])
        x[inner], y[inner], z[inner] = points
        np.maximum.at(widen, leg[start[inner]], apart)
    total = np.concatenate([[0], np.cumsum(parts)])
    ring_first, corner_first = told.ring_first.astype(np.int64), told.vertex_first.astype(np.int64)
    vertex_first = total[corner_first]
    ends, chord = vertex_first[ring_first], edges.chord
    straight = told.edges[leg] == STRAIGHT
    chord = np.where(straight, np.minimum(chord, 5000), chord)
    after = np.arange(1, len(start) + 1)
    after[total[1:] - 1] = total[edges.after]
    cut = Cut(
        kind=told.kind, radius_m=up32(told.radius_m + widen),
        xyz=np.rint(np.stack([x, y, z], 1) * 256).astype(np.int32), first=ends[:-1], after=after,
        lon=np.rint(told.lon * 1e7).astype(np.int64), lat=np.rint(told.lat * 1e7).astype(np.int64),
        corner_first=corner_first, ring_first=ring_first,
        longest_m=np.maximum.reduceat(chord, corner_first[ring_first[:-1]]),
    )  # fmt: skip
    return cut, vertex_first


def _inner(told: Rough, edges: _Edges, begin: I64, step: I64) -> tuple[Vectors, F64]:
    """The inner points of edges, and how far the two readings of unknown ones lie apart."""
    end, rule = edges.after[begin], told.edges[edges.leg[begin]]
    share = step / edges.parts[begin]
    geodesic = lifted(taken(edges.at, begin), taken(edges.at, end), share)
    lon = told.lon[begin] + share * _turned(told.lon[end] - told.lon[begin])
    lat = told.lat[begin] + share * (told.lat[end] - told.lat[begin])
    straight, _, _ = on_ground(_turned(lon), lat)
    apart = length(less(geodesic, straight)) * 1.001 + 2 * BEND_M
    kept = tuple(np.where(rule == STRAIGHT, s, g) for s, g in zip(straight, geodesic, strict=True))
    return (kept[0], kept[1], kept[2]), np.where(rule == UNKNOWN, apart, 0.0)


def _with_hulls(volume: U32, cut: Cut, vertex_first: I64) -> tuple[Cut, I64]:
    """The same legs, and then the hull of each volume's."""
    begins = np.nonzero(np.diff(volume, prepend=volume[:1] - np.uint32(1)))[0]
    bounds = np.append(begins, len(volume))
    first = np.append(cut.first, len(cut.xyz))
    hulls = [
        hull_of(cut.xyz[first[a] : first[b]], float(cut.radius_m[a:b].max()))
        for a, b in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
    ]
    sizes = np.array([len(hull.xyz) for hull in hulls])
    corners = np.array([len(hull.lon) for hull in hulls])
    kinds = [SPOT if n == 1 else TRACK if n == 2 else AREA for n in corners.tolist()]
    ends = len(cut.xyz) + np.cumsum(sizes)
    after = [
        np.append(np.arange(end - size + 1, end), end - size if kind == AREA else end - 1)
        for size, kind, end in zip(sizes.tolist(), kinds, ends.tolist(), strict=True)
    ]
    radius = [hull.radius_m + WIDER_M for hull in hulls]
    rings = cut.ring_first[-1] + 1 + np.arange(len(hulls))
    both = Cut(
        kind=np.concatenate([cut.kind, np.array(kinds, np.uint8)]),
        radius_m=np.concatenate([cut.radius_m, up32(np.array(radius))]),
        xyz=np.concatenate([cut.xyz, *(hull.xyz for hull in hulls)]),
        first=np.concatenate([cut.first, ends - sizes]),
        after=np.concatenate([cut.after, *after]),
        lon=np.concatenate([cut.lon, *(hull.lon for hull in hulls)]),
        lat=np.concatenate([cut.lat, *(hull.lat for hull in hulls)]),
        corner_first=np.append(cut.corner_first, cut.corner_first[-1] + np.cumsum(corners)),
        ring_first=np.append(cut.ring_first, rings),
        longest_m=np.append(cut.longest_m, [hull.longest_m for hull in hulls]),
    )
    return both, np.append(vertex_first, ends)
