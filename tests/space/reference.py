"""The slow reference: nearest points on a map centred on the leg asked for, measured by Karney.

Our own code for the method of the reference the engine was designed against. It shares nothing with
`parley.space` but the meaning of a leg: degrees straight from the record, PROJ's map, GEOS's
nearest points, pyproj's geodesic. It is right to a decimetre where the leg asked for is no larger
than a few tens of kilometres and edges are geodesics no longer than about 20 km.
"""

from __future__ import annotations

import numpy as np
import shapely
from pyproj import Geod, Proj
from shapely.geometry.base import BaseGeometry

from parley.space.earth import F64
from parley.space.volume import Area, Leg, Ring, Spot, Track

GEOD = Geod(ellps="WGS84")


def distances(asked: Leg, others: list[Leg]) -> F64:
    """Metres from the shape asked for to each of the others, radii not counted."""
    plane = _map(asked)
    ours = _drawn(asked, plane)
    theirs = np.array([_drawn(other, plane) for other in others])
    pairs = shapely.get_coordinates(shapely.shortest_line(ours, theirs)).reshape(-1, 2, 2)
    lon, lat = plane(pairs[:, :, 0], pairs[:, :, 1], inverse=True)
    _, _, metres = GEOD.inv(lon[:, 0], lat[:, 0], lon[:, 1], lat[:, 1])
    return np.where(shapely.intersects(ours, theirs), 0.0, metres)


def corners(leg: Leg) -> Ring:
    """All corners of a leg."""
    match leg.shape:
        case Spot(at=at):
            return (at,)
        case Track(line=line):
            return line
        case Area(parts=parts):
            return tuple(corner for part in parts for ring in part for corner in ring)


def _map(leg: Leg) -> Proj:
    """The map around the middle of a leg's corners, found as directions so that no seam matters."""
    at = np.radians([(corner.lon / 1e7, corner.lat / 1e7) for corner in corners(leg)])
    x, y = np.cos(at[:, 1]) * np.cos(at[:, 0]), np.cos(at[:, 1]) * np.sin(at[:, 0])
    x, y, z = x.mean(), y.mean(), np.sin(at[:, 1]).mean()
    lon, lat = np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))
    return Proj(proj="aeqd", lon_0=lon, lat_0=lat, ellps="WGS84")


def _drawn(leg: Leg, plane: Proj) -> BaseGeometry:
    match leg.shape:
        case Spot(at=at):
            return shapely.Point(_placed((at,), plane)[0])
        case Track(line=line):
            return shapely.LineString(_placed(line, plane))
        case Area(parts=parts):
            return shapely.MultiPolygon(
                [
                    (_placed(part[0], plane), [_placed(hole, plane) for hole in part[1:]])
                    for part in parts
                ]
            )


def _placed(ring: Ring, plane: Proj) -> F64:
    x, y = plane([corner.lon / 1e7 for corner in ring], [corner.lat / 1e7 for corner in ring])
    return np.stack([np.asarray(x), np.asarray(y)], 1)
