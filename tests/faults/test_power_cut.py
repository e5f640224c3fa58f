"""The power is cut at every moment; what was answered is on the disk, whatever else is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from random import Random

import apsw
import pytest
from msgspec import Struct

from parley.ledger.stores import parts, sqlite
from parley.ledger.stores.parts import _Whole
from parley.ledger.stores.port import Row, Signed, Slip
from tests.faults.disks import Disk
from tests.faults.shim import Call, Shim, registered
from tests.faults.story import Promised, Story, broken, exercise, fold_often, in_memory

pytestmark = pytest.mark.slow


class Answer(Struct, frozen=True):
    """How far it was: so many receipts, so much sent, asked to erase and erased, and the tide."""

    receipts: int
    sent: int
    asked: frozenset[str]
    erased: frozenset[str]
    tide: bytes


class Tracer(Shim):
    """Notes every call, in order, and between them every answer."""

    def __init__(self) -> None:
        super().__init__("tracer")
        self.noted: list[Call | Answer] = []

    def after(self, call: Call) -> None:
        self.noted.append(call)


class State(Struct, frozen=True):
    """What a cut left, and what had been answered before it."""

    files: dict[str, bytes]
    answer: Answer


def traced(folder: Path) -> tuple[list[Call | Answer], Story]:
    """A history with open, closed, large and erased entries, groups, folds and a restart."""
    tracer = Tracer()
    with registered(tracer) as vfs:
        story = Story(folder, vfs=vfs)

        def note() -> None:
            promised = story.promised
            tracer.noted.append(
                Answer(
                    len(promised.receipts),
                    len(story.sent),
                    frozenset(promised.asked),
                    frozenset(promised.erased),
                    (folder / "ledger.sqlite-tide").read_bytes(),
                )
            )

        story.moved = note
        story.found()
        for number in range(3):
            story.act(story.desk, exercise(number))
            first, *_ = story.send(story.notes(story.north, 4))
            story.send(story.notes(story.south, 1, size=3900))
            story.erase(first)
            if number == 1:
                story.reopen()
        story.ledger.close()
    return tracer.noted, story


def states(noted: list[Call | Answer], *, seed: int, each: int, share: int = 0) -> Iterator[State]:
    """Different things the disk may hold: up to `each` for every cut between two calls.

    Each state is in one of two shares, by its bytes, so that two runs never judge it twice.
    """
    disk, chance = Disk(), Random(seed)
    answer, tides = Answer(0, 0, frozenset(), frozenset(), b""), [b""]
    seen: set[bytes] = set()
    for event in noted:
        if isinstance(event, Answer):
            answer = event
            tides.append(event.tide)
        else:
            disk.take(event)
        for _ in range(each):
            files = disk.after_cut(chance)
            tide = chance.choice([None, *tides])
            look = sha256(b"%d" % answer.receipts)
            for name, content in files.items():
                look.update(b"%b %d " % (name.encode(), len(content)) + content)
            if look.digest() not in seen and look.digest()[0] % 2 == share:
                seen.add(look.digest())
                beside = {} if tide is None else {"ledger.sqlite-tide": tide}
                yield State(files | beside, answer)


def breaks(state: State, story: Story, vkey: str) -> list[str]:
    """Lay the state out as a folder and see which promises it breaks."""
    promised = Promised(
        receipts=story.promised.receipts[: state.answer.receipts],
        asked=set(state.answer.asked),
        erased=set(state.answer.erased),
    )
    again = story.sent[max(0, state.answer.receipts - 2) : state.answer.sent]
    with in_memory() as folder:
        for name, content in state.files.items():
            (folder / name).write_bytes(content)
        if promised.receipts:  # synced before the first of them
            (folder / "log.vkey").write_text(vkey)
        return broken(folder, promised, again)


@pytest.fixture
def history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> tuple[list[Call | Answer], Story, str]:
    """A traced history; the parameter names what is not made durable as it should be."""
    lax: str = getattr(request, "param", "")

    def change(found: apsw.Connection, path: Path) -> None:
        if path.name == lax:
            found.pragma("synchronous", "NORMAL")

    def never_synced(file: apsw.Connection, _: str) -> _Whole:
        return _Whole(file, "NORMAL")

    commit = sqlite.SqliteStore.commit

    def without_slip(
        store: sqlite.SqliteStore, rows: Sequence[Row], signed: Signed, _: Slip | None = None
    ) -> None:
        commit(store, rows, signed)

    with monkeypatch.context() as patched:
        fold_often(patched, change)
        patched.setattr(parts, "PLACES", 6)  # a short history is to use places again
        if lax == "sealed.sqlite":
            patched.setattr(parts, "_Whole", never_synced)
        if lax == "slips":
            patched.setattr(sqlite.SqliteStore, "commit", without_slip)
        noted, story = traced(tmp_path / "log")
    return noted, story, (tmp_path / "log" / "log.vkey").read_text()


@pytest.mark.parametrize("share", [0, 1])
def test_no_cut_loses_what_was_answered(
    history: tuple[list[Call | Answer], Story, str], share: int
) -> None:
    """Of 1,500 different things the disk may hold, in two shares, none breaks a promise."""
    noted, story, vkey = history
    found = [breaks(state, story, vkey) for state in states(noted, seed=1, each=6, share=share)]
    assert [problems for problems in found if problems] == []
    assert len(found) >= 750


@pytest.mark.parametrize(
    ("history", "loss"),
    [
        ("ledger.sqlite", "was answered and is gone"),
        ("sealed.sqlite", "a part of entry"),
        ("slips", "a part of entry"),
    ],
    indirect=["history"],
)
def test_the_same_cuts_find_a_file_that_is_not_synced(
    history: tuple[list[Call | Answer], Story, str], loss: str
) -> None:
    """With synchronous=NORMAL on either file, or slips not written, the same cuts find a loss."""
    noted, story, vkey = history
    found = (breaks(state, story, vkey) for state in states(noted, seed=1, each=1))
    assert any(loss in problem for problems in found for problem in problems)


def test_a_cut_in_the_history_meets_every_sort_of_call(
    history: tuple[list[Call | Answer], Story, str],
) -> None:
    """The traced history folds the log in, cuts it, deletes it and begins it anew."""
    noted, story, _ = history
    calls = [call for call in noted if isinstance(call, Call)]
    sorts = {(call.verb, call.name.removeprefix("ledger.sqlite")) for call in calls}
    assert {
        ("create", ""),
        ("write", "-wal"),
        ("sync", "-wal"),
        ("write", ""),
        ("sync", ""),
        ("delete", "-wal"),
        ("truncate", "-wal"),
        ("write", "-journal"),
    } <= sorts
    begun_anew = [c for c in calls if c.name == "ledger.sqlite-wal" and not c.offset and c.content]
    assert len(begun_anew) >= 4
    assert story.promised.erased
