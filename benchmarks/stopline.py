"""A stop request is heard at once, however many listen and however busy the desk is.

From the moment a stop request is submitted until it is durable and every open subscription has it
in hand, the 99th percentile is at most 1.5 times that of a bare write and fsync of the same bytes,
interleaved in the same run, plus 5 ms at 1 subscription and plus 30 ms at 1,000; the same while 64
others submit without a pause. Those give way to a stop request, so there is a pause before each
and before each bare write in which they are all at it again.

Each subscription is its own reader, all of them wait in one event loop of another thread, as the
pages of a web server do; the last of them counts.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from benchmarks.crowd import THREADS
from benchmarks.desks import MeasuredDesk
from benchmarks.disks import DISKS, THIS, BareFile, Disk
from benchmarks.figures import Figure, Spread, at_most, millis, percentile
from benchmarks.running import Run
from benchmarks.saying import DESK, NORTH, SOUTH, Said, status
from parley.desk.ways.hub import Event, Hub, Subscription
from parley.ledger import Receipt
from parley.record import alert

TITLE = "99th percentile from a stop request to every open subscription"
_LEAF = bytes(1024)
_AGAIN = 0.04
"""Seconds until the others are all submitting again."""


def measure(run: Run) -> Iterator[Figure]:
    """One subscription and 1,000, alone on every disk and among 64 submitters on this one."""
    for disk in DISKS:
        for listening in (1, 1000):
            yield _figure(run, disk, listening=listening, busy=False)
    for listening in (1, 1000):
        yield _figure(run, THIS, listening=listening, busy=True)


def stop_request(number: int) -> Said:
    """A stop request from the north to the south."""
    record = alert.StopRequested(what=f"Shelling of the mill road, {number}.", to=(SOUTH,))
    return Said(author=NORTH, record=record, to=(SOUTH, DESK))


def _figure(run: Run, disk: Disk, *, listening: int, busy: bool) -> Figure:
    run.say(f"stop line: {listening} listening, {disk.name}{', 64 submitting' if busy else ''}")
    amount = run.size(200, 40) if disk is THIS and not busy else run.size(60, 15)
    rounds = []
    for _ in range(run.rounds):
        desk, bare = run.desk("stop", disk), BareFile(run.place("bare") / "bare", disk)
        rounds.append(_round(desk, bare, amount, listening=listening, busy=busy))
        desk.close()
        bare.close()
    ours, peer = (
        percentile([wait for waits in rounds for wait in waits[side]], 99) for side in (0, 1)
    )
    allowed = 0.005 if listening == 1 else 0.030
    limit = 1.5 * peer + allowed
    beside = "64 others submitting; " if busy else ""
    return Figure(
        measure=f"{listening:,} subscription{'s' * (listening > 1)}; {beside}{disk.name}",
        ours=millis(ours),
        peer=millis(peer),
        ratio=Spread.of([percentile(mine, 99) / percentile(other, 99) for mine, other in rounds]),
        goal=at_most(limit, ours, f"<= 1.5 x + {allowed * 1e3:g} ms = {millis(limit)}"),
    )


def _round(
    desk: MeasuredDesk, bare: BareFile, amount: int, *, listening: int, busy: bool
) -> tuple[list[float], list[float]]:
    """Each stop request is followed by one bare write."""
    hub = Hub(epoch="bench")
    stops = desk.many(stop_request, amount)
    crowd = desk.many(status, THREADS * 600) if busy else []
    pause = _AGAIN if busy else 0
    readers = [f"reader-{number}" for number in range(listening)]
    ours, peer = [], []
    with _pages(hub, readers) as pages, _rush(desk, crowd):
        for submission in stops:
            pages.expect()
            time.sleep(pause)
            began = time.perf_counter()
            receipt = desk.ledger.submit(submission)
            hub.publish(_event(receipt), readers)
            ours.append(pages.all_had_it() - began)
            time.sleep(pause)
            between = time.perf_counter()
            bare.write(_LEAF)
            peer.append(time.perf_counter() - between)
    return ours, peer


def _event(receipt: Receipt) -> Event:
    return Event(kind="alert.stop_requested", of=receipt.digest, index=0, urgent=True)


class _Pages:
    """Open pages in one event loop: each waits, takes what comes, and waits again."""

    def __init__(self, subscriptions: Sequence[Subscription]) -> None:
        self._subscriptions = subscriptions
        self._missing = 0
        self._last = 0.0
        self._all = threading.Event()

    def expect(self) -> None:
        """The next event is to reach every page."""
        self._missing = len(self._subscriptions)
        self._all.clear()

    def all_had_it(self) -> float:
        """When the last page had it."""
        if not self._all.wait(60):
            raise SystemExit(f"expected every page to hear of it, got {self._missing} that did not")
        return self._last

    async def wait(self) -> None:
        """Keep every page open until it is closed."""
        await asyncio.gather(*(self._page(one) for one in self._subscriptions))

    async def _page(self, page: Subscription) -> None:
        while notes := await page.arrive():
            for _ in notes:
                self._missing -= 1
            if self._missing == 0:
                self._last = time.perf_counter()
                self._all.set()


@contextmanager
def _pages(hub: Hub, readers: Sequence[str]) -> Iterator[_Pages]:
    subscriptions = [hub.subscribe(reader) for reader in readers]
    pages = _Pages(subscriptions)
    thread = threading.Thread(target=lambda: asyncio.run(pages.wait()))
    thread.start()
    time.sleep(0.2)  # until every page waits
    try:
        yield pages
    finally:
        for one in subscriptions:
            one.close()
        thread.join()


@contextmanager
def _rush(desk: MeasuredDesk, submissions: list[bytes]) -> Iterator[None]:
    """Submit from 64 threads, without a pause, while the block runs."""
    ending = threading.Event()

    def submit() -> None:
        while not ending.is_set() and submissions:
            desk.ledger.submit(submissions.pop())

    threads = [threading.Thread(target=submit) for _ in range(THREADS if submissions else 0)]
    for thread in threads:
        thread.start()
    try:
        yield
        if threads and not submissions:
            raise SystemExit("expected the others to submit to the end, got too few submissions")
    finally:
        ending.set()
        for thread in threads:
            thread.join()
