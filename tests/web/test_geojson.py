"""The GeoJSON we give out is RFC 7946: judged by a schema of its rules, and read by GEOS."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

import jsonschema
import msgspec
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from parley.desk.near import Neighbourhood
from parley.errors import BadInput
from parley.record.values.place import Position
from parley.space.shape import refuse_leg
from parley.space.volume import Area, Leg
from parley.web.geojson import MEDIA_TYPE, geojson, geometry
from tests.web.neighbourhoods import away, neighbourhood

Json: TypeAlias = dict[str, Any]
_POSITION: Final[Json] = {
    "type": "array", "minItems": 2, "maxItems": 2,  # 3.1.1; a height would be from the ellipsoid
    "prefixItems": [
        {"type": "number", "minimum": -180, "maximum": 180},
        {"type": "number", "minimum": -90, "maximum": 90},
    ],
}  # fmt: skip
_LINE: Final[Json] = {"type": "array", "minItems": 2, "items": _POSITION}  # 3.1.4
_RINGS: Final[Json] = {  # 3.1.6
    "type": "array", "minItems": 1, "items": {"type": "array", "minItems": 4, "items": _POSITION},
}  # fmt: skip


def _geometry(name: str, coordinates: Json) -> Json:
    return {
        "type": "object", "required": ["type", "coordinates"], "additionalProperties": False,
        "properties": {"type": {"const": name}, "coordinates": coordinates},
    }  # fmt: skip


SCHEMA: Final[Json] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["type", "features"],  # 3.3
    # 4: no crs; 7.1: no member that defines another type; 6.1: one foreign member of ours.
    "additionalProperties": False,
    "properties": {
        "type": {"const": "FeatureCollection"},
        "parley": {"type": "object"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "geometry", "properties"],  # 3.2
                "additionalProperties": False,
                "properties": {
                    "type": {"const": "Feature"},
                    "id": {"type": ["string", "number"]},
                    "properties": {"type": ["object", "null"]},
                    "geometry": {
                        "oneOf": [
                            {"type": "null"},
                            _geometry("Point", _POSITION),
                            _geometry("LineString", _LINE),
                            _geometry("MultiLineString", {"type": "array", "items": _LINE}),
                            _geometry("Polygon", _RINGS),
                            _geometry("MultiPolygon", {"type": "array", "items": _RINGS}),
                        ]
                    },
                },
            },
        },
    },
}

PLACES = [
    (35.256, 40.141), (0.0, 0.0), (-17.0, 179.999), (52.0, -179.9999), (89.99, 30.0),
    (-89.9, -120.0), (90.0, 0.0), (71.0, 180.0),
]  # fmt: skip
EXTENTS = [300.0, 20_000.0, 900_000.0]


def areas(shape: Json) -> Iterator[list[list[list[float]]]]:
    """The rings of each polygon of a geometry."""
    if shape["type"] == "Polygon":
        yield shape["coordinates"]
    elif shape["type"] == "MultiPolygon":
        yield from shape["coordinates"]


def turned(ring: list[list[float]]) -> float:
    """Twice the area of a ring, positive when it runs against the clock."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring[:-1], ring[1:], strict=True))


def runs(shape: Json) -> Iterator[list[list[float]]]:
    """Every line and every ring of a geometry."""
    if shape["type"] == "LineString":
        yield shape["coordinates"]
    elif shape["type"] == "MultiLineString":
        yield from shape["coordinates"]
    for rings in areas(shape):
        yield from rings


def stays(a: list[float], b: list[float]) -> bool:
    """Whether an edge stays on its side of the antimeridian (3.1.9); along a pole it is a point."""
    return abs(a[0] - b[0]) <= 180 or abs(a[1]) == abs(b[1]) == 90


