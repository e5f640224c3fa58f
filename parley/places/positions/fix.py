"""A position as somebody wrote it: the digits, the notation, and what they come to.

The digits are kept as text, because how many there are is how precise the writer claimed to be,
and because a slip is looked for in the digits and not in the number they make.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Literal, TypeAlias

from msgspec import Struct

from parley.errors import expected
from parley.places.geodesy import METRES_A_DEGREE, UNITS
from parley.places.positions import grids
from parley.record.values.place import Bearing, Datum, Place, Point, Position

Form: TypeAlias = Literal["decimal", "dm", "dms", "utm", "mgrs"]
"""Decimal degrees; degrees and minutes; degrees, minutes and seconds; two grids."""

Order: TypeAlias = Literal["lat-lon", "lon-lat"]


class Axis(Struct, frozen=True):
    """One latitude or longitude: digits as written in ASCII, and how its side was told.

    `side` is N, S, E or W, or "" where a sign (or none) tells it.
    """

    degrees: str
    minutes: str = ""
    seconds: str = ""
    side: str = ""
    minus: bool = False

    @property
    def form(self) -> Literal["decimal", "dm", "dms"]:
        """How it is written."""
        return "dms" if self.seconds else "dm" if self.minutes else "decimal"


class Angles(Struct, frozen=True):
    """A latitude and a longitude, both in one notation."""

    lat: Axis
    lon: Axis


Parts: TypeAlias = Angles | grids.Grid | grids.Square


class Fix(Struct, frozen=True, kw_only=True):
    """A position read from text: never corrected, and never more precise than it was written.

    `uncertainty_cm` covers what the last digit leaves open and our own rounding, and nothing else:
    neither the instrument nor the datum. `named_datum` is the local datum named, if one was.
    `parts` is None where the position is on record and the digits it was told in are not.
    """

    written: str
    parts: Parts | None
    form: Form
    at: Position
    uncertainty_cm: int
    datum: Datum = "unknown"
    named_datum: str = ""

    def place(self, reference: Bearing | None = None) -> Place:
        """The same as a value of the record, as written."""
        return Place(
            written=self.written,
            shape=Point(at=self.at),
            uncertainty_cm=self.uncertainty_cm,
            datum=self.datum,
            reference=reference,
        )


def form_of(parts: Parts) -> Form:
    """In which notation the parts are."""
    match parts:
        case Angles():
            return parts.lat.form
        case grids.Grid():
            return "utm"
        case grids.Square():
            return "mgrs"


def located(parts: Parts) -> tuple[Position, int]:
    """Where the parts lie, and the radius in cm within which: half of the last digit, each way.

    Raises BadInput for degrees, minutes, seconds, zones or squares that there are not.
    """
    match parts:
        case Angles():
            return _of_angles(parts)
        case grids.Grid():
            return grids.of_grid(parts)
        case grids.Square():
            return grids.of_square(parts)


def value(axis: Axis) -> Fraction:
    """Degrees, exactly; negative to the south and west."""
    minutes, seconds = axis.minutes or "0", axis.seconds or "0"
    whole = Fraction(axis.degrees) + Fraction(minutes) / 60 + Fraction(seconds) / 3600
    return -whole if axis.minus or axis.side in ("S", "W") else whole


def decimals(digits: str) -> int:
    """How many digits stand behind the point."""
    return len(digits.partition(".")[2])


def _of_angles(angles: Angles) -> tuple[Position, int]:
    for axis, most, called in ((angles.lat, 90, "latitude"), (angles.lon, 180, "longitude")):
        if axis.minutes and Fraction(axis.minutes) >= 60:
            raise expected("minutes below 60", axis.minutes, called)
        if axis.seconds and Fraction(axis.seconds) >= 60:
            raise expected("seconds below 60", axis.seconds, called)
        if abs(value(axis)) > most:
            raise expected(f"a {called} of at most {most} degrees", axis.degrees, called)
    # round() on a Fraction is exact: to the nearest whole step, a tie to the even one.
    at = Position(lat=round(value(angles.lat) * UNITS), lon=round(value(angles.lon) * UNITS))
    half_lat, half_lon = _half_step(angles.lat), _half_step(angles.lon)
    nearest_equator = max(0.0, abs(at.lat / UNITS) - half_lat)
    north = half_lat * METRES_A_DEGREE
    east = half_lon * METRES_A_DEGREE * math.cos(math.radians(nearest_equator))
    return at, math.ceil(math.hypot(north, east) * 100) + 1


def _half_step(axis: Axis) -> float:
    """Half of the last written digit, in degrees."""
    last, of = {
        "decimal": (axis.degrees, 1), "dm": (axis.minutes, 60), "dms": (axis.seconds, 3600),
    }[axis.form]  # fmt: skip
    return 0.5 / of * 0.1 ** decimals(last)
