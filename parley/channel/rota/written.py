"""What single lines of an iCalendar file say: moments, zones and rules (RFC 5545, section 3.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any, cast

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON
from msgspec import Struct

from parley.channel.calendar.zone import rules
from parley.channel.rota.recurring import Every, Rule
from parley.errors import expected
from parley.record.values.refused import shown

_WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_UNDERSTOOD = {
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST",
}  # fmt: skip


class When(Struct, frozen=True):
    """A moment as an event writes it: the wall clock, its zone, whether it was a whole day."""

    wall: datetime
    zone: tzinfo
    whole_day: bool

    def instant(self, wall: datetime | None = None, *, fold: int = 0) -> datetime:
        """The moment; an hour shown twice means its first showing, unless `fold` is 1."""
        return (wall or self.wall).replace(tzinfo=self.zone, fold=fold).astimezone(UTC)


def moment(told: object, tzid: str | None, zone: str, name: str) -> When:
    """A moment as it is written; `zone` is for whole days and for times without one."""
    if isinstance(told, datetime):
        wall = told.replace(tzinfo=None)
        if tzid is None and told.tzinfo is not None:
            return When(told.astimezone(UTC).replace(tzinfo=None), UTC, False)
        return When(wall, rules(_zone(tzid) if tzid else zone), False)
    if isinstance(told, date):
        return When(datetime.combine(told, time()), rules(zone), True)
    raise expected("a date or a time", shown(str(told)), name)


def zone_of(line: object) -> str | None:
    """The zone a line names, as it is written."""
    named = getattr(line, "params", {}).get("TZID")
    return None if named is None else str(named)


def _zone(written: str) -> str:
    """The IANA name of a zone as calendars write it, also Windows' names and mozilla's paths."""
    name = WINDOWS_TO_OLSON.get(written, written)
    if name.startswith("/") and name.count("/") > 2:
        name = "/".join(name.split("/")[-2:])
    if name in ("UTC", "GMT", "Etc/UTC", "Z"):
        return "Z"
    if not re.fullmatch(r"[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_+-]+){1,2}", name):
        raise expected("a time zone by its IANA name", shown(written), "TZID")
    return name


def rule_of(written: Mapping[str, Any]) -> Rule:
    """A rule of days; whatever a rota does not need is refused by name."""
    unknown = sorted(set(written) - _UNDERSTOOD)
    if unknown:
        raise expected(f"a rule of {', '.join(sorted(_UNDERSTOOD))}", unknown[0], "RRULE")
    every = str(_one(written, "FREQ", ""))
    if every not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise expected("FREQ of DAILY, WEEKLY, MONTHLY or YEARLY", shown(every), "RRULE")
    by_day = tuple(_weekday(str(one), every) for one in written.get("BYDAY", ()))
    count = _one(written, "COUNT", None)
    return Rule(
        every=cast(Every, every),
        interval=_number(_one(written, "INTERVAL", 1), 1, 1000),
        count=None if count is None else _number(count, 1, 100_000),
        by_day=by_day,
        by_month_day=_numbers(written, "BYMONTHDAY", 31),
        by_month=tuple(abs(month) for month in _numbers(written, "BYMONTH", 12)),
        by_position=_numbers(written, "BYSETPOS", 366),
        week_start=_WEEKDAYS.get(str(_one(written, "WKST", "MO")), 0),
    )


def until_of(written: Mapping[str, Any], start: When) -> datetime | None:
    """Until when a rule runs, that moment included."""
    until = _one(written, "UNTIL", None)
    if until is None:
        return None
    if isinstance(until, datetime):
        return until.astimezone(UTC) if until.tzinfo else start.instant(until)
    if isinstance(until, date):
        return start.instant(datetime.combine(until, time(23, 59, 59)), fold=1)
    raise expected("a date or a time", shown(str(until)), "UNTIL")


def _one(written: Mapping[str, Any], name: str, missing: object) -> object:
    given = written.get(name, [missing])
    values = list(given) if isinstance(given, list | tuple) else [given]
    if len(values) != 1:
        raise expected(f"one {name} in a rule", f"{len(values)}", "RRULE")
    return values[0]


def _number(given: object, least: int, most: int) -> int:
    if not isinstance(given, int) or not least <= given <= most:
        raise expected(f"a number from {least} to {most:,}", shown(str(given)), "RRULE")
    return int(given)


def _numbers(written: Mapping[str, Any], name: str, most: int) -> tuple[int, ...]:
    found = tuple(_number(one, -most, most) for one in written.get(name, ()))
    if 0 in found or len(found) > 366:
        raise expected(f"{name} of up to 366 numbers, none of them 0", "others", "RRULE")
    return found


def _weekday(written: str, every: str) -> tuple[int, int]:
    match = re.fullmatch(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", written)
    if match is None or (match[1] and every not in ("MONTHLY", "YEARLY")):
        raise expected("a weekday like MO, or 2FR in a month", shown(written), "BYDAY")
    return int(match[1] or 0), _WEEKDAYS[match[2]]
