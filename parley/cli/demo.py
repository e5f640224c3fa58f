"""The demo: the 2016 case as a signed record, its review, three parties, and a stop request."""

from __future__ import annotations

import tempfile
from contextlib import closing
from itertools import chain
from pathlib import Path
from time import sleep

from rich.text import Text

from parley.cases import load
from parley.cli import printing
from parley.cli.line.measures import lines_of
from parley.cli.review_text import print_review
from parley.desk.demo import Play, Scene, StopLine, positions
from parley.desk.desk import Desk
from parley.desk.holding.scenes import holding_scenes
from parley.desk.measures import LineMeasures
from parley.desk.replay import replay
from parley.desk.review import review_of
from parley.web import review_html

CASE = "deir-ez-zor"
_PAUSE_S = 0.15
"""Between two moments of the stop line, where somebody watches."""


def run_demo(folder: Path | None, *, as_json: bool, quiet: bool = False) -> None:
    """Play it all in a folder of its own and say where everything is; `quiet`: without bells."""
    home = folder or Path(tempfile.mkdtemp(prefix="parley-demo-"))
    page = home / "review.html"
    with Desk.found(home / "desk", name=f"{CASE}.parley.invalid") as desk:
        with printing.progress("rows signed", quiet=as_json) as step:
            done = replay(desk, load(CASE), progress=step)
        found = review_of(desk.board)
        printing.write_file(page, review_html(found).encode())
        if not as_json:
            print_review(found, printing.console())
            _say_replayed(done.rows, done.entries)
        scenes = []
        on_the_case = chain([positions(desk.board)], holding_scenes(desk.board))
        for scene in chain(on_the_case, Play(desk, home).scenes()):
            scenes.append(scene)
            if not as_json:
                _show(scene)
        stop, measured = _stop_line(home, desk.clock.now(), as_json=as_json, quiet=quiet)
        scenes.append(stop)
        _end(home, page, desk, scenes, as_json=as_json, measured=measured)


def _stop_line(
    home: Path, start_ms: int, *, as_json: bool, quiet: bool
) -> tuple[Scene, LineMeasures]:
    """A stop request that rings until somebody answers, line by line, with the terminal's bell."""
    play = StopLine(home, start_ms)
    title = "SYNTHETIC: a stop request rings, silence is counted, the ladder rises, it is halted"
    screen, lines = printing.console(), []
    pause = _PAUSE_S if screen.is_terminal and not as_json else 0.0
    if not as_json:
        screen.print()
        screen.print(Text(title, style="bold"))
    with closing(play):
        for one in play.moments():
            lines.append(one.line)
            if not as_json:
                bell = one.rings and not quiet and screen.is_terminal
                screen.print(Text(f"  {'*' if one.rings else ' '} {one.line}"), soft_wrap=True)
                if bell:
                    screen.bell()
                sleep(pause)
        return Scene(title=title, lines=tuple(lines)), play.measures()


def _say_replayed(rows: int, entries: int) -> None:
    printing.say("")
    printing.say(f"The review above rests on {rows} sourced rows, entered as {entries} records.")
    printing.say("Each is signed by the case importer; who said it stands in its source chain.")


def _show(scene: Scene) -> None:
    screen = printing.console()
    screen.print()
    screen.print(Text(scene.title, style="bold"))
    for line in scene.lines:
        screen.print(Text("  " + line), soft_wrap=True)
    for line in scene.refused:
        screen.print(Text("  refused: ", style="bold red") + Text(line), soft_wrap=True)


def _end(
    home: Path, page: Path, desk: Desk, scenes: list[Scene], *,
    as_json: bool, measured: LineMeasures,
) -> None:  # fmt: skip
    where = {"review": str(page), "ledger": str(desk.home), "export": str(home / "export")}
    if as_json:
        told = {"scenes": scenes, "measures": measured, "fingerprint": desk.fingerprint}
        printing.dump({**told, **where})
        return
    printing.say("")
    printing.say(f"The review as a page:  {page}")
    printing.say(f"The ledger:            {desk.home}")
    printing.say(f"The exported log:      {home / 'export'}")
    printing.say(f"Check it:  parley verify {home / 'export'} --trust {desk.fingerprint}")
    printing.say("The 2016 case with such a line, as arithmetic:  parley whatif deir-ez-zor")
    printing.say("")
    printing.say("What the line was measured by:")
    for line in lines_of(measured):
        printing.say(f"  {line}")
