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
    needed = [one for one in every if not enough(tables, tuple(q for q in every if q != one))]
    if enough(tables, tuple(needed)):
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
