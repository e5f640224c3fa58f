"""The disk fails at one call, at every call in turn: the desk says so, stops, and loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import apsw
import pytest

from parley.errors import Damaged, DiskFailed, Refusal
from parley.ledger import KeyRing
from parley.record.kinds import Record
from parley.record.log import ExerciseStarted
from tests.faults.shim import Call, Shim, Short, registered
from tests.faults.story import Promised, Story, broken, exercise, fold_often, in_memory

FAULTS = {
    "EIO": apsw.IOError("disk I/O error"),
    "ENOSPC": apsw.FullError("database or disk is full"),
    "half a write": Short(),
}


class Spoiler(Shim):
    """Fails the call number `at` that changes a file; with `on`, every one after it as well."""

    def __init__(self, fault: Exception, at: int, *, on: bool) -> None:
        super().__init__("spoiler")
        self._fault, self._at, self._on = fault, at, on
        self.calls = 0
        self.sentences: list[str] = []

    def before(self, call: Call) -> None:
        if call.verb == "read":
            return
        self.calls += 1
        if self.calls == self._at or (self._on and self.calls > self._at):
            short = isinstance(self._fault, Short) and call.verb != "write"
            raise FAULTS["ENOSPC"] if short else self._fault

    def spoil_next(self) -> None:
        """Fail the next call."""
        self._at = self.calls + 1

    def mend(self) -> None:
        """The disk is well again, and the desk must not go on as if nothing had been."""
        self._at, self._on = 0, False


def tell(folder: Path, spoiler: Spoiler) -> tuple[Promised, list[bytes], Refusal | None]:
    """Tell the short story until the disk fails: what was promised, sent, and how it was refused.

    Once it has failed, a desk that is still there takes nothing more.
    """
    with registered(spoiler) as vfs:
        try:
            story = Story(folder, vfs=vfs)
        except Refusal as fault:
            return Promised(), [], fault
        refused: Refusal | None = None
        try:
            story.short()
        except Refusal as fault:
            refused = fault
            spoiler.mend()
            for raw in (story.sent[-1], *story.notes(story.desk, 1)):
                with pytest.raises(DiskFailed, match="the desk has stopped"):
                    story.ledger.submit(raw)
        try:
            story.ledger.close()
        except Refusal as fault:
            refused = fault
    return story.promised, story.sent, refused


def faults(fault: Exception, *, on: bool) -> Iterator[tuple[int, list[str]]]:
    """For every call in turn: its number, and what was broken when it failed."""
    at = 0
    while True:
        at += 1
        spoiler = Spoiler(fault, at, on=on)
        with in_memory() as place:
            promised, sent, refused = tell(place / "log", spoiler)
            if spoiler.calls < at:
                return
            found = broken(place / "log", promised, sent[-3:])
            if refused is not None and not isinstance(refused, Damaged):
                found.append(f"refused as {type(refused).__name__}: {refused}")
        yield at, found


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("on", [False, True], ids=["once", "from then on"])
def test_a_failed_call_stops_the_desk_and_loses_nothing(
    name: str, on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever call fails, no promise is broken, and the desk takes nothing until a restart."""
    fold_often(monkeypatch)
    found = dict(faults(FAULTS[name], on=on))
    assert {at: problems for at, problems in found.items() if problems} == {}
    assert len(found) > 150


class Blind(Shim):
    """Fails the read number `at`."""

    def __init__(self, at: int) -> None:
        super().__init__("blind")
        self._at = at
        self.reads = 0

    def before(self, call: Call) -> None:
        if call.verb == "read":
            self.reads += 1
            if self.reads == self._at:
                raise apsw.IOError("disk I/O error")


