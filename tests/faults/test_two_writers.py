"""One ledger has one writer: a second is refused, and cannot split the record even by force."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from parley.errors import DiskFailed, InUse
from parley.ledger import fsck
from tests.faults.story import Story, broken

ROOT = Path(__file__).parents[2]
OPEN = """
import sys
from pathlib import Path
from parley.errors import Refusal
from tests.faults.story import Story
print("ready", flush=True)
sys.stdin.readline()
try:
    story = Story(Path(sys.argv[1]))
except Refusal as fault:
    print(type(fault).__name__, fault)
else:
    print("opened", story.ledger.size, flush=True)
    sys.stdin.readline()
    story.ledger.close()
"""


def another(folder: Path) -> subprocess.Popen[str]:
    """Another process that opens the folder when it is told to, and says how that went."""
    found = subprocess.Popen(
        [sys.executable, "-c", OPEN, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    if found.stdout is not None:
        found.stdout.readline()
    return found


def test_a_second_writer_in_this_process_is_refused(tmp_path: Path) -> None:
    """While a desk writes, the same process cannot open the folder to write again."""
    story = Story(tmp_path / "log")
    story.short()
    with pytest.raises(InUse, match="only writer"):
        Story(tmp_path / "log", create=False)
    story.ledger.close()
    assert broken(tmp_path / "log", story.promised, []) == []


@pytest.mark.slow
def test_a_second_writer_in_another_process_is_refused(tmp_path: Path) -> None:
    """While a desk writes, another process is told so; once it has closed, the other may write."""
    story = Story(tmp_path / "log")
    story.short()
    size = story.ledger.size
    second, third = another(tmp_path / "log"), another(tmp_path / "log")
    answer, _ = second.communicate("\n")
    assert answer.startswith("InUse expected to be the only writer")
    story.ledger.close()
    answer, _ = third.communicate("\n\n")
    assert answer.strip() == f"opened {size}"


def test_a_removed_lock_file_cannot_split_the_record(tmp_path: Path) -> None:
    """Two desks by force: the first to write goes on, the other stops, and the record is one."""
    first = Story(tmp_path / "log")
    first.short()
    (tmp_path / "log" / "lock").unlink()
    second = Story(tmp_path / "log", create=False)
    second.promised, second.sent = first.promised, first.sent
    second.send(second.notes(second.desk, 1))
    with pytest.raises(DiskFailed, match="expected the disk to take the entries"):
        first.ledger.submit(first.notes(first.desk, 1)[0])
    with pytest.raises(DiskFailed, match="the desk has stopped"):
        first.ledger.submit(first.notes(first.desk, 1)[0])
    first.ledger.close()
    second.ledger.close()
    assert broken(tmp_path / "log", second.promised, second.sent[-1:]) == []


def test_two_threads_that_make_one_folder_make_one_ledger(tmp_path: Path) -> None:
    """Of threads that race to make a ledger, one becomes its writer; the others are told so."""
    for turn in range(10):
        opened: list[Story] = []
        refused: list[InUse] = []
        start = threading.Barrier(4)

        def race(
            folder: Path = tmp_path / f"log-{turn}",
            start: threading.Barrier = start,
            opened: list[Story] = opened,
            refused: list[InUse] = refused,
        ) -> None:
            start.wait()
            try:
                opened.append(Story(folder))
            except InUse as fault:
                refused.append(fault)

        threads = [threading.Thread(target=race) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (len(opened), len(refused)) == (1, 3)
        opened[0].short()
        opened[0].ledger.close()
        assert broken(tmp_path / f"log-{turn}", opened[0].promised, []) == []


@pytest.mark.slow
def test_two_processes_that_make_one_folder_make_one_ledger(tmp_path: Path) -> None:
    """Of processes that race to make a ledger, one becomes its writer; the other is told so."""
    racing = [another(tmp_path / "log") for _ in range(2)]
    for process in racing:
        if process.stdin is not None:
            process.stdin.write("\n")
            process.stdin.flush()
    answers = [process.stdout.readline() for process in racing if process.stdout is not None]
    for process in racing:
        process.communicate("\n")
    assert sorted(answer.split()[0] for answer in answers) == ["InUse", "opened"]
    assert fsck(tmp_path / "log").problems == ()
