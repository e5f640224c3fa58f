"""An entry as a reader sees it: a record in its order, or the fact that one is there."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.errors import expected
from parley.record.kinds import KINDS, Record, is_closed
from parley.record.values.canonical import Json, canonical, read_as, read_canonical


class Unread(Struct, frozen=True, kw_only=True, tag_field="kind", tag="unread"):
    """Something was entered here that this reader cannot read."""

    why: Literal["sealed", "erased", "not-as-committed", "not-signed-by-its-author"]


class Entry(Struct, frozen=True, kw_only=True):
    """One step of the record.

    `index` counts from 0. `rx` is ledger time in milliseconds, a claim by the desk that only
    grows. `author` is the actor whose key signed, None where this reader cannot know it. A `late`
    entry was held back or replayed: it is kept, never applied as fresh.
    """

    index: Annotated[int, Meta(ge=0)]
    rx: int
    digest: str
    author: str | None
    body: Record | Unread
    late: bool = False
    partly: bool = False


def write_record(record: Record) -> bytes:
    """The one spelling of a record (RFC 8785)."""
    return canonical(record)


def read_record(data: bytes) -> Record:
    """Read a record back, refusing anything that is not exactly one, by the path of the field."""
    return as_record(read_canonical(data))


def as_record(plain: dict[str, Json], *, at: str = "$") -> Record:
    """Turn plain JSON into a record of its kind."""
    tag = plain.get("kind")
    kind = KINDS.get(tag) if isinstance(tag, str) else None
    if kind is None:
        raise expected("a known kind", repr(tag), f"{at}.kind")
    return read_as(kind, plain, at=at)


__all__ = ["Entry", "Unread", "as_record", "is_closed", "read_record", "write_record"]
