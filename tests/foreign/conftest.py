"""The judge is compiled once a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.foreign.go import build_judge


@pytest.fixture(scope="session")
def judge_program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_judge(tmp_path_factory.mktemp("judge"))
