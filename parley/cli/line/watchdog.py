"""`parley watchdog`: on another machine, rings when the desk's heart stops."""

from __future__ import annotations

import shlex
import time
from pathlib import Path
from typing import Annotated

import typer

from parley.cli import printing
from parley.desk.audit import read_log_key
from parley.desk.ways.heart.sounding import Sounder, read_source
from parley.desk.ways.heart.watching import Alarm, Ringing, Watching, read_known, write_known


def watchdog(
    source: Annotated[
        str, typer.Argument(metavar="FILE|URL", help="The desk's beat: a file, or its address.")
    ],
    *,
    trust: Annotated[
        str, typer.Option(metavar="FILE|KEY", help="The log's public key: its log.vkey.")
    ],
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between looks.")] = 5.0,
    limit: Annotated[
        float, typer.Option(min=0.1, help="Seconds without a newer beat until it rings.")
    ] = 30.0,
    skew: Annotated[
        float, typer.Option(min=1, help="Seconds the desk's clock may differ from this one's.")
    ] = 120.0,
    again: Annotated[
        float, typer.Option(min=0.1, help="Seconds until a lasting alarm rings again.")
    ] = 60.0,
    state: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Remember the newest beat here between starts."),
    ] = None,
    run: Annotated[
        str, typer.Option(metavar="COMMAND", help="Run this at each ring (no shell).")
    ] = "",
    ways: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A folder with a ways.toml of its own.")
    ] = None,
    mail: Annotated[list[str] | None, typer.Option(metavar="ADDRESS", help="Write there.")] = None,
    webhook: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Post there.")] = None,
    leave: Annotated[
        bool, typer.Option("--exit", help="End with code 1 at the first ring.")
    ] = False,
) -> None:
    """Ring when a desk stops beating, or when what beats is not that desk.

    Run it on another machine, with another line and another power supply than the desk's.
    """
    key = read_log_key(trust)
    sounder = Sounder(program=shlex.split(run), ways=ways, mail=mail or (), webhook=webhook or ())
    watching = Watching(
        key, limit_s=limit, skew_s=skew, steady=time.monotonic(),
        known=read_known(state) if state else None,
    )  # fmt: skip
    printing.say(f"Watching {key.name}. It rings after {limit:g} s without a new beat.")
    ringing, rang = Ringing(again), False
    while True:
        alarms = _look(watching, source, state)
        for alarm in ringing.due(alarms, time.monotonic()):
            printing.alarm(f"ALARM {alarm.what}: {alarm.words}")
            for fault in sounder.sound(alarm, key.name):
                printing.alarm(f"The alarm did not get out everywhere: {fault}.", bell=False)
        if alarms and leave:
            raise typer.Exit(1)
        if rang and not alarms:
            printing.say(f"{key.name} beats again.")
        rang = bool(alarms)
        time.sleep(every)


def _look(watching: Watching, source: str, state: Path | None) -> tuple[Alarm, ...]:
    before = watching.known
    read = read_source(source)
    alarms = watching.look(read, steady=time.monotonic(), wall=time.time_ns() // 1_000_000)
    if state and watching.known is not None and watching.known != before:
        write_known(state, watching.known)
    return alarms
