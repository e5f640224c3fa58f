"""The worlds judges are asked about: plain country, the antimeridian and both poles at once."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from parley.space.index import Index
from parley.space.kernel import Engine
from parley.space.packing import prepare
from parley.space.volume import Volume
from tests.space.oracles.stream import Stream, around, as_leg, asked, both, told
from tests.space.oracles.truth import Held, Truth, truth

SEEDS = (20_261, 4_711, 86_028_157)
CROWDS = ((36.3, 33.5), (180.0, -17.0), (0.0, 90.0), (10.0, -89.97), (-0.01, 0.02))
Pair = tuple[int, int]


class Judged(Struct, frozen=True, eq=False):
    """10,000 notices, 500 questions, and what is true of them."""

    seed: int
    told: Stream
    asked: Stream
    truth: Truth


@lru_cache(maxsize=len(SEEDS))
def judged(seed: int, count: int = 10_000, questions: int = 500) -> Judged:
    """Five crowds of notices. Every second question is put as sharply as it can be.

    Sharply: within what keeps it a few centimetres from one of the notices, on either side of it.
    """
    worlds = [around(lon, lat, 12_000.0) for lon, lat in CROWDS]
    held = _all([told(count // 5, seed + n, one) for n, one in enumerate(worlds)])
    blunt = _all([asked(questions // 5, seed + 100 + n, one) for n, one in enumerate(worlds)])
    sharp = _sharpened(blunt, truth(Held.of(held), Held.of(blunt)), seed)
    return Judged(seed, held, sharp, truth(Held.of(held), Held.of(sharp)))


def _all(streams: list[Stream]) -> Stream:
    whole = streams[0]
    for one in streams[1:]:
        whole = both(whole, one)
    return whole


def _sharpened(blunt: Stream, known: Truth, seed: int) -> Stream:
    rng, within = np.random.default_rng(seed), blunt.within_m.copy()
    for n in range(0, len(blunt), 2):
        free = within[n] - known.inside_m[known.asked == n]
        free = free[free > 1]
        if len(free):
            within[n] = max(0.0, rng.choice(free) + rng.uniform(-0.2, 0.2))
    return replace(blunt, within_m=within)


def index_of(stream: Stream, using: Engine) -> Index:
    """An index of a stream, with everything withdrawn that was."""
    index = Index(using)
    volumes = [Volume(legs=(as_leg(stream, n),)) for n in range(len(stream))]
    index.insert(prepare(volumes), np.arange(len(stream), dtype=np.uint32))
    for entry in np.nonzero(stream.gone)[0].tolist():
        index.withdraw(entry, len(stream))
    return index


@lru_cache(maxsize=2 * len(SEEDS))
def ours(seed: int, using: Engine) -> frozenset[Pair]:
    """What the index finds in the world of a seed, asked once for all judges."""
    case = judged(seed)
    return frozenset(answered(index_of(case.told, using), case.asked))


def answered(index: Index, questions: Stream) -> set[Pair]:
    """Every pair (question, notice) that the index finds by its legs."""
    found: set[Pair] = set()
    for n in range(len(questions)):
        volume = Volume(legs=(as_leg(questions, n),))
        answer = index.near(volume, float(questions.within_m[n]), layers="exact")
        found |= {(n, entry) for entry in answer.entries}
    return found
