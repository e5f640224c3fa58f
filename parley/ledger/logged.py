"""One entry as it stands in the log: what everybody sees of it."""

from __future__ import annotations

from msgspec import Struct

from parley.ledger.leaf import Leaf, Payload

LATE_AFTER_MS = 6 * 3600 * 1000


class Logged(Struct, frozen=True, kw_only=True):
    """An entry as everybody sees it.

    `stale_ms` is how long the first entry its author had not seen had been logged: the age of the
    author's view, by the log's own time, and 0 when there was none.
    """

    index: int
    rx: int
    digest: str
    keyid: str
    payload: Payload
    leaf: Leaf
    stale_ms: int

    @property
    def late(self) -> bool:
        """Held back or replayed: kept, never applied as fresh."""
        return self.stale_ms > LATE_AFTER_MS
