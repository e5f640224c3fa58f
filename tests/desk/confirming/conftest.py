"""A desk for demonstrations with one short report in its queue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.desk.confirming import Queue
from parley.desk.confirming.opening import queue_files
from parley.desk.desk import Desk

REPORT = """The northern ministry said on Saturday that shelling had killed at least 12 villagers.
The southern army denied that it had fired on the village.
"There will be an inquiry," the spokeswoman of the mission said.
The ministry quoted the district hospital as saying that 4 guards were among the dead.
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT)
    return path


@pytest.fixture
def demo_desk(tmp_path: Path, report: Path) -> Iterator[Desk]:
    with Desk.found(tmp_path / "desk", name="demo.parley.invalid") as founded:
        list(queue_files(Queue(founded), [report], address="a printed page"))
        yield founded
