"""Test 4: is whoever was affected protected by the clause, exempt by a dated list, or neither?"""

from __future__ import annotations

from itertools import product

from msgspec.structs import replace

from parley.ceasefire.spans.edges import Edge, Stretch, any_at, edge_of
from parley.ceasefire.text.clause import Exemption
from parley.ceasefire.text.terms import ClauseInForce
from parley.ceasefire.weighing.asked import Option
from parley.ceasefire.weighing.binding import accepted, addresses, bound, names
from parley.ceasefire.weighing.facts import Assumed, Facts
from parley.ceasefire.weighing.found import Found, agreed, either, union, unknown
from parley.record.values.time import iso

_EITHER = (Option(says="protected", text="protected"), Option(says="exempt", text="exempt"))


def protected(
    facts: Facts, term: ClauseInForce, affected: str, ms: int, assumed: Assumed
) -> Found:
    """What one clause makes of one affected at one moment: protected, exempt, neither."""
    listed = _listed(facts, term, affected, ms, assumed)
    party = _party(facts, term, affected, ms, assumed)
    ways = []
    for exempt, shielded in product(_sides(listed), _sides(party)):
        ways.append(_weighed(facts, term, affected, (exempt, shielded), assumed))
    found = agreed(ways, union((listed.asks, party.asks)))
    if len(ways) == 1:
        return found
    because = found.because
    if found.says == "unknown":
        because = either(one.because for one in (listed, party) if one.says == "unknown")
    return Found(
        says=found.says,
        because=because,
        clauses=union((listed.clauses, party.clauses)),
        entries=tuple(sorted({*listed.entries, *party.entries})),
        asks=found.asks,
    )


def bound_here(
    facts: Facts, term: ClauseInForce, actor: str, affected: str, *, ms: int, assumed: Assumed
) -> Found:
    """Test 2 for one actor and one affected: where the affected is exempt, by the exempting clause.

    A clause that speaks of the actor itself, to let it act against those on a list, answers for it
    as long as the affected stands on that list.
    """
    plain = bound(facts, term, actor, ms, assumed)
    if not addresses(facts, term.clause.holder, actor):
        return plain
    for exemption in _by_name(term):
        own = _speaks_of(facts, exemption, actor, ms, assumed)
        listed = _on_list(facts, exemption.list, affected, ms, assumed)
        if own is None or listed.says == "no":
            continue
        if listed.says == "unknown":
            return agreed((own, plain), listed.asks)
        return replace(own, asks=union((own.asks, listed.asks)))
    return plain


def _speaks_of(
    facts: Facts, exemption: Exemption, actor: str, ms: int, assumed: Assumed
) -> Found | None:
    """Whether the clause behind an exemption speaks of an actor; None where there is none."""
    for other in facts.terms.clauses.get(exemption.clause or "", ()):
        if other.force.at(ms) != "yes":
            continue
        if "@anyone" in other.clause.holder or names(facts, other.clause.holder, actor):
            because = f"{other.clause.id} speaks of {facts.called(actor)} itself."
            return Found(says="yes", because=because, clauses=(other.clause.id,))
        if "@accepted" in other.clause.holder:
            return bound(facts, other, actor, ms, assumed)
    return None


def stretches_of(facts: Facts, list_: str, affected: str) -> tuple[Stretch, ...]:
    """When somebody stood on a list, from the file and from the record."""
    found = list(facts.terms.listed.get((list_, affected), ()))
    off = sorted(
        ((edge_of(act.when, stated=False), act.entry)
         for act in facts.acts_on(facts.known.delisted, list_, affected)),
        key=lambda pair: (pair[0].earliest, pair[1]),
    )  # fmt: skip
    for act in facts.acts_on(facts.known.listed, list_, affected):
        found.append(Stretch(begins=edge_of(act.when, stated=False), entries=(act.entry,)))
    return tuple(_cut_short(stretch, off) for stretch in found)


def _cut_short(stretch: Stretch, off: list[tuple[Edge, int]]) -> Stretch:
    for edge, entry in off:
        if stretch.begins.earliest <= edge.latest and edge.latest < stretch.ends.earliest:
            return Stretch(
                begins=stretch.begins, ends=edge, clauses=stretch.clauses,
                entries=tuple(sorted({*stretch.entries, entry})),
            )  # fmt: skip
    return stretch


def _by_name(term: ClauseInForce) -> list[Exemption]:
    return sorted(term.clause.exempts, key=lambda one: one.list)


