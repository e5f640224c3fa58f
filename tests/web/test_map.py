"""The map of an answer: nothing dropped, nothing asked for, nothing measured by it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from importlib import resources
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.desk.near import Neighbourhood
from parley.errors import BadInput
from parley.record.values.place import Position
from parley.space.earth import geodesics
from parley.space.volume import Area, Spot, Track
from parley.web.geojson import collection, cut_line, geojson, geometry
from parley.web.ground import RIVER_OFF_M
from parley.web.listing import BOUNDARY
from parley.web.map import Landmark, drawn_map, map_svg
from parley.web.near import near_html
from parley.web.outlines import packaged, read_outlines, unpacked
from parley.web.placing import Placing
from parley.web.plane import Plane, Sheet
from tests.web.browser import View, address, chromium
from tests.web.neighbourhoods import away, neighbourhood

SVG = "{http://www.w3.org/2000/svg}"
PLACES = [(35.33, 40.14), (-16.8, 179.98), (89.5, 30.0), (-90.0, 0.0), (78.2, 15.6), (0.0, -180.0)]
FORBIDDEN = re.compile(r"\b(?:clear|cleared|safe|approved|target)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def crowd() -> Neighbourhood:
    """Forty notices within 6 km."""
    return neighbourhood(35.33, 40.14, 40, spread_m=6_000)


def marks(svg: str) -> list[ElementTree.Element]:
    """The groups that are marks of notices; not those of the legend."""
    groups = ElementTree.fromstring(svg).iter(f"{SVG}g")
    named = [one for one in groups if one.find(f"{SVG}title") is not None]
    return [one for one in named if one.get("class", "").startswith("mark")]


@pytest.mark.parametrize(("lat", "lon"), PLACES)
def test_every_notice_is_drawn_and_numbered(lat: float, lon: float) -> None:
    """Anywhere on earth each notice found has its mark and its number inside the frame."""
    found = neighbourhood(lat, lon, 12, spread_m=40_000)
    assert 12 == len(found.near)
    page = drawn_map(found, (), packaged(), alone=True)
    assert list(range(1, 13)) == [one.number for one in page.marks]
    for one in page.marks:
        assert 0 <= float(one.x) <= page.width
        assert 0 <= float(one.y) <= page.height
        assert 0 <= float(one.badge_x) <= page.width - one.badge_width


@pytest.mark.slow
def test_two_thousand_notices_are_all_drawn() -> None:
    """No mark is left out to make room, however crowded the place."""
    found = neighbourhood(35.33, 40.14, 40, spread_m=300)
    many = replace(
        found,
        near=tuple(replace(found.near[n % 40], number=n + 1) for n in range(2_000)),
    )
    page = drawn_map(many, (), packaged(), alone=True)
    assert list(range(1, 2_001)) == [one.number for one in page.marks]


def test_labels_of_a_crowd_do_not_cover_one_another(crowd: Neighbourhood) -> None:
    """Forty numbers stand apart from one another."""
    page = drawn_map(crowd, (), packaged(), alone=True)
    boxes = [
        shapely.box(float(m.badge_x), float(m.badge_y) - 9,
                    float(m.badge_x) + m.badge_width, float(m.badge_y) + 9)
        for m in page.marks
    ]  # fmt: skip
    for n, one in enumerate(boxes):
        assert not any(one.intersection(other).area > 0.5 for other in boxes[:n])


def test_a_label_without_a_free_place_lies_over_others() -> None:
    """Where the sheet is full a label is still placed, and on the sheet."""
    full = Placing(60, 40)
    placed = [full.anyhow(30, 20, (20, 18), gap=4) for _ in range(50)]
    assert all(0 <= one.x <= 60 and 0 <= one.y <= 40 for one in placed)


def test_the_drawing_stands_alone(crowd: Neighbourhood) -> None:
    """It is well-formed, has no script, asks for nothing, and lists every notice in words."""
    svg = map_svg(crowd)
    root = ElementTree.fromstring(svg)
    assert not any(one.tag == f"{SVG}script" for one in root.iter())
    attributes = [(key, value) for one in root.iter() for key, value in one.attrib.items()]
    assert [] == [one for one in attributes if one[0].endswith("href") or one[0].startswith("on")]
    assert "@import" not in svg
    assert re.findall(r"url\((?!#)", svg) == []
    assert 40 == len(marks(svg))
    text = " ".join(root.itertext())
    for one in crowd.near:
        assert one.how_near.split(";")[0] in text
    assert BOUNDARY in text
    assert packaged().sha256 in text


def test_what_a_source_says_is_text_and_nothing_else(crowd: Neighbourhood) -> None:
    """A name with markup in it is shown as it was written, in the map and on the page."""
    for made in (map_svg(crowd), near_html(crowd)):
        assert "<b>&#34;7&#34;" not in made
        assert "&lt;b&gt;" in made


def test_right_to_left_names_turn_nothing_around_them(crowd: Neighbourhood) -> None:
    """In every line of the list a right-to-left name is isolated from the figures beside it."""
    page = drawn_map(crowd, (), packaged(), alone=True)
    arabic = [row.text for row in page.rows if re.search("[\u0600-\u06ff]", row.text)]
    assert arabic
    for line in arabic:
        outside = re.sub("\u2068[^\u2068\u2069]*\u2069", "", line)
        assert not re.search("[\u0600-\u06ff\u2066-\u2069]", outside)


def test_no_word_of_map_or_page_permits_anything(crowd: Neighbourhood) -> None:
    """Neither map nor page says anything that could be taken for leave."""
    for made in (map_svg(crowd), near_html(crowd)):
        said = re.sub("<style>.*?</style>|<[^>]+>", " ", made, flags=re.DOTALL)
        assert "no verdict" in said
        assert [] == FORBIDDEN.findall(said)


def test_the_table_says_all_that_the_map_says(crowd: Neighbourhood) -> None:
    """Every notice stands in the table with its number, distance, window and who was told."""
    page = near_html(crowd)
    for one in crowd.near:
        row = page[page.index(f'id="notice-{one.number}"') :].partition("</tr>")[0]
        assert one.how_near in row
        assert one.stretches[0].when in row
        assert f"entry {one.entry}<" in row


def test_an_empty_answer_is_drawn_too() -> None:
    """The map of nothing shows where was asked, and says what an empty answer says."""
    found = neighbourhood(35.33, 40.14, 0, spread_m=5_000)
    assert "is known to conflict" in map_svg(found)
    assert "The same in words" not in near_html(found)


def test_a_landmark_is_no_notice(crowd: Neighbourhood) -> None:
    """A landmark is named on the map and has neither number nor kind."""
    mill = Landmark(name="Old mill", at=Position(lat=353_900_000, lon=402_000_000))
    assert "Old mill" in map_svg(crowd, landmarks=[mill])
    assert 40 == len(marks(map_svg(crowd, landmarks=[mill])))


LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)


@settings(max_examples=60, deadline=None)
@given(LATITUDES, LONGITUDES, st.floats(0, 360), st.floats(1, 200_000))
def test_distance_and_direction_from_the_middle_are_true(
    lat: float, lon: float, bearing: float, metres: float
) -> None:
    """A place so far away is drawn so far away, to a pixel in ten thousand; and back again."""
    plane = Plane(lon, lat)
    east, north, _ = geodesics().fwd(lon, lat, bearing, metres)
    (at,) = plane.metres(np.array([east]), np.array([north]))
    assert np.hypot(*at) == pytest.approx(metres, rel=1e-4, abs=0.01)
    (back,) = plane.places(at[None])
    _, _, off = geodesics().inv(east, north, *back)
    assert off < 0.01 + metres * 1e-6
    if abs(lat) < 89.9:
        drawn = np.degrees(np.arctan2(at[0], at[1])) % 360
        assert abs((drawn - bearing + 180) % 360 - 180) < 0.05 + 0.02 / metres * 60


def test_the_packaged_outlines_are_the_recorded_ones() -> None:
    """The file is small, its hash is the one on record, and it covers every tile it names."""
    packed = (resources.files("parley.web") / "known" / "outlines.json.xz").read_bytes()
    source = (resources.files("parley.web") / "known" / "SOURCE.md").read_text("utf-8")
    assert len(packed) < 400_000
    assert hashlib.sha256(packed).hexdigest() == packaged().sha256
    assert packaged().sha256 in source
    assert ["Levant", "world"] == [layer.name for layer in packaged().layers]


# Bridges at the middle of well-known towns, by hand from public maps, to some 300 m.
BRIDGES = {
    "Deir ez-Zor": (40.157, 35.343), "Raqqa": (39.012, 35.931), "Mayadin": (40.459, 35.018),
    "Abu Kamal": (40.940, 34.456), "Mosul": (43.135, 36.346), "Baghdad": (44.400, 33.327),
    "Khartoum": (32.500, 15.617), "Cairo": (31.229, 30.044),
}  # fmt: skip


@pytest.mark.parametrize("town", BRIDGES)
def test_a_river_lies_within_the_band_it_is_drawn_as(town: str) -> None:
    """Rivers are coarse; no known bridge is farther from its river than we say it may be."""
    lon, lat = BRIDGES[town]
    rivers = [
        unpacked(line)
        for layer in packaged().layers
        for tile in layer.tiles
        if tile.box[0] <= lon <= tile.box[2] and tile.box[1] <= lat <= tile.box[3]
        for line in tile.rivers
    ]
    plane = Plane(lon, lat)
    off = [shapely.LineString(plane.metres(*line.T)).distance(shapely.Point(0, 0))
           for line in rivers]  # fmt: skip
    assert min(off) < RIVER_OFF_M


def test_a_river_is_drawn_as_wide_as_it_is_unsure_and_not_where_that_fills_the_map() -> None:
    """A band and its meaning on a map of 150 km, the reason alone on one of 2 km, else nothing."""
    wide, close, ocean = (
        drawn_map(neighbourhood(lat, lon, 0, spread_m=far), (), packaged(), alone=True)
        for lat, lon, far in ((35.3, 40.15, 150_000), (35.3, 40.15, 2_000), (0, -30, 2_000))
    )
    assert wide.ground.rivers.startswith("M")
    metres = 2 * 150_000 * 1.12 / 640  # of a pixel: the circle asked about fills the height
    assert pytest.approx(2 * RIVER_OFF_M / metres, rel=0.05) == float(wide.ground.river)
    assert ("", "") == (close.ground.rivers, ocean.ground.rivers)
    assert "somewhere within the band" in wide.river_note
    assert "too coarse to draw here" in close.river_note
    assert "" == ocean.river_note


@pytest.mark.parametrize("packed", [b"", b"not xz", b"\xfd7zXZ\x00"], ids=["empty", "text", "cut"])
def test_a_base_map_that_is_none_is_refused(packed: bytes) -> None:
    """A file of another form is refused in words."""
    with pytest.raises(BadInput, match="expected a base map"):
        read_outlines(packed)


def at(lon: float, lat: float) -> Position:
    """A position from degrees, longitude first."""
    return Position(lat=round(lat * 1e7), lon=round(lon * 1e7))


def numbers(value: object) -> list[tuple[float, float]]:
    """Every position of a geometry's coordinates."""
    if isinstance(value, list) and value and not isinstance(value[0], list):
        assert 2 == len(value)
        return [(float(value[0]), float(value[1]))]
    return [one for each in value for one in numbers(each)] if isinstance(value, list) else []


