"""Stated totals against their parts: what does not add up is flagged, and never corrected."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from parley.ceasefire.lists.reading import Listed, Stated

INCIDENTS = "incidents"
"""The figure that says how many incidents a list holds."""


class OffBy(Struct, frozen=True, kw_only=True):
    """A total, what its parts add up to, and the lines they stand in."""

    figure: str
    stated: int
    added: int
    parts: tuple[tuple[str, int], ...]
    lines: tuple[int, ...]
    words: str


def sums(listed: Listed) -> tuple[OffBy, ...]:
    """Every total of a list that its parts, or its own incidents, do not add up to."""
    return (*_parts(listed), *_counted(listed))


def _parts(listed: Listed) -> Iterator[OffBy]:
    for total in listed.stated:
        parts = [one for one in listed.stated if one.part_of == total.figure and one is not total]
        if not parts:
            continue
        added = sum(one.count for one in parts)
        # A single part need not be the whole, but cannot be more than it.
        if added > total.count or (len(parts) > 1 and added != total.count):
            yield _off(total, added, parts)


def _off(total: Stated, added: int, parts: list[Stated]) -> OffBy:
    told = " + ".join(str(one.count) for one in parts)
    return OffBy(
        figure=total.figure,
        stated=total.count,
        added=added,
        parts=tuple((one.figure, one.count) for one in parts),
        lines=tuple(sorted((total.line, *(one.line for one in parts)))),
        words=f"{total.figure}: {told} add to {added}; the total is given as {total.count}",
    )


def _counted(listed: Listed) -> Iterator[OffBy]:
    for total in listed.stated:
        if total.figure == INCIDENTS and total.count != len(listed.items):
            held = len(listed.items)
            yield OffBy(
                figure=INCIDENTS, stated=total.count, added=held, parts=(), lines=(total.line,),
                words=f"the list says that it holds {total.count} incidents, and holds {held}",
            )  # fmt: skip
