"""Two parties' lists, and the daily report, at the terminal. Nothing is decided here."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from parley.ceasefire.daily.telling import daily_csv, daily_lines
from parley.cli import printing
from parley.cli.agreed.holding import AsJson, Home, KnownAt, Readings, Text
from parley.desk.desk import Desk
from parley.desk.holding.lists import SideBySide, side_by_side
from parley.desk.holding.reports import daily_of
from parley.errors import expected
from parley.web.holding import daily_html

lists_app = typer.Typer(help="Two parties' incident lists. Nothing is ever merged.")


@lists_app.callback()
def _lists() -> None:
    """Two parties' incident lists. Nothing is ever merged."""


@lists_app.command()
def reconcile(
    a: Annotated[Path, typer.Argument(metavar="A", help="One party's list: CSV.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="The other's.")],
    *,
    arrangement: Annotated[
        str | None,
        typer.Option("--arrangement", metavar="A", help="Its thresholds and names; else usual."),
    ] = None,
    zone: Annotated[str, typer.Option(help="The zone of times written without one.")] = "",
    as_json: AsJson = False,
) -> None:
    """Put two lists side by side: match, disputed, unmatched, with reasons. A person links."""
    found = side_by_side(a, b, arrangement=arrangement, zone=zone)
    if as_json:
        printing.dump(found)
    else:
        _say(found)


def _say(both: SideBySide) -> None:
    found = both.found
    printing.say(f"A: {found.a}, {both.items[0]} incidents")
    printing.say(f"B: {found.b}, {both.items[1]} incidents")
    printing.say(f"May be one: {found.rule}.")
    for verdict in ("match", "disputed"):
        printing.say(f"{verdict.capitalize()}: {found.count(verdict)}")
        for pair in found.pairs:
            if pair.verdict == verdict:
                printing.say(f"  {pair.a} and {pair.b}: {'; '.join(pair.reasons)}")
    printing.say(f"Unmatched: {len(found.unmatched)}")
    for one in found.unmatched:
        near = "; ".join(f"near {other}, but {why}" for other, why in one.near)
        printing.say(f"  {one.side.upper()} {one.id}: {near or 'nothing near it'}")
    for side, off in (("A", both.off_a), ("B", both.off_b)):
        for total in off:
            lines = ", ".join(map(str, total.lines))
            printing.say(f"Does not add up in {side}: {total.words} (line {lines}).")
    printing.say(found.caution)


def daily(
    folder: Home,
    *,
    arrangement: Text,
    day: Annotated[str, typer.Option(metavar="D", help="The day at whose cut-off it ends.")],
    readings: Readings = None,
    known_at: KnownAt = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page that needs nothing else.")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the counts as CSV.")] = False,
    as_json: AsJson = False,
) -> None:
    """The daily report: counts against the day before, clocks, access, coverage, method."""
    if as_csv and as_json:
        raise expected("--csv or --json", "both")
    with Desk(folder, reading=True) as desk:
        found = daily_of(desk.board, arrangement, day, readings=readings, known_at=known_at)
    if html is not None:
        printing.write_file(html, daily_html(found).encode())
    if as_csv:
        sys.stdout.write(daily_csv(found).decode())
    elif as_json:
        printing.dump({
            "arrangement": found.arrangement, "day": found.day, "period": found.period,
            "before": found.before, "known_at": found.known_at, "measures": found.measures,
            "happened": found.happened, "access": found.access, "coverage": found.coverage,
            "method": found.method, "speakers": found.whole.speakers,
        })  # fmt: skip
    elif html is None:
        for line in daily_lines(found):
            printing.say(line)
    else:
        printing.say(f"The report is in {html}.")
