"""`parley answer` and `parley read-back`. An acknowledgement is not consent."""

from __future__ import annotations

from typing import Annotated

import typer

from parley.cli.acts import options as o
from parley.cli.acts.acting import Acting, acting, done
from parley.desk import acts
from parley.desk.acts import Said
from parley.desk.intake import doubts_of, read_back, stood_for, take_place
from parley.errors import expected
from parley.record import alert, answer
from parley.record.entry import Entry
from parley.record.notice import Notice
from parley.record.values.place import Place

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Answer a notice. Received, confirmed, will comply and objected are four different facts; "
    "none of them is consent.",
)


def _said(
    act: Acting,
    officer: str,
    heard: tuple[str, str, str, str],
    *,
    when: str = "",
    exercise: bool = False,
) -> Said:
    _check_whose(act, heard)
    return o.said(
        officer=officer, when=when, heard=heard, exercise=exercise, now_ms=act.desk.clock.now()
    )


def _check_whose(act: Acting, heard: tuple[str, str, str, str]) -> None:
    # Without it the answer would stand as the desk's own, and stop nobody's clock.
    if heard[0] and not heard[1] and act.hand.actor == "desk":
        raise expected("--party with --heard-from: whose answer it is", "none")


def _notice(act: Acting, entry: str) -> Entry:
    told = act.readable(entry)
    if not isinstance(told.body, Notice):
        raise expected("a notice", "another entry", f"entry {told.index}")
    return told


