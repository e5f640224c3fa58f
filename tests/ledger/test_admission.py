"""An open entry is taken only from a key that counts, for this log, in the one form."""

from __future__ import annotations

import os
from base64 import b64encode
from bisect import bisect_left
from collections.abc import Callable

import pytest
from msgspec import structs

from parley.errors import (
    BadInput,
    BadSignature,
    KeyRefused,
    NotAdmitted,
    NotReadable,
    Refusal,
    WrongLog,
)
from parley.ledger import Seen
from parley.ledger.dsse import ENTRY, STATEMENT, Envelope, pae
from parley.ledger.leaf import MAX_LEAF, write_leaf
from parley.ledger.sealing import Part, seal, wrap_for
from parley.record.arrangement import Clause, InstrumentAdopted
from parley.record.entry import write_record
from parley.record.incident import Opened
from parley.record.log import Noted
from parley.record.roster import ActorRegistered, KeyRevoked
from parley.record.values.place import Place
from parley.record.values.time import VagueTime
from tests.ledger.desks import Bench, Holder
from tests.ledger.forging import (
    open_entry,
    open_payload,
    refused,
    signed,
    submission,
    with_apart,
)

Attack = tuple[Callable[[Bench], bytes], type[Refusal], str]
RECORD = ActorRegistered(actor="monitors", name="The monitors", standing="monitor")
OPENED = Opened(
    incident="i1", title="Strikes at a hill", when=VagueTime.parse("2016-09-17", zone="Z")
)
HERE = {"place": {"written": "the hill"}}
STRANGER = Holder("stranger")


def _changed(bench: Bench, **fields: object) -> bytes:
    """A good envelope by north with fields of it, not of its payload, replaced."""
    good = signed(open_payload(bench, write_record(RECORD)), bench.north)
    return submission(structs.replace(good, **fields))


def _signed_as(bench: Bench, message: Callable[[bytes], bytes]) -> bytes:
    """Signed by north, but over other bytes than the ones that count."""
    payload = open_payload(bench, write_record(RECORD))
    return _signature_over(bench, payload, message(payload))


def _signature_over(bench: Bench, payload: bytes, message: bytes) -> bytes:
    who = bench.north
    return submission(Envelope(payload=payload, payload_type=ENTRY, keyid=who.key_name,
                               signature=who.sign(message)))  # fmt: skip


def _seen(bench: Bench, size: int, root: str) -> bytes:
    return open_entry(bench, RECORD, bench.north, seen=Seen(size=size, root=root))


