"""The seven tests of every clause an event may fall under, each answered at most once.

A test waits only for the questions it asks, so its answer is kept by their answers: the search for
missing facts asks thousands of times, and works out a few.
"""

from __future__ import annotations

from collections.abc import Callable

from parley.ceasefire.spans.edges import Stretch
from parley.ceasefire.text.terms import ClauseInForce, folded
from parley.ceasefire.weighing.asked import Clash
from parley.ceasefire.weighing.binding import stretches_of
from parley.ceasefire.weighing.covering import (
    covered,
    drawn_of,
    established,
    in_force,
    prohibited,
    windows_of,
)
from parley.ceasefire.weighing.excuses import excused
from parley.ceasefire.weighing.facts import Assumed, Facts
from parley.ceasefire.weighing.found import Found
from parley.ceasefire.weighing.moments import moments_of
from parley.ceasefire.weighing.protecting import bound_here, protected
from parley.ceasefire.weighing.protecting import stretches_of as listed_stretches
from parley.ceasefire.weighing.value import Says, applies, event_value, value_of
from parley.record.values.finding import Value

Test = Callable[[str, Assumed], Found]


class Tables:
    """Every candidate clause of one reading on one basis, ready to be asked under assumptions."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.clashes: set[Clash] = set()
        self.clauses = _candidates(facts)
        facts.moments = moments_of(facts.hull(), _mattering(facts, self.clauses))
        self._tests: tuple[Test, ...] = (
            self._in_force, self._bound, self._prohibited, self._protected,
            self._covered, self._excused, self._established,
        )  # fmt: skip
        # The search asks twice in a row what the same assumptions come to.
        self._last: tuple[object, tuple[dict[str, Says], dict[str, str]]] = (None, ({}, {}))
        self._asks: dict[tuple[int, str], tuple[str, ...]] = {}
        self._kept: dict[tuple[int, str, tuple[str | None, ...]], Found] = {}

    def test(self, number: int, clause: str, assumed: Assumed) -> Found:
        """The answer to one test of one clause."""
        asks = self._asks.get((number, clause))
        if asks is None:
            found = self._tests[number - 1](clause, {})
            asks = self._asks[number, clause] = found.asks
            self._kept[number, clause, (None,) * len(asks)] = found
        key = (number, clause, tuple(assumed.get(ask) for ask in asks))
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = self._tests[number - 1](clause, assumed)
        return kept

    def row(self, clause: str, assumed: Assumed) -> tuple[Found, ...]:
        """All seven answers for one clause."""
        return tuple(self.test(number, clause, assumed) for number in range(1, 8))

    def says(self, clause: str, assumed: Assumed) -> Says:
        """The seven answers as words."""
        one, two, three, four, five, six, seven = self.row(clause, assumed)
        return (one.says, two.says, three.says, four.says, five.says, six.says, seven.says)

    def value(self, assumed: Assumed) -> Value:
        """The value of the event over all clauses."""
        return event_value(*self.weighed(assumed))

    def weighed(self, assumed: Assumed) -> tuple[dict[str, Says], dict[str, str]]:
        """The answers of every clause, and whether another sets it aside."""
        key = tuple(sorted(assumed.items()))
        if key == self._last[0]:
            return self._last[1]
        every = {clause: self.says(clause, assumed) for clause in self.clauses}
        set_aside: dict[str, str] = {}
        for clause in self.clauses:
            over = [one for one in self.facts.terms.overriding.get(clause, ()) if one in every]
            ruled = {applies(every[one]) for one in over}
            if ruled - {"no"}:
                set_aside[clause] = "yes" if "yes" in ruled else "unknown"
        self._last = key, (every, set_aside)
        return every, set_aside

    def open_questions(self, assumed: Assumed) -> tuple[str, ...]:
        """Every question that an unknown answer of a clause that counts still waits for."""
        every, set_aside = self.weighed(assumed)
        counted: dict[str, None] = {}
        for clause, says in every.items():
            value = value_of(says)
            if value not in ("undetermined", "violation") or set_aside.get(clause) == "yes":
                continue
            if value == "undetermined":
                counted[clause] = None
            if clause in set_aside:
                counted |= dict.fromkeys(self.facts.terms.overriding[clause])
        found: dict[str, None] = {}
        for clause in counted:
            for answer in self.row(clause, assumed) if clause in every else ():
                if answer.says == "unknown":
                    found |= dict.fromkeys(one for one in answer.asks if one not in assumed)
        return tuple(found)

    def term_at(self, clause: str, ms: int) -> ClauseInForce:
        """A clause as the version in force at a moment has it; else the nearest version before."""
        versions = self.facts.terms.clauses[clause]
        for term in versions:
            if term.force.at(ms) == "yes":
                return term
        for term in versions:
            if term.force.at(ms) == "unknown":
                return term
        begun = [term for term in versions if term.force.begins.latest <= ms]
        return begun[-1] if begun else versions[0]

    def _in_force(self, clause: str, assumed: Assumed) -> Found:
        facts = self.facts

        def look(way: dict[str, str]) -> Found:
            ms = facts.moment(way["when"]).ms
            return in_force(facts, self.term_at(clause, ms), ms, assumed)

        return self._with_entries(facts.over(assumed, ("when",), look), "when")

    def _bound(self, clause: str, assumed: Assumed) -> Found:
        facts = self.facts

        def look(way: dict[str, str]) -> Found:
            ms = facts.moment(way["when"]).ms
            term = self.term_at(clause, ms)
            return bound_here(
                facts, term, way["actor"], way["affected"], ms=ms, assumed=assumed
            )

        return self._with_entries(facts.over(assumed, ("when", "actor", "affected"), look), "actor")

    def _prohibited(self, clause: str, assumed: Assumed) -> Found:
        facts = self.facts

        def look(way: dict[str, str]) -> Found:
            ms = facts.moment(way["when"]).ms
            return prohibited(facts, self.term_at(clause, ms), way["act"])

        return facts.over(assumed, ("when", "act"), look)

    def _protected(self, clause: str, assumed: Assumed) -> Found:
        facts = self.facts

        def look(way: dict[str, str]) -> Found:
            ms = facts.moment(way["when"]).ms
            return protected(facts, self.term_at(clause, ms), way["affected"], ms, assumed)

        return self._with_entries(facts.over(assumed, ("when", "affected"), look), "affected")

    def _covered(self, clause: str, assumed: Assumed) -> Found:
        facts = self.facts

        def look(way: dict[str, str]) -> Found:
            ms = facts.moment(way["when"]).ms
            return covered(facts, self.term_at(clause, ms), ms, assumed)

        return facts.over(assumed, ("when",), look)

    def _excused(self, clause: str, assumed: Assumed) -> Found:
        facts = self.facts

        def look(way: dict[str, str]) -> Found:
            ms = facts.moment(way["when"]).ms
            term = self.term_at(clause, ms)
            found = excused(facts, term, ms, assumed, self.clashes)
            says = {"keeps": "yes", "lifts": "no"}.get(found.says, "unknown")
            return Found(
                says=says, because=found.because, clauses=found.clauses, entries=found.entries,
                asks=found.asks,
            )  # fmt: skip

        return facts.over(assumed, ("when",), look)

    def _established(self, clause: str, assumed: Assumed) -> Found:
        facts = self.facts

        def look(way: dict[str, str]) -> Found:
            ms = facts.moment(way["when"]).ms
            return established(facts, self.term_at(clause, ms), way["evidence"])

        return facts.over(assumed, ("when", "evidence"), look)

    def _with_entries(self, found: Found, question: str) -> Found:
        facts = self.facts
        entries = tuple(
            sorted({*found.entries, *facts.entries(question), *facts.naming(question)})
        )
        return Found(
            says=found.says, because=found.because, clauses=found.clauses, entries=entries,
            asks=found.asks,
        )  # fmt: skip


def _candidates(facts: Facts) -> tuple[str, ...]:
    """The clauses that may prohibit the act; all of them where none does."""
    acts = set(facts.options("act", {}))
    every = dict.fromkeys(term.clause.id for term in facts.terms.prohibitions)
    wide = {one for act in acts for one in facts.terms.wider.get(act, {act})}
    near = dict.fromkeys(
        term.clause.id for term in facts.terms.prohibitions if wide & set(term.clause.act)
    )
    return tuple(near or every)


def _mattering(facts: Facts, clauses: tuple[str, ...]) -> list[Stretch]:
    """Everything whose beginning or end may change an answer."""
    terms = facts.terms
    hull = facts.hull()
    people = {*facts.options("actor", {}), *facts.options("affected", {})}
    found: list[Stretch] = []
    for clause in clauses:
        for term in terms.clauses[clause]:
            found.append(term.force)
            windows = [term.clause.window, *(one.window for one in term.clause.exception)]
            for window in windows:
                found += [one for each in windows_of(facts, window, hull) for one in each]
            for actor in sorted(people):
                found += stretches_of(facts, term.instrument.id, actor)
            for exemption in term.clause.exempts:
                for actor in sorted(people):
                    found += listed_stretches(facts, exemption.list, actor)
                for other in terms.clauses.get(exemption.clause or "", ()):
                    found.append(other.force)
            if term.clause.area is not None:
                found += [one.while_ for one in drawn_of(facts, term.clause.area.delineation)]
    for question in ("actor", "affected"):
        answer = facts.held(question)
        for name in answer.says if answer is not None else ():
            found += [named.while_ for named in terms.names.get(folded(name), ())]
    return found
