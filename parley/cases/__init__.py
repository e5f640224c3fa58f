"""Shipped cases: public reports of one day, row by row, turned into drafts of records.

Nothing here signs or appends. A row that cannot be mapped is reported with its line and the
reason; it is never dropped and never a crash. The actor of a row stands in the chain of who said
so, never as the author: the author is whoever imports.
"""

from __future__ import annotations

from importlib import resources

from msgspec import Struct

from parley.cases.drafts import CaseImport, Draft, Mapped, Unmapped, read_rows
from parley.cases.mapping import Mapping, read_mapping
from parley.errors import NotFound

CASES: dict[str, str] = {"deir-ez-zor": "deir_ez_zor"}
"""Every shipped case by its identifier, and the folder it is in."""


class Case(Struct, frozen=True, kw_only=True):
    """A case as it is shipped: its rows as published, and how each becomes records."""

    id: str
    title: str
    gist: str
    incidents: tuple[str, ...]
    timeline: bytes
    mapping: Mapping


def load(case_id: str) -> Case:
    """One shipped case, by its identifier."""
    folder = CASES.get(case_id)
    if folder is None:
        raise NotFound(f"expected one of the cases {', '.join(CASES)}, got {case_id!r}")
    where = resources.files(__name__) / folder
    return case_from(
        (where / "timeline.csv").read_bytes(), mapping=(where / "mapping.toml").read_bytes()
    )


def case_from(timeline: bytes, *, mapping: bytes) -> Case:
    """A case from two files of its own: a table (UTF-8 CSV) and its mapping (TOML)."""
    read = read_mapping(mapping)
    return Case(
        id=read.case.id,
        title=read.case.title,
        gist=read.case.gist,
        incidents=read.case.incidents,
        timeline=timeline,
        mapping=read,
    )


def read_case(case: Case) -> CaseImport:
    """Every row of a case, mapped to drafts or listed with the reason why it is not."""
    return read_rows(case.timeline, case.mapping)


__all__ = [
    "CASES",
    "Case",
    "CaseImport",
    "Draft",
    "Mapped",
    "Unmapped",
    "case_from",
    "load",
    "read_case",
]
