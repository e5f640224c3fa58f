"""`parley place check`: what it prints, its JSON, and its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from parley.cli.app import app

CASE = ("--places", "deir-ez-zor")
SOUTH = ("--at", "35.2492 N 40.1758 E", "--reference", "9 km south of the airfield")


def run(*words: str, expect: int) -> str:
    """The command in this process; what it printed."""
    done = CliRunner().invoke(app, ["place", "check", *words])
    assert expect == done.exit_code, done.output
    return done.output


def test_a_disagreement_is_shown_with_its_reason_and_is_exit_1() -> None:
    """The synthetic notice: how each clue was read, by how much they differ, and who to ask."""
    said = run(*SOUTH, *CASE, expect=1)
    assert "Read as 35.2492000°N 40.1758000°E" in said
    assert "Read as 7600 to 10400 m from airfield, bearing 180" in said
    assert "1.9 km beyond what was told" in said
    assert "nothing was changed" in said


def test_a_suspicion_is_printed_as_a_question() -> None:
    """A slip that would explain the numbers is named, and begins with a question mark."""
    said = run("--name", "Deir ez-Zor airfield", "--at", "40.1758 N 35.2853 E", *CASE, expect=1)
    assert "? swapped-axes: with latitude and longitude exchanged" in said


def test_agreement_is_exit_0_and_not_knowing_exit_3() -> None:
    """Three answers, three codes: not knowing is neither agreement nor wrong input."""
    run("--name", "Aleppo", "--at", "36.20 N 37.16 E", expect=0)
    run("--name", "Xqzptlk", "--at", "36.20 N 37.16 E", expect=3)


def test_the_json_has_every_field_of_the_answer() -> None:
    """One object: the clues as read, and the verdict with its reasons and suspicions."""
    found = json.loads(run(*SOUTH, *CASE, "--json", expect=1))
    assert {"name", "numbers", "reference", "verdict"} == set(found)
    assert "disagree" == found["verdict"]["word"]
    assert 34 == found["reference"]["either_way_deg"]


def test_places_come_from_a_file_too(tmp_path: Path) -> None:
    """A desk's own file of places is read as the shipped one is."""
    own = tmp_path / "places.toml"
    own.write_text(
        '[[entry]]\nid = "b"\nkind = "bridge"\nnames = ["our bridge"]\nat = "10 N 20 E"\n'
        'reach_m = 50\nsource = "made up"\n'
    )
    run("--name", "our bridge", "--at", "10.0001 N 20.0001 E", "--places", str(own), expect=0)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "a name, numbers or a reference"),
        (("--at", "35.2, 40.1"), "which number is the latitude"),
        (("--at", "35.2, 40.1", "--order", "yx"), "lat-lon or lon-lat"),
        (("--name", "X", "--places", "no-such-case"), "expected a file of places, or deir-ez-zor"),
        (("--name", "X", "--places", "/tmp"), "expected a file of places, or deir-ez-zor"),
        (("--name", "X", "--places", "/etc/hostname"), "expected desk entries in TOML"),
        (("--at", "nonsense"), "expected a side, an axis or a unit"),
        (("--at", "9" * 5000), "expected a position in 1 to 200 characters"),
        (("--reference", "south"), "expected a distance, a direction and a known point"),
        (("--at", "35.2 N 40.1 E", "--letter", "zone"), "expected band or hemisphere"),
        (("--no-such-option",), "No such option"),
    ],
)
def test_wrong_input_is_one_sentence_and_exit_2(words: tuple[str, ...], says: str) -> None:
    """As a program: a refusal, no trace, and code 2."""
    done = subprocess.run(
        [sys.executable, "-m", "parley", "place", "check", *words],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert 2 == done.returncode
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert ("", 1) == (done.stdout, done.stderr.count("\n"))
