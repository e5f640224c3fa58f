"""Places and times as they are said over a radio: Latin digits, never in the locale's format."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from parley.channel.wording.tongue import ENGLISH, Tongue
from parley.record.values.place import Altitude, Band, Corridor, Place, Point, Polygon, Position
from parley.record.values.time import VagueTime, iso

_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_MOST_CORNERS = 8
"""An area of more corners is told by its outermost latitudes and longitudes, which hold it all."""


def group(ms: int) -> str:
    """A date-time group, to the minute, in UTC: 171425Z SEP 2016."""
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
    return f"{at:%d%H%M}Z {_MONTHS[at.month - 1]} {at:%Y}"


def clock(ms: int, zone: str) -> str:
    """The time of day a clock in a zone shows, to the second, and its offset: 17:25:00 +03:00."""
    written = iso(ms - ms % 1000, zone)
    cut = -1 if written.endswith("Z") else -6
    time = written[11:cut]
    return f"{time if len(time) == 8 else time + ':00'} {written[cut:]}"


def moment(when: VagueTime, tongue: Tongue = ENGLISH) -> str:
    """A time as it was told, and as a date-time group unless it was told only to the day."""
    written = when.written if when.written.endswith(("Z", when.zone)) else str(when)
    if when.precision in ("day", "month", "year"):
        return tongue.figure(written)
    if when.lasting:
        span = tongue.say("{begin} to {end}", begin=group(when.earliest), end=group(when.latest))
        return tongue.figure(f"{written} ({span})")
    return tongue.figure(f"{written} ({group(when.earliest)})")


def position(at: Position, tongue: Tongue = ENGLISH) -> str:
    """Decimal degrees, latitude first and each with its letter: 35.25600 N 40.14100 E."""
    return tongue.figure(f"{_axis(at.lat, 'NS')} {_axis(at.lon, 'EW')}")


def spoken_position(at: Position) -> str:
    """Digit by digit, as it is said: latitude 3 5 decimal 2 5 6 0 0 north, longitude ..."""
    lat, north = _axis(at.lat, "NS").split()
    lon, east = _axis(at.lon, "EW").split()
    return f"latitude {_digits(lat)} {_SIDES[north]}, longitude {_digits(lon)} {_SIDES[east]}"


def place(told: Place, tongue: Tongue = ENGLISH) -> str:
    """A place whole: words, coordinates with datum and uncertainty, and the bearing if given."""
    parts = [told.written]
    if told.shape is not None:
        parts.append(_shape(told.shape, tongue))
        known = told.datum == "WGS84"
        parts.append("WGS84" if known else tongue.say("datum not stated"))
    if told.uncertainty_cm is not None:
        within = distance(told.uncertainty_cm)
        parts.append(tongue.say("known to within {distance}", distance=tongue.figure(within)))
    reference = told.reference
    if reference is not None and reference.direction not in told.written:
        parts.append(tongue.say("{direction} of {point}", direction=reference.direction,
                                point=reference.of))  # fmt: skip
    return "; ".join(parts)


def spoken_place(told: Place) -> str:
    """A place as it is read out: words, then one position digit by digit where there is one."""
    if isinstance(told.shape, Point):
        return f"{told.written}. {spoken_position(told.shape.at)}"
    return place(told)


def band(told: Band, tongue: Tongue = ENGLISH) -> str:
    """From which height to which. A bound nobody gave is said to be unbounded."""
    return tongue.say(
        "from {floor} to {ceiling}",
        floor=_height(told.floor) or tongue.say("the ground or below, unbounded"),
        ceiling=_height(told.ceiling) or tongue.say("any height, unbounded"),
    )


def distance(cm: int) -> str:
    """Metres below 10 km, else kilometres, rounded up: an uncertainty is never told as less."""
    metres = -(-cm // 100)
    return f"{metres:,} m" if metres < 10_000 else f"{-(-metres // 1000):,} km"


def duration(ms: int) -> str:
    """Hours, minutes and seconds, rounded down to the second."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (seconds, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"


_SIDES = {"N": "north", "S": "south", "E": "east", "W": "west"}


def _axis(steps: int, sides: str) -> str:
    """Whole 1e-7 degrees as text: at least five decimals, more only where more was given."""
    whole, part = divmod(abs(steps), 10_000_000)
    decimals = f"{part:07}".rstrip("0").ljust(5, "0")
    return f"{whole}.{decimals} {sides[steps < 0]}"


def _digits(number: str) -> str:
    return " ".join("decimal" if sign == "." else sign for sign in number)


def _shape(shape: Point | Polygon | Corridor, tongue: Tongue) -> str:
    if isinstance(shape, Point):
        return position(shape.at, tongue)
    if isinstance(shape, Corridor):
        line = _corners(shape.line, tongue)
        width = tongue.figure(distance(shape.half_width_cm))
        return tongue.say("along {line}, {width} to either side", line=line, width=width)
    # Holes are left out: the outer ring holds them, and nothing is told as smaller than it is.
    return tongue.say("the area within {corners}", corners=_corners(shape.rings[0], tongue))


def _corners(corners: tuple[Position, ...], tongue: Tongue) -> str:
    if len(corners) <= _MOST_CORNERS:
        return ", ".join(position(at, tongue) for at in corners)
    south, north = min(at.lat for at in corners), max(at.lat for at in corners)
    west, east = min(at.lon for at in corners), max(at.lon for at in corners)
    edges = (
        f"{_axis(south, 'NS')} to {_axis(north, 'NS')}, {_axis(west, 'EW')} to {_axis(east, 'EW')}"
    )
    return tongue.say("{edges} ({count} corners)", edges=tongue.figure(edges), count=len(corners))


def _height(at: Altitude | None) -> str:
    return "" if at is None else f"{at.written} ({at.datum.replace('-', ' ')})"
