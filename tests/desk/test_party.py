"""A party at its own machine: what it refuses, finds, reveals, and sends again."""

from __future__ import annotations

import json
import os
from base64 import b64decode
from pathlib import Path

import pytest

from parley.desk.desk import Desk
from parley.desk.drafting import draft
from parley.desk.keyfile import KeyFile
from parley.desk.party import store_file
from parley.desk.reader import Reader, key_opener
from parley.errors import (
    KeyRefused,
    NotAdmitted,
    NotProven,
    NotReadable,
)
from parley.ledger import digest_in, write_receipt
from parley.record import log, notice
from parley.record.entry import Unread
from parley.record.kinds import Record
from tests.desk.people import parties, site


def test_a_draft_by_a_stranger_is_refused(desk: Desk) -> None:
    """A key nobody registered signs nothing."""
    stranger = KeyFile.make("nobody", "party")
    with pytest.raises(KeyRefused):
        desk.submit(draft(desk.view(), site(), author="nobody").signed_by(stranger))


def test_a_party_refuses_a_desk_that_shows_another_past(desk: Desk, tmp_path: Path) -> None:
    """A party that has seen a log refuses a shorter one under the same key."""
    north, _ = parties(desk, tmp_path)
    kept = desk.checkpoint()
    desk.act(log.Noted(text="x"))
    north.catch_up()

    class Rewound:
        def checkpoint(self) -> bytes:
            return kept

        leaves, part_for, submit = desk.leaves, desk.part_for, desk.submit
        challenge = desk.challenge

    north._desk = Rewound()
    with pytest.raises(NotProven, match="at least"):
        north.catch_up()


def test_a_stored_envelope_is_sent_again_as_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    """A party that lost the receipt sends the stored bytes again and gets the first one."""
    north, _ = parties(desk, tmp_path)
    told = north.send(north.draft(site("south"), to=("south",)))
    size = desk.size
    name = told.digest.removeprefix("sha256:")
    os.unlink(tmp_path / "north" / "receipts" / f"{name}.receipt")
    again = north.resend()
    assert [r.leaf for r in again] == [told.leaf]
    assert desk.size == size
    assert north.resend() == []


def test_one_that_is_refused_keeps_nothing_else_back(desk: Desk, tmp_path: Path) -> None:
    """Of three stored envelopes one is refused: the others are sent, and then it is said so."""
    north, _ = parties(desk, tmp_path)
    drafts: list[Record] = [
        log.Noted(text="one"), notice.Recalled(notice="sha256:" + "0" * 64, why="never there"),
        log.Noted(text="two"),
    ]  # fmt: skip
    for record in drafts:
        made = north.draft(record).signed_by(north.key)
        name = digest_in(made).removeprefix("sha256:")
        store_file(north.home / "outbox" / f"{name}.submission", made)
    with pytest.raises(NotAdmitted, match="an entry of this log"):
        north.resend()
    said = [entry.body.text for entry in desk.book.entries(0, desk.size)
            if isinstance(entry.body, log.Noted)]  # fmt: skip
    assert {"one", "two"} <= set(said)
    assert [] == north.resend()
    assert 1 == len(list((north.home / "outbox").glob("*.refused")))


def test_a_reader_with_the_wrong_key_reads_nothing(desk: Desk, tmp_path: Path) -> None:
    """Holding some sealing key opens nothing that was not wrapped for it."""
    north, _ = parties(desk, tmp_path)
    told = north.send(north.draft(site("south"), to=("south",)))
    stranger = KeyFile.make("nobody", "party")
    reader = Reader(desk.ledger, key_opener(stranger.seal))
    found = next(iter(reader.entries(told.index, told.index + 1)))
    assert found.body == Unread(why="sealed")
    assert found.author is None


def test_a_party_finds_what_is_addressed_to_it(desk: Desk, tmp_path: Path) -> None:
    """Addressees recognise their entries among all closed ones; others recognise none."""
    north, south = parties(desk, tmp_path)
    told = north.send(north.draft(site("south"), to=("south",)))
    own = north.send(north.draft(log.Noted(text="for myself")))
    for party in (north, south):
        party.catch_up()
    assert list(south.addressed()) == [told.index]
    assert list(north.addressed()) == [told.index, own.index]


def test_what_is_revealed_proves_what_was_committed_to(desk: Desk, tmp_path: Path) -> None:
    """A reader can show a part with its salt, and anybody with the leaf can check it."""
    north, south = parties(desk, tmp_path)
    told = north.send(north.draft(site("south", name="mill hospital"), to=("south",)))
    south.catch_up()
    logged = desk.logged(told.index)
    shown = south.book.reveal(logged, "body")
    assert b"mill hospital" in b64decode(json.loads(shown.content)["payload"])
    assert shown.fits(logged.payload.commit["body"])
    assert not shown.fits("0" * 64)
    with pytest.raises(NotReadable):
        desk.outsider().reveal(logged, "body")
    with pytest.raises(NotReadable):
        south.book.reveal(logged, "other")


def test_a_retry_gets_the_first_receipt(desk: Desk, tmp_path: Path) -> None:
    """However much was logged since, the same bytes get the same receipt, byte for byte."""
    north, _ = parties(desk, tmp_path)
    submission = north.draft(site("south"), to=("south",)).signed_by(north.key)
    first = desk.submit(submission)
    for nth in range(3):
        desk.act(log.Noted(text=f"later {nth}"))
    assert write_receipt(desk.submit(submission)) == write_receipt(first)
    desk.close()
    with Desk(desk.home) as again:
        assert write_receipt(again.submit(submission)) == write_receipt(first)


def test_a_lost_part_is_missing_and_not_called_erased(desk: Desk, tmp_path: Path) -> None:
    """Where no erasure is on record, a part that is not there is named as missing."""
    north, _ = parties(desk, tmp_path)
    told = north.send(north.draft(site("south"), to=("south",)))
    desk.ledger._parts.erase(desk.logged(told.index).payload.commit["body"])
    entry = next(iter(desk.book.entries(told.index, told.index + 1)))
    assert entry.body == Unread(why="missing")
