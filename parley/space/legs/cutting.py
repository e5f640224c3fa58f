"""Edges cut into short ones, each the way its edge rule says, so that all rules become one.

A geodesic and a straight line in longitude and latitude are 1.6 m apart on a 10 km edge at 35 north
and 160 m on 100 km. Where the rule is unknown, the geodesic is kept and the leg is widened by the
distance of the two. An edge always takes the shorter way around in longitude: one from 179 east to
179 west crosses the antimeridian and not Greenwich.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from parley.space.earth import F64, LARGEST_R, A, earth_centred, geodesics
from parley.space.prepared import AREA, EDGE_M, F32, I64, U8, U32, counts

GEODESIC: Final = 0
STRAIGHT: Final = 1
UNKNOWN: Final = 2
LONG_M: Final = 100_000.0
"""Up to here a chord lifted along the vertical is the geodesic within 1.3 mm."""
MOST_PIECES: Final = 1_000_000
"""Of one leg; `shape` refuses half as many."""
BEND_M: Final = 0.01
"""How far a cut straight edge may still lie from the geodesic between its ends, metres."""


class Rough(Struct, frozen=True, kw_only=True):
    """Legs as they were told: corners in degrees, and the rule of the edges, per leg.

    `kind`, `edges` u8[n]; `radius_m` f64[n]; `ring_first` u32[n+1]; `vertex_first` u32[r+1]; `lon`,
    `lat` f64[v]. An area's rings are closed by their first corner unrepeated.
    """

    kind: U8
    edges: U8
    radius_m: F64
    ring_first: U32
    vertex_first: U32
    lon: F64
    lat: F64

    def leg_of_ring(self) -> I64:
        """The leg of each ring."""
        return np.repeat(np.arange(len(self.kind)), counts(self.ring_first))


def following(rough: Rough) -> I64:
    """For each vertex the one its edge leads to; itself at the end of a track and for a spot."""
    first = rough.vertex_first.astype(np.int64)
    after = np.arange(1, len(rough.lon) + 1)
    ends = first[1:][np.diff(first) > 0] - 1
    begins = first[:-1][np.diff(first) > 0]
    closed = (rough.kind[rough.leg_of_ring()] == AREA)[np.diff(first) > 0]
    after[ends] = np.where(closed, begins, ends)
    return after


def turned(degrees: F64) -> F64:
    """Differences of longitude the shorter way around: -180 <= result < 180."""
    return np.asarray((degrees + 180.0) % 360.0 - 180.0, np.float64)


def bend(lon: F64, lat: F64, lon2: F64, lat2: F64) -> F64:
    """About how far the straight edge and the geodesic lie apart, metres, for short edges.

    From the geodesic's equation: latitude bends by sin cos dlon^2, longitude by 2 sin dlat dlon.
    """
    east, north = np.radians(turned(lon2 - lon)), np.radians(lat2 - lat)
    sine = np.sin(np.radians(np.maximum(np.abs(lat), np.abs(lat2))))
    cosine = np.cos(np.radians(nearest_equator(lat, lat2)))
    return np.asarray(A / 8 * np.hypot(east**2 * sine * cosine, 2 * sine * north * east))


def nearest_equator(lat: F64, lat2: F64) -> F64:
    """The least absolute latitude between two latitudes."""
    return np.where(lat * lat2 < 0, 0.0, np.minimum(np.abs(lat), np.abs(lat2)))


def pieces(rough: Rough, after: I64) -> I64:
    """Into how many pieces each vertex's edge is to be cut."""
    rule = rough.edges[rough.leg_of_ring()].repeat(counts(rough.vertex_first))
    xyz = earth_centred(rough.lon, rough.lat)
    chord = np.linalg.norm(xyz[after] - xyz, axis=1)
    parts = np.ceil(_arc(chord) / (EDGE_M * 0.999))
    ruled = np.nonzero(rule != GEODESIC)[0]
    parts[ruled] = np.maximum(parts[ruled], _straight_pieces(rough, ruled, after[ruled]))
    return np.maximum(parts, 1).astype(np.int64)


def _straight_pieces(rough: Rough, begin: I64, end: I64) -> F64:
    """Pieces for an edge straight in degrees: short along the way, and none bent much."""
    lon, lat, lon2, lat2 = rough.lon[begin], rough.lat[begin], rough.lon[end], rough.lat[end]
    bent = np.ceil(np.sqrt(bend(lon, lat, lon2, lat2) / BEND_M))
    # Along a straight edge the way may be far longer than the chord: half of a polar circle.
    east = np.radians(turned(lon2 - lon)) * np.cos(np.radians(nearest_equator(lat, lat2)))
    way = LARGEST_R * np.hypot(east, np.radians(lat2 - lat))
    return np.asarray(np.maximum(bent, np.ceil(way / (EDGE_M * 0.999))))


