"""How far what was read back lies from what was said, shown before the read-back is signed."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from parley.channel.wording.figures import distance
from parley.places.geodesy import between
from parley.places.relative import point_of
from parley.record import alert, notice
from parley.record.notice import FirstNotice
from parley.record.values.place import Corridor, Place, Point, Polygon, Position
from parley.space.measure.gap import gap
from parley.space.packing import prepare
from parley.space.volume import of_notice

Told: TypeAlias = FirstNotice | alert.Raised | alert.StopRequested


class ReadBackGap(Struct, frozen=True, kw_only=True):
    """From what was said to what was understood: metres along the ground, degrees from north.

    `open_m` is what the two leave open together, `beyond_m` how much farther apart they are than
    that; 0 where they can be one place. All None where it cannot be computed. `leg` is the nearest
    leg of a movement, from 1.
    """

    distance_m: int | None
    bearing_deg: int | None
    open_m: int | None
    beyond_m: int | None
    leg: int | None
    sentence: str


def read_back(said: Told, understood: Place | None) -> ReadBackGap:
    """The distance between what was said and what was read back, in figures and one sentence."""
    places = _places(said)
    measured = [
        (_metres(place, understood), place, number)
        for number, place in enumerate(places, 1)
        if understood is not None and place.shape is not None and understood.shape is not None
    ]
    if understood is None or not measured:
        return ReadBackGap(
            distance_m=None, bearing_deg=None, open_m=None, beyond_m=None, leg=None,
            sentence="How far the two are apart cannot be computed: one is told only in words.",
        )  # fmt: skip
    metres, place, leg = min(measured, key=lambda one: one[0])
    bearing = round(between(_anchor(place), _anchor(understood))[1]) % 360
    sides = (place.uncertainty_cm, understood.uncertainty_cm)
    open_m = None if None in sides else sum(one or 0 for one in sides) / 100
    beyond = None if open_m is None else max(0.0, metres - open_m)
    return ReadBackGap(
        distance_m=round(metres),
        bearing_deg=bearing,
        open_m=None if open_m is None else round(open_m),
        beyond_m=None if beyond is None else round(beyond),
        leg=leg if len(places) > 1 else None,
        sentence=_sentence(metres, bearing, open_m, beyond),
    )


def _sentence(metres: float, bearing: int, open_m: float | None, beyond: float | None) -> str:
    away = f"{distance(round(metres) * 100)} {point_of(bearing)} of what was said"
    where = f"Read back {away}" if metres >= 1 else "Read back at what was said"
    if open_m is None or beyond is None:
        return f"{where}; how exactly one of them is known was not said. Ask."
    if beyond == 0:
        return f"{where}; the two leave {distance(round(open_m) * 100)} open."
    return (
        f"{where}, {distance(round(beyond) * 100)} beyond what the two leave open. "
        "They are not one place: ask again."
    )


def _places(said: Told) -> tuple[Place, ...]:
    match said:
        case notice.MovementNotified():
            return tuple(leg.place for leg in said.legs)
        case alert.Raised() | alert.StopRequested():
            return (said.place,) if said.place is not None else ()
        case notice.SiteNotified() | notice.ActivityNotified() | notice.PresenceNotified():
            return (said.place,)


def _metres(one: Place, other: Place) -> float:
    """Between the shapes themselves, their uncertainty left out."""
    first, second = (
        prepare([of_notice(notice.SiteNotified(
            name="-", purpose="-", place=replace(place, uncertainty_cm=0)))])
        for place in (one, other)
    )  # fmt: skip
    return gap(first, 0, second, 0, within_m=0).distance_m


def _anchor(place: Place) -> Position:
    match place.shape:
        case Point(at=at):
            return at
        case Corridor(line=line):
            return line[0]
        case Polygon(rings=rings):
            return rings[0][0]
        case None:
            raise ValueError("a place without a shape has no position")
