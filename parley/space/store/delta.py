"""What came since the trees were packed: rows that are added to while others search.

A row is written in full before the grid points to it, and nothing that a searcher may hold is ever
moved: when the columns are full they are copied to larger ones, and the old ones live on as long as
somebody searches them.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from parley.space.kernel import Engine
from parley.space.prepared import U32
from parley.space.store.layout import FANOUT, LEAF, LIFE, NEVER, SIDES, Table, no_rows

_LEAST: Final = 256


class Delta:
    """Rows in the order they came, and the grid that finds them. One writer."""

    def __init__(self, engine: Engine, rows: Table | None = None) -> None:
        self._engine = engine
        # A row, or several: lists for all would be walked through at every full collection.
        self._by_entry: dict[int, int | list[int]] = {}
        self._open(no_rows() if rows is None else rows)

    def __len__(self) -> int:
        return self._count

    @property
    def parts(self) -> tuple[Any, ...]:
        """The grid, opened for searching."""
        return (self._part,) if self._count else ()

    def add(self, rows: Table) -> None:
        """Add rows; they are found from here on."""
        count = self._count + len(rows)
        rings, vertices = self._rings + len(rows.vertex_first) - 1, self._vertices + len(rows.xyz)
        if (
            count > len(self._life)
            or rings >= len(self._vertex_first)
            or vertices > len(self._xyz)
        ):
            self._grow(count, rings, vertices)
        self._write(rows)
        self._grid.add(rows.sides)

    def rows_of(self, entry: int) -> list[int]:
        """The rows of an entry."""
        rows = self._by_entry.get(entry, [])
        return [rows] if isinstance(rows, int) else rows

    def end(self, entry: int, at: int) -> None:
        """From size `at` + 1 of the record on, the rows of this entry count no longer."""
        withdrawn = self._withdrawn
        for row in self.rows_of(entry):
            if withdrawn[row] == NEVER and self._recorded[row] < at:
                withdrawn[row] = at

    def table(self) -> Table:
        """The columns as they are, room for more included."""
        return Table(
            leaf=self._leaf, life=self._life, radius_m=self._radius_m,
            ring_first=self._ring_first, vertex_first=self._vertex_first, xyz=self._xyz,
            sides=self._sides,
        )  # fmt: skip

    def rows(self, begin: int = 0) -> Table:
        """The rows from `begin` on; what is ended later is ended in these too."""
        count = self._count
        ring, rings = int(self._ring_first[begin]), int(self._ring_first[count])
        vertex, vertices = int(self._vertex_first[ring]), int(self._vertex_first[rings])
        return Table(
            leaf=self._leaf[begin:count],
            life=self._life[begin:count],
            radius_m=self._radius_m[begin:count],
            ring_first=self._ring_first[begin : count + 1] - np.uint32(ring),
            vertex_first=self._vertex_first[ring : rings + 1] - np.uint32(vertex),
            xyz=self._xyz[vertex:vertices],
            sides=self._sides[begin:count],
        )

    def _grow(self, count: int, rings: int, vertices: int) -> None:
        rows, self._by_entry = self.rows(), {}
        self._open(rows, count, rings, vertices)

    def _open(self, rows: Table, count: int = 0, rings: int = 0, vertices: int = 0) -> None:
        """New columns with room for twice what is asked for, holding these rows."""
        room = max(_LEAST, 2 * count, 2 * len(rows))
        ring_room = max(_LEAST, 2 * rings, 2 * len(rows.vertex_first)) + 1
        vertex_room = max(_LEAST, 2 * vertices, 2 * len(rows.xyz))
        self._leaf, self._life = np.zeros(room, LEAF), np.zeros(room, LIFE)
        # Views kept open, because making one costs more than all of an end.
        self._recorded = self._life["recorded"].data
        self._withdrawn = self._life["withdrawn"].data
        self._radius_m = np.zeros(room, np.float32)
        self._ring_first = np.zeros(room + 1, np.uint32)
        self._vertex_first = np.zeros(ring_room, np.uint32)
        self._xyz = np.zeros((vertex_room, 3), np.int32)
        self._sides = np.zeros((room, SIDES), np.int32)
        self._count = self._rings = self._vertices = 0
        doors = self._engine.doors
        grid = doors.Grid(room)
        columns = (self._leaf, self._life, self._radius_m, self._ring_first, self._vertex_first,
                   self._xyz, np.zeros((1, SIDES, FANOUT), np.int32))  # fmt: skip
        part = doors.Part(columns, 0, room, grid)
        if len(rows):
            self._write(rows)
            grid.add(rows.sides)
        self._grid, self._part = grid, part

    def _write(self, rows: Table) -> None:
        begin, end = self._count, self._count + len(rows)
        ring, rings = self._rings, self._rings + len(rows.vertex_first) - 1
        vertex, vertices = self._vertices, self._vertices + len(rows.xyz)
        self._leaf[begin:end] = rows.leaf
        self._life[begin:end] = rows.life
        self._radius_m[begin:end] = rows.radius_m
        self._ring_first[begin + 1 : end + 1] = rows.ring_first[1:] + np.uint32(ring)
        self._vertex_first[ring + 1 : rings + 1] = rows.vertex_first[1:] + np.uint32(vertex)
        self._xyz[vertex:vertices] = rows.xyz
        self._sides[begin:end] = rows.sides
        entries: U32 = rows.life["entry"]
        for row, entry in enumerate(entries.tolist(), begin):
            known = self._by_entry.get(entry)
            if known is None:
                self._by_entry[entry] = row
            elif isinstance(known, int):
                self._by_entry[entry] = [known, row]
            else:
                known.append(row)
        self._count, self._rings, self._vertices = end, rings, vertices
