"""The demo: the 2016 case through a signed record, its review, and three parties at work."""

from __future__ import annotations

import tempfile
from itertools import chain
from pathlib import Path

from rich.text import Text

from parley.cases import load
from parley.cli import printing
from parley.cli.review_text import print_review
from parley.desk.demo import Play, Scene
from parley.desk.desk import Desk
from parley.desk.holding.scenes import holding_scenes
from parley.desk.replay import replay
from parley.desk.review import review_of
from parley.web import review_html

CASE = "deir-ez-zor"


def run_demo(folder: Path | None, *, as_json: bool) -> None:
    """Play it all in a folder of its own and say where everything is."""
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
        for scene in chain(holding_scenes(desk.board), Play(desk, home).scenes()):
            scenes.append(scene)
            if not as_json:
                _show(scene)
        _end(home, page, desk, scenes, as_json=as_json)


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


def _end(home: Path, page: Path, desk: Desk, scenes: list[Scene], *, as_json: bool) -> None:
    where = {"review": str(page), "ledger": str(desk.home), "export": str(home / "export")}
    if as_json:
        printing.dump({"scenes": scenes, "fingerprint": desk.fingerprint, **where})
        return
    printing.say("")
    printing.say(f"The review as a page:  {page}")
    printing.say(f"The ledger:            {desk.home}")
    printing.say(f"The exported log:      {home / 'export'}")
    printing.say(f"Check it:  parley verify {home / 'export'} --trust {desk.fingerprint}")
