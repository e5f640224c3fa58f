"""The slips that people make with positions, each undone in every way it could have been made.

Undoing is done on the digits and marks as they were written, not on the numbers they make. Every
way of undoing is a `Reading`: a possibility and nothing more. Which of them would explain a
disagreement is judged elsewhere (`sanity`), and none ever takes the place of what was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from parley.errors import BadInput
from parley.places.geodesy import LOCAL_DATUMS, to_wgs84
from parley.places.positions.fix import Angles, Axis, Fix, Parts, located
from parley.places.positions.grids import BANDS, Grid, Square
from parley.record.values.place import Position

Slip: TypeAlias = Literal[
    "swapped-axes", "wrong-hemisphere", "lost-minus", "dms-as-decimal", "minutes-as-decimal",
    "decimal-as-dms", "datum-not-stated", "digit-dropped", "digit-doubled", "digits-transposed",
    "wrong-zone", "wrong-band",
]  # fmt: skip


class Reading(Struct, frozen=True):
    """What the numbers would come to if one slip had been made, and which."""

    slip: Slip
    at: Position
    how: str


def readings(fix: Fix) -> Iterator[Reading]:
    """Every reading of a fix in which exactly one slip is undone; those of no place left out."""
    for slip, parts, how in _undone(fix.parts) if fix.parts is not None else ():
        try:
            at, _ = located(parts)
        except BadInput:
            continue
        if at != fix.at:
            yield Reading(slip, at, how)
    if fix.datum == "unknown" and not fix.named_datum:
        for datum in LOCAL_DATUMS:
            shifted = to_wgs84(fix.at, datum)
            if shifted is not None:
                yield Reading("datum-not-stated", shifted, f"if they are on {datum}")


_Undone: TypeAlias = Iterator[tuple[Slip, Parts, str]]


def _undone(parts: Parts) -> _Undone:
    match parts:
        case Angles():
            yield from _sides(parts)
            yield from _notations(parts)
        case Grid():
            yield from _grids(parts)
        case Square():
            yield from _squares(parts)
    for old, rebuilt in _figures(parts):
        for slip, new, how in _digits(old):
            yield slip, rebuilt(new), how


def _sides(angles: Angles) -> _Undone:
    """Axes exchanged; the other side of the equator, of the meridian, or of both."""
    lat, lon = angles.lat, angles.lon
    # The numbers change places and, where letters told the sides, the letters stay with the axes.
    swapped = (
        replace(lon, side=lat.side) if lat.side else lon,
        replace(lat, side=lon.side) if lon.side else lat,
    )
    yield "swapped-axes", Angles(*swapped), "with latitude and longitude exchanged"
    if lat.side:
        turned = (_mirrored(swapped[0], lon.side in "EN"), _mirrored(swapped[1], lat.side in "EN"))
        yield "swapped-axes", Angles(*turned), "with latitude and longitude exchanged"
    for south, east in ((True, False), (False, True), (True, True)):
        flipped = Angles(_flipped(lat) if south else lat, _flipped(lon) if east else lon)
        lost = not lat.side and not (south and lat.minus) and not (east and lon.minus)
        what = {(True, False): "latitude", (False, True): "longitude"}.get(
            (south, east), "latitude and longitude"
        )
        if lost:
            yield "lost-minus", flipped, f"with a minus before the {what}"
        else:
            yield "wrong-hemisphere", flipped, f"with the other side for the {what}"


def _flipped(axis: Axis) -> Axis:
    other = {"N": "S", "S": "N", "E": "W", "W": "E"}
    if axis.side:
        return replace(axis, side=other[axis.side])
    return replace(axis, minus=not axis.minus)


def _mirrored(axis: Axis, positive: bool) -> Axis:
    """The axis on its positive or its negative side."""
    return axis if (axis.side in "NE") == positive else _flipped(axis)


def _notations(angles: Angles) -> _Undone:
    """One notation read as another, in both numbers alike."""
    for slip, undo, how in _NOTATIONS:
        lat, lon = undo(angles.lat), undo(angles.lon)
        if lat is not None and lon is not None:
            yield slip, Angles(lat, lon), how


def _minutes_and_seconds(axis: Axis) -> Axis | None:
    whole, _, part = axis.degrees.partition(".")
    if axis.minutes or len(part) < 3:
        return None
    seconds = part[2:4].ljust(2, "0") + (f".{part[4:]}" if part[4:] else "")
    return replace(axis, degrees=whole, minutes=part[:2], seconds=seconds)


def _minutes(axis: Axis) -> Axis | None:
    whole, _, part = axis.degrees.partition(".")
    if axis.minutes or len(part) < 2:
        return None
    return replace(axis, degrees=whole, minutes=part[:2] + (f".{part[2:]}" if part[2:] else ""))


def _decimals(axis: Axis) -> Axis | None:
    if not axis.minutes:
        return None
    run = "".join(
        whole.zfill(2) + part
        for whole, _, part in (one.partition(".") for one in (axis.minutes, axis.seconds) if one)
    )
    return replace(axis, degrees=f"{axis.degrees}.{run}", minutes="", seconds="")


_NOTATIONS: tuple[tuple[Slip, Callable[[Axis], Axis | None], str], ...] = (
    ("dms-as-decimal", _minutes_and_seconds, "if the decimals are minutes and seconds"),
    ("minutes-as-decimal", _minutes, "if the decimals are minutes"),
    ("decimal-as-dms", _decimals, "if the minutes and seconds are decimals of a degree"),
)


def _grids(grid: Grid) -> _Undone:
    swapped = replace(grid, easting=grid.northing, northing=grid.easting)
    yield "swapped-axes", swapped, "with easting and northing exchanged"
    half = "south" if not grid.south else "north"
    yield "wrong-band", replace(grid, south=not grid.south, band=""), f"in the {half}ern half"
    for zone in range(1, 61):
        if zone != grid.zone:
            yield "wrong-zone", replace(grid, zone=zone), f"in zone {zone}"


def _squares(square: Square) -> _Undone:
    swapped = replace(square, easting=square.northing, northing=square.easting)
    yield "swapped-axes", swapped, "with easting and northing exchanged"
    for band in BANDS:
        if band != square.band:
            yield "wrong-band", replace(square, band=band), f"in band {band}"
    for zone in range(1, 61):
        if zone != square.zone:
            yield "wrong-zone", replace(square, zone=zone), f"in zone {zone}"


def _figures(parts: Parts) -> Iterator[tuple[str, Callable[[str], Parts]]]:
    """Every run of digits in the parts, and how to put another in its place."""
    match parts:
        case Angles():
            for side, field in product(("lat", "lon"), ("degrees", "minutes", "seconds")):
                axis = parts.lat if side == "lat" else parts.lon
                old = getattr(axis, field)
                if old:
                    yield str(old), _in_angles(parts, side, field)
        case Grid() | Square():
            for field in ("easting", "northing"):
                yield str(getattr(parts, field)), _in_grid(parts, field)


def _in_angles(angles: Angles, side: str, field: str) -> Callable[[str], Parts]:
    axis = angles.lat if side == "lat" else angles.lon
    return lambda new: replace(angles, **{side: replace(axis, **{field: new})})


def _in_grid(parts: Grid | Square, field: str) -> Callable[[str], Parts]:
    return lambda new: replace(parts, **{field: new})


def _digits(old: str) -> Iterator[tuple[Slip, str, str]]:
    """A run of digits with one put back, one of two alike taken out, or two neighbours turned."""
    seen = {old}
    for at, digit in product(range(len(old) + 1), "0123456789"):
        new = old[:at] + digit + old[at:]
        if new not in seen:
            seen.add(new)
            yield "digit-dropped", new, f"with a digit put back, {new} for {old}"
    for at in range(len(old) - 1):
        first, second = old[at], old[at + 1]
        if first == second:
            yield "digit-doubled", old[:at] + old[at + 1 :], f"with {first} once at {old}"
        elif first.isdigit() and second.isdigit():
            new = old[:at] + second + first + old[at + 2 :]
            yield "digits-transposed", new, f"with two digits turned, {new} for {old}"
