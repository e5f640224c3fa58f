"""Handing out sealed parts: to whoever proves to be the actor they are sealed for.

A part is encrypted, so whoever else had it could not read it. But to whom a part is sealed, and
whether there is one, is nobody else's to know.
"""

from __future__ import annotations

import os

from parley.desk.keyfile import Asking, asking_bytes
from parley.errors import NotReadable
from parley.ledger import Ledger
from parley.ledger.dsse import signed_by
from parley.ledger.stores.port import Shelf


class Handing:
    """The parts of one ledger, handed out under a challenge that lives as long as this object."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.challenge = os.urandom(32)
        self._proven: set[Asking] = set()

    def part_for(self, commitment: str, asking: Asking) -> Shelf | None:
        """A part with the wrap of whoever asks and no other; None once it is erased.

        NotReadable for who does not prove, by a signing key that counts now, to be the actor of
        the sealing key, and for a part that is sealed for others.
        """
        self._check(asking)
        found = self._ledger.part(commitment)
        if found is None:
            return None
        wraps = {name: wrap for name, wrap in found.wraps.items() if name == asking.seal}
        if not wraps:
            raise NotReadable("expected a part sealed for you, got one for others")
        return Shelf(found.commitment, found.name, found.box, b"", wraps)

    def _check(self, asking: Asking) -> None:
        ring = self._ledger.ring
        key, sealed_for = ring.find(asking.key, self._ledger.size), ring.ever(asking.seal)
        if key is None or key.use != "sign" or sealed_for is None:
            raise _unproven()
        if asking in self._proven:  # the signature; whether its key still counts is asked each time
            return
        message = asking_bytes(self._ledger.log, self.challenge, asking.seal)
        same = sealed_for.actor == key.actor
        if not same or not signed_by(key.public, message, asking.signature):
            raise _unproven()
        self._proven.add(asking)


def _unproven() -> NotReadable:
    return NotReadable("expected proof that the part is sealed for you, got none")
