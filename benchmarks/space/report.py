"""Rows of a table: what was measured, what was promised, and whether the promise was kept."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely
from msgspec import Struct

BUDGET = Path(__file__).with_name("BUDGET.md")
BEGIN = "<!-- last figures: written by python -m benchmarks.space --write -->"
END = "<!-- end -->"
F64 = npt.NDArray[np.float64]


class Row(Struct, frozen=True):
    """One line. `met` is None where nothing was promised."""

    measure: str
    found: str
    goal: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, str, str, str]:
        """As words."""
        words = {None: "", True: "yes", False: "falls short"}
        return self.measure, self.found, self.goal, words[self.met]


class Section(Struct, frozen=True):
    """A table with its title."""

    title: str
    rows: Sequence[Row]


def at_most(measure: str, value: float, most: float, words: str) -> Row:
    """A promise kept up to `most`; `words` format both with `{}`."""
    return Row(measure, words.format(f"{value:,.4g}"), "<= " + words.format(f"{most:,g}"),
               value <= most)  # fmt: skip


def at_least(measure: str, value: float, least: float, words: str) -> Row:
    """A promise kept from `least` up."""
    return Row(measure, words.format(f"{value:,.4g}"), ">= " + words.format(f"{least:,g}"),
               value >= least)  # fmt: skip


class Times(Struct, frozen=True):
    """Seconds that each question took, in order."""

    seconds: F64

    def at(self, per_cent: float) -> float:
        """The percentile, in microseconds."""
        return float(np.percentile(self.seconds, per_cent)) * 1e6

    @property
    def mean(self) -> float:
        """The mean, in microseconds."""
        return float(self.seconds.mean()) * 1e6

    def words(self) -> str:
        """p50 / p99 / mean in microseconds."""
        return f"{self.at(50):,.1f} / {self.at(99):,.0f} / {self.mean:,.1f} us"


def load() -> str:
    """The load averages of 1, 5 and 15 minutes."""
    return " ".join(f"{one:.2f}" for one in os.getloadavg())


def machine(before: str) -> list[Row]:
    """What the figures were taken on."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    cpu = next((line for line in lines if line.startswith("model name")), ": unknown")
    versions = f"numpy {np.__version__}, shapely {shapely.__version__}, GEOS "
    versions += ".".join(map(str, shapely.geos_version))
    return [
        Row("CPU", f"{cpu.partition(':')[2].strip()}, {os.cpu_count()} cores"),
        Row("Python", f"{platform.python_version()} on {sys.platform}"),
        Row("libraries", versions),
        Row("load average before; after", f"{before}; {load()}"),
    ]


def write(sections: Sequence[Section]) -> None:
    """Put the tables where those of the last run stood."""
    before, begin, rest = BUDGET.read_text().partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"expected the two marks of the last figures, got none, at {BUDGET.name}")
    lines = []
    for section in sections:
        lines += [f"**{section.title}**", ""]
        lines += ["| measure | found | goal | met |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(row.cells())} |" for row in section.rows] + [""]
    BUDGET.write_text(f"{before}{BEGIN}\n\n" + "\n".join(lines) + f"\n{END}{after}")
