"""Measure and print."""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.space import batch, growth, join, misses, queries, start, updates
from benchmarks.space.report import Row, Section, load, machine, write
from benchmarks.space.run import Run
from benchmarks.space.world import FOREIGN

SECTIONS: dict[str, Callable[[Run], Iterator[Section]]] = {
    "queries": queries.measure,
    "batch": batch.measure,
    "updates": updates.measure,
    "start": start.measure,
    "join": join.measure,
    "misses": misses.measure,
    "growth": growth.measure,
}


def main() -> None:
    """Run the sections that were named, or all."""
    asked = _asked()
    # Ended from outside, PostGIS is stopped all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder = Path("build") / "bench-space"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    console, before = Console(width=140), load()
    sizes = [10_000, 30_000] if asked.quick else [100_000, 1_000_000]
    sizes += [10_000_000] if asked.large else []
    found = []
    with console.status("") as status:
        run = Run(folder, sizes, quick=asked.quick, say=status.update)
        try:
            for name in asked.names or SECTIONS:
                began, at = time.monotonic(), load()
                for section in SECTIONS[name](run):
                    console.print(_table(section))
                    found.append(section)
                console.print(f"{name}: {time.monotonic() - began:.0f} s, load {at} to {load()}\n")
        finally:
            run.close()
            shutil.rmtree(folder, ignore_errors=True)
    whose = "kept beside the checkout" if FOREIGN else "drawn by tests/space/oracles/stream.py"
    found.append(Section("Measured on", [*machine(before), Row("workload", whose)]))
    console.print(_table(found[-1]))
    if asked.write:
        write(found)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.space")
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(SECTIONS))
    parser.add_argument("--quick", action="store_true", help="small sizes: does it run?")
    parser.add_argument("--large", action="store_true", help="10^7 entries too")
    parser.add_argument("--write", action="store_true", help="put the figures into BUDGET.md")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in SECTIONS]
    if unknown:
        parser.error(f"expected one of {', '.join(SECTIONS)}, got {unknown[0]}")
    if asked.write and asked.quick:
        parser.error("expected a whole run to write down, got a quick one")
    return asked


def _table(section: Section) -> Table:
    table = Table(title=section.title, title_justify="left", title_style="bold")
    for name in ("measure", "found", "goal", "met"):
        table.add_column(name, overflow="fold")
    for row in section.rows:
        table.add_row(*row.cells())
    return table


if __name__ == "__main__":
    main()
