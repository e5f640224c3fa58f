"""Whose turn it is to write: groups form while somebody writes, and nobody is left waiting."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from queue import SimpleQueue
from typing import cast

import pytest

from parley.errors import DiskFailed
from parley.ledger.admission import Admitted
from parley.ledger.ticket import CROWD, Line, Ticket, ring

PATIENCE = 0.8
"""Seconds: less than the one second after which a waiting thread looks again by itself."""


def a_ticket(*, urgent: bool = False) -> Ticket:
    """A ticket as far as the line looks at it."""
    return Ticket(cast(Admitted, None), SimpleQueue(), urgent=urgent)


class Writer:
    """Answers everybody who waits, each time it is called, once its gate is open."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.began, self.gate = threading.Event(), threading.Event()
        self.groups: list[int] = []

    def write(self) -> None:
        taken = self.took()
        self.began.set()
        self.gate.wait(PATIENCE)
        self.groups.append(len(taken))
        for ticket in taken:
            ticket.fault = DiskFailed("an answer is an answer")
        ring(taken)

    def took(self) -> list[Ticket]:
        taken = []
        while ticket := self.line.take():
            taken.append(ticket)
        return taken


def started(work: Callable[[], None], count: int = 1) -> list[threading.Thread]:
    """Threads at work."""
    threads = [threading.Thread(target=work, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads


def all_ended(threads: list[threading.Thread]) -> bool:
    """Whether all come to an end before they would have looked again by themselves."""
    for thread in threads:
        thread.join(PATIENCE)
    return not any(thread.is_alive() for thread in threads)


def queued(line: Line, count: int) -> None:
    """Wait until so many stand in line."""
    for _ in range(1000):
        if len(line._waiting) + line.hurried == count:  # the fake has no other way to know
            return
        threading.Event().wait(0.001)
    pytest.fail(f"expected {count} in line, got {len(line._waiting)}")


def test_whoever_comes_while_one_writes_is_written_as_one_group() -> None:
    """Twenty who come during a write are written by one more, not one by one."""
    line = Line()
    writer = Writer(line)
    first = started(lambda: line.see_through([a_ticket()], writer.write))
    assert writer.began.wait(PATIENCE)
    rest = started(lambda: line.see_through([a_ticket()], writer.write), count=20)
    queued(line, 20)
    writer.gate.set()
    assert all_ended(first + rest)
    assert writer.groups == [1, 20]


def test_who_waits_is_written_when_the_turn_was_for_something_else() -> None:
    """Whoever comes while the turn is lent out takes it as soon as it is back."""
    line = Line()
    writer = Writer(line)
    writer.gate.set()
    with line.turn():
        waiting = started(lambda: line.see_through([a_ticket()], writer.write))
        queued(line, 1)
    assert all_ended(waiting)
    assert writer.groups == [1]


def test_who_waits_is_written_when_the_one_who_wrote_fell() -> None:
    """A write that ends in a fault lets go of the turn, and the next in line takes it."""
    line = Line()
    writer = Writer(line)
    fell = threading.Event()

    def falling() -> None:
        writer.took()
        writer.began.set()
        writer.gate.wait(PATIENCE)
        raise DiskFailed("expected a disk, got none")

    def unlucky() -> None:
        with pytest.raises(DiskFailed):
            line.see_through([a_ticket()], falling)
        fell.set()

    first = started(unlucky)
    assert writer.began.wait(PATIENCE)
    second = started(lambda: line.see_through([a_ticket()], writer.write))
    queued(line, 1)
    writer.gate.set()
    assert all_ended(first + second)
    assert fell.is_set()
    assert writer.groups == [1]


def test_who_is_through_does_not_wait_for_the_turn() -> None:
    """An answered submitter goes on although somebody else is writing by then."""
    line = Line()
    ticket = a_ticket()
    with line.turn():
        waiting = started(lambda: line.see_through([ticket], Writer(line).write))
        queued(line, 1)
        ticket.fault = DiskFailed("an answer is an answer")
        ring([ticket])
        assert all_ended(waiting)


def test_what_is_urgent_is_taken_first() -> None:
    """Whoever is urgent overtakes all who wait, and nobody who is urgent too."""
    line = Line()
    tickets = [a_ticket(urgent=urgent) for urgent in (False, True, False, True)]
    waiting: list[threading.Thread] = []
    with line.turn():
        for number, ticket in enumerate(tickets):
            waiting += started(partial(line.see_through, [ticket], Writer(line).write))
            queued(line, number + 1)
        assert [line.take() for _ in tickets] == [tickets[n] for n in (1, 3, 0, 2)]
        for ticket in tickets:
            ticket.fault = DiskFailed("an answer is an answer")
        ring(tickets)
        assert all_ended(waiting)


def test_one_alone_never_gives_way() -> None:
    """Without a crowd nobody waits for what is urgent, not even just after it."""
    line = Line()
    writer = Writer(line)
    writer.gate.set()
    line._until = time.monotonic() + 60  # as if something urgent were on its way
    with line.inside():
        waiting = started(lambda: line.see_through([a_ticket()], writer.write))
        assert all_ended(waiting)


def test_a_crowd_gives_way_to_what_is_urgent() -> None:
    """One of a crowd does not even stand in line meanwhile, but waits no longer than 0.1 s."""
    line = Line()
    writer = Writer(line)
    writer.gate.set()
    line._until = time.monotonic() + 60
    with ExitStack() as crowd:
        for _ in range(CROWD + 1):
            crowd.enter_context(line.inside())
        began = time.monotonic()
        waiting = started(lambda: line.see_through([a_ticket()], writer.write))
        line.see_through([a_ticket(urgent=True)], writer.write)
        assert writer.groups == [1]  # the other one has not come yet
        line._until = began + 60
        assert all_ended(waiting)
    assert writer.groups == [1, 1]
