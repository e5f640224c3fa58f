"""Envelopes made by hand: every piece can be forged by itself, and a desk that checks nothing."""

from __future__ import annotations

import os
from base64 import b64encode

import msgspec
import pytest
from msgspec import Raw, structs
from nacl.signing import SigningKey

from parley.errors import Refusal
from parley.ledger import Seen
from parley.ledger.draft import Submission
from parley.ledger.dsse import ENTRY, STATEMENT, Envelope, pae, write_envelope
from parley.ledger.leaf import Payload, write_leaf, write_payload
from parley.ledger.log import Ledger
from parley.ledger.sealing import Part, seal, tags
from parley.ledger.stores.port import Mark, Row, Signed
from parley.ledger.tlog import Checkpoint, Tree, leaf_hash, sign_checkpoint
from parley.record.entry import write_record
from parley.record.kinds import Record
from parley.record.values.canonical import canonical
from tests.ledger.desks import LOG, Bench, Holder


def fresh_nonce() -> str:
    return b64encode(os.urandom(16)).decode()


def submission(envelope: Envelope, *parts: Part) -> bytes:
    """An envelope and its sealed parts, ready to be sent."""
    return msgspec.json.encode(Submission(env=Raw(write_envelope(envelope)), parts=parts))


def signed(payload: bytes, who: Holder) -> Envelope:
    """An envelope over exactly these payload bytes, openly signed."""
    return Envelope(
        payload=payload,
        payload_type=ENTRY,
        keyid=who.key_name,
        signature=who.sign(pae(payload, ENTRY)),
    )


def open_payload(bench: Bench, body: bytes, **changed: object) -> bytes:
    """An open payload over exactly this body; `changed` replaces fields of it."""
    made = Payload(log=LOG, seen=bench.ledger.seen(), nonce=fresh_nonce(), body=Raw(body))
    return write_payload(structs.replace(made, **changed))


def open_entry(bench: Bench, body: bytes | Record, who: Holder, **changed: object) -> bytes:
    """A submission of an open body, however wrong, openly and really signed."""
    raw = body if isinstance(body, bytes) else write_record(body)
    return submission(signed(open_payload(bench, raw, **changed), who))


def with_apart(bench: Bench, body: bytes, kept: object, who: Holder) -> bytes:
    """An open body with a sealed part beside it that holds whatever is given."""
    content = kept if isinstance(kept, bytes) else canonical(kept)
    commit, part = seal("apart", content, {bench.desk.seal.name: bench.desk.seal.public})
    return submission(signed(open_payload(bench, body, commit={"apart": commit}), who), part)


class Closed:
    """A closed entry taken apart. Change what is to be forged, then ask for the `submission`."""

    def __init__(self, bench: Bench, body: bytes | Record, author: Holder, *to: Holder) -> None:
        self.author = author
        self.once = SigningKey.generate()
        self.body = body if isinstance(body, bytes) else write_record(body)
        self.log, self.nonce, self.seen = LOG, fresh_nonce(), bench.ledger.seen()
        self.key = b64encode(bytes(self.once.verify_key)).decode()
        self.readers = {h.seal.name: h.seal.public for h in (bench.desk, *to)}
        self.said: dict[str, object] = {}
        """What the inner statement says otherwise than the envelope."""

    def statement(self) -> bytes:
        """What the author signs."""
        plain: dict[str, object] = {
            "key": self.key,
            "log": self.log,
            "nonce": self.nonce,
            "seen": msgspec.to_builtins(self.seen),
        }
        made = canonical(plain | {"body": 0} | self.said)
        return made.replace(b'{"body":0', b'{"body":' + self.body, 1)

    def inner(self, *, payload_type: str = STATEMENT) -> Envelope:
        """The statement with its author's signature."""
        raw = self.statement()
        return Envelope(
            payload=raw,
            payload_type=payload_type,
            keyid=self.author.key_name,
            signature=self.author.sign(pae(raw, payload_type)),
        )

    def sealed(self, inner: Envelope | bytes | None = None) -> tuple[str, Part]:
        """Commitment and part over the inner envelope, or over another."""
        made = self.inner() if inner is None else inner
        return seal("body", made if isinstance(made, bytes) else write_envelope(made), self.readers)

    def envelope(self, commit: str, /, **changed: object) -> Envelope:
        """What everybody sees, signed by the one-time key."""
        eph, to = tags(self.nonce, self.readers)
        payload = Payload(
            log=self.log,
            seen=self.seen,
            nonce=self.nonce,
            commit={"body": commit},
            key=self.key,
            eph=eph,
            to=to,
        )
        raw = write_payload(structs.replace(payload, **changed))
        signature = self.once.sign(pae(raw, ENTRY)).signature
        return Envelope(payload=raw, payload_type=ENTRY, keyid="", signature=signature)

    def submission(self, inner: Envelope | bytes | None = None) -> bytes:
        """The whole, as a client would send it."""
        commit, part = self.sealed(inner)
        return submission(self.envelope(commit), part)


def enter_unchecked(
    bench: Bench, envelope: Envelope, *, mark: Mark = 0, rx: int | None = None
) -> int:
    """What a desk can always do to its own file: log an envelope without asking any question.

    The log goes on from there: tree, checkpoint and proofs are as sound as any.
    """
    hashes, times = bench.store.spine()
    tree, rx = Tree(hashes), times[-1] + 1 if rx is None else rx
    leaf = write_leaf(write_envelope(envelope), rx)
    index = tree.append(leaf_hash(leaf))
    row = Row(index, rx, leaf, leaf_hash(leaf), os.urandom(32), mark)
    checkpoint = Checkpoint(LOG, tree.size, tree.root())
    note = sign_checkpoint(checkpoint, bench.signer)
    bench.store.commit([row], Signed(checkpoint.size, checkpoint.root, note))
    bench.ledger = Ledger(
        bench.store,
        bench.parts,
        signer=bench.signer,
        custody=bench.custody,
        now=lambda: next(bench.clock),
    )
    return index


def past(bench: Bench, size: int) -> Seen:
    """What an author had seen who last looked at `size` entries."""
    root = Tree(bench.ledger.hashes(level=0, first=0, count=size)).root()
    return Seen(size=size, root=b64encode(root).decode())


def refused(bench: Bench, raw: bytes, kind: type[Refusal], words: str) -> Refusal:
    """Show that a submission is refused in a sentence and leaves no trace in the log."""
    before = (bench.ledger.size, bench.ledger.checkpoint())
    with pytest.raises(kind) as caught:
        bench.ledger.submit(raw)
    assert before == (bench.ledger.size, bench.ledger.checkpoint())
    assert words in caught.value.sentence
    assert caught.value.sentence.startswith("expected ")
    return caught.value