def test_geojson_has_no_third_coordinate_and_no_invented_shape(crowd: Neighbourhood) -> None:
    """Heights and radii are properties with unit and datum; identifiers are unique."""
    whole = json.loads(geojson(crowd))
    assert "FeatureCollection" == whole["type"]
    ids = [one["id"] for one in whole["features"]]
    assert len(ids) == len(set(ids))
    assert {one.id for one in crowd.near} == {name.partition("/")[0] for name in ids[1:]}
    for one in whole["features"]:
        assert numbers(one["geometry"]["coordinates"])
        assert {"floor", "ceiling", "buffer_m"} <= set(one["properties"])
    spots = [one for one in whole["features"] if one["properties"]["buffer_m"] is None]
    assert spots
    assert {"Point"} == {one["geometry"]["type"] for one in spots}


@settings(max_examples=60, deadline=None)
@given(LATITUDES, LONGITUDES, st.floats(100, 400_000), st.integers(3, 9))
def test_areas_stay_the_same_area_wherever_they_are_cut(
    lat: float, lon: float, size: float, corners: int
) -> None:
    """Within -180 to 180, valid, counter-clockwise, and holding the middle, poles included."""
    middle = at(lon, lat)
    ring = tuple(away(middle, 360 * k / corners, size) for k in range(corners))
    made = geometry(Area(parts=((ring,),), edges="geodesic"))
    parts = made.coordinates if made.type == "MultiPolygon" else [made.coordinates]
    drawn = [shapely.Polygon(part[0], part[1:]) for part in parts]
    assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in numbers(made.coordinates))
    assert all(shapely.is_ccw(one.exterior) for one in drawn)
    here = shapely.Point(middle.lon / 1e7, middle.lat / 1e7)
    there = shapely.Point(here.x - 360 if here.x > 0 else here.x + 360, here.y)
    assert min(min(one.distance(here), one.distance(there)) for one in drawn) < 1e-6
    # The same area as on the ground, by Karney's method, which knows no antimeridian.
    if not any(_touches_a_pole(one) for one in drawn):
        cut = sum(abs(_area_m2(list(one.exterior.coords))) for one in drawn)
        whole = _area_m2([(p.lon / 1e7, p.lat / 1e7) for p in ring])
        assert cut == pytest.approx(abs(whole), rel=1e-3, abs=200)


