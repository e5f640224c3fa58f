"""What weighing is about: values, their grounds, and facts that are missing."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.record.values.finding import Value

Answer = Literal["yes", "no", "unknown"]


class Option(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One way a missing fact may turn out; to the question when, `stretches` are the times."""

    says: str
    text: str
    stretches: tuple[tuple[int, int], ...] = ()


class MissingFact(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fact nobody has put on record, by the question that would answer it."""

    question: str
    text: Annotated[str, Meta(description="The question in words.")]
    tests: Annotated[tuple[int, ...], Meta(description="The tests that wait for it.")] = ()
    options: Annotated[tuple[Option, ...], Meta(description="How it may turn out.")] = ()


class Ground(Struct, frozen=True, kw_only=True):
    """One reason for a value: the tests that give it. All that apply are kept."""

    value: Value
    tests: tuple[int, ...]


class Clash(Struct, frozen=True, kw_only=True):
    """Two live exceptions that say different things, and no override: an error in the text."""

    clause: str
    labels: tuple[str, ...]
    text: str
