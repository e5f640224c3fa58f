"""The desk's own places: few, each with its source, its extent, its names in every script.

Kept in memory. A file of them is one way in; entries folded from the record are another.
"""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

from parley.errors import BadInput, NotFound, expected
from parley.places.positions.reading import read
from parley.record.values.place import Position
from parley.record.values.refused import shown
from parley.record.values.text import Id, Name
from parley.record.values.wording import reworded

Kind: TypeAlias = Literal[
    "town", "airfield", "bridge", "hospital", "school", "crossing", "camp", "hill", "other"
]
Reach = Annotated[int, Meta(ge=1, le=100_000, description="Metres from the point.")]

SHIPPED = {"deir-ez-zor": "deir_ez_zor.toml"}
"""The files of entries that are shipped, by the identifier of their case."""


class DeskEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place the desk knows. Its first name is the one shown."""

    id: Id
    kind: Kind
    names: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=50)]
    at: Position
    reach_m: Reach
    source: Annotated[Name, Meta(description="Where the position comes from.")]
    origin: Annotated[
        Literal["desk", "notice"], Meta(description="notice: only its author says so.")
    ] = "desk"


class _Written(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: Id
    kind: Kind
    names: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=50)]
    at: Name
    reach_m: Reach
    source: Name


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    entry: tuple[_Written, ...] = ()


def read_entries(content: bytes) -> tuple[DeskEntry, ...]:
    """Desk entries from a file (TOML); BadInput where one does not hold.

    Each has `id`, `kind`, `names`, `at` (a position in any notation `read` knows, as text),
    `reach_m` and `source`.
    """
    try:
        plain = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise BadInput(f"expected desk entries in TOML, got {shown(str(fault))}") from fault
    try:
        pages = msgspec.convert(plain, _File)
    except msgspec.ValidationError as fault:
        raise reworded(fault, _File, plain) from fault
    ids = [entry.id for entry in pages.entry]
    twice = next((one for one in ids if ids.count(one) > 1), None)
    if twice:
        raise expected("each identifier once", twice, "entry.id")
    return tuple(_entry(written) for written in pages.entry)


def case_entries(case: str) -> tuple[DeskEntry, ...]:
    """The desk entries shipped with a case."""
    name = SHIPPED.get(case)
    if name is None:
        raise NotFound(f"expected a file of places, or {' or '.join(SHIPPED)}, got {shown(case)}")
    return read_entries((resources.files(__package__) / "known" / name).read_bytes())


def _entry(written: _Written) -> DeskEntry:
    fix = read(written.at)
    return DeskEntry(
        id=written.id, kind=written.kind, names=written.names, at=fix.at,
        reach_m=written.reach_m, source=written.source,
    )  # fmt: skip
