"""The story told in three_parties.md, played for real."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.desk.demo import A, B, C, Play, Scene
from parley.desk.desk import Desk
from parley.errors import NotProven
from parley.ledger import MemoryFiles, export_files, verify_export
from parley.ledger.dsse import ENTRY, Envelope, pae, write_envelope
from parley.ledger.leaf import NO_BODY, Payload, write_leaf, write_payload
from parley.ledger.stores.port import Row, Signed
from parley.ledger.tlog import Checkpoint, leaf_hash, sign_checkpoint
from parley.record.answer import ReadBack, Received
from parley.record.entry import Unread, write_record
from parley.record.incident import Claimed
from parley.record.notice import MovementNotified


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Play, list[Scene]]]:
    home = tmp_path_factory.mktemp("play")
    with Desk.found(home / "desk", name="story.parley.invalid") as desk:
        play = Play(desk, home)
        yield play, list(play.scenes())


def bodies(play: Play, party: str) -> list[tuple[str | None, object]]:
    """What a party reads from the notice on."""
    reader = play._parties[party]
    reader.catch_up()
    begin = play._notice.index if play._notice else 0
    return [(e.author, e.body) for e in reader.book.entries(begin, begin + 3)]


def test_it_plays_in_six_scenes(played: tuple[Play, list[Scene]]) -> None:
    """Every scene ends."""
    assert len(played[1]) == 6


def test_a_and_b_read_all_three(played: tuple[Play, list[Scene]]) -> None:
    """Sender and addressee read the notice and both answers, and know who signed each."""
    for party in (A, B):
        found = bodies(played[0], party)
        assert [author for author, _ in found] == [A, B, B]
        assert [type(body) for _, body in found] == [MovementNotified, Received, ReadBack]


def test_c_sees_that_three_were_entered(played: tuple[Play, list[Scene]]) -> None:
    """C sees three entries, no author and no kind."""
    assert bodies(played[0], C) == [(None, Unread(why="sealed"))] * 3


def test_the_leaves_are_all_alike(played: tuple[Play, list[Scene]]) -> None:
    """Notice and answers are equally long, name no key, and carry as many tags."""
    play = played[0]
    begin = play._notice.index if play._notice else 0
    seen = {
        (len(raw), logged.keyid, len(logged.payload.to))
        for raw, logged in zip(
            play.desk.leaves(begin, begin + 3), play.desk.ledger.read(begin, begin + 3), strict=True
        )
    }
    assert seen == {(1024, "", 8)}


def test_every_forgery_was_refused(played: tuple[Play, list[Scene]]) -> None:
    """One changed bit, one borrowed name, one key the desk made itself."""
    refused = [line for scene in played[1] for line in scene.refused]
    assert len(refused) == 3
    assert "party-a's signature" in refused[1]
    assert "party-a's own keys" in refused[2]


def test_each_party_keeps_what_it_sent_and_the_receipt(played: tuple[Play, list[Scene]]) -> None:
    """For everything a party sent there are the signed bytes and a receipt."""
    home: Path = played[0].home
    for party, count in ((A, 2), (B, 3), (C, 1)):
        sent = {p.stem for p in (home / party / "outbox").glob("*.submission")}
        kept = {p.stem for p in (home / party / "receipts").glob("*.receipt")}
        assert (len(sent), sent) == (count, kept)


def test_a_desk_that_goes_round_its_own_gate_is_found_out(
    played: tuple[Play, list[Scene]],
) -> None:
    """A forged claim "by A" written straight into the store fails C's verification at its entry."""
    desk, ledger = played[0].desk, played[0].desk.ledger
    sender = played[0]._parties[A]
    seen = ledger.seen()
    record = Claimed(incident="x", question="what", stance="admits", statement="It was us.")
    payload = write_payload(
        Payload(
            log=desk.log, seen=seen, nonce=b64encode(b"n" * 16).decode(),
            body=type(NO_BODY)(write_record(record)),
        )
    )  # fmt: skip
    forged = Envelope(
        payload=payload,
        payload_type=ENTRY,
        keyid=sender.key.key_name,
        signature=desk._key.sign(pae(payload, ENTRY)),
    )
    envelope = write_envelope(forged)
    index = ledger.size
    leaf = write_leaf(envelope, desk.clock.now() + 10_000)
    ledger._tree.append(leaf_hash(leaf))
    checkpoint = Checkpoint(desk.log, index + 1, ledger._tree.root())
    signed = Signed(index + 1, checkpoint.root, sign_checkpoint(checkpoint, ledger._signer))
    row = Row(index, desk.clock.now() + 10_000, leaf, leaf_hash(leaf), b"\x00" * 32)
    ledger._store.commit([row], signed)
    ledger._size, ledger._newest = index + 1, signed
    with pytest.raises(NotProven, match="party-a's signature") as caught:
        verify_export(MemoryFiles(dict(export_files(ledger, ()))), desk.verifier)
    assert caught.value.at == f"entry {index}"
    with pytest.raises(NotProven):
        sender.catch_up()
