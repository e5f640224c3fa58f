"""What is due by a moment, what comes next, and who has not answered: read off the table."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from parley.channel.due.clocks import Due, sides
from parley.channel.table import (
    DRILL,
    LAPSED,
    NEVER,
    WHATS,
    Numbers,
    What,
    party_of,
    place_of,
    what_of,
)
from parley.channel.thread import State


class Pending(Struct, frozen=True, kw_only=True):
    """One thing that is due: on which notice or alert, by which addressee, since when."""

    of: str
    addressee: str
    what: What
    due_ms: int
    exercise: bool


class Silence(Struct, frozen=True, kw_only=True):
    """One addressee that has not answered one notice or alert, and whether its time has run out.

    `due_ms` is None where the time has run out, or where no time was agreed.
    """

    of: str
    addressee: str
    due_ms: int | None
    lapsed: bool


class Unanswered:
    """Who has not answered, drills left out: counted at once, and read page by page.

    Those with a running clock come first, the next due first; then those whose time ran out or who
    have none, in the order entered.
    """

    def __init__(self, state: State, due: Numbers, key: Numbers) -> None:
        self._state, self._due, self._key = state, due, key

    def __len__(self) -> int:
        return len(self._key)

    def per_party(self) -> dict[str, int]:
        """How many notices and alerts each addressee left without any answer."""
        names = self._state.table.parties
        counted = np.bincount(party_of(self._key), minlength=len(names)).tolist()
        return {name: count for name, count in zip(names, counted, strict=True) if count}

    def page(self, begin: int = 0, size: int = 50) -> tuple[Silence, ...]:
        """So many of them, from a place in the list on."""
        ofs, part = self._state.ofs, slice(begin, begin + size)
        return tuple(
            Silence(
                of=ofs[row.place],
                addressee=row.party,
                due_ms=None if row.due_ms == NEVER else row.due_ms,
                lapsed=bool(row.marks & LAPSED),
            )
            for row in self._state.table.read(self._due[part], self._key[part])
        )


def due_at(state: State, ms: int, *, only: What | None = None) -> tuple[Pending, ...]:
    """Everything whose time has come by a moment and that nothing has settled, oldest first.

    A ladder is due from its beginning until somebody answers or nobody could be reached.
    """
    due, key = state.table.up_to(ms)
    if only is not None:
        wanted = what_of(key) == WHATS.index(only)
        due, key = due[wanted], key[wanted]
    ofs = state.ofs
    return tuple(
        Pending(
            of=ofs[row.place],
            addressee=row.party,
            what=row.what,
            due_ms=row.due_ms,
            exercise=bool(row.marks & DRILL),
        )
        for row in state.table.read(due, key)
    )


def next_due(state: State, after_ms: int) -> int | None:
    """The first moment after this one at which something more falls due; None if nothing will.

    Rings within a ladder are not counted here: while one runs, ask its plan for `next_ms`.
    """
    due = state.table.clocks.dues()
    at = int(np.searchsorted(due, after_ms, side="right"))
    found = int(due[at]) if at < len(due) else NEVER
    return None if found == NEVER else found


def unanswered(state: State, party: str | None = None) -> Unanswered:
    """Who has not answered at all, of everybody or of one addressee. Silence is never consent."""
    due, key = state.table.silent.dues(), state.table.silent.keys()
    if party is not None:
        number = state.table.parties.index(party) if party in state.table.parties else -1
        wanted = party_of(key) == number
        due, key = due[wanted], key[wanted]
    return Unanswered(state, due, key)


def expired_between(state: State, after_ms: int, until_ms: int) -> tuple[str, ...]:
    """Notices whose window ended in a span of time, by digest: so that their end is seen.

    What has ended this way is shown as expired; a site without a window never is.
    """
    return tuple(state.ofs[place] for place in state.table.ended(after_ms, until_ms))


def still_open(state: State, party: str | None = None) -> tuple[str, ...]:
    """What waits for somebody, by digest, in the order entered: to be listed at a hand-over.

    Every notice or alert with a clock or a ladder that is not settled, of one addressee or of all;
    also those whose time ran out, for nobody has answered them.
    """
    key = state.table.clocks.keys()
    if party is not None:
        number = state.table.parties.index(party) if party in state.table.parties else -1
        key = key[party_of(key) == number]
    return tuple(state.ofs[place] for place in np.unique(place_of(key)).tolist())


def running(state: State, ms: int) -> tuple[Due, ...]:
    """The clocks behind what is due by a moment, each with its rule and its deciding entry."""
    found: dict[str, tuple[Due, ...]] = {}
    for one in due_at(state, ms):
        thread = state.thread(one.of)
        if one.of not in found and thread is not None:
            found[one.of] = tuple(due for side in sides(state, thread) for due in side.dues)
    return tuple(
        due
        for dues in found.values()
        for due in dues
        if due.clock == "running" and due.due_ms is not None and due.due_ms <= ms
    )
