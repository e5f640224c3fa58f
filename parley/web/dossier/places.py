"""The places of a review drawn with their radius, on an outline of the earth."""

from __future__ import annotations

import math
from typing import Annotated, Final

import numpy as np
import shapely
from msgspec import Meta, Struct

from parley.review.page import Spot
from parley.space.earth import degrees, earth_centred, to_ground
from parley.web.graticule import Line, graticule, scale_bar
from parley.web.ground import Ground, ground
from parley.web.listing import BOUNDARY
from parley.web.outlines import Outlines, packaged
from parley.web.plane import Plane, Sheet, path, px

WIDTH, HEIGHT = 960, 520
_LEAST_M: Final = 4_000.0
_BADGE: Final = 15


class Mark(Struct, frozen=True, kw_only=True):
    """One place: its number in the table, where it lies, and how far it may be off."""

    number: int
    x: str
    y: str
    radius: Annotated[str, Meta(description="In pixels; empty where it is not told or too small.")]
    badge_x: str
    badge_y: str


class IncidentMap(Struct, frozen=True, kw_only=True):
    """All that the template draws."""

    width: int
    height: int
    ground: Ground
    graticule: tuple[tuple[str, Line], ...]
    rings: Annotated[
        tuple[tuple[str, str, str], ...], Meta(description="x, y and radius; equal ones once.")
    ]
    marks: tuple[Mark, ...]
    bar: str
    bar_text: str
    boundary: str


def incident_map(rows: tuple[Spot, ...], outlines: Outlines | None = None) -> IncidentMap | None:
    """The rows that have a position, numbered as in the table; None where none has."""
    placed = [(n, one) for n, one in enumerate(rows, 1) if one.lat is not None]
    if not placed:
        return None
    lon = np.array([one.lon or 0.0 for _, one in placed])
    lat = np.array([one.lat or 0.0 for _, one in placed])
    reach = np.array([one.radius_m or 0.0 for _, one in placed])
    sheet = _sheet(lon, lat, reach)
    at = sheet.pixels(lon, lat)
    bar = scale_bar(sheet, most=200)
    marks = _marks(placed, at, reach / sheet.scale)
    return IncidentMap(
        width=WIDTH,
        height=HEIGHT,
        ground=ground(sheet, outlines or packaged()),
        graticule=tuple((path(line.drawn), line) for line in graticule(sheet)),
        rings=tuple(dict.fromkeys((one.x, one.y, one.radius) for one in marks if one.radius)),
        marks=marks,
        bar=px(bar.pixels),
        bar_text=bar.text,
        boundary=BOUNDARY,
    )


def _sheet(
    lon: np.typing.NDArray[np.float64],
    lat: np.typing.NDArray[np.float64],
    reach: np.typing.NDArray[np.float64],
) -> Sheet:
    """A frame that holds every circle whole, around the middle of them all."""
    xyz = earth_centred(lon, lat)
    east, north = degrees(to_ground((xyz.min(0) + xyz.max(0)) / 2))
    middle = Plane(float(east), float(north))
    metres = np.abs(middle.metres(lon, lat)) + reach[:, None]
    half = np.maximum(metres.max(0) * 1.15, _LEAST_M)
    scale = float(max(half[0] / (WIDTH / 2), half[1] / (HEIGHT / 2)))
    return Sheet(middle, scale, WIDTH, HEIGHT)


def _marks(
    placed: list[tuple[int, Spot]],
    at: np.typing.NDArray[np.float64],
    radius: np.typing.NDArray[np.float64],
) -> tuple[Mark, ...]:
    """Numbers stand in a ring around places that coincide, so that each can be read."""
    taken: list[shapely.Point] = []
    made = []
    for n, (number, _) in enumerate(placed):
        x, y = float(at[n][0]), float(at[n][1])
        spot = _free(x, y, taken)
        taken.append(spot)
        made.append(
            Mark(
                number=number, x=px(x), y=px(y), badge_x=px(spot.x), badge_y=px(spot.y),
                radius=px(float(radius[n])) if radius[n] > 3 else "",
            )
        )  # fmt: skip
    return tuple(made)


def _free(x: float, y: float, taken: list[shapely.Point]) -> shapely.Point:
    for ring in range(1, 9):
        for step in range(8 * ring):
            angle = math.tau * step / (8 * ring) - math.pi / 4
            point = shapely.Point(
                min(max(x + _BADGE * ring * math.cos(angle), 12), WIDTH - 12),
                min(max(y + _BADGE * ring * math.sin(angle), 12), HEIGHT - 12),
            )
            if all(point.distance(other) >= _BADGE + 3 for other in taken):
                return point
    return shapely.Point(x, y)
