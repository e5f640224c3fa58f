"""Measures of the line: how often it answered, how fast, how wrong it read back, who was flooded.

For the desk and the party itself; publishing them is a clause of the arrangement. Drills and what
is only reported never enter a measure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from statistics import median

from msgspec import Struct

from parley.channel.due.clocks import sides
from parley.channel.thread import Head, State, Thread
from parley.channel.timing import Moment, times
from parley.channel.weighing import ANSWERS, is_own, speaks_for, weigh
from parley.places.geodesy import between
from parley.record import alert, answer, notice
from parley.record.readers.told import Told
from parley.record.values.place import Place, Point, Position

FLOOD = 5
FLOOD_WITHIN_MS = 600_000
"""So many stop requests of one sender in so short a time are shown as one group."""


class Happened(Struct, frozen=True, kw_only=True):
    """Something that is said to have happened, so many times, within a span of time."""

    entry: int
    earliest_ms: int
    latest_ms: int
    least: int = 1
    most: int = 1


class Harm(Struct, frozen=True, kw_only=True):
    """What fell between the first attempt and "understood": at least and at most.

    `entries` are those that certainly or possibly did. `why` says why no figure can be given.
    """

    least: int | None
    most: int | None
    entries: tuple[int, ...]
    why: str = ""


class Acknowledgement(Struct, frozen=True, kw_only=True):
    """How one party answered on one line in one month (UTC), notices and alerts alike.

    `silent` is how many it never answered although their time ran out; `late` how many it answered
    after that. Times run from the entry of the notice to the party's first answer, in ms.
    """

    party: str
    channel: str | None
    month: str
    addressed: int
    answered: int
    late: int
    silent: int
    least_ms: int | None
    median_ms: int | None
    most_ms: int | None


class ReadBack(Struct, frozen=True, kw_only=True):
    """How far a place that was read back lies from the place that was told.

    `beyond_m` is the distance beyond what both sides left open; None where a radius is not known.
    """

    of: str
    entry: int
    party: str | None
    metres: float
    bearing: float
    beyond_m: float | None


class Flood(Struct, frozen=True, kw_only=True):
    """Many stop requests of one sender in a short time. All stand, all ring; none is hidden."""

    sender: str | None
    first_ms: int
    last_ms: int
    entries: tuple[int, ...]
    of: tuple[str, ...]


def harm_during_silence(
    state: State, thread: Thread, happened: Iterable[Happened], ms: int
) -> Harm:
    """What is timed between the first attempt and "understood", or until `ms` if it never was."""
    found = {span.name: span for span in times(state, thread)}
    understood = found.get("understood")
    if understood is None:
        return Harm(least=None, most=None, entries=(), why="this is no alert")
    start, stop = understood.start, understood.stop
    if start is None or start.earliest is None or start.latest is None:
        return Harm(least=None, most=None, entries=(), why=understood.why)
    if stop is None and not understood.why.startswith("not on record"):
        return Harm(least=None, most=None, entries=(), why=understood.why)
    until = stop or Moment(index=-1, earliest=ms, latest=ms)
    if until.earliest is None or until.latest is None:
        return Harm(least=None, most=None, entries=(), why=understood.why)
    least = most = 0
    entries: list[int] = []
    for one in happened:
        if one.latest_ms < start.earliest or one.earliest_ms > until.latest:
            continue
        entries.append(one.entry)
        most += one.most
        if start.latest <= one.earliest_ms and one.latest_ms <= until.earliest:
            least += one.least
    return Harm(least=least, most=most, entries=tuple(entries))


def acknowledgements(state: State) -> tuple[Acknowledgement, ...]:
    """Per party, line and month: how many it was told, answered, answered late, left unanswered."""
    rows: dict[tuple[str, str, str], list[tuple[int | None, bool]]] = {}
    for thread, head in _lived(state):
        channel = head.body.channel if isinstance(head.body, notice.Notice) else None
        month = datetime.fromtimestamp(head.rx / 1000, UTC).strftime("%Y-%m")
        for party, waited, overdue in _waits(state, thread, head):
            rows.setdefault((party, channel or "", month), []).append((waited, overdue))
    return tuple(
        _acknowledgement(key, waits) for key, waits in sorted(rows.items())
    )  # fmt: skip


def read_back_distances(state: State) -> tuple[ReadBack, ...]:
    """Every place that was read back beside the place that was told, where both have one point."""
    return tuple(one for thread, head in _lived(state) for one in _read_backs(state, thread, head))


def floods(
    state: State, *, after_ms: int | None = None, many: int = FLOOD,
    within_ms: int = FLOOD_WITHIN_MS,
) -> tuple[Flood, ...]:  # fmt: skip
    """Stop requests of one sender, so many in so short a time, as groups: never refused.

    With `after_ms`, only what was entered after that moment is looked at, newest first.
    """
    sent: dict[str | None, list[tuple[Told[Head], str]]] = {}
    for thread, head in _lived(state, newest_first=True):
        if after_ms is not None and head.rx <= after_ms:
            break
        if isinstance(head.body, alert.StopRequested):
            sent.setdefault(head.author, []).append((head, thread.of))
    return tuple(
        Flood(
            sender=sender,
            first_ms=group[0][0].rx,
            last_ms=group[-1][0].rx,
            entries=tuple(head.index for head, _ in group),
            of=tuple(of for _, of in group),
        )
        for sender, requests in sent.items()
        for group in _groups(requests, within_ms)
        if len(group) >= many
    )


def _groups(
    requests: list[tuple[Told[Head], str]], within_ms: int
) -> Iterator[list[tuple[Told[Head], str]]]:
    """Runs of requests each of which came soon after the one before."""
    run: list[tuple[Told[Head], str]] = []
    for one in sorted(requests, key=lambda pair: pair[0].index):
        if run and one[0].rx - run[-1][0].rx > within_ms:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _lived(state: State, *, newest_first: bool = False) -> Iterator[tuple[Thread, Told[Head]]]:
    """Threads of what was lived: no drill, nothing only reported, nothing late or taken back."""
    places = range(len(state.cells))
    for place in reversed(places) if newest_first else places:
        thread = state.thread_at(place)
        head = thread.head
        if head is None or head.late or head.body.exercise or head.body.reported is not None:
            continue
        if state.gone(head) is None:
            yield thread, head


def _waits(
    state: State, thread: Thread, head: Told[Head]
) -> Iterator[tuple[str, int | None, bool]]:
    """Each addressee: how long until its first answer, and whether that was after its time."""
    first: dict[str, int] = {}
    for told in weigh(state, thread).counting:
        given = isinstance(told.body, (*ANSWERS, answer.ReadBack)) and is_own(told)
        if given or (isinstance(told.body, alert.Step) and told.author in head.body.to):
            party = speaks_for(state, head, told)
            if party is not None:
                first.setdefault(party, told.rx)
    for side in sides(state, thread):
        answered = first.get(side.addressee)
        dues = [one.due_ms for one in side.dues if one.what in ("receipt", "reply")]
        due = min((one for one in dues if one is not None), default=None)
        lapsed = any(one.clock == "lapsed" for one in side.dues)
        overdue = lapsed if answered is None else due is not None and answered > due
        yield side.addressee, None if answered is None else answered - head.rx, overdue


def _acknowledgement(
    key: tuple[str, str, str], waits: list[tuple[int | None, bool]]
) -> Acknowledgement:
    party, channel, month = key
    answered = sorted(wait for wait, _ in waits if wait is not None)
    return Acknowledgement(
        party=party,
        channel=channel or None,
        month=month,
        addressed=len(waits),
        answered=len(answered),
        late=sum(overdue for wait, overdue in waits if wait is not None),
        silent=sum(overdue for wait, overdue in waits if wait is None),
        least_ms=answered[0] if answered else None,
        median_ms=int(median(answered)) if answered else None,
        most_ms=answered[-1] if answered else None,
    )


def _read_backs(state: State, thread: Thread, head: Told[Head]) -> Iterator[ReadBack]:
    told_place = None if isinstance(head.body, notice.MovementNotified) else head.body.place
    start = _point(told_place)
    if start is None or told_place is None:
        return
    for told in weigh(state, thread).counting:
        if not isinstance(told.body, answer.ReadBack | alert.ReadBack):
            continue
        place = told.body.place
        end = _point(place)
        if end is None or place is None or told.body.exercise:
            continue
        metres, bearing = between(start, end)
        radii = (told_place.uncertainty_cm, place.uncertainty_cm)
        left_open = None if None in radii else sum(cm or 0 for cm in radii) / 100
        yield ReadBack(
            of=thread.of,
            entry=told.index,
            party=speaks_for(state, head, told),
            metres=metres,
            bearing=bearing,
            beyond_m=None if left_open is None else max(metres - left_open, 0.0),
        )


def _point(place: Place | None) -> Position | None:
    return place.shape.at if place is not None and isinstance(place.shape, Point) else None
