"""Printing a position in any of the five notations, for a reader in another one.

Every notation is printed with as many digits as lose nothing (`finest`), or with fewer where the
asker says so. `read(written(position, form))` comes back within half of the last digit printed.
"""

from __future__ import annotations

from typing import assert_never

from parley.errors import expected
from parley.places.geodesy import UNITS
from parley.places.positions.fix import Form
from parley.places.positions.grids import grid_at, square_at
from parley.record.values.place import Position

FINEST: dict[Form, int] = {"decimal": 7, "dm": 6, "dms": 5, "utm": 3, "mgrs": 5}
"""Decimals of the last figure (for MGRS, digits of each half) beyond which nothing is known."""


def written(at: Position, form: Form = "decimal", *, digits: int | None = None) -> str:
    """The position in one notation, sides as N, S, E, W; halves are rounded away from the equator.

    UTM says "north" or "south" in full, because a letter there can be a band. MGRS is cut, never
    rounded, and BadInput beyond its bands, as UTM is. `digits` from 0 to `FINEST`.
    """
    last = FINEST[form] if digits is None else digits
    if not 0 <= last <= FINEST[form]:
        raise expected(f"0 to {FINEST[form]} digits", last)
    match form:
        case "decimal":
            return _both(at, last, 1)
        case "dm":
            return _both(at, last, 60)
        case "dms":
            return _both(at, last, 3600)
        case "utm":
            grid = grid_at(at, decimals=last)
            half = "south" if grid.south else "north"
            return f"{grid.zone} {half} E {grid.easting} N {grid.northing}"
        case "mgrs":
            square = square_at(at, digits=last)
            whole = f"{square.zone}{square.band} {square.letters}"
            return f"{whole} {square.easting} {square.northing}".rstrip()
        case _:
            assert_never(form)


def _both(at: Position, digits: int, of: int) -> str:
    lat = _one(abs(at.lat), digits, of) + ("S" if at.lat < 0 else "N")
    lon = _one(abs(at.lon), digits, of) + ("W" if at.lon < 0 else "E")
    return f"{lat} {lon}"


def _one(steps: int, digits: int, of: int) -> str:
    """Whole 1e-7 degrees as degrees, minutes (of 60) or seconds (of 3600), in whole numbers."""
    scale = 10**digits
    # Rounded once, at the last figure, so that 59.9999" never becomes 60".
    last = (2 * steps * of * scale + UNITS) // (2 * UNITS)
    whole, part = divmod(last, scale)
    tail = f".{part:0{digits}}" if digits else ""
    if of == 1:
        return f"{whole}{tail}°"
    degrees, rest = divmod(whole, of)
    if of == 60:
        return f"{degrees}°{rest:02}{tail}'"
    return f"{degrees}°{rest // 60:02}'{rest % 60:02}{tail}\""