def judged(found: Neighbourhood) -> list[Json]:
    """The geometries of an answer, after every rule of the RFC that a schema cannot say."""
    text = geojson(found).decode("utf-8")  # RFC 8259: UTF-8, and no byte order mark
    assert not text.startswith("\ufeff")
    read: Json = json.loads(text)
    jsonschema.Draft202012Validator(SCHEMA).validate(read)
    ids = [feature["id"] for feature in read["features"]]
    assert len(ids) == len(set(ids))
    shapes: list[Json] = [one["geometry"] for one in read["features"] if one["geometry"]]
    for shape in shapes:
        for rings in areas(shape):
            assert all(ring[0] == ring[-1] for ring in rings)  # 3.1.6: closed
            assert turned(rings[0]) > 0  # 3.1.6: against the clock
            assert all(turned(hole) < 0 for hole in rings[1:])
        for run in runs(shape):
            assert all(stays(a, b) for a, b in zip(run, run[1:], strict=False))
        assert shapely.from_geojson(json.dumps(shape)).is_valid
    return shapes


@pytest.mark.parametrize("extent", EXTENTS)
@pytest.mark.parametrize(("lat", "lon"), PLACES)
def test_an_answer_anywhere_on_earth_is_rfc_7946(lat: float, lon: float, extent: float) -> None:
    """Points, corridors and areas, small and large, at the antimeridian and over both poles."""
    shapes = judged(neighbourhood(lat, lon, 12, spread_m=extent))
    assert {"Point"} < {shape["type"] for shape in shapes}


@st.composite
def stars(draw: st.DrawFn) -> Area:
    """An area around a middle anywhere, corners up to 2,000 km away in as many directions."""
    lat = draw(st.one_of(st.floats(-90, 90), st.sampled_from([90.0, -90.0, 89.9999, 0.0])))
    lon = draw(st.one_of(st.floats(-180, 180), st.sampled_from([180.0, -180.0, 179.99999])))
    middle = Position(lat=round(lat * 1e7), lon=round(lon * 1e7))
    reach = draw(st.sampled_from([30.0, 5_000.0, 2_000_000.0]))
    count = draw(st.integers(3, 9))
    far = draw(st.lists(st.floats(0.2, 1.0), min_size=count, max_size=count))
    turn = draw(st.floats(0, 360))
    ring = tuple(
        away(middle, -(turn + 360 * n / count), reach * share) for n, share in enumerate(far)
    )
    return Area(parts=((ring,),), edges=draw(st.sampled_from(["geodesic", "straight"])))


@given(stars())
def test_an_area_as_it_is_written_is_valid_wherever_it_lies(area: Area) -> None:
    """After the last digit was rounded, on the antimeridian and around a pole: GEOS takes it."""
    try:
        refuse_leg(Leg(shape=area, radius_cm=0), "area")
    except BadInput:
        return  # on record a circle stands for it
    shape = msgspec.to_builtins(geometry(area))
    for rings in areas(shape):
        assert turned(rings[0]) > 0
    for run in runs(shape):
        assert run[0] == run[-1]
        assert all(stays(a, b) for a, b in zip(run, run[1:], strict=False))
    assert shapely.from_geojson(json.dumps(shape)).is_valid


def test_an_empty_answer_is_rfc_7946() -> None:
    """What was asked is its one feature."""
    assert ["Point"] == [shape["type"] for shape in judged(neighbourhood(10, 10, 0, spread_m=900))]


def test_the_judge_refuses_what_the_rfc_refuses() -> None:
    """The schema itself can fail: a third coordinate, swapped axes, an open ring, a crs."""
    judge = jsonschema.Draft202012Validator(SCHEMA)
    whole: Json = json.loads(geojson(neighbourhood(10, 10, 0, spread_m=900)))
    at = whole["features"][0]["geometry"]
    for coordinates in ([10.0, 10.0, 5.0], [10.0, 95.0], [10.0], ["10", "10"]):
        at["coordinates"] = coordinates
        assert not judge.is_valid(whole)
    at["coordinates"] = [10.0, 10.0]
    assert judge.is_valid(whole)
    assert not judge.is_valid(whole | {"crs": {}})
    assert "application/geo+json" == MEDIA_TYPE  # 12
