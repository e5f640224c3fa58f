"""The kernel in C: as exact as it says, and the same in every width of its loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from parley.space.index import Index
from parley.space.kernel import Engine, engine
from parley.space.measure import planes, referee
from parley.space.measure.gap import Gap, Measure
from parley.space.packing import prepare
from parley.space.store import asking
from parley.space.store.asking import Question, View, Wish
from parley.space.volume import Leg, Spot, Volume
from tests.space import compiled
from tests.space.shapes import EDGES, PLACES, SEEDS, away, here, leg, one
from tests.space.worlds import engines, volumes

CLOSE_M = 20_000.0
MEASURES = [planes.measure_many, *([compiled.measure_many] if compiled.library() else [])]
COMPILED = [one for one in engines() if one.name == "compiled"]
needs_kernel = pytest.mark.skipif(not COMPILED, reason="no kernel was built here")


@st.composite
def close_pairs(draw: st.DrawFn) -> tuple[Leg, Leg]:
    """Two legs no wider and no farther apart than about 20 km, anywhere on earth."""
    at, rng = draw(PLACES), np.random.default_rng(draw(SEEDS))
    sizes = [10 ** draw(st.floats(0, 4.2)) for _ in range(2)]
    there = away(at, rng.uniform(0, 360), rng.uniform(0, CLOSE_M))
    return leg(at, sizes[0], rng, draw(EDGES)), leg(there, sizes[1], rng, draw(EDGES))


@pytest.mark.parametrize("measure", MEASURES)
@given(pair=close_pairs())
def test_what_is_close_is_measured_to_a_millimetre(measure: Measure, pair: tuple[Leg, Leg]) -> None:
    """Legs that fit into one plane are measured as the referee measures them."""
    a, b = (prepare([one(side)]) for side in pair)
    core, points = measure(a, 0, b, np.array([0], np.uint32))
    assume(0 < core[0] < CLOSE_M and max(a.outer_m[0], b.outer_m[0]) < CLOSE_M)
    assert referee.core_distance(a, 0, b, 0, points[0, :3]) == pytest.approx(core[0], abs=1e-3)


@needs_kernel
@given(
    told=st.lists(volumes(), max_size=8),
    asked=volumes(),
    within_m=st.sampled_from((0.0, 10.0, 700.0, 5000.0)),
    bits=st.sampled_from((128, 256, 512)),
)
def test_loops_of_every_width_answer_as_the_plain_twin(
    told: list[Volume], asked: Volume, within_m: float, bits: int
) -> None:
    """The same rows are found, settled the same way, however many are looked at together."""
    from parley.space import _kernel

    try:
        _kernel.lanes(bits)
        assert found(COMPILED[0], told, asked, within_m) == found(
            engine("plain"), told, asked, within_m
        )
    finally:
        _kernel.lanes(512)


def found(
    using: Engine, told: list[Volume], asked: Volume, within_m: float
) -> set[tuple[int, int]]:
    """Pairs of asked leg and row."""
    index = Index(using)
    index.insert(prepare(told), np.arange(len(told), dtype=np.uint32))
    question = Question.of([asked], using)
    wish = Wish(within_m=within_m, known=index.size)
    hits = index.hits(question, (0, len(asked.legs)), wish).hits
    return set(zip(hits["leg"].tolist(), hits["row"].tolist(), strict=True))


@needs_kernel
@pytest.mark.parametrize(("apart_m", "near", "calls"), [(-0.03, 1, 0), (0.03, 0, 0), (0.0, 1, 1)])
def test_the_referee_is_asked_only_what_the_kernel_cannot_tell(
    monkeypatch: pytest.MonkeyPatch, apart_m: float, near: int, calls: int
) -> None:
    """Three centimetres inside or outside the distance asked for, the kernel is sure."""
    asked, slow = [], asking._gap

    def counted(view: View, question: Question, wish: Wish, hit: np.void) -> Gap:
        asked.append(hit)
        return slow(view, question, wish, hit)

    monkeypatch.setattr(asking, "_gap", counted)
    at, reach_m = (36.0, 35.0), 900.0
    told = one(Leg(shape=Spot(at=here(away(at, 30, reach_m + apart_m))), radius_cm=0))
    spot = one(Leg(shape=Spot(at=here(at)), radius_cm=0))
    assert near == len(found(COMPILED[0], [told], spot, reach_m))
    assert calls == len(asked)


@needs_kernel
def test_many_hits_outlive_the_searches_after_them() -> None:
    """What one search found is not overwritten by the next, though memory is used again."""
    told = [one(Leg(shape=Spot(at=here((36.0, 35.0))), radius_cm=n)) for n in range(3000)]
    index = Index(COMPILED[0])
    index.insert(prepare(told), np.arange(len(told), dtype=np.uint32))
    question = Question.of([told[0], told[0]], COMPILED[0])
    wish = Wish(within_m=5.0, known=index.size)
    first = index.hits(question, (0, 1), wish).hits
    assert 3000 == len(first)
    for _ in range(9):
        after = index.hits(question, (1, 2), wish).hits
        assert set(first["leg"].tolist()) == {0}
        assert set(after["leg"].tolist()) == {1}
        assert sorted(first["row"].tolist()) == list(range(3000))
