"""The board: projections as known now and then, with and without snapshots."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley import channel, incidents
from parley.desk.board import Board, FolderSnapshots
from parley.desk.desk import Desk
from parley.errors import BadInput
from parley.fold import as_known_at, freeze_dry
from parley.record.log import Noted

PROJECTIONS = [channel.PROJECTION, incidents.PROJECTION]


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda p: p.name)
def test_deleting_snapshots_changes_nothing(case_desk: Desk, projection: object) -> None:
    """With snapshots, without, and after deleting them, the state has the same bytes."""
    cold = freeze_dry(as_known_at(projection, case_desk.book))  # type: ignore[arg-type]
    warm = freeze_dry(case_desk.board.state(projection))  # type: ignore[arg-type]
    again = freeze_dry(case_desk.board.state(projection))  # type: ignore[arg-type]
    files = list((case_desk.home / "snapshots").iterdir())
    assert files
    for path in files:
        path.unlink()
    after = freeze_dry(case_desk.board.state(projection))  # type: ignore[arg-type]
    assert cold == warm == again == after


def test_a_later_entry_never_changes_an_earlier_answer(case_desk: Desk) -> None:
    """As known at an entry or a moment stays as it was when more is logged."""
    middle = case_desk.size // 2
    moment = next(iter(case_desk.book.entries(middle - 1, middle))).rx
    by_size = freeze_dry(case_desk.board.state(incidents.PROJECTION, middle))
    by_time = freeze_dry(case_desk.board.state(incidents.PROJECTION, ms=moment))
    case_desk.act(Noted(text="later"))
    assert freeze_dry(case_desk.board.state(incidents.PROJECTION, middle)) == by_size
    assert freeze_dry(case_desk.board.state(incidents.PROJECTION, ms=moment)) == by_time


def test_a_damaged_snapshot_is_only_a_lost_cache(case_desk: Desk) -> None:
    """A snapshot that cannot be read is passed over, and the answer is the same."""
    before = freeze_dry(case_desk.board.state(incidents.PROJECTION))
    for path in (case_desk.home / "snapshots").iterdir():
        path.write_bytes(b"x" * 40)
    assert freeze_dry(case_desk.board.state(incidents.PROJECTION)) == before


def test_snapshots_show_nothing_in_the_clear(case_desk: Desk) -> None:
    """No words of the case stand in a snapshot file."""
    case_desk.board.state(incidents.PROJECTION)
    for path in (case_desk.home / "snapshots").iterdir():
        assert b"airfield" not in path.read_bytes()


def test_snapshots_are_forgotten_at_an_erasure(case_desk: Desk) -> None:
    """Erasing a part drops every snapshot, because one may hold it opened."""
    case_desk.board.state(channel.PROJECTION)
    index = next(
        i for i in range(case_desk.size) if "body" in case_desk.logged(i).payload.commit
    )
    case_desk.erase(index, "body", why="asked for")
    assert not [p for p in (case_desk.home / "snapshots").iterdir() if p.suffix == ".snapshot"]


def test_asking_beyond_the_record_is_refused(case_desk: Desk) -> None:
    """As known at more entries than there are is refused, not clipped."""
    with pytest.raises(BadInput, match="entry count from 0"):
        case_desk.board.state(incidents.PROJECTION, case_desk.size + 1)
    with pytest.raises(BadInput, match="both"):
        case_desk.board.state(incidents.PROJECTION, 1, ms=1)


def test_a_board_without_snapshots_answers_the_same(case_desk: Desk, tmp_path: Path) -> None:
    """Snapshots under another key are passed over."""
    plain = Board(case_desk.book)
    foreign = Board(case_desk.book, FolderSnapshots(tmp_path / "s", b"\x01" * 32))
    assert plain.state(channel.PROJECTION) == foreign.state(channel.PROJECTION)
