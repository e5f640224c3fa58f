"""What a finding is: two tables of seven answers, each with its value and the facts it misses.

A value is proposed. "violation" says that every test is yes on what is on record, and nothing more;
a person rules, and may rule otherwise.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.ceasefire.text.words import Basis

Answer = Literal["yes", "no", "unknown"]
Value = Literal[
    "violation", "exempt", "out_of_scope", "no_breach", "not_established", "undetermined"
]
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


class Option(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One way a missing fact may turn out. `stretches` are the times it stands for, if it is when."""

    says: str
    text: str
    stretches: tuple[tuple[int, int], ...] = ()


class MissingFact(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fact nobody has put on record, by the question that would answer it."""

    question: str
    text: Annotated[str, Meta(description="The question in words.")]
    tests: Annotated[tuple[int, ...], Meta(description="The tests that wait for it.")] = ()
    options: Annotated[tuple[Option, ...], Meta(description="How it may turn out.")] = ()


class TestAnswer(Struct, frozen=True, kw_only=True, omit_defaults=True):
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


class Ground(Struct, frozen=True, kw_only=True):
    """One reason for a value: the tests that give it. All that apply are kept."""

    value: Value
    tests: tuple[int, ...]


class Part(Struct, frozen=True, kw_only=True):
    """The value if the event, or the part of it that is judged, lies in these stretches of time."""

    stretches: tuple[tuple[int, int], ...]
    value: Value


class Beside(Struct, frozen=True, kw_only=True):
    """Another clause the event was tested against, and what that gave."""

    clause: str
    value: Value
    set_aside_by: tuple[str, ...] = ()


class Clash(Struct, frozen=True, kw_only=True):
    """Two live exceptions that say different things, and no override: an error in the text."""

    clause: str
    labels: tuple[str, ...]
    text: str


class BasisFinding(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Seven answers on one basis, the value they give, and the shortest list of missing facts."""

    basis: Basis
    value: Value
    clause: Annotated[str, Meta(description="The clause the table is about.")]
    restated_by: tuple[str, ...] = ()
    answers: tuple[TestAnswer, ...]
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
    intent: BasisFinding
    differs: Annotated[
        str, Meta(description="For a competing finding: the question it answers differently.")
    ] = ""
    differs_by: Annotated[tuple[int, ...], Meta(description="The entries that say so.")] = ()

    def on(self, basis: Basis) -> BasisFinding:
        """The finding on one basis."""
        return self.effect if basis == "effect" else self.intent


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
