"""Roster: who takes part, who vouches for whom, whose key is whose, who is on duty."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from parley.record.values.key import KeyBytes, KeyName, Sha256, SignatureBytes
from parley.record.values.place import Place
from parley.record.values.refused import Unfit
from parley.record.values.statement import Closed, Open
from parley.record.values.text import Digest, Id, Language, Name, Prose
from parley.record.values.time import Instant, VagueTime

Standing = Literal["desk", "party", "guarantor", "monitor", "importer"]


class Countersignature(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """Another key's signature under the same registration."""

    key: Annotated[KeyName, Meta(description="The countersigning key.")]
    signature: SignatureBytes


class ActorRegistered(Open, frozen=True, kw_only=True, tag="roster.actor_registered"):
    """An actor was entered under one identifier, with every name it goes by."""

    actor: Annotated[Id, Meta(description="The identifier, never re-used.")]
    name: Annotated[Name, Meta(description="The name used in lists.")]
    standing: Annotated[
        Literal["desk", "party", "guarantor", "monitor", "importer", "other"],
        Meta(description="What it is to the arrangement. A guarantor is not thereby a party."),
    ]
    aliases: Annotated[
        tuple[Name, ...], Meta(max_length=50, description="Other names, in any script.")
    ] = ()
    languages: Annotated[
        tuple[Language, ...], Meta(max_length=20, description="Languages it works in.")
    ] = ()


class GuaranteeStated(Open, frozen=True, kw_only=True, tag="roster.guarantee_stated"):
    """A guarantor said that it speaks or vouches for a party. The party is not bound by that."""

    guarantor: Annotated[Id, Meta(description="Who vouches.")]
    party: Annotated[Id, Meta(description="For whom.")]
    scope: Annotated[Prose, Meta(description="What it vouches for, in its words.")]


class InfluenceStated(Open, frozen=True, kw_only=True, tag="roster.influence_stated"):
    """A speaker said how far one actor can influence another. Others may say otherwise."""

    speaker: Annotated[Id, Meta(description="Who says so.")]
    over: Annotated[Id, Meta(description="Who is said to be influenced.")]
    by: Annotated[Id, Meta(description="Who is said to have the influence.")]
    extent: Annotated[
        Literal["controls", "influences", "doubtful", "none"], Meta(description="How far.")
    ]
    statement: Annotated[Prose, Meta(description="In the speaker's words.")]


class KeyRegistered(Open, frozen=True, kw_only=True, tag="roster.key_registered"):
    """A key was added for an actor, with proof that its holder holds it, and countersigned.

    A party's first key needs the desk and one other party or guarantor; later keys need the
    party's own. The desk may suspend a key, never add one.
    """

    actor: Annotated[Id, Meta(description="Whose key it is.")]
    standing: Annotated[Standing, Meta(description="What the actor is to the arrangement.")]
    use: Annotated[Literal["sign", "seal"], Meta(description="Ed25519 to sign, X25519 to seal.")]
    key: Annotated[KeyBytes, Meta(description="The public key.")]
    nonce: Annotated[Sha256, Meta(description="Fresh random bytes, signed with the rest.")]
    possession: Annotated[
        SignatureBytes | None,
        Meta(description="By the new signing key; a sealing key is vouched for by its signer."),
    ] = None
    countersigned: Annotated[
        tuple[Countersignature, ...], Meta(max_length=20, description="Who else stands for it.")
    ] = ()
    quorum: Annotated[
        int,
        Meta(ge=1, le=20, description="On a first key: how many own keys a later one needs."),
    ] = 1


class KeyRotated(Open, frozen=True, kw_only=True, tag="roster.key_rotated"):
    """A key took the place of an older one of the same actor, from this entry on."""

    old: Annotated[KeyName, Meta(description="The key that ends here; it signs this entry.")]
    key: Annotated[KeyBytes, Meta(description="The public key that follows it.")]
    nonce: Annotated[Sha256, Meta(description="Fresh random bytes, signed with the rest.")]
    possession: Annotated[SignatureBytes | None, Meta(description="By the new signing key.")] = None


class KeyRevoked(Open, frozen=True, kw_only=True, tag="roster.key_revoked"):
    """A key stopped counting from this entry on. What it signed before still stands."""

    key: Annotated[KeyName, Meta(description="The key.")]
    why: Annotated[
        Literal["retired", "compromised", "suspended"],
        Meta(description="suspended is the desk's; the others are the holder's."),
    ]
    statement: Annotated[Prose | None, Meta(description="The reason, in words.")] = None


class RoleDefined(Open, frozen=True, kw_only=True, tag="roster.role_defined"):
    """A duty role exists: calls go to roles, never to a named person."""

    role: Annotated[Id, Meta(description="The role's identifier.")]
    actor: Annotated[Id, Meta(description="Whose role it is.")]
    title: Annotated[Name, Meta(description="What it is called.")]
    deputy: Annotated[Id | None, Meta(description="The role that is rung next.")] = None
    rank: Annotated[
        Literal["duty", "deputy", "head", "guarantor", "interpreter"],
        Meta(description="Which rung of a ladder it answers to."),
    ] = "duty"


