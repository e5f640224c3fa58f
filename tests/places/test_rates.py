"""How many slips are caught and named: floors under the rates that `benchmarks.places` prints.

The slips are made by `benchmarks.slips`, which uses nothing of `parley.places` to make them, from a
seed the benchmark does not use. Each floor stands well under what was measured over 10,000 slips.
"""

from __future__ import annotations

import pytest

from benchmarks.places import blunders, false_alarms, rates, references, town_alarms
from benchmarks.slips import MADE, slipped

SEED = 7
COUNT = 60

# Caught and named, in per cent, each with a margin of at least 10 points below the measured rate
# where that rate is under 99, and of 5 where it is above: 60 slips scatter by some 5 points.
FLOORS = {
    "swapped-axes": (100, 95), "wrong-hemisphere": (100, 93), "lost-minus": (100, 93),
    "dms-as-decimal": (98, 93), "minutes-as-decimal": (98, 93), "decimal-as-dms": (98, 80),
    "datum-not-stated": (88, 85), "digit-dropped": (65, 70), "digit-doubled": (55, 65),
    "digits-transposed": (65, 70), "wrong-zone": (98, 93), "wrong-band": (98, 93),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("slip", MADE)
def test_slips_are_caught_and_named_as_often_as_we_say(slip: str) -> None:
    """Of slips of each kind so many are caught, of those to be seen all, and so many named."""
    caught, named = FLOORS[slip]
    found = rates(slip, slipped(slip, COUNT, SEED))
    assert found.caught >= caught / 100
    assert found.seen == 0 or found.seen_caught >= 0.98
    assert found.named != found.named or found.named >= named / 100  # NaN where all were refused


@pytest.mark.slow
def test_honest_positions_seldom_raise_an_alarm() -> None:
    """At most 2 % of honest positions of sites disagree, 2 % in towns, and none is refused."""
    disagree, refused, _ = false_alarms(300, SEED)
    assert disagree <= 0.02
    assert refused == 0
    disagree, unsure = town_alarms(300, SEED)
    assert disagree <= 0.02
    assert unsure == 0


@pytest.mark.slow
def test_a_blunder_is_seldom_given_a_reason_that_is_not_its_own() -> None:
    """Positions wrong for no reason are caught, and at most 2 % are explained by some slip."""
    caught, named = blunders(200, SEED)
    assert caught >= 0.99
    assert named <= 0.02


@pytest.mark.slow
def test_references_that_do_not_hold_are_caught() -> None:
    """Half the distance and the opposite way are caught; at most 7 % of honest ones disagree."""
    honest, nearer, opposite = references(150, SEED)
    assert honest <= 0.07
    assert nearer >= 0.90
    assert opposite >= 0.98
