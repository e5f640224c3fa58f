"""A desk that starts again opens its snapshot and answers: nothing is built."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.space.report import Row, Section, at_most
from benchmarks.space.run import Run
from parley.space.index import Index


def measure(run: Run) -> Iterator[Section]:
    """At the main size."""
    held, questions = run.held(run.main), run.questions()
    run.say("writing a snapshot")
    path = run.folder / "snapshot"
    began = time.process_time()
    held.index.snapshot(str(path))
    wrote = time.process_time() - began
    ready, opened, first = questions.question(run.engine), [], []
    for _ in range(5):
        began = time.perf_counter()
        index = Index.restore(str(path), run.engine)
        between = time.perf_counter()
        index.hits(ready, (0, 1), questions.wish(0, index.size))
        opened.append(between - began)
        first.append(time.perf_counter() - between)
    million = run.main / 1e6
    yield Section(f"Start from a snapshot of {run.main:,} entries, by the wall clock", [
        Row("writing it (packs anew)", f"{wrote:.2f} CPU-s"),
        Row("file, for an entry", f"{path.stat().st_size / run.main:.0f} bytes"),
        at_most("opening it, worst of 5", max(opened) / million, 0.2, "{} s per 10^6"),
        Row("first question after it, worst of 5", f"{max(first) * 1e3:.2f} ms"),
    ])  # fmt: skip
    path.unlink()
