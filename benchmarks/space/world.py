"""The worlds that are measured: an index of so many entries, and the questions put to it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import reduce

import numpy as np
from msgspec import Struct

from benchmarks.space.report import F64, Times
from parley.space.index import Index
from parley.space.kernel import Engine
from parley.space.packing import pack as prepare_all
from parley.space.prepared import Prepared
from parley.space.store.asking import Question, Wish, box_sides
from parley.space.store.layout import Table, joined, lives, table
from parley.space.store.packed import Packed, pack
from parley.space.store.stock import Stock
from parley.space.volume import Volume
from tests.space.oracles import foreign
from tests.space.oracles.stream import Stream, World, as_leg, as_rough, asked, both, country, told

COUNTRY = country()
FOREIGN = foreign.present()
"""Whether the country is that of the workload kept beside the checkout."""
_CHUNK = 1_000_000


class Held(Struct, frozen=True, eq=False):
    """An index over a stream, and what building it took in CPU seconds.

    `stream` is None where it would not fit beside its index.
    """

    count: int
    index: Index
    stream: Stream | None
    prepare_s: float
    pack_s: float

    @property
    def packed(self) -> Packed:
        """Its packed rows."""
        return self.index.stock.view.packed

    @property
    def bytes_each(self) -> float:
        """Memory for an entry, of rows and trees together."""
        columns = self.packed.columns
        parts = [getattr(columns, name) for name in columns.__struct_fields__]
        parts += [tree.nodes for tree in self.packed.trees] + [self.packed.by_entry]
        return float(sum(part.nbytes for part in parts)) / self.count


def tell(count: int, seed: int, world: World = COUNTRY) -> Stream:
    """So many entries of a world."""
    if FOREIGN and world is COUNTRY:
        return foreign.told(count, seed)
    return told(count, seed, world)


def hold(count: int, using: Engine, world: World = COUNTRY, seed: int = 1) -> Held:
    """Draw a stream and index it, a million at a time."""
    tables: list[Table] = []
    stream, prepare_s = None, 0.0
    for first in range(0, count, _CHUNK):
        some = tell(min(_CHUNK, count - first), seed + first // _CHUNK, world)
        began = time.process_time()
        legs = prepare_all(*as_rough(some))
        tables.append(_rows(legs, some, first, count, using))
        prepare_s += time.process_time() - began
        stream = some if count <= _CHUNK else None
    began = time.process_time()
    rows = reduce(joined, tables)
    tables.clear()
    packed = pack(rows, count, using)
    return Held(count, index_of(packed, using), stream, prepare_s, time.process_time() - began)


def index_of(packed: Packed, using: Engine) -> Index:
    """An index that stands on these rows."""
    index = Index(using)
    index.stock = Stock(using, packed)
    gone = packed.columns.life["withdrawn"] < packed.size
    if gone.any():
        # What ended already is ended again, which changes nothing but how much is known.
        index.withdraw(int(packed.columns.life["entry"][gone][0]), packed.size)
    return index


def _rows(legs: Prepared, some: Stream, first: int, count: int, using: Engine) -> Table:
    entry = np.arange(first, first + len(some), dtype=np.uint32)
    life = lives(entry, entry, len(entry))
    # Withdrawn before the packing, as most of what was withdrawn is.
    life["withdrawn"][some.gone] = count - 1
    return table(legs, box_sides(legs, using), life)


class Asked(Struct, frozen=True, eq=False):
    """Questions, ready in every form: nearest distances first, so that one wish serves a run."""

    stream: Stream
    legs: Prepared
    volumes: list[Volume]

    def __len__(self) -> int:
        return len(self.stream)

    def question(self, using: Engine) -> Question:
        """Made ready for an engine."""
        return Question(self.legs, using)

    def wish(self, n: int, known: int) -> Wish:
        """What question `n` asks for."""
        return Wish(within_m=float(self.stream.within_m[n]), known=known)


def question_stream(count: int, seed: int, world: World = COUNTRY) -> Stream:
    """So many questions of a world, as they come."""
    if FOREIGN and world is COUNTRY:
        return foreign.asked(count, seed)
    return asked(count, seed, world)


def ask(count: int, world: World = COUNTRY, seed: int = 99) -> Asked:
    """So many questions, those of the least distances first."""
    drawn = question_stream(count, seed, world)
    order = np.argsort(drawn.within_m, kind="stable")
    stream = reduce(both, [_only(drawn, int(n)) for n in order])
    volumes = [Volume(legs=(as_leg(stream, n),)) for n in range(count)]
    return Asked(stream, prepare_all(*as_rough(stream)), volumes)


def _only(stream: Stream, n: int) -> Stream:
    corners = slice(int(stream.first[n]), int(stream.first[n + 1]))
    parts = {
        name: getattr(stream, name)[corners if name in ("lon", "lat") else slice(n, n + 1)]
        for name in stream.__struct_fields__
        if name != "first"
    }
    return Stream(first=np.array([0, corners.stop - corners.start]), **parts)


Way = Callable[[int], float]
"""Puts one question and says what it took, in seconds of CPU time."""


def by_turns(ways: dict[str, Way], count: int, turn: int = 50) -> dict[str, Times]:
    """Put all questions in every way, some at a time in turns."""
    taken: dict[str, F64] = {name: np.zeros(count) for name in ways}
    for first in range(0, count, turn):
        for name, way in ways.items():
            for n in range(first, min(first + turn, count)):
                taken[name][n] = way(n)
    return {name: Times(seconds) for name, seconds in taken.items()}


def timed(call: Callable[[int], object]) -> Way:
    """A call as a way, by this thread's CPU clock."""

    def way(n: int) -> float:
        began = time.thread_time_ns()
        call(n)
        return (time.thread_time_ns() - began) / 1e9

    return way


def hits(held: Held, question: Question, questions: Asked) -> Callable[[int], int]:
    """One question put to the index: how many rows come near."""
    known, index = held.index.size, held.index
    wishes = [questions.wish(n, known) for n in range(len(questions))]

    def call(n: int) -> int:
        return len(index.hits(question, (n, n + 1), wishes[n]).hits)

    return call
