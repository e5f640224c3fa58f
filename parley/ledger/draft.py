"""A draft: a statement made ready to be signed, and what becomes of it once it is.

An open record is signed once, by its author, in the open. A closed one is signed twice: the
author signs the statement itself, which is then sealed; a one-time key, named inside what the
author signed, signs the envelope that everybody can see. So the log proves order and content to
anyone, and authorship to whoever may read, and nobody but the author can make either signature.
"""

from __future__ import annotations

import os
from base64 import b64encode
from typing import Protocol

import msgspec
from msgspec import Struct
from nacl.signing import SigningKey

from parley.errors import BadInput, expected
from parley.ledger.dsse import ENTRY, STATEMENT, Envelope, pae, read_envelope, write_envelope
from parley.ledger.leaf import Payload, Seen, write_payload
from parley.ledger.sealing import Part, seal, tags
from parley.record.entry import write_record
from parley.record.kinds import Record, apart, is_closed
from parley.record.values.canonical import canonical


class Signer(Protocol):
    """Whoever holds a signing key: a key file, a browser, a device."""

    @property
    def key_name(self) -> str:
        """The name of the key, as the log registers it."""

    def sign(self, message: bytes) -> bytes:
        """Its 64-byte Ed25519 signature of exactly these bytes."""


class Submission(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a client stores and then sends: the signed envelope and its sealed parts.

    A retry sends the same bytes and gets the first receipt.
    """

    env: msgspec.Raw
    parts: tuple[Part, ...] = ()


class Statement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the author of a closed record signs; it is sealed with the signature around it."""

    body: msgspec.Raw
    key: str
    log: str
    nonce: str
    seen: Seen


_statement = msgspec.json.Decoder(Statement)
_sorted = msgspec.json.Encoder(order="sorted")


def read_statement(raw: bytes) -> Statement:
    """Read what the author of a closed record signed; the body is left as it is written."""
    try:
        found = _statement.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # What was sealed is not repeated: a refusal is printed where others read it.
        raise BadInput("expected a statement, got something else") from None
    if _sorted.encode(found) != raw:
        raise expected("the canonical spelling of the statement", "another", "$")
    return found


def trust_statement(raw: bytes) -> Statement:
    """Read a statement that was admitted before; skips the comparison of spellings made then."""
    try:
        return _statement.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadInput("expected the statement as it was admitted, got something else") from None


def digest_in(submission: bytes) -> str:
    """The digest of the record in a submission: known before it is sent."""
    return read_envelope(bytes(msgspec.json.decode(submission, type=Submission).env)).digest


class Draft:
    """A statement ready to be signed. `to_sign` is exactly what the signature is over."""

    def __init__(self, record: Record, *, log: str, seen: Seen, readers: dict[str, bytes]) -> None:
        """`readers` maps the sealing keys of everybody who may read it, the desk's first."""
        self.record = record
        self._log, self._seen, self._readers = log, seen, readers
        self._nonce = b64encode(os.urandom(16)).decode()
        self._closed = is_closed(type(record))
        self._once = SigningKey.generate() if self._closed else None
        self._parts: tuple[Part, ...] = ()
        self._payload = self._closed_statement() if self._closed else self._open_payload()

    @property
    def to_sign(self) -> bytes:
        """The bytes the author signs (DSSE pre-authentication encoding)."""
        return pae(self._payload, STATEMENT if self._closed else ENTRY)

    def read(self) -> str:
        """What is about to be signed, as text a person can read."""
        return msgspec.json.format(write_record(self.record), indent=2).decode()

    def signed_by(self, signer: Signer) -> bytes:
        """The submission, once the signer has signed."""
        return self.signed(signer.key_name, signer.sign(self.to_sign))

    def signed(self, key_name: str, signature: bytes) -> bytes:
        """The submission from a signature made elsewhere. A closed draft can be used once."""
        inner = Envelope(
            payload=self._payload,
            payload_type=STATEMENT if self._closed else ENTRY,
            keyid=key_name,
            signature=signature,
        )
        outer = self._close(inner) if self._closed else inner
        env = msgspec.Raw(write_envelope(outer))
        return msgspec.json.encode(Submission(env=env, parts=self._parts))

    def _open_payload(self) -> bytes:
        plain = msgspec.json.decode(write_record(self.record))
        kept = {name: plain.pop(name) for name in apart(type(self.record)) if name in plain}
        commit: dict[str, str] = {}
        if kept:
            found, part = seal("apart", canonical(kept), self._readers)
            commit, self._parts = {"apart": found}, (part,)
        return write_payload(
            Payload(
                log=self._log,
                seen=self._seen,
                nonce=self._nonce,
                body=msgspec.Raw(canonical(plain)),
                commit=commit,
            )
        )

    def _closed_statement(self) -> bytes:
        if not self._readers:
            raise BadInput("expected at least the desk among the readers, got nobody")
        return _sorted.encode(
            Statement(
                body=msgspec.Raw(write_record(self.record)),
                key=self._once_public,
                log=self._log,
                nonce=self._nonce,
                seen=self._seen,
            )
        )

    @property
    def _once_public(self) -> str:
        if self._once is None:
            raise expected("a closed draft that was not used yet", "one that was")
        return b64encode(bytes(self._once.verify_key)).decode()

    def _close(self, inner: Envelope) -> Envelope:
        commit, part = seal("body", write_envelope(inner), self._readers)
        eph, to = tags(self._nonce, self._readers)
        payload = write_payload(
            Payload(
                log=self._log,
                seen=self._seen,
                nonce=self._nonce,
                commit={"body": commit},
                key=self._once_public,
                eph=eph,
                to=to,
            )
        )
        once, self._once, self._parts = self._once, None, (part,)
        if once is None:
            raise expected("a closed draft that was not used yet", "one that was")
        signature = once.sign(pae(payload, ENTRY)).signature
        return Envelope(payload=payload, payload_type=ENTRY, keyid="", signature=signature)
