"""Time that counts, as positions on a line: milliseconds that passed, or whole days.

`upto(ms)` is how much has been counted by a moment; after a reset at `ms`, counting goes on from
`after(ms)`. A whole day runs from one day edge to the next on the wall clock of a zone, so it can
be 23 or 25 hours long; one with a reset or a pause in it is not counted. The time of a pause does
not count.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from parley.errors import expected
from parley.record.values.time import FIRST_MS, LAST_MS, iso, zone_of

DAY = 86_400_000
_LONGEST = 40 * 366 * DAY
"""Longer than any clock may run, with room: nobody counts the days of a wrong year one by one."""
Pauses = Sequence[tuple[int, int]]


class Elapsed:
    """Milliseconds that passed, less the pauses."""

    unit = DAY

    def __init__(self, start: int, until: int, pauses: Pauses = ()) -> None:
        self._pauses = [(max(start, a), min(until, b)) for a, b in pauses if a < b]
        self._begins = [a for a, _ in self._pauses]
        self._lost = list(accumulate((b - a for a, b in self._pauses), initial=0))
        self.start = self.upto(start)

    def upto(self, ms: int) -> int:
        """How many milliseconds count before a moment."""
        if not self._begins:
            return ms
        n = bisect_right(self._begins, ms)
        inside = max(0, self._pauses[n - 1][1] - ms) if n else 0
        return ms - self._lost[n] + inside

    after = upto

    def spots(self, moments: list[int]) -> list[int]:
        """`upto` of many moments."""
        return moments if not self._begins else [self.upto(ms) for ms in moments]

    spots_after = spots

    def moment(self, position: int) -> int:
        """When that position was first reached."""
        ms = position
        for begin, end in self._pauses:
            if ms <= begin:
                break
            ms += end - begin
        return ms

    def length(self, hours: int) -> int:
        """How far a clock of so many hours has to come."""
        return hours * 3_600_000


class WholeDays:
    """Whole days between day edges."""

    unit = 1

    def __init__(
        self, start: int, until: int, pauses: Pauses = (), *, edge: str = "00:00", zone: str = "Z"
    ) -> None:
        if until - start > _LONGEST:
            raise expected("a moment within 40 years of the start", iso(until))
        if start < FIRST_MS + 4 * DAY or until > LAST_MS - 4 * DAY:
            raise expected("days that have days beside them", iso(start))
        self._edges = day_edges(start, until, edge, zone)
        whole = [
            not any(a < last and b > first for a, b in pauses)
            for first, last in zip(self._edges, self._edges[1:], strict=False)
        ]
        self._rank = list(accumulate(whole, initial=0))
        self.start = self._rank[bisect_left(self._edges, start)]

    def upto(self, ms: int) -> int:
        """How many whole days are over at a moment."""
        return self._rank[self._day(ms)]

    def after(self, ms: int) -> int:
        """The first whole day that lies behind a moment."""
        return self._rank[min(self._day(ms) + 1, len(self._rank) - 1)]

    def spots(self, moments: list[int]) -> list[int]:
        """`upto` of many moments."""
        rank, edges, last = self._rank, self._edges, len(self._rank) - 1
        return [rank[min(max(bisect_right(edges, ms) - 1, 0), last)] for ms in moments]

    def spots_after(self, moments: list[int]) -> list[int]:
        """`after` of many moments."""
        rank, edges, last = self._rank, self._edges, len(self._rank) - 1
        return [rank[min(max(bisect_right(edges, ms), 0), last)] for ms in moments]

    def moment(self, position: int) -> int:
        """The day edge at which so many whole days were over."""
        return self._edges[bisect_left(self._rank, position)]

    def length(self, hours: int) -> int:
        """How many whole days a clock of so many hours has to run."""
        return -(-hours // 24)

    def _day(self, ms: int) -> int:
        return min(max(bisect_right(self._edges, ms) - 1, 0), len(self._rank) - 1)


Scale = Elapsed | WholeDays


def day_edges(first: int, last: int, edge: str, zone: str) -> list[int]:
    """Every moment at which a day begins, from the last before `first` to the second behind `last`.

    A wall-clock hour that a clock change skips begins when the clock was put forward; one that it
    shows twice, at the first time.
    """
    rules = zone_of(zone)
    hours, minutes = int(edge[:2]), int(edge[3:])
    day: date = datetime.fromtimestamp(first // 1000, UTC).astimezone(rules).date()
    day -= timedelta(days=2)
    found: list[int] = []
    while len(found) < 3 or found[-3] <= last:
        on = day + timedelta(days=hours // 24)
        at = datetime(on.year, on.month, on.day, hours % 24, minutes, tzinfo=rules)
        ms = int(at.astimezone(UTC).timestamp()) * 1000
        if not found or ms > found[-1]:
            found.append(ms)
        day += timedelta(days=1)
    return found[max(bisect_right(found, first) - 1, 0):]
