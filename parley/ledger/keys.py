"""Whose key is whose, judged at the entry where it is used.

A key counts from the entry after the one that registered it, up to and including the one that
ended it. The ring is folded from the key records in the log, so every reader who holds the log
arrives at the same ring, and a desk that adds a key on its own word is found out by all of them.

Warning: a registration proves that the holder holds the key. That the holder is who they say they
are rests on the fingerprint being read out over another line.
"""

from __future__ import annotations

import os
from base64 import b64decode
from hashlib import sha256
from typing import Literal

from msgspec import Struct
from nacl.bindings import crypto_core_ed25519_is_valid_point, crypto_scalarmult
from nacl.exceptions import CryptoError

from parley.errors import KeyRefused
from parley.ledger.dsse import KEY, pae, signed_by
from parley.record.roster import KeyRegistered, KeyRevoked, KeyRotated, Standing
from parley.record.values.canonical import canonical

KeyRecord = KeyRegistered | KeyRotated | KeyRevoked
Use = Literal["sign", "seal"]


class Key(Struct, frozen=True, kw_only=True):
    """A registered public key and the span of entries it counts for."""

    name: str
    actor: str
    standing: Standing
    use: Use
    public: bytes
    since: int
    until: int | None = None

    def counts_at(self, index: int) -> bool:
        """True for entries after the registration, up to and including the end."""
        return self.since < index and (self.until is None or index <= self.until)


def key_name(use: Use, public: bytes) -> str:
    """What a key is called in the log: its use and the SHA-256 of its 32 bytes."""
    return f"{use}:{sha256(public).hexdigest()}"


def possession_bytes(record: KeyRegistered | KeyRotated, log: str) -> bytes:
    """What the new key signs to show that its holder holds it, and what countersigners sign."""
    plain: dict[str, object] = {"key": record.key, "log": log, "nonce": record.nonce}
    if isinstance(record, KeyRegistered):
        plain |= {
            "actor": record.actor,
            "quorum": record.quorum,
            "standing": record.standing,
            "use": record.use,
        }
    else:
        plain |= {"old": record.old}
    return pae(canonical(plain), KEY)


