"""What an index answers: every notice that comes near, how near, and by which rules it was decided.

An answer is a list of facts, never a verdict. An empty one reads: nothing registered here is known
to come near. There is no limit on its length; `pages` cuts it for reading, `total` counts it whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final, Literal, NamedTuple, TypeAlias

import numpy as np
from msgspec import Struct

from parley.space.store.asking import Found
from parley.space.store.layout import BORDERLINE, EXACT
from parley.space.volume import ANY_DATUM_CM

Layer: TypeAlias = Literal["exact", "envelope"]
SLACK: Final = "0.05 m + 2 ppm"
EDGES: Final = (
    "an edge is the geodesic or the straight line in longitude and latitude, as its notice says; "
    "where it does not say, the leg is widened to hold both"
)

DATUMS: Final = (
    "a notice whose position states no datum is widened by as much as any datum published for its "
    f"region may be off: 400 m to {ANY_DATUM_CM // 100:,} m"
)


class Contract(Struct, frozen=True, kw_only=True):
    """By which rules an answer was decided.

    `entry_index` is how many entries of the record were known. Inside `slack` of the distance asked
    for a slow referee decides; what even that cannot tell is listed as near and borderline.
    """

    entry_index: int
    within_m: float
    within_minutes: float
    slack: str
    edges: str
    engine: str
    datums: str = DATUMS


class Nearby(Struct, frozen=True, kw_only=True):
    """One notice that comes near.

    `entry` is its place in the record. `distance_m` is the least between any two legs, 0 where they
    touch; `margin_m` is how far inside the distance asked for; `minutes_apart` is 0 where the
    windows overlap. `layer` is "exact" when a leg itself comes near, "envelope" when only the hull
    around all legs does. `legs` pairs the numbers of the asked and the notified leg that come near,
    from 0; none for an envelope. `borderline`: too close to the distance asked for even for the
    referee, and so listed. `datum_differs`: heights could not be compared, and so overlap.
    """

    entry: int
    distance_m: float
    margin_m: float
    minutes_apart: float
    layer: Layer
    legs: tuple[tuple[int, int], ...]
    borderline: bool = False
    datum_differs: bool = False


class Answer:
    """Everything near one volume. Distances are measured when `nearby` is first read."""

    def __init__(
        self, found: Found, contract: Contract, first_leg: int = 0, unplaced: tuple[int, ...] = ()
    ) -> None:
        self._found = found
        self._first_leg = first_leg
        self.contract = contract
        self.unplaced = unplaced
        """Notices with a place told only in words: nothing can be computed about it."""

    @cached_property
    def entries(self) -> frozenset[int]:
        """The places in the record of all that come near, without measuring how near."""
        return frozenset(self._found.hits["entry"].tolist())

    @property
    def total(self) -> int:
        """How many notices come near."""
        return len(self.entries)

    @property
    def entry_index(self) -> int:
        """How many entries of the record were known."""
        return self.contract.entry_index

    @cached_property
    def nearby(self) -> tuple[Nearby, ...]:
        """All that come near, the nearest first; those equally near in the order of the record."""
        hits, leaves = self._found.measured(), self._found.leaves()
        groups: dict[int, list[_Pair]] = {}
        names = ("entry", "distance_m", "apart_s", "layer", "how")
        columns = [hits[name].tolist() for name in names]
        columns += [(hits["leg"].astype(np.int64) - self._first_leg).tolist()]
        columns += [leaves["number"].tolist(), self._found.unlike(leaves).tolist()]
        for entry, *pair in zip(*columns, strict=True):
            groups.setdefault(entry, []).append(_Pair(*pair))
        found = [self._one(entry, pairs) for entry, pairs in groups.items()]
        return tuple(sorted(found, key=lambda one: (one.distance_m, one.entry)))

    def pages(self, size: int = 50) -> Iterator[tuple[Nearby, ...]]:
        """The whole list, so many at a time."""
        for begin in range(0, self.total, size):
            yield self.nearby[begin : begin + size]

    def _one(self, entry: int, pairs: list[_Pair]) -> Nearby:
        exact = [pair for pair in pairs if pair.layer == EXACT]
        # An envelope holds its legs, so its distance says nothing where a leg itself comes near.
        deciding = exact or pairs
        nearest = min(deciding, key=lambda pair: pair.distance_m)
        return Nearby(
            entry=entry,
            distance_m=nearest.distance_m,
            margin_m=self.contract.within_m - nearest.distance_m,
            minutes_apart=min(pair.apart_s for pair in deciding) / 60,
            layer="exact" if exact else "envelope",
            legs=tuple(sorted((pair.asked, pair.notified) for pair in exact)),
            borderline=all(pair.how == BORDERLINE for pair in deciding),
            datum_differs=all(pair.unlike for pair in deciding),
        )


class _Pair(NamedTuple):
    distance_m: float
    apart_s: int
    layer: int
    how: int
    asked: int
    notified: int
    unlike: bool