ENVELOPES: dict[str, Attack] = {
    "another log's": (
        lambda b: open_entry(b, RECORD, b.north, log="parley.example/other"),
        WrongLog, "expected an envelope for parley.example/test-desk, got one for",
    ),
    "another past of this log": (
        lambda b: _seen(b, 3, b64encode(bytes(32)).decode()), WrongLog, "got another past",
    ),
    "a root of another size": (
        lambda b: _seen(b, 6, b.ledger.seen().root), WrongLog, "got another past",
    ),
    "a past that is still to come": (
        lambda b: _seen(b, 8, b.ledger.seen().root), WrongLog, "a past of at most 7 entries, got 8",
    ),
    "one bit of the signature": (
        lambda b: _changed(b, signature=bytes(64)), BadSignature, "expected north's signature",
    ),
    "a signature cut short": (
        lambda b: _changed(b, signature=bytes(63)), BadSignature, "expected north's signature",
    ),
    "another key's signature": (
        lambda b: _changed(b, keyid=b.south.key_name), BadSignature, "south's signature",
    ),
    "a stranger's key": (
        lambda b: open_entry(b, RECORD, STRANGER), KeyRefused, "a registered key that counts now",
    ),
    "no key": (lambda b: _changed(b, keyid=""), KeyRefused, "a registered key that counts now"),
    "a sealing key": (
        lambda b: _changed(b, keyid=b.north.seal.name), KeyRefused, "a registered key",
    ),
    "a key in other words": (
        lambda b: _changed(b, keyid="\u00e9"), KeyRefused, "a registered key that counts now",
    ),
    "signed as a statement": (
        lambda b: _signed_as(b, lambda p: pae(p, STATEMENT)), BadSignature, "north's signature",
    ),
    "signed without its type": (
        lambda b: _signed_as(b, lambda p: p), BadSignature, "north's signature",
    ),
    "sent as a statement": (
        lambda b: _changed(b, payload_type=STATEMENT), BadInput, f"expected {ENTRY}, got",
    ),
    "a body that must be sealed": (
        lambda b: open_entry(b, Noted(text="on watch"), b.north),
        NotAdmitted, "expected log.noted sealed, got it open",
    ),
    "a place in the clear": (
        lambda b: open_entry(
            b, structs.replace(OPENED, place=Place(written="the hill")), b.north
        ),
        NotAdmitted, "expected what travels apart only in a sealed part, got it open",
    ),
    "a kind nobody knows": (
        lambda b: open_entry(b, b'{"kind":"roster.crowned"}', b.north), BadInput, "a known kind",
    ),
    "a one-time key on an open entry": (
        lambda b: open_entry(b, RECORD, b.north, key=b64encode(b.north.public).decode()),
        BadInput, "expected an open payload: a body, no one-time key",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ENVELOPES)
def test_a_forged_envelope_is_refused(bench: Bench, name: str) -> None:
    """Each envelope of another hand, another past or another form is refused by its rule."""
    forge, kind, words = ENVELOPES[name]
    refused(bench, forge(bench), kind, words)


def _part(bench: Bench, *, name: str = "apart", content: bytes = b'{"place":{"written":"x"}}',
          to: Holder | None = None) -> tuple[str, Part]:  # fmt: skip
    reader = (to or bench.desk).seal
    return seal(name, content, {reader.name: reader.public})


def _with(bench: Bench, commit: dict[str, str], *parts: Part) -> bytes:
    payload = open_payload(bench, write_record(OPENED), commit=commit)
    return submission(signed(payload, bench.north), *parts)


def _wrapped(bench: Bench, wrap: Callable[[bytes], bytes]) -> bytes:
    """A part whose wrap for the desk is something else than its key, sealed."""
    commit, part = _part(bench)
    name = bench.desk.seal.name
    other = structs.replace(part, wraps={name: wrap(part.wraps[name])})
    return _with(bench, {"apart": commit}, other)


def _also_for(bench: Bench, readers: list[str]) -> bytes:
    """A part with wraps for these as well."""
    commit, part = _part(bench)
    more = part.wraps | {reader: bytes(80) for reader in readers}
    return _with(bench, {"apart": commit}, structs.replace(part, wraps=more))


def _swapped(bench: Bench) -> bytes:
    """One part's box and wraps under the commitment to another."""
    commit, _ = _part(bench)
    _, other = _part(bench, content=b'{"place":{"written":"elsewhere"}}')
    return _with(bench, {"apart": commit}, other)


def _twice(bench: Bench) -> bytes:
    commit, part = _part(bench)
    return _with(bench, {"apart": commit}, part, part)


def _renamed(bench: Bench) -> bytes:
    """A part sealed under one name and sent under another: the box is bound to its name."""
    commit, part = _part(bench, name="body")
    return _with(bench, {"apart": commit}, structs.replace(part, name="apart"))


def _cut(bench: Bench, size: int) -> bytes:
    commit, part = _part(bench)
    return _with(bench, {"apart": commit}, structs.replace(part, box=part.box[:size]))


PARTS: dict[str, Attack] = {
    "a part missing": (
        lambda b: _with(b, {"apart": "0" * 64}), NotAdmitted, "exactly the sealed parts",
    ),
    "a part too many": (
        lambda b: _with(b, {}, _part(b)[1]), NotAdmitted, "exactly the sealed parts",
    ),
    "a part twice": (_twice, NotAdmitted, "exactly the sealed parts"),
    "a part under another name": (_renamed, NotReadable, "a box this key opens"),
    "a part not sealed to the desk": (
        lambda b: _with(b, {"apart": _part(b)[0]}, _part(b, to=b.south)[1]),
        NotAdmitted, "every part to be sealed to the desk as well",
    ),
    "a part of another entry": (_swapped, NotReadable, "what the leaf committed to"),
    "a part cut short": (lambda b: _cut(b, 100), NotReadable, "a box this key opens"),
    "an empty box": (lambda b: _cut(b, 0), NotReadable, "a box this key opens"),
    "a wrap for another key": (
        lambda b: _wrapped(b, lambda w: wrap_for(bytes(32), b.south.seal.public)),
        NotReadable, "a part sealed for this key",
    ),
    "a wrap that is noise": (
        lambda b: _wrapped(b, lambda w: os.urandom(len(w))), NotReadable, "sealed for this key",
    ),
    "a wrap too short": (lambda b: _wrapped(b, lambda w: w[:7]), BadInput, "a submission"),
    "a wrap with more in it": (
        lambda b: _wrapped(b, lambda w: w + bytes(3_000)), BadInput, "a submission",
    ),
    "a key of 31 bytes": (
        lambda b: _wrapped(b, lambda w: wrap_for(bytes(31), b.desk.seal.public)),
        BadInput, "a submission",
    ),
    "a wrap for something that is no key": (
        lambda b: _also_for(b, ["south"]), BadInput, "a submission",
    ),
    "sixty-five readers": (
        lambda b: _also_for(b, [f"seal:{n:064x}" for n in range(64)]), BadInput, "a submission",
    ),
    "an envelope that names a body part": (
        lambda b: _with(b, {"body": _part(b)[0]}, _part(b)[1]), BadInput, "an open payload",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_a_forged_part_is_refused(bench: Bench, name: str) -> None:
    """Each part that is missing, extra, another's or unreadable for the desk is refused."""
    forge, kind, words = PARTS[name]
    refused(bench, forge(bench), kind, words)


BODY = write_record(OPENED)
ACTOR = write_record(RECORD)
APART: dict[str, tuple[bytes, object, str]] = {
    "another field than the place": (
        ACTOR.replace(b'"name":"The monitors",', b""), {"name": "The monitors"}, "to be given",
    ),
    "an optional field that is no place": (ACTOR, {"aliases": ["A"]}, "only what travels apart"),
    "a drill's mark": (BODY, HERE | {"exercise": True}, "only what travels apart"),
    "the kind itself": (BODY, HERE | {"kind": "incident.opened"}, "fields of the record"),
    "nothing at all": (BODY, {}, "only what travels apart"),
    "a field nobody knows": (BODY, {"hidden": 1}, "fields of the record"),
    "no object": (BODY, b"[]", "fields of the record"),
    "no JSON": (BODY, b"\xff", "fields of the record"),
    "another spelling": (BODY, b'{"place": {"written":"x"}}', "fields of the record"),
    "a body in another spelling": (b" " + BODY, HERE, "canonical spelling"),
    "a body that is no object": (b"[]", HERE, "a JSON object"),
    "a body with a key twice": (
        BODY.replace(b'{"incident"', b'{"incident":"i0","incident"'), HERE, "each key once",
    ),
    "a body nested without end": (b"[" * 20_000 + b"]" * 20_000, HERE, "JSON"),
}  # fmt: skip


@pytest.mark.parametrize("name", APART)
def test_only_places_are_sealed_apart(bench: Bench, name: str) -> None:
    """What everybody reads is a whole record; nothing but its places hides beside it.

    Otherwise one hostile author could make the exported log unverifiable for all.
    """
    body, kept, words = APART[name]
    refused(bench, with_apart(bench, body, kept, bench.north), Refusal, words)
    bench.ledger.submit(with_apart(bench, BODY, HERE, bench.north))
    assert 8 == bench.verify().counted.open


def test_a_key_that_ended_signs_nothing(bench: Bench) -> None:
    """After its revocation a key's entries are refused, open and closed."""
    open_before = open_entry(bench, RECORD, bench.north)
    closed_before = bench.draft(Noted(text="on watch"), bench.south).signed_by(bench.north)
    bench.act(bench.north, KeyRevoked(key=bench.north.key_name, why="compromised"))
    refused(bench, open_before, KeyRefused, "a registered key that counts now")
    refused(bench, closed_before, KeyRefused, "a statement by a registered key")


def _long(bench: Bench, letters: int) -> bytes:
    """An open entry whose clauses hold so many letters."""
    clauses = tuple(
        Clause(clause=f"c{place}", gist="x" * min(4000, letters - at))
        for place, at in enumerate(range(0, letters, 4000))
    )
    day = VagueTime.parse("2016-09-09", zone="Z")
    record = InstrumentAdopted(
        instrument="i", version=1, title="t", adopted=day, gist="g", clauses=clauses
    )
    return open_entry(bench, record, bench.north)


def _leaf_is_too_long(bench: Bench, letters: int) -> bool:
    envelope = _long(bench, letters).removeprefix(b'{"env":')[:-1]
    try:
        return not write_leaf(envelope, 1_800_000_000_000)
    except NotAdmitted:
        return True


def test_what_is_too_long_is_refused(bench: Bench) -> None:
    """An entry is taken while its leaf is at most 60,000 bytes, and refused from there on."""
    over = bisect_left(range(46_000), True, lo=40_000, key=lambda n: _leaf_is_too_long(bench, n))
    bench.ledger.submit(_long(bench, over - 1))
    assert MAX_LEAF == len(bench.ledger.receipt(bench.ledger.size - 1).leaf)
    refused(bench, _long(bench, over), NotAdmitted, "a leaf of at most 60000 bytes")
    refused(bench, _long(bench, over + 100), NotAdmitted, "an entry of at most 60000 bytes")
    refused(bench, b" " * 4_000_001, BadInput, "expected at most 4000000 bytes")


def test_the_first_entry_is_the_desks_own_key() -> None:
    """An empty log takes nothing but the registration that signs itself."""
    bench = Bench()
    for raw in (
        open_entry(bench, RECORD, bench.desk),
        open_entry(bench, bench.desk.registration(), bench.north),
        open_entry(bench, bench.north.registration(bench.south), bench.north),
        open_entry(bench, bench.desk.sealing(), bench.desk),
        bench.draft(Noted(text="on watch")).signed_by(bench.desk),
    ):
        with pytest.raises(Refusal, match="expected"):
            bench.ledger.submit(raw)
    assert (0, None) == (bench.ledger.size, bench.ledger.checkpoint())
    assert 0 == bench.act(bench.desk, bench.desk.registration()).index


def test_a_submission_is_an_object_of_two_fields(bench: Bench) -> None:
    """What is no submission at all is refused as such."""
    good = open_entry(bench, RECORD, bench.north)
    for raw in (b"", b"null", b"[]", good[:-1], good + b"}", good[:-1] + b',"more":1}', b"\xff",
                b"[" * 100_000):  # fmt: skip
        refused(bench, raw, BadInput, "expected a submission")
