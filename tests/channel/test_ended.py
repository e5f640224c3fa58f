"""Which notices are over: the channel and the index say the same of every record."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from msgspec.structs import replace

from parley.channel import PROJECTION, ended
from parley.fold import fold
from parley.record import correction, notice
from parley.record.entry import Entry
from parley.record.kinds import Record
from parley.record.values.place import Place, Point, Position
from parley.record.values.statement import Link
from parley.space.index import Index
from parley.space.volume import Leg, Spot, Volume
from tests.review.streams import DAY, by, digest_of, entry

HERE = Position(lat=350_000_000, lon=360_000_000)
MILL = Place(written="the mill", shape=Point(at=HERE), uncertainty_cm=1000, datum="WGS84")
TOLD = notice.SiteNotified(purpose="mill", name="mill", place=MILL)
PAPER = by(Link(who="paper"))


@st.composite
def histories(draw: DrawFn) -> list[Entry]:
    """Notices by two authors and one nobody knows, and changes of any by any, in any order."""
    made = []
    for index in range(draw(st.integers(1, 9))):
        of, other = (digest_of(draw(st.integers(0, 9))) for _ in range(2))
        back = draw(st.integers(0, 9))
        bodies: list[Record] = [
            TOLD,
            TOLD,
            notice.Amended(notice=of, by=other, why="moved"),
            notice.Amended(notice=of, by=other, why="moved again"),
            notice.Recalled(notice=of, why="wrong"),
            notice.Withdrawn(notice=of, ended=DAY),
            correction.Retracted(record=digest_of(back), entry=back, why="mistaken"),
        ]
        body = draw(st.sampled_from(bodies))
        body = replace(body, reported=draw(st.sampled_from([None, None, None, PAPER])))
        author = draw(st.sampled_from(["north", "north", "north", "south", None]))
        late = draw(st.integers(0, 7)) == 0
        made.append(entry(index, body, author=author, late=late))
    return made


def counted(entries: list[Entry], *, hour: int | None = None) -> set[int]:
    """What the index finds at the mill, at any time or after the day."""
    index = Index()
    for one in entries:
        index.step(one)
    leg = Leg(shape=Spot(at=HERE), radius_cm=0, began_ms=hour)
    return set(index.near(Volume(legs=(leg,)), 1.0).entries)


def over(entries: list[Entry]) -> tuple[set[int], set[int]]:
    """What the channel says is over, whole or from the day on."""
    state = fold(PROJECTION, entries)
    whole: set[int] = set()
    later: set[int] = set()
    for thread in state.threads:
        if thread.head is None or not isinstance(thread.head.body, notice.Notice):
            continue
        for told in ended(state, thread):
            (later if isinstance(told.body, notice.Withdrawn) else whole).add(thread.head.index)
    return whole, later


def notices(entries: list[Entry]) -> set[int]:
    """Every notice on record."""
    return {one.index for one in entries if isinstance(one.body, notice.Notice)}


@given(histories())
def test_what_the_channel_says_is_over_is_not_found_and_nothing_else_goes(
    entries: list[Entry],
) -> None:
    """One rule decides for the index and the channel, whoever entered what and in any order."""
    entries = [one for one in entries if not isinstance(one.body, correction.Retracted)]
    whole, later = over(entries)
    assert notices(entries) - whole == counted(entries)
    assert notices(entries) - whole - later == counted(entries, hour=DAY.latest + 2000)


@given(histories())
def test_taking_back_only_ever_agrees_on_endings(entries: list[Entry]) -> None:
    """With retractions too, nothing is found that the channel says is over."""
    whole, _ = over(entries)
    assert set() == whole & counted(entries)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_replacements_alone_never_leave_a_place_without_a_notice(
    named: list[tuple[int, int]],
) -> None:
    """Whatever its author says replaces what, in circles or of itself, one notice counts."""
    entries = [entry(n, TOLD) for n in range(6)]
    entries += [
        entry(n, notice.Amended(notice=digest_of(of), by=digest_of(other), why="moved"))
        for n, (of, other) in enumerate(named, 6)
    ]
    assert 5 in counted(entries)
    assert counted(entries) == set(range(6)) - over(entries)[0]
