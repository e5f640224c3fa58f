"""The board in a terminal, the measures, the boxes, and the 2016 case replayed twice."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from parley.channel import State
from parley.cli.app import app
from parley.cli.line.watch import Asked, Terminal, lines_of, watch
from parley.desk.desk import Desk
from parley.desk.watch.screen import screen
from parley.errors import NotFound, Refusal
from parley.record import alert, dispatch
from parley.record.values.time import iso
from tests.channel.lines import STOP, T0, TOLD, state_of
from tests.cli.acts.conftest import Run, founded, home, run

__all__ = ["founded", "home", "run"]
SECOND = 1000
STOP_DIGEST = state_of(("north", STOP)).ofs[-1]


def _board(state: State, seconds: int) -> list[str]:
    return lines_of(screen(state, T0 + seconds * SECOND), "Z")


def test_stop_requests_come_first_with_running_clocks_and_a_row_for_each_addressee() -> None:
    """Two addressees, two rows: how long it runs, the next rung and its time, the ladder."""
    lines = _board(state_of(("north", TOLD), ("north", STOP)), 75)
    rows = [line for line in lines if line.startswith(("!!", "--"))]
    assert ["!!", "!!", "--", "--"] == [row[:2] for row in rows]
    assert "15 s since it was logged" in rows[0]
    whom = {match for row in rows[:2] for match in re.findall(r"to (?:south|east)", row)}
    assert {"to south", "to east"} == whom
    assert any("next rung: South, duty officer at" in line for line in lines)
    assert any("if nobody answers by" in line for line in lines)


def test_one_answer_stops_one_clock_on_the_board() -> None:
    """South has answered: its row says so and rings no more, and East's runs on."""
    state = state_of(("north", STOP), ("south", alert.Taken(alert=STOP_DIGEST)))
    rows = screen(state, T0 + 61_000).alarms
    assert {"south": ("taken", False), "east": ("logged", True)} == {
        one.party: (one.word, one.ringing) for one in rows
    }


def test_items_stand_by_the_time_that_is_left() -> None:
    """What is due sooner stands higher; what is overdue says by how much."""
    state = state_of(("north", TOLD))
    assert any("receipt due in 14 min 30 s" in line for line in _board(state, 30))
    assert any("receipt OVERDUE by 10 s" in line for line in _board(state, 910))


def test_an_empty_board_claims_nothing() -> None:
    """Nothing waits: the board says what that does not mean."""
    told = " ".join(_board(state_of(), 1))
    assert "says nothing of what is not registered" in told


def test_nobody_could_be_reached_stays_on_the_board() -> None:
    """After the end of the ladder the row says so until somebody answers."""
    state = state_of(("north", STOP), ("desk", dispatch.Unreachable(
        of=STOP_DIGEST, way="other", to="south")))  # fmt: skip
    assert any("NOBODY COULD BE REACHED" in line for line in _board(state, 100))


def test_a_lost_link_is_never_an_old_calm_screen() -> None:
    """The screen is wiped and says since when nothing is known, with the bell."""
    written: list[str] = []
    asked = Asked(folder=Path(), zone="Z", call="", bells=True, once=False, until_quiet=False)
    board = Terminal(asked, written.append)
    board.show(screen(state_of(("north", STOP)), T0 + 61_000), "desk")
    board.lost(T0, "expected a disk, got none")
    assert written[-1].startswith("\aLINK LOST since ")
    assert "may not be so now" in written[-1]
    board.show(screen(state_of(("north", STOP)), T0 + 62_000), "desk")
    assert "STOP REQUEST" in written[-1]


def test_a_desk_that_is_not_there_is_refused_and_a_broken_one_is_not_shown(
    home: Path,
) -> None:
    """No folder, or no record in it: a refusal, not a board."""
    shutil.copytree(home / "desk", home / "gone")
    (home / "gone" / "ledger.sqlite").unlink()
    with pytest.raises(NotFound):
        watch(home / "nothing", once=True)
    with pytest.raises(Refusal):
        watch(home / "gone", once=True)


def test_one_tick_rings_and_the_measures_follow_from_the_record(home: Path, run: Run) -> None:
    """Stop, watch once, take, read back, confirm, halt; drills apart; as known before."""
    run("stop", "--what", "Shelling of the mill road.", "--to", "south", "as-north")
    said = run("watch", "--once", "--quiet")
    assert "STOP REQUEST" in said
    with Desk(home / "desk", reading=True) as desk:
        stop = next(one.index for one in desk.book.entries(0, desk.size)
                    if "stop_requested" in str(type(one.body).__struct_config__.tag))  # fmt: skip
        assert any(isinstance(one.body, dispatch.Attempted)
                   for one in desk.book.entries(stop, desk.size))  # fmt: skip
        before, later = desk.size, iso(desk.clock.now() + 60_000)
    run("take", stop, "--officer", "s-1", "as-south")
    run("halted", stop, "--when", later, "as-south")
    found = json.loads(run("measures", "--json"))
    spans = {one["name"]: one for one in found["alerts"][0]["spans"]}
    assert spans["human"]["least_ms"] >= 0
    assert spans["halt"]["least_ms"] >= spans["human"]["least_ms"]
    then = json.loads(run("measures", "--as-known-at", before, "--json"))
    assert then["alerts"][0]["spans"][0]["why"].startswith("not on record")
    run("stop", "--what", "A drill.", "--to", "south", "--exercise", "as-north")
    drilled = json.loads(run("measures", "--json"))
    assert found["acknowledgements"] == drilled["acknowledgements"]
    assert (1, 1) == (len(drilled["alerts"]), len(drilled["drills"]))
    own = json.loads(run("measures", "as-south", "--json"))
    assert {"south"} == {one["party"] for one in own["acknowledgements"]}


def test_each_sees_its_own_boxes_as_known_at_any_entry(home: Path, run: Run) -> None:
    """South's inbox has what north sent; north's outbox says how it stands; before, nothing."""
    before = run("log").count("\n") - 1
    said = run("stop", "--what", "Shelling.", "--to", "south", "as-north")
    number = said.split("entry ", 1)[1].split(",", 1)[0]
    run("take", number, "--officer", "s-1", "as-south")
    assert f"entry {number}," in run("inbox", "as-south")
    assert re.search(r"south: taken \(\d+\)", run("outbox", "as-north"))
    assert "Nothing is on record here" in run("inbox", "as-north")
    assert "Nothing is on record" in run("inbox", "--as-known-at", before, "as-south")


def test_the_case_of_2016_is_replayed_twice_with_what_is_assumed() -> None:
    """Both accounts, as it was and with the ladder, as ranges; and no claim beyond arithmetic."""
    said = CliRunner().invoke(app, ["whatif", "deir-ez-zor"]).output
    assert 2 == said.count("as it was:")
    assert 2 == said.count("with the ladder:")
    assert "13 to 18 of 37 strikes" in said
    assert "22 to 37 of 37 strikes" in said
    assert said.count("assumed:") >= 8
    assert "of no strike in particular" in said


def test_a_flood_is_one_flagged_line_and_every_request_keeps_its_row() -> None:
    """Six stop requests of one sender: one line says so, and each still stands and rings."""
    state = state_of(*[("north", STOP)] * 6)
    board = screen(state, T0 + 6 * 60 * SECOND)
    assert (1, 12) == (len(board.floods), len(board.alarms))
    assert "6 stop requests of north" in board.floods[0]
    assert all(row.ringing for row in board.alarms)
