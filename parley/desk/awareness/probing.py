"""Draft checks: what would this notice overlap? Asked of the desk before anything is signed.

A check is answered only from what its asker may read, so that a thousand of them locate nothing
else. It is logged for the desk all the same, an hour has a limit, and nothing smaller than the
smallest area is looked at. Limit and log need no list of their own: they are the record's.
"""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Annotated, Final

from msgspec import Meta, Struct
from msgspec.structs import replace

from parley.desk.awareness.answering import Awareness, aware
from parley.desk.awareness.overlap import BUFFER, Buffer
from parley.desk.board import Board
from parley.desk.desk import Desk
from parley.desk.drafting import draft as make_draft
from parley.desk.inward.dropping import send_beside
from parley.desk.rules import DESK
from parley.errors import NotAdmitted
from parley.record import log, notice
from parley.record.entry import Entry
from parley.record.notice import FirstNotice
from parley.record.values.place import Place
from parley.record.values.time import iso

_HOUR_MS: Final = 3_600_000
_MARK: Final = "Draft check by "


class Limits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What bounds draft checks."""

    an_hour: Annotated[int, Meta(ge=1, le=10_000, description="Checks of one actor an hour.")] = 60
    smallest_m: Annotated[
        int, Meta(ge=0, le=100_000, description="No place is taken as narrower, in metres.")
    ] = 500


LIMITS: Final = Limits()


class _Checks:
    """When each actor asked, in the last hour of ledger time."""

    def __init__(self) -> None:
        self._asked: dict[str, deque[int]] = {}

    def step(self, entry: Entry) -> None:
        """Take one entry further."""
        body = entry.body
        if not isinstance(body, log.Noted) or entry.author != DESK or body.topic != "system":
            return
        if body.text.startswith(_MARK):
            actor = body.text[len(_MARK) :].partition(":")[0]
            asked = self._asked.setdefault(actor, deque())
            asked.append(entry.rx)
            while asked[0] <= entry.rx - _HOUR_MS:
                asked.popleft()

    def since(self, actor: str, ms: int) -> tuple[int, ...]:
        """The moments at which an actor asked after `ms`."""
        return tuple(one for one in self._asked.get(actor, ()) if one > ms)


def check_draft(
    desk: Desk,
    actor: str,
    draft: FirstNotice,
    *,
    limits: Limits = LIMITS,
    buffer: Buffer = BUFFER,
) -> Awareness:
    """What a draft of this actor would overlap among what the actor may read.

    1. within the limit of an hour, which counts this actor's own checks alone
    2. logged, sealed to the desk and to who asked, so that both can count
    3. answered from the actor's own book, for an area no smaller than the smallest
    """
    board = desk.board_of(actor)
    _within(board, actor, desk.clock.now(), limits)  # 1
    desk.act(_note(actor, draft), to=(actor,))  # 2
    return aware(board, widened(draft, limits), actor, buffer=buffer)  # 3


def check_beside(
    home: Path, actor: str, draft: FirstNotice, *, limits: Limits = LIMITS
) -> Awareness:
    """The same beside whoever writes the desk's ledger: the watch, a server.

    Counted again once it is logged, so that many who ask at once get no more than one who asks.
    """
    with Desk(home, reading=True) as desk:
        _within(desk.board_of(actor), actor, desk.clock.now(), limits)
        made = make_draft(desk.view(), _note(actor, draft), author=DESK, to=(actor,))
        receipt = send_beside(home, desk.sign(made))
    with Desk(home, reading=True) as desk:
        board = desk.board_of(actor)
        _within(board, actor, receipt.rx, limits, before_ms=receipt.rx)
        return aware(board, widened(draft, limits), actor, buffer=BUFFER)


def _within(
    board: Board, actor: str, now_ms: int, limits: Limits, *, before_ms: int | None = None
) -> None:
    """Refuse when the last hour has as many checks as it may; only those before one's own count.

    Counted in the asker's own book: the desk's would open what is sealed for others on the way.
    """
    since = board.caught_up(_Checks).since(actor, now_ms - _HOUR_MS)
    asked = [one for one in since if before_ms is None or one < before_ms]
    if len(asked) >= limits.an_hour:
        again = iso(asked[-limits.an_hour] + _HOUR_MS)
        raise NotAdmitted(
            f"expected at most {limits.an_hour} draft checks an hour, got one more",
            remedy=f"Ask again after {again}. A notice itself is never held back by this.",
        )


def _note(actor: str, draft: FirstNotice) -> log.Noted:
    return log.Noted(text=_noted(actor, draft), topic="system")


def widened(draft: FirstNotice, limits: Limits = LIMITS) -> FirstNotice:
    """The draft with no place narrower than the smallest area."""
    if isinstance(draft, notice.MovementNotified):
        legs = tuple(replace(leg, place=_wide(leg.place, limits)) for leg in draft.legs)
        return replace(draft, legs=legs)
    return replace(draft, place=_wide(draft.place, limits))


def _wide(place: Place, limits: Limits) -> Place:
    least = limits.smallest_m * 100
    if place.uncertainty_cm is None or place.uncertainty_cm >= least:
        return place
    return replace(place, uncertainty_cm=least)


def _noted(actor: str, draft: FirstNotice) -> str:
    places = (
        [leg.place for leg in draft.legs]
        if isinstance(draft, notice.MovementNotified)
        else [draft.place]
    )
    return f"{_MARK}{actor}: {'; '.join(place.written for place in places)}"[:4000]
