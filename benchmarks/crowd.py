"""Many submitters at once: threads that each wait for their own receipt."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from msgspec import Struct

from benchmarks.figures import timed
from parley.ledger import Ledger

THREADS = 64


class Rush(Struct, frozen=True):
    """What came of it: seconds in all, CPU seconds, and each submission's own wait."""

    wall: float
    cpu: float
    waits: list[float]


def rush(ledger: Ledger, submissions: Sequence[bytes], *, threads: int = THREADS) -> Rush:
    """Deal submissions out among threads that each submit one after the other."""
    waits: list[list[float]] = [[] for _ in range(threads)]
    start = threading.Barrier(threads + 1)

    def submitter(place: int) -> None:
        mine = submissions[place::threads]
        start.wait()
        for submission in mine:
            began = time.perf_counter()
            ledger.submit(submission)
            waits[place].append(time.perf_counter() - began)

    crowd = [threading.Thread(target=submitter, args=(place,)) for place in range(threads)]
    for one in crowd:
        one.start()
    start.wait()
    with timed() as took:
        for one in crowd:
            one.join()
    found = [wait for own in waits for wait in own]
    if len(found) != len(submissions):
        raise SystemExit(f"expected {len(submissions)} receipts, got {len(found)}")
    return Rush(took.wall, took.cpu, found)
