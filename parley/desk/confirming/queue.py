"""Drafts that wait for a person, kept beside the record and never part of it.

One encrypted file a document, under the desk's shelf key: what is read may be confidential long
before anybody stands for it. A draft leaves the queue when the record says that it was decided.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import msgspec
from msgspec import Struct
from nacl.bindings import crypto_secretbox, crypto_secretbox_open
from nacl.exceptions import CryptoError

from parley.desk.confirming.drafted import draft_digest
from parley.desk.confirming.tally import Tally
from parley.desk.desk import Desk
from parley.desk.keyfile import read_secret
from parley.errors import BadInput, NotFound, expected
from parley.reading import Claim, Reading
from parley.record.values.time import VagueTime

_NAME = re.compile(r"[0-9a-f]{64}")
_PREFIX = re.compile(r"[0-9a-f]{4,64}")


class Kept(Struct, frozen=True, kw_only=True):
    """A document that was read, with what stands beside every claim confirmed from it."""

    reading: Reading
    text: str
    address: str
    said: VagueTime | None = None


class Waiting(Struct, frozen=True, kw_only=True):
    """One draft in the queue."""

    digest: str
    claim: Claim
    kept: Kept

    @property
    def short(self) -> str:
        """Enough of its digest to name it by."""
        return self.digest.removeprefix("sha256:")[:8]


class Queue:
    """The drafts of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._folder = desk.home / "drafts"
        self._key = read_secret(desk.home / "keys" / "shelf.key")

    def add(self, kept: Kept) -> int:
        """Keep the drafts of a document; says how many wait. Adding it again changes nothing."""
        reading = kept.reading
        if reading.refused:
            raise expected("a document that was read", reading.refused, reading.document)
        if not _NAME.fullmatch(reading.sha256):
            raise expected("the SHA-256 of a document", repr(reading.sha256[:80]), reading.document)
        self._folder.mkdir(exist_ok=True, mode=0o700)
        nonce = os.urandom(24)
        sealed = nonce + crypto_secretbox(msgspec.msgpack.encode(kept), nonce, self._key)
        path = self._folder / f"{reading.sha256}.draft"
        fresh = path.with_suffix(".new")
        fresh.write_bytes(sealed)
        fresh.chmod(0o600)
        fresh.replace(path)
        return len(reading.claims)

    def waiting(self) -> Iterator[Waiting]:
        """Every draft nobody has decided on, by document, in the order of its text."""
        decided = self._desk.board.caught_up(Tally).decided
        for kept in self._documents():
            for claim in kept.reading.claims:
                digest = draft_digest(kept.reading, claim)
                if digest not in decided:
                    yield Waiting(digest=digest, claim=claim, kept=kept)

    def find(self, named: str) -> Waiting:
        """The one waiting draft whose digest begins so; 4 digits at least."""
        prefix = named.removeprefix("sha256:").lower()
        if not _PREFIX.fullmatch(prefix):
            raise expected("the first 4 or more hex digits of a draft", repr(named[:80]))
        found = [one for one in self.waiting() if one.digest[7:].startswith(prefix)]
        if not found:
            raise NotFound(
                f"expected a draft that waits, got none that begins {prefix}",
                remedy="parley drafts list shows those that wait.",
            )
        if len(found) > 1:
            raise expected("digits that name one draft", f"{len(found)} that begin {prefix}")
        return found[0]

    def _documents(self) -> Iterator[Kept]:
        if not self._folder.is_dir():
            return
        for path in sorted(self._folder.glob("*.draft")):
            raw = path.read_bytes()
            try:
                plain = bytes(crypto_secretbox_open(raw[24:], raw[:24], self._key))
                yield msgspec.msgpack.decode(plain, type=Kept)
            except (CryptoError, ValueError, msgspec.DecodeError) as fault:
                sentence = "expected drafts that this desk kept, got something else"
                raise BadInput(
                    sentence, at=f"drafts/{path.name}", remedy="Remove it and read again."
                ) from fault
