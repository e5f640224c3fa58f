"""A volume: where, how high and when somebody says they will be, rounded outward and never inward.

Built from a notice as it is on record. Everything unsaid is taken at its widest: no end is never
ended, no floor reaches down without limit, no uncertainty may lie anywhere, and numbers on an
unstated datum may lie as far off as any datum in use there. A place told only in words has no
volume; it is kept by its words in `Volume.unplaced` and must be listed beside every answer, because
nothing can be computed about it.
"""

from __future__ import annotations

from typing import Literal, TypeAlias, assert_never

from msgspec import Struct

from parley.record.notice import (
    ActivityNotified,
    FirstNotice,
    MovementNotified,
    PresenceNotified,
    SiteNotified,
)
from parley.record.values.place import (
    Altitude,
    Band,
    Corridor,
    EdgeRule,
    Place,
    Point,
    Polygon,
    Position,
)
from parley.record.values.time import VagueTime

Ring: TypeAlias = tuple[Position, ...]
DEGREE = 10_000_000
UNBOUNDED_CM = 2**62
"""A radius in centimetres that reaches everywhere: the uncertainty was not stated."""


ANY_DATUM_CM = 220_000
"""How far numbers on an unstated datum may lie from where they say on WGS84, anywhere on earth.

No transformation that the EPSG register (as PROJ packages it) publishes from a geographic datum
reckoned from Greenwich moves a place in its area of use by more: 2,200 m, for Kusaie 1951. Maps
reckoned from another meridian (Paris, Jakarta, Ferro) are off by degrees; that is a wrong position,
which `parley place check` looks for, and no radius.
"""
REGIONAL_DATUM_CM = (
    ((10, 20, 40, 60), 40_000),
    ((40, -30, 80, 60), 120_000),
)
"""The same where less is published, by south, west, north, east in degrees: 345 m in north-east
Africa and western Asia (KOC), 1,194 m in Europe (MGI 1901). A test holds the register to both."""


class Spot(Struct, frozen=True, kw_only=True, tag_field="form", tag="spot"):
    """One position; the radius around it is the leg's."""

    at: Position


class Area(Struct, frozen=True, kw_only=True, tag_field="form", tag="area"):
    """An area of one or several parts; each part is an outer ring and its holes.

    Rings are closed by their first corner unrepeated. `edges` says what joins two corners.
    """

    parts: tuple[tuple[Ring, ...], ...]
    edges: EdgeRule


class Track(Struct, frozen=True, kw_only=True, tag_field="form", tag="track"):
    """A line; the half width beside it is the leg's radius."""

    line: tuple[Position, ...]
    edges: EdgeRule


Shape: TypeAlias = Spot | Area | Track


class Leg(Struct, frozen=True, kw_only=True):
    """One stretch: a shape widened by a radius, between two heights, between two moments.

    `radius_cm` is half width plus uncertainty. `began_ms` and `ended_ms` are both included; None is
    open. An absent floor or ceiling is unbounded, never 0.
    """

    shape: Shape
    radius_cm: int
    floor: Altitude | None = None
    ceiling: Altitude | None = None
    began_ms: int | None = None
    ended_ms: int | None = None


class Volume(Struct, frozen=True, kw_only=True):
    """All the legs of one notice, and the words of those places that were told only in words."""

    legs: tuple[Leg, ...]
    unplaced: tuple[str, ...] = ()


class Skew(Struct, frozen=True, kw_only=True):
    """How far the clocks of those who notify may be wrong; every window is widened by it."""

    ms: int = 0


NO_SKEW = Skew()
Bound: TypeAlias = Literal["floor", "ceiling"]


def of_notice(notice: FirstNotice, *, skew: Skew = NO_SKEW) -> Volume:
    """The volume a notice covers, at its widest reading."""
    match notice:
        case SiteNotified() | PresenceNotified() | ActivityNotified():
            said = [_leg(notice.place, notice.window, notice.band, skew)]
        case MovementNotified():
            said = [_leg(leg.place, leg.window, leg.band, skew) for leg in notice.legs]
        case _:
            assert_never(notice)
    return Volume(
        legs=tuple(leg for leg in said if isinstance(leg, Leg)),
        unplaced=tuple(words for words in said if isinstance(words, str)),
    )


def _leg(place: Place, window: VagueTime | None, band: Band | None, skew: Skew) -> Leg | str:
    """The leg a place, a window and a band describe; the words where no numbers were given."""
    if place.shape is None:
        return place.written
    shape, half_width_cm = _shape(place)
    unsure_cm = place.uncertainty_cm
    off_cm = 0 if place.datum == "WGS84" else datum_cm(shape)
    return Leg(
        shape=shape,
        radius_cm=UNBOUNDED_CM if unsure_cm is None else half_width_cm + unsure_cm + off_cm,
        floor=band.floor if band else None,
        ceiling=band.ceiling if band else None,
        began_ms=window.earliest - skew.ms if window else None,
        ended_ms=window.latest + skew.ms if window else None,
    )


def _shape(place: Place) -> tuple[Shape, int]:
    match place.shape:
        case Point(at=at):
            return Spot(at=at), 0
        case Polygon(rings=rings, edges=edges):
            return Area(parts=(rings,), edges=edges), 0
        case Corridor(line=line, edges=edges, half_width_cm=half_width_cm):
            return Track(line=line, edges=edges), half_width_cm
        case None:
            raise ValueError("a place without a shape has no volume")
        case _:
            assert_never(place.shape)


def datum_cm(shape: Shape) -> int:
    """How far the numbers of a shape may be off while nobody said which datum they are on."""
    corners = tuple(_corners(shape))
    for (south, west, north, east), bound_cm in REGIONAL_DATUM_CM:
        if all(
            south * DEGREE <= at.lat <= north * DEGREE and west * DEGREE <= at.lon <= east * DEGREE
            for at in corners
        ):
            return bound_cm
    return ANY_DATUM_CM


def _corners(shape: Shape) -> Ring:
    match shape:
        case Spot(at=at):
            return (at,)
        case Area(parts=parts):
            return tuple(corner for part in parts for ring in part for corner in ring)
        case Track(line=line):
            return line
        case _:
            assert_never(shape)
