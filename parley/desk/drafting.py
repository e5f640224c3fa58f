"""A statement made ready to be signed: sealed to whom it names, over what was seen of the log."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from parley.desk.rules import DESK, addressees, readers_of
from parley.errors import BadInput
from parley.ledger import Draft, Seen
from parley.ledger.keys import KeyRing
from parley.record import alert, notice
from parley.record.kinds import Record


class View(Struct, frozen=True, kw_only=True):
    """What a drafter needs of a log: which it is, what was seen of it, and whose keys count."""

    log: str
    seen: Seen
    ring: KeyRing


def draft(view: View, record: Record, *, author: str, to: Iterable[str] = ()) -> Draft:
    """Make a statement ready to sign, sealed (where it is sealed) to desk, author and addressees.

    A first notice is sealed to whom its disclosure names. Refuses an addressee who has no sealing
    key: what they could not open would not be told. A stop request, a warning or a report of a
    presence is made all the same.
    """
    readers: dict[str, bytes] = {}
    urgent = isinstance(record, alert.Raised | alert.StopRequested | notice.PresenceNotified)
    size = view.seen.size
    wanted = readers_of(record, author, view.ring, size) or (DESK, author, *addressees(record))
    for actor in dict.fromkeys((*wanted, *to)):
        keys = view.ring.of(actor, "seal", size)
        if not keys and actor != author and not urgent:
            raise BadInput(f"expected a sealing key of {actor}, got none registered")
        readers |= {key.name: key.public for key in keys}
    return Draft(record, log=view.log, seen=view.seen, readers=readers)
