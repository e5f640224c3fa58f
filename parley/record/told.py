"""What a projection keeps of an entry: the record itself, and where it stands in the order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from msgspec import Struct

from parley.record.correction import Retracted
from parley.record.entry import Entry
from parley.record.values.statement import Statement

B = TypeVar("B", bound=Statement)
B_co = TypeVar("B_co", bound=Statement, covariant=True)


class Told(Struct, Generic[B_co], frozen=True, kw_only=True, gc=False):
    """A record of a known kind at its place in the record.

    `late` was held back or replayed: kept, never applied as fresh. `partly` has a sealed part
    this reader cannot read. `author` is None where this reader cannot know it.
    """

    index: int
    rx: int
    digest: str
    author: str | None
    body: B_co
    late: bool = False
    partly: bool = False


def told(entry: Entry, body: B) -> Told[B]:
    """The body of an entry, already known to be of its kind, at its place in the record."""
    return Told(
        index=entry.index,
        rx=entry.rx,
        digest=entry.digest,
        author=entry.author,
        body=body,
        late=entry.late,
        partly=entry.partly,
    )


def taken_back(retractions: Iterable[Told[Retracted]]) -> Callable[[Told[Statement]], int | None]:
    """A question to ask of a record: which entry took it back, if its own author did.

    A retraction of somebody else's record takes nothing back, and neither does a late one.
    """
    found: dict[tuple[str, int, str | None], int] = {}
    for retraction in retractions:
        if not retraction.late:
            named = (retraction.body.record, retraction.body.entry, retraction.author)
            found.setdefault(named, retraction.index)
    return lambda told: found.get((told.digest, told.index, told.author))
