"""A place as somebody tells it, taken in: each clue as given and as resolved, and compared.

A wrong position is invisible to everything that only looks at distances. So a name, numbers and a
reference ("9 km south of the airfield") are each kept, and where they cannot be of one place, or
the numbers name no datum though they are finer than a datum can be off, there is a doubt. A doubt
blocks until a person stands for the position with a reason. Nothing is ever corrected.
"""

from __future__ import annotations

import math
from typing import Final

from msgspec import Struct

from parley.errors import expected
from parley.places import (
    Fix,
    Gazetteer,
    Letter,
    Match,
    Order,
    Relative,
    Verdict,
    check,
    read,
    read_relative,
)
from parley.places.geodesy import to_wgs84
from parley.places.relative import middle
from parley.record.values.place import (
    Corridor,
    Datum,
    EdgeRule,
    Given,
    Place,
    Point,
    Polygon,
    Position,
    Shape,
)

DATUM_OPEN_CM: Final = 50_000
"""Numbers finer than this (500 m) need their datum: local ones differ by some hundred metres."""

_SHIFT_CM: Final = 1_000
"""What bringing a local datum to WGS84 leaves open: 5 m by EPSG's figures, doubled."""


class PlaceTold(Struct, frozen=True, kw_only=True):
    """One place in up to three clues, as it was told; "" where a clue was not.

    `numbers`: one position is a point; several are a line in order, or with `area` the corners of
    an area. `within_m` is the radius around a point, or half the width of a line. `order` says
    which of two bare numbers is first, `letter` what an S after a UTM zone means.
    """

    name: str = ""
    numbers: tuple[str, ...] = ()
    reference: str = ""
    order: Order | None = None
    letter: Letter | None = None
    within_m: float = 0.0
    area: bool = False
    edges: EdgeRule = "unknown"


class Doubt(Struct, frozen=True, kw_only=True):
    """Why a position needs a person: what the comparison came to, and how far apart it is.

    `distance_m` and `bearing_deg` lead from the place in words to the numbers; `beyond_m` is by how
    much that is more than the writing leaves open. `suspicions` are slips that would explain it.
    """

    verdict: Verdict
    reasons: tuple[str, ...]
    suspicions: tuple[str, ...] = ()
    leg: int | None = None

    @property
    def shown(self) -> str:
        """What a person is shown, line by line, before standing for the position."""
        found = self.verdict
        lines = [f"Leg {self.leg}:"] if self.leg is not None else []
        lines += [f"- {reason}" for reason in self.reasons]
        if found.distance_m is not None:
            lines.append(
                f"- from the place in words to the numbers: {found.distance_m} m, bearing "
                f"{found.bearing_deg} degrees, {found.beyond_m} m beyond what was told"
            )
        lines += [f"? {one}" for one in self.suspicions]
        return "\n".join(lines)[:4000]


class Taken(Struct, frozen=True, kw_only=True):
    """A place taken in: the value of the record, what comparing came to, and the doubt if any."""

    place: Place
    verdict: Verdict
    doubt: Doubt | None = None

    def at_leg(self, number: int) -> Taken:
        """The same, its doubt naming the leg it is of."""
        if self.doubt is None:
            return self
        doubt = Doubt(
            verdict=self.doubt.verdict, reasons=self.doubt.reasons,
            suspicions=self.doubt.suspicions, leg=number,
        )  # fmt: skip
        return Taken(place=self.place, verdict=self.verdict, doubt=doubt)


def take_place(told: PlaceTold, gazetteer: Gazetteer) -> Taken:
    """Read the clues, compare them, and keep each as given and as resolved.

    1. every clue is read; BadInput for one that cannot be, or that could mean two places
    2. the clues are compared; of several numbers the words are compared with the nearest
    3. where it is, in numbers: what the numbers say; without numbers, the middle of the ground the
       reference leaves open, or the one place that has the name, each as wide as it is told. Else
       the place stands in words alone, and nothing can be computed about it.
    """
    if not (told.name.strip() or told.numbers or told.reference):
        raise expected("a name, numbers or a reference", "none of them", "place")
    fixes = [read(one, order=told.order, letter=told.letter) for one in told.numbers]  # 1
    reference = read_relative(told.reference) if told.reference else None
    verdict = _compared(told.name, fixes, reference, gazetteer)  # 2
    shape, cm, datum, given = _where(told, fixes, reference, gazetteer)  # 3
    place = Place(
        written=_written(told),
        shape=shape,
        uncertainty_cm=cm,
        datum=datum,
        reference=reference.bearing() if reference else None,
        given=given,
    )
    return Taken(place=place, verdict=verdict, doubt=_doubt(verdict, fixes))


def in_words(written: str) -> Place:
    """A place in words alone: what is taken when nothing else can be read, and nobody may wait."""
    return Place(written=" ".join(written.split())[:4000] or "not given")


def _compared(
    name: str, fixes: list[Fix], reference: Relative | None, gazetteer: Gazetteer
) -> Verdict:
    told: list[Fix | None] = [*fixes] or [None]
    found = [check(name, fix, reference, gazetteer=gazetteer) for fix in told]
    ranks = {"agree": 0, "cannot_tell": 1, "disagree": 2}
    return min(found, key=lambda one: (ranks[one.word], one.beyond_m or 0))


