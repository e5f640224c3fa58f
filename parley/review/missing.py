"""What the record does not hold. Every line follows from what is there, never from this case."""

from __future__ import annotations

from collections.abc import Iterator

from parley.channel.answers import counting, standings
from parley.channel.thread import Thread
from parley.channel.timing import times
from parley.incidents.speakers import speaker_of
from parley.record import alert, answer, arrangement, dispatch, notice
from parley.record.values.place import Place
from parley.review.labels import SPAN
from parley.review.measures import alerts
from parley.review.page import Line, Lines
from parley.review.view import View, spread

_PLAIN_CM = 100_000
"""Beyond 1 km a notified place is said to be known only roughly."""


_NOT_COUNTED = " What was entered of that is kept and does not count."


def missing(view: View) -> Lines:
    """Gaps in the line, the notices, the alerts, the file, and what this reader cannot read."""
    rows = (*_lines(view), *_notices(view), *_alerts(view), *_file(view), *_unread(view))
    return Lines(
        heading="What the record does not hold",
        note="" if rows else "Nothing that this page looks for is missing.",
        rows=rows,
    )


def _lines(view: View) -> Iterator[Line]:
    used = {
        thread.head.body.channel
        for thread in view.threads
        if thread.head is not None and isinstance(thread.head.body, notice.Notice)
    }
    for told in view.channel.lines:
        line = told.body
        if not isinstance(line, arrangement.ChannelEstablished) or line.channel not in used:
            continue
        if line.reply_within_s is None:
            text = f"No reply time is on record for the line {line.channel}."
            yield Line(text=text, entries=(told.index,))
        if not line.duty_roles:
            text = f"No duty role that must be rung is on record for the line {line.channel}."
            yield Line(text=text, entries=(told.index,))


def _notices(view: View) -> Iterator[Line]:
    for thread in view.threads:
        head = thread.head
        if head is None:
            text = "A record this file names cannot be read by this reader."
            yield Line(text=text, entries=spread(told.index for told in thread.follows))
        elif isinstance(head.body, notice.Notice):
            yield from _notice(view, thread, head.index, head.body)


def _notice(view: View, thread: Thread, index: int, body: notice.Notice) -> Iterator[Line]:
    which = f"the notice in entry {index}"
    if not body.to:
        yield Line(text=f"No addressee is registered for {which}.", entries=(index,))
    for place in _places(body):
        if place.shape is None:
            yield Line(text=f"No coordinates are on record for {which}.", entries=(index,))
        elif place.uncertainty_cm is None or place.uncertainty_cm > _PLAIN_CM:
            radius = place.uncertainty_cm
            known = f"only to within {radius // _PLAIN_CM} km" if radius else "without a radius"
            text = f"The position as it was notified is not on record: {which} gives it {known}."
            yield Line(text=text, entries=(index,))
    standing = standings(view.channel, thread)
    passed_on = {fact.entry for one in standing for fact in one.passed_on}
    answers = [told for told in thread.follows if told.index in passed_on]
    own = any(one.read_back or one.word not in ("no answer", "no reply") for one in standing)
    back = any(one.read_back for one in standing)
    if not back and not any(isinstance(told.body, answer.ReadBack) for told in answers):
        text = f"No read-back of {which} is on record, so what its receiver understood is unknown."
        yield Line(text=text, entries=(index,))
    if not own:
        others = ", ".join(dict.fromkeys(speaker_of(told) for told in answers))
        text = f"No answer entered by an addressee itself is on record for {which}" + (
            f"; what it answered is reported by {others}." if answers else "."
        )
        yield Line(text=text, entries=(index, *sorted(passed_on)))
    for one in standing:
        if one.word == "no answer" and not one.passed_on:
            text = f"{one.addressee} has no answer on record to {which}. That is not consent."
            yield Line(text=text, entries=(index,))


def _places(body: notice.Notice) -> tuple[Place, ...]:
    if isinstance(body, notice.MovementNotified):
        return tuple(leg.place for leg in body.legs)
    if isinstance(body, notice.SiteNotified | notice.ActivityNotified | notice.PresenceNotified):
        return (body.place,)
    return ()


def _alerts(view: View) -> Iterator[Line]:
    wanted = (
        (dispatch.Attempted, "No attempt to reach anybody is on record for {}."),
        (alert.Taken, "No officer who picked up is on record for {}."),
        (alert.ReadBack, "No read-back of {} is on record, so when it was understood is unknown."),
        (alert.OrderPassed, "No order passed down is on record for {}."),
        (alert.Halted, "No halt is on record for {}."),
    )
    for thread in alerts(view):
        index = thread.head.index if thread.head is not None else 0
        which = f"the alert in entry {index}"
        follows = counting(view.channel, thread)
        for kind, words in wanted:
            if not any(isinstance(told.body, kind) for told in follows):
                aside = [told.index for told in thread.follows if isinstance(told.body, kind)]
                text = words.format(which) + (_NOT_COUNTED if aside else "")
                yield Line(text=text, entries=spread((index, *aside)))
        for span in times(view.channel, thread):
            if span.why and not span.why.startswith("not on record"):
                text = f"{SPAN[span.name]} cannot be computed for {which}: {span.why}."
                yield Line(text=text, entries=spread((index, *span.entries)))


def _file(view: View) -> Iterator[Line]:
    file = view.file
    everything = spread(told.index for told in file.everything())
    if not view.threads:
        yield Line(text="No notice and no alert is tied to this file.", entries=everything)
    if not file.evidence:
        yield Line(text="No piece of evidence was entered for this file.", entries=everything)
    if not file.rulings:
        findings = spread(told.index for told in file.findings)
        text = f"No ruling is on record; findings put forward and not ruled on: {len(findings)}."
        yield Line(text=text, entries=findings)
    undated = spread(told.index for told in file.claims if not (told.body.said or told.body.when))
    if undated:
        yield Line(text=f"Claims that carry no time at all: {len(undated)}.", entries=undated)


def _unread(view: View) -> Iterator[Line]:
    for why in dict.fromkeys(gap.why for gap in view.around.gaps):
        indexes = tuple(gap.index for gap in view.around.gaps if gap.why == why)
        words = why.replace("-", " ")
        entries = "1 entry" if len(indexes) == 1 else f"{len(indexes)} entries"
        text = f"{entries} cannot be read by this reader ({words})."
        yield Line(text=text, entries=indexes)
