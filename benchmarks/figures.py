"""Figures and how they are compared: rounds in turns, medians of pairs, percentiles."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median

from msgspec import Struct


class Spread(Struct, frozen=True):
    """Several takes of one thing: the least, the median and the greatest."""

    least: float
    middle: float
    most: float

    @classmethod
    def of(cls, takes: Sequence[float]) -> Spread:
        """From the takes themselves."""
        return cls(min(takes), median(takes), max(takes))


class Goal(Struct, frozen=True):
    """What was promised, in words, and whether this run kept it."""

    words: str
    met: bool


class Figure(Struct, frozen=True, kw_only=True):
    """One row of the table: ours and a peer's, as text with units, and how they compare."""

    measure: str
    ours: str
    peer: str = ""
    ratio: Spread | None = None
    goal: Goal | None = None


class Paired(Struct, frozen=True):
    """Takes of ours and of a peer, taken in turns."""

    ours: Sequence[float]
    peer: Sequence[float]

    @property
    def ratio(self) -> Spread:
        """Ours over the peer's, pair by pair."""
        return Spread.of([one / other for one, other in zip(self.ours, self.peer, strict=True)])

    @property
    def middle(self) -> tuple[float, float]:
        """The median of ours, and of the peer's."""
        return median(self.ours), median(self.peer)


def in_turns(ours: Callable[[], float], peer: Callable[[], float], *, rounds: int) -> Paired:
    """Take ours and the peer's in turns: A B A B."""
    taken = [(ours(), peer()) for _ in range(rounds)]
    return Paired([one for one, _ in taken], [other for _, other in taken])


def at_least(floor: float, found: float, words: str) -> Goal:
    """A goal that is kept from `floor` up."""
    return Goal(words, found >= floor)


def at_most(ceiling: float, found: float, words: str) -> Goal:
    """A goal that is kept up to `ceiling`."""
    return Goal(words, found <= ceiling)


def percentile(values: Sequence[float], per_cent: float) -> float:
    """The value that `per_cent` of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * per_cent // 100).__trunc__() - 1)]


class Took:
    """How long a block took: seconds on the wall and of this process's CPU."""

    wall = 0.0
    cpu = 0.0


@contextmanager
def timed() -> Iterator[Took]:
    """Time a block."""
    took = Took()
    cpu, wall = time.process_time(), time.perf_counter()
    yield took
    took.wall, took.cpu = time.perf_counter() - wall, time.process_time() - cpu


def rate(per_second: float) -> str:
    """So many a second."""
    return f"{per_second:,.0f}/s"


def micros(seconds: float) -> str:
    """A short time in microseconds."""
    return f"{seconds * 1e6:,.0f} us"


def millis(seconds: float) -> str:
    """A short time in milliseconds."""
    return f"{seconds * 1e3:,.1f} ms"


def in_seconds(seconds: float) -> str:
    """A long time in seconds."""
    return f"{seconds:,.2f} s"
