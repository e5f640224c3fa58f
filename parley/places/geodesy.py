"""Distances, bearings, grids and datums on the WGS84 ellipsoid, in whole 1e-7 degrees.

Everything that is computed here passes through binary floating point and is rounded once, at the
end, to the nearest whole 1e-7 degree (11 mm), a tie to the even number. Distances are metres,
bearings degrees from true north. Geodesics are Karney's (2013), UTM is Krüger's series to the
order PROJ has it, under 0.1 mm within its zone; both come from pyproj.

pyproj is imported where it is first used and not above: it brings `ssl` and `http` with it, for
downloading grids, which Parley never does, and reading a projection must not load a network.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from parley.errors import expected
from parley.record.values.place import Position

if TYPE_CHECKING:
    from pyproj import Geod, Proj, Transformer

UNITS = 10_000_000
"""How many whole steps of a position make a degree."""

METRES_A_DEGREE = 111_700
"""No degree of latitude on WGS84 is longer (111,694 m at a pole); for widening only."""

LOCAL_DATUMS: dict[str, int] = {
    "ED50": 4230,
    "Deir ez Zor": 4227,
    "Palestine 1923": 4281,
    "Pulkovo 1942": 4284,
    "Karbala 1979": 4743,
    "Nahrwan 1967": 4270,
    "Ain el Abd": 4204,
    "Adindan": 4201,
    "Arc 1960": 4210,
    "Old Egyptian 1907": 4229,
    "Kandawala": 4244,
    "Indian 1975": 4240,
    "NAD27": 4267,
}
"""Datums still printed on maps in use, by the name people give them, and their EPSG number."""


def between(start: Position, end: Position) -> tuple[float, float]:
    """How far it is from one position to another, and in which direction one sets out (0-360)."""
    away, _, metres = _geod().inv(*_degrees(start), *_degrees(end))
    return float(metres), float(away) % 360.0


def along(start: Position, bearing: float, metres: float) -> Position:
    """Where one comes to, going so far in that direction."""
    lon, lat, _ = _geod().fwd(*_degrees(start), bearing, metres)
    return rounded(lat, lon)


def to_utm(at: Position, zone: int) -> tuple[float, float]:
    """Easting and northing in metres in a zone; a northing south of the equator is negative."""
    east, north = _utm(zone)(*_degrees(at))
    if not (math.isfinite(east) and math.isfinite(north)):
        raise expected(f"a position that UTM zone {zone} can show", "one too far from it")
    return float(east), float(north)


def from_utm(zone: int, easting: float, northing: float) -> Position:
    """The position of an easting and a northing in metres; negative is south of the equator."""
    lon, lat = _utm(zone)(easting, northing, inverse=True)
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise expected("an easting and northing on the ground", f"{easting:.0f} {northing:.0f}")
    return rounded(lat, lon)


def to_wgs84(at: Position, datum: str) -> Position | None:
    """What these numbers mean on WGS84 if they were read off a map of that local datum.

    None where the datum was never used. Without grids, so good to some 5 m (EPSG's own figures).
    """
    shift, area = _shift(datum)
    lon, lat = _degrees(at)
    west, south, east, north = area
    if not (south <= lat <= north and west <= lon <= east):
        return None
    shifted_lon, shifted_lat = shift.transform(lon, lat)
    if not (math.isfinite(shifted_lon) and math.isfinite(shifted_lat)):
        return None
    return rounded(shifted_lat, shifted_lon)


def rounded(lat: float, lon: float) -> Position:
    """Degrees to whole 1e-7 degrees, the longitude brought into -180 to 180."""
    turns = round(lon * UNITS)
    if not -180 * UNITS <= turns <= 180 * UNITS:
        turns = (turns + 180 * UNITS) % (360 * UNITS) - 180 * UNITS
    return Position(lat=max(-90 * UNITS, min(90 * UNITS, round(lat * UNITS))), lon=turns)


def _degrees(at: Position) -> tuple[float, float]:
    return at.lon / UNITS, at.lat / UNITS


@cache
def _geod() -> Geod:
    from pyproj import Geod

    return Geod(ellps="WGS84")


@cache
def _utm(zone: int) -> Proj:
    from pyproj import Proj

    # Northern, always: the false northing of the south is added where a reference is read.
    return Proj(proj="utm", zone=zone, ellps="WGS84", south=False)


@cache
def _shift(datum: str) -> tuple[Transformer, tuple[float, float, float, float]]:
    from pyproj import CRS, Transformer

    source = CRS.from_epsg(LOCAL_DATUMS[datum])
    used = source.area_of_use
    area = used.bounds if used else (0.0, 0.0, 0.0, 0.0)
    return Transformer.from_crs(source, 4326, always_xy=True, allow_ballpark=False), area
