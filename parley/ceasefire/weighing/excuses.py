"""Test 6: labelled exceptions, exceptions to exceptions, and those that clash.

An exception must be pleaded, its facts must be on record, and a person must rule that it holds:
none of these is ever assumed. Where two live ones say different things and neither overrides the
other, that is an error in the text: it is shown, and nothing is picked (Catala's default logic).
"""

from __future__ import annotations

from itertools import product

from msgspec.structs import replace

from parley.ceasefire.text.clause import LabelledException
from parley.ceasefire.text.terms import ClauseInForce
from parley.ceasefire.weighing.asked import Clash, Option
from parley.ceasefire.weighing.covering import window_at
from parley.ceasefire.weighing.facts import Assumed, Facts
from parley.ceasefire.weighing.found import Found, agreed, either, union, unknown

_ROOT = None


def excused(
    facts: Facts, term: ClauseInForce, ms: int, assumed: Assumed, clashes: set[Clash]
) -> Found:
    """Whether the act is kept in the prohibition (keeps), lifted out of it (lifts), or unknown."""
    return _Excuses(facts, term, ms, assumed, clashes).resolved(_ROOT, "keeps")


class _Excuses:
    """The exceptions of one clause, looked at for one moment. Clashes are noted as they are met."""

    def __init__(
        self, facts: Facts, term: ClauseInForce, ms: int, assumed: Assumed, clashes: set[Clash]
    ) -> None:
        self.facts, self.term, self.ms, self.assumed = facts, term, ms, assumed
        self.clashes = clashes
        self.live = {
            one.label: _live(facts, term, one, ms, assumed) for one in term.clause.exception
        }

    def resolved(self, of: str | None, otherwise: str) -> Found:
        """What holds among the exceptions to `of`; `otherwise` where none of them is live."""
        below = sorted(
            (one for one in self.term.clause.exception if one.of == of), key=lambda one: one.label
        )
        live = {one.label: self.live[one.label] for one in below}
        if not any(found.says != "no" for found in live.values()):
            asks = union(found.asks for found in live.values())
            return _default(self.term, otherwise, tuple(live.values()), asks)
        inner = {
            one.label: self.resolved(one.label, one.effect)
            for one in below
            if live[one.label].says != "no"
        }
        ways = []
        for chosen in product(*(_sides(live[one.label]) for one in below)):
            on = [one for one, says in zip(below, chosen, strict=True) if says == "yes"]
            ways.append(self._together(on, inner, otherwise))
        found = agreed(ways, union(one.asks for one in live.values() if one.says == "unknown"))
        return _why(found, live)

    def _together(
        self, on: list[LabelledException], inner: dict[str, Found], otherwise: str
    ) -> Found:
        """What exceptions that are all live come to; a clash if they differ and none prevails."""
        if not on:
            return _default(self.term, otherwise, (), ())
        beaten = {label for one in on for label in one.overrides}
        left = [one for one in on if one.label not in beaten] or on
        says = {inner[one.label].says for one in left}
        cited = [found for one in left for found in (self.live[one.label], inner[one.label])]
        clauses = union(((self.term.clause.id,), *(found.clauses for found in cited)))
        entries = tuple(sorted({entry for found in cited for entry in found.entries}))
        asks = union(found.asks for found in cited)
        because = either(inner[one.label].because for one in left)
        if len(says) == 1:
            if "unknown" not in says:
                because = f"{' and '.join(one.label for one in left)} holds."
            return Found(
                says=says.pop(), because=because, clauses=clauses, entries=entries, asks=asks
            )
        if "unknown" in says:
            return Found(
                says="unknown", because=because, clauses=clauses, entries=entries, asks=asks
            )
        return self._clashing(left, inner)

    def _clashing(self, left: list[LabelledException], inner: dict[str, Found]) -> Found:
        labels = tuple(one.label for one in left)
        clause = self.term.clause.id
        text = (
            f"The exceptions {' and '.join(labels)} of {clause} both hold, say different "
            "things, and neither overrides the other: an error in the text."
        )
        self.clashes.add(Clash(clause=clause, labels=labels, text=text))
        options = tuple(Option(says=label, text=label) for label in labels)
        question = f"prevails.{clause}.{'.'.join(labels)}"
        words = f"Which prevails: {' or '.join(labels)}?"
        asked = self.facts.choice(question, words, options, self.assumed)
        cited = [found for one in labels for found in (self.live[one], inner[one])]
        rests = sorted({entry for found in cited for entry in found.entries})
        if asked.says == "unknown":
            return unknown(text, *asked.asks, clauses=(clause,), entries=tuple(rests))
        return Found(
            says=inner[asked.says].says, because=f"{asked.says} prevails.", clauses=(clause,),
            entries=tuple(sorted({*rests, *asked.entries})), asks=asked.asks,
        )  # fmt: skip


