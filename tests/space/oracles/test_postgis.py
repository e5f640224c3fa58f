"""Against PostGIS: whatever it says and we do not, or the other way round, the reference explains.

PostGIS overstates distances on the ground by up to some metres, so the threshold it is asked with
is padded; what lies in the padding is judged by the reference, and the pairs it gets wrong by
itself are counted, because somebody may rely on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

import numpy as np
import pytest

from parley.space.kernel import Engine
from parley.space.measure.gap import slack
from tests.space.oracles.cases import spelled
from tests.space.oracles.postgis import INDEX, Server, cluster, fill, listed, programs
from tests.space.oracles.worlds import SEEDS, Judged, Pair, judged, ours
from tests.space.worlds import both_engines

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(programs() is None, reason="needs Debian's postgresql and its PostGIS"),
]
PAD_M = 12.0
PAD = f"{PAD_M} + 0.002 * (t.radius + a.radius + a.within)"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One cluster for all."""
    with cluster() as started:
        yield started


@pytest.fixture(scope="module", params=SEEDS)
def said(request: pytest.FixtureRequest, server: Server) -> tuple[Judged, dict[Pair, float]]:
    """A world, and by how many metres PostGIS has each padded pair inside."""
    case = judged(request.param)
    server.sql("DROP TABLE IF EXISTS told, asked;")
    fill(server, "told", case.told)
    fill(server, "asked", case.asked)
    server.sql(INDEX.format(name="told"))
    return case, {(n, m): mm / 1000 for n, m, mm in listed(server, PAD).tolist()}


def explained(found: Set[Pair], theirs: dict[Pair, float], case: Judged) -> int:
    """Fails at the first pair on which only we are wrong; counts those on which only PostGIS is."""
    inside, wrong = case.truth.inside(), 0
    for pair in found ^ {pair for pair, metres in theirs.items() if metres >= 0}:
        true = inside.get(pair, -np.inf)
        bound = slack(float(case.asked.within_m[pair[0]]) - true)
        if (true < -bound) if pair in found else (true >= 0):
            words = spelled(case.told, case.asked, pair, true)
            pytest.fail(f"{true} m inside, and we say otherwise: {words}")
        wrong += abs(true) > 0.01
    return wrong


@both_engines
def test_postgis_finds_nothing_that_we_miss(
    using: Engine, said: tuple[Judged, dict[Pair, float]]
) -> None:
    """10,000 notices, 500 questions: every disagreement is one the reference settles for us."""
    case, theirs = said
    found = ours(case.seed, using)
    # Whatever we list, PostGIS lists with its padding; it never errs by more than that.
    assert found <= theirs.keys()
    assert len(found) > 2000
    explained(found, theirs, case)


def test_what_postgis_alone_gets_wrong_is_a_matter_of_metres(
    said: tuple[Judged, dict[Pair, float]],
) -> None:
    """It agrees with the reference to within its padding, so the two judges are independent."""
    case, theirs = said
    inside = case.truth.inside()
    errors = [abs(inside[pair] - metres) for pair, metres in theirs.items() if pair in inside]
    touching = case.truth.apart_m == 0
    assert len(errors) > 2000
    assert max(errors) < PAD_M
    assert touching.any()


def test_a_pair_only_we_get_wrong_is_noticed(
    said: tuple[Judged, dict[Pair, float]],
) -> None:
    """A miss of ours that PostGIS does not share fails, so the comparison can fail."""
    case, theirs = said
    certain = max(theirs, key=lambda pair: theirs[pair])
    with pytest.raises(pytest.fail.Exception, match="we say otherwise"):
        explained(case.truth.near() - {certain}, theirs, case)
