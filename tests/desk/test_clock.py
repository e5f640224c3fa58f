"""The desk's clock: it never runs back, and after a step back time still passes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.desk.clock import Clock

SECOND = 1_000_000_000
HOUR = 3600 * SECOND


class Wall:
    """A wall that can be set, over a clock that cannot."""

    def __init__(self) -> None:
        self.steady, self.offset = 0, 1_800_000_000 * SECOND
        self.clock = Clock(lambda: self.steady + self.offset, lambda: self.steady)

    def now(self, seconds: float, step: int = 0) -> int:
        """The clock, so many seconds later, after the wall was set by `step`."""
        self.steady += int(seconds * SECOND)
        self.offset += step
        return self.clock.now()


def test_after_an_hour_back_time_runs_on_a_tenth_slower_until_the_wall_has_caught_up() -> None:
    """Ten minutes later nine have passed; eleven hours later the clock is the wall's again."""
    wall = Wall()
    before = wall.now(0)
    assert before + 540_000 == wall.now(600, -HOUR)
    assert before + 540_000 < wall.now(1)
    assert (wall.steady + 36_000 * SECOND + wall.offset) // 1_000_000 == wall.now(36_000)


def test_a_new_process_goes_on_from_what_is_on_record() -> None:
    """Started while the wall stands before the newest entry, it begins at that entry's time."""
    wall = Wall()
    newest = wall.now(0) + 3_600_000
    wall.clock.begin(newest)
    assert newest + 9_000 == wall.now(10)


@given(st.lists(st.tuples(st.integers(0, 4000), st.sampled_from([0, 0, HOUR, -HOUR, -SECOND]))))
def test_it_never_runs_back_and_never_stands_still(looks: list[tuple[int, int]]) -> None:
    """Whatever the wall is set to: later is never earlier, and nine tenths pass at the least."""
    wall = Wall()
    last = wall.now(0)
    for seconds, step in looks:
        now = wall.now(seconds, step)
        assert last + seconds * 900 - 2_000 <= now
        last = now
