"""Arrangement: what was agreed, by whom, through which channel, until when."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.record.values.statement import Open
from parley.record.values.text import Digest, Id, Name, Prose
from parley.record.values.time import Hours, Seconds, VagueTime


class Clause(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """The smallest part of a text that can be cited. Its identifier is never re-used."""

    clause: Annotated[Id, Meta(description="The identifier.")]
    gist: Annotated[Prose, Meta(description="What it says, paraphrased.")]
    reference: Annotated[Name | None, Meta(description="Where in the text it stands.")] = None


class InstrumentAdopted(Open, frozen=True, kw_only=True, tag="arrangement.instrument_adopted"):
    """A text was adopted, in a version with numbered clauses. It binds whoever accepts it."""

    instrument: Annotated[Id, Meta(description="The text.")]
    version: Annotated[int, Meta(ge=1, le=10_000, description="Which version of it.")]
    title: Annotated[Name, Meta(description="What it is called.")]
    adopted: Annotated[VagueTime, Meta(description="When.")]
    gist: Annotated[Prose, Meta(description="What it does, paraphrased.")]
    in_force: Annotated[VagueTime | None, Meta(description="From when, or when.")] = None
    adopted_by: Annotated[tuple[Name, ...], Meta(max_length=20, description="By whom.")] = ()
    clauses: Annotated[tuple[Clause, ...], Meta(max_length=200)] = ()
    text: Annotated[Digest | None, Meta(description="The text itself, by hash.")] = None
    public: Annotated[
        Literal["public", "withheld", "unknown"], Meta(description="Whether its text is public.")
    ] = "unknown"


class Accepted(Open, frozen=True, kw_only=True, tag="arrangement.accepted"):
    """A party accepted an instrument, which binds that party and nobody else."""

    instrument: Annotated[Id, Meta(description="The text.")]
    party: Annotated[Name, Meta(description="Who accepted.")]
    accepted: Annotated[VagueTime, Meta(description="When.")]
    actor: Annotated[Id | None, Meta(description="The registered actor, if tied.")] = None


class Withdrew(Open, frozen=True, kw_only=True, tag="arrangement.withdrew"):
    """A party said that an instrument no longer binds it."""

    instrument: Annotated[Id, Meta(description="The text.")]
    party: Annotated[Name, Meta(description="Who withdrew.")]
    withdrew: Annotated[VagueTime, Meta(description="When.")]
    statement: Annotated[Prose, Meta(description="In its words or the source's.")]
    actor: Annotated[Id | None, Meta(description="The registered actor, if tied.")] = None


class DesignationListed(Open, frozen=True, kw_only=True, tag="arrangement.designation_listed"):
    """A group was put on a dated list of those whom an instrument exempts."""

    list: Annotated[Id, Meta(description="The list.")]
    group: Annotated[Name, Meta(description="The group.")]
    listed: Annotated[VagueTime, Meta(description="From when.")]
    aliases: Annotated[tuple[Name, ...], Meta(max_length=50, description="Same group.")] = ()
    actor: Annotated[Id | None, Meta(description="The registered actor, if tied.")] = None


class DesignationDelisted(Open, frozen=True, kw_only=True, tag="arrangement.designation_delisted"):
    """A group was taken off a list of those whom an instrument exempts."""

    list: Annotated[Id, Meta(description="The list.")]
    group: Annotated[Name, Meta(description="The group.")]
    delisted: Annotated[VagueTime, Meta(description="From when.")]
    actor: Annotated[Id | None, Meta(description="The registered actor, if tied.")] = None


class ChannelEstablished(Open, frozen=True, kw_only=True, tag="arrangement.channel_established"):
    """A line between parties was agreed, with its purpose and its reply time or the lack of one."""

    channel: Annotated[Id, Meta(description="The line.")]
    between: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=50, description="Whom.")]
    purpose: Annotated[Prose, Meta(description="What it is agreed for. 'Agreed' is not 'used'.")]
    established: Annotated[VagueTime, Meta(description="When.")]
    reply_within_s: Annotated[
        Seconds | None, Meta(description="In seconds; absent: none agreed.")
    ] = None
    duty_roles: Annotated[tuple[Id, ...], Meta(max_length=50, description="Who is rung.")] = ()


class ChannelOffered(Open, frozen=True, kw_only=True, tag="arrangement.channel_offered"):
    """An actor offered another a line or a form of coordination."""

    channel: Annotated[Id, Meta(description="The line.")]
    by: Annotated[Name, Meta(description="Who offered.")]
    to: Annotated[Name, Meta(description="To whom.")]
    purpose: Annotated[Prose, Meta(description="For what.")]
    offered: Annotated[VagueTime, Meta(description="When.")]


class ChannelDeclined(Open, frozen=True, kw_only=True, tag="arrangement.channel_declined"):
    """An actor declined an offered line or form of coordination."""

    channel: Annotated[Id, Meta(description="The line.")]
    by: Annotated[Name, Meta(description="Who declined.")]
    declined: Annotated[VagueTime, Meta(description="When.")]
    statement: Annotated[Prose, Meta(description="Why, in its words or the source's.")]


class ClockDeclared(Open, frozen=True, kw_only=True, tag="arrangement.clock_declared"):
    """Somebody with the power to do so declared a hold clock started, renewed or ended."""

    clock: Annotated[Id, Meta(description="The clock.")]
    act: Annotated[
        Literal["started", "renewed", "reset", "suspended", "ended", "deadline"],
        Meta(description="What was declared. Clocks are decided, not counted."),
    ]
    by: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=20, description="By whom.")]
    at: Annotated[VagueTime, Meta(description="The moment it counts from.")]
    statement: Annotated[Prose, Meta(description="In words.")]
    hours: Annotated[Hours | None, Meta(description="For how long.")] = None


class StatusStated(Open, frozen=True, kw_only=True, tag="arrangement.status_stated"):
    """A speaker said how an arrangement stands. Status is per speaker, never the machine's."""

    speaker: Annotated[Name, Meta(description="Who says so.")]
    status: Annotated[
        Literal["holding", "strained", "suspended", "lapsed", "ended"],
        Meta(description="Which word it comes to."),
    ]
    stated: Annotated[VagueTime, Meta(description="When.")]
    statement: Annotated[Prose, Meta(description="In its words or the source's.")]
    instrument: Annotated[Id | None, Meta(description="Of which text.")] = None
    actor: Annotated[Id | None, Meta(description="The registered actor, if tied.")] = None


Arrangement = (
    InstrumentAdopted
    | Accepted
    | Withdrew
    | DesignationListed
    | DesignationDelisted
    | ChannelEstablished
    | ChannelOffered
    | ChannelDeclined
    | ClockDeclared
    | StatusStated
)
