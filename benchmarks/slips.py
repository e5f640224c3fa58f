"""Slips made on purpose, for `benchmarks.places` and the tests to count what is caught of them.

The slips are made here from floating-point degrees and plain text, without any code of
`parley.places`: pyproj for UTM, NGA's GEOTRANS (the `mgrs` package) for MGRS. All of it is
synthetic, drawn from fixed seeds; the places are towns of GeoNames, taken as what they are and as
the sites of made-up bridges, hospitals and airfields that reach 60 to 1,700 m.

What is not modelled: how often people make which slip, two slips at once, and honest positions of
towns that lie outside every town. A rate here is a rate over these slips, not over notices.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import mgrs  # type: ignore[import-untyped]  # ships no types; used only to judge us
from pyproj import Geod, Proj, Transformer

from parley.errors import BadInput
from parley.places import DeskEntry, Gazetteer, Order, check, read
from parley.places.world import world
from parley.record.values.place import Position

GEOD = Geod(ellps="WGS84")


class Site(NamedTuple):
    """A place that is notified, and how far it really reaches."""

    name: str
    lat: float
    lon: float
    reach: float


class Told(NamedTuple):
    """A position as it was told: the text, and in which order if the text does not say."""

    text: str
    order: Order | None = None


REACHES = (60.0, 150.0, 300.0, 800.0, 1700.0)


@cache
def sites(
    seed: int, count: int, reaches: tuple[float, ...] = REACHES
) -> tuple[list[Site], Gazetteer]:
    """Made-up sites near real towns anywhere, and the desk that knows them."""
    chance = random.Random(seed)
    towns = world()
    found: list[Site] = []
    while len(found) < count:
        at = towns.at(chance.randrange(len(towns)))
        lat = at.lat / 1e7 + chance.uniform(-0.2, 0.2)
        lon = at.lon / 1e7 + chance.uniform(-0.2, 0.2)
        if abs(lat) < 70 and abs(lon) < 179:
            reach = chance.choice(reaches)
            found.append(Site(f"site {len(found):04}", round(lat, 6), round(lon, 6), reach))
    desk = [
        DeskEntry(
            id=f"site-{number}", kind="other", names=(site.name,), reach_m=int(site.reach),
            at=Position(lat=round(site.lat * 1e7), lon=round(site.lon * 1e7)), source="made up",
        )
        for number, site in enumerate(found)
    ]  # fmt: skip
    return found, Gazetteer(desk)


def honest(site: Site, chance: random.Random) -> tuple[float, float]:
    """Where somebody honestly says a site is: somewhere on it, by a receiver good to 15 m."""
    away = 0.6 * site.reach * math.sqrt(chance.random()) + abs(chance.gauss(0, 15))
    lon, lat, _ = GEOD.fwd(site.lon, site.lat, chance.uniform(0, 360), away)
    return lat, lon


def _sides(lat: float, lon: float) -> tuple[str, str]:
    return "S" if lat < 0 else "N", "W" if lon < 0 else "E"


def _dms(degrees: float, decimals: int = 0) -> tuple[str, str, str]:
    ticks = round(abs(degrees) * 3600 * 10**decimals)
    whole, rest = divmod(ticks, 3600 * 10**decimals)
    minutes, seconds = divmod(rest, 60 * 10**decimals)
    second = f"{seconds / 10**decimals:0{3 + decimals if decimals else 2}.{decimals}f}"
    return str(whole), f"{minutes:02}", second


def _dm(degrees: float, decimals: int = 2) -> tuple[str, str]:
    ticks = round(abs(degrees) * 60 * 10**decimals)
    whole, rest = divmod(ticks, 60 * 10**decimals)
    return str(whole), f"{rest / 10**decimals:0{3 + decimals}.{decimals}f}"


def _zone(lon: float) -> int:
    return int((lon + 180) // 6) + 1


def decimal(lat: float, lon: float, chance: random.Random) -> Told:
    """Decimal degrees with letters, or signed with the order told beside."""
    digits = chance.choice((4, 5))
    if chance.random() < 0.5:
        return Told(f"{lat:.{digits}f}, {lon:.{digits}f}", "lat-lon")
    north, east = _sides(lat, lon)
    return Told(f"{abs(lat):.{digits}f} {north} {abs(lon):.{digits}f} {east}")


def dms(lat: float, lon: float, chance: random.Random) -> Told:
    """Degrees, minutes and seconds."""
    north, east = _sides(lat, lon)
    tell = "{}°{}'{}\"".format
    digits = chance.choice((0, 1))
    return Told(f"{tell(*_dms(lat, digits))}{north} {tell(*_dms(lon, digits))}{east}")


def dm(lat: float, lon: float, chance: random.Random) -> Told:
    """Degrees and minutes with two or three decimals."""
    north, east = _sides(lat, lon)
    digits = chance.choice((2, 3))
    return Told("{}°{}'".format(*_dm(lat, digits)) + north + " "
                + "{}°{}'".format(*_dm(lon, digits)) + east)  # fmt: skip


def utm(
    lat: float, lon: float, chance: random.Random, *, zone: int = 0, flip: bool = False
) -> Told:
    """UTM, its half in words; in another zone's number or the other half if asked."""
    own = _zone(lon)
    east, north = Proj(proj="utm", zone=own, ellps="WGS84", south=lat < 0)(lon, lat)
    half = "south" if (lat < 0) != flip else "north"
    return Told(f"{zone or own} {half} E {east:.0f} N {north:.0f}")


