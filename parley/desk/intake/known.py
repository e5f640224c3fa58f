"""The desk's own gazetteer as the record holds it: what was named, moved and retired."""

from __future__ import annotations

from typing import Final, get_args

from parley.desk.board import Board
from parley.places import DeskEntry, Gazetteer
from parley.places.entries import Kind
from parley.record import roster
from parley.record.entry import Entry
from parley.record.values.place import Point

_REACH_M: Final = 1000
"""How far a place reaches of which nobody said how exactly it is known."""

_KINDS: Final[dict[str, Kind]] = {kind: kind for kind in get_args(Kind)}


class NamedPlaces:
    """The places the desk entered, the last version of each, stepped on entry by entry."""

    def __init__(self) -> None:
        self.entries: dict[str, DeskEntry] = {}

    def step(self, entry: Entry) -> None:
        """Take one entry further."""
        body = entry.body
        if not isinstance(body, roster.PlaceNamed) or entry.late:
            return
        place = body.place
        if body.retired or place is None or not isinstance(place.shape, Point):
            # Where it lies is sealed for others, or not a point: known by name alone helps nobody.
            self.entries.pop(body.named, None)
            return
        cm = place.uncertainty_cm
        reach = _REACH_M if cm is None else max(1, min(100_000, -(-cm // 100)))
        self.entries[body.named] = DeskEntry(
            id=body.named,
            kind=_KINDS.get(body.sort or "", "other"),
            names=(body.name, *(alias.name for alias in body.aliases))[:50],
            at=place.shape.at,
            reach_m=reach,
            source=(body.source or f"entry {entry.index}")[:200].replace("\n", " "),
        )


def gazetteer_of(board: Board, more: tuple[DeskEntry, ...] = ()) -> Gazetteer:
    """The packaged towns, the places on a reader's record, and those given beside it."""
    known = board.caught_up(NamedPlaces).entries.values()
    return Gazetteer.packaged().with_desk((*known, *more))
