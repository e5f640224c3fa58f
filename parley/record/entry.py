"""An entry as a reader sees it: a record in its order, or the fact that one is there."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from parley.errors import BadInput, Damaged, expected
from parley.record.kinds import KINDS, Record, is_closed
from parley.record.values.canonical import MAX_BYTES, Json, canonical, read_as, read_canonical
from parley.record.values.refused import field, shown

# For structs, "sorted" gives the same bytes as `canonical`, which the tests hold it to.
_WRITER = msgspec.json.Encoder(order="sorted")
_READER: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)


class Unread(Struct, frozen=True, kw_only=True, tag_field="kind", tag="unread"):
    """Something was entered here that this reader cannot read."""

    why: Literal["sealed", "erased", "missing", "not-as-committed", "not-signed-by-its-author"]


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
    """The one spelling of a record (RFC 8785). What could not be read back is never written."""
    try:
        data = _WRITER.encode(record)
        # Read and written once more, because msgspec leaves a default out only when it is the
        # very object of the declaration, and a value built at run time is merely equal to it.
        return _WRITER.encode(_READER.decode(data))
    except (UnicodeEncodeError, OverflowError):
        raise _fault(canonical(record)) from None
    except msgspec.DecodeError:
        raise _fault(data) from None


def read_record(data: bytes) -> Record:
    """Read a record back, refusing anything that is not exactly one, by the path of the field.

    A field that holds its default is left out in the one spelling, so writing it is refused too.
    """
    # One typed pass and one comparison, because the plain pass that can name every fault costs
    # twice as much; it runs only when there is a fault to name.
    try:
        record = _READER.decode(data)
        if len(data) <= MAX_BYTES and _WRITER.encode(record) == data:
            return record
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    raise _fault(data)


def trust_record(data: bytes) -> Record:
    """Read back bytes that were admitted before: `read_record` without asking for the spelling.

    For replay only. `Damaged` when they are no record, because then the store has changed them.
    """
    try:
        return _READER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise Damaged(f"expected the record as it was admitted, got {_fault(data)}") from fault


def as_record(plain: dict[str, Json], *, at: str = "$") -> Record:
    """Turn plain JSON into a record of its kind."""
    tag = plain.get("kind")
    kind = KINDS.get(tag) if isinstance(tag, str) else None
    if kind is None:
        raise expected("a known kind", shown(tag), f"{at}.kind")
    return read_as(kind, plain, at=at)


def _fault(data: bytes) -> BadInput:
    """What is wrong with bytes that are no record, or not in its one spelling."""
    try:
        plain = read_canonical(data)
        record = as_record(plain)
    except BadInput as fault:
        return fault
    at = _only_in(plain, msgspec.to_builtins(record), "$")
    return expected("a field at its default to be left out", "it written", at or "$")


def _only_in(written: object, needed: object, at: str) -> str | None:
    """The path of the first field that is written but not needed."""
    if isinstance(written, dict) and isinstance(needed, dict):
        for key, item in written.items():
            inside = field(at, key)
            found = _only_in(item, needed[key], inside) if key in needed else inside
            if found:
                return found
    elif isinstance(written, list) and isinstance(needed, list | tuple):
        for place, pair in enumerate(zip(written, needed, strict=True)):
            found = _only_in(*pair, f"{at}[{place}]")
            if found:
                return found
    return None


__all__ = [
    "Entry", "Unread", "as_record", "is_closed", "read_record", "trust_record", "write_record",
]  # fmt: skip
