"""Against the slow reference: nothing is missed, and whatever differs is within the slack."""

from __future__ import annotations

from collections.abc import Set

import numpy as np
import pytest

from parley.space.kernel import Engine, engine
from parley.space.measure.gap import slack
from tests.space import reference
from tests.space.oracles import foreign
from tests.space.oracles.cases import spelled
from tests.space.oracles.stream import as_leg
from tests.space.oracles.truth import Held, distances
from tests.space.oracles.worlds import SEEDS, Judged, Pair, answered, index_of, judged, ours
from tests.space.worlds import both_engines


def refute(found: Set[Pair], case: Judged) -> None:
    """Fails at the first pair that is missed, or listed without a reason the contract gives."""
    inside = case.truth.inside()
    missed = case.truth.near() - found
    for pair in missed:
        pytest.fail(f"missed: {spelled(case.told, case.asked, pair, inside[pair])}")
    for pair in found - case.truth.near():
        excess = -inside.get(pair, -np.inf)
        allowed = slack(float(case.asked.within_m[pair[0]]) + excess)
        if not excess <= allowed:
            words = spelled(case.told, case.asked, pair, -excess)
            pytest.fail(f"listed though {excess} m too far: {words}")


@pytest.mark.slow
@both_engines
@pytest.mark.parametrize("seed", SEEDS)
def test_the_reference_finds_nothing_that_we_miss(seed: int, using: Engine) -> None:
    """10,000 notices, 500 questions, half of them centimetres from the bound: all explained."""
    case = judged(seed)
    assert len(case.truth.near()) > 2000
    close = np.abs(case.truth.inside_m) < 0.2
    assert close.sum() > 150
    refute(ours(seed, using), case)


def test_a_missed_and_an_invented_pair_are_noticed() -> None:
    """The comparison fails on one pair too few and on one too many, so it can fail."""
    case = judged(7, 500, 50)
    near = case.truth.near()
    with pytest.raises(pytest.fail.Exception, match="missed"):
        refute(near - {min(near)}, case)
    far = int(np.argmin(case.truth.inside_m))
    too_far = (int(case.truth.asked[far]), int(case.truth.told[far]))
    with pytest.raises(pytest.fail.Exception, match="too far"):
        refute(near | {too_far}, case)


@both_engines
def test_a_small_world_is_answered_as_the_reference_does(using: Engine) -> None:
    """The same over 500 notices, in every quick run."""
    case = judged(7, 500, 50)
    refute(answered(index_of(case.told, using), case.asked), case)


def test_both_references_agree() -> None:
    """The flat form of the method measures what the form by legs does, to a millimetre."""
    case = judged(7, 500, 50)
    told, asked = Held.of(case.told), Held.of(case.asked)
    for n in range(0, 50, 5):
        which = np.unique(case.truth.told[case.truth.asked == n])
        if len(which):
            legs = [as_leg(case.told, int(m)) for m in which]
            by_legs = reference.distances(as_leg(case.asked, n), legs)
            assert by_legs == pytest.approx(distances(told, which, asked, n), abs=0.02)


@pytest.mark.slow
@pytest.mark.skipif(not foreign.present(), reason="the workload kept beside the checkout is absent")
def test_the_workload_kept_beside_the_checkout_is_answered_as_its_reference_does() -> None:
    """Somebody else's generator and somebody else's reference, where they are at hand."""
    workload, theirs = foreign.module("workload"), foreign.module("reference")
    entries, questions = workload.gen(10_000, seed=3), workload.queries(500, seed=5)
    rows = theirs.truth(entries, questions)
    inside = {(int(n), int(m)): reach - apart for n, m, apart, reach in rows}
    near = {pair for pair, metres in inside.items() if metres >= 0}
    assert len(near) > 500
    told, asked = foreign.taken(entries), foreign.taken(questions)
    found = answered(index_of(told, engine()), asked)
    # A record holds 1e-7 degrees and whole centimetres: two corners and two radii move by 4 cm.
    assert not {pair for pair in near - found if inside[pair] > 0.04}
    assert not {pair for pair in found - near if inside.get(pair, -np.inf) < -0.1}
