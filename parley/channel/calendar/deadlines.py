"""A deadline is a calendar and a duration; nothing of it is stored but what both sides agreed."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import get_args

from parley.channel.calendar.hours import Hours, Window, hours
from parley.channel.calendar.passing import Lead, Passing, lead, passing
from parley.record.values.calendar import Calendar, Weekday, Weekly
from parley.record.values.line import Policy

_DAYS: dict[str, int] = {day: number for number, day in enumerate(get_args(Weekday))}
_ALWAYS: tuple[Window, ...] = tuple((day, 0, 1440) for day in range(7))


def hours_of(calendar: Calendar) -> Hours:
    """The hours of a line: its weekly windows, or all hours, without the days it is closed."""
    return _hours(calendar, calendar.hours)


def due_ms(
    policy: Policy, calendar: Calendar | None, start_ms: int, *, emergency: bool = False
) -> int | None:
    """When what a rule asks for is due, from the moment it counts from; None if it has no time.

    What came outside the hours for receiving counts from when they next begin. Time in hours of a
    line without a calendar is counted as elapsed time, which is never later.
    """
    if policy.passed_on:
        found = passing_on(policy, calendar, start_ms)
        return None if found is None else found.from_ms
    seconds = policy.within_s
    if emergency and policy.emergency_s is not None:
        seconds = policy.emergency_s
    if seconds is None or policy.lead_s is not None:
        return None
    start = start_ms
    if policy.received and calendar is not None:
        start = _hours(calendar, policy.received).opens(start)
    if policy.counted == "in-hours" and calendar is not None:
        return hours_of(calendar).after(start, seconds * 1000)
    return start + seconds * 1000


def passing_on(policy: Policy, calendar: Calendar | None, received_ms: int) -> Passing | None:
    """When something received is to be passed on, by a rule of passing on; None by another."""
    if calendar is None or not policy.passed_on:
        return None
    receiving = _hours(calendar, policy.received)
    return passing(received_ms, receiving, _hours(calendar, policy.passed_on))


def lead_of(
    policy: Policy, given_ms: int, begins_ms: int, *, emergency: bool = False
) -> Lead | None:
    """How far ahead a notice was given, by a rule of lead time; None by another.

    Short notice is shown and never refused.
    """
    if policy.lead_s is None:
        return None
    agreed = policy.lead_s
    if emergency and policy.emergency_s is not None:
        agreed = policy.emergency_s
    return lead(given_ms, begins_ms, agreed_s=agreed)


@lru_cache(maxsize=256)
def _hours(calendar: Calendar, weekly: tuple[Weekly, ...]) -> Hours:
    windows = tuple(
        sorted(
            (_DAYS[day], _minutes(one.from_), _minutes(one.until))
            for one in weekly
            for day in one.days
        )
    )
    closed = frozenset(date.fromisoformat(day) for day in calendar.closed)
    return hours(calendar.zone, windows or _ALWAYS, closed)


def _minutes(local: str) -> int:
    return int(local[:2]) * 60 + int(local[3:])
