"""What held when, from acts that begin and end it: one sweep over them in order of time.

The simple event calculus without its solver: something holds from the act that begins it up to the
act that ends it, by inertia. A second beginning while it holds, and an ending while it does not,
change nothing. Acts of one moment count in the order given.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from msgspec import Struct

_BY_TIME = attrgetter("at")


class Turn(Struct, frozen=True, gc=False):
    """At a moment, something begins to hold (`on`) or ends."""

    at: int
    what: str
    on: bool


def held(turns: Iterable[Turn], until: int) -> dict[str, list[tuple[int, int]]]:
    """For each thing its stretches [begin, end), in order; what still holds ends at `until`.

    Turns at or after `until` do not count.
    """
    begun: dict[str, int] = {}
    found: dict[str, list[tuple[int, int]]] = {}
    for turn in sorted(turns, key=_BY_TIME):
        what = turn.what
        if turn.on:
            if what not in begun and turn.at < until:
                begun[what] = turn.at
        elif what in begun:
            since, at = begun.pop(what), turn.at
            if since < at:
                found.setdefault(what, []).append((since, at if at < until else until))
    for what, since in begun.items():
        found.setdefault(what, []).append((since, until))
    return found
