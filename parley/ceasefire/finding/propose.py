"""Propose a finding: every reading, both bases, nothing collapsed."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from parley.ceasefire.finding.proposal import (
    TESTS,
    Answered,
    BasisFinding,
    Beside,
    Finding,
    Findings,
    Part,
    RulingLine,
)
from parley.ceasefire.known.state import NOTHING, Known
from parley.ceasefire.said.event import Event
from parley.ceasefire.said.reading import Reading, readings
from parley.ceasefire.text.terms import Terms
from parley.ceasefire.text.words import Basis
from parley.ceasefire.weighing.asked import Answer, MissingFact
from parley.ceasefire.weighing.facts import Facts
from parley.ceasefire.weighing.found import Found
from parley.ceasefire.weighing.missing import shortest
from parley.ceasefire.weighing.tables import Tables
from parley.ceasefire.weighing.value import event_value, foreign, grounds_of, value_of
from parley.record.values.finding import Value


def propose(
    terms: Terms, event: Event, known: Known = NOTHING, *, known_at: int | None = None
) -> Findings:
    """Every finding on one event: the first reading's, and one for each that competes with it.

    `known` is what the record says of the arrangement, as known when `known_at` entries were
    logged; statements of the event that rest only on later entries do not count.
    """
    told = as_known(event, known_at)
    naming = Facts(terms, known, Reading(held={}), "effect")

    def meant(question: str, word: str) -> frozenset[str]:
        if question in ("actor", "affected"):
            return frozenset(naming.bearers(word))
        return frozenset({word})

    first, others = readings(told, meant)
    return Findings(
        first=_finding(terms, known, told, first),
        competing=tuple(_finding(terms, known, told, other) for other in others),
        rulings=_rulings(known, event),
        known_at=known_at,
    )


def as_known(event: Event, known_at: int | None) -> Event:
    """An event as it was known when so many entries were logged."""
    if known_at is None:
        return event
    said = []
    for one in event.said:
        entries = tuple(entry for entry in one.entries if entry < known_at)
        if entries or not one.entries:
            said.append(replace(one, entries=entries))
    return Event(id=event.id, title=event.title, said=tuple(said))


def tables_of(
    terms: Terms, known: Known, reading: Reading, basis: Basis, *, event: str
) -> Tables:
    """The seven tests of one reading on one basis, ready to be asked."""
    return Tables(Facts(terms, known, reading, basis, event))


def _finding(terms: Terms, known: Known, event: Event, reading: Reading) -> Finding:
    return Finding(
        event=event.id,
        title=event.title,
        arrangement=terms.arrangement.id,
        effect=_on(tables_of(terms, known, reading, "effect", event=event.id)),
        stated_intent=_on(tables_of(terms, known, reading, "stated-intent", event=event.id)),
        differs=reading.differs,
        differs_by=reading.differs_by,
    )


def _on(tables: Tables) -> BasisFinding:
    """One basis: its table, value, missing facts, and every other clause beside it."""
    facts = tables.facts
    every, set_aside = tables.weighed({})
    value = event_value(every, set_aside)
    missing = shortest(tables)
    clause = _leading(tables, value)
    row = tables.row(clause, {}) if clause else ()
    return BasisFinding(
        basis=facts.basis,
        value=value,
        clause=clause,
        restated_by=_restated(tables, clause),
        answers=tuple(_answered(at, found, missing) for at, found in enumerate(row, 1)),
        grounds=grounds_of(tables.says(clause, {})) if clause else (),
        missing=tuple(_missing(tables, question) for question in missing),
        parts=_parts(tables),
        beside=tuple(
            Beside(
                clause=other,
                value=value_of(every[other]),
                set_aside_by=facts.terms.overriding.get(other, ()) if other in set_aside else (),
                entries=tuple(sorted({e for one in tables.row(other, {}) for e in one.entries})),
            )
            for other in tables.clauses
            if other != clause
        ),
        clashes=tuple(sorted(tables.clashes, key=lambda clash: (clash.clause, clash.labels))),
    )


class _Rank(Struct, frozen=True, order=True):
    """How well a clause stands for the value of the event: the least stands for it."""

    aside: bool
    other: bool
    foreign: int
    noes: int
    unknowns: int
    clause: str


def _leading(tables: Tables, value: Value) -> str:
    """The clause whose table is shown: one that gives the value, with the fewest doubts."""
    every, set_aside = tables.weighed({})
    ranks = []
    for clause, says in every.items():
        ranks.append(
            _Rank(
                aside=set_aside.get(clause) == "yes",
                other=value_of(says) != value,
                foreign=foreign(says),
                noes=sum(1 for one in says if one == "no"),
                unknowns=sum(1 for one in says if one == "unknown"),
                clause=clause,
            )
        )
    return min(ranks).clause if ranks else ""


def _restated(tables: Tables, clause: str) -> tuple[str, ...]:
    """Later clauses that restate this one, if any of them was in force at some moment of it."""
    facts = tables.facts
    return tuple(
        dict.fromkeys(
            term.clause.id
            for term in facts.terms.restating.get(clause, ())
            if any(term.force.at(moment.ms) == "yes" for moment in facts.moments)
        )
    )


def _answered(number: int, found: Found, missing: tuple[str, ...]) -> Answered:
    answer: Answer = "unknown"
    if found.says in ("yes", "protected"):
        answer = "yes"
    elif found.says in ("no", "exempt", "neither"):
        answer = "no"
    return Answered(
        number=number,
        question=TESTS[number - 1],
        answer=answer,
        because=found.because,
        says=found.says if number == 4 else "",
        clauses=found.clauses,
        entries=found.entries,
        waits_for=tuple(one for one in found.asks if one in missing)
        if answer == "unknown"
        else (),
    )


def _missing(tables: Tables, question: str) -> MissingFact:
    fact = tables.facts.questions[question]
    tests = {
        number
        for clause in tables.clauses
        for number, found in enumerate(tables.row(clause, {}), 1)
        if found.says == "unknown" and question in found.asks
    }
    return MissingFact(
        question=fact.question, text=fact.text, tests=tuple(sorted(tests)), options=fact.options
    )


def _parts(tables: Tables) -> tuple[Part, ...]:
    """The value for each stretch of time the event may lie in, where it may change within."""
    if len(tables.facts.moments) < 2:
        return ()
    each = sorted(
        (piece, tables.value({"when": moment.says}))
        for moment in tables.facts.moments
        for piece in moment.pieces
    )
    parts: list[Part] = []
    for (begin, end), value in each:
        if parts and parts[-1].value == value:
            begin = parts.pop().begin
        parts.append(Part(begin=begin, end=end, value=value))
    return tuple(parts)


def _rulings(known: Known, event: Event) -> tuple[RulingLine, ...]:
    return tuple(
        RulingLine(entry=one.entry, value=one.value, office=one.office, reasons=one.reasons)
        for one in known.rulings.get(event.id, ())
        if known.counts(one)
    )
