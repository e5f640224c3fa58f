"""A desk that logs what it should have refused is found out, by everybody or by who may read."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

import pytest
from msgspec import structs

from parley.errors import KeyRefused, NotProven, Refusal
from parley.ledger import verify_receipt
from parley.ledger.admission import open_statement
from parley.ledger.dsse import Envelope, read_envelope, write_envelope
from parley.ledger.keys import KeyRing
from parley.ledger.leaf import Payload, trust_payload
from parley.record.entry import write_record
from parley.record.kinds import Record
from parley.record.log import Noted
from parley.record.roster import ActorRegistered, KeyRevoked
from parley.record.values.place import Place
from tests.ledger.desks import Bench, Holder, countersigned
from tests.ledger.forging import Closed, enter_unchecked, open_payload, past, signed
from tests.ledger.test_admission import OPENED
from tests.ledger.weak_points import listed

ACTOR = ActorRegistered(actor="a", name="a", standing="other")
NOTE = Noted(text="cease fire")
WEST, SHAM = Holder("west"), Holder("sham", "guarantor")


def _open(bench: Bench, record: Record, who: Holder, **changed: object) -> Envelope:
    return signed(open_payload(bench, write_record(record), **changed), who)


def _as(bench: Bench, who: Holder, record: Record = ACTOR) -> Envelope:
    """An open entry in somebody's name, signed by the desk."""
    return structs.replace(_open(bench, record, bench.desk), keyid=who.key_name)


def _again(bench: Bench) -> Envelope:
    """An envelope that stands in the log already."""
    return bench.last().leaf.envelope


def _weak(bench: Bench) -> Envelope:
    record = countersigned(WEST.registration(), bench.south)
    weak = structs.replace(record, key=b64encode(listed("weak-ed25519")[0]).decode())
    return _open(bench, weak, bench.desk)


def _closed(bench: Bench, **changed: object) -> Envelope:
    made = Closed(bench, NOTE, bench.north, bench.south)
    return made.envelope(made.sealed()[0], **changed)


