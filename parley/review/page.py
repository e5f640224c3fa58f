"""The incident review as a page: every sentence and number that is shown stands here.

Whoever draws it (terminal, HTML, JSON) computes nothing and words nothing. Every part names the
entries it rests on by their index, and says by whom it is reported. An empty text is not shown.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

Entries = Annotated[
    tuple[int, ...], Meta(description="Indexes of the entries this rests on, ascending.")
]
Heading = Annotated[str, Meta(description="The heading to show above this part.")]
Note = Annotated[str, Meta(description="One sentence under the heading; may be empty.")]
By = Annotated[
    str, Meta(description='On whose word: "reported by A, passing on B, citing C". Never empty.')
]
Moment = Annotated[
    str, Meta(description="A time as it was told, with its zone; empty where none was told.")
]


class Line(Struct, frozen=True, kw_only=True):
    """One sentence and the entries it rests on."""

    text: Annotated[str, Meta(description="The sentence.")]
    entries: Entries = ()


class Account(Struct, frozen=True, kw_only=True):
    """One speaker's version of something. Versions stand side by side; none is preferred."""

    by: By
    said: Annotated[Moment, Meta(description="When it was said.")] = ""
    stance: Annotated[
        str, Meta(description='How the speaker stands to it: "asserts", "denies" ...; or empty.')
    ] = ""
    text: Annotated[str, Meta(description="What is said, in its words or the source's.")]
    figure: Annotated[str, Meta(description='The number with its unit, "at least 80 persons".')] = (
        ""
    )
    low: Annotated[int | None, Meta(description="At least this many, if anybody said so.")] = None
    best: Annotated[int | None, Meta(description="The single figure, if one was given.")] = None
    high: Annotated[int | None, Meta(description="At most this many, if anybody said so.")] = None
    unit: Annotated[str, Meta(description="What one of it is; empty without a figure.")] = ""
    begins: Annotated[str, Meta(description="The event a duration starts at, in this account.")] = (
        ""
    )
    ends: Annotated[str, Meta(description="The event a duration stops at, in this account.")] = ""
    marks: Annotated[
        tuple[str, ...],
        Meta(description='What to show beside it: "retracted", "entered late", "EXERCISE" ...'),
    ] = ()
    address: Annotated[str, Meta(description="Where it was found; text, not always a link.")] = ""
    confidence: Annotated[
        str, Meta(description="How well the report is sourced, in words; or empty.")
    ] = ""
    entries: Entries


class TimelineRow(Struct, frozen=True, kw_only=True):
    """One entry at its place in the order of events."""

    event_time: Annotated[Moment, Meta(description="When it is said to have happened.")]
    ledger_time: Annotated[str, Meta(description="When it was entered, UTC.")]
    earliest_ms: Annotated[
        int | None, Meta(description="Earliest reading of the event time, ms since 1970 UTC.")
    ]
    latest_ms: Annotated[
        int | None, Meta(description="Latest reading of the event time, ms since 1970 UTC.")
    ]
    kind: Annotated[str, Meta(description='The kind of entry, "alert.taken".')]
    label: Annotated[str, Meta(description='The kind in plain words, "officer picked up".')]
    text: Annotated[str, Meta(description="What is said or done.")]
    by: By
    marks: Annotated[tuple[str, ...], Meta(description="What to show beside it.")] = ()
    address: Annotated[str, Meta(description="Where it was found; may be empty.")] = ""
    entries: Entries


class Timeline(Struct, frozen=True, kw_only=True):
    """What is on record, in the order of the events, each with the time it was entered."""

    heading: Heading
    note: Note
    columns: Annotated[
        tuple[str, str, str, str],
        Meta(description="Column titles: event time, ledger time, what, on whose word."),
    ]
    rows: tuple[TimelineRow, ...]


class NoticeRow(Struct, frozen=True, kw_only=True):
    """One notice: who was told what, what they are said to have answered, what became of it."""

    heading: Heading
    notice: Annotated[Account, Meta(description="What was told, and on whose word.")]
    told: Annotated[tuple[Line, ...], Meta(description="Who was told or tried, one line each.")]
    answers: Annotated[tuple[Account, ...], Meta(description="Answers, in order.")]
    standing: Annotated[tuple[Line, ...], Meta(description="How it stands, one line each.")]
    disputed: Annotated[
        tuple[Account, ...], Meta(description="Competing statements about this notice.")
    ]
    entries: Entries


class Notices(Struct, frozen=True, kw_only=True):
    """The notices this incident is tied to."""

    heading: Heading
    note: Note
    rows: tuple[NoticeRow, ...]


