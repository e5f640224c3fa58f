"""A million rows of a conflict event table are read in bounded memory.

The table is made while it is read, one row in ten with a fault; nothing is entered. Alone:
`python -m benchmarks exchange`. Entering is measured by the promises on submitters.
"""

from __future__ import annotations

import io
import resource
import time
from collections.abc import Iterator

from benchmarks.figures import Figure, at_most
from benchmarks.running import Run
from parley.exchange import FORMATS, Fault, read_events
from tests.exchange.tables import UCDP, lines, many_ucdp

TITLE = "Reading a table of conflict events, row by row"
MANY, QUICK = 1_000_000, 50_000
GROWTH_MB = 32


def measure(run: Run) -> Iterator[Figure]:
    """Rows a second, and how much the process grew over all of them."""
    rows = run.size(MANY, QUICK)
    run.say(f"exchange: {rows:,} rows")
    before = _resident()
    since = time.perf_counter()
    faults = read = 0
    stream = io.BufferedReader(_Made(lines(many_ucdp(rows), tuple(UCDP))), 1 << 18)
    for one in read_events(stream, FORMATS["ucdp-ged"], edition="made up"):
        read += 1
        faults += isinstance(one, Fault)
    took = time.perf_counter() - since
    grown = _resident() - before
    yield Figure(measure="rows read, of them with a fault", ours=f"{read:,}, {faults:,}")
    yield Figure(measure="rows a second, making them included", ours=f"{read / took:,.0f}")
    yield Figure(
        measure="growth of the process", ours=f"{grown:.0f} MB",
        goal=at_most(GROWTH_MB, grown, f"at most {GROWTH_MB} MB"),
    )  # fmt: skip


class _Made(io.RawIOBase):
    """A table that is made while it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]  # a buffer is enough
        made = [self._rest]
        size = len(self._rest)
        while size < len(into) and (piece := next(self._pieces, b"")):
            made.append(piece)
            size += len(piece)
        whole = b"".join(made)
        got, self._rest = whole[: len(into)], whole[len(into) :]
        into[: len(got)] = got
        return len(got)


def _resident() -> float:
    """The most memory the process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
