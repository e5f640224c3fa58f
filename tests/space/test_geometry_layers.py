"""Heights, windows, envelopes, and volumes built from notices: everything unsaid at its widest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pyproj import CRS
from pyproj.database import query_crs_info
from pyproj.enums import PJType
from pyproj.transformer import TransformerGroup

from parley.record.notice import Leg as Told
from parley.record.notice import MovementNotified, SiteNotified
from parley.record.values.place import (
    Altitude,
    Corridor,
    Place,
    Point,
    Polygon,
    Position,
)
from parley.record.values.time import VagueTime
from parley.space.earth import geodesics
from parley.space.measure.gap import gap
from parley.space.packing import envelopes, prepare
from parley.space.prepared import NO_FLOOR, OPEN_FUTURE, OPEN_PAST
from parley.space.shape import position
from parley.space.volume import (
    ANY_DATUM_CM,
    UNBOUNDED_CM,
    Leg,
    Skew,
    Spot,
    Track,
    Volume,
    datum_cm,
    of_notice,
)
from tests.space.predicates import Height, Reach, conflicts, heights, to_be_read
from tests.space.shapes import away, here, one

AIRFIELD = (40.176, 35.285)


def site(*, at: tuple[float, float] = AIRFIELD, radius_cm: int = 0, **more: object) -> Volume:
    """A volume of one spot."""
    return one(Leg(shape=Spot(at=here(at)), radius_cm=radius_cm, **more))  # type: ignore[arg-type]


def height(metres: int | None, datum: str) -> Altitude | None:
    """An altitude, or none."""
    if metres is None:
        return None
    return Altitude(cm=metres * 100, datum=datum, written=f"{metres} m")  # type: ignore[arg-type]


def test_what_was_not_said_is_unbounded() -> None:
    """No window never ends, no uncertainty may lie anywhere, no band reaches all heights."""
    place = Place(written="the depot", shape=Point(at=here(AIRFIELD)))
    volume = of_notice(SiteNotified(purpose="a depot", name="Depot", place=place))
    assert volume.legs == (Leg(shape=Spot(at=here(AIRFIELD)), radius_cm=UNBOUNDED_CM),)
    legs = prepare([volume])
    assert (legs.began_s[0], legs.ended_s[0]) == (OPEN_PAST, OPEN_FUTURE)
    assert np.isinf(legs.radius_m[0])
    far = prepare([site(at=(-100.0, 10.0))])
    found = gap(legs, 0, far, 0, within_m=0)
    assert found.near
    assert "not stated" in found.reason


def test_a_place_in_words_alone_is_kept_by_its_words() -> None:
    """It has no leg, and is never forgotten."""
    place = Place(written="near the old mill")
    volume = of_notice(SiteNotified(purpose="shelter", name="Mill", place=place))
    assert volume == Volume(legs=(), unplaced=("near the old mill",))


def test_a_movement_keeps_its_legs_and_widens_them_by_skew() -> None:
    """Legs are never merged; half width and uncertainty add; clocks may be wrong by the skew."""
    line = (here(AIRFIELD), here(away(AIRFIELD, 90, 5000)))
    told = Told(
        place=Place(
            written="the road",
            shape=Corridor(line=line, half_width_cm=5000, edges="geodesic"),
            uncertainty_cm=700,
            datum="WGS84",
        ),
        window=VagueTime.parse("2016-09-17T14:00Z/2016-09-17T15:00Z"),
    )
    volume = of_notice(MovementNotified(purpose="aid", legs=(told, told)), skew=Skew(ms=1500))
    assert [leg.radius_cm for leg in volume.legs] == [5700, 5700]
    legs = prepare([volume])
    assert legs.began_s[0] == told.window.earliest // 1000 - 2
    assert legs.ended_s[0] == told.window.latest // 1000 + 1 + 2 - (told.window.latest % 1000 == 0)


def test_a_polygon_of_the_record_keeps_its_holes() -> None:
    """The rings of a notice are one part."""
    corners = tuple(here(away(AIRFIELD, turn, 1000)) for turn in (0, 120, 240))
    hole = tuple(here(away(AIRFIELD, turn, 100)) for turn in (0, 120, 240))
    place = Place(
        written="the field", shape=Polygon(rings=(corners, hole), edges="straight"),
        uncertainty_cm=0, datum="WGS84",
    )  # fmt: skip
    volume = of_notice(SiteNotified(purpose="a field", name="Field", place=place))
    assert not conflicts(volume, site(), Reach(within_m=1))
    assert conflicts(volume, site(at=away(AIRFIELD, 10, 300)), Reach(within_m=0))


@pytest.mark.parametrize(
    ("floor", "ceiling", "expected"),
    [
        ((1000, "mean-sea-level"), (999, "mean-sea-level"), "apart"),
        ((1000, "mean-sea-level"), (1000, "mean-sea-level"), "overlap"),
        ((1000, "mean-sea-level"), (999, "above-ground"), "overlap, datum differs"),
        ((9000, "wgs84-ellipsoid"), (10, "mean-sea-level"), "overlap, datum differs"),
        ((1000, "mean-sea-level"), (None, ""), "overlap"),
        ((None, ""), (0, "above-ground"), "overlap"),
    ],
)
def test_only_one_datum_separates(
    floor: tuple[int | None, str], ceiling: tuple[int | None, str], expected: Height
) -> None:
    """A floor above a ceiling keeps two legs apart only when both are measured from the same."""
    high = prepare([site(floor=height(*floor))])
    low = prepare([site(ceiling=height(*ceiling))])
    assert heights(high, 0, low, 0) == expected
    assert heights(low, 0, high, 0) == expected


@given(
    first=st.tuples(st.integers(-50, 50), st.integers(0, 50)),
    second=st.tuples(st.integers(-50, 50), st.integers(0, 50)),
    within=st.integers(0, 60),
)
def test_windows_are_inclusive(
    first: tuple[int, int], second: tuple[int, int], within: int
) -> None:
    """Two windows that share one second overlap; else they are apart by what lies between."""
    a, b = (
        site(began_ms=start * 1000, ended_ms=(start + length) * 1000)
        for start, length in (first, second)
    )
    between = max(0, second[0] - first[0] - first[1], first[0] - second[0] - second[1])
    found = conflicts(a, b, Reach(within_m=0, within_s=within))
    assert [m.minutes_apart for m in found] == ([between / 60] if between <= within else [])


@given(st.integers(-(10**12), 10**12), st.integers(0, 10**9))
def test_windows_are_rounded_outward(began: int, lasting: int) -> None:
    """No millisecond of a window is lost to whole seconds."""
    legs = prepare([site(began_ms=began, ended_ms=began + lasting)])
    assert legs.began_s[0] * 1000 <= began
    assert legs.ended_s[0] * 1000 >= began + lasting


@pytest.mark.parametrize(
    ("lon", "lat", "metres"), [(40.2, 35.3, 400), (20.0, 45.0, 1200), (163.0, 5.3, 2200)]
)
def test_an_unstated_datum_widens_by_what_it_may_be_off(
    lon: float, lat: float, metres: int
) -> None:
    """Numbers on nobody knows which datum may lie as far off as any datum of that region."""
    told = Place(written="here", shape=Point(at=here((lon, lat))), uncertainty_cm=500)
    legs = [
        of_notice(SiteNotified(purpose="a depot", name="Depot", place=place)).legs[0]
        for place in (told, replace(told, datum="WGS84"))
    ]
    assert [500 + metres * 100, 500] == [leg.radius_cm for leg in legs]


def test_one_corner_outside_a_region_takes_the_widest_bound() -> None:
    """A road that leaves a region is not trusted to the region's bound."""
    line = Track(line=(here((40.0, 39.9)), here((40.0, 40.1))), edges="geodesic")
    assert ANY_DATUM_CM == datum_cm(line)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Best transformation is not available")
