"""Each store keeps the laws of its port; the file on disk keeps them against other programs."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from parley.ledger.stores.memory import MemoryParts, MemoryStore
from parley.ledger.stores.parts import PLACES, SqliteParts
from parley.ledger.stores.port import PartStore, Slip, Store
from parley.ledger.stores.sqlite import SqliteStore
from tests.ledger.conformance import PartLaws, StoreLaws, filled, rows, shelf, signed
from tests.ledger.desks import LOG


class TestMemoryStore(StoreLaws):
    """The fake that ships with the port."""

    def opened(self, folder: Path, before: Store | None = None) -> Store:
        return before or MemoryStore()


class TestSqliteStore(StoreLaws):
    """The store a desk uses."""

    def opened(self, folder: Path, before: Store | None = None) -> Store:
        return SqliteStore(folder / "ledger.sqlite", log=None if before else LOG)


class TestMemoryParts(PartLaws):
    """The fake that ships with the port."""

    def opened(self, folder: Path, before: PartStore | None = None) -> PartStore:
        return before or MemoryParts()


class TestSqliteParts(PartLaws):
    """The store a desk uses."""

    def opened(self, folder: Path, before: PartStore | None = None) -> PartStore:
        return SqliteParts(folder / "sealed.sqlite", log=None if before else LOG)


COPY = "SELECT idx, rx, leaf, hash, dedupe, mark FROM entry WHERE idx = 0"
EDITS = {
    "a time changed": "UPDATE entry SET rx = rx + 1 WHERE idx = 1",
    "a leaf emptied": "UPDATE entry SET leaf = x'' WHERE idx = 1",
    "the last entry deleted": "DELETE FROM entry WHERE idx = 2",
    "all entries deleted": "DELETE FROM entry",
    "an entry replaced": f"REPLACE INTO entry {COPY}",
    "an entry inserted over another": f"INSERT OR REPLACE INTO entry {COPY}",
    "an entry replaced through its retry key": (
        "REPLACE INTO entry SELECT 3, rx, leaf, hash, dedupe, mark FROM entry WHERE idx = 0"
    ),
    "an entry moved over another": "UPDATE OR REPLACE entry SET idx = 1 WHERE idx = 0",
    "an entry upserted": f"INSERT INTO entry {COPY} ON CONFLICT(idx) DO UPDATE SET rx = 0",
    "an entry after a gap": (
        "INSERT INTO entry SELECT 9, rx, leaf, hash, zeroblob(32), mark FROM entry WHERE idx = 0"
    ),
    "an entry before the first": (
        "INSERT INTO entry SELECT -1, rx, leaf, hash, zeroblob(32), mark FROM entry WHERE idx = 0"
    ),
    "a checkpoint changed": "UPDATE checkpoint SET note = x'00'",
    "a checkpoint deleted": "DELETE FROM checkpoint WHERE size = 3",
    "a checkpoint replaced": "REPLACE INTO checkpoint SELECT size, root, x'00' FROM checkpoint",
    "a checkpoint put in afterwards": "INSERT INTO checkpoint VALUES(1, zeroblob(32), x'00')",
    "the name of the log changed": "UPDATE meta SET value = 'parley.example/other'",
    "the name of the log deleted": "DELETE FROM meta",
    "the name of the log replaced": "REPLACE INTO meta VALUES('log', 'parley.example/other')",
}


@pytest.mark.parametrize("statement", EDITS.values(), ids=EDITS)
def test_no_other_program_edits_the_record(tmp_path: Path, statement: str) -> None:
    """What a second connection would edit or skip, the file itself refuses."""
    store = filled(SqliteStore(tmp_path / "ledger.sqlite", log=LOG), [1, 2])
    other = apsw.Connection(str(tmp_path / "ledger.sqlite"))
    with pytest.raises(apsw.ConstraintError, match="append-only"):
        other.execute(statement)
    other.close()
    assert rows(0, 3) == list(store.rows(0, 9))
    assert [signed(3), signed(1)] == list(store.checkpoints())
    assert store.log == LOG
    store.close()


def lost(folder: Path, kept: bytes) -> SqliteParts:
    """The file as it was, without what was put there since: as a power cut may leave it."""
    (folder / "sealed.sqlite").write_bytes(kept)
    for name in ("sealed.sqlite-wal", "sealed.sqlite-shm"):
        (folder / name).unlink(missing_ok=True)
    return SqliteParts(folder / "sealed.sqlite")


def begun(folder: Path) -> bytes:
    """A file of sealed parts, made, begun and closed, as bytes."""
    parts = SqliteParts(folder / "sealed.sqlite", log=LOG)
    parts.restore([], writing=True)
    parts.close()
    return (folder / "sealed.sqlite").read_bytes()


def test_a_part_that_was_lost_comes_back_out_of_its_slip(tmp_path: Path) -> None:
    """For whoever only reads it is shown and nothing is changed; for the desk it is put back."""
    kept, one = begun(tmp_path), shelf("a")
    parts = SqliteParts(tmp_path / "sealed.sqlite")
    parts.restore([], writing=True)
    slip = parts.put([one])
    assert slip is not None
    assert not any(raw in slip.content for raw in (one.box, one.own, *one.wraps.values()))
    parts.close()
    for writing in (False, True):
        parts = lost(tmp_path, kept)
        assert parts.get(one.commitment) is None
        parts.restore([b"rotten", slip.content], writing=writing)
        assert one == parts.get(one.commitment)
        assert [one.commitment] == list(parts.commitments())
        parts.close()
        assert writing == ((tmp_path / "sealed.sqlite").read_bytes() != kept)
    parts = SqliteParts(tmp_path / "sealed.sqlite")
    assert one == parts.get(one.commitment)
    parts.close()


def test_no_slip_brings_back_what_was_erased(tmp_path: Path) -> None:
    """Once anything was erased, slips from before are noise; other parts are on the disk."""
    begun(tmp_path)
    parts = SqliteParts(tmp_path / "sealed.sqlite")
    parts.restore([], writing=True)
    one, other = shelf("a"), shelf("b")
    slips = [slip.content for part in (one, other) if (slip := parts.put([part]))]
    parts.erase(one.commitment)
    kept = (tmp_path / "sealed.sqlite").read_bytes()  # the log was folded in
    parts.close()
    parts = lost(tmp_path, kept)
    parts.restore(slips, writing=True)
    assert len(slips) == 2
    assert (None, other) == (parts.get(one.commitment), parts.get(other.commitment))
    parts.close()


def test_a_place_is_used_again_only_once_all_is_on_the_disk(tmp_path: Path) -> None:
    """Before the places begin anew, and for a large part, the file itself is synced."""
    begun(tmp_path)
    parts = SqliteParts(tmp_path / "sealed.sqlite")
    parts.restore([], writing=True)
    slips = [parts.put([shelf(f"{number}")]) for number in range(PLACES + 2)]
    assert [*range(PLACES), None, 0] == [slip and slip.place for slip in slips]
    assert parts.put([shelf("large", box=bytes(300_000))]) is None
    assert PLACES + 3 == len(list(parts.commitments()))
    parts.close()


def test_a_file_with_no_slips_yet_takes_them(tmp_path: Path) -> None:
    """Entries carry slips from the first on, over a restart, and one of a place takes its place."""
    store = SqliteStore(tmp_path / "ledger.sqlite", log=LOG)
    assert store.carried() == []
    store.commit(rows(0, 1), signed(1), Slip(0, b"first"))
    store.commit(rows(1, 2), signed(2), Slip(1, b"second"))
    store.commit(rows(2, 3), signed(3), Slip(0, b"third"))
    for _ in range(2):
        assert {b"second", b"third"} == set(store.carried())
        store.close()
        store = SqliteStore(tmp_path / "ledger.sqlite")
    store.close()
