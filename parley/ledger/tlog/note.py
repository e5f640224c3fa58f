"""A note is a text with signatures under it that anyone holding the public key can check.

C2SP signed-note, Ed25519 only (signature type 0x01). Keys are written the way Go's checksum
database writes them, so foreign tools read ours:

    name+keyid+base64(0x01 || public key)                 a verifier key, to be handed out
    PRIVATE+KEY+name+keyid+base64(0x01 || seed)           a signer key, to be kept

Stricter than the standard in one point. The standard ignores signatures by unknown keys; here a
note must carry exactly the signatures that were asked for. An ignored line is a line in which any
bit may be changed unseen, and our files are to be refused if any bit changes.

A text, key or signature that somebody types or that we are about to sign is refused with BadInput;
a note that somebody shows us as evidence is refused with NotProven.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from hashlib import sha256

import msgspec
from nacl.bindings import crypto_core_ed25519_is_valid_point
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from parley.errors import NotProven, expected

ED25519 = b"\x01"
MAX_NOTE_BYTES = 200_000  # 16 signatures of any assigned type fit
MAX_SIGNATURES = 16
MAX_NAME_BYTES = 255
_KEY_ID = re.compile(r"[0-9a-f]{8}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class Verifier(msgspec.Struct, frozen=True):
    """A public key under its name: what a reader needs to check signatures.

    `key` is the 32-byte Ed25519 public key. One outside the prime-order group is refused: such a
    key accepts signatures that nobody made, in several libraries.
    """

    name: str
    key: bytes

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.key) != 32 or not crypto_core_ed25519_is_valid_point(self.key):
            raise expected("an Ed25519 public key of the prime-order group", self.key.hex())

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart; a hint, not a proof."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:4]

    @property
    def vkey(self) -> str:
        """The key as text, to be handed out."""
        return f"{self.name}+{self.key_id.hex()}+{_base64(ED25519 + self.key)}"

    def accepts(self, text: bytes, signature: bytes) -> bool:
        """Whether these 64 bytes are this key's signature of exactly this text."""
        if len(signature) != 64:
            return False
        try:
            VerifyKey(self.key).verify(text, signature)
        except BadSignatureError:
            return False
        return True


class Signer:
    """A private key under its name. It never shows its seed except through `skey`."""

    __slots__ = ("_key", "verifier")

    def __init__(self, name: str, *, seed: bytes) -> None:
        """`seed` is 32 bytes of chance, taken by the caller."""
        if len(seed) != 32:
            raise expected("a seed of 32 bytes", f"{len(seed)} bytes")
        self._key = SigningKey(seed)
        self.verifier = Verifier(name, bytes(self._key.verify_key))

    def __repr__(self) -> str:
        return f"Signer({self.verifier.vkey})"

    @property
    def name(self) -> str:
        """The name it signs as."""
        return self.verifier.name

    @property
    def skey(self) -> str:
        """The key as text, to be kept: whoever reads it can sign as this name."""
        return (
            f"PRIVATE+KEY+{self.name}+{self.verifier.key_id.hex()}"
            f"+{_base64(ED25519 + bytes(self._key))}"
        )

    def sign(self, text: bytes) -> bytes:
        """The 64-byte Ed25519 signature of exactly these bytes."""
        return self._key.sign(text).signature


class Signature(msgspec.Struct, frozen=True):
    """One signature line: who says they signed, by which key, and the bytes."""

    name: str
    key_id: bytes
    signature: bytes


class Note(msgspec.Struct, frozen=True):
    """A text and its signature lines, as written; nothing is verified yet."""

    text: str
    signatures: tuple[Signature, ...]


def check_key_name(name: str) -> None:
    """Refuse a name that could be read two ways: empty, or with spaces, plus or control signs."""
    if not _is_key_name(name):
        raise expected("a key name without spaces, plus or control signs", repr(name[:80]))


def parse_vkey(text: str) -> Verifier:
    """Read a verifier key; refuse any spelling but the one we would write."""
    name, key = _parse_key(text, "name+keyid+key")
    verifier = Verifier(name, key)
    if verifier.vkey != text:
        raise expected(f"the key id {verifier.key_id.hex()} and canonical base64", repr(text))
    return verifier


def parse_skey(text: str) -> Signer:
    """Read a signer key; refuse any spelling but the one we would write."""
    prefix = "PRIVATE+KEY+"
    if not text.startswith(prefix):
        raise expected("PRIVATE+KEY+name+keyid+key", "something else", "the signer key")
    name, seed = _parse_key(text[len(prefix) :], "PRIVATE+KEY+name+keyid+key")
    signer = Signer(name, seed=seed)
    if signer.skey != text:  # the text is secret: it does not go into the refusal
        raise expected("a key id that fits the key, and canonical base64", "another", "the key")
    return signer


def fingerprint(vkey: str) -> str:
    """What two people read to each other to see that they hold the same key.

    `sha256:` and the hex SHA-256 of the verifier key text (no newline).
    """
    return "sha256:" + sha256(parse_vkey(vkey).vkey.encode()).hexdigest()


