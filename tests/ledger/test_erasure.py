"""After an erasure nothing of the part is left, and every proof over its entry still holds."""

from __future__ import annotations

import json
import random
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.errors import NotAdmitted, NotFound
from parley.ledger import MemoryFiles, Receipt, SealKey, fsck, verify_export, verify_receipt
from parley.ledger.dsse import read_envelope
from parley.ledger.sealing import reveal
from parley.ledger.stores.parts import SqliteParts
from parley.ledger.stores.port import Shelf
from parley.record.correction import Erased
from parley.record.log import Noted
from parley.record.roster import ActorRegistered
from tests.ledger.desks import LOG, Bench, noise
from tests.ledger.forging import Closed, refused, submission, with_apart
from tests.ledger.test_admission import BODY
from tests.ledger.traces import runs, traces

TEXTS = [noise(8), noise(300), noise(1_900), noise(40)]


@pytest.fixture
def full(tmp_path: Path) -> Iterator[tuple[Bench, list[Receipt]]]:
    """A desk on disk with forty sealed entries of several lengths."""
    bench = Bench(tmp_path / "desk").found()
    receipts = [
        bench.act(bench.north, Noted(text=f"{n} {TEXTS[n % 4]}"), bench.south) for n in range(40)
    ]
    yield bench, receipts
    bench.ledger.close()


def _shelf(bench: Bench, index: int, part: str = "body") -> Shelf | None:
    return bench.ledger.part(next(bench.ledger.read(index)).payload.commit[part])


def _erase(bench: Bench, receipt: Receipt, part: str = "body") -> Receipt:
    record = Erased(record=receipt.digest, entry=receipt.index, part=part, why="asked for")
    return bench.act(bench.desk, record)


def _live(bench: Bench) -> dict[str, bytes]:
    """Every byte of every file of the desk."""
    assert bench.folder is not None
    return {p.name: p.read_bytes() for p in bench.folder.rglob("*") if p.is_file()}


def _content(shelf: Shelf, key: SealKey) -> dict[str, bytes]:
    """All that a part is made of and that stands nowhere else: what must be gone."""
    secret = key.unwrap(shelf.wraps[key.name])
    shown = reveal(shelf.name, shelf.box, secret, shelf.commitment)
    inner = read_envelope(shown.content)
    found = {"box": shelf.box, "own wrap": shelf.own, "salt": shown.salt, "content key": secret}
    found |= {f"wrap for {name}": wrap for name, wrap in shelf.wraps.items()}
    signature = {"signature": inner.signature, "spelled": b64encode(inner.signature)}
    return found | signature | {"text": json.loads(inner.payload)["body"]["text"].encode()}


@pytest.mark.slow
def test_nothing_of_an_erased_part_is_left_on_the_disk(
    full: tuple[Bench, list[Receipt]],
) -> None:
    """No 32 bytes in a row of box, wraps, keys, salt or text are in any file, logs included."""
    bench, receipts = full
    for receipt in random.Random(3).sample(receipts, 5):
        shelf = _shelf(bench, receipt.index)
        assert shelf is not None
        content = _content(shelf, bench.south.seal)
        assert runs(_live(bench), shelf.box)  # the search can find it while it is there
        _erase(bench, receipt)
        live = _live(bench)
        assert {} == {name: found for name, raw in content.items() if (found := runs(live, raw))}
        assert [] == traces(live, [content["text"].decode()[:80]])
        assert _shelf(bench, receipt.index) is None


def test_every_proof_holds_over_an_erased_part(full: tuple[Bench, list[Receipt]]) -> None:
    """Receipts from before, the export, and fsck are as good as ever; the other parts are there."""
    bench, receipts = full
    verifier, before = bench.signer.verifier, bench.export()
    gone = receipts[::3]
    for receipt in gone:
        _erase(bench, receipt)
    for receipt in receipts:
        assert receipt.index == verify_receipt(receipt, verifier)[0]
    assert 47 == verify_export(MemoryFiles(before), verifier).size
    assert 47 + len(gone) == bench.verify().size
    for _ in range(2):
        left = [r.index for r in receipts if _shelf(bench, r.index) is not None]
        assert [r.index for r in receipts if r not in gone] == left
        bench.reopen()
    assert bench.folder is not None
    found = fsck(bench.folder)
    assert ((), len(gone), 40 - len(gone), 0) == (
        found.problems, found.erased, found.parts, found.spare,
    )  # fmt: skip