def test_no_published_datum_is_off_by_more_than_the_bound() -> None:
    """Every transformation to WGS84 in the register, at nine places of its area of use."""
    moved = [
        (lon, lat, metres)
        for info in query_crs_info(auth_name="EPSG", pj_types=PJType.GEOGRAPHIC_2D_CRS)
        for lon, lat, metres in shifts(CRS.from_epsg(int(info.code)))
    ]
    assert len(moved) > 5000
    for lon, lat, metres in moved:
        assert metres * 100 <= datum_cm(Spot(at=here((lon, lat)))), (lon, lat, metres)


def shifts(crs: CRS) -> Iterator[tuple[float, float, float]]:
    """Where, and by how many metres, a datum reckoned from Greenwich differs from WGS84."""
    degrees = all(axis.unit_name == "degree" for axis in crs.axis_info)
    meridian = crs.prime_meridian.longitude if crs.prime_meridian else 0
    if crs.area_of_use is None or not degrees or meridian != 0 or "sphere" in crs.name.lower():
        return
    try:
        group = TransformerGroup(crs, 4326, always_xy=True, allow_ballpark=False)
    except IndexError:  # pyproj 3.7 names the first grid that is missing also where there is none
        return
    for way in group.transformers:
        west, south, east, north = way.area_of_use.bounds
        east += 360 * (east < west)
        for x, y in product((0.02, 0.5, 0.98), repeat=2):
            lon = (west + (east - west) * x + 180) % 360 - 180
            lat = south + (north - south) * y
            there = way.transform(lon, lat)
            if np.isfinite(there).all():
                yield lon, lat, geodesics().inv(lon, lat, *there)[2]


