"""What a claim may carry beside its words: how it was read, how far it is held, whose act it is."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.record.values.refused import Unfit
from parley.record.values.text import Digest, Id, Name, Prose
from parley.record.values.time import VagueTime

Offset = Annotated[int, Meta(ge=0, le=2**31 - 1, description="Code points from the beginning.")]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Annotated[
    int, Meta(ge=1, le=6, description="1 confirmed by others to 5 improbable; 6 cannot be judged.")
]
Modality = Literal[
    "asserted", "reported", "possible", "doubtful", "conditional", "future", "counterfactual"
]  # fmt: skip


class Span(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A stretch of a document, in code points: `start` included, `end` not."""

    start: Offset
    end: Offset

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise Unfit(f"expected start < end, got {self.start} and {self.end}")


class Draft(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """Where a statement was read before a person stood for it. A draft is never a record."""

    draft: Annotated[Digest, Meta(description="SHA-256 of the draft as the reader gave it.")]
    document: Annotated[Digest, Meta(description="SHA-256 of the document.")]
    spans: Annotated[
        tuple[Span, ...], Meta(min_length=1, max_length=100, description="Where in it.")
    ]
    reader: Annotated[Name, Meta(description="Which reader, in which version.")]
    rules: Annotated[
        tuple[Id, ...], Meta(max_length=100, description="The rules that made the draft.")
    ] = ()
    officer: Annotated[Id, Meta(description="Officer number of the person who decided on it.")]
    edits: Annotated[
        int, Meta(ge=0, le=1000, description="How many of its fields the person changed.")
    ] = 0
    speaker_changed: Annotated[
        bool, Meta(description="True: the draft had the wrong speaker, or none.")
    ] = False


class Grade(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """How good the evidence is held to be, in the words of a named scale."""

    grade: Annotated[Name, Meta(description="The grade, as the scale words it.")]
    scale: Annotated[Name, Meta(description="Whose scale, in which version.")]
    definition: Annotated[Prose | None, Meta(description="What the scale says it means.")] = None


class Responsibility(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """How an act is laid at somebody's door, by the source. It is no finding."""

    how: Annotated[
        Literal[
            "reported-as-fact", "claimed-or-admitted", "accused", "accused-by-authorities",
            "possible", "acquitted",
        ],
        Meta(description="On the scale of the Message Understanding Conferences."),
    ]  # fmt: skip
    who: Annotated[Name, Meta(description="Whose act it is said to be, as named in the source.")]
    actor: Annotated[Id | None, Meta(description="The registered actor, if tied.")] = None


class Custody(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """One step in the keeping of a piece of evidence."""

    act: Annotated[
        Literal["found", "received", "archived", "copied", "hashed", "passed-on", "examined"],
        Meta(description="What was done."),
    ]
    by: Annotated[Name, Meta(description="By whom, by role or unit.")]
    at: Annotated[VagueTime | None, Meta(description="When, if known.")] = None
    remarks: Annotated[Prose | None, Meta(description="From where, to whom, with which tool.")] = (
        None
    )
