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
_BOUND = ("party", "guarantor")
"""Whose first key the desk cannot add on its own word, and who can vouch for one."""


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
        began = self.since < index or self.since == index == 0  # the founding entry signs itself
        return began and (self.until is None or index <= self.until)


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
        self._held: dict[str, int] = {}

    def find(self, name: str, index: int) -> Key | None:
        """The key of that name, if it counts at that entry."""
        key = self._keys.get(name)
        return key if key is not None and key.counts_at(index) else None

    def ever(self, name: str) -> Key | None:
        """The key of that name, whether it still counts or not."""
        return self._keys.get(name)

    def of(self, actor: str, use: Use, index: int) -> tuple[Key, ...]:
        """The keys of an actor that count at an entry, oldest first."""
        return tuple(
            key
            for key in tuple(self._keys.values())  # the writer may be adding one
            if key.actor == actor and key.use == use and key.counts_at(index)
        )

    def names(self, actor: str, use: Use) -> tuple[str, ...]:
        """The names of every key an actor ever had, those that ended included."""
        return tuple(k.name for k in self._keys.values() if k.actor == actor and k.use == use)

    def actors(self) -> tuple[str, ...]:
        """Everybody who ever had a key, in order of their first."""
        return tuple(dict.fromkeys(key.actor for key in tuple(self._keys.values())))

    def standing(self, actor: str) -> Standing | None:
        """What an actor is to the arrangement, as its first key said."""
        return next((k.standing for k in tuple(self._keys.values()) if k.actor == actor), None)

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
        4. the actor ever had keys, and enough of them that still count stand for this one; or
        5. it is an actor's first: entered by the desk, and for a party or a guarantor also
           countersigned by another of them (two may stand for each other at the founding).
        """
        self._check_new(record.use, record.key, actor=record.actor)  # 1
        if record.use == "sign":
            self._check_possession(record, record.key, record.possession)
        self._check_standing(record, index)  # 2
        if index == 0:  # 3
            if record.standing != "desk" or record.use != "sign":
                raise KeyRefused("expected the desk's own signing key to be the first entry")
        elif self.standing(record.actor) is not None:  # 4
            self._check_own(record, author, index)
        else:  # 5
            self._check_first(record, author, index)

    def _check_standing(self, record: KeyRegistered, index: int) -> None:
        waiting = {r.standing for _, r in self._pending.values() if r.actor == record.actor}
        held = self.standing(record.actor)
        if not waiting <= {record.standing} or held not in (None, record.standing):
            raise KeyRefused(f"expected {record.actor} to keep its standing, got another")
        if record.standing == "desk" and held is None and index > 0:
            raise KeyRefused("expected one desk, got a second")

    def _check_own(self, record: KeyRegistered, author: Key | None, index: int) -> None:
        """Later keys are the actor's own affair: nobody else can add one, whatever has ended."""
        if record.quorum != 1:
            raise KeyRefused("expected a quorum on an actor's first key only, got one later")
        standing_by = {key.name for key in self._countersigners(record, index)}
        if author is not None:
            standing_by.add(author.name)
        found = sum(key.name in standing_by for key in self.of(record.actor, "sign", index))
        needed = self.needed(record.actor)
        if found < needed:
            raise KeyRefused(
                f"expected {needed} of {record.actor}'s own keys to stand for a new one, "
                f"got {found}"
            )

    def needed(self, actor: str) -> int:
        """How many of an actor's own keys must stand for a new one.

        Its quorum, or all the keys it ever held where it held fewer: so a quorum of two can be
        reached from one key, and is not lowered when keys end or are suspended.
        """
        return min(self._quorum.get(actor, 1), self._held.get(actor, 1))

    def _check_first(self, record: KeyRegistered, author: Key | None, index: int) -> None:
        if record.use == "seal":
            raise KeyRefused(f"expected {record.actor} to register a signing key first")
        if author is None or author.standing != "desk":
            raise KeyRefused("expected an actor's first key to be entered by the desk")
        if record.standing not in _BOUND or self._vouched(record, index):
            return
        awaited = {c.key for c in record.countersigned} - self._keys.keys()
        if self._founded() or not awaited - {_name_of(record)}:
            raise KeyRefused(
                "expected another party or guarantor to countersign a party's first key, got none"
            )

    def _founded(self) -> bool:
        """Whether any party or guarantor ever counted. From then on only those can vouch."""
        return any(key.standing in _BOUND for key in tuple(self._keys.values()))

    def _vouched(self, record: KeyRegistered, index: int) -> bool:
        """Whether another party or guarantor, whose key counts here, stands for this key."""
        return any(
            key.actor != record.actor and key.standing in _BOUND
            for key in self._countersigners(record, index)
        )

    def _countersigners(self, record: KeyRegistered, index: int) -> list[Key]:
        """The keys that count here and really countersigned the record."""
        message = possession_bytes(record, self.log)
        named = [(self.find(c.key, index), c.signature) for c in record.countersigned]
        return [
            key
            for key, signature in named
            if key and key.use == "sign" and signed_by(key.public, message, b64decode(signature))
        ]

    def _register(self, record: KeyRegistered, index: int) -> None:
        if (
            record.standing not in _BOUND
            or self.standing(record.actor) is not None
            or self._vouched(record, index)
        ):
            self._take(record, index)
            return
        self._pending[_name_of(record)] = (index, record)
        for other, (_, earlier) in tuple(self._pending.items()):
            if self._found_together(record, other, earlier):
                # The founding is over: whoever still waits needs one who counts now.
                self._pending.clear()
                self._take(earlier, index)
                self._take(record, index)
                return

    def _found_together(self, record: KeyRegistered, other: str, earlier: KeyRegistered) -> bool:
        """Whether two first keys stand for each other. Both count from the later entry."""
        return (
            earlier.actor != record.actor
            and self._stands(record, other, earlier)
            and self._stands(earlier, _name_of(record), record)
        )

    def _stands(self, record: KeyRegistered, name: str, holder: KeyRegistered) -> bool:
        """Whether the key `name`, registered by `holder`, really countersigned `record`."""
        message = possession_bytes(record, self.log)
        return any(
            c.key == name and signed_by(b64decode(holder.key), message, b64decode(c.signature))
            for c in record.countersigned
        )

    def _take(self, record: KeyRegistered, index: int) -> None:
        """Let a registered key count, and remember what its actor's first one asked for."""
        if self.standing(record.actor) is None:
            self._quorum[record.actor] = record.quorum
        if record.use == "sign":
            self._held[record.actor] = self._held.get(record.actor, 0) + 1
        self._add(b64decode(record.key), record.actor, record.standing, record.use, index)

    def _check_rotated(self, record: KeyRotated, author: Key | None, index: int) -> None:
        old = self.find(record.old, index)
        if old is None or author is None or author.actor != old.actor:
            raise KeyRefused("expected a key to be rotated by its own holder")
        if old.use == "sign" and author.name != old.name:
            raise KeyRefused("expected the old key to sign its own rotation")
        if old.use == "seal" and self.needed(old.actor) > 1:
            raise KeyRefused("expected a quorum to register a new sealing key, got one key alone")
        self._check_new(old.use, record.key, actor=old.actor)
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

    def _check_new(self, use: Use, key: str, *, actor: str) -> None:
        public = b64decode(key)
        name = key_name(use, public)
        waiting = self._pending.get(name)  # its own actor may try the founding again
        if name in self._keys or (waiting is not None and waiting[1].actor != actor):
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


def _name_of(record: KeyRegistered) -> str:
    return key_name(record.use, b64decode(record.key))


def _sound_to_sign(public: bytes) -> bool:
    # Small-order keys verify anything in several libraries (RFC 8032 leaves it open).
    return len(public) == 32 and crypto_core_ed25519_is_valid_point(public)


def _sound_to_seal(public: bytes) -> bool:
    try:
        crypto_scalarmult(os.urandom(32), public)
    except (CryptoError, RuntimeError):
        return False
    return len(public) == 32