def grid(lat: float, lon: float, chance: random.Random) -> Told:
    """MGRS to 10 m or 1 m, by GEOTRANS."""
    return Told(str(mgrs.MGRS().toMGRS(lat, lon, MGRSPrecision=chance.choice((4, 5)))))


FORMS = (decimal, dms, dm, utm, grid)
Slipper = Callable[[float, float, random.Random], Told]


def swapped(lat: float, lon: float, chance: random.Random) -> Told:
    """The numbers exchanged; letters, where there are any, stay where they were."""
    told = chance.choice((decimal, dms, dm))(lat, lon, chance)
    if told.order:
        first, second = told.text.split(", ")
        return Told(f"{second}, {first}", told.order)
    north, east = _sides(lat, lon)
    first, second = told.text.replace(east, "").split(north)
    return Told(f"{second.strip()} {north} {first.strip()} {east}")


def other_side(lat: float, lon: float, chance: random.Random) -> Told:
    """One letter is the other one."""
    told = chance.choice((dms, dm))(lat, lon, chance)
    north, east = _sides(lat, lon)
    if chance.random() < 0.5:
        return Told(told.text.replace(north, "S" if north == "N" else "N"))
    return Told(told.text.replace(east, "W" if east == "E" else "E"))


def lost_minus(lat: float, lon: float, chance: random.Random) -> Told:
    """A minus left out; only asked of places that have one."""
    digits = chance.choice((4, 5))
    figures = [f"{lat:.{digits}f}", f"{lon:.{digits}f}"]
    at = chance.choice([at for at in (0, 1) if figures[at].startswith("-")])
    figures[at] = figures[at][1:]
    return Told(", ".join(figures), "lat-lon")


def dms_as_decimal(lat: float, lon: float, chance: random.Random) -> Told:
    """35 degrees 17 minutes 7 seconds typed as 35.1707."""
    north, east = _sides(lat, lon)
    (a, b, c), (d, e, f) = _dms(lat), _dms(lon)
    return Told(f"{a}.{b}{c} {north} {d}.{e}{f} {east}")


def minutes_as_decimal(lat: float, lon: float, chance: random.Random) -> Told:
    """35 degrees 17.12 minutes typed as 35.1712."""
    north, east = _sides(lat, lon)
    (a, b), (c, d) = _dm(lat), _dm(lon)
    return Told(f"{a}.{b.replace('.', '')} {north} {c}.{d.replace('.', '')} {east}")


def decimal_as_dms(lat: float, lon: float, chance: random.Random) -> Told:
    """35.2853 typed into boxes for degrees, minutes and seconds as 35, 28, 53."""
    north, east = _sides(lat, lon)

    def boxes(degrees: float) -> str:
        whole, part = f"{abs(degrees):.4f}".split(".")
        return f"{whole}°{part[:2]}'{part[2:]}\""

    return Told(f"{boxes(lat)}{north} {boxes(lon)}{east}")


def _edited(told: Told, edit: Callable[[str, int], str], chance: random.Random,
            may: Callable[[str, int], bool]) -> Told:  # fmt: skip
    """One place in the text, where it may be, edited."""
    skip = told.text.index(" E ") if " E " in told.text and " N " in told.text else 0
    places = [at for at in range(skip, len(told.text)) if may(told.text, at)]
    return told._replace(text=edit(told.text, chance.choice(places))) if places else told


def dropped(lat: float, lon: float, chance: random.Random) -> Told:
    """One digit left out."""
    told = chance.choice((decimal, dms, dm, utm))(lat, lon, chance)
    return _edited(told, lambda text, at: text[:at] + text[at + 1 :], chance,
                   lambda text, at: text[at].isdigit())  # fmt: skip


