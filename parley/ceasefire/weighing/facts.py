"""The facts of one reading on one basis, asked one question at a time.

Every fact has a question by which it can be answered later. What is assumed, for the search of
missing facts, comes before what is held, and what is held before what is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product

from parley.ceasefire.known.state import ActOnRecord, Known
from parley.ceasefire.said.reading import Held, Reading
from parley.ceasefire.text.terms import Terms, folded
from parley.ceasefire.text.words import Basis
from parley.ceasefire.weighing.asked import MissingFact, Option
from parley.ceasefire.weighing.found import Found, agreed, unknown
from parley.ceasefire.weighing.moments import Moment, as_option, hull_of

Assumed = Mapping[str, str]
Look = Callable[[dict[str, str]], Found]
GRADES: tuple[str, ...] = ("none", "alleged", "corroborated", "verified", "admitted")
"""How good the evidence is held to be, weakest first. Admitted: by whoever did it."""
_YES_NO = (Option(says="yes", text="yes"), Option(says="no", text="no"))
SOMEBODY_ELSE = "somebody-else"
_ASKED = {
    "actor": "Who did it?",
    "affected": "Whom or what did it affect?",
    "act": "Which act was it?",
    "evidence": "How good is the evidence held to be?",
}


class Facts:
    """One reading on one basis, under one arrangement, as known at one point."""

    def __init__(
        self, terms: Terms, known: Known, reading: Reading, basis: Basis, event: str = ""
    ) -> None:
        self.terms, self.known, self.reading, self.basis = terms, known, reading, basis
        self.event = event
        self.moments: tuple[Moment, ...] = ()
        self.questions: dict[str, MissingFact] = {}

    def held(self, question: str) -> Held | None:
        """What this reading holds to be the answer; whether an exception holds, by the rulings."""
        held = self.reading.get(question, self.basis)
        if held is None and question.startswith("ruled."):
            return self._ruled()
        return held

    def _ruled(self) -> Held | None:
        """What persons ruled on test 6 of this event; nothing where rulings compete."""
        rulings = [
            one
            for one in self.known.rulings.get(self.event, ())
            if self.known.counts(one)
            and one.basis in (None, self.basis)
            and one.settles.get(6) in ("yes", "no")
        ]
        if len({one.settles[6] for one in rulings}) != 1:
            return None
        # Test 6 asks whether the act is free of exceptions: a no says that one holds.
        says = "yes" if rulings[0].settles[6] == "no" else "no"
        return Held(says=(says,), entries=tuple(one.entry for one in rulings))

    def entries(self, *questions: str) -> tuple[int, ...]:
        """The entries on which the answers to these questions rest."""
        found = [held.entries for held in map(self.held, questions) if held is not None]
        return tuple(sorted(set().union(*found)))

    def bearers(self, name: str) -> tuple[str, ...]:
        """Everybody who ever bore a name; somebody the arrangement does not know, by that name."""
        by_file = {named.actor for named in self.terms.names.get(folded(name), ())}
        by_record = {
            act.who for act in self.known.aliases.get(folded(name), ()) if self.known.counts(act)
        }
        return tuple(sorted(by_file | by_record)) or (folded(name),)

    def hull(self) -> tuple[int, int]:
        """First and last millisecond the event may touch."""
        held = self.held("when")
        return hull_of(held.when if held is not None else None)

    def naming(self, question: str) -> tuple[int, ...]:
        """The entries that say whose the names are that answer a question."""
        held = self.held(question)
        names = [folded(name) for name in held.says] if held is not None else []
        acts = [act for name in names for act in self.known.aliases.get(name, ())]
        return tuple(act.entry for act in acts if self.known.counts(act))

    def bearers_at(self, name: str, ms: int) -> tuple[str, ...]:
        """Who bore a name at a moment; if nobody did just then, whoever ever did."""
        named = self.terms.names.get(folded(name), ())
        then = {one.actor for one in named if one.while_.at(ms) != "no"}
        return tuple(sorted(then)) if len(then) == 1 else self.bearers(name)

    def called(self, actor: str) -> str:
        """An actor by the name used in findings."""
        term = self.terms.actors.get(actor)
        return term.name if term is not None else actor.replace("-", " ")

    def acts_on(
        self, acts: Mapping[str, Mapping[str, tuple[ActOnRecord, ...]]], of: str, actor: str
    ) -> Iterator[ActOnRecord]:
        """The acts of the record about one text or list by one actor, under any of its names."""
        under = acts.get(of)
        if not under:
            return
        names = {folded(actor), *self.names_of(actor)}
        seen: set[int] = set()
        for name in sorted(names):
            for act in under.get(name, ()):
                if act.entry not in seen and self.known.counts(act):
                    seen.add(act.entry)
                    yield act

    def names_of(self, actor: str) -> frozenset[str]:
        """Every name of an actor, as names are compared."""
        term = self.terms.actors.get(actor)
        if term is None:
            return frozenset({folded(actor)})
        return frozenset({folded(term.name), *(folded(alias.name) for alias in term.alias)})

    def options(self, question: str, assumed: Assumed, ms: int | None = None) -> tuple[str, ...]:
        """The ways a question may still turn out; exactly one if it is known or assumed."""
        if question in assumed:
            return (assumed[question],)
        if question == "when":
            return tuple(moment.says for moment in self.moments)
        held = self.held(question)
        says = held.says if held is not None else ()
        if question in ("actor", "affected"):
            whose = [self.bearers(name) if ms is None else self.bearers_at(name, ms)
                     for name in says]  # fmt: skip
            found = tuple(sorted({actor for actors in whose for actor in actors}))
            return found or (*sorted(self.terms.actors), SOMEBODY_ELSE)
        if says:
            return says
        if question == "evidence":
            return GRADES
        return (*sorted(self.terms.wider), "another-act")

    def moment(self, says: str) -> Moment:
        """The moment an option of when stands for."""
        return next(moment for moment in self.moments if moment.says == says)

    def fact(self, question: str, text: str, assumed: Assumed) -> Found:
        """A question with yes or no for an answer; unknown, and asked, where nobody said."""
        if question in assumed:
            return Found(says=assumed[question], because="", asks=(question,))
        held = self.held(question)
        if held is not None and len(held.says) == 1 and held.says[0] in ("yes", "no"):
            return Found(says=held.says[0], because=text, entries=held.entries)
        self.questions[question] = MissingFact(question=question, text=text, options=_YES_NO)
        return unknown(text, question)

    def choice(
        self, question: str, text: str, options: tuple[Option, ...], assumed: Assumed
    ) -> Found:
        """A question with one of several answers."""
        if question in assumed:
            return Found(says=assumed[question], because="", asks=(question,))
        held = self.held(question)
        if held is not None and len(held.says) == 1:
            if held.says[0] in [option.says for option in options]:
                return Found(says=held.says[0], because=text, entries=held.entries)
        self.questions[question] = MissingFact(question=question, text=text, options=options)
        return unknown(text, question)

    def ways(self, assumed: Assumed, *questions: str) -> Iterator[dict[str, str]]:
        """Every way these questions may turn out together."""
        choices = [self.options(question, assumed) for question in questions]
        for chosen in product(*choices):
            yield dict(zip(questions, chosen, strict=True))

    def open(self, assumed: Assumed, *questions: str) -> tuple[str, ...]:
        """Those of these questions that may turn out in more than one way, now written down."""
        found = []
        for question in questions:
            options = self.options(question, {})
            if len(options) > 1:
                found.append(question)
                if question not in self.questions:
                    self.questions[question] = self._asked(question, options)
        return tuple(found)

    def over(self, assumed: Assumed, questions: tuple[str, ...], look: Look) -> Found:
        """One answer over all the ways these questions may turn out."""
        each = [look(way) for way in self.ways(assumed, *questions)]
        return agreed(each, self.open(assumed, *questions))

    def _asked(self, question: str, options: tuple[str, ...]) -> MissingFact:
        if question == "when":
            zone = self.terms.zone
            held = self.held("when")
            lasting = held is not None and held.when is not None and held.when.lasting
            return MissingFact(
                question="when",
                text="Which part of it is judged?" if lasting else "When was it?",
                options=tuple(as_option(moment, zone) for moment in self.moments),
            )
        worded = question in ("actor", "affected")
        return MissingFact(
            question=question,
            text=_ASKED[question],
            options=tuple(
                Option(says=one, text=self.called(one) if worded else one.replace("-", " "))
                for one in options
            ),
        )
