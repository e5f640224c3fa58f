"""A desk that is killed at a call of its own choosing: `python -m tests.faults.doomed`.

For each line "FOLDER CALL WAY" on its input it forks a desk that tells the short story in that
folder and kills itself, with no chance to tidy up, at that call: WAY is "before" it or "half" way
through it. What the desk had been promised stands in FOLDER/promised. Answers "killed", or "told"
when the story has fewer calls.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import msgspec
import pytest

from tests.faults.shim import Call, Shim, Short, registered
from tests.faults.story import Promised, Story, fold_often


class Killer(Shim):
    """Kills its own process at the call number `at` that changes a file."""

    def __init__(self, at: int, *, half: bool) -> None:
        super().__init__("killer")
        self._at, self._half = at, half
        self._calls = 0

    def before(self, call: Call) -> None:
        self._calls += call.verb != "read"
        if self._calls == self._at and call.verb != "read":
            if self._half and call.verb == "write":
                raise Short
            self.halved(call)

    def halved(self, call: Call) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


class Left(msgspec.Struct):
    """What the dead desk had sent, and what it had been promised."""

    sent: list[bytes]
    promised: Promised


def tell(folder: Path, killer: Killer) -> None:
    """Tell the short story, noting every promise where the next process finds it."""
    with registered(killer) as vfs:
        story = Story(folder / "log", vfs=vfs)

        def note() -> None:
            fresh = folder / "promised.new"
            fresh.write_bytes(msgspec.msgpack.encode(Left(story.sent, story.promised)))
            fresh.replace(folder / "promised")

        story.moved = note
        story.short()
        story.ledger.close()


def main() -> None:
    """One desk after another, each in a process of its own."""
    fold_often(pytest.MonkeyPatch())
    for line in sys.stdin:
        folder, at, way = line.split()
        child = os.fork()
        if child == 0:
            tell(Path(folder), Killer(int(at), half=way == "half"))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(status) else "told", flush=True)  # noqa: T201  # its answer


if __name__ == "__main__":
    main()
