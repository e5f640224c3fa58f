"""The desk is killed, with no chance to tidy up; a fresh one finds everything that was answered."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from random import Random

import msgspec
import pytest

from parley.ledger import fsck
from tests.faults.doomed import Left
from tests.faults.story import Promised, Story, broken, exercise, in_memory
from tests.faults.submitters import MANY, Pieces

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


class Crowd:
    """64 submitters, what each was answered, and the folder they write to."""

    def __init__(self, place: Path, *, each: int) -> None:
        self.place, self.each = place, each
        story = Story(place / "log")
        story.found()
        self.founded = story.ledger.size
        # Everybody saw the founding and nothing later, as a crowd that writes at once does.
        self.pieces = [
            [*story.notes(story.north, each - 1), story.draft(exercise(n)).signed_by(story.south)]
            for n in range(MANY)
        ]
        story.ledger.close()
        (place / "pieces").write_bytes(msgspec.msgpack.encode(Pieces(self.pieces)))
        self.answers: dict[tuple[int, int], tuple[int, str]] = {}

    def run(self, *, until: int | None = None) -> None:
        """Let them submit; kill the desk once so many more were answered."""
        skips = [sum(1 for who, _ in self.answers if who == number) for number in range(MANY)]
        heard = 0
        with program("submitters", str(self.place)) as desk:
            if desk.stdin is None or desk.stdout is None:
                return
            desk.stdin.write(" ".join(map(str, skips)) + "\n")
            desk.stdin.flush()
            for line in desk.stdout:
                if not line.endswith("\n"):
                    break
                who, at, index, digest = line.split()
                self.answers[int(who), int(at)] = (int(index), digest)
                heard += 1
                if heard == until:
                    desk.kill()  # what it still writes before it dies was answered too
            assert until is not None or desk.wait() == 0

    def broken(self) -> list[str]:
        """Which answers the folder does not stand by, and what fsck finds."""
        ledger = Story(self.place / "log", create=False).ledger
        found = [
            f"piece {piece} of {who} was answered and is gone"
            for (who, piece), (index, digest) in self.answers.items()
            if index >= ledger.size
            or sha256(next(ledger.rows(index, index + 1)).leaf).hexdigest() != digest
        ]
        ledger.close()
        return found + list(fsck(self.place / "log").problems)


def test_kill_under_64_submitters_loses_nothing_and_doubles_nothing() -> None:
    """Killed five times on one folder: every answered entry is there, and in the end each once."""
    chance = Random(7)
    unheard = 0
    with in_memory() as place:
        crowd = Crowd(place, each=16)
        for _ in range(5):
            crowd.run(until=chance.randint(1, 150))
            assert crowd.broken() == []
            unheard += fsck(place / "log").entries - crowd.founded - len(crowd.answers)
        assert unheard > 0  # logged and not answered: these are sent again
        crowd.run()
        assert crowd.broken() == []
        assert len(crowd.answers) == MANY * crowd.each
        assert len({index for index, _ in crowd.answers.values()}) == MANY * crowd.each
        assert fsck(place / "log").entries == crowd.founded + MANY * crowd.each
