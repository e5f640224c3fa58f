"""Clean time by pure arithmetic: the least it can be, and the most, and the runs in between.

Each mark lies within a window. In the worst case every mark counts, wherever in its window it
harms most; in the best only the sure ones count, wherever they harm least. What holds in the worst
case is certain; what only holds in the best is in doubt. One pass over the marks each.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from parley.ceasefire.clocks.marking import Mark
from parley.ceasefire.clocks.scales import Scale


class Run(Struct, frozen=True, gc=False):
    """A clean run in the worst case, by position; `mark` ended it (-1: it runs on)."""

    begin: int
    end: int
    mark: int


class Tally(Struct, frozen=True, kw_only=True):
    """What was counted: clean now (`least`, `most`), and where the length was first reached.

    `last` is the mark that counts now in the worst case, `reset_at` its latest moment; -1: none.
    """

    least: int
    most: int
    met: int | None
    met_at_best: int | None
    runs: tuple[Run, ...]
    last: int = -1
    resets: int = 0


class Placed:
    """Marks on one scale, worked out once for every policy that counts on it."""

    def __init__(self, marks: Sequence[Mark], scale: Scale, start: int, now: int) -> None:
        self.marks, self.scale, self.start, self.now = marks, scale, start, now
        self.resets = 0
        for mark in marks:
            self.resets |= mark.resets
        begins = [mark.earliest for mark in marks]
        ends = [mark.latest for mark in marks]
        self.upto_begin = scale.spots(begins)
        self.upto_end = scale.spots(ends)
        self.after_begin = scale.spots_after(begins)
        self.after_end = scale.spots_after(ends)
        self.by_end = sorted(range(len(marks)), key=ends.__getitem__)
        self.here, self.after_now = scale.upto(now), scale.after(now)


def count(placed: Placed, resets: int, length: int, *, cumulative: bool = False) -> Tally:
    """Count under one policy. `resets` says which classes of mark reset; `length` is to be met."""
    if cumulative:
        return _total(placed, resets, length)
    worst = _worst(placed, resets, length)
    most, met = _best(placed, resets, length)
    return Tally(
        least=worst.least, most=most, met=worst.met, met_at_best=met, runs=worst.runs,
        last=worst.last, resets=worst.resets,
    )  # fmt: skip


def _worst(placed: Placed, resets: int, length: int) -> Tally:
    base, start, now = placed.scale.start, placed.start, placed.now
    met: int | None = None
    runs: list[Run] = []
    last, hits = -1, 0
    upto_begin, after_end, after_now = placed.upto_begin, placed.after_end, placed.after_now
    for n, mark in enumerate(placed.marks if placed.resets & resets else ()):
        if not mark.resets & resets or mark.latest < start:
            continue
        if mark.earliest > now:
            break
        hits += 1
        here = upto_begin[n]
        if here > base:
            if met is None and here - base >= length:
                met = base + length
            runs.append(Run(base, here, n))
        reached = after_end[n] if mark.latest <= now else after_now
        if reached >= base:
            base, last = reached, n
    if met is None and placed.here - base >= length:
        met = base + length
    if placed.here > base:
        runs.append(Run(base, placed.here, -1))
    return Tally(
        least=max(0, placed.here - base), most=0, met=met, met_at_best=None, runs=tuple(runs),
        last=last, resets=hits,
    )  # fmt: skip


def _best(placed: Placed, resets: int, length: int) -> tuple[int, int | None]:
    base, start, now = placed.scale.start, placed.start, placed.now
    met: int | None = None
    marks, upto_end, after_begin = placed.marks, placed.upto_end, placed.after_begin
    for n in placed.by_end if placed.resets & resets else ():
        mark = marks[n]
        if mark.latest > now:
            break
        if not mark.resets & resets or not mark.sure or mark.earliest < start:
            continue
        if met is None and upto_end[n] - base >= length:
            met = base + length
        if after_begin[n] > base:
            base = after_begin[n]
    if met is None and placed.here - base >= length:
        met = base + length
    return max(0, placed.here - base), met


def _total(placed: Placed, resets: int, length: int) -> Tally:
    """Counted together: a reset costs only the time or the day it lies in."""
    worst = _worst(placed, resets, length)
    least, met = _sum(worst.runs, length)
    base, best = placed.scale.start, []
    for n in placed.by_end if placed.resets & resets else ():
        mark = placed.marks[n]
        if mark.latest > placed.now:
            break
        if not (mark.sure and mark.earliest >= placed.start and mark.resets & resets):
            continue
        # The fewest days that every mark can lie in: each in its last one, unless an earlier mark
        # has already cost a day that it can lie in as well.
        if placed.upto_begin[n] >= base:
            if placed.upto_end[n] > base:
                best.append(Run(base, placed.upto_end[n], n))
            base = max(base, placed.after_end[n])
    if placed.here > base:
        best.append(Run(base, placed.here, -1))
    most, met_at_best = _sum(best, length)
    return Tally(
        least=least, most=most, met=met, met_at_best=met_at_best, runs=worst.runs,
        last=worst.last, resets=worst.resets,
    )  # fmt: skip


def _sum(runs: Sequence[Run], length: int) -> tuple[int, int | None]:
    total, met = 0, None
    for run in runs:
        if met is None and total + run.end - run.begin >= length:
            met = run.begin + length - total
        total += run.end - run.begin
    return total, met
