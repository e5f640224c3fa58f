"""Other people's tables into the record: signed by the importer, a batch at a time.

What is held is one row and one batch, however long the table. The desk's log says before and after
which file it was, by its SHA-256, so that nobody enters it twice unawares.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from parley.desk.desk import Desk
from parley.errors import BadInput, DiskFailed, NotFound
from parley.exchange import Fault, Mapped
from parley.record.log import Noted

BATCH: Final = 256
TOPIC: Final = "system"


class Brought(Struct, frozen=True, kw_only=True):
    """What a table came to."""

    file: str
    sha256: str
    rows: int
    entries: int
    faults: int


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        raise NotFound("expected a file, got nothing of that name", at=str(path)) from None
    except OSError as fault:
        raise DiskFailed(f"expected to read the file, got: {fault.strerror}", at=str(path)) from (
            fault
        )


def counted(
    rows: Iterable[Mapped | Fault], *, path: Path, on_fault: Callable[[Fault], None]
) -> Brought:
    """Read a table and enter nothing: how many rows it has, and which cannot be mapped."""
    sha256 = digest_of(path)
    good = bad = entries = 0
    for row in rows:
        if isinstance(row, Fault):
            bad += 1
            on_fault(row)
        else:
            good += 1
            entries += len(row.records)
    return Brought(
        file=path.name, sha256=sha256, rows=good + bad, entries=entries, faults=bad
    )


def bring(
    desk: Desk,
    rows: Iterable[Mapped | Fault],
    *,
    path: Path,
    on_fault: Callable[[Fault], None],
    again: bool = False,
) -> Brought:
    """Enter every row that can be mapped; each of the others is given to `on_fault`.

    Refuses a file that was brought before, unless `again`: an import that was cut short leaves
    the rows it came to, and what is entered twice stays twice.
    """
    sha256 = digest_of(path)
    if not again:
        _refuse_twice(desk, sha256)
    began = f"An import of {path.name[:120]} begins: SHA-256 {sha256}."
    desk.act(Noted(text=began, topic=TOPIC))
    good = bad = entries = 0
    for batch in _batches(rows):
        mapped = [row for row in batch if isinstance(row, Mapped)]
        faults = [row for row in batch if isinstance(row, Fault)]
        records = [record for row in mapped for record in row.records]
        desk.submit_many([desk.prepare_report(record)[0] for record in records])
        good, bad, entries = good + len(mapped), bad + len(faults), entries + len(records)
        for fault in faults:
            on_fault(fault)
    ended = (
        f"The import of SHA-256 {sha256} ended: {good + bad} rows, {entries} entries, "
        f"{bad} rows that could not be mapped."
    )
    desk.act(Noted(text=ended, topic=TOPIC))
    return Brought(file=path.name, sha256=sha256, rows=good + bad, entries=entries, faults=bad)


def _batches(rows: Iterable[Mapped | Fault]) -> Iterator[list[Mapped | Fault]]:
    batch: list[Mapped | Fault] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _refuse_twice(desk: Desk, sha256: str) -> None:
    for entry in desk.book.entries(0, desk.size):
        body = entry.body
        if isinstance(body, Noted) and body.topic == TOPIC and sha256 in body.text:
            raise BadInput(
                "expected a file that was never brought here, got one that was",
                at=f"entry {entry.index}",
                remedy="Give --again if it is to be entered once more.",
            )
