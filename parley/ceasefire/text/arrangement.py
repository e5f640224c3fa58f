"""An arrangement file: instruments, versions, clauses, and the dated acts that make them bind.

Bound is whoever accepted, by a dated act; a guarantor is not thereby a party. A list of exempt
groups is an external, dated reference with aliases. A delineation that nobody disclosed is unknown
ground, never outside. Everything here has an identifier, so that a finding can cite it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from parley.ceasefire.text.clause import Act, Clause
from parley.ceasefire.text.timing import (
    Channel,
    Clock,
    DailyReport,
    EvidencePolicy,
    ListMatching,
    Milestone,
)
from parley.ceasefire.text.words import LatLon, Source, Written
from parley.record.values.text import Id, Name, Prose


class Alias(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Another name of one actor. A group that renames itself is the same entity."""

    name: Name
    from_: Annotated[Written | None, Meta(description="Used from then on.")] = field(
        default=None, name="from"
    )
    until: Annotated[Written | None, Meta(description="Used until then.")] = None
    source: Source | None = None


class ActorTerm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An actor the arrangement speaks of."""

    id: Annotated[Id, Meta(description="The identifier.")]
    name: Annotated[Name, Meta(description="The name used in findings.")]
    alias: Annotated[tuple[Alias, ...], Meta(max_length=50)] = ()
    classes: Annotated[tuple[Id, ...], Meta(max_length=20, description="What it is one of.")] = ()
    guarantor_of: Annotated[
        tuple[Id, ...],
        Meta(max_length=50, description="Whom it vouches for. That binds nobody but itself."),
    ] = ()


class ActTerm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A word for an act, and the wider words it falls under: an airstrike is an attack."""

    id: Act
    is_: Annotated[tuple[Act, ...], Meta(max_length=10, description="Wider acts.")] = field(
        default=(), name="is"
    )


class Acceptance(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A party accepted an instrument, or is known not to have."""

    id: Annotated[Id, Meta(description="So that it can be cited.")]
    actor: Id
    at: Annotated[Written | None, Meta(description="When it accepted or refused.")] = None
    effect: Annotated[
        Written | None, Meta(description="From when it says it is bound, if not from then.")
    ] = None
    refused: Annotated[bool, Meta(description="True: it said no.")] = False
    source: Source


class Withdrawal(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A party said that an instrument no longer binds it."""

    id: Annotated[Id, Meta(description="So that it can be cited.")]
    actor: Id
    at: Written
    source: Source


class Version(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One version of a text. An event falls under the version in force when it happened."""

    number: Annotated[int, Meta(ge=1, le=10_000)]
    adopted: Annotated[Written, Meta(description="When it was adopted.")]
    in_force: Annotated[
        Written | None,
        Meta(description="From when. A time of day means its first instant; absent: not known."),
    ] = None
    until: Annotated[Written | None, Meta(description="Until when, itself excluded.")] = None
    adopted_by: Annotated[tuple[Id, ...], Meta(max_length=20, description="By actor.")] = ()
    source: Source | None = None
    clause: Annotated[tuple[Clause, ...], Meta(max_length=200)] = ()


class Instrument(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One agreed text. Later ones restate and narrow earlier ones."""

    id: Annotated[Id, Meta(description="The text.")]
    title: Annotated[Name, Meta(description="What it is called.")]
    source: Source
    public: Annotated[
        Literal["public", "partly", "withheld", "unknown"], Meta(description="Its text.")
    ] = "unknown"
    register: Annotated[
        Literal["open", "complete"],
        Meta(description="complete: who is not on it has not accepted. open: nobody can say."),
    ] = "open"
    retroactive: Annotated[
        Literal["binds", "person"],
        Meta(description="Whether an acceptance can bind backwards; person: somebody must rule."),
    ] = "person"
    accepted_through: Annotated[
        Id | None, Meta(description="Who accepted that text is bound by this one too.")
    ] = None
    records: Annotated[
        tuple[Id, ...], Meta(max_length=20, description="Its other identifiers in the record.")
    ] = ()
    acceptance: Annotated[tuple[Acceptance, ...], Meta(max_length=500)] = ()
    withdrawal: Annotated[tuple[Withdrawal, ...], Meta(max_length=500)] = ()
    version: Annotated[tuple[Version, ...], Meta(min_length=1, max_length=50)]


class Designation(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """An actor stands on a dated list of those whom an instrument exempts."""

    id: Annotated[Id, Meta(description="So that it can be cited.")]
    list: Id
    actor: Id
    from_: Annotated[Written | None, Meta(description="Listed from; absent: not known when.")] = (
        field(default=None, name="from")
    )
    until: Annotated[Written | None, Meta(description="Taken off.")] = None
    source: Source


class Delineation(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """An area that clauses refer to: agreed and drawn, or undisclosed.

    Undisclosed ground is unknown, never outside. Corners are joined by geodesics on WGS84.
    """

    id: Annotated[Id, Meta(description="The delineation.")]
    title: Annotated[Name, Meta(description="What it is called.")]
    state: Annotated[Literal["agreed", "undisclosed"], Meta(description="Whether it is drawn.")]
    ring: Annotated[
        tuple[LatLon, ...], Meta(max_length=1000, description="Its corners, if it is drawn.")
    ] = ()
    from_: Annotated[Written | None, Meta(description="Agreed from.")] = field(
        default=None, name="from"
    )
    until: Annotated[Written | None, Meta(description="Until.")] = None
    source: Source


class Arrangement(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """The whole bargain as one file."""

    id: Annotated[Id, Meta(description="The arrangement.")]
    title: Annotated[Name, Meta(description="What it is called.")]
    zone: Annotated[str, Meta(description="The zone of times written without one.")]
    gist: Annotated[Prose, Meta(description="What it is, paraphrased.")]
    actor: Annotated[tuple[ActorTerm, ...], Meta(min_length=1, max_length=500)]
    act: Annotated[tuple[ActTerm, ...], Meta(max_length=100)] = ()
    instrument: Annotated[tuple[Instrument, ...], Meta(min_length=1, max_length=100)]
    evidence: Annotated[tuple[EvidencePolicy, ...], Meta(max_length=20)] = ()
    designation: Annotated[tuple[Designation, ...], Meta(max_length=1000)] = ()
    delineation: Annotated[tuple[Delineation, ...], Meta(max_length=200)] = ()
    channel: Annotated[tuple[Channel, ...], Meta(max_length=50)] = ()
    clock: Annotated[tuple[Clock, ...], Meta(max_length=50)] = ()
    milestone: Annotated[tuple[Milestone, ...], Meta(max_length=100)] = ()
    matching: ListMatching | None = None
    daily: DailyReport | None = None
    retired: Annotated[
        tuple[Id, ...], Meta(max_length=1000, description="Clause identifiers never to re-use.")
    ] = ()
