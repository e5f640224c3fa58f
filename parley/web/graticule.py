"""Meridians and parallels of a sheet, with their degrees at the edge, and its scale bar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely
from msgspec import Struct
from shapely.geometry.base import BaseGeometry

from parley.web.plane import POLES, Sheet

_STEPS: Final = (
    30 * 3600, 20 * 3600, 10 * 3600, 5 * 3600, 2 * 3600, 3600, 1800, 1200, 600, 300, 120, 60, 30,
    20, 10, 5, 2, 1,
)  # fmt: skip
"""Seconds of arc between two lines, the widest first."""


class Line(Struct, frozen=True, kw_only=True):
    """One line in pixels, its degrees, and where they are written."""

    drawn: BaseGeometry
    text: str
    x: float
    y: float
    anchor: str


class Bar(Struct, frozen=True, kw_only=True):
    """A scale bar: so many pixels are so far."""

    pixels: float
    text: str


def poles_in(sheet: Sheet) -> tuple[tuple[str, float, float], ...]:
    """The poles on a sheet, by name, in pixels."""
    at = sheet.pixels(*np.array(POLES).T)
    names = ("North Pole", "South Pole")
    # The antipode of a pole would be drawn on a sheet as large as the earth; ours are smaller.
    return tuple(
        (name, float(x), float(y))
        for name, (x, y) in zip(names, at, strict=True)
        if 0 <= x <= sheet.width and 0 <= y <= sheet.height
    )


def graticule(sheet: Sheet) -> tuple[Line, ...]:
    """Three to eight lines each way."""
    south, north, west, east = _reach(sheet)
    polar = bool(poles_in(sheet))
    lat_step = _step((north - south) * 3600, 3)
    lon_step = 30 * 3600 if polar else _step((east - west) * 3600, 3)
    lines = []
    for at in _multiples(west, east, lon_step):
        lat = np.linspace(max(south, -90), min(north, 90), 80)
        lines += _line(sheet, np.full(80, at), lat, _degrees(at, lon_step, "EW"), down=True)
    for at in _multiples(south, north, lat_step):
        if abs(at) < 90:
            lon = np.linspace(west, east, 160)
            lines += _line(sheet, lon, np.full(160, at), _degrees(at, lat_step, "NS"), down=False)
    return tuple(lines)


def scale_bar(sheet: Sheet, *, most: float) -> Bar:
    """The longest bar of 1, 2 or 5 times a power of ten that fits in so many pixels."""
    room = most * sheet.scale
    power = 10.0 ** np.floor(np.log10(room))
    metres = float(max(power * times for times in (1, 2, 5) if power * times <= room))
    text = f"{metres:g} m" if metres < 1000 else f"{metres / 1000:g} km"
    return Bar(pixels=metres / sheet.scale, text=text)


def _reach(sheet: Sheet) -> tuple[float, float, float, float]:
    """South, north, west and east of a sheet; longitudes count on from the middle's."""
    across, down = np.meshgrid(
        np.linspace(0, sheet.width, 15), np.linspace(0, sheet.height, 15)
    )
    places = sheet.places(np.stack([across.ravel(), down.ravel()], 1))
    lon = (places[:, 0] - sheet.plane.lon + 180) % 360 - 180 + sheet.plane.lon
    south, north = float(places[:, 1].min()), float(places[:, 1].max())
    west, east = float(lon.min()), float(lon.max())
    for name, _, _ in poles_in(sheet):
        west, east = sheet.plane.lon - 180, sheet.plane.lon + 180
        south, north = (-90.0, north) if name.startswith("South") else (south, 90.0)
    return south, north, west, east


def _step(seconds: float, least: int) -> int:
    return next((step for step in _STEPS if seconds / step >= least), 1)


def _multiples(first: float, last: float, step: int) -> Iterator[float]:
    """Multiples of so many seconds between two angles, at most 60 of them."""
    begin, end = int(np.ceil(first * 3600 / step)), int(np.floor(last * 3600 / step))
    for n in range(begin, min(end, begin + 60) + 1):
        yield n * step / 3600


def _line(
    sheet: Sheet, lon: np.typing.NDArray[np.float64], lat: np.typing.NDArray[np.float64],
    text: str, *, down: bool,
) -> list[Line]:  # fmt: skip
    whole = shapely.LineString(sheet.pixels(lon, lat))
    drawn = shapely.intersection(whole, sheet.frame)
    if drawn.is_empty or drawn.length < 1:
        return []
    ends = shapely.get_coordinates(shapely.intersection(whole, sheet.frame.exterior))
    if not len(ends):
        # A parallel around a pole that never leaves the sheet is named where it crosses its foot.
        at = shapely.get_coordinates(drawn)
        ends = at[np.argmax(at[:, 1])][None]
    x, y = ends[np.argmax(ends[:, 1])] if down else ends[np.argmin(ends[:, 0])]
    left, right = x < 4, x > sheet.width - 4
    if not down and y > sheet.height - 24:
        text = ""  # there the meridians are named
    anchor = "start" if left else "end" if right else "middle"
    x = 6 if left else sheet.width - 6 if right else x
    y = min(max(float(y) - (6 if down and not left and not right else 4), 14), sheet.height - 7)
    return [Line(drawn=drawn, text=text, x=float(x), y=y, anchor=anchor)]


def _degrees(at: float, step: int, sides: str) -> str:
    """Degrees as 35°15′N, with as many figures as the step needs."""
    turned = (at + 180) % 360 - 180 if sides == "EW" else at
    total = round(abs(turned) * 3600)
    degrees, minutes, seconds = total // 3600, total // 60 % 60, total % 60
    text = f"{degrees}°"
    if step % 3600:
        text += f"{minutes:02}′"
    if step % 60:
        text += f"{seconds:02}″"
    if total in (0, 180 * 3600):
        return text
    return text + (sides[0] if turned > 0 else sides[1])
