"""A rota out of an iCalendar file: every shift that is there, and no shift silently lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.channel.rota import Asked, read_rota
from parley.channel.rota.recurring import Every, Rule, days
from parley.errors import BadInput, Refusal
from parley.record.roster import DutyAssigned
from parley.record.values.time import Instant, iso

HERE = Path(__file__).parent
BEGIN = Instant.parse("2031-05-01T00:00Z").ms
DAY = 86_400_000
ASKED = Asked(role="duty-south", zone="Asia/Aden", begin_ms=BEGIN, end_ms=BEGIN + 60 * DAY)
NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _file(*lines: str, more: str = "") -> bytes:
    event = "\r\n".join(["BEGIN:VEVENT", "UID:1", "SUMMARY:officer-7", *lines, "END:VEVENT"])
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}\r\n{more}END:VCALENDAR\r\n".encode()


def _said(content: bytes) -> str:
    """What is said about a file: its refusal, or that it is as expected."""
    try:
        read_rota(content, ASKED)
    except Refusal as refused:
        return str(refused)
    return "expected"


def _spans(found: tuple[DutyAssigned, ...]) -> list[str]:
    return [one.window.written for one in found]


@pytest.mark.parametrize("path", sorted((HERE / "hostile").glob("*.ics")), ids=lambda one: one.stem)
def test_hostile_files_are_refused_in_one_sentence(path: Path) -> None:
    """Whatever cannot be understood whole is refused, at once, and nothing of it is kept."""
    with pytest.raises(Refusal, match="^expected"):
        read_rota(path.read_bytes(), ASKED)


@given(st.binary(max_size=400))
def test_no_bytes_bring_it_down(content: bytes) -> None:
    """Any bytes are either read or refused."""
    assert _said(content).startswith("expected")


LINES = st.sampled_from(
    ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VCALENDAR", "END:VCALENDAR", "DTSTART:20310503T060000Z",
     "DTSTART;TZID=Europe/Berlin:20310503T060000", "DTSTART;VALUE=DATE:20310503", "SUMMARY:o7",
     "DTEND:20310503T140000Z", "DURATION:PT8H", "DURATION:-PT8H", "RRULE:FREQ=DAILY;COUNT=3",
     "RRULE:FREQ=MONTHLY;BYDAY=-1FR;BYSETPOS=-1", "RRULE:COUNT=1", "RRULE:FREQ=DAILY;UNTIL=2031",
     "EXDATE:20310504T060000Z", "EXDATE;VALUE=DATE:20310504", "RDATE:20310601T060000Z", "RRULE:",
     "RECURRENCE-ID:20310504T060000Z", "STATUS:CANCELLED", "DTSTART:", "TZID:x", "X;Y=Z:W", ""]
)  # fmt: skip


@given(st.lists(LINES, max_size=14))
def test_no_order_of_lines_brings_it_down(lines: list[str]) -> None:
    """Any heap of lines is either read or refused."""
    whole = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"]
    for content in (lines, whole):
        assert _said("\r\n".join(content).encode()).startswith("expected")


def test_a_file_cannot_redefine_a_zone() -> None:
    """A file that says Aden is twelve hours behind is read with Aden's own clock."""
    found = read_rota((HERE / "aden-with-a-false-zone.ics").read_bytes(), ASKED)
    assert ["2031-05-03T06:00+03:00/2031-05-03T14:00+03:00"] == _spans(found)


def test_a_night_of_changed_clocks_is_covered_to_its_end() -> None:
    """A watch 22:00 to 06:00 lasts nine hours when clocks are put back, and still ends at 06:00."""
    content = _file(
        "DTSTART;TZID=Europe/Berlin:20301025T220000", "DTEND;TZID=Europe/Berlin:20301026T060000",
        "RRULE:FREQ=DAILY;COUNT=3",
    )  # fmt: skip
    begin = Instant.parse("2030-10-20T00:00Z").ms
    asked = Asked(role="r", zone="Europe/Berlin", begin_ms=begin, end_ms=begin + 30 * DAY)
    found = read_rota(content, asked)
    hours = [(one.window.latest + 1 - one.window.earliest) / 3_600_000 for one in found]
    assert [8, 9, 8] == hours
    assert iso(found[1].window.latest + 1, "Europe/Berlin") == "2030-10-27T06:00+01:00"


def test_what_is_left_out_moved_or_cancelled_is_not_kept() -> None:
    """EXDATE takes one away, RECURRENCE-ID moves one, a cancelled occurrence is gone."""
    moved = (
        "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:officer-9\r\nRECURRENCE-ID:20310505T060000Z\r\n"
        "DTSTART:20310505T070000Z\r\nDTEND:20310505T150000Z\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:officer-7\r\nRECURRENCE-ID:20310506T060000Z\r\n"
        "DTSTART:20310506T060000Z\r\nDTEND:20310506T140000Z\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\n"
    )
    content = _file(
        "DTSTART:20310503T060000Z", "DTEND:20310503T140000Z", "RRULE:FREQ=DAILY;COUNT=4",
        "EXDATE:20310504T060000Z", more=moved,
    )  # fmt: skip
    found = read_rota(content, ASKED)
    assert [("officer-7", 3), ("officer-9", 5)] == [
        (one.officer, datetime.fromtimestamp(one.window.earliest / 1000, UTC).day) for one in found
    ]


