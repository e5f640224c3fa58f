"""A record costs little enough that an old laptop keeps up.

At most 150 us of CPU time (user and system, all threads) for each accepted record, its signature
check included. What sealing adds is told apart, and has no promise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from nacl.signing import SigningKey

from benchmarks.crowd import rush
from benchmarks.desks import MeasuredDesk
from benchmarks.disks import THIS, BareSqlite
from benchmarks.figures import Figure, Spread, at_most, in_turns, micros, timed
from benchmarks.running import Run
from benchmarks.saying import Said, claim, received, status
from parley.ledger.dsse import signed_by

TITLE = "CPU time of an accepted record"
_GOAL = 150e-6
Way = Callable[[MeasuredDesk, list[bytes]], float]


def measure(run: Run) -> Iterator[Figure]:
    """Alone, in a group, in a crowd; open and closed; and what cannot be saved."""
    yield _figure(run, "open, 1 kB leaf; 1 submitter", status, _alone)
    yield _figure(run, "open, 4 kB leaf; 1 submitter", claim, _alone)
    yield _figure(run, "open, 1 kB leaf; 64 submitters", status, _crowded)
    yield _figure(run, "open, 1 kB leaf; groups of 200 by one call", status, _grouped)
    closed = _figure(run, "closed, 1 kB leaf and a sealed part; 1 submitter", _closed, _alone)
    yield Figure(measure=closed.measure, ours=closed.ours, peer=closed.peer, ratio=closed.ratio)
    yield Figure(
        measure="of these: one signature check (1 kB), and one signature for a checkpoint",
        ours=f"{micros(_check())} + {micros(_sign())}",
    )


def _figure(run: Run, name: str, say: Callable[[int], Said], way: Way) -> Figure:
    run.say(f"CPU time: {name}")
    desk, bare = run.desk("cpu"), BareSqlite(run.place("bare") / "bare.sqlite", THIS)
    amount = run.size(1280, 256)
    waiting = desk.many(say, amount * run.rounds)

    def ours() -> float:
        batch = [waiting.pop() for _ in range(amount)]
        return way(desk, batch) / amount

    def peer() -> float:
        with timed() as took:
            for _ in range(amount):
                bare.write(bytes(1024))
        return took.cpu / amount

    found = in_turns(ours, peer, rounds=run.rounds)
    desk.close()
    bare.close()
    middle = Spread.of(found.ours).middle
    return Figure(
        measure=name,
        ours=micros(middle),
        peer=f"{micros(Spread.of(found.peer).middle)} (bare commit)",
        ratio=found.ratio,
        goal=at_most(_GOAL, middle, "<= 150 us"),
    )


def _closed(_: int) -> Said:
    return received("sha256:" + "a" * 64)


def _alone(desk: MeasuredDesk, batch: list[bytes]) -> float:
    with timed() as took:
        for submission in batch:
            desk.ledger.submit(submission)
    return took.cpu


def _crowded(desk: MeasuredDesk, batch: list[bytes]) -> float:
    return rush(desk.ledger, batch).cpu


def _grouped(desk: MeasuredDesk, batch: list[bytes]) -> float:
    with timed() as took:
        for at in range(0, len(batch), 200):
            desk.ledger.submit_many(batch[at : at + 200])
    return took.cpu


def _check() -> float:
    key, message = SigningKey.generate(), bytes(700)
    signature, public = key.sign(message).signature, bytes(key.verify_key)
    with timed() as took:
        for _ in range(2000):
            signed_by(public, message, signature)
    return took.cpu / 2000


def _sign() -> float:
    key, message = SigningKey.generate(), bytes(100)
    with timed() as took:
        for _ in range(2000):
            key.sign(message)
    return took.cpu / 2000
