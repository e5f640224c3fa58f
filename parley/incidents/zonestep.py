"""Times that lie one zone step apart: perhaps one moment, written on two clocks.

Two sources that mean the same moment but take the zone differently differ by a whole offset. This
check says where moving one account by such an offset makes two that exclude each other fit. It
does not say which clock is right, or that either is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from msgspec import Struct

from parley.incidents.figures import Timed
from parley.record.values.time import VagueTime, iso

MINUTE = 60_000
STEPS = (30, 60, 90, 120, 180)
"""Offsets between neighbouring zones, and of summer time, in minutes; the smallest that fits."""


class Step(Struct, frozen=True, kw_only=True):
    """Two accounts of one moment that a whole zone step would bring together."""

    moment: str
    minutes: int
    sentence: str
    entries: tuple[int, ...]


class _Window(Struct, frozen=True, kw_only=True):
    """What the speakers in it say: from when, till when, in ms; equal where it is one moment."""

    moment: str
    begins: int
    ends: int
    speakers: tuple[str, ...]
    entries: tuple[int, ...]

    def __str__(self) -> str:
        first, last = iso(self.begins, "Z"), iso(self.ends, "Z")
        when = first if first == last else f"{first} to {last}"
        return f"{when} ({', '.join(self.speakers)})"


def zone_steps(timed: Iterable[Timed]) -> tuple[Step, ...]:
    """Every pair of accounts that exclude each other as told and agree one zone step on."""
    found = []
    for one, other in combinations(_windows(timed), 2):
        if one.moment != other.moment:
            continue
        for minutes in STEPS:
            how = _fits(one, other, minutes * MINUTE)
            if how:
                sentence = f"{one} and {other}: as told they exclude each other; {how}"
                entries = tuple(sorted({*one.entries, *other.entries}))
                found.append(
                    Step(moment=one.moment, minutes=minutes, sentence=sentence, entries=entries)
                )
                break
    return tuple(found)


def _fits(one: _Window, other: _Window, step: int) -> str:
    """How moving the earlier account by exactly `step` makes the two fit; "" if it does not."""
    early, late = (one, other) if one.begins <= other.begins else (other, one)
    words = f"{step // MINUTE} minutes, one zone step"
    if (late.begins - early.begins, late.ends - early.ends) == (step, step):
        return f"they lie exactly {words}, apart"
    if early.ends >= late.begins or early.begins == early.ends or late.begins == late.ends:
        return ""
    moved = (early.begins + step, early.ends + step)
    inside = moved[0] <= late.begins and late.ends <= moved[1]
    around = late.begins <= moved[0] and moved[1] <= late.ends
    if inside or around:
        return f"moved by exactly {words}, the one lies inside the other"
    return ""


def _windows(timed: Iterable[Timed]) -> list[_Window]:
    """One window a speaker and moment; speakers with the same window stand together.

    "x-start" and "x-end" of one speaker make a window of "x"; so does an interval "x-window".
    A start or an end alone is compared with other starts or ends only.
    """
    fine = [one for one in timed if one.when.precision in ("minute", "second", "millisecond")]
    by_speaker: dict[tuple[str, str], dict[str, Timed]] = {}
    for one in fine:
        stem, _, edge = one.moment.rpartition("-")
        key = (one.speaker, stem) if edge in ("start", "end", "window") else (one.speaker, "")
        by_speaker.setdefault(key, {})[edge if key[1] else one.moment] = one
    alike: dict[tuple[str, int, int], list[Timed]] = {}
    for (_, stem), edges in by_speaker.items():
        for moment, begins, ends, told in _of_speaker(stem, edges):
            alike.setdefault((moment, begins, ends), []).extend(told)
    return [
        _Window(
            moment=moment,
            begins=begins,
            ends=ends,
            speakers=tuple(dict.fromkeys(one.speaker for one in told)),
            entries=tuple(sorted({one.entry for one in told})),
        )
        for (moment, begins, ends), told in alike.items()
    ]


def _of_speaker(
    stem: str, edges: dict[str, Timed]
) -> Iterable[tuple[str, int, int, list[Timed]]]:
    if "start" in edges and "end" in edges and stem:
        start, end = edges["start"], edges["end"]
        if start.when.earliest <= end.when.earliest:
            yield stem, start.when.earliest, end.when.earliest, [start, end]
            return
    for edge, one in edges.items():
        begins, ends = one.when.earliest, _last(one.when)
        moment = stem if edge == "window" else f"{stem}-{edge}" if stem else edge
        yield moment, begins, ends, [one]


def _last(when: VagueTime) -> int:
    """The start of the last minute (or second) it names: 14:50 for "14:00 to 14:50"."""
    unit = {"minute": MINUTE, "second": 1000}.get(when.precision, 1)
    return when.latest + 1 - unit if when.lasting else when.earliest
