"""Where on the page an entry is found: every "entry 41" leads to a place that exists.

An entry is anchored at the first row of the timeline that rests on it. Entries named only elsewhere
are listed at the end of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct

from parley.review.page import Review, TimelineRow


class Item(Struct, frozen=True, kw_only=True):
    """One section as the contents list it."""

    id: str
    heading: str
    count: Annotated[int, Meta(description="How many rows it holds; 0 is not shown.")]


class Row(Struct, frozen=True, kw_only=True):
    """A row of the timeline with its anchors."""

    row: TimelineRow
    anchors: Annotated[
        tuple[int, ...], Meta(description="Entries anchored here: this is their first row.")
    ]
    disputes: Annotated[
        tuple[int, ...], Meta(description="Numbers of the contradictions it is part of, from 1.")
    ]
    repeated: Annotated[bool, Meta(description="The row before tells the same event time.")]


class Elsewhere(Struct, frozen=True, kw_only=True):
    """An entry this page rests on that is no row of the timeline."""

    entry: int
    sections: Annotated[tuple[Item, ...], Meta(description="The sections that name it.")]


ORDER: tuple[str, ...] = (
    "contradictions",
    "matrix",
    "series",
    "measures",
    "notices",
    "timeline",
    "casualties",
    "claims",
    "places",
    "assessments",
    "ties",
    "evidence",
    "blocked",
    "consequences",
    "findings",
    "rulings",
    "lessons",
    "around",
    "missing",
)
"""The sections in the order a reader meets them: what does not fit stands before the long lists."""


def contents(review: Review) -> tuple[Item, ...]:
    """Every section, in the order shown, with how many rows it holds."""
    parts = ((name, getattr(review, name)) for name in ORDER)
    return tuple(
        Item(id=name, heading=part.heading, count=len(part.rows)) for name, part in parts
    )


def entries_in(part: object) -> Iterator[int]:
    """Every entry a part of the page rests on, with repeats, in the order shown."""
    if isinstance(part, tuple):
        for one in part:
            yield from entries_in(one)
    if isinstance(part, Struct):
        for name in part.__struct_fields__:
            value = getattr(part, name)
            yield from value if name == "entries" else entries_in(value)


def anchored(review: Review) -> tuple[Row, ...]:
    """The rows of the timeline, each with the anchors it carries."""
    seen: set[int] = set()
    disputes = _disputes(review)
    made, before = [], ""
    for row in review.timeline.rows:
        new = tuple(sorted(set(row.entries) - seen))
        seen.update(new)
        made.append(
            Row(
                row=row,
                anchors=new,
                disputes=tuple(sorted({n for one in row.entries for n in disputes.get(one, ())})),
                repeated=row.event_time == before,
            )
        )
        before = row.event_time
    return tuple(made)


def elsewhere(review: Review) -> tuple[Elsewhere, ...]:
    """The entries named on the page but not in the timeline, ascending."""
    in_timeline = set(entries_in(review.timeline))
    named: dict[int, list[Item]] = {}
    for item in contents(review):
        for entry in set(entries_in(getattr(review, item.id))) - in_timeline:
            named.setdefault(entry, []).append(item)
    for entry in set(entries_in(review.known_at)) - in_timeline:
        named.setdefault(entry, [])
    return tuple(
        Elsewhere(entry=entry, sections=tuple(sections))
        for entry, sections in sorted(named.items())
    )


def _disputes(review: Review) -> dict[int, list[int]]:
    """The numbers of the contradictions each entry is part of."""
    numbers: dict[int, list[int]] = {}
    for number, one in enumerate(review.contradictions.rows, 1):
        for entry in set(one.entries):
            numbers.setdefault(entry, []).append(number)
    return numbers
