"""Sound folders to be spoiled: written once, copied as often as needed."""

from __future__ import annotations

import shutil
from pathlib import Path

from parley.errors import Damaged, NotReadable, Refusal
from parley.ledger import fsck
from parley.ledger.sealing import open_box, unshelve
from parley.ledger.stores.port import Shelf
from tests.faults.story import Story, exercise

Files = dict[str, bytes]
PASSING = {"lock", "ledger.sqlite-shm", "sealed.sqlite-shm", "ledger.sqlite-tide"}


class Sound:
    """A log with open, closed and erased entries, as files: closed, and as a crash leaves them.

    `early` is the same log with half its entries, closed, and `unerased` as a crash would have left
    it before the erasure. No two are alike, whatever their `key`.
    """

    def __init__(self, place: Path, *, key: int = 1) -> None:
        story = Story(place / "log", key=key)
        story.found()
        story.act(story.desk, exercise(1))
        story.send(story.notes(story.north, 3))
        story.reopen()
        self.early = files_in(place / "log")
        first, *_ = story.send(story.notes(story.north, 8))
        self.unerased = files_in(place / "log")
        story.erase(first)
        story.send([story.draft(exercise(2)).signed_by(story.desk), *story.notes(story.north, 1)])
        self.crashed = files_in(place / "log")
        self.leaves = [row.leaf for row in story.ledger.rows(0, story.ledger.size)]
        self.parts = parts_of(story)
        self.contents = {commitment: content(story, commitment) for commitment in self.parts}
        story.ledger.close()
        self.closed = files_in(place / "log")


def files_in(folder: Path) -> Files:
    """Every file of a folder but the shared memory, by name."""
    return {
        path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")
    }


def lay_out(files: Files, folder: Path) -> Path:
    """The files as a folder, and nothing else in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def lasting(folder: Path) -> Files:
    """What must not change when a folder is refused: all but locks and empty logs."""
    return {
        name: content
        for name, content in files_in(folder).items()
        if name not in PASSING and (content or not name.endswith("-wal"))
    }


def parts_of(story: Story) -> dict[str, Shelf | None]:
    """Every sealed part the log commits to, as it is kept."""
    return {
        commitment: story.ledger.part(commitment)
        for logged in story.ledger.read()
        for commitment in logged.payload.commit.values()
    }


def content(story: Story, commitment: str) -> bytes | None:
    """What the desk reads from a sealed part, or None where it reads nothing."""
    try:
        shelf = story.ledger.part(commitment)
        if shelf is None:
            return None
        return open_box(shelf.name, shelf.box, unshelve(shelf.own, story.custody.shelf), commitment)
    except (Damaged, NotReadable):
        return None


def unsound(folder: Path) -> list[str]:
    """What fsck says of a folder, whether it lists it or cannot even open it."""
    try:
        return list(fsck(folder).problems)
    except Refusal as fault:
        return [str(fault)]


__all__ = ["Files", "Sound", "content", "files_in", "lasting", "lay_out", "parts_of", "unsound"]