def doubled(lat: float, lon: float, chance: random.Random) -> Told:
    """One digit typed twice."""
    told = chance.choice((decimal, dms, dm, utm))(lat, lon, chance)
    return _edited(told, lambda text, at: text[:at] + text[at] + text[at:], chance,
                   lambda text, at: text[at].isdigit())  # fmt: skip


def transposed(lat: float, lon: float, chance: random.Random) -> Told:
    """Two unlike neighbours exchanged."""
    told = chance.choice((decimal, dms, dm, utm))(lat, lon, chance)
    return _edited(
        told, lambda text, at: text[:at] + text[at + 1] + text[at] + text[at + 2 :], chance,
        lambda text, at: text[at : at + 2].isdigit() and len(text[at : at + 2]) == 2
        and text[at] != text[at + 1],
    )  # fmt: skip


def wrong_zone(lat: float, lon: float, chance: random.Random) -> Told:
    """The zone beside the right one."""
    zone = (_zone(lon) - 1 + chance.choice((-1, 1))) % 60 + 1
    if chance.random() < 0.5:
        return utm(lat, lon, chance, zone=zone)
    told = grid(lat, lon, chance).text
    return Told(f"{zone}{told.lstrip('0123456789')}")


def wrong_band(lat: float, lon: float, chance: random.Random) -> Told:
    """The other half of the earth in UTM, or another band letter in MGRS."""
    if chance.random() < 0.5:
        return utm(lat, lon, chance, flip=True)
    told = grid(lat, lon, chance).text
    digits = len(told) - len(told.lstrip("0123456789"))
    others = [band for band in "CDEFGHJKLMNPQRSTUVWX" if band != told[digits]]
    return Told(told[:digits] + chance.choice(others) + told[digits + 1 :])


def local_datum(lat: float, lon: float, chance: random.Random) -> Told:
    """Numbers read off a map of the local datum, and not said so."""
    epsg = 4227 if 32 < lat < 37.3 and 35.5 < lon < 42.4 else 4230
    lon, lat = Transformer.from_crs(4326, epsg, always_xy=True).transform(lon, lat)
    north, east = _sides(lat, lon)
    return Told(f"{abs(lat):.5f} {north} {abs(lon):.5f} {east}")


MADE: dict[str, Slipper] = {
    "swapped-axes": swapped, "wrong-hemisphere": other_side, "lost-minus": lost_minus,
    "dms-as-decimal": dms_as_decimal, "minutes-as-decimal": minutes_as_decimal,
    "decimal-as-dms": decimal_as_dms, "datum-not-stated": local_datum,
    "digit-dropped": dropped, "digit-doubled": doubled, "digits-transposed": transposed,
    "wrong-zone": wrong_zone, "wrong-band": wrong_band,
}  # fmt: skip


def fits(slip: str, site: Site) -> bool:
    """Whether a slip can be made at a site at all."""
    if slip == "lost-minus":
        return site.lat < 0 or site.lon < 0
    if slip == "datum-not-stated":
        levant = 32 < site.lat < 37.3 and 35.5 < site.lon < 42.4
        return site.reach == 60 and (levant or (36 < site.lat < 60 and -9 < site.lon < 30))
    return True


class Outcome(NamedTuple):
    """What became of one position that was told."""

    word: str
    moved: float
    named: tuple[str, ...]


def judge(site: Site, told: Told, truth: tuple[float, float], known: Gazetteer) -> Outcome:
    """Read the position and compare it with the name, as a desk would."""
    try:
        fix = read(told.text, order=told.order)
    except BadInput:
        return Outcome("refused", math.inf, ())
    verdict = check(site.name, fix, None, gazetteer=known)
    _, _, moved = GEOD.inv(truth[1], truth[0], fix.at.lon / 1e7, fix.at.lat / 1e7)
    return Outcome(verdict.word, moved, tuple(one.slip for one in verdict.suspicions))


def slipped(
    slip: str, count: int, seed: int, reaches: tuple[float, ...] = REACHES
) -> list[tuple[Site, Outcome]]:
    """So many slips of one kind at sites where it can be made."""
    chance = random.Random(f"{seed} {slip}")
    everywhere, known = sites(seed, 1500, reaches)
    possible = [site for site in everywhere if fits(slip, site)]
    found = []
    for _ in range(count):
        site = chance.choice(possible)
        truth = honest(site, chance)
        found.append((site, judge(site, MADE[slip](*truth, chance), truth, known)))
    return found