class KeyRing:
    """Every key the log has registered, in the order of the log."""

    def __init__(self, log: str) -> None:
        self.log = log
        self._keys: dict[str, Key] = {}
        self._pending: dict[str, tuple[int, KeyRegistered]] = {}
        self._quorum: dict[str, int] = {}

    def find(self, name: str, index: int) -> Key | None:
        """The key of that name, if it counts at that entry."""
        key = self._keys.get(name)
        return key if key is not None and key.counts_at(index) else None

    def of(self, actor: str, use: Use, index: int) -> tuple[Key, ...]:
        """The keys of an actor that count at an entry, oldest first."""
        return tuple(
            key
            for key in self._keys.values()
            if key.actor == actor and key.use == use and key.counts_at(index)
        )

    def actors(self) -> tuple[str, ...]:
        """Everybody who ever had a key, in order of their first."""
        return tuple(dict.fromkeys(key.actor for key in self._keys.values()))

    def standing(self, actor: str) -> Standing | None:
        """What an actor is to the arrangement, as its first key said."""
        return next((k.standing for k in self._keys.values() if k.actor == actor), None)

    def check(self, record: KeyRecord, author: Key | None, index: int) -> None:
        """Refuse with KeyRefused unless the log's own rules let this record change the ring."""
        match record:
            case KeyRegistered():
                self._check_registered(record, author, index)
            case KeyRotated():
                self._check_rotated(record, author, index)
            case KeyRevoked():
                self._check_revoked(record, author, index)

    def apply(self, record: KeyRecord, index: int) -> None:
        """Take a record that `check` let through."""
        match record:
            case KeyRegistered():
                self._register(record, index)
            case KeyRotated():
                old = self._keys[record.old]
                self._end(record.old, index)
                self._add(b64decode(record.key), old.actor, old.standing, old.use, index)
            case KeyRevoked():
                self._end(record.key, index)

    def _check_registered(self, record: KeyRegistered, author: Key | None, index: int) -> None:
        """A key may be added if

        1. it is a sound key, new to this log, and its holder holds it;
        2. its standing is the one the actor has always had;
        3. it is the desk's first, at the very beginning; or
        4. the actor has keys and enough of them stand for this one; or
        5. it is an actor's first: entered by the desk, and for a party or a guarantor also
           countersigned by another of them (two may stand for each other at the founding).
        """
        self._check_new(record.use, record.key)  # 1
        if record.use == "sign":
            self._check_possession(record, record.key, record.possession)
        if self.standing(record.actor) not in (None, record.standing):  # 2
            raise KeyRefused(f"expected {record.actor} to keep its standing, got another")
        if index == 0:  # 3
            if record.standing != "desk" or record.use != "sign":
                raise KeyRefused("expected the desk's own signing key to be the first entry")
            return
        if record.standing == "desk" and self.standing(record.actor) is None:
            raise KeyRefused("expected one desk, got a second")
        own = self.of(record.actor, "sign", index)
        if own:  # 4
            self._check_own(record, author, own)
        else:  # 5
            self._check_first(record, author, index)

    def _check_own(self, record: KeyRegistered, author: Key | None, own: tuple[Key, ...]) -> None:
        names = {key.name for key in own}
        standing_for = {c.key for c in self._countersigners(record)} & names
        if author is not None and author.name in names:
            standing_for.add(author.name)
        needed = self._quorum.get(record.actor, 1)
        if len(standing_for) < needed:
            raise KeyRefused(
                f"expected {needed} of {record.actor}'s own keys to stand for a new one, "
                f"got {len(standing_for)}"
            )

    def _check_first(self, record: KeyRegistered, author: Key | None, index: int) -> None:
        if record.use == "seal":
            raise KeyRefused(f"expected {record.actor} to register a signing key first")
        if author is None or author.standing != "desk":
            raise KeyRefused("expected an actor's first key to be entered by the desk")
        if record.standing in ("party", "guarantor") and not self._vouchers(record, index):
            raise KeyRefused(
                "expected another party or guarantor to countersign a party's first key, got none"
            )

    def _vouchers(self, record: KeyRegistered, index: int) -> list[str]:
        """Keys of other parties or guarantors, counting, awaited or unknown yet, that stand by."""
        found = []
        for c in self._countersigners(record):
            key = self.find(c.key, index)
            if key is None or (
                key.actor != record.actor and key.standing in ("party", "guarantor")
            ):
                found.append(c.key)
        return found

    def _countersigners(self, record: KeyRegistered) -> list[Countersigner]:
        """Countersignatures that hold, by keys in the ring; and those by keys not here yet.

        A key not here yet is taken at its word only as a name to wait for: the registration
        counts once that key is registered and stands for this one in turn.
        """
        message = possession_bytes(record, self.log)
        found = []
        for c in record.countersigned:
            known = self._keys.get(c.key)
            if known is None:
                found.append(Countersigner(c.key, None))
            elif known.use == "sign" and signed_by(known.public, message, b64decode(c.signature)):
                found.append(Countersigner(c.key, known))
        return found

    def _register(self, record: KeyRegistered, index: int) -> None:
        public = b64decode(record.key)
        name = key_name(record.use, public)
        own = self.of(record.actor, "sign", index)
        if record.standing not in ("party", "guarantor") or own:
            self._add(public, record.actor, record.standing, record.use, index)
            return
        self._quorum[record.actor] = record.quorum
        if any(c.known is not None for c in self._countersigners(record)):
            self._add(public, record.actor, record.standing, record.use, index)
            return
        self._pending[name] = (index, record)
        self._found_together(name, record, index)

    def _found_together(self, name: str, record: KeyRegistered, index: int) -> None:
        """Two first keys that stand for each other count from the later of the two entries."""
        for other, (_, earlier) in list(self._pending.items()):
            if other == name or earlier.actor == record.actor:
                continue
            if self._stands(record, other, earlier) and self._stands(earlier, name, record):
                for waiting in (earlier, record):
                    public = b64decode(waiting.key)
                    self._pending.pop(key_name("sign", public))
                    self._add(public, waiting.actor, waiting.standing, "sign", index)
                return

    def _stands(self, record: KeyRegistered, name: str, holder: KeyRegistered) -> bool:
        """Whether the key `name`, registered by `holder`, really countersigned `record`."""
        message = possession_bytes(record, self.log)
        return any(
            c.key == name and signed_by(b64decode(holder.key), message, b64decode(c.signature))
            for c in record.countersigned
        )

    def _check_rotated(self, record: KeyRotated, author: Key | None, index: int) -> None:
        old = self.find(record.old, index)
        if old is None or author is None or author.actor != old.actor:
            raise KeyRefused("expected a key to be rotated by its own holder")
        if old.use == "sign" and author.name != old.name:
            raise KeyRefused("expected the old key to sign its own rotation")
        self._check_new(old.use, record.key)
        if old.use == "sign":
            self._check_possession(record, record.key, record.possession)

    def _check_revoked(self, record: KeyRevoked, author: Key | None, index: int) -> None:
        key = self.find(record.key, index)
        if key is None or author is None:
            raise KeyRefused("expected a key that counts now, got one that does not")
        by_desk = author.standing == "desk" and record.why == "suspended"
        if author.actor != key.actor and not by_desk:
            raise KeyRefused("expected the holder to end a key, or the desk to suspend it")
        if key.standing == "desk" and key.use == "sign":
            raise KeyRefused("expected the desk to rotate its signing key, not to end it")

    def _check_new(self, use: Use, key: str) -> None:
        public = b64decode(key)
        name = key_name(use, public)
        if name in self._keys or name in self._pending:
            raise KeyRefused("expected a key new to this log, got one it has seen")
        sound = _sound_to_sign(public) if use == "sign" else _sound_to_seal(public)
        if not sound:
            raise KeyRefused("expected a sound key, got a weak one (small order or off the curve)")

    def _check_possession(
        self, record: KeyRegistered | KeyRotated, key: str, proof: str | None
    ) -> None:
        message = possession_bytes(record, self.log)
        if proof is None or not signed_by(b64decode(key), message, b64decode(proof)):
            raise KeyRefused("expected proof that the holder holds the new key, got none")

    def _add(self, public: bytes, actor: str, standing: Standing, use: Use, since: int) -> None:
        name = key_name(use, public)
        self._keys[name] = Key(
            name=name, actor=actor, standing=standing, use=use, public=public, since=since
        )

    def _end(self, name: str, index: int) -> None:
        key = self._keys[name]
        self._keys[name] = Key(
            name=name, actor=key.actor, standing=key.standing, use=key.use, public=key.public,
            since=key.since, until=index,
        )  # fmt: skip


class Countersigner(Struct, frozen=True):
    """A key named under a registration, and the key itself where the ring has it."""

    key: str
    known: Key | None


def _sound_to_sign(public: bytes) -> bool:
    # Small-order keys verify anything in several libraries (RFC 8032 leaves it open).
    return len(public) == 32 and crypto_core_ed25519_is_valid_point(public)


def _sound_to_seal(public: bytes) -> bool:
    try:
        crypto_scalarmult(os.urandom(32), public)
    except (CryptoError, RuntimeError):
        return False
    return len(public) == 32
