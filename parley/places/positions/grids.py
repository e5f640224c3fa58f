"""UTM and MGRS: zones, bands and lettered squares, and the positions they name.

Zones and bands are those of NGA.STND.0037_2.0.0_GRIDS, with the wide zone 32V of Norway and the
four wide zones of Svalbard. Square letters follow the AA scheme, the one in use with WGS84. The
polar grids (UPS, north of 84 and south of 80) are refused: write degrees there.

The arithmetic of the letters is ours because no library with types has it; NGA's own program
(through the `mgrs` package) judges it in the tests.
"""

from __future__ import annotations

import math

from msgspec import Struct

from parley.errors import BadInput, expected
from parley.places.geodesy import METRES_A_DEGREE, UNITS, from_utm, to_utm
from parley.record.values.place import Position

BANDS = "CDEFGHJKLMNPQRSTUVWX"
COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")
ROWS = "ABCDEFGHJKLMNPQRSTUV"
FALSE_NORTHING = 10_000_000
_POLAR = "the polar grids (UPS) are not read here; write degrees"


class Grid(Struct, frozen=True):
    """A UTM reference: digits as written, metres, and the half of the earth it is on.

    `band` is "" where only north or south was told.
    """

    zone: int
    south: bool
    easting: str
    northing: str
    band: str = ""


class Square(Struct, frozen=True):
    """An MGRS reference: the digits of easting and northing as written, equally many."""

    zone: int
    band: str
    letters: str
    easting: str
    northing: str


