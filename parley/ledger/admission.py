"""What must be shown before an envelope may become an entry.

The checks that need no order are made here, in the submitter's own thread; the few that depend on
what was logged just before (who holds which key now, whether it is a retry) are made again, in
order, by the one writer.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from hashlib import sha256

import msgspec
from msgspec import Struct

from parley.errors import (
    BadInput,
    BadSignature,
    KeyRefused,
    NotAdmitted,
    Refusal,
    WrongLog,
    expected,
)
from parley.ledger.draft import Submission, read_statement, trust_statement
from parley.ledger.dsse import (
    ENTRY,
    STATEMENT,
    Envelope,
    digest_of,
    read_envelope,
    trust_envelope,
)
from parley.ledger.keys import Key, KeyRecord, KeyRing, key_name
from parley.ledger.leaf import MAX_LEAF, Payload, read_payload
from parley.ledger.sealing import Part, SealKey, open_box, shelve
from parley.ledger.stores.port import Mark, Shelf
from parley.record.correction import Erased
from parley.record.entry import read_record
from parley.record.kinds import Record, apart, is_closed, tag_of
from parley.record.roster import KeyRegistered, KeyRevoked, KeyRotated
from parley.record.values.canonical import canonical, read_canonical

MAX_SUBMISSION = 4_000_000
_submission = msgspec.json.Decoder(Submission)


class Custody(Struct, frozen=True):
    """What the desk keeps to itself: the key it reads sealed parts with, and its shelf key."""

    seal: SealKey
    shelf: bytes


class Admitted(Struct, frozen=True, kw_only=True):
    """An envelope that passed, and what the writer needs to put it in order."""

    envelope: bytes
    digest: str
    dedupe: bytes
    payload: Payload
    record: Record
    author: str
    key: str
    shelves: tuple[Shelf, ...]

    @property
    def mark(self) -> Mark:
        """Whether every start must read this entry again."""
        if isinstance(self.record, KeyRegistered | KeyRotated | KeyRevoked):
            return 1
        return 2 if isinstance(self.record, Erased) else 0


class Gate(Struct, frozen=True):
    """What admission looks things up in: the keys, the past roots, the desk's own keys."""

    log: str
    ring: KeyRing
    custody: Custody
    size: Callable[[], int]
    root_at: Callable[[int], bytes]


def admit(raw: bytes, gate: Gate) -> Admitted:
    """Pass a submission, or refuse it with the rule it breaks.

    1. it is of bounded size, and spelled the one way
    2. it was made for this log, and for a past this log had
    3. its key counts now (open), or its one-time key is named in it (closed)
    4. that key signed exactly these bytes
    5. its sealed parts are the ones it commits to, and the desk can open them
    6. a closed statement was signed by its author, for this very envelope
    7. the body is a known kind, allowed to stand as it stands; what is refused in a sealed one
       is not repeated, because a refusal is printed where others read it
    """
    submission, envelope, payload = _spelled(raw)  # 1
    _check_past(payload, gate)  # 2
    key = _outer_key(envelope, payload, gate)  # 3
    envelope.check(key.public, whose=key.actor)  # 4
    dedupe = dedupe_key(envelope, key.public)
    shelves, opened = _check_parts(submission.parts, payload, envelope.digest, gate.custody)  # 5
    if payload.body:
        record = _open_record(bytes(payload.body), opened.get("apart"))  # 7
    else:
        key, body = open_statement(opened["body"], payload, gate.ring, gate.size())  # 6
        record = _closed_record(body)  # 7
    return Admitted(
        envelope=bytes(submission.env),
        digest=envelope.digest,
        dedupe=dedupe,
        payload=payload,
        record=record,
        author=key.actor,
        key=key.name,
        shelves=shelves,
    )


def open_statement(
    content: bytes, payload: Payload, ring: KeyRing, index: int, *, check: bool = True
) -> tuple[Key, bytes]:
    """The author's key and the body of a sealed statement, once its signature holds.

    Refuses a statement signed for another envelope, or by a key that did not count at `index`.
    Without `check` neither the signature nor the spelling, verified at admission, is verified
    again: for bytes that were just shown to be the ones their leaf committed to.
    """
    inner = read_envelope(content) if check else trust_envelope(content)
    key = ring.find(inner.keyid, index)
    if inner.payload_type != STATEMENT or key is None or key.use != "sign":
        ended = key is None and ring.ever(inner.keyid) is not None
        found = "a key that does not count at this entry" if ended else "another"
        raise KeyRefused(f"expected a statement by a registered key, got one by {found}")
    if check:
        inner.check(key.public, whose=key.actor)
    said = read_statement(inner.payload) if check else trust_statement(inner.payload)
    if (said.log, said.nonce, said.seen, said.key) != (
        payload.log,
        payload.nonce,
        payload.seen,
        payload.key,
    ):
        raise BadSignature("expected a statement signed for this envelope, got one for another")
    return key, bytes(said.body)


def dedupe_key(envelope: Envelope, public: bytes) -> bytes:
    """What makes a retry the same act: SHA-256 of the signed bytes and the key over them."""
    return sha256(envelope.signed_bytes + public).digest()


def retry_key(raw: bytes, gate: Gate) -> bytes | None:
    """The retry key of a submission that was perhaps logged before, while its key still counted.

    None when it cannot have been: it is not well formed, or its signature does not hold.
    """
    try:
        _, envelope, payload = _spelled(raw)
        key = gate.ring.ever(envelope.keyid) if payload.key is None else one_time_key(payload.key)
        if key is None:
            return None
        envelope.check(key.public, whose=key.actor)
    except Refusal:
        return None
    return dedupe_key(envelope, key.public)


