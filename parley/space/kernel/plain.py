"""The engine without a compiler: the doors of `parley.space._kernel`, by numpy and shapely.

The same trees, the same rounding, the same answers; the tests run on both. What came since the
trees were packed is looked through from end to end, because a grid walked in Python costs more
than numpy takes over as many boxes as a delta may hold.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from parley.space.earth import arc_high
from parley.space.fallback import measure_many
from parley.space.kernel.curve import order as order
from parley.space.kernel.looking import Looking, look_around
from parley.space.legs.ready import prepare as prepare
from parley.space.prepared import I32, UNIT_M, Prepared
from parley.space.store.layout import (
    BORDERLINE,
    BY_CIRCLES,
    ERA,
    FANOUT,
    HIT,
    MEASURED,
    SIDES,
    Records,
    gather,
)

Array: TypeAlias = npt.NDArray[Any]
I64 = npt.NDArray[np.int64]
Bool = npt.NDArray[np.bool_]
VERSION: Final = 1
FARTHEST_M: Final = 500_000.0
"""Beyond, the fast distance leaves its slack and the referee has to measure."""
_INT32: Final = np.iinfo(np.int32)
_EDGE: Final = 1_800_000_000
_TURN: Final = 3_600_000_000


class Legs:
    """Legs made ready to be asked about."""

    def __init__(self, arrays: tuple[Array, ...]) -> None:
        self.shapes = _shapes(arrays)
        (self.volume, self.kind, self.radius_m, _, _, _, self.anchor, self.outer_m, self.inner_m,
         self.floor_cm, self.ceiling_cm, self.datums, self.sides) = arrays  # fmt: skip


class Grid:
    """Boxes that came since the trees were packed."""

    def __init__(self, room: int) -> None:
        self.columns = np.empty((SIDES, room), np.int32)
        self.count = 0

    def add(self, sides: I32) -> None:
        """Add boxes; one writer at a time."""
        count = self.count + len(sides)
        if count > self.columns.shape[1]:
            raise IndexError("expected room for these boxes, got a full grid")
        self.columns[:, self.count : count] = sides.T
        # Counted last: whoever searches meanwhile sees whole boxes only.
        self.count = count


class Part:
    """Rows of legs, and the tree or the grid that finds them."""

    def __init__(
        self, arrays: tuple[Array, ...], first_row: int, boxes: int, grid: Grid | None = None
    ) -> None:
        self.leaf, self.life, self.radius_m, self.ring_first, self.vertex_first, self.xyz = arrays[
            :6
        ]
        self.nodes = arrays[6].reshape(-1, SIDES, FANOUT)
        self.first_row = first_row
        self.boxes = boxes
        self.grid = grid

    def found(self, look: Looking) -> I64:
        """The boxes that touch, as numbers from 0."""
        if self.grid is not None:
            columns = self.grid.columns[:, : self.grid.count]
            return np.nonzero(look.touched(columns))[0]
        first = level_first(self.boxes)
        at = np.zeros(1 if self.boxes else 0, np.int64)
        for begin in reversed(first):
            node, child = np.nonzero(look.touched(self.nodes[begin + at].transpose(1, 0, 2)))
            at = at[node] * FANOUT + child
        return at

    def window(self, boxes: I64) -> tuple[I64, I64]:
        """Earliest and latest of these boxes."""
        if self.grid is not None:
            sides = self.grid.columns[:, boxes]
            return sides[2].astype(np.int64), sides[5].astype(np.int64)
        leaf, child = boxes // FANOUT, boxes % FANOUT
        return (
            self.nodes[leaf, 2, child].astype(np.int64),
            self.nodes[leaf, 5, child].astype(np.int64),
        )

    def shapes(self, rows: I64) -> Prepared:
        """The shapes of these rows, in order."""
        rings, ring_first = gather(self.ring_first, rows)
        vertices, vertex_first = gather(self.vertex_first, rings)
        leaf = self.leaf[rows]
        return _shapes(
            (rows, leaf["kind"], self.radius_m[rows], ring_first, vertex_first,
             self.xyz[vertices], leaf["anchor"], leaf["outer_m"], leaf["inner_m"])
        )  # fmt: skip


class _Ask(Struct, frozen=True):
    within_m: float
    tolerance_s: int
    known: int
    layers: int
    measure: bool


def near(
    parts: tuple[Part, ...],
    legs: Legs,
    which: tuple[int, int],
    ask: tuple[float, int, int, int, bool],
) -> bytes:
    """Every leg near the legs asked about, as packed hits."""
    wish = _Ask(*ask)
    found = [
        _near(part, number, legs, leg, wish)
        for leg in range(*which)
        for number, part in enumerate(parts)
    ]
    return b"".join(hits.tobytes() for hits in found)


def measure(parts: tuple[Part, ...], legs: Legs, hits: Records) -> None:
    """Fill in the distances of hits settled by circles."""
    todo = np.nonzero(np.isnan(hits["distance_m"]))[0]
    # One call for all the legs of one part that one leg is compared with.
    keys = hits["leg"][todo].astype(np.int64) * len(parts) + hits["part"][todo]
    for key in np.unique(keys):
        at = todo[keys == key]
        leg, part = divmod(int(key), len(parts))
        rows = hits["row"][at].astype(np.int64)
        hits["distance_m"][at] = _distance(parts[part], rows, legs, leg)


def sides(arrays: tuple[Array, ...]) -> bytes:
    """One box per leg, unwrapped across the antimeridian."""
    began_s, ended_s, box, box_leg = arrays
    first = np.searchsorted(box_leg, np.arange(len(began_s)))
    low, high = np.minimum.reduceat(box, first), np.maximum.reduceat(box, first)
    seam = box[:, 1] == -_EDGE
    past = np.maximum.reduceat(np.where(seam, box[:, 3], _INT32.min), first).astype(np.int64)
    begin = np.minimum.reduceat(np.where(seam, _INT32.max, box[:, 1]), first).astype(np.int64)
    across = (low[:, 1] == -_EDGE) & (high[:, 3] == _EDGE) & (begin < _INT32.max)
    across &= (past < begin) & (past + _TURN <= _INT32.max)
    made = np.empty((len(began_s), SIDES), np.int32)
    made[:, 0] = np.where(across, begin, low[:, 1])
    made[:, 3] = np.where(across, past + _TURN, high[:, 3])
    made[:, 1], made[:, 4] = low[:, 0], high[:, 2]
    made[:, 2] = np.clip(began_s - ERA, _INT32.min, _INT32.max)
    made[:, 5] = np.clip(ended_s - ERA, _INT32.min, _INT32.max)
    return made.tobytes()


def level_first(boxes: int) -> list[int]:
    """Where the nodes of each level begin, the boxes' own level first."""
    first, begin, level = [], 0, -(-boxes // FANOUT)
    while True:
        first.append(begin)
        if level <= 1:
            return first
        begin += level
        level = -(-level // FANOUT)


def fill(sides: I32) -> bytes:
    """The nodes of a packed tree over ordered boxes."""
    level, levels = sides, []
    while True:
        nodes = max(-(-len(level) // FANOUT), 1)
        padded = np.empty((nodes * FANOUT, SIDES), np.int32)
        padded[:, :3], padded[:, 3:] = _INT32.max, _INT32.min
        padded[: len(level)] = level
        blocks = padded.reshape(nodes, FANOUT, SIDES).transpose(0, 2, 1)
        levels.append(blocks.tobytes())
        if nodes == 1:
            return b"".join(levels)
        level = np.concatenate([blocks[:, :3].min(2), blocks[:, 3:].max(2)], 1)


def _near(part: Part, number: int, legs: Legs, leg: int, ask: _Ask) -> Records:
    slack_m = 1 + 1e-5 * ask.within_m
    if np.isfinite(legs.outer_m[leg]):
        slack_m += 1e-5 * float(legs.outer_m[leg])
    look = look_around(legs.sides[leg], ask.within_m + slack_m, ask.tolerance_s)
    boxes = part.found(look)
    rows = boxes + part.first_row
    apart = legs.anchor[leg].astype(np.float64) - part.leaf["anchor"][rows]
    chord = np.sqrt((apart**2).sum(1)) * UNIT_M
    within = ask.within_m + slack_m + float(legs.outer_m[leg])
    keep = chord <= within + part.leaf["outer_m"][rows] * 1.00001
    keep &= _counts(part, rows, ask) & ~_heights_apart(legs, leg, part.leaf[rows])
    boxes, rows, chord = boxes[keep], rows[keep], chord[keep]
    sure = ask.within_m + float(legs.inner_m[leg]) + part.leaf["inner_m"][rows].astype(np.float64)
    hits = np.zeros(len(rows), HIT)
    hits["row"], hits["leg"], hits["part"] = rows, leg, number
    hits["entry"], hits["volume"] = part.life["entry"][rows], legs.volume[leg]
    hits["layer"] = part.leaf["layer"][rows]
    hits["apart_s"] = _gap(part, boxes, legs.sides[leg]) if ask.tolerance_s else 0
    hits["distance_m"] = np.nan
    by_circles = arc_high(chord) <= sure
    exact = ~by_circles if not ask.measure else np.ones(len(rows), bool)
    hits["how"][~exact] = BY_CIRCLES
    core, radii = _core(part, rows[exact], legs, leg)
    far = ask.within_m + radii
    slack = 0.05 + 2e-6 * far
    sure = np.minimum(far - slack, FARTHEST_M)
    near_enough = by_circles[exact] | (core <= sure) | np.isinf(radii)
    hits["how"][exact] = np.where(near_enough, MEASURED, BORDERLINE)
    hits["distance_m"][exact] = np.maximum(core - radii, 0)
    kept = np.ones(len(rows), bool)
    kept[exact] = near_enough | (core <= far + slack) | (far > FARTHEST_M)
    return hits[kept]


def _core(part: Part, rows: I64, legs: Legs, leg: int) -> tuple[Array, Array]:
    radii = float(legs.radius_m[leg]) + part.radius_m[rows].astype(np.float64)
    core = np.zeros(len(rows))
    bounded = np.nonzero(np.isfinite(radii))[0]
    if len(bounded):
        which = np.arange(len(bounded), dtype=np.uint32)
        others = part.shapes(rows[bounded])
        core[bounded] = measure_many(legs.shapes, leg, others, which)[0]
    return core, radii


def _distance(part: Part, rows: I64, legs: Legs, leg: int) -> Array:
    core, radii = _core(part, rows, legs, leg)
    distance: Array = np.maximum(core - radii, 0)
    return distance


def _counts(part: Part, rows: I64, ask: _Ask) -> Bool:
    life, layer = part.life[rows], part.leaf["layer"][rows]
    known: Bool = (life["recorded"] < ask.known) & (life["withdrawn"] >= ask.known)
    known &= (ask.layers >> layer.astype(np.int64) & 1) == 1
    return known


def _heights_apart(legs: Legs, leg: int, leaf: Records) -> Bool:
    """True where one ends below where the other begins, measured from the same datum."""
    ours, theirs = int(legs.datums[leg]), leaf["datums"]
    above = (legs.floor_cm[leg] > leaf["ceiling_cm"]) & (theirs >> 2 == (ours & 3))
    below = (leaf["floor_cm"] > legs.ceiling_cm[leg]) & (theirs & 3 == ours >> 2)
    apart: Bool = (above & bool(ours & 3)) | (below & (theirs & 3 != 0))
    return apart


def _gap(part: Part, boxes: I64, ours: I32) -> I64:
    """Seconds between the window of each box and ours; 0 where they overlap."""
    earliest, latest = part.window(boxes)
    gap = np.maximum(np.maximum(earliest - int(ours[5]), int(ours[2]) - latest), 0)
    return np.minimum(gap, _INT32.max)


def _shapes(columns: tuple[Array, ...]) -> Prepared:
    """Only what the distance reads; the rest of a `Prepared` stands empty.

    Columns: volume (unread), kind, radius_m, ring_first, vertex_first, xyz, anchor, outer_m,
    inner_m.
    """
    _, kind, radius_m, ring_first, vertex_first, xyz, anchor, outer_m, inner_m = columns[:9]
    none32, none64 = np.zeros(0, np.int32), np.zeros(0, np.int64)
    return Prepared(
        volume=ring_first, kind=kind, radius_m=radius_m, ring_first=ring_first,
        vertex_first=vertex_first, xyz=xyz, anchor=anchor, outer_m=outer_m, inner_m=inner_m,
        began_s=none64, ended_s=none64, floor_cm=none32, ceiling_cm=none32, datums=kind,
        box=none32.reshape(0, 4), box_leg=ring_first[:0],
    )  # fmt: skip
