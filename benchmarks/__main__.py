"""Measure the promises and print what was found."""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from rich.console import Console
from rich.table import Table

from benchmarks import (
    acknowledgement,
    audit,
    ceasefire,
    channel,
    cost_of_a_record,
    exchange,
    fold,
    hold_clocks,
    linking,
    many_submitters,
    one_submitter,
    other_writers,
    places,
    start,
    stopline,
    verification,
    watching,
)
from benchmarks.budget import ratio_words, write_budget
from benchmarks.figures import Figure
from benchmarks.machine import load, look
from benchmarks.running import Run

PROMISES: dict[str, ModuleType] = {
    module.__name__.partition(".")[2]: module
    for module in (
        one_submitter, many_submitters, acknowledgement, cost_of_a_record, other_writers,
        start, fold, channel, audit, verification, places, stopline, watching,
        ceasefire, hold_clocks, linking, exchange,
    )
}  # fmt: skip


def main() -> None:
    """Run the promises that were named, or all."""
    asked = _asked()
    # Beside the checkout, not in the system's temporary folder, which may be no disk at all.
    folder = Path("build") / "benchmarks"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    console = Console()
    before, began = load(), time.monotonic()
    found: list[tuple[str, Sequence[Figure]]] = []
    with console.status("") as status:
        run = Run(folder, quick=asked.quick, say=status.update)
        try:
            for name in asked.names or PROMISES:
                since = time.monotonic()
                figures = list(PROMISES[name].measure(run))
                found.append((PROMISES[name].TITLE, figures))
                console.print(_table(PROMISES[name].TITLE, figures))
                console.print(f"{name}: {time.monotonic() - since:.0f} s\n", style="dim")
            machine = look(folder, before)
        finally:
            run.close()
    for what, words in machine.lines():
        console.print(f"{what}: {words}")
    console.print(f"{time.monotonic() - began:.0f} s in all")
    if asked.write:
        write_budget(found, machine)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(PROMISES))
    parser.add_argument("--quick", action="store_true", help="smaller sizes: does it run?")
    parser.add_argument("--write", action="store_true", help="put the figures into BUDGET.md")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in PROMISES]
    if unknown:
        parser.error(f"expected one of {', '.join(PROMISES)}, got {unknown[0]}")
    if asked.write and (asked.names or asked.quick):
        parser.error("expected a whole run to write down, got a part of one")
    return asked


def _table(title: str, figures: Sequence[Figure]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for name in ("measure", "ours", "peer", "ratio (least-most)", "goal", "met"):
        table.add_column(name, overflow="fold")
    for one in figures:
        goal, met = (one.goal.words, "yes" if one.goal.met else "NO") if one.goal else ("", "")
        table.add_row(one.measure, one.ours, one.peer, ratio_words(one.ratio), goal, met)
    return table


if __name__ == "__main__":
    main()
