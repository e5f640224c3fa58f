"""A ledger folder is opened by its own log's key and by one writer; readers take nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.errors import Damaged, NotAdmitted
from parley.ledger import open_ledger
from parley.ledger.tlog import Signer
from parley.record.roster import ActorRegistered
from tests.ledger.desks import LOG, Bench

ACTOR = ActorRegistered(actor="a", name="a", standing="other")


@pytest.fixture
def lying(tmp_path: Path) -> Bench:
    """A founded desk, closed."""
    bench = Bench(tmp_path / "desk").found()
    bench.ledger.close()
    return bench


@pytest.mark.parametrize(
    "signer",
    [Signer(LOG, seed=b"\x02" * 32), Signer("parley.example/other", seed=b"\x01" * 32)],
    ids=["another key", "another name"],
)
def test_another_logs_key_opens_nothing(lying: Bench, signer: Signer) -> None:
    """Going on under another key or name would make a log that nobody can verify: refused."""
    right, lying.signer = lying.signer, signer
    with pytest.raises(Damaged, match="expected"):
        lying._open(create=False)
    lying.signer = right
    lying.ledger = lying._open(create=False)
    assert 7 == lying.act(lying.desk, ACTOR).index
    assert 8 == lying.verify().size
    lying.ledger.close()


def test_a_reader_beside_the_writer_takes_nothing(lying: Bench) -> None:
    """A ledger opened for reading answers every question and refuses every submission."""
    assert lying.folder is not None
    reading = open_ledger(
        lying.folder, signer=lying.signer, custody=lying.custody, now=lambda: 0, reading=True
    )
    raw = lying.draft(ACTOR).signed_by(lying.desk)
    with pytest.raises(NotAdmitted, match="a ledger opened for reading"):
        reading.submit(raw)
    assert (7, lying.signer.verifier) == (reading.size, reading.verifier)
    assert 7 == len(list(reading.read()))
    reading.close()
