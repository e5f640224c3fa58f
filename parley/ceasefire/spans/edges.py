"""Spans: facts that hold from one edge to another, and what is known of a moment between them.

An edge lies within [earliest, latest]. What a text says "from 22:00" begins at that millisecond. An
act that "was done on 26 February" was done at some moment of that day, and until the day is over
nobody can say which. All in milliseconds; a span holds from its beginning, up to its end excluded.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from parley.record.values.time import FIRST_MS, LAST_MS, Precision, VagueTime

Holds = Literal["yes", "no", "unknown"]
_EXACT: frozenset[Precision] = frozenset({"millisecond", "second", "minute"})


class Edge(Struct, frozen=True, gc=False):
    """A boundary that lies somewhere within [earliest, latest], both included."""

    earliest: int
    latest: int


LONG_AGO = Edge(FIRST_MS, FIRST_MS)
NEVER = Edge(LAST_MS + 1, LAST_MS + 1)
SOMETIME = Edge(FIRST_MS, LAST_MS + 1)
"""A boundary of which nothing is known."""


class Stretch(Struct, frozen=True, kw_only=True, gc=False):
    """Something holds from `begins` up to `ends`; `clauses` and `entries` say so."""

    begins: Edge
    ends: Edge = NEVER
    clauses: tuple[str, ...] = ()
    entries: tuple[int, ...] = ()

    def at(self, ms: int) -> Holds:
        """Whether it holds at a moment."""
        if ms < self.begins.earliest or ms >= self.ends.latest:
            return "no"
        if self.begins.latest <= ms < self.ends.earliest:
            return "yes"
        return "unknown"

    def cuts(self) -> tuple[int, int, int, int]:
        """The moments at which what is known of it can change."""
        begins, ends = self.begins, self.ends
        return begins.earliest, begins.latest, ends.earliest, ends.latest


def said_edge(written: str | None, zone: str, absent: Edge) -> Edge:
    """The boundary a text states. A time of day is its first instant, a day is a day of doubt."""
    if written is None:
        return absent
    return edge_of(VagueTime.parse(written, zone=zone), stated=True)


def act_edge(written: str | None, zone: str, absent: Edge) -> Edge:
    """The boundary an act sets: some moment within the time it was done."""
    if written is None:
        return absent
    return edge_of(VagueTime.parse(written, zone=zone), stated=False)


def edge_of(when: VagueTime, *, stated: bool) -> Edge:
    """A vague time as a boundary; a stated one that is fine enough means its first instant."""
    if stated and when.precision in _EXACT:
        return Edge(when.earliest, when.earliest)
    return Edge(when.earliest, when.latest)


def any_at(stretches: tuple[Stretch, ...], ms: int) -> tuple[Holds, Stretch | None]:
    """Whether any of them holds at a moment, and the one that decides (strong Kleene or)."""
    doubtful: Stretch | None = None
    for stretch in stretches:
        holds = stretch.at(ms)
        if holds == "yes":
            return "yes", stretch
        if holds == "unknown" and doubtful is None:
            doubtful = stretch
    return ("no", None) if doubtful is None else ("unknown", doubtful)
