"""Candidates settled by circles where that is certain, by shape where it is not; `consider` of
kernel/index.c over many rows at once. What is refused here is certainly not near."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from parley.space.earth import F64, arc_high
from parley.space.kernel.looking import look_around
from parley.space.kernel.sketch import look
from parley.space.measure.planes import measure_many
from parley.space.prepared import I64, UNIT_M
from parley.space.store.layout import BORDERLINE, BY_CIRCLES, HIT, MEASURED, Records

if TYPE_CHECKING:
    from parley.space.kernel.plain import Legs, Part

FARTHEST_M: Final = 500_000.0
"""Beyond, the fast distance leaves its slack and the referee has to measure."""
_BOTH: Final = 3
_MOST_S: Final = 2**31 - 1
Bool: TypeAlias = npt.NDArray[np.bool_]


class Ask(Struct, frozen=True):
    """What is asked of every leg; see `Wish`."""

    within_m: float
    tolerance_s: int
    known: int
    layers: int
    measure: bool


class Asked(Struct, frozen=True, eq=False):
    """One leg, and what is asked of it."""

    legs: Legs
    leg: int
    ask: Ask

    @property
    def slack_m(self) -> float:
        """What boxes and circles are widened by. It grows with the core distance, which both radii
        are part of."""
        outer = float(self.legs.outer_m[self.leg])
        return 1 + 1e-5 * (self.ask.within_m + (outer if np.isfinite(outer) else 0))


class _Found(Struct, frozen=True, eq=False):
    """Boxes found in parts that share their rows, the first of them part `number`."""

    parts: tuple[Part, ...]
    boxes: list[I64]
    number: int


def near_leg(parts: tuple[Part, ...], asked: Asked) -> Iterator[Records]:
    """The hits of one leg; parts over the same rows are looked through together."""
    sides, ask = asked.legs.sides[asked.leg], asked.ask
    where = look_around(sides, ask.within_m + asked.slack_m, ask.tolerance_s)
    begin = 0
    while begin < len(parts):
        end = begin + 1
        while end < len(parts) and parts[end].leaf is parts[begin].leaf:
            end += 1
        boxes = [part.found(where) for part in parts[begin:end]]
        if any(map(len, boxes)):
            yield _considered(_Found(parts[begin:end], boxes, begin), asked)
        begin = end


def _considered(found: _Found, asked: Asked) -> Records:
    legs, leg, ask, part = asked.legs, asked.leg, asked.ask, found.parts[0]
    each = zip(found.boxes, found.parts, strict=True)
    rows = np.concatenate([boxes + one.first_row for boxes, one in each])
    leaf = part.leaf[rows]
    apart = (leaf["anchor"] - legs.anchor[leg].astype(np.float64)) * UNIT_M
    chord = np.sqrt(np.einsum("ij,ij->i", apart, apart))
    far = ask.within_m + asked.slack_m + float(legs.outer_m[leg])
    keep = chord <= far + leaf["outer_m"] * 1.00001
    keep &= _counts(part.life[rows], leaf, ask)
    keep &= ~_heights_apart(legs, leg, leaf)
    kept = np.nonzero(keep)[0]
    hits = _hits(found, asked, rows, kept)
    chord, inner = chord[kept], leaf["inner_m"][kept].astype(np.float64)
    sure = ask.within_m + float(legs.inner_m[leg]) + inner
    gone = _settle(part, hits, asked, chord, arc_high(chord) <= sure)
    return hits[~gone] if gone.any() else hits


def _hits(found: _Found, asked: Asked, rows: I64, kept: I64) -> Records:
    part, legs, leg = found.parts[0], asked.legs, asked.leg
    rows = rows[kept]
    hits = np.zeros(len(rows), HIT)
    hits["row"], hits["leg"], hits["volume"] = rows, leg, legs.volume[leg]
    parts = np.repeat(np.arange(len(found.boxes)), [len(boxes) for boxes in found.boxes])
    hits["part"] = found.number + parts[kept]
    hits["entry"], hits["layer"] = part.life["entry"][rows], part.leaf["layer"][rows]
    hits["distance_m"] = np.nan
    if asked.ask.tolerance_s:
        hits["apart_s"] = _gap(found, asked)[kept]
    return hits


def _settle(part: Part, hits: Records, asked: Asked, chord: F64, by_circles: Bool) -> Bool:
    """Writes how each hit was decided; which of them are not near after all."""
    legs, leg, ask = asked.legs, asked.leg, asked.ask
    gone = np.zeros(len(hits), bool)
    open_ = np.arange(len(hits))
    if not ask.measure:
        hits["how"] = np.where(by_circles, BY_CIRCLES, MEASURED)
        open_ = np.nonzero(~by_circles)[0]
        if len(open_):
            rows = hits["row"][open_].astype(np.int64)
            reach = ask.within_m + float(legs.radius_m[leg]) + part.radius_m[rows]
            near, far = look(legs.sketch(leg), part, rows, chord[open_], reach)
            gone[open_] = far
            open_ = open_[~(near | far)]
    if len(open_):
        gone[open_] = _measured(part, hits, asked, open_, by_circles[open_])
    return gone


def _measured(part: Part, hits: Records, asked: Asked, which: I64, by_circles: Bool) -> Bool:
    """Measures what is still open; which of it is not near."""
    rows = hits["row"][which].astype(np.int64)
    core, radii = core_distances(part, rows, asked.legs, asked.leg)
    far, unbounded = asked.ask.within_m + radii, np.isinf(radii)
    slack = 0.05 + 2e-6 * np.where(unbounded, 0, far)
    sure = by_circles | unbounded | (core <= np.minimum(far - slack, FARTHEST_M))
    hits["how"][which] = np.where(sure, MEASURED, BORDERLINE)
    hits["distance_m"][which] = np.maximum(core - radii, 0)
    not_near: Bool = ~(sure | (core <= far + slack) | (far > FARTHEST_M))
    return not_near


def core_distances(part: Part, rows: I64, legs: Legs, leg: int) -> tuple[F64, F64]:
    """Metres between the shapes of one leg and of these rows, and both radii together."""
    radii = float(legs.radius_m[leg]) + part.radius_m[rows].astype(np.float64)
    core = np.zeros(len(rows))
    bounded = np.nonzero(np.isfinite(radii))[0]
    if len(bounded):
        which = np.arange(len(bounded), dtype=np.uint32)
        others = part.shapes(rows[bounded])
        core[bounded] = measure_many(legs.shapes, leg, others, which, places=False)[0]
    return core, radii


def _counts(life: Records, leaf: Records, ask: Ask) -> Bool:
    known: Bool = (life["recorded"] < ask.known) & (life["withdrawn"] >= ask.known)
    if ask.layers != _BOTH:
        known &= (ask.layers >> leaf["layer"].astype(np.int64) & 1) == 1
    return known


def _heights_apart(legs: Legs, leg: int, leaf: Records) -> Bool:
    """True where one ends below where the other begins, measured from the same datum."""
    ours, theirs = int(legs.datums[leg]), leaf["datums"]
    above = (legs.floor_cm[leg] > leaf["ceiling_cm"]) & (theirs >> 2 == (ours & 3))
    below = (leaf["floor_cm"] > legs.ceiling_cm[leg]) & (theirs & 3 == ours >> 2)
    apart: Bool = (above & bool(ours & 3)) | (below & (theirs & 3 != 0))
    return apart


def _gap(found: _Found, asked: Asked) -> I64:
    """Seconds between the window of each box and ours; 0 where they overlap."""
    each = zip(found.parts, found.boxes, strict=True)
    windows = [part.window(boxes) for part, boxes in each]
    earliest, latest = (np.concatenate(side) for side in zip(*windows, strict=True))
    ours = asked.legs.sides[asked.leg]
    gap = np.maximum(np.maximum(earliest - int(ours[5]), int(ours[2]) - latest), 0)
    return np.asarray(np.minimum(gap, _MOST_S), np.int64)
