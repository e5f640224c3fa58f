"""The rows an index holds, and the only four things that ever happen to them.

Rows are added, ended, taken up again for a shorter time, and packed. Nothing is removed: what ended
still answers whoever asks as known before. One writer; what readers hold is never changed for them.
"""

from __future__ import annotations

import numpy as np

from parley.space.kernel import Engine
from parley.space.prepared import U32, Prepared
from parley.space.store.asking import View, box_sides
from parley.space.store.delta import Delta
from parley.space.store.layout import ERA, EXACT, NEVER, Table, joined, lives, no_rows, table
from parley.space.store.packed import Packed, pack


class Stock:
    """Packed rows and what came since. `view` is what a reader takes, whole, before it asks."""

    def __init__(
        self, engine: Engine, packed: Packed | None = None, path: str | None = None
    ) -> None:
        self.engine = engine
        self.path = path
        """The file the packed rows are mapped from, if they are."""
        packed = packed or pack(no_rows(), 0, engine)
        self._packed_ends = packed.ends(engine)
        self.view = self._seen(packed, Delta(engine))
        # Ends since a packing was begun, in order, to be set again in what comes back.
        self._since: list[tuple[int, int]] = []

    def __len__(self) -> int:
        return len(self.view.packed) + len(self.view.delta)

    def add(
        self, legs: Prepared, entries: U32, recorded: U32, layer: int = EXACT, *,
        unseen: bool = False,
    ) -> None:  # fmt: skip
        """Add the legs of volumes that are these entries, known from these sizes on.

        With `unseen`, nobody ever finds them; they wait to be taken up `again`.
        """
        if not len(legs):
            return
        life = lives(entries[legs.volume], recorded[legs.volume], len(legs))
        if unseen:
            life["withdrawn"] = life["recorded"]
        self.view.delta.add(table(legs, box_sides(legs, self.engine), life, layer))

    def end(self, entry: int, at: int) -> None:
        """Whoever knows more entries than `at` no longer finds this one."""
        self._packed_ends.end(entry, at)
        self.view.delta.end(entry, at)
        self._since.append((entry, at))

    def again(self, entry: int, at: int, until_ms: int | None) -> None:
        """Whoever knows more entries than `at` finds this one as first told, up to a moment."""
        rows = self._first_told(entry)
        sides, life = rows.sides.copy(), rows.life.copy()
        if until_ms is not None:
            # Outward: the whole of the second it ended in still counts.
            until = min(max(-(-until_ms // 1000) - ERA, -(2**31)), 2**31 - 1)
            sides[:, 5] = np.minimum(sides[:, 5], until)
        life["recorded"], life["withdrawn"] = at, NEVER
        counting = np.nonzero(sides[:, 2] <= sides[:, 5])[0]
        taken = Table(
            leaf=rows.leaf, life=life, radius_m=rows.radius_m, ring_first=rows.ring_first,
            vertex_first=rows.vertex_first, xyz=rows.xyz, sides=sides,
        ).take(counting)  # fmt: skip
        if len(taken):
            self.view.delta.add(taken)

    def turn(self, packed: Packed, path: str | None = None, *, taken: int, ends: int) -> None:
        """Go over to newly packed rows, which hold the first `taken` rows and `ends` ends."""
        new_ends = packed.ends(self.engine)
        for entry, at in self._since[ends:]:
            new_ends.end(entry, at)
        del self._since[:ends]
        # The rows that came since already carry their own ends.
        since = self.view.delta.rows(taken)
        self.view = self._seen(packed, Delta(self.engine, since))
        self._packed_ends, self.path = new_ends, path

    @property
    def ended(self) -> tuple[tuple[int, int], ...]:
        """Entries ended since the last packing, and at which size each."""
        return tuple(self._since)

    @property
    def ends(self) -> int:
        """How many ends were set since the last packing."""
        return len(self._since)

    def _first_told(self, entry: int) -> Table:
        """The rows of an entry as they were first recorded."""
        packed, delta = self.view.packed, self.view.delta
        both = joined(
            packed.taken(np.array(self._packed_ends.rows_of(entry), np.uint32)),
            delta.table().take(np.array(delta.rows_of(entry), np.int64)),
        )
        recorded = both.life["recorded"]
        return both.take(np.nonzero(recorded == recorded.min(initial=NEVER))[0])

    def _seen(self, packed: Packed, delta: Delta) -> View:
        now, past = packed.parts(self.engine, past=False), packed.parts(self.engine, past=True)
        return View(packed, delta, now, past)
