"""The desk is killed, with no chance to tidy up; a fresh one finds everything that was answered."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.faults.doomed import Left
from tests.faults.story import Promised, broken, in_memory

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


@contextlib.contextmanager
def program(module: str, *words: str) -> Iterator[subprocess.Popen[str]]:
    """One of the programs beside this file, with its input and output at hand."""
    with subprocess.Popen(
        [sys.executable, "-m", f"tests.faults.{module}", *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def killed_at(doomed: subprocess.Popen[str], at: int, way: str) -> list[str] | None:
    """Kill a desk at a call: which promises that broke, or None when it has no such call."""
    if doomed.stdin is None or doomed.stdout is None:
        return ["expected a program to speak to"]
    with in_memory() as place:
        doomed.stdin.write(f"{place} {at} {way}\n")
        doomed.stdin.flush()
        answer = doomed.stdout.readline().strip()
        if answer != "killed":
            return None if answer == "told" else [f"expected to be killed, got {answer!r}"]
        note = place / "promised"
        left = Left([], Promised())
        if note.exists():
            left = msgspec.msgpack.decode(note.read_bytes(), type=Left)
        return broken(place / "log", left.promised, left.sent[-3:])


@pytest.mark.parametrize("way", ["before", "half"])
def test_a_kill_at_any_call_loses_nothing(way: str) -> None:
    """Killed before, or half way through, any call that changes a file: no promise is broken."""
    found: dict[int, list[str]] = {}
    with program("doomed") as doomed:
        while (problems := killed_at(doomed, len(found) + 1, way)) is not None:
            found[len(found) + 1] = problems
            assert problems != ["expected to be killed, got ''"]
    assert {at: problems for at, problems in found.items() if problems} == {}
    assert len(found) > 150
