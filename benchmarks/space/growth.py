"""What a question costs may grow with its answer, not with the index: shown as a plot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from msgspec import Struct

from benchmarks.space.plot import Curve, plot
from benchmarks.space.report import Row, Section, Times
from benchmarks.space.run import Run
from benchmarks.space.world import by_turns, hits, timed


class Point(Struct, frozen=True):
    """One size."""

    count: int
    times: Times
    near: float
    answer_us: float
    pack_s: float
    bytes_each: float


def measure(run: Run) -> Iterator[Section]:
    """At a tenth of the smallest size and all others."""
    points = [_point(run, count) for count in (run.sizes[0] // 10, *run.sizes)]
    rows = [
        Row(f"{one.count:,} entries", f"{one.times.words()}; {one.near:.1f} near; "
            f"{one.answer_us:.2f} us for each; build {one.pack_s:.1f} CPU-s; "
            f"{one.bytes_each:.0f} bytes each")
        for one in points
    ]  # fmt: skip
    first, last = points[0], points[-1]
    rows.append(Row("mean cost, grown by", f"{last.times.mean / first.times.mean:.1f} x"))
    rows.append(Row("mean answer, grown by", f"{last.near / first.near:.1f} x"))
    rows.append(Row("index, grown by", f"{last.count / first.count:.0f} x"))
    path = Path(__file__).with_name("growth.svg")
    curves = [
        Curve("p99", [one.times.at(99) for one in points]),
        Curve("mean", [one.times.mean for one in points]),
        Curve("p50", [one.times.at(50) for one in points]),
        Curve("mean for each one near", [one.answer_us for one in points]),
    ]
    if not run.quick:
        path.write_text(plot([one.count for one in points], curves))
    yield Section("Growth: p50 / p99 / mean of a question, CPU time", rows)


def _point(run: Run, count: int) -> Point:
    held, questions = run.held(count), run.questions()
    run.say(f"growth at {count:,}")
    ready = questions.question(run.engine)
    call = hits(held, ready, questions)
    times = by_turns({"ours": timed(call)}, len(questions))["ours"]
    near = np.array([call(n) for n in range(len(questions))])
    mean = float(near.mean())
    return Point(
        count, times, mean, times.mean / max(1e-9, mean), held.pack_s, held.bytes_each
    )
