"""Times stay as vague as they were told, and none is without a zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import BadInput, Refusal
from parley.record.values.canonical import read_as
from parley.record.values.time import FIRST_MS, LAST_MS, Instant, Precision, VagueTime, iso
from tests.record.strategies import ZONES, vague_times

_FORMS: dict[Precision, str] = {
    "year": "%Y",
    "month": "%Y-%m",
    "day": "%Y-%m-%d",
    "hour": "%Y-%m-%dT%H",
    "minute": "%Y-%m-%dT%H:%M",
    "second": "%Y-%m-%dT%H:%M:%S",
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENTS = st.integers(-(10**12), 10**13).map(lambda ms: _EPOCH + timedelta(milliseconds=ms))
# Zones without a clock change: a change is tested by its own examples.
_OFFSETS = st.sampled_from(("Z", "+03:00", "-09:30", "+14:00"))


def _shift(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta(0)
    sign = -1 if zone[0] == "-" else 1
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))


def _ms(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


@given(_MOMENTS, st.sampled_from(sorted(_FORMS)), _OFFSETS)
def test_a_parsed_time_contains_what_was_written(
    moment: datetime, precision: Precision, zone: str
) -> None:
    """However coarsely a moment is written, the moment lies inside and the precision is kept."""
    written = (moment + _shift(zone)).strftime(_FORMS[precision])
    read = VagueTime.parse(written, zone=zone)
    assert read.earliest <= _ms(moment) <= read.latest
    assert (precision, zone, written) == (read.precision, read.zone, read.written)


@given(_MOMENTS, st.sampled_from(sorted(_FORMS)), _OFFSETS)
def test_neighbouring_times_leave_no_gap(moment: datetime, precision: Precision, zone: str) -> None:
    """The moment after a written time ends is the first of the next one of that precision."""
    written = (moment + _shift(zone)).strftime(_FORMS[precision])
    read = VagueTime.parse(written, zone=zone)
    after = _EPOCH + timedelta(milliseconds=read.latest + 1)
    following = VagueTime.parse((after + _shift(zone)).strftime(_FORMS[precision]), zone=zone)
    assert read.latest + 1 == following.earliest
    assert read.certainly_before(following)
    assert not following.may_overlap(read)


@given(_MOMENTS, st.sampled_from(ZONES))
def test_an_instant_is_printed_so_that_it_reads_back(moment: datetime, zone: str) -> None:
    """Text of an instant in any zone names the same millisecond when it is read again."""
    instant = Instant(ms=_ms(moment), zone=zone)
    assert instant.ms == Instant.parse(str(instant)).ms


@given(st.sampled_from((FIRST_MS, LAST_MS)), st.sampled_from(ZONES))
def test_the_outermost_moments_can_still_be_shown(ms: int, zone: str) -> None:
    """No moment that a record may hold makes a page fail in any zone."""
    assert "T" in iso(ms, zone)


@given(st.text(max_size=30))
def test_any_other_text_is_refused(written: str) -> None:
    """Text that is no time raises nothing but a refusal."""
    for parse in (VagueTime.parse, Instant.parse):
        with pytest.raises(Refusal):
            parse(written + "?")


@given(vague_times(), vague_times())
def test_before_and_overlap_exclude_each_other(one: VagueTime, two: VagueTime) -> None:
    """Two times overlap, or one is certainly before the other, and never both."""
    assert 1 == one.may_overlap(two) + one.certainly_before(two) + two.certainly_before(one)


@pytest.mark.parametrize(
    ("written", "zone", "wanted"),
    [
        ("2016-09-17", None, "a zone on the time"),
        ("2016-09-17T14:00", None, "a zone on the time"),
        ("2016-09-17", "UTC", r"a time zone: Z \(not \"UTC\"\)"),
        ("2016-09-17", "Asia/Atlantis", "a time zone"),
        ("2016-09-17", "Asia/" + "A" * 5000, "a time zone"),
        ("2016-09-17T14:00-00:00", None, "a time zone"),
        ("2016-09-17T14:00+23:59", None, "a time zone"),
        ("2016-00-17", "Z", "a time that exists"),
        ("2016-02-30", "Z", "a time that exists"),
        ("2016-09-17T23:59:60Z", None, "a time that exists"),
        ("2016-09-17T24:00Z", None, "a time that exists"),
        ("0000", "Z", "a time that exists"),
        ("0001", "+03:00", "a time that exists|a time between"),
        ("9999-12-31", "Z", "a time that exists|a time between"),
        ("2017/2016", "Z", "earliest <= latest"),
        ("2016-09-17T14:00Z/2016-09-17T18:00+03:00", None, "both ends in one zone"),
        ("2016-09-17/", "Z", "a time like"),
        ("2021-03-28T02:30", "Europe/Berlin", "a time that exists"),
    ],
)
def test_a_time_that_would_have_to_be_guessed_is_refused(
    written: str, zone: str | None, wanted: str
) -> None:
    """A missing or invented zone, a date that is none and an interval backwards are refused."""
    with pytest.raises(BadInput, match=f"expected {wanted}"):
        VagueTime.parse(written, zone=zone)


def test_an_hour_that_the_clock_showed_twice_is_both() -> None:
    """When clocks went back, a local time without offset means either of its two moments."""
    twice = VagueTime.parse("2021-10-31T02:30", zone="Europe/Berlin")
    first = datetime(2021, 10, 31, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert (_ms(first), 60 * 60_000 + 60_000) == (twice.earliest, twice.latest - twice.earliest + 1)


def test_a_day_is_as_long_as_its_clock_makes_it() -> None:
    """A day in which clocks change has 23 or 25 hours, and is a whole day."""
    hours = [
        (read.latest + 1 - read.earliest) / 3_600_000
        for day in ("2021-03-28", "2021-03-29", "2021-10-31")
        for read in [VagueTime.parse(day, zone="Europe/Berlin")]
    ]
    assert [23, 24, 25] == hours


def test_an_interval_lasts_and_has_its_coarser_end_as_precision() -> None:
    """An interval runs from its first moment to its last, as finely as its coarser end."""
    read = VagueTime.parse("2016-09-17T16:55/2016-09-18", zone="+03:00")
    assert read.lasting
    assert "day" == read.precision
    assert "2016-09-17T16:55+03:00" == iso(read.earliest, read.zone)
    assert "2016-09-18T23:59:59.999+03:00" == iso(read.latest, read.zone)


def test_an_instant_is_never_coarser_than_a_minute() -> None:
    """A day or an hour is no instant."""
    for written in ("2016-09-17T14Z", "2016-09-17Z", "2016"):
        with pytest.raises(BadInput):
            Instant.parse(written)


@pytest.mark.parametrize("zone", ["UTC", "", "-00:00", "Asia/Atlantis", "+15:00", "../etc/passwd"])
def test_a_zone_that_does_not_exist_is_refused_in_reading(zone: str) -> None:
    """An instant or vague time with an invented zone is refused by its path and in words."""
    vague = {"earliest": 0, "latest": 1, "written": "x", "precision": "day", "zone": zone}
    for kind, plain in ((Instant, {"ms": 0, "zone": zone}), (VagueTime, vague)):
        with pytest.raises(BadInput, match="expected a time zone: Z") as refused:
            read_as(kind, plain)
        assert refused.value.at in ("$", "$.zone")


def test_a_vague_time_is_shown_as_it_was_written() -> None:
    """The words come first and the zone stands beside them."""
    assert "2016-09-17 (UTC)" == str(VagueTime.parse("2016-09-17", zone="Z"))
    assert "2016-09-17 (+03:00)" == str(VagueTime.parse("2016-09-17", zone="+03:00"))
