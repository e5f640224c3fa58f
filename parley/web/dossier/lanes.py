"""The timeline as swim lanes with two clocks: when it is said to have been, when it was entered.

Drawn in order and not to scale: hours of one night and months of statements would not fit one
scale, and a scale that is broken unseen would lie. The list beside it holds every time in full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Final

from msgspec import Meta, Struct

from parley.review.page import TimelineRow

LANES: Final = 14
"""So many speakers have a lane of their own, those with most entries; the rest share the last."""
OTHERS: Final = "all others"
_LEFT, _RIGHT, _TOP, _LANE, _CLOCK = 210, 16, 46, 26, 64
_WIDTH: Final = 1180
_TICKS: Final = 9


class Dot(Struct, frozen=True, kw_only=True):
    """One entry: on its lane by event time, and on the second clock by the order of entry."""

    x: str
    y: str
    entered: Annotated[str, Meta(description="Its place on the second clock.")]
    kind: str
    title: str
    entry: int


class Lane(Struct, frozen=True, kw_only=True):
    """One speaker's lane."""

    name: str
    y: str
    text_y: str


class Tick(Struct, frozen=True, kw_only=True):
    """A time written above or below."""

    x: str
    text: str


class Lanes(Struct, frozen=True, kw_only=True):
    """The whole drawing, in pixels."""

    width: int
    height: int
    left: int
    right: int
    bottom: Annotated[int, Meta(description="Where the lanes end.")]
    clock: Annotated[int, Meta(description="The height of the second clock.")]
    lanes: tuple[Lane, ...]
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    entered: Annotated[tuple[Tick, ...], Meta(description="Times of the second clock.")]
    undated: Annotated[int, Meta(description="Entries without any event time, not drawn.")]


def lanes_of(rows: Iterable[TimelineRow]) -> Lanes | None:
    """The drawing of a timeline; None where fewer than two entries have a time."""
    given = list(rows)
    dated = [row for row in given if row.earliest_ms is not None]
    if len(dated) < 2:
        return None
    names = _names(dated)
    at = {name: n for n, name in enumerate(names)}
    moments = sorted({row.earliest_ms or 0 for row in dated})
    entries = sorted(row.entries[0] for row in dated)
    bottom = _TOP + _LANE * len(names)
    place = {ms: _x(n, len(moments)) for n, ms in enumerate(moments)}
    order = {entry: _x(n, len(entries)) for n, entry in enumerate(entries)}
    return Lanes(
        width=_WIDTH,
        height=bottom + _CLOCK + 34,
        left=_LEFT,
        right=_WIDTH - _RIGHT,
        bottom=bottom,
        clock=bottom + _CLOCK,
        lanes=tuple(
            Lane(
                name=name,
                y=f"{_TOP + _LANE * n + _LANE / 2:.0f}",
                text_y=f"{_TOP + _LANE * n + _LANE / 2 + 4:.0f}",
            )
            for n, name in enumerate(names)
        ),
        dots=tuple(
            Dot(
                x=place[row.earliest_ms or 0],
                y=f"{_TOP + _LANE * at.get(row.lane, len(names) - 1) + _LANE / 2:.0f}",
                entered=order[row.entries[0]],
                kind=row.kind,
                title=f"{_short(row.event_time)} {row.label}",
                entry=row.entries[0],
            )
            for row in dated
        ),
        ticks=_ticks([(place[row.earliest_ms or 0], row.event_time) for row in dated]),
        entered=_ticks(
            sorted(
                ((order[row.entries[0]], row.ledger_time) for row in dated),
                key=lambda one: float(one[0]),
            )
        ),
        undated=len(given) - len(dated),
    )


def _names(dated: list[TimelineRow]) -> list[str]:
    """The lanes: the speakers with most entries, in the order they first appear."""
    counts = Counter(row.lane for row in dated)
    if len(counts) <= LANES:
        return list(dict.fromkeys(row.lane for row in dated))
    most = {name for name, _ in counts.most_common(LANES - 1)}
    return [*dict.fromkeys(row.lane for row in dated if row.lane in most), OTHERS]


def _x(place: int, of: int) -> str:
    room = _WIDTH - _LEFT - _RIGHT
    return f"{_LEFT + room * (place + 0.5) / of:.1f}"


def _ticks(told: list[tuple[str, str]]) -> tuple[Tick, ...]:
    """At most nine times, spread over the width, each far enough from the one before."""
    room = (_WIDTH - _LEFT - _RIGHT) / _TICKS
    found: list[Tick] = []
    for x, text in sorted(told, key=lambda one: float(one[0])):
        if not found or float(x) - float(found[-1].x) >= room:
            found.append(Tick(x=x, text=_short(text)))
    return tuple(found)


def _short(text: str) -> str:
    """Enough of a time to find it in the list."""
    plain = text.removeprefix("said ").partition("/")[0].partition(" (")[0]
    return plain[:16]
