"""A rota out of an iCalendar file (RFC 5545): events become duties, which the desk then enters.

What is read is a draft; nothing is on record before a person enters it. Whatever the file says that
is not understood is refused by name, never dropped: a shift that silently vanished is a night
without anybody on duty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import cast

import icalendar
from msgspec import Struct

from parley.channel.rota.recurring import days
from parley.channel.rota.written import When, moment, rule_of, until_of, zone_of
from parley.errors import BadInput, expected
from parley.record.roster import DutyAssigned
from parley.record.values.refused import shown
from parley.record.values.time import VagueTime, iso

MOST_BYTES, MOST_EVENTS, MOST_DUTIES, MOST_DAYS = 1_000_000, 2_000, 5_000, 1_000_000
_DEEPEST = 5
_MOST_LINES = 60_000
_LONGEST_WALK = timedelta(days=20 * 366)
_LONGEST_LOOK = timedelta(days=800)
_LONGEST_DUTY = timedelta(days=31)
_OFFICER = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")


class Asked(Struct, frozen=True, kw_only=True):
    """What a file is read for: one role, a span of time, and who is who in it.

    `zone` is for whole days and for times without one. `officers` turns a summary of the file into
    an officer number; a summary that already is one needs no entry.
    """

    role: str
    zone: str
    begin_ms: int
    end_ms: int
    officers: Mapping[str, str] = {}


class _Shift(Struct, frozen=True):
    """One stretch of duty, in UTC."""

    begin: datetime
    end: datetime
    officer: str


def read_rota(content: bytes, asked: Asked) -> tuple[DutyAssigned, ...]:
    """The duties of a file that touch a span of time, in order, as drafts.

    At most 1 MB, 2,000 events and 5,000 duties; the span is at most 800 days, and a rule began at
    most 20 years before its end. More is refused, never cut.
    """
    if len(content) > MOST_BYTES:
        raise expected("an iCalendar file of at most 1 MB", f"{len(content):,} bytes")
    begin, end = _utc(asked.begin_ms), _utc(asked.end_ms)
    if not timedelta(0) < end - begin <= _LONGEST_LOOK:
        raise expected("a span of 1 to 800 days", f"{end - begin}")
    found: list[_Shift] = []
    try:
        for shift in _shifts(_events(content), asked, end):
            if shift.begin < end and shift.end > begin:
                found.append(shift)
                if len(found) > MOST_DUTIES:
                    raise expected(f"at most {MOST_DUTIES:,} duties", "more")
    except OverflowError as fault:
        raise BadInput("expected times between the years 2 and 9998, got others") from fault
    found.sort(key=lambda one: (one.begin, one.end, one.officer))
    return tuple(_duty(one, asked) for one in dict.fromkeys(found))


def _events(content: bytes) -> list[icalendar.Event]:
    try:
        whole = icalendar.Calendar.from_ical(_without_zones(content))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as fault:
        raise BadInput("expected an iCalendar file, got something else") from fault
    found = whole.walk("VEVENT")
    if len(found) > MOST_EVENTS:
        raise expected(f"at most {MOST_EVENTS:,} events", f"{len(found):,}")
    if not found:
        raise expected("an iCalendar file with events", "none")
    return cast(list[icalendar.Event], found)


def _without_zones(content: bytes) -> bytes:
    """The file without its own time zones: they can be made to name one zone and mean another.

    Line by line, because a pattern over the whole would look for each end through all the rest;
    and at most a calendar, its events and what stands in them are nested.
    """
    kept: list[bytes] = []
    inside = depth = 0
    lines = content.splitlines(keepends=True)
    if len(lines) > _MOST_LINES:
        raise expected(f"at most {_MOST_LINES:,} lines", f"{len(lines):,}")
    for line in lines:
        word = line.strip().upper()
        depth += word.startswith(b"BEGIN:") - word.startswith(b"END:")
        if depth > _DEEPEST:
            raise expected(f"components nested at most {_DEEPEST} deep", "more")
        if word == b"BEGIN:VTIMEZONE":
            inside += 1
        if not inside:
            kept.append(line)
        if word == b"END:VTIMEZONE" and inside:
            inside -= 1
    return b"".join(kept)


def _shifts(events: list[icalendar.Event], asked: Asked, end: datetime) -> Iterator[_Shift]:
    moved: dict[str, set[datetime]] = {}
    for event in events:
        if event.errors:
            raise expected("events whose every line can be read", _first_error(event))
        if "RECURRENCE-ID" in event:
            if "RANGE" in getattr(event["RECURRENCE-ID"], "params", {}):
                raise expected("one changed occurrence at a time", "RANGE=THISANDFUTURE")
            instant = _when(event, "RECURRENCE-ID", asked).instant()
            moved.setdefault(str(event.get("UID", "")), set()).add(instant)
    _not_too_long(events, asked, end)
    for event in events:
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        own = set() if "RECURRENCE-ID" in event else moved.get(str(event.get("UID", "")), set())
        yield from (one for one in _of_event(event, asked, end) if one.begin not in own)


def _not_too_long(events: list[icalendar.Event], asked: Asked, end: datetime) -> None:
    """All rules together are walked through a bounded number of days."""
    walked = 0
    for event in events:
        if "RRULE" in event:
            start = _when(event, "DTSTART", asked)
            length = end - start.instant()
            if length > _LONGEST_WALK:
                raise expected("a rule that began within 20 years", f"{start.wall.date()}", "RRULE")
            walked += max(length.days, 0)
    if walked > MOST_DAYS:
        raise expected(f"rules of at most {MOST_DAYS:,} days together", f"{walked:,}", "RRULE")


def _of_event(event: icalendar.Event, asked: Asked, end: datetime) -> Iterator[_Shift]:
    start = _when(event, "DTSTART", asked)
    officer = _officer(str(event.get("SUMMARY", "")), asked)
    left_out = tuple(_moments(event, "EXDATE", asked))
    days_off = {one.wall.date() for one in left_out if one.whole_day}
    moments = {one.instant() for one in left_out if not one.whole_day}
    for wall in _walls(event, start, end):
        begin = start.instant(wall)
        if begin not in moments and wall.date() not in days_off:
            yield _Shift(begin, _end(event, start, wall, asked), officer)
    for more in _moments(event, "RDATE", asked):
        begin = more.instant()
        wall = begin.astimezone(start.zone).replace(tzinfo=None)
        yield _Shift(begin, _end(event, start, wall, asked), officer)


def _walls(event: icalendar.Event, start: When, end: datetime) -> Iterator[datetime]:
    """On which wall-clock moments an event begins."""
    if "RRULE" not in event:
        yield start.wall
        return
    written = event["RRULE"]
    if not isinstance(written, icalendar.vRecur):
        raise expected("one rule in an event", "several")
    rule, until = rule_of(written), until_of(written, start)
    first, last = start.wall.date(), end.astimezone(start.zone).date()
    for day in days(rule, first, last):
        wall = start.wall.replace(year=day.year, month=day.month, day=day.day)
        if until is not None and start.instant(wall) > until:
            return
        yield wall


def _end(event: icalendar.Event, start: When, wall: datetime, asked: Asked) -> datetime:
    """When a duty ends. It ends by the clock on the wall, so a night of changed clocks is covered.

    An hour shown twice at its end is counted in: of two officers one stays too long rather than
    both going too early.
    """
    if "DTEND" in event:
        last = _when(event, "DTEND", asked)
        if last.zone == start.zone:
            end = start.instant(wall + (last.wall - start.wall), fold=1)
        else:
            end = start.instant(wall) + (last.instant() - start.instant())
    elif "DURATION" in event:
        length = getattr(event["DURATION"], "dt", None)
        if not isinstance(length, timedelta):
            raise expected("a length of time", shown(str(length)), "DURATION")
        end = start.instant(wall) + length
    elif start.whole_day:
        end = start.instant(wall + timedelta(days=1))
    else:
        raise expected("an event with an end", "none", "DTEND")
    length = end - start.instant(wall)
    if not timedelta(0) < length <= _LONGEST_DUTY:
        raise expected("a duty of up to 31 days", f"{length}", "DTEND")
    return end


def _when(event: icalendar.Event, name: str, asked: Asked) -> When:
    written = event.get(name)
    if written is None or isinstance(written, list):
        raise expected(f"one {name} in an event", "none" if written is None else "several")
    return moment(getattr(written, "dt", None), zone_of(written), asked.zone, name)


def _moments(event: icalendar.Event, name: str, asked: Asked) -> Iterator[When]:
    found = event.get(name, [])
    for line in found if isinstance(found, list) else [found]:
        for one in getattr(line, "dts", ()):
            yield moment(getattr(one, "dt", None), zone_of(line), asked.zone, name)


def _officer(summary: str, asked: Asked) -> str:
    officer = asked.officers.get(summary, summary)
    if not _OFFICER.fullmatch(officer):
        raise expected("a summary that is an officer number or named as one", shown(summary))
    return officer


def _first_error(event: icalendar.Event) -> str:
    name, why = event.errors[0]
    return f"{name}: {shown(str(why))}"


def _duty(shift: _Shift, asked: Asked) -> DutyAssigned:
    begin, end = _ms(shift.begin), _ms(shift.end)
    written = f"{iso(begin, asked.zone)}/{iso(end, asked.zone)}"
    # The last millisecond is its own: a watch that ends at 14:00 has no share in 14:00.
    window = VagueTime(earliest=begin, latest=end - 1, written=written, precision="minute",
                       zone=asked.zone, lasting=True)  # fmt: skip
    return DutyAssigned(role=asked.role, officer=shift.officer, window=window)


def _utc(ms: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)


def _ms(moment: datetime) -> int:
    whole = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return whole.days * 86_400_000 + whole.seconds * 1000