def shortened(rough: Rough) -> Rough:
    """The same legs, each of those with an edge too long for a lifted chord cut as a geodesic."""
    after, leg = following(rough), rough.leg_of_ring().repeat(counts(rough.vertex_first))
    xyz = earth_centred(rough.lon, rough.lat)
    chord = np.linalg.norm(xyz[after] - xyz, axis=1)
    many = np.bincount(leg, pieces(rough, after)) > MOST_PIECES
    which = many | (np.bincount(leg, (chord > LONG_M * 0.99) & (rough.edges[leg] != STRAIGHT)) > 0)
    short, widen = cut(rough, which)
    return replace(
        short,
        edges=np.where(which, np.uint8(GEODESIC), rough.edges),
        radius_m=rough.radius_m + np.where(which, widen, 0.0),
    )


def cut(rough: Rough, which: npt.NDArray[np.bool_] | None = None) -> tuple[Rough, F64]:
    """The same legs with every edge cut, all edges short; and by how much each must be widened.

    Only those legs of which it is true, if `which` is given.
    """
    after = following(rough)
    parts = pieces(rough, after)
    if which is not None:
        parts[~which[rough.leg_of_ring().repeat(counts(rough.vertex_first))]] = 1
    widen = np.zeros(len(rough.kind))
    leg = rough.leg_of_ring().repeat(counts(rough.vertex_first))
    # What cutting leaves open (1 cm); an unknown rule also by what its two readings differ.
    np.maximum.at(widen, leg[rough.edges[leg] != GEODESIC], BEND_M)
    if (parts == 1).all():
        return rough, widen
    start = np.repeat(np.arange(len(parts)), parts)
    step = np.arange(len(start)) - np.repeat(np.cumsum(parts) - parts, parts)
    lon, lat = rough.lon[start], rough.lat[start]
    inner = np.nonzero(step)[0]
    begin, share = start[inner], step[inner] / parts[start[inner]]
    geodesic = _along_geodesic(rough, begin, after[begin], share)
    straight = _along_straight(rough, begin, after[begin], share)
    apart = np.linalg.norm(earth_centred(*geodesic) - earth_centred(*straight), axis=1)
    unknown = rough.edges[leg[begin]] == UNKNOWN
    np.maximum.at(widen, leg[begin[unknown]], apart[unknown] * 1.001 + 2 * BEND_M)
    is_straight = rough.edges[leg[begin]] == STRAIGHT
    lon[inner] = np.where(is_straight, straight[0], geodesic[0])
    lat[inner] = np.where(is_straight, straight[1], geodesic[1])
    total = np.concatenate([[0], np.cumsum(parts)])
    vertex_first = total[rough.vertex_first].astype(np.uint32)
    return Rough(
        kind=rough.kind, edges=rough.edges, radius_m=rough.radius_m, ring_first=rough.ring_first,
        vertex_first=vertex_first, lon=lon, lat=lat,
    ), widen  # fmt: skip


def up32(metres: F64) -> F32:
    """The next float32 that is not less."""
    near = metres.astype(np.float32)
    return np.where(near < metres, np.nextafter(near, np.float32(np.inf)), near).astype(np.float32)


def _arc(chord: F64) -> F64:
    return np.asarray(2 * A * np.arcsin(np.minimum(chord / (2 * A), 1.0)) * 1.01, np.float64)


def _along_straight(rough: Rough, begin: I64, end: I64, share: F64) -> tuple[F64, F64]:
    lon = rough.lon[begin] + share * turned(rough.lon[end] - rough.lon[begin])
    return turned(lon), rough.lat[begin] + share * (rough.lat[end] - rough.lat[begin])


def _along_geodesic(rough: Rough, begin: I64, end: I64, share: F64) -> tuple[F64, F64]:
    if not len(begin):
        return np.zeros(0), np.zeros(0)
    az, _, metres = geodesics().inv(
        rough.lon[begin], rough.lat[begin], rough.lon[end], rough.lat[end]
    )
    lon, lat, _ = geodesics().fwd(rough.lon[begin], rough.lat[begin], az, metres * share)
    return np.asarray(lon, np.float64), np.asarray(lat, np.float64)
