"""Articles a second, on one core and on two, and the most memory a batch holds."""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from msgspec import Struct

from parley.reading import read
from parley.reading.files.batch import read_all


class Speed(Struct, frozen=True):
    """Articles a second: in one process, by its own processor time and by the clock, and on two."""

    by_processor: float
    by_clock: float
    two: float
    megabyte: float
    """Seconds for a text of a million characters."""
    most_memory: int
    """Kilobytes the process held at most."""


def measure(texts: Sequence[str], files: Sequence[Path], *, rounds: int) -> Speed:
    """Read all texts so many times; the median round counts."""
    read(texts[0], language="en")
    busy, clock, two = [], [], []
    many = list(files) * 12
    _drain(many[:8], 2)
    for _ in range(rounds):
        began, used = time.perf_counter(), time.process_time()
        for text in texts:
            read(text)
        busy.append(time.process_time() - used)
        clock.append(time.perf_counter() - began)
        one = _drain(many, 1)
        two.append(one / _drain(many, 2))
    long = (" ".join(texts) * 4)[:1_000_000]
    used = time.process_time()
    read(long, language="en")
    return Speed(
        len(texts) / median(busy),
        len(texts) / median(clock),
        median(two),
        time.process_time() - used,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    )


def _drain(files: Sequence[Path], workers: int) -> float:
    began = time.perf_counter()
    for _ in read_all(files, workers=workers):
        pass
    return time.perf_counter() - began
