"""Places, parties and notices around one made-up village."""

from __future__ import annotations

from pathlib import Path

from parley.desk.awareness import Awareness, answer_to_author
from parley.desk.clock import Clock
from parley.desk.desk import Desk
from parley.desk.party import Party
from parley.ledger import Receipt
from parley.record import notice
from parley.record.values.place import Place, Point, Position
from parley.record.values.time import VagueTime
from tests.desk.people import parties

LAT, LON = 350_000_000, 400_000_000
DAY = VagueTime.parse("2026-11-24T06:00Z/2026-11-24T18:00Z")
STEPS_A_KM = 89_900
"""About a kilometre of latitude, in 1e-7 degrees."""


class Hands:
    """A clock that moves only when it is told to."""

    def __init__(self, ns: int = 1_795_000_000_000_000_000) -> None:
        self.ns = ns

    def __call__(self) -> int:
        return self.ns

    def clock(self) -> Clock:
        """A desk's clock with these hands, which nobody sets."""
        return Clock(self, self)

    def minutes(self, count: float) -> None:
        self.ns += int(count * 60_000_000_000)


def place(north_km: float = 0.0, written: str = "the mill", within_m: int = 50) -> Place:
    """A point so many kilometres north of the village."""
    at = Position(lat=LAT + round(north_km * STEPS_A_KM), lon=LON)
    return Place(written=written, shape=Point(at=at), uncertainty_cm=within_m * 100, datum="WGS84")


def site(
    north_km: float = 0.0,
    *,
    to: tuple[str, ...] = (),
    read: tuple[str, ...] = (),
    disclosure: str = "named",
    name: str = "field hospital",
) -> notice.SiteNotified:
    return notice.SiteNotified(
        name=name, place=place(north_km, written=name), window=DAY, purpose="care of the wounded",
        to=to, read=read, disclosure=disclosure,  # type: ignore[arg-type]  # one of its words
    )  # fmt: skip


def say(party: Party, body: notice.FirstNotice) -> Receipt:
    party.catch_up()
    return party.send(party.draft(body))


def answered(desk: Desk, party: Party, receipt: Receipt) -> Awareness:
    return answer_to_author(desk.board_of(party.actor), receipt.digest)


def village(home: Path, hands: Hands) -> tuple[Desk, Party, Party]:
    """A desk with two parties, and a clock that stands still."""
    desk = Desk.found(home / "desk", name="desk.parley.invalid", clock=hands.clock())
    north, south = parties(desk, home)
    return desk, north, south
