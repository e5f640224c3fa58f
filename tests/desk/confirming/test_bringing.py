"""Tables are entered by the importer, once, with every row accounted for."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from parley import incidents
from parley.desk.confirming.bringing import bring, counted
from parley.desk.desk import Desk
from parley.errors import BadInput
from parley.exchange import FORMATS, Fault, read_events
from tests.exchange.tables import UCDP, many_ucdp, table


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "events.csv"
    path.write_bytes(table(*many_ucdp(20)))
    return path


def _bring(desk: Desk, path: Path, faults: list[Fault], *, again: bool = False) -> int:
    rows = read_events(io.BytesIO(path.read_bytes()), FORMATS["ucdp-ged"], edition="24.1")
    return bring(desk, rows, path=path, on_fault=faults.append, again=again).entries


def test_every_row_is_entered_or_reported(desk: Desk, events: Path) -> None:
    """Files and claims by the importer, faults with their lines, and two lines in the log."""
    faults: list[Fault] = []
    assert 36 == _bring(desk, events, faults)
    assert [11, 21] == [fault.line for fault in faults]
    state = desk.board.state(incidents.PROJECTION)
    assert 18 == len(state.files)
    assert {"case-importer"} == {told.author for file in state.files for told in file.everything()}
    texts = [getattr(entry.body, "text", "") for entry in desk.book.entries(0, desk.size)]
    assert any("20 rows, 36 entries, 2 rows" in text for text in texts)


def test_a_file_is_not_entered_twice_unawares(desk: Desk, events: Path) -> None:
    """The same bytes are refused, unless somebody says so."""
    _bring(desk, events, [])
    before = desk.size
    with pytest.raises(BadInput, match="never brought"):
        _bring(desk, events, [])
    assert before == desk.size
    assert 36 == _bring(desk, events, [], again=True)


def test_a_check_enters_nothing(desk: Desk, events: Path) -> None:
    """Rows are counted and faults named; the record stays as it was."""
    before, faults = desk.size, list[Fault]()
    rows = read_events(io.BytesIO(events.read_bytes()), FORMATS["ucdp-ged"], edition="24.1")
    found = counted(rows, path=events, on_fault=faults.append)
    assert (20, 36, 2) == (found.rows, found.entries, found.faults)
    assert 2 == len(faults)
    assert before == desk.size


def test_a_place_is_sealed(desk: Desk, tmp_path: Path) -> None:
    """An imported position stands in no leaf."""
    path = tmp_path / "one.csv"
    path.write_bytes(table({**UCDP, "where_description": "at the old mill"}))
    begin = desk.size
    _bring(desk, path, [])
    assert not any(b"old mill" in leaf for leaf in desk.leaves(begin, desk.size))
    file = desk.board.state(incidents.PROJECTION).file("ucdp-101")
    assert file is not None
    place = file.opened[0].body.place
    assert place is not None
    assert "at the old mill" == place.written
