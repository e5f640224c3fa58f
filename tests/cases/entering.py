"""A stand-in for the desk: every draft entered in order, under a digest made from its name."""

from __future__ import annotations

import hashlib

from parley.cases import CaseImport
from parley.record.entry import Entry
from parley.record.kinds import Record

MINUTE = 60_000
FIRST = 1_900_000_000_000


def entered(imported: CaseImport) -> dict[str, Record]:
    """Every record of an import, by the name of its draft."""
    digests: dict[str, str] = {}
    records: dict[str, Record] = {}
    for draft in imported.drafts():
        records[draft.name] = draft.record(digests)
        digests[draft.name] = "sha256:" + hashlib.sha256(draft.name.encode()).hexdigest()
    return records


def entries(imported: CaseImport, author: str = "case-importer") -> tuple[Entry, ...]:
    """The same records as a reader sees them: one entry a minute, in order."""
    return tuple(
        Entry(
            index=index,
            rx=FIRST + index * MINUTE,
            digest="sha256:" + hashlib.sha256(name.encode()).hexdigest(),
            author=author,
            body=record,
        )
        for index, (name, record) in enumerate(entered(imported).items())
    )
