"""Ending rows without a compiler: the same door as kernel/ends.c."""

from __future__ import annotations

from parley.space.prepared import U32
from parley.space.store.layout import NEVER, Records


class Ends:
    """Ends rows of packed trees one entry at a time, a microsecond or two each."""

    def __init__(self, arrays: tuple[U32, Records]) -> None:
        by_entry, life = arrays
        # Views kept open, because making one costs more than all the rest.
        self._by_entry = by_entry.data
        self._entry = life["entry"].data
        self._recorded = life["recorded"].data
        self._withdrawn = life["withdrawn"].data
        self._count = count = len(by_entry)
        self._least = self._entry[self._by_entry[0]] if count else 0
        most = self._entry[self._by_entry[count - 1]] if count else 0
        self._slope = (count - 1) / max(most - self._least, 1)

    def rows_of(self, entry: int) -> list[int]:
        """The rows of an entry."""
        by_entry, of, rows = self._by_entry, self._entry, []
        for at in range(self._first(entry), self._count):
            row = by_entry[at]
            if of[row] != entry:
                break
            rows.append(row)
        return rows

    def end(self, entry: int, at: int) -> None:
        """From size `at` + 1 of the record on, the rows of this entry count no longer."""
        by_entry, of, withdrawn = self._by_entry, self._entry, self._withdrawn
        n = self._first(entry)
        while n < self._count and of[row := by_entry[n]] == entry:
            if withdrawn[row] == NEVER and self._recorded[row] < at:
                withdrawn[row] = at
            n += 1

    def _first(self, entry: int) -> int:
        """Where the rows of an entry begin: guessed along a straight line, then by halves."""
        by_entry, of, low, high = self._by_entry, self._entry, 0, self._count
        guess = int((entry - self._least) * self._slope)
        if 0 < guess < high:
            if of[by_entry[guess]] < entry:
                low = guess + 1
            elif of[by_entry[guess - 1]] < entry:
                return guess
            else:
                high = guess
        while low < high:
            middle = (low + high) // 2
            if of[by_entry[middle]] < entry:
                low = middle + 1
            else:
                high = middle
        return low
