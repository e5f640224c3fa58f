"""The drawings: every mark on the axis, in the order of the numbers, and nothing made up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.review.page import Account, TimelineRow
from parley.web.chart import figures_chart, hours_chart

FIGURES = st.one_of(st.none(), st.integers(0, 10**15))
HOUR = 3_600_000
DAY = 24 * HOUR
NOON = 17_060 * DAY + 12 * HOUR


def told(low: int | None = None, best: int | None = None, high: int | None = None) -> Account:
    """An account of a figure."""
    return Account(by="reported by A", text="words", low=low, best=best, high=high, entries=(1,))


def row(earliest: int | None, latest: int | None) -> TimelineRow:
    """A row of the timeline at a time."""
    return TimelineRow(
        event_time="as told", ledger_time="later", earliest_ms=earliest, latest_ms=latest,
        kind="incident.claimed", label="claim", text="words", by="reported by A", entries=(1,),
    )  # fmt: skip


def at(percent: str) -> float:
    """A place as a number."""
    assert percent.endswith("%")
    return float(percent[:-1])


@given(st.lists(st.tuples(FIGURES, FIGURES, FIGURES), max_size=8))
def test_every_mark_lies_on_the_axis(figures: list[tuple[int | None, ...]]) -> None:
    """Ticks and marks lie within the drawing, and no axis has more than six steps."""
    chart = figures_chart(told(*one) for one in figures)
    assert (chart is None) == all(each is None for one in figures for each in one)
    if chart is None:
        return
    places = [at(tick.at) for tick in chart.ticks]
    marks = [
        at(place) for one in chart.rows for place in (one.begin, one.end, one.dot) if place
    ]
    assert len(figures) == len(chart.rows)
    assert 2 <= len(places) <= 7
    assert places == sorted(set(places))
    assert all(0 <= mark <= 100 for mark in (*places, *marks))
    assert "0" == chart.ticks[0].text
    assert int(chart.ticks[-1].text) >= max(each or 0 for one in figures for each in one)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_more_is_never_drawn_as_less(one: int, other: int) -> None:
    """Of two figures on one axis the greater never lies before the smaller."""
    chart = figures_chart([told(best=min(one, other)), told(best=max(one, other))])
    assert chart is not None
    assert at(chart.rows[0].dot) <= at(chart.rows[1].dot)


def test_each_bound_has_its_own_shape() -> None:
    """One figure is a point, an open end is open, both ends are a range, no figure is nothing."""
    single, open_ended = (told(best=5), told(5, 5, 5)), (told(low=5), told(high=5))
    chart = figures_chart([*single, *open_ended, told(3, 4, 5), told()])
    assert chart is not None
    expected = ["point", "point", "at-least", "at-most", "range", "none"]
    assert expected == [one.shape for one in chart.rows]
    assert at(chart.rows[2].end) > at(chart.ticks[-1].at)
    assert chart.rows[3].begin == chart.ticks[0].at
    assert at(chart.rows[4].begin) < at(chart.rows[4].dot) < at(chart.rows[4].end)


def test_the_day_drawn_is_the_one_most_is_told_of() -> None:
    """Two times on one day make a drawing; a whole day, a lone time and no time do not."""
    rows = [
        row(NOON, NOON + 59_999),
        row(NOON + HOUR, NOON + 2 * HOUR),
        row(NOON - 12 * HOUR, NOON + 12 * HOUR - 1),
        row(NOON + 3 * DAY, NOON + 3 * DAY),
        row(None, None),
    ]
    chart = hours_chart(rows)
    assert chart is not None
    assert "2016-09-16" == chart.day
    assert rows[:2] == [one.row for one in chart.rows]
    assert ["point", "range"] == [one.shape for one in chart.rows]
    assert ["12:00", "13:00", "14:00"] == [tick.text for tick in chart.ticks]
    assert None is hours_chart(rows[2:])


@given(st.lists(st.tuples(st.integers(0, 2 * DAY), st.integers(0, DAY)), min_size=2, max_size=9))
def test_every_hour_lies_on_the_axis(times: list[tuple[int, int]]) -> None:
    """Marks lie within the drawing, begin before they end, and every row drawn is of that day."""
    chart = hours_chart(row(NOON + start, NOON + start + lasts) for start, lasts in times)
    if chart is None:
        return
    places = [at(tick.at) for tick in chart.ticks]
    assert len(places) <= 8
    for one in chart.rows:
        assert places[0] <= at(one.begin) <= at(one.end) <= 96
