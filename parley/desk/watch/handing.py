"""A watch passes with both officers' words, and with the list of what is open.

The outgoing officer hands over, the incoming one takes over what was handed over to it; until then
the outgoing one is rung. What is open is read off the record at both moments, so that nothing is
forgotten between the two, and what came in between is seen by the one who takes over.
"""

from __future__ import annotations

from msgspec import Struct

from parley.channel.due import still_open
from parley.channel.rota import rota_of
from parley.channel.thread import State
from parley.desk.acts.said import Drafter, instant
from parley.errors import NotFound, expected
from parley.ledger import Draft
from parley.record import alert, notice, roster
from parley.record.readers.told import Told

MOST_OPEN = 500


class OpenItem(Struct, frozen=True, kw_only=True):
    """One notice or alert that waits for somebody, as it is listed at a hand-over."""

    of: str
    entry: int
    author: str
    to: tuple[str, ...]
    alarm: bool
    what: str


def open_items(state: State, party: str | None = None) -> tuple[OpenItem, ...]:
    """What waits, alerts first, then in the order entered; of one addressee, or of everybody."""
    found = []
    for of in still_open(state, party):
        thread = state.thread(of)
        head = thread.head if thread is not None else None
        if head is not None:
            body = head.body
            alarm = isinstance(body, alert.Raised | alert.StopRequested)
            words = body.purpose if isinstance(body, notice.Notice) else body.what
            found.append(
                OpenItem(
                    of=of, entry=head.index, author=head.author or "not known", to=body.to,
                    alarm=alarm, what=" ".join(words.split()),
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (not one.alarm, one.entry)))


def draft_handed_over(
    who: Drafter, state: State, role: str, *, outgoing: str, incoming: str, ms: int,
    remarks: str | None = None,
) -> Draft:  # fmt: skip
    """Hand the watch of a role over, with everything that is open; it has not passed yet.

    Refuses a role nobody defined, and an outgoing officer who is not on duty in it.
    """
    if role not in rota_of(state).roles:
        raise NotFound(f"expected a role on record, got {role}")
    on = [one.officer for one in rota_of(state).on(role, ms)]
    if outgoing not in on:
        raise expected(f"an officer on duty in {role} ({', '.join(on) or 'nobody is'})", outgoing)
    record = roster.DutyHandedOver(
        actor=who.actor, role=role, outgoing=outgoing, incoming=incoming, at=instant(ms),
        still_open=_listed(state, who.actor), remarks=remarks,
    )  # fmt: skip
    return who.draft(record)


def draft_taken_over(
    who: Drafter, state: State, handover: Told[roster.DutyHandedOver], *, officer: str, ms: int,
    remarks: str | None = None,
) -> Draft:  # fmt: skip
    """Take over the watch that was handed over to this officer, with what is open now."""
    body = handover.body
    if body.incoming != officer:
        raise expected(f"the officer it was handed over to, {body.incoming}", officer)
    record = roster.DutyTakenOver(
        actor=body.actor, handover=handover.digest, role=body.role, officer=officer,
        at=instant(ms), still_open=_listed(state, who.actor), remarks=remarks,
    )  # fmt: skip
    return who.draft(record)


def waiting_handover(state: State, role: str) -> Told[roster.DutyHandedOver]:
    """The newest hand-over of a role that nobody has taken over yet."""
    taken = {
        one.body.handover for one in state.on_duty if isinstance(one.body, roster.DutyTakenOver)
    }  # fmt: skip
    for told in reversed(state.on_duty):
        body = told.body
        if isinstance(body, roster.DutyHandedOver) and body.role == role:
            if told.digest not in taken:
                return Told(index=told.index, rx=told.rx, digest=told.digest, author=told.author,
                            body=body)  # fmt: skip
    raise NotFound(f"expected a hand-over of {role} that waits to be taken over, got none")


def _listed(state: State, actor: str) -> tuple[str, ...]:
    """What is open for an actor, for the desk everybody's: at most the first 500, alerts first.

    The count of all is shown to both officers, and what is not listed stays open.
    """
    party = None if actor == "desk" else actor
    return tuple(one.of for one in open_items(state, party))[:MOST_OPEN]
