"""Hold clocks: clean time against every way it could have been, and the week of September 2016."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.ceasefire.clocks.counting import Placed, count
from parley.ceasefire.clocks.face import Face, face_of
from parley.ceasefire.clocks.gathering import PROJECTION
from parley.ceasefire.clocks.marking import ALLEGED, DEATHS, Mark
from parley.ceasefire.clocks.scales import DAY, Elapsed, Scale, WholeDays, day_edges
from parley.ceasefire.clocks.seen import Holding
from parley.ceasefire.text.terms import Terms
from parley.ceasefire.text.timing import Clock, ClockPolicy
from parley.fold import fold, freeze_dry, thaw
from parley.record.entry import Entry, as_record
from parley.record.values.time import VagueTime, iso
from tests.ceasefire.record import digest, entries, pact
from tests.ceasefire.worlds import NOON

HOUR = 3_600_000
MIDNIGHT = NOON - 12 * HOUR
NOW = MIDNIGHT + 60 * HOUR


def at(hour: int) -> int:
    """An hour of these worlds."""
    return MIDNIGHT + hour * HOUR


@st.composite
def marks(draw: st.DrawFn) -> list[Mark]:
    """A few marks, each within a window of whole hours."""
    found = []
    for n in range(draw(st.integers(0, 3))):
        begin = draw(st.integers(-4, 64))
        end = begin + draw(st.sampled_from([0, 0, 1, 2, 5]))
        sure = draw(st.booleans())
        found.append(Mark(at(begin), at(end), draw(st.sampled_from([ALLEGED, DEATHS])), sure, (n,)))
    return sorted(found, key=lambda mark: (mark.earliest, mark.latest))


def scale_of(unit: str, start: int = 0) -> Scale:
    """A scale over these worlds."""
    if unit == "elapsed":
        return Elapsed(at(start), NOW)
    return WholeDays(at(start), NOW, edge="00:00", zone="Z")


def worlds(every: list[Mark]) -> list[list[int]]:
    """Every way these marks could have been: each unsure one there or not, each at every hour."""
    ways = []
    for mark in every:
        hours: list[int | None] = list(range(mark.earliest, mark.latest + 1, HOUR))
        ways.append(hours if mark.sure else [*hours, None])
    return [[one for one in way if one is not None] for way in product(*ways)]


def runs_in(way: list[int], scale: Scale, start: int) -> list[int]:
    """The clean runs of one way it could have been, the last one running now, by plain counting."""
    base, found = scale.start, []
    for ms in sorted(one for one in way if at(start) <= one <= NOW):
        found.append(max(0, scale.upto(ms) - base))
        base = max(base, scale.after(ms))
    return [*found, max(0, scale.upto(NOW) - base)]


@given(marks(), st.sampled_from(["elapsed", "whole_days"]), st.integers(0, 9))
@settings(max_examples=200)
def test_clean_time_is_that_of_the_worst_and_the_best_way(
    every: list[Mark], unit: str, start: int
) -> None:
    """The least is reached in the worst way the record allows, the most in the best; exactly."""
    scale = scale_of(unit, start)
    tally = count(Placed(every, scale, at(start), NOW), ALLEGED | DEATHS, 10**15)
    now = [runs_in(way, scale, start)[-1] for way in worlds(every)]
    assert (min(now), max(now)) == (tally.least, tally.most)


@given(marks(), st.sampled_from(["elapsed", "whole_days"]), st.integers(1, 50))
@settings(max_examples=200)
def test_met_means_met_in_every_way_and_unmet_in_none(
    every: list[Mark], unit: str, hours: int
) -> None:
    """A clock that shows met was met however it was; one that cannot be met was met in no way."""
    scale = scale_of(unit)
    length = scale.length(hours)
    tally = count(Placed(every, scale, at(0), NOW), ALLEGED | DEATHS, length)
    longest = [max(runs_in(way, scale, 0)) for way in worlds(every)]
    if tally.met is not None:
        assert min(longest) >= length
        assert tally.met_at_best is not None
    assert (tally.met_at_best is not None) == (max(longest) >= length)


@given(marks(), st.integers(0, 9))
@settings(max_examples=200)
def test_days_counted_together_are_those_of_the_worst_and_the_best_way(
    every: list[Mark], start: int
) -> None:
    """Certain: whole days that no mark can lie in. Possible: the days left in the best way."""
    scale = scale_of("whole_days", start)
    tally = count(Placed(every, scale, at(start), NOW), 63, 10**15, cumulative=True)
    days = [day for day in (0, 24) if day >= start]

    def clean(way: list[int]) -> int:
        inside = [ms for ms in way if at(start) <= ms <= NOW]
        return sum(not any(at(day) <= ms < at(day + 24) for ms in inside) for day in days)

    untouched = [day for day in days if not any(
        one.latest >= at(start) and one.earliest < at(day + 24) and one.latest >= at(day)
        for one in every)]  # fmt: skip
    assert (len(untouched), max(map(clean, worlds(every)))) == (tally.least, tally.most)


@given(marks(), marks(), st.sampled_from(["elapsed", "whole_days"]), st.booleans())
def test_another_mark_never_makes_it_better(
    every: list[Mark], more: list[Mark], unit: str, cumulative: bool
) -> None:
    """What more may have happened adds no clean day; if unsure, it takes none from the most."""
    scale = scale_of(unit)
    both = sorted([*every, *more], key=lambda mark: (mark.earliest, mark.latest))
    one = count(Placed(every, scale, at(0), NOW), 63, 48, cumulative=cumulative)
    two = count(Placed(both, scale, at(0), NOW), 63, 48, cumulative=cumulative)
    assert two.least <= one.least
    assert two.most <= one.most
    if not any(mark.sure for mark in more):
        assert two.most == one.most


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=3))
def test_a_pause_counts_for_nothing_and_loses_nothing(spans: list[tuple[int, int]]) -> None:
    """What counts by a moment is the hours outside every pause, hour by hour."""
    taken: list[tuple[int, int]] = []
    for begin, end in sorted((min(pair), max(pair)) for pair in spans):
        if not taken or begin >= taken[-1][1]:
            taken.append((begin, end))
    scale = Elapsed(at(0), NOW, [(at(a), at(b)) for a, b in taken])
    for hour in range(61):
        outside = sum(not any(a <= h < b for a, b in taken) for h in range(hour))
        assert outside * HOUR == scale.upto(at(hour)) - scale.start
    for position in range(0, scale.upto(NOW) - scale.start, HOUR):
        assert position == scale.upto(scale.moment(scale.start + position)) - scale.start


def test_a_day_is_as_long_as_the_clock_on_the_wall_makes_it() -> None:
    """Across the end of summer time in Damascus a day has 25 hours, and still counts as one."""
    begin = VagueTime.parse("2016-10-26T00:00+03:00").earliest
    edges = day_edges(begin, begin + 4 * DAY, "00:00", "Asia/Damascus")
    long = [b - a for a, b in zip(edges, edges[1:], strict=False)]
    assert [24, 25, 24] == [one // HOUR for one in long[:3]]
    scale = WholeDays(begin, begin + 4 * DAY, zone="Asia/Damascus")
    assert 3 == scale.upto(begin + 3 * DAY + HOUR) - scale.start


def test_a_midnight_that_the_clock_skips_is_when_it_was_put_forward() -> None:
    """In Damascus on 25 March 2016 the day began at 01:00, which is 22:00Z as on other days."""
    begin = VagueTime.parse("2016-03-25T12:00+03:00").earliest
    assert "2016-03-24T22:00Z" == iso(day_edges(begin, begin, "00:00", "Asia/Damascus")[0])


# ------------------------------------------------------------------- one clock and its life


def world(*policies: ClockPolicy, **more: object) -> tuple[Clock, Terms]:
    """A clock of two days from midnight, decided by alpha and bravo."""
    clock = Clock(
        id="two-days", title="Two days", clause="c0", hours=48, start=iso(MIDNIGHT),
        deciders=("alpha", "bravo"), policy=policies, **more,  # type: ignore[arg-type]  # by name
    )  # fmt: skip
    return clock, pact()


ANY = ClockPolicy(id="any", title="Any allegation", resets=("alleged",))
RULED = ClockPolicy(id="ruled", title="A ruling", resets=("ruled_violation",))


def shown(face: Face, policy: str) -> tuple[str, int, int]:
    """State, certain and possible days of one policy."""
    hand = next(one for one in face.hands if one.policy == policy)
    return hand.state, hand.days, hand.most_days


def known(*records: Mapping[str, object]) -> Holding:
    """What is known once these are entered."""
    return fold(PROJECTION, entries(*records))


def declared(act: str, hour: int, *by: str, **more: object) -> dict[str, object]:
    """A declaration of this clock."""
    return {"kind": "arrangement.clock_declared", "clock": "two-days", "act": act, "by": list(by),
            "at": iso(at(hour)), "statement": "said so", **more}  # fmt: skip


def happened(name: str, hour: int) -> dict[str, object]:
    """A file on something at an hour."""
    return {"kind": "incident.opened", "incident": name, "title": name, "when": iso(at(hour))}


def ruled(name: str, value: str, by: str = "chair", **more: object) -> dict[str, object]:
    """A ruling on it."""
    return {"kind": "incident.ruled", "incident": name, "ruling": value, "office": "chair",
            "reasons": "because", "author": by, **more}  # fmt: skip


def test_every_state_there_is() -> None:
    """Not started, running, reset, suspended, met, lapsed, ended: each by its cause on record."""
    clock, terms = world(ANY, renewal_hours=24, lapses_after_hours=6)
    both = "alpha", "The Alphas", "bravo"
    quiet = known(declared("renewed", 20, *both), declared("renewed", 44, *both))
    assert "not_started" == shown(face_of(clock, terms, quiet, at(-1)), "any")[0]
    assert ("running", 1, 1) == shown(face_of(clock, terms, quiet, at(47)), "any")
    assert ("met", 2, 2) == shown(face_of(clock, terms, quiet, at(50)), "any")
    assert "lapsed" == shown(face_of(clock, terms, known(), at(31)), "declared")[0]
    assert "running" == shown(face_of(clock, terms, known(), at(30)), "declared")[0]
    alleged = known({"kind": "incident.alleged", "incident": "i", "statement": "x",
                     "when": iso(at(20))})  # fmt: skip
    assert "reset" == shown(face_of(clock, terms, alleged, at(22)), "any")[0]
    paused = known(declared("suspended", 10, "alpha", "bravo"))
    assert ("suspended", 0, 0) == shown(face_of(clock, terms, paused, at(22)), "any")
    over = known(declared("ended", 10, "alpha", "bravo"))
    assert "ended" == shown(face_of(clock, terms, over, at(22)), "any")[0]


def test_one_side_alone_moves_nothing_where_consent_decides() -> None:
    """Alpha says it ended and bravo does not: disputed, until bravo says so too."""
    clock, terms = world(ANY)
    one = declared("ended", 10, "alpha")
    assert "disputed" == shown(face_of(clock, terms, known(one), at(22)), "declared")[0]
    both = known(one, declared("ended", 12, "bravo"))
    assert "ended" == shown(face_of(clock, terms, both, at(22)), "declared")[0]
    stranger = known(declared("ended", 10, "nobody of note"))
    assert "running" == shown(face_of(clock, terms, stranger, at(30)), "declared")[0]


def test_a_late_ruling_resets_a_clock_already_met_and_what_it_showed_is_kept() -> None:
    """A ruling of day three on day one unmakes what was met, and not what was known then."""
    clock, terms = world(RULED)
    said = [happened("i", 30), ruled("i", "violation")]
    before = known(said[0])
    assert ("met", 2, 2) == shown(face_of(clock, terms, before, at(60)), "ruled")
    assert ("running", 1, 1) == shown(face_of(clock, terms, known(*said), at(60)), "ruled")
    again = fold(PROJECTION, entries(*said)[:1])
    assert before == again


def test_a_ruling_after_it_was_met_does_not_unmake_it() -> None:
    """What happens once a clock is met leaves it met."""
    clock, terms = world(RULED)
    after = known(happened("i", 50), ruled("i", "violation"))
    assert "met" == shown(face_of(clock, terms, after, at(60)), "ruled")[0]


def test_a_contradicted_ruling_leaves_it_disputed() -> None:
    """Two offices rule differently: whether the clock was reset cannot be told."""
    clock, terms = world(RULED)
    two = known(happened("i", 30), ruled("i", "violation"), ruled("i", "no_breach", "other"))
    assert ("disputed", 1, 2) == shown(face_of(clock, terms, two, at(60)), "ruled")
    own = known(happened("i", 30), ruled("i", "violation"), ruled("i", "no_breach"))
    assert "met" == shown(face_of(clock, terms, own, at(60)), "ruled")[0]


def test_a_joined_condition_keeps_it_running() -> None:
    """Two clean days, and access not confirmed: running, and what it waits for is named."""
    clock, terms = world(ANY, joined=("access",))
    face = face_of(clock, terms, known(), at(60))
    assert ("running", 2, 2) == shown(face, "any")
    assert ("access",) == face.observed[0].waits_for
    met = face_of(clock, terms, known(), at(60), confirmed=lambda clause, ms: clause == "access")
    assert "met" == shown(met, "any")[0]


def test_what_its_author_took_back_resets_nothing() -> None:
    """A retracted allegation no longer counts; one retracted by somebody else does."""
    clock, terms = world(ANY)
    alleged = {"kind": "incident.alleged", "incident": "i", "statement": "x", "when": iso(at(20)),
               "author": "alpha"}  # fmt: skip
    back = {"kind": "correction.retracted", "record": "@0", "entry": 0, "why": "an error"}
    own = known(alleged, back | {"author": "alpha"})
    assert 2 == shown(face_of(clock, terms, own, at(60)), "any")[1]
    foreign = known(alleged, back | {"author": "bravo"})
    assert 1 == shown(face_of(clock, terms, foreign, at(60)), "any")[1]


def test_no_death_and_perhaps_a_death_are_no_claim_of_one() -> None:
    """"No deaths" and "up to 3" reset nothing; "at least 1" does."""
    clock, terms = world(ClockPolicy(id="d", title="Deaths", resets=("deaths_claimed",)))
    for bounds, days in (({"low": 0, "best": 0, "high": 0}, 2), ({"high": 3}, 2), ({"low": 1}, 1)):
        claim = {"kind": "incident.claimed", "incident": "i", "question": "killed",
                 "stance": "reports", "statement": "x", "quantities": [
                     {"measure": "killed", "range": {"unit": "person", "written": "x", **bounds}}]}
        face = face_of(clock, terms, known(happened("i", 30), claim), at(60))
        assert days == shown(face, "d")[1]


def test_where_a_rule_decides_nobody_else_does() -> None:
    """The deciding side counts by the first policy, and what anybody declares moves nothing."""
    clock, terms = world(ANY, decides="rule")
    alleged = {"kind": "incident.alleged", "incident": "i", "statement": "x", "when": iso(at(20))}
    over = known(alleged, declared("ended", 10, "alpha", "bravo"))
    face = face_of(clock, terms, over, at(60))
    assert ("running", 1, 1) == shown(face, "declared") == shown(face, "any")
    assert "aside" == face.track.steps[0].moves


def test_only_the_word_of_a_guarantor_resets_where_that_is_asked() -> None:
    """Golf vouches for alpha, so its allegation counts; bravo's does not."""
    policy = ClockPolicy(id="g", title="A guarantor alleges", resets=("alleged_by_guarantor",))
    clock, terms = world(policy)
    for author, days in (("golf", 1), ("bravo", 2)):
        alleged = {"kind": "incident.alleged", "incident": "i", "statement": "x",
                   "when": iso(at(20)), "author": author}  # fmt: skip
        assert days == shown(face_of(clock, terms, known(alleged), at(60)), "g")[1]


