"""One submission on its way to its place, and what became of it."""

from __future__ import annotations

from collections.abc import Callable

from parley.errors import NotAdmitted, Refusal
from parley.ledger.admission import Admitted
from parley.ledger.stores.port import Row, Shelf, Signed


class Ticket:
    """Held by the thread that submits; filled in by whichever thread writes."""

    __slots__ = ("admitted", "fault", "row", "signed")

    def __init__(self, admitted: Admitted) -> None:
        self.admitted = admitted
        self.row: Row | None = None
        self.signed: Signed | None = None
        self.fault: Refusal | None = None

    @property
    def done(self) -> bool:
        """Written, or refused: either way there is an answer."""
        return self.fault is not None or self.signed is not None


def check_unshared(
    admitted: Admitted,
    kept: Callable[[str], Shelf | None],
    pledged: dict[str, str],
    gone: set[str],
) -> None:
    """Refuse a part that another entry has: erasing it there would erase it here.

    `pledged` are the parts of entries not written yet and whose they are, and takes these; `gone`
    are those that were erased. A part kept for an entry that a power cut lost may come again.
    """
    for shelf in admitted.shelves:
        found = kept(shelf.commitment)
        of = found.record if found else pledged.setdefault(shelf.commitment, admitted.digest)
        if of != admitted.digest or shelf.commitment in gone:
            raise NotAdmitted("expected a part sealed afresh, got one of another entry")
