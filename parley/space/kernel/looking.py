"""Where a question looks: a leg's box widened by a distance and a time, and its twin one turn away.

The same arithmetic as `look_around` in kernel/index.c and `lookup_from` in kernel/tree.c.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from parley.space.prepared import I32

_STEPS: Final = 1e7
_LEAST_MERIDIAN: Final = 6_335_439.0
_LEAST_PARALLEL: Final = 6_378_137.0
_LOW: Final = -(2**31)
_HIGH: Final = 2**31 - 1
_EDGE: Final = 1_800_000_000
_POLE: Final = 900_000_000
_TURN: Final = 3_600_000_000


class Looking(Struct, frozen=True):
    """One or two boxes; what touches either is found, each once."""

    boxes: tuple[tuple[int, ...], ...]

    def touched(self, sides: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        """Which of the boxes touch; the six sides come first in the shape of `sides`."""
        found = _touch(sides, self.boxes[0])
        for box in self.boxes[1:]:
            found |= _touch(sides, box)
        return found


    def over(self, upward_sides: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        """The same of boxes laid out by `upward`: one comparison instead of six."""
        found = _over(upward_sides, self.boxes[0])
        for box in self.boxes[1:]:
            found |= _over(upward_sides, box)
        return found


def upward(sides: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Boxes whose upper sides are complemented, so that every side is compared the same way."""
    made = np.array(sides, np.int32)
    made[3:] = ~made[3:]
    return made


def _over(sides: npt.NDArray[np.int32], want: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    most = (want[3], want[4], want[5], ~want[0], ~want[1], ~want[2])
    below = sides <= np.array(most, np.int32)[:, None]
    found: npt.NDArray[np.bool_] = np.logical_and.reduce(below, axis=0)
    return found


def look_around(leg: I32, reach_m: float, tolerance_s: int) -> Looking:
    """The box of a leg, widened outward by metres and seconds."""
    west, south, earliest, east, north, latest = (int(side) for side in leg)
    up = reach_m / _LEAST_MERIDIAN / math.radians(1) * _STEPS + 2
    far = max(abs(south), abs(north)) + up
    across = math.inf
    if far < 89.99 * _STEPS:
        slim = math.cos(math.radians(far / _STEPS))
        across = reach_m / _LEAST_PARALLEL / slim / math.radians(1) * _STEPS + 2
    if across < _TURN:
        west, east = west - int(across), east + int(across)
    else:
        west, east = -_EDGE, -_EDGE + _TURN
    rise = int(min(up, float(_TURN)))
    south, north = max(south - rise, -_POLE), min(north + rise, _POLE)
    # A bound at the end of the era is an open one.
    if earliest != _LOW:
        earliest = max(earliest - tolerance_s, _LOW)
    if latest != _HIGH:
        latest = min(latest + tolerance_s, _HIGH)
    return Looking(
        tuple(
            (_within(x0), south, earliest, _within(x1), north, latest)
            for x0, x1 in _twins(west, east)
        )
    )


def _twins(west: int, east: int) -> list[tuple[int, int]]:
    """The span of longitudes, and the same span one turn away where boxes can reach it."""
    if east - west >= _TURN:
        return [(_LOW, _HIGH)]
    turns = -(-(west - _EDGE) // _TURN) if west > _EDGE else 0
    if west < -_EDGE:
        turns = -((-_EDGE - west + _TURN - 1) // _TURN)
    west, east = west - turns * _TURN, east - turns * _TURN
    if east >= _EDGE:
        return [(west, east), (west - _TURN, east - _TURN)]
    if west + _TURN <= _HIGH:
        return [(west, east), (west + _TURN, east + _TURN)]
    return [(west, east)]


def _within(number: int) -> int:
    return min(max(number, _LOW), _HIGH)


def _touch(sides: npt.NDArray[Any], want: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = (sides[0] <= want[3]) & (sides[3] >= want[0])
    found &= (sides[1] <= want[4]) & (sides[4] >= want[1])
    found &= (sides[2] <= want[5]) & (sides[5] >= want[2])
    return found
