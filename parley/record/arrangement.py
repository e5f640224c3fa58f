"""Arrangement: what was agreed, by whom, through which channel, until when."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from parley.record.values.calendar import Calendar
from parley.record.values.line import Policy, Rung
from parley.record.values.place import Place
from parley.record.values.refused import Unfit
from parley.record.values.statement import Open
from parley.record.values.text import Digest, Id, Name, Prose
from parley.record.values.time import Hours, Seconds, VagueTime

Pieces = Annotated[tuple[Prose, ...], Meta(min_length=1, max_length=100)]


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


class ArrangementFiled(Open, frozen=True, kw_only=True, tag="arrangement.arrangement_filed"):
    """The desk filed its reading of the texts, clause by clause, in a form a machine can follow.

    It is a reading and binds nobody: an instrument binds whoever accepts it. Findings name the
    `file` they were worked out with, so that each can be worked out again as it was known. The
    text travels apart, sealed for the members: they can check it, and others only see its digest.
    Joined without anything between them, the pieces of `text` are the file, in UTF-8, whose
    SHA-256 is `file`. A file too long for that travels beside the log under its digest.
    """

    APART: ClassVar[tuple[str, ...]] = ("text",)

    arrangement: Annotated[Id, Meta(description="The arrangement, through all its versions.")]
    version: Annotated[int, Meta(ge=1, le=10_000, description="Which version of the reading.")]
    title: Annotated[Name, Meta(description="What it is called.")]
    file: Annotated[Digest, Meta(description="SHA-256 of the file.")]
    form: Annotated[Literal["toml", "yaml"], Meta(description="How the file is written.")]
    instruments: Annotated[
        tuple[Id, ...], Meta(max_length=100, description="The texts it gives a reading of.")
    ] = ()
    replaces: Annotated[
        Digest | None, Meta(description="The file it takes the place of from here on.")
    ] = None
    why: Annotated[Prose | None, Meta(description="What changed, and why.")] = None
    text: Annotated[
        Pieces | None, Meta(description="The file, in pieces: sealed apart.")
    ] = None


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


class DelineationAgreed(Open, frozen=True, kw_only=True, tag="arrangement.delineation_agreed"):
    """The parties agreed where an area begins and ends, and told the desk, or only that they did.

    What is undisclosed leaves every question about its inside open: never "outside".
    """

    APART: ClassVar[tuple[str, ...]] = ("place",)

    instrument: Annotated[Id, Meta(description="The text that speaks of the area.")]
    area: Annotated[Id, Meta(description="The area, through all its versions.")]
    version: Annotated[int, Meta(ge=1, le=10_000, description="Which agreed course of it.")] = 1
    name: Annotated[Name, Meta(description="What it is called.")]
    gist: Annotated[Prose, Meta(description="What holds inside it, paraphrased.")]
    agreed: Annotated[VagueTime, Meta(description="When.")]
    disclosed: Annotated[
        Literal["agreed", "undisclosed"],
        Meta(description="agreed: its course is sealed apart; undisclosed: the desk has none."),
    ]
    agreed_by: Annotated[tuple[Name, ...], Meta(max_length=20, description="By whom.")] = ()
    in_force: Annotated[VagueTime | None, Meta(description="From when, or when.")] = None
    place: Annotated[Place | None, Meta(description="Its course, exactly: sealed apart.")] = None

    def __post_init__(self) -> None:
        if self.disclosed == "undisclosed" and self.place is not None:
            raise Unfit("expected no place in an undisclosed delineation, got one")


class RestraintUndertaken(Open, frozen=True, kw_only=True, tag="arrangement.restraint_undertaken"):
    """A speaker said that restraint was asked, promised, kept or broken. Others may say otherwise.

    One restraint has one identifier through all these dated acts, and each act its own speaker.
    """

    restraint: Annotated[Id, Meta(description="The restraint.")]
    act: Annotated[
        Literal["asked", "undertaken", "refused", "held", "broken"],
        Meta(description="What this speaker says of it."),
    ]
    speaker: Annotated[Name, Meta(description="Who says so: asks, promises or reports.")]
    of: Annotated[Name, Meta(description="Who is to restrain.")]
    at: Annotated[VagueTime, Meta(description="When.")]
    statement: Annotated[Prose, Meta(description="In its words or the source's.")]
    over: Annotated[Name | None, Meta(description="Whom it is to restrain, if not itself.")] = None
    until: Annotated[VagueTime | None, Meta(description="Until when, if said.")] = None
    instrument: Annotated[Id | None, Meta(description="Under which text, if one.")] = None
    actor: Annotated[Id | None, Meta(description="The registered speaker, if tied.")] = None
    of_actor: Annotated[
        Id | None, Meta(description="The registered actor that is to restrain, if tied.")
    ] = None
    over_actor: Annotated[
        Id | None, Meta(description="The registered actor it is to restrain, if tied.")
    ] = None


class ChannelEstablished(Open, frozen=True, kw_only=True, tag="arrangement.channel_established"):
    """A line between parties was agreed, with its purpose and its reply time or the lack of one.

    What stands under a line of the same name later takes its place from there on.
    """

    channel: Annotated[Id, Meta(description="The line.")]
    between: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=50, description="Whom.")]
    purpose: Annotated[Prose, Meta(description="What it is agreed for. 'Agreed' is not 'used'.")]
    established: Annotated[VagueTime, Meta(description="When.")]
    reply_within_s: Annotated[
        Seconds | None, Meta(description="In seconds; absent: none agreed.")
    ] = None
    duty_roles: Annotated[tuple[Id, ...], Meta(max_length=50, description="Who is rung.")] = ()
    calendar: Annotated[
        Calendar | None, Meta(description="When it is kept; absent: at all times.")
    ] = None
    ladder: Annotated[
        tuple[Rung, ...], Meta(max_length=50, description="Who is rung, in which order, when.")
    ] = ()
    policies: Annotated[
        tuple[Policy, ...], Meta(max_length=50, description="What is due on it, by when.")
    ] = ()

    def __post_init__(self) -> None:
        names = [policy.policy for policy in self.policies]
        if len(set(names)) < len(names):
            raise Unfit("expected each rule once, got two under one name")
        if self.calendar is None and any(policy.by_the_calendar for policy in self.policies):
            raise Unfit("expected a calendar for rules with hours, got none")


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
    | ArrangementFiled
    | Accepted
    | Withdrew
    | DesignationListed
    | DesignationDelisted
    | DelineationAgreed
    | RestraintUndertaken
    | ChannelEstablished
    | ChannelOffered
    | ChannelDeclined
    | ClockDeclared
    | StatusStated
)
