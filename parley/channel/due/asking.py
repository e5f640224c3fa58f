"""What is due by a moment, what comes next, and who has not answered: read off the table."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from parley.channel.due.clocks import Due, sides
from parley.channel.table import DRILL, LAPSED, NEVER, SILENT, WHATS, What, ends_between
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

    def __init__(self, state: State, found: NDArray[np.void]) -> None:
        self._state, self._found = state, found

    def __len__(self) -> int:
        return len(self._found)

    def per_party(self) -> dict[str, int]:
        """How many notices and alerts each addressee left without any answer."""
        counted = np.bincount(self._found["party"], minlength=len(self._state.table.parties))
        parties = zip(self._state.table.parties, counted.tolist(), strict=True)
        return {party: count for party, count in parties if count}

    def page(self, begin: int = 0, size: int = 50) -> tuple[Silence, ...]:
        """So many of them, from a place in the list on."""
        ofs = self._state.ofs
        return tuple(
            Silence(
                of=ofs[row.place],
                addressee=row.party,
                due_ms=None if row.due_ms == NEVER else row.due_ms,
                lapsed=bool(row.marks & LAPSED),
            )
            for row in self._state.table.read(self._found[begin : begin + size])
        )


def due_at(state: State, ms: int, *, only: What | None = None) -> tuple[Pending, ...]:
    """Everything whose time has come by a moment and that nothing has settled, oldest first.

    A ladder is due from its beginning until somebody answers or nobody could be reached.
    """
    rows = state.table.columns()
    rows = rows[: int(np.searchsorted(rows["due"], ms, side="right"))]
    if only is not None:
        rows = rows[rows["what"] == WHATS.index(only)]
    ofs = state.ofs
    return tuple(
        Pending(
            of=ofs[row.place],
            addressee=row.party,
            what=row.what,
            due_ms=row.due_ms,
            exercise=bool(row.marks & DRILL),
        )
        for row in state.table.read(rows)
    )


def next_due(state: State, after_ms: int) -> int | None:
    """The first moment after this one at which something more falls due; None if nothing will.

    Rings within a ladder are not counted here: while one runs, ask `ladder.next_ring`.
    """
    due = state.table.columns()["due"]
    at = int(np.searchsorted(due, after_ms, side="right"))
    found = int(due[at]) if at < len(due) else NEVER
    return None if found == NEVER else found


def unanswered(state: State, party: str | None = None) -> Unanswered:
    """Who has not answered at all, of everybody or of one addressee. Silence is never consent."""
    rows = state.table.columns()
    wanted = (rows["marks"] & (SILENT | DRILL)) == SILENT
    wanted &= rows["what"] == WHATS.index("reply")
    if party is not None:
        number = state.table.parties.index(party) if party in state.table.parties else -1
        wanted &= rows["party"] == number
    return Unanswered(state, rows[wanted])


def expired_between(state: State, after_ms: int, until_ms: int) -> tuple[str, ...]:
    """Notices whose window ended in a span of time, by digest: so that their end is seen.

    What has ended this way is shown as expired; a site without a window never is.
    """
    return tuple(state.ofs[end.place] for end in ends_between(state.table, after_ms, until_ms))


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