def test_a_failed_read_gives_no_wrong_receipt() -> None:
    """Whichever read fails, a receipt is the one that was given before, or there is a refusal."""
    with in_memory() as place:
        before = Story(place / "log")
        before.short()
        before.ledger.close()
        refused = 0
        for at in range(1, 1000):
            blind = Blind(at)
            with registered(blind) as vfs:
                try:
                    story = Story(place / "log", vfs=vfs, create=False)
                except Damaged:
                    refused += 1
                    continue
                for promised in before.promised.receipts:
                    sent = before.sent[promised.index]
                    try:
                        assert story.ledger.receipt(promised.index).leaf == promised.leaf
                        assert story.ledger.submit(sent).leaf == promised.leaf
                    except Damaged:
                        refused += 1
                story.ledger.close()
            if blind.reads < at:
                break
        assert refused > 20
        assert broken(place / "log", before.promised, before.sent) == []


def test_a_tide_mark_on_a_full_disk_stops_the_desk_and_loses_nothing() -> None:
    """The entry is there and the mark beside it is not: no answer, and one entry when retried."""
    with in_memory() as place:
        story = Story(place / "log")
        story.short()
        story.ledger.close()
        tide = place / "log" / "ledger.sqlite-tide"
        tide.unlink()
        tide.symlink_to("/dev/full")
        story.ledger = story._open(create=False)
        raws = story.notes(story.desk, 2)
        with pytest.raises(DiskFailed, match="tide mark"):
            story.ledger.submit(raws[0])
        with pytest.raises(DiskFailed, match="the desk has stopped"):
            story.ledger.submit(raws[1])
        story.ledger.close()
        tide.unlink()
        assert broken(place / "log", story.promised, raws) == []


def test_a_wrap_that_the_disk_refuses_stops_the_desk() -> None:
    """A later reader's wrap is a write like any other: when it fails nothing more is taken."""
    with in_memory() as place:
        spoiler = Spoiler(FAULTS["EIO"], 0, on=False)
        with registered(spoiler) as vfs:
            story = Story(place / "log", vfs=vfs)
            story.found()
            note = story.act(story.north, exercise(1))
            receipt = story.send(story.notes(story.north, 1))[0]
            body = story.ledger.logged(next(story.ledger.rows(receipt.index, receipt.index + 1)))
            shelf = story.ledger.part(body.payload.commit["body"])
            reader = story.ledger.ring.of("south", "seal", story.ledger.size)[0]
            spoiler.spoil_next()
            assert shelf is not None
            with pytest.raises(DiskFailed, match="sealed part"):
                story.ledger.rewrap(shelf, reader)
            with pytest.raises(DiskFailed, match="the desk has stopped"):
                story.ledger.submit(story.sent[note.index])
            story.ledger.close()
        assert broken(place / "log", story.promised, story.sent[-2:]) == []


def test_a_fault_of_our_own_stops_the_desk_and_nobody_waits_for_ever() -> None:
    """A rule that breaks down in the middle of a group: everybody is answered, nothing is lost."""
    with in_memory() as place:
        story = Story(place / "log")
        story.short()
        story.ledger.close()

        def rule(record: Record, author: str, ring: KeyRing, readers: frozenset[str]) -> None:
            if isinstance(record, ExerciseStarted) and record.drill == "d-13":
                raise ZeroDivisionError

        story.rule = rule
        story.ledger = story._open(create=False)
        raws = [story.draft(exercise(n)).signed_by(story.desk) for n in range(26)]
        with ThreadPoolExecutor(26) as pool:
            waiting = [pool.submit(story.ledger.submit, raw) for raw in raws]
            faults = [one.exception(timeout=20) for one in waiting]
        assert isinstance(faults[13], ZeroDivisionError | DiskFailed)
        assert {type(fault) for fault in faults} <= {ZeroDivisionError, DiskFailed, type(None)}
        with pytest.raises(DiskFailed, match="the desk has stopped"):
            story.ledger.submit(raws[0])
        story.ledger.close()
        answered = [one.result() for one, fault in zip(waiting, faults, strict=True) if not fault]
        story.promised.receipts += answered
        assert broken(place / "log", story.promised, raws[:13]) == []
