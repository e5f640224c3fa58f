"""What is said in a benchmark: records of the common kinds, in the proportions of a busy day."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from parley.record import alert, answer, arrangement, dispatch, incident, log, notice
from parley.record.kinds import Record
from parley.record.values.amount import Quantity, Range
from parley.record.values.place import Place, Point, Position
from parley.record.values.statement import Link, Reported
from parley.record.values.time import Instant, VagueTime

DESK, IMPORTER, NORTH, SOUTH = "desk", "case-importer", "north", "south"
MIX = (
    "of 20 entries: 2 notices, 4 answers, 4 dispatches, a stop request, its pick-up, a duty note "
    "(closed: 13); 5 claims, an allegation, a status (open: 7)"
)
_DAY = 1_800_000_000_000
_SOURCE = Reported(
    chain=(Link(who="Ministry of Defence"), Link(who="a spokesman not named", how="unnamed")),
    address="a statement of the same day, as carried by two agencies",
    confidence="high",
)


class Said(Struct, frozen=True, kw_only=True):
    """Who says what, who else may read it, and which thread it opens, if it opens one."""

    author: str
    record: Record
    to: tuple[str, ...] = ()
    opens: str = ""


def status(number: int) -> Said:
    """A short open record: a leaf of 1,024 bytes."""
    record = arrangement.StatusStated(
        speaker="The north",
        status="holding",
        stated=_moment(number),
        statement=f"The arrangement holds. Daily statement {number}.",
    )
    return Said(author=NORTH, record=record)


def claim(number: int) -> Said:
    """An open record with its source and a figure: a leaf of 4,096 bytes."""
    killed = Range(unit="person", written="At least 62", low=62)
    record = incident.Claimed(
        incident=f"incident-{number // 40}",
        question="killed",
        stance="asserts",
        statement=f"At least 62 persons were killed, it was stated. Report {number}.",
        said=_moment(number),
        quantities=(Quantity(measure="killed", range=killed, group="soldiers"),),
        reported=_SOURCE,
    )
    return Said(author=IMPORTER, record=record)


def received(of: str) -> Said:
    """A short closed record: a leaf of 1,024 bytes and a sealed part."""
    return Said(author=SOUTH, record=answer.Received(notice=of, party=SOUTH), to=(NORTH,))


def busy_day(number: int, told: dict[str, str]) -> Said:
    """Record `number` of a busy day; `told` holds the digest of the last notice and alert."""
    return _DAY_OF_20[number % len(_DAY_OF_20)](number, told)


def _notified(number: int, _: dict[str, str]) -> Said:
    leg = notice.Leg(place=_place(number), window=_moment(number))
    record = notice.MovementNotified(
        to=(SOUTH,), purpose="Flour and medical supplies.", legs=(leg, leg), vehicles="six lorries"
    )
    return Said(author=NORTH, record=record, to=(SOUTH,), opens="notice")


def _attempted(number: int, told: dict[str, str]) -> Said:
    record = dispatch.Attempted(of=told["notice"], way="mail", to="duty officer, south")
    return Said(author=DESK, record=record)


def _delivered(number: int, told: dict[str, str]) -> Said:
    record = dispatch.Delivered(of=told["notice"], way="mail", to="duty officer, south")
    return Said(author=DESK, record=record)


def _received(number: int, told: dict[str, str]) -> Said:
    return received(told["notice"])


def _read_back(number: int, told: dict[str, str]) -> Said:
    record = answer.ReadBack(
        notice=told["notice"],
        party=SOUTH,
        understood="Six lorries over the north bridge, then the mill road.",
        place=_place(number),
    )
    return Said(author=SOUTH, record=record, to=(NORTH,))


def _undertaken(number: int, told: dict[str, str]) -> Said:
    record = answer.Undertaken(
        notice=told["notice"], party=SOUTH, statement="No fire on the road in that time."
    )
    return Said(author=SOUTH, record=record, to=(NORTH,))


def _stop_requested(number: int, _: dict[str, str]) -> Said:
    record = alert.StopRequested(
        what="Shelling of the mill road.", place=_place(number), caller="convoy lead", to=(SOUTH,)
    )
    return Said(author=NORTH, record=record, to=(SOUTH,), opens="alert")


def _taken(number: int, told: dict[str, str]) -> Said:
    record = alert.Taken(alert=told["alert"], at=_moment(number), by="duty officer")
    return Said(author=SOUTH, record=record, to=(NORTH,))


def _noted(number: int, _: dict[str, str]) -> Said:
    return Said(author=DESK, record=log.Noted(text=f"Line to the south tested, call {number}."))


def _claimed(number: int, _: dict[str, str]) -> Said:
    return claim(number)


def _alleged(number: int, _: dict[str, str]) -> Said:
    record = incident.Alleged(
        incident=f"incident-{number // 40}",
        statement="A post on the ridge was shelled from the east.",
        when=_moment(number),
        by="a mortar team",
    )
    return Said(author=NORTH, record=record)


def _stated(number: int, _: dict[str, str]) -> Said:
    return status(number)


_DAY_OF_20: tuple[Callable[[int, dict[str, str]], Said], ...] = (
    _notified, _attempted, _claimed, _delivered, _received, _claimed, _read_back,
    _stop_requested, _taken, _claimed, _alleged, _notified, _attempted, _claimed, _delivered,
    _received, _undertaken, _stated, _noted, _claimed,
)  # fmt: skip


def _moment(number: int) -> VagueTime:
    ms = _DAY + number * 60_000
    return VagueTime(
        earliest=ms, latest=ms + 59_999, written=str(Instant(ms=ms, zone="Z")),
        precision="minute", zone="Z",
    )  # fmt: skip


def _place(number: int) -> Place:
    at = Position(lat=353_300_000 + number % 1000, lon=401_400_000)
    return Place(written="the north bridge", shape=Point(at=at), uncertainty_cm=5_000)
