"""Each store keeps the laws of its port; the file on disk keeps them against other programs."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from parley.ledger.stores.memory import MemoryParts, MemoryStore
from parley.ledger.stores.parts import SqliteParts
from parley.ledger.stores.port import PartStore, Store
from parley.ledger.stores.sqlite import SqliteStore
from tests.ledger.conformance import PartLaws, StoreLaws, filled, rows, signed
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
