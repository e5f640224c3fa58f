"""Sealed parts: content for its readers, a commitment for everybody else.

The leaf holds SHA-256(0x02 || 32-byte salt || bytes). Salt and bytes are encrypted together under
a fresh key (XChaCha20-Poly1305), and that key is wrapped for each reader (libsodium sealed box,
X25519). The boxes live outside the tree in a file that can be erased: when box and wraps are gone
the commitment proves nothing about its content to anybody, and every proof over the leaf holds.

Only libsodium's primitives; the order they are used in is all that is ours.
"""

from __future__ import annotations

import hmac
import os
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Annotated

from msgspec import Meta, Struct
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_box_beforenm,
    crypto_box_keypair,
    crypto_box_seal,
    crypto_box_seal_open,
    crypto_scalarmult_base,
    crypto_secretbox,
    crypto_secretbox_open,
    sodium_pad,
    sodium_unpad,
)
from nacl.exceptions import CryptoError

from parley.errors import NotReadable, expected
from parley.ledger.keys import key_name
from parley.ledger.leaf import PartName, Payload
from parley.record.values.key import KeyName

MAX_PART = 1_000_000
_SALT = 32
_NONCE = 24
_TAGS = 8
_COMMIT = b"\x02"
_CLASSES = (1024, 4096, 16_384, 65_536, 1_048_576)


Wrap = Annotated[bytes, Meta(min_length=80, max_length=80)]  # a sealed box around 32 bytes


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sealed part on its way: the box, and its key wrapped for each reader by key name."""

    name: PartName
    box: bytes
    wraps: Annotated[dict[KeyName, Wrap], Meta(max_length=64)]


class SealKey:
    """A private X25519 key that opens what was sealed for it."""

    __slots__ = ("_secret", "name", "public")

    def __init__(self, secret: bytes) -> None:
        if len(secret) != 32:
            raise expected("a sealing key of 32 bytes", f"{len(secret)} bytes")
        self._secret = secret
        self.public = crypto_scalarmult_base(secret)
        self.name = key_name("seal", self.public)

    def __repr__(self) -> str:
        return f"SealKey({self.name})"

    def unwrap(self, wrap: bytes) -> bytes:
        """The content key in a wrap made for this key; NotReadable for any other."""
        try:
            return crypto_box_seal_open(wrap, self.public, self._secret)
        except CryptoError as fault:
            raise NotReadable("expected a part sealed for this key, got one for another") from fault

    def is_addressed_by(self, payload: Payload) -> bool:
        """Whether one of the tags in a payload is this key's. Nobody else can tell."""
        if payload.eph is None:
            return False
        try:
            shared = crypto_box_beforenm(b64decode(payload.eph), self._secret)
        except CryptoError:
            return False
        mine = _tag(shared, payload.nonce)
        return any(hmac.compare_digest(mine, tag) for tag in payload.to)


def commitment(salt: bytes, content: bytes) -> str:
    """What the leaf holds of a part: SHA-256(0x02 || salt || bytes), in hex."""
    return sha256(_COMMIT + salt + content).hexdigest()


def seal(name: str, content: bytes, readers: dict[str, bytes]) -> tuple[str, Part]:
    """Seal bytes for readers (key name -> public key); returns the commitment and the part.

    At most 1 MB. The box is padded to a size class before it is encrypted.
    """
    if len(content) > MAX_PART:
        raise expected(f"a part of at most {MAX_PART} bytes", f"{len(content)}")
    salt, key, nonce = os.urandom(_SALT), os.urandom(32), os.urandom(_NONCE)
    size = next(c for c in _CLASSES if len(content) + _SALT < c)
    padded = sodium_pad(salt + content, size)
    box = nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(padded, name.encode(), nonce, key)
    wraps = {reader: wrap_for(key, public) for reader, public in readers.items()}
    return commitment(salt, content), Part(name=name, box=box, wraps=wraps)


class Revealed(Struct, frozen=True, kw_only=True):
    """A sealed part opened: what somebody shows to prove to a third what the leaf committed to."""

    salt: bytes
    content: bytes

    def fits(self, committed: str) -> bool:
        """Whether this is what a leaf with that commitment committed to."""
        return hmac.compare_digest(commitment(self.salt, self.content), committed)


def reveal(name: str, box: bytes, key: bytes, committed: str) -> Revealed:
    """Open a box with its content key; NotReadable unless it is what the leaf committed to."""
    nonce, sealed = box[:_NONCE], box[_NONCE:]
    try:
        padded = crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, name.encode(), nonce, key)
        size = next(c for c in _CLASSES if len(padded) <= c)
        whole = sodium_unpad(padded, size)
    except (CryptoError, StopIteration, ValueError) as fault:
        raise NotReadable("expected a box this key opens, got one that is changed") from fault
    found = Revealed(salt=whole[:_SALT], content=whole[_SALT:])
    if not found.fits(committed):
        raise NotReadable("expected what the leaf committed to, got something else")
    return found


def open_box(name: str, box: bytes, key: bytes, committed: str) -> bytes:
    """The content of a box, without the salt that proves it to others."""
    return reveal(name, box, key, committed).content


def wrap_for(key: bytes, public: bytes) -> bytes:
    """A content key wrapped for one reader (libsodium sealed box, X25519)."""
    return bytes(crypto_box_seal(key, public))


def shelve(key: bytes, shelf_key: bytes) -> bytes:
    """A content key wrapped for the desk's own shelf: symmetric, so that replay is quick."""
    return bytes(crypto_secretbox(key, nonce := os.urandom(_NONCE), shelf_key)) + nonce


def unshelve(wrapped: bytes, shelf_key: bytes) -> bytes:
    """A content key back from the desk's shelf."""
    try:
        return bytes(crypto_secretbox_open(wrapped[:-_NONCE], wrapped[-_NONCE:], shelf_key))
    except CryptoError as fault:
        raise NotReadable("expected this desk's shelf key, got another") from fault


def tags(nonce: str, readers: dict[str, bytes]) -> tuple[str, tuple[str, ...]]:
    """Addressee tags for readers, and the one-time key each reader recomputes its own with.

    Filled with chance to a multiple of eight and sorted: up to eight readers look alike, from
    nine on there are sixteen tags, and their order tells nothing.
    """
    public, secret = crypto_box_keypair()
    made = [_tag(crypto_box_beforenm(reader, secret), nonce) for reader in readers.values()]
    filling = -len(made) % _TAGS or (0 if made else _TAGS)
    made += [b64encode(os.urandom(12)).decode() for _ in range(filling)]
    return b64encode(public).decode(), tuple(sorted(made))


def _tag(shared: bytes, nonce: str) -> str:
    found = hmac.digest(shared, b"parley addressee " + nonce.encode(), "sha256")
    return b64encode(found[:12]).decode()
