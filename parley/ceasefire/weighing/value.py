"""From seven answers to a value, and from the values of several clauses to one for the event.

    violation        all seven are yes
    exempt           1, 2 and 3 are yes, and 4 says exempt
    out_of_scope     1, 2 or 5 is no
    no_breach        3 is no, or 4 says neither, or 6 is no (an exception was ruled to hold)
    not_established  7 is no
    undetermined     otherwise

Several may apply at once; the first of them in this order is the value, and all are kept as
grounds. A fact that fills an unknown adds grounds and takes none away, so what was decided stays
decided, and what was no violation never becomes one.
"""

from __future__ import annotations

from collections.abc import Mapping

from parley.ceasefire.weighing.asked import Ground
from parley.record.values.finding import Value

Says = tuple[str, str, str, str, str, str, str]
"""Seven answers; the fourth is protected, exempt, neither or unknown, the rest yes, no, unknown."""

_OF_CLAUSES: tuple[Value, ...] = ("exempt", "no_breach", "not_established", "out_of_scope")
"""Among clauses that concern an event alike, whose value is the event's."""


def grounds_of(says: Says) -> tuple[Ground, ...]:
    """Every ground that seven answers give, in the order above."""
    found = []
    if says == ("yes", "yes", "yes", "protected", "yes", "yes", "yes"):
        found.append(Ground(value="violation", tests=(1, 2, 3, 4, 5, 6, 7)))
    if says[:3] == ("yes", "yes", "yes") and says[3] == "exempt":
        found.append(Ground(value="exempt", tests=(1, 2, 3, 4)))
    found += [Ground(value="out_of_scope", tests=(n,)) for n in (1, 2, 5) if says[n - 1] == "no"]
    if says[2] == "no":
        found.append(Ground(value="no_breach", tests=(3,)))
    if says[3] == "neither":
        found.append(Ground(value="no_breach", tests=(4,)))
    if says[5] == "no":
        found.append(Ground(value="no_breach", tests=(6,)))
    if says[6] == "no":
        found.append(Ground(value="not_established", tests=(7,)))
    return tuple(found)


def value_of(says: Says) -> Value:
    """The value of seven answers."""
    grounds = grounds_of(says)
    return grounds[0].value if grounds else "undetermined"


def applies(says: Says) -> str:
    """Whether a clause governs the event, so that it sets aside what it overrides."""
    if "no" in says[:3] or says[3] == "neither":
        return "no"
    return "unknown" if "unknown" in says[:4] else "yes"


def foreign(says: Says) -> int:
    """How little a clause concerns an event: it binds others, it speaks of others, or both."""
    return (says[1] == "no") + (says[3] == "neither")


def event_value(every: Mapping[str, Says], set_aside: Mapping[str, str]) -> Value:
    """The value over all clauses. One that may be set aside establishes no violation before that.

    Where none is violated and none undetermined, the clause that most concerns the event speaks:
    one that binds others and protects others has little to say of it.
    """
    ranks: list[tuple[int, int]] = []
    undetermined = False
    for clause, says in every.items():
        if set_aside.get(clause) == "yes":
            continue
        value = value_of(says)
        doubtful = set_aside.get(clause) == "unknown" and value == "violation"
        if doubtful or value == "undetermined":
            undetermined = True
        elif value == "violation":
            return "violation"
        else:
            ranks.append((foreign(says), _OF_CLAUSES.index(value)))
    if undetermined or not ranks:
        return "undetermined"
    return _OF_CLAUSES[min(ranks)[1]]
