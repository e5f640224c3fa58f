"""Submissions on their way to their places: what becomes of each, and whose turn it is to write."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue

from parley.errors import NotAdmitted, Refusal
from parley.ledger.admission import Admitted
from parley.ledger.stores.port import Row, Shelf, Signed

CROWD = 8
"""From so many submitting at once on, they get into one another's way."""
_ALOFT = 0.02
"""Seconds after its answer in which a stop request is put before its readers."""
_MOST = 0.1


class Ticket:
    """Held by the thread that submits; filled in by whichever thread writes, which then rings.

    An `urgent` one, a stop request submitted by itself, is taken before all others.
    """

    __slots__ = ("admitted", "bell", "fault", "row", "signed", "urgent")

    def __init__(
        self, admitted: Admitted, bell: SimpleQueue[None], *, urgent: bool = False
    ) -> None:
        self.admitted, self.bell, self.urgent = admitted, bell, urgent
        self.row: Row | None = None
        self.signed: Signed | None = None
        self.fault: Refusal | None = None

    @property
    def done(self) -> bool:
        """Written, or refused: either way there is an answer."""
        return self.fault is not None or self.signed is not None


class Line:
    """Everybody who waits to be written, and the one turn to write.

    Whoever finds the turn free takes it and writes for all who wait. Whoever does not is rung for:
    once written, or to take the turn that has become free. To wait for the turn itself would be
    simpler; but those already answered would then stand in the way of those who come next, and
    under load nearly everybody would be written alone.

    What is urgent goes first, into the very next group. And while it is on its way a crowd gives
    way, before it stands in line and once it is written: it would take turns of the interpreter.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._waiting: deque[Ticket] = deque()
        self._first: deque[Ticket] = deque()
        self._inside: set[object] = set()
        self._until = 0.0

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Submitting, within the block: one of a crowd, perhaps."""
        self._inside.add(me := object())
        try:
            yield
        finally:
            self._inside.discard(me)

    def _give_way(self) -> None:
        """One of a crowd waits while something urgent is on its way, for 0.1 s at the most."""
        if len(self._inside) > CROWD:
            ending = time.monotonic() + _MOST
            while (left := min(self._until, ending) - time.monotonic()) > 0:
                time.sleep(left)

    @property
    def hurried(self) -> int:
        """How many stand in line that are urgent."""
        return len(self._first)

    def see_through(self, tickets: list[Ticket], write: Callable[[], None]) -> None:
        """Return once there is an answer for each. `write` is called with the turn, maybe often."""
        urgent = any(ticket.urgent for ticket in tickets)
        if urgent:
            self._until = time.monotonic() + _MOST
        else:
            self._give_way()
        (self._first if urgent else self._waiting).extend(tickets)
        while not all(ticket.done for ticket in tickets):
            if self._turn.acquire(blocking=False):
                try:
                    write()
                finally:
                    self._pass_on()
            else:
                with suppress(Empty):
                    # Were somebody rung for who has been interrupted, the next would wait for ever.
                    tickets[0].bell.get(timeout=1)
        if urgent:
            self._until = time.monotonic() + _ALOFT
        else:
            self._give_way()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The turn for something else than a group: nobody writes within the block."""
        self._turn.acquire()
        try:
            yield
        finally:
            self._pass_on()

    def take(self) -> Ticket | None:
        """Who has waited longest, the urgent first; only with the turn."""
        line = self._first or self._waiting
        return line.popleft() if line else None

    def empty(self) -> list[Ticket]:
        """All who wait, who then wait no longer; only with the turn."""
        found = []
        while ticket := self.take():
            found.append(ticket)
        return found

    def _pass_on(self) -> None:
        """Let the turn go, and ring for the first in line, in case nobody else comes to take it."""
        self._turn.release()
        with suppress(IndexError):  # whoever comes at this moment may write them all
            (self._first or self._waiting)[0].bell.put(None)


def ring(tickets: list[Ticket]) -> None:
    """Wake whoever waits for an answer to these, the urgent first."""
    for bell in dict.fromkeys(one.bell for one in sorted(tickets, key=lambda one: not one.urgent)):
        bell.put(None)


def check_unshared(
    admitted: Admitted,
    kept: Callable[[str], Shelf | None],
    pledged: dict[str, str],
    gone: set[str],
) -> None:
    """Refuse a part that another entry has: erasing it there would erase it here.

    `pledged` are the parts of entries not written yet and whose they are, and takes these; `gone`
    are those that were erased. A part kept for an entry that a power cut lost may come again.
    """
    for shelf in admitted.shelves:
        found = kept(shelf.commitment)
        of = found.record if found else pledged.setdefault(shelf.commitment, admitted.digest)
        if of != admitted.digest or shelf.commitment in gone:
            raise NotAdmitted("expected a part sealed afresh, got one of another entry")
