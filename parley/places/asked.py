"""What somebody asks of a place in words, and all that is answered, for a terminal or a page."""

from __future__ import annotations

from msgspec import Struct

from parley.errors import BadInput, expected
from parley.places.gazetteer import Gazetteer
from parley.places.positions.fix import Fix, Order
from parley.places.positions.reading import Letter, read
from parley.places.positions.writing import written
from parley.places.relative import Relative, read_relative
from parley.places.sanity import Verdict, check


class Asked(Struct, frozen=True, kw_only=True):
    """The clues to one place as they were told; "" where one was not."""

    name: str = ""
    numbers: str = ""
    reference: str = ""
    order: Order | None = None
    letter: Letter | None = None


class NumbersRead(Struct, frozen=True, kw_only=True):
    """How the numbers were read, in other notations too, so that a person can compare."""

    written: str
    form: str
    decimal: str
    dms: str
    mgrs: str
    uncertainty_m: int
    datum: str


class ReferenceRead(Struct, frozen=True, kw_only=True):
    """How the reference was read: metres and degrees, as wide as its words leave open."""

    written: str
    of: str
    direction: str
    nearest_m: int
    farthest_m: int
    bearing_deg: int
    either_way_deg: int


class PlaceCheck(Struct, frozen=True, kw_only=True):
    """The clues as they were read, and what comparing them came to."""

    name: str
    numbers: NumbersRead | None
    reference: ReferenceRead | None
    verdict: Verdict


def place_check(asked: Asked, gazetteer: Gazetteer) -> PlaceCheck:
    """Read the clues and compare them. BadInput where one cannot be read, or none was given."""
    if not (asked.name.strip() or asked.numbers or asked.reference):
        raise expected("a name, numbers or a reference", "none of them")
    fix = read(asked.numbers, order=asked.order, letter=asked.letter) if asked.numbers else None
    reference = read_relative(asked.reference) if asked.reference else None
    return PlaceCheck(
        name=asked.name,
        numbers=_numbers(fix) if fix else None,
        reference=_reference(reference) if reference else None,
        verdict=check(asked.name, fix, reference, gazetteer=gazetteer),
    )


def _numbers(fix: Fix) -> NumbersRead:
    try:
        mgrs = written(fix.at, "mgrs")
    except BadInput:
        mgrs = "none: beyond 80 south or 84 north"
    return NumbersRead(
        written=fix.written,
        form=fix.form,
        decimal=written(fix.at),
        dms=written(fix.at, "dms", digits=2),
        mgrs=mgrs,
        uncertainty_m=-(-fix.uncertainty_cm // 100),
        datum=fix.named_datum or fix.datum,
    )


def _reference(told: Relative) -> ReferenceRead:
    return ReferenceRead(
        written=told.written,
        of=told.of,
        direction=told.direction,
        nearest_m=int(told.sector.nearest_m),
        farthest_m=round(told.sector.farthest_m),
        bearing_deg=round(told.sector.bearing),
        either_way_deg=round(told.sector.either_way),
    )
