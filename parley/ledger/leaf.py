"""A leaf: what the tree hashes. Exact bytes, stored and verified as they are.

    {"env": <DSSE envelope>, "pad": "000...", "rx": <ledger time, ms>, "v": 1}      RFC 8785

Padded to 1,024 / 4,096 / 16,384 / 60,000 bytes, so that the length tells nothing finer. The
payload inside the envelope is one of two forms. An open one carries its body; a closed one carries
only a commitment to the sealed body, a one-time key, and tags that only the addressees recognise:
it shows that something was entered and when, and neither by whom, to whom, nor of what kind.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from parley.errors import BadInput, NotAdmitted, NotProven, expected
from parley.ledger.dsse import ENTRY, Envelope, read_envelope
from parley.record.values.canonical import MAX_INT, Json, read_canonical
from parley.record.values.key import KeyBytes, Sha256
from parley.record.values.wording import reworded

SIZES = (1024, 4096, 16_384, 60_000)
MAX_LEAF = SIZES[-1]
_LEAF = b'{"env":%b,"pad":"%b","rx":%d,"v":1}'
_HEAD = b'{"env":'
_PAD = b',"pad":"'

Root = KeyBytes  # 32 bytes in canonical base64, as keys are
Tag = Annotated[str, Meta(pattern=r"^[A-Za-z0-9+/]{16}(?![\s\S])", description="An addressee tag.")]
PartName = Annotated[str, Meta(pattern=r"^[a-z]{1,20}(?![\s\S])", description="A sealed part.")]


NO_BODY = msgspec.Raw()


class Seen(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The record as the author's system had last verified it: a lower bound in time."""

    size: Annotated[int, Meta(ge=0, le=MAX_INT)]
    root: Root


class Payload(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the author signed.

    `body` is there for open records and absent for closed ones. `commit` names each sealed part
    and its commitment. `key` is the one-time key under a closed payload; `eph` and `to` let an
    addressee, and only an addressee, see that it is one.
    """

    log: Annotated[str, Meta(min_length=1, max_length=255)]
    seen: Seen
    nonce: Annotated[str, Meta(pattern=r"^[A-Za-z0-9+/]{21}[AQgw]==(?![\s\S])")]
    body: msgspec.Raw = NO_BODY
    commit: dict[PartName, Sha256] = {}
    key: KeyBytes | None = None
    eph: KeyBytes | None = None
    to: Annotated[tuple[Tag, ...], Meta(max_length=64)] = ()


class _SignatureWire(Struct, frozen=True):
    keyid: str
    sig: bytes


class _EnvelopeWire(Struct, frozen=True):
    payload: bytes
    signatures: tuple[_SignatureWire]


class _LeafWire(Struct, frozen=True):
    env: _EnvelopeWire
    rx: int


class Leaf(Struct, frozen=True, kw_only=True):
    """A leaf taken apart: when the desk logged it, and the envelope it logged."""

    rx: int
    envelope: Envelope


def write_leaf(envelope: bytes, rx: int) -> bytes:
    """Put a canonical envelope and a ledger time (ms) together, padded to a size class."""
    bare = len(_LEAF % (envelope, b"", rx))
    for size in SIZES:
        if bare <= size:
            return _LEAF % (envelope, b"0" * (size - bare), rx)
    raise NotAdmitted(f"expected a leaf of at most {MAX_LEAF} bytes, got {bare}")


def read_leaf(raw: bytes) -> Leaf:
    """Take a leaf apart, refusing with NotProven every spelling but the one we would write."""
    cut = raw.rfind(_PAD)
    if len(raw) not in SIZES or not raw.startswith(_HEAD) or cut < 0:
        raise NotProven("expected a padded leaf", at="the leaf")
    env = raw[len(_HEAD) : cut]
    tail = raw[cut + len(_PAD) :].lstrip(b"0")
    try:
        rx = int(tail.removeprefix(b'","rx":').removesuffix(b',"v":1}'))
        same = write_leaf(env, rx) == raw
        envelope = read_envelope(env)
    except (ValueError, BadInput, NotAdmitted) as fault:
        raise NotProven("expected a leaf as we write it", at="the leaf") from fault
    if not same or rx < 0 or envelope.payload_type != ENTRY:
        raise NotProven("expected a leaf as we write it", at="the leaf")
    return Leaf(rx=rx, envelope=envelope)


_typed = msgspec.json.Decoder(Payload)
_sorted = msgspec.json.Encoder(order="sorted")


def read_payload(raw: bytes) -> Payload:
    """Read what an author signed, refusing unknown fields and every other spelling, by path.

    The body is left as it is written: whoever reads it as a record checks its spelling.
    """
    # One typed pass and one comparison; the plain pass that can name every fault costs four times
    # as much and runs only when there is a fault to name.
    try:
        found = _typed.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise _in_words(fault, read_canonical(raw, limit=MAX_LEAF)) from fault
    if len(raw) > MAX_LEAF or _sorted.encode(found) != raw:
        read_canonical(raw, limit=MAX_LEAF)
        raise expected("a field at its default to be left out", "it written", "$")
    _one_form(found)
    return found


def _in_words(fault: Exception, plain: dict[str, Json]) -> BadInput:
    if "$.commit" in str(fault):  # msgspec leaves the keys of a map out of the path
        return expected("names of parts in a-z, each with a hash in hex", "others", "$.commit")
    if isinstance(fault, msgspec.ValidationError):
        return reworded(fault, Payload, plain)
    return expected("a payload", "something else", "$")


class _PlainSeen(Struct, frozen=True):
    size: int
    root: str


class _Plain(Struct, frozen=True):
    """A payload as far as its shape goes: each tag and key of a closed one is a pattern to match,
    and they are half the time of reading it."""

    log: str
    seen: _PlainSeen
    nonce: str
    body: msgspec.Raw = NO_BODY
    commit: dict[str, str] = {}
    key: str | None = None
    eph: str | None = None
    to: tuple[str, ...] = ()


_plain = msgspec.json.Decoder(_Plain)


def trust_payload(raw: bytes) -> Payload:
    """Read a payload that was admitted before; skips the checks made then."""
    found = _plain.decode(raw)
    return Payload(
        log=found.log,
        seen=Seen(size=found.seen.size, root=found.seen.root),
        nonce=found.nonce,
        body=found.body,
        commit=found.commit,
        key=found.key,
        eph=found.eph,
        to=found.to,
    )


def write_payload(payload: Payload) -> bytes:
    """The one spelling of a payload; a body in it must be canonical already."""
    return _sorted.encode(payload)


def _one_form(found: Payload) -> None:
    """An open payload has a body and no one-time key; a closed one the reverse."""
    if found.body:
        if found.key is not None or not found.commit.keys() <= {"apart"}:
            raise expected("an open payload: a body, no one-time key", "both", "$.key")
    elif found.key is None or found.commit.keys() != {"body"}:
        raise expected("a closed payload: a one-time key and a sealed body", "neither", "$")
    if (found.eph is None) != (not found.to):
        raise expected("tags together with the key they are made with", "one of them", "$.to")


_LEAF_READER = msgspec.json.Decoder(_LeafWire)


def trust_leaf(raw: bytes) -> Leaf:
    """Take apart a leaf that was admitted before; skips the checks made then."""
    wire = _LEAF_READER.decode(raw)
    return Leaf(
        rx=wire.rx,
        envelope=Envelope(
            payload=wire.env.payload,
            payload_type=ENTRY,
            keyid=wire.env.signatures[0].keyid,
            signature=wire.env.signatures[0].sig,
        ),
    )
