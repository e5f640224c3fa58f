"""What an arrangement counts, joins, answers and reports: clocks, milestones, channels, lists.

A hold clock is decided, not counted: `declared` is what those with the power said, `observed` is
one policy applied to the record. Both are shown, and the gap between them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from parley.ceasefire.text.words import Hour, Source, Who, Written
from parley.record.values.text import Id, Name, Prose
from parley.record.values.time import Hours, Seconds

Reset = Literal[
    "ruled_violation",
    "ruled_violation_with_deaths",
    "alleged",
    "alleged_by_guarantor",
    "deaths_claimed",
    "declared",
]
"""What puts an observed clock back to zero: a class of ruling, or less than a ruling."""
ClockState = Literal[
    "not_started", "running", "reset", "suspended", "met", "lapsed", "ended", "disputed"
]

ObligationState = Literal["open", "claimed_done", "confirmed", "disputed", "breached", "lapsed"]


class ClockPolicy(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One way to count. Several stand side by side: one real week gave 0, 1, 2 or 7 clean days."""

    id: Annotated[Id, Meta(description="The policy.")]
    title: Annotated[Name, Meta(description="In words, for the table.")]
    resets: Annotated[
        tuple[Reset, ...], Meta(max_length=6, description="What resets; empty: nothing does.")
    ] = ()
    counting: Annotated[
        Literal["consecutive", "cumulative"], Meta(description="Whether a reset loses what ran.")
    ] = "consecutive"
    unit: Annotated[
        Literal["whole_days", "elapsed"],
        Meta(description="Days between day edges, or time that passed."),
    ] = "elapsed"


class Voice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Who speaks for whom when a clock is declared. It gives nobody another name."""

    name: Annotated[Name, Meta(description="As the record names the speaker.")]
    speaks_for: Annotated[Id, Meta(description="The actor.")]


class Clock(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A hold clock: how long something must hold, who decides, and how it may be counted."""

    id: Annotated[Id, Meta(description="The clock.")]
    title: Annotated[Name, Meta(description="What it is called.")]
    clause: Annotated[Id, Meta(description="The clause it rests on.")]
    hours: Annotated[Hours, Meta(description="How long it must run.")]
    start: Annotated[Written | None, Meta(description="When it starts; absent: when declared.")] = (
        None
    )
    decides: Annotated[
        Literal["consent", "rule", "one_side"],
        Meta(description="Who decides: all named together, the policy, or any of the named."),
    ] = "consent"
    deciders: Annotated[tuple[Id, ...], Meta(max_length=20, description="By actor.")] = ()
    day_edge: Annotated[Hour, Meta(description="When a day begins on the wall clock.")] = "00:00"
    zone: Annotated[str | None, Meta(description="Else the arrangement's zone.")] = None
    renewal_hours: Annotated[Hours | None, Meta(description="How long one renewal runs.")] = None
    lapses_after_hours: Annotated[
        Hours | None, Meta(description="Without renewal it lapses after so long.")
    ] = None
    joined: Annotated[
        tuple[Id, ...],
        Meta(max_length=20, description="Obligations that must be confirmed as well."),
    ] = ()
    policy: Annotated[tuple[ClockPolicy, ...], Meta(max_length=12)] = ()
    records: Annotated[
        tuple[Id, ...], Meta(max_length=20, description="Its other identifiers in the record.")
    ] = ()
    voice: Annotated[tuple[Voice, ...], Meta(max_length=50)] = ()


class Condition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One joined condition of a milestone: a clock met, or an obligation in a state."""

    clock: Id | None = None
    obligation: Annotated[Id | None, Meta(description="A clause with form obligation.")] = None
    state: Annotated[
        Literal["met", "confirmed", "claimed_done"], Meta(description="The state it must be in.")
    ] = "met"


class Milestone(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What follows once all joined conditions hold. Until then the missing ones are listed."""

    id: Annotated[Id, Meta(description="The milestone.")]
    title: Annotated[Name, Meta(description="What it is called.")]
    clause: Annotated[Id, Meta(description="The clause it rests on.")]
    unlocks: Annotated[Prose, Meta(description="What follows, paraphrased.")]
    needs: Annotated[tuple[Condition, ...], Meta(min_length=1, max_length=20)]


class Channel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A line: between whom, for what, answered how fast, or none agreed."""

    id: Annotated[Id, Meta(description="The line.")]
    between: Annotated[tuple[Who, ...], Meta(min_length=1, max_length=50, description="Whom.")]
    purpose: Annotated[Prose, Meta(description="What it is agreed for. 'Agreed' is not 'used'.")]
    source: Source
    clause: Annotated[Id | None, Meta(description="The clause it rests on.")] = None
    reply_within_s: Annotated[Seconds | None, Meta(description="Absent: none agreed.")] = None
    opens: Annotated[Hour | None, Meta(description="Office hours: from.")] = None
    closes: Annotated[Hour | None, Meta(description="Office hours: up to.")] = None
    zone: Annotated[str | None, Meta(description="Else the arrangement's zone.")] = None
    duty_roles: Annotated[tuple[Id, ...], Meta(max_length=50, description="Who is rung.")] = ()


class ListMatching(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """When two lists' incidents may be the same one. A person links; nothing is merged.

    Day and distance alone never match: 39 % of incidents in one real set share both with another.
    """

    within_minutes: Annotated[int, Meta(ge=0, le=10_080, description="Apart in time, at most.")] = (
        180
    )
    within_m: Annotated[int, Meta(ge=0, le=100_000, description="Apart on the ground.")] = 3000
    also: Annotated[
        tuple[Literal["act", "actor", "affected", "place_name"], ...],
        Meta(min_length=1, max_length=4, description="What must agree besides time and distance."),
    ] = ("act", "affected")


class DailyReport(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """How the daily report is cut: one hour, one stated zone."""

    cut_off: Annotated[Hour, Meta(description="The hour it closes.")] = "19:30"
    zone: Annotated[str | None, Meta(description="Else the arrangement's zone.")] = None


class EvidencePolicy(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What a finding needs before it may say that something is established."""

    id: Annotated[Id, Meta(description="The policy.")]
    gist: Annotated[Prose, Meta(description="In words.")]
    least: Annotated[
        Literal["alleged", "corroborated", "verified", "admitted"],
        Meta(description="The lowest grade that meets it."),
    ] = "corroborated"
    source: Source | None = None


class Span(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """From and until, as the text gives them; an absent end is open."""

    from_: Written | None = field(default=None, name="from")
    until: Written | None = None
