"""Whatever a judge once found stays found: each case is answered rightly by both engines."""

from __future__ import annotations

import numpy as np
import pytest

from parley.space.index import Index
from parley.space.kernel import Engine
from parley.space.packing import prepare
from parley.space.volume import Volume
from tests.space import reference
from tests.space.oracles import cases
from tests.space.worlds import both_engines


@both_engines
@pytest.mark.parametrize("name", cases.names())
def test_a_case_once_found_is_answered_rightly(using: Engine, name: str) -> None:
    """Near or not near as the file says, whichever of the two is asked about."""
    case = cases.read(name)
    for ours, theirs in ((case.asked, case.told), (case.told, case.asked)):
        index = Index(using)
        index.insert(prepare([Volume(legs=(theirs,))]), np.zeros(1, np.uint32))
        answer = index.near(Volume(legs=(ours,)), case.within_m, layers="exact")
        assert case.near == bool(answer.entries)


@pytest.mark.parametrize("name", cases.names())
def test_a_case_says_what_is_true(name: str) -> None:
    """The distance a file states is the slow reference's, and its verdict follows from it."""
    case = cases.read(name)
    assert case.why != "?"
    apart = reference.distances(case.asked, [case.told])[0]
    assert apart == pytest.approx(case.apart_m, abs=0.002)
    reach = case.within_m + (case.asked.radius_cm + case.told.radius_cm) / 100
    assert case.near == (apart <= reach)
