"""Laws of positions: what is printed reads back, at every edge, and a foreign program agrees."""

from __future__ import annotations

import math
import warnings
from typing import Protocol, cast

import mgrs  # type: ignore[import-untyped]  # ships no types; used only to judge us
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parley.errors import BadInput
from parley.places import Form, read, written
from parley.places.geodesy import UNITS, along, between, from_utm, to_utm
from parley.places.positions.grids import zone_of
from parley.places.positions.writing import FINEST
from parley.record.values.place import Position


class _Geotrans(Protocol):
    def toMGRS(
        self, latitude: float, longitude: float, inDegrees: bool, MGRSPrecision: int
    ) -> str: ...

    def toLatLon(self, code: str) -> tuple[float, float]: ...


GEOTRANS = cast("_Geotrans", mgrs.MGRS())


def at(lat: float, lon: float) -> Position:
    return Position(lat=round(lat * UNITS), lon=round(lon * UNITS))


# Zone and band edges, the wide zones of Norway and Svalbard, the equator, the date line, the poles.
EDGES = [
    at(lat, lon + step)
    for lat in (0, 8, -8, 55.999, 56, 63.999, 64, 71.999, 72, 83.999, 84, -79.999, -80)
    for lon in (0, 3, 6, 9, 12, 21, 33, 36, 42, -180, 179.999)
    for step in (0, 1e-7)
]
POLES = [at(lat, lon) for lat in (90, -90, 84.0000001, -80.0000001) for lon in (0, 180, -180, 77)]
ANYWHERE = st.builds(
    Position, lat=st.integers(-90 * UNITS, 90 * UNITS), lon=st.integers(-180 * UNITS, 180 * UNITS)
)
GRIDDED = st.one_of(
    st.builds(
        Position, lat=st.integers(-80 * UNITS, 84 * UNITS),
        lon=st.integers(-180 * UNITS, 180 * UNITS),
    ),
    st.sampled_from(EDGES),
)  # fmt: skip
ANGLES: st.SearchStrategy[Form] = st.sampled_from(["decimal", "dm", "dms"])
GRIDS: st.SearchStrategy[Form] = st.sampled_from(["utm", "mgrs"])


def apart_cm(one: Position, other: Position) -> float:
    return between(one, other)[0] * 100


@given(st.one_of(ANYWHERE, st.sampled_from(EDGES + POLES)), ANGLES)
@example(at(0.9999999, 179.9999999), "dms")
@example(at(-0.0000001, -0.0000001), "dm")
def test_degrees_at_their_finest_read_back_exactly(position: Position, form: Form) -> None:
    """Every position there is, poles included, survives printing to the last 1e-7 degree."""
    assert position == read(written(position, form)).at


@given(st.one_of(ANYWHERE, st.sampled_from(EDGES + POLES)), ANGLES, st.data())
def test_degrees_read_back_within_what_they_claim(
    position: Position, form: Form, choice: st.DataObject
) -> None:
    """With fewer digits, the position is within the uncertainty that reading derives from them."""
    text = written(position, form, digits=choice.draw(st.integers(0, FINEST[form])))
    fix = read(text)
    assert apart_cm(position, fix.at) <= fix.uncertainty_cm


@given(GRIDDED, GRIDS, st.data())
def test_grids_read_back_within_what_they_claim(
    position: Position, form: Form, choice: st.DataObject
) -> None:
    """UTM and MGRS, at every edge of zone and band, come back within half of their last digit."""
    text = written(position, form, digits=choice.draw(st.integers(0, FINEST[form])))
    fix = read(text)
    assert form == fix.form
    # 1 cm more, because the position that was printed is itself rounded to 1e-7 degrees.
    assert apart_cm(position, fix.at) <= fix.uncertainty_cm + 1


@given(
    st.one_of(
        st.integers(84 * UNITS + 1, 90 * UNITS), st.integers(-90 * UNITS, -80 * UNITS - 1)
    ),
    st.integers(-180 * UNITS, 180 * UNITS),
    GRIDS,
)  # fmt: skip
def test_the_poles_have_no_grid_here(lat: int, lon: int, form: Form) -> None:
    """Beyond 84 north and 80 south the grids are refused, and the refusal says to use degrees."""
    with pytest.raises(BadInput, match="write degrees"):
        written(Position(lat=lat, lon=lon), form)


@given(GRIDDED, st.integers(0, 5))
def test_geotrans_reads_what_we_write_as_we_do(position: Position, digits: int) -> None:
    """NGA's own program finds the middle of our square where we find it, to a centimetre."""
    text = written(position, "mgrs", digits=digits)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # squares that a band cuts: it warns, and reads them
        lat, lon = GEOTRANS.toLatLon(text)
    theirs = at(max(-90.0, min(90.0, lat)), (lon + 180) % 360 - 180)
    assert apart_cm(theirs, read(text).at) <= 2


@given(st.builds(
    Position, lat=st.integers(-79 * UNITS, 83 * UNITS), lon=st.integers(-179 * UNITS, 179 * UNITS)
), st.integers(0, 5))  # fmt: skip
def test_we_read_what_geotrans_writes(position: Position, digits: int) -> None:
    """A square that NGA's program gives for a position holds that position when we read it."""
    code = GEOTRANS.toMGRS(position.lat / UNITS, position.lon / UNITS, True, digits)
    fix = read(code)
    assert "mgrs" == fix.form
    assert apart_cm(position, fix.at) <= fix.uncertainty_cm + 1


@given(GRIDDED)
def test_utm_goes_there_and_back(position: Position) -> None:
    """The projection and its inverse return the position to within its own rounding."""
    zone = zone_of(position)
    assert apart_cm(position, from_utm(zone, *to_utm(position, zone))) <= 2


@pytest.mark.parametrize(
    ("lat", "lon", "zone"),
    [
        (60, 2.999, 31), (60, 3, 32), (60, 11.999, 32), (60, 12, 33), (55.999, 3, 31),
        (64, 3, 31), (75, 8.999, 31), (75, 9, 33), (75, 20.999, 33), (75, 21, 35),
        (75, 33, 37), (75, 42, 38), (71.999, 9, 32), (0, -180, 1), (0, 180, 1), (0, 179.999, 60),
    ],
)  # fmt: skip
def test_the_wide_zones_are_as_they_are(lat: float, lon: float, zone: int) -> None:
    """32V of Norway and the four zones of Svalbard, and their neighbours on each side."""
    assert zone == zone_of(at(lat, lon))


@given(ANYWHERE, st.floats(0, 360, exclude_max=True), st.floats(1, 1_000_000))
def test_going_and_measuring_agree(start: Position, bearing: float, metres: float) -> None:
    """Going so far in a direction and measuring back gives the distance, to 2 cm of rounding."""
    end = along(start, bearing, metres)
    assert math.isclose(metres, between(start, end)[0], abs_tol=0.02)
