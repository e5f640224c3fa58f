"""The daily report as plain text, and as CSV (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from parley.ceasefire.daily.report import Daily, Measure
from parley.ceasefire.status.telling import cited, clock_lines, speaker_lines, table
from parley.record.values.time import iso


def heading(report: Daily) -> str:
    """Which period of which arrangement."""
    period = report.period
    return (f"{report.title}: from {iso(period.begin, period.zone)} "
            f"up to {iso(period.end, period.zone)} ({period.zone})")  # fmt: skip


def change(one: Measure) -> str:
    """Against the period before, as a range where times are in doubt: "+1", "-1 to +2"."""
    least = one.sure - one.before - one.before_perhaps
    most = one.sure + one.perhaps - one.before
    first, last = (f"{one:+d}" if one else "0" for one in (least, most))
    return first if least == most else f"{first} to {last}"


def daily_lines(report: Daily) -> Iterator[str]:
    """The whole report, to be read on a terminal or sent as it is."""
    yield heading(report)
    yield "Counts"
    yield from table((
        ("count", "in period", "perhaps", "before", "perhaps", "change", "rests on"),
        *((one.name, str(one.sure), str(one.perhaps), str(one.before), str(one.before_perhaps),
           change(one), cited(one.entries)) for one in report.measures),
    ))  # fmt: skip
    yield "Incidents of the period"
    yield from _incidents(report)
    yield "Clocks at the cut-off"
    for face in report.whole.faces.values():
        yield from (f"  {line}" for line in clock_lines(face, report.period.zone))
    yield "How each speaker says it stands"
    yield from tuple(speaker_lines(report.whole.speakers)) or ("  nobody said anything",)
    yield "Who was kept from looking"
    yield from table(
        (one.what, one.whom, f"by {one.by}", f"since {one.since}", f"until {one.until}",
         cited(one.entries)) for one in report.access
    )  # fmt: skip
    if not report.access:
        yield "  nobody, on record"
    yield "Coverage"
    yield from (f"  {line}" for line in report.coverage)
    yield "Method"
    yield from (f"  {line}" for line in report.method)


def _incidents(report: Daily) -> Iterator[str]:
    for one in report.happened:
        mark = "" if one.certain else " (perhaps in this period)"
        yield f"  {one.title}, {one.when}{mark} [{cited(one.entries)}]"
        for word in one.claimed:
            yield f"    claimed killed: {word}"
        for word in one.rulings:
            yield f"    ruled: {word}"
    if not report.happened:
        yield "  none on record"


def daily_csv(report: Daily) -> bytes:
    """Counts, one a row. No cell begins with what a spreadsheet would take for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    period = report.period
    writer.writerow(("arrangement", "from", "up to", "zone", "measure", "in period", "perhaps",
                     "before", "before perhaps", "entries", "known at"))  # fmt: skip
    for one in report.measures:
        writer.writerow(_plain((
            report.arrangement, iso(period.begin, period.zone), iso(period.end, period.zone),
            period.zone, one.name, one.sure, one.perhaps, one.before, one.before_perhaps,
            " ".join(map(str, one.entries)), report.known_at,
        )))  # fmt: skip
    return out.getvalue().encode()


def _plain(cells: Iterable[object]) -> tuple[str, ...]:
    """Cells as text; one that a spreadsheet would compute begins with an apostrophe."""
    found = map(str, cells)
    return tuple("'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
                 for cell in found)  # fmt: skip