def _area_m2(ring: list[tuple[float, ...]]) -> float:
    area, _ = geodesics().polygon_area_perimeter([at[0] for at in ring], [at[1] for at in ring])
    return float(area)


def _touches_a_pole(polygon: shapely.Polygon) -> bool:
    return bool(np.abs(shapely.get_coordinates(polygon)[:, 1]).max() > 89)


def test_a_track_over_the_antimeridian_is_two_lines_that_meet() -> None:
    """Each piece ends on the antimeridian, at one latitude, from both sides."""
    line = Track(line=(at(179.5, 10), at(-179.5, 11)), edges="straight")
    made = geometry(line)
    assert "MultiLineString" == made.type
    first, second = made.coordinates
    assert (180.0, -180.0) == (first[-1][0], second[0][0])
    assert first[-1][1] == second[0][1] == pytest.approx(10.5, abs=1e-6)


@pytest.mark.parametrize("lons", [(179.0, 180.0, -179.0), (179.0, -180.0, -179.0)])
def test_a_corner_on_the_antimeridian_itself_is_cut_there(lons: tuple[float, ...]) -> None:
    """No piece runs around the earth, whichever way the corner on the seam was told."""
    pieces = cut_line(np.array(lons), np.zeros(3))
    spans = [abs(piece[-1][0] - piece[0][0]) for piece in pieces]
    assert [1.0, 1.0] == spans


