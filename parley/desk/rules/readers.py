"""Who may read what: a record is sealed to whom it names, and to nobody it does not name."""

from __future__ import annotations

from parley.desk.rules.memory import addressees
from parley.errors import NotAdmitted
from parley.ledger.keys import KeyRing
from parley.record import alert, notice
from parley.record.kinds import Record

DESK = "desk"


def members(ring: KeyRing, index: int) -> tuple[str, ...]:
    """Every member of the arrangement: whoever has a sealing key that counts at an entry."""
    return tuple(actor for actor in ring.actors() if ring.of(actor, "seal", index))


def readers_of(record: Record, author: str, ring: KeyRing, index: int) -> tuple[str, ...] | None:
    """The actors a record must be sealed to, the desk and its author first; None: nobody is set.

    Only first notices say who may read them (`disclosure`); every other record is for the desk,
    its author, its addressees, and whomever its author adds.
    """
    if not isinstance(record, notice.Notice):
        return None
    match record.disclosure:
        case "named":
            others = record.to
        case "arrangement":
            others = members(ring, index)
        case "sealed":
            others = ()
    return tuple(dict.fromkeys((DESK, author, *others)))


def begun(record: Record, now_ms: int) -> bool:
    """Whether a notice tells of what is already happening: that is never refused for what it lacks.

    It has begun when one of its windows has, or has no beginning.
    """
    match record:
        case notice.MovementNotified():
            return any(leg.window.earliest <= now_ms for leg in record.legs)
        case notice.SiteNotified() | notice.ActivityNotified() | notice.PresenceNotified():
            return record.window is None or record.window.earliest <= now_ms
        case _:
            return False


def sealed_as_said(
    record: Record, author: str, ring: KeyRing, readers: frozenset[str], *, index: int, now_ms: int
) -> None:
    """Refuse a record sealed to fewer than it names, or to more than its disclosure allows.

    A warning or a stop request is never refused for that: whoever it reaches, it reaches. A report
    of what is already happening may name somebody who has no key. `readers` are names of keys.
    """
    if isinstance(record, alert.Raised | alert.StopRequested):
        return
    wanted = readers_of(record, author, ring, index)
    if wanted is not None and isinstance(record, notice.Notice):
        if record.disclosure == "sealed" and record.to:
            raise NotAdmitted("expected no addressees in a notice sealed to the desk, got some")
        allowed = {name for actor in wanted for name in ring.names(actor, "seal")}
        if not readers <= allowed:
            raise NotAdmitted(
                f"expected a notice sealed to no more than its disclosure ({record.disclosure}) "
                "names, got another reader"
            )
    lenient = begun(record, now_ms)
    for actor in dict.fromkeys((*(wanted or ()), *addressees(record))):
        names = ring.names(actor, "seal")
        if not names and (lenient or (actor == author and actor not in addressees(record))):
            continue
        if readers.isdisjoint(names):
            raise NotAdmitted(f"expected a part sealed to its addressee {actor}, got none")
