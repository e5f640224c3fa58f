"""The events of ACLED, by the columns of its codebook since March 2023.

`fatalities` is the number that reports give, and 0 also where none give any, so a 0 is kept as what
the row says and no more. `event_date` is a day, in the place's own time, with no zone told; the day
is widened to every zone there is. `time_precision` 1 is that day, 2 a week around it, 3 a month.
"""

from __future__ import annotations

import calendar
import re
from types import MappingProxyType
from typing import Final

from parley.errors import expected
from parley.exchange.rows import Row, count, identifier, one_of, plain
from parley.record.incident import Claimed, Opened
from parley.record.kinds import Record
from parley.record.values.amount import Quantity, Range
from parley.record.values.place import Place, Point, Position, degrees
from parley.record.values.statement import Link, Reported
from parley.record.values.time import VagueTime

COLUMNS: Final = (
    "event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1",
    "actor2", "location", "latitude", "longitude", "geo_precision", "source", "notes",
    "fatalities",
)  # fmt: skip
PUBLISHER: Final = "Armed Conflict Location & Event Data"
RADIUS_CM: Final = MappingProxyType({1: 500_000, 2: 2_500_000, 3: 10_000_000})
"""How far off a position may lie, by `geo_precision`: a town, a part of a region, a region.

The codes are the publisher's, the distances ours.
"""
AROUND_DAYS: Final = MappingProxyType({1: 0, 2: 7, 3: 31})
"""So many days either side, by `time_precision`."""
_DAY_MS: Final = 86_400_000
_EAST_MS, _WEST_MS = 14 * 3_600_000, 12 * 3_600_000
"""A day begins 14 hours before its UTC day in the east, and ends 12 hours after it in the west."""
_DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)", re.ASCII),
    re.compile(r"(?P<day>\d{1,2}) (?P<name>[A-Za-z]+) (?P<year>\d{4})", re.ASCII),
)
_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}


def records_of(row: Row, edition: str) -> tuple[Record, ...]:
    """One event as an opened file and a claim of its fatalities, on the publisher's word."""
    file = identifier("acled", row["event_id_cnty"], "event_id_cnty")
    when = _when(row)
    actors = [plain(row[name], 80) for name in ("actor1", "actor2")]
    sort = plain(row["sub_event_type"] or row["event_type"], 60)
    title = plain(f"{sort}: {' and '.join(one for one in actors if one) or 'unknown'}", 200)
    reported = Reported(
        chain=_chain(row, edition), address=f"{PUBLISHER}, event {row['event_id_cnty'].strip()}",
        confidence="medium",
    )  # fmt: skip
    place = _place(row)
    dead = count(row, "fatalities")
    if dead is None:
        raise expected("a number of fatalities", "none", "fatalities")
    killed = Quantity(measure="killed", range=Range(unit="person", written=str(dead), best=dead))
    return (
        Opened(incident=file, title=title or file, when=when, place=place, reported=reported),
        Claimed(
            incident=file,
            question="killed",
            stance="reports",
            statement=plain(row["notes"], 4000) or title or file,
            when=when,
            quantities=(killed,),
            place=place,
            reported=reported,
        ),
    )


def _chain(row: Row, edition: str) -> tuple[Link, ...]:
    first = Link(who=plain(f"{PUBLISHER} ({edition})", 200))
    names = [plain(one, 200) for one in row["source"].split(";")]
    cited = [Link(who=one, how="cited") for one in dict.fromkeys(names) if one]
    # Several sources side by side are no chain of who quoted whom, so they stand as one.
    if len(cited) > 1:
        cited = [Link(who=plain("; ".join(one.who for one in cited), 200), how="cited")]
    return (first, *cited)


def _when(row: Row) -> VagueTime:
    day = _day(row["event_date"].strip())
    around = AROUND_DAYS[one_of(row, "time_precision", AROUND_DAYS)] * _DAY_MS
    told = VagueTime.parse(day, zone="Z")
    return VagueTime(
        earliest=told.earliest - _EAST_MS - around,
        latest=told.latest + _WEST_MS + around,
        written=plain(row["event_date"], 80),
        precision="day" if not around else "month",
        zone="Z",
    )


def _day(written: str) -> str:
    for form in _DATES:
        found = form.fullmatch(written)
        if not found:
            continue
        parts = found.groupdict()
        month = parts.get("month") or _MONTHS.get((parts.get("name") or "").lower())
        if month:
            return f"{parts['year']}-{int(month):02}-{int(parts['day']):02}"
    raise expected("a day like 17 September 2016 or 2016-09-17", repr(written[:40]), "event_date")


def _place(row: Row) -> Place | None:
    radius = RADIUS_CM[one_of(row, "geo_precision", RADIUS_CM)]
    lat, lon = row["latitude"].strip(), row["longitude"].strip()
    name = plain(row["location"], 200)
    if not (lat and lon):
        return Place(written=name) if name else None
    at = Position(lat=degrees(lat), lon=degrees(lon))
    return Place(
        written=name or f"{lat}, {lon}", shape=Point(at=at), uncertainty_cm=radius, datum="WGS84"
    )
