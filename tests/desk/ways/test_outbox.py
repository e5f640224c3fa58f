"""The outbox: nothing lost, nothing twice to a receiver that knows keys, the stop request first."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.desk.ways.letters import FolderLetters, MemoryLetters
from parley.desk.ways.message import Message, key_of
from parley.desk.ways.outbox import Outbox
from parley.desk.ways.port import Accepted, Arrived, Later, Outcome, Refused
from parley.errors import InUse
from parley.record import dispatch
from tests.desk.ways.bench import RULES, Bench
from tests.desk.ways.given import SECRET, START_MS, message


def _sent(bench: Bench) -> list[Message]:
    return [item.message for item in bench.outbox.ready()]


def test_a_message_is_ready_until_its_outcome_is_entered() -> None:
    """What was taken is attempted, and nothing more is claimed."""
    bench = Bench()
    bench.outbox.post(message())
    (item,) = bench.outbox.ready()
    assert [] == bench.outbox.ready()
    bench.done(item, Accepted())
    assert ["Attempted"] == bench.kinds
    assert (0, {}) == (bench.outbox.waiting(), bench.letters.kept)
    entered = bench.journal.entered[0]
    assert isinstance(entered, dispatch.Attempted)
    assert (START_MS, 1, "duty officer, south") == (
        entered.at.earliest if entered.at else 0, entered.attempt, entered.to
    )  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "kinds"),
    [
        (Arrived(), ["Attempted", "Delivered"]),
        (Refused("no such address"), ["Attempted", "Failed"]),
        (Later("busy"), ["Attempted", "Failed"]),
    ],
)
def test_each_outcome_is_its_own_fact(outcome: Outcome, kinds: list[str]) -> None:
    """Taken, arrived and failed are entered as what they are; opened never is."""
    bench = Bench()
    bench.outbox.post(message())
    bench.done(bench.outbox.ready()[0], outcome)
    assert kinds == bench.kinds
    last = bench.journal.entered[-1]
    assert isinstance(last, dispatch.Failed) <= (
        isinstance(last, dispatch.Failed) and last.final == isinstance(outcome, Refused)
    )


def test_a_message_posted_twice_is_one() -> None:
    """Before, while and after it is sent, the same message is the same message."""
    bench = Bench()
    key = bench.outbox.post(message())
    assert key == bench.outbox.post(message())
    (item,) = bench.outbox.ready()
    assert key == bench.outbox.post(message())
    assert [] == bench.outbox.ready()
    bench.done(item, Accepted())
    assert key == bench.outbox.post(message())
    assert [] == bench.outbox.ready()
    assert {} == bench.letters.kept


def test_another_ring_contact_role_way_or_record_is_another_message() -> None:
    """The key tells apart all that must be rung apart, and nothing else."""
    other = (
        message(), message(1), message(attempt=2), message(contact="deputy@south.example"),
        message(to="deputy, south"), message(way="voice"),
    )  # fmt: skip
    assert len(other) == len({key_of(one, SECRET) for one in other})
    assert key_of(message(), SECRET) == key_of(message(text="In other words."), SECRET)
    assert key_of(message(), SECRET) != key_of(message(), b"\x06" * 32)


def test_a_try_that_failed_comes_again_later_and_at_last_not() -> None:
    """The wait doubles and is spread by chance; after the last try the attempt is given up."""
    bench = Bench()
    bench.outbox.post(message())
    waits = []
    for _ in range(3):
        (item,) = bench.outbox.ready()
        bench.done(item, Later("451 greylisted"))
        waits.append(bench.outbox.next_in())
        bench.hands.move(waits[-1] or 0)
    assert [3.0, 6.0, None] == waits
    finals = [one.final for one in bench.journal.entered if isinstance(one, dispatch.Failed)]
    assert [False, False, True] == finals
    assert {} == bench.letters.kept


def test_a_carrier_that_asks_for_time_is_given_it() -> None:
    """Retry-After is kept, as far as the message still matters by then."""
    bench = Bench()
    bench.outbox.post(message())
    bench.done(bench.outbox.ready()[0], Later("503", after_s=120))
    assert 120 == bench.outbox.next_in()
    bench.outbox.post(message(1, contact="other"))
    bench.done(bench.outbox.ready()[0], Later("503", after_s=1e9))
    bench.hands.move(600)
    assert 2 == len(_sent(bench))


def test_the_stop_request_goes_first_whatever_waits() -> None:
    """With a thousand messages waiting and every slot taken, a stop request is ready at once."""
    bench = Bench()
    for number in range(1000):
        bench.outbox.post(message(number, contact=f"{number}@south.example"))
    assert 2 == len(bench.outbox.ready())
    bench.outbox.post(message(2000, urgent=True))
    assert ["alert.stop_requested"] == [one.kind for one in _sent(bench)]


def test_no_limit_of_a_contact_holds_a_stop_request_back() -> None:
    """A contact at its hourly limit still hears of a stop request, and at once."""
    bench = Bench()
    for number in range(5):
        bench.outbox.post(message(number))
    for _ in range(3):
        bench.done(bench.outbox.ready()[0], Accepted())
    assert [] == bench.outbox.ready()
    bench.outbox.post(message(9, urgent=True))
    assert [True] == [one.urgent for one in _sent(bench)]
    bench.hands.move(3600)
    assert 1 == len(_sent(bench))


def test_one_contact_holds_up_nobody_else() -> None:
    """A contact that is being tried takes one slot; the next contact has the other."""
    bench = Bench()
    for number in range(3):
        bench.outbox.post(message(number, contact="slow"))
    bench.outbox.post(message(3, contact="quick"))
    assert ["slow", "quick"] == [one.contact for one in _sent(bench)]


def test_one_way_holds_up_no_other() -> None:
    """With every slot of a way taken, the other ways go on."""
    bench = Bench()
    for number in range(5):
        bench.outbox.post(message(number, contact=f"c{number}"))
    assert 2 == len(bench.outbox.ready())
    bench.outbox.post(message(7, way="voice"))
    assert ["voice"] == [one.way for one in _sent(bench)]


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_set_by_an_hour_changes_no_wait(hours: int) -> None:
    """The wait is measured on a clock that cannot be set, and bounded after a restart too."""
    bench = Bench()
    bench.outbox.post(message())
    bench.done(bench.outbox.ready()[0], Later("busy"))
    bench.journal.rx = bench.hands.wall_ms
    bench.hands.wall_ms += hours * 3_600_000
    assert 3.0 == bench.outbox.next_in()
    rx = bench.journal.rx
    bench.outbox.close()
    restarted = Outbox(
        bench.letters, bench.journal, rules=RULES, secret=SECRET, given=bench.hands.given
    )
    assert rx == bench.journal.rx
    left = restarted.next_in()
    assert left is not None
    assert 0 <= left <= 3.0


def test_an_outcome_that_cannot_be_entered_is_not_sent_again() -> None:
    """While the record takes nothing the outcome is kept; the receiver is not rung again."""
    bench = Bench()
    bench.outbox.post(message())
    (item,) = bench.outbox.ready()
    bench.journal.full = True
    bench.done(item, Arrived())
    assert 1 == len(bench.letters.kept)
    bench.hands.move(1)
    (again,) = bench.outbox.ready()
    assert Arrived() == again.outcome
    bench.journal.full = False
    bench.done(again, again.outcome)
    assert ["Attempted", "Delivered"] == bench.kinds
    assert {} == bench.letters.kept


def test_a_report_is_entered_once_however_often_it_comes() -> None:
    """A gateway that repeats itself adds nothing, also after a restart; a foreign key is told."""
    bench = Bench()
    key = bench.outbox.post(message())
    bench.done(bench.outbox.ready()[0], Accepted())
    assert bench.outbox.report(key, Arrived())
    assert bench.outbox.report(key, Arrived())
    bench.start()
    assert bench.outbox.report(key, Arrived())
    assert ["Attempted", "Delivered"] == bench.kinds
    assert bench.outbox.report(key, Refused("mailbox full"))
    assert ["Attempted", "Delivered", "Failed"] == bench.kinds
    assert not bench.outbox.report("0" * 40, Arrived())


@pytest.mark.parametrize("outcome", [Arrived(), Refused("no such address")])
def test_what_the_record_has_ended_is_not_sent_again(outcome: Outcome) -> None:
    """Killed between the record and the queue: the record says that it is over, and it is."""
    bench = Bench()
    bench.outbox.post(message())
    (item,) = bench.outbox.ready()
    bench.done(item, outcome)
    bench.letters.add(item.key, item.message)
    assert [] == bench.start().ready()
    assert {} == bench.letters.kept


def test_two_outboxes_on_one_folder_are_refused(tmp_path: Path) -> None:
    """The second says that another is at work; the queue is the first one's, and is sealed."""
    first = FolderLetters(tmp_path / "outbox", SECRET)
    with pytest.raises(InUse):
        FolderLetters(tmp_path / "outbox", SECRET)
    first.add("a" * 40, message())
    raw = (tmp_path / "outbox" / f"{'a' * 40}.letter").read_bytes()
    assert b"south" not in raw
    first.close()
    second = FolderLetters(tmp_path / "outbox", SECRET)
    assert [("a" * 40, message())] == list(second.all())
    second.close()


