"""The courier over a real desk: threads, a real queue and record, and being killed."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from parley.desk.desk import Desk
from parley.desk.ways.courier import Courier
from parley.desk.ways.hub import Hub
from parley.desk.ways.journal import TRIED, DeskJournal, MemoryJournal
from parley.desk.ways.letters import FolderLetters, MemoryLetters
from parley.desk.ways.message import Message
from parley.desk.ways.opening import open_courier, outbox_secret
from parley.desk.ways.outbox import Given, Outbox
from parley.desk.ways.pace import OutboxRules, Pace
from parley.desk.ways.port import Accepted, Arrived, FakeWay, Later, Outcome, Way
from parley.desk.ways.settings import Settings
from parley.errors import InUse
from parley.record import dispatch
from tests.desk.ways.given import SECRET, message

QUICK = Pace(tries=5, first_wait_s=0.1, longest_wait_s=0.1, give_up_s=60)
RULES = OutboxRules(at_once=2, per_contact_hour=1000, ordinary=QUICK, urgent=QUICK)


def outbox(journal: MemoryJournal, letters: MemoryLetters | None = None) -> Outbox:
    given = Given(steady=time.monotonic, now=now, chance=lambda: 0.0)
    return Outbox(letters or MemoryLetters(), journal, rules=RULES, secret=SECRET, given=given)


def now() -> int:
    return time.time_ns() // 1_000_000


@contextmanager
def carrying(
    ways: Mapping[str, Way], send_s: float = 5.0
) -> Iterator[tuple[Courier, MemoryJournal]]:
    journal = MemoryJournal()
    with Courier(outbox(journal), ways, now=now, send_s=send_s, stop_s=0.05) as courier:
        yield courier, journal


def until(holds: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Wait for something another thread does."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.002)
    return holds()


class Slow:
    """A way that takes its time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.begun = threading.Event()

    async def send(self, message: Message, key: str) -> Outcome:
        self.begun.set()
        await asyncio.sleep(self.seconds)
        return Accepted()


class Broken:
    """A way with a fault of ours in it."""

    async def send(self, message: Message, key: str) -> Outcome:
        raise RuntimeError(message.contact)


def test_what_is_posted_is_carried_and_entered() -> None:
    """A message comes through and its outcome is in the record."""
    way = FakeWay(lambda _: Arrived())
    with carrying({"mail": way}) as (courier, journal):
        key = courier.post(message())
        assert until(lambda: len(journal.entered) == 2)
    assert [key] == list(way.seen)


def test_a_slow_way_delays_no_other_and_no_stop_request() -> None:
    """With every slot of a slow way taken, another way and a stop request go out at once."""
    slow, quick = Slow(60), FakeWay()
    ways: dict[str, Way] = {"voice": slow, "mail": quick}
    with carrying(ways, send_s=60) as (courier, _):
        for number in range(10):
            courier.post(message(number, way="voice", contact=f"{number}"))
        assert slow.begun.wait(10)
        slow.begun.clear()
        began = time.monotonic()
        courier.post(message(50))
        courier.post(message(51, way="voice", contact="0", urgent=True))
        assert until(lambda: len(quick.sent) == 1)
        assert slow.begun.wait(10)
        assert time.monotonic() - began < 5


def test_a_way_without_end_is_broken_off_and_tried_again() -> None:
    """No send takes longer than it may."""
    with carrying({"mail": Slow(60)}, send_s=0.05) as (courier, journal):
        courier.post(message())
        assert until(lambda: len(journal.entered) >= 4)
    failed = [one for one in journal.entered if isinstance(one, dispatch.Failed)]
    assert all("No end within" in one.why for one in failed)


def test_a_fault_in_one_way_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    """A way that raises is a try that failed; what it raised, an address perhaps, is not logged."""
    quick = FakeWay()
    with carrying({"voice": Broken(), "mail": quick}) as (courier, journal):
        courier.post(message(1, way="voice", contact="+963 51 000 000"))
        courier.post(message(2))
        assert until(lambda: len(quick.sent) == 1 and len(journal.entered) >= 3)
    assert "+963" not in caplog.text
    assert "RuntimeError" in caplog.text


def test_a_way_the_desk_has_not_is_said() -> None:
    """A message by a way that is not set up fails for good, so that the ladder goes on."""
    with carrying({}) as (courier, journal):
        courier.post(message())
        assert until(lambda: len(journal.entered) == 2)
    last = journal.entered[-1]
    assert isinstance(last, dispatch.Failed)
    assert last.final


def test_what_is_under_way_at_the_end_waits_for_the_next_start() -> None:
    """A courier that is closed leaves what it could not end in the queue."""
    letters, slow = MemoryLetters(), Slow(60)
    box = outbox(MemoryJournal(), letters)
    courier = Courier(box, {"mail": slow}, now=now, send_s=60, stop_s=0.05)
    courier.start()
    courier.post(message())
    assert slow.begun.wait(10)
    courier.close()
    assert 1 == len(letters.kept)


