"""Where a drawing puts its marks. The drawing repeats a table beside it and says nothing more.

Positions are percent of the width, left to right in every language, as an axis of numbers is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.review.page import Account, TimelineRow

Percent = Annotated[str, Meta(description='A place on the axis, "12.50%".')]
Shape = Literal["point", "at-least", "at-most", "range", "none"]
"""One figure; an open end; both ends; or nothing to draw."""

# Marks at the very edge would lose half their shape and half their label.
_FIRST, _LAST = 2.0, 96.0
_HOUR = 3_600_000


class ChartRow(Struct, frozen=True, kw_only=True):
    """One account and where it is drawn."""

    account: Account
    shape: Shape
    begin: Percent = ""
    end: Percent = ""
    dot: Annotated[Percent, Meta(description="The single figure, where one was given.")] = ""


class HourRow(Struct, frozen=True, kw_only=True):
    """One row of the timeline and where it is drawn."""

    row: TimelineRow
    shape: Shape
    begin: Percent
    end: Percent


class Tick(Struct, frozen=True, kw_only=True):
    """One line of the axis."""

    at: Percent
    text: str


class Chart(Struct, frozen=True, kw_only=True):
    """The figures of one question on one axis, in the order they were given."""

    ticks: tuple[Tick, ...]
    rows: tuple[ChartRow, ...]


class HourChart(Struct, frozen=True, kw_only=True):
    """The times of day of one day (UTC), as each speaker told them."""

    day: Annotated[str, Meta(description="The day, 2016-09-17.")]
    ticks: tuple[Tick, ...]
    rows: tuple[HourRow, ...]


def figures_chart(accounts: Iterable[Account]) -> Chart | None:
    """A chart of low, single and high figures from zero; None where nobody gave a figure."""
    told = tuple(accounts)
    most = max((max(numbers) for one in told if (numbers := _numbers(one))), default=None)
    if most is None:
        return None
    step = _step(most)
    top = step * -(-max(most, 1) // step)
    place = _scale(0, top)
    return Chart(
        ticks=tuple(Tick(at=place(at), text=str(at)) for at in range(0, top + 1, step)),
        rows=tuple(_figure_row(one, place) for one in told),
    )


def hours_chart(rows: Iterable[TimelineRow]) -> HourChart | None:
    """A chart of the day on which most times of day are told; None where fewer than two are."""
    timed = [row for row in rows if _of_one_day(row)]
    days = Counter(_day(row) for row in timed)
    if not days or max(days.values()) < 2:
        return None
    day = min(days, key=lambda one: (-days[one], one))
    chosen = [row for row in timed if _day(row) == day]
    first = min(row.earliest_ms or 0 for row in chosen) // _HOUR * _HOUR
    whole = -(-max(row.latest_ms or 0 for row in chosen) // _HOUR) * _HOUR
    # One moment told twice has no width, and an axis must have one.
    last = max(whole, first + _HOUR)
    place = _scale(first, last)
    step = _HOUR * -(-(last - first) // (6 * _HOUR))
    return HourChart(
        day=day,
        ticks=tuple(Tick(at=place(ms), text=_clock(ms)) for ms in range(first, last + 1, step)),
        rows=tuple(_hour_row(row, place) for row in chosen),
    )


def _numbers(account: Account) -> list[int]:
    return [one for one in (account.low, account.best, account.high) if one is not None]


def _step(most: int) -> int:
    """A round step (1, 2 or 5 times a power of ten) that cuts 0 to `most` into at most six."""
    power = 1
    while power * 60 < most:
        power *= 10
    return next(power * each for each in (1, 2, 5, 10) if power * each * 6 >= most)


def _scale(first: int, last: int) -> Callable[[int], Percent]:
    width = max(last - first, 1)
    return lambda value: f"{_FIRST + (_LAST - _FIRST) * (value - first) / width:.2f}%"


def _figure_row(account: Account, place: Callable[[int], Percent]) -> ChartRow:
    low, best, high = account.low, account.best, account.high
    dot = "" if best is None else place(best)
    if low is not None and low == high:
        return ChartRow(account=account, shape="point", dot=place(low))
    if low is not None and high is not None:
        return ChartRow(
            account=account, shape="range", begin=place(low), end=place(high), dot=dot
        )
    if low is not None:
        return ChartRow(
            account=account, shape="at-least", begin=place(low), end=f"{_LAST + 2:.2f}%", dot=dot
        )
    if high is not None:
        return ChartRow(
            account=account, shape="at-most", begin=place(0), end=place(high), dot=dot
        )
    return ChartRow(account=account, shape="none" if best is None else "point", dot=dot)


def _of_one_day(row: TimelineRow) -> bool:
    """Whether the time is told to a part of one day (a whole day is 24 hours less 1 ms)."""
    if row.earliest_ms is None or row.latest_ms is None:
        return False
    return row.latest_ms - row.earliest_ms < 12 * _HOUR


def _day(row: TimelineRow) -> str:
    return datetime.fromtimestamp((row.earliest_ms or 0) // 1000, UTC).date().isoformat()


def _clock(ms: int) -> str:
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%H:%M")


def _hour_row(row: TimelineRow, place: Callable[[int], Percent]) -> HourRow:
    earliest, latest = row.earliest_ms or 0, row.latest_ms or 0
    shape: Shape = "point" if latest - earliest < _HOUR // 12 else "range"
    return HourRow(row=row, shape=shape, begin=place(earliest), end=place(latest))