def test_a_letter_that_cannot_be_read_is_set_aside(tmp_path: Path) -> None:
    """A damaged file stops nothing and is not deleted; a half-written one was never posted."""
    letters = FolderLetters(tmp_path, SECRET)
    letters.add("b" * 40, message())
    (tmp_path / f"{'a' * 40}.letter").write_bytes(b"torn")
    (tmp_path / f"{'c' * 40}.draft").write_bytes(b"half")
    assert ["b" * 40] == [key for key, _ in letters.all()]
    assert (tmp_path / f"{'a' * 40}.unreadable").read_bytes() == b"torn"
    letters.close()


def test_two_outboxes_over_one_record_lose_nothing() -> None:
    """Started by mistake on two queues: the receiver has each message once, by its key."""
    bench = Bench()
    seen: dict[str, Message] = {}
    twin = Outbox(
        MemoryLetters(), bench.journal, rules=RULES, secret=SECRET, given=bench.hands.given
    )
    for number in range(20):
        for one in (bench.outbox, twin):
            one.post(message(number, contact=f"c{number}"))
    for one in (bench.outbox, twin) * 20:
        for item in one.ready():
            seen[item.key] = item.message
            one.done(item, Accepted(), START_MS)
    assert 20 == len(seen)
    assert 0 == bench.outbox.waiting() + twin.waiting()
