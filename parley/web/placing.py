"""Where labels go: never over one another while there is room, and never left out.

A label that finds no free place beside its mark moves outward and is tied to it by a line. Where
the sheet is full it lies over others, because a label that is dropped is a site that is hidden.
"""

from __future__ import annotations

from math import cos, pi, sin

from msgspec import Struct

Box = tuple[float, float, float, float]
_TURNS = (0, 12, 4, 8, 2, 14, 6, 10, 1, 15, 3, 13, 5, 11, 7, 9)
"""Directions in sixteenths of a turn, the preferred first: right, below, left, above ..."""


class Placed(Struct, frozen=True):
    """The middle of a label, and whether it stands away from its mark."""

    x: float
    y: float
    away: bool


class Placing:
    """Labels on one sheet, placed one after another."""

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._taken: list[Box] = []

    def take(self, x: float, y: float, half: float) -> None:
        """Keep labels off a mark."""
        self._taken.append((x - half, y - half, x + half, y + half))

    def free(self, x: float, y: float, size: tuple[float, float]) -> bool:
        """Whether a box around a middle lies on the sheet and over nothing."""
        west, north, east, south = self._box(x, y, size)
        if west < 2 or north < 2 or east > self._width - 2 or south > self._height - 2:
            return False
        return not any(
            west < e and w < east and north < s and n < south for w, n, e, s in self._taken
        )

    def beside(
        self, x: float, y: float, size: tuple[float, float], *, gap: float, rings: int = 40
    ) -> Placed | None:
        """The nearest free place beside a mark, which is then taken; None if there is none."""
        for ring in range(rings):
            reach = gap + ring * 9.0
            for turn in _TURNS:
                across, down = cos(turn * pi / 8), sin(turn * pi / 8)
                at = (
                    x + across * (reach + size[0] / 2),
                    y + down * (reach + size[1] / 2),
                )
                if self.free(*at, size):
                    self._taken.append(self._box(*at, size))
                    return Placed(*at, away=ring > 0)
        return None

    def anyhow(self, x: float, y: float, size: tuple[float, float], *, gap: float) -> Placed:
        """A free place, or one over others where the sheet is full."""
        found = self.beside(x, y, size, gap=gap)
        if found is None:
            inside = min(max(x, size[0]), self._width - size[0])
            found = Placed(inside, min(max(y, size[1]), self._height - size[1]), away=True)
        return found

    def _box(self, x: float, y: float, size: tuple[float, float]) -> Box:
        return x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2