class DutyAssigned(Closed, frozen=True, kw_only=True, tag="roster.duty_assigned"):
    """An officer was put on duty in a role for a time. Names and numbers stay sealed."""

    role: Annotated[Id, Meta(description="The role.")]
    officer: Annotated[Id, Meta(description="The officer number used everywhere else.")]
    window: Annotated[VagueTime, Meta(description="When the duty runs.")]
    name: Annotated[Name | None, Meta(description="The officer's name.")] = None
    telephone: Annotated[Name | None, Meta(description="How to ring.")] = None
    mail: Annotated[Name | None, Meta(description="Where to write.")] = None


class DutyHandedOver(Closed, frozen=True, kw_only=True, tag="roster.duty_handed_over"):
    """The outgoing officer handed over the watch, with what was open. It has not yet passed.

    It passes with `roster.duty_taken_over` by the other officer; until then the outgoing one is
    rung. One entry cannot show both, because it is signed at one desk by one of them.
    """

    actor: Annotated[Id, Meta(description="Whose watch it is.")]
    role: Annotated[Id, Meta(description="The role.")]
    outgoing: Annotated[Id, Meta(description="Officer number handing over.")]
    incoming: Annotated[Id, Meta(description="Officer number taking over.")]
    at: Annotated[Instant, Meta(description="When.")]
    still_open: Annotated[
        tuple[Digest, ...], Meta(max_length=500, description="Records still waiting.")
    ] = ()
    remarks: Annotated[Prose | None, Meta(description="What the next officer should know.")] = None

    def __post_init__(self) -> None:
        if self.outgoing == self.incoming:
            raise Unfit(f"expected two officers, got {self.outgoing} twice")


class DutyTakenOver(Closed, frozen=True, kw_only=True, tag="roster.duty_taken_over"):
    """The incoming officer took over the watch, and what was open with it."""

    actor: Annotated[Id, Meta(description="Whose watch it is.")]
    handover: Annotated[Digest, Meta(description="The record by which it was handed over.")]
    role: Annotated[Id, Meta(description="The role.")]
    officer: Annotated[Id, Meta(description="Officer number taking over.")]
    at: Annotated[Instant, Meta(description="When.")]
    still_open: Annotated[
        tuple[Digest, ...], Meta(max_length=500, description="Records the officer saw as waiting.")
    ] = ()
    remarks: Annotated[Prose | None, Meta(description="What was missing or unclear.")] = None


class AvailabilityStated(Closed, frozen=True, kw_only=True, tag="roster.availability_stated"):
    """The desk stated whether a party can be reached, or the party itself did.

    The two stand side by side, told apart by `speaker`. Neither excuses silence, and neither
    shortens or lengthens anybody's reply time.
    """

    party: Annotated[Id, Meta(description="Who can be reached, or not.")]
    speaker: Annotated[Id, Meta(description="Who says so: the desk, or the party of itself.")]
    availability: Annotated[
        Literal["reachable", "limited", "unreachable"], Meta(description="Whether.")
    ]
    version: Annotated[
        int, Meta(ge=1, le=1_000_000, description="Which statement of this speaker, from 1.")
    ]
    window: Annotated[VagueTime, Meta(description="From when until when.")]
    statement: Annotated[Prose, Meta(description="On what ground, in words.")]
    evidence: Annotated[
        tuple[Digest, ...], Meta(max_length=100, description="Records that show it.")
    ] = ()
    to: Annotated[tuple[Id, ...], Meta(max_length=50, description="Who is told, by actor.")] = ()


class Alias(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """Another name of the same place."""

    name: Annotated[Name, Meta(description="The name, in any script.")]
    language: Annotated[
        Language | None, Meta(description="Its language and script: ar, ar-Latn, ru ...")
    ] = None


class PlaceNamed(Open, frozen=True, kw_only=True, tag="roster.place_named"):
    """The desk entered a place in its own gazetteer, or a later version of one, or retired it.

    The names stand open, so nothing belongs here whose very name must be protected.
    """

    APART: ClassVar[tuple[str, ...]] = ("place",)

    named: Annotated[Id, Meta(description="The place, through all its versions; never re-used.")]
    name: Annotated[Name, Meta(description="The name used in lists.")]
    aliases: Annotated[
        tuple[Alias, ...], Meta(max_length=100, description="Other names, in any script.")
    ] = ()
    sort: Annotated[Id | None, Meta(description="What it is: town, airfield, bridge ...")] = None
    source: Annotated[Prose | None, Meta(description="On whose word it lies there.")] = None
    retired: Annotated[bool, Meta(description="True: no longer to be used.")] = False
    place: Annotated[Place | None, Meta(description="Where, exactly: sealed apart.")] = None


Roster = (
    ActorRegistered
    | GuaranteeStated
    | InfluenceStated
    | KeyRegistered
    | KeyRotated
    | KeyRevoked
    | RoleDefined
    | DutyAssigned
    | DutyHandedOver
    | DutyTakenOver
    | AvailabilityStated
    | PlaceNamed
)
