"""By which ways somebody can be rung now, and the messages of one ring."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from parley.channel.due import sides
from parley.channel.ladder import Plan, Ring
from parley.channel.rota import Officer, rota_of
from parley.channel.thread import Head, State, Thread
from parley.channel.wording import Context, message
from parley.channel.wording.figures import clock
from parley.desk.ways.hub import Hub
from parley.desk.ways.message import Message
from parley.desk.ways.settings import Settings
from parley.record import alert, dispatch
from parley.record.kinds import tag_of
from parley.record.readers.told import Told
from parley.record.values.line import Way

DESK = "desk"
PER_RUNG = 1_000
"""The try of a message counts from here for each rung: what is one key is one ring of one rung."""


class Reach(Struct, frozen=True, kw_only=True):
    """What this desk can ring with.

    `ways` are those set up in ways.toml, `hooks` its webhooks by name (a role's or a party's),
    `pages` says how many pages a reader has open, `call` is the desk's own number.
    """

    ways: frozenset[Way] = frozenset()
    hooks: frozenset[str] = frozenset()
    zone: str = "Z"
    call: str = ""
    pages: Callable[[str], int] = lambda _: 0


def reach_of(settings: Settings, hub: Hub, *, zone: str = "Z", call: str = "") -> Reach:
    """What the settings of a desk name, and the pages open in this process."""
    ways: list[Way] = []
    if settings.mail is not None:
        ways.append("mail")
    if settings.gateway is not None:
        ways += ["text-message", "voice"]
    return Reach(
        ways=frozenset(ways), hooks=frozenset(settings.webhook), zone=zone, call=call,
        pages=hub.subscriptions,
    )  # fmt: skip


def reader_of(party: str, officer: str) -> str:
    """The name under which the pages of one officer listen; numbers are each side's own."""
    return f"{party}/{officer}"


def messages(
    state: State, thread: Thread, plan: Plan, ring: Ring, reach: Reach
) -> tuple[Message, ...]:
    """Everything one ring sends, each way once.

    Where nothing leads to a contact, the desk's own page is told to ring it by hand.
    """
    head = thread.head
    if head is None:
        return ()
    found = list(dict.fromkeys(_addresses(state, ring, reach, plan.at_ms)))
    because = [] if ring.attempt == 1 and ring.rung == 1 else [_since(plan, reach.zone)]
    if not found:
        found = [("in-app", DESK)]
        because.append(f"No way out leads to {ring.contact.title}: RING IT BY HAND.")
    due = _due(state, thread, ring.party)
    worded = message(head, _context(head, ring, reach, due_ms=due, because=" ".join(because)))
    return tuple(
        Message.carrying(
            worded, of=thread.of, kind=tag_of(head.body), way=way, to=ring.contact.to,
            contact=contact, attempt=_number(state, thread, plan, ring), rung=ring.rung,
            urgent=plan.alarm,
        )
        for way, contact in found
    )  # fmt: skip


def _addresses(state: State, ring: Ring, reach: Reach, ms: int) -> Iterator[tuple[Way, str]]:
    allowed = ring.ways or ("in-app", "mail", "webhook", "text-message", "voice")
    contact = ring.contact
    officers = rota_of(state).on(contact.role, ms) if contact.role is not None else ()
    if "in-app" in allowed:
        readers = [reader_of(contact.party, one.officer) for one in officers]
        yield from (("in-app", one) for one in (*readers, contact.party) if reach.pages(one))
    if "webhook" in allowed:
        named = (contact.role, contact.party)
        yield from (("webhook", one) for one in named if one is not None and one in reach.hooks)
    for officer in officers:
        yield from _of_officer(officer, reach.ways.intersection(allowed))


def _of_officer(officer: Officer, ways: frozenset[Way]) -> Iterator[tuple[Way, str]]:
    duty = officer.duty.body if officer.duty is not None else None
    if duty is None:
        return
    if duty.telephone:
        yield from ((way, duty.telephone) for way in sorted(ways & {"text-message", "voice"}))
    if duty.mail and "mail" in ways:
        yield "mail", duty.mail


def _due(state: State, thread: Thread, party: str) -> int | None:
    """When the next answer of an addressee is due, or was."""
    dues = [
        due.due_ms for side in sides(state, thread) if side.addressee == party
        for due in side.dues if due.due_ms is not None and due.clock in ("running", "lapsed")
    ]  # fmt: skip
    return min(dues, default=None)


def _context(
    head: Told[Head], ring: Ring, reach: Reach, *, due_ms: int | None, because: str
) -> Context:
    sender = head.author or "somebody whose key is not known"
    if isinstance(head.body, alert.Raised | alert.StopRequested) and head.body.caller:
        sender = f"{head.body.caller} ({sender})"
    title = ring.contact.title
    return Context(
        sender=sender, addressee=title if ring.contact.party == ring.party
        else f"{title}, for {ring.party}",
        zone=reach.zone, due_ms=due_ms, call=reach.call, asked=ring.attempt,
        because=because,
    )  # fmt: skip


def _since(plan: Plan, zone: str) -> str:
    return f"Nobody of {plan.party} has answered since {clock(plan.since_ms, zone)}."


def _number(state: State, thread: Thread, plan: Plan, ring: Ring) -> int:
    """The try a message bears: another one for each ring, also where a ladder begins again."""
    # A message under the number of an earlier climb would be taken for that one, and not be sent.
    earlier = {
        told.body.attempt for told in thread.follows
        if isinstance(told.body, dispatch.Attempted) and told.rx < plan.since_ms
        and (told.body.to, told.body.rung) == (ring.contact.to, ring.rung)
    }  # fmt: skip
    return (ring.rung - 1) * PER_RUNG + (len(earlier) + ring.attempt - 1) % PER_RUNG + 1
