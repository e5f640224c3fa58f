"""An index answers as somebody would who looks at every notice, one by one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pyproj import Geod

from parley.errors import BadInput
from parley.record.values.place import Position
from parley.space.index import Index
from parley.space.kernel import Engine
from parley.space.packing import envelopes, prepare
from parley.space.store.layout import ENVELOPE, joined
from parley.space.store.packed import pack
from parley.space.volume import Area, Leg, Spot, Volume
from tests.space.predicates import Reach
from tests.space.test_geometry_laws import turned
from tests.space.worlds import both_engines, by_layers, exactly, volumes

# Each example builds an index and measures every pair twice over.
FEW = settings(max_examples=20 if settings.get_current_profile_name() != "thorough" else 500)
WITHIN = st.sampled_from((0.0, 10.0, 700.0, 5000.0))


def take_in(index: Index, entry: int, volume: Volume) -> None:
    """A volume with its envelope, as a notice is taken in."""
    at = np.array([entry], np.uint32)
    index.insert(prepare([volume]), at)
    index.stock.add(envelopes([volume]), at, at, ENVELOPE)


def filled(using: Engine, told: list[Volume]) -> Index:
    """An index of these volumes, each the entry of its place."""
    index = Index(using)
    for entry, volume in enumerate(told):
        take_in(index, entry, volume)
    return index


@both_engines
@FEW
@given(told=st.lists(volumes(), max_size=8), asked=volumes(), within_m=WITHIN)
def test_an_answer_is_what_looking_at_every_notice_gives(
    using: Engine, told: list[Volume], asked: Volume, within_m: float
) -> None:
    """Same notices, same legs, same layer, same distance; packed or not, at seam and poles too."""
    index = filled(using, told)
    exact, hull = by_layers(asked, told, Reach(within_m=within_m))
    for _ in range(2):
        answer = index.near(asked, within_m)
        near = {one.entry: one for one in answer.nearby}
        assert set(exact) | hull == set(near) == answer.entries
        assert answer.total == len(near)
        for entry, pairs in exact.items():
            assert near[entry].layer == "exact"
            assert near[entry].legs == tuple(sorted(pairs))
            assert near[entry].distance_m == pytest.approx(min(pairs.values()), abs=0.02)
        assert all(near[entry].layer == "envelope" for entry in hull)
        packed_again(index)


@both_engines
@FEW
@given(told=st.lists(volumes(), max_size=8), asked=st.lists(volumes(), max_size=5))
def test_a_join_is_the_loop_of_near(
    using: Engine, told: list[Volume], asked: list[Volume]
) -> None:
    """Many asked at once are answered as each alone, in order."""
    index = filled(using, told)
    together = [answer.nearby for answer in index.join(asked, 900.0, within_minutes=3)]
    assert [index.near(one, 900.0, within_minutes=3).nearby for one in asked] == together


@both_engines
@FEW
@given(told=st.lists(volumes(), min_size=1, max_size=8), asked=volumes())
def test_an_added_entry_removes_no_other(
    using: Engine, told: list[Volume], asked: Volume
) -> None:
    """Whatever comes near goes on coming near when more is notified."""
    index = Index(using)
    before: frozenset[int] = frozenset()
    for entry, volume in enumerate(told):
        take_in(index, entry, volume)
        after = index.near(asked, 900.0).entries
        assert before <= after
        before = after


@both_engines
@FEW
@given(told=volumes(), asked=volumes(), within_m=WITHIN, minutes=st.integers(0, 12))
def test_near_is_mutual(
    using: Engine, told: Volume, asked: Volume, within_m: float, minutes: int
) -> None:
    """If one comes near the other, the other comes near the one, as far apart in minutes."""
    found = filled(using, [told]).near(asked, within_m, within_minutes=minutes).nearby
    back = filled(using, [asked]).near(told, within_m, within_minutes=minutes).nearby
    assert [(one.layer, one.minutes_apart) for one in found] == [
        (one.layer, one.minutes_apart) for one in back
    ]
    assert [one.distance_m for one in found] == pytest.approx(
        [one.distance_m for one in back], abs=0.02
    )


@both_engines
@FEW
@given(
    acts=st.lists(st.one_of(volumes(), st.integers(0, 9)), max_size=14),
    asked=volumes(),
    known=st.integers(0, 14),
    pack_at=st.sets(st.integers(0, 14), max_size=2),
)
def test_any_history_answers_as_a_list_would(
    using: Engine,
    acts: list[Volume | int],
    asked: Volume,
    known: int,
    pack_at: set[int],
) -> None:
    """Inserted, withdrawn, packed in between, asked as known at any size: as a plain list."""
    index = Index(using)
    told: dict[int, tuple[Volume, int]] = {}
    for at, act in enumerate(acts):
        if isinstance(act, Volume):
            take_in(index, at, act)
            told[at] = (act, len(acts))
        else:
            if act in told and told[act][1] == len(acts):
                told[act] = (told[act][0], at)
            index.withdraw(act, at)
        if at in pack_at:
            packed_again(index)
    known = min(known, index.size)
    counting = [
        told[entry][0] if entry in told and entry < known <= told[entry][1] else None
        for entry in range(len(acts))
    ]
    exact, hull = by_layers(asked, counting, Reach(within_m=900.0))
    assert set(exact) | hull == index.near(asked, 900.0, known).entries


@both_engines
@FEW
@given(told=st.lists(volumes(), max_size=5), asked=volumes(), turn=st.integers(-180, 180))
def test_turning_the_globe_changes_no_answer(
    using: Engine, told: list[Volume], asked: Volume, turn: int
) -> None:
    """All moved along their parallels by the same angle come as near, by the same legs."""
    before = filled(using, told).near(asked, 900.0, layers="exact").nearby
    moved = [_turned(one, turn) for one in told]
    after = filled(using, moved).near(_turned(asked, turn), 900.0, layers="exact").nearby
    # Vertices are rounded to 4 mm, differently at each place of the globe.
    sure = {one.entry for one in before if one.margin_m > 0.02}
    there = {one.entry: one for one in after}
    assert sure <= set(there)
    assert {one.entry for one in after if one.margin_m > 0.02} <= {one.entry for one in before}
    for one in before:
        if one.entry in sure:
            assert there[one.entry].distance_m == pytest.approx(one.distance_m, abs=0.02)


def _turned(volume: Volume, degrees: int) -> Volume:
    return Volume(legs=tuple(turned(leg, degrees * 10_000_000) for leg in volume.legs))


ERA = (-1_200_798_848, 3_094_168_447)
"""The first and the last second that a box can hold: in 1931 and 2068."""
MOMENTS = st.one_of(
    st.sampled_from(ERA).flatmap(lambda edge: st.integers(edge - 5, edge + 5)),
    st.integers(-(10**10), 10**10),
)
WINDOWS = st.tuples(st.none() | MOMENTS, st.none() | st.integers(0, 10**9))


@both_engines
@settings(max_examples=200)
@given(told=WINDOWS, asked=WINDOWS, minutes=st.sampled_from((0, 1, 60, 10**7)))
def test_no_year_is_too_far_off_to_be_found(
    using: Engine, told: tuple[int | None, int | None], asked: tuple[int | None, int | None],
    *, minutes: int,
) -> None:  # fmt: skip
    """What overlaps in 1800, in 2300 or across the ends of the era is found; more may be listed."""
    here, there = windowed(*told), windowed(*asked)
    reach = Reach(within_m=0, within_s=minutes * 60)
    found = filled(using, [here]).near(there, 0.0, within_minutes=minutes, layers="exact")
    if exactly(there, here, reach):
        assert {0} == found.entries
    elif all(_inside(began, lasts) for began, lasts in (told, asked)):
        assert set() == found.entries


def windowed(began: int | None, lasts: int | None) -> Volume:
    """The same spot, from one second on for so many; open where none is given."""
    leg = spot(10, 50).legs[0]
    ended = None if lasts is None else ((began or 0) + lasts) * 1000
    return Volume(
        legs=(replace(leg, began_ms=None if began is None else began * 1000, ended_ms=ended),)
    )


def _inside(began: int | None, lasts: int | None) -> bool:
    """Whether a window stays off the ends of the era, so that nothing is rounded."""
    first = 0 if began is None else began
    return ERA[0] < first < ERA[1] and ERA[0] < first + (lasts or 0) < ERA[1]


def packed_again(index: Index) -> None:
    """Pack what came since, in this process."""
    view = index.stock.view
    rows = joined(view.packed.rows, view.delta.rows())
    packed = pack(rows, index.size, index.engine)
    index.stock.turn(packed, taken=len(view.delta), ends=index.stock.ends)


def spot(lon: float, lat: float, radius_m: int = 100) -> Volume:
    """A circle at all heights and times."""
    at = Position(lat=round(lat * 1e7), lon=round(lon * 1e7))
    return Volume(legs=(Leg(shape=Spot(at=at), radius_cm=radius_m * 100),))


@both_engines
def test_an_answer_says_by_which_rules_it_was_decided(using: Engine) -> None:
    """It names the entries known, the distance, the slack, the edge rules and the engine."""
    index = filled(using, [spot(10, 50)])
    contract = index.near(spot(10, 50), 250.0).contract
    assert (1, 250.0, "0.05 m + 2 ppm") == (
        contract.entry_index, contract.within_m, contract.slack,
    )  # fmt: skip
    assert "geodesic" in contract.edges
    assert using.words == contract.engine


@both_engines
def test_there_is_no_limit_on_an_answer(using: Engine) -> None:
    """Three thousand notices at one place are all listed, in pages that add up to the total."""
    index = Index(using)
    told = [spot(10, 50)] * 3000
    index.insert(prepare(told), np.arange(3000, dtype=np.uint32))
    answer = index.near(spot(10, 50), 0.0)
    pages = list(answer.pages(700))
    assert 3000 == answer.total == sum(len(page) for page in pages)
    assert list(range(3000)) == [one.entry for page in pages for one in page]


@both_engines
def test_a_shape_that_is_none_is_refused_by_its_corner(using: Engine) -> None:
    """A bow-tie is not asked about: the refusal names it."""
    corners = ((0.0, 0.0), (0.1, 0.1), (0.1, 0.0), (0.0, 0.1))
    ring = tuple(Position(lat=round(y * 1e7), lon=round(x * 1e7)) for x, y in corners)
    bow = Volume(legs=(Leg(shape=Area(parts=((ring,),), edges="geodesic"), radius_cm=0),))
    with pytest.raises(BadInput, match="legs"):
        Index(using).near(bow, 10.0)


@both_engines
@pytest.mark.parametrize("within_m", [-1.0, float("nan"), float("inf")])
def test_a_distance_that_is_none_is_refused(using: Engine, within_m: float) -> None:
    """A negative, endless or undefined distance is refused, never guessed."""
    with pytest.raises(BadInput, match="distance"):
        Index(using).near(spot(0, 0), within_m)


@both_engines
def test_what_lies_anywhere_is_near_everything(using: Engine) -> None:
    """A position without a stated uncertainty is listed wherever one asks."""
    anywhere = Volume(legs=(Leg(shape=Spot(at=Position(lat=0, lon=0)), radius_cm=2**62),))
    index = filled(using, [anywhere])
    assert {0} == index.near(spot(-150, 71), 0.0).entries
    assert 0.0 == index.near(spot(-150, 71), 0.0).nearby[0].distance_m


@both_engines
def test_what_is_half_the_world_away_is_measured_by_the_referee(using: Engine) -> None:
    """Beyond 500 km the fast distance is not trusted: 9,000 km decide as well as 9 do."""
    index = filled(using, [spot(10, 50, 0)])
    _, _, metres = Geod(ellps="WGS84").inv(10, 50, 100, 20)
    there = spot(100, 20, 0)
    assert not index.near(there, metres - 1, layers="exact").entries
    (found,) = index.near(there, metres + 1, layers="exact").nearby
    assert found.distance_m == pytest.approx(metres, abs=0.02)


@both_engines
def test_readers_are_answered_while_a_writer_writes(using: Engine) -> None:
    """Every answer given meanwhile holds all that was there when it was asked."""
    index = Index(using)
    told = [spot(10 + n / 1e4, 50) for n in range(400)]
    legs = [prepare([one]) for one in told]
    question = spot(10.02, 50, 9000)

    def ask() -> bool:
        known = index.size
        return set(range(known)) <= index.near(question, 0.0, layers="exact").entries

    with ThreadPoolExecutor(2) as readers:
        asked = []
        for entry, one in enumerate(legs):
            index.insert(one, np.array([entry], np.uint32))
            if entry % 20 == 0:
                asked.append(readers.submit(ask))
            if entry % 150 == 149:
                packed_again(index)
        assert all(answer.result() for answer in asked)