def _spelled(raw: bytes) -> tuple[Submission, Envelope, Payload]:
    if len(raw) > MAX_SUBMISSION:
        raise expected(f"at most {MAX_SUBMISSION} bytes", str(len(raw)))
    try:
        submission = _submission.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise BadInput(f"expected a submission, got something else ({fault})") from fault
    if len(submission.env) > MAX_LEAF:
        raise NotAdmitted(f"expected an entry of at most {MAX_LEAF} bytes, got more")
    envelope = read_envelope(bytes(submission.env))
    if envelope.payload_type != ENTRY:
        raise expected(ENTRY, envelope.payload_type[:80], "$.env.payloadType")
    return submission, envelope, read_payload(envelope.payload)


def _check_past(payload: Payload, gate: Gate) -> None:
    if payload.log != gate.log:
        raise WrongLog(f"expected an envelope for {gate.log}, got one for {payload.log}")
    size = payload.seen.size
    if size > gate.size():
        raise WrongLog(f"expected a past of at most {gate.size()} entries, got {size}")
    if b64encode(gate.root_at(size)).decode() != payload.seen.root:
        raise WrongLog(f"expected this log's own past at {size} entries, got another past")


def _outer_key(envelope: Envelope, payload: Payload, gate: Gate) -> Key:
    """The key that must have signed what everybody can see."""
    index = gate.size()
    if payload.key is not None:
        if envelope.keyid:
            raise expected("no key named on a closed envelope", "one", "$.env.signatures[0].keyid")
        return one_time_key(payload.key)
    found = gate.ring.find(envelope.keyid, index)
    if found is not None and found.use == "sign":
        return found
    if index == 0 and payload.body:
        return founding_key(payload, envelope.keyid)
    raise KeyRefused("expected a registered key that counts now, got one that does not")


def one_time_key(public: str) -> Key:
    """The key that signs the outside of a closed entry, and nothing else ever."""
    return Key(
        name="", actor="the one-time key", standing="party", use="sign",
        public=b64decode(public), since=-1,
    )  # fmt: skip


def founding_key(payload: Payload, keyid: str) -> Key:
    """The desk's own key, which the first entry registers and which signs that entry itself."""
    record = read_record(bytes(payload.body))
    if isinstance(record, KeyRegistered):
        public = b64decode(record.key)
        if key_name("sign", public) == keyid:
            return Key(
                name=keyid, actor=record.actor, standing=record.standing, use="sign",
                public=public, since=-1,
            )  # fmt: skip
    raise KeyRefused("expected the first entry to register the key that signs it")


def _check_parts(
    parts: tuple[Part, ...], payload: Payload, digest: str, custody: Custody
) -> tuple[tuple[Shelf, ...], dict[str, bytes]]:
    given = {part.name: part for part in parts}
    if set(given) != set(payload.commit) or len(given) != len(parts):
        raise NotAdmitted("expected exactly the sealed parts the envelope commits to, got others")
    shelves: list[Shelf] = []
    opened: dict[str, bytes] = {}
    for name, part in given.items():
        wrap = part.wraps.get(custody.seal.name)
        if wrap is None:
            raise NotAdmitted("expected every part to be sealed to the desk as well, got one not")
        key = custody.seal.unwrap(wrap)
        committed = payload.commit[name]
        opened[name] = open_box(name, part.box, key, committed)
        own = shelve(key, custody.shelf)
        shelves.append(Shelf(committed, name, part.box, own, part.wraps, digest))
    return tuple(shelves), opened


def _closed_record(body: bytes) -> Record:
    try:
        record = read_record(body)
    except BadInput:
        raise BadInput("expected a sealed record of a known kind, got something else") from None
    if not is_closed(type(record)):
        raise NotAdmitted(f"expected {tag_of(record)} open, got it sealed")
    return record


def _open_record(body: bytes, sealed: bytes | None) -> Record:
    """An open record, which must stand for itself in the open: everybody else reads only that."""
    shown = read_record(body)
    if is_closed(type(shown)):
        raise NotAdmitted(f"expected {tag_of(shown)} sealed, got it open")
    check_apart(shown)
    if sealed is None:
        return shown
    try:
        whole, kept = read_record(join_apart(body, sealed)), read_canonical(sealed).keys()
    except BadInput:
        raise BadInput("expected fields of the record in its sealed part, got others") from None
    if not kept or not kept <= set(apart(type(whole))):
        raise NotAdmitted("expected only what travels apart in a sealed part, got other fields")
    return whole


def check_apart(shown: Record) -> None:
    """Refuse an open record that shows what belongs in its sealed part."""
    for name in apart(type(shown)):
        if getattr(shown, name) is not None:
            raise NotAdmitted(
                "expected what travels apart only in a sealed part, got it open", at=f"$.{name}"
            )


def join_apart(body: bytes, content: bytes | None) -> bytes:
    """An open body with the fields that travelled sealed put back."""
    if content is None:
        return body
    plain, kept = msgspec.json.decode(body), read_canonical(content)
    if not isinstance(plain, dict) or kept.keys() & plain.keys():
        raise expected("each field once, open or sealed", "one in both", "$.body")
    return canonical(plain | kept)


def splice_apart(body: bytes, content: bytes) -> bytes:
    """`join_apart` for what was admitted before: both are objects without a key in common."""
    return body[:-1] + b"," + content[1:]


def ring_change(record: Record) -> KeyRecord | None:
    """The record as a change to the key ring, if it is one."""
    return record if isinstance(record, KeyRegistered | KeyRotated | KeyRevoked) else None


__all__ = [
    "Admitted",
    "Custody",
    "Gate",
    "admit",
    "check_apart",
    "dedupe_key",
    "founding_key",
    "digest_of",
    "join_apart",
    "one_time_key",
    "open_statement",
    "retry_key",
    "ring_change",
    "splice_apart",
]
