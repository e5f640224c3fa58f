"""Other processes reach the one writer: nothing is lost, nothing doubles, stop requests first."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from parley.desk import acts
from parley.desk.desk import Desk
from parley.desk.inward.dropping import (
    DROPPED,
    AnsweredNo,
    NotYet,
    drop,
    send_beside,
    take_dropped,
)
from parley.desk.party import Party
from parley.errors import DiskFailed
from parley.ledger import Receipt, digest_in, write_receipt
from parley.record import alert, log, notice
from parley.record.entry import Unread
from tests.desk.people import parties, site


def remark(party: Party, text: str) -> bytes:
    return party.draft(log.Noted(text=text)).signed_by(party.key)


def test_the_writer_takes_what_was_dropped_stop_requests_first(
    desk: Desk, tmp_path: Path
) -> None:
    """Ten remarks lie there, then a stop request: it is entered before all of them."""
    north, _ = parties(desk, tmp_path)
    for number in range(10):
        drop(desk.home, remark(north, f"{number}"))
    asked = acts.draft_stop_requested(north, "shelling", to=("south",)).signed_by(north.key)
    drop(desk.home, asked, urgent=True)
    size = desk.size
    assert 11 == take_dropped(desk)
    bodies = [entry.body for entry in desk.book.entries(size, desk.size)]
    assert isinstance(bodies[0], alert.StopRequested)
    assert [str(number) for number in range(10)] == [
        body.text for body in bodies[1:] if isinstance(body, log.Noted)
    ]


def test_who_waits_gets_the_receipt_from_the_writer(desk: Desk, tmp_path: Path) -> None:
    """While this process writes, another's act is answered through the folder."""
    north, _ = parties(desk, tmp_path)
    submission = remark(north, "beside")
    found: list[Receipt] = []
    waiting = threading.Thread(target=lambda: found.append(send_beside(desk.home, submission)))
    waiting.start()
    while not found:
        take_dropped(desk)
        waiting.join(timeout=0.01)
    assert digest_in(submission) == found[0].digest
    assert [] == list((desk.home / DROPPED).iterdir())


def test_where_nobody_writes_who_waits_enters_it(desk: Desk, tmp_path: Path) -> None:
    """With the desk closed, the act opens it, enters everything that lies there, and goes."""
    north, _ = parties(desk, tmp_path)
    other, mine = remark(north, "other"), remark(north, "mine")
    drop(desk.home, other)
    desk.close()
    receipt = send_beside(desk.home, mine)
    with Desk(desk.home) as again:
        assert receipt.index == again.size - 1
        assert write_receipt(again.submit(mine)) == write_receipt(receipt)
        assert again.size - 2 == again.submit(other).index


def test_no_answer_in_time_loses_nothing(desk: Desk, tmp_path: Path) -> None:
    """The writer does not look: it is said so, and entered once when somebody does."""
    north, _ = parties(desk, tmp_path)
    submission = remark(north, "patient")
    with pytest.raises(NotYet, match="is entered once the desk takes it"):
        send_beside(desk.home, submission, patience_s=0.05)
    size = desk.size
    take_dropped(desk)
    assert size == desk.submit(submission).index
    assert digest_in(submission) == send_beside(desk.home, submission, patience_s=0.05).digest


def test_a_refusal_is_the_answer(desk: Desk, tmp_path: Path) -> None:
    """Refused by the writer: the same sentence and the same exit code, and nothing is left."""
    north, south = parties(desk, tmp_path)
    told = north.send(north.draft(site("south")))
    wrong = south.draft(notice.Recalled(notice=told.digest, why="no")).signed_by(south.key)
    drop(desk.home, wrong)
    take_dropped(desk)
    with pytest.raises(AnsweredNo, match="one's own record") as refused:
        send_beside(desk.home, wrong, patience_s=0.05)
    assert 4 == refused.value.exit_code


def test_what_is_no_submission_is_answered_too(desk: Desk) -> None:
    """Rubbish in the folder is refused and taken away, and what lies beside it is entered."""
    folder = desk.home / DROPPED
    folder.mkdir()
    (folder / "rubbish.submission").write_bytes(b"\x00" * 100)
    (folder / "notes.txt").write_text("not ours")
    assert 1 == take_dropped(desk)
    assert {"rubbish.refusal", "notes.txt"} == {path.name for path in folder.iterdir()}


def test_a_disk_that_fails_leaves_it_lying(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the disk is no answer: what was dropped stays until a sound desk takes it."""
    north, _ = parties(desk, tmp_path)
    path = drop(desk.home, remark(north, "kept"))

    def broken(_: bytes) -> Receipt:
        raise DiskFailed("expected a disk, got none")

    monkeypatch.setattr(desk, "submit", broken)
    with pytest.raises(DiskFailed):
        take_dropped(desk)
    assert path.exists()
    monkeypatch.undo()
    assert 1 == take_dropped(desk)


def test_others_see_no_more_of_it(desk: Desk, tmp_path: Path) -> None:
    """What lies in the folder is sealed as it was sent, and the folder is its owner's alone."""
    north, _ = parties(desk, tmp_path)
    path = drop(desk.home, remark(north, "hushed words"))
    assert b"hushed words" not in path.read_bytes()
    assert 0 == path.parent.stat().st_mode & 0o077
    take_dropped(desk)
    found = next(iter(desk.outsider().entries(desk.size - 1, desk.size)))
    assert isinstance(found.body, Unread)
