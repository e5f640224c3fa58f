"""An envelope: the exact bytes somebody signed, and their signature (DSSE v1.0).

What is signed is not the payload but its pre-authentication encoding (PAE), which names the
payload's type and length, so that a signature made for one purpose cannot serve another.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from hashlib import sha256

import msgspec
from msgspec import Struct
from nacl.bindings import crypto_sign_open
from nacl.exceptions import CryptoError

from parley.errors import BadInput, BadSignature, expected

ENTRY = "application/vnd.parley.entry+json;v=1"
STATEMENT = "application/vnd.parley.statement+json;v=1"
KEY = "application/vnd.parley.key+json;v=1"


class _Signature(Struct, frozen=True, forbid_unknown_fields=True):
    keyid: str
    sig: str


class _Wire(Struct, frozen=True, forbid_unknown_fields=True):
    payload: str
    payloadType: str  # the standard's spelling
    signatures: tuple[_Signature]


class Envelope(Struct, frozen=True, kw_only=True):
    """A payload, what it is, and one signature.

    `keyid` is a hint and proves nothing; it is empty where even the hint would tell too much.
    """

    payload: bytes
    payload_type: str
    keyid: str
    signature: bytes

    @property
    def signed_bytes(self) -> bytes:
        """What the signature is over."""
        return pae(self.payload, self.payload_type)

    @property
    def digest(self) -> str:
        """The name of the record in it: "sha256:" and the hex SHA-256 of the signed bytes."""
        return digest_of(self.payload, self.payload_type)

    def check(self, key: bytes, *, whose: str) -> None:
        """Refuse with BadSignature unless `key` (32 bytes, Ed25519) signed exactly this."""
        if not signed_by(key, self.signed_bytes, self.signature):
            raise BadSignature(f"expected {whose}'s signature, got one that key did not make")


def pae(payload: bytes, payload_type: str) -> bytes:
    """Pre-authentication encoding (DSSE v1.0, "Signature Definition")."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def digest_of(payload: bytes, payload_type: str = ENTRY) -> str:
    """The digest of a record from the payload that carries it."""
    return "sha256:" + sha256(pae(payload, payload_type)).hexdigest()


def signed_by(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this Ed25519 key made this signature of this message (RFC 8032)."""
    if len(signature) != 64:
        return False
    try:
        # The binding itself: the class around it re-checks types we have just checked, at a
        # fifth of the cost of a verification.
        crypto_sign_open(signature + message, key)
    except CryptoError:
        return False
    return True


def write_envelope(envelope: Envelope) -> bytes:
    """The one spelling of an envelope (RFC 8785)."""
    return b'{"payload":"%b","payloadType":"%b","signatures":[{"keyid":"%b","sig":"%b"}]}' % (
        b64encode(envelope.payload),
        envelope.payload_type.encode(),
        envelope.keyid.encode(),
        b64encode(envelope.signature),
    )


_decoder = msgspec.json.Decoder(_Wire)


def read_envelope(raw: bytes) -> Envelope:
    """Read an envelope, refusing every spelling but the one we would write."""
    try:
        wire = _decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise BadInput(f"expected a DSSE envelope, got something else ({fault})") from fault
    found = Envelope(
        payload=_bytes(wire.payload, "$.payload"),
        payload_type=wire.payloadType,
        keyid=wire.signatures[0].keyid,
        signature=_bytes(wire.signatures[0].sig, "$.signatures[0].sig"),
    )
    if write_envelope(found) != raw:
        raise expected("the canonical spelling of the envelope", "another", "$")
    return found


class _TrustedSignature(Struct, frozen=True):
    keyid: str
    sig: bytes


class _Trusted(Struct, frozen=True):
    payload: bytes
    payloadType: str  # the standard's spelling
    signatures: tuple[_TrustedSignature]


_trusted = msgspec.json.Decoder(_Trusted)


def trust_envelope(raw: bytes) -> Envelope:
    """Read an envelope that was admitted before; skips the comparison of spellings made then."""
    try:
        wire = _trusted.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise BadInput("expected the envelope as it was admitted, got something else") from fault
    (line,) = wire.signatures
    return Envelope(
        payload=wire.payload, payload_type=wire.payloadType, keyid=line.keyid, signature=line.sig
    )


def _bytes(text: str, at: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise expected("base64", "something else", at) from fault
