"""What every statement can carry: on whose word, how it was heard, whether a drill.

Two bases decide who may read a body: `Open` for what is meant for everybody, `Closed` for what
must never stand in the clear (places, purposes, contacts, persons).
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from parley.record.values.refused import Unfit
from parley.record.values.text import Id, Language, Name, Prose
from parley.record.values.time import Instant


class Link(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """One speaker in a chain of who said that who said it."""

    who: Annotated[Name, Meta(description="The speaker as named in the source.")]
    actor: Annotated[Id | None, Meta(description="The registered actor, if tied.")] = None
    how: Annotated[
        Literal["said", "cited", "via", "unnamed"],
        Meta(
            description="said: its own words; cited: quoted by the link before; "
            "via: passed on by the link before; unnamed: a source nobody names."
        ),
    ] = "said"


Chain = Annotated[
    tuple[Link, ...],
    Meta(
        min_length=1,
        max_length=8,
        description="Outermost first, the original source last: speaker <- quoted <- origin.",
    ),
]


class Reported(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """On whose word this stands, when the signer only passes it on."""

    chain: Chain
    address: Annotated[Prose, Meta(description="Where it was found: an address or a citation.")]
    confidence: Annotated[
        Literal["high", "medium", "low"],
        Meta(description="How well the report of it is sourced, in the importer's judgement."),
    ]


class Heard(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    gc=False,
    rename={"from_": "from"},
):
    """How a spoken statement reached the signer. The signer is who heard it, not who spoke."""

    way: Annotated[
        Literal["telephone", "radio", "in-person", "video", "other"],
        Meta(description="How the voice came."),
    ]
    by: Annotated[Id, Meta(description="The officer number or role that heard it.")]
    from_: Annotated[Name, Meta(description="Who spoke, as they gave it: a role or a unit.")]
    began: Annotated[Instant, Meta(description="When the call began.")]
    language: Annotated[Language | None, Meta(description="Language spoken.")] = None
    interpreter: Annotated[Id | None, Meta(description="Officer number of the interpreter.")] = None
    ended: Annotated[Instant | None, Meta(description="When it ended; absent while it runs.")] = (
        None
    )

    def __post_init__(self) -> None:
        if self.ended is not None and self.ended.ms < self.began.ms:
            raise Unfit("expected the call to end after it began, got the other way round")


class Statement(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="kind",
    gc=False,  # frozen and without cycles: nothing for the collector to find
):
    """Something said or done, in the past tense, by whoever signs it."""

    exercise: Annotated[bool, Meta(description="True in a drill; shown as EXERCISE EXERCISE.")] = (
        False
    )
    heard: Annotated[Heard | None, Meta(description="How it was heard, if it came by voice.")] = (
        None
    )
    reported: Annotated[
        Reported | None, Meta(description="On whose word, when the signer only passes it on.")
    ] = None


class Open(Statement, frozen=True, kw_only=True):
    """Meant for everybody in the arrangement: the body stands in the signed leaf.

    Fields named in `APART` never do: they travel in a sealed part beside it.
    """

    APART: ClassVar[tuple[str, ...]] = ()


class Closed(Statement, frozen=True, kw_only=True):
    """Never in the clear: the leaf carries a commitment, the body is sealed for its readers."""