def test_a_spot_keeps_every_digit_of_its_position() -> None:
    """Seven decimals, longitude first."""
    made = geometry(Spot(at=Position(lat=352560001, lon=-401410009)))
    assert [-40.1410009, 35.2560001] == made.coordinates


def test_the_asked_volume_comes_first(crowd: Neighbourhood) -> None:
    """The first feature is what was asked, and the rules stand beside the features."""
    found = collection(crowd)
    assert "asked" == found.features[0].id
    assert {"sentence", "caution", "contract", "coverage"} == set(found.parley)


@pytest.mark.slow
def test_a_browser_shows_it_without_a_complaint_or_a_request(
    crowd: Neighbourhood, tmp_path: Path
) -> None:
    """Page and map load alone, light and dark, wide and narrow, and nothing runs over the side."""
    if not shutil.which("chromium"):
        pytest.skip("needs Debian's chromium")
    page, drawn = tmp_path / "near.html", tmp_path / "near.svg"
    page.write_text(near_html(crowd), encoding="utf-8")
    drawn.write_text(map_svg(crowd), encoding="utf-8")
    with chromium() as browser:
        for path in (page, drawn):
            seen = browser.open(address(path))
            assert ([address(path)], []) == (seen.requests, seen.complaints)
        for view in (View(), View(width=390, dark=True)):
            browser.open(address(page), view=view)
            over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert 0 == browser.evaluate(over)
            lost = """[...document.querySelectorAll('svg .number')].filter(t => {
                const b = t.getBBox(); return b.width === 0 })"""
            assert 0 == browser.evaluate(f"{lost}.length")


def test_a_sheet_gives_back_the_places_it_was_given() -> None:
    """From places to pixels and back, at the edge of a sheet."""
    sheet = Sheet(Plane(40.0, 35.0), 10.0, 960, 640)
    back = sheet.places(sheet.pixels(np.array([40.04]), np.array([35.02])))
    assert [40.04, 35.02] == pytest.approx(back[0].tolist(), abs=1e-9)
