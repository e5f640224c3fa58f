"""What the clocks on the wall show in a zone, as stretches with one offset from UTC each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from parley.errors import expected
from parley.record.values.refused import shown

SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Between two looks at the wall clock; no zone has ever changed its clocks twice in half a day.
_STRIDE = 12 * HOUR


@lru_cache(maxsize=256)
def rules(zone: str) -> tzinfo:
    """The rules of a zone as it is written in a record: Z, +03:00 or Asia/Aden."""
    if zone == "Z":
        return UTC
    if zone[0] in "+-":
        minutes = int(zone[1:3]) * 60 + int(zone[4:6])
        return timezone(timedelta(minutes=minutes if zone[0] == "+" else -minutes))
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as fault:
        raise expected("a time zone by its IANA name", shown(zone)) from fault


def offset_ms(zone: str, ms: int) -> int:
    """How far the wall clock is ahead of UTC at a moment."""
    ahead = (_EPOCH + timedelta(milliseconds=ms)).astimezone(rules(zone)).utcoffset()
    return 0 if ahead is None else (ahead.days * 86_400 + ahead.seconds) * SECOND


def stretches(zone: str, begin_ms: int, end_ms: int) -> Iterator[tuple[int, int, int]]:
    """(begin, end, offset) of each stretch of one offset, together exactly [begin_ms, end_ms)."""
    since, ahead = begin_ms, offset_ms(zone, begin_ms)
    at = begin_ms
    while at < end_ms:
        then = min(at + _STRIDE, end_ms)
        if (other := offset_ms(zone, then)) != ahead:
            changed = _change(zone, at, then)
            yield since, changed, ahead
            since, ahead = changed, other
        at = then
    if since < end_ms:
        yield since, end_ms, ahead


def _change(zone: str, before_ms: int, after_ms: int) -> int:
    """The first moment of the new offset, between two moments of different ones."""
    old = offset_ms(zone, before_ms)
    while after_ms - before_ms > 1:
        middle = (before_ms + after_ms) // 2
        if offset_ms(zone, middle) == old:
            before_ms = middle
        else:
            after_ms = middle
    return after_ms
