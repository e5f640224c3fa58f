"""Incident: what is said to have happened, by whom, on whose word. Claims are kept, not merged."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from parley.record.values.amount import Quantity
from parley.record.values.claim import (
    Credibility,
    Custody,
    Draft,
    Grade,
    Modality,
    Reliability,
    Responsibility,
)
from parley.record.values.finding import Answered, Basis, BasisName, Size, Value, ascending
from parley.record.values.place import Place
from parley.record.values.refused import Unfit
from parley.record.values.statement import Open
from parley.record.values.text import Digest, Id, Label, Name, Prose
from parley.record.values.time import VagueTime

Question = Literal[
    "what", "who", "where", "when", "killed", "injured", "informed", "unanswered", "halted",
    "strikes", "damage", "breaches", "blame", "status", "compliance", "other",
]  # fmt: skip
Stance = Literal[
    "asserts", "admits", "denies", "accuses", "warns", "commits", "requests", "refuses", "doubts",
    "finds", "reports", "alleges", "blames", "believes",
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
    negated: Annotated[bool, Meta(description="True: it says that something is not so.")] = False
    modality: Annotated[
        Modality, Meta(description="Said outright, hedged, or under a condition.")
    ] = "asserted"
    hedges: Annotated[
        tuple[Label, ...], Meta(max_length=20, description='Words that weaken it: "reportedly".')
    ] = ()
    condition: Annotated[Prose | None, Meta(description="If what, in the source's words.")] = None
    addressee: Annotated[Name | None, Meta(description="To whom it was said, if stated.")] = None
    responsibility: Annotated[
        tuple[Responsibility, ...],
        Meta(max_length=20, description="At whose door it lays the act, and how firmly."),
    ] = ()
    grade: Annotated[Grade | None, Meta(description="How good its evidence is held to be.")] = None
    reliability: Annotated[
        Reliability | None, Meta(description="The source: A always reliable to F not known.")
    ] = None
    credibility: Annotated[
        Credibility | None, Meta(description="What it says, from 1 confirmed to 6 not judged.")
    ] = None
    draft: Annotated[
        Draft | None, Meta(description="Where it was read, if a reader drafted it.")
    ] = None


class Linked(About, frozen=True, kw_only=True):
    """What a tie between two claims carries. Neither claim changes, and neither gives way."""

    claim: Annotated[Digest, Meta(description="The claim that stands so to the other.")]
    relation: Annotated[
        Literal["same-event", "same-toll", "contradicts", "revises", "quotes", "part-of"],
        Meta(description="How the claim stands to the other."),
    ]
    other: Annotated[Digest, Meta(description="The other claim.")]
    reasons: Annotated[Prose, Meta(description="Why: actor, place, time, act; never day alone.")]
    officer: Annotated[Id | None, Meta(description="Officer number of who decided.")] = None

    def __post_init__(self) -> None:
        if self.claim == self.other:
            raise Unfit("expected two claims, got one twice")


class ClaimLinked(Linked, frozen=True, kw_only=True, tag="incident.claim_linked"):
    """A person said how one claim stands to another. Both stay as they are."""


class ClaimUnlinked(Linked, frozen=True, kw_only=True, tag="incident.claim_unlinked"):
    """A person said that one claim does not stand so to another.

    A tie that somebody else made stays beside it; its own author takes it back by a retraction.
    """


class ClaimCorrected(About, frozen=True, kw_only=True, tag="incident.claim_corrected"):
    """Whoever entered a claim put another in its place; both stay readable.

    For a slip in entering it. A speaker that revises its figure makes a new claim, and the two
    are linked.
    """

    claim: Annotated[Digest, Meta(description="The claim corrected.")]
    by: Annotated[Digest, Meta(description="The claim that takes its place.")]
    why: Annotated[Prose, Meta(description="What was wrong.")]
    fields: Annotated[
        tuple[Id, ...], Meta(max_length=40, description="Which fields, joined by dots when deep.")
    ] = ()


class DraftRejected(Open, frozen=True, kw_only=True, tag="incident.draft_rejected"):
    """A person looked at a draft that a reader made, and did not stand for it.

    What it said is not repeated: the digests say which draft of which document it was.
    """

    draft: Annotated[Draft, Meta(description="Which draft, read where, by which reader.")]
    why: Annotated[
        Literal["no-claim", "wrong-speaker", "wrong-content", "duplicate", "other"],
        Meta(description="What was wrong with it."),
    ]
    remarks: Annotated[Prose | None, Meta(description="In words.")] = None


class Blocked(About, frozen=True, kw_only=True, tag="incident.blocked"):
    """Somebody who should have looked was kept from it. What was not seen is not thereby untrue."""

    what: Annotated[
        Literal["access-denied", "flight-not-permitted", "member-absent", "no-answer",
                "danger", "other"],
        Meta(description="What stood in the way."),
    ]  # fmt: skip
    statement: Annotated[Prose, Meta(description="In words.")]
    since: Annotated[VagueTime, Meta(description="Since when.")]
    until: Annotated[VagueTime | None, Meta(description="Until when, if it is over.")] = None
    whom: Annotated[Name | None, Meta(description="Who was kept from it.")] = None
    by: Annotated[Name | None, Meta(description="By whom, if anybody is said to have.")] = None
    actor: Annotated[Id | None, Meta(description="That registered actor, if tied.")] = None


class Unblocked(About, frozen=True, kw_only=True, tag="incident.unblocked"):
    """What stood in the way is said to be gone."""

    blocked: Annotated[Digest, Meta(description="The record that said it stood in the way.")]
    since: Annotated[VagueTime, Meta(description="Since when it is gone.")]
    statement: Annotated[Prose, Meta(description="In words.")]


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
    steps: Annotated[
        tuple[Custody, ...], Meta(max_length=100, description="The same by steps, oldest first.")
    ] = ()


class FindingProposed(About, frozen=True, kw_only=True, tag="incident.finding_proposed"):
    """A finding was put forward, with its reasons. A proposal is not a ruling.

    One worked out from an arrangement file carries its tables, the file, and how much of the
    record was known, so that anybody can work it out again.
    """

    finding: Annotated[Prose, Meta(description="What is found.")]
    by: Annotated[Name, Meta(description="Who finds so.")]
    proposed: Annotated[VagueTime | None, Meta(description="When.")] = None
    against: Annotated[
        Name | None, Meta(description="The other reading it competes with, if it names one.")
    ] = None
    quantities: Annotated[tuple[Quantity, ...], Meta(max_length=40)] = ()
    event: Annotated[Id | None, Meta(description="Which event of the incident, if several.")] = None
    bases: Annotated[
        tuple[Basis, ...], Meta(max_length=2, description="The table of each basis, side by side.")
    ] = ()
    arrangement: Annotated[Id | None, Meta(description="The arrangement applied.")] = None
    file: Annotated[Digest | None, Meta(description="SHA-256 of the arrangement file.")] = None
    known_at: Annotated[Size | None, Meta(description="How many entries were known to it.")] = None

    def __post_init__(self) -> None:
        names = [table.basis for table in self.bases]
        if len(set(names)) < len(names):
            raise Unfit(f"expected two different bases, got {names[0]} twice")


class Ruled(About, frozen=True, kw_only=True, tag="incident.ruled"):
    """A person with the office to do so ruled. Other rulings may stand beside it."""

    ruling: Annotated[Value, Meta(description="The value.")]
    office: Annotated[Name, Meta(description="In what office.")]
    reasons: Annotated[Prose, Meta(description="Why.")]
    findings: Annotated[
        tuple[Digest, ...], Meta(max_length=50, description="Findings cited or overridden.")
    ] = ()
    event: Annotated[Id | None, Meta(description="Which event of the incident, if several.")] = None
    basis: Annotated[BasisName | None, Meta(description="On which basis, if on one.")] = None
    tests: Annotated[
        tuple[Answered, ...],
        Meta(max_length=7, description="Answers it settles itself, whatever a finding says."),
    ] = ()
    severity: Annotated[
        Id | None, Meta(description="Class of the breach, as the arrangement names it.")
    ] = None
    ruled: Annotated[VagueTime | None, Meta(description="When, if not now.")] = None
    arrangement: Annotated[Id | None, Meta(description="Under which arrangement.")] = None
    file: Annotated[Digest | None, Meta(description="SHA-256 of the arrangement file.")] = None
    known_at: Annotated[Size | None, Meta(description="How many entries were known.")] = None

    def __post_init__(self) -> None:
        ascending(self.tests)


class RulingDisputed(About, frozen=True, kw_only=True, tag="incident.ruling_disputed"):
    """A speaker disputed a ruling. The ruling stands, and so does the dispute."""

    ruling: Annotated[Digest, Meta(description="The ruling.")]
    by: Annotated[Name, Meta(description="Who disputes it.")]
    reasons: Annotated[Prose, Meta(description="Why.")]
    actor: Annotated[Id | None, Meta(description="The registered actor, if tied.")] = None
    value: Annotated[Value | None, Meta(description="What it should be instead, if said.")] = None
    disputed: Annotated[VagueTime | None, Meta(description="When, if not now.")] = None


Upon = ClaimLinked | ClaimUnlinked | ClaimCorrected | Blocked | Unblocked | RulingDisputed
"""What is said later upon claims and rulings, or upon the looking into them."""

Incident = (
    Opened | Alleged | Claimed | ConsequenceClaimed | EvidenceAdded | FindingProposed | Ruled | Upon
)
"""What belongs to an incident file. A rejected draft never became part of one."""
