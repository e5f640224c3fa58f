"""Sixty-four submitters at once get through by sharing syncs.

64 threads, each waiting for its own receipt and every check made, get at least 8 times the rate of
bare one-row commits to SQLite (WAL, FULL).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from benchmarks.crowd import THREADS, rush
from benchmarks.disks import DISKS, THIS, BareSqlite, Disk
from benchmarks.figures import Figure, at_least, in_turns, rate, timed
from benchmarks.running import Run
from benchmarks.saying import Said, claim, status

TITLE = "64 submitters against bare one-row commits"
_GOAL = 8.0


def measure(run: Run) -> Iterator[Figure]:
    """Short open records on every disk, long ones on this one."""
    for disk in DISKS:
        yield _figure(run, disk, ("open, 1 kB leaf", status))
    yield _figure(run, THIS, ("open, 4 kB leaf", claim))


def _figure(run: Run, disk: Disk, what: tuple[str, Callable[[int], Said]]) -> Figure:
    name, say = what
    run.say(f"64 submitters: {name}, {disk.name}")
    each, rows = run.size(30, 10), run.size(1000, 200) if disk is THIS else run.size(80, 20)
    desk, bare = run.desk("many", disk), BareSqlite(run.place("bare") / "bare.sqlite", disk)
    waiting = desk.many(say, THREADS * each * run.rounds)
    leaf = len(desk.ledger.submit(desk.signed(say(0))).leaf)
    commits = sum(1 for _ in desk.ledger.checkpoints())

    def ours() -> float:
        batch = [waiting.pop() for _ in range(THREADS * each)]
        return len(batch) / rush(desk.ledger, batch).wall

    def peer() -> float:
        blob = bytes(leaf)
        with timed() as took:
            for _ in range(rows):
                bare.write(blob)
        return rows / took.wall

    found = in_turns(ours, peer, rounds=run.rounds)
    commits = sum(1 for _ in desk.ledger.checkpoints()) - commits
    group = THREADS * each * run.rounds / commits
    desk.close()
    bare.close()
    return Figure(
        measure=f"{name}; {disk.name}; {group:.0f} entries a commit",
        ours=rate(found.middle[0]),
        peer=rate(found.middle[1]),
        ratio=found.ratio,
        goal=at_least(_GOAL, found.ratio.middle, f">= {_GOAL:g} x"),
    )
