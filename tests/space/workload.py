"""Legs as a desk may hold them: towns, roads and areas crowded around a middle anywhere on earth.

Sizes as notices have them: spots of 10 m to 2 km, areas of 50 m to 5 km (some with holes or several
parts), tracks of a few legs of up to 10 km with 50 to 500 m beside them.
"""

from __future__ import annotations

import numpy as np

from parley.space.volume import Leg, Spot
from tests.space.shapes import Place, area, away, here, track

REGIONS: dict[str, Place] = {
    "levant": (38.0, 35.0),
    "antimeridian": (180.0, -17.0),
    "north pole": (0.0, 90.0),
    "south pole": (10.0, -89.97),
    "equator": (-0.01, 0.0),
    "far north": (-179.98, 78.0),
}


def legs(count: int, region: str, seed: int) -> list[Leg]:
    """Legs around four towns: one in the region's middle, the others within 40 km of it."""
    rng, middle = np.random.default_rng(seed), REGIONS[region]
    towns = [middle, away(middle, 20, 15_000), away(middle, 170, 40_000), away(middle, 260, 25_000)]
    return [_leg(towns[int(rng.integers(0, 4))], rng) for _ in range(count)]


def _leg(town: Place, rng: np.random.Generator) -> Leg:
    at = away(town, rng.uniform(0, 360), abs(rng.normal(0, 8000)))
    kind = rng.choice(3, p=(0.5, 0.3, 0.2))
    if kind == 0:
        return Leg(shape=Spot(at=here(at)), radius_cm=int(10 ** rng.uniform(3, 5.3)))
    if kind == 1:
        return Leg(shape=area(at, 10 ** rng.uniform(1.7, 3.7), rng, "geodesic"), radius_cm=0)
    size = 10 ** rng.uniform(2.7, 4.3)
    radius_cm = int(rng.uniform(5000, 50000))
    return Leg(shape=track(at, size, rng, "geodesic"), radius_cm=radius_cm)
