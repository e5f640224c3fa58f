"""An answer as GeoJSON (RFC 7946), for other people's maps.

Longitude first, WGS84, no third coordinate: a height without its datum would be read as one from
the ellipsoid, so floor and ceiling are properties. What crosses the antimeridian is cut there
(section 3.1.9). A radius stays a property: a circle of corners would look like a measured shape.
Edges are cut into short ones where the rule of RFC 7946, straight in longitude and latitude, is not
the notice's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final, TypeAlias

import msgspec
import numpy as np
import shapely
from msgspec import Struct

from parley.desk.near import InWords, Neighbour, Neighbourhood, Stretch
from parley.record.values.place import Altitude
from parley.record.values.time import iso
from parley.space.volume import Area, Shape, Spot
from parley.web.plane import F64, rings_of

MEDIA_TYPE: Final = "application/geo+json"
Coordinates: TypeAlias = list[Any]
"""Nested lists of numbers, as deep as the type of the geometry says."""


class Geometry(Struct, frozen=True, kw_only=True):
    """A geometry of RFC 7946, section 3.1."""

    type: str
    coordinates: Coordinates


class Feature(Struct, frozen=True, kw_only=True):
    """One stretch of what was asked or notified; `geometry` is null where only words say where."""

    type: str = "Feature"
    id: str
    geometry: Geometry | None
    properties: dict[str, object]


class Collection(Struct, frozen=True, kw_only=True):
    """The whole answer; `parley` is a foreign member (section 6.1)."""

    type: str = "FeatureCollection"
    features: tuple[Feature, ...]
    parley: dict[str, object]


def geojson(found: Neighbourhood) -> bytes:
    """The answer as one feature collection, UTF-8."""
    return msgspec.json.encode(collection(found))


def collection(found: Neighbourhood) -> Collection:
    """The asked volume first, then every notice in the order of the answer, then those in words."""
    features = [
        *_features("asked", found.asked, {"role": "asked", "place": found.place}),
        *(feature for near in found.near for feature in _notified(near)),
        *(_worded(one) for one in found.in_words),
    ]
    about: dict[str, object] = {
        "sentence": found.sentence,
        "caution": found.caution,
        "contract": found.contract,
        "coverage": found.coverage,
    }
    return Collection(features=tuple(features), parley=about)


def geometry(shape: Shape) -> Geometry:
    """A shape without its radius, cut at the antimeridian."""
    rings = rings_of(shape)
    if isinstance(shape, Spot):
        lon, lat = rings[0]
        return Geometry(type="Point", coordinates=_position((float(lon[0]), float(lat[0]))))
    if not isinstance(shape, Area):
        lines = [[_position(at) for at in line] for line in cut_line(*rings[0])]
        if len(lines) == 1:
            return Geometry(type="LineString", coordinates=lines[0])
        return Geometry(type="MultiLineString", coordinates=lines)
    parts, begin = [], 0
    for part in shape.parts:
        outer, *holes = rings[begin : begin + len(part)]
        begin += len(part)
        parts += [_corners(one) for one in cut_area(outer, holes)]
    if len(parts) == 1:
        return Geometry(type="Polygon", coordinates=parts[0])
    return Geometry(type="MultiPolygon", coordinates=parts)


def cut_line(lon: F64, lat: F64) -> list[list[tuple[float, float]]]:
    """A line cut where it crosses the antimeridian, each piece within -180 to 180."""
    along = unwrapped(lon)
    pieces: list[list[tuple[float, float]]] = [[(float(lon[0]), float(lat[0]))]]
    for n in range(1, len(along)):
        a, b = float(along[n - 1]), float(along[n])
        for seam in _seams(a, b):
            share = (seam - a) / (b - a)
            crossed = float(lat[n - 1] + share * (lat[n] - lat[n - 1]))
            side = 180.0 if b > a else -180.0
            pieces[-1].append((side, crossed))
            pieces.append([(-side, crossed)])
        if abs(lon[n] - lon[n - 1]) > 180 and not [*_seams(a, b)]:
            # It begins or ends on the antimeridian itself, told from the other side.
            at_end = abs(lon[n]) == 180
            touched = (n, n - 1)[not at_end]
            if at_end:
                pieces[-1].append((-float(lon[touched]), float(lat[touched])))
            pieces.append([] if at_end else [(-float(lon[touched]), float(lat[touched]))])
        pieces[-1].append((float(lon[n]), float(lat[n])))
    return [piece for piece in pieces if len(set(piece)) > 1]


def cut_area(outer: tuple[F64, F64], holes: Iterable[tuple[F64, F64]]) -> list[shapely.Polygon]:
    """An area and its holes, cut at the antimeridian; one around a pole reaches up to it."""
    found = _region(*outer)
    for hole in holes:
        found = shapely.difference(found, _region(*hole))
    polygons = [one for one in shapely.get_parts(found) if one.geom_type == "Polygon"]
    # What cutting leaves below a square millimetre is rounding and no area.
    kept = [one for one in polygons if one.area > 1e-16] or polygons
    return [shapely.orient_polygons(one) for one in kept]


def unwrapped(lon: F64) -> F64:
    """Longitudes that count on, each the shorter way from the one before."""
    jump = np.diff(lon)
    # Whole turns, so that a longitude that was never turned keeps its last digit.
    turns = np.cumsum((jump < -180).astype(int) - (jump > 180).astype(int))
    return np.asarray(lon + 360.0 * np.concatenate([[0], turns]), np.float64)


def _region(lon: F64, lat: F64) -> shapely.Geometry:
    along = unwrapped(np.append(lon, lon[0]))
    at = np.stack([along, np.append(lat, lat[0])], 1)
    if abs(along[-1] - along[0]) > 180:
        # Once around the earth: the pole on its side belongs to it.
        pole = 90.0 if lat.mean() > 0 else -90.0
        at = np.concatenate([at, [[along[-1], pole], [along[0], pole]]])
    if at[:, 0].min() >= -180 and at[:, 0].max() <= 180:
        return shapely.make_valid(shapely.Polygon(at))
    whole = shapely.make_valid(shapely.Polygon(at))
    sheets = []
    for turn in (-360.0, 0.0, 360.0):
        sheet = shapely.intersection(whole, shapely.box(turn - 180, -90, turn + 180, 90))
        sheets.append(shapely.transform(sheet, partial(_turned, -turn)))
    return shapely.union_all(sheets)


def _turned(turn: float, at: F64) -> F64:
    # Rounded finer than what is written, so that a corner turned back meets the one it was.
    return np.asarray(np.round(at + np.array([turn, 0.0]), 9), np.float64)


def _seams(a: float, b: float) -> Iterator[float]:
    """The antimeridians strictly between two longitudes that count on, in the order crossed."""
    low, high = sorted((a, b))
    seams = [seam for seam in (-540.0, -180.0, 180.0, 540.0) if low < seam < high]
    yield from seams if b > a else reversed(seams)


def _corners(polygon: shapely.Polygon) -> Coordinates:
    return [
        [_position((float(x), float(y))) for x, y in shapely.get_coordinates(ring)]
        for ring in (polygon.exterior, *polygon.interiors)
    ]


def _position(at: tuple[float, float]) -> list[float]:
    """Seven decimals: what the record keeps."""
    return [round(at[0], 7), round(at[1], 7)]


def _features(
    id: str, stretches: tuple[Stretch, ...], shared: dict[str, object]
) -> Iterator[Feature]:
    for n, one in enumerate(stretches, 1):
        yield Feature(
            id=id if len(stretches) == 1 else f"{id}/{n}",
            geometry=geometry(one.shape) if one.shape is not None else None,
            properties={**shared, "leg": n, **_stretch(one)},
        )


def _stretch(one: Stretch) -> dict[str, object]:
    said: dict[str, object] = {
        "written": one.place,
        "from": iso(one.began_ms) if one.began_ms is not None else None,
        "to": iso(one.ended_ms) if one.ended_ms is not None else None,
        "floor": _height(one.floor),
        "ceiling": _height(one.ceiling),
    }
    if one.shape is not None:
        said["buffer_m"] = one.radius_m
        said["buffer"] = "may lie anywhere" if one.radius_m is None else "not drawn: lies within it"
        if not isinstance(one.shape, Spot):
            said["edges"] = one.shape.edges
    if one.fault:
        said["fault"] = one.fault
    return said


def _height(bound: Altitude | None) -> dict[str, object] | None:
    if bound is None:
        return None
    return {"value": bound.cm / 100, "unit": "m", "datum": bound.datum, "written": bound.written}


def _notified(near: Neighbour) -> Iterator[Feature]:
    shared: dict[str, object] = {
        name: getattr(near, name)
        for name in (
            "number", "entry", "kind", "label", "name", "purpose", "by", "marks", "told",
            "distance_m", "margin_m", "minutes_apart", "layer", "borderline", "datum_differs",
            "how_near",
        )
    }  # fmt: skip
    yield from _features(near.id, near.stretches, {"role": "notified", **shared})


def _worded(one: InWords) -> Feature:
    return Feature(
        id=f"entry-{one.entry}",
        geometry=None,
        properties={"role": "told only in words", "entry": one.entry, "label": one.label,
                    "written": one.places, "by": one.by},
    )  # fmt: skip
