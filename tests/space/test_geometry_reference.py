"""No conflict the slow reference finds is missed, in six regions, by either way to measure."""

from __future__ import annotations

import numpy as np
import pytest

from parley.space.earth import F64
from parley.space.measure import planes
from parley.space.measure.gap import Measure, slack
from parley.space.packing import prepare
from tests.space import compiled, reference, workload
from tests.space.shapes import one

MEASURES: list[Measure] = [planes.measure_many]
if compiled.library():
    MEASURES.append(compiled.measure_many)
WITHIN_M = (500.0, 1000.0, 2000.0, 5000.0)


def compared(region: str, seed: int, asked: int, held: int, measure: Measure) -> F64:
    """One row per pair: reference distance, our distance, what near would be."""
    queries, entries = workload.legs(asked, region, seed), workload.legs(held, region, seed + 1000)
    mine, theirs = prepare([one(leg) for leg in queries]), prepare([one(leg) for leg in entries])
    rows = []
    for i in range(asked):
        ours, _ = measure(mine, i, theirs, np.arange(held, dtype=np.uint32))
        within = WITHIN_M[i % 4] + float(mine.radius_m[i]) + theirs.radius_m.astype(np.float64)
        rows.append(np.stack([reference.distances(queries[i], entries), ours, within], 1))
    return np.concatenate(rows)


def refute(rows: F64) -> None:
    """Fails where a conflict is missed or a distance is worse than its slack."""
    truth, ours, within = rows.T
    allowed = 0.05 + 2e-6 * truth
    assert not (np.abs(truth - ours) > allowed).any(), np.abs(truth - ours).max()
    missed = (truth <= within) & (ours > within + allowed)
    assert not missed.any()


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("region", workload.REGIONS)
def test_no_conflict_is_missed(region: str, measure: Measure) -> None:
    """Every pair is measured within the slack, and everything near is found near."""
    rows = compared(region, 7, 12, 60, measure)
    assert (rows[:, 0] <= rows[:, 2]).sum() > 10
    refute(rows)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_conflict_is_missed_among_many(seed: int) -> None:
    """The same over a hundred thousand pairs and more."""
    for number, region in enumerate(workload.REGIONS):
        refute(compared(region, 100 * seed + number, 60, 400, MEASURES[-1]))


def test_the_reference_is_known_to_fail_us() -> None:
    """A distance wrong by more than the slack is caught, so the comparison can fail."""
    rows = compared("levant", 7, 2, 20, MEASURES[-1])
    rows[3, 1] += slack(rows[3, 0]) * 1.1
    with pytest.raises(AssertionError):
        refute(rows)
