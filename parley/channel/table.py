"""What is open, in columns sorted by due time: what is due is a prefix, found by halving.

Two hundred thousand open items are five flat columns of numbers, not as many objects: freezing,
keeping and reading them back is copying bytes.
"""

from __future__ import annotations

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
_ROW = np.dtype(
    [("due", "<i8"), ("place", "<i4"), ("party", "<i4"), ("what", "u1"), ("marks", "u1")]
)
_END = np.dtype([("end", "<i8"), ("place", "<i4")])


class Row(NamedTuple):
    """One open clock of one addressee of one thread."""

    place: int
    party: str
    what: What
    due_ms: int
    marks: int


class Ends(NamedTuple):
    """The end of a notice's window."""

    end_ms: int
    place: int


class Table(Struct, frozen=True, kw_only=True):
    """Rows by due time, and the ends of windows by their time; `parties` numbers the addressees."""

    parties: tuple[str, ...] = ()
    rows: bytes = b""
    ends: bytes = b""

    def columns(self) -> NDArray[np.void]:
        """The rows as one array of named columns; read-only, nothing is copied."""
        return np.frombuffer(self.rows, _ROW)

    def end_columns(self) -> NDArray[np.void]:
        """The ends of windows as one array; read-only, nothing is copied."""
        return np.frombuffer(self.ends, _END)

    def read(self, found: NDArray[np.void]) -> tuple[Row, ...]:
        """Rows out of the columns, as they are named."""
        parties = self.parties
        return tuple(
            Row(place, parties[party], WHATS[what], due, marks)
            for due, place, party, what, marks in found.tolist()
        )


EMPTY = Table()


def ends_between(table: Table, after_ms: int, until_ms: int) -> tuple[Ends, ...]:
    """Windows of notices that ended after one moment and not after another, in order."""
    ends = table.end_columns()
    first, last = np.searchsorted(ends["end"], (after_ms, until_ms), side="right").tolist()
    return tuple(Ends(end, place) for end, place in ends[first:last].tolist())


def renewed(
    table: Table, places: Iterable[int], rows: Iterable[Row], ends: Iterable[Ends]
) -> Table:
    """The table with every row of some threads replaced.

    Equal records give equal bytes, whatever way they came about: addressees are numbered by their
    names, those without a row are forgotten, and every column has a say in the order.
    """
    stale = np.fromiter(places, np.int32)
    numbers = dict(zip(table.parties, range(len(table.parties)), strict=True))
    fresh = np.array(
        [
            (due, place, numbers.setdefault(party, len(numbers)), _WHAT[what], marks)
            for place, party, what, due, marks in rows
        ],
        _ROW,
    )
    whole = np.concatenate([_without(table.columns(), stale), fresh])
    names = list(numbers)
    present = np.flatnonzero(np.bincount(whole["party"], minlength=len(names))).tolist()
    parties = sorted(names[number] for number in present)
    renumbered = np.zeros(max(len(names), 1), np.int32)
    for number, name in enumerate(parties):
        renumbered[numbers[name]] = number
    whole["party"] = renumbered[whole["party"]]
    finer = whole["place"].astype(np.int64) << 32 | whole["party"] << 8 | whole["what"]
    all_ends = np.concatenate([_without(table.end_columns(), stale), np.array(list(ends), _END)])
    return Table(
        parties=tuple(parties),
        rows=bytes(whole[np.lexsort((finer, whole["due"]))].tobytes()),
        ends=bytes(all_ends[np.lexsort((all_ends["place"], all_ends["end"]))].tobytes()),
    )


def _without(kept: NDArray[np.void], stale: NDArray[np.int32]) -> NDArray[np.void]:
    return kept[~np.isin(kept["place"], stale)] if len(kept) and len(stale) else kept