def test_cumulative_days_lose_only_the_day_of_a_breach() -> None:
    """A breach on the second of three days leaves two; on an edge, one or two, and never three."""
    policy = ClockPolicy(id="c", title="Together", resets=("alleged",), counting="cumulative",
                         unit="whole_days")  # fmt: skip
    clock, terms = world(policy)
    for when, days in ((iso(at(30)), (2, 2)), (f"{iso(at(23))}/{iso(at(25))}", (1, 2))):
        alleged = {"kind": "incident.alleged", "incident": "i", "statement": "x", "when": when}
        found = shown(face_of(clock, terms, known(alleged), at(72)), "c")
        assert days == found[1:]


def test_a_general_accusation_without_a_time_may_mean_any_moment_before() -> None:
    """So many breaches, said on day two: nothing before is certain, and all of it is possible."""
    clock, terms = world(ANY)
    claim = {"kind": "incident.claimed", "incident": "i", "question": "breaches",
             "stance": "reports", "statement": "x", "said": iso(at(47))}  # fmt: skip
    assert ("reset", 0, 1) == shown(face_of(clock, terms, known(claim), at(47)), "any")
    assert ("disputed", 1, 3) == shown(face_of(clock, terms, known(claim), at(72)), "any")


def test_a_state_comes_back_whole_from_a_snapshot() -> None:
    """Frozen, dried and thawed it is the same, and goes on as if it had never stopped."""
    said = (happened("i", 30), ruled("i", "violation"), declared("renewed", 20, "alpha"),
            {"kind": "correction.retracted", "record": "@1", "entry": 1, "why": "x",
             "author": "chair"})  # fmt: skip
    every = entries(*said)
    for cut in range(len(every) + 1):
        first = fold(PROJECTION, every[:cut])
        again = thaw(PROJECTION, freeze_dry(first))
        assert first == again
        assert fold(PROJECTION, every) == fold(PROJECTION, every[cut:], since=again)


@pytest.mark.parametrize("late", [True, False])
def test_what_was_held_back_resets_nothing(late: bool) -> None:
    """A late entry is kept, never applied as fresh."""
    clock, terms = world(ANY)
    body = as_record({"kind": "incident.alleged", "incident": "i", "statement": "x", "when": {
        "earliest": at(20), "latest": at(20), "written": "x", "precision": "minute", "zone": "Z"}})
    entry = Entry(index=0, rx=NOW, digest=digest(0), author="alpha", body=body, late=late)
    face = face_of(clock, terms, fold(PROJECTION, [entry]), at(60))
    assert (2 if late else 1) == shown(face, "any")[1]
