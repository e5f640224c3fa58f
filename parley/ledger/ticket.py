"""One submission on its way to its place, and what became of it."""

from __future__ import annotations

from parley.errors import Refusal
from parley.ledger.admission import Admitted
from parley.ledger.stores.port import Row, Signed


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
