"""A new incident finds those that may be the same one among 100,000: under 20 ms.

Places, times, actors and acts are drawn at random with a fixed seed, a tenth of them on one bad day
around one town, so that many are near. Alone: `python -m benchmarks linking`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from benchmarks.figures import Figure, at_most, percentile
from benchmarks.running import Run
from parley.incidents import Profile, Register
from parley.incidents.linking import ACTS, Circle

TITLE = "Suggested links: one new incident among 100,000"
MANY, QUICK = 100_000, 10_000
ASKED = 400
_DAY = 86_400_000
_FIRST = 1_700_000_000_000


def profiles(many: int, seed: int) -> Iterator[Profile]:
    """Incidents of two years in one country; every tenth on one day around one town."""
    chance = random.Random(seed)
    for n in range(many):
        crowded = n % 10 == 0
        begin = _FIRST + (0 if crowded else chance.randrange(730 * _DAY)) + chance.randrange(_DAY)
        at = Circle(
            35.3 + chance.gauss(0, 0.1 if crowded else 1.5),
            40.1 + chance.gauss(0, 0.1 if crowded else 1.5),
            chance.choice([100.0, 1000.0, 5000.0, 25000.0]),
        )
        yield Profile(
            incident=f"i{n}",
            actors=tuple(chance.sample([f"actor {k}" for k in range(60)], chance.randrange(3))),
            acts=tuple(chance.sample(list(ACTS), chance.choice([0, 1, 1, 2]))),
            earliest=begin,
            latest=begin + chance.choice([60_000, 3_600_000, _DAY]),
            at=at if chance.random() < 0.9 else None,
        )


def measure(run: Run) -> Iterator[Figure]:
    """Ask for new incidents one after another; the slow ones count."""
    many = run.size(MANY, QUICK)
    run.say(f"linking: {many} incidents")
    register = Register(profiles(many, 1))
    took: list[float] = []
    found = 0
    for new in profiles(ASKED, 2):
        asked = Profile(
            incident="new", actors=new.actors, acts=new.acts, earliest=new.earliest,
            latest=new.latest, at=new.at,
        )  # fmt: skip
        since = time.perf_counter()
        found += len(register.suggest(asked))
        took.append((time.perf_counter() - since) * 1000)
    slow = percentile(took, 99)
    yield Figure(measure=f"median of {ASKED} among {many:,}", ours=f"{percentile(took, 50):.1f} ms")
    yield Figure(
        measure="99 of 100 take at most", ours=f"{slow:.1f} ms",
        goal=at_most(20, slow, "under 20 ms"),
    )  # fmt: skip
    yield Figure(measure="suggestions made", ours=f"{found:,}")
