"""Incident: what is said to have happened, by whom, on whose word. Claims are kept, not merged."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from parley.record.values.amount import Quantity
from parley.record.values.place import Place
from parley.record.values.statement import Open
from parley.record.values.text import Digest, Id, Name, Prose
from parley.record.values.time import VagueTime

Question = Literal[
    "what", "who", "where", "when", "killed", "injured", "informed", "unanswered", "halted",
    "strikes", "damage", "breaches", "blame", "status", "compliance", "other",
]  # fmt: skip
Stance = Literal[
    "asserts", "admits", "denies", "accuses", "warns", "commits", "requests", "refuses", "doubts",
    "finds", "reports",
]  # fmt: skip


class About(Open, frozen=True, kw_only=True):
    """What every statement about an incident carries. The exact place never stands open."""

    APART: ClassVar[tuple[str, ...]] = ("place",)

    incident: Annotated[Id, Meta(description="The incident file.")]
    place: Annotated[Place | None, Meta(description="Where, exactly: sealed apart.")] = None
    concerns: Annotated[
        tuple[Digest, ...],
        Meta(max_length=50, description="Notices, alerts or other records it speaks of."),
    ] = ()


class Opened(About, frozen=True, kw_only=True, tag="incident.opened"):
    """A file was opened on something that is said to have happened."""

    title: Annotated[Name, Meta(description="What it is called here.")]
    when: Annotated[VagueTime, Meta(description="When it is said to have happened.")]


class Alleged(About, frozen=True, kw_only=True, tag="incident.alleged"):
    """A speaker alleged a breach. It is unverified until a person rules."""

    statement: Annotated[Prose, Meta(description="In its words or the source's.")]
    when: Annotated[VagueTime | None, Meta(description="When it is said to have happened.")] = None
    said: Annotated[VagueTime | None, Meta(description="When it was said.")] = None
    by: Annotated[Name | None, Meta(description="Who is said to have done it.")] = None
    quantities: Annotated[tuple[Quantity, ...], Meta(max_length=40)] = ()


class Claimed(About, frozen=True, kw_only=True, tag="incident.claimed"):
    """A speaker claimed something about an incident. The chain says on whose word."""

    question: Annotated[Question, Meta(description="Which question it answers.")]
    stance: Annotated[Stance, Meta(description="How the speaker stands to it.")]
    statement: Annotated[Prose, Meta(description="In its words or the source's.")]
    said: Annotated[VagueTime | None, Meta(description="When it was said.")] = None
    when: Annotated[VagueTime | None, Meta(description="The time it claims, if it does.")] = None
    moment: Annotated[
        Id | None, Meta(description="Which moment `when` times: strike-start, strike-end ...")
    ] = None
    quantities: Annotated[tuple[Quantity, ...], Meta(max_length=40)] = ()


class ConsequenceClaimed(About, frozen=True, kw_only=True, tag="incident.consequence_claimed"):
    """A speaker claimed that something followed from an incident."""

    statement: Annotated[Prose, Meta(description="What is said to have followed.")]
    said: Annotated[VagueTime | None, Meta(description="When it was said.")] = None
    beneficiary: Annotated[Name | None, Meta(description="Who is said to have gained.")] = None


class EvidenceAdded(About, frozen=True, kw_only=True, tag="incident.evidence_added"):
    """A piece of evidence was entered by its hash."""

    title: Annotated[Name, Meta(description="What it is.")]
    digest: Annotated[Digest, Meta(description="SHA-256 of the file.")]
    media_type: Annotated[Name, Meta(description="What kind of file.")]
    custody: Annotated[Prose, Meta(description="From whom and through whose hands.")]


class FindingProposed(About, frozen=True, kw_only=True, tag="incident.finding_proposed"):
    """A finding was put forward, with its reasons. A proposal is not a ruling."""

    finding: Annotated[Prose, Meta(description="What is found.")]
    by: Annotated[Name, Meta(description="Who finds so.")]
    proposed: Annotated[VagueTime | None, Meta(description="When.")] = None
    against: Annotated[
        Name | None, Meta(description="The other reading it competes with, if it names one.")
    ] = None
    quantities: Annotated[tuple[Quantity, ...], Meta(max_length=40)] = ()


class Ruled(About, frozen=True, kw_only=True, tag="incident.ruled"):
    """A person with the office to do so ruled. Other rulings may stand beside it."""

    ruling: Annotated[
        Literal["violation", "no_breach", "exempt", "out_of_scope", "not_established",
                "undetermined"],
        Meta(description="The value."),
    ]  # fmt: skip
    office: Annotated[Name, Meta(description="In what office.")]
    reasons: Annotated[Prose, Meta(description="Why.")]
    findings: Annotated[
        tuple[Digest, ...], Meta(max_length=50, description="Findings cited or overridden.")
    ] = ()


Incident = (
    Opened | Alleged | Claimed | ConsequenceClaimed | EvidenceAdded | FindingProposed | Ruled
)
