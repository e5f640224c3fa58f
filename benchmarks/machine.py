"""What the figures were taken on: a number without its machine and load says nothing."""

from __future__ import annotations

import os
import platform
import sys
import time
from pathlib import Path

import apsw
from msgspec import Struct

from benchmarks.figures import millis, percentile


class Machine(Struct, frozen=True, kw_only=True):
    """One machine, as far as it matters to the figures."""

    cpu: str
    cores: int
    python: str
    sqlite: str
    filesystem: str
    sync: str
    load: str

    def lines(self) -> list[tuple[str, str]]:
        """For a table: what, and what it is."""
        return [
            ("CPU", f"{self.cpu}, {self.cores} cores"),
            ("Python", self.python),
            ("SQLite", self.sqlite),
            ("filesystem", self.filesystem),
            ("fdatasync after 4 kB", self.sync),
            ("load average, before and after", self.load),
        ]


def load() -> str:
    """The load averages of 1, 5 and 15 minutes."""
    return " ".join(f"{one:.2f}" for one in os.getloadavg())


def look(folder: Path, before: str) -> Machine:
    """This machine, and the disk under a folder. `before` is the load when the run began."""
    return Machine(
        cpu=_cpu(),
        cores=os.cpu_count() or 0,
        python=f"{platform.python_implementation()} {sys.version.split()[0]}",
        sqlite=apsw.sqlite_lib_version(),
        filesystem=_filesystem(folder),
        sync=_sync(folder),
        load=f"{before}; {load()}",
    )


def _cpu() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    found = next((line for line in lines if line.startswith("model name")), ":unknown")
    return found.partition(":")[2].strip()


def _filesystem(folder: Path) -> str:
    """The type of the mount that holds the folder (proc(5), mounts)."""
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    under = [(at, kind) for at, kind in mounts if folder.resolve().is_relative_to(at)]
    return max(under, key=lambda one: len(one[0]))[1] if under else "unknown"


def _sync(folder: Path) -> str:
    file = os.open(folder / "sync", os.O_WRONLY | os.O_CREAT, 0o600)
    taken = []
    for _ in range(500):
        os.write(file, bytes(4096))
        began = time.perf_counter()
        os.fdatasync(file)
        taken.append(time.perf_counter() - began)
    os.close(file)
    return f"p50 {millis(percentile(taken, 50))}, p99 {millis(percentile(taken, 99))}"
