"""Obligation: what a text asks somebody to do, and who says it was done. Nobody confirms itself."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from parley.record.values.place import Place
from parley.record.values.statement import Open
from parley.record.values.text import Digest, Id, Name, Prose
from parley.record.values.time import VagueTime


class Obligation(Open, frozen=True, kw_only=True):
    """What every statement about an obligation carries. The exact place never stands open."""

    APART: ClassVar[tuple[str, ...]] = ("place",)

    instrument: Annotated[Id, Meta(description="The text.")]
    clause: Annotated[Id, Meta(description="The clause, or the obligation within it.")]
    by: Annotated[Name, Meta(description="Who says so.")]
    statement: Annotated[Prose, Meta(description="In its words or the source's.")]
    at: Annotated[VagueTime | None, Meta(description="When it was said, if not now.")] = None
    occurrence: Annotated[
        Id | None, Meta(description="Which time, of an obligation that comes back.")
    ] = None
    evidence: Annotated[
        tuple[Digest, ...], Meta(max_length=100, description="Records or files that show it.")
    ] = ()
    actor: Annotated[Id | None, Meta(description="The registered speaker, if tied.")] = None
    place: Annotated[Place | None, Meta(description="Where, exactly: sealed apart.")] = None


class ClaimedDone(Obligation, frozen=True, kw_only=True, tag="obligation.claimed_done"):
    """A speaker said that an obligation was met. That is its word, until another confirms it."""

    done: Annotated[VagueTime | None, Meta(description="When it is said to have been done.")] = None


class Confirmed(Obligation, frozen=True, kw_only=True, tag="obligation.confirmed"):
    """Another than who claimed it said that an obligation was met."""

    claim: Annotated[
        Digest | None, Meta(description="The claim confirmed, if one is on record.")
    ] = None


class Disputed(Obligation, frozen=True, kw_only=True, tag="obligation.disputed"):
    """A speaker said that an obligation was not met, whether or not anybody had claimed it."""

    claim: Annotated[
        Digest | None, Meta(description="The claim disputed, if one is on record.")
    ] = None
