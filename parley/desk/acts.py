"""One function for each human act: what is said, made ready to be signed.

Each returns a Draft; `Draft.signed_by` makes the submission and `submit` logs it. The signer is
whoever holds the key, so nothing here can sign in anybody's name.
"""

from __future__ import annotations

from typing import Protocol

from parley.ledger import Draft
from parley.record import answer, log, notice
from parley.record.kinds import Record
from parley.record.values.place import Place


class Drafter(Protocol):
    """Whoever drafts: a party with what it has verified, or the desk."""

    @property
    def actor(self) -> str: ...

    def draft(self, record: Record, *, to: tuple[str, ...] = ()) -> Draft: ...


def draft_movement_notified(
    who: Drafter,
    legs: tuple[notice.Leg, ...],
    *,
    to: tuple[str, ...],
    purpose: str,
    vehicles: str | None = None,
) -> Draft:
    """Notify a movement, leg by leg. It informs its addressees; it asks no permission."""
    record = notice.MovementNotified(legs=legs, to=to, purpose=purpose, vehicles=vehicles)
    return who.draft(record, to=to)


def draft_received(who: Drafter, digest: str, *, to: tuple[str, ...]) -> Draft:
    """Say that a notice arrived. An acknowledgement is not consent."""
    return who.draft(answer.Received(notice=digest, party=who.actor), to=to)


def draft_read_back(
    who: Drafter, digest: str, *, to: tuple[str, ...], understood: str, place: Place | None = None
) -> Draft:
    """Repeat what was understood, so that a wrong place shows at once."""
    record = answer.ReadBack(
        notice=digest, party=who.actor, understood=understood, place=place
    )
    return who.draft(record, to=to)


def draft_objected(who: Drafter, digest: str, *, to: tuple[str, ...], reason: str) -> Draft:
    """Object to a notice. The protection it gives is not weakened by that."""
    return who.draft(answer.Objected(notice=digest, party=who.actor, reason=reason), to=to)


def draft_noted(who: Drafter, text: str, *, to: tuple[str, ...] = ()) -> Draft:
    """Write in the duty log."""
    return who.draft(log.Noted(text=text), to=to)
