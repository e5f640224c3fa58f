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
    lane: Annotated[str, Meta(description="Whose doing or saying: its lane.")] = ""
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


class Cell(Struct, frozen=True, kw_only=True):
    """One claim where its question and its source cross, as short as can be."""

    stance: Annotated[str, Meta(description='How the speaker stands to it: "denies" ...')]
    figure: Annotated[str, Meta(description="The figure with its unit; or empty.")] = ""
    held: Annotated[
        str, Meta(description='How firmly, where not outright: "if ...", "reportedly"; or empty.')
    ] = ""
    text: Annotated[str, Meta(description="What is said.")]
    marks: Annotated[tuple[str, ...], Meta(description="What to show beside it.")] = ()
    entries: Entries


class MatrixRow(Struct, frozen=True, kw_only=True):
    """One question, and what each source says on it."""

    question: Annotated[str, Meta(description="The question.")]
    heading: Heading
    cells: Annotated[
        tuple[tuple[Cell, ...], ...],
        Meta(description="A list for each column, in their order; empty: nothing said."),
    ]


class Matrix(Struct, frozen=True, kw_only=True):
    """Questions down, sources across: who says anything on what, and who does not."""

    heading: Heading
    note: Note
    columns: Annotated[
        tuple[str, ...], Meta(description='Sources by their chain: "A, citing B".')
    ]
    rows: tuple[MatrixRow, ...]


class Point(Struct, frozen=True, kw_only=True):
    """One figure that a source gave, and how it stands to the one before."""

    said: Moment
    figure: Annotated[str, Meta(description='With its unit: "at least 62 persons".')]
    low: Annotated[int | None, Meta(description="At least this many, if told.")] = None
    best: Annotated[int | None, Meta(description="The single figure, if told.")] = None
    high: Annotated[int | None, Meta(description="At most this many, if told.")] = None
    step: Annotated[str, Meta(description='"first", "repeated", "raised", "lowered" ...')]
    entries: Entries


class Range(Struct, frozen=True, kw_only=True):
    """All that one source gave for one measure, over time."""

    measure: Annotated[str, Meta(description="What is counted, in plain words.")]
    group: Annotated[str, Meta(description="Of whom, as told; or empty.")] = ""
    source: Annotated[str, Meta(description='Who speaks and whose figure: "A, citing B".')]
    points: Annotated[tuple[Point, ...], Meta(description="In order of when they were said.")]
    entries: Entries


class Ranges(Struct, frozen=True, kw_only=True):
    """Figures per source over time, low and high apart."""

    heading: Heading
    note: Note
    rows: tuple[Range, ...]


class Piece(Struct, frozen=True, kw_only=True):
    """One piece of evidence by its hash, and through whose hands it went."""

    title: Annotated[str, Meta(description="What it is.")]
    digest: Annotated[str, Meta(description="SHA-256 of the file.")]
    media_type: Annotated[str, Meta(description="What kind of file.")]
    custody: Annotated[str, Meta(description="From whom and through whose hands.")]
    steps: Annotated[tuple[str, ...], Meta(description="The same by steps, oldest first.")] = ()
    by: By
    marks: Annotated[tuple[str, ...], Meta(description="What to show beside it.")] = ()
    entries: Entries


class Pieces(Struct, frozen=True, kw_only=True):
    """Evidence, by hash. The files themselves are kept elsewhere."""

    heading: Heading
    note: Note
    rows: tuple[Piece, ...]


class Spot(Struct, frozen=True, kw_only=True):
    """One place as a record gives it: a circle it lies in, or words alone."""

    written: Annotated[str, Meta(description="As it was written.")]
    what: Annotated[str, Meta(description="What is said to have been there.")]
    position: Annotated[str, Meta(description="In degrees, with its radius; or that none is told.")]
    lat: Annotated[float | None, Meta(description="Degrees north of its middle.")] = None
    lon: Annotated[float | None, Meta(description="Degrees east of its middle.")] = None
    radius_m: Annotated[float | None, Meta(description="It lies within this; None: not told.")] = (
        None
    )
    by: By
    entries: Entries


class Spots(Struct, frozen=True, kw_only=True):
    """Where it is said to have been. A map may repeat these rows and says nothing more."""

    heading: Heading
    note: Note
    rows: tuple[Spot, ...]


class Lesson(Struct, frozen=True, kw_only=True):
    """What is to be learnt, and what came of it."""

    text: Annotated[str, Meta(description="The lesson.")]
    action: Annotated[str, Meta(description="What is to be done; or empty.")] = ""
    owner: Annotated[str, Meta(description="The role that is to do it; or empty.")] = ""
    due: Moment = ""
    state: Annotated[str, Meta(description="How the action stands, in plain words.")]
    history: Annotated[tuple[Line, ...], Meta(description="What was said of it, in order.")] = ()
    rests_on: Annotated[Line, Meta(description="The records it rests on.")]
    by: By
    entries: Entries


class Lessons(Struct, frozen=True, kw_only=True):
    """Lessons, each tied to entries and tracked to an action."""

    heading: Heading
    note: Note
    rows: tuple[Lesson, ...]


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
    matrix: Annotated[Matrix, Meta(description="The same at a glance: questions by sources.")]
    places: Annotated[Spots, Meta(description="Where, as far as this reader may know.")]
    series: Annotated[Ranges, Meta(description="Figures per source over time.")]
    assessments: Annotated[
        Accounts, Meta(description="What those say of it at whose door it is laid, kept apart.")
    ]
    ties: Annotated[Lines, Meta(description="How persons said that claims stand to each other.")]
    evidence: Annotated[Pieces, Meta(description="Evidence by hash, with its custody.")]
    blocked: Annotated[Lines, Meta(description="Who was kept from looking, and until when.")]
    lessons: Annotated[Lessons, Meta(description="What is to be learnt, tracked to an action.")]
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
    "matrix",
    "places",
    "series",
    "assessments",
    "ties",
    "evidence",
    "blocked",
    "consequences",
    "findings",
    "rulings",
    "lessons",
    "around",
    "missing",
)
"""The sections of a review in the order they are shown. One with no rows shows only its note."""
