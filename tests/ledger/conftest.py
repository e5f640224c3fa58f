"""A founded log for each kind of store: what one refuses or keeps, the other must as well."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ledger.desks import Bench


@pytest.fixture(scope="session")
def founded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a founded log, to be copied: founding it once costs ten syncs."""
    folder = tmp_path_factory.mktemp("founded") / "desk"
    Bench(folder).found().ledger.close()
    return folder


@pytest.fixture(params=["memory", "sqlite"])
def bench(request: pytest.FixtureRequest, tmp_path: Path, founded_folder: Path) -> Iterator[Bench]:
    """A founded log, once in memory and once on disk."""
    if request.param == "memory":
        yield Bench().found()
        return
    shutil.copytree(founded_folder, tmp_path / "desk")
    opened = Bench(tmp_path / "desk", create=False)
    yield opened
    opened.ledger.close()
