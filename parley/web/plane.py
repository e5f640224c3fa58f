"""From the earth to a sheet: an azimuthal-equidistant map, true from its middle in every direction.

Metres east and north of the middle, then pixels. North is up at the middle; away from it, and most
of all near a pole, the drawn meridians say where north is. Drawing only: nothing here is measured.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from msgspec import Struct
from shapely.geometry.base import BaseGeometry

from parley.desk.near import Stretch
from parley.space.earth import degrees, earth_centred, project, to_ground, unproject
from parley.space.legs.cutting import cut
from parley.space.packing import rough
from parley.space.volume import Area, Leg, Shape, Spot

F64: TypeAlias = npt.NDArray[np.float64]
POLES: Final = ((0.0, 90.0), (0.0, -90.0))


class Plane:
    """The map around one place."""

    def __init__(self, lon: float, lat: float) -> None:
        self.lon, self.lat = lon, lat
        # `earth.axes` turns "east" near a pole, so that a pole is a place like any other; a map
        # keeps to the meridian of its middle.
        a, b = np.radians(lon), np.radians(lat)
        east = np.array([-np.sin(a), np.cos(a), 0.0])
        up = np.array([np.cos(b) * np.cos(a), np.cos(b) * np.sin(a), np.sin(b)])
        self._axes = (east, np.cross(up, east), up)
        self._at = earth_centred(np.array([lon]), np.array([lat]))[0]

    def metres(self, lon: F64, lat: F64) -> F64:
        """Metres east and north (n, 2) of the middle."""
        return np.stack(project(earth_centred(lon, lat), self._at, self._axes), 1)

    def places(self, metres: F64) -> F64:
        """Longitude and latitude (n, 2) of metres east and north."""
        return np.stack(degrees(unproject(metres, self._at, self._axes)), 1)


class Sheet:
    """A map cut to a frame of so many pixels: x to the right, y down."""

    def __init__(self, plane: Plane, scale: float, width: float, height: float) -> None:
        self.plane, self.scale, self.width, self.height = plane, scale, width, height
        self.frame = shapely.box(0, 0, width, height)

    def pixels(self, lon: F64, lat: F64) -> F64:
        """Where places come to lie (n, 2)."""
        metres = self.plane.metres(np.asarray(lon, np.float64), np.asarray(lat, np.float64))
        x, y = metres[:, 0] / self.scale, metres[:, 1] / self.scale
        return np.stack([self.width / 2 + x, self.height / 2 - y], 1)

    def places(self, pixels: F64) -> F64:
        """Longitude and latitude (n, 2) of pixels."""
        x = (pixels[:, 0] - self.width / 2) * self.scale
        y = (self.height / 2 - pixels[:, 1]) * self.scale
        return self.plane.places(np.stack([x, y], 1))

    def drawn(self, shape: Shape) -> BaseGeometry:
        """A shape without its radius, every edge the way its rule says, in pixels."""
        rings = [self.pixels(*ring) for ring in rings_of(shape)]
        if isinstance(shape, Spot):
            return shapely.Point(rings[0][0])
        if not isinstance(shape, Area):
            return shapely.LineString(rings[0])
        parts, begin = [], 0
        for part in shape.parts:
            outer, *holes = rings[begin : begin + len(part)]
            parts.append(shapely.make_valid(shapely.Polygon(outer, holes)))
            begin += len(part)
        return shapely.union_all(parts)


class Drawn(Struct, frozen=True, kw_only=True):
    """A stretch on a sheet: its core, and its core widened by what it says of its radius."""

    core: BaseGeometry
    wide: BaseGeometry
    anywhere: bool

    @property
    def radius_shown(self) -> bool:
        """Whether the widening is large enough to be seen."""
        return bool(self.wide.area > 0 and not self.core.equals(self.wide))


def on_sheet(sheet: Sheet, stretch: Stretch) -> Drawn | None:
    """A stretch in pixels; None if it was told only in words."""
    if stretch.shape is None:
        return None
    core = sheet.drawn(stretch.shape)
    radius = (stretch.radius_m or 0) / sheet.scale
    # A radius below half a pixel is narrower than any line that could show it.
    wide = core.buffer(radius, quad_segs=24) if radius > 0.5 else core
    return Drawn(core=core, wide=wide, anywhere=stretch.radius_m is None)


def rings_of(shape: Shape) -> list[tuple[F64, F64]]:
    """Longitudes and latitudes of each ring or line, long edges cut the way their rule says."""
    short, _ = cut(rough([Leg(shape=shape, radius_cm=0)]))
    ends = short.vertex_first.astype(np.int64)
    return [
        (short.lon[a:b], short.lat[a:b]) for a, b in zip(ends[:-1], ends[1:], strict=True)
    ]


def plane_for(shapes: list[Shape]) -> Plane:
    """The map around the middle of some shapes."""
    rings = [ring for shape in shapes for ring in rings_of(shape)]
    xyz = np.concatenate([earth_centred(*ring) for ring in rings])
    middle = to_ground((xyz.min(0) + xyz.max(0)) / 2)
    lon, lat = degrees(middle)
    return Plane(float(lon), float(lat))


def path(shape: BaseGeometry | None) -> str:
    """SVG path text of lines and areas, to a tenth of a pixel; points have none."""
    if shape is None or shape.is_empty:
        return ""
    if hasattr(shape, "geoms"):
        return "".join(path(one) for one in shape.geoms)
    if isinstance(shape, shapely.Polygon):
        return "".join(_run(ring, closed=True) for ring in (shape.exterior, *shape.interiors))
    return "" if isinstance(shape, shapely.Point) else _run(shape, closed=False)


def _run(line: BaseGeometry, *, closed: bool) -> str:
    at = [f"{px(x)} {px(y)}" for x, y in shapely.get_coordinates(line)]
    kept = [one for n, one in enumerate(at) if n == 0 or one != at[n - 1]]
    if len(kept) < 2:
        return ""
    return "M" + "L".join(kept[:-1] if closed else kept) + ("Z" if closed else "")


def px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0").replace("-0", "0", 1 if value > -0.05 else 0)
