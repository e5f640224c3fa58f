"""A clock's life drawn: what was declared, what each policy counts, every reset with its entry.

The drawing repeats `parley clock` and says nothing more. Certain, doubtful and paused time differ
by fill and pattern, not by colour alone; light and dark follow the reader's wish.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Annotated, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Meta, Struct

from parley.ceasefire.clocks.face import Face, Hand, days_in_words
from parley.ceasefire.clocks.marking import Mark, mask
from parley.ceasefire.clocks.scales import DAY, day_edges
from parley.ceasefire.status.telling import COUNTED, clock_lines
from parley.record.values.time import iso, zone_of
from parley.web.visible import visible

WIDTH, SIDE, TOP, ROW = 640, 14, 74, 78
_NEAR: Final = 4.0
"""Resets nearer to each other than so many pixels share one mark."""
_CROWDED: Final = 44.0
"""Marks nearer to each other than so many pixels share one label."""
_LABEL: Final = 6.6
"""How wide a character of a label is, at most."""


class Piece(Struct, frozen=True, kw_only=True):
    """A stretch of a bar: its sort, where, and what it says when pointed at."""

    sort: Annotated[str, Meta(description="clean, doubt, pause or open.")]
    x: str
    width: str
    title: str


class Tip(Struct, frozen=True, kw_only=True):
    """A reset or a renewal, with its entries."""

    sort: Annotated[str, Meta(description="reset or renewed.")]
    at: Annotated[tuple[str, ...], Meta(description="Each mark that the label is of.")]
    label: str
    label_x: str
    anchor: str
    title: str


class Gap(Struct, frozen=True, kw_only=True):
    """Between what is declared to count and what this policy counts."""

    x: str
    width: str
    text: str
    text_x: str


class Row(Struct, frozen=True, kw_only=True):
    """One hand of the clock."""

    y: int
    title: str
    result: str
    pieces: tuple[Piece, ...]
    tips: tuple[Tip, ...]
    gap: Gap | None


class Tick(Struct, frozen=True, kw_only=True):
    """A day on the axis."""

    x: str
    text: str
    anchor: str


class Picture(Struct, frozen=True, kw_only=True):
    """All that the template shows."""

    id: str
    width: int
    height: int
    foot: int
    title: str
    when: str
    sentence: Annotated[str, Meta(description="The same in words, for who does not see it.")]
    caution: tuple[str, ...]
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    now: str
    style: Markup


def clock_svg(face: Face, zone: str, *, alone: bool = True, patterns: bool = True) -> str:
    """The life of a clock up to a moment, as one SVG that needs nothing else.

    In a page it is not `alone`: the page has the style, and one drawing of several the patterns.
    """
    place = _scale(face)
    clock_zone = face.clock.zone or zone
    rows = tuple(_row(n, hand, face, place) for n, hand in enumerate(face.hands))
    foot = TOP + len(rows) * ROW + 8
    picture = Picture(
        id=face.clock.id,
        width=WIDTH,
        height=foot + 74,
        foot=foot,
        title=face.clock.title,
        when=f"{face.clock.hours} hours; at {iso(face.at, clock_zone)} ({clock_zone}), as known "
        f"at {face.known_at} entries",
        sentence=" ".join(line.strip() for line in clock_lines(face, zone)),
        caution=tuple(textwrap.wrap(COUNTED, 96)),
        ticks=tuple(_ticks(face, clock_zone, place)),
        rows=rows,
        now=_px(place(face.at)),
        style=Markup(_style()),  # noqa: S704  # ours, as shipped
    )
    return template().get_template("clock.svg").render(
        picture=picture, alone=alone, patterns=patterns
    )


def _begin(face: Face) -> int:
    epochs = face.track.epochs
    return epochs[0].begin if epochs else face.at - DAY


def _scale(face: Face) -> Callable[[int], float]:
    """Pixels of a moment, from the first start to the moment asked for."""
    first = min(_begin(face), face.at - 3_600_000)
    wide = (WIDTH - 2 * SIDE) / (face.at - first)
    return lambda ms: SIDE + min(max(ms - first, 0), face.at - first) * wide


def _row(n: int, hand: Hand, face: Face, place: Callable[[int], float]) -> Row:
    ahead = face.gap(hand)
    return Row(
        y=TOP + n * ROW,
        title=textwrap.shorten(hand.title, 58, placeholder=" ..."),
        result=f"{hand.state.replace('_', ' ')}, {days_in_words(hand)}",
        pieces=tuple(_pieces(hand, face, place)),
        tips=(*_renewals(hand, face, place), *_resets(hand, face, place)),
        gap=_gap(hand, face, place, ahead) if ahead > 0 else None,
    )


def _pieces(hand: Hand, face: Face, place: Callable[[int], float]) -> Iterator[Piece]:
    zone = face.clock.zone or "Z"
    for epoch in face.track.epochs:
        end = min(face.at, face.at if epoch.end is None else epoch.end)
        yield _piece("doubt", epoch.begin, end, place, "not counted, or in doubt")
    for run in hand.runs:
        words = f"clean from {iso(run.begin, zone)} to {iso(run.end, zone)}"
        if run.ended_by:
            words += f", ended by entry {run.ended_by[0]}"
        yield _piece("clean", run.begin, run.end, place, words)
    for epoch in face.track.epochs:
        for begin, until, entries in epoch.pauses:
            words = f"suspended, entry {entries[0]}" if entries else "suspended"
            yield _piece("pause", begin, face.at if until is None else until, place, words)
    for epoch in face.track.epochs if hand is face.declared else ():
        if epoch.runs_out is not None and epoch.end is None and epoch.runs_out < face.at:
            words = "the last block ran out; no later renewal is on record"
            yield _piece("open", epoch.runs_out, face.at, place, words)


def _piece(
    sort: str, begin: int, end: int, place: Callable[[int], float], title: str
) -> Piece:
    x = place(begin)
    return Piece(sort=sort, x=_px(x), width=_px(max(place(end) - x, 0.0)), title=title)


def _resets(hand: Hand, face: Face, place: Callable[[int], float]) -> Iterator[Tip]:
    """One tip for resets that fall together, labelled with the first entry and how many more."""
    bits = mask(hand.reset_on)
    declared = [mark for epoch in face.track.epochs for mark in epoch.resets]
    begin = _begin(face)
    marks = [
        mark
        for mark in (*face.marks, *declared)
        if mark.resets & bits and begin <= mark.latest and mark.earliest <= face.at
    ]
    marks.sort(key=lambda mark: min(mark.latest, face.at))
    group: list[Mark] = []
    for mark in marks:
        if group and place(mark.latest) - place(group[0].latest) > _CROWDED:
            yield _tip("reset", group, place)
            group = []
        group.append(mark)
    if group:
        yield _tip("reset", group, place)


def _tip(sort: str, group: list[Mark], place: Callable[[int], float]) -> Tip:
    entries = tuple(dict.fromkeys(entry for mark in group for entry in mark.entries))
    more = f" +{len(entries) - 1}" if len(entries) > 1 else ""
    told = ", ".join(map(str, entries[:12])) + (" ..." if len(entries) > 12 else "")
    spots: list[float] = []
    for mark in group:
        if not spots or place(mark.latest) - spots[-1] > _NEAR:
            spots.append(place(mark.latest))
    return _labelled(sort, spots, f"{entries[0]}{more}", f"reset by {told}")


def _renewals(hand: Hand, face: Face, place: Callable[[int], float]) -> Iterator[Tip]:
    if hand is not face.declared:
        return
    for epoch in face.track.epochs:
        for block in epoch.blocks[1:]:
            told = ", ".join(map(str, block.entries))
            spots = [place(block.begin)]
            yield _labelled("renewed", spots, f"renewed {told}", f"renewed by {told}")


def _labelled(sort: str, spots: list[float], label: str, title: str) -> Tip:
    """A label beside its marks, on the side where there is room."""
    left = spots[-1] + 10 + len(label) * _LABEL > WIDTH - SIDE
    return Tip(
        sort=sort, at=tuple(map(_px, spots)), label=label,
        label_x=_px(spots[0] - 8 if left else spots[-1] + 8),
        anchor="end" if left else "start", title=title,
    )  # fmt: skip


def _gap(hand: Hand, face: Face, place: Callable[[int], float], days: int) -> Gap | None:
    since = face.declared.since
    if since is None or hand.since is None or hand.since <= since:
        return None
    x, end = place(since), place(hand.since)
    words = f"declared is ahead by {days} day{'s' if days > 1 else ''}"
    middle = min(max((x + end) / 2, SIDE + len(words) * 3.3), WIDTH - SIDE - len(words) * 3.3)
    return Gap(x=_px(x), width=_px(end - x), text=words, text_x=_px(middle))


def _ticks(face: Face, zone: str, place: Callable[[int], float]) -> Iterator[Tick]:
    """At most eight days, each where it begins on the wall clock of the zone."""
    edges = [at for at in day_edges(_begin(face), face.at, face.clock.day_edge, zone)
             if _begin(face) <= at <= face.at]  # fmt: skip
    step = next(step for step in (1, 2, 5, 7, 14, 30, 61, 122, 366, 10**6)
                if len(edges) <= 8 * step)  # fmt: skip
    for at in edges[::step]:
        day = datetime.fromtimestamp(at / 1000, zone_of(zone))
        x = place(at)
        anchor = "start" if x < SIDE + 20 else "end" if x > WIDTH - SIDE - 20 else "middle"
        yield Tick(x=_px(x), text=f"{day.day} {_MONTHS[day.month - 1]}", anchor=anchor)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


@cache
def _style() -> str:
    sheet = resources.files("parley.web") / "templates" / "clock.css"
    return sheet.read_text("utf-8")


@cache
def template() -> Environment:
    """The templates of this room, escaped by default."""
    made = Environment(
        loader=PackageLoader("parley.web"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters["shown"] = visible
    return made


def clock_style() -> str:
    """The style of the drawing, for a page that holds several."""
    return _style()


def drawings(faces: Iterable[Face], zone: str) -> tuple[Markup, ...]:
    """Several clocks for a page of ours, made and escaped by their own template."""
    return tuple(
        Markup(clock_svg(face, zone, alone=False, patterns=n == 0))  # noqa: S704  # escaped there
        for n, face in enumerate(faces)
    )
