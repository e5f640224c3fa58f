"""What the channel room keeps: one thread for each notice or alert, and what it is read by."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TypeAlias, cast

import msgspec
from msgspec import Raw, Struct

from parley.channel.table import EMPTY, Table
from parley.record import alert, answer, arrangement, correction, dispatch, log, notice, roster
from parley.record.readers.told import Told, taken_back
from parley.record.values.statement import Statement

Head: TypeAlias = notice.FirstNotice | alert.Raised | alert.StopRequested
Change: TypeAlias = notice.Amended | notice.Withdrawn | notice.Recalled
Step: TypeAlias = (
    alert.Taken
    | alert.Relayed
    | alert.ReadBack
    | alert.OrderPassed
    | alert.Halted
    | alert.StoodDown
)
Follow: TypeAlias = answer.AnyAnswer | Change | Step | dispatch.AnyDispatch
Line: TypeAlias = (
    arrangement.ChannelEstablished | arrangement.ChannelOffered | arrangement.ChannelDeclined
)
OnDuty: TypeAlias = (
    roster.RoleDefined
    | roster.GuaranteeStated
    | roster.DutyAssigned
    | roster.DutyHandedOver
    | roster.DutyTakenOver
    | roster.AvailabilityStated
)
Drill: TypeAlias = log.ExerciseStarted | log.ExerciseEnded


class Thread(Struct, frozen=True, kw_only=True):
    """A notice or alert, and everything entered about it, in order.

    `head` is None where the reader cannot read it, or where it was only ever referred to.
    """

    of: str
    head: Told[Head] | None = None
    follows: tuple[Told[Follow], ...] = ()


_NONE: frozenset[str] = frozenset()
_THREAD: msgspec.msgpack.Decoder[Thread] = msgspec.msgpack.Decoder(Thread)


class State(Struct, frozen=True, kw_only=True, dict=True, eq=False):
    """Every thread in the order it was first mentioned, the lines agreed, what was taken back.

    `desk` is the actor whose key founded the record as the desk's; None until that is read.
    `cells` holds each thread, or its bytes as a snapshot had them: a year of a large mission is
    read back without taking apart what nobody asks for. Ask `thread` or `threads`.
    `homes` says, for each entry that stands in a thread, in which: pairs of whole numbers.
    `undecided` are amendments whose replacing notice is not yet on record: (by, thread).
    `practising` are threads of a drill that nothing has ended yet; `drills_over` the entries that
    ended one, a real stop request among them. `table` is what is open, by due time.
    """

    ofs: tuple[str, ...] = ()
    cells: tuple[Raw, ...] = ()
    homes: bytes = b""
    lines: tuple[Told[Line], ...] = ()
    retractions: tuple[Told[correction.Retracted], ...] = ()
    on_duty: tuple[Told[OnDuty], ...] = ()
    drills: tuple[Told[Drill], ...] = ()
    undecided: tuple[tuple[str, int], ...] = ()
    practising: tuple[int, ...] = ()
    drills_over: tuple[int, ...] = ()
    desk: str | None = None
    table: Table = EMPTY

    def __eq__(self, other: object) -> bool:
        """States are equal when they say the same, however much of them was taken apart."""
        if not isinstance(other, State):
            return NotImplemented
        return self is other or _dry(self) == _dry(other)

    def __hash__(self) -> int:
        return hash((self.ofs, self.homes, self.desk))

    def thread(self, digest: str) -> Thread | None:
        """The thread of one notice or alert, by its digest."""
        at = self.places.get(digest)
        return None if at is None else self.thread_at(at)

    def thread_at(self, place: int) -> Thread:
        """The thread that was mentioned as the nth, from 0."""
        cell = cast(Raw | Thread, self.cells[place])
        return cell if isinstance(cell, Thread) else _THREAD.decode(cell)

    @cached_property
    def threads(self) -> tuple[Thread, ...]:
        """Every thread, taken apart: for records of a size that a person reads."""
        return tuple(self.thread_at(place) for place in range(len(self.cells)))

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each thread stands, by digest. Not to be changed by whoever asks."""
        return {of: place for place, of in enumerate(self.ofs)}

    @cached_property
    def gone(self) -> Callable[[Told[Statement]], int | None]:
        """Which entry took a record back, if its own author did."""
        # A retraction by nobody known would otherwise match a record by nobody known.
        return taken_back(one for one in self.retractions if one.author is not None)

    def roles_of(self, party: str, before: int) -> frozenset[str]:
        """The roles that were this party's when so many entries were known.

        As the desk or the party itself defined them. What is defined later changes nothing that
        was entered before.
        """
        known = self._roles.get(party)
        if known is None:
            return _NONE
        return frozenset(
            role
            for role, since, until in known
            if since < before and (until is None or until >= before)
        )

    @cached_property
    def _roles(self) -> dict[str, list[tuple[str, int, int | None]]]:
        found: dict[str, list[tuple[str, int, int | None]]] = {}
        for told in self.on_duty:
            body = told.body
            if isinstance(body, roster.RoleDefined) and told.author in (self.desk, body.actor):
                span = (body.role, told.index, self.gone(told))
                found.setdefault(body.actor, []).append(span)
        return found


def _dry(state: State) -> bytes:
    return msgspec.msgpack.encode(state, order="deterministic")
