"""The places one reader's record names, and the desk's act of naming one."""

from __future__ import annotations

from collections.abc import Iterable

from parley import places
from parley.desk.board import Board
from parley.desk.desk import Desk
from parley.ledger import Receipt
from parley.places import DeskEntry
from parley.record.roster import Alias, PlaceNamed
from parley.record.values.place import Place, Point


def named_places(board: Board, known_at: int | None = None) -> tuple[DeskEntry, ...]:
    """What this reader may know by name: places of the desk, sites of notices it may read."""
    return places.entries_of(board.state(places.PROJECTION, known_at))


def name_places(
    desk: Desk, entries: Iterable[DeskEntry], *, to: Iterable[str] = ()
) -> list[Receipt]:
    """Enter places into the desk's own gazetteer: names for all, where they lie for `to`.

    What already stands there unchanged is not entered again.
    """
    known = {one.id: one for one in named_places(desk.board) if one.origin == "desk"}
    readers = tuple(to)
    return [desk.act(_named(one), to=readers) for one in entries if not _same(one, known)]


def _same(entry: DeskEntry, known: dict[str, DeskEntry]) -> bool:
    old = known.get(entry.id)
    return old is not None and _what(old) == _what(entry)


def _what(entry: DeskEntry) -> tuple[object, ...]:
    return entry.names, entry.kind, entry.at, entry.reach_m


def _named(entry: DeskEntry) -> PlaceNamed:
    first, *others = entry.names
    return PlaceNamed(
        named=entry.id,
        name=first,
        aliases=tuple(Alias(name=name) for name in others),
        sort=entry.kind,
        source=entry.source,
        place=Place(
            written=first, shape=Point(at=entry.at), uncertainty_cm=entry.reach_m * 100
        ),
    )
