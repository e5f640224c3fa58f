"""Who is bound, since when: acceptance by a dated act, its end, and what a guarantor is bound to.

A guarantor is not a party, and does not bind those it vouches for. It is bound where a clause names
it and it adopted the text itself.
"""

from __future__ import annotations

from parley.ceasefire.spans.edges import LONG_AGO, NEVER, Edge, Stretch, any_at, edge_of
from parley.ceasefire.text.terms import ClauseInForce, Vow
from parley.ceasefire.weighing.facts import Assumed, Facts
from parley.ceasefire.weighing.found import Found, unknown
from parley.record.values.time import iso


def vows_of(facts: Facts, instrument: str, actor: str) -> tuple[Vow, ...]:
    """Every acceptance, refusal and withdrawal of one actor, from the file and from the record."""
    found = list(facts.terms.vows.get((instrument, actor), ()))
    for kind, acts in (("accepted", facts.known.accepted), ("withdrew", facts.known.withdrew)):
        for act in facts.acts_on(acts, instrument, actor):
            found.append(Vow(kind=kind, at=edge_of(act.when, stated=False), entries=(act.entry,)))
    through = facts.terms.instruments[instrument].accepted_through
    if through is not None and through != instrument:
        found += vows_of(facts, through, actor)
    return tuple(sorted(found, key=lambda vow: (vow.at.earliest, vow.at.latest, vow.clauses)))


def bound_stretches(vows: tuple[Vow, ...]) -> tuple[Stretch, ...]:
    """The times an actor is bound by its own acceptances, up to the next withdrawal."""
    left = [vow for vow in vows if vow.kind == "withdrew"]
    found = []
    for vow in vows:
        if vow.kind == "accepted":
            end = next((one for one in left if one.at.latest >= vow.at.earliest), None)
            begins = vow.at
            if vow.effect is not None and vow.effect.earliest > vow.at.latest:
                begins = vow.effect
            found.append(
                Stretch(
                    begins=begins,
                    ends=end.at if end is not None else NEVER,
                    clauses=vow.clauses + (end.clauses if end is not None else ()),
                    entries=vow.entries + (end.entries if end is not None else ()),
                )
            )
    return tuple(found)


def backdated(vows: tuple[Vow, ...]) -> tuple[Stretch, ...]:
    """The times for which an acceptance claims to bind backwards."""
    return tuple(
        Stretch(begins=vow.effect, ends=vow.at, clauses=vow.clauses, entries=vow.entries)
        for vow in vows
        if vow.kind == "accepted"
        and vow.effect is not None
        and vow.effect.earliest < vow.at.earliest
    )


def accepted(facts: Facts, instrument: str, actor: str, ms: int, assumed: Assumed) -> Found:
    """Whether an actor is bound by its own acceptance of a text at a moment."""
    vows = vows_of(facts, instrument, actor)
    name, title = facts.called(actor), facts.terms.instruments[instrument].title
    cites = _cites(vows)
    holds, by = any_at(bound_stretches(vows), ms)
    if holds == "yes" and by is not None:
        return Found(
            says="yes", because=f"{name} had accepted {title}.", clauses=by.clauses,
            entries=by.entries,
        )  # fmt: skip
    if holds == "unknown" and by is not None:
        text = f"Was {name} bound by {title} at {iso(ms, facts.terms.zone)}?"
        asked = facts.fact(f"bound.{instrument}.{actor}", text, assumed)
        return _resting(asked, f"{name} may or may not have been bound just then.", by)
    before, claim = any_at(backdated(vows), ms)
    if before != "no" and claim is not None:
        return _backwards(facts, instrument, actor, claim, assumed)
    if vows:
        said = "refused" if any(vow.kind == "refused" for vow in vows) else "had not accepted"
        if any(vow.kind == "withdrew" and vow.at.latest <= ms for vow in vows):
            said = "had withdrawn from"
        because = f"{name} {said} {title}."
        return Found(says="no", because=because, clauses=cites[0], entries=cites[1])
    return _never(facts, instrument, actor, assumed)


