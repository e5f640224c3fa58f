"""Windows for receiving and for passing on, and how far ahead a notice is to be given.

Yemen, as agreed: changes of a site list are received Sunday to Wednesday and passed on Thursday
09:00 to 13:00; a movement is notified 48 hours ahead, 24 in an emergency. What comes outside is
never refused: it counts from the next window, or is marked as short notice.
"""

from __future__ import annotations

from msgspec import Struct

from parley.channel.calendar.hours import Hours
from parley.channel.calendar.zone import SECOND


class Passing(Struct, frozen=True, kw_only=True):
    """When something received is passed on: not before `from_ms`, and before `until_ms`.

    `counts_ms` is when it counts as received: at once in hours, else when they next begin.
    """

    counts_ms: int
    from_ms: int
    until_ms: int


class Lead(Struct, frozen=True, kw_only=True):
    """How far ahead a notice was given beside what was agreed. `short_ms` is 0 in good time."""

    agreed_ms: int
    given_ms: int
    short_ms: int


def passing(received_ms: int, receiving: Hours, passing_on: Hours) -> Passing:
    """When something received at a moment is passed on."""
    counts = receiving.opens(received_ms)
    begin, end = next(passing_on.stretches(counts))
    return Passing(counts_ms=counts, from_ms=begin, until_ms=end)


def lead(given_ms: int, begins_ms: int, *, agreed_s: int) -> Lead:
    """How far ahead of its beginning something was notified, in elapsed time."""
    agreed, ahead = agreed_s * SECOND, begins_ms - given_ms
    return Lead(agreed_ms=agreed, given_ms=ahead, short_ms=max(agreed - ahead, 0))
