"""Times and shares: what the record yields by itself, beside what speakers say it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from parley.channel.thread import Follow, Head, Thread
from parley.channel.timing import Moment, Span, times
from parley.incidents.figures import counted
from parley.record import alert, incident
from parley.record.kinds import tag_of
from parley.record.readers.told import Told
from parley.record.values.amount import Quantity
from parley.record.values.time import VagueTime
from parley.review.happening import happening
from parley.review.labels import KIND, SPAN, measure
from parley.review.page import Account, Measure, Measures
from parley.review.view import COUNTING, View, account, account_of, in_time, said_of, spread

_STATED = ("second", "minute", "hour", "day", "m", "km")


def measures(view: View) -> Measures:
    """The times of each alert, what fell into the silence, and every duration anybody claims."""
    rows = (*_alerts(view), *_shares(view), *_claimed(view))
    return Measures(
        heading="Measures",
        note=(
            "Each runs from one named event to another. What is computed comes from times and "
            "figures in this record; what is stated stands beside it as stated."
            if rows
            else "No alert is tied to this file and nobody states a duration."
        ),
        rows=rows,
    )


def alerts(view: View) -> tuple[Thread, ...]:
    """The alerts this file names."""
    kinds = (alert.Raised, alert.StopRequested)
    return tuple(
        thread
        for thread in view.threads
        if thread.head is not None and isinstance(thread.head.body, kinds)
    )


def _alerts(view: View) -> Iterator[Measure]:
    for thread in alerts(view):
        found = times(view.channel, thread)
        for span in found:
            yield _span(view, thread, span)
        understood = next((span for span in found if span.name == "understood"), None)
        if understood is not None:
            yield _silence(view, understood)


def _span(view: View, thread: Thread, span: Span) -> Measure:
    ends: tuple[Told[Head | Follow], ...] = thread.follows
    if thread.head is not None:
        ends = (thread.head, *ends)
    return Measure(
        name=SPAN[span.name],
        begins=span.begins,
        ends=span.ends,
        computed=f"not computed: {span.why}" if span.why else _between(span),
        least=span.least_ms,
        most=span.most_ms,
        unit="" if span.why else "ms",
        accounts=tuple(_end(view, told) for told in ends if told.index in span.entries),
        entries=span.entries,
    )


def _end(view: View, told: Told[Head | Follow]) -> Account:
    """One of the two events a measure runs between, as it is entered."""
    found = happening(told.body)
    label = KIND[tag_of(told.body)].capitalize()
    return account(view, told, text=f"{label}: {found.text}", said=found.when)


def _silence(view: View, understood: Span) -> Measure:
    """Events this file times within the silence: from the first attempt until understood."""
    name = "Events timed within the silence"
    start, stop = understood.start, understood.stop
    if start is None or stop is None:
        return Measure(
            name=name,
            begins=understood.begins,
            ends=understood.ends,
            computed=f"not computed: {understood.why}",
            entries=understood.entries,
        )
    inside = [told.index for told in view.file.claims if _within(told.body.when, start, stop)]
    return Measure(
        name=name,
        begins=understood.begins,
        ends=understood.ends,
        computed=f"events on record that certainly fell within it: {len(inside)}",
        least=len(inside),
        most=len(inside),
        unit="event",
        entries=spread([*understood.entries, *inside]),
    )


def _shares(view: View) -> Iterator[Measure]:
    """A part stated beside its whole, by one speaker in one statement, as a percentage."""
    for told in view.file.everything():
        body = told.body
        if not isinstance(body, COUNTING) or view.gone(told) is not None:
            continue
        whole = {one.measure: one for one in body.quantities}
        for part in body.quantities:
            total = whole.get(part.part_of or "")
            share = _percent(part, total) if total is not None else None
            if share is not None and total is not None:
                yield Measure(
                    name=f"{measure(part.measure)}, as a share",
                    begins="",
                    ends="",
                    computed=f"{part.range.best} of {total.range.best}: {share} %",
                    least=share,
                    most=share,
                    unit="percent",
                    accounts=(account_of(view, told, _only(part)),),
                    entries=(told.index,),
                )


def _percent(part: Quantity, total: Quantity) -> int | None:
    """Whole percent, halves up; None unless both are single figures in one unit."""
    one, other = part.range, total.range
    single = one.low == one.best == one.high and other.low == other.best == other.high
    if not single or one.unit != other.unit or one.best is None or not other.best:
        return None
    return (200 * one.best + other.best) // (2 * other.best)


def _claimed(view: View) -> Iterator[Measure]:
    """Every duration or distance stated, one row a measure, each account with its own events."""
    stated: dict[str, list[tuple[Told[incident.Incident], Quantity]]] = {}
    for told in view.file.everything():
        body = told.body
        for quantity in body.quantities if isinstance(body, COUNTING) else ():
            if quantity.range.unit in _STATED:
                stated.setdefault(quantity.measure, []).append((told, quantity))
    for name, given in stated.items():
        figures = dict.fromkeys(counted(quantity.range) for _, quantity in given)
        yield Measure(
            name=measure(name),
            begins=_one_event([quantity.begins for _, quantity in given]),
            ends=_one_event([quantity.ends for _, quantity in given]),
            computed=f"stated, not computed: {', '.join(figures)}",
            accounts=in_time(
                (said_of(told.body), account_of(view, told, _only(quantity)))
                for told, quantity in given
            ),
            entries=spread(told.index for told, _ in given),
        )


def _only(quantity: Quantity) -> Callable[[Quantity], bool]:
    return lambda other: other is quantity


def _within(when: VagueTime | None, start: Moment, stop: Moment) -> bool:
    """True only when no reading of the times puts it outside the silence."""
    if when is None or start.latest is None or stop.earliest is None:
        return False
    return start.latest <= when.earliest and when.latest <= stop.earliest


def _one_event(events: list[str | None]) -> str:
    if not any(events):
        return ""
    named = list(dict.fromkeys(event or "not stated" for event in events))
    return named[0] if len(named) == 1 else f"differs by account: {' / '.join(named)}"


def _between(span: Span) -> str:
    if span.least_ms is None or span.most_ms is None:
        return ""
    least, most = _clock(span.least_ms), _clock(span.most_ms)
    return least if least == most else f"between {least} and {most}"


def _clock(ms: int) -> str:
    """Hours, minutes and seconds, rounded down to the second."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (seconds, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"
