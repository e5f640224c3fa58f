"""What is too close to call is decided slowly: on a map made for the pair, and then by Karney.

Another way than `distance` on purpose: PROJ's azimuthal-equidistant map centred on the nearest
point found so far, the shapes drawn there whole, the nearest points taken off it by GEOS, carried
back to the earth and measured along the geodesic. The map is exact from its centre, so centring it
again on what it found settles within a turn or two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from parley.space.earth import F64, degrees, geodesics, map_around
from parley.space.measure.planes import closest
from parley.space.prepared import AREA, Prepared, metres

if TYPE_CHECKING:
    from pyproj import Proj

CALM_M: Final = 0.01
"""Two rounded vertices are uncertain by this much; nearer to the bound nobody can decide."""
TURNS: Final = 6


def core_distance(a: Prepared, i: int, b: Prepared, j: int, near: F64) -> float:
    """Metres along the ground between two shapes without their radius; 0 when they touch.

    `near` is a first guess of the point of `a` that is nearest to `b`, earth-centred metres.
    """
    centre = degrees(near)
    best = np.inf
    for _ in range(TURNS):
        plane = map_around(float(centre[0]), float(centre[1]))
        ours, theirs = _drawn(a, i, plane), _drawn(b, j, plane)
        if ours.intersects(theirs):
            return 0.0
        at = closest(ours, theirs)
        lon, lat = plane(at[:, 0], at[:, 1], inverse=True)
        _, _, metres = geodesics().inv(lon[0], lat[0], lon[1], lat[1])
        if metres > best - 1e-4:
            break
        best, centre = float(metres), (lon[0], lat[0])
    return best


def _drawn(legs: Prepared, i: int, plane: Proj) -> BaseGeometry:
    """The leg's shape on the map: inside is what an odd number of its rings holds."""
    rings = []
    for ring in range(int(legs.ring_first[i]), int(legs.ring_first[i + 1])):
        begin, end = int(legs.vertex_first[ring]), int(legs.vertex_first[ring + 1])
        x, y = plane(*degrees(metres(legs.xyz[begin:end])))
        rings.append(np.stack([np.atleast_1d(x), np.atleast_1d(y)], 1))
    if legs.kind[i] != AREA:
        only = rings[0]
        return shapely.Point(only[0]) if len(only) == 1 else shapely.LineString(only)
    drawn = shapely.make_valid(shapely.Polygon(rings[0]))
    for ring_at in rings[1:]:
        drawn = drawn.symmetric_difference(shapely.make_valid(shapely.Polygon(ring_at)))
    return drawn
