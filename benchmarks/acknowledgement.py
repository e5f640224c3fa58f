"""An acknowledgement comes soon, even when it comes late.

The 99th percentile of submit-to-receipt is at most 1.5 times that of a bare write and fsync of the
same bytes, interleaved in the same run, plus 5 ms; plus 30 ms when 64 submit at once.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.crowd import THREADS, rush
from benchmarks.desks import MeasuredDesk
from benchmarks.disks import DISKS, THIS, BareFile, Disk
from benchmarks.figures import Figure, Spread, at_most, millis, percentile
from benchmarks.running import Run
from benchmarks.saying import status

TITLE = "99th percentile of an acknowledgement against write and fsync"
_LEAF = bytes(1024)


def measure(run: Run) -> Iterator[Figure]:
    """One submitter and 64, on every disk."""
    for disk in DISKS:
        run.say(f"acknowledgement: 1 submitter, {disk.name}")
        yield _figure(run, disk, threads=1)
        run.say(f"acknowledgement: 64 submitters, {disk.name}")
        yield _figure(run, disk, threads=THREADS)


def _figure(run: Run, disk: Disk, *, threads: int) -> Figure:
    desk, bare = run.desk("ack", disk), BareFile(run.place("bare") / "bare", disk)
    one_round = _one_by_one if threads == 1 else _crowded
    amount = run.size(500, 100) if disk is THIS else run.size(100, 30)
    rounds = [one_round(desk, bare, amount) for _ in range(run.rounds)]
    desk.close()
    bare.close()
    ours, peer = (
        percentile([wait for waits in rounds for wait in waits[side]], 99) for side in (0, 1)
    )
    allowed = 0.005 if threads == 1 else 0.030
    limit = 1.5 * peer + allowed
    ratio = [percentile(mine, 99) / percentile(other, 99) for mine, other in rounds]
    words = f"<= 1.5 x + {allowed * 1e3:g} ms = {millis(limit)}"
    return Figure(
        measure=f"{threads} submitting; {disk.name}",
        ours=millis(ours),
        peer=millis(peer),
        ratio=Spread.of(ratio),
        goal=at_most(limit, ours, words),
    )


def _one_by_one(
    desk: MeasuredDesk, bare: BareFile, amount: int
) -> tuple[list[float], list[float]]:
    """Each submission is followed by one bare write."""
    ours, peer = [], []
    for submission in desk.many(status, amount):
        began = time.perf_counter()
        desk.ledger.submit(submission)
        between = time.perf_counter()
        bare.write(_LEAF)
        ours.append(between - began)
        peer.append(time.perf_counter() - between)
    return ours, peer


def _crowded(desk: MeasuredDesk, bare: BareFile, amount: int) -> tuple[list[float], list[float]]:
    """Each rush of all is followed by bare writes from one thread."""
    ours = rush(desk.ledger, desk.many(status, THREADS * 20)).waits
    peer = []
    for _ in range(amount):
        began = time.perf_counter()
        bare.write(_LEAF)
        peer.append(time.perf_counter() - began)
    return ours, peer
