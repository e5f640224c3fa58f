"""What replaces a notice, what ends it, and asking what a draft would overlap."""

from __future__ import annotations

from typing import Annotated

import typer

from parley.cli import printing
from parley.cli.acts import options as o
from parley.cli.acts.acting import acting, done, print_awareness
from parley.cli.asking import moment
from parley.desk import acts
from parley.desk.acts import Said
from parley.desk.awareness import check_beside, every_overlap
from parley.desk.intake import take_place
from parley.errors import expected
from parley.record.notice import Notice, PresenceNotified
from parley.web.visible import visible


def amend(
    folder: o.Home,
    old: o.Entry,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later notice in its place.")],
    *,
    why: Annotated[str, typer.Option(help="What changed.")],
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """Put a later notice of yours in the place of an earlier one. Notify the later one first."""
    with acting(folder, key, trust) as act:
        first, later = act.readable(old), act.readable(new)
        to = tuple(dict.fromkeys((*act.concerned(first), *act.concerned(later))))
        said = Said(exercise=exercise)
        draft = acts.draft_amended(
            act.who, first.digest, later.digest, to=to, why=why, said=said
        )
        done(act, draft, as_json=as_json)


def withdraw(
    folder: o.Home,
    entry: o.Entry,
    *,
    ended: Annotated[str, typer.Option(metavar="T", help="When it ended, with its zone.")],
    why: Annotated[str, typer.Option(help="In words.")] = "",
    zone: o.Zone = "",
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """Say that what your notice told of is over. If it was wrong, recall it instead."""
    over = moment(ended, "--ended", zone)
    if over is None:
        raise expected("when it ended", "nothing", "--ended")
    with acting(folder, key, trust) as act:
        told = act.readable(entry)
        draft = acts.draft_withdrawn(
            act.who, told.digest, to=act.concerned(told), ended=over, why=why or None,
            said=Said(exercise=exercise),
        )  # fmt: skip
        done(act, draft, as_json=as_json)


def recall(
    folder: o.Home,
    entry: o.Entry,
    *,
    why: Annotated[str, typer.Option(help="What was wrong in it.")],
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """Say that your notice was wrong. Everybody it was addressed to is told."""
    with acting(folder, key, trust) as act:
        told = act.readable(entry)
        draft = acts.draft_recalled(
            act.who, told.digest, to=act.concerned(told), why=why, said=Said(exercise=exercise)
        )
        done(act, draft, as_json=as_json)


def check(
    folder: o.Home,
    *,
    actor: Annotated[str, typer.Option("--actor", help="Who asks.")],
    name: o.Name = "",
    at: o.Numbers = None,
    reference: o.Reference = "",
    within: o.Within = "",
    area: o.Area = False,
    window: o.Window = "",
    zone: o.Zone = "",
    order: o.FirstNumber = None,
    letter: o.ZoneLetter = None,
    places: o.Places = None,
    as_json: o.AsJson = False,
) -> None:
    """What a notice there would overlap, among what its author may read. Logged, and limited."""
    told = o.place_told(
        name, at, reference, within=within, area=area, order=order, letter=letter
    )
    with acting(folder, None) as act:
        taken = take_place(told, act.gazetteer(places))
    draft = PresenceNotified(
        place=taken.place, window=o.window_of(window, zone), purpose="A draft check."
    )
    found = check_beside(folder, actor, draft)
    if as_json:
        printing.dump(found)
    else:
        print_awareness(found)


def overlaps(folder: o.Home, entry: o.Entry, as_json: o.AsJson = False) -> None:
    """For the desk alone: every overlap of a notice, also with what its author may not read."""
    with acting(folder, None) as act:
        told = act.readable(entry)
        if not isinstance(told.body, Notice):
            raise expected("a notice", "another entry", f"entry {told.index}")
        found = every_overlap(act.desk, told.digest)
    if as_json:
        printing.dump(found)
        return
    printing.say("For the desk alone. Show none of this to the author.")
    if not found.all:
        printing.say("Nothing on record before it overlaps.")
    for one in found.all:
        seen = "not open to its author" if not one.readable else (
            "read by its author" if one.named else "open to its author")  # fmt: skip
        near = one.overlap
        printing.say(visible(f"  entry {near.entry}, {near.kind} by {near.by}: {near.what}; "
                             f"{near.distance_m:.0f} m; {seen}"))  # fmt: skip
    if found.uninformed:
        printing.say("Its author had not read what it may read.")
