"""Positions told from a known point: "9 km south of the airfield", and the ground they cover.

What is said is taken at its word and no further. The ground is a sector: a range of distances
and a range of bearings from true north, as wide as the words leave open:

- a whole number is rounded as people round: 9 to the nearest 1, 15 to 5, 40 to 10, 200 to 100 (the
  largest of 1, 5, 10, 50 ... that divides it and is at most half of it): half of that either way,
  and a tenth of the number, because it was judged and not measured. Decimals were measured: half
  of the last digit. "About" doubles it. "3 to 6" is from the least of 3 to the most of 6.
- one of the 4 or 8 main points is 22.5 degrees either way (people name the nearest of eight) and
  11.25 for judging; one of the eight between them 11.25 and 11.25; degrees 10, because magnetic
  and true north are seldom told apart.

Without what is allowed for judging, a third of honest references would disagree where distance is
judged to 5 % and direction to 10 degrees (`benchmarks.places`).
"""

from __future__ import annotations

import math
import re

from msgspec import Struct

from parley.errors import BadInput, expected
from parley.places.geodesy import along, between
from parley.places.spelling import LONGEST, folded
from parley.places.words import METRES, POINTS, SIDES, plain
from parley.record.values.place import Bearing, Position
from parley.record.values.refused import shown

_FARTHEST_M = 20_100_000  # half way round the earth: no place is farther from another

_FIGURE = r"\d{1,6}(?:\.\d{1,3})?"
_FORM = re.compile(
    rf"(?P<lead>[^\d]*?)(?P<near>{_FIGURE})(?: ?(?:-|to|and|a|à|et|до|и|إلى|الى|و) ?"
    rf"(?P<far>{_FIGURE}))? ?(?P<unit>[^\W\d_]+(?: (?:miles?|بحري|بحرية))?)\.?(?P<rest>.*)",
    re.IGNORECASE,
)  # fmt: skip
_ABOUT = frozenset(
    folded(word)
    for word in "about approximately approx some around roughly circa ca environ vers quelque "
    "около примерно приблизительно حوالي نحو تقريبا".split()
)
_LEADS = _ABOUT | frozenset(
    folded(word) for word in "between from at a de entre от в на между على بعد من مسافة".split()
)
_MILES = {
    folded(words): metres
    for metres, said in {
        1852.0: ("nautical mile", "nautical miles", "ميل بحري"),
        1609.344: ("statute mile", "statute miles"),
    }.items()
    for words in said
}
_EITHER = frozenset(folded(one) for one in ("mile", "miles", "ميل", "миля", "мили", "миль"))
_BEARING = re.compile(
    r"[ ,]*(?:(?:on )?(?:a )?(?:bearing|azimuth|course|азимут|سمت|اتجاه|azimut)|cap|пеленг)"
    r"[ :]*(?P<degrees>\d{1,3}(?:\.\d)?) ?(?:°|deg(?:rees)?|degrés?|градусов|درجة)?"
    r" ?(?:true|magnetic|T|M)?[ ,]+(?P<rest>.+)",
    re.IGNORECASE,
)
_TO = frozenset(folded(one) for one in "to the au a l à к на إلى الى due plein directly".split())
_OF = frozenset(folded(one) for one in "of from de du des d l la le les the от من".split())
_WORD = re.compile(r"[^\W\d_]+|\S")
_INITIALS = {point: point for point in POINTS} | {
    "С": "N", "Ю": "S", "В": "E", "З": "W", "СВ": "NE", "СЗ": "NW", "ЮВ": "SE", "ЮЗ": "SW",
}  # fmt: skip


class Sector(Struct, frozen=True, kw_only=True):
    """The ground a relative position leaves open, seen from its known point."""

    nearest_m: float
    farthest_m: float
    bearing: float
    either_way: float


class Relative(Struct, frozen=True, kw_only=True):
    """A position told from a known point, with what its words leave open."""

    written: str
    of: str
    direction: str
    sector: Sector

    def bearing(self) -> Bearing:
        """The same as a value of the record: the distances outward to whole centimetres."""
        return Bearing(
            of=self.of,
            direction=self.direction,
            nearest_cm=math.floor(self.sector.nearest_m * 100),
            farthest_cm=math.ceil(self.sector.farthest_m * 100),
        )


def read_relative(text: str) -> Relative:
    """Read a distance, a direction and a known point. Raises BadInput for anything else.

    The distance comes first, then 16 compass points in words of four languages or in letters, or
    "bearing 225", then the point: "12 NM, bearing 225 from X", "9 км к югу от X", "9 كم جنوب X".
    """
    found = _FORM.fullmatch(plain(text))
    if not found:
        raise expected("a distance, a direction and a known point", shown(text))
    leads = [folded(word) for word in found["lead"].replace(",", " ").split()]
    if not set(leads) <= _LEADS:
        raise expected("the distance first", shown(found["lead"]))
    nearest, farthest = _distances(found, about=bool(_ABOUT & set(leads)))
    direction, bearing, either_way, rest = _direction(found["rest"], text)
    of = _without_first_words(rest)
    if not of:
        raise expected("the known point, after the direction", shown(text))
    return Relative(
        written=text,
        of=of,
        direction=direction,
        sector=Sector(
            nearest_m=nearest, farthest_m=farthest, bearing=bearing, either_way=either_way
        ),
    )


