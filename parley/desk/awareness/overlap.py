"""Which notices a notice overlaps: one predicate, for whoever lists and for whoever writes.

It asks envelopes (a hull with its widest radius, heights and window) widened by a buffer, so it
finds more than there is and misses nothing that an exact comparison finds. It answers from one
reader's own book; what that reader cannot open does not enter, and costs nothing.
"""

from __future__ import annotations

from threading import Lock
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from parley.desk.board import Board
from parley.record import notice
from parley.record.entry import Entry
from parley.record.kinds import tag_of
from parley.record.notice import FirstNotice
from parley.space.answer import Answer
from parley.space.index import Index
from parley.space.volume import Volume, of_notice


class Buffer(Struct, frozen=True, kw_only=True):
    """How near is to be known of: metres along the ground, and minutes between windows."""

    within_m: float = 1000.0
    within_minutes: float = 30.0


BUFFER: Final = Buffer()


class Overlap(Struct, frozen=True, kw_only=True):
    """One notice that a volume overlaps, as its reader may see it."""

    digest: Annotated[str, Meta(description="The notice, as `read` names it.")]
    entry: Annotated[int, Meta(description="Its entry in the record.")]
    kind: Annotated[str, Meta(description="The kind of notice, as its tag.")]
    by: Annotated[str | None, Meta(description="Who gave it; None where that is not known.")]
    what: Annotated[str, Meta(description="What it is called, else its first place.")]
    layer: Annotated[
        Literal["exact", "envelope"], Meta(description="exact: a leg; envelope: only the hull.")
    ]
    distance_m: Annotated[float, Meta(description="Least distance in metres; 0: they touch.")]
    minutes_apart: Annotated[float, Meta(description="Between windows; 0: they overlap.")]


class InWords(Struct, frozen=True, kw_only=True):
    """A notice with a place told only in words: whether it overlaps cannot be computed."""

    digest: str
    entry: int
    by: str | None
    places: tuple[str, ...]


class Notices:
    """The notices of one reader's book, and the index over them, stepped on entry by entry."""

    def __init__(self) -> None:
        self.index = Index()
        self._told: dict[int, tuple[str, str | None, FirstNotice]] = {}
        self._entry: dict[str, int] = {}
        self._turn = Lock()

    def step(self, entry: Entry) -> None:
        """Take one entry further."""
        with self._turn:
            if isinstance(entry.body, notice.FirstNotice):
                self._told[entry.index] = entry.digest, entry.author, entry.body
                self._entry[entry.digest] = entry.index
            self.index.step(entry)

    def at(self, digest: str) -> tuple[int, str | None, FirstNotice] | None:
        """The notice of a digest: its entry, its author, what it says."""
        entry = self._entry.get(digest)
        if entry is None:
            return None
        _, author, body = self._told[entry]
        return entry, author, body

    def entries(self) -> tuple[int, ...]:
        """Every notice this reader may read, by its entry."""
        return tuple(self._told)

    def overlaps(
        self, volume: Volume, known: int, buffer: Buffer = BUFFER
    ) -> tuple[tuple[Overlap, ...], tuple[InWords, ...]]:
        """The notices a volume overlaps as known at so many entries, in the order of the record.

        And those told only in words, of which nothing can be computed.
        """
        answer = self._near(volume, known, buffer)
        near = sorted(answer.nearby, key=lambda one: one.entry)
        found = []
        for one in near:
            digest, author, body = self._told[one.entry]
            found.append(
                Overlap(
                    digest=digest, entry=one.entry, kind=tag_of(body), by=author,
                    what=called(body), layer=one.layer, distance_m=one.distance_m,
                    minutes_apart=one.minutes_apart,
                )
            )  # fmt: skip
        return tuple(found), tuple(self._in_words(entry) for entry in sorted(answer.unplaced))

    def _near(self, volume: Volume, known: int, buffer: Buffer) -> Answer:
        return self.index.near(
            volume, buffer.within_m, known, within_minutes=buffer.within_minutes, layers="both"
        )

    def _in_words(self, entry: int) -> InWords:
        digest, author, body = self._told[entry]
        return InWords(
            digest=digest, entry=entry, by=author, places=of_notice(body).unplaced
        )


def notices_on(board: Board) -> Notices:
    """The notices of a board's reader, after every entry so far."""
    return board.caught_up(Notices)


def called(body: FirstNotice) -> str:
    """What a notice is called: a site by its name, everything else by its first place."""
    if isinstance(body, notice.SiteNotified):
        return body.name
    place = body.legs[0].place if isinstance(body, notice.MovementNotified) else body.place
    return place.written
