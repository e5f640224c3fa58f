"""Packing anew in another process, so that nobody who asks waits for it.

The writer hands the rows that came since the last packing to a child, goes on taking in entries,
and goes over to what the child wrote once it is whole: readers then hold either the old rows or the
new ones, and both answer alike. A child that dies leaves everything as it was.

A snapshot is the same file. It covers the first `size` entries; the record gives the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from msgspec import Struct

from parley.errors import Damaged
from parley.space.kernel import Name, engine
from parley.space.store import files, names
from parley.space.store.layout import Table, joined
from parley.space.store.names import Column
from parley.space.store.packed import Packed, Tree, pack
from parley.space.store.register import Act

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from parley.space.store.register import Register
    from parley.space.store.stock import Stock

_ROWS = ("leaf", "life", "radius_m", "ring_first", "vertex_first", "xyz", "sides")


class Aside(Struct, frozen=True, kw_only=True):
    """What an index remembers beside its rows.

    `words` holds, for each notice with a place told only in words, from and up to which sizes of
    the record it counts; `faults` the shapes that could not be measured, in words.
    """

    acts: tuple[Act, ...] = ()
    words: dict[int, list[tuple[int, int | None]]] = {}
    faults: tuple[tuple[int, tuple[str, ...]], ...] = ()


NOTHING = Aside()


class Snapshot(Struct, frozen=True, kw_only=True):
    """An index as a file holds it."""

    packed: Packed
    column: Column
    aside: Aside


class _Story(Struct, frozen=True, kw_only=True):
    size: int
    trees: tuple[tuple[int, int, bool], ...] = ()
    authors: tuple[str, ...] = ()
    aside: Aside = NOTHING


class Job(Struct, frozen=True, kw_only=True):
    """What a child is told: which file to begin from, what came since, and where to write."""

    engine: Name
    old: str | None
    since: str
    into: str


class Repacking:
    """A packing under way. `finish` when it is `done`."""

    def __init__(
        self, stock: Stock, register: Register, aside: Aside, *, size: int, into: str
    ) -> None:
        self._stock, self._register = stock, register
        self._size, self.into = size, into
        self._taken, self._ends = len(stock.view.delta), stock.ends
        old = stock.path
        job = Job(engine=stock.engine.name, old=old, since=f"{into}.since", into=into)
        rows = stock.view.delta.rows()
        ends = stock.ended
        if old is None:
            # Rows that are in no file go along, their ends already set.
            rows, ends = joined(stock.view.packed.rows, rows), ()
        _write_since(job.since, rows, ends, register, _Story(size=size, aside=aside))
        self.process = _start(job)

    def done(self) -> bool:
        """Whether the child has ended, well or not."""
        return not self.process.is_alive()

    def finish(self) -> None:
        """Go over to the new rows; `Damaged`, and everything as it was, if the child died."""
        self.process.join()
        if self.process.exitcode != 0:
            raise Damaged(
                f"expected the packing to end well, got exit code {self.process.exitcode}",
                at=self.into,
                remedy="Nothing was changed; it can be begun again.",
            )
        snapshot = load(self.into)
        self._stock.turn(snapshot.packed, self.into, taken=self._taken, ends=self._ends)
        self._register.turn(snapshot.column, self._size)


def save(stock: Stock, register: Register, aside: Aside, *, size: int, into: str) -> None:
    """Write a snapshot here and now, in this process."""
    rows = joined(stock.view.packed.rows, stock.view.delta.rows())
    packed = pack(rows, size, stock.engine)
    _write(into, packed, names.column(register.new, register.column), aside)


def load(path: str) -> Snapshot:
    """Open a snapshot; its arrays are mapped, and read as they are used."""
    arrays, raw = files.read(path)
    try:
        story = msgspec.json.decode(raw, type=_Story)
        trees = tuple(
            Tree(first_row=first, boxes=boxes, past=past, nodes=arrays[f"tree{n}"])
            for n, (first, boxes, past) in enumerate(story.trees)
        )
        packed = Packed(
            size=story.size, columns=Table(**{name: arrays[name] for name in _ROWS}),
            trees=trees, by_entry=arrays["by_entry"],
        )  # fmt: skip
        return Snapshot(packed=packed, column=_column(arrays, story), aside=story.aside)
    except (KeyError, msgspec.DecodeError) as fault:
        raise Damaged(f"expected the arrays of a snapshot, got {fault}", at=path) from fault


def carry_out(job: Job) -> None:
    """The work of the child: old rows and new ones into one new file."""
    using = engine(job.engine)
    arrays, raw = files.read(job.since)
    story = msgspec.json.decode(raw, type=_Story)
    rows = Table(**{name: arrays[name] for name in _ROWS})
    column = _column(arrays, story)
    if job.old is not None:
        old = load(job.old)
        ends = old.packed.ends(using)
        for entry, at in arrays["ends"].tolist():
            ends.end(entry, at)
        rows, column = joined(old.packed.rows, rows), names.merged(old.column, column)
    packed = pack(rows, story.size, using)
    _write(job.into, packed, column, story.aside)


def _start(job: Job) -> SpawnProcess:
    # Here, because it loads sockets, which the projections must not unless they are used. A fresh
    # process, because a forked one would hold this one's locks and threads as they stood.
    from multiprocessing import get_context

    process = get_context("spawn").Process(target=carry_out, args=(job,), daemon=True)
    process.start()
    return process


def _write_since(
    path: str, rows: Table, ends: tuple[tuple[int, int], ...], register: Register, story: _Story
) -> None:
    column = names.column(register.new, names.none())
    arrays = {**_arrays(rows), **_digests(column)}
    arrays["ends"] = np.array(ends, np.int64).reshape(-1, 2)
    told = msgspec.structs.replace(story, authors=column.authors)
    files.write(path, arrays, msgspec.json.encode(told))


def _write(path: str, packed: Packed, column: Column, aside: Aside) -> None:
    arrays = {**_arrays(packed.columns), **_digests(column), "by_entry": packed.by_entry}
    for n, tree in enumerate(packed.trees):
        arrays[f"tree{n}"] = tree.nodes
    trees = tuple((tree.first_row, tree.boxes, tree.past) for tree in packed.trees)
    story = _Story(size=packed.size, trees=trees, authors=column.authors, aside=aside)
    files.write(path, arrays, msgspec.json.encode(story))


def _arrays(rows: Table) -> dict[str, Any]:
    return {name: getattr(rows, name) for name in _ROWS}


def _digests(column: Column) -> dict[str, Any]:
    return {
        "digest_key": column.key, "digest_rest": column.rest, "digest_entry": column.entry,
        "digest_author": column.author,
    }  # fmt: skip


def _column(arrays: dict[str, Any], story: _Story) -> Column:
    return Column(
        key=arrays["digest_key"], rest=arrays["digest_rest"], entry=arrays["digest_entry"],
        author=arrays["digest_author"], authors=story.authors,
    )  # fmt: skip
