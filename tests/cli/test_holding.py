"""Clocks, obligations, status, lists and the daily report as a person types them."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from parley.cases import load
from parley.cli.app import app
from parley.desk.desk import Desk
from parley.desk.replay import replay
from parley.errors import BadInput, Refusal

UNDER = ("--arrangement", "syria-2016", "--at", "2016-09-19T19:00")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with the case, made once and only read."""
    home = tmp_path_factory.mktemp("holding") / "desk"
    with Desk.found(home, name="holding.parley.invalid") as desk:
        replay(desk, load("deir-ez-zor"))
    return home


def said(*words: object) -> str:
    """What a command prints."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    if done.exception is not None:
        raise done.exception
    return done.stdout


def test_the_clock_shows_every_policy_and_what_it_showed_before(shelf: Path) -> None:
    """Declared and observed hands with entries, and with --history what was shown earlier."""
    told = said("clock", shelf, *UNDER, "--as-known-at", 81)
    for words in ("As declared", "7 days", "1 day ", "2 days", "0 to 1 days", "no later renewal"):
        assert words in told
    assert "Known at 50 entries" in said("clock", shelf, *UNDER, "--history")
    plain = json.loads(said("clock", shelf, *UNDER, "--json"))
    assert "seven-days" == plain[0]["clock"]
    assert 7 == len(plain[0]["hands"])


def test_the_clock_is_drawn_for_its_owner_alone(shelf: Path, tmp_path: Path) -> None:
    """One SVG file that nobody else may read."""
    svg = tmp_path / "clock.svg"
    said("clock", shelf, *UNDER, "--svg", svg)
    assert ElementTree.parse(svg).getroot().tag.endswith("svg")
    assert 0o600 == svg.stat().st_mode & 0o777


def test_obligations_are_listed_and_accusations_counted(shelf: Path) -> None:
    """Who says what was done, and a count in the place of a yes or no."""
    told = said("obligations", shelf, *UNDER, "--readings", "deir-ez-zor")
    assert "claimed done" in told
    assert "unknown" in told
    plain = json.loads(said("obligations", shelf, *UNDER, "--readings", "deir-ez-zor", "--json"))
    assert 7 == plain["answers"][0]["total"]


def test_status_is_each_speakers_word_with_what_is_on_record(shelf: Path) -> None:
    """The speakers first, then what lies beside their words, each with its entries."""
    told = said("status", shelf, *UNDER, "--readings", "deir-ez-zor")
    assert told.index("Kerry: holding") < told.index("On record beside it")
    assert "these are missing" in told
    assert json.loads(said("status", shelf, *UNDER, "--json"))["because"]


def test_the_daily_report_comes_as_text_page_and_table(shelf: Path, tmp_path: Path) -> None:
    """The same period three ways."""
    asked = ("daily", shelf, "--arrangement", "syria-2016", "--day", "2016-09-17")
    page = tmp_path / "day.html"
    assert "Strikes near Deir ez-Zor airfield" in said(*asked)
    said(*asked, "--html", page)
    assert "Strikes near Deir ez-Zor airfield" in page.read_text()
    assert "incidents opened" in said(*asked, "--csv")
    assert "2016-09-17" == json.loads(said(*asked, "--json"))["day"]


def test_two_lists_are_put_side_by_side_and_nothing_is_linked(tmp_path: Path) -> None:
    """A match with its reasons, what is unmatched, and the sentence that a person links."""
    head = "id,when,lat,lon,act,affected\n"
    a, b = tmp_path / "a.csv", tmp_path / "b.csv"
    a.write_text(head + "a1,2016-09-17T14:00Z,35.25,40.14,airstrike,Syrian army\n")
    b.write_text(head + "b1,2016-09-17T14:30Z,35.26,40.14,airstrike,Syrian Arab Army\n"
                 "b2,2016-09-17T14:30Z,35.26,40.14,,\n")  # fmt: skip
    told = said("lists", "reconcile", a, b, "--arrangement", "syria-2016")
    for words in ("a1 and b1", "Unmatched: 1", "act is not stated in both", "a person does that"):
        assert words in told
    assert json.loads(said("lists", "reconcile", a, b, "--json"))["items"] == [1, 2]


@pytest.mark.parametrize(
    "words",
    [
        ("clock", "--arrangement", "syria-2016", "--clock", "none"),
        ("clock", "--arrangement", "nowhere"),
        ("clock", "--arrangement", "syria-2016", "--at", "soon"),
        ("clock", "--arrangement", "syria-2016", "--at", "2090-01-01"),
        ("daily", "--arrangement", "syria-2016", "--day", "today"),
        ("daily", "--arrangement", "syria-2016", "--day", "2016-09-17", "--csv", "--json"),
        ("obligations", "--arrangement", "syria-2016", "--readings", "nowhere"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_sentence(
    shelf: Path, words: tuple[str, ...]
) -> None:
    """Expected, got, at; and never a trace."""
    with pytest.raises(Refusal, match="expected") as refused:
        said(words[0], shelf, *words[1:])
    assert isinstance(refused.value, BadInput) or "expected" in refused.value.sentence
