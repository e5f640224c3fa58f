"""When a ladder rings: late rings are rung once, limits hold, and rungs only move forward."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.channel.ladder.schedule import beginnings, due_ring, next_ring, rings

LIMITS = st.integers(1, 8)
EVERY = st.integers(1, 100)
LOOKS = st.lists(st.integers(0, 1000), max_size=60).map(sorted)


@given(st.integers(0, 200), EVERY, LIMITS, LOOKS)
def test_a_contact_is_rung_at_most_so_often_and_once_for_what_was_missed(
    begin: int, every: int, limit: int, looks: list[int]
) -> None:
    """Looking at any moments: never more rings than agreed, none early, two never for one time."""
    moments = rings(begin, every, limit)
    tried: list[int] = []
    served: list[int] = []
    for now in looks:
        due = due_ring(moments, tried, limit, now)
        if due is not None:
            assert due <= now
            tried.append(now)
            served.append(due)
        assert due_ring(moments, tried, limit, now) is None
    assert len(tried) <= limit
    assert served == sorted(set(served))
    if looks and looks[-1] >= begin:
        assert tried


@given(st.integers(0, 200), EVERY, LIMITS)
def test_looked_at_every_moment_it_rings_exactly_as_agreed(
    begin: int, every: int, limit: int
) -> None:
    """A watch that never sleeps rings at each moment of the ladder and at no other."""
    moments = rings(begin, every, limit)
    tried: list[int] = []
    for now in range(begin + every * limit + 10):
        upcoming = next_ring(moments, tried, limit, now - 1)
        if due_ring(moments, tried, limit, now) is not None:
            assert now in (begin, upcoming)
            tried.append(now)
    assert list(moments) == tried


@given(st.lists(st.tuples(st.integers(0, 1000), st.booleans()), min_size=1, max_size=6))
def test_rungs_only_move_forward(rungs: list[tuple[int, bool]]) -> None:
    """A rung never begins later than agreed, and only ones after an empty rung begin earlier."""
    after, nobody = [one[0] for one in rungs], [one[1] for one in rungs]
    found = beginnings(after, nobody)
    assert all(begin <= agreed for begin, agreed in zip(found, after, strict=True))
    if not any(nobody):
        assert tuple(after) == found
    assert after[0] == found[0]


def test_a_contact_without_repeat_is_rung_once() -> None:
    """No repeat agreed: one ring."""
    assert [5] == list(rings(5, None, 1))
