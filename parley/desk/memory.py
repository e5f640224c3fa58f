"""What the desk remembers of earlier records, to judge the next: who wrote each, and to whom.

Filled from the book as far as it has come, the first time somebody asks; then only what is new.
"""

from __future__ import annotations

from parley.desk.rules import Earlier, addressees
from parley.errors import NotAdmitted
from parley.fold import Book
from parley.ledger.keys import KeyRing
from parley.record.roster import ActorRegistered


class Memory:
    """Earlier records by digest, and the actors registered so far."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._size = 0
        self._earlier: dict[str, Earlier] = {}
        self._actors: set[str] = set()

    def find(self, digest: str) -> Earlier | None:
        """Who wrote the record of that digest, and to whom; None where there is none."""
        self._catch_up()
        return self._earlier.get(digest)

    def refuse_second(self, record: ActorRegistered, ring: KeyRing) -> None:
        """Refuse to enter an actor under an identifier already used, or in another standing."""
        self._catch_up()
        if record.actor in self._actors:
            raise NotAdmitted(f"expected an identifier never used, got {record.actor} again")
        standing = ring.standing(record.actor)
        if standing not in (None, record.standing):
            raise NotAdmitted(f"expected {record.actor} in its standing, {standing}, got another")

    def _catch_up(self) -> None:
        size = self._book.size()
        for entry in self._book.entries(self._size, size):
            found = Earlier(entry.index, entry.author, addressees(entry.body))
            self._earlier[entry.digest] = found
            if isinstance(entry.body, ActorRegistered):
                self._actors.add(entry.body.actor)
        self._size = size