SUBVERSIONS: dict[str, tuple[Callable[[Bench], Envelope], str]] = {
    "a party the desk invented": (
        lambda b: _open(b, WEST.registration(), b.desk), "another party or guarantor",
    ),
    "a party countersigned by the desk and a stranger": (
        lambda b: _open(b, WEST.registration(b.desk, SHAM), b.desk), "another party or guarantor",
    ),
    "a guarantor the desk invented": (
        lambda b: _open(b, SHAM.registration(WEST), b.desk), "another party or guarantor",
    ),
    "a second key for a party": (
        lambda b: _open(b, Holder("north", officer="2").registration(b.south), b.desk),
        "own keys to stand for a new one",
    ),
    "a sealing key for a party": (
        lambda b: _open(b, Holder("north", officer="2").sealing(), b.desk), "own keys to stand",
    ),
    "a key without possession": (
        lambda b: _open(
            b, structs.replace(WEST.registration(b.south), possession=None), b.desk
        ),
        "proof that the holder holds",
    ),
    "a key that verifies anything": (_weak, "a sound key, got a weak one"),
    "a rotation by the desk": (
        lambda b: _open(b, Holder("north", officer="2").rotation(b.north), b.desk),
        "rotated by its own holder",
    ),
    "a revocation in a party's place": (
        lambda b: _open(b, KeyRevoked(key=b.north.key_name, why="compromised"), b.desk),
        "the holder to end a key",
    ),
    "a second desk": (
        lambda b: _open(b, Holder("rival", "desk").registration(), b.desk), "one desk, got a",
    ),
    "words in a party's mouth": (lambda b: _as(b, b.north), "expected north's signature"),
    "a vouching in a party's mouth": (
        lambda b: _as(b, b.south, WEST.registration()), "expected south's signature",
    ),
    "words of a stranger": (lambda b: _open(b, ACTOR, SHAM), "a key that counted here"),
    "words without a key": (
        lambda b: structs.replace(_open(b, ACTOR, b.desk), keyid=""), "a key that counted here",
    ),
    "an entry again": (_again, "each entry once, got one again"),
    "an entry of another log": (
        lambda b: _open(b, ACTOR, b.north, log="parley.example/other"), "one for parley.example/",
    ),
    "an entry of another past": (
        lambda b: _open(b, ACTOR, b.north, seen=structs.replace(past(b, 3), size=4)),
        "this log's own past",
    ),
    "an entry that had seen itself": (
        lambda b: _open(b, ACTOR, b.north, seen=structs.replace(past(b, 7), size=8)),
        "a past before the entry",
    ),
    "a sealed kind in the clear": (
        lambda b: _open(b, NOTE, b.north), "expected log.noted sealed, got it open",
    ),
    "a place in the clear": (
        lambda b: _open(b, structs.replace(OPENED, place=Place(written="x")), b.north),
        "what travels apart only in a sealed part",
    ),
    "a body in another spelling": (
        lambda b: signed(open_payload(b, write_record(ACTOR) + b" "), b.north), "canonical",
    ),
    "a kind nobody knows": (
        lambda b: signed(open_payload(b, b'{"kind":"roster.crowned"}'), b.north), "a known kind",
    ),
    "nesting without end": (
        lambda b: signed(open_payload(b, b"[" * 15_000 + b"]" * 15_000), b.north), "JSON",
    ),
    "a sealed entry with its author outside": (
        lambda b: structs.replace(_closed(b), keyid=b.north.key_name), "no key named",
    ),
    "a sealed entry whose outside another signed": (
        lambda b: signed(_closed(b).payload, b.desk), "no key named",
    ),
    "a sealed entry that was changed": (
        lambda b: structs.replace(
            _closed(b), payload=_closed(b, to=("AAAAAAAAAAAAAAAA",)).payload
        ),
        "the one-time key's signature",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SUBVERSIONS)
def test_an_outsider_refuses_what_the_desk_let_in(name: str) -> None:
    """Every rule that admission has and an outsider can see, the outsider's walk has as well.

    The desk believes what it let in: a key it invented counts for it, and it goes on from there.
    """
    bench = Bench().found()
    forge, words = SUBVERSIONS[name]
    assert 7 == bench.verify().size
    envelope = forge(bench)
    believed = b'"kind":"roster.key_' in envelope.payload
    assert 7 == enter_unchecked(bench, envelope, mark=1 if believed else 0)
    bench.act(bench.desk, ACTOR)
    with pytest.raises(NotProven) as caught:
        bench.verify()
    assert "entry 7" == caught.value.at
    assert words in caught.value.sentence


def test_a_receipt_for_an_entry_of_another_log_is_refused() -> None:
    """A desk that logs what was made for another log cannot even give a receipt for it."""
    bench = Bench().found()
    index = enter_unchecked(bench, _open(bench, ACTOR, bench.north, log="parley.example/other"))
    with pytest.raises(NotProven, match="got one for parley.example/other"):
        verify_receipt(bench.ledger.receipt(index), bench.signer.verifier)
    assert 6 == verify_receipt(bench.ledger.receipt(6), bench.signer.verifier)[0]


@pytest.mark.parametrize("back", [0, 1, 10_000_000])
def test_an_outsider_refuses_time_that_does_not_grow(back: int) -> None:
    """An entry logged at or before the time of the one before it does not stand."""
    bench = Bench().found()
    enter_unchecked(bench, _open(bench, ACTOR, bench.north), rx=bench.last().rx - back)
    with pytest.raises(NotProven, match="expected ledger time to grow"):
        bench.verify()


def test_what_a_good_desk_would_have_let_in_is_taken() -> None:
    """The same way in, with entries that break no rule, gives a log that verifies."""
    bench = Bench().found()
    enter_unchecked(bench, _open(bench, ACTOR, bench.north))
    enter_unchecked(bench, _closed(bench))
    enter_unchecked(bench, _open(bench, WEST.registration(bench.south), bench.desk), mark=1)
    assert (10, 9) == (bench.verify().size, bench.verify().counted.open)


def _inner_of(bench: Bench, author: Holder, keyid: Holder) -> Envelope:
    """A statement in one's name that another signed."""
    made = Closed(bench, NOTE, author, bench.south)
    return structs.replace(made.inner(), keyid=keyid.key_name)


def _entered(bench: Bench, inner: Envelope) -> tuple[bytes, Payload, KeyRing, int]:
    """A sealed entry around that statement, logged by a desk that asks nothing."""
    around = Closed(bench, NOTE, bench.desk, bench.south)
    commit, _ = around.sealed(inner)
    index = enter_unchecked(bench, around.envelope(commit))
    payload = trust_payload(bench.last().leaf.envelope.payload)
    return write_envelope(inner), payload, bench.ledger.ring, index


def test_a_reader_refuses_a_statement_its_author_did_not_sign() -> None:
    """Outsiders cannot see who wrote a sealed entry; its readers can, and refuse a forged one."""
    bench = Bench().found()
    forged = _entered(bench, _inner_of(bench, bench.desk, bench.north))
    assert 8 == bench.verify().size
    with pytest.raises(Refusal, match="expected north's signature, got one that key did not make"):
        open_statement(*forged)


def test_a_reader_refuses_a_statement_made_for_another_envelope() -> None:
    """A desk cannot log again, as new, what a party once said: the statement names its envelope."""
    bench = Bench().found()
    told = Closed(bench, NOTE, bench.north, bench.south)
    receipt = bench.ledger.submit(told.submission())
    replayed = _entered(bench, told.inner())
    assert 9 == bench.verify().size
    with pytest.raises(Refusal, match="signed for this envelope, got one for another"):
        open_statement(*replayed)
    first = next(bench.ledger.read(receipt.index))
    content = write_envelope(told.inner())
    key, _ = open_statement(content, first.payload, bench.ledger.ring, first.index)
    assert "north" == key.actor


def test_a_reader_refuses_a_statement_by_nobody() -> None:
    """A statement by a key that was never registered, or was not yet, has no author."""
    bench = Bench().found()
    for stranger in (SHAM, WEST):
        forged = _entered(bench, _inner_of(bench, stranger, stranger))
        with pytest.raises(KeyRefused, match="a statement by a registered key"):
            open_statement(*forged)
    bench.act(bench.desk, WEST.registration(bench.south))
    with pytest.raises(KeyRefused, match="a statement by a registered key"):
        open_statement(*forged[:2], bench.ledger.ring, forged[3])
    assert read_envelope(forged[0]).keyid == WEST.key_name
