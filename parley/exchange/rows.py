"""Tables of any length, a row at a time: what a row became, or its line and the reason why not."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO, Final, TypeAlias

import msgspec
from msgspec import Struct

from parley.errors import BadInput, expected
from parley.record.kinds import Record
from parley.record.values.canonical import read_as

MOST_CHARS: Final = 200_000
"""No row of a real table is longer; a quotation mark that is never closed would be."""
_INVISIBLE = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f\\s]+"
)
_HALF = re.compile("[\ud800-\udfff]")

Row: TypeAlias = Mapping[str, str]


class Mapped(Struct, frozen=True, kw_only=True):
    """A row that became records, in the order they are to be entered."""

    line: int
    records: tuple[Record, ...]


class Fault(Struct, frozen=True, kw_only=True):
    """A row that became nothing, and why."""

    line: int
    reason: str


def table(stream: BinaryIO, needed: Iterable[str]) -> Iterator[tuple[int, Row | Fault]]:
    """The rows of a CSV table (RFC 4180, UTF-8) with their lines; bad ones as faults.

    A table without the columns that are needed is refused as a whole, by name. Only one row is
    ever held.
    """
    csv.field_size_limit(MOST_CHARS)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    lines = _short_lines(text)
    rows = csv.reader(lines, strict=True)
    try:
        head = next(rows, None)
    except csv.Error as fault:
        raise expected("a CSV table in UTF-8", fault, "line 1") from fault
    names = [name.strip().lower() for name in head or ()]
    missing = [name for name in needed if name not in names]
    if missing:
        raise expected(f"a column {missing[0]}", ", ".join(names)[:200] or "no row", "line 1")
    while True:
        line = rows.line_num + 1
        try:
            cells = next(rows, None)
        except csv.Error as fault:
            yield line, Fault(line=line, reason=f"expected a row of a CSV table, got {fault}.")
            continue
        if cells is None:
            return
        if not any(cells):
            continue
        if len(cells) != len(names):
            reason = f"expected {len(names)} cells, got {len(cells)}."
            yield line, Fault(line=line, reason=reason)
            continue
        if not _whole_text(cells):
            yield line, Fault(line=line, reason="expected text in UTF-8, got bytes that are not.")
            continue
        yield line, dict(zip(names, cells, strict=True))


def _short_lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Lines of bounded length, so that a file without line ends cannot fill the memory."""
    while line := text.readline(MOST_CHARS):
        yield line


def _whole_text(cells: list[str]) -> bool:
    """False where a byte was no UTF-8: it stands as half a pair, which no text holds."""
    return all(cell.isascii() or not _HALF.search(cell) for cell in cells)


def plain(words: str, most: int) -> str:
    """Words on one line, without characters that are not seen, cut to what a field may hold."""
    return _INVISIBLE.sub(" ", words).strip()[:most].strip()


def whole(row: Row, name: str) -> int | None:
    """A whole number, or None where the cell is empty or missing."""
    written = row.get(name, "").strip()
    if not written:
        return None
    if not re.fullmatch(r"-?\d{1,15}(?:\.0{1,6})?", written, re.ASCII):
        raise expected("a whole number", repr(written[:40]), name)
    return int(written.partition(".")[0])


def count(row: Row, name: str) -> int | None:
    """A whole number that counts something, so not below nothing."""
    found = whole(row, name)
    if found is not None and found < 0:
        raise expected("a count from 0 up", found, name)
    return found


def one_of(row: Row, name: str, known: Mapping[int, object]) -> int:
    """A code of a list that the format publishes."""
    found = whole(row, name)
    if found is None or found not in known:
        listed = ", ".join(map(str, known))
        raise expected(f"one of {listed}", repr(row.get(name, "")[:40]), name)
    return found


def identifier(prefix: str, written: str, at: str) -> str:
    """An identifier of ours from one of theirs, which is kept whole and only lowered."""
    found = f"{prefix}-{written.strip().lower()}"
    if not re.fullmatch(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])", found, re.ASCII):
        raise expected("an identifier of a-z 0-9 . _ -", repr(written[:80]), at)
    return found


def judged(record: Record, at: str) -> Record:
    """The record as its types judge it: a struct made in Python is not checked, a record is."""
    return read_as(type(record), msgspec.to_builtins(record), at=at)


def fault_of(line: int, fault: BadInput) -> Fault:
    """A refusal as the fault of its row."""
    return Fault(line=line, reason=str(fault))