def _live(
    facts: Facts, term: ClauseInForce, one: LabelledException, ms: int, assumed: Assumed
) -> Found:
    """Whether an exception is live: pleaded, in its hours, its facts on record, and so ruled."""
    plea = facts.held(f"plea.{one.label}")
    if plea is None or plea.says != ("yes",):
        return Found(says="no", because=f"Nobody pleads {one.label}.")
    conditions = [Found(says="yes", because="", entries=plea.entries)]
    hours = window_at(facts, one.window, ms)
    if hours == "no":
        conditions.append(Found(says="no", because=f"{one.label} was not on just then."))
    elif hours == "unknown":
        text = f"Were the hours of {one.label.replace('-', ' ')} on?"
        conditions.append(facts.fact(f"hours.{term.clause.id}.{one.label}", text, assumed))
    if not one.public:
        text = f"Does any text say that {one.label.replace('-', ' ')} matters here?"
        conditions.append(facts.fact(f"text.{term.clause.id}.{one.label}", text, assumed))
    for need in one.needs:
        text = f"Is {need.replace('-', ' ')} on record, for {one.label.replace('-', ' ')}?"
        conditions.append(facts.fact(need, text, assumed))
    if one.person:
        text = f"Does a person rule that {one.label.replace('-', ' ')} holds?"
        conditions.append(facts.fact(f"ruled.{one.label}", text, assumed))
    return _all(term, one, conditions)


def _all(term: ClauseInForce, one: LabelledException, conditions: list[Found]) -> Found:
    """Strong Kleene and."""
    says = [found.says for found in conditions]
    entries = tuple(sorted({entry for found in conditions for entry in found.entries}))
    asks = union(found.asks for found in conditions)
    word = one.label.replace("-", " ")
    if "no" in says:
        because = f"{word} is pleaded, and does not hold."
        return Found(
            says="no", because=because, clauses=(term.clause.id,), entries=entries, asks=asks
        )
    if "unknown" in says:
        open_ = [found.because for found in conditions if found.says == "unknown"]
        because = f"{word} is pleaded; open: {either(open_)}"
        return Found(
            says="unknown", because=because, clauses=(term.clause.id,), entries=entries, asks=asks
        )
    return Found(
        says="yes", because=f"{word} is pleaded and holds.", clauses=(term.clause.id,),
        entries=entries, asks=asks,
    )  # fmt: skip


def _default(
    term: ClauseInForce, otherwise: str, each: tuple[Found, ...], asks: tuple[str, ...]
) -> Found:
    because = either(found.because for found in each if found.entries)
    entries = tuple(sorted({entry for found in each for entry in found.entries}))
    return Found(
        says=otherwise, because=because or "No exception is pleaded.", clauses=(term.clause.id,),
        entries=entries, asks=asks,
    )  # fmt: skip


def _why(found: Found, live: dict[str, Found]) -> Found:
    """The same with what every pleaded exception rests on, those that do not hold too."""
    entries = tuple(sorted({*found.entries, *(e for one in live.values() for e in one.entries)}))
    because = found.because
    if found.says == "unknown":
        because = either(one.because for one in live.values() if one.says == "unknown") or because
    return replace(found, because=because, entries=entries)


def _sides(found: Found) -> tuple[str, ...]:
    return ("yes", "no") if found.says == "unknown" else (found.says,)
