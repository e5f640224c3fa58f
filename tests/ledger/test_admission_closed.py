"""A sealed entry is taken only with its author's own statement in it, made for that envelope."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

import pytest
from msgspec import structs
from nacl.signing import SigningKey

from parley.errors import BadInput, BadSignature, KeyRefused, NotAdmitted, Refusal
from parley.ledger import Seen
from parley.ledger.dsse import ENTRY, read_envelope
from parley.ledger.sealing import Part, open_box
from parley.record.entry import write_record
from parley.record.log import Noted
from parley.record.roster import ActorRegistered
from tests.ledger.desks import Bench, Holder
from tests.ledger.forging import Closed, open_payload, past, refused, signed, submission

Attack = tuple[Callable[[Bench], bytes], type[Refusal], str]
NOTE = Noted(text="on watch")
OPEN = ActorRegistered(actor="monitors", name="The monitors", standing="monitor")
STRANGER = Holder("stranger")


def _closed(bench: Bench, author: Holder | None = None) -> Closed:
    return Closed(bench, NOTE, author or bench.north, bench.south)


def _saying(bench: Bench, **otherwise: object) -> bytes:
    """A statement that names another log, past, nonce or one-time key than its envelope."""
    made = _closed(bench)
    made.said = otherwise
    return made.submission()


def _in_the_name_of(bench: Bench, author: Holder) -> bytes:
    """North's statement with another's name on it."""
    made = _closed(bench)
    return made.submission(structs.replace(made.inner(), keyid=author.key_name))


def _typed(bench: Bench, payload_type: str) -> bytes:
    made = _closed(bench)
    return made.submission(made.inner(payload_type=payload_type))


def _rewrapped(bench: Bench) -> bytes:
    """What a desk can try: the statement it opened, in an envelope of its own making."""
    told = _closed(bench)
    bench.ledger.submit(told.submission())
    again = _closed(bench, bench.desk)
    return again.submission(told.inner())


def _rewrapped_in_full(bench: Bench) -> bytes:
    """The same with everything copied that can be copied: only the one-time secret is missing."""
    told, mine = _closed(bench), SigningKey.generate()
    bench.ledger.submit(told.submission())
    told.once = mine
    return told.submission()


def _in_the_open(bench: Bench) -> bytes:
    """A sealed statement taken out of its box and sent as an open entry of its author."""
    told = _closed(bench)
    inner = told.inner()
    return submission(structs.replace(inner, payload_type=ENTRY))


def _outer(bench: Bench, **changed: object) -> bytes:
    """An envelope whose payload says otherwise in one field, still signed by the one-time key."""
    made = _closed(bench)
    commit, part = made.sealed()
    return submission(made.envelope(commit, **changed), part)


def _named(bench: Bench, keyid: str) -> bytes:
    made = _closed(bench)
    commit, part = made.sealed()
    return submission(structs.replace(made.envelope(commit), keyid=keyid), part)


def _signed_by_author(bench: Bench) -> bytes:
    """A sealed entry whose outside the author signed, and so gave itself away."""
    made = _closed(bench)
    commit, part = made.sealed()
    return submission(signed(made.envelope(commit).payload, bench.north), part)


def _with_parts(bench: Bench, change: Callable[[Part], tuple[Part, ...]]) -> bytes:
    made = _closed(bench)
    commit, part = made.sealed()
    return submission(made.envelope(commit), *change(part))


def _of_another(bench: Bench) -> bytes:
    """The sealed part of one entry under the envelope of another."""
    made, other = _closed(bench), _closed(bench)
    return submission(made.envelope(made.sealed()[0]), other.sealed()[1])


def _body_and_apart(bench: Bench) -> bytes:
    made = _closed(bench)
    commit, part = made.sealed()
    envelope = made.envelope(commit, commit={"body": commit, "apart": commit})
    return submission(envelope, part, structs.replace(part, name="apart"))


KEY = b64encode(STRANGER.public).decode()
ATTACKS: dict[str, Attack] = {
    "an open kind, sealed": (
        lambda b: Closed(b, OPEN, b.north).submission(),
        NotAdmitted, "expected roster.actor_registered open, got it sealed",
    ),
    "a stranger's statement": (
        lambda b: _closed(b, STRANGER).submission(), KeyRefused, "a statement by a registered key",
    ),
    "north's statement in south's name": (
        lambda b: _in_the_name_of(b, b.south), BadSignature, "expected south's signature",
    ),
    "north's statement in nobody's name": (
        lambda b: _in_the_name_of(b, STRANGER), KeyRefused, "a statement by a registered key",
    ),
    "another log inside": (
        lambda b: _saying(b, log="parley.example/other"), BadSignature, "for this envelope",
    ),
    "another past inside": (
        lambda b: _saying(b, seen={"root": past(b, 3).root, "size": 3}),
        BadSignature, "signed for this envelope, got one for another",
    ),
    "another nonce inside": (
        lambda b: _saying(b, nonce=b64encode(bytes(16)).decode()), BadSignature, "this envelope",
    ),
    "another one-time key inside": (
        lambda b: _saying(b, key=KEY), BadSignature, "signed for this envelope",
    ),
    "a field too many inside": (lambda b: _saying(b, to=["south"]), BadInput, "a statement"),
    "a statement re-wrapped by the desk": (_rewrapped, BadSignature, "one for another"),
    "a statement re-wrapped in full": (_rewrapped_in_full, BadSignature, "one-time key"),
    "a statement taken out of its box": (_in_the_open, BadInput, ""),
    "an entry inside an entry": (
        lambda b: _typed(b, ENTRY), KeyRefused, "a statement by a registered key",
    ),
    "no statement inside": (
        lambda b: _closed(b).submission(b"noise"), BadInput, "a DSSE envelope",
    ),
    "nothing inside": (lambda b: _closed(b).submission(b""), BadInput, "a DSSE envelope"),
    "the outside signed by its author": (
        _signed_by_author, BadInput, "no key named on a closed envelope",
    ),
    "the author named outside": (
        lambda b: _named(b, b.north.key_name), BadInput, "no key named on a closed envelope",
    ),
    "another one-time key outside": (
        lambda b: _outer(b, key=KEY), BadSignature, "expected the one-time key's signature",
    ),
    "another log outside": (
        lambda b: _outer(b, log="parley.example/other"), Refusal, "parley.example/other",
    ),
    "another past outside": (
        lambda b: _outer(b, seen=past(b, 3)), BadSignature, "signed for this envelope",
    ),
    "a past nobody had": (
        lambda b: _outer(b, seen=Seen(size=3, root=KEY)), Refusal, "got another past",
    ),
    "no one-time key": (lambda b: _outer(b, key=None), BadInput, "a closed payload"),
    "tags without their key": (lambda b: _outer(b, eph=None), BadInput, "tags together"),
    "a key without its tags": (lambda b: _outer(b, to=()), BadInput, "tags together"),
    "two parts": (_body_and_apart, BadInput, "a closed payload"),
    "a part missing": (
        lambda b: _with_parts(b, lambda p: ()), NotAdmitted, "exactly the sealed parts",
    ),
    "a part too many": (
        lambda b: _with_parts(b, lambda p: (p, structs.replace(p, name="more"))),
        NotAdmitted, "exactly the sealed parts",
    ),
    "a part that the desk cannot read": (
        lambda b: _with_parts(
            b, lambda p: (structs.replace(p, wraps={b.south.seal.name: bytes(80)}),)
        ),
        NotAdmitted, "sealed to the desk as well",
    ),
    "a part of another entry": (_of_another, Refusal, "what the leaf committed to"),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_a_forged_sealed_entry_is_refused(bench: Bench, name: str) -> None:
    """Each sealed entry that its author did not make for this very envelope is refused."""
    forge, kind, words = ATTACKS[name]
    raw = forge(bench)
    refused(bench, raw, kind, words)


BODIES: dict[str, bytes] = {
    "no kind": b'{"text":"on watch"}',
    "an unknown kind": b'{"kind":"log.whispered","text":"on watch"}',
    "an unknown field": b'{"kind":"log.noted","loud":true,"text":"on watch"}',
    "a missing field": b'{"kind":"log.noted"}',
    "another spelling": b'{"kind":"log.noted", "text":"on watch"}',
    "a default written out": b'{"kind":"log.noted","text":"on watch","topic":"duty"}',
    "a key twice": b'{"kind":"log.noted","text":"a","text":"on watch"}',
    "a list": b"[]",
    "a number beyond all": b'{"kind":"log.noted","text":1e999}',
    "control characters": b'{"kind":"log.noted","text":"on \\u0001 watch"}',
    "a lone surrogate": b'{"kind":"log.noted","text":"on \\ud800 watch"}',
    "bytes that are no text": b'{"kind":"log.noted","text":"on \xff watch"}',
    "half a body": b'{"kind":"log.noted","text":"on watch',
    "nesting without end": b"[" * 20_000 + b"]" * 20_000,
}


@pytest.mark.parametrize("name", BODIES)
def test_a_sealed_body_is_a_record_or_refused(bench: Bench, name: str) -> None:
    """A body that is no record is refused without a word of it being repeated."""
    body = BODIES[name]
    fault = refused(bench, Closed(bench, body, bench.north).submission(), BadInput, "")
    assert "watch" not in f"{fault}{fault.__cause__}"


def test_a_sealed_entry_made_piece_by_piece_is_taken(bench: Bench) -> None:
    """The pieces these attacks are made from make a good entry when none of them is forged."""
    receipt = bench.ledger.submit(_closed(bench).submission())
    shelf = bench.ledger.part(bench.last().payload.commit["body"])
    assert shelf is not None
    content = open_box(
        "body",
        shelf.box,
        bench.south.seal.unwrap(shelf.wraps[bench.south.seal.name]),
        shelf.commitment,
    )
    assert write_record(NOTE) in read_envelope(content).payload
    assert (7, 1) == (receipt.index, bench.verify().counted.closed)


def test_a_part_belongs_to_one_entry(bench: Bench) -> None:
    """A commitment that another entry has is refused, even from the same author, even in a group.

    Otherwise erasing the one would erase the other, and fsck would find the record damaged.
    """
    made = _closed(bench)
    commit, part = made.sealed()
    first = submission(made.envelope(commit), part)
    again = submission(made.envelope(commit, eph=KEY), part)
    with pytest.raises(NotAdmitted, match="a part sealed afresh"):
        bench.ledger.submit_many([first, again])
    assert 8 == bench.ledger.size
    assert bench.ledger.submit(first).index == 7
    refused(bench, again, NotAdmitted, "a part sealed afresh")


def test_an_open_payload_does_not_pass_for_a_sealed_one(bench: Bench) -> None:
    """A payload with neither body nor one-time key, signed by a registered key, is no entry."""
    bare = open_payload(bench, write_record(OPEN))
    body = b'"body":' + write_record(OPEN) + b","
    refused(bench, submission(signed(bare.replace(body, b""), bench.north)), BadInput, "closed")
