"""The disk is full: the desk says so and stops; with space again and a restart it goes on."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.errors import DiskFailed
from tests.faults.story import Story, broken


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 1 MB in memory; skips the test where mounting one is not allowed."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextlib.contextmanager
def limited_files(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def fill_up(story: Story) -> list[bytes]:
    """Submit until the disk is full; what was refused."""
    raws: list[bytes] = []

    def on_and_on() -> None:
        for _ in range(500):
            raws[:] = story.notes(story.desk, 3, size=2000)
            story.send(raws)

    with pytest.raises(DiskFailed, match="expected the disk to take .*, got: .*(full|I/O error)"):
        on_and_on()
    return raws


def test_a_full_disk_is_said_and_nothing_answered_is_lost(tmp_path: Path) -> None:
    """On a disk of 1 MB: refused, stopped, every promise kept, and on again once there is room."""
    with small_disk(tmp_path / "disk") as disk:
        spare = disk / "spare"
        spare.write_bytes(bytes(300_000))
        story = Story(disk / "log")
        story.short()
        refused = fill_up(story)
        with pytest.raises(DiskFailed, match="the desk has stopped"):
            story.ledger.submit(refused[0])
        with contextlib.suppress(DiskFailed):
            story.ledger.close()
        spare.unlink()
        assert len(story.promised.receipts) > 10
        assert broken(disk / "log", story.promised, refused) == []


def test_a_desk_that_starts_on_a_full_disk_says_so(tmp_path: Path) -> None:
    """No room even for the files: a refusal by name, and a desk like any other once there is."""
    with small_disk(tmp_path / "disk") as disk:
        spare = disk / "spare"
        with spare.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(4096))
        with pytest.raises(DiskFailed):
            Story(disk / "log")
        spare.unlink()
        story = Story(disk / "log")
        story.short()
        story.ledger.close()
        assert broken(disk / "log", story.promised, story.sent[-2:]) == []


def test_a_file_that_may_not_grow_is_a_full_disk(tmp_path: Path) -> None:
    """At a limit on the size of files the desk stops like on a full disk, and loses nothing."""
    story = Story(tmp_path / "log")
    with limited_files(400_000):
        story.short()
        refused = fill_up(story)
        with contextlib.suppress(DiskFailed):
            story.ledger.close()
    assert len(story.promised.receipts) > 10
    assert broken(tmp_path / "log", story.promised, refused) == []
