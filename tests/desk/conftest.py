"""A founded desk, and one that holds the 2016 case, made once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.cases import load
from parley.desk.desk import Desk
from parley.desk.replay import replay

NAME = "desk.parley.invalid"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.found(tmp_path / "desk", name=NAME) as founded:
        yield founded


@pytest.fixture(scope="session")
def case_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed desk's folder that holds the case. Copy it before writing to it."""
    home = tmp_path_factory.mktemp("case") / "desk"
    with Desk.found(home, name=NAME) as founded:
        replay(founded, load("deir-ez-zor"))
    return home


@pytest.fixture
def case_desk(case_home: Path, tmp_path: Path) -> Iterator[Desk]:
    home = tmp_path / "case-desk"
    shutil.copytree(case_home, home)
    with Desk(home) as opened:
        yield opened
