"""Land, coast, rivers and boundary lines of a sheet, cut to its frame: what lies under the map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Final

import numpy as np
import shapely
from msgspec import Meta, Struct
from shapely.geometry.base import BaseGeometry

from parley.web.outlines import Degrees, Flat, Outlines, Tile, unpacked
from parley.web.plane import Sheet, path, px

_CUT: Final = 1.0
"""No edge of a tile is longer than this many degrees: a parallel is no straight line on a map."""


RIVER_OFF_M: Final = 4000.0
"""How far a river of 1:50m may lie from where it flows: 3.6 km at the worst of six bridges."""
_WIDEST: Final = 1 / 3
_BAND: Final = 6.0


class Ground(Struct, frozen=True, kw_only=True):
    """The outlines as SVG path text, in pixels."""

    land: Annotated[str, Meta(description="Areas of land.")]
    coast: Annotated[str, Meta(description="Lines of the coast.")]
    borders: Annotated[str, Meta(description="Boundary lines.")]
    rivers: Annotated[str, Meta(description="Rivers; none where they would fill the sheet.")]
    river: Annotated[str, Meta(description="How wide a river is drawn, in pixels.")]
    hidden: Annotated[bool, Meta(description="A river is near, and is not drawn.")]
    band: Annotated[bool, Meta(description="Rivers are drawn as bands that must be explained.")]
    scale: Annotated[str, Meta(description="From which scale they are.")]


def ground(sheet: Sheet, outlines: Outlines) -> Ground:
    """The outlines under a sheet, from the finest layer that covers it."""
    layer = outlines.layer_for(sheet.places(np.array(shapely.get_coordinates(sheet.frame))))
    frame = shapely.box(-4, -4, sheet.width + 4, sheet.height + 4)
    tiles = [tile for tile in layer.tiles if _near(tile, sheet)]
    land = [
        _area(sheet, rings).intersection(frame) for tile in tiles for rings in tile.land
    ]
    coast = _lines(sheet, frame, (line for tile in tiles for line in tile.coast))
    borders = _lines(sheet, frame, (line for tile in tiles for line in tile.borders))
    # As wide as it is unsure: a thin line beside a site would say on which bank it lies.
    wide = max(1.2, 2 * RIVER_OFF_M / sheet.scale)
    banks = frame.buffer(wide, quad_segs=1)
    lines = _lines(sheet, banks, (line for tile in tiles for line in tile.rivers))
    rivers, narrow = "".join(path(one) for one in lines), wide < sheet.height * _WIDEST
    return Ground(
        rivers=rivers if narrow else "",
        river=px(wide),
        hidden=bool(rivers) and not narrow,
        band=bool(rivers) and narrow and wide > _BAND,
        land="".join(path(one) for one in land),
        coast="".join(path(one) for one in coast),
        borders="".join(path(one) for one in borders),
        scale=layer.scale,
    )


def _near(tile: Tile, sheet: Sheet) -> bool:
    """Whether a tile can be on the sheet: it lies within the sheet's corners and its own size."""
    west, south, east, north = tile.box
    corners = np.array([[west, south], [east, south], [west, north], [east, north]], np.float64)
    middle = np.array([[(west + east) / 2, (south + north) / 2]])
    at = np.concatenate([corners, middle])
    metres = np.hypot(*sheet.plane.metres(at[:, 0], at[:, 1]).T)
    reach = np.hypot(sheet.width, sheet.height) / 2 * sheet.scale
    return bool(metres.min() < reach + (north - south) * 111_700)


def _area(sheet: Sheet, rings: tuple[Flat, ...]) -> BaseGeometry:
    outer, *holes = (unpacked(ring) for ring in rings)
    whole = shapely.segmentize(shapely.Polygon(outer, holes), _CUT)
    drawn = shapely.transform(whole, lambda at: _pixels(sheet, at))
    # Rounded to a tenth of a pixel, so that what cannot be seen is not sent; and mended, because
    # a parallel at the pole becomes a point.
    return shapely.make_valid(shapely.simplify(drawn, 0.3, preserve_topology=False))


def _lines(sheet: Sheet, frame: BaseGeometry, lines: Iterable[Flat]) -> Iterator[BaseGeometry]:
    for line in lines:
        drawn = shapely.LineString(_pixels(sheet, unpacked(line)))
        yield shapely.simplify(drawn, 0.3).intersection(frame)


def _pixels(sheet: Sheet, at: Degrees) -> Degrees:
    return sheet.pixels(at[:, 0], at[:, 1])

