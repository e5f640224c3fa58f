"""Clauses: the smallest citable parts of a text, as data.

A clause says who must or may do what to whom, where and when; which labelled exceptions it has;
and which clauses it sets aside. Its identifier is never re-used, not even after it is retired.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from parley.ceasefire.text.words import Hour, Source, Weekday, Who, Written
from parley.record.values.text import Id, Name, Prose

Act = Annotated[Id, Meta(description="A word for an act: attack, acquire-territory, pull-back.")]
Form = Literal["prohibition", "obligation", "permission", "power", "restatement", "gap"]


class Area(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a clause holds: inside or outside one delineation. No area: everywhere."""

    delineation: Annotated[Id, Meta(description="The delineation.")]
    side: Annotated[
        Literal["inside", "outside"], Meta(description="On which side of it the clause holds.")
    ] = "inside"


class Window(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """When a clause holds, inside the time its instrument is in force.

    Daily hours are read on the wall clock of `zone`, so they move with daylight saving.
    """

    from_: Annotated[Written | None, Meta(description="From this moment on.")] = field(
        default=None, name="from"
    )
    until: Annotated[Written | None, Meta(description="Up to this moment, itself excluded.")] = None
    opens: Annotated[Hour | None, Meta(description="Each day from this hour.")] = None
    closes: Annotated[Hour | None, Meta(description="Each day up to this hour.")] = None
    days: Annotated[tuple[Weekday, ...], Meta(max_length=7, description="On these days.")] = ()
    zone: Annotated[
        str | None, Meta(description="The wall clock; else the arrangement's zone.")
    ] = None


class Exemption(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whoever is on a dated list is not protected by this clause."""

    list: Annotated[Id, Meta(description="The list, an external and dated reference.")]
    clause: Annotated[Id | None, Meta(description="The clause that says so, with its holders.")] = (
        None
    )


class LabelledException(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A labelled exception. It must be pleaded, and a person rules; it never holds by itself.

    `of` names the exception it is an exception to. `effect` is what holds where it does: the act is
    lifted out of the prohibition, or kept in it. Two live ones that say different things clash,
    unless one overrides the other; a clash is shown, never settled here.
    """

    label: Annotated[Id, Meta(description="The label.")]
    gist: Annotated[Prose, Meta(description="What it says, paraphrased.")]
    source: Source | None = None
    of: Annotated[Id | None, Meta(description="The exception this one is an exception to.")] = None
    effect: Annotated[Literal["lifts", "keeps"], Meta(description="What holds where it does.")] = (
        "lifts"
    )
    needs: Annotated[
        tuple[Id, ...],
        Meta(max_length=10, description="Facts that must be on record: prior-attack, notified."),
    ] = ()
    person: Annotated[bool, Meta(description="Whether a person must rule that it holds.")] = True
    window: Annotated[Window | None, Meta(description="When it can hold.")] = None
    overrides: Annotated[tuple[Id, ...], Meta(max_length=10, description="Labels it beats.")] = ()
    public: Annotated[
        bool,
        Meta(description="False: a gap. Whether such an exception exists is not public."),
    ] = True


class Clause(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The smallest part of a text that can be cited. Its identifier is never re-used."""

    id: Annotated[Id, Meta(description="The identifier.")]
    form: Annotated[Form, Meta(description="What kind of clause; a gap is known to exist only.")]
    gist: Annotated[Prose, Meta(description="What it says, paraphrased.")]
    source: Source
    text: Annotated[Name | None, Meta(description="Where in the text: a paragraph.")] = None
    holder: Annotated[tuple[Who, ...], Meta(max_length=50, description="Who must or may.")] = ()
    claimant: Annotated[
        tuple[Who, ...], Meta(max_length=50, description="To whom it is owed; whom it protects.")
    ] = ()
    act: Annotated[tuple[Act, ...], Meta(max_length=30, description="Which acts.")] = ()
    area: Annotated[Area | None, Meta(description="Where; absent: everywhere.")] = None
    window: Annotated[Window | None, Meta(description="When; absent: while in force.")] = None
    exempts: Annotated[tuple[Exemption, ...], Meta(max_length=10)] = ()
    exception: Annotated[tuple[LabelledException, ...], Meta(max_length=20)] = ()
    overrides: Annotated[
        tuple[Id, ...], Meta(max_length=30, description="Clauses it sets aside where both apply.")
    ] = ()
    restates: Annotated[
        tuple[Id, ...], Meta(max_length=50, description="Earlier clauses it restates or narrows.")
    ] = ()
    evidence: Annotated[
        Id | None, Meta(description="The evidence policy; else the arrangement's first.")
    ] = None
    # For obligations: what ends one, what breaks one, who can say it is done.
    due: Annotated[Written | None, Meta(description="By when, if the text says.")] = None
    due_clock: Annotated[Id | None, Meta(description="Due while or when this clock runs.")] = None
    terminated_by: Annotated[
        tuple[Act, ...], Meta(max_length=20, description="Acts that end it: done, waived.")
    ] = ()
    violated_by: Annotated[
        tuple[Act, ...], Meta(max_length=20, description="Acts that break it, once ruled.")
    ] = ()
    confirmed_by: Annotated[
        tuple[Who, ...], Meta(max_length=20, description="Whose word confirms that it is done.")
    ] = ()
    retired: Annotated[
        bool, Meta(description="No longer in the text; the identifier stays taken.")
    ] = False
