"""A scenario file: an arrangement, start facts, timed entries, and what must come out.

    [scenario]
    id = "withdrawn"
    title = "A party withdraws, and something happens after"
    arrangement = "syria-2016"        # shipped, a file beside this one, or a table of its own

    [[start]]                         # known from the beginning: entries 0, 1, ...
    record = { kind = "arrangement.accepted", instrument = "terms", party = "Group X", ... }

    [[entry]]                         # then what was logged, in order
    at = "2016-03-02T10:00Z"
    event = "shelling"
    said = { question = "act", says = ["shelling"] }

    [[expect.finding]]
    event = "shelling"
    effect = "out_of_scope"
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.ceasefire.said.file import Line
from parley.ceasefire.text.arrangement import Arrangement
from parley.ceasefire.text.timing import ClockState, ObligationState
from parley.ceasefire.text.words import Written
from parley.record.values.finding import Value
from parley.record.values.text import Id, Name, Prose

Count = Annotated[int, Meta(ge=0)]


class About(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a scenario is about."""

    id: Id
    title: Name
    gist: Annotated[Prose | None, Meta(description="What it is to show.")] = None
    arrangement: Annotated[
        Name | None, Meta(description="A shipped arrangement or a file; else [arrangement].")
    ] = None


class Logged(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry: a record of the vocabulary, or a statement about an event. Never both."""

    at: Annotated[Written | None, Meta(description="Ledger time; absent: as the one before.")] = (
        None
    )
    by: Annotated[Id, Meta(description="The actor that signs it.")] = "desk"
    record: Annotated[
        dict[str, object] | None, Meta(description="kind and fields; times as plain text.")
    ] = None
    event: Annotated[Id | None, Meta(description="The event a statement is about.")] = None
    said: Line | None = None


class Table(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one basis must show. Only what is given is compared."""

    value: Value
    clause: Id | None = None
    answers: Annotated[
        dict[str, str], Meta(description='Test number to answer; test 4 may say "exempt".')
    ] = {}
    missing: Annotated[
        tuple[str, ...] | None, Meta(description="The questions that are missing, in any order.")
    ] = None
    parts: Annotated[
        tuple[Value, ...] | None, Meta(description="The value of each stretch of time, in order.")
    ] = None
    clashes: Annotated[
        tuple[tuple[Id, ...], ...] | None, Meta(description="Exceptions that clash.")
    ] = None
    set_aside: Annotated[
        dict[str, tuple[Id, ...]], Meta(description="Clauses set aside, and by which.")
    ] = {}


class ExpectedFinding(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must come out of one event, on each basis, as known at a number of entries."""

    event: Id
    effect: Value | Table | None = None
    stated_intent: Value | Table | None = None
    known_at: Annotated[Count | None, Meta(description="Number of entries known.")] = None
    competing: Annotated[Count | None, Meta(description="How many findings compete.")] = None
    competing_effect: Annotated[
        tuple[Value, ...] | None, Meta(description="Their values by effect, in order.")
    ] = None
    rulings: Annotated[Count | None, Meta(description="How many rulings stand.")] = None


class ExpectedClock(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a clock must show at a moment: declared, or observed under one policy."""

    clock: Id
    side: Literal["declared", "observed"] = "observed"
    policy: Id | None = None
    at: Written
    state: ClockState
    days: Annotated[Count | None, Meta(description="Clean days it shows.")] = None
    known_at: int | None = None


class ExpectedObligation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How an obligation must stand at a moment."""

    clause: Id
    at: Written | None = None
    state: ObligationState
    holder: Id | None = None
    known_at: int | None = None


class Expected(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that must come out."""

    finding: tuple[ExpectedFinding, ...] = ()
    clock: tuple[ExpectedClock, ...] = ()
    obligation: tuple[ExpectedObligation, ...] = ()


class ScenarioFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole scenario file."""

    scenario: About
    arrangement: Arrangement | None = None
    start: Annotated[tuple[Logged, ...], Meta(max_length=1000)] = ()
    entry: Annotated[tuple[Logged, ...], Meta(max_length=10_000)] = ()
    expect: Expected
