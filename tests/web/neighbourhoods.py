"""Answers to draw: notices of every kind around a place anywhere on earth, in several scripts."""

from __future__ import annotations

import hashlib
import random

from parley.desk.board import Board
from parley.desk.near import Inquiry, Neighbourhood, near_at
from parley.fold import MemoryBook
from parley.record import notice
from parley.record.entry import Entry
from parley.record.values.place import Corridor, Place, Point, Polygon, Position
from parley.record.values.place import Shape as Told
from parley.record.values.time import VagueTime
from parley.space.earth import geodesics
from parley.space.volume import Leg, Spot, Volume

ASKED_MS = 1_700_000_000_000
NAMES = (
    "مستشفى الفرات", "Bakery of the north quarter", "Школа № 3", "Pont de la minoterie",
    "جسر السياسية", 'Mill <b>"7"</b> & sons',
)  # fmt: skip
WINDOW = VagueTime.parse("2026-11-22T06:00Z/2026-11-22T12:00Z")


def away(at: Position, bearing: float, metres: float) -> Position:
    """The position so far from another."""
    lon, lat, _ = geodesics().fwd(at.lon / 1e7, at.lat / 1e7, bearing, metres)
    return Position(lat=round(lat * 1e7), lon=round(((lon + 180) % 360 - 180) * 1e7))


def neighbourhood(
    lat: float, lon: float, count: int, *, spread_m: float, within_m: float | None = None
) -> Neighbourhood:
    """The answer around a position, among so many notices up to `spread_m` away."""
    middle = Position(lat=round(lat * 1e7), lon=round(lon * 1e7))
    chance = random.Random(7)
    bodies = [_notice(n, middle, spread_m, chance) for n in range(count)]
    entries = (
        Entry(
            index=n, rx=ASKED_MS - 60_000, author="party-a", body=body,
            digest="sha256:" + hashlib.sha256(str(n).encode()).hexdigest(),
        )
        for n, body in enumerate(bodies)
    )  # fmt: skip
    volume = Volume(legs=(Leg(shape=Spot(at=middle), radius_cm=5_000),))
    inquiry = Inquiry(
        place="here", volume=volume, within_m=within_m or spread_m, asked_ms=ASKED_MS
    )
    return near_at(Board(MemoryBook(entries)), inquiry)


def _notice(
    n: int, middle: Position, spread_m: float, chance: random.Random
) -> notice.FirstNotice:
    at = away(middle, chance.uniform(0, 360), spread_m * chance.random() ** 0.7)
    name = NAMES[n % len(NAMES)]
    wide = int(spread_m * 8)
    if n % 4 == 0:
        return notice.SiteNotified(purpose="x", name=name, place=_place(name, Point(at=at), wide))
    if n % 4 == 1:
        ring = tuple(away(at, 72 * k, spread_m * 0.1) for k in range(5))
        drawn = Polygon(rings=(ring,), edges="geodesic")
        return notice.ActivityNotified(purpose="x", place=_place(name, drawn, 0), window=WINDOW)
    if n % 4 == 2:
        line = (at, away(at, chance.uniform(0, 360), spread_m * 0.4))
        road = Corridor(line=line, half_width_cm=wide // 4, edges="geodesic")
        leg = notice.Leg(place=_place(name, road, 0), window=WINDOW)
        return notice.MovementNotified(purpose="x", legs=(leg, leg))
    return notice.PresenceNotified(purpose="x", place=_place(name, Point(at=at), None))


def _place(name: str, shape: Told, uncertainty_cm: int | None) -> Place:
    return Place(written=name, shape=shape, uncertainty_cm=uncertainty_cm, datum="WGS84")
