"""What is open, in columns sorted by due time: what is due is a prefix, found by halving.

Two hundred thousand open items are flat columns of numbers, not as many objects: freezing, keeping
and reading them back is copying bytes.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias, get_args

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from parley.record.values.line import Due as Policed

What: TypeAlias = Policed | Literal["ladder"]
"""What a clock waits for: as a line's rules name it, or the next ring of a ladder."""

WHATS: tuple[What, ...] = (*get_args(Policed), "ladder")
NEVER = 2**62
"""The due time of what has none, or of what has lapsed and waits for nothing any more."""

SILENT, DRILL, ALARM, LAPSED = 1, 2, 4, 8
"""Marks of a row: nobody answered at all; of an exercise; of an alert; its time has run out."""

_WHAT = {what: code for code, what in enumerate(WHATS)}
Numbers: TypeAlias = NDArray[np.int64]
"""A column. `key` holds a row's thread, addressee, clock and marks in one number."""

_PLACE, _PARTY, _MARKS = 32, 8, 4
"""How far to the left thread, addressee and clock stand in a key, above four bits of marks."""
_MOST_PARTIES = 1 << (_PLACE - _PARTY)
_FEW = 2_000
"""Up to so many new rows are put in one by one; more are sorted in with all the others."""


class Row(NamedTuple):
    """One open clock of one addressee of one thread."""

    place: int
    party: str
    what: What
    due_ms: int
    marks: int


class Rows(Struct, frozen=True, kw_only=True):
    """Two columns of equal length, sorted by due time and then by key."""

    due: bytes = b""
    key: bytes = b""

    def dues(self) -> Numbers:
        """When each row is due; read-only, nothing is copied."""
        return np.frombuffer(self.due, np.int64)

    def keys(self) -> Numbers:
        """What each row is about; read-only, nothing is copied."""
        return np.frombuffer(self.key, np.int64)


class Table(Struct, frozen=True, kw_only=True):
    """Clocks, silent addressees and ends of windows, each by time; `parties` gives the numbers."""

    parties: tuple[str, ...] = ()
    clocks: Rows = Rows()
    silent: Rows = Rows()
    ends: Rows = Rows()

    def read(self, due: Numbers, key: Numbers) -> tuple[Row, ...]:
        """Rows out of two columns, as they are named."""
        parties = self.parties
        return tuple(
            Row(
                key >> _PLACE,
                parties[key >> _PARTY & _MOST_PARTIES - 1],
                WHATS[key >> _MARKS & 0xF],
                due,
                key & 0xF,
            )
            for due, key in zip(due.tolist(), key.tolist(), strict=True)
        )

    def up_to(self, ms: int) -> tuple[Numbers, Numbers]:
        """The clocks and ladders whose time has come by a moment, oldest first."""
        due = self.clocks.dues()
        until = int(np.searchsorted(due, ms, side="right"))
        return due[:until], self.clocks.keys()[:until]

    def ended(self, after_ms: int, until_ms: int) -> tuple[int, ...]:
        """The threads whose window ended after one moment and not after another, in order."""
        first, last = np.searchsorted(self.ends.dues(), (after_ms, until_ms), side="right").tolist()
        return tuple((self.ends.keys()[first:last] >> _PLACE).tolist())


EMPTY = Table()


def what_of(key: Numbers) -> Numbers:
    """The number of the clock in each key: its place in `WHATS`."""
    return key >> _MARKS & 0xF


def place_of(key: Numbers) -> Numbers:
    """The thread in each key, by its place."""
    return key >> _PLACE


def party_of(key: Numbers) -> Numbers:
    """The number of the addressee in each key: its place in `parties`."""
    return key >> _PARTY & _MOST_PARTIES - 1


class Fresh:
    """New rows of some threads, column by column."""

    def __init__(self, parties: tuple[str, ...]) -> None:
        self.numbers = {party: number for number, party in enumerate(parties)}
        self.clocks = array("q"), array("q")
        self.silent = array("q"), array("q")
        self.ends = array("q"), array("q")

    def add(self, place: int, party: str, what: What, *, due: int, marks: int) -> None:
        """A clock or a ladder; the reply clock of a silent addressee stands among the silent too.

        Drills are rung, and are not among the silent.
        """
        number = self.numbers.get(party)
        if number is None:
            number = self.numbers[party] = len(self.numbers)
        key = place << _PLACE | number << _PARTY | _WHAT[what] << _MARKS | marks
        self.clocks[0].append(due)
        self.clocks[1].append(key)
        if what == "reply" and marks & (SILENT | DRILL) == SILENT:
            self.silent[0].append(due)
            self.silent[1].append(key)

    def ends_at(self, place: int, end: int) -> None:
        """The end of a window."""
        self.ends[0].append(end)
        self.ends[1].append(place << _PLACE)


def renewed(table: Table, places: Iterable[int], fresh: Fresh, threads: int) -> Table:
    """The table with every row of some threads replaced.

    Equal records give equal bytes, whatever way they came about: addressees are numbered by their
    names, those without a row are forgotten, and every column has a say in the order.
    """
    stale = np.zeros(threads, np.bool_)
    stale[np.fromiter(places, np.int64)] = True
    clocks = _merged(table.clocks, stale, fresh.clocks)
    names = list(fresh.numbers)
    present = np.flatnonzero(np.bincount(party_of(clocks[1]), minlength=len(names))).tolist()
    parties = tuple(sorted(names[number] for number in present))
    silent = _merged(table.silent, stale, fresh.silent)
    if parties != tuple(names):
        numbered = np.zeros(max(len(names), 1), np.int64)
        for number, name in enumerate(parties):
            numbered[fresh.numbers[name]] = number
        clocks, silent = _renumbered(clocks, numbered), _renumbered(silent, numbered)
    return Table(
        parties=parties,
        clocks=_rows(clocks),
        silent=_rows(silent),
        ends=_rows(_merged(table.ends, stale, fresh.ends)),
    )


def _merged(
    kept: Rows, stale: NDArray[np.bool_], fresh: tuple[array[int], array[int]]
) -> tuple[Numbers, Numbers]:
    due, key = kept.dues(), kept.keys()
    gone = stale[key >> _PLACE]
    if gone.any():
        due, key = due[~gone], key[~gone]
    more_due, more_key = _sorted(np.array(fresh[0], np.int64), np.array(fresh[1], np.int64))
    if len(more_due) > _FEW:
        return _sorted(np.concatenate([due, more_due]), np.concatenate([key, more_key]))
    at = []
    for one, other in zip(more_due.tolist(), more_key.tolist(), strict=True):
        first, last = np.searchsorted(due, one, "left"), np.searchsorted(due, one, "right")
        at.append(int(first + np.searchsorted(key[first:last], other)))
    return np.insert(due, at, more_due), np.insert(key, at, more_key)


def _renumbered(rows: tuple[Numbers, Numbers], numbered: Numbers) -> tuple[Numbers, Numbers]:
    due, key = rows
    others = key & ~((_MOST_PARTIES - 1) << _PARTY)
    return _sorted(due, others | numbered[party_of(key)] << _PARTY)


def _sorted(due: Numbers, key: Numbers) -> tuple[Numbers, Numbers]:
    order = np.lexsort((key, due))
    return due[order], key[order]


def _rows(columns: tuple[Numbers, Numbers]) -> Rows:
    return Rows(due=columns[0].tobytes(), key=columns[1].tobytes())
