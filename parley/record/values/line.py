"""What a line between parties promises: whom it rings in which order, and what is due by when."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.record.values.calendar import Weekly
from parley.record.values.refused import Unfit
from parley.record.values.text import Id
from parley.record.values.time import Seconds

Way = Literal["in-app", "mail", "webhook", "text-message", "voice", "telephone", "radio", "other"]
Due = Literal[
    "receipt", "reply", "read-back", "telephone-call", "lead-time", "passing-on", "follow-up"
]  # fmt: skip
RungNumber = Annotated[int, Meta(ge=1, le=50, description="From 1.")]
Delay = Annotated[int, Meta(ge=0, le=31_536_000, description="Seconds, at most a year; 0: now.")]


class Rung(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """One step of the ladder: whom to ring, when, how often. Roles are rung, never a named person.

    A rung begins whether or not the one before it ended; an answer stops only its own addressee's.
    """

    to: Annotated[
        Literal["duty", "deputy", "any-officer", "head", "guarantor", "role"],
        Meta(description="Who, on the side of the addressee; `role`: the one named beside it."),
    ]
    role: Annotated[Id | None, Meta(description="That role; only with `role`.")] = None
    after_s: Annotated[Delay, Meta(description="Seconds after the record was entered.")] = 0
    repeat_every_s: Annotated[
        Seconds | None, Meta(description="Seconds between two attempts; absent: no repeat.")
    ] = None
    limit: Annotated[
        int, Meta(ge=1, le=1000, description="At most this many attempts at one contact.")
    ] = 1
    ways: Annotated[
        tuple[Way, ...], Meta(max_length=8, description="By which ways; absent: any known.")
    ] = ()

    def __post_init__(self) -> None:
        if (self.to == "role") != (self.role is not None):
            raise Unfit('expected a role exactly with "to": "role", got one without the other')
        if self.limit > 1 and self.repeat_every_s is None:
            raise Unfit(f"expected repeat_every_s with {self.limit} attempts, got none")


class Policy(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """One rule of what is due by when. Its end is a fact on record, never consent.

    Three forms: something is due `within_s` of a start; notice is given `lead_s` ahead of what it
    notifies; what came in during the hours `received` is passed on during the hours `passed_on`.
    """

    policy: Annotated[Id, Meta(description="The rule.")]
    due: Annotated[Due, Meta(description="What is due.")]
    of: Annotated[
        tuple[Literal["site", "movement", "activity", "presence", "warning", "stop-request"], ...],
        Meta(max_length=6, description="For which records; absent: for all."),
    ] = ()
    within_s: Annotated[Seconds | None, Meta(description="Seconds after the start.")] = None
    lead_s: Annotated[Seconds | None, Meta(description="Seconds ahead; with `lead-time`.")] = None
    emergency_s: Annotated[
        Seconds | None, Meta(description="Instead of either, of a notice marked as emergency.")
    ] = None
    starts: Annotated[
        Literal["sent", "received", "answered", "lapsed"],
        Meta(description="What `within_s` counts from; lapsed: the rule before it ran out."),
    ] = "sent"
    counted: Annotated[
        Literal["elapsed", "in-hours"], Meta(description="Every second, or those of the calendar.")
    ] = "elapsed"
    received: Annotated[
        tuple[Weekly, ...], Meta(max_length=50, description="When it must come in; absent: always.")
    ] = ()
    passed_on: Annotated[
        tuple[Weekly, ...], Meta(max_length=50, description="When it goes out; with `passing-on`.")
    ] = ()

    def __post_init__(self) -> None:
        if (self.due == "lead-time") != (self.lead_s is not None):
            raise Unfit("expected lead_s exactly with lead-time, got one without the other")
        if self.passed_on and self.due != "passing-on":
            raise Unfit(f"expected hours of passing on with passing-on, got them with {self.due}")
        if self.within_s is None and self.lead_s is None and not self.passed_on:
            raise Unfit("expected within_s, lead_s or passed_on, got none of them")

    @property
    def by_the_calendar(self) -> bool:
        """Whether it means nothing without the calendar and the zone of its line."""
        return bool(self.counted == "in-hours" or self.received or self.passed_on)
