"""`parley handover`: a watch passes with both officers' words. `parley rota`: who is on duty."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer

from parley.channel import PROJECTION
from parley.channel.rota import Asked, read_rota, rota_of
from parley.channel.thread import State
from parley.channel.wording.figures import clock, duration
from parley.cli import printing
from parley.cli.acts import options as o
from parley.cli.acts.acting import Acting, acting, done
from parley.desk.desk import Desk
from parley.desk.watch.handing import (
    OpenItem,
    draft_handed_over,
    draft_taken_over,
    open_items,
    waiting_handover,
)
from parley.errors import DiskFailed, expected
from parley.record.roster import RoleDefined
from parley.record.values.refused import shown
from parley.record.values.time import Instant
from parley.web.visible import visible

Rank: TypeAlias = Literal["duty", "deputy", "head", "guarantor", "interpreter"]
_DAY_MS = 86_400_000
rota_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Who is on duty in which role: enter it from a calendar file, and see it.",
)


def handover(
    folder: o.Home,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="The role whose watch passes.")],
    *,
    outgoing: Annotated[str, typer.Option("--from", metavar="ID", help="Who hands over.")] = "",
    incoming: Annotated[str, typer.Option("--to", metavar="ID", help="Who is to take over.")] = "",
    take: Annotated[
        str, typer.Option("--take", metavar="ID", help="Take over what was handed over to you.")
    ] = "",
    remarks: Annotated[str, typer.Option(help="What the other officer should know.")] = "",
    key: o.Key = None,
    trust: o.Trust = None,
    as_json: o.AsJson = False,
) -> None:
    """Hand a watch over, or take it over. It passes only with both, and lists what is open."""
    if bool(take) == bool(outgoing and incoming):
        raise expected("--from and --to to hand over, or --take to take over", "neither or both")
    with acting(folder, key, trust) as act:
        state, now = act.board.state(PROJECTION), act.desk.clock.now()
        said = remarks or None
        if take:
            draft = draft_taken_over(
                act.who, state, waiting_handover(state, role), officer=take, ms=now, remarks=said
            )
        else:
            draft = draft_handed_over(act.who, state, role, outgoing=outgoing, incoming=incoming,
                                      ms=now, remarks=said)  # fmt: skip
        done(act, draft, as_json=as_json, warnings=_list(act, state, now, taken=bool(take)))


def _list(act: Acting, state: State, now: int, *, taken: bool) -> tuple[str, ...]:
    party = None if act.hand.actor == "desk" else act.hand.actor
    items = open_items(state, party)
    passes = "The watch has passed." if taken else (
        "The watch has NOT passed yet: the other officer takes it over with --take."
    )
    return (passes, f"{len(items)} open:", *(_open(one, state, now) for one in items[:50]))


def _open(item: OpenItem, state: State, now: int) -> str:
    thread = state.thread(item.of)
    since = now - thread.head.rx if thread is not None and thread.head is not None else 0
    mark = "!!" if item.alarm else "--"
    return visible(
        f"{mark} entry {item.entry} of {item.author} to {', '.join(item.to) or 'nobody'}, "
        f"{duration(since)} ago: {item.what[:120]}"
    )


@rota_app.command(name="role")
def role_(
    folder: o.Home,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="Its identifier, like duty-south.")],
    *,
    actor: Annotated[str, typer.Option(help="Whose role it is.")],
    title: Annotated[str, typer.Option(help="What it is called when it is rung.")],
    rank: Annotated[
        Rank, typer.Option(metavar="duty|deputy|head|guarantor|interpreter", help="Its rung.")
    ] = "duty",
    deputy: Annotated[str, typer.Option(metavar="ROLE", help="The role that is rung next.")] = "",
    as_json: o.AsJson = False,
) -> None:
    """Define a duty role, signed by the desk: calls go to roles, never to a named person."""
    record = RoleDefined(role=role, actor=actor, title=title, rank=rank, deputy=deputy or None)
    with acting(folder, None) as act:
        done(act, act.who.draft(record), as_json=as_json)


@rota_app.command(name="import")
def import_(
    folder: o.Home,
    file: Annotated[Path, typer.Argument(metavar="FILE.ics", help="An iCalendar file.")],
    *,
    role: Annotated[str, typer.Option(help="The role these duties are in.")],
    zone: Annotated[str, typer.Option(help="The zone of whole days and bare times.")],
    begin: Annotated[str, typer.Option("--from", metavar="T", help="From when; else now.")] = "",
    days: Annotated[int, typer.Option(min=1, max=800, help="For how many days.")] = 31,
    officer: Annotated[
        list[str] | None,
        typer.Option("--officer", metavar="NAME=ID", help="Who a name in the file is, by number."),
    ] = None,
    dry: Annotated[bool, typer.Option("--dry", help="Show what would be entered.")] = False,
) -> None:
    """Enter the duties of a calendar file, signed by the desk; those on record are passed by."""
    try:
        content = file.read_bytes()
    except OSError as fault:
        raise DiskFailed(f"expected to read the file, got: {fault.strerror}", at=str(file)) from (
            fault
        )
    with acting(folder, None) as act:
        start = Instant.parse(begin).ms if begin else act.desk.clock.now()
        asked = Asked(role=role, zone=zone, begin_ms=start, end_ms=start + days * _DAY_MS,
                      officers=_officers(officer))  # fmt: skip
        duties = read_rota(content, asked)
        state = act.board.state(PROJECTION)
        if role not in rota_of(state).roles:
            raise expected("a role on record", shown(role), "--role")
        held = {told.body for told in state.on_duty}
        fresh = [one for one in duties if one not in held]
        for one in fresh:
            if not dry:
                act.hand.send(act.who.draft(one))
            printing.say(f"{one.role}  {one.officer}  {one.window.written}")
    entered = "would be entered" if dry else "entered"
    printing.say(f"{len(fresh)} duties {entered}; {len(duties) - len(fresh)} were there already.")


def _officers(given: list[str] | None) -> dict[str, str]:
    found = {}
    for one in given or ():
        name, equals, number = one.rpartition("=")
        if not equals or not name or not number:
            raise expected("NAME=ID", shown(one), "--officer")
        found[name] = number
    return found


@rota_app.command()
def show(
    folder: o.Home,
    *,
    at: Annotated[str, typer.Option("--at", metavar="T", help="At which moment; else now.")] = "",
    zone: Annotated[str, typer.Option(help="The zone of the times shown.")] = "Z",
) -> None:
    """Show who is on duty in each role, and what is said about reaching each party."""
    with Desk(folder, reading=True) as desk:
        ms = Instant.parse(at).ms if at else desk.clock.now()
        rota = rota_of(desk.board.state(PROJECTION))
    for role, body in rota.roles.items():
        on = [f"{one.officer} until {clock(one.until_ms, zone)}" for one in rota.on(role, ms)]
        reach = [f"{one.speaker} says {one.availability}" for one in rota.reach(body.actor, ms)]
        told = f"; {', '.join(reach)}" if reach else ""
        printing.say(visible(f"{role} ({body.actor}, {body.rank}): "
                             f"{', '.join(on) or 'NOBODY ON DUTY'}{told}"))  # fmt: skip
    if not rota.roles:
        printing.say("No role is on record: only the parties themselves can be rung.")
