"""What a finding is: two tables of seven answers, each with its value and the facts it misses.

A value is proposed. "violation" says that every test is yes on what is on record, and nothing more;
a person rules, and may rule otherwise.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from parley.ceasefire.text.words import Basis
from parley.ceasefire.weighing.asked import Answer, Clash, Ground, MissingFact
from parley.record.values.finding import Value

TESTS: tuple[str, ...] = (
    "in force over the whole interval",
    "actor bound itself",
    "act prohibited",
    "affected protected by the clause",
    "inside the area the clause covers",
    "free of any exception that may hold",
    "evidence meets the policy",
)
"""The seven questions; number n stands at n - 1."""


class Answered(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One of the seven tests, answered for one clause on one basis.

    For test 4, `says` tells protected, exempt and neither apart; exempt and neither both answer no.
    """

    number: int
    question: str
    answer: Answer
    because: Annotated[str, Meta(description="Why, as one sentence.")]
    says: str = ""
    clauses: Annotated[
        tuple[str, ...], Meta(description="Clauses and dated acts of the arrangement file.")
    ] = ()
    entries: Annotated[tuple[int, ...], Meta(description="Entries of the record.")] = ()
    waits_for: Annotated[tuple[str, ...], Meta(description="Questions that are open.")] = ()


class Part(Struct, frozen=True, kw_only=True):
    """The value if the event, or the part of it that is judged, lies in this stretch of time.

    Both ends are milliseconds, and included.
    """

    begin: int
    end: int
    value: Value


class Beside(Struct, frozen=True, kw_only=True):
    """Another clause the event was tested against, and what that gave."""

    clause: str
    value: Value
    set_aside_by: tuple[str, ...] = ()
    entries: tuple[int, ...] = ()


class BasisFinding(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Seven answers on one basis, the value they give, and the shortest list of missing facts."""

    basis: Basis
    value: Value
    clause: Annotated[str, Meta(description="The clause the table is about.")]
    restated_by: tuple[str, ...] = ()
    answers: tuple[Answered, ...]
    grounds: tuple[Ground, ...] = ()
    missing: tuple[MissingFact, ...] = ()
    parts: tuple[Part, ...] = ()
    beside: tuple[Beside, ...] = ()
    clashes: tuple[Clash, ...] = ()


class Finding(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A finding proposed on one reading of what is said. Both bases, never collapsed."""

    event: str
    title: str
    arrangement: str
    effect: BasisFinding
    stated_intent: BasisFinding
    differs: Annotated[
        str, Meta(description="For a competing finding: the question it answers differently.")
    ] = ""
    differs_by: Annotated[tuple[int, ...], Meta(description="The entries that say so.")] = ()

    def on(self, basis: Basis) -> BasisFinding:
        """The finding on one basis."""
        return self.effect if basis == "effect" else self.stated_intent


class RulingLine(Struct, frozen=True, kw_only=True):
    """A person's ruling on this event, as it stands on record. All of them are kept."""

    entry: int
    value: str
    office: str
    reasons: str


class Findings(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The first reading's finding, the competing ones, and every ruling there is."""

    first: Finding
    competing: tuple[Finding, ...] = ()
    rulings: tuple[RulingLine, ...] = ()
    known_at: int | None = None