def zone_of(at: Position) -> int:
    """The UTM zone of a position, Norway and Svalbard as they are (180 degrees is in zone 1)."""
    lat, lon = at.lat / UNITS, at.lon / UNITS
    plain = int((lon + 180) // 6) % 60 + 1
    if 56 <= lat < 64 and 3 <= lon < 12:
        return 32
    if lat >= 72 and 0 <= lon < 42:
        return 31 if lon < 9 else 33 if lon < 21 else 35 if lon < 33 else 37
    return plain


def band_of(at: Position) -> str:
    """The letter of the band of latitude; BadInput where the polar grids begin."""
    lat = at.lat / UNITS
    if not -80 <= lat <= 84:
        raise BadInput(f"expected a latitude from -80 to 84, got {lat:g}: {_POLAR}")
    return BANDS[min(19, int((lat + 80) // 8))]


def of_grid(grid: Grid) -> tuple[Position, int]:
    """Where a UTM reference lies, and the radius in cm of what its last digits leave open."""
    check_zone(grid.zone, grid.band)
    east, north = float(grid.easting), float(grid.northing)
    if not 100_000 <= east < 900_000:
        raise expected("an easting from 100000 to 899999 metres", grid.easting)
    if not 0 <= north <= FALSE_NORTHING:
        raise expected("a northing from 0 to 10000000 metres", grid.northing)
    at = from_utm(grid.zone, east, north - FALSE_NORTHING if grid.south else north)
    if not -80.5 <= at.lat / UNITS <= 84.5:
        raise BadInput(f"expected a latitude from -80 to 84, got {at.lat / UNITS:.1f}: {_POLAR}")
    # A metre of reach, because a position on the edge of a band is rounded to either side of it.
    if grid.band and not _in_band(at, grid.band, 1.0):
        raise expected(f"a northing in band {grid.band}", grid.northing)
    steps = (0.5 / 10 ** len(digits.partition(".")[2]) for digits in (grid.easting, grid.northing))
    return at, _outward(math.hypot(*steps))


def of_square(square: Square) -> tuple[Position, int]:
    """The middle of an MGRS square, and half its diagonal in cm: a reference names a square.

    BadInput for a square that is not in that zone and band.
    """
    check_zone(square.zone, square.band)
    side = 10 ** (5 - len(square.easting))
    column = COLUMNS[square.zone % 3].find(square.letters[0])
    row = ROWS.find(square.letters[1])
    if column < 0 or row < 0:
        raise _no_such(square)
    east = (column + 1) * 100_000 + int(square.easting or "0") * side + side / 2
    row = (row - (0 if square.zone % 2 else 5)) % 20
    north = row * 100_000 + int(square.northing or "0") * side + side / 2
    for cycle in range(-5, 5):
        # Rows repeat every 2,000 km, bands are at most 1,340 km high: one cycle fits, or none.
        whole = north + cycle * 2_000_000
        if -9_000_000 < whole < 9_400_000:
            at = from_utm(square.zone, east, whole)
            if _in_band(at, square.band, side * 0.75) and _in_zone(at, square, side):
                return at, _outward(side * math.sqrt(0.5))
    raise _no_such(square)


def grid_at(at: Position, *, decimals: int = 0) -> Grid:
    """The UTM reference of a position, rounded to whole metres or to decimals of one."""
    zone, band = zone_of(at), band_of(at)
    east, north = to_utm(at, zone)
    south = at.lat < 0
    northing = f"{north + FALSE_NORTHING if south else north:.{decimals}f}"
    return Grid(zone, south, f"{east:.{decimals}f}", northing, band)


def square_at(at: Position, *, digits: int = 5) -> Square:
    """The MGRS square a position lies in, 10 km (1 digit) to 1 m (5 digits): cut, never rounded."""
    zone, band = zone_of(at), band_of(at)
    east, north = to_utm(at, zone)
    # A position on a line is in the square to its north and east, and its own rounding to 1e-7
    # degrees (5.6 mm either way) must not put it in the one before.
    metres_east, metres_north = math.floor(east + 0.006), math.floor(north + 0.006)
    column = COLUMNS[zone % 3][metres_east // 100_000 - 1]
    row = ROWS[(metres_north // 100_000 + (0 if zone % 2 else 5)) % 20]
    cut = 10 ** (5 - digits)
    two = (f"{metres % 100_000 // cut:0{digits}}" if digits else "" for metres in (
        metres_east, metres_north))  # fmt: skip
    return Square(zone, band, column + row, *two)


def check_zone(zone: int, band: str) -> None:
    """BadInput unless there is such a zone, and such a band in it."""
    if band and band not in BANDS:
        raise expected("a band of latitude from C to X without I and O", f"{band}: {_POLAR}")
    if not 1 <= zone <= 60 or (band == "X" and zone in (32, 34, 36)):
        raise expected("a UTM zone from 1 to 60 (no 32X, 34X or 36X)", f"{zone}{band}")


def _in_band(at: Position, band: str, reach: float) -> bool:
    """Whether a position is in a band, or nearer to it than `reach` metres (and 1 mm)."""
    first = -80 + 8 * BANDS.index(band)
    last = 84 if band == "X" else first + 8
    slack = (reach + 0.02) / 110_500
    return first - slack <= at.lat / UNITS <= last + slack


def _in_zone(at: Position, square: Square, side: float) -> bool:
    """Whether a square touches its zone: squares are cut off at the edge of a zone."""
    lat = at.lat / UNITS
    slack = (side * 0.75 + 0.02) / (METRES_A_DEGREE * math.cos(math.radians(min(84.4, abs(lat)))))
    west, east = _edges(square.zone, square.band)
    return west - slack <= (at.lon / UNITS - west + 180) % 360 - 180 + west <= east + slack


def _edges(zone: int, band: str) -> tuple[float, float]:
    """West and east edge of a zone in one band."""
    west = zone * 6 - 186
    special = {
        "31V": (0, 3), "32V": (3, 12), "31X": (0, 9), "33X": (9, 21), "35X": (21, 33),
        "37X": (33, 42),
    }  # fmt: skip
    return special.get(f"{zone}{band}", (west, west + 6))


def _no_such(square: Square) -> BadInput:
    return expected(
        f"a square of zone {square.zone} and band {square.band}",
        f"{square.letters} {square.easting} {square.northing}".strip(),
    )


def _outward(metres: float) -> int:
    """Grid metres as centimetres on the ground: up to 1/0.9996 longer in the middle of a zone."""
    return math.ceil(metres * 100.05) + 1
