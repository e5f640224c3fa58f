"""The shortest list of facts that would decide a finding, however each of them turns out.

A list is enough when every way its facts can turn out leaves nothing undetermined. More facts never
undo that, so a fact without which all the others are not enough belongs to every list; the rest is
a search by size. The decision tree is cut wherever a branch is decided: most are, by a first no.
"""

from __future__ import annotations

from itertools import combinations

from parley.ceasefire.weighing.facts import Assumed
from parley.ceasefire.weighing.tables import Tables

_FIRST = ("actor", "affected", "act", "when", "evidence")
"""Asked first, because they settle what else is to be asked."""
MOST_SEARCHED = 12
"""With more facts that may or may not be needed, the list is one that cannot be cut further."""


def shortest(tables: Tables) -> tuple[str, ...]:
    """The questions of the shortest list; none where the finding is not undetermined."""
    if tables.value({}) != "undetermined":
        return ()
    every = tables.open_questions({})
    needed = _needed(tables, every)
    if len(needed) == len(every) or enough(tables, tuple(needed)):
        return tuple(needed)
    rest = [one for one in every if one not in needed]
    if len(rest) <= MOST_SEARCHED:
        for size in range(1, len(rest) + 1):
            for more in combinations(rest, size):
                if enough(tables, (*needed, *more)):
                    return (*needed, *more)
    kept = list(every)
    for one in rest:
        fewer = [question for question in kept if question != one]
        if enough(tables, tuple(fewer)):
            kept = fewer
    return tuple(kept)


def _needed(tables: Tables, every: tuple[str, ...]) -> list[str]:
    """The questions that stand on every list: without one of them, all the others are not enough.

    Those asked first are tried one by one. The others matter only where these are settled, so one
    walk over all the ways these turn out finds them, and passes by what is known to be needed.
    """
    found = {one for one in _FIRST if one in every and not enough(tables, _without(every, one))}

    def walk(known: dict[str, str]) -> None:
        if tables.value(known) != "undetermined":
            return
        waiting = [one for one in tables.open_questions(known) if one in every]
        ask = next((one for one in _FIRST if one in waiting), None)
        if ask is not None:
            for option in tables.facts.questions[ask].options:
                walk(known | {ask: option.says})
            return
        for one in waiting:
            if one not in found and not enough(tables, _without(every, one), known):
                found.add(one)

    walk({})
    return [one for one in every if one in found]


def _without(every: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(question for question in every if question != one)


def enough(tables: Tables, questions: tuple[str, ...], assumed: Assumed | None = None) -> bool:
    """Whether knowing these decides it, whatever the answers are.

    Only what an open test still waits for is asked: who else might be bound is of no matter once
    it is known who acted.
    """
    known = dict(assumed or {})
    if tables.value(known) != "undetermined":
        return True
    waiting = tables.open_questions(known)
    ask = next((one for one in _FIRST if one in waiting and one in questions), None)
    if ask is None:
        ask = next((one for one in waiting if one in questions), None)
    if ask is None:
        return False
    options = tables.facts.questions[ask].options
    return all(enough(tables, questions, known | {ask: one.says}) for one in options)
