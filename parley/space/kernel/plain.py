"""The engine without a compiler: the doors of `parley.space._kernel`, by numpy and shapely.

The same trees, the same rounding, the same answers; the tests run on both. What came since the
trees were packed is looked through from end to end, because a grid walked in Python costs more
than numpy takes over as many boxes as a delta may hold.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from parley.space.kernel.considering import Ask, Asked, core_distances, near_leg
from parley.space.kernel.curve import order as order
from parley.space.kernel.ending import Ends as Ends
from parley.space.kernel.looking import Looking, upward
from parley.space.kernel.sketch import Sketch, sketch
from parley.space.legs.ready import prepare as prepare
from parley.space.prepared import I32, Prepared
from parley.space.store.layout import (
    BORDERLINE,
    ERA,
    FANOUT,
    SIDES,
    Records,
    gather,
)

Array: TypeAlias = npt.NDArray[Any]
I64 = npt.NDArray[np.int64]
Bool = npt.NDArray[np.bool_]
VERSION: Final = 2
MOST_FLAT: Final = 320
"""Nodes of a tree that are looked through from end to end."""
_INT32: Final = np.iinfo(np.int32)
_EDGE: Final = 1_800_000_000
_TURN: Final = 3_600_000_000


class Legs:
    """Legs made ready to be asked about."""

    def __init__(self, arrays: tuple[Array, ...]) -> None:
        self.shapes = _shapes(arrays)
        (self.volume, self.kind, self.radius_m, _, _, _, self.anchor, self.outer_m, self.inner_m,
         self.floor_cm, self.ceiling_cm, self.datums, self.sides) = arrays  # fmt: skip
        self._sketched: tuple[int, Sketch | None] = (-1, None)

    def sketch(self, leg: int) -> Sketch | None:
        """A leg drawn; kept until another is asked for."""
        at, drawn = self._sketched
        if at != leg:
            drawn = sketch(self.shapes, leg)
            self._sketched = leg, drawn
        return drawn


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
        if grid is None:
            self.flat, self.below = self._top(level_first(boxes))

    def _top(self, first: list[int]) -> tuple[I32, list[int]]:
        """The topmost levels laid flat, because numpy looks through thousands of boxes as fast as
        through sixteen; and where the levels below begin, downwards."""
        level = next(n for n, begin in enumerate(first) if len(self.nodes) - begin <= MOST_FLAT)
        end = first[level + 1] if level + 1 < len(first) else first[level] + 1
        sides = self.nodes[first[level] : end].transpose(1, 0, 2).reshape(SIDES, -1)
        return upward(sides), first[:level][::-1]

    def found(self, look: Looking) -> I64:
        """The boxes that touch, as numbers from 0."""
        if self.grid is not None:
            columns = self.grid.columns[:, : self.grid.count]
            return np.nonzero(look.touched(columns))[0]
        if not self.boxes:
            return np.zeros(0, np.int64)
        at = np.nonzero(look.over(self.flat))[0]
        for begin in self.below:
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


def near(
    parts: tuple[Part, ...],
    legs: Legs,
    which: tuple[int, int],
    ask: tuple[float, int, int, int, bool],
) -> tuple[bytes, int]:
    """Every leg near the legs asked about, as packed hits, and how many are borderline."""
    wish = Ask(*ask)
    found = [hits for leg in range(*which) for hits in near_leg(parts, Asked(legs, leg, wish))]
    borderline = sum(int(np.count_nonzero(hits["how"] == BORDERLINE)) for hits in found)
    return b"".join(hits.tobytes() for hits in found), borderline


def measure(parts: tuple[Part, ...], legs: Legs, hits: Records) -> None:
    """Fill in the distances of hits settled by circles."""
    todo = np.nonzero(np.isnan(hits["distance_m"]))[0]
    # One call for all the legs of one part that one leg is compared with.
    keys = hits["leg"][todo].astype(np.int64) * len(parts) + hits["part"][todo]
    for key in np.unique(keys):
        at = todo[keys == key]
        leg, part = divmod(int(key), len(parts))
        rows = hits["row"][at].astype(np.int64)
        core, radii = core_distances(parts[part], rows, legs, leg)
        hits["distance_m"][at] = np.maximum(core - radii, 0)


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
