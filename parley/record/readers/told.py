"""What a projection keeps of an entry, and whose word ends what: one rule for every room.

The index, the channel and what is shown beside a place all ask here, so that none of them lets a
notice go that another still counts.
"""

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


class Hand(Struct, frozen=True):
    """Where a record stands, under whose signature, and whether it only passes on a report.

    `author` is None where this reader cannot know it.
    """

    entry: int
    author: str | None
    reported: bool = False

    @classmethod
    def of(cls, told: Told[B]) -> Hand:
        """The hand of a record a projection keeps."""
        return cls(told.index, told.author, told.body.reported is not None)

    @classmethod
    def wrote(cls, entry: Entry) -> Hand:
        """The hand of an entry; what cannot be read is no report."""
        reported = getattr(entry.body, "reported", None)
        return cls(entry.index, entry.author, reported is not None)


def same_hand(of: Hand, by: Hand) -> bool:
    """Signed by the same author, and not a report that would change what is lived."""
    if of.author is None or of.author != by.author:
        return False
    return of.reported or not by.reported


def replaces(of: Hand, by: Hand | None) -> bool:
    """Whether a notice can stand for another: its author's own, on record, and entered later.

    Because it must be later, no circle of notices can replace one another until none is left: the
    last of any chain counts. An amendment that names an earlier notice, or its own, ends nothing.
    """
    return by is not None and same_hand(of, by) and by.entry > of.entry
