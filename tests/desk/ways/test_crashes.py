"""Whatever the process meets, and wherever it dies, no message is lost."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from parley.desk.ways.message import Message, key_of
from parley.desk.ways.pace import OutboxRules
from parley.desk.ways.port import Accepted, Arrived, Later, Outcome, Refused
from parley.record import dispatch
from tests.desk.ways.bench import SHORT, Bench, Died
from tests.desk.ways.given import SECRET, message


class Crashing(RuleBasedStateMachine):
    """Any order of posting, sending, failing, waiting, clock steps and dying at any step."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = Bench(OutboxRules(at_once=2, per_contact_hour=50, ordinary=SHORT,
                                       urgent=SHORT))  # fmt: skip
        self.posted: dict[str, Message] = {}
        self.received: dict[str, Message] = {}
        self.failures: dict[str, int] = {}
        self.number = 0

    @rule(urgent=st.booleans(), contact=st.sampled_from(["a", "b", "c"]))
    def post(self, urgent: bool, contact: str) -> None:
        self.number += 1
        one = message(self.number, contact=contact, urgent=urgent)
        self.posted[self.bench.outbox.post(one)] = one

    @rule()
    def post_the_last_again(self) -> None:
        for key in list(self.posted)[-1:]:
            assert key == self.bench.outbox.post(self.posted[key])

    @rule(outcomes=st.lists(st.sampled_from(
        [Accepted(), Arrived(), Later("busy"), Refused("unknown")]), min_size=4, max_size=4),
        dies=st.integers(0, 12))  # fmt: skip
    def send(self, outcomes: list[Outcome], dies: int) -> None:
        """Send what is ready; `dies` says before which of the steps the process is gone."""
        step = 0
        for item, outcome in zip(self.bench.outbox.ready(), outcomes, strict=False):
            took = isinstance(outcome, Accepted | Arrived)
            if dies == (step := step + 1):
                return self.die()
            if item.outcome is None and took:
                self.received[item.key] = item.message
            if dies == (step := step + 1):
                return self.die()
            self.bench.done(item, item.outcome or outcome)
        return None

    @rule(outcome=st.sampled_from([Accepted(), Arrived(), Later("busy"), Refused("unknown")]),
          dies_in=st.integers(0, 3))  # fmt: skip
    def die_in_entering(self, outcome: Outcome, dies_in: int) -> None:
        """Gone before or after the first or the second entry of one outcome."""
        for item in self.bench.outbox.ready()[:1]:
            if item.outcome is None and isinstance(outcome, Accepted | Arrived):
                self.received[item.key] = item.message
            self.bench.journal.dies_in = dies_in
            with suppress(Died):
                self.bench.done(item, item.outcome or outcome)
        self.bench.start()

    @rule()
    def die(self) -> None:
        self.bench.start()

    @rule()
    def die_between_recording_and_forgetting(self) -> None:
        """The record has the outcome, and the file of the letter is still there."""
        for item in self.bench.outbox.ready()[:1]:
            if item.outcome is None:
                self.received[item.key] = item.message
            self.bench.done(item, item.outcome or Arrived())
            self.bench.letters.add(item.key, item.message)
        self.bench.start()

    @rule(full=st.booleans())
    def fill_the_disk(self, full: bool) -> None:
        self.bench.journal.full = full

    @rule(seconds=st.floats(0, 100))
    def wait(self, seconds: float) -> None:
        self.bench.hands.move(seconds)

    @rule(hours=st.sampled_from([-1, 1]))
    def set_the_clock(self, hours: int) -> None:
        self.bench.hands.wall_ms += hours * 3_600_000

    @invariant()
    def nothing_is_lost(self) -> None:
        """Each message was received, was given up in the record, or waits in the queue."""
        given_up = {
            key_of(message_of(one), SECRET)
            for one in self.bench.journal.entered
            if isinstance(one, dispatch.Failed) and one.final
        }
        for key in self.posted:
            assert key in self.received or key in given_up or key in self.bench.letters.kept

    def teardown(self) -> None:
        """In the end everything has its outcome, and the queue is empty."""
        self.bench.journal.full = False
        for _ in range(400):
            for item in self.bench.outbox.ready():
                if item.outcome is None:
                    self.received[item.key] = item.message
                self.bench.done(item, item.outcome or Accepted())
            self.bench.hands.move(self.bench.outbox.next_in() or 0)
        assert {} == self.bench.letters.kept
        assert 0 == self.bench.outbox.waiting()
        self.nothing_is_lost()


def message_of(one: dispatch.Failed) -> Message:
    return message(
        int(one.of.removeprefix("sha256:"), 16), contact=one.contact or "", to=one.to,
        attempt=one.attempt,
    )  # fmt: skip


@pytest.mark.parametrize(
    "schedules", [60, pytest.param(1000, marks=pytest.mark.slow)]
)
def test_no_schedule_of_crashes_loses_a_message(schedules: int) -> None:
    """Any order of posting, sending, failing, filling the disk, setting the clock and dying."""
    run_state_machine_as_test(
        Crashing,
        settings=settings(max_examples=schedules, stateful_step_count=40, deadline=None),
    )
