"""Office hours as stretches of real time: weekly windows on the wall clock of a zone.

One rule decides everything: a moment is in hours exactly when the wall clock of the zone shows a
time within a window of that weekday, on a day that is no holiday. So where clocks are put forward
the hour they skip counts for nobody, because no clock shows it; where they are put back the hour
shown twice counts twice. No hour is invented, and none that a clock showed is lost.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from parley.channel.calendar.zone import DAY, MINUTE, rules, stretches
from parley.errors import expected

Window = tuple[int, int, int]
"""A weekday (Monday is 0), and the minutes of its day from which and before which it is open."""

_EPOCH = date(1970, 1, 1).toordinal()
_EPOCH_WEEKDAY = 3
"""1970-01-01 was a Thursday."""
_LAST_YEAR = 9998


class _Year(NamedTuple):
    """Open stretches that lie in one UTC year, apart and in order, and the sum before each."""

    begins: list[int]
    ends: list[int]
    sums: list[int]


class Hours:
    """When somebody is there. It never changes; what it has worked out it keeps."""

    def __init__(self, zone: str, windows: tuple[Window, ...], holidays: frozenset[date]) -> None:
        for weekday, begin, end in windows:
            if not (0 <= weekday <= 6 and 0 <= begin < end <= 1440):
                raise expected("a window within one day", f"{weekday}: {begin} to {end} min")
        if not windows:
            raise expected("at least one window in the week", "none")
        rules(zone)
        self.zone, self.windows, self.holidays = zone, windows, holidays
        self._of_weekday = [
            [(begin * MINUTE, end * MINUTE) for on, begin, end in windows if on == weekday]
            for weekday in range(7)
        ]
        self._years: dict[int, _Year] = {}

    def is_open(self, ms: int) -> bool:
        """Whether a moment is in hours."""
        year = self._year(_year_of(ms))
        at = bisect_right(year.begins, ms) - 1
        return at >= 0 and ms < year.ends[at]

    def opens(self, ms: int) -> int:
        """The first moment in hours, from this one on."""
        return next(self.stretches(ms))[0]

    def stretches(self, ms: int) -> Iterator[tuple[int, int]]:
        """Open stretches from a moment on, in order. A stretch ends where a UTC year does."""
        for number in range(_year_of(ms), _LAST_YEAR + 1):
            year = self._year(number)
            first = max(bisect_right(year.begins, ms) - 1, 0)
            for begin, end in zip(year.begins[first:], year.ends[first:], strict=True):
                if end > ms:
                    yield max(begin, ms), end
        raise expected("a calendar that opens again", f"none before the year {_LAST_YEAR}")

    def between(self, begin_ms: int, end_ms: int) -> int:
        """How many milliseconds of [begin_ms, end_ms) are in hours."""
        if end_ms <= begin_ms:
            return 0
        first, last = _year_of(begin_ms), _year_of(end_ms)
        if first == last:
            return self._before(end_ms) - self._before(begin_ms)
        whole = sum(self._year(number).sums[-1] for number in range(first, last))
        return whole - self._before(begin_ms) + self._before(end_ms)

    def after(self, begin_ms: int, duration_ms: int) -> int:
        """The first moment by which so much time in hours has passed since the beginning."""
        if duration_ms <= 0:
            return begin_ms
        wanted = duration_ms + self._before(begin_ms)
        for number in range(_year_of(begin_ms), _LAST_YEAR + 1):
            year = self._year(number)
            if wanted <= year.sums[-1]:
                at = bisect_right(year.sums, wanted - 1) - 1
                return year.begins[at] + wanted - year.sums[at]
            wanted -= year.sums[-1]
        raise expected("a calendar that opens again", f"none before the year {_LAST_YEAR}")

    def _before(self, ms: int) -> int:
        """Milliseconds in hours between the beginning of the UTC year and a moment."""
        year = self._year(_year_of(ms))
        at = bisect_right(year.begins, ms) - 1
        return 0 if at < 0 else year.sums[at] + min(ms, year.ends[at]) - year.begins[at]

    def _year(self, number: int) -> _Year:
        found = self._years.get(number)
        if found is None:
            if not 2 <= number <= _LAST_YEAR:
                raise expected(f"a moment between the years 2 and {_LAST_YEAR}", f"year {number}")
            found = self._years[number] = self._worked_out(number)
        return found

    def _worked_out(self, number: int) -> _Year:
        begins: list[int] = []
        ends: list[int] = []
        for begin, end in sorted(self._raw(number)):
            if ends and begin <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                begins.append(begin)
                ends.append(end)
        lengths = (end - begin for begin, end in zip(begins, ends, strict=True))
        return _Year(begins, ends, list(accumulate(lengths, initial=0)))

    def _raw(self, number: int) -> Iterator[tuple[int, int]]:
        off = {day.toordinal() - _EPOCH for day in self.holidays}
        for begin, end, ahead in stretches(self.zone, _new_year(number), _new_year(number + 1)):
            for day in range((begin + ahead) // DAY, (end - 1 + ahead) // DAY + 1):
                if day in off:
                    continue
                midnight = day * DAY - ahead
                for opens, closes in self._of_weekday[(day + _EPOCH_WEEKDAY) % 7]:
                    first, last = max(midnight + opens, begin), min(midnight + closes, end)
                    if first < last:
                        yield first, last


@lru_cache(maxsize=256)
def hours(zone: str, windows: tuple[Window, ...], holidays: frozenset[date]) -> Hours:
    """The hours of a calendar, worked out once for all who ask."""
    return Hours(zone, windows, holidays)


def _year_of(ms: int) -> int:
    return datetime.fromtimestamp(ms // 1000, UTC).year


def _new_year(number: int) -> int:
    return (date(number, 1, 1).toordinal() - _EPOCH) * DAY
