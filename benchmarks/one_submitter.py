"""One submitter waits no longer than a plain database would make it wait.

One waiting submitter gets at least 0.8 of the rate of bare one-row commits to SQLite (WAL, FULL),
each row the leaf's own size; the stretch is 1.0. Ours checks spelling, past, signature, retry, key
and rule, hashes, signs a checkpoint, and answers with a proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from benchmarks.disks import DISKS, THIS, BareSqlite, Disk
from benchmarks.figures import Figure, at_least, in_turns, rate, timed
from benchmarks.running import Run
from benchmarks.saying import Said, claim, received, status

TITLE = "One waiting submitter against bare one-row commits"
_GOAL = 0.8


def measure(run: Run) -> Iterator[Figure]:
    """Short and long open records, on every disk; a closed one on this disk."""
    for disk in DISKS:
        amount = run.size(1000, 200) if disk is THIS else run.size(100, 20)
        yield _figure(run, disk, ("open, 1 kB leaf", status), amount)
    yield _figure(run, THIS, ("open, 4 kB leaf", claim), run.size(1000, 200))
    yield _figure(run, THIS, ("closed, 1 kB leaf and a sealed part", _closed), run.size(500, 100))


def _closed(_: int) -> Said:
    return received("sha256:" + "a" * 64)


def _figure(
    run: Run, disk: Disk, what: tuple[str, Callable[[int], Said]], amount: int
) -> Figure:
    name, say = what
    run.say(f"one submitter: {name}, {disk.name}")
    desk, bare = run.desk("one", disk), BareSqlite(run.place("bare") / "bare.sqlite", disk)
    waiting = desk.many(say, amount * run.rounds)
    leaf = len(desk.ledger.submit(desk.signed(say(0))).leaf)

    def ours() -> float:
        batch = [waiting.pop() for _ in range(amount)]
        with timed() as took:
            for submission in batch:
                desk.ledger.submit(submission)
        return amount / took.wall

    def peer() -> float:
        blob = bytes(leaf)
        with timed() as took:
            for _ in range(amount):
                bare.write(blob)
        return amount / took.wall

    found = in_turns(ours, peer, rounds=run.rounds)
    desk.close()
    bare.close()
    # A sealed part is a second commit, in the file that can be erased: told, not promised.
    promised = say is not _closed
    return Figure(
        measure=f"{name}; {disk.name}",
        ours=rate(found.middle[0]),
        peer=rate(found.middle[1]),
        ratio=found.ratio,
        goal=at_least(_GOAL, found.ratio.middle, f">= {_GOAL} x") if promised else None,
    )
