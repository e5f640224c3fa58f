"""The timeline of a review: what happened when, beside when it was entered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import assert_never

from parley.channel.thread import Follow, Head
from parley.incidents.file import File
from parley.incidents.speakers import speaker_of
from parley.record import arrangement, correction, log, obligation, sealed
from parley.record.kinds import Record, tag_of
from parley.record.readers.told import Told
from parley.record.values.time import VagueTime, iso
from parley.review.around import Kept
from parley.review.happening import Happening, happening
from parley.review.labels import KIND
from parley.review.page import Timeline, TimelineRow
from parley.review.view import View, marks, reported_by

COLUMNS = ("Event time", "Entered (ledger time)", "What", "On whose word")


def timeline(view: View) -> Timeline:
    """Everything of this incident and around it, by event time; what is undated by ledger time."""
    rows = sorted((_row(view, told) for told in _entries(view)), key=_order)
    return Timeline(
        heading="Timeline",
        note=_note(view),
        columns=COLUMNS,
        rows=tuple(rows),
    )


def _entries(view: View) -> Iterator[Told[Record]]:
    """The file's entries, its notices and alerts with all that followed, and the arrangement."""
    yield from view.file.everything()
    shown = {told.digest for told in view.file.everything()}
    for thread in view.threads:
        heads: tuple[Told[Head], ...] = (thread.head,) if thread.head is not None else ()
        follows: tuple[Told[Follow], ...] = thread.follows
        yield from heads
        yield from follows
        shown.update(told.digest for told in (*heads, *follows))
    drill = any(told.body.exercise for told in view.file.everything())
    for around in view.around.kept:
        if _belongs(around.body, shown, drill=drill):
            yield around


def _belongs(body: Kept, shown: set[str], *, drill: bool) -> bool:
    match body:
        case log.Noted():
            return body.about in shown
        case correction.Retracted() | correction.Erased() | sealed.Granted():
            return body.record in shown
        case log.ExerciseStarted() | log.ExerciseEnded():
            return drill
        case (
            arrangement.InstrumentAdopted()
            | arrangement.ArrangementFiled()
            | arrangement.Accepted()
            | arrangement.Withdrew()
            | arrangement.DesignationListed()
            | arrangement.DesignationDelisted()
            | arrangement.DelineationAgreed()
            | arrangement.RestraintUndertaken()
            | arrangement.ChannelEstablished()
            | arrangement.ChannelOffered()
            | arrangement.ChannelDeclined()
            | arrangement.ClockDeclared()
            | arrangement.StatusStated()
            | obligation.Obligation()
        ):
            return True
        case never:
            assert_never(never)


def _row(view: View, told: Told[Record]) -> TimelineRow:
    found = happening(told.body)
    when = found.when
    # What the desk itself saw happen was entered as it happened, unless it says otherwise.
    lived = when is None and told.body.reported is None
    return TimelineRow(
        event_time=_event_time(found) or (iso(told.rx) if lived else ""),
        ledger_time=iso(told.rx),
        earliest_ms=when.earliest if when is not None else told.rx if lived else None,
        latest_ms=when.latest if when is not None else told.rx if lived else None,
        kind=tag_of(told.body),
        label=KIND[tag_of(told.body)],
        text=found.text,
        by=reported_by(view, told),
        lane=lane_of(view, told),
        marks=marks(view, told),
        address=told.body.reported.address if told.body.reported else "",
        entries=(told.index,),
    )


def lane_of(view: View, told: Told[Record]) -> str:
    """Whose lane an entry stands in: its speaker by name, else who signed it."""
    speaker = speaker_of(told)
    return view.names.get(speaker, speaker)


def _event_time(found: Happening) -> str:
    if found.when is None:
        return ""
    return f"said {found.when}" if found.spoken else str(found.when)


def _order(row: TimelineRow) -> tuple[bool, int, int]:
    return row.earliest_ms is None, row.earliest_ms or 0, row.entries[0]


def _note(view: View) -> str:
    signed = Counter(told.author or "authors this reader cannot know" for told in _entries(view))
    by = ", ".join(f"{view.names.get(name, name)} ({count})" for name, count in signed.items())
    return (
        "In the order of the events as told; a day or a month stands before the moments in it. "
        '"Said" marks a time at which something was said, not at which it happened. '
        f"Signed and entered by: {by}."
    )


def when_of(file: File) -> VagueTime | None:
    """When the incident is said to have happened: as its file was last opened."""
    return file.opened[-1].body.when if file.opened else None