def test_the_record_holds_what_was_tried(desk: Desk) -> None:
    """On a real desk: entries by the desk, sealed, and known again after a restart."""
    settings = Settings(outbox=RULES)
    hub = Hub(epoch="a")
    page = hub.subscribe("south")
    with open_courier(desk, settings, hub) as courier:
        key = courier.post(message(way="in-app", contact="south"))
        assert until(lambda: courier.outbox.waiting() == 0)
        with pytest.raises(InUse):
            open_courier(desk, settings, hub)
    (note,) = page.take(5)
    assert note.event is not None
    assert message().of == note.event.of
    (tried,) = desk.board.state(TRIED).tries
    assert ("in-app", "south", "attempted") == (tried.way, tried.contact, tried.what)
    seen_by_others = [entry.body for entry in desk.outsider().entries(0, desk.size)]
    assert not any(isinstance(body, dispatch.Dispatch) for body in seen_by_others)
    with open_courier(desk, settings, Hub(epoch="b")) as courier:
        assert courier.outbox.report(key, Arrived())
        assert 0 == courier.outbox.waiting()
    assert ["attempted", "delivered"] == [one.what for one in desk.board.state(TRIED).tries]


def test_nothing_secret_lies_open_in_the_folder(desk: Desk) -> None:
    """Neither the queue nor its secret can be read by others, and the queue not at all."""
    secret = outbox_secret(desk.home)
    assert secret == outbox_secret(desk.home)
    letters = FolderLetters(desk.home / "outbox", secret)
    letters.add("a" * 40, message())
    for path in [desk.home / "keys" / "ways.key", *(desk.home / "outbox").iterdir()]:
        assert 0 == path.stat().st_mode & 0o077
        assert b"duty@" not in path.read_bytes()
    letters.close()


_CHILD = """
import os, sys, time
from pathlib import Path
from parley.desk.desk import Desk
from parley.desk.ways.hub import Hub
from parley.desk.ways.journal import DeskJournal
from parley.desk.ways.letters import FolderLetters
from parley.desk.ways.opening import outbox_secret
from parley.desk.ways.outbox import Given, Outbox
from parley.desk.ways.courier import Courier
from parley.desk.ways.port import Accepted
from tests.desk.ways.given import message
from tests.desk.ways.test_courier import RULES, now

home, received, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])

class Receiver:
    async def send(self, message, key):
        with received.open("a") as out:
            out.write(key + "\\n")
            out.flush()
            os.fsync(out.fileno())
        return Accepted()

with Desk(home) as desk:
    secret = outbox_secret(home)
    given = Given(steady=time.monotonic, now=now, chance=lambda: 0.0)
    box = Outbox(FolderLetters(home / "outbox", secret), DeskJournal(desk), rules=RULES,
                 secret=secret, given=given)
    with Courier(box, {"mail": Receiver()}, now=now, send_s=5) as courier:
        for number in range(count):
            print(courier.post(message(number, contact=f"c{number}")), flush=True)
        while box.waiting():
            time.sleep(0.01)
"""


@pytest.mark.slow
def test_killed_at_any_moment_nothing_posted_is_lost(desk: Desk, tmp_path: Path) -> None:
    """A real process killed again and again: every message posted arrives, doubles bear one key."""
    home, received = desk.home, tmp_path / "received"
    desk.close()
    root = Path(__file__).parent.parent.parent.parent
    posted: set[str] = set()
    for kill_after in (1, 3, 10, 25, 39, 0):
        child = subprocess.Popen(
            [sys.executable, "-c", _CHILD, str(home), str(received), "40" if kill_after else "0"],
            stdout=subprocess.PIPE, text=True, cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
        )  # fmt: skip
        assert child.stdout is not None
        posted |= {child.stdout.readline().strip() for _ in range(kill_after)}
        if kill_after:
            child.send_signal(signal.SIGKILL)
        said, _ = child.communicate(timeout=60)
        posted |= {line for line in said.split("\n")[:-1] if len(line) == 40}
    arrived = received.read_text().split()
    assert len(posted) >= 39
    assert posted <= set(arrived)
    with Desk(home, reading=True) as again:
        tried = DeskJournal(again).recent()
        assert len(set(arrived)) == len({one.contact for one in tried if one.what == "attempted"})
    assert [] == list((home / "outbox").glob("*.letter"))


def test_a_message_that_fails_is_carried_again() -> None:
    """The first try fails, the second comes through, under one key."""
    answers: Iterator[Outcome] = iter([Later("busy"), Accepted()])
    way = FakeWay(lambda _: next(answers))
    with carrying({"mail": way}) as (courier, journal):
        courier.post(message())
        assert until(lambda: len(journal.entered) == 3)
    assert ["Attempted", "Failed", "Attempted"] == [type(one).__name__ for one in journal.entered]
