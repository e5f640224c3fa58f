"""What somebody types about a place, a distance, a time or a height, read and never guessed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

from parley.errors import BadInput, NotFound, expected
from parley.places import (
    DeskEntry,
    Gazetteer,
    Letter,
    Order,
    case_entries,
    read,
    read_entries,
    read_relative,
    written,
)
from parley.record.values.canonical import Json
from parley.record.values.place import Altitude, Position
from parley.record.values.refused import shown
from parley.record.values.time import VagueTime

_METRES: Final = {"m": 1.0, "km": 1000.0, "nm": 1852.0}
_FARTHEST_M: Final = 1_000_000.0
_CM: Final = {"m": 100.0, "ft": 30.48}
_DATUMS: Final[tuple[tuple[re.Pattern[str], Literal[
    "wgs84-ellipsoid", "mean-sea-level", "above-ground"]], ...]] = (
    (re.compile(r"AGL|above ground(?: level)?", re.IGNORECASE), "above-ground"),
    (re.compile(r"A?MSL|above (?:mean )?sea level", re.IGNORECASE), "mean-sea-level"),
    (re.compile(r"WGS ?84|HAE|above (?:the )?(?:WGS ?84 )?ellipsoid", re.IGNORECASE),
     "wgs84-ellipsoid"),
)  # fmt: skip


class Spot(Struct, frozen=True, kw_only=True):
    """One place on the ground, and the radius within which it lies."""

    at: Position
    within_cm: int
    words: str


def spot(
    text: str,
    gazetteer: Callable[[], Gazetteer],
    *,
    order: Order | None = None,
    letter: Letter | None = None,
) -> Spot:
    """The one place a text means: coordinates in any notation, or a name that only one place has.

    Refuses what could be two places, and what only leads to an area.
    """
    try:
        fix = read(text, order=order, letter=letter)
    except BadInput as fault:
        return _named(text, gazetteer, fault)
    return Spot(at=fix.at, within_cm=fix.uncertainty_cm, words=text)


def _named(text: str, gazetteer: Callable[[], Gazetteer], fault: BadInput) -> Spot:
    if _is_relative(text):
        raise BadInput(
            f"expected one place, got a distance and a direction: {shown(text)}",
            remedy="They leave an area open. parley place check shows it; give coordinates here.",
        )
    found = gazetteer().search(text, limit=6)
    exact = [one for one in found if one.how == "name"]
    if not found and any(letter.isdigit() for letter in text):
        raise fault
    if not exact:
        like = "; ".join(one.name for one in found[:3])
        raise NotFound(
            f"expected coordinates or a known place, got {shown(text)}",
            remedy=f"Perhaps {like}." if like else "Name the desk's own places with --places.",
        )
    if len(exact) > 1:
        listed = "; ".join(f"{one.name} at {written(one.at, digits=3)}" for one in exact[:5])
        raise BadInput(
            f"expected a name that one place has, got {shown(text)}, which {len(exact)} have",
            remedy=f"Give coordinates. {listed}.",
        )
    return Spot(at=exact[0].at, within_cm=exact[0].reach_m * 100, words=text)


def _is_relative(text: str) -> bool:
    try:
        read_relative(text)
    except BadInput:
        return False
    return True


def entries_in(given: str) -> tuple[DeskEntry, ...]:
    """The places of a file, or of a shipped case."""
    path = Path(given)
    if not path.is_file():
        return case_entries(given)
    try:
        return read_entries(path.read_bytes())
    except OSError as fault:
        raise BadInput(f"expected to read the file, got: {fault.strerror}", at=given) from fault


def json_object(path: Path) -> dict[str, Json]:
    """A file that holds one JSON object."""
    try:
        found = msgspec.json.decode(path.read_bytes())
    except OSError as fault:
        raise NotFound(f"expected to read the file, got: {fault.strerror}", at=str(path)) from fault
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise expected("a JSON object", fault, str(path)) from fault
    if not isinstance(found, dict):
        raise expected("a JSON object", f"a {type(found).__name__}", str(path))
    return found


def metres(text: str, option: str = "--radius") -> float:
    """A distance with its unit: "500 m", "5km", "3 NM"."""
    found = re.fullmatch(r"(\d{1,7}(?:\.\d{1,3})?) ?(m|km|nm)", text.strip(), re.IGNORECASE)
    if not found:
        raise expected('a distance with m, km or NM, like "5km"', shown(text), option)
    asked = float(found[1]) * _METRES[found[2].lower()]
    if not 0 < asked <= _FARTHEST_M:
        raise expected("a distance above 0 and up to 1000 km", shown(text), option)
    return asked


def moment(text: str, option: str, zone: str) -> VagueTime | None:
    """A time of day or a day with its zone; None where nothing was given."""
    try:
        return VagueTime.parse(text, zone=zone or None) if text else None
    except BadInput as fault:
        about_zone = "zone" in fault.sentence or "a time like" in fault.sentence
        remedy = "Write the zone with the time, or name it with --zone." if about_zone else ""
        raise BadInput(fault.sentence, at=option, remedy=remedy) from fault


def height(text: str, option: Literal["--floor", "--ceiling"]) -> Altitude | None:
    """A height with unit and datum: "3000 ft AMSL", "120 m AGL", "900 m WGS84"; outward to a cm."""
    if not text:
        return None
    found = re.fullmatch(r"(-?\d{1,6}(?:\.\d{1,2})?) ?(m|ft) ?(.*)", text.strip(), re.IGNORECASE)
    if not found:
        raise expected('a height like "3000 ft AMSL"', shown(text), option)
    datum = next((name for form, name in _DATUMS if form.fullmatch(found[3])), None)
    if datum is None:
        raise expected("what the height is measured from: AGL, AMSL or WGS84", shown(text), option)
    exact = float(found[1]) * _CM[found[2].lower()]
    cm = math.floor(exact) if option == "--floor" else math.ceil(exact)
    if not -1_200_000 <= cm <= 10_000_000:
        raise expected("a height between -12 and 100 km", shown(text), option)
    return Altitude(cm=cm, datum=datum, written=text.strip())
