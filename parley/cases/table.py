"""A case's table: RFC 4180 rows in UTF-8, each with the line it starts at.

A file that is not such a table is refused as a whole. A row that cannot be read is returned as a
fault with its line, and reading goes on behind it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator

from msgspec import Struct

from parley.errors import expected

COLUMNS = (
    "time_utc", "actor", "kind", "place", "lat", "lon", "uncertainty_m", "text", "source_url",
    "confidence",
)  # fmt: skip
MAX_BYTES = 16_000_000


class Row(Struct, frozen=True, kw_only=True):
    """One row: its cells as written, and the physical line it starts at (the header is 1)."""

    line: int
    time_utc: str
    actor: str
    kind: str
    place: str
    lat: str
    lon: str
    uncertainty_m: str
    text: str
    source_url: str
    confidence: str


class Fault(Struct, frozen=True, kw_only=True):
    """A row that could not be read, and why."""

    line: int
    reason: str


def rows_of(table: bytes) -> Iterator[Row | Fault]:
    """Every row below the header, in order."""
    # Not str.splitlines: it also breaks at U+2028 and the like, inside a cell.
    reader = csv.reader(io.StringIO(_decoded(table), newline=""), strict=True)
    try:
        header = next(reader, [])
    except csv.Error as fault:
        raise expected("a header row", str(fault), "line 1") from fault
    if tuple(header) != COLUMNS:
        raise expected(f"the columns {','.join(COLUMNS)}", ",".join(header)[:200], "line 1")
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            yield Fault(line=line, reason=_unreadable(line, reader.line_num, str(fault)))
            continue
        if not cells:
            yield Fault(line=line, reason="expected a row, got an empty line")
        elif len(cells) != len(COLUMNS):
            reason = f"expected {len(COLUMNS)} cells, got {len(cells)}"
            yield Fault(line=line, reason=reason)
        else:
            yield _row(line, cells)


def fingerprint(row: Row) -> str:
    """What ties an annotation to the exact cells of its row: 16 hex digits of their SHA-256."""
    cells = json.dumps([getattr(row, column) for column in COLUMNS], ensure_ascii=False)
    return hashlib.sha256(cells.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _row(line: int, cells: list[str]) -> Row:
    return Row(line=line, **dict(zip(COLUMNS, cells, strict=True)))


def _decoded(table: bytes) -> str:
    if len(table) > MAX_BYTES:
        raise expected(f"at most {MAX_BYTES} bytes", str(len(table)))
    try:
        return table.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        at = f"byte {fault.start} (line {table[: fault.start].count(10) + 1})"
        raise expected("UTF-8 text", fault.reason, at) from fault


def _unreadable(first: int, last: int, why: str) -> str:
    through = f"; lines {first} to {last} were read as this one row" if last > first else ""
    return f"expected a row in RFC 4180 form, got {why!r}{through}"
