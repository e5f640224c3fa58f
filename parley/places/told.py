"""A place as it stands on record, and whether its clues can be of one place.

Read from what was written: the name, the numbers with their digits where the words are numbers,
the bearing from a known point. Where only a shape is on record, its digits are not: then no slip
can be looked for in them.
"""

from __future__ import annotations

import math
from contextlib import suppress
from typing import assert_never

from parley.errors import BadInput
from parley.places.gazetteer import Gazetteer
from parley.places.geodesy import UNITS, between, rounded
from parley.places.positions.fix import Fix
from parley.places.positions.reading import read
from parley.places.relative import Relative, of_bearing, read_relative
from parley.places.sanity import Verdict, check
from parley.record.values.place import Corridor, Place, Point, Polygon, Position

_WORDS = ("name", "reference")


def check_place(place: Place, *, name: str = "", gazetteer: Gazetteer) -> Verdict:
    """Compare the clues of a place on record: `name` or its words, its numbers, its bearing."""
    fix = numbers_of(place)
    given = next((clue.written for clue in place.given if clue.form == "name"), "")
    words = name or given or ("" if fix and fix.parts else place.written)
    return check(words, fix, reference_of(place), gazetteer=gazetteer)


def numbers_of(place: Place) -> Fix | None:
    """The numbers of a place: with their digits if its words are these numbers; None if none."""
    disc = disc_of(place)
    if disc is None:
        return None
    at, reach_m = disc
    clues = [(one.written, one.order) for one in place.given if one.form not in _WORDS]
    for written, order in (*clues, (place.written, None)):
        with suppress(BadInput):
            fix = read(written, order=order)
            if fix.at == at:
                return fix
    return Fix(
        written=place.written, parts=None, form="decimal", at=at, datum=place.datum,
        uncertainty_cm=math.ceil(reach_m * 100),
    )  # fmt: skip


def reference_of(place: Place) -> Relative | None:
    """The bearing of a place as ground; None if it has none, or one whose words cannot be read."""
    with suppress(BadInput):
        given = next((one.written for one in place.given if one.form == "reference"), None)
        if given is not None:
            return read_relative(given)
    with suppress(BadInput):
        if place.reference is not None:
            return of_bearing(place.reference)
    return None


def disc_of(place: Place) -> tuple[Position, float] | None:
    """A middle and a radius in metres that hold all of a place; None if it is told only in words.

    A place whose uncertainty was not stated may lie anywhere: then it is None too.
    """
    if place.shape is None or place.uncertainty_cm is None:
        return None
    unsure_m = place.uncertainty_cm / 100
    match place.shape:
        case Point(at=at):
            return at, unsure_m
        case Polygon(rings=rings):
            middle, reach_m = _around(rings[0])
            return middle, reach_m + unsure_m
        case Corridor(line=line, half_width_cm=half_width_cm):
            middle, reach_m = _around(line)
            return middle, reach_m + half_width_cm / 100 + unsure_m
        case _:
            assert_never(place.shape)


def _around(corners: tuple[Position, ...]) -> tuple[Position, float]:
    middle = _middle(corners)
    return middle, max(between(middle, corner)[0] for corner in corners)


def _middle(corners: tuple[Position, ...]) -> Position:
    """The middle of some corners as directions from the earth's centre: no seam and no pole."""
    x = y = z = 0.0
    for corner in corners:
        lat, lon = math.radians(corner.lat / UNITS), math.radians(corner.lon / UNITS)
        x += math.cos(lat) * math.cos(lon)
        y += math.cos(lat) * math.sin(lon)
        z += math.sin(lat)
    return rounded(math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x)))
