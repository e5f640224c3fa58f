"""The ladder: whom to ring now, whom next and when, until somebody answers."""

from parley.channel.ladder.plan import (
    Contact,
    Plan,
    Ring,
    Step,
    Unreached,
    contacts,
    plan,
    plans,
    rings_due,
    rungs_for,
    unreached,
)
from parley.channel.ladder.sentence import ladder_sentence, plan_sentence

__all__ = [
    "Contact",
    "Plan",
    "Ring",
    "Step",
    "Unreached",
    "contacts",
    "ladder_sentence",
    "plan",
    "plan_sentence",
    "plans",
    "rings_due",
    "rungs_for",
    "unreached",
]
