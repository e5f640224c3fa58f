"""A desk's folder with two parties, each with its key file and the log's key beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from parley.cli.app import app
from parley.desk.desk import Desk
from tests.desk.people import parties


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder, made once. Copy it before writing to it."""
    home = tmp_path_factory.mktemp("acts")
    with Desk.found(home / "desk", name="acts.parley.invalid") as desk:
        for party in parties(desk, home):
            party.key.save(home / party.actor / "party.key")
            (home / party.actor / "log.vkey").write_text(desk.verifier.vkey + "\n")
    return home


@pytest.fixture
def home(founded: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "home"
    shutil.copytree(founded, copy)
    return copy


Run = Callable[..., str]


@pytest.fixture
def run(home: Path) -> Run:
    """A command in this process on that desk; what it printed. A refusal is raised."""

    def typed(*words: object) -> str:
        line = [str(word) for word in words]
        at = 2 if line[0] in ("notify", "answer", "call", "exercise", "rota") else 1
        line.insert(at, str(home / "desk"))
        for who in ("north", "south"):
            if f"as-{who}" in line:
                line[line.index(f"as-{who}")] = f"--as={home / who / 'party.key'}"
        found = CliRunner().invoke(app, line)
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        assert 0 == found.exit_code, found.output
        return found.output

    return typed
