"""Whose word ends a notice, and which notice may stand for another: one rule for every room.

The index, the channel and what is shown beside a place all ask here, so that none of them lets a
notice go that another still counts. See docs/decisions/0010.
"""

from __future__ import annotations

from msgspec import Struct

from parley.record.entry import Entry
from parley.record.told import B, Told


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
