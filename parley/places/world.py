"""The packaged gazetteer: every place of 5,000 or more people, read once and only when asked for.

GeoNames, CC BY 4.0 (`known/SOURCE.md`). About 1 s and 100 MB the first time; nothing else in
Parley needs it, so a desk that never looks a name up never pays for it.
"""

from __future__ import annotations

import lzma
import math
from functools import cache
from importlib import resources

from rapidfuzz import fuzz, process

from parley.record.values.place import Position


class World:
    """Places by folded name and by sound. Rows stay text until somebody asks for one."""

    def __init__(self, rows: list[str]) -> None:
        self._rows = rows
        self._keys: dict[str, list[int]] = {}
        self._sounds: dict[str, list[int]] = {}
        for number, row in enumerate(rows):
            *_, keys, sounds = row.split("\t")
            for key in keys.split("|"):
                self._keys.setdefault(key, []).append(number)
            for sound in sounds.split("|"):
                self._sounds.setdefault(sound, []).append(number)

    def __len__(self) -> int:
        return len(self._rows)

    def named(self, key: str) -> list[int]:
        """Rows one of whose names folds to this."""
        return self._keys.get(key, [])

    def sounding(self, sound: str) -> list[int]:
        """Rows one of whose names sounds so."""
        return self._sounds.get(sound, []) if sound else []

    def similar(self, key: str, *, cutoff: float, limit: int) -> list[tuple[int, float]]:
        """Rows with a name spelt nearly so, and how nearly (of 100)."""
        near = process.extract(
            key, self._keys.keys(), scorer=fuzz.ratio, processor=None, limit=limit,
            score_cutoff=cutoff,
        )  # fmt: skip
        return [(row, score) for found, score, _ in near for row in self._keys[found]]

    def name(self, row: int) -> str:
        """The name GeoNames gives it, and its country."""
        name, country, *_ = self._rows[row].split("\t")
        return f"{name} ({country})"

    def keys(self, row: int) -> list[str]:
        """Its names, folded."""
        return self._rows[row].split("\t")[5].split("|")

    def people(self, row: int) -> int:
        """How many live there, as GeoNames has it."""
        return int(self._rows[row].split("\t")[2])

    def at(self, row: int) -> Position:
        """The one point GeoNames gives for it."""
        cells = self._rows[row].split("\t")
        return Position(lat=int(cells[3]), lon=int(cells[4]))

    def reach_m(self, row: int) -> int:
        """How far from that point the place may lie.

        GeoNames has no extents. A town of its people at 5,000 to the square kilometre, as a disc,
        half as far again because towns are no discs and the point is seldom their middle, and one
        kilometre because it is often given to the minute only: 7.2 km for 270,000, 1.8 for 5,000.
        """
        return math.ceil(1000 + 1500 * math.sqrt(self.people(row) / (5000 * math.pi)))


@cache
def world() -> World:
    """The packaged gazetteer."""
    packed = (resources.files(__package__) / "known" / "world.tsv.xz").read_bytes()
    return World(lzma.decompress(packed).decode().split("\n"))

