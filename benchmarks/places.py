"""Position sanity catches slips and names them, and seldom cries wolf.

10,000 slips made on purpose, and honest positions: `python -m benchmarks places`, or with another
seed `python -m benchmarks.places SEED`. Read with the limits that `benchmarks.slips` states.
"Caught" is refused at reading, or a verdict that disagrees. "To be seen" are slips that move the
position by more than twice the reach of the place and 30 m: a digit turned in the last decimal
moves it by a metre, and nobody can see that. "Named" is the true slip among the at most three
suspicions, "first" at their head, of those that disagree.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.figures import Figure, Goal, at_least, at_most
from benchmarks.running import Run
from benchmarks.slips import (
    FORMS,
    GEOD,
    MADE,
    REACHES,
    Outcome,
    Site,
    Told,
    honest,
    judge,
    sites,
    slipped,
)  # fmt: skip
from parley.places import Gazetteer, check, read, read_relative
from parley.places.world import world

TITLE = "Position sanity: slips caught and named, false alarms"
SLIPS = 10_000
HONEST = 4_000
BLUNDERS = 2_000
SEED = 20160917
_EIGHT = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


class Rates(NamedTuple):
    """Of the slips of one kind: how many, and which share of them."""

    made: int
    refused: float
    caught: float
    seen: int
    seen_caught: float
    named: float
    first: float


def rates(slip: str, outcomes: list[tuple[Site, Outcome]]) -> Rates:
    """What became of the slips of one kind. `named` and `first` are of those that disagree."""
    refused = [one for _, one in outcomes if one.word == "refused"]
    wrong = [one for _, one in outcomes if one.word == "disagree"]
    seen = [one for site, one in outcomes if one.moved > 2 * site.reach + 30]
    caught = [one for one in seen if one.word in ("refused", "disagree")]
    return Rates(
        len(outcomes),
        _share(len(refused), len(outcomes)),
        _share(len(refused) + len(wrong), len(outcomes)),
        len(seen),
        _share(len(caught), len(seen)),
        _share(sum(slip in one.named for one in wrong), len(wrong)),
        _share(sum(one.named[:1] == (slip,) for one in wrong), len(wrong)),
    )


def false_alarms(count: int, seed: int) -> tuple[float, float, int]:
    """Honest positions of sites: the share that disagrees, is refused, and how many were told."""
    chance = random.Random(f"{seed} honest")
    everywhere, known = sites(seed, 1500)
    outcomes = []
    for _ in range(count):
        site = chance.choice(everywhere)
        truth = honest(site, chance)
        told = chance.choice(FORMS)(*truth, chance)
        outcomes.append(judge(site, told, truth, known))
    words = [one.word for one in outcomes]
    return _share(words.count("disagree"), count), _share(words.count("refused"), count), count


def town_alarms(count: int, seed: int) -> tuple[float, float]:
    """Honest positions in towns of GeoNames by name: the share that disagrees, and is not told.

    Towns are discs of 5,000 people to the square kilometre, give or take a factor of 1.8, around
    a point some 500 m from the one GeoNames gives: an assumption about towns, made only here.
    """
    chance = random.Random(f"{seed} towns")
    towns, known = world(), Gazetteer.packaged()
    words: list[str] = []
    while len(words) < count:
        row = chance.randrange(len(towns))
        at = towns.at(row)
        if abs(at.lat) > 700_000_000:
            continue
        density = 5000 * math.exp(chance.gauss(0, 0.6))
        away = 1000 * math.sqrt(chance.random() * towns.people(row) / density / math.pi)
        lon, lat, _ = GEOD.fwd(at.lon / 1e7, at.lat / 1e7, chance.uniform(0, 360), away)
        lon, lat, _ = GEOD.fwd(lon, lat, chance.uniform(0, 360), abs(chance.gauss(0, 500)))
        told: Told = chance.choice(FORMS)(lat, lon, chance)
        fix = read(told.text, order=told.order)
        name = towns.name(row).rpartition(" (")[0]
        words.append(check(name, fix, None, gazetteer=known).word)
    return _share(words.count("disagree"), count), _share(words.count("cannot_tell"), count)


def blunders(
    count: int, seed: int, reaches: tuple[float, ...] = REACHES
) -> tuple[float, float]:
    """Positions wrong for no reason, 5 to 500 km: the share caught, and wrongly given a reason."""
    chance = random.Random(f"{seed} blunders")
    everywhere, known = sites(seed, 1500, reaches)
    caught = named = 0
    for _ in range(count):
        site = chance.choice(everywhere)
        away = math.exp(chance.uniform(math.log(5_000), math.log(500_000)))
        lon, lat, _ = GEOD.fwd(site.lon, site.lat, chance.uniform(0, 360), away)
        one = judge(site, chance.choice(FORMS)(lat, lon, chance), (lat, lon), known)
        caught += one.word in ("disagree", "refused")
        named += bool(one.named)
    return _share(caught, count), _share(named, count)


def references(count: int, seed: int) -> tuple[float, float, float]:
    """"9 km SW of site 0001" against numbers: honest ones that disagree; wrong ones caught.

    Honest: somebody judges the distance to 5 per cent and the direction to 10 degrees (one sigma),
    and says the nearest km and the nearest of eight points. Wrong: numbers at 40 to 60 per cent of
    the distance, in the manner of 2016; and numbers the opposite way.
    """
    chance = random.Random(f"{seed} references")
    everywhere, known = sites(seed, 1500)
    wrong = [0, 0, 0]
    for _ in range(count):
        site = chance.choice(everywhere)
        metres, bearing = chance.uniform(4_000, 30_000), chance.uniform(0, 360)
        judged, way = metres * chance.gauss(1, 0.05), bearing + chance.gauss(0, 10)
        said = f"{judged / 1000:.0f} km {_EIGHT[round(way / 45) % 8]} of {site.name}"
        nearer = metres * chance.uniform(0.4, 0.6)
        ways = ((bearing, metres), (bearing, nearer), (bearing + 180, metres))
        for at, (way, away) in enumerate(ways):
            lon, lat, _ = GEOD.fwd(site.lon, site.lat, way, away)
            told = chance.choice(FORMS)(lat, lon, chance)
            fix = read(told.text, order=told.order)
            verdict = check("", fix, read_relative(said), gazetteer=known)
            wrong[at] += verdict.word == "disagree"
    return _share(wrong[0], count), _share(wrong[1], count), _share(wrong[2], count)


def figures(seed: int, *, of: int = 1) -> Iterator[Figure]:
    """Every rate there is, each over so many slips divided by `of`."""
    each, more = divmod(SLIPS // of, len(MADE))
    for number, slip in enumerate(MADE):
        one = rates(slip, slipped(slip, each + (number < more), seed))
        yield Figure(
            measure=f"{slip}: {one.made:,}, {one.seen:,} to be seen",
            ours=f"{_percent(one.caught)} caught, {_percent(one.named)} named, "
            f"{_percent(one.first)} first",
            peer=f"{_percent(one.seen_caught)} of those to be seen",
            goal=at_least(0.99, one.seen_caught if one.seen else 1.0, ">= 99 % of these"),
        )
    yield from _alarms(HONEST // of, seed)
    yield from _blunders(BLUNDERS // of, seed)
    yield from _wide_places(BLUNDERS // of, seed)


def _alarms(count: int, seed: int) -> Iterator[Figure]:
    """Honest positions: what is wrongly doubted."""
    alarms, refused, told = false_alarms(count, seed)
    yield Figure(
        measure=f"false alarms at {told:,} honest positions of sites",
        ours=_percent(alarms), peer=f"{_percent(refused)} refused", goal=_seldom(alarms),
    )  # fmt: skip
    alarms, unsure = town_alarms(count, seed)
    yield Figure(
        measure=f"false alarms at {count:,} honest positions in towns",
        ours=_percent(alarms), peer=f"{_percent(unsure)} cannot be told", goal=_seldom(alarms),
    )  # fmt: skip


def _blunders(count: int, seed: int) -> Iterator[Figure]:
    """Positions wrong for no reason, and references that do not hold."""
    caught, named = blunders(count, seed)
    yield Figure(
        measure=f"{count:,} positions wrong for no reason, 5 to 500 km: caught",
        ours=_percent(caught), peer=f"{_percent(named)} given a reason that is not theirs",
        goal=at_least(0.99, caught, ">= 99 %"),
    )  # fmt: skip
    honest_ones, nearer, opposite = references(count, seed)
    yield Figure(
        measure=f'{count:,} references like "9 km SW of": half the distance, caught',
        ours=_percent(nearer), goal=at_least(0.95, nearer, ">= 95 %"),
        peer=f"the opposite way {_percent(opposite)}; honest ones that disagree "
        f"{_percent(honest_ones)}",
    )  # fmt: skip


def _wide_places(count: int, seed: int) -> Iterator[Figure]:
    """The same slips and blunders at places as wide as a town of 190,000 (6 km)."""
    wide = (6000.0,)
    kinds = [slip for slip in MADE if slip != "datum-not-stated"]
    found = [rates(slip, slipped(slip, max(10, count // 20), seed, wide)) for slip in kinds]
    caught = sum(one.seen_caught * one.seen for one in found) / sum(one.seen for one in found)
    least = min((one.named, slip) for slip, one in zip(kinds, found, strict=True))
    _, wrongly = blunders(count // 2, seed, wide)
    yield Figure(
        measure=f"slips at places of 6 km, {count // 20} of each: caught, of those seen",
        ours=_percent(caught), goal=at_least(0.99, caught, ">= 99 %"),
        peer=f"least often named: {least[1]}, {_percent(least[0])}; blunders given a reason "
        f"not theirs {_percent(wrongly)}",
    )  # fmt: skip


def measure(run: Run) -> Iterator[Figure]:
    """The rates at the seed they are written down for."""
    run.say("making slips")
    yield from figures(SEED, of=20 if run.quick else 1)


def _seldom(alarms: float) -> Goal:
    return at_most(0.01, alarms, "<= 1 %")


def _percent(share: float) -> str:
    return "none" if math.isnan(share) else f"{100 * share:.1f} %"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan


def main(seed: int) -> None:
    """Print the rates of another seed."""
    for one in figures(seed):
        print(f"{one.measure}: {one.ours} ({one.peer})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SEED)
