"""A stop request through the watch: durable, on every duty officer's page, and then anything else.

As `stopline` measures it, but submitted to the watch as every door of a desk does, which opens the
entry, looks up who is on shift, and only then lets go; the 64 others submit to the watch too. From
submitting until the last officer's page has it, the 99th percentile is at most 1.5 times that of a
bare write and fsync interleaved in the same run, plus 5 ms at 1 page and plus 30 ms at 1,000. Each
page is an officer's own. Beside it, what the watch itself adds: the same without the watch, in
turns with it. A tick among 200,000 open clocks of which 50 are due is told, without a promise.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from benchmarks.channel import _open as open_items
from benchmarks.crowd import THREADS
from benchmarks.desks import MeasuredDesk
from benchmarks.disks import THIS, BareFile
from benchmarks.figures import Figure, Spread, at_most, millis, percentile
from benchmarks.running import Run
from benchmarks.saying import DESK, SOUTH, Said, status
from benchmarks.stopline import _pages as open_pages
from benchmarks.stopline import stop_request
from parley.channel.table import NEVER
from parley.desk.board import Board
from parley.desk.clock import Clock
from parley.desk.watch import Reach, Teller, Watch, openers_of, tick
from parley.desk.watch.reach import reader_of
from parley.desk.ways.hub import Event, Hub
from parley.ledger import Logged, Receipt
from parley.record import roster
from parley.record.kinds import Record
from parley.record.values.time import VagueTime

TITLE = "99th percentile from a stop request to every duty officer's page, through the watch"
_LEAF = bytes(1024)
_YEARS = VagueTime.parse("2020-01-01T00:00Z/2090-01-01T00:00Z")


def measure(run: Run) -> Iterator[Figure]:
    """One page and 1,000, alone and among 64 submitters; then a tick among many open clocks."""
    for listening in (1, 1000):
        for busy in (False, True):
            yield _figure(run, listening=listening, busy=busy)
    yield from run.alone(_ticks, run.size(200_000, 20_000), run.rounds)


def _figure(run: Run, *, listening: int, busy: bool) -> Figure:
    run.say(f"watch: {listening} officers{', 64 submitting' if busy else ''}")
    amount = run.size(100, 20)
    rounds = []
    for _ in range(run.rounds):
        desk, bare = run.desk("watch", THIS), BareFile(run.place("bare") / "bare", THIS)
        rounds.append(_round(desk, bare, amount, listening=listening, busy=busy))
        desk.close()
        bare.close()
    ours, peer, bypass = (
        percentile([wait for waits in rounds for wait in waits[side]], 99) for side in range(3)
    )
    allowed = 0.005 if listening == 1 else 0.030
    limit = 1.5 * peer + allowed
    beside = "; 64 others submitting" if busy else ""
    return Figure(
        measure=f"{listening:,} page{'s' * (listening > 1)}{beside}; "
        f"without the watch {millis(bypass)}",
        ours=millis(ours),
        peer=millis(peer),
        ratio=Spread.of(
            [percentile(mine, 99) / percentile(other, 99) for mine, other, _ in rounds]
        ),
        goal=at_most(limit, ours, f"<= 1.5 x + {allowed * 1e3:g} ms = {millis(limit)}"),
    )


def _round(
    desk: MeasuredDesk, bare: BareFile, amount: int, *, listening: int, busy: bool
) -> tuple[list[float], list[float], list[float]]:
    """In turns: a stop request through the watch, a bare write, a stop request past the watch."""
    hub = Hub(epoch="bench")
    readers = _on_shift(desk, listening)
    watch = _watch(desk, hub)
    stops = desk.many(stop_request, 2 * amount)
    crowd = desk.many(status, THREADS * 400) if busy else []
    ours, peer, bypass = list[float](), list[float](), list[float]()
    with open_pages(hub, readers) as pages, _rush(watch.submit, crowd):

        def heard(submit: Callable[[bytes], object], submission: bytes) -> float:
            pages.expect()
            began = time.perf_counter()
            submit(submission)
            return pages.all_had_it() - began

        def past(submission: bytes) -> None:
            receipt = desk.ledger.submit(submission)
            event = Event(kind="alert.stop_requested", of=receipt.digest, index=0, urgent=True)
            hub.publish(event, readers)

        for one, other in zip(stops[:amount], stops[amount:], strict=True):
            ours.append(heard(watch.submit, one))
            between = time.perf_counter()
            bare.write(_LEAF)
            peer.append(time.perf_counter() - between)
            bypass.append(heard(past, other))
    return ours, peer, bypass


class _Desk:
    """A measured desk, as the watch asks for one."""

    def __init__(self, desk: MeasuredDesk) -> None:
        self._desk, self.ledger, self.view = desk, desk.ledger, desk.view
        self.clock, self.board = Clock(), Board(desk.reader())

    @property
    def size(self) -> int:
        return self.ledger.size

    def logged(self, index: int) -> Logged:
        return next(self.ledger.read(index, index + 1))

    def act(self, record: Record, *, to: Iterable[str] = ()) -> object:
        return self._desk.act(DESK, record)

    def submit(self, submission: bytes) -> Receipt:
        return self.ledger.submit(submission)


def _watch(desk: MeasuredDesk, hub: Hub) -> Watch:
    watched = _Desk(desk)
    teller = Teller(hub, openers_of(watched))
    return Watch(watched, post=lambda _: None, reach=Reach(), teller=teller)


def _on_shift(desk: MeasuredDesk, officers: int) -> list[str]:
    """Put that many officers of the south on shift; the names under which their pages listen."""
    role = roster.RoleDefined(role="duty-south", actor=SOUTH, title="South, duty officer")
    desk.act(DESK, role)
    numbers = [f"officer-{number}" for number in range(officers)]
    duties = [roster.DutyAssigned(role="duty-south", officer=one, window=_YEARS) for one in numbers]
    desk.ledger.submit_many([desk.signed(Said(author=DESK, record=one)) for one in duties])
    return [reader_of(SOUTH, one) for one in numbers]


@contextmanager
def _rush(submit: Callable[[bytes], object], submissions: list[bytes]) -> Iterator[None]:
    """Submit from 64 threads, without a pause, while the block runs."""
    ending = threading.Event()

    def work() -> None:
        while not ending.is_set() and submissions:
            submit(submissions.pop())

    threads = [threading.Thread(target=work) for _ in range(THREADS if submissions else 0)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ending.set()
        for thread in threads:
            thread.join()


def _ticks(open_clocks: int, rounds: int) -> list[Figure]:
    """In a process of its own: a tick among so many open clocks, of which the fiftieth is due."""
    state = open_items(open_clocks)
    dues = state.table.clocks.dues()
    ms = int(dues[dues < NEVER][49])
    took = []
    for _ in range(rounds * 5):
        began = time.perf_counter()
        tick(state, ms, Reach())
        took.append(time.perf_counter() - began)
    middle = percentile(took, 50)
    words = f"a tick: what to ring and enter, among {len(dues):,} open clocks, 50 of them due"
    return [Figure(measure=words, ours=millis(middle))]
