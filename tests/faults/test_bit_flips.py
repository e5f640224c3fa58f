"""One bit of a file changes: refused, found by fsck, or never read; no entry is ever another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Literal

import pytest

from parley.errors import Damaged, Refusal
from parley.ledger import Ledger
from tests.faults.folders import Files, Sound, content, lay_out, unsound
from tests.faults.story import Story, in_memory

Outcome = Literal["refused", "found", "unread", "CHANGED", "UNNOTICED"]
HEAD = 100  # of a SQLite file


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    return Sound(tmp_path_factory.mktemp("sound"))


def flips(whole: bytes, count: int, *, seed: int, head: int = HEAD) -> Iterator[bytes]:
    """The file with one bit changed: once in each byte of its head, then anywhere."""
    chance = Random(seed)
    for at in [*range(head), *(chance.randrange(len(whole)) for _ in range(count))]:
        changed = bytearray(whole)
        changed[at] ^= 1 << chance.randrange(8)
        yield bytes(changed)


def same_entries(ledger: Ledger, sound: Sound) -> bool | None:
    """Whether every entry and part is what it was; None where one cannot be read any more."""
    whole: bool | None = True
    if ledger.size != len(sound.leaves):
        return False
    for index, leaf in enumerate(sound.leaves):
        try:
            if [row.leaf for row in ledger.rows(index, index + 1)] != [leaf]:
                return False
        except Damaged:
            whole = None
    for commitment, shelf in sound.parts.items():
        try:
            if ledger.part(commitment) != shelf:
                whole = None  # gone, or no longer to be opened: `content` says what is read from it
        except Damaged:
            whole = None
    return whole


def outcome(files: Files, sound: Sound, folder: Path) -> Outcome:
    """What a changed folder does to those who read it."""
    lay_out(files, folder)
    found = unsound(folder)
    try:
        story = Story(folder, create=False)
    except Refusal:
        return "refused"
    try:
        same = same_entries(story.ledger, sound)
        for commitment, said in sound.contents.items():
            if content(story, commitment) not in (said, None):
                same = False
    finally:
        story.ledger.close()
    if same is False:
        return "CHANGED"
    if found:
        return "found"
    return "unread" if same else "UNNOTICED"


def judged(name: str, files: Files, sound: Sound, changes: Iterator[bytes]) -> Counter[Outcome]:
    """How often each outcome came about."""
    with in_memory() as place:
        return Counter(
            outcome(files | {name: changed}, sound, place / "log") for changed in changes
        )


@pytest.mark.slow
def test_a_flipped_bit_in_the_entries_never_changes_one(sound: Sound) -> None:
    """Of 500 flips in the entries' file none changes an entry, and none passes unnoticed."""
    changes = flips(sound.closed["ledger.sqlite"], 400, seed=11)
    found = judged("ledger.sqlite", sound.closed, sound, changes)
    assert found.total() == 500
    assert set(found) <= {"refused", "found", "unread"}
    assert found["refused"] + found["found"] > 200


@pytest.mark.slow
def test_a_flipped_bit_in_the_sealed_parts_never_changes_one(sound: Sound) -> None:
    """Of 250 flips in the sealed parts' file fsck finds each that touches a part, without a key."""
    changes = flips(sound.closed["sealed.sqlite"], 150, seed=12)
    found = judged("sealed.sqlite", sound.closed, sound, changes)
    assert found.total() == 250
    assert set(found) <= {"refused", "found", "unread"}
    assert found["refused"] + found["found"] > 60


@pytest.mark.slow
def test_a_flipped_bit_in_a_log_left_by_a_crash_loses_nothing_unseen(sound: Sound) -> None:
    """SQLite drops a log from a changed byte on; the tide mark and fsck say what is gone."""
    changes = flips(sound.crashed["ledger.sqlite-wal"], 100, seed=13, head=32)
    found = judged("ledger.sqlite-wal", sound.crashed, sound, changes)
    assert set(found) <= {"refused", "found", "unread"}
    assert found["refused"] + found["found"] > 60


@pytest.mark.slow
def test_a_flipped_bit_in_the_log_of_the_parts_loses_none(sound: Sound) -> None:
    """What such a log held of sealed parts is carried by the entries' file, and put back."""
    changes = flips(sound.crashed["sealed.sqlite-wal"], 100, seed=13, head=32)
    found = judged("sealed.sqlite-wal", sound.crashed, sound, changes)
    assert set(found) == {"unread"}


def test_a_flipped_bit_in_a_wrap_is_damage_like_any_other(sound: Sound, tmp_path: Path) -> None:
    """A reader's name that is no text any more is refused in our words, and fsck names the part."""
    whole = sound.closed["sealed.sqlite"]
    at = whole.rindex(b"seal:")
    changed = whole[:at] + b"\xf3" + whole[at + 1 :]
    folder = lay_out(sound.closed | {"sealed.sqlite": changed}, tmp_path / "log")
    assert any("expected the part as it was sealed" in problem for problem in unsound(folder))
    story = Story(folder, create=False)
    with pytest.raises(Damaged, match="expected a sealed part"):
        list(map(story.ledger.part, sound.parts))
    story.ledger.close()
