"""What is sealed shows nowhere: not its words, kind, author, addressees or length."""

from __future__ import annotations

import json
import traceback
from base64 import b64decode, b64encode
from pathlib import Path

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from parley.errors import NotReadable, Refusal
from parley.ledger import write_receipt
from parley.ledger.dsse import read_envelope, signed_by
from parley.ledger.sealing import SealKey, open_box, reveal
from parley.ledger.stores.port import Shelf
from parley.record.alert import ReadBack, StopRequested
from parley.record.entry import write_record
from parley.record.kinds import Record
from parley.record.log import Noted
from parley.record.notice import Leg, MovementNotified, SiteNotified
from parley.record.roster import DutyAssigned
from parley.record.values.place import Bearing, Place, Point, Position
from parley.record.values.time import VagueTime
from tests.ledger.desks import Bench, Holder, noise
from tests.ledger.forging import Closed, refused, with_apart
from tests.ledger.test_admission import BODY, OPENED
from tests.ledger.traces import inside, spellings, traces
from tests.ledger.weak_points import listed

DAY = VagueTime.parse("2016-09-17", zone="Z")
WEST = Holder("west")


class Telling:
    """Sealed records full of values that stand nowhere else, and those values."""

    def __init__(self) -> None:
        self.secrets: list[str] = []

    def said(self) -> str:
        self.secrets.append(noise(12))
        return self.secrets[-1]

    def number(self) -> int:
        self.secrets.append(str(351_234_567 + len(self.secrets)))
        return int(self.secrets[-1])

    def place(self) -> Place:
        return Place(
            written=self.said(),
            shape=Point(at=Position(lat=self.number(), lon=self.number())),
            reference=Bearing(of=self.said(), direction=self.said()),
        )

    def records(self) -> list[Record]:
        """One of each family that is never open."""
        digest = f"sha256:{'0' * 64}"
        return [
            SiteNotified(purpose=self.said(), name=self.said(), place=self.place()),
            MovementNotified(
                purpose=self.said(),
                legs=(Leg(place=self.place(), window=DAY),),
                vehicles=self.said(),
            ),
            StopRequested(what=self.said(), place=self.place(), caller=self.said()),
            ReadBack(alert=digest, understood=self.said(), remarks=self.said()),
            DutyAssigned(
                role="duty", officer="o1", window=DAY, name=self.said(), telephone=self.said(),
                mail=self.said(),
            ),
            Noted(text=self.said()),
        ]  # fmt: skip


def _files(bench: Bench) -> dict[str, bytes]:
    if bench.folder is None:
        return {}
    return {path.name: path.read_bytes() for path in bench.folder.iterdir()}


def _shelf(bench: Bench, index: int) -> Shelf:
    commit = next(bench.ledger.read(index)).payload.commit
    found = bench.ledger.part(next(iter(commit.values())))
    assert found is not None
    return found


def _opened(shelf: Shelf, key: SealKey) -> bytes:
    wrap = shelf.wraps.get(key.name, b"")
    return open_box(shelf.name, shelf.box, key.unwrap(wrap), shelf.commitment)


def _said(shelf: Shelf, key: SealKey) -> bytes:
    """The author's statement in a part."""
    return read_envelope(_opened(shelf, key)).payload


def test_the_search_finds_what_is_there() -> None:
    """A secret that is put somewhere in any of these spellings, at any offset, is found."""
    secret = noise(12)
    for form in spellings(secret).values():
        assert traces({"x": b"before" + form + b"after"}, [secret])
    for before in (b"", b"a", b"ab", b"abc"):
        assert traces({"x": b64encode(before + secret.encode() + b"tail")}, [secret])
    assert [] == traces({"x": noise(40).encode()}, [secret])


def test_no_sealed_value_shows_anywhere(bench: Bench) -> None:
    """No leaf, exported file, receipt or file on the desk's disk holds a byte run of one."""
    telling = Telling()
    receipts = [
        bench.act(bench.north, record, bench.south, bench.north) for record in telling.records()
    ]
    place = {"place": json.loads(write_record(structs.replace(OPENED, place=telling.place())))[
        "place"]}  # fmt: skip
    receipts.append(bench.ledger.submit(with_apart(bench, BODY, place, bench.north)))
    places = bench.export(range(bench.ledger.size)) | _files(bench)
    for receipt in receipts:
        places |= {f"{receipt.index} {k}": v for k, v in inside(receipt.leaf).items()}
        places[f"receipt {receipt.index}"] = write_receipt(receipt)
    assert len(telling.secrets) > 25
    assert [] == traces(places, telling.secrets)
    assert telling.secrets[0].encode() in _said(_shelf(bench, 7), bench.south.seal)


def _told(fault: Refusal) -> dict[str, bytes]:
    """All that a log or a screen could show of a refusal."""
    whole = "".join(traceback.format_exception(fault))
    return {"traceback": whole.encode(), "repr": repr(fault).encode()}


