"""A finding with its reasons: seven numbered answers, what each rests on, and what is missing.

Two bases, effect and stated intent, stand side by side and are never made into one.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.record.values.refused import Unfit
from parley.record.values.text import Digest, Id, Prose

Value = Literal[
    "violation", "no_breach", "exempt", "out_of_scope", "not_established", "undetermined"
]  # fmt: skip
BasisName = Literal["effect", "stated-intent"]
Numbered = Annotated[
    int,
    Meta(
        ge=1,
        le=7,
        description="1 in force, 2 actor bound, 3 act prohibited, 4 affected protected, "
        "5 inside the area, 6 no exception, 7 evidence enough.",
    ),
]
Size = Annotated[int, Meta(ge=0, le=2**53 - 1, description="How many entries were known.")]


class Answered(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """The answer to one numbered test, with the clauses and the entries it rests on."""

    test: Numbered
    answer: Annotated[
        Literal["yes", "no", "unknown"], Meta(description="Unknown is an answer, not a no.")
    ]
    detail: Annotated[
        Id | None,
        Meta(description="Which yes or no: protected, exempt, neither (4); pleaded, holds (6)."),
    ] = None
    clauses: Annotated[tuple[Id, ...], Meta(max_length=50, description="Clauses it rests on.")] = ()
    entries: Annotated[
        tuple[Digest, ...], Meta(max_length=50, description="Records it rests on.")
    ] = ()


class Missing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A fact that is not on record and would help to decide a test."""

    test: Numbered
    fact: Annotated[Prose, Meta(description="What would have to be known.")]


class Basis(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """The table of one basis: its own answers, value and missing facts."""

    basis: Annotated[
        BasisName, Meta(description="effect: what was hit; stated-intent: what was meant.")
    ]
    value: Annotated[Value, Meta(description="What the answers come to.")]
    tests: Annotated[
        tuple[Answered, ...], Meta(min_length=1, max_length=7, description="By number, each once.")
    ]
    missing: Annotated[
        tuple[Missing, ...], Meta(max_length=50, description="The shortest list that would decide.")
    ] = ()

    def __post_init__(self) -> None:
        ascending(self.tests)


def ascending(tests: tuple[Answered, ...]) -> None:
    """Refuse answers out of order, or two answers to one test."""
    numbers = [tested.test for tested in tests]
    if numbers != sorted(set(numbers)):
        raise Unfit(f"expected tests by number, each once, got {numbers}")
