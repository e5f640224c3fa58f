"""Many submitters at once: threads that each wait for their own receipt."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from parley.ledger import Ledger

THREADS = 64


class Rush(Struct, frozen=True):
    """What came of it: seconds in all, CPU seconds, and each submission's own wait."""

    wall: float
    cpu: float
    waits: list[float]


def rush(ledger: Ledger, submissions: Sequence[bytes], *, threads: int = THREADS) -> Rush:
    """Deal submissions out among threads that each submit one after the other."""
    moments: list[list[float]] = [[] for _ in range(threads)]
    start = threading.Barrier(threads + 1)

    def submitter(place: int) -> None:
        mine, own = submissions[place::threads], moments[place]
        start.wait()
        own.append(time.perf_counter())
        for submission in mine:
            ledger.submit(submission)
            own.append(time.perf_counter())

    crowd = [threading.Thread(target=submitter, args=(place,)) for place in range(threads)]
    for one in crowd:
        one.start()
    began = time.process_time()
    start.wait()
    for one in crowd:
        one.join()
    cpu = time.process_time() - began
    waits = [after - before for own in moments for before, after in pairwise(own)]
    if len(waits) != len(submissions):
        raise SystemExit(f"expected {len(submissions)} receipts, got {len(waits)}")
    # By the submitters' own clocks: this thread is let in late when the others are busy.
    wall = max(own[-1] for own in moments) - min(own[0] for own in moments)
    return Rush(wall, cpu, waits)
