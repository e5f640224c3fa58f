"""How every obligation stands, for each who holds it, with the entries that say so.

    open          nobody says anything of it
    claimed done  somebody whose affair it is says it was done; that is its word
    confirmed     another than who claimed it, whose word the text asks for, says so too
    disputed      somebody says it was not done, and has not come round since
    breached      a person ruled so, and nobody disputes or contradicts the ruling
    lapsed        its day passed, its clock ended, or its holder withdrew, with nothing said

Nobody confirms itself, and no signature is borrowed: a party that passes on another's confirmation
of its own deed confirms nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from parley.ceasefire.clocks.seen import Holding, Judged
from parley.ceasefire.known.state import Known
from parley.ceasefire.obligations.holders import (
    Bound,
    actor_of,
    bound_by,
    confirmers_of,
    holders_of,
    wards_of,
)
from parley.ceasefire.obligations.words import Act, Heard, Word
from parley.ceasefire.spans.edges import NEVER, said_edge
from parley.ceasefire.text.terms import ClauseInForce, Terms
from parley.ceasefire.text.timing import ObligationState

ClockOver = Callable[[str, int], bool]
"""Whether a clock has ended or lapsed at a moment."""

Decided = tuple[ObligationState, str, tuple[int, ...]]
"""A state, why, and the entries it rests on."""


class Cited(Struct, frozen=True, kw_only=True):
    """Who says so, in which entries; `why_not` says why it does not count, where it does not."""

    act: Act
    by: str
    entries: tuple[int, ...]
    reported: bool = False
    why_not: str = ""


class Standing(Struct, frozen=True, kw_only=True):
    """One obligation of one holder. `holder` is empty where no statement and no text names one."""

    clause: str
    instrument: str
    gist: str
    holder: str
    state: ObligationState
    because: str
    entries: tuple[int, ...] = ()
    said: tuple[Cited, ...] = ()
    aside: tuple[Cited, ...] = ()
    asks: tuple[str, ...] = ()


class Obliging(Struct, frozen=True, kw_only=True):
    """What the standings are worked out from, as known at one point."""

    terms: Terms
    known: Known
    heard: Heard
    holding: Holding
    read: tuple[Word, ...] = ()
    clock_over: ClockOver | None = None


def standings(of: Obliging, at: int) -> tuple[Standing, ...]:
    """Every obligation in force or ever in force by a moment, by clause and holder."""
    found: list[Standing] = []
    words = [word for word in (*of.heard.words, *of.read) if of.heard.counts(word)]
    words = sorted((word for word in words if word.said <= at), key=lambda word: word.entries)
    for clause_id in sorted(of.terms.clauses):
        clause = _in_force(of.terms.clauses[clause_id], at)
        if clause is None or clause.clause.form != "obligation":
            continue
        names = {clause.instrument.id, *clause.instrument.records}
        own = [w for w in words if w.clause == clause_id and w.instrument in names]
        found += _Standings(of, clause, own, at).each()
    return tuple(found)


def _in_force(versions: Iterable[ClauseInForce], at: int) -> ClauseInForce | None:
    begun = [one for one in versions if one.force.begins.earliest <= at]
    return begun[-1] if begun else None


class _Standings:
    """One clause at one moment, asked for each holder."""

    def __init__(self, of: Obliging, clause: ClauseInForce, words: list[Word], at: int) -> None:
        self.of, self.clause, self.words, self.at = of, clause, words, at
        self.bound: Bound = bound_by(clause.instrument, of.terms, of.known, at)
        self.holders = holders_of(clause, of.terms, self.bound)
        self.confirmers = confirmers_of(clause, of.terms, self.bound)
        self.about: dict[str, tuple[str, ...]] = {}
        self.placed = [(word, self._about(word)) for word in words]

    def each(self) -> Iterator[Standing]:
        unnamed = any(not about for _, about in self.placed)
        for holder in (*self.holders, *([""] if unnamed or not self.holders else [])):
            yield self._standing(holder)

    def _about(self, word: Word) -> tuple[str, ...]:
        """Whose obligation a statement speaks of; empty where nobody can say."""
        who = self._whose(word)
        self.about[word.digest] = who
        return who

    def _whose(self, word: Word) -> tuple[str, ...]:
        named = actor_of(word.of, self.of.terms) if word.of is not None else None
        if named in self.holders:
            return (str(named),)
        if word.claim in self.about:
            return self.about[str(word.claim)]
        speaker = actor_of(word.by, self.of.terms)
        if word.act == "claimed_done" and speaker in self.holders:
            return (str(speaker),)
        if word.act == "claimed_done" and speaker is not None:
            wards = [one for one in wards_of(speaker, self.of.terms) if one in self.holders]
            if wards:
                return tuple(wards)
        # Whoever the text asks confirms the obligation itself; a claim or dispute is of somebody.
        asked = word.act == "confirmed" and speaker in self.confirmers
        return self.holders if asked or len(self.holders) == 1 else ()

    def _standing(self, holder: str) -> Standing:
        said, aside = self._heard(holder)
        state, because, entries = self._state(holder, said)
        return Standing(
            clause=self.clause.clause.id,
            instrument=self.clause.instrument.id,
            gist=self.clause.clause.gist.strip(),
            holder=holder,
            state=state,
            because=because,
            entries=entries,
            said=tuple(said),
            aside=tuple(aside),
            asks=tuple(sorted(self.confirmers)) if state in ("open", "claimed_done") else (),
        )

    def _heard(self, holder: str) -> tuple[list[Cited], list[Cited]]:
        """What counts of what was said of one holder, and what does not, each in order."""
        said: list[Cited] = []
        aside: list[Cited] = []
        for word, about in self.placed:
            if holder not in about and not (holder == "" and not about):
                continue
            why_not = self._why_not(word, holder)
            cited = Cited(
                act=word.act, by=actor_of(word.by, self.of.terms) or word.by,
                entries=word.entries, reported=word.reported, why_not=why_not,
            )  # fmt: skip
            (aside if why_not else said).append(cited)
        return said, aside

    def _why_not(self, word: Word, holder: str) -> str:
        terms = self.of.terms
        speaker, author = actor_of(word.by, terms), word.author
        own = {holder, *terms.guarantors.get(holder, ())} if holder else set()
        if author in terms.actors and author != speaker and not word.reported:
            return f"{author} signed it, and speaks for nobody else"
        if word.act == "confirmed":
            if speaker in own or (author in own and author is not None):
                return "nobody confirms itself"
            if self.confirmers and speaker not in self.confirmers:
                return "the text asks for another's word"
        return ""

    def _state(self, holder: str, said: list[Cited]) -> Decided:
        ruled = self._ruled(holder)
        if ruled is not None:
            return ruled
        against = _standing_disputes(said)
        if against:
            by = ", ".join(dict.fromkeys(one.by for one in against))
            return "disputed", f"{by} says it was not done", _entries(said)
        confirmed = [one for one in said if one.act == "confirmed"]
        if confirmed:
            by = ", ".join(dict.fromkeys(one.by for one in confirmed))
            return "confirmed", f"{by} says it was done", _entries(said)
        claims = [one for one in said if one.act == "claimed_done"]
        if claims:
            by = ", ".join(dict.fromkeys(one.by for one in claims))
            doubts = ", ".join(dict.fromkeys(one.by for one in said if one.act == "doubted"))
            also = f"; {doubts} could not confirm it" if doubts else ""
            return "claimed_done", f"{by} says it was done{also}", _entries(said)
        return self._unsaid(holder, said)

    def _unsaid(self, holder: str, said: list[Cited]) -> Decided:
        left = self.bound.withdrew.get(holder)
        if left is not None:
            return "lapsed", f"{holder} withdrew", left[1]
        clause = self.clause.clause
        due = said_edge(clause.due, self.of.terms.zone, NEVER)
        if due.latest < self.at:
            return "lapsed", f"it was due {clause.due}, and nobody says it was done", ()
        over = self.of.clock_over
        if clause.due_clock is not None and over is not None and over(clause.due_clock, self.at):
            words = f"the clock {clause.due_clock} is over, and nobody says it was done"
            return "lapsed", words, ()
        if said:
            return "open", "somebody could not confirm it, and nobody claims it", _entries(said)
        return "open", "nothing is on record of it", ()

    def _ruled(self, holder: str) -> Decided | None:
        """A ruled breach. It names no holder, so it falls on the only one, or on nobody named."""
        if holder and len(self.holders) > 1:
            return None
        for happening in self.of.holding.happenings.values():
            last = {one.author: one for one in happening.rulings if self.of.holding.counts(one)}
            ours = [one for one in last.values() if one.value == "violation" and self._cites(one)]
            if not ours:
                continue
            entries = tuple(sorted(one.entry for one in last.values()))
            objected = [o.entry for o in happening.disputed
                        if self.of.holding.counts(o) and o.ruling in {r.digest for r in ours}]
            if objected or len(ours) < len(last):
                return "disputed", "a ruling that it was broken is disputed or contradicted", (
                    *entries, *objected)  # fmt: skip
            return "breached", "ruled", entries
        return None

    def _cites(self, ruling: Judged) -> bool:
        """Whether a ruling, or a finding it cites, rests on this clause."""
        found = self.of.holding.findings
        through = {clause for one in ruling.findings for clause in found.get(one, ())}
        return self.clause.clause.id in through.union(ruling.clauses)


def _standing_disputes(said: list[Cited]) -> list[Cited]:
    """Disputes whose speaker has not said since that it was done."""
    last: dict[str, Cited] = {one.by: one for one in said if one.act != "doubted"}
    return [one for one in last.values() if one.act == "disputed"]


def _entries(said: Iterable[Cited]) -> tuple[int, ...]:
    return tuple(sorted({entry for one in said for entry in one.entries}))
