"""Who hears of an entry on the pages open here: those who may read it, a stop request before all.

A stop request is put before every duty officer of everybody it is addressed to, and of the desk,
before anything else is done with it. Of any other entry hears who can open it, and nobody else:
not even that something came.

A reader is an actor ("south"), who hears of everything it may read, or one officer of an actor
("south/s-7"), who hears of what is urgent. A page of an officer listens as both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock
from typing import Protocol

from parley.channel.rota import rota_of
from parley.channel.thread import State
from parley.desk.watch.reach import DESK, reader_of
from parley.desk.ways.hub import Event, Hub
from parley.ledger import Logged
from parley.ledger.keys import KeyRing
from parley.ledger.stores.port import Shelf
from parley.record import alert, dispatch
from parley.record.entry import Entry, Unread
from parley.record.kinds import tag_of

_KEPT = 4_096
"""So many entries told out of turn are remembered, so that none is told twice."""


class Sealed(Protocol):
    """The part of a ledger that says for whom an entry is sealed."""

    @property
    def ring(self) -> KeyRing: ...

    def part(self, commitment: str) -> Shelf | None: ...


class Opening(Protocol):
    """The part of a desk that says for whom an entry is sealed."""

    @property
    def ledger(self) -> Sealed: ...

    def logged(self, index: int) -> Logged: ...


Openers = Callable[[int], Iterable[str]]
"""The actors who can open an entry, by its index."""


def openers_of(desk: Opening) -> Openers:
    """Whom each entry of a desk is sealed for; every member, where it stands open."""

    def openers(index: int) -> tuple[str, ...]:
        logged, ring = desk.logged(index), desk.ledger.ring
        members = {actor: ring.names(actor, "seal") for actor in ring.actors()}
        if logged.payload.body:
            return tuple(actor for actor, names in members.items() if names)
        shelf = desk.ledger.part(logged.payload.commit["body"])
        wraps = shelf.wraps.keys() if shelf is not None else set[str]()
        return tuple(actor for actor, names in members.items() if not wraps.isdisjoint(names))

    return openers


def readers_on_duty(state: State, ms: int, parties: Iterable[str]) -> tuple[str, ...]:
    """The readers of some parties at a moment: each party itself, and its officers on shift."""
    rota = rota_of(state)
    found: dict[str, None] = {}
    for party in parties:
        found[party] = None
        for role in rota.of(party):
            found.update((reader_of(party, one.officer), None) for one in rota.on(role, ms))
    return tuple(found)


class Teller:
    """Puts entries before the pages open here. Every method may be called from any thread."""

    def __init__(self, hub: Hub, openers: Openers) -> None:
        self._hub, self._openers = hub, openers
        self._told: dict[int, None] = {}
        self._lock = Lock()
        self._readers: tuple[tuple[State, int, tuple[str, ...]], dict[str, None]] | None = None
        self.state = State()
        """Whose duty officers are on shift is read here; the watch renews it."""

    def tell(self, entry: Entry, ms: int) -> int:
        """Put one entry before its readers, once; returns before how many pages it was put."""
        with self._lock:
            if entry.index in self._told:
                return 0
            self._told[entry.index] = None
            if len(self._told) > _KEPT:
                self._told.pop(next(iter(self._told)))
        body = entry.body
        if isinstance(body, Unread):
            return 0
        urgent = isinstance(body, alert.Raised | alert.StopRequested | dispatch.Unreachable)
        event = Event(
            kind=tag_of(body), of=_about(entry), index=entry.index, urgent=urgent,
            text="EXERCISE EXERCISE" if body.exercise else "",
        )  # fmt: skip
        # Whoever is to be rung is known without asking for whom it is sealed, and hears first.
        first = self._on_duty(ms, (*_rung(entry), DESK)) if urgent else dict.fromkeys((DESK,))
        reached = self._hub.publish(event, first)
        others = [one for one in self._openers(entry.index) if one not in first]
        return reached + self._hub.publish(event, others)

    def _on_duty(self, ms: int, parties: tuple[str, ...]) -> dict[str, None]:
        """The readers of some parties in this second, worked out once."""
        asked = (self.state, ms // 1000, parties)
        known = self._readers
        if known is None or known[0][0] is not self.state or known[0][1:] != asked[1:]:
            known = self._readers = (
                asked, dict.fromkeys(readers_on_duty(self.state, ms, parties))
            )  # fmt: skip
        return known[1]

    def expired(self, of: str, parties: Iterable[str]) -> int:
        """That the window of a notice has ended, so that it ends where everybody sees it."""
        event = Event(kind="watch.expired", of=of)
        return self._hub.publish(event, dict.fromkeys((*parties, DESK)))


def _rung(entry: Entry) -> tuple[str, ...]:
    """Who is rung by an alert, whether or not it could be sealed for them."""
    body = entry.body
    return body.to if isinstance(body, alert.Raised | alert.StopRequested) else ()


def _about(entry: Entry) -> str:
    """The notice or alert an entry is about, else the entry itself."""
    for field in ("alert", "notice", "of"):
        found = getattr(entry.body, field, None)
        if isinstance(found, str):
            return found
    return entry.digest
