"""Others look at the folder while the desk writes: they find nothing wrong, and disturb nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from parley.errors import NotAdmitted, Refusal
from parley.ledger import fsck, open_ledger
from tests.faults.story import Story, broken, exercise

ROOT = Path(__file__).parents[2]
CHECK = """
import sys
from pathlib import Path
from parley.ledger import fsck
for _ in range(8):
    print(*fsck(Path(sys.argv[1])).problems, sep="\\n", flush=True)
"""


class Busy(threading.Thread):
    """A desk that goes on writing: open and closed entries, and an erasure now and then."""

    def __init__(self, story: Story) -> None:
        super().__init__()
        self.story = story
        self.enough = threading.Event()
        self.fault: Refusal | None = None

    def run(self) -> None:
        number = 0
        while not self.enough.is_set() and self.fault is None:
            number += 1
            try:
                first, *_ = self.story.send(self.story.notes(self.story.desk, 3))
                self.story.act(self.story.desk, exercise(number))
                if number % 3 == 0:
                    self.story.erase(first)
            except Refusal as fault:
                self.fault = fault


@pytest.mark.slow
def test_fsck_beside_a_writing_desk_finds_nothing_and_loses_nothing(tmp_path: Path) -> None:
    """Checks in this process and in another, one after the other, while entries are written."""
    story = Story(tmp_path / "log")
    story.short()
    busy = Busy(story)
    busy.start()
    try:
        found = [problem for _ in range(8) for problem in fsck(tmp_path / "log").problems]
        words = [sys.executable, "-c", CHECK, str(tmp_path / "log")]
        other = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
        found += other.stdout.split()
    finally:
        busy.enough.set()
        busy.join()
    assert busy.fault is None
    assert found == []
    assert len(story.promised.receipts) > 20
    story.ledger.close()
    assert broken(tmp_path / "log", story.promised, story.sent[-4:]) == []


def test_a_reader_beside_the_writer_sees_a_beginning_and_writes_nothing(tmp_path: Path) -> None:
    """A ledger opened for reading has a whole beginning of the record, and takes nothing."""
    story = Story(tmp_path / "log")
    story.short()
    busy = Busy(story)
    busy.start()
    seen: list[list[bytes]] = []
    try:
        for _ in range(10):
            reader = open_ledger(
                tmp_path / "log",
                signer=story.signer,
                custody=story.custody,
                now=lambda: 0,
                reading=True,
            )
            seen.append([row.leaf for row in reader.rows(0, reader.size)])
            with pytest.raises(NotAdmitted, match="opened for reading"):
                reader.submit(story.sent[0])
            reader.close()
    finally:
        busy.enough.set()
        busy.join()
    assert busy.fault is None
    whole = [row.leaf for row in story.ledger.rows(0, story.ledger.size)]
    story.ledger.close()
    assert all(leaves == whole[: len(leaves)] for leaves in seen)
    assert broken(tmp_path / "log", story.promised, []) == []