def test_envelope_of_a_movement_holds_what_lies_between_its_legs() -> None:
    """A site between two legs must have been read about, and raises no alarm."""
    legs = [site(at=away(AIRFIELD, turn, 20_000)).legs[0] for turn in (0, 120, 240)]
    movement = Volume(legs=tuple(legs))
    assert not conflicts(movement, site(), Reach(within_m=5000))
    assert len(to_be_read(movement, site(), Reach(within_m=0))) == 1


def test_envelope_of_unlike_heights_is_unbounded() -> None:
    """Floors from two datums have no lower one; nothing is kept out by either."""
    legs = (
        site(floor=height(100, "mean-sea-level")).legs[0],
        site(floor=height(900, "above-ground")).legs[0],
    )
    assert envelopes([Volume(legs=legs)]).floor_cm[0] == NO_FLOOR
    same = (legs[0], site(floor=height(50, "mean-sea-level")).legs[0])
    assert envelopes([Volume(legs=same)]).floor_cm[0] == 5000


def test_envelope_too_large_for_a_plane_is_the_whole_earth() -> None:
    """Legs on opposite sides of the earth have no hull; everything must have been read."""
    legs = (site(at=(0.0, 0.0)).legs[0], site(at=(179.0, 1.0)).legs[0])
    assert to_be_read(Volume(legs=legs), site(at=(90.0, 80.0)), Reach(within_m=0))


def test_nothing_is_near_a_volume_without_legs() -> None:
    """What has no place conflicts with nothing and envelops nothing."""
    assert to_be_read(Volume(legs=()), site(), Reach(within_m=10)) == []
    assert conflicts(Volume(legs=()), site(), Reach(within_m=10)) == []


@pytest.mark.parametrize("over_m", [-0.03, -0.005, 0.005, 0.03])
def test_the_referee_decides_inside_the_slack(over_m: float) -> None:
    """Three centimetres are decided; half a centimetre is too close to call, and so is near."""
    a, b = prepare([site()]), prepare([site(at=away(AIRFIELD, 77, 5000))])
    exact = gap(a, 0, b, 0, within_m=5000).core_m
    found = gap(a, 0, b, 0, within_m=exact - over_m)
    expected = "borderline" if abs(over_m) < 0.01 else "near" if over_m < 0 else "not near"
    assert found.verdict == expected
    assert found.near is (expected != "not near")
    assert bool(found.reason) is (expected == "borderline")


def test_a_position_is_rounded_to_the_nearest_step() -> None:
    """Degrees become whole 1e-7 degrees, longitude first."""
    assert position(40.17600004, 35.28500006) == Position(lat=352850001, lon=401760000)
