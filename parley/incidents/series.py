"""Figures per source over time: low and high as two fields, and each step from one to the next.

A source is a speaker with the owner it credits: a monitor's own count and the same monitor quoting
a ministry are two sources. Nothing is averaged, and a lower figure is as good as a higher one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from msgspec import Struct

from parley.incidents.figures import Figure

Step: TypeAlias = Literal["first", "repeated", "raised", "lowered", "widened", "narrowed", "moved"]


class Revision(Struct, frozen=True, kw_only=True):
    """One figure of a source, and how it stands to the one the source gave before."""

    figure: Figure
    step: Step


class Series(Struct, frozen=True, kw_only=True):
    """All that one source gave for one measure in one unit, in order of time; undated ones last."""

    measure: str
    unit: str
    group: str
    speaker: str
    owner: str
    revisions: tuple[Revision, ...]

    @property
    def revised(self) -> bool:
        """Whether the source ever gave another figure than before."""
        return any(one.step not in ("first", "repeated") for one in self.revisions)


def series(figures: Iterable[Figure]) -> tuple[Series, ...]:
    """Every source's figures, measure by measure, in the order the sources first spoke."""
    grouped: dict[tuple[str, str, str, str, str], list[Figure]] = {}
    for one in figures:
        told = one.quantity
        key = (told.measure, told.range.unit, told.group or "", one.speaker, one.owner)
        grouped.setdefault(key, []).append(one)
    made = [
        Series(
            measure=measure, unit=unit, group=group, speaker=speaker, owner=owner,
            revisions=_revisions(sorted(given, key=_when)),
        )
        for (measure, unit, group, speaker, owner), given in grouped.items()
    ]  # fmt: skip
    order = {one.measure: n for n, one in reversed(list(enumerate(made)))}
    return tuple(
        sorted(made, key=lambda one: (order[one.measure], _when(one.revisions[0].figure)))
    )


def _when(figure: Figure) -> tuple[bool, int, int]:
    said = figure.said
    return said is None, said.earliest if said is not None else 0, figure.entry


def _revisions(given: list[Figure]) -> tuple[Revision, ...]:
    steps: list[Revision] = []
    before: Figure | None = None
    for one in given:
        step = "first" if before is None else _step(before, one)
        steps.append(Revision(figure=one, step=step))
        before = one
    return tuple(steps)


def _step(before: Figure, after: Figure) -> Step:
    """How a figure moved: by both bounds, an open one counting as none at all.

    A bound that nobody gave is neither low nor high, so "at least 62" after "62" is a widening.
    """
    if before.bounds == after.bounds:
        return "repeated"
    lows = _sign(_low(before), _low(after))
    highs = _sign(_high(before), _high(after))
    if lows >= 0 and highs >= 0:
        return "raised" if lows or highs else "moved"
    if lows <= 0 and highs <= 0:
        return "lowered"
    return "widened" if lows < 0 else "narrowed"


def _low(figure: Figure) -> float:
    low, best, _ = figure.bounds
    bound = low if low is not None else best
    return float("-inf") if bound is None else bound


def _high(figure: Figure) -> float:
    _, best, high = figure.bounds
    bound = high if high is not None else best
    return float("inf") if bound is None else bound


def _sign(before: float, after: float) -> int:
    return (after > before) - (after < before)
