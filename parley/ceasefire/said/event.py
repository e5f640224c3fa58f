"""An event, as people read it out of the record: one statement a line, each with its entry.

Nothing in the record says by itself what a report of a strike means for a clause. A person reads
it and writes down: actor, says coalition, entry 51. The kernel takes it from there. Statements that
contradict each other are never merged: the first reading stands, another opens a competing one.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from parley.ceasefire.text.words import Basis
from parley.record.values.place import Place
from parley.record.values.text import Id, Name
from parley.record.values.time import VagueTime

Question = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9@](?:[a-z0-9@._:-]{0,180}[a-z0-9])?(?![\s\S])",
        description="a question: act, actor, affected, when, where, evidence, plea.LABEL, or one "
        "that a finding listed as missing",
    ),
]
"""What a statement answers. Every fact a finding misses has such a name, so it can be answered."""


class Said(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One statement about an event: the answer lies within `says`, `when` or `where`.

    Several words in `says` mean one of them. Without a basis it holds for both.
    """

    question: Question
    says: Annotated[tuple[Name, ...], Meta(max_length=100, description="One of these.")] = ()
    when: Annotated[VagueTime | None, Meta(description="To the question when.")] = None
    where: Annotated[Place | None, Meta(description="To the question where.")] = None
    basis: Annotated[Basis | None, Meta(description="On which basis; absent: on both.")] = None
    entries: Annotated[
        tuple[int, ...], Meta(max_length=50, description="The entries that say so.")
    ] = ()


class Event(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One event and everything said about it, in the order it came to be known."""

    id: Id
    title: Name
    said: Annotated[tuple[Said, ...], Meta(max_length=1000)] = ()
