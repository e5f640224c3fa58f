"""Admitting somebody: their key, proof that they hold it, and who stands for it.

Before standing for anybody, hear their fingerprint from them over another line. That step is the
people's; the log only shows who took it upon themselves.
"""

from __future__ import annotations

from parley.desk.desk import Desk
from parley.desk.keyfile import KeyFile
from parley.ledger import Receipt
from parley.record.roster import ActorRegistered


def found_together(desk: Desk, one: KeyFile, other: KeyFile) -> list[Receipt]:
    """Admit the first two parties: each stands for the other, and the desk enters both.

    Neither key counts until both registrations are logged, so that no party is ever admitted on
    the desk's word alone.
    """
    registrations = (
        other.countersign(one.registration(desk.log), desk.log),
        one.countersign(other.registration(desk.log), desk.log),
    )
    receipts = [_introduce(desk, one), _introduce(desk, other)]
    return receipts + [desk.act(registration) for registration in registrations]


def admit(desk: Desk, newcomer: KeyFile, *, voucher: KeyFile) -> list[Receipt]:
    """Admit somebody for whom a party or guarantor who is already in stands."""
    registration = voucher.countersign(newcomer.registration(desk.log), desk.log)
    return [_introduce(desk, newcomer), desk.act(registration)]


def _introduce(desk: Desk, who: KeyFile) -> Receipt:
    return desk.act(ActorRegistered(actor=who.actor, name=who.actor, standing=who.standing))