def _doubt(verdict: Verdict, fixes: list[Fix]) -> Doubt | None:
    reasons = verdict.reasons if verdict.word == "disagree" else ()
    bare = [
        fix
        for fix in fixes
        if fix.datum == "unknown" and not fix.named_datum and fix.uncertainty_cm < DATUM_OPEN_CM
    ]
    if bare:
        reasons = (
            *reasons,
            f"the numbers are given to {-(-bare[0].uncertainty_cm // 100)} m and their datum is "
            "not: a local datum may be some hundred metres off. Write WGS84, or the map's datum",
        )
    if not reasons:
        return None
    slips = tuple(f"{one.slip}: {one.sentence}" for one in verdict.suspicions)
    return Doubt(verdict=verdict, reasons=reasons, suspicions=slips)


def _where(
    told: PlaceTold, fixes: list[Fix], reference: Relative | None, gazetteer: Gazetteer
) -> tuple[Shape | None, int | None, Datum, tuple[Given, ...]]:
    at = fixes[0].at if fixes else None
    name, named = _given_name(told.name, at, gazetteer)
    point, seen = _given_reference(reference, at, gazetteer)
    # A line of many corners keeps its first clues as given; its shape has every one.
    given = (*name, *(_given_numbers(fix, told.order) for fix in fixes[: 10 - 2]), *point)
    if fixes:
        line = tuple(_on_wgs84(fix) for fix in fixes)
        known = all(fix.datum == "WGS84" or _shifted(fix) is not None for fix in fixes)
        cm = max(
            fix.uncertainty_cm + (_SHIFT_CM if fix.named_datum else 0) for fix in fixes
        )
        shape, wider = _shape(told, line)
        return shape, cm + wider, "WGS84" if known else "unknown", given
    for found in (seen, named):
        if found is not None:
            centre, radius_m = found
            radius = math.ceil((radius_m + told.within_m) * 100)
            return Point(at=centre), radius, "WGS84", given
    return None, None, "unknown", given


def _shape(told: PlaceTold, line: tuple[Position, ...]) -> tuple[Shape, int]:
    """The shape the numbers make, and by how many centimetres its uncertainty is wider."""
    wide = math.ceil(told.within_m * 100)
    if told.area:
        if len(line) < 3:
            raise expected("at least three corners of an area", str(len(line)), "place")
        return Polygon(rings=(line,), edges=told.edges), wide
    if len(line) == 1:
        return Point(at=line[0]), wide
    return Corridor(line=line, half_width_cm=wide, edges=told.edges), 0


def _on_wgs84(fix: Fix) -> Position:
    """The numbers on WGS84 if they name another datum, because that is what everything asks for."""
    return _shifted(fix) or fix.at


def _shifted(fix: Fix) -> Position | None:
    return to_wgs84(fix.at, fix.named_datum) if fix.named_datum else None


def _given_numbers(fix: Fix, order: Order | None) -> Given:
    return Given(
        form=fix.form, written=fix.written[:200], order=order, at=fix.at,
        uncertainty_cm=fix.uncertainty_cm, datum=fix.datum,
    )  # fmt: skip


def _given_name(
    name: str, at: Position | None, gazetteer: Gazetteer
) -> tuple[tuple[Given, ...], tuple[Position, float] | None]:
    """The name as given, and where it is if exactly one place has it."""
    if not name.strip():
        return (), None
    matches = gazetteer.search(name, limit=6, near=at)
    own = [one for one in matches if one.how == "name"]
    match = own[0] if len(own) == 1 else None
    given = Given(
        form="name",
        written=name.strip()[:200],
        at=match.at if match else None,
        uncertainty_cm=match.reach_m * 100 if match else None,
        datum="WGS84" if match else "unknown",
        found=_called(match) if match else None,
    )
    return (given,), (match.at, float(match.reach_m)) if match else None


def _given_reference(
    reference: Relative | None, at: Position | None, gazetteer: Gazetteer
) -> tuple[tuple[Given, ...], tuple[Position, float] | None]:
    """The reference as given, and the disc around its ground if its point is one place."""
    if reference is None:
        return (), None
    matches = gazetteer.search(reference.of, limit=6, near=at)
    sure = [one for one in matches if one.how in ("name", "kind")]
    match = sure[0] if len(sure) == 1 else None
    ground: tuple[Position, float] | None = None
    if match is not None:
        centre, radius = middle(reference.sector, match.at)
        ground = centre, radius + match.reach_m
    given = Given(
        form="reference",
        written=reference.written[:200],
        at=ground[0] if ground else None,
        uncertainty_cm=math.ceil(ground[1] * 100) if ground else None,
        datum="WGS84" if ground else "unknown",
        found=_called(match) if match else None,
    )
    return (given,), ground


def _called(match: Match) -> str:
    return f"{match.source}: {match.name}"[:200]


def _written(told: PlaceTold) -> str:
    clues = (told.name.strip(), " -> ".join(told.numbers), told.reference.strip())
    return "; ".join(clue for clue in clues if clue)[:4000]
