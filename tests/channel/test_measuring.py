"""Measures of the line: what a drill never enters, what silence cost, how far a place was off."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.channel import PROJECTION, Thread
from parley.channel.measuring import (
    Acknowledgement,
    Happened,
    acknowledgements,
    floods,
    harm_during_silence,
    read_back_distances,
)
from parley.fold import fold
from parley.record import alert, answer, dispatch
from parley.record.entry import Entry, Unread
from parley.record.values.place import Place, Point, Position
from parley.record.values.time import Instant
from tests.channel.lines import (
    FIRST,
    FOUNDED,
    OF,
    STOP,
    T0,
    TOLD,
    Signed,
    histories,
    record,
    state_of,
)
from tests.review.streams import MINUTE, digest_of

MILL = Place(
    written="the mill", shape=Point(at=Position(lat=353_000_000, lon=401_000_000)),
    uncertainty_cm=10_000,
)  # fmt: skip
SOUTH_OF_IT = replace(MILL, shape=Point(at=Position(lat=352_000_000, lon=401_000_000)))


def _harm(*later: Signed, happened: list[Happened], ms: int = T0) -> tuple[int | None, int | None]:
    state = state_of(("north", STOP), *later)
    thread = state.thread(OF)
    assert isinstance(thread, Thread)
    harm = harm_during_silence(state, thread, happened, ms)
    return harm.least, harm.most


@given(
    st.lists(st.tuples(st.integers(-20, 40), st.integers(0, 10), st.integers(1, 9)), max_size=8),
    st.integers(1, 30),
)
def test_harm_during_silence_is_counted_between_attempt_and_understood(
    spans: list[tuple[int, int, int]], quiet: int
) -> None:
    """At least what lies wholly between the two, at most what may; the one never exceeds the other.

    The first attempt is a minute after the alert; the caller says it is right `quiet` after that.
    """
    happened = [
        Happened(
            entry=n, earliest_ms=T0 + begin * MINUTE, latest_ms=T0 + (begin + length) * MINUTE,
            least=1, most=count,
        )
        for n, (begin, length, count) in enumerate(spans)
    ]  # fmt: skip
    attempt = dispatch.Attempted(of=OF, way="voice", to="south")
    fill: list[Signed] = [("desk", attempt)] * quiet
    right = alert.ReadBack(alert=OF, understood="stop", confirmed=True)
    start, stop = 1, 1 + quiet
    least = sum(start <= begin and begin + long <= stop for begin, long, _ in spans)
    most = sum(n for begin, long, n in spans if begin + long >= start and begin <= stop)
    assert (least, most) == _harm(*fill, ("north", right), happened=happened)
    open_end = _harm(*fill, happened=happened, ms=T0 + 100 * MINUTE)
    assert (open_end[0] or 0) >= least


def test_answers_are_counted_per_party_and_late_ones_apart() -> None:
    """Two notices: South answers one in time and one late, East neither."""
    south: list[Signed] = [
        ("south", answer.Received(notice=digest_of(n), party="south")) for n in (FIRST, FIRST + 1)
    ]
    entries = record(*FOUNDED, ("north", TOLD), ("north", TOLD), *south)
    late = replace(entries[-1], rx=entries[-1].rx + 60 * MINUTE)
    state = fold(PROJECTION, [*entries[:-1], late])
    found = {one.party: one for one in acknowledgements(state)}
    assert (2, 2, 1, 0) == _counts(found["south"])
    assert (2, 0, 0, 0) == _counts(found["east"])
    assert 2 * MINUTE == found["south"].least_ms
    assert "line" == found["south"].channel
    lapsed = answer.Lapsed(
        notice=OF, party="east", what="receipt", policy="receipt",
        due=Instant(ms=T0 + 15 * MINUTE, zone="Z"),
    )  # fmt: skip
    entered = Entry(
        index=late.index + 1, rx=late.rx, digest=digest_of(late.index + 1), author="desk",
        body=lapsed,
    )  # fmt: skip
    after = fold(PROJECTION, [entered], since=state)
    assert (2, 0, 0, 1) == _counts({one.party: one for one in acknowledgements(after)}["east"])


@given(histories())
def test_a_drill_never_enters_a_measure(entries: list[Entry]) -> None:
    """The same record, every record in it practised, has no measure at all."""
    practised = [
        replace(one, body=replace(one.body, exercise=True))
        if one.index >= FIRST and not isinstance(one.body, Unread)
        else one
        for one in entries
    ]
    state = fold(PROJECTION, practised)
    assert () == acknowledgements(state)
    assert () == floods(state, many=1)
    assert () == read_back_distances(state)


def test_what_was_read_back_is_measured_against_what_was_told() -> None:
    """A tenth of a degree south is 11 km, of which 200 m are left open by both sides."""
    told = replace(TOLD, place=MILL)
    back = answer.ReadBack(notice=OF, party="south", understood="the mill", place=SOUTH_OF_IT)
    found = read_back_distances(state_of(("north", told), ("south", back)))
    assert [("south", 11_095, 180, 10_895)] == [
        (one.party, round(one.metres), round(one.bearing), round(one.beyond_m or 0))
        for one in found
    ]


def test_a_flood_of_stop_requests_is_one_group_and_loses_none() -> None:
    """Seven within minutes of one sender are flagged with all seven; three of another are not."""
    sent: list[Signed] = [*[("north", STOP)] * 7, *[("lake", STOP)] * 3]
    state = state_of(*sent)
    (flood,) = floods(state)
    assert ("north", tuple(range(FIRST, FIRST + 7))) == (flood.sender, flood.entries)
    assert 7 == len(flood.of)
    assert () == floods(state, after_ms=T0 + 6 * MINUTE)
    assert 10 == sum(thread.head is not None for thread in state.threads)


def _counts(one: Acknowledgement) -> tuple[int, int, int, int]:
    return one.addressed, one.answered, one.late, one.silent