class Contradiction(Struct, frozen=True, kw_only=True):
    """Accounts that do not fit together, or look as if they might not. Linked, never resolved."""

    kind: Annotated[
        Literal[
            "opposed", "drift", "zone-step", "unit", "sum", "later-lower", "two-figures-one-day",
            "edges", "excluding", "competing-findings",
        ],
        Meta(description="Which check found it."),
    ]  # fmt: skip
    label: Annotated[str, Meta(description="The check in plain words.")]
    subject: Annotated[str, Meta(description="What it is about, in plain words.")]
    text: Annotated[str, Meta(description="What does not fit, in one sentence.")]
    accounts: Annotated[tuple[Account, ...], Meta(description="The sides, in order of time.")]
    entries: Entries


class Contradictions(Struct, frozen=True, kw_only=True):
    """What does not fit together."""

    heading: Heading
    note: Note
    rows: tuple[Contradiction, ...]


class Measure(Struct, frozen=True, kw_only=True):
    """One measure: what the record itself yields, beside what speakers say it was."""

    name: Annotated[str, Meta(description="What is measured, in plain words.")]
    begins: Annotated[str, Meta(description="The event it is counted from.")]
    ends: Annotated[str, Meta(description="The event it is counted to.")]
    computed: Annotated[
        str, Meta(description="What the times or figures on record give, or why they give none.")
    ]
    least: Annotated[int | None, Meta(description="Least value, in `unit`.")] = None
    most: Annotated[int | None, Meta(description="Greatest value, in `unit`.")] = None
    unit: Annotated[str, Meta(description='"ms", "percent"; empty without a value.')] = ""
    accounts: Annotated[tuple[Account, ...], Meta(description="What speakers say it was.")] = ()
    entries: Entries


class Measures(Struct, frozen=True, kw_only=True):
    """Times and shares, each with the events it runs between."""

    heading: Heading
    note: Note
    rows: tuple[Measure, ...]


class Topic(Struct, frozen=True, kw_only=True):
    """Everything said on one question, in order of when it was said."""

    question: Annotated[str, Meta(description='The question, "killed", "informed" ...')]
    heading: Heading
    accounts: Annotated[tuple[Account, ...], Meta(description="In order of when they were said.")]


class Topics(Struct, frozen=True, kw_only=True):
    """Accounts grouped by the question they answer."""

    heading: Heading
    note: Note
    rows: tuple[Topic, ...]


class Accounts(Struct, frozen=True, kw_only=True):
    """A list of accounts under one heading."""

    heading: Heading
    note: Note
    rows: tuple[Account, ...]


class Lines(Struct, frozen=True, kw_only=True):
    """A list of sentences under one heading."""

    heading: Heading
    note: Note
    rows: tuple[Line, ...]


class Review(Struct, frozen=True, kw_only=True):
    """The review of one incident, as known at one point of the record. It holds no verdict."""

    form: Annotated[
        Literal["parley.review/1"], Meta(description="Which version of this form it is.")
    ] = "parley.review/1"
    incident: Annotated[str, Meta(description="The incident file's identifier.")]
    title: Annotated[str, Meta(description="What the incident is called here.")]
    when: Annotated[Moment, Meta(description="When it is said to have happened.")]
    banner: Annotated[
        str, Meta(description='Shown above everything: "EXERCISE EXERCISE" in a drill; or empty.')
    ] = ""
    caution: Annotated[str, Meta(description="What this page is not. Always shown.")]
    known_at: Annotated[Line, Meta(description="As known at which entry and ledger time.")]
    size: Annotated[int, Meta(description="How many entries the record held.")]
    timeline: Timeline
    notices: Notices
    contradictions: Contradictions
    measures: Measures
    casualties: Annotated[
        Topics, Meta(description="Every figure for killed, injured and the like, never averaged.")
    ]
    claims: Annotated[Topics, Meta(description="Everything else that is claimed, by question.")]
    consequences: Annotated[Accounts, Meta(description="What is said to have followed.")]
    findings: Annotated[
        Accounts, Meta(description="Findings put forward, competing ones side by side.")
    ]
    rulings: Annotated[Accounts, Meta(description="Rulings, each by its office; all are kept.")]
    around: Annotated[
        Accounts, Meta(description="What is said of the arrangement itself, from other files.")
    ]
    missing: Annotated[Lines, Meta(description="What the record does not hold.")]


SECTIONS: tuple[str, ...] = (
    "timeline",
    "notices",
    "contradictions",
    "measures",
    "casualties",
    "claims",
    "consequences",
    "findings",
    "rulings",
    "around",
    "missing",
)
"""The sections of a review in the order they are shown. One with no rows shows only its note."""
