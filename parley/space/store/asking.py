"""Asking: a question made ready once, the rows it is put to, and the referee for what is too close.

A `View` is what a reader holds while it searches: nothing in it is ever changed under the reader,
so a search neither waits for a writer nor makes one wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from parley.errors import expected
from parley.space.kernel import Engine
from parley.space.measure.gap import FARTHEST_M, Gap, gap
from parley.space.packing import prepare
from parley.space.prepared import Prepared
from parley.space.store.delta import Delta
from parley.space.store.layout import BORDERLINE, HIT, MEASURED, SIDES, Records, Table
from parley.space.store.packed import Packed
from parley.space.volume import Volume

BOTH_LAYERS = 3


class Wish(Struct, frozen=True, kw_only=True):
    """What is asked of every leg: how near in metres and seconds, and as known at which size.

    `layers` has bit 0 for exact legs, bit 1 for envelopes; `measure` asks for every distance.
    """

    within_m: float
    known: int
    within_s: int = 0
    layers: int = BOTH_LAYERS
    measure: bool = False

    def only(self, layers: int) -> Wish:
        """The same, of these layers."""
        return replace(self, layers=layers)

    def __post_init__(self) -> None:
        if not 0 <= self.within_m < np.inf:
            raise expected("a distance of 0 or more metres", str(self.within_m), "within_m")
        if not 0 <= self.within_s < 2**31:
            raise expected("a time from 0 to 2^31 seconds", str(self.within_s), "within_s")


class Question:
    """Volumes made ready to be put to an index, once or many times."""

    def __init__(self, legs: Prepared, engine: Engine) -> None:
        self.legs = legs
        self.engine = engine
        columns = (legs.volume, legs.kind, legs.radius_m, legs.ring_first, legs.vertex_first,
                   legs.xyz, legs.anchor, legs.outer_m, legs.inner_m, legs.floor_cm,
                   legs.ceiling_cm, legs.datums, box_sides(legs, engine))  # fmt: skip
        self.held = engine.doors.Legs(columns)

    @classmethod
    def of(cls, volumes: Sequence[Volume], engine: Engine) -> Question:
        """The question these volumes put."""
        return cls(prepare(volumes), engine)


def box_sides(legs: Prepared, engine: Engine) -> Any:
    """One box per leg, i32[n, 6], as in `layout`."""
    if not len(legs):
        return np.zeros((0, SIDES), np.int32)
    made = engine.doors.sides((legs.began_s, legs.ended_s, legs.box, legs.box_leg))
    return np.frombuffer(made, np.int32).reshape(-1, SIDES)


class View(Struct, frozen=True, eq=False):
    """The packed rows and what came since, as one reader found them."""

    packed: Packed
    delta: Delta
    now: tuple[Any, ...]
    past: tuple[Any, ...]

    def packed_parts(self, known: int) -> tuple[Any, ...]:
        """The trees that have to be searched to answer as known at this size."""
        # Rows of the past were withdrawn before the packing, so later askers need not see them.
        return self.past if known < self.packed.size else self.now

    def parts(self, known: int) -> tuple[Any, ...]:
        """The trees, and the grid of what came since."""
        return self.packed_parts(known) + self.delta.parts

    def leg(self, part: int, row: int, known: int) -> Prepared:
        """One row, as a leg that can be measured."""
        packed = part < len(self.packed_parts(known))
        rows = self.packed.columns if packed else self.delta.table()
        # Without their sides, which no distance needs.
        bare = replace(rows, sides=np.zeros((len(rows), 0), np.int32))
        return as_prepared(bare.take(np.array([row])))


def as_prepared(rows: Table) -> Prepared:
    """Rows as legs that can be measured; when and where they count is left out."""
    count = len(rows)
    none = np.zeros(0, np.int32)
    return Prepared(
        volume=np.arange(count, dtype=np.uint32), kind=np.ascontiguousarray(rows.leaf["kind"]),
        radius_m=rows.radius_m, ring_first=rows.ring_first, vertex_first=rows.vertex_first,
        xyz=rows.xyz, anchor=np.ascontiguousarray(rows.leaf["anchor"]),
        outer_m=np.ascontiguousarray(rows.leaf["outer_m"]),
        inner_m=np.ascontiguousarray(rows.leaf["inner_m"]), began_s=none.astype(np.int64),
        ended_s=none.astype(np.int64), floor_cm=np.ascontiguousarray(rows.leaf["floor_cm"]),
        ceiling_cm=np.ascontiguousarray(rows.leaf["ceiling_cm"]),
        datums=np.ascontiguousarray(rows.leaf["datums"]), box=none.reshape(0, 4),
        box_leg=none.astype(np.uint32),
    )  # fmt: skip


class Found:
    """Hits, and the rows they speak of, which stay as they were found."""

    def __init__(self, view: View, question: Question, wish: Wish, hits: Records) -> None:
        self.view = view
        self.question = question
        self.wish = wish
        self.hits = hits

    def measured(self) -> Records:
        """The hits, each with its distance."""
        hits = self.hits.copy()
        parts = self.view.parts(self.wish.known)
        self.question.engine.doors.measure(parts, self.question.held, hits)
        radii = self.question.legs.radius_m[hits["leg"]] + self._rows("radius_m")
        # So far apart, the fast distance is not within the slack.
        for n in np.nonzero(hits["distance_m"] + radii > FARTHEST_M)[0]:
            hits["distance_m"][n] = _gap(self.view, self.question, self.wish, hits[n]).distance_m
        return hits

    def leaves(self) -> Records:
        """The leaf of the row each hit speaks of."""
        leaves: Records = self._rows("leaf")
        return leaves

    def _rows(self, column: str) -> npt.NDArray[Any]:
        """One column of the rows the hits speak of."""
        part, row = self.hits["part"], self.hits["row"]
        packed = part < len(self.view.packed_parts(self.wish.known))
        old = getattr(self.view.packed.columns, column)
        new = getattr(self.view.delta.table(), column)
        found = np.zeros(len(row), old.dtype)
        found[packed], found[~packed] = old[row[packed]], new[row[~packed]]
        return found

    def unlike(self, leaves: Records) -> npt.NDArray[np.bool_]:
        """Where a floor and a ceiling that could part two legs are told from different datums."""
        legs, leg = self.question.legs, self.hits["leg"]
        ours, theirs = legs.datums[leg], leaves["datums"]
        floor, ceiling = ours & 3, ours >> 2
        over = (floor != 0) & (theirs >> 2 != 0) & (floor != theirs >> 2)
        under = (theirs & 3 != 0) & (ceiling != 0) & (theirs & 3 != ceiling)
        unlike: npt.NDArray[np.bool_] = over | under
        return unlike

    def of(self, volume: int, volumes: int) -> Found:
        """The hits of one of so many volumes asked about, by its legs or by its hull."""
        which = self.hits["volume"] % np.uint32(volumes) == volume
        return Found(self.view, self.question, self.wish, self.hits[which])


def search(view: View, question: Question, which: tuple[int, int], wish: Wish) -> Found:
    """Every row near the legs from `which[0]` up to `which[1]`; the referee has spoken."""
    ask = (wish.within_m, wish.within_s, wish.known, wish.layers, wish.measure)
    near = question.engine.doors.near
    raw, borderline = near(view.parts(wish.known), question.held, which, ask)
    hits = np.frombuffer(raw, HIT)
    if borderline:
        hits = _refereed(view, question, wish, hits.copy())
    return Found(view, question, wish, hits)


def together(one: Found, other: Found) -> Found:
    """Both, put to the same view by the same question."""
    # By their bytes, because numpy takes 30 us to see that two rows have the same fields.
    hits = np.frombuffer(one.hits.tobytes() + other.hits.tobytes(), HIT)
    return Found(one.view, one.question, one.wish, hits)


def _refereed(view: View, question: Question, wish: Wish, hits: Records) -> Records:
    keep = np.ones(len(hits), bool)
    for n in np.nonzero(hits["how"] == BORDERLINE)[0]:
        between = _gap(view, question, wish, hits[n])
        keep[n] = between.near
        hits["distance_m"][n] = between.distance_m
        if between.verdict == "near":
            hits["how"][n] = MEASURED
    return hits[keep]


def _gap(view: View, question: Question, wish: Wish, hit: np.void) -> Gap:
    """One hit, measured by whoever is right at that distance."""
    leg = view.leg(int(hit["part"]), int(hit["row"]), wish.known)
    return gap(question.legs, int(hit["leg"]), leg, 0, within_m=wish.within_m)
