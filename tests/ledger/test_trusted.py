"""Replay reads without checking again; what it reads is what the checking reader reads."""

from __future__ import annotations

import pytest

from parley.errors import BadInput
from parley.ledger.draft import read_statement, trust_statement
from parley.ledger.dsse import read_envelope, trust_envelope
from parley.ledger.leaf import read_leaf, read_payload, trust_leaf, trust_payload
from parley.ledger.sealing import open_box
from parley.record.answer import Received
from parley.record.incident import Claimed
from parley.record.kinds import Record
from parley.record.values.place import Place
from tests.ledger.desks import Bench

OPEN = Claimed(incident="i", question="what", stance="asserts", statement="So it was.")
APART = Claimed(
    incident="i", question="what", stance="asserts", statement="There.", place=Place(written="here")
)
CLOSED = Received(notice="sha256:" + "a" * 64, party="south")


@pytest.mark.parametrize("record", [OPEN, APART, CLOSED], ids=["open", "apart", "closed"])
def test_a_trusted_leaf_and_payload_read_as_the_checked_ones(record: Record) -> None:
    """For every form of an entry both readers agree on the leaf and on what was signed."""
    desk = Bench().found()
    raw = desk.act(desk.south, record, desk.north).leaf
    leaf = read_leaf(raw)
    assert leaf == trust_leaf(raw)
    assert read_payload(leaf.envelope.payload) == trust_payload(leaf.envelope.payload)


def test_a_trusted_statement_reads_as_the_checked_one() -> None:
    """Inside a sealed part both readers agree on the envelope and on the statement in it."""
    desk = Bench().found()
    raw = desk.act(desk.south, CLOSED, desk.north).leaf
    commitment = trust_payload(read_leaf(raw).envelope.payload).commit["body"]
    shelf = desk.ledger.part(commitment)
    assert shelf is not None
    key = desk.desk.seal.unwrap(shelf.wraps[desk.desk.seal.name])
    content = open_box("body", shelf.box, key, commitment)
    envelope = read_envelope(content)
    assert envelope == trust_envelope(content)
    assert read_statement(envelope.payload) == trust_statement(envelope.payload)


@pytest.mark.parametrize("trust", [trust_envelope, trust_statement])
def test_what_is_no_envelope_or_statement_is_refused_even_when_trusted(trust: object) -> None:
    """Trust leaves out the comparison of spellings, not the refusal of what is something else."""
    assert callable(trust)
    for raw in (b"", b"[]", b'{"payload":1}', b"\xff"):
        with pytest.raises(BadInput):
            trust(raw)
