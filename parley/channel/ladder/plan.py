"""Which rung rings now, whom, and what comes next: worked out from the record and one moment."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from parley.channel.agreed import ladder_of, line_of
from parley.channel.due import due_at, sides
from parley.channel.due.clocks import FOR, Climb
from parley.channel.ladder import schedule
from parley.channel.rota.duty import Rota, rota_of
from parley.channel.thread import State, Thread
from parley.record import alert, dispatch, notice
from parley.record.values.line import Rung, Way

Progress: TypeAlias = Literal["ringing", "waiting", "reached", "over", "unreachable"]
_GRACE_MS = 60_000
"""How long the last ring is waited for where no repeat says it."""


class Contact(Struct, frozen=True, kw_only=True):
    """Whom a rung rings: a role, or a party without roles, and who is on duty in it now.

    `to` is what an attempt is entered with: the role's identifier, else the party's, and of a role
    of somebody else for whom it is rung, because what is tried for one addressee settles nothing
    for another.
    """

    to: str
    role: str | None
    party: str
    title: str
    officers: tuple[str, ...] = ()
    reachable: bool = True


class Ring(Struct, frozen=True, kw_only=True):
    """One ring that is due now. `key` is the same however often it is worked out."""

    key: str
    of: str
    party: str
    rung: int
    contact: Contact
    ways: tuple[Way, ...]
    attempt: int
    due_ms: int
    exercise: bool


class Step(Struct, frozen=True, kw_only=True):
    """A rung as it stands: when it begins, whom it rings now, how often it has."""

    rung: int
    rule: Rung
    begins_ms: int
    contacts: tuple[Contact, ...]
    attempts: int
    next_ms: int | None


class Plan(Struct, frozen=True, kw_only=True):
    """The ladder of one notice or alert for one addressee, at one moment.

    `rings` are due now; `next_ms` is the next ring after that. `unreachable_ms` is when the whole
    ladder will have been tried; once it is past and nobody answered, the watch enters that nobody
    could be reached, once, and the alarm is for whoever sits at the desk.
    """

    of: str
    party: str
    at_ms: int
    progress: Progress
    since_ms: int
    steps: tuple[Step, ...]
    rings: tuple[Ring, ...]
    next_ms: int | None
    unreachable_ms: int
    by: int | None
    exercise: bool
    alarm: bool
    entry: int


class Unreached(Struct, frozen=True, kw_only=True):
    """A record that nobody could be reached, and the key under which it is entered at most once."""

    key: str
    record: dispatch.Unreachable


def plan(state: State, thread: Thread, party: str, ms: int) -> Plan | None:
    """The ladder for one addressee as known in a state; None where none runs or ran."""
    head = thread.head
    climb = next((one.climb for one in sides(state, thread) if one.addressee == party), None)
    if climb is None or head is None:
        return None
    rota = rota_of(state)
    steps, rings = _steps(rota, climb, ms)
    last = _tried_by(steps, climb)
    live = climb.by is None and climb.since_ms <= ms
    waiting = [step.next_ms for step in steps if step.next_ms is not None]
    progress: Progress = "ringing" if climb.by is None else "reached"
    if climb.by is not None and climb.unreachable:
        progress = "unreachable"
    elif climb.by is not None and _ended(thread, climb.by):
        progress = "over"
    elif climb.by is None and climb.since_ms > ms:
        progress = "waiting"
    return Plan(
        of=thread.of, party=party, at_ms=ms, progress=progress, since_ms=climb.since_ms,
        steps=steps, rings=rings if live else (), unreachable_ms=last,
        next_ms=min(waiting, default=None) if climb.by is None else None, by=climb.by,
        exercise=climb.exercise, alarm=isinstance(head.body, alert.Raised | alert.StopRequested),
        entry=head.index,
    )  # fmt: skip


def plans(state: State, ms: int) -> tuple[Plan, ...]:
    """Every ladder that runs at a moment, the one that runs longest first."""
    found = (
        (state.thread(one.of), one.addressee)
        for one in due_at(state, ms, only="ladder")
    )  # fmt: skip
    made = (plan(state, thread, party, ms) for thread, party in found if thread is not None)
    return tuple(one for one in made if one is not None and one.by is None)


def rings_due(state: State, ms: int) -> tuple[Ring, ...]:
    """Every ring that is due at a moment, on every ladder. Entering its attempt settles it."""
    return tuple(ring for one in plans(state, ms) for ring in one.rings)


def unreached(state: State, ms: int) -> tuple[Unreached, ...]:
    """Every ladder that was tried to its end by a moment without anybody answering."""
    return tuple(
        Unreached(
            key=f"unreachable:{one.of}:{one.party}:{one.since_ms}",
            record=dispatch.Unreachable(
                of=one.of, way="other", to=one.party, exercise=one.exercise,
                tried=max(sum(step.attempts for step in one.steps), 1),
            ),
        )
        for one in plans(state, ms)
        if one.unreachable_ms <= ms and not one.rings
    )  # fmt: skip


def contacts(rota: Rota, rung: Rung, party: str, ms: int) -> tuple[Contact, ...]:
    """Whom a rung rings at a moment. A duty rung always rings somebody: the party, if no role."""
    match rung.to:
        case "duty":
            roles = rota.of(party, "duty")
            return _all(rota, roles, party, ms) or (_party(rota, party, party, ms),)
        case "deputy":
            named = (rota.roles[role].deputy for role in rota.of(party, "duty"))
            deputies = dict.fromkeys([*(one for one in named if one), *rota.of(party, "deputy")])
            return _all(rota, tuple(deputies), party, ms)
        case "any-officer":
            return tuple(one for one in _all(rota, rota.of(party), party, ms) if one.officers)
        case "head":
            return _all(rota, rota.of(party, "head"), party, ms)
        case "guarantor":
            own = _all(rota, rota.of(party, "guarantor"), party, ms)
            found = [
                _all(rota, rota.of(other, "duty"), party, ms) or (_party(rota, other, party, ms),)
                for other in rota.guarantors(party)
            ]
            return (*own, *(one for several in found for one in several))
        case "role":
            return _all(rota, (rung.role,) if rung.role is not None else (), party, ms)


def rungs_for(state: State, thread: Thread, party: str) -> tuple[Rung, ...]:
    """The ladder that would run for an addressee, whether or not it has begun."""
    head = thread.head
    return () if head is None else ladder_of(line_of(state, head, party), head)


def _steps(rota: Rota, climb: Climb, ms: int) -> tuple[tuple[Step, ...], tuple[Ring, ...]]:
    found = [contacts(rota, rung, climb.addressee, ms) for rung in climb.rungs]
    nobody = [not any(one.reachable for one in several) for several in found]
    begins = schedule.beginnings([rung.after_s * 1000 for rung in climb.rungs], nobody)
    steps: list[Step] = []
    rings: list[Ring] = []
    for number, (rung, whom, after) in enumerate(zip(climb.rungs, found, begins, strict=True), 1):
        begin = climb.since_ms + after
        every = rung.repeat_every_s * 1000 if rung.repeat_every_s is not None else None
        moments = schedule.rings(begin, every, rung.limit)
        upcoming = []
        for contact in whom:
            tries = _tries(climb, number, contact.to)
            due = schedule.due_ring(moments, tries, rung.limit, ms)
            if due is not None:
                rings.append(_ring(climb, number, rung, contact, tries=len(tries), due=due))
            upcoming.append(schedule.next_ring(moments, tries, rung.limit, ms))
        steps.append(
            Step(
                rung=number, rule=rung, begins_ms=begin, contacts=whom,
                attempts=sum(told.body.rung == number for told in climb.attempts),
                next_ms=min((one for one in upcoming if one is not None), default=None),
            )
        )  # fmt: skip
    return tuple(steps), tuple(rings)


def _tries(climb: Climb, rung: int, to: str) -> list[int]:
    """When each ring of a contact was first tried: by several ways, and again, it is one ring."""
    rings: dict[int, int] = {}
    for told in climb.attempts:
        if told.body.rung == rung and told.body.to == to:
            # What somebody rang by hand bears no contact, and counts by itself.
            number = -told.index if told.body.contact is None else told.body.attempt
            rings.setdefault(number, told.rx)
    return list(rings.values())


def _ring(climb: Climb, number: int, rung: Rung, contact: Contact, *, tries: int, due: int) -> Ring:
    return Ring(
        key=f"ring:{climb.of}:{climb.addressee}:{climb.since_ms}:{number}:{contact.to}:{tries + 1}",
        of=climb.of, party=climb.addressee, rung=number, contact=contact, ways=rung.ways,
        attempt=tries + 1, due_ms=due, exercise=climb.exercise,
    )  # fmt: skip


def _tried_by(steps: tuple[Step, ...], climb: Climb) -> int:
    """When the whole ladder has been tried: its last ring, and as long again as between two.

    Whoever was rung late, because nothing ran when the ring fell due, has that time to answer too.
    """
    ends = [told.rx + _GRACE_MS for told in climb.attempts[-1:]]
    for step in steps:
        every = step.rule.repeat_every_s
        wait = every * 1000 if every is not None else _GRACE_MS
        moments = schedule.rings(step.begins_ms, None if every is None else wait, step.rule.limit)
        ends.append(moments[-1] + wait)
    return max(ends)


def _all(rota: Rota, roles: tuple[str, ...], party: str, ms: int) -> tuple[Contact, ...]:
    found = []
    for role in roles:
        defined = rota.roles.get(role)
        if defined is not None:
            officers = tuple(one.officer for one in rota.on(role, ms))
            found.append(
                Contact(
                    to=_named(role, defined.actor, party), role=role, party=defined.actor,
                    title=defined.title, officers=officers,
                    reachable=_reachable(rota, defined.actor, ms),
                )
            )  # fmt: skip
    return tuple(found)


def _party(rota: Rota, actor: str, party: str, ms: int) -> Contact:
    return Contact(to=_named(actor, actor, party), role=None, party=actor, title=actor,
                   reachable=_reachable(rota, actor, ms))  # fmt: skip


def _named(contact: str, actor: str, party: str) -> str:
    return contact if actor == party else f"{contact}{FOR}{party}"


def _reachable(rota: Rota, party: str, ms: int) -> bool:
    """Not stated unreachable, by the desk or by the party. It is rung all the same."""
    return all(one.availability != "unreachable" for one in rota.reach(party, ms))


def _ended(thread: Thread, entry: int) -> bool:
    """Whether an entry ended the notice or alert itself, rather than answering it."""
    told = next((one for one in thread.follows if one.index == entry), None)
    ending = (alert.StoodDown, notice.Amended, notice.Withdrawn, notice.Recalled)
    # What is not in the thread took the notice back, or ended the drill it belongs to.
    return told is None or isinstance(told.body, ending)
