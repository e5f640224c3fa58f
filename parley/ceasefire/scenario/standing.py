"""How a scenario's clocks and obligations stand: what `Watches` asks for."""

from __future__ import annotations

from parley.ceasefire.clocks import gathering
from parley.ceasefire.obligations import hearing
from parley.ceasefire.scenario.file import ExpectedClock, ExpectedObligation
from parley.ceasefire.scenario.running import Watches
from parley.ceasefire.scenario.world import World
from parley.ceasefire.status.whole import Record, faces_of, standing_of
from parley.errors import BadInput, expected
from parley.fold import MemoryBook, as_known_at
from parley.record.values.refused import shown
from parley.record.values.time import VagueTime


def record_of(world: World, size: int | None) -> Record:
    """What the entries of a scenario come to, as known at a number of them."""
    book = MemoryBook(world.entries)
    return Record(
        known=world.known(size),
        holding=as_known_at(gathering.PROJECTION, book, size),
        heard=as_known_at(hearing.PROJECTION, book, size),
    )


def _clock(world: World, wanted: ExpectedClock) -> str:
    at = _moment(world, wanted.at)
    face = faces_of(world.terms, record_of(world, wanted.known_at), at).get(wanted.clock)
    if face is None:
        known = ", ".join(clock.id for clock in world.terms.arrangement.clock) or "no clock"
        raise expected(f"one of {known}", shown(wanted.clock), world.plain.file)
    hand = face.hand(wanted.side, wanted.policy)
    if hand is None:
        return "no such policy"
    return hand.state if wanted.days is None else f"{hand.state}, {hand.days} days"


def _obligation(world: World, wanted: ExpectedObligation) -> str:
    last = world.entries[-1].rx if world.entries else 0
    at = last if wanted.at is None else _moment(world, wanted.at)
    rows = standing_of(world.terms, record_of(world, wanted.known_at), at)
    ours = [row for row in rows if row.clause == wanted.clause
            and wanted.holder in (None, row.holder)]  # fmt: skip
    states = dict.fromkeys(row.state for row in ours)
    return ", ".join(states) or "no such obligation in force"


def _moment(world: World, written: str) -> int:
    """The first instant of a written time, read in the arrangement's zone where it has none."""
    try:
        return VagueTime.parse(written, zone=world.terms.zone).earliest
    except BadInput as fault:
        raise BadInput(fault.sentence, at=world.plain.file) from fault


STANDING = Watches(clock=_clock, obligation=_obligation)
