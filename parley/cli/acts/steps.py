"""The steps of an alert after it was raised, each with its own time."""

from __future__ import annotations

from typing import Annotated

import typer

from parley.cli.acts import options as o
from parley.cli.acts.acting import Acting, acting, done
from parley.desk import acts
from parley.desk.acts import Said

Remarks = Annotated[str, typer.Option(help="In words.")]


def _step_said(
    act: Acting, who: tuple[str, str], heard: tuple[str, str, str], when: str, *, exercise: bool
) -> Said:
    from_, way, began = heard
    return o.said(
        officer=who[0], by=who[1] or from_, when=when, heard=(from_, "", way, began),
        exercise=exercise, now_ms=act.desk.clock.now(),
    )  # fmt: skip


def take(
    folder: o.Home,
    entry: o.Entry,
    *,
    remarks: Remarks = "",
    officer: o.Officer = "",
    by: o.By = "",
    heard_from: o.HeardFrom = "",
    way: o.Way = "",
    call_began: o.Began = "",
    when: o.At = "",
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """Pick up an alert. Any officer may: from here on its caller has a human being."""
    with acting(folder, key, trust) as act:
        told = act.readable(entry)
        said = _step_said(act, (officer, by), (heard_from, way, call_began), when,
                          exercise=exercise)  # fmt: skip
        draft = acts.draft_taken(
            act.who, told.digest, to=act.concerned(told), remarks=remarks or None, said=said
        )
        done(act, draft, as_json=as_json)


def relay(
    folder: o.Home,
    entry: o.Entry,
    *,
    relayed_to: Annotated[str, typer.Option("--to", metavar="ROLE", help="To which role or unit.")],
    remarks: Remarks = "",
    officer: o.Officer = "",
    by: o.By = "",
    heard_from: o.HeardFrom = "",
    way: o.Way = "",
    call_began: o.Began = "",
    when: o.At = "",
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """Say that an alert was passed on to whoever can act."""
    with acting(folder, key, trust) as act:
        told = act.readable(entry)
        said = _step_said(act, (officer, by), (heard_from, way, call_began), when,
                          exercise=exercise)  # fmt: skip
        draft = acts.draft_relayed(
            act.who, told.digest, relayed_to, to=act.concerned(told), remarks=remarks or None,
            said=said,
        )  # fmt: skip
        done(act, draft, as_json=as_json)


def order_passed(
    folder: o.Home,
    entry: o.Entry,
    *,
    remarks: Remarks = "",
    officer: o.Officer = "",
    by: o.By = "",
    heard_from: o.HeardFrom = "",
    way: o.Way = "",
    call_began: o.Began = "",
    when: o.At = "",
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """Say that an order to halt was passed down."""
    with acting(folder, key, trust) as act:
        told = act.readable(entry)
        said = _step_said(act, (officer, by), (heard_from, way, call_began), when,
                          exercise=exercise)  # fmt: skip
        draft = acts.draft_order_passed(
            act.who, told.digest, to=act.concerned(told), remarks=remarks or None, said=said
        )
        done(act, draft, as_json=as_json)


def halted(
    folder: o.Home,
    entry: o.Entry,
    *,
    when: Annotated[str, typer.Option("--when", metavar="T", help="When it stopped, with zone.")],
    remarks: Remarks = "",
    officer: o.Officer = "",
    by: o.By = "",
    heard_from: o.HeardFrom = "",
    way: o.Way = "",
    call_began: o.Began = "",
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """Say that it stopped, and when."""
    with acting(folder, key, trust) as act:
        told = act.readable(entry)
        said = _step_said(act, (officer, by), (heard_from, way, call_began), when,
                          exercise=exercise)  # fmt: skip
        draft = acts.draft_halted(
            act.who, told.digest, to=act.concerned(told), remarks=remarks or None, said=said
        )
        done(act, draft, as_json=as_json)


def stand_down(
    folder: o.Home,
    entry: o.Entry,
    *,
    remarks: Remarks = "",
    officer: o.Officer = "",
    by: o.By = "",
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """End an alert you raised yourself."""
    with acting(folder, key, trust) as act:
        told = act.readable(entry)
        said = Said(officer=officer or None, by=by or None, exercise=exercise)
        draft = acts.draft_stood_down(
            act.who, told.digest, to=act.concerned(told), remarks=remarks or None, said=said
        )
        done(act, draft, as_json=as_json)