def of_bearing(told: Bearing) -> Relative:
    """A bearing on record as the ground it leaves open. BadInput where its direction is none."""
    rest = f"bearing {told.direction}" if told.direction.isdigit() else f" {told.direction}"
    direction, bearing, either_way, _ = _direction(plain(f"{rest} of {told.of}"), told.direction)
    sector = Sector(
        nearest_m=(told.nearest_cm or 0) / 100,
        farthest_m=_FARTHEST_M if told.farthest_cm is None else told.farthest_cm / 100,
        bearing=bearing, either_way=either_way,
    )  # fmt: skip
    words = f"{_span(sector)} {told.direction} of {told.of}"
    return Relative(written=words, of=told.of, direction=direction, sector=sector)


def _span(sector: Sector) -> str:
    near, far = (f"{metres / 1000:g}" for metres in (sector.nearest_m, sector.farthest_m))
    return f"{near} km" if near == far else f"{near} to {far} km"


def spread(figure: str) -> float:
    """How much a stated number leaves open either way, in its own unit: rounding and judgement."""
    decimals = len(figure.partition(".")[2])
    if decimals:
        return 0.5 * 0.1**decimals
    number, step = int(figure), 1
    for candidate in (5, 10, 50, 100, 500, 1000, 5000, 10_000, 50_000):
        if number % candidate == 0 and 2 * candidate <= number:
            step = candidate
    return step / 2 + number / 10


def gap(sector: Sector, start: Position, at: Position) -> float:
    """Metres from a position to the nearest ground of the sector from `start`; 0 within it.

    Measured in the plane of distance and bearing from the start: within 0.2 % of the geodesic up
    to 200 km, which is less than any stated distance leaves open.
    """
    metres, bearing = between(start, at)
    aside = abs((bearing - sector.bearing + 180) % 360 - 180)
    if aside <= sector.either_way:
        return max(sector.nearest_m - metres, metres - sector.farthest_m, 0.0)
    off = math.radians(aside - sector.either_way)
    foot = min(max(metres * math.cos(off), sector.nearest_m), sector.farthest_m)
    return math.sqrt(max(0.0, metres**2 + foot**2 - 2 * metres * foot * math.cos(off)))


def middle(sector: Sector, start: Position) -> tuple[Position, float]:
    """The middle of the sector's ground, and the radius in metres of a disc around all of it."""
    reach = (sector.nearest_m + sector.farthest_m) / 2
    centre = along(start, sector.bearing, reach)
    corners = (
        along(start, sector.bearing + side * sector.either_way, metres)
        for side in (-1, 0, 1)
        for metres in (sector.nearest_m, sector.farthest_m)
    )
    return centre, max(between(centre, corner)[0] for corner in corners)


def point_of(bearing: float) -> str:
    """The nearest of 16 compass points: 225 is SW."""
    return POINTS[round(bearing / 22.5) % 16]


def _distances(found: re.Match[str], *, about: bool) -> tuple[float, float]:
    unit = folded(found["unit"])
    metres = _MILES.get(unit) or METRES.get(unit)
    if unit in _EITHER:
        raise BadInput(
            f"expected to be told which miles, got {shown(found['unit'])}",
            remedy="Write nautical miles (NM) or statute miles (mi).",
        )
    if metres is None:
        raise expected("km, m, NM or miles after the distance", shown(found["unit"]))
    near, far = found["near"], found["far"] or found["near"]
    if float(near) > float(far):
        raise expected("the lesser distance first", shown(found[0]))
    if float(far) * metres > _FARTHEST_M:
        raise expected("a distance on this earth", shown(found[0]))
    times = 2.0 if about else 1.0
    nearest = max(0.0, float(near) - times * spread(near)) * metres
    return nearest, (float(far) + times * spread(far)) * metres


def _direction(rest: str, text: str) -> tuple[str, float, float, str]:
    """The direction as said, its bearing, how much it leaves open, and what follows it."""
    told = _BEARING.fullmatch(rest)
    if told:
        if float(told["degrees"]) > 360:
            raise expected("a bearing of at most 360 degrees", told["degrees"])
        return told["degrees"], float(told["degrees"]) % 360, 10.0, told["rest"]
    words = [(match[0], match.end()) for match in _WORD.finditer(rest)]
    at = 0
    while at < len(words) and (folded(words[at][0]) in _TO or words[at][0] in (",", "'", ".")):
        at += 1
    first, letters, end = at, "", 0
    while at < len(words):
        word = words[at][0]
        side = _INITIALS.get(word.upper()) or SIDES.get(folded(word)) or _joined(folded(word))
        if side:
            letters, end = letters + side, words[at][1]
        elif word != "-" or not letters:
            break
        at += 1
    if letters not in POINTS:
        raise expected("a compass point or a bearing after the distance", shown(text))
    begin = words[first][1] - len(words[first][0])
    either_way = 22.5 if len(letters) == 3 else 33.75
    return rest[begin:end], POINTS.index(letters) * 22.5, either_way, rest[end:]


def _joined(word: str) -> str | None:
    """Points written as one word: southwest, southsouthwest, юго, северо."""
    russian = {"северо": "N", "юго": "S"}
    if word in russian:
        return russian[word]
    letters = re.sub("north", "N", re.sub("south", "S", word))
    letters = re.sub("east(?:ern)?", "E", re.sub("west(?:ern)?", "W", letters))
    return letters if letters in POINTS else None


def _without_first_words(rest: str) -> str:
    """The known point without "of" and "the" in four languages; what is left is its name."""
    left = rest.strip(" ,.:")
    while True:
        match = re.match(r"([^\W\d_]+)['\s]+(?=\S)", left)
        # A capital begins a name: "of Le Havre", but "de la gare".
        if not match or match[1][0].isupper() or folded(match[1]) not in _OF:
            return "" if folded(left) in _OF else left[:LONGEST]
        left = left[match.end() :]
