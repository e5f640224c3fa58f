"""What the author of a notice is told: the overlapping notices it may read and did not name."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from parley.desk.awareness.overlap import BUFFER, Buffer, InWords, Overlap, notices_on
from parley.desk.board import Board
from parley.desk.near import CAUTION, NOTHING
from parley.errors import NotFound
from parley.record.notice import FirstNotice
from parley.space.volume import of_notice

_IN_WORDS: Final = (
    "Of a place told only in words nothing can be computed, so it was compared with none."
)


class Awareness(Struct, frozen=True, kw_only=True):
    """What the author of a notice, or of a draft, may know of its surroundings.

    Facts, never a verdict. It is made of what this reader may read and of nothing else: whatever
    is sealed for others changes no byte of it.
    """

    known_at: Annotated[int, Meta(description="As known when so many entries were logged.")]
    within_m: Annotated[float, Meta(description="How near is to be known of, in metres.")]
    within_minutes: Annotated[float, Meta(description="And how far apart windows may be.")]
    unread: Annotated[
        tuple[Overlap, ...], Meta(description="Overlapping, not the author's, not named as read.")
    ]
    read: Annotated[tuple[Overlap, ...], Meta(description="Overlapping, and named as read.")]
    own: Annotated[tuple[Overlap, ...], Meta(description="Overlapping, and the author's own.")]
    in_words: Annotated[
        tuple[InWords, ...], Meta(description="Others' notices told only in words: read them too.")
    ]
    sentence: Annotated[str, Meta(description="What was found, in words.")]
    caution: Annotated[str, Meta(description="What this is not.")]

    @property
    def informed(self) -> bool:
        """Whether everything that overlaps, and its author may read, was named as read."""
        return not self.unread


def aware(
    board: Board,
    body: FirstNotice,
    author: str,
    *,
    known: int | None = None,
    buffer: Buffer = BUFFER,
) -> Awareness:
    """What the reader of a board may know of a notice's surroundings, as known at so many entries.

    The same for a draft and for what was logged: for an entry ask as known at its own index, and
    the answer is the one that the order of the record implies, whoever asks and whenever.
    """
    here = notices_on(board)
    known = here.index.size if known is None else known
    volume = of_notice(body)
    found, in_words = here.overlaps(volume, known, buffer) if volume.legs else ((), ())
    named = frozenset(body.read)
    own = tuple(one for one in found if one.by == author)
    others = tuple(one for one in found if one.by != author)
    unread = tuple(one for one in others if one.digest not in named)
    return Awareness(
        known_at=known,
        within_m=buffer.within_m,
        within_minutes=buffer.within_minutes,
        unread=unread,
        read=tuple(one for one in others if one.digest in named),
        own=own,
        in_words=tuple(one for one in in_words if one.by != author),
        sentence=_sentence(unread, volume.unplaced),
        caution=CAUTION,
    )


def answer_to_author(board: Board, digest: str, *, buffer: Buffer = BUFFER) -> Awareness:
    """What the author of a logged notice is answered; `board` is the author's own (`board_of`)."""
    told = notices_on(board).at(digest)
    if told is None:
        raise NotFound("expected a notice that this reader may read, got none")
    entry, author, body = told
    return aware(board, body, author or "", known=entry, buffer=buffer)


def _sentence(unread: tuple[Overlap, ...], unplaced: tuple[str, ...]) -> str:
    words = [_IN_WORDS] if unplaced else []
    if not unread:
        return " ".join([NOTHING.replace("conflict", "overlap unread"), *words])
    if len(unread) == 1:
        words.insert(0, "1 notice that you may read overlaps, and was not named as read.")
    else:
        words.insert(0, f"{len(unread)} notices that you may read overlap, and were not named "
                        "as read.")  # fmt: skip
    return " ".join(words)