def _listed(
    facts: Facts, term: ClauseInForce, affected: str, ms: int, assumed: Assumed
) -> Found:
    """Whether any list that the clause exempts holds the affected at a moment."""
    each = [
        _on_list(facts, one.list, affected, ms, assumed, by=one.clause) for one in _by_name(term)
    ]
    for found in each:
        if found.says == "yes":
            return found
    open_ = [found for found in each if found.says == "unknown"]
    if open_:
        return Found(
            says="unknown",
            because=open_[0].because,
            clauses=open_[0].clauses,
            asks=union(found.asks for found in open_),
        )
    return Found(says="no", because="", asks=union(found.asks for found in each))


def _on_list(
    facts: Facts, list_: str, affected: str, ms: int, assumed: Assumed, *, by: str | None = None
) -> Found:
    name = facts.called(affected)
    holds, stretch = any_at(stretches_of(facts, list_, affected), ms)
    if stretch is None:
        return Found(says="no", because=f"{name} is not on the list {list_}.")
    clauses = (by, *stretch.clauses) if by is not None else stretch.clauses
    if holds == "yes":
        because = f"{name} stood on the list {list_}, which the clause exempts."
        return Found(says="yes", because=because, clauses=clauses, entries=stretch.entries)
    text = f"Did {name} stand on the list {list_} at {iso(ms, facts.terms.zone)}?"
    asked = facts.fact(f"listed.{list_}.{affected}", text, assumed)
    entries = tuple(sorted({*stretch.entries, *asked.entries}))
    return Found(
        says=asked.says, because=f"{name} may or may not have been on the list {list_} then.",
        clauses=clauses, entries=entries, asks=asked.asks,
    )  # fmt: skip


def _party(facts: Facts, term: ClauseInForce, affected: str, ms: int, assumed: Assumed) -> Found:
    """Whether the clause shields the affected, lists aside."""
    claimant, name = term.clause.claimant or ("@anyone",), facts.called(affected)
    if "@anyone" in claimant:
        because = f"{term.clause.id} protects everybody."
        return Found(says="yes", because=because, clauses=(term.clause.id,))
    if names(facts, claimant, affected):
        because = f"{term.clause.id} protects {name}."
        return Found(says="yes", because=because, clauses=(term.clause.id,))
    if {"@accepted", "@parties"} & set(claimant):
        return accepted(facts, term.instrument.id, affected, ms, assumed)
    because = f"{term.clause.id} does not speak of {name}."
    return Found(says="no", because=because, clauses=(term.clause.id,))


def _sides(found: Found) -> tuple[Found, ...]:
    """A firm answer, or an unknown one both ways."""
    if found.says != "unknown":
        return (found,)
    return tuple(
        Found(says=says, because=found.because, clauses=found.clauses, entries=found.entries)
        for says in ("yes", "no")
    )


def _weighed(
    facts: Facts,
    term: ClauseInForce,
    affected: str,
    sides: tuple[Found, Found],
    assumed: Assumed,
) -> Found:
    """Firm sides weighed. Both a party and listed: an override says which holds, or nobody does."""
    listed, party = sides
    clauses = union((listed.clauses, party.clauses))
    entries = tuple(sorted({*listed.entries, *party.entries}))
    asks = union((listed.asks, party.asks))
    if "yes" not in (listed.says, party.says):
        because = party.because or f"{facts.called(affected)} is neither protected nor exempt."
        return Found(
            says="neither", because=because, clauses=clauses, entries=entries, asks=asks
        )
    if listed.says != "yes":
        return Found(
            says="protected", because=party.because, clauses=party.clauses,
            entries=party.entries, asks=asks,
        )  # fmt: skip
    beats = {one.clause for one in term.clause.exempts if one.clause is not None}
    if party.says != "yes" or beats & set(facts.terms.overriding.get(term.clause.id, ())):
        return Found(
            says="exempt", because=listed.because, clauses=listed.clauses,
            entries=listed.entries, asks=asks,
        )  # fmt: skip
    name = facts.called(affected)
    text = f"{name} is both protected as a party and on an exempt list: which prevails?"
    asked = facts.choice(f"prevails.{term.clause.id}.{affected}", text, _EITHER, assumed)
    if asked.says == "unknown":
        return unknown(text, *asks, *asked.asks, clauses=clauses, entries=entries)
    return Found(
        says=asked.says, because=text, clauses=clauses,
        entries=tuple(sorted({*entries, *asked.entries})), asks=union((asks, asked.asks)),
    )  # fmt: skip
