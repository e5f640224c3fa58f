"""What held when, against the slow way: minute by minute, by inertia."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.ceasefire.spans.sweep import Turn, held

turns = st.lists(
    st.builds(Turn, st.integers(0, 40), st.sampled_from("abc"), st.booleans()),
    unique_by=lambda turn: (turn.at, turn.what),
    max_size=40,
)


@given(turns, st.integers(0, 45))
def test_the_sweep_agrees_with_walking_through_every_minute(every: list[Turn], until: int) -> None:
    """Something holds at a minute if its last turn up to then began it."""
    stretches = held(every, until)
    for what in "abc":
        for minute in range(until):
            last = max((turn for turn in every if turn.what == what and turn.at <= minute),
                       key=lambda turn: turn.at, default=None)  # fmt: skip
            inside = any(begin <= minute < end for begin, end in stretches.get(what, []))
            assert inside == (last is not None and last.on)


@given(turns, st.integers(0, 45))
def test_stretches_are_apart_and_in_order(every: list[Turn], until: int) -> None:
    """Stretches of one thing do not touch, and the order of the turns given does not matter."""
    stretches = held(every, until)
    assert stretches == held(list(reversed(every)), until)
    for those in stretches.values():
        ends = [end for _, end in those]
        begins = [begin for begin, _ in those]
        assert all(begin < end for begin, end in those)
        assert all(end < begin for end, begin in zip(ends, begins[1:], strict=False))
