"""Synthetic tables in the published layouts. Every row is invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

UCDP: dict[str, str] = {
    "id": "101", "relid": "NTH-2031-1-1", "year": "2031", "active_year": "1",
    "code_status": "Clear", "type_of_violence": "1", "conflict_new_id": "1",
    "conflict_name": "Northland: Government", "dyad_new_id": "2",
    "dyad_name": "Government of Northland - Eastern Front", "side_a_new_id": "3",
    "side_a": "Government of Northland", "side_b_new_id": "4", "side_b": "Eastern Front",
    "number_of_sources": "1", "source_article": "", "source_office": "A wire service",
    "source_date": "2031-05-04", "source_headline": "Clash at the mill",
    "source_original": "a police officer", "where_prec": "2",
    "where_coordinates": "Mill town", "where_description": "near the mill",
    "adm_1": "", "adm_2": "", "latitude": "35.250000", "longitude": "40.170000",
    "geom_wkt": "POINT (40.17 35.25)", "priogrid_gid": "1", "country": "Northland",
    "country_id": "1", "region": "Nowhere", "event_clarity": "1", "date_prec": "1",
    "date_start": "2031-05-03 00:00:00.000", "date_end": "2031-05-03 00:00:00.000",
    "deaths_a": "2", "deaths_b": "3", "deaths_civilians": "4", "deaths_unknown": "0",
    "best": "9", "high": "12", "low": "7", "gwnoa": "1", "gwnob": "",
}  # fmt: skip

ACLED: dict[str, str] = {
    "event_id_cnty": "NTH101", "event_date": "03 May 2031", "year": "2031", "time_precision": "1",
    "disorder_type": "Political violence", "event_type": "Explosions/Remote violence",
    "sub_event_type": "Air/drone strike", "actor1": "Military Forces of Northland",
    "assoc_actor_1": "", "inter1": "1", "actor2": "Eastern Front", "assoc_actor_2": "",
    "inter2": "2", "interaction": "12", "civilian_targeting": "", "iso": "1",
    "region": "Nowhere", "country": "Northland", "admin1": "A", "admin2": "B", "admin3": "",
    "location": "Mill town", "latitude": "35.2500", "longitude": "40.1700", "geo_precision": "1",
    "source": "A wire service; A monitoring group", "source_scale": "National",
    "notes": "On 3 May 2031, jets struck a post. 5 killed.", "fatalities": "5", "tags": "",
    "timestamp": "1935000000",
}  # fmt: skip


def table(*rows: dict[str, str]) -> bytes:
    """Rows as a CSV table with the columns of the first."""
    return b"".join(lines(iter(rows), tuple(rows[0])))


def lines(rows: Iterator[dict[str, str]], columns: tuple[str, ...]) -> Iterator[bytes]:
    """The lines of a table, one after another, so that a million need no memory."""
    yield _line(list(columns))
    for row in rows:
        yield _line([row[name] for name in columns])


def many_ucdp(count: int) -> Iterator[dict[str, str]]:
    """So many events, every tenth with a fault."""
    for n in range(count):
        bad = n % 10 == 9
        yield {
            **UCDP, "id": str(n + 1), "best": "many" if bad else str(n % 9 + 7),
            "high": str(n % 9 + 12), "latitude": f"{35 + n % 1000 / 1000:.6f}",
        }  # fmt: skip


def _line(cells: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()
