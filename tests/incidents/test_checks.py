"""Each check on an invented incident: what it finds, and what it must not find."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.incidents import checks
from parley.incidents.figures import Figure, Material, Reading, Stand, Timed
from parley.incidents.zonestep import STEPS, zone_steps
from parley.record.incident import Stance
from parley.record.values.amount import Quantity, Range
from parley.record.values.time import VagueTime, iso

COUNTS = st.integers(1, 10_000)
NOTHING = Material(figures=(), stands=(), timed=(), readings=())


def day(number: int) -> VagueTime:
    return VagueTime.parse(f"2031-05-{number:02}", zone="Z")


def figure(
    entry: int,
    best: int | None,
    *,
    speaker: str = "A",
    owner: str = "",
    said: int | None = 1,
    low: int | None = None,
    high: int | None = None,
    **more: str,
) -> Figure:
    """A figure of "killed" in persons, unless `more` says otherwise."""
    unit = more.pop("unit", "person")
    if best is not None:
        told = Range.exactly(best, unit)
    else:
        told = Range(unit=unit, written=f"{low} to {high}", low=low, high=high)
    return Figure(
        entry=entry,
        speaker=speaker,
        owner=owner or speaker,
        said=None if said is None else day(said),
        quantity=Quantity(
            measure=more.pop("measure", "killed"),
            range=told,
            part_of=more.pop("part_of", None),
            begins=more.pop("begins", None),
            ends=more.pop("ends", None),
        ),
    )


def timed(entry: int, speaker: str, moment: str, when: str) -> Timed:
    return Timed(
        entry=entry, speaker=speaker, moment=moment, when=VagueTime.parse(when, zone="Z")
    )


def stand(entry: int, speaker: str, stance: Stance, question: str = "informed") -> Stand:
    return Stand(entry=entry, speaker=speaker, question=question, stance=stance, said=day(1))


def test_a_file_without_material_raises_nothing() -> None:
    """A check that finds nothing says nothing."""
    assert checks.alarms(NOTHING) == ()


@given(COUNTS)
def test_a_figure_that_changes_owner_is_flagged(count: int) -> None:
    """First B's on A's word, later C's on D's: the same figure drifted."""
    first = figure(1, count, speaker="A", owner="B", said=1)
    later = figure(4, count, speaker="D", owner="C", said=9)
    (alarm,) = checks.drift([first, later])
    assert alarm.entries == (1, 4)
    assert "to B (2031-05-01); to C (2031-05-09)" in alarm.sentence


@given(COUNTS, COUNTS)
def test_nothing_drifts_without_a_quotation_or_with_one_owner(one: int, other: int) -> None:
    """Two who count for themselves may agree; two who quote one source do not contradict it."""
    assert checks.drift([figure(1, one, speaker="A"), figure(2, one, speaker="B")]) == ()
    quoted = [figure(1, one, speaker="A", owner="C"), figure(2, one, speaker="B", owner="C")]
    assert checks.drift(quoted) == ()
    if one != other:
        apart = [figure(1, one, owner="C"), figure(2, other, speaker="B", owner="D")]
        assert checks.drift(apart) == ()


@given(COUNTS, COUNTS)
def test_two_figures_on_one_day_by_one_speaker(one: int, other: int) -> None:
    """Flagged exactly when the speaker, the day and the sort of figure agree and the number not."""
    same_day = [figure(1, one), figure(2, other)]
    assert bool(checks.two_figures_one_day(same_day)) == (one != other)
    assert checks.two_figures_one_day([figure(1, one), figure(2, other, said=2)]) == ()
    assert checks.two_figures_one_day([figure(1, one), figure(2, other, speaker="B")]) == ()
    assert checks.two_figures_one_day([figure(1, one), figure(2, other, said=None)]) == ()


def test_anothers_figure_beside_ones_own_is_no_second_figure() -> None:
    """A speaker that counts 4 and says that B counted 9 gives one figure of its own."""
    assert checks.two_figures_one_day([figure(1, 4), figure(2, 9, owner="B")]) == ()


def test_a_day_is_a_day_in_its_own_zone() -> None:
    """Two moments on one UTC day may be two days where they were said."""
    early, late = (
        VagueTime.parse(f"2031-05-03T{hour}:30+03:00") for hour in ("00", "23")
    )
    before = VagueTime.parse("2031-05-02T23:30+03:00")
    figures = [figure(1, 4), figure(2, 9), figure(3, 7)]
    said = [
        Figure(entry=f.entry, speaker="A", owner="A", said=when, quantity=f.quantity)
        for f, when in zip(figures, (early, late, before), strict=True)
    ]
    (alarm,) = checks.two_figures_one_day(said)
    assert alarm.entries == (1, 2)


@given(st.lists(COUNTS, min_size=1, max_size=6), COUNTS)
def test_later_and_lower_means_lower_than_all_before(before: list[int], later: int) -> None:
    """Flagged exactly when the later figure is below every earlier one."""
    figures = [figure(n, count, said=1) for n, count in enumerate(before)]
    found = checks.later_lower([*figures, figure(99, later, said=2)])
    assert bool(found) == (later < min(before))
    assert all(99 in alarm.entries for alarm in found)


def test_what_cannot_be_ordered_is_not_later() -> None:
    """Two figures of one day, or without a day, have no order."""
    assert checks.later_lower([figure(1, 9, said=1), figure(2, 4, said=1)]) == ()
    assert checks.later_lower([figure(1, 9, said=None), figure(2, 4, said=2)]) == ()


def test_a_later_open_bound_below_earlier_bounds_is_flagged() -> None:
    """ "At least 3" after "at least 8" is a lower claim, though both may hold."""
    first, then = figure(1, None, low=8, said=1), figure(2, None, low=3, said=2)
    assert checks.later_lower([first, then])
    assert checks.excluding([first, then]) == ()


@given(COUNTS, COUNTS)
def test_units_are_never_compared(one: int, other: int) -> None:
    """Counts in two units are flagged as such, and never as figures that exclude each other."""
    figures = [
        figure(1, one, measure="raids", unit="raid"),
        figure(2, other, measure="raids", unit="aircraft"),
    ]
    (alarm,) = checks.units(figures)
    assert alarm.entries == (1, 2)
    assert checks.excluding(figures) == ()
    assert checks.later_lower(figures) == ()
    assert checks.two_figures_one_day(figures) == ()


@given(st.lists(COUNTS, min_size=2, max_size=5), st.integers(-5, 5))
def test_parts_that_do_not_add_are_flagged(parts: list[int], off: int) -> None:
    """Two parts or more must add to the total stated beside them."""
    total = max(sum(parts) + off, 1)
    told = [figure(7, part, measure=f"part{n}", part_of="all") for n, part in enumerate(parts)]
    found = checks.sums([figure(7, total, measure="all"), *told])
    assert bool(found) == (total != sum(parts))
    assert all(alarm.entries == (7,) for alarm in found)


@given(COUNTS, COUNTS)
def test_one_part_need_not_be_the_whole(part: int, total: int) -> None:
    """A single part is flagged only when it is more than its total."""
    told = [
        figure(7, total, measure="all"),
        figure(7, part, measure="some", part_of="all"),
        figure(8, part + total, measure="some", part_of="all"),
    ]
    assert bool(checks.sums(told)) == (part > total)


def test_parts_in_another_unit_are_not_added() -> None:
    """Two raids and three aircraft are not five of anything."""
    told = [
        figure(7, 4, measure="all", unit="raid"),
        figure(7, 2, measure="night", part_of="all", unit="raid"),
        figure(7, 3, measure="day", part_of="all", unit="aircraft"),
    ]
    assert checks.sums(told) == ()


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 9)), max_size=8))
def test_exclusion_is_found_without_looking_at_every_pair(ranges: list[tuple[int, int]]) -> None:
    """The figures named are exactly those that cannot hold beside some other."""
    given_ = [figure(n, None, low=low, high=low + more) for n, (low, more) in enumerate(ranges)]
    by_pairs = {
        one.entry
        for one in given_
        for other in given_
        if not one.quantity.range.may_equal(other.quantity.range)
    }
    found = {entry for alarm in checks.excluding(given_) for entry in alarm.entries}
    assert found == by_pairs


@given(st.booleans())
def test_a_duration_between_other_events_is_flagged(same: bool) -> None:
    """The same minutes counted from another event are another duration."""
    one = figure(1, 9, measure="silence", unit="minute", begins="first call", ends="reply")
    begins = "first call" if same else "first shot"
    other = figure(2, 9, measure="silence", unit="minute", begins=begins, ends="reply")
    assert bool(checks.edges([one, other])) == (not same)


def test_figures_that_exclude_each_other() -> None:
    """4 and 9 cannot both hold; 4 and "at least 3" can; "about" excludes nothing."""
    assert checks.excluding([figure(1, 4), figure(2, 9)])
    assert checks.excluding([figure(1, 4), figure(2, None, low=3)]) == ()
    roughly = Range(unit="person", written="about 9", best=9, approximate=True)
    vague = Figure(
        entry=2, speaker="B", owner="B", said=day(1),
        quantity=Quantity(measure="killed", range=roughly),
    )  # fmt: skip
    assert checks.excluding([figure(1, 4), vague]) == ()


@pytest.mark.parametrize(
    ("stances", "flagged"),
    [
        (("asserts", "denies"), True),
        (("finds", "doubts"), True),
        (("admits", "denies"), True),
        (("denies", "denies"), False),
        (("asserts", "admits"), False),
        (("requests", "denies"), False),
    ],
)
def test_opposed_stances_on_one_question(stances: tuple[Stance, Stance], flagged: bool) -> None:
    """Affirming and denying one question is flagged; other pairs are not."""
    stands = [stand(1, "A", stances[0]), stand(2, "B", stances[1])]
    assert bool(checks.opposed(stands)) == flagged
    assert checks.opposed([stand(1, "A", stances[0]), stand(2, "B", stances[1], "who")]) == ()
    assert checks.opposed([stand(n, "A", s, "other") for n, s in enumerate(stances)]) == ()


def test_competing_findings_need_one_that_says_so() -> None:
    """Two findings by two are competing only when one names the reading it is against."""
    plain = [Reading(entry=1, by="A", against=None), Reading(entry=2, by="B", against=None)]
    assert checks.competing(plain) == ()
    (alarm,) = checks.competing([plain[0], Reading(entry=2, by="B", against="A's")])
    assert alarm.entries == (1, 2)
    assert checks.competing([Reading(entry=1, by="A", against="B's")]) == ()


@given(st.sampled_from(STEPS), st.integers(0, 600), st.sampled_from(["fire-start", "meeting"]))
def test_moments_one_zone_step_apart(minutes: int, begin: int, moment: str) -> None:
    """Two speakers whose moments differ by exactly one step are flagged, with that step."""
    times = [timed(n, who, moment, _clock(begin + off)) for n, who, off in _pair(minutes)]
    (step,) = zone_steps(times)
    assert (step.minutes, step.entries) == (minutes, (1, 2))


@given(st.integers(-300, 300))
def test_moments_not_a_step_apart_are_left_alone(minutes: int) -> None:
    """An hour and a minute is no zone step."""
    times = [timed(n, who, "fire-start", _clock(600 + off)) for n, who, off in _pair(minutes)]
    assert bool(zone_steps(times)) == (abs(minutes) in STEPS)


@given(st.integers(1, 100), st.integers(0, 40), st.integers(0, 40))
def test_windows_that_fit_after_one_step(length: int, inset: int, gap: int) -> None:
    """Windows that exclude each other and lie one inside the other an hour on are flagged."""
    begin, end = 100, 100 + length
    other = (begin + 60 + min(inset, length), begin + 60 + length)
    times = [
        timed(1, "A", "fire-start", _clock(begin)),
        timed(2, "A", "fire-end", _clock(end)),
        timed(3, "B", "fire-window", f"{_clock(other[0])}/{_clock(other[1])}"),
    ]
    apart = end < other[0]
    exact = inset == 0
    long_enough = other[0] < other[1]
    found = zone_steps(times)
    assert bool(found) == (exact or (apart and long_enough)) or found[0].minutes < 60
    far = [*times[:2], timed(3, "B", "fire-start", _clock(end + 200 + gap))]
    assert zone_steps(far) == ()


def test_days_are_too_coarse_for_a_zone_step() -> None:
    """Vague times raise nothing, and neither does one speaker alone."""
    assert zone_steps([timed(1, "A", "x-start", "2031-05-03"),
                       timed(2, "B", "x-start", "2031-05-04")]) == ()  # fmt: skip
    assert zone_steps([timed(1, "A", "x-start", _clock(0))]) == ()
    apart = [timed(1, "A", "x-start", _clock(0)), timed(2, "B", "y-start", _clock(60))]
    assert zone_steps(apart) == ()


def _pair(minutes: int) -> list[tuple[int, str, int]]:
    return [(1, "A", 0), (2, "B", minutes)]


def _clock(minute: int) -> str:
    return iso(1_935_500_400_000 // 86_400_000 * 86_400_000 + minute * 60_000, "Z")
