"""Where labels go: never over one another while there is room, and never left out.

A label that finds no free place beside its mark moves outward and is tied to it by a line. Where
the sheet is full it lies over others, because a label that is dropped is a site that is hidden.
"""

from __future__ import annotations

from math import ceil, cos, floor, pi, sin

import numpy as np
from msgspec import Struct

Box = tuple[int, int, int, int]
_TURNS = (0, 12, 4, 8, 2, 14, 6, 10, 1, 15, 3, 13, 5, 11, 7, 9)
"""Directions in sixteenths of a turn, the preferred first: right, above, below, left ..."""
_WAYS = tuple((cos(turn * pi / 8), sin(turn * pi / 8)) for turn in _TURNS)


class Placed(Struct, frozen=True):
    """The middle of a label, and whether it stands away from its mark."""

    x: float
    y: float
    away: bool


class Placing:
    """Labels on one sheet, placed one after another.

    What is taken is kept pixel by pixel, so that asking costs the same however many there are.
    """

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._taken = np.zeros((ceil(height), ceil(width)), np.bool_)

    def take(self, x: float, y: float, half: float) -> None:
        """Keep labels off a mark."""
        self._fill(x, y, (2 * half, 2 * half))

    def free(self, x: float, y: float, size: tuple[float, float]) -> bool:
        """Whether a box around a middle lies on the sheet and over nothing."""
        west, north, east, south = _box(x, y, size)
        if west < 2 or north < 2 or east > self._width - 2 or south > self._height - 2:
            return False
        return not self._taken[north:south, west:east].any()

    def beside(
        self, x: float, y: float, size: tuple[float, float], *, gap: float, rings: int = 40
    ) -> Placed | None:
        """The nearest free place beside a mark, which is then taken; None if there is none."""
        for ring in range(rings):
            reach = gap + ring * 9.0
            for across, down in _WAYS:
                at = x + across * (reach + size[0] / 2), y + down * (reach + size[1] / 2)
                if self.free(*at, size):
                    self._fill(*at, size)
                    return Placed(*at, away=ring > 0)
        return None

    def anyhow(self, x: float, y: float, size: tuple[float, float], *, gap: float) -> Placed:
        """A free place, or one over others where the sheet is full."""
        found = self.beside(x, y, size, gap=gap)
        if found is None:
            inside = min(max(x, size[0]), self._width - size[0])
            found = Placed(inside, min(max(y, size[1]), self._height - size[1]), away=True)
        return found

    def _fill(self, x: float, y: float, size: tuple[float, float]) -> None:
        west, north, east, south = _box(x, y, size)
        self._taken[max(north, 0) : max(south, 0), max(west, 0) : max(east, 0)] = True


def _box(x: float, y: float, size: tuple[float, float]) -> Box:
    """Whole pixels that hold a box around a middle: west, north, east, south."""
    return (
        floor(x - size[0] / 2), floor(y - size[1] / 2),
        ceil(x + size[0] / 2), ceil(y + size[1] / 2),
    )  # fmt: skip
