"""On whom a clause lies, who may confirm it, and whom a guarantor vouches for."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from parley.ceasefire.known.state import Known
from parley.ceasefire.text.arrangement import Instrument
from parley.ceasefire.text.terms import ClauseInForce, Terms, folded


class Bound(Struct, frozen=True, kw_only=True):
    """Who accepted a text, by its own act, and who left it again, with what says so."""

    accepted: frozenset[str]
    withdrew: dict[str, tuple[tuple[str, ...], tuple[int, ...]]]


def actor_of(name: str, terms: Terms) -> str | None:
    """The one actor that bears a name; None where nobody does, or several."""
    bearers = {bearer.actor for bearer in terms.names.get(folded(name), ())}
    return next(iter(bearers)) if len(bearers) == 1 else None


def bound_by(text: Instrument, terms: Terms, known: Known, at: int) -> Bound:
    """Who is bound by a text, as its own file and the record say, at a moment."""
    accepted: set[str] = set()
    withdrew: dict[str, tuple[tuple[str, ...], tuple[int, ...]]] = {}
    for one in _through(text, terms):
        for (instrument, actor), vows in terms.vows.items():
            if instrument != one.id:
                continue
            for vow in vows:
                if vow.kind == "accepted" and vow.at.earliest <= at:
                    accepted.add(actor)
                elif vow.kind == "withdrew" and vow.at.latest <= at:
                    withdrew[actor] = vow.clauses, vow.entries
        for name in (one.id, *one.records):
            for acts in known.accepted.get(name, {}).values():
                accepted |= {who for act in acts if known.counts(act) and act.when.earliest <= at
                             if (who := actor_of(act.actor or act.who, terms))}  # fmt: skip
            for acts in known.withdrew.get(name, {}).values():
                for act in acts:
                    who = actor_of(act.actor or act.who, terms)
                    if who and known.counts(act) and act.when.latest <= at:
                        withdrew[who] = (), (act.entry,)
    return Bound(accepted=frozenset(accepted), withdrew=withdrew)


def holders_of(clause: ClauseInForce, terms: Terms, bound: Bound) -> tuple[str, ...]:
    """The actors a clause lies on, by name; nobody where it only says "anyone"."""
    return tuple(sorted(_meant(clause.clause.holder, terms, bound)))


def confirmers_of(clause: ClauseInForce, terms: Terms, bound: Bound) -> frozenset[str]:
    """Whose word confirms that it was done; empty where the text names nobody."""
    return frozenset(_meant(clause.clause.confirmed_by, terms, bound))


def wards_of(actor: str, terms: Terms) -> tuple[str, ...]:
    """For whom an actor vouches."""
    found = terms.actors.get(actor)
    return found.guarantor_of if found is not None else ()


def _meant(who: Iterable[str], terms: Terms, bound: Bound) -> set[str]:
    found: set[str] = set()
    for one in who:
        if one in ("@accepted", "@parties"):
            found |= bound.accepted
        elif one.startswith("class:"):
            of = one.removeprefix("class:")
            found |= {actor.id for actor in terms.actors.values() if of in actor.classes}
        elif one != "@anyone":
            found.add(one)
    return found


def _through(text: Instrument, terms: Terms) -> list[Instrument]:
    """A text and those through whose acceptance it binds."""
    found = [text]
    while found[-1].accepted_through is not None and len(found) <= len(terms.instruments):
        found.append(terms.instruments[found[-1].accepted_through])
    return found
