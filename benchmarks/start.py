"""A desk that was stopped is back before anybody has to wait for it.

Opening a ledger takes at most 5 s for each million entries: lock, checks, every leaf hash and
ledger time read back, the tree rebuilt, its root held against the last checkpoint. Each start is a
process of its own; its interpreter and imports are not counted.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bulk import make_long_log
from benchmarks.desks import MeasuredDesk
from benchmarks.figures import Figure, Spread, at_most, in_seconds, timed
from benchmarks.memory import resident
from benchmarks.running import Run
from parley.ledger.tlog import Tree

TITLE = "Start, for each million entries"
_GOAL = 5.0


def measure(run: Run) -> Iterator[Figure]:
    """From a file the system holds in memory, and from one it has to read from the disk."""
    amount = run.size(1_000_000, 50_000)
    folder = run.place("long") / "ledger"
    run.say(f"making a log of {amount:,} entries")
    with timed() as making:
        make_long_log(folder, amount)
    per_million = 1e6 / amount
    run.say("starting")
    floor = _tree(amount) * per_million
    for name, cold in (("read from the disk", True), ("held in the system's memory", False)):
        starts = [run.alone(_start, folder, cold=cold) for _ in range(3)]
        taken = Spread.of([seconds * per_million for seconds, _ in starts])
        yield Figure(
            measure=f"{amount:,} entries; {name}",
            ours=in_seconds(taken.middle),
            peer=f"{in_seconds(floor)} (hashing the tree alone)",
            ratio=Spread(taken.least / floor, taken.middle / floor, taken.most / floor),
            goal=at_most(_GOAL, taken.middle, f"<= {_GOAL:g} s"),
        )
    grown = max(grown for _, grown in starts) * per_million
    size = sum(path.stat().st_size for path in folder.iterdir())
    yield Figure(
        measure=f"its file: {size / 1e6:,.0f} MB, made in {making.wall:,.0f} s; memory grown by",
        ours=f"{grown / 1e6:,.0f} MB",
        peer="resident, for each million",
    )


def _start(folder: Path, *, cold: bool) -> tuple[float, int]:
    """Seconds until the ledger is open, and bytes of memory grown by it."""
    if cold:
        _forget(folder)
    before = resident()
    began = time.perf_counter()
    desk = MeasuredDesk(folder, create=False)
    taken = time.perf_counter() - began
    grown = resident() - before
    desk.close()
    return taken, grown


def _forget(folder: Path) -> None:
    """Ask the system to drop what it holds of the files; only clean pages can go."""
    os.sync()
    for path in folder.iterdir():
        file = os.open(path, os.O_RDONLY)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(file)


def _tree(amount: int) -> float:
    hashes = os.urandom(32) * amount
    with timed() as took:
        Tree(hashes)
    return took.wall
