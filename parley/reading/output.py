"""What reading a text gives: drafts for a person to confirm, never a record.

Every span is [start, end) in code points of the text that was read. Where a document is not plain
text (HTML, PDF, e-mail), the offsets are those of the text taken out of it, which `text_sha256`
names.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class How(StrEnum):
    """How the speaker of a link was found."""

    EXPLICIT = "explicit"
    PRONOUN = "pronoun"
    DEFINITE = "definite"
    CARRIED = "carried-over quotation"
    HEDGE = "hedge only"
    NARRATOR = "narrator"
    SCARE = "scare quotes"
    INFERRED = "inferred"


class Kind(StrEnum):
    """What sort of claim it is."""

    ASSERTION = "assertion"
    ADMISSION = "admission"
    DENIAL = "denial"
    ACCUSATION = "accusation"
    BLAME = "blame"
    ALLEGATION = "allegation"
    WARNING = "warning"
    COMMITMENT = "commitment"
    REQUEST = "request"
    REFUSAL = "refusal"
    BELIEF = "belief"
    DOUBT = "doubt"
    CASUALTY = "casualty"
    STATUS = "status assessment"
    TERM = "term statement"
    NOTIFICATION = "notification"


class Modality(StrEnum):
    """How firmly the thing is said."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    POSSIBLE = "possible"
    DOUBTFUL = "doubtful"
    CONDITIONAL = "conditional"
    FUTURE = "future"
    COUNTERFACTUAL = "counterfactual"


class Responsibility(StrEnum):
    """Who is said to have done it, on the six-step scale of the MUC-3 and MUC-4 evaluations."""

    FACT = "reported as fact"
    ADMITTED = "claimed or admitted"
    ACCUSED = "suspected or accused"
    AUTHORITIES = "suspected or accused by authorities"
    POSSIBLE = "possible"
    ACQUITTED = "acquitted"


class State(StrEnum):
    """Whose words the content is."""

    VERBATIM = "verbatim"
    PARAPHRASE = "paraphrase"
    MIXED = "mixed"


class Span(Struct, frozen=True):
    """A stretch of the text: [start, end) in code points."""

    start: int
    end: int


class Piece(Struct, frozen=True):
    """A stretch of content, and whose words it is."""

    start: int
    end: int
    state: State


class Link(Struct, frozen=True):
    """One speaker of a chain. The first is nearest the document, the last speaks the claim.

    `start` and `end` are null where nobody stands in the text: a hedge, the narrator, scare
    quotes, or
    a speaker that could not be told. Then nobody is guessed.
    """

    start: int | None
    end: int | None
    mention: str | None
    entity: str | None
    how: How


class Quantity(Struct, frozen=True, kw_only=True):
    """A number as it was said. A bound nobody stated is null: "at least 62" has no upper one.

    `measure` is what is counted (killed, injured, missing, strikes ...), `group` who or what;
    `combatants` is yes, no or unknown.
    """

    start: int
    end: int
    low: float | int | None
    high: float | int | None
    approximate: bool
    unit: str
    measure: str
    group: str
    combatants: str


class Blame(Struct, frozen=True):
    """Who is said to have done the thing, and how firmly."""

    grade: Responsibility
    actor: str | None
    start: int | None
    end: int | None


class Claim(Struct, frozen=True, kw_only=True):
    """One thing that one speaker is reported to have said.

    A draft. Nothing here was confirmed by anybody, and `confidence` (0 to 1) says how often
    drafts made
    by these rules were right on news whose speakers are known.
    """

    id: str
    source_chain: tuple[Link, ...]
    cue: tuple[Span, ...]
    content: tuple[Piece, ...]
    kind: Kind
    polarity: str
    modality: Modality
    hedges: tuple[Span, ...]
    condition: tuple[Span, ...]
    consequent: tuple[Span, ...]
    until: tuple[Span, ...]
    quantities: tuple[Quantity, ...]
    responsibility: Blame | None
    addressee: Span | None
    speech_time: Span | None
    event_time: Span | None
    nested_in: str | None
    presupposed: bool
    event: str | None
    rules: tuple[str, ...]
    confidence: float
    reason: str
    flagged: bool
    status: str = "draft"


class Term(Struct, frozen=True):
    """Words that sound like a term of an arrangement: an exemption, an obligation, a hold clock."""

    kind: str
    spans: tuple[Span, ...]
    actor: str | None
    claim: str | None
    reason: str


class Message(Struct, frozen=True):
    """A message that is spoken of: who is said to have told whom, and whether anybody answered."""

    kind: str
    spans: tuple[Span, ...]
    sender: str | None
    receiver: str | None
    response: str | None
    claim: str | None
    reason: str


class Event(Struct, frozen=True):
    """Mentions in one document that may be of one happening."""

    id: str
    kind: str
    spans: tuple[Span, ...]
    actor: str | None
    places: tuple[str, ...]
    claims: tuple[str, ...]
    reason: str


class Reading(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything read from one document. A draft for a person to confirm, never a record."""

    document: str
    sha256: str
    language: str
    claims: tuple[Claim, ...]
    terms: tuple[Term, ...]
    messages: tuple[Message, ...]
    events: tuple[Event, ...]
    reader: str
    provenance: str
    chars: int
    refused: str = ""
    text_sha256: str = ""
