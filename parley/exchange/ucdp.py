"""The UCDP Georeferenced Event Dataset, by the columns of its codebook (version 18 and later).

An event has an estimate of deaths: `low`, `best`, `high`, and `best` by group (deaths_a, deaths_b,
deaths_civilians, deaths_unknown), which add to it. A day or more is given by date_start and
date_end. `where_prec` says how well the place is known, from the exact place (1) to a country (6)
and the sea or the air (7). No clock time is ever given, so the days are taken as UTC and said so.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final, Literal

from parley.errors import expected
from parley.exchange.rows import Row, count, identifier, one_of, plain
from parley.record.incident import Claimed, Opened
from parley.record.kinds import Record
from parley.record.values.amount import Quantity, Range
from parley.record.values.place import Place, Point, Position, degrees
from parley.record.values.statement import Link, Reported
from parley.record.values.time import VagueTime

COLUMNS: Final = (
    "id", "type_of_violence", "side_a", "side_b", "latitude", "longitude", "where_prec",
    "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown",
    "best", "high", "low",
)  # fmt: skip
PUBLISHER: Final = "Uppsala Conflict Data Program"
VIOLENCE: Final = MappingProxyType({
    1: "state-based violence",
    2: "non-state violence",
    3: "one-sided violence",
})  # fmt: skip
RADIUS_CM: Final = MappingProxyType({
    1: 100_000,
    2: 2_500_000,
    3: 10_000_000,
    4: 30_000_000,
    5: 50_000_000,
    6: None,
    7: None,
})  # fmt: skip
"""How far off a position may lie, by `where_prec`; of the distances only 25 km is the codebook's.

1 an exact place, 2 within about 25 km of it, 3 a district, 4 a province, 5 a line or a wide area,
6 a country, 7 the sea or the air: of the last two the position says nothing, so none is kept.
"""
_GROUPS: Final[tuple[tuple[str, str, Literal["civilian", "combatant", "unknown"]], ...]] = (
    ("deaths_a", "side_a", "combatant"),
    ("deaths_b", "side_b", "combatant"),
    ("deaths_civilians", "civilians", "civilian"),
    ("deaths_unknown", "unknown", "unknown"),
)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T]00:00:00(?:\.0{1,6})?)?", re.ASCII)


def records_of(row: Row, edition: str) -> tuple[Record, ...]:
    """One event as an opened file and a claim of its deaths, on the publisher's word."""
    file = identifier("ucdp", row["id"], "id")
    when = _when(row)
    sides = [plain(row[name], 90) for name in ("side_a", "side_b")]
    sort = VIOLENCE[one_of(row, "type_of_violence", VIOLENCE)]
    title = plain(f"{sort}: {sides[0] or 'unknown'} and {sides[1] or 'unknown'}", 200)
    reported = Reported(
        chain=_chain(row, edition), address=f"{PUBLISHER}, event {row['id'].strip()}",
        confidence="medium",
    )  # fmt: skip
    place = _place(row)
    return (
        Opened(incident=file, title=title, when=when, place=place, reported=reported),
        Claimed(
            incident=file,
            question="killed",
            stance="reports",
            statement=_statement(row, title),
            when=when,
            quantities=_quantities(row, sides),
            place=place,
            reported=reported,
        ),
    )


def _chain(row: Row, edition: str) -> tuple[Link, ...]:
    first = Link(who=plain(f"{PUBLISHER} ({edition})", 200))
    sources = plain(row.get("source_original", ""), 200)
    office = plain(row.get("source_office", ""), 200)
    carried = (Link(who=office, how="via"),) if office else ()
    return (first, *carried, Link(who=sources, how="cited")) if sources else (first, *carried)


def _when(row: Row) -> VagueTime:
    days = []
    for name in ("date_start", "date_end"):
        found = _DAY.fullmatch(row[name].strip())
        if not found:
            raise expected("a day like 2016-09-17", repr(row[name][:40]), name)
        days.append(found[1])
    written = days[0] if days[0] == days[1] else f"{days[0]}/{days[1]}"
    told = VagueTime.parse(written, zone="Z")
    # An interval here says between which days it fell, not that it filled them.
    return VagueTime(
        earliest=told.earliest, latest=told.latest, written=written, precision="day", zone="Z"
    )


def _place(row: Row) -> Place | None:
    radius = RADIUS_CM[one_of(row, "where_prec", RADIUS_CM)]
    name = plain(row.get("where_description", "") or row.get("where_coordinates", ""), 200)
    lat, lon = row["latitude"].strip(), row["longitude"].strip()
    if not (lat and lon):
        return Place(written=name) if name else None
    if radius is None:
        return Place(written=name or f"{lat}, {lon}")
    at = Position(lat=degrees(lat), lon=degrees(lon))
    return Place(
        written=name or f"{lat}, {lon}", shape=Point(at=at), uncertainty_cm=radius, datum="WGS84"
    )


def _quantities(row: Row, sides: list[str]) -> tuple[Quantity, ...]:
    low, best, high = (count(row, name) for name in ("low", "best", "high"))
    if best is None:
        raise expected("a best estimate", "none", "best")
    total = Quantity(
        measure="killed",
        range=Range(unit="person", written=str(best), low=low, best=best, high=high),
    )
    parts = []
    for column, whose, civilian in _GROUPS:
        number = count(row, column)
        if not number:
            continue
        group = {"side_a": sides[0], "side_b": sides[1]}.get(whose, whose)
        parts.append(
            Quantity(
                measure=f"killed-{column.removeprefix('deaths_')}",
                range=Range(unit="person", written=str(number), best=number),
                group=group or None,
                civilian=civilian,
                combatants="yes" if civilian == "combatant" else "unknown",
                part_of="killed",
            )
        )
    return (total, *parts)


def _statement(row: Row, title: str) -> str:
    headline = plain(row.get("source_headline", ""), 1000)
    return headline or title
