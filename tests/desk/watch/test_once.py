"""What stands on record once: a silence of one clock, and that nobody could be reached."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from parley.desk.desk import Desk
from parley.desk.watch import Steps
from parley.errors import NotAdmitted
from parley.record import answer, dispatch
from parley.record.values.time import Instant

OF = "sha256:" + "a" * 64
DUE = Instant.parse("2026-01-01T00:00Z")
LAPSED = answer.Lapsed(notice=OF, party="south", due=DUE, policy="ninety")
NOBODY = dispatch.Unreachable(of=OF, way="other", to="south")
HOUR = 3_600_000


def test_a_silence_is_entered_once_for_each_clock(desk: Desk) -> None:
    """The same clock again is refused; another rule of the line, or a later follow-up, is not."""
    desk.act(LAPSED)
    desk.act(replace(LAPSED, policy="another"))
    follow = replace(LAPSED, what="follow-up")
    desk.act(follow)
    desk.act(replace(follow, due=Instant.parse("2026-01-02T00:00Z")))
    for again in (LAPSED, follow):
        with pytest.raises(NotAdmitted, match="once on record"):
            desk.act(again)


def test_a_silence_entered_before_its_time_does_not_use_up_the_real_one(desk: Desk) -> None:
    """By a clock that was wrong it came too early, and counts for nothing: the real one follows."""
    early = replace(LAPSED, due=Instant.parse("2099-01-01T00:00Z"))
    desk.act(early)
    desk.act(LAPSED)
    with pytest.raises(NotAdmitted, match="once on record"):
        desk.act(LAPSED)


def test_that_nobody_was_reached_is_entered_again_only_after_another_ring(desk: Desk) -> None:
    """Twice in a row is refused; rung again since, it can be true again; of another it can be."""
    desk.act(NOBODY)
    with pytest.raises(NotAdmitted, match="once on record"):
        desk.act(NOBODY)
    desk.act(replace(NOBODY, to="east"))
    desk.act(dispatch.Attempted(of=OF, way="voice", to="duty-south"))
    desk.act(NOBODY)


def test_it_holds_after_a_restart(tmp_path: Path) -> None:
    """What was entered before the desk was started again is known."""
    with Desk.found(tmp_path / "desk", name="once.parley.invalid") as desk:
        desk.act(LAPSED)
    with Desk(tmp_path / "desk") as desk, pytest.raises(NotAdmitted, match="once on record"):
        desk.act(LAPSED)


def test_a_step_forward_holds_what_had_begun_and_nothing_else() -> None:
    """An hour forward: who had ten minutes has them; what begins later, or was due, is not held."""
    steady = [0.0]
    steps = Steps(lambda: steady[0])
    steps.note(0)
    steady[0] = 60.0
    steps.note(60_000)
    steps.note(60_000 + HOUR)
    assert 600_000 + HOUR == steps.held(600_000, 0)
    assert 59_000 == steps.held(59_000, 0)
    assert HOUR + 700_000 == steps.held(HOUR + 700_000, HOUR + 61_500)


def test_a_machine_that_slept_is_no_step() -> None:
    """The steady clock counts the sleep, so the time that passed has passed."""
    steady = [0.0]
    steps = Steps(lambda: steady[0])
    steps.note(0)
    steady[0] = 3600.0
    steps.note(HOUR)
    assert 600_000 == steps.held(600_000, 0)
