"""The daily report: one cut-off, one zone, certain and perhaps apart, nothing added up."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley import incidents
from parley.ceasefire.clocks import gathering
from parley.ceasefire.clocks.marking import windows
from parley.ceasefire.daily.period import Period, periods
from parley.ceasefire.daily.report import Daily, Limits, Measure, daily
from parley.ceasefire.daily.telling import change, daily_csv, daily_lines
from parley.ceasefire.status.whole import Record, whole_of
from parley.ceasefire.text.timing import DailyReport
from parley.errors import BadInput
from parley.fold import fold
from parley.record.entry import Entry
from parley.record.values.time import VagueTime, iso
from parley.web.holding import daily_html
from tests.ceasefire.record import entries, pact

HOUR = 3_600_000
CUT = DailyReport(cut_off="19:30", zone="Asia/Damascus")
TERMS = pact(daily=CUT)


def report(*records: Mapping[str, object], day: str = "2024-03-02") -> Daily:
    """The report of a day after these records."""
    return of(entries(*records), day)


def of(known: tuple[Entry, ...], day: str) -> Daily:
    """The report of a day from entries."""
    holding = fold(gathering.PROJECTION, known)
    return daily(
        TERMS, day, fold(incidents.PROJECTION, known), windows=windows(holding),
        whole=lambda at: whole_of(TERMS, Record(holding=holding), at),
        limits=Limits(entries=len(known)),
    )  # fmt: skip


def measure(found: Daily, name: str) -> Measure:
    """One count by the beginning of its name."""
    return next(one for one in found.measures if one.name.startswith(name))


def opened(name: str, when: str) -> dict[str, object]:
    """An incident and when it happened."""
    return {"kind": "incident.opened", "incident": name, "title": name, "when": when}


def test_the_cut_off_belongs_to_the_day_that_begins() -> None:
    """A minute before 19:30 counts today; 19:30 itself counts tomorrow."""
    found = report(opened("i", "2024-03-02T16:29Z"), opened("j", "2024-03-02T16:30Z"),
                   opened("k", "2024-03-01T16:29Z"))  # fmt: skip
    one = measure(found, "incidents opened")
    assert (1, 0, 1, 0, (0,)) == (
        one.sure, one.perhaps, one.before, one.before_perhaps, one.entries
    )  # fmt: skip


def test_a_time_told_to_the_day_is_perhaps_in_two_periods() -> None:
    """The 2nd reaches over the cut-off: perhaps today, and perhaps yesterday for the 1st."""
    found = report(opened("i", "2024-03-02"))
    one = measure(found, "incidents opened")
    assert (0, 1, "0 to +1") == (one.sure, one.perhaps, change(one))
    assert not found.happened[0].certain
    assert 1 == measure(report(opened("i", "2024-03-02"), day="2024-03-03"),
                        "incidents opened").perhaps  # fmt: skip


@given(st.lists(st.integers(0, 24 * 9), max_size=12))
def test_each_certain_incident_is_counted_in_exactly_one_period(hours: list[int]) -> None:
    """Over the days that cover them, the counts of certain incidents add to all of them."""
    begin = VagueTime.parse("2024-03-01T18:00Z").earliest
    known = entries(*(opened(f"i{n}", iso(begin + hour * HOUR)) for n, hour in enumerate(hours)))
    days = [f"2024-03-{day:02}" for day in range(2, 13)]
    counts = [measure(of(known, day), "incidents opened") for day in days]
    assert len(hours) == sum(one.sure for one in counts)
    assert [one.sure for one in counts[:-1]] == [one.before for one in counts[1:]]


def test_a_day_on_which_the_clock_is_put_back_has_25_hours() -> None:
    """The period follows the wall clock of its zone, and the periods leave no gap."""
    now, before = periods(CUT, "Z", "2016-10-28")
    assert (25 * HOUR, now.begin) == (now.end - now.begin, before.end)
    midnight, _ = periods(DailyReport(cut_off="24:00"), "Z", "2024-03-02")
    assert "2024-03-03T00:00Z" == iso(midnight.end)


@pytest.mark.parametrize("day", ["yesterday", "2024-02-30", "2024-3-2", "0000-01-01", ""])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    """In one sentence."""
    with pytest.raises(BadInput, match="expected a day like"):
        periods(CUT, "Z", day)


def test_who_was_kept_from_looking_is_listed_while_it_lasts() -> None:
    """Since two days ago and not over: listed; lifted before the period: not."""
    blocked = {"kind": "incident.blocked", "incident": "i", "what": "access-denied",
               "statement": "At the checkpoint.", "since": "2024-02-29", "whom": "team 3"}
    assert ["not over on record"] == [one.until for one in report(blocked).access]
    lifted = {"kind": "incident.unblocked", "incident": "i", "blocked": "@0", "statement": "x",
              "since": "2024-03-01T06:00Z"}  # fmt: skip
    assert () == report(blocked, lifted).access


def killed(written: str, low: int) -> dict[str, object]:
    """A claim of so many dead."""
    return {"kind": "incident.claimed", "incident": "i", "question": "killed",
            "stance": "reports", "statement": "x", "said": "2024-03-02T12:00Z", "quantities": [
                {"measure": "killed", "range": {"unit": "person", "written": written,
                                                "low": low}}]}  # fmt: skip


def test_casualty_claims_are_listed_each_on_its_own_word_and_never_added() -> None:
    """62 and 80 stand side by side, and 142 stands nowhere."""
    found = report(opened("i", "2024-03-02T12:00Z"), killed("62", 62), killed("80", 80))
    told = "\n".join(daily_lines(found))
    assert ("62 persons (desk)", "80 persons (desk)") == found.happened[0].claimed
    assert "142" not in told


def test_what_was_taken_back_is_not_counted() -> None:
    """A retracted allegation no longer counts."""
    alleged = {"kind": "incident.alleged", "incident": "i", "statement": "x",
               "when": "2024-03-02T12:00Z"}  # fmt: skip
    back = {"kind": "correction.retracted", "record": "@0", "entry": 0, "why": "x"}
    assert (1, 0) == tuple(measure(one, "allegations").sure
                           for one in (report(alleged), report(alleged, back)))  # fmt: skip


def test_the_csv_is_whole_and_no_cell_is_a_formula() -> None:
    """Every count is a row, and none begins as a spreadsheet would compute it."""
    rows = list(csv.reader(io.StringIO(daily_csv(report(opened("i", "2024-03-02"))).decode())))
    assert 1 + 6 == len(rows)
    assert {len(rows[0])} == {len(row) for row in rows}
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]


def test_the_page_needs_nothing_else_and_shows_hidden_characters() -> None:
    """No script, no address, and a title cannot turn the text around."""
    page = daily_html(report(opened("i", "2024-03-02") | {"title": "<script>x</script>"}))
    assert "<script" not in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    for words in ("Counts", "Coverage and method", "perhaps in this period", "Asia/Damascus"):
        assert words in page


def test_a_period_holds_what_lies_wholly_inside() -> None:
    """Before, across, inside, across the end, after."""
    period = Period(begin=10, end=20, zone="Z", cut_off="00:00")
    assert ["no", "perhaps", "yes", "perhaps", "no"] == [
        period.holds(a, b) for a, b in ((0, 9), (5, 10), (10, 19), (19, 20), (20, 30))
    ]
