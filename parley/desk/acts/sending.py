"""Who acts at the desk's machine: a party with its key file, or the desk itself.

A `Hand` drafts, signs, stores and sends. With a key it is the key's actor: what it signs is stored
beside the key before it is sent, and the receipt after. Without one it is the desk: what it signs
lies in the desk's folder until it is entered. Either way a retry is the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from parley.desk.audit import read_log_key
from parley.desk.desk import Desk
from parley.desk.drafting import draft
from parley.desk.inward.dropping import send_beside
from parley.desk.keyfile import Asking, KeyFile
from parley.desk.party import Party
from parley.desk.rules import DESK
from parley.errors import BadInput
from parley.ledger import Draft, Receipt, verify_receipt
from parley.ledger.folder import VKEY
from parley.ledger.stores.port import Shelf
from parley.ledger.tlog import Verifier
from parley.record import alert
from parley.record.kinds import Record


class Beside:
    """The desk on this machine as a party's line: read here, entered by whoever writes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.urgent = False

    def checkpoint(self) -> bytes:
        return self._desk.checkpoint()

    def leaves(self, begin: int, end: int) -> Iterator[bytes]:
        return self._desk.leaves(begin, end)

    def challenge(self) -> bytes:
        return self._desk.challenge()

    def part_for(self, commitment: str, asking: Asking) -> Shelf | None:
        return self._desk.part_for(commitment, asking)

    def submit(self, submission: bytes) -> Receipt:
        return send_beside(self._desk.home, submission, urgent=self.urgent)


class Hand:
    """Whoever acts, over a desk opened for reading.

    A party's hand takes nothing on the desk's word, except for a warning or a stop request: those
    do not wait until a long log was checked, and are signed over what the desk says it holds.
    """

    def __init__(
        self,
        desk: Desk,
        key: Path | None = None,
        trust: str | None = None,
        *,
        urgent: bool = False,
    ) -> None:
        """`urgent`: for a stop request, which does not wait until the log's key was compared."""
        self._desk, self._line = desk, Beside(desk)
        self._party: Party | None = None
        self._checked = False
        if key is not None:
            held = KeyFile.read(key)
            root = desk.verifier if urgent else log_key_beside(key, trust)
            self._party = Party(held, self._line, trust=root, home=key.parent)

    @property
    def actor(self) -> str:
        """Who acts."""
        return self._party.actor if self._party is not None else DESK

    @property
    def kept(self) -> Path | None:
        """Where this hand's receipts are kept; None for the desk, which has the log itself."""
        return self._party.receipts if self._party is not None else None

    def draft(self, record: Record, *, to: tuple[str, ...] = ()) -> Draft:
        """Make a statement ready to be signed by this hand."""
        self._line.urgent = isinstance(record, alert.Raised | alert.StopRequested)
        if self._party is None or self._line.urgent:
            return draft(self._desk.view(), record, author=self.actor, to=to)
        if not self._checked:
            self._party.catch_up()
            self._checked = True
        return self._party.draft(record, to=to)

    def send(self, prepared: Draft) -> Receipt:
        """Sign, store, send, check the receipt."""
        if self._party is not None:
            return self._party.send(prepared)
        receipt = self._line.submit(self._desk.sign(prepared))
        verify_receipt(receipt, self._desk.verifier)
        return receipt

    def resend(self) -> list[Receipt]:
        """Send again whatever this party stored and has no receipt for."""
        if self._party is None:
            raise BadInput("expected a party's key, got none: the desk's own acts are not lost")
        return self._party.resend()


def log_key_beside(key: Path, given: str | None) -> Verifier:
    """The log's key a holder trusts: the one given, or the one it laid beside its key file."""
    if given is not None:
        return read_log_key(given)
    beside = key.parent / VKEY
    if not beside.is_file():
        raise BadInput(
            f"expected the log's key ({VKEY}) beside the key file, got none",
            at=str(key.parent),
            remedy="Copy it from the desk's folder, and compare its fingerprint over another "
            "line; or name it with --trust.",
        )
    return read_log_key(str(beside))


__all__ = ["Beside", "Hand", "log_key_beside"]
