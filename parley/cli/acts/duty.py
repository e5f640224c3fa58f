"""The duty log, telephone calls, exercises, availability, and sending again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from parley.cli import printing
from parley.cli.acts import options as o
from parley.cli.acts.acting import acting, done
from parley.desk import acts
from parley.desk.acts import Said, call_began, call_ended
from parley.errors import expected
from parley.record import roster
from parley.record.entry import Unread
from parley.record.values.refused import shown
from parley.record.values.time import Instant, iso

call_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Log a telephone call while it runs. It is signed by who heard it; the speaker has signed "
    "nothing until it confirms.",
)
exercise_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Begin and end a drill. A real stop request ends it.",
)


def note(
    folder: o.Home,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What to write.")],
    *,
    about: Annotated[str, typer.Option(metavar="ENTRY", help="The record it is about.")] = "",
    to: o.To = None,
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """Write in the duty log. Only you, the desk and whom you name can read it."""
    with acting(folder, key, trust) as act:
        of = act.find(about).digest if about else None
        said = Said(exercise=exercise)
        draft = acts.draft_noted(act.who, text, to=tuple(to or ()), about=of, said=said)
        done(act, draft, as_json=as_json)


@call_app.command()
def begin(
    folder: o.Home,
    *,
    from_: Annotated[str, typer.Option("--from", metavar="ROLE", help="Who speaks, by role.")],
    officer: o.Officer,
    text: Annotated[str, typer.Option(help="What is said, as far as you have heard.")] = "",
    way: o.Way = "telephone",
    language: Annotated[str, typer.Option(metavar="ar|ru|...", help="Language spoken.")] = "",
    interpreter: Annotated[str, typer.Option(metavar="ID", help="The interpreter's number.")] = "",
    to: o.To = None,
    exercise: o.Drill = False,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """A call begins now. What you hear in it you log with --heard-from and --call-began."""
    with acting(folder, key, trust) as act:
        found = o.said(
            officer=officer, exercise=exercise, heard=(from_, "", way, ""),
            now_ms=act.desk.clock.now(),
        )  # fmt: skip
        if found.heard is None:
            raise expected("who speaks", "nobody", "--from")
        call = call_began(
            found.heard.began.ms, by=officer, from_=from_, way=found.heard.way,
            language=language or None, interpreter=interpreter or None,
        )  # fmt: skip
        draft = acts.draft_call_logged(
            act.who, call, text or "A call began.", to=tuple(to or ()), exercise=exercise
        )
        done(act, draft, as_json=as_json, warnings=(f"--call-began {iso(call.began.ms)}",))


@call_app.command()
def end(
    folder: o.Home,
    entry: o.Entry,
    *,
    text: Annotated[str, typer.Option(help="How it ended.")] = "",
    ended: Annotated[str, typer.Option("--when", metavar="T", help="If not now.")] = "",
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """A call that you logged has ended."""
    with acting(folder, key, trust) as act:
        first = act.readable(entry)
        body = first.body
        if isinstance(body, Unread) or body.heard is None:
            raise expected("the entry of a call", "another entry", f"entry {first.index}")
        at = Instant.parse(ended).ms if ended else act.desk.clock.now()
        draft = acts.draft_call_logged(
            act.who, call_ended(body.heard, at), text or "The call ended.", about=first.digest,
            to=act.concerned(first), exercise=body.exercise,
        )  # fmt: skip
        done(act, draft, as_json=as_json)


@call_app.command()
def confirm(
    folder: o.Home,
    entry: o.Entry,
    *,
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """Stand for what was heard from you on the telephone, under your own signature."""
    with acting(folder, key, trust) as act:
        heard = act.readable(entry)
        draft = acts.draft_call_confirmed(act.who, heard, to=act.concerned(heard))
        done(act, draft, as_json=as_json)


@exercise_app.command()
def start(
    folder: o.Home,
    drill: Annotated[str, typer.Argument(metavar="DRILL", help="Its name, never used before.")],
    *,
    title: Annotated[str, typer.Option(help="What is practised.")],
    as_json: o.AsJson = False,
) -> None:
    """Begin a drill. Mark everything in it with --exercise."""
    with acting(folder, None) as act:
        done(act, acts.draft_exercise_started(act.who, drill, title), as_json=as_json)


@exercise_app.command(name="end")
def end_exercise(
    folder: o.Home,
    drill: Annotated[str, typer.Argument(metavar="DRILL", help="Which drill.")],
    *,
    called_off: Annotated[bool, typer.Option("--called-off", help="It was not finished.")] = False,
    as_json: o.AsJson = False,
) -> None:
    """End a drill."""
    with acting(folder, None) as act:
        why: Literal["called-off", "finished"] = "called-off" if called_off else "finished"
        done(act, acts.draft_exercise_ended(act.who, drill, why), as_json=as_json)


def availability(
    folder: o.Home,
    party: Annotated[str, typer.Argument(metavar="PARTY", help="Whom it is about.")],
    state: Annotated[
        str, typer.Argument(metavar="reachable|limited|unreachable", help="Whether.")
    ],
    *,
    window: o.Window,
    statement: Annotated[str, typer.Option(help="On what ground.")],
    evidence: Annotated[
        list[str] | None, typer.Option(metavar="ENTRY", help="Records that show it.")
    ] = None,
    zone: o.Zone = "",
    to: o.To = None,
    as_json: o.AsJson = False,
) -> None:
    """For the desk: state whether a party can be reached. It excuses no silence."""
    words = ("reachable", "limited", "unreachable")
    found = next((one for one in words if one == state), None)
    during = o.window_of(window, zone)
    if found is None or during is None:
        raise expected(f"{' or '.join(words)}, and a window", shown(state))
    with acting(folder, None) as act:
        version = 1 + sum(
            isinstance(entry.body, roster.AvailabilityStated)
            and (entry.body.party, entry.body.speaker) == (party, act.hand.actor)
            for entry in act.board.book.entries(0, act.desk.size)
        )
        draft = acts.draft_availability_stated(
            act.who, party, found,  # type: ignore[arg-type]  # one of the words, looked up above
            version=version, window=during, statement=statement,
            evidence=act.digests(evidence), to=tuple(to or ()),
        )  # fmt: skip
        done(act, draft, as_json=as_json)


def resend(
    folder: o.Home,
    *,
    key: Annotated[Path, typer.Option("--as", metavar="KEY", help="Your key file.")],
    trust: o.Trust = None,
) -> None:
    """Send again whatever you signed and have no receipt for. The same bytes: nothing doubles."""
    with acting(folder, key, trust) as act:
        receipts = act.hand.resend()
    for receipt in receipts:
        printing.say(f"Logged as entry {receipt.index}, {iso(receipt.rx)}: {receipt.digest}")
    printing.say(f"{len(receipts)} sent again." if receipts else "Everything has its receipt.")
