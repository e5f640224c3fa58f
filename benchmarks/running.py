"""One run of the benchmarks: how big, where it may write, and what several promises share."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

from benchmarks.desks import MeasuredDesk
from benchmarks.disks import THIS, Disk

P = ParamSpec("P")
R = TypeVar("R")


class Run:
    """A run. `say` tells whoever waits what is being measured."""

    def __init__(self, folder: Path, *, quick: bool, say: Callable[[str], None]) -> None:
        self.folder, self.quick, self.say = folder, quick, say
        self.rounds = 3 if quick else 5
        self._busy: MeasuredDesk | None = None
        self._made = 0

    def size(self, full: int, quick: int) -> int:
        """A size, by how long the run may take."""
        return quick if self.quick else full

    def place(self, name: str) -> Path:
        """A new folder."""
        self._made += 1
        made = self.folder / f"{self._made}-{name}"
        made.mkdir(parents=True)
        return made

    def desk(self, name: str, disk: Disk = THIS) -> MeasuredDesk:
        """A new desk on a disk."""
        return MeasuredDesk(self.place(name) / "ledger", disk=disk)

    def busy(self) -> MeasuredDesk:
        """The desk of many busy days, filled once and shared."""
        if self._busy is None:
            amount = self.size(100_000, 5_000)
            self.say(f"entering {amount:,} records of busy days")
            self._busy = self.desk("busy")
            self._busy.fill(amount)
        return self._busy

    def alone(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The answer of a function run in a process of its own, with nothing in memory yet."""
        fresh = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=fresh) as pool:
            return pool.submit(function, *args, **kwargs).result()

    def close(self) -> None:
        """Let go of everything and delete what was written."""
        if self._busy is not None:
            self._busy.close()
        shutil.rmtree(self.folder, ignore_errors=True)
