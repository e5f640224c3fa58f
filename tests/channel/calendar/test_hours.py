"""Hours on a wall clock: no hour is invented, and none that a clock showed is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.channel.calendar import Hours, hours, lead, passing
from parley.channel.calendar.zone import DAY, HOUR, MINUTE, offset_ms, stretches
from parley.errors import BadInput
from parley.record.values.time import Instant, iso

ZONES = st.sampled_from(
    ["Z", "+03:00", "-09:30", "Asia/Aden", "Europe/Berlin", "America/St_Johns", "Asia/Tehran",
     "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "Asia/Damascus", "Asia/Gaza"]
)  # fmt: skip
MOMENTS = st.integers(Instant.parse("2009-01-01T00:00Z").ms, Instant.parse("2032-01-01T00:00Z").ms)
SPANS = st.integers(0, 40 * DAY)
ALL_WEEK = tuple((day, 0, 1440) for day in range(7))


@st.composite
def windows(draw: st.DrawFn) -> tuple[int, int, int]:
    begin = draw(st.integers(0, 1439))
    return draw(st.integers(0, 6)), begin, draw(st.integers(begin + 1, 1440))


WEEKS = st.lists(windows(), min_size=1, max_size=8).map(tuple)
DAYS_OFF = st.frozensets(st.dates(date(2009, 1, 1), date(2031, 12, 31)), max_size=20)
CALENDARS = st.builds(hours, ZONES, WEEKS, DAYS_OFF)


@given(CALENDARS, MOMENTS, SPANS)
def test_a_duration_in_hours_is_exactly_the_time_in_hours(
    kept: Hours, start: int, span: int
) -> None:
    """Between a start and its deadline lies as much time in hours as was asked, and no more."""
    due = kept.after(start, span)
    assert span == kept.between(start, due)
    assert span == 0 or kept.between(start, due - 1) == span - 1


@given(CALENDARS, MOMENTS, st.integers(0, 30 * DAY), SPANS)
def test_a_later_start_is_never_due_earlier(kept: Hours, start: int, later: int, span: int) -> None:
    """Deadlines keep the order of their starts."""
    assert kept.after(start, span) <= kept.after(start + later, span)


@given(CALENDARS, st.dates(date(2009, 1, 1), date(2031, 12, 31)), MOMENTS, SPANS)
def test_another_holiday_never_makes_a_deadline_earlier(
    kept: Hours, more: date, start: int, span: int
) -> None:
    """A day off only takes hours away."""
    fewer = hours(kept.zone, kept.windows, kept.holidays | {more})
    assert kept.after(start, span) <= fewer.after(start, span)


@given(CALENDARS, MOMENTS)
def test_a_moment_is_open_exactly_when_the_wall_clock_says_so(kept: Hours, ms: int) -> None:
    """Open means: the clock on the wall there shows a time within a window of that weekday."""
    shown = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=ms + offset_ms(kept.zone, ms))
    minute = shown.hour * 60 + shown.minute
    expected = shown.date() not in kept.holidays and any(
        shown.weekday() == day and begin <= minute < end for day, begin, end in kept.windows
    )
    assert expected == kept.is_open(ms)
    opens = kept.opens(ms)
    assert kept.is_open(opens)
    assert 0 == kept.between(ms, opens)


@given(WEEKS, MOMENTS, SPANS, st.integers(-14, 14), st.integers(-14, 14))
def test_shifting_moments_and_zone_together_changes_nothing(
    week: tuple[tuple[int, int, int], ...], start: int, span: int, zone: int, other: int
) -> None:
    """Two offices with the same wall clocks an offset apart have the same deadlines, so far apart.

    And the answer for a named zone of one offset is the answer for the bare offset.
    """
    one, two = hours(_offset(zone), week, frozenset()), hours(_offset(other), week, frozenset())
    apart = (zone - other) * HOUR
    assert one.after(start, span) + apart == two.after(start + apart, span)
    aden = hours("Asia/Aden", week, frozenset())
    assert hours("+03:00", week, frozenset()).after(start, span) == aden.after(start, span)


def _offset(whole_hours: int) -> str:
    return f"{'-' if whole_hours < 0 else '+'}{abs(whole_hours):02}:00"


@given(CALENDARS, st.lists(MOMENTS, min_size=3, max_size=3))
def test_time_in_hours_adds_up(kept: Hours, moments: list[int]) -> None:
    """Time in hours of two stretches that meet is that of the whole."""
    first, middle, last = sorted(moments)
    whole = kept.between(first, last)
    assert whole == kept.between(first, middle) + kept.between(middle, last)


@given(ZONES, MOMENTS, SPANS)
def test_stretches_of_one_offset_join(zone: str, begin: int, span: int) -> None:
    """Together they are the whole span, and each has the offset the zone has inside it."""
    found = list(stretches(zone, begin, begin + span))
    assert (begin if span else None) == (found[0][0] if found else None)
    for one, after in zip(found, found[1:], strict=False):
        assert one[1] == after[0]
    for first, last, ahead in found:
        assert ahead == offset_ms(zone, first) == offset_ms(zone, last - 1)
    assert span == sum(last - first for first, last, _ in found)


def test_the_hour_that_clocks_skip_counts_for_nobody() -> None:
    """Berlin, 29 March 2026: no clock shows 02:30; a watch 01:00 to 04:00 has two hours."""
    night = hours("Europe/Berlin", ((6, 60, 240),), frozenset())
    begin = Instant.parse("2026-03-29T01:00+01:00").ms
    assert 2 * HOUR == night.between(begin, begin + DAY)
    assert "2026-03-29T04:00+02:00" == iso(night.after(begin, 2 * HOUR), "Europe/Berlin")
    skipped = hours("Europe/Berlin", ((6, 120, 180),), frozenset())
    assert "2026-04-05T02:00+02:00" == iso(skipped.opens(begin), "Europe/Berlin")


def test_the_hour_shown_twice_counts_twice() -> None:
    """Berlin, 25 October 2026: clocks show 02:30 twice; a watch 02:00 to 03:00 has two hours."""
    night = hours("Europe/Berlin", ((6, 120, 180),), frozenset())
    begin = Instant.parse("2026-10-25T00:00+02:00").ms
    assert 2 * HOUR == night.between(begin, begin + DAY)


def test_half_an_hour_of_summer_time_is_no_exception() -> None:
    """Lord Howe Island moves its clocks by half an hour."""
    always = hours("Australia/Lord_Howe", ALL_WEEK, frozenset())
    begin = Instant.parse("2026-04-04T00:00Z").ms
    assert begin + 3 * DAY == always.after(begin, 3 * DAY)


def test_a_day_that_a_zone_left_out_has_no_hours() -> None:
    """Samoa had no 30 December 2011: a Friday watch of that week does not exist."""
    friday = hours("Pacific/Apia", ((4, 0, 1440),), frozenset())
    begin = Instant.parse("2011-12-28T00:00Z").ms
    assert "2012-01-06T00:00+14:00" == iso(friday.opens(begin), "Pacific/Apia")


def test_a_site_list_change_waits_for_the_next_thursday() -> None:
    """Received on a Wednesday it is passed the next day; on a Thursday, a week later."""
    receiving = hours("Asia/Aden", tuple((day, 0, 1440) for day in (6, 0, 1, 2)), frozenset())
    thursdays = hours("Asia/Aden", ((3, 540, 780),), frozenset())
    for received, passed in (
        ("2026-11-25T23:59+03:00", "2026-11-26T09:00+03:00"),
        ("2026-11-26T00:00+03:00", "2026-12-03T09:00+03:00"),
        ("2026-11-27T12:00+03:00", "2026-12-03T09:00+03:00"),
    ):
        found = passing(Instant.parse(received).ms, receiving, thursdays)
        assert passed == iso(found.from_ms, "Asia/Aden")
        assert found.until_ms == found.from_ms + 4 * HOUR


@given(MOMENTS, st.integers(-10 * DAY, 10 * DAY))
def test_short_notice_is_told_by_how_much(given_at: int, ahead: int) -> None:
    """Given as early as agreed it is not short; else by what is missing of it."""
    found = lead(given_at, given_at + ahead, agreed_s=48 * 3600)
    assert (0 if ahead >= 2 * DAY else 2 * DAY - ahead) == found.short_ms


@pytest.mark.parametrize("week", [(), ((7, 0, 60),), ((0, 60, 60),), ((0, 0, 1441),)])
def test_hours_that_nobody_can_keep_are_refused(week: tuple[tuple[int, int, int], ...]) -> None:
    """No window at all, an eighth day, no length, or longer than its day."""
    with pytest.raises(BadInput, match="expected"):
        Hours("Z", week, frozenset())


@pytest.mark.slow
@given(CALENDARS, st.integers(17_897 * 24, 22_645 * 24), st.integers(1, 3 * 1440))
@settings(max_examples=60, deadline=None)
def test_a_foreign_walk_through_the_minutes_finds_the_same(
    kept: Hours, hour: int, wanted: int
) -> None:
    """Asking dateutil's zones minute by minute, and counting, gives the same deadline."""
    from dateutil import tz

    zone = tz.UTC if kept.zone == "Z" else tz.gettz(kept.zone)
    if zone is None:
        sign = -1 if kept.zone[0] == "-" else 1
        zone = tz.tzoffset(None, sign * (int(kept.zone[1:3]) * 3600 + int(kept.zone[4:]) * 60))
    start = at = datetime.fromtimestamp(hour * 3600, UTC)
    left = wanted
    while left and at - start < timedelta(days=30):
        local = at.astimezone(zone)
        minute = local.hour * 60 + local.minute
        left -= local.date() not in kept.holidays and any(
            local.weekday() == day and begin <= minute < end for day, begin, end in kept.windows
        )
        at += timedelta(minutes=1)
    begin = hour * HOUR
    if left:
        assert wanted - left == kept.between(begin, begin + 30 * DAY) // MINUTE
    else:
        assert int(at.timestamp() * 1000) == kept.after(begin, wanted * MINUTE)
