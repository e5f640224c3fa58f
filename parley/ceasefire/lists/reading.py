"""A list of incidents as one party gives it: a CSV file (RFC 4180, UTF-8) with a header.

    id,when,place,lat,lon,within_m,act,actor,affected,killed,text,figure,count,part_of

A row is an incident when it has a `when`, and a stated figure when it has a `figure` and a `count`:
a total the list gives, or a part of one. Only `id` is always there; what nobody says stays empty.
"""

from __future__ import annotations

import csv
import io
from typing import Literal, get_args

from msgspec import Struct

from parley.errors import BadInput, expected
from parley.record.values.place import degrees
from parley.record.values.refused import shown
from parley.record.values.time import VagueTime

Column = Literal[
    "id", "when", "place", "lat", "lon", "within_m", "act", "actor", "affected", "killed", "text",
    "figure", "count", "part_of",
]  # fmt: skip
COLUMNS: tuple[str, ...] = get_args(Column)
MAX_ROWS, MAX_CELL = 20_000, 4000


class Item(Struct, frozen=True, kw_only=True):
    """One incident of a list. `within_m` is how far its position may be off; None: nobody says."""

    id: str
    line: int
    when: VagueTime
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    within_m: int | None = None
    act: str = ""
    actor: str = ""
    affected: str = ""
    killed: int | None = None
    text: str = ""


class Stated(Struct, frozen=True, kw_only=True):
    """A figure the list itself gives, and the figure it is a part of."""

    id: str
    line: int
    figure: str
    count: int
    part_of: str = ""


class Listed(Struct, frozen=True, kw_only=True):
    """A whole list: whose it is, its incidents, its stated figures."""

    name: str
    items: tuple[Item, ...]
    stated: tuple[Stated, ...] = ()


def read_list(raw: bytes, name: str, zone: str) -> Listed:
    """Read a list. Times without a zone are in `zone`. Every refusal names line and column."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise expected("UTF-8", f"byte {fault.start} that is not", name) from fault
    rows = _rows(text, name)
    items: list[Item] = []
    stated: list[Stated] = []
    seen: set[str] = set()
    for line, row in rows:
        at = f"{name}, line {line}"
        if not row["id"]:
            raise expected("an identifier", "nothing", f"{at}, id")
        if row["id"] in seen:
            raise expected("each identifier once", f"{shown(row['id'])} again", f"{at}, id")
        seen.add(row["id"])
        if bool(row["when"]) == bool(row["figure"]):
            got = "both" if row["when"] else "neither"
            raise expected("an incident with a time, or a stated figure", got, at)
        if row["when"]:
            items.append(_item(row, line, zone, at))
        else:
            stated.append(_stated(row, line, at))
    return Listed(name=name, items=tuple(items), stated=tuple(stated))


def _rows(text: str, name: str) -> list[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[tuple[int, dict[str, str]]] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        unknown = [cell for cell in header if cell not in COLUMNS]
        if "id" not in header or unknown or len(set(header)) < len(header):
            got = shown(unknown[0]) if unknown else "another header"
            raise expected(f"columns of {', '.join(COLUMNS)}, each once", got, f"{name}, line 1")
        for row in reader:
            line = reader.line_num
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                raise expected(f"{len(header)} cells", str(len(row)), f"{name}, line {line}")
            if len(found) == MAX_ROWS:
                raise expected(f"at most {MAX_ROWS} rows", "more", f"{name}, line {line}")
            long = next((cell for cell in row if len(cell) > MAX_CELL), None)
            if long is not None:
                raise expected(f"cells of at most {MAX_CELL} characters", str(len(long)),
                               f"{name}, line {line}")  # fmt: skip
            cells = dict(zip(header, (cell.strip() for cell in row), strict=True))
            found.append((line, {column: cells.get(column, "") for column in COLUMNS}))
    except csv.Error as fault:
        raise expected("a CSV file", str(fault), f"{name}, line {reader.line_num}") from fault
    return found


def _item(row: dict[str, str], line: int, zone: str, at: str) -> Item:
    try:
        when = VagueTime.parse(row["when"], zone=zone)
    except BadInput as fault:
        raise BadInput(fault.sentence, at=f"{at}, when") from fault
    if bool(row["lat"]) != bool(row["lon"]):
        raise expected("both lat and lon, or neither", "one", at)
    return Item(
        id=row["id"], line=line, when=when, place=row["place"],
        lat=_degrees(row["lat"], 90, f"{at}, lat"), lon=_degrees(row["lon"], 180, f"{at}, lon"),
        within_m=_count(row["within_m"], f"{at}, within_m"), act=row["act"], actor=row["actor"],
        affected=row["affected"], killed=_count(row["killed"], f"{at}, killed"), text=row["text"],
    )  # fmt: skip


def _stated(row: dict[str, str], line: int, at: str) -> Stated:
    count = _count(row["count"], f"{at}, count")
    if count is None:
        raise expected("a count", "nothing", f"{at}, count")
    return Stated(
        id=row["id"], line=line, figure=row["figure"], count=count, part_of=row["part_of"]
    )


def _degrees(cell: str, most: int, at: str) -> float | None:
    if not cell:
        return None
    try:
        found = degrees(cell) / 1e7
    except BadInput as fault:
        raise BadInput(fault.sentence, at=at) from fault
    if abs(found) > most:
        raise expected(f"degrees between -{most} and {most}", shown(cell), at)
    return found


def _count(cell: str, at: str) -> int | None:
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 9):
        raise expected("a whole number", shown(cell), at)
    return int(cell)
