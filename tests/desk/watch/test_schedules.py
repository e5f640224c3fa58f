"""Crashes, restarts, clocks that are set, two watches: what falls due is entered and rung, once."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.channel import weigh
from parley.channel.due import next_due, sides
from parley.channel.ladder import plan, plans
from parley.record import alert, answer, dispatch, log, notice
from parley.record.entry import Entry
from tests.channel.lines import STOP, TOLD
from tests.desk.watch.bench import FOUNDED, Died, Process, World, state_of

HOUR_MS = 3_600_000
Action: TypeAlias = tuple[str, int]
ACTIONS = st.one_of(
    st.tuples(st.just("say"), st.integers(0, 8)),
    st.tuples(st.just("tick"), st.integers(0, 1)),
    st.tuples(st.just("die"), st.integers(0, 9)),
    st.tuples(st.just("race"), st.integers(0, 9)),
    st.tuples(st.just("carry"), st.integers(0, 3)),
    st.tuples(st.just("die carrying"), st.integers(0, 5)),
    st.tuples(st.just("pass"), st.sampled_from([1, 5, 31, 61, 301, 650])),
    st.tuples(st.just("down"), st.sampled_from([1, 45, 700, 4000])),
    st.tuples(st.just("set"), st.sampled_from([HOUR_MS, -HOUR_MS])),
)


def _saying(process: Process, number: int) -> None:
    """One thing that is said; of what was said before, where it answers."""
    entries = process.world.entries[len(FOUNDED):]
    notices = [one.digest for one in entries if isinstance(one.body, notice.Notice)]
    stops = [one.digest for one in entries if isinstance(one.body, alert.StopRequested)]
    if len(notices) + len(stops) < 2:
        process.say("north", TOLD if number % 2 else STOP)
    elif number < 3 and notices:
        bodies = (
            answer.Received(notice=notices[-1], party="south"),
            answer.Undertaken(notice=notices[-1], party="south", statement="We will."),
            answer.Received(notice=notices[-1], party="east"),
        )
        body = bodies[number]
        process.say(body.party or "", body)
    elif number < 6 and stops:
        process.say("south" if number % 2 else "east", alert.Taken(alert=stops[-1]))
    elif number == 6 and stops:
        process.say("south", alert.Halted(alert=stops[-1]))


class Schedule:
    """One schedule, as it is played: the world, and whichever process lives."""

    def __init__(self) -> None:
        self.world = World()
        self.process = Process(self.world, watches=2)
        self.lives = 1
        self.said: set[int] = set(range(len(FOUNDED)))

    def play(self, action: Action) -> None:
        """One step; whatever dies is started again."""
        what, number = action
        try:
            self._do(what, number)
        except Died:
            self._again()
        self.world.until_death, self.world.meanwhile = None, None

    def _do(self, what: str, number: int) -> None:
        match what:
            case "say":
                before = len(self.world.entries)
                _saying(self.process, number)
                self.said.update(range(before, len(self.world.entries)))
            case "tick":
                self.process.tick(number)
            case "die":
                self.world.until_death = number
                self.process.tick()
            case "carry":
                self.process.carry(through=number > 0)
            case "race":
                process = self.process
                self.world.meanwhile = number, lambda: process.tick(1)
                process.tick()
            case "die carrying":
                self.world.until_death = number
                self.process.carry()
            case "pass":
                self.world.move(number)
                self._both()
            case "down":
                self.world.move(number)
                self._again()
            case _:
                self.world.wall_ms += number
                self._both()

    def _both(self) -> None:
        for which in (0, 1):
            self.process.tick(which)

    def _again(self) -> None:
        self.world.until_death, self.world.meanwhile = None, None
        self.lives += 1
        self.process = Process(self.world, watches=2)

    def end(self) -> None:
        """Let everything come to its end: from one due moment to the next, with both watches."""
        for _ in range(400):
            self._both()
            self.process.carry()
            ticked = self.process.tick()
            state, now = ticked.state, self.process.clock.now()
            outgoing = self.process.outbox.next_in()
            moments = [ticked.decided.held_ms, next_due(state, now), *(
                moment for one in plans(state, now) if not one.rings
                for moment in (one.next_ms, one.unreachable_ms) if moment is not None
            )]  # fmt: skip
            later = [one for one in moments if one is not None and one > now]
            if outgoing is not None:
                later.append(now + round(outgoing * 1000))
            if not later and not ticked.decided.plans and not ticked.decided.acts:
                return
            wait = (min(later) - now) / 1000 if later else 5.0
            # A ledger time that runs slower than the clock needs longer for it.
            self.world.move(max(wait, 0.05))
        raise AssertionError("expected the schedule to come to an end, got one that does not")


def test_two_watches_that_decide_at_the_same_moment_enter_what_is_due_once() -> None:
    """Whenever the second has its turn within the tick of the first, the record comes out equal."""
    for turn in range(12):
        schedule = Schedule()
        schedule.process.say("north", TOLD)
        schedule.world.move(301)
        schedule.play(("race", turn))
        schedule.process.carry()
        assert (["east", "south"], {("duty-south", 1), ("east", 1)}) == _entered(schedule)


@pytest.mark.slow
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ACTIONS, min_size=2, max_size=14))
def test_whatever_happens_each_silence_is_entered_once_and_nobody_is_left_unrung(
    actions: list[Action],
) -> None:
    """A thousand schedules of crashes, restarts, hours forward and back, and two watches.

    1. a reply that ran out is entered once, never before its time, never after an answer
    2. every rung of a ladder that nobody ended was rung, and never more often than agreed
    3. nobody's answer is entered but by who gave it
    4. every message that was taken on reached its receiver
    """
    schedule = Schedule()
    schedule.play(("say", actions[0][1]))
    for action in actions:
        schedule.play(action)
    schedule.end()
    _each_silence_once(schedule)
    _nobody_unrung(schedule)
    _no_answer_invented(schedule)
    assert set() == schedule.world.letters.kept.keys() - set(schedule.world.received)


def _each_silence_once(schedule: Schedule) -> None:
    state = state_of(schedule.world)
    lapsed = [one for one in schedule.world.entries if isinstance(one.body, answer.Lapsed)]
    counted = Counter(_clock(one) for one in lapsed)
    assert [] == [key for key, times in counted.items() if times > 1]
    for thread in state.threads:
        assert () == tuple(one for one in weigh(state, thread).aside if one.author == "desk")
        for side in sides(state, thread):
            late = [due for due in side.dues if due.clock == "running" and not side.over]
            assert [] == late
    if schedule.lives == 1:
        _never_early(schedule, lapsed)


def _clock(entry: Entry) -> tuple[object, ...]:
    body = entry.body
    assert isinstance(body, answer.Lapsed)
    begun = body.due.ms if body.what == "follow-up" else None
    return body.notice, body.party, body.what, body.policy, begun


def _never_early(schedule: Schedule, lapsed: list[Entry]) -> None:
    """Whoever had five minutes had them, whatever the wall clock was set to."""
    world = schedule.world
    heads = {one.digest: one.index for one in world.entries}
    for one in lapsed:
        assert isinstance(one.body, answer.Lapsed)
        least = {"receipt": 300, "reply": 600, "follow-up": 400}[one.body.what]
        waited = world.seen_at[one.index] - world.seen_at[heads[one.body.notice]]
        assert least - 3 <= waited, one


def _nobody_unrung(schedule: Schedule) -> None:
    state = state_of(schedule.world)
    now = schedule.process.clock.now()
    for thread in state.threads:
        for side in sides(state, thread):
            ladder = plan(state, thread, side.addressee, now)
            if ladder is None or ladder.progress in ("reached", "over"):
                continue
            assert "unreachable" == ladder.progress
            for step in ladder.steps:
                for contact in step.contacts:
                    first: dict[int, int] = {}
                    for told in thread.follows:
                        body = told.body
                        if isinstance(body, dispatch.Attempted) and (
                            (body.rung, body.to) == (step.rung, contact.to)
                        ):
                            first.setdefault(body.attempt, told.rx)
                    # A second try of what an earlier climb sent is no ring of this one.
                    rung = [rx for rx in first.values() if rx >= ladder.since_ms]
                    assert len(rung) <= step.rule.limit
                    assert first


def _no_answer_invented(schedule: Schedule) -> None:
    own = (answer.Lapsed, dispatch.Dispatch, log.Noted, log.ExerciseEnded)
    for one in schedule.world.entries:
        assert one.index in schedule.said or isinstance(one.body, own)


def test_two_watches_and_a_crash_in_every_place_enter_one_lapse_and_one_ring() -> None:
    """Killed before or after each single thing it does, the tick comes to the same record."""
    for death in range(12):
        schedule = Schedule()
        schedule.process.say("north", TOLD)
        schedule.world.move(301)
        schedule.play(("die", death))
        for which in (0, 1):
            schedule.process.tick(which)
        with suppress(Died):
            schedule.process.carry()
        assert (["east", "south"], {("duty-south", 1), ("east", 1)}) == _entered(schedule)


def _entered(schedule: Schedule) -> tuple[list[str], set[tuple[str, int]]]:
    """Who is entered as silent, and each ring."""
    bodies = [one.body for one in schedule.world.entries]
    lapsed = [one.party for one in bodies if isinstance(one, answer.Lapsed)]
    rung = {(one.to, one.attempt) for one in bodies if isinstance(one, dispatch.Attempted)}
    return sorted(lapsed), rung
