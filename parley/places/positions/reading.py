"""Reading a position from text in any of five notations. Nothing is ever guessed.

A text that could mean two places is refused, with what would make it mean one. What `read` gives
back keeps the text, the digits and the datum as they were written.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from parley.errors import BadInput, expected
from parley.places.geodesy import LOCAL_DATUMS
from parley.places.positions.angles import read_angles
from parley.places.positions.fix import Fix, Order, Parts, form_of, located
from parley.places.positions.grids import Grid, Square, check_zone
from parley.places.spelling import folded
from parley.places.words import SIDES, plain
from parley.record.values.place import Datum
from parley.record.values.refused import shown

Letter: TypeAlias = Literal["band", "hemisphere"]
"""What a letter after a UTM zone means: 37S is Syria by bands, the southern half by halves."""

_WGS84 = re.compile(r"\(?\bWGS[ -]?(?:19)?84\b\)?", re.IGNORECASE)
_LOCAL = tuple(
    (re.compile(rf"\(?(?<!\w){name.replace(' ', '[ -]?')}(?!\w)\)?", re.IGNORECASE), name)
    for name in LOCAL_DATUMS
)
_MGRS = re.compile(
    r"(?:MGRS:? ?)?(\d{1,2}) ?([A-Z]) ?([A-Z]{2}) ?(\d{0,10})(?: (\d{1,5}))?", re.IGNORECASE
)
_POLAR = re.compile(r"(?:MGRS:? ?|UPS:? ?)?[ABYZ] ?[A-Z]{2} ?\d{2,10}(?: \d{1,5})?", re.IGNORECASE)
_METRES = r"(?P<%s>\d{1,8}(?:\.\d{1,4})?) ?m?"
# E and N before their numbers, or after them, or not at all: two patterns, so that a letter
# between the two numbers belongs to one of them for certain.
_UTM = tuple(
    re.compile(
        r"(?P<said>UTM:? ?)?(?:zone ?)?(?P<zone>\d{1,2}) ?(?P<letter>[^\W\d_]+)?[ ,;:]+" + numbers,
        re.IGNORECASE,
    )
    for numbers in (
        rf"(?P<aside>[EN])[: ]?{_METRES % 'a'}[ ,;]+(?P<bside>[EN])[: ]?{_METRES % 'b'}",
        rf"{_METRES % 'a'} ?(?P<aside>[EN])?[ ,;]+{_METRES % 'b'} ?(?P<bside>[EN])?",
    )
)

def read(text: str, *, order: Order | None = None, letter: Letter | None = None) -> Fix:
    """Read one position: decimal degrees, DM, DMS, UTM or MGRS.

    `order` says which number comes first where nothing in the text does; `letter` says what an S
    after a UTM zone means where it could mean both. Raises BadInput, and nothing else, for any
    text that is no position, that is none on this earth, or that could be two.
    """
    bare, datum, named = _datum(plain(text))
    parts = _parts(re.sub(r"\s+", " ", bare).strip(" ,;"), order, letter)
    at, uncertainty = located(parts)
    return Fix(
        written=text, parts=parts, form=form_of(parts), at=at, uncertainty_cm=uncertainty,
        datum=datum, named_datum=named,
    )  # fmt: skip


def _datum(text: str) -> tuple[str, Datum, str]:
    """The text without the datum it names, if it names one that is known here."""
    bare, times = _WGS84.subn(" ", text)
    if times:
        return bare, "WGS84", ""
    for pattern, name in _LOCAL:
        bare, times = pattern.subn(" ", text)
        if times:
            return bare, "unknown", name
    return text, "unknown", ""


def _parts(text: str, order: Order | None, letter: Letter | None) -> Parts:
    square = _MGRS.fullmatch(text)
    if square:
        return _square(square)
    if _POLAR.fullmatch(text):
        raise expected("degrees: the polar grids (UPS) are not read here", shown(text))
    grid = _UTM[0].fullmatch(text) or _UTM[1].fullmatch(text)
    # An easting has six digits, a northing near the equator may have one; no angle has six before
    # its point but one run together, which has no zone before it.
    if grid and (grid["said"] or max(len(grid[one].partition(".")[0]) for one in "ab") >= 6):
        return _grid(grid, order, letter)
    return read_angles(text, order)


def _square(found: re.Match[str]) -> Square:
    zone, band, letters = int(found[1]), found[2].upper(), found[3].upper()
    digits, second = found[4], found[5]
    if second is None:
        digits, second = digits[: len(digits) // 2], digits[len(digits) // 2 :]
    if len(digits) != len(second) or len(digits) > 5:
        raise expected("as many digits east as north, at most 5 each", shown(found[0]))
    check_zone(zone, band)
    return Square(zone, band, letters, digits, second)


def _grid(found: re.Match[str], order: Order | None, letter: Letter | None) -> Grid:
    east, north = _east_and_north(found, order)
    band, south = _half_of_the_earth(found, north, letter)
    check_zone(int(found["zone"]), band)
    return Grid(int(found["zone"]), south, east, north, band)


def _east_and_north(found: re.Match[str], order: Order | None) -> tuple[str, str]:
    """Easting and northing: by letters, by `order`, or because only one can be an easting."""
    told = [(found[f"{one}side"] or "").upper() for one in "ab"]
    figures = (found["a"], found["b"])
    if set(told) == {"E", "N"}:
        first_is_east = told[0] == "E"
    elif any(told):
        raise expected("E and N with both numbers or with neither", shown(found[0]))
    elif order:
        first_is_east = order == "lon-lat"
    else:
        # The written order of UTM is easting first, but below 8 degrees north both numbers
        # could be either; elsewhere a northing is too long to be an easting.
        first_is_east, second_may_be = (100_000 <= float(one) < 900_000 for one in figures)
        if first_is_east == second_may_be:
            raise BadInput(
                f"expected to be told which number is the easting, got {shown(found[0])}",
                remedy="Write E and N with the numbers, or say the order.",
            )
    return figures if first_is_east else (figures[1], figures[0])


def _half_of_the_earth(
    found: re.Match[str], north: str, letter: Letter | None
) -> tuple[str, bool]:
    """The band ("" where only a half was told), and whether it is the southern half."""
    word = found["letter"] or ""
    if not word:
        raise expected("a band letter, or north or south, after the UTM zone", shown(found[0]))
    if len(word) > 1 or not word.isascii():
        side = SIDES.get(folded(word))
        if side not in ("N", "S"):
            raise expected("north or south after the UTM zone", shown(word))
        return "", side == "S"
    word = word.upper()
    if word == "N" and letter != "band":
        return "", False  # band N is in the northern half as well: one place either way
    if word == "S" and letter != "band":
        # Band S ends at 40 degrees; a northing from elsewhere cannot mean the band.
        if letter is None and 3_540_000 <= float(north) <= 4_432_000:
            raise BadInput(
                f"expected to be told what S means, got {shown(found[0])}",
                remedy="Write north or south, or say that S is the band (32 to 40 north).",
            )
        return "", True
    return word, word < "N"