FAULTS: dict[str, tuple[bytes, bytes]] = {
    "of the wrong type": (b'"text":"%b"', b'"text":["%b"]'),
    "too long": (b'"text":"%b"', b'"text":"%b' + b"x" * 4_000 + b'"'),
    "with a control character": (b'"text":"%b"', b'"text":"%b\\u0001"'),
    "under an unknown topic": (b'"text":"%b"', b'"text":"x","topic":"%b"'),
    "of an unknown kind": (b'"kind":"log.noted"', b'"kind":"%b"'),
    "about no record": (b'"kind"', b'"about":"%b","kind"'),
    "spelled otherwise": (b'"text":"%b"', b'"text": "%b"'),
    "not in UTF-8": (b'"text":"%b"', b'"text":"%b\xff"'),
    "cut off": (b'"text":"%b"}', b'"text":"%b"'),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_refusal_does_not_repeat_what_was_sealed(bench: Bench, name: str) -> None:
    """Neither the sentence nor the traceback of a refused sealed entry holds a value of it."""
    secret, (good, wrong) = noise(12), FAULTS[name]
    said = secret.encode()
    body = b'{"kind":"log.noted","text":"%b"}' % said
    assert good.replace(b"%b", said) in body
    body = body.replace(good.replace(b"%b", said), wrong.replace(b"%b", said))
    fault = refused(bench, Closed(bench, body, bench.north).submission(), Refusal, "")
    assert [] == traces(_told(fault), [secret])


@pytest.mark.parametrize(
    "kept", ['{"place":{"written":["%s"]}}', '{"place":{"written":"%s\\u0001"}}', '{"place":"%s"}',
             '{"place":{"datum":"%s","written":"x"}}', '{"place":{"written": "%s"}}', '"%s"'],
)  # fmt: skip
def test_a_refusal_does_not_repeat_a_place(bench: Bench, kept: str) -> None:
    """The same for what is sealed beside an open body."""
    secret = noise(12)
    raw = with_apart(bench, BODY, (kept % secret).encode(), bench.north)
    fault = refused(bench, raw, Refusal, "")
    assert [] == traces(_told(fault), [secret])


def test_every_sealed_entry_looks_like_every_other(bench: Bench) -> None:
    """Kind, author, number of addressees and length of the content leave the shape as it is."""
    shapes, boxes = set(), set()
    records = [*Telling().records(), *(Noted(text="x" * n) for n in (1, 300, 1_500, 4_000))]
    readers = [bench.north, bench.south, bench.importer, WEST]
    for number, record in enumerate(records):
        author = (bench.north, bench.south, bench.desk)[number % 3]
        leaf = bench.act(author, record, *readers[: number % 5]).leaf
        plain = json.loads(read_envelope(leaf[7 : leaf.rfind(b',"pad":')]).payload)
        shape = {name: len(json.dumps(value)) for name, value in plain.items() if name != "seen"}
        shapes.add((len(leaf), str(shape)))
        boxes.add(len(_shelf(bench, bench.ledger.size - 1).box) - 40)
    assert 1 == len(shapes)
    assert boxes <= {1024, 4096, 16_384, 65_536}


def test_leaves_come_in_four_lengths(bench: Bench) -> None:
    """The length of any leaf says no more than its class, and an open entry fills the smallest."""
    for letters in (1, 100, 1_000, 3_900):
        bench.act(bench.desk, structs.replace(OPENED, title="t" * min(letters, 200)))
        bench.act(bench.north, Noted(text="t" * letters))
    lengths = {len(row.leaf) for row in bench.ledger.rows(0, bench.ledger.size)}
    assert lengths <= {1024, 4096, 16_384, 60_000}


def test_an_outsider_cannot_tell_the_author(bench: Bench) -> None:
    """A sealed entry names no key, and no registered key verifies what is outside it."""
    registered = [
        bench.desk.public, bench.north.public, bench.south.public, bench.importer.public,
    ]  # fmt: skip
    once = set()
    for author in (bench.north, bench.south, bench.desk, bench.importer):
        envelope = bench.act(author, Noted(text="x"), bench.south).entry.envelope
        payload = bench.last().payload
        assert ("", b"") == (envelope.keyid, bytes(payload.body))
        assert not any(
            signed_by(key, envelope.signed_bytes, envelope.signature) for key in registered
        )
        assert payload.key is not None
        assert signed_by(b64decode(payload.key), envelope.signed_bytes, envelope.signature)
        once.add(payload.key)
    assert 4 == len(once)


_PEOPLE = [Holder(f"reader-{n}") for n in range(20)]


@settings(max_examples=30)
@given(st.sets(st.integers(0, 19), max_size=16))
def test_only_an_addressee_knows_that_it_is_one(chosen: set[int]) -> None:
    """Each addressee recognises its tag, nobody else does, and up to eight look like eight."""
    bench = Bench().found()
    readers = [_PEOPLE[n] for n in sorted(chosen)]
    bench.act(bench.north, Noted(text="x"), *readers)
    first = bench.last().payload
    bench.act(bench.north, Noted(text="x"), *readers)
    second = bench.last().payload
    for payload in (first, second):
        found = {n for n, holder in enumerate(_PEOPLE) if holder.seal.is_addressed_by(payload)}
        assert chosen == found
        assert bench.desk.seal.is_addressed_by(payload)
        assert -(-(len(readers) + 1) // 8) * 8 == len(payload.to) == len(set(payload.to))
        assert list(payload.to) == sorted(payload.to)
    assert not set(first.to) & set(second.to)
    assert first.eph != second.eph
    assert not bench.desk.seal.is_addressed_by(structs.replace(first, nonce=second.nonce))


@pytest.mark.parametrize("point", listed("weak-x25519"), ids=bytes.hex)
def test_a_weak_point_addresses_nobody(point: bytes) -> None:
    """A one-time key under which all secrets are alike makes no tag that anybody recognises."""
    payload = _one_desk().last().payload
    weak = structs.replace(payload, eph=b64encode(point).decode())
    assert not any(holder.seal.is_addressed_by(weak) for holder in _PEOPLE[:3])


def test_a_later_reader_is_let_in_and_nobody_else(bench: Bench) -> None:
    """What the desk wraps anew opens for that one key; what is shown proves itself to a third."""
    receipt = bench.act(bench.north, Noted(text="sealed words"), bench.south)
    bench.act(bench.desk, WEST.registration(bench.south))
    bench.act(WEST, WEST.sealing())
    before = _shelf(bench, receipt.index)
    with pytest.raises(NotReadable):
        _opened(before, WEST.seal)
    key = bench.ledger.ring.of("west", "seal", bench.ledger.size)[0]
    bench.ledger.rewrap(before, key)
    bench.reopen()
    after = _shelf(bench, receipt.index)
    assert _opened(before, bench.south.seal) == _opened(after, WEST.seal)
    assert b"sealed words" in _said(after, WEST.seal)
    assert {*before.wraps, WEST.seal.name} == set(after.wraps)
    with pytest.raises(NotReadable):
        _opened(after, bench.north.seal)
    shown = reveal("body", after.box, WEST.seal.unwrap(after.wraps[WEST.seal.name]),
                   after.commitment)  # fmt: skip
    assert shown.fits(bench.ledger.logged(next(bench.ledger.rows(7, 8))).payload.commit["body"])
    assert not structs.replace(shown, content=shown.content + b" ").fits(after.commitment)
    assert not structs.replace(shown, salt=bytes(32)).fits(after.commitment)


@settings(max_examples=200)
@given(st.data())
def test_a_part_changed_at_rest_opens_for_nobody(data: st.DataObject) -> None:
    """Any changed, cut or exchanged box, wrap or commitment is refused as not readable."""
    bench = _one_desk()
    shelf, other = _shelf(bench, 7), _shelf(bench, 8)
    name = bench.south.seal.name
    forged = {
        "box": structs.replace(shelf, box=_flipped(data, shelf.box)),
        "wrap": structs.replace(shelf, wraps={name: _flipped(data, shelf.wraps[name])}),
        "cut": structs.replace(shelf, box=shelf.box[: data.draw(st.integers(0, 1_000))]),
        "exchanged": structs.replace(shelf, box=other.box, wraps=other.wraps),
        "renamed": structs.replace(shelf, name="apart"),
    }
    which = data.draw(st.sampled_from(sorted(forged)))
    with pytest.raises(NotReadable):
        _opened(forged[which], bench.south.seal)


def _flipped(data: st.DataObject, raw: bytes) -> bytes:
    bit = data.draw(st.integers(0, 8 * len(raw) - 1))
    return raw[: bit // 8] + bytes([raw[bit // 8] ^ 1 << bit % 8]) + raw[bit // 8 + 1 :]


_desks: list[Bench] = []


def _one_desk() -> Bench:
    """A desk with two sealed entries, for every example the same."""
    if not _desks:
        bench = Bench().found()
        bench.act(bench.north, Noted(text="one"), bench.south)
        bench.act(bench.north, Noted(text="two"), bench.south)
        _desks.append(bench)
    return _desks[0]


def test_a_box_changed_in_the_file_is_not_read(tmp_path: Path) -> None:
    """A part whose box was changed on the disk, sums and all, is refused by whoever opens it."""
    bench = Bench(tmp_path / "desk").found()
    bench.act(bench.north, Noted(text="one"), bench.south)
    bench.act(bench.north, Noted(text="two"), bench.south)
    one, two = _shelf(bench, 7), _shelf(bench, 8)
    bench.ledger.close()
    file = apsw.Connection(str(tmp_path / "desk" / "sealed.sqlite"))
    file.execute("UPDATE part SET box = ? WHERE commitment = ?", (two.box, one.commitment))
    file.close()
    bench.ledger = bench._open(create=False)
    with pytest.raises(NotReadable, match="a box this key opens, got one that is changed"):
        _opened(_shelf(bench, 7), bench.south.seal)
    assert b"two" in _said(_shelf(bench, 8), bench.south.seal)
    bench.ledger.close()
