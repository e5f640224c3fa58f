"""What a reply by number is an answer to: looked up in the record, entered as what was heard."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from parley.channel import PROJECTION
from parley.channel.due.clocks import FOR
from parley.desk.board import Board
from parley.desk.drafting import View
from parley.desk.ways.replies import About
from parley.record import alert
from parley.record.kinds import Record


class Deciding(Protocol):
    """The part of a desk that is asked, and that enters what was heard."""

    board: Board

    def view(self) -> View: ...

    def act(self, record: Record, *, to: Iterable[str] = ()) -> object: ...


class Heard:
    """The desk as whoever calls back through a gateway meets it (`desk.ways.replies.CallBacks`)."""

    def __init__(self, desk: Deciding) -> None:
        self._desk = desk

    def about(self, of: str, to: str) -> About | None:
        """What a record is, and for which of its addressees this role or party was rung.

        With a contact of somebody else's the addressee is the one it was rung for, and a name that
        fits none of them speaks for nobody.
        """
        state = self._desk.board.state(PROJECTION)
        thread = state.thread(of)
        head = thread.head if thread is not None else None
        if head is None:
            return None
        rung_for = to.rpartition(FOR)[2] if FOR in to else to
        known = self._desk.board.book.size()
        fits = [
            party for party in head.body.to
            if rung_for == party or rung_for in state.roles_of(party, known)
        ]  # fmt: skip
        party = fits[0] if len(fits) == 1 else None
        return About(
            alarm=isinstance(head.body, alert.Raised | alert.StopRequested),
            party=party,
            readers=self._readers((head.author, party)),
        )

    def act(self, record: Record, *, to: tuple[str, ...] = ()) -> object:
        """The desk enters what it heard, with its own key."""
        return self._desk.act(record, to=to)

    def _readers(self, actors: tuple[str | None, ...]) -> tuple[str, ...]:
        view = self._desk.view()
        return tuple(
            dict.fromkeys(
                one for one in actors
                if one is not None and view.ring.of(one, "seal", view.seen.size)
            )
        )  # fmt: skip
