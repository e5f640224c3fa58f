"""Keys in files: made once, readable by their owner alone, never printed and never logged."""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from pathlib import Path

import msgspec
from msgspec import Struct
from nacl.bindings import crypto_box_keypair
from nacl.signing import SigningKey

from parley.errors import BadInput, NotFound
from parley.ledger.keys import key_name, possession_bytes
from parley.ledger.sealing import SealKey
from parley.record.roster import Countersignature, KeyRegistered, Standing


class _Wire(Struct, frozen=True, forbid_unknown_fields=True):
    actor: str
    standing: Standing
    sign: bytes
    seal: bytes
    v: int


class Asking(Struct, frozen=True, kw_only=True):
    """Who asks for the parts sealed to a key: its actor's signature under the desk's challenge."""

    seal: str
    key: str
    signature: bytes


def asking_bytes(log: str, challenge: bytes, seal: str) -> bytes:
    """What is signed to be handed the parts sealed to a key, as long as the challenge lives."""
    return b"parley parts v1\n" + "\n".join((log, challenge.hex(), seal)).encode()


class KeyFile:
    """An actor's two private keys: one to sign with, one to open what is sealed for it."""

    def __init__(self, actor: str, standing: Standing, *, sign: bytes, seal: bytes) -> None:
        self.actor = actor
        self.standing: Standing = standing
        self._sign = SigningKey(sign)
        self._seal = seal
        self.seal = SealKey(seal)
        self.public = bytes(self._sign.verify_key)
        self.key_name = key_name("sign", self.public)

    def __repr__(self) -> str:
        return f"KeyFile({self.actor}, {self.key_name})"

    @classmethod
    def make(cls, actor: str, standing: Standing) -> KeyFile:
        """Fresh keys."""
        _, seal = crypto_box_keypair()
        return cls(actor, standing, sign=os.urandom(32), seal=seal)

    @classmethod
    def read(cls, path: Path) -> KeyFile:
        """The keys in a file that `save` wrote."""
        raw = read_secret(path)
        try:
            wire = msgspec.json.decode(raw, type=_Wire)
        except msgspec.DecodeError as fault:
            # The file is secret: nothing of it goes into the refusal.
            raise BadInput("expected a key file, got something else", at=path.name) from fault
        return cls(wire.actor, wire.standing, sign=wire.sign, seal=wire.seal)

    def save(self, path: Path) -> None:
        """Write the keys to a new file that only its owner can read."""
        wire = _Wire(self.actor, self.standing, bytes(self._sign), self._seal, 1)
        write_secret(path, msgspec.json.format(msgspec.json.encode(wire)) + b"\n")

    def sign(self, message: bytes) -> bytes:
        """This actor's signature of exactly these bytes."""
        return self._sign.sign(message).signature

    def registration(self, log: str) -> KeyRegistered:
        """The signing key with proof of possession, ready to be countersigned."""
        bare = KeyRegistered(
            actor=self.actor,
            standing=self.standing,
            use="sign",
            key=b64encode(self.public).decode(),
            nonce=os.urandom(32).hex(),
        )
        proof = self.sign(possession_bytes(bare, log))
        return msgspec.structs.replace(bare, possession=b64encode(proof).decode())

    def countersign(self, record: KeyRegistered, log: str) -> KeyRegistered:
        """Stand for another's registration. Do so only after hearing the fingerprint from them."""
        mine = Countersignature(
            key=self.key_name,
            signature=b64encode(self.sign(possession_bytes(record, log))).decode(),
        )
        return msgspec.structs.replace(record, countersigned=(*record.countersigned, mine))

    def asking(self, log: str, challenge: bytes) -> Asking:
        """Proof to a desk that whoever asks for this actor's sealed parts is this actor."""
        return Asking(
            seal=self.seal.name,
            key=self.key_name,
            signature=self.sign(asking_bytes(log, challenge, self.seal.name)),
        )

    def sealing(self) -> KeyRegistered:
        """The sealing key; whoever signs its entry vouches for it."""
        return KeyRegistered(
            actor=self.actor,
            standing=self.standing,
            use="seal",
            key=b64encode(self.seal.public).decode(),
            nonce=os.urandom(32).hex(),
        )


def write_secret(path: Path, content: bytes) -> None:
    """Write a new file that only its owner can read; refuses to replace one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as fault:
        raise BadInput("expected no key file yet, got one", at=path.name) from fault
    with os.fdopen(file, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def read_secret(path: Path) -> bytes:
    """Read a secret file, refusing one that others could read."""
    try:
        mode = path.stat().st_mode & 0o077
        content = path.read_bytes()
    except OSError as fault:
        raise NotFound("expected a key file, got none", at=path.name) from fault
    if mode:
        raise BadInput(
            "expected a key file only its owner can read, got an open one",
            at=path.name,
            remedy="Run chmod 600 on it, and think about who may have read it.",
        )
    return content


def fingerprint_words(public: str) -> str:
    """A key as groups of four, to be read out over another line than the one it came by."""
    return name_in_words(key_name("sign", b64decode(public)))


def name_in_words(name: str) -> str:
    """The same from the key's name in the log: its first 128 bits."""
    digest = name.partition(":")[2]
    return " ".join(digest[at : at + 4] for at in range(0, 32, 4))
