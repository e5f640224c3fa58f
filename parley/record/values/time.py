"""When: instants with a zone, and vague times that stay as vague as they were said.

An instant without a zone is refused: two sources of one strike differ by exactly one zone step.
"17 September" is a whole day, never midnight. Milliseconds since 1970-01-01T00:00Z throughout.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from parley.errors import expected
from parley.record.values.refused import Unfit, shown
from parley.record.values.text import Label

# Days that every zone can show, so that no record can make a page fail: 0001-01-02 to 9999-12-30.
FIRST_MS = -62_135_510_400_000
LAST_MS = 253_402_214_399_999
Ms = Annotated[
    int,
    Meta(ge=FIRST_MS, le=LAST_MS, description="Milliseconds since 1970-01-01T00:00Z."),
]
# "-00:00" says that the zone is not known (RFC 3339, section 4.3), so it is no zone.
_ZONE = (
    r"^(?:Z|(?!-00:00)[+-](?:0[0-9]|1[0-4]):[0-5][0-9]"
    r"|[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_+-]+){1,2})(?![\s\S])"
)
_ZONE_WORDS = 'a time zone: Z (not "UTC"), an offset like +03:00, or a name like Asia/Damascus'
Zone = Annotated[str, Meta(pattern=_ZONE, max_length=50, description=_ZONE_WORDS)]
"""The zone a time was stated in."""
Seconds = Annotated[int, Meta(ge=1, le=31_536_000, description="Seconds, at most a year.")]
Hours = Annotated[int, Meta(ge=1, le=87_600, description="Hours, at most ten years.")]
Precision = Literal["millisecond", "second", "minute", "hour", "day", "month", "year"]

_MINUTE = 60_000
_ZONE_FORM = re.compile(_ZONE)
_FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<hour>\d\d)(?::(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<milli>\d{3}))?)?)?"
    r"(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?",
    re.ASCII,
)
_FINER: dict[str, Precision] = {
    "milli": "millisecond",
    "second": "second",
    "minute": "minute",
    "hour": "hour",
    "day": "day",
    "month": "month",
    "year": "year",
}
_FINEST_FIRST = tuple(_FINER.values())


class Instant(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """One moment, and the zone it was stated in."""

    ms: Ms
    zone: Zone

    def __post_init__(self) -> None:
        zone_of(self.zone)

    @classmethod
    def parse(cls, written: str) -> Instant:
        """Read "2016-09-17T14:00Z" or "2016-09-17T17:00:00+03:00" (RFC 3339; seconds optional).

        Refuses a time without a zone and anything coarser than a minute.
        """
        began, _, precision, zone = _read(written, zone=None)
        if precision not in ("minute", "second", "millisecond"):
            raise expected("an instant to the minute with a zone", shown(written))
        return cls(ms=began, zone=zone)

    def __str__(self) -> str:
        return iso(self.ms, self.zone)


class VagueTime(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """A time as it was told: it lies between earliest and latest, both included.

    With `lasting`, what is timed filled the whole interval; without, it fell somewhere inside it.
    """

    earliest: Ms
    latest: Ms
    written: Annotated[Label, Meta(description="As it was written.")]
    precision: Annotated[Precision, Meta(description="How finely it was told.")]
    zone: Zone
    lasting: Annotated[bool, Meta(description="True: it filled the whole interval.")] = False

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise Unfit("expected earliest <= latest, got a time that ends before it begins")
        zone_of(self.zone)

    @classmethod
    def parse(cls, written: str, *, zone: str | None = None) -> VagueTime:
        """Read a year, month, day, time or "a/b" interval; `zone` is the source's stated zone.

        A time of day or a day without any zone is refused: it would have to be guessed. Of an
        interval the coarser end gives the precision, and both ends must be in one zone.
        """
        first, slash, last = written.partition("/")
        earliest, latest, precision, read_zone = _read(first, zone)
        if slash:
            _, latest, finer, last_zone = _read(last, zone)
            if last_zone != read_zone:
                raise expected("both ends in one zone", f"{read_zone} and {last_zone}")
            precision = max(precision, finer, key=_FINEST_FIRST.index)
        return cls(
            earliest=earliest,
            latest=latest,
            written=written,
            precision=precision,
            zone=read_zone,
            lasting=bool(slash),
        )

    def certainly_before(self, other: VagueTime) -> bool:
        """True only when no reading of the two times puts this one at or after the other."""
        return self.latest < other.earliest

    def may_overlap(self, other: VagueTime) -> bool:
        """True when some reading of the two times puts them at the same moment."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def __str__(self) -> str:
        return f"{self.written} ({'UTC' if self.zone == 'Z' else self.zone})"