def test_a_name_becomes_an_officer_number() -> None:
    """What the calendar calls an officer is replaced by the number the desk gives it."""
    content = _file("DTSTART;VALUE=DATE:20310503").replace(b"officer-7", b"Night watch A")
    found = read_rota(
        content, Asked(role="r", zone="Asia/Aden", begin_ms=BEGIN, end_ms=BEGIN + 60 * DAY,
                       officers={"Night watch A": "officer-7"}),
    )  # fmt: skip
    assert ["officer-7"] == [one.officer for one in found]
    assert ["2031-05-03T00:00+03:00/2031-05-04T00:00+03:00"] == _spans(found)


def test_a_span_is_read_and_nothing_beyond() -> None:
    """Only duties that touch the span are read; one that began before it is among them."""
    content = _file("DTSTART:20310430T200000Z", "DTEND:20310501T060000Z", "RRULE:FREQ=DAILY")
    found = read_rota(content, Asked(role="r", zone="Z", begin_ms=BEGIN, end_ms=BEGIN + 3 * DAY))
    assert 4 == len(found)
    assert found[0].window.earliest < BEGIN


RULES = st.builds(
    Rule,
    every=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    interval=st.integers(1, 5),
    count=st.none() | st.integers(1, 40),
    by_month=st.lists(st.integers(1, 12), max_size=3, unique=True).map(tuple),
    by_month_day=st.just(()) | st.lists(
        st.integers(-31, 31).filter(bool), max_size=3, unique=True).map(tuple),
    week_start=st.integers(0, 6),
)  # fmt: skip
ORDINALS = st.tuples(st.sampled_from([0, 0, 1, 2, 4, 5, -1, -2]), st.integers(0, 6))


def _written(rule: Rule) -> str:
    parts = [f"FREQ={rule.every}", f"INTERVAL={rule.interval}", f"WKST={NAMES[rule.week_start]}"]
    parts += [f"COUNT={rule.count}"] if rule.count is not None else []
    by_day = ",".join(f"{n or ''}{NAMES[day]}" for n, day in rule.by_day)
    for name, told in (
        ("BYDAY", by_day),
        ("BYMONTH", ",".join(map(str, rule.by_month))),
        ("BYMONTHDAY", ",".join(map(str, rule.by_month_day))),
        ("BYSETPOS", ",".join(map(str, rule.by_position))),
    ):
        parts += [f"{name}={told}"] if told else []
    return ";".join(parts)


@pytest.mark.slow
@given(
    RULES, st.lists(ORDINALS, max_size=3, unique=True),
    st.lists(st.sampled_from([1, 2, -1, -2]), max_size=2, unique=True),
    st.dates(date(2020, 1, 1), date(2031, 1, 1)), st.integers(0, 500),
)  # fmt: skip
@settings(deadline=None)
def test_dateutil_finds_the_same_days(
    rule: Rule, by_day: list[tuple[int, int]], position: list[int], first: date, length: int
) -> None:
    """A foreign reading of the same rule gives the same days."""
    # dateutil asks that "MO,1TU" be both at once, where RFC 5545 asks for either: not mixed here.
    if rule.every in ("DAILY", "WEEKLY") or any(not ordinal for ordinal, _ in by_day):
        by_day = [(0, day) for _, day in by_day]
    # Of the first week of a rule it sees only the days from its beginning on, of a month all.
    narrowed = rule.every != "WEEKLY" and bool(by_day or rule.by_month_day or rule.by_month)
    rule = replace(
        rule, by_day=tuple(dict.fromkeys(by_day)), by_position=tuple(position) if narrowed else ()
    )
    last = first + timedelta(days=length)
    start = datetime.combine(first, datetime.min.time())
    expected = rrulestr(_written(rule), dtstart=start).between(
        start, start + timedelta(days=length), inc=True
    )
    assert [one.date() for one in expected] == list(days(rule, first, last))


@pytest.mark.parametrize("every", ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
def test_a_rule_that_never_comes_true_costs_only_the_days_of_the_walk(every: Every) -> None:
    """The thirtieth of February is looked for through the days asked for, and no further."""
    never = Rule(every=every, by_month=(2,), by_month_day=(30,))
    assert [] == list(days(never, date(2020, 1, 1), date(2031, 1, 1)))


def test_too_many_days_are_refused() -> None:
    """Two thousand rules that began long ago are not walked through."""
    one = (
        "BEGIN:VEVENT\r\nUID:{n}\r\nSUMMARY:officer-7\r\nDTSTART:20150101T000000Z\r\n"
        "DTEND:20150101T080000Z\r\nRRULE:FREQ=DAILY;BYMONTHDAY=31;BYMONTH=2\r\nEND:VEVENT\r\n"
    )
    more = "".join(one.format(n=n) for n in range(1999))
    with pytest.raises(BadInput, match="days together"):
        read_rota(_file("DTSTART:20310503T060000Z", "DURATION:PT8H", more=more), ASKED)


@pytest.mark.parametrize(
    "line", [b"BEGIN:VTIMEZONE", b"BEGIN:VEVENT", b"END:VEVENT", b" folded", b"X-A:b", b"SUMMARY"]
)
def test_a_megabyte_of_one_line_is_refused_at_once(line: bytes) -> None:
    """Nothing is looked for through the whole file again and again, and nothing nests for ever."""
    content = b"BEGIN:VCALENDAR\n" + (line + b"\n") * (990_000 // (len(line) + 1))
    assert _said(content).startswith("expected")
    assert _said(content) != "expected"
