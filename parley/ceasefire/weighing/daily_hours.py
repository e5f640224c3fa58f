"""Daily hours of a clause as stretches: read on a wall clock, so they move with daylight saving."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from parley.ceasefire.spans.edges import Edge, Stretch
from parley.ceasefire.text.clause import Window

_DAY_MS = 86_400_000
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_MS = 400 * _DAY_MS
"""A longer doubt about when an event was is not cut at every day's hours."""


def opened(window: Window, zone: tzinfo, hull: tuple[int, int]) -> tuple[Stretch, ...]:
    """The stretches in which the daily hours are open, around a hull of milliseconds.

    A closing hour at or before the opening one is on the next day. An hour that the clock shows
    twice is open both times; one that it skips is read as if it had not been skipped.
    """
    first = _local(hull[0], zone).date() - timedelta(days=2)
    found = []
    for nth in range((hull[1] - hull[0]) // _DAY_MS + 5):
        day = first + timedelta(days=nth)
        if window.days and _WEEK[day.weekday()] not in window.days:
            continue
        begins = wall_ms(day, window.opens or "00:00", zone)
        closes = window.closes or "24:00"
        after = timedelta(days=1) if closes <= (window.opens or "00:00") else timedelta(0)
        ends = wall_ms(day + after, closes, zone, last=True)
        found.append(Stretch(begins=Edge(begins, begins), ends=Edge(ends, ends)))
    return tuple(found)


def wall_ms(day: date, hour: str, zone: tzinfo, *, last: bool = False) -> int:
    """The millisecond at which a wall clock shows an hour; the last one if it shows it twice."""
    if hour == "24:00":
        day, hour = day + timedelta(days=1), "00:00"
    shown = time(int(hour[:2]), int(hour[3:]), fold=int(last))
    moment = datetime.combine(day, shown, tzinfo=zone).astimezone(UTC)
    return int(moment.timestamp()) * 1000


def _local(ms: int, zone: tzinfo) -> datetime:
    return datetime.fromtimestamp(ms // 1000, UTC).astimezone(zone)