def iso(ms: int, zone: str = "Z") -> str:
    """RFC 3339 text of a moment in the stated zone, no finer than the value."""
    moment = datetime.fromtimestamp(ms // 1000, UTC) + timedelta(milliseconds=ms % 1000)
    moment = moment.astimezone(zone_of(zone))
    timespec = "milliseconds" if ms % 1000 else "seconds" if ms % _MINUTE else "minutes"
    return moment.isoformat(timespec=timespec).replace("+00:00", "Z")


@lru_cache(maxsize=1024)
def zone_of(zone: str) -> tzinfo:
    """The rules of a zone by its name. Cached: every decoded time asks, and few are in use."""
    if not _ZONE_FORM.search(zone) or len(zone) > 50:
        raise Unfit(f"expected {_ZONE_WORDS}, got {shown(zone)}")
    if zone == "Z":
        return UTC
    if zone[0] in "+-":
        minutes = int(zone[1:3]) * 60 + int(zone[4:6])
        return timezone(timedelta(minutes=minutes if zone[0] == "+" else -minutes))
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as fault:
        raise Unfit(f"expected {_ZONE_WORDS}, got {shown(zone)}") from fault


def _read(written: str, zone: str | None) -> tuple[int, int, Precision, str]:
    """First and last millisecond of a written time, how finely it was written, and its zone."""
    found = _FORM.fullmatch(written)
    if not found:
        raise expected("a time like 2016-09-17T14:00Z or 2016-09-17", shown(written))
    stated = found["zone"] or zone
    if stated is None:
        raise expected("a zone on the time (Z, +hh:mm or an IANA name)", shown(written))
    precision = next(word for part, word in _FINER.items() if found[part])
    try:
        began, ended = _first_and_last(found, precision, zone_of(stated))
    except (ValueError, OverflowError) as fault:
        if isinstance(fault, Unfit):
            raise
        raise expected("a time that exists", shown(written)) from fault
    if not FIRST_MS <= began <= ended <= LAST_MS:
        raise expected("a time between the years 1 and 9999", shown(written))
    return began, ended, precision, stated


def _first_and_last(found: re.Match[str], precision: Precision, zone: tzinfo) -> tuple[int, int]:
    began = datetime(
        int(found["year"]), int(found["month"] or 1), int(found["day"] or 1),
        int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0),
        int(found["milli"] or 0) * 1000, tzinfo=zone,
    )  # fmt: skip
    if precision not in _STEP:
        return _ms(began), _ms(_next(began, precision)) - 1
    # A clock put forward skips an hour, and a clock put back shows one twice: then both are meant.
    if began.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != began.replace(tzinfo=None):
        raise ValueError("the clock skipped it")
    return _ms(began), _ms(_next(began.replace(fold=1), precision)) - 1


_STEP = {
    "hour": timedelta(hours=1),
    "minute": timedelta(minutes=1),
    "second": timedelta(seconds=1),
    "millisecond": timedelta(milliseconds=1),
}


def _next(began: datetime, precision: Precision) -> datetime:
    match precision:
        case "year":
            return began.replace(year=began.year + 1)
        case "month":
            return (began + timedelta(days=32)).replace(day=1)
        case "day":
            return began + timedelta(days=1)
        case "hour" | "minute" | "second" | "millisecond":
            # In UTC, so that a clock change inside the hour does not stretch it.
            return began.astimezone(UTC) + _STEP[precision]


def _ms(moment: datetime) -> int:
    whole = moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return whole.days * 86_400_000 + whole.seconds * 1000 + whole.microseconds // 1000
