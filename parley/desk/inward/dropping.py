"""A way in for other processes on the desk's machine, while one of them writes.

One process writes a ledger. Whoever else has something signed puts it into `dropped/` in the
desk's folder, durably, and waits: the writer takes it (`take_dropped`, at every tick), or, when
nobody writes, whoever waits becomes the writer for as long as it takes and enters everything that
lies there, stop requests first. What is dropped is not lost: if the answer does not come in time,
or the machine stops, it is entered later, and the same bytes are entered once.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from parley.desk.desk import Desk
from parley.desk.party import store_file
from parley.errors import Damaged, InUse, NotAdmitted, Refusal
from parley.ledger import Receipt, digest_in, read_receipt, write_receipt

DROPPED: Final = "dropped"
_ORDER: Final = {".stop": 0, ".submission": 1}
_MOST: Final = 4_000_000


class NotYet(InUse):
    """It lies signed in the desk's folder and has no answer yet."""


class AnsweredNo(NotAdmitted):
    """The writer refused it; `code` is the exit code of that refusal."""

    def __init__(self, said: _No) -> None:
        super().__init__(said.sentence, at=said.at, remedy=said.remedy)
        self.exit_code = said.code
        self.entry = said.entry


class _No(Struct, frozen=True, kw_only=True):
    """A refusal, as the writer leaves it for whoever waits. `entry`: it was taken as heard."""

    sentence: str
    at: str = ""
    remedy: str = ""
    code: int = 4
    entry: int | None = None


def drop(home: Path, submission: bytes, *, urgent: bool = False) -> Path:
    """Leave something signed for the writer; it is on the disk when this returns."""
    name = digest_in(submission).removeprefix("sha256:")
    path = home / DROPPED / f"{name}{'.stop' if urgent else '.submission'}"
    store_file(path, submission)
    return path


Enter = Callable[[bytes], Receipt]
"""Enters one submission: the desk's own `submit`, or the watch's, which also tells of it."""


def take_dropped(desk: Desk, enter: Enter | None = None) -> int:
    """Enter what was dropped, stop requests first, then by age; returns how many were answered.

    For the writer: the watch calls it at every look. A refusal is left as the answer.
    """
    folder = desk.home / DROPPED
    if not folder.is_dir():
        return 0
    waiting = [path for path in folder.iterdir() if path.suffix in _ORDER]
    for path in sorted(waiting, key=_turn):
        _answer(enter or desk.submit, path)
    return len(waiting)


def send_beside(
    home: Path,
    submission: bytes,
    *,
    urgent: bool = False,
    patience_s: float = 20.0,
    opening: Callable[[Path], Desk] = Desk,
) -> Receipt:
    """Have something entered by whoever writes, or by this process where nobody does.

    NotYet when no answer came in time: it stays where it lies and will be entered. A refusal of
    the writer's is raised as it was, by its exit code.
    """
    path = drop(home, submission, urgent=urgent)
    until = time.monotonic() + patience_s
    while True:
        found = _answered(path)
        if found is not None:
            return found
        with suppress(InUse), opening(home) as desk:
            take_dropped(desk)
            continue
        if time.monotonic() > until:
            raise NotYet(
                f"expected an answer within {patience_s:.0f} s, got none",
                at=path.name,
                remedy="It lies signed in the desk's folder, and is entered once the desk takes "
                "it. Ring by another line if it cannot wait.",
            )
        time.sleep(0.02)


def _turn(path: Path) -> tuple[int, int]:
    try:
        age = path.stat().st_mtime_ns
    except OSError:  # its sender has just taken it away
        age = 0
    return _ORDER[path.suffix], age


def _answer(enter: Enter, path: Path) -> None:
    """Enter one, leave its answer, and only then take it away: a crash between asks again."""
    try:
        submission = path.read_bytes() if path.stat().st_size <= _MOST else b""
    except OSError:
        return
    try:
        receipt = enter(submission)
        store_file(path.with_suffix(".receipt"), write_receipt(receipt))
    except Damaged:
        raise
    except Refusal as fault:
        said = _No(
            sentence=fault.sentence, at=fault.at, remedy=fault.remedy, code=fault.exit_code,
            entry=getattr(fault, "entry", None),
        )  # fmt: skip
        store_file(path.with_suffix(".refusal"), msgspec.json.encode(said))
    path.unlink(missing_ok=True)


def _answered(path: Path) -> Receipt | None:
    """The answer, if there is one; it is taken away, because it was for this sender."""
    receipt, refusal = path.with_suffix(".receipt"), path.with_suffix(".refusal")
    if receipt.exists():
        found = read_receipt(receipt.read_bytes())
        _gone(receipt)
        return found
    if refusal.exists():
        said = msgspec.json.decode(refusal.read_bytes(), type=_No)
        _gone(refusal)
        raise AnsweredNo(said)
    return None


def _gone(path: Path) -> None:
    with suppress(OSError):
        os.unlink(path)
