"""Asking what is notified near a place, of one reader's own book and of nothing else."""

from __future__ import annotations

from bisect import bisect_left
from threading import Lock
from typing import Final

from parley import channel, review
from parley.channel.following import Following
from parley.desk.board import Board
from parley.desk.near.page import Coverage, Inquiry, Neighbour, Neighbourhood, Stretch
from parley.desk.near.telling import Telling, stretch
from parley.desk.near.words import age_words
from parley.errors import expected
from parley.record import notice
from parley.record.entry import Entry
from parley.record.values.time import iso
from parley.review.around import Surveying
from parley.space.index import Index

NOTHING: Final = "Nothing registered here that you may read is known to conflict."
CAUTION: Final = (
    "This lists what is registered and who was told. It is no verdict and permits nothing; "
    "what nobody registered, and what is sealed for others, does not stand here."
)


class Surroundings:
    """The index and the states beside it, stepped on entry by entry and kept on a board.

    The index answers as known at any entry; of the states the newest are kept, because nearly
    every question is about now.
    """

    def __init__(self) -> None:
        self.index = Index()
        self._size = 0
        self._notices: list[int] = []
        self._channel = Following(channel.PROJECTION.empty)
        self._around = Surveying(review.PROJECTION.empty)
        self._telling: tuple[int, Telling] | None = None
        self._shown: dict[int, tuple[Stretch, ...]] = {}
        self._turn = Lock()

    def step(self, entry: Entry) -> None:
        """Take one entry further."""
        with self._turn:
            self._channel.step(entry)
            self._around.step(entry)
            if isinstance(entry.body, notice.Notice):
                self._notices.append(entry.index)
            self._size = entry.index + 1
            self.index.step(entry)

    def notices(self, known: int) -> int:
        """How many first notices were readable among the first `known` entries."""
        return bisect_left(self._notices, known)

    def telling(self, board: Board, known: int) -> Telling:
        """What the record said about its notices when so many entries were known."""
        with self._turn:
            if self._telling is not None and self._telling[0] == known:
                return self._telling[1]
            if known == self._size:
                states = self._channel.freeze(), self._around.freeze()
            else:
                states = (
                    board.state(channel.PROJECTION, known),
                    board.state(review.PROJECTION, known),
                )
            self._telling = known, Telling(*states, self._shown)
            return self._telling[1]


def near_at(board: Board, inquiry: Inquiry) -> Neighbourhood:
    """What is notified near a volume that the reader of this board may read; who was told.

    Refuses with `BadInput` a volume that cannot be measured or has no place, and `known_at` beyond
    the record. Only entries that came since the last question on this board are read.
    """
    if not inquiry.volume.legs:
        raise expected("a place in numbers", "words only", "volume")
    here = board.caught_up(Surroundings)
    size = here.index.size
    known = size if inquiry.known_at is None else inquiry.known_at
    if not 0 <= known <= size:
        raise expected(f"an entry count from 0 to {size}", str(known), "known_at")
    answer = here.index.near(
        inquiry.volume, inquiry.within_m, known,
        within_minutes=inquiry.within_minutes, layers="both",
    )  # fmt: skip
    telling = here.telling(board, known)
    near = tuple(telling.neighbour(n, one) for n, one in enumerate(answer.nearby, 1))
    coverage = _coverage(inquiry, telling.around, here.notices(known))
    return Neighbourhood(
        place=inquiry.place,
        asked=tuple(stretch(inquiry.place, leg) for leg in inquiry.volume.legs),
        sentence=f"{_found(near)} {coverage.words}",
        caution=CAUTION,
        near=near,
        in_words=tuple(telling.in_words(entry) for entry in sorted(answer.unplaced)),
        contract=answer.contract,
        coverage=coverage,
    )


def _found(near: tuple[Neighbour, ...]) -> str:
    if not near:
        return NOTHING
    if len(near) == 1:
        return "1 notice that you may read comes near."
    return f"{len(near)} notices that you may read come near."


def _coverage(inquiry: Inquiry, around: review.State, notices: int) -> Coverage:
    newest = around.rx if around.size else None
    unread = len(around.gaps)
    words = f"Coverage: {around.size} entries, {unread} of them not open to you; "
    words += f"{notices} notice{'' if notices == 1 else 's'} read."
    if newest is not None:
        age = age_words(inquiry.asked_ms - newest)
        words += f" The newest entry was logged {iso(newest)}, {age} before this was asked."
    return Coverage(
        entries=around.size, unread=unread, notices=notices, newest_ms=newest,
        asked_ms=inquiry.asked_ms, words=words,
    )  # fmt: skip
