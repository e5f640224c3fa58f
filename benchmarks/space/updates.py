"""What changes costs little, and nobody who asks waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from statistics import median

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from benchmarks.space.report import F64, Row, Section, at_least, at_most
from benchmarks.space.run import Run
from benchmarks.space.world import Asked, Held, by_turns, hits, hold, index_of, tell, timed
from parley.space.index import Index
from parley.space.packing import pack as prepare_all
from parley.space.prepared import Prepared
from parley.space.store.asking import Question
from tests.space.oracles.stream import as_rough

_BATCH = 1000


class Stall(Struct, frozen=True):
    """How long questions waited: the wall clock less their own CPU time, in seconds."""

    waits: F64

    def words(self) -> str:
        """The worst, and how many were asked."""
        return f"{self.waits.max() * 1e3:.1f} ms worst of {len(self.waits):,} questions"


def measure(run: Run) -> Iterator[Section]:
    """At the main size, and at a tenth of it while packing."""
    held, questions = run.held(run.main), run.questions()
    # Lives of its own, so that other sections find the index as it was built.
    columns = replace(held.packed.columns, life=held.packed.columns.life.copy())
    index = index_of(replace(held.packed, columns=columns), run.engine)
    delta = run.main // 20
    rows = [*_inserts(run, index, delta), *_withdrawals(index, run.main)]
    yield Section(f"Updates at {run.main:,} entries", [*rows, *_delta(run, held, index, questions)])
    yield Section(f"Packing anew {run.main:,} entries while asked", list(_stalls(run, questions)))


def _inserts(run: Run, index: Index, delta: int) -> Iterator[Row]:
    run.say("inserts")
    told_s, batches, one = [], [], []
    for n in range(delta // _BATCH):
        some = tell(_BATCH, 5000 + n)
        began = time.thread_time()
        legs = prepare_all(*as_rough(some))
        told_s.append(time.thread_time() - began)
        batches.append(_insert(index, legs))
    for n in range(500):
        one.append(_insert(index, prepare_all(*as_rough(tell(1, 9000 + n)))))
    count = len(batches) * _BATCH
    yield at_least("batches of 1,000, prepared", count / sum(batches), 200_000, "{} inserts/s")
    whole = count / (sum(batches) + sum(told_s))
    yield at_least("batches of 1,000, from degrees", whole, 200_000, "{} inserts/s")
    yield at_most("one prepared entry, median", median(one) * 1e6, 40, "{} us")


def _insert(index: Index, legs: Prepared) -> float:
    entries = np.arange(index.size, index.size + len(legs), dtype=np.uint32)
    began = time.thread_time()
    index.insert(legs, entries)
    return time.thread_time() - began


def _withdrawals(index: Index, count: int) -> Iterator[Row]:
    packed = np.random.default_rng(3).choice(count, 5000, replace=False).tolist()
    new = range(count + 10, count + 10 + min(5000, count // 40))
    for name, which in (("packed", packed), ("that came since", new)):
        at, began = index.size, time.thread_time()
        for entry in which:
            index.withdraw(entry, at)
        each = (time.thread_time() - began) / len(which)
        yield at_most(f"withdrawal of one {name}", each * 1e6, 1, "{} us")


def _delta(run: Run, held: Held, index: Index, questions: Asked) -> Iterator[Row]:
    run.say("questions with 5 % in the delta")
    ready = questions.question(run.engine)
    new = Held(held.count, index, None, 0, 0)
    taken = by_turns(
        {"quiet": timed(hits(held, ready, questions)), "delta": timed(hits(new, ready, questions))},
        len(questions),
    )
    quiet, delta = taken["quiet"], taken["delta"]
    yield Row("quiet: p50 / p99 / mean", quiet.words())
    yield Row("5 % in the delta: p50 / p99 / mean", delta.words())
    yield at_most("p50 with a 5 % delta over quiet", delta.at(50) / quiet.at(50), 2, "{} x")


def _stalls(run: Run, questions: Asked) -> Iterator[Row]:
    run.say("packing in a child while asked")
    index = hold(run.main, run.engine).index
    index.snapshot(str(run.folder / "first"))
    index = Index.restore(str(run.folder / "first"), run.engine)
    for n in range(10):
        _insert(index, prepare_all(*as_rough(tell(run.main // 200, 7000 + n))))
    ready = questions.question(run.engine)
    quiet = _asking(index, ready, questions, lambda: time.sleep(3))
    took: list[float] = []

    def pack() -> None:
        began = time.perf_counter()
        packing = index.repack(str(run.folder / "second"))
        took.append(time.perf_counter() - began)
        while not packing.done():
            time.sleep(0.01)
        between = time.perf_counter()
        packing.finish()
        took.extend((time.perf_counter() - between, time.perf_counter() - began))

    busy = _asking(index, ready, questions, pack)
    yield Row("waiting while quiet", quiet.words())
    yield Row("waiting while packed", busy.words())
    yield at_most("worst stall of a question while packed", busy.waits.max() * 1e3, 20, "{} ms")
    yield Row("packing: beginning, going over, whole",
              f"{took[0] * 1e3:.0f} ms, {took[1] * 1e3:.0f} ms, {took[2]:.1f} s")  # fmt: skip


def _asking(
    index: Index, ready: Question, questions: Asked, meanwhile: Callable[[], None]
) -> Stall:
    """Ask without pause, in this thread, until the other one has done its work."""
    other = threading.Thread(target=meanwhile)
    other.start()
    waits: list[float] = []
    while other.is_alive():
        n = len(waits) % len(questions)
        wall, cpu = time.perf_counter(), time.thread_time()
        index.hits(ready, (n, n + 1), questions.wish(n, index.size))
        cpu = time.thread_time() - cpu
        waits.append(time.perf_counter() - wall - cpu)
    other.join()
    return Stall(np.array(waits))
