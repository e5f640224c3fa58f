"""`parley stop` and `parley alert`. Recorded before a person is found; never refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Final

import typer

from parley.cli import printing
from parley.cli.acts import options as o
from parley.cli.acts.acting import Acting, done, doubts_in_words
from parley.cli.asking import moment
from parley.desk import acts
from parley.desk.acts import Draft, Said
from parley.desk.acts.sending import Hand
from parley.desk.desk import Desk
from parley.desk.intake import PlaceTold, in_words, take_place
from parley.desk.intake.known import NamedPlaces
from parley.desk.inward.dropping import AnsweredNo
from parley.errors import BadInput, Refusal
from parley.places import Gazetteer, read, read_relative
from parley.record.values.place import Place
from parley.record.values.time import VagueTime

_SHORT: Final = 5000
"""Entries that are read in a fraction of a second."""

What = Annotated[str, typer.Option(help="What must stop.")]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where", metavar="PLACE",
        help="Where: coordinates, '9 km south of the airfield', a name, or any words. Say it in "
        "two ways by giving it twice.",
    ),
]  # fmt: skip
Since = Annotated[str, typer.Option(metavar="T", help="Since when, with its zone if you can.")]
Caller = Annotated[str, typer.Option("--caller", metavar="ROLE", help="Who asks, by role or unit.")]


def stop(
    folder: o.Home,
    *,
    what: What = "",
    where: Where = None,
    since: Since = "",
    caller: Caller = "",
    zone: o.Zone = "",
    to: o.To = None,
    officer: o.Officer = "",
    heard_from: o.HeardFrom = "",
    way: o.Way = "",
    call_began: o.Began = "",
    exercise: o.Drill = False,
    key: o.Key = None,
    as_json: o.AsJson = False,
) -> None:
    """Ask that something stop: what, where, since when. Never refused, whatever is missing."""
    with _at_once(folder, key) as (act, fault):
        place, warnings = _where(act, where or [])
        caller, warnings = _asked_by(caller, fault), (*fault, *warnings)
        begun, words = _since(since, zone)
        said = _said(act, (officer, caller), (heard_from, way, call_began), exercise=exercise)
        draft = acts.draft_stop_requested(
            act.who, f"{what}{words}", to=_to(act, to), place=place, since=begun, said=said
        )
        _rung(act, draft, as_json=as_json, warnings=warnings)
        if not exercise:
            _end_drills(act)


def alert(
    folder: o.Home,
    *,
    what: Annotated[str, typer.Option(help="What is happening.")],
    where: Where = None,
    since: Since = "",
    caller: Caller = "",
    zone: o.Zone = "",
    to: o.To = None,
    officer: o.Officer = "",
    heard_from: o.HeardFrom = "",
    way: o.Way = "",
    call_began: o.Began = "",
    exercise: o.Drill = False,
    key: o.Key = None,
    as_json: o.AsJson = False,
) -> None:
    """Warn that something is going wrong, without asking yet that it stop."""
    with _at_once(folder, key) as (act, fault):
        place, warnings = _where(act, where or [])
        caller, warnings = _asked_by(caller, fault), (*fault, *warnings)
        begun, words = _since(since, zone)
        said = _said(act, (officer, caller), (heard_from, way, call_began), exercise=exercise)
        draft = acts.draft_raised(
            act.who, f"{what}{words}", to=_to(act, to), place=place, since=begun, said=said
        )
        _rung(act, draft, as_json=as_json, warnings=warnings)


@contextmanager
def _at_once(folder: Path, key: Path | None) -> Iterator[tuple[Acting, tuple[str, ...]]]:
    """The hand that acts; the desk's own where the key file cannot be used, and why it cannot."""
    with Desk(folder, reading=True) as desk:
        fault: tuple[str, ...] = ()
        try:
            hand = Hand(desk, key, urgent=True)
        except Refusal as refused:
            hand, fault = Hand(desk), (f"The desk acts itself: {refused}",)
        yield Acting(desk, hand), fault


def _asked_by(caller: str, fault: tuple[str, ...]) -> str:
    """Who asks, as it is shown: not proved where no key signed for it."""
    if not fault:
        return caller
    return f"{caller or 'somebody at the desk'}, NOT AUTHENTICATED: its key file could not be used"


def _to(act: Acting, to: list[str] | None) -> tuple[str, ...]:
    """Those named; else everybody who can be told, because nobody in particular is asked for."""
    return tuple(to) if to else act.members()[:50]


def _where(act: Acting, clues: list[str]) -> tuple[Place | None, tuple[str, ...]]:
    """Where, as well as it can be read at once; what cannot be read stands in its words."""
    if not clues:
        return None, ()
    numbers = tuple(clue for clue in clues if _reads(clue, numbers=True))
    references = [clue for clue in clues if clue not in numbers and _reads(clue, numbers=False)]
    names = [clue for clue in clues if clue not in numbers and clue not in references]
    told = PlaceTold(
        name=names[0] if names else "", numbers=numbers[:1],
        reference=references[0] if references else "",
    )  # fmt: skip
    # The desk's own names alone, and only from a log that is read in no time: recorded comes first.
    short = act.desk.size <= _SHORT
    known = Gazetteer(act.board.caught_up(NamedPlaces).entries.values() if short else ())
    try:
        taken = take_place(told, known)
    except BadInput:
        return in_words("; ".join(clues)), ()
    place = taken.place
    if len(clues) > len(numbers[:1]) + len(references[:1]) + len(names[:1]):
        place = type(place)(
            written="; ".join(clues)[:4000], shape=place.shape, datum=place.datum,
            uncertainty_cm=place.uncertainty_cm, reference=place.reference, given=place.given,
        )  # fmt: skip
    return place, doubts_in_words((taken.doubt,) if taken.doubt else ())


def _reads(clue: str, *, numbers: bool) -> bool:
    try:
        read(clue) if numbers else read_relative(clue)
    except BadInput:
        return False
    return True


def _since(since: str, zone: str) -> tuple[VagueTime | None, str]:
    """Since when; a time that cannot be read stays in the words of the request."""
    try:
        return moment(since, "--since", zone), ""
    except BadInput:
        return None, f" (since: {since})"


def _said(
    act: Acting,
    who: tuple[str, str],
    heard: tuple[str, str, str],
    *,
    exercise: bool,
) -> Said:
    officer, caller = who
    from_, way, began = heard
    # Never refused: who heard it is the desk where no officer number was given.
    try:
        return o.said(
            officer=officer or ("desk" if from_ else ""), by=caller or from_, exercise=exercise,
            heard=(from_, "", way, began), now_ms=act.desk.clock.now(),
        )  # fmt: skip
    except BadInput:
        return Said(by=(caller or from_)[:200] or None, exercise=exercise)


def _rung(act: Acting, draft: Draft, *, as_json: bool, warnings: tuple[str, ...]) -> None:
    try:
        done(act, draft, as_json=as_json, warnings=warnings)
    except AnsweredNo as fault:
        if fault.entry is None:
            raise
        printing.say(f"Taken as entry {fault.entry}, as heard and NOT authenticated.")
        printing.say(str(fault))


def _end_drills(act: Acting) -> None:
    """A real stop request ends every drill, so that nobody takes it for one."""
    desk = Hand(act.desk)
    for drill in act.desk.drills():
        with suppress(AnsweredNo):  # somebody else has just ended it
            receipt = desk.send(acts.draft_exercise_ended(desk, drill, "real-stop-request"))
            printing.alarm(f"The exercise {drill} is over: entry {receipt.index}.", bell=False)
