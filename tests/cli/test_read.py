"""`parley read`: one object per document, and what it refuses in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from parley.cli.app import app
from parley.errors import Refusal


def run(*words: object) -> tuple[str, BaseException | None]:
    """The command in this process: what it printed, and what it refused."""
    done = CliRunner().invoke(app, ["read", *map(str, words)])
    return done.stdout, done.exception


def test_one_object_a_line(tmp_path: Path) -> None:
    """Every promised key is there, and the spans are offsets."""
    path = tmp_path / "a.txt"
    path.write_text("The mission said that the truce held for a week in the valley and the town.")
    printed, fault = run("--jsonl", path)
    assert fault is None
    (line,) = printed.splitlines()
    found = json.loads(line)
    assert {"document", "sha256", "language", "claims", "terms", "messages", "events"} <= set(found)
    (claim,) = found["claims"]
    assert {"start": 0, "end": 11, "mention": "The mission"}.items() <= claim["source_chain"][
        0
    ].items()
    assert {
        "cue", "content", "kind", "polarity", "modality", "hedges", "condition", "quantities",
        "responsibility", "nested_in", "rules", "reason",
    } <= set(claim)  # fmt: skip


def test_a_document_in_another_language_stops_nothing(tmp_path: Path) -> None:
    """All are printed; the exit says that one could not be read."""
    (tmp_path / "a.txt").write_text(
        "La mission a dit que les deux parties ont été informées de la trêve."
    )
    (tmp_path / "b.txt").write_text(
        "The mission said that the truce held and that it was told of it."
    )
    printed, fault = run("--jsonl", tmp_path)
    assert ["fr", "en"] == [json.loads(line)["language"] for line in printed.splitlines()]
    assert isinstance(fault, Refusal)
    assert "expected 2 documents that can be read, got 1" in str(fault)


def test_actors_of_the_desk_are_known(tmp_path: Path) -> None:
    """A name in the desk's list leads to its actor."""
    (tmp_path / "a.txt").write_text(
        "The Northern Command said that the truce held in the valley for a week."
    )
    (tmp_path / "actors.csv").write_text("name,actor\nNorthern Command,north\n")
    printed, _ = run("--jsonl", "--actors", tmp_path / "actors.csv", tmp_path / "a.txt")
    assert "north" == json.loads(printed)["claims"][0]["source_chain"][0]["entity"]


@pytest.mark.parametrize("name", ["nothing.txt", "empty"])
def test_nothing_to_read_is_refused(tmp_path: Path, name: str) -> None:
    """A missing file and an empty folder are said in words."""
    (tmp_path / "empty").mkdir()
    assert isinstance(run(tmp_path / name)[1], Refusal)


def test_no_text_leaves_without_both_words(tmp_path: Path) -> None:
    """An endpoint is asked only about documents that are marked releasable."""
    (tmp_path / "a.txt").write_text("The mission said that the truce held in the valley.")
    printed, fault = run("--endpoint", "http://192.0.2.1/v1", tmp_path / "a.txt")
    assert "" == printed
    assert "--releasable" in str(fault)
