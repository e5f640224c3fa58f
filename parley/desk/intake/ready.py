"""Ready to be signed, or not yet: a doubt about a position blocks until a person stands for it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from parley.desk.intake.place import Doubt, Taken
from parley.errors import BadInput
from parley.record.notice import PositionConfirmed


class Confirmation(Struct, frozen=True, kw_only=True):
    """A person who has seen the doubts and stands for the position, with a reason."""

    reason: str
    officer: str


class NotReady(BadInput):
    """A position is in doubt, and nobody has stood for it. `doubts` are what to show."""

    def __init__(self, doubts: tuple[Doubt, ...]) -> None:
        sentence = "expected a position whose clues can be of one place, got one in doubt"
        super().__init__(
            "\n".join([sentence, *(doubt.shown for doubt in doubts)]),
            remedy="\nAsk whoever said it. If it is right as it stands, give the reason, and who "
            "says so.",
        )
        self.doubts = doubts


def doubts_of(places: Iterable[Taken]) -> tuple[Doubt, ...]:
    """The doubts there are, in the order of the places."""
    return tuple(taken.doubt for taken in places if taken.doubt is not None)


def stood_for(
    places: Iterable[Taken], confirmed: Confirmation | None, *, begun: bool = False
) -> tuple[PositionConfirmed, ...]:
    """What the notice carries of its doubts: who stood for each, and why.

    Refuses with NotReady while there is a doubt that nobody stood for. What has already `begun` is
    never held back: its doubts are for the screen, and its author can stand for them later.
    """
    doubts = doubts_of(places)
    if not doubts:
        return ()
    if confirmed is None:
        if begun:
            return ()
        raise NotReady(doubts)
    return tuple(
        PositionConfirmed(
            verdict=doubt.verdict.word,
            shown=doubt.shown,
            reason=confirmed.reason,
            officer=confirmed.officer,
            distance_m=doubt.verdict.distance_m,
            bearing_deg=doubt.verdict.bearing_deg,
            beyond_m=doubt.verdict.beyond_m,
            leg=doubt.leg,
        )
        for doubt in doubts
    )