def _backwards(
    facts: Facts, instrument: str, actor: str, claim: Stretch, assumed: Assumed
) -> Found:
    """It accepted later, and says that this binds it from before."""
    name, text = facts.called(actor), facts.terms.instruments[instrument]
    if text.retroactive == "binds":
        because = f"{name} accepted {text.title} later, with effect from before."
        return Found(says="yes", because=because, clauses=claim.clauses, entries=claim.entries)
    question = f"Can the later acceptance of {text.title} by {name} bind it backwards?"
    asked = facts.fact(f"backwards.{instrument}.{actor}", question, assumed)
    return _resting(asked, f"{name} accepted later, and claims effect from before.", claim)


def _never(facts: Facts, instrument: str, actor: str, assumed: Assumed) -> Found:
    """No act of acceptance is on record at all."""
    name, text = facts.called(actor), facts.terms.instruments[instrument]
    if text.register == "complete":
        because = f"{name} is not on the complete register of {text.title}."
        return Found(says="no", because=because, clauses=(text.id,))
    vouching = [facts.called(one) for one in facts.terms.guarantors.get(actor, ())]
    question = f"Had {name} itself accepted {text.title}?"
    if vouching:
        question = (
            f"Is {name} itself bound by {text.title}, or only its guarantor, {', '.join(vouching)}?"
        )
    asked = facts.fact(f"bound.{instrument}.{actor}", question, assumed)
    if asked.says != "unknown":
        how = "is" if asked.says == "yes" else "is not"
        because = f"{name} {how} itself bound by {text.title}, as an entry says."
        return Found(
            says=asked.says, because=because, clauses=(text.id,), entries=asked.entries,
            asks=asked.asks,
        )  # fmt: skip
    because = f"No acceptance of {text.title} by {name} itself is on record."
    return unknown(because, *asked.asks, clauses=(text.id,))


def bound(facts: Facts, term: ClauseInForce, actor: str, ms: int, assumed: Assumed) -> Found:
    """Test 2 for one actor at one moment: bound itself, or a guarantor with its own clause."""
    clause, text = term.clause, term.instrument
    name = facts.called(actor)
    if "@anyone" in clause.holder:
        because = f"{clause.id} binds everybody."
        return Found(says="yes", because=because, clauses=(clause.id,))
    named = names(facts, clause.holder, actor)
    if named and actor in term.version.adopted_by:
        because = f"{clause.id} names {name}, which adopted the text itself."
        return Found(says="yes", because=because, clauses=(clause.id,))
    if not addresses(facts, clause.holder, actor):
        because = f"{clause.id} binds others, not {name}."
        return Found(says="no", because=because, clauses=(clause.id,))
    found = accepted(facts, text.id, actor, ms, assumed)
    return Found(
        says=found.says,
        because=found.because,
        clauses=(clause.id, *(one for one in found.clauses if one != clause.id)),
        entries=found.entries,
        asks=found.asks,
    )


def addresses(facts: Facts, who: tuple[str, ...], actor: str) -> bool:
    """Whether a clause is meant for an actor at all, bound or not."""
    return bool({"@accepted", "@parties", "@anyone"} & set(who)) or names(facts, who, actor)


def names(facts: Facts, who: tuple[str, ...], actor: str) -> bool:
    """Whether a clause names an actor, itself or by one of its classes."""
    if actor in who:
        return True
    term = facts.terms.actors.get(actor)
    classes = term.classes if term is not None else ()
    return any(f"class:{one}" in who for one in (*classes, actor))


def _cites(vows: tuple[Vow, ...]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    clauses = [one for vow in vows for one in vow.clauses]
    entries = [one for vow in vows for one in vow.entries]
    return tuple(dict.fromkeys(clauses)), tuple(sorted(set(entries)))


def _resting(asked: Found, because: str, on: Stretch) -> Found:
    entries = tuple(sorted({*on.entries, *asked.entries}))
    return Found(
        says=asked.says, because=because, clauses=on.clauses, entries=entries, asks=asked.asks
    )


def stretches_of(facts: Facts, instrument: str, actor: str) -> tuple[Stretch, ...]:
    """Everything about an actor and a text at which what is known can change."""
    vows = vows_of(facts, instrument, actor)
    dated = tuple(
        Stretch(begins=vow.at) for vow in vows if vow.at != Edge(LONG_AGO.earliest, NEVER.latest)
    )
    return (*bound_stretches(vows), *backdated(vows), *dated)
