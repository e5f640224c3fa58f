"""Whether a place lies inside an agreed delineation: inside, outside, or across its edge.

On an azimuthal-equidistant map around the place, where distances from its centre are true. The
ring's edges are geodesics, followed in steps. What comes nearer to the edge than the place's own
uncertainty and the map's error is "across": nobody can say, so nothing here does.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, assert_never

import shapely
from shapely.geometry.base import BaseGeometry

from parley.record.values.place import Corridor, Place, Point, Polygon, Position, Shape
from parley.space.earth import geodesics, map_around

if TYPE_CHECKING:
    from pyproj import Proj

Lies = Literal["inside", "outside", "across"]
Ring = tuple[tuple[float, float], ...]
_STEP_M = 2000.0
_MAP_ERROR_M = 5.0
"""Of a ring followed in steps of 2 km, on a map of some hundred kilometres."""


def lies(place: Place | None, ring: Ring) -> Lies:
    """Where a place lies. Told only in words, or with no bound to its error: across."""
    if place is None or place.shape is None or place.uncertainty_cm is None:
        return "across"
    return _lies(place.shape, place.uncertainty_cm, ring)


@lru_cache(maxsize=4096)
def _lies(shape: Shape, uncertainty_cm: int, ring: Ring) -> Lies:
    centre = _centre(shape)
    plane = map_around(centre.lon / 1e7, centre.lat / 1e7)
    area = shapely.make_valid(shapely.Polygon([plane(lon, lat) for lon, lat in _followed(ring)]))
    drawn, width_m = _drawn(shape, plane)
    margin_m = uncertainty_cm / 100 + width_m + _MAP_ERROR_M
    if shapely.distance(drawn, area) > margin_m:
        return "outside"
    edge = shapely.boundary(area)
    if shapely.contains(area, drawn) and shapely.distance(drawn, edge) > margin_m:
        return "inside"
    return "across"


def _followed(ring: Ring) -> list[tuple[float, float]]:
    """The ring with points between its corners, so that each edge follows its geodesic."""
    points: list[tuple[float, float]] = []
    for (lon, lat), (lon2, lat2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        points.append((lon, lat))
        _, _, metres = geodesics().inv(lon, lat, lon2, lat2)
        if metres > _STEP_M:
            points += geodesics().npts(lon, lat, lon2, lat2, int(metres // _STEP_M))
    return points


def _drawn(shape: Shape, plane: Proj) -> tuple[BaseGeometry, float]:
    """The place on the map, and its half width in metres."""
    match shape:
        case Point():
            return shapely.Point(_at(shape.at, plane)), 0.0
        case Polygon():
            outer, *holes = [[_at(corner, plane) for corner in ring] for ring in shape.rings]
            return shapely.make_valid(shapely.Polygon(outer, holes)), 0.0
        case Corridor():
            line = shapely.LineString([_at(corner, plane) for corner in shape.line])
            return line, shape.half_width_cm / 100
        case never:
            assert_never(never)


def _at(position: Position, plane: Proj) -> tuple[float, float]:
    x, y = plane(position.lon / 1e7, position.lat / 1e7)
    return float(x), float(y)


def _centre(shape: Shape) -> Position:
    match shape:
        case Point():
            return shape.at
        case Polygon():
            return shape.rings[0][0]
        case Corridor():
            return shape.line[0]
        case never:
            assert_never(never)