@app.command()
def received(
    folder: o.Home,
    entry: o.Entry,
    *,
    remarks: Annotated[str, typer.Option(help="In words.")] = "",
    officer: o.Officer = "",
    heard_from: o.HeardFrom = "",
    party: o.Party = "",
    way: o.Way = "",
    call_began: o.Began = "",
    when: o.At = "",
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """It reached you. This is not consent and binds you to nothing."""
    with acting(folder, key, trust) as act:
        told = _notice(act, entry)
        said = _said(act, officer, (heard_from, party, way, call_began), when=when,
                     exercise=exercise)  # fmt: skip
        draft = acts.draft_received(
            act.who, told.digest, to=act.concerned(told), remarks=remarks or None, said=said
        )
        done(act, draft, as_json=as_json)


@app.command()
def confirmed(
    folder: o.Home,
    entry: o.Entry,
    *,
    statement: Annotated[str, typer.Option(help="In words.")] = "",
    officer: o.Officer = "",
    heard_from: o.HeardFrom = "",
    party: o.Party = "",
    way: o.Way = "",
    call_began: o.Began = "",
    when: o.At = "",
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """What it tells is true, as far as you know."""
    with acting(folder, key, trust) as act:
        told = _notice(act, entry)
        said = _said(act, officer, (heard_from, party, way, call_began), when=when,
                     exercise=exercise)  # fmt: skip
        draft = acts.draft_confirmed(
            act.who, told.digest, to=act.concerned(told), statement=statement or None, said=said
        )
        done(act, draft, as_json=as_json)


@app.command()
def comply(
    folder: o.Home,
    entry: o.Entry,
    *,
    statement: Annotated[str, typer.Option(help="What you will do.")],
    officer: o.Officer = "",
    heard_from: o.HeardFrom = "",
    party: o.Party = "",
    way: o.Way = "",
    call_began: o.Began = "",
    when: o.At = "",
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """You will comply, and what you will do."""
    with acting(folder, key, trust) as act:
        told = _notice(act, entry)
        said = _said(act, officer, (heard_from, party, way, call_began), when=when,
                     exercise=exercise)  # fmt: skip
        draft = acts.draft_undertaken(
            act.who, told.digest, to=act.concerned(told), statement=statement, said=said
        )
        done(act, draft, as_json=as_json)


@app.command(name="object")
def object_(
    folder: o.Home,
    entry: o.Entry,
    *,
    reason: Annotated[str, typer.Option(help="Why.")],
    officer: o.Officer = "",
    heard_from: o.HeardFrom = "",
    party: o.Party = "",
    way: o.Way = "",
    call_began: o.Began = "",
    when: o.At = "",
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """You object, with your reason. What the notice protects stays protected."""
    with acting(folder, key, trust) as act:
        told = _notice(act, entry)
        said = _said(act, officer, (heard_from, party, way, call_began), when=when,
                     exercise=exercise)  # fmt: skip
        draft = acts.draft_objected(
            act.who, told.digest, to=act.concerned(told), reason=reason, said=said
        )
        done(act, draft, as_json=as_json)


@app.command()
def withdraw(
    folder: o.Home,
    entry: Annotated[str, typer.Argument(metavar="ANSWER", help="Your answer, by its entry.")],
    *,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    officer: o.Officer = "",
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """Take back an answer of yours. That you gave it stays on record."""
    with acting(folder, key, trust) as act:
        given = act.readable(entry)
        if not isinstance(given.body, answer.Answer):
            raise expected("an answer", "another entry", f"entry {given.index}")
        told = act.find(given.body.notice)
        draft = acts.draft_answer_withdrawn(
            act.who, told.digest, given.digest, to=act.concerned(told), reason=reason or None,
            said=Said(officer=officer or None, exercise=exercise),
        )  # fmt: skip
        done(act, draft, as_json=as_json)


def read_back_(
    folder: o.Home,
    entry: o.Entry,
    *,
    understood: Annotated[str, typer.Option(help="What you understood, in your words.")],
    name: o.Name = "",
    at: o.Numbers = None,
    reference: o.Reference = "",
    confirmed: Annotated[
        bool, typer.Option("--confirmed", help="You called, and it is right. For alerts.")
    ] = False,
    stand_for: o.StandFor = "",
    officer: o.Officer = "",
    by: o.By = "",
    heard_from: o.HeardFrom = "",
    party: o.Party = "",
    way: o.Way = "",
    call_began: o.Began = "",
    when: o.At = "",
    places: o.Places = None,
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """Repeat what you understood of a notice or an alert. It says how far that is from what was said."""  # noqa: E501  # one line of help
    with acting(folder, key, trust) as act:
        told = act.readable(entry)
        place, doubts = _understood(act, (name, at, reference), places, (stand_for, officer))
        said = o.said(
            officer=officer, by=by, when=when, exercise=exercise, now_ms=act.desk.clock.now(),
            heard=(heard_from, party, way, call_began),
        )  # fmt: skip
        words = f"{understood}{doubts}"
        if isinstance(told.body, alert.Raised | alert.StopRequested):
            draft = acts.draft_alert_read_back(
                act.who, told.digest, to=act.concerned(told), understood=words, place=place,
                confirmed=confirmed, said=said,
            )  # fmt: skip
            how_far = read_back(told.body, place).sentence
        elif isinstance(told.body, Notice):
            _check_whose(act, (heard_from, party, way, call_began))
            draft = acts.draft_read_back(
                act.who, told.digest, to=act.concerned(told), understood=words, place=place,
                said=said,
            )  # fmt: skip
            how_far = read_back(told.body, place).sentence
        else:
            raise expected("a notice or an alert", "another entry", f"entry {told.index}")
        done(act, draft, as_json=as_json, warnings=(how_far,))


def _understood(
    act: Acting,
    clues: tuple[str, list[str] | None, str],
    places: list[str] | None,
    stands: tuple[str, str],
) -> tuple[Place | None, str]:
    """The place understood, and the doubts about it a person stood for, in words."""
    if not any(clues):
        return None, ""
    taken = take_place(o.place_told(*clues), act.gazetteer(places))
    stood = stood_for([taken], o.confirmation(*stands))
    if not stood:
        return taken.place, ""
    shown = "\n".join(doubt.shown for doubt in doubts_of([taken]))
    return taken.place, f"\nThe place is in doubt, and stands because: {stands[0]}\n{shown}"
