"""The daily report: counts against the day before, what could not be seen, and the method.

What is told to a day only may lie on either side of the cut-off: it is counted apart, as "perhaps".
Casualty claims are listed and never added up. Nothing here says who is to blame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from parley.ceasefire.daily.period import Period, periods
from parley.ceasefire.status.whole import Whole
from parley.ceasefire.text.terms import Terms
from parley.ceasefire.text.timing import DailyReport
from parley.incidents import State, counted, owner_of, speaker_of
from parley.record import incident
from parley.record.readers.told import Told, taken_back
from parley.record.values.finding import Value
from parley.record.values.time import VagueTime, iso

_VALUES: tuple[Value, ...] = (
    "violation", "no_breach", "exempt", "out_of_scope", "not_established", "undetermined",
)  # fmt: skip


Windows = Mapping[str, tuple[int, int]]
"""Between which moments each incident happened, the times told finer than a day going first."""


class Limits(Struct, frozen=True, kw_only=True):
    """What this reader could not read, and what came late, of all entries known."""

    entries: int
    unread: int = 0
    late: int = 0


class Measure(Struct, frozen=True, kw_only=True):
    """One count: certainly in the period, perhaps in it; the same for the one before."""

    name: str
    sure: int
    perhaps: int
    before: int
    before_perhaps: int
    entries: tuple[int, ...] = ()


class Happened(Struct, frozen=True, kw_only=True):
    """One incident of the period. `certain`: its time lies wholly inside."""

    incident: str
    title: str
    when: str
    certain: bool
    claimed: tuple[str, ...] = ()
    rulings: tuple[str, ...] = ()
    entries: tuple[int, ...] = ()


class Access(Struct, frozen=True, kw_only=True):
    """Somebody was kept from looking during the period."""

    what: str
    whom: str
    by: str
    since: str
    until: str
    statement: str
    entries: tuple[int, ...]


class Daily(Struct, frozen=True, kw_only=True):
    """A whole daily report."""

    arrangement: str
    title: str
    day: str
    period: Period
    before: Period
    known_at: int
    measures: tuple[Measure, ...]
    happened: tuple[Happened, ...]
    access: tuple[Access, ...]
    coverage: tuple[str, ...]
    method: tuple[str, ...]
    whole: Whole


Dated = tuple[int, int, int]
"""Earliest, latest, entry."""


def daily(
    terms: Terms,
    day: str,
    filed: State,
    *,
    windows: Windows,
    whole: Callable[[int], Whole],
    limits: Limits,
) -> Daily:
    """The report of the period that ends on a day. `whole` says how clocks and such stand then."""
    cut = terms.arrangement.daily or DailyReport()
    now, before = periods(cut, terms.zone, day)
    gone = taken_back(filed.retractions)
    told = [one for file in filed.files for one in file.everything()
            if gone(one) is None and not one.late and not one.body.exercise]  # fmt: skip
    access = tuple(_access(told, now))
    return Daily(
        arrangement=terms.arrangement.id,
        title=terms.arrangement.title,
        day=day,
        period=now,
        before=before,
        known_at=limits.entries,
        measures=tuple(_measures(told, now, before, windows)),
        happened=tuple(_happened(told, now, windows)),
        access=access,
        coverage=tuple(_coverage(limits, access)),
        method=tuple(_method(now)),
        whole=whole(now.end),
    )


def _measures(
    told: list[Told[incident.Incident]], now: Period, before: Period, windows: Windows
) -> Iterator[Measure]:
    groups: list[tuple[str, list[Dated]]] = [
        ("incidents opened, by when they happened", [
            (*_of(one.body, windows), one.index) for one in told
            if isinstance(one.body, incident.Opened)]),
        ("allegations, by when it is said to have happened", [
            (*_alleged(one, one.body, windows), one.index) for one in told
            if isinstance(one.body, incident.Alleged)]),
        ("claims of deaths, by when they were made", [
            (*_span(one.body.said, one.rx), one.index) for one in told
            if isinstance(one.body, incident.Claimed) and one.body.question == "killed"]),
        ("findings proposed", [
            (*_span(one.body.proposed, one.rx), one.index) for one in told
            if isinstance(one.body, incident.FindingProposed)]),
        ("evidence entered", [(one.rx, one.rx, one.index) for one in told
                              if isinstance(one.body, incident.EvidenceAdded)]),
        ("times somebody was kept from looking", [
            (*_span(one.body.since), one.index) for one in told
            if isinstance(one.body, incident.Blocked)]),
    ]  # fmt: skip
    for value in _VALUES:
        ruled = [(*_span(one.body.ruled, one.rx), one.index) for one in told
                 if isinstance(one.body, incident.Ruled) and one.body.ruling == value]  # fmt: skip
        if ruled:
            groups.append((f"rulings: {value.replace('_', ' ')}", ruled))
    for name, dated in groups:
        yield _measure(name, dated, now, before)


def _measure(name: str, dated: list[Dated], now: Period, before: Period) -> Measure:
    here = [(now.holds(a, b), entry) for a, b, entry in dated]
    there = [before.holds(a, b) for a, b, _ in dated]
    return Measure(
        name=name,
        sure=sum(inside == "yes" for inside, _ in here),
        perhaps=sum(inside == "perhaps" for inside, _ in here),
        before=there.count("yes"),
        before_perhaps=there.count("perhaps"),
        entries=tuple(entry for inside, entry in here if inside != "no"),
    )


def _span(when: VagueTime | None, rx: int = 0) -> tuple[int, int]:
    return (rx, rx) if when is None else (when.earliest, when.latest)


def _of(body: incident.Opened, windows: Windows) -> tuple[int, int]:
    return windows.get(body.incident, (body.when.earliest, body.when.latest))


def _alleged(
    one: Told[incident.Incident], body: incident.Alleged, windows: Windows
) -> tuple[int, int]:
    if body.when is None and body.incident in windows:
        return windows[body.incident]
    return _span(body.when or body.said, one.rx)


def _happened(
    told: list[Told[incident.Incident]], now: Period, windows: Windows
) -> Iterator[Happened]:
    for one in told:
        body = one.body
        if not isinstance(body, incident.Opened):
            continue
        inside = now.holds(*_of(body, windows))
        if inside == "no":
            continue
        about = [other for other in told if other.body.incident == body.incident]
        claims = [other for other in about if _counts_dead(other)]
        rulings = [other for other in about if isinstance(other.body, incident.Ruled)]
        yield Happened(
            incident=body.incident, title=body.title, when=str(body.when),
            certain=inside == "yes",
            claimed=tuple(dict.fromkeys(word for other in claims for word in _dead(other))),
            rulings=tuple(_ruling(other) for other in rulings),
            entries=(one.index, *(other.index for other in (*claims, *rulings))),
        )  # fmt: skip


def _counts_dead(one: Told[incident.Incident]) -> bool:
    body = one.body
    return isinstance(body, incident.Claimed | incident.FindingProposed) and any(
        quantity.measure == "killed" for quantity in body.quantities
    )


def _dead(one: Told[incident.Incident]) -> Iterator[str]:
    """Each figure with whose word it is: who speaks, and to whom the figure is credited."""
    body = one.body
    speaker, owner = speaker_of(one), owner_of(one)
    by = speaker if speaker == owner else f"{speaker}, citing {owner}"
    for quantity in getattr(body, "quantities", ()):
        if quantity.measure == "killed":
            yield f"{counted(quantity.range)} ({by})"


def _ruling(one: Told[incident.Incident]) -> str:
    body = one.body
    if not isinstance(body, incident.Ruled):
        return ""
    return f"{body.ruling.replace('_', ' ')} ({body.office})"


def _access(told: list[Told[incident.Incident]], now: Period) -> Iterator[Access]:
    over = {one.body.blocked: one for one in told if isinstance(one.body, incident.Unblocked)}
    for one in told:
        body = one.body
        if not isinstance(body, incident.Blocked) or body.since.earliest >= now.end:
            continue
        gone = over.get(one.digest)
        lifted = gone.body.since if gone and isinstance(gone.body, incident.Unblocked) else None
        until = body.until or lifted
        if until is not None and until.latest < now.begin:
            continue
        yield Access(
            what=body.what.replace("-", " "), whom=body.whom or "not said",
            by=body.by or "nobody named", since=str(body.since),
            until="not over on record" if until is None else str(until),
            statement=body.statement,
            entries=(one.index, *([gone.index] if gone is not None else [])),
        )  # fmt: skip


def _coverage(limits: Limits, access: tuple[Access, ...]) -> Iterator[str]:
    yield f"The record held {limits.entries} entries when this was counted."
    yield f"{limits.unread} of them this reader cannot read; what they say is not counted."
    yield f"{limits.late} came late: they were held back or replayed, and are not counted."
    yield (f"{len(access)} times somebody was kept from looking in this period. "
           "What was not seen is not thereby untrue.")  # fmt: skip


def _method(now: Period) -> Iterator[str]:
    yield (f"Cut-off {now.cut_off} in {now.zone}; this period runs from {iso(now.begin, now.zone)} "
           f"up to {iso(now.end, now.zone)}.")  # fmt: skip
    yield "A time told only to the day may lie on either side of the cut-off: counted as perhaps."
    yield "Claims are counted as claims, each on its own word. Casualty figures are never added up."
    yield "What its author took back, drills, and what came late are left out."
    yield "A count compares what was entered, not what happened: more entries may be better sight."
