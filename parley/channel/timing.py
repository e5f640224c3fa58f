"""The times of an alert: to a human being, to "understood", to a halt, and the silence before.

All are counted from the first attempt to reach somebody. A time is a range, because what was told
is one; where the record knows a moment only to the day, no figure is given.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from msgspec import Struct

from parley.channel.thread import Follow, Head, State, Thread
from parley.channel.weighing import weigh
from parley.record import alert, dispatch
from parley.record.readers.told import Told

Name: TypeAlias = Literal["human", "understood", "halt", "understood-to-halt"]

FIRST_ATTEMPT = "first attempt to reach somebody"
ENTERED = "the alert itself (no attempt is on record)"
TAKEN = "an officer picked up"
UNDERSTOOD = "a read-back the caller confirmed"
HALTED = "stated time of the halt"


class Moment(Struct, frozen=True, kw_only=True):
    """When an entry says something happened, as a range; None where it cannot be known."""

    index: int
    earliest: int | None
    latest: int | None


class Span(Struct, frozen=True, kw_only=True):
    """One measure of one alert, between two named events.

    `least_ms` and `most_ms` are None where `why` says why no figure can be given.
    """

    name: Name
    begins: str
    ends: str
    entries: tuple[int, ...]
    least_ms: int | None = None
    most_ms: int | None = None
    why: str = ""
    start: Moment | None = None
    stop: Moment | None = None


def moment_of(told: Told[Head | Follow]) -> Moment:
    """When this happened: as stated, else when the call began, else when it was entered.

    What is only reported was not entered when it happened, so its ledger time says nothing.
    """
    at = getattr(told.body, "at", None)
    if at is not None:
        fine = at.precision not in ("day", "month", "year")
        earliest, latest = (at.earliest, at.latest) if fine else (None, None)
        return Moment(index=told.index, earliest=earliest, latest=latest)
    if told.body.reported is not None:
        return Moment(index=told.index, earliest=None, latest=None)
    heard = told.body.heard
    ms = heard.began.ms if heard is not None else told.rx
    return Moment(index=told.index, earliest=ms, latest=ms)


def times(state: State, thread: Thread) -> tuple[Span, ...]:
    """The measures of one alert; empty for a thread that is no alert.

    Only steps by those whose affair they are count: the receiver's own, or the desk's log of a
    call with it; "understood" only by the caller.
    """
    head = thread.head
    if head is None or not isinstance(head.body, alert.Raised | alert.StopRequested):
        return ()
    weighed = weigh(state, thread)
    follows = weighed.counting
    aside = {one.entry for one in weighed.aside}
    right = tuple(told for told in follows if told.index not in aside)
    attempt = _first(follows, lambda body: isinstance(body, dispatch.Attempted))
    start, begins = (attempt, FIRST_ATTEMPT) if attempt else (moment_of(head), ENTERED)
    taken = _first(follows, lambda body: isinstance(body, alert.Taken))
    understood = _first(right, lambda body: isinstance(body, alert.ReadBack) and body.confirmed)
    halted = _first(follows, lambda body: isinstance(body, alert.Halted))
    return (
        _span("human", (begins, start), (TAKEN, taken)),
        _span("understood", (begins, start), (UNDERSTOOD, understood)),
        _span("halt", (begins, start), (HALTED, halted)),
        _span("understood-to-halt", (UNDERSTOOD, understood), (HALTED, halted)),
    )


def _first(follows: tuple[Told[Follow], ...], wanted: Callable[[Follow], bool]) -> Moment | None:
    """The earliest moment of a kind; of two that cannot be ordered, the one entered first."""
    moments = [moment_of(told) for told in follows if wanted(told.body)]
    known = [moment for moment in moments if moment.earliest is not None]
    if known:
        return min(known, key=lambda moment: (moment.earliest, moment.index))
    return moments[0] if moments else None


def _span(name: Name, start: tuple[str, Moment | None], stop: tuple[str, Moment | None]) -> Span:
    (begins, first), (ends, last) = start, stop
    entries = tuple(sorted({moment.index for moment in (first, last) if moment is not None}))
    for what, moment in (start, stop):
        if moment is None:
            why = f"not on record: {what}"
            return Span(name=name, begins=begins, ends=ends, entries=entries, why=why)
    least, most = _between(first, last)
    if most is None:
        why = "the times on record are known only to the day, or not at all"
        return Span(name=name, begins=begins, ends=ends, entries=entries, why=why)
    if most < 0:
        why = f"the times on record run backwards: {ends} lies before {begins}"
        return Span(name=name, begins=begins, ends=ends, entries=entries, why=why)
    return Span(
        name=name,
        begins=begins,
        ends=ends,
        entries=entries,
        least_ms=max(least or 0, 0),
        most_ms=most,
        start=first,
        stop=last,
    )


def _between(first: Moment | None, last: Moment | None) -> tuple[int | None, int | None]:
    """Least and greatest milliseconds from one moment to another."""
    if first is None or last is None:
        return None, None
    if first.earliest is None or first.latest is None:
        return None, None
    if last.earliest is None or last.latest is None:
        return None, None
    return last.earliest - first.latest, last.latest - first.earliest
