"""Many questions at once: no dearer than one by one, and faster on two threads."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import numpy as np

from benchmarks.space.report import Row, Section, at_least, at_most
from benchmarks.space.run import Run
from benchmarks.space.world import Asked, by_turns, hits, timed
from parley.space.index import CHUNK, Index
from parley.space.store.asking import Question, Wish

Piece = tuple[tuple[int, int], Wish]


def measure(run: Run) -> Iterator[Section]:
    """At the main size."""
    held, questions = run.held(run.main), run.questions()
    run.say("questions in a batch")
    index, ready = held.index, questions.question(run.engine)
    whole, halves = _pieces(questions, index.size), _pieces(questions, index.size, 8)
    singles, batches, ones, twos = [], [], [], []
    one_by_one = timed(hits(held, ready, questions))
    for _ in range(3 if run.quick else 5):
        singles.append(by_turns({"one": one_by_one}, len(questions))["one"].mean)
        batches.append(_cpu(index, ready, whole) / len(questions) * 1e6)
        ones.append(_wall(index, ready, halves, 1))
        twos.append(_wall(index, ready, halves, 2))
    single, many = median(singles), median(batches)
    speed = median(one / two for one, two in zip(ones, twos, strict=True))
    yield Section(f"A batch of {len(questions):,} at {run.main:,} entries", [
        Row("one by one, mean CPU", f"{single:.1f} us"),
        Row("in a batch, mean CPU", f"{many:.1f} us"),
        at_most("a batch over one by one, each", many / single, 1.0, "{} x"),
        at_least("two threads over one, by the wall clock (median of rounds)", speed, 1.7, "{} x"),
        Row("least and most of the rounds", ", ".join(
            f"{one / two:.2f}" for one, two in sorted(zip(ones, twos, strict=True)))),
    ])  # fmt: skip


def _pieces(questions: Asked, known: int, shares: int = 1) -> list[Piece]:
    """Questions of one distance side by side, each run cut as `join` would, or into more."""
    within = questions.stream.within_m
    edges = np.concatenate([[0], np.nonzero(np.diff(within))[0] + 1, [len(within)]])
    pieces = []
    for begin, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        count = max(shares, -(-(end - begin) // CHUNK))
        cuts = np.linspace(begin, end, count + 1).astype(int).tolist()
        wish = questions.wish(begin, known)
        pieces += [(both, wish) for both in zip(cuts[:-1], cuts[1:], strict=True)]
    return pieces


def _cpu(index: Index, ready: Question, pieces: list[Piece]) -> float:
    began = time.thread_time()
    for which, wish in pieces:
        index.hits(ready, which, wish)
    return time.thread_time() - began


def _wall(index: Index, ready: Question, pieces: list[Piece], threads: int) -> float:
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(time.sleep, [0.001] * threads))
        began = time.perf_counter()
        list(pool.map(lambda piece: index.hits(ready, *piece), pieces))
        return time.perf_counter() - began
