"""When a ladder rings: arithmetic on times alone.

What fell due while nothing ran is rung once, at once, and not once for every time that was missed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


def rings(begin_ms: int, every_ms: int | None, limit: int) -> range:
    """The moments at which one contact is rung: at most so many, so far apart."""
    step = every_ms or 1
    return range(begin_ms, begin_ms + (1 if every_ms is None else limit) * step, step)


def due_ring(moments: range, attempts: Sequence[int], limit: int, ms: int) -> int | None:
    """The moment whose ring is due at `ms` and was not tried yet; None if there is none.

    `attempts` are the moments of the tries so far, in order. A try counts for the last moment
    before it, so a ring that came late leaves the following one where it was.
    """
    if len(attempts) >= limit:
        return None
    begun = bisect_right(moments, ms)
    if not begun:
        return None
    latest = moments[begun - 1]
    return None if attempts and attempts[-1] >= latest else latest


def next_ring(moments: range, attempts: Sequence[int], limit: int, ms: int) -> int | None:
    """The first moment after `ms` at which this contact is rung again; None if never."""
    # A ring due now takes one of the tries that are left.
    pending = due_ring(moments, attempts, limit, ms) is not None
    if len(attempts) + pending >= limit:
        return None
    at = bisect_right(moments, ms)
    return moments[at] if at < len(moments) else None


def beginnings(after_ms: Sequence[int], nobody: Sequence[bool]) -> tuple[int, ...]:
    """When each rung begins; a rung on which nobody can be rung lets the next begin in its place.

    Rungs only ever move forward: no statement that somebody is out of reach can delay a ring.
    """
    found: list[int] = []
    free: int | None = None
    for after, empty in zip(after_ms, nobody, strict=True):
        begin = after if free is None else min(after, free)
        found.append(begin)
        free = begin if empty else None
    return tuple(found)
