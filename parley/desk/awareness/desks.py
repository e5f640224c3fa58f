"""What only the desk sees: every overlap of a notice, and who wrote without having read.

Nothing here is ever answered to an author. It is asked for by the desk, after the author has its
answer, so that neither the words nor the time of that answer know of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct

from parley.desk.awareness.answering import Awareness, answer_to_author
from parley.desk.awareness.overlap import BUFFER, Buffer, InWords, Overlap, notices_on
from parley.desk.desk import Desk
from parley.errors import NotFound
from parley.space.volume import of_notice


class Seen(Struct, frozen=True, kw_only=True):
    """One overlap as the desk sees it."""

    overlap: Overlap
    readable: Annotated[bool, Meta(description="Whether the author of the later may read it.")]
    named: Annotated[bool, Meta(description="Whether it was named as read.")]


class DeskOverlaps(Struct, frozen=True, kw_only=True):
    """Every overlap of one notice with what was on record before it, sealed or not."""

    entry: int
    digest: str
    author: str | None
    all: tuple[Seen, ...]
    in_words: tuple[InWords, ...]

    @property
    def hidden(self) -> tuple[Overlap, ...]:
        """What the author may not read: for the desk's eyes alone."""
        return tuple(one.overlap for one in self.all if not one.readable)

    @property
    def uninformed(self) -> bool:
        """Whether the author may read an overlapping notice and had not."""
        return any(
            one.readable and not one.named and one.overlap.by != self.author for one in self.all
        )


def every_overlap(desk: Desk, digest: str, *, buffer: Buffer = BUFFER) -> DeskOverlaps:
    """Every overlap of a notice, as known when it was logged."""
    here = notices_on(desk.board)
    told = here.at(digest)
    if told is None:
        raise NotFound("expected a notice of this log, got none")
    entry, author, body = told
    volume = of_notice(body)
    found, in_words = here.overlaps(volume, entry, buffer) if volume.legs else ((), ())
    theirs = notices_on(desk.board_of(author)) if author is not None else None
    named = frozenset(body.read)
    return DeskOverlaps(
        entry=entry,
        digest=digest,
        author=author,
        all=tuple(
            Seen(
                overlap=one,
                readable=theirs is not None and theirs.at(one.digest) is not None,
                named=one.digest in named,
            )
            for one in found
        ),
        in_words=in_words,
    )


def uninformed(desk: Desk, *, since: int = 0, buffer: Buffer = BUFFER) -> Iterator[Awareness]:
    """Every notice from an entry on whose author had not read what it may read, oldest first.

    It needs no list of its own: what a notice names as read, and what was on record before it, are
    both in the record, and stay there.
    """
    here = notices_on(desk.board)
    for entry in here.entries():
        if entry < since:
            continue
        digest = desk.logged(entry).digest
        told = here.at(digest)
        author = told[1] if told is not None else None
        if author is None:
            continue
        found = answer_to_author(desk.board_of(author), digest, buffer=buffer)
        if not found.informed:
            yield found