def test_a_place_beside_an_open_entry_is_erased_alone(bench: Bench) -> None:
    """The open words stay; only the sealed part goes."""
    place = {"place": {"written": "the hill"}}
    receipt = bench.ledger.submit(with_apart(bench, BODY, place, bench.north))
    _erase(bench, receipt, "apart")
    assert _shelf(bench, receipt.index, "apart") is None
    assert b"Strikes at a hill" in bytes(next(bench.ledger.read(receipt.index)).payload.body)
    assert 9 == bench.verify().size


def test_an_erasure_names_what_it_erases(bench: Bench) -> None:
    """An erasure of another entry, another part, or of nothing is refused."""
    receipt = bench.act(bench.north, Noted(text="x"), bench.south)
    digest, index = receipt.digest, receipt.index
    for entry, record, part in (
        (index - 1, digest, "body"), (index + 1, digest, "body"), (2**50, digest, "body"),
        (index, f"sha256:{'0' * 64}", "body"), (index, digest, "apart"), (index, digest, "pad"),
    ):  # fmt: skip
        raw = bench.draft(Erased(record=record, entry=entry, part=part, why="w"))
        refused(bench, raw.signed_by(bench.desk), NotFound, "expected")
    assert _shelf(bench, index) is not None


def test_an_erased_part_does_not_come_back(bench: Bench) -> None:
    """Not by a retry, not in another entry, and not over a restart."""
    made = Closed(bench, Noted(text="x"), bench.north, bench.south)
    commit, part = made.sealed()
    envelope = made.envelope(commit)
    _erase(bench, bench.ledger.submit(submission(envelope, part)))
    for _ in range(2):
        assert 7 == bench.ledger.submit(submission(envelope, part)).index
        other = submission(made.envelope(commit), part)
        refused(bench, other, NotAdmitted, "a part sealed afresh")
        assert bench.ledger.part(commit) is None
        bench.reopen()


def test_an_erasure_that_was_cut_short_is_finished_at_the_start(tmp_path: Path) -> None:
    """When the power goes between the entry and the deed, the next start does the deed."""
    bench = Bench(tmp_path / "desk").found()
    receipt = bench.act(bench.north, Noted(text="x"), bench.south)
    shelf = _shelf(bench, receipt.index)
    assert shelf is not None
    _erase(bench, receipt)
    bench.ledger._parts.put([shelf])
    assert _shelf(bench, receipt.index) == shelf
    bench.reopen()
    assert _shelf(bench, receipt.index) is None
    assert [] == runs(_live(bench), shelf.box)
    bench.ledger.close()


def test_an_erasure_in_a_group_touches_only_its_own(bench: Bench) -> None:
    """Sealed entries logged together with an erasure keep their parts."""
    first = bench.act(bench.north, Noted(text="first"), bench.south)
    sealed = [
        bench.draft(Noted(text=f"text {n}"), bench.south).signed_by(bench.north) for n in range(3)
    ]
    erasure = bench.draft(
        Erased(record=first.digest, entry=first.index, part="body", why="asked for")
    ).signed_by(bench.desk)
    other = bench.draft(ActorRegistered(actor="a", name="a", standing="other"))
    last = other.signed_by(bench.desk)
    bench.ledger.submit_many([sealed[0], erasure, sealed[1], last, sealed[2]])
    assert [False, True, True, True] == [
        _shelf(bench, index) is not None for index in (first.index, 8, 10, 12)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [4, 20, 36, 64])
def test_balancing_the_tree_leaves_no_copy_behind(tmp_path: Path, seed: int) -> None:
    """Parts put and erased in an order in which SQLite has left the first bytes of boxes behind.

    It keeps the beginning of a row in the tree's own pages and copies it about when rows of uneven
    length come and go; secure_delete does not wipe those copies.
    """
    chance = random.Random(seed)
    parts = SqliteParts(tmp_path / "sealed.sqlite", log=LOG)
    shelves = [
        Shelf(
            chance.randbytes(32).hex(),
            "body",
            chance.randbytes(chance.choice([1064, 4136])),
            chance.randbytes(72),
            {
                f"seal:{chance.randbytes(32).hex()}": chance.randbytes(80)
                for _ in range(chance.randint(1, 9))
            },
            f"sha256:{chance.randbytes(32).hex()}",
        )
        for _ in range(40)
    ]
    for shelf in shelves:
        parts.put([shelf])
    chance.shuffle(shelves)
    for shelf in shelves[:20]:
        parts.erase(shelf.commitment)
    live = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert runs(live, shelves[20].box)
    assert [] == [found for shelf in shelves[:20] for found in runs(live, shelf.box)]
    parts.close()
