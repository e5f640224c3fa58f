"""A reporting period: from one cut-off to the next, on the wall clock of one zone."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from parley.ceasefire.clocks.scales import DAY, day_edges
from parley.ceasefire.text.timing import DailyReport
from parley.errors import BadInput, expected
from parley.record.values.refused import shown
from parley.record.values.time import VagueTime


class Period(Struct, frozen=True, kw_only=True):
    """Begin included, end not, in milliseconds. It has 23 or 25 hours when a clock changes."""

    begin: int
    end: int
    zone: str
    cut_off: str

    def holds(self, earliest: int, latest: int) -> str:
        """Whether a time lies inside: "yes", "no", or "perhaps" where it also lies outside."""
        if latest < self.begin or earliest >= self.end:
            return "no"
        return "yes" if self.begin <= earliest and latest < self.end else "perhaps"


def periods(cut: DailyReport, zone: str, day: str) -> tuple[Period, Period]:
    """The period that ends on a day at the cut-off, and the one before it."""
    where = cut.zone or zone
    try:
        date.fromisoformat(day)
        noon = VagueTime.parse(f"{day}T12:00", zone=where).earliest
    except (BadInput, ValueError) as fault:
        raise expected("a day like 2016-09-17", shown(day)) from fault
    edges = day_edges(noon - 3 * DAY, noon + 2 * DAY, cut.cut_off, where)
    ends = [at for at in edges if _on(at, day, cut.cut_off, where)]
    if not ends or edges.index(ends[0]) < 2:
        raise expected("a day that has a cut-off", shown(day))
    nth = edges.index(ends[0])
    now, before = (
        Period(begin=edges[n - 1], end=edges[n], zone=where, cut_off=cut.cut_off)
        for n in (nth, nth - 1)
    )
    return now, before


def _on(at: int, day: str, cut_off: str, zone: str) -> bool:
    """Whether this edge is that day's. A cut-off of 24:00 ends the day it is written on."""
    written = VagueTime.parse(day, zone=zone)
    if cut_off == "24:00":
        return written.earliest < at <= written.latest + 1
    return written.earliest <= at <= written.latest
