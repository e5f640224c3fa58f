"""The earth as WGS84: degrees to earth-centred metres and back, chords, arcs, geodesics.

Arrays throughout: longitudes and latitudes in degrees, earth-centred coordinates (n, 3) in metres.
The ellipsoid is EPSG:4979's (a = 6 378 137 m, 1/f = 298.257223563).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from pyproj import Geod, Proj

A: Final = 6378137.0
B: Final = 6356752.314245179
E2: Final = 1 - (B / A) ** 2
LEAST_R: Final = A * (1 - E2)
"""The smallest radius of curvature anywhere: at the equator, northward. A sphere of this radius
makes every distance between two latitudes and longitudes too short, so boxes made on it hold."""
LARGEST_R: Final = A / np.sqrt(1 - E2)

F64 = npt.NDArray[np.float64]
Axes = tuple[F64, F64, F64]


def earth_centred(lon: F64, lat: F64) -> F64:
    """Earth-centred metres (n, 3) of longitudes and latitudes in degrees."""
    la, lo = np.radians(lat), np.radians(lon)
    across = A / np.sqrt(1 - E2 * np.sin(la) ** 2)
    flat = across * np.cos(la)
    return np.stack([flat * np.cos(lo), flat * np.sin(lo), across * (1 - E2) * np.sin(la)], -1)


def degrees(xyz: F64) -> tuple[F64, F64]:
    """Longitude and latitude in degrees of points within a few metres of the ground.

    Bowring's formula (1976), below 1e-9 degree at that height.
    """
    flat = np.hypot(xyz[..., 0], xyz[..., 1])
    slope = np.arctan2(xyz[..., 2] * A, flat * B)
    rise = xyz[..., 2] + E2 / (1 - E2) * B * np.sin(slope) ** 3
    run = flat - E2 * A * np.cos(slope) ** 3
    return np.degrees(np.arctan2(xyz[..., 1], xyz[..., 0])), np.degrees(np.arctan2(rise, run))


def to_ground(xyz: F64) -> F64:
    """Points moved along the line to the earth's centre until they lie on the ellipsoid."""
    flat = (xyz[..., 0] ** 2 + xyz[..., 1] ** 2) / A**2
    return xyz / np.sqrt(flat + xyz[..., 2] ** 2 / B**2)[..., None]


def axes(at: F64) -> Axes:
    """East, north and up of tangent planes at ground points (n, 3).

    Within 26 degrees of a pole "east" follows no meridian: a pole is a point like any other.
    """
    up = at * np.array([1 / A**2, 1 / A**2, 1 / B**2])
    up = up / np.linalg.norm(up, axis=-1, keepdims=True)
    none = np.zeros_like(up[..., 0])
    by_axis = np.stack([-up[..., 1], up[..., 0], none], -1)
    by_side = np.stack([none, up[..., 2], -up[..., 1]], -1)
    east = np.where((np.abs(up[..., 2]) < 0.9)[..., None], by_axis, by_side)
    east = east / np.linalg.norm(east, axis=-1, keepdims=True)
    return east, np.cross(up, east), up


def project(xyz: F64, at: F64, plane: Axes) -> tuple[F64, F64]:
    """Plane coordinates in which distances and directions from `at` are true."""
    east, north, up = plane
    apart = xyz - at
    chord = (apart**2).sum(-1)
    square = (apart @ up) ** 2 / np.where(chord > 0, chord, 1)
    # No chord dips deeper than this; what a vertex right at the origin shows is its rounding.
    square = np.minimum(square, chord / (4 * LEAST_R**2))
    by = _stretch(np.minimum(square, 1 - 1e-12))
    return by * (apart @ east), by * (apart @ north)


def _stretch(square: F64) -> F64:
    """asin(w) / (w sqrt(1 - w^2)): the arc over the chord's shadow in the plane."""
    w = np.sqrt(np.maximum(square, 1e-30))
    exact = np.arcsin(w) / (w * np.sqrt(1 - square))
    return np.where(square > 1e-6, exact, 1 + square * (2 / 3 + square * 8 / 15))


def unproject(at_plane: F64, at: F64, plane: Axes) -> F64:
    """The ground points (n, 3) that `project` takes to plane coordinates (n, 2).

    In the normal section of each direction the chord dips by half the angle of its arc; that angle
    is found by trying, which settles to the last digit in a few turns.
    """
    east, north, up = plane
    far = np.hypot(at_plane[:, 0], at_plane[:, 1])
    away = (far > 0)[:, None]
    unit = np.where(away, at_plane / np.where(away, far[:, None], 1), [1.0, 0.0])
    level = unit[:, :1] * east + unit[:, 1:] * north
    scale = np.array([1 / A, 1 / A, 1 / B])
    dip = far / (2 * A)
    chord = np.zeros_like(far)
    for _ in range(8):
        way = np.cos(dip)[:, None] * level - np.sin(dip)[:, None] * up
        chord = -2 * ((way * scale) @ (at * scale)) / ((way * scale) ** 2).sum(1)
        arc = chord * dip / np.where(dip > 0, np.sin(dip), 1)
        dip = np.where(arc > 0, dip * far / np.where(arc > 0, arc, 1), dip)
    return np.where(away, at + chord[:, None] * way, at)


def arc_high(chord: F64) -> F64:
    """An upper bound of the distance along the ground for straight-line distances, in metres."""
    half = np.minimum(chord / (2 * LEAST_R), 1.0)
    return np.where(half >= 1, np.inf, 2 * LEAST_R * np.arcsin(half) + 0.01)


@lru_cache(maxsize=1)
def geodesics() -> Geod:
    """Karney's geodesics, exact to nanometres. Loaded when first asked for: it is 0.2 s."""
    from pyproj import Geod

    return Geod(ellps="WGS84")


def map_around(lon: float, lat: float) -> Proj:
    """The azimuthal-equidistant map around a point: true distances and directions from it."""
    from pyproj import Proj

    return Proj(proj="aeqd", lon_0=lon, lat_0=lat, ellps="WGS84")
