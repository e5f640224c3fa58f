"""On which days something comes back: the part of RFC 5545 recurrence that a rota needs.

A walk through the days, not a generator that looks for the next one: a rule that never comes true
("30 February") keeps such a generator busy for minutes, and here it costs the days of the walk.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice, takewhile
from typing import Literal, TypeAlias

from msgspec import Struct

Every: TypeAlias = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]


class Rule(Struct, frozen=True, kw_only=True):
    """A rule of days. `by_day` holds (ordinal, weekday): (0, 4) each Friday, (-1, 4) the last."""

    every: Every
    interval: int = 1
    count: int | None = None
    by_day: tuple[tuple[int, int], ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    by_position: tuple[int, ...] = ()
    week_start: int = 0


def days(rule: Rule, first: date, last: date) -> Iterator[date]:
    """The days of a rule from its first to a last day, both included; the count counts them."""
    found = takewhile(lambda day: day <= last, _days(rule, first, last))
    return islice(found, rule.count)


def _days(rule: Rule, first: date, last: date) -> Iterator[date]:
    for period in _periods(rule, first, last):
        fitting = [day for day in period if _fits(rule, day, first)]
        if rule.by_position:
            places = {at - 1 if at > 0 else len(fitting) + at for at in rule.by_position}
            fitting = [day for place, day in enumerate(fitting) if place in places]
        yield from (day for day in fitting if day >= first)


def _periods(rule: Rule, first: date, last: date) -> Iterator[list[date]]:
    """The days, weeks, months or years the rule looks at, whole, until one begins after `last`."""
    begin = _beginning(rule, first)
    while begin <= last:
        after = _next(rule.every, begin, 1)
        yield [date.fromordinal(n) for n in range(begin.toordinal(), after.toordinal())]
        begin = _next(rule.every, begin, rule.interval)


def _beginning(rule: Rule, first: date) -> date:
    match rule.every:
        case "DAILY":
            return first
        case "WEEKLY":
            return first - timedelta(days=(first.weekday() - rule.week_start) % 7)
        case "MONTHLY":
            return first.replace(day=1)
        case "YEARLY":
            return first.replace(month=1, day=1)


def _next(every: Every, begin: date, times: int) -> date:
    match every:
        case "DAILY":
            return begin + timedelta(days=times)
        case "WEEKLY":
            return begin + timedelta(weeks=times)
        case "MONTHLY":
            months = begin.year * 12 + begin.month - 1 + times
            return date(months // 12, months % 12 + 1, 1)
        case "YEARLY":
            return date(begin.year + times, 1, 1)


def _fits(rule: Rule, day: date, first: date) -> bool:
    by_month, by_month_day, by_day = rule.by_month, rule.by_month_day, rule.by_day
    if not by_day and not by_month_day:
        # RFC 5545, section 3.3.10: what a rule leaves open is taken from its first day.
        if rule.every == "WEEKLY":
            by_day = ((0, first.weekday()),)
        elif rule.every in ("MONTHLY", "YEARLY"):
            by_month_day = (first.day,)
            by_month = by_month or ((first.month,) if rule.every == "YEARLY" else ())
    if by_month and day.month not in by_month:
        return False
    length = calendar.monthrange(day.year, day.month)[1]
    if by_month_day and day.day not in by_month_day and day.day - length - 1 not in by_month_day:
        return False
    return not by_day or any(_is_nth(rule, day, ordinal, on) for ordinal, on in by_day)


def _is_nth(rule: Rule, day: date, ordinal: int, weekday: int) -> bool:
    """Whether a day is the nth such weekday of its month, or of its year in a rule of years."""
    if day.weekday() != weekday:
        return False
    if ordinal == 0:
        return True
    if rule.every == "YEARLY" and not rule.by_month:
        at = day.timetuple().tm_yday
        length = 366 if calendar.isleap(day.year) else 365
    else:
        at, length = day.day, calendar.monthrange(day.year, day.month)[1]
    return ordinal == ((at - 1) // 7 + 1 if ordinal > 0 else -((length - at) // 7 + 1))
