"""Two immutable packed Hilbert trees over rows, and two more over rows that count no longer.

What has an end is ordered by place and time, what has none by place alone: an open end would
stretch every node of a tree over time to the end of time. Withdrawn rows stand apart, because only
a question about the past has to look at them. Rows stand in memory in the order of their trees.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from parley.errors import expected
from parley.space.kernel import Engine
from parley.space.prepared import I32, U32
from parley.space.store.layout import FANOUT, NEVER, SIDES, Table

_OPEN: Final = np.iinfo(np.int32).max


class Tree(Struct, frozen=True, kw_only=True):
    """A packed tree over `boxes` rows from `first_row` on; `past` if none of them counts now.

    `nodes` i32[k, 6, 16]: level by level, the rows' own boxes first, 16 side by side.
    """

    first_row: int
    boxes: int
    past: bool
    nodes: I32


class Packed(Struct, frozen=True, kw_only=True):
    """Rows in the order of their trees, as they stood when the record held `size` entries.

    `columns` leaves `sides` empty, because the trees hold them; `by_entry` u32[n] holds the rows in
    the order of their entries.
    """

    size: int
    columns: Table
    trees: tuple[Tree, ...]
    by_entry: U32

    def __len__(self) -> int:
        return len(self.columns)

    @property
    def rows(self) -> Table:
        """All columns, the sides taken out of the trees (a copy)."""
        sides = [np.zeros((0, SIDES), np.int32)]
        for tree in self.trees:
            leaves = tree.nodes[: -(-tree.boxes // FANOUT)].transpose(0, 2, 1)
            sides.append(leaves.reshape(-1, SIDES)[: tree.boxes])
        return replace(self.columns, sides=np.concatenate(sides))

    @property
    def entries(self) -> U32:
        """The entry of each row in `by_entry` (a copy)."""
        entries: U32 = self.columns.life["entry"][self.by_entry]
        return entries

    def taken(self, rows: U32) -> Table:
        """Some of the rows, with their sides."""
        sides = np.zeros((len(self.columns), 0), np.int32)
        some = replace(self.columns, sides=sides).take(rows)
        return replace(some, sides=np.array([self._sides(row) for row in rows.tolist()],
                                            np.int32).reshape(-1, SIDES))  # fmt: skip

    def ends(self, engine: Engine) -> Any:
        """What ends these rows, an entry at a time."""
        return engine.doors.Ends((self.by_entry, self.columns.life))

    def parts(self, engine: Engine, *, past: bool) -> tuple[Any, ...]:
        """The trees, opened for searching; those over the past only if asked for."""
        rows = self.columns
        columns = (
            rows.leaf, rows.life, rows.radius_m, rows.ring_first, rows.vertex_first, rows.xyz,
        )  # fmt: skip
        return tuple(
            engine.doors.Part((*columns, tree.nodes), tree.first_row, tree.boxes)
            for tree in self.trees
            if tree.boxes and tree.past <= past
        )

    def _sides(self, row: int) -> I32:
        for tree in self.trees:
            box = row - tree.first_row
            if 0 <= box < tree.boxes:
                return tree.nodes[box // FANOUT, :, box % FANOUT]
        raise expected(f"a row below {len(self)}", row)


def pack(rows: Table, size: int, engine: Engine) -> Packed:
    """Order rows and build their trees."""
    gone = rows.life["withdrawn"] != NEVER
    is_open = rows.sides[:, 5] == _OPEN
    order, groups = [], []
    for past in (False, True):
        for endless in (False, True):
            which = np.nonzero((gone == past) & (is_open == endless))[0]
            sides = np.ascontiguousarray(rows.sides[which])
            along = engine.doors.order(sides, 2 if endless else 3)
            which = which[np.frombuffer(along, np.uint32)]
            groups.append((past, len(which)))
            order.append(which)
    ordered = rows.take(np.concatenate(order))
    trees, first = [], 0
    for past, count in groups:
        nodes = engine.doors.fill(np.ascontiguousarray(ordered.sides[first : first + count]))
        trees.append(Tree(first_row=first, boxes=count, past=past, nodes=as_nodes(nodes)))
        first += count
    by_entry = np.argsort(ordered.life["entry"], kind="stable").astype(np.uint32)
    columns = replace(ordered, sides=np.zeros((0, SIDES), np.int32))
    return Packed(size=size, columns=columns, trees=tuple(trees), by_entry=by_entry)


def as_nodes(nodes: bytes) -> I32:
    """The nodes of a tree as an array."""
    return np.frombuffer(nodes, np.int32).reshape(-1, SIDES, FANOUT)
