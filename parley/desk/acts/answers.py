"""Answers to a notice: four different facts, a read-back, and taking an answer back.

An acknowledgement is not consent. `to` are the readers beside the desk: at least who gave the
notice. An answer the desk heard by telephone names its `party` in `said`.
"""

from __future__ import annotations

from parley.desk.acts.said import HERE, Drafter, Said, with_how
from parley.ledger import Draft
from parley.record import answer
from parley.record.values.place import Place


def draft_received(
    who: Drafter,
    digest: str,
    *,
    to: tuple[str, ...],
    remarks: str | None = None,
    shown: str | None = None,
    said: Said = HERE,
) -> Draft:
    """Say that a notice arrived. `shown` is the SHA-256 of what the responder was shown."""
    record = answer.Received(
        notice=digest, party=said.party or who.actor, remarks=remarks, shown=shown
    )
    return who.draft(with_how(record, said, by=False), to=to)


def draft_confirmed(
    who: Drafter,
    digest: str,
    *,
    to: tuple[str, ...],
    statement: str | None = None,
    shown: str | None = None,
    said: Said = HERE,
) -> Draft:
    """Say that what a notice tells is true, as far as the addressee knows."""
    record = answer.Confirmed(
        notice=digest, party=said.party or who.actor, statement=statement, shown=shown
    )
    return who.draft(with_how(record, said, by=False), to=to)


def draft_undertaken(
    who: Drafter,
    digest: str,
    *,
    to: tuple[str, ...],
    statement: str,
    shown: str | None = None,
    said: Said = HERE,
) -> Draft:
    """Say that the addressee will comply, and what it will do."""
    record = answer.Undertaken(
        notice=digest, party=said.party or who.actor, statement=statement, shown=shown
    )
    return who.draft(with_how(record, said, by=False), to=to)


def draft_objected(
    who: Drafter,
    digest: str,
    *,
    to: tuple[str, ...],
    reason: str,
    shown: str | None = None,
    said: Said = HERE,
) -> Draft:
    """Object to a notice. The protection it gives is not weakened by that."""
    record = answer.Objected(
        notice=digest, party=said.party or who.actor, reason=reason, shown=shown
    )
    return who.draft(with_how(record, said, by=False), to=to)


def draft_answer_withdrawn(
    who: Drafter,
    digest: str,
    given: str,
    *,
    to: tuple[str, ...],
    reason: str | None = None,
    said: Said = HERE,
) -> Draft:
    """Take back one's own answer `given` to a notice. What it was stays on record."""
    record = answer.Withdrawn(
        notice=digest, answer=given, party=said.party or who.actor, reason=reason
    )
    return who.draft(with_how(record, said, by=False), to=to)


def draft_read_back(
    who: Drafter,
    digest: str,
    *,
    to: tuple[str, ...],
    understood: str,
    place: Place | None = None,
    shown: str | None = None,
    said: Said = HERE,
) -> Draft:
    """Repeat what was understood, so that a wrong place shows at once.

    `desk.intake.read_back` gives the distance from what was said; show it before this is signed.
    """
    record = answer.ReadBack(
        notice=digest, party=said.party or who.actor, understood=understood, place=place,
        shown=shown,
    )  # fmt: skip
    return who.draft(with_how(record, said, by=False), to=to)
