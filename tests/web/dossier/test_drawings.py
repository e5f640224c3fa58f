"""Lanes and places: every row has its mark, and nothing is drawn better known than it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.review.page import Spot, TimelineRow
from parley.web.dossier.lanes import LANES, OTHERS, lanes_of
from parley.web.dossier.places import incident_map
from tests.web.real import real


def _row(entry: int, ms: int | None, lane: str) -> TimelineRow:
    return TimelineRow(
        event_time="2031-05-03 (UTC)", ledger_time="2031-05-04T10:00Z", earliest_ms=ms,
        latest_ms=ms, kind="incident.claimed", label="claim", text="x", by="reported by x",
        lane=lane, entries=(entry,),
    )  # fmt: skip


@given(st.lists(st.tuples(st.none() | st.integers(0, 50), st.integers(0, 30)), max_size=60))
def test_every_dated_entry_is_drawn_once_in_order(given_: list[tuple[int | None, int]]) -> None:
    """A later event never stands left of an earlier one, and what has no time is counted."""
    rows = [_row(n, ms, f"speaker {who}") for n, (ms, who) in enumerate(given_)]
    drawn = lanes_of(rows)
    dated = [row for row in rows if row.earliest_ms is not None]
    if len(dated) < 2:
        assert drawn is None
        return
    assert drawn is not None
    assert [row.entries[0] for row in dated] == [dot.entry for dot in drawn.dots]
    assert len(rows) - len(dated) == drawn.undated
    assert len(drawn.lanes) <= LANES
    at = {dot.entry: float(dot.x) for dot in drawn.dots}
    for one in dated:
        for other in dated:
            if (one.earliest_ms or 0) < (other.earliest_ms or 0):
                assert at[one.entries[0]] < at[other.entries[0]]


def test_those_with_few_entries_share_a_lane() -> None:
    """Beyond fourteen speakers the last lane says that it is everybody else's."""
    drawn = lanes_of([_row(n, n, f"speaker {n % 20}") for n in range(60)])
    assert drawn is not None
    assert (LANES, OTHERS) == (len(drawn.lanes), drawn.lanes[-1].name)


def _spot(lat: float | None, lon: float | None, radius_m: float | None) -> Spot:
    return Spot(
        written="x", what="x", position="x", lat=lat, lon=lon, radius_m=radius_m, by="x",
        entries=(0,),
    )  # fmt: skip


def test_a_ring_is_as_wide_as_it_is_unsure() -> None:
    """Twice the radius is twice the ring; no radius is no ring; no position is no mark."""
    drawn = incident_map(
        (_spot(35, 40, 2_000), _spot(None, None, None), _spot(35.1, 40, 4_000), _spot(35, 40, None))
    )
    assert drawn is not None
    assert [1, 3, 4] == [one.number for one in drawn.marks]
    small, large = (float(r) for _, _, r in drawn.rings)
    assert abs(large - 2 * small) < 0.2
    assert "" == drawn.marks[2].radius
    assert incident_map((_spot(None, None, None),)) is None


@given(
    st.lists(
        st.tuples(st.floats(-85, 85), st.floats(-180, 180), st.none() | st.floats(0, 1e5)),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_every_place_is_on_the_map(given_: list[tuple[float, float, float | None]]) -> None:
    """Wherever they lie, each has its number in the frame."""
    near = [(lat, 40 + lon / 400, r) for lat, lon, r in given_]
    base = near[0][0]
    drawn = incident_map(tuple(_spot(base + (lat - base) / 100, lon, r) for lat, lon, r in near))
    assert drawn is not None
    assert len(near) == len(drawn.marks)
    for one in drawn.marks:
        assert 0 <= float(one.badge_x) <= drawn.width
        assert 0 <= float(one.badge_y) <= drawn.height
        assert -1 <= float(one.x) <= drawn.width + 1


def test_the_map_says_that_it_states_no_boundary() -> None:
    """The disclaimer goes with every map."""
    drawn = incident_map(real().places.rows)
    assert drawn is not None
    assert "no statement on any boundary" in drawn.boundary