def sign_note(text: str, *signers: Signer) -> bytes:
    """Put the signatures of `signers` under `text`, in that order."""
    if not text.endswith("\n") or not _is_note_text(text):
        raise expected("a text in UTF-8 ending in a newline", repr(text[-40:]), "the note")
    if not 1 <= len(signers) <= MAX_SIGNATURES:
        raise expected(f"1 to {MAX_SIGNATURES} signers", len(signers), "the note")
    raw = text.encode()
    note = format_note(
        Note(text, tuple(Signature(s.name, s.verifier.key_id, s.sign(raw)) for s in signers))
    )
    if len(note) > MAX_NOTE_BYTES:
        raise expected(f"a note of at most {MAX_NOTE_BYTES} bytes", len(note))
    return note


def open_note(note: bytes, verifiers: Iterable[Verifier]) -> str:
    """The text of the note, once every one of `verifiers`, and nobody else, has signed it.

    Shown in this order, each refused with NotProven:
      1. the note is well formed, byte for byte as we would write it;
      2. no key stands under it that was not asked for, and none twice;
      3. every signature verifies;
      4. nobody asked for is missing.
    """
    read = parse_note(note)  # 1
    raw = read.text.encode()
    awaited = {(v.name, v.key_id): v for v in verifiers}
    if not awaited:
        raise expected("at least one key to check the note with", "none")
    for line in read.signatures:
        who = f"{line.name}+{line.key_id.hex()}"
        verifier = awaited.pop((line.name, line.key_id), None)
        if verifier is None:  # 2
            raise NotProven("expected only the keys asked for, each once", at=f"signature by {who}")
        if not verifier.accepts(raw, line.signature):  # 3
            raise NotProven("expected this key's signature of this text", at=f"signature by {who}")
    if awaited:  # 4
        missing = ", ".join(f"{name}+{key_id.hex()}" for name, key_id in awaited)
        raise NotProven(f"expected a signature by {missing}, got none", at="the note")
    return read.text


def format_note(note: Note) -> bytes:
    """The bytes of a note: the text, a blank line, the signature lines."""
    lines = [f"— {s.name} {_base64(s.key_id + s.signature)}\n" for s in note.signatures]
    return (note.text + "\n" + "".join(lines)).encode()


def parse_note(raw: bytes) -> Note:
    """Split a note into text and signature lines, verifying nothing.

    Refused with NotProven unless `format_note` gives the same bytes back.
    """
    if len(raw) > MAX_NOTE_BYTES:
        raise NotProven(f"expected a note of at most {MAX_NOTE_BYTES} bytes, got {len(raw)}")
    try:
        whole = raw.decode()
    except UnicodeDecodeError as fault:
        raise NotProven("expected UTF-8", at=f"byte {fault.start} of the note") from fault
    body, blank, tail = whole.rpartition("\n\n")
    if not blank or not tail.endswith("\n") or not _is_note_text(whole):
        raise NotProven("expected a text, a blank line and signature lines", at="the note")
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise NotProven(f"expected at most {MAX_SIGNATURES} signatures, got {len(lines)}")
    return Note(body + "\n", tuple(_parse_signature(line) for line in lines))


def decode_base64(text: str, *, at: str) -> bytes:
    """Bytes from base64, refusing with NotProven every spelling but the canonical one.

    Lenient decoders drop the unused bits of the last letter, so that two texts give one value.
    """
    try:
        found = b64decode(text, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise NotProven(f"expected base64, got {text[:80]!r}", at=at) from fault
    if _base64(found) != text:
        raise NotProven(f"expected canonical base64, got {text[:80]!r}", at=at)
    return found


def _parse_signature(line: str) -> Signature:
    match line.split(" "):
        case ["—", name, blob] if _is_key_name(name):
            found = decode_base64(blob, at=f"the signature of {name}")
        case _:
            raise NotProven(f"expected '— name signature', got {line[:80]!r}", at="the note")
    if len(found) < 5:
        raise NotProven(f"expected a key id and a signature, got {len(found)} bytes", at=name)
    return Signature(name, found[:4], found[4:])


def _parse_key(text: str, form: str) -> tuple[str, bytes]:
    """The name and the 32 bytes of a key text; the caller re-writes it and compares."""
    parts = text.split("+", 2)  # base64 may hold further plus signs
    if len(parts) != 3 or not _KEY_ID.fullmatch(parts[1]) or len(parts[2]) != 44:
        raise expected(form, "something else", "the key")
    try:
        found = b64decode(parts[2], validate=True)
    except (binascii.Error, ValueError) as fault:
        raise expected("base64", "something else", "the last part of the key") from fault
    if len(found) != 33 or found[:1] != ED25519:
        raise expected("an Ed25519 key (type 1, 32 bytes)", f"{len(found)} bytes", "the key")
    return parts[0], found[1:]


def _is_key_name(name: str) -> bool:
    if not name or "+" in name or any(sign.isspace() for sign in name) or not _is_note_text(name):
        return False
    return len(name.encode()) <= MAX_NAME_BYTES


def _is_note_text(text: str) -> bool:
    """Encodable as UTF-8 and free of ASCII control signs other than newline."""
    return not _CONTROL.search(text) and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")


__all__ = [
    "ED25519",
    "Note",
    "Signature",
    "Signer",
    "Verifier",
    "check_key_name",
    "decode_base64",
    "fingerprint",
    "format_note",
    "open_note",
    "parse_note",
    "parse_skey",
    "parse_vkey",
    "sign_note",
]
