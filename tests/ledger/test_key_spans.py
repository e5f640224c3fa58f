"""A key counts from the entry after its registration up to the entry that ends it, for ever."""

from __future__ import annotations

from base64 import b64decode
from queue import SimpleQueue
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.errors import KeyRefused, NotProven, Refusal
from parley.ledger import Key, KeyRing
from parley.ledger.admission import Gate, admit, open_statement
from parley.ledger.checks.audit import Walk
from parley.ledger.dsse import write_envelope
from parley.ledger.ticket import Ticket
from parley.ledger.tlog import Tree
from parley.record.entry import write_record
from parley.record.kinds import Record
from parley.record.log import Noted
from parley.record.roster import ActorRegistered, KeyRevoked
from tests.ledger.desks import LOG, Bench, Holder
from tests.ledger.forging import Closed, enter_unchecked, open_payload, past, refused, signed

SECOND, THIRD = Holder("north", officer="2"), Holder("north", officer="3")


def actor(name: str) -> ActorRegistered:
    return ActorRegistered(actor=name, name=name, standing="other")


BOUND = ("party", "guarantor")


def _span(bench: Bench, holder: Holder) -> list[int]:
    """The entries at which a key counts."""
    ring = bench.ledger.ring
    return [i for i in range(bench.ledger.size + 2) if ring.find(holder.key_name, i)]


def _refused(bench: Bench, who: Holder, record: Record, words: str) -> None:
    refused(bench, bench.draft(record).signed_by(who), KeyRefused, words)


def test_a_key_rotates_by_its_own_hand(bench: Bench) -> None:
    """Only the old key rotates itself, and the new one counts from the next entry."""
    for by in (bench.desk, bench.south):
        _refused(bench, by, SECOND.rotation(bench.north), "rotated by its own holder")
    _refused(bench, SECOND, SECOND.rotation(bench.north), "a registered key that counts now")
    assert 7 == bench.act(bench.north, SECOND.rotation(bench.north)).index
    assert ([5, 6, 7], [8, 9]) == (_span(bench, bench.north), _span(bench, SECOND))
    _refused(bench, bench.north, actor("a"), "a registered key that counts now")
    bench.act(SECOND, actor("a"))
    _refused(bench, SECOND, THIRD.rotation(bench.north), "rotated by its own holder")
    assert 9 == bench.verify().size


def test_one_officer_does_not_rotate_another(bench: Bench) -> None:
    """A signing key is rotated by itself only, not by a colleague's key of the same actor."""
    bench.act(bench.north, SECOND.registration())
    _refused(bench, SECOND, THIRD.rotation(bench.north), "the old key to sign its own rotation")


@pytest.mark.parametrize("why", ["retired", "compromised", "suspended"])
def test_a_holder_ends_its_key_at_once(bench: Bench, why: str) -> None:
    """After the entry that ends it the key signs nothing, and what it signed before stands."""
    bench.act(bench.north, actor("before"))
    record = KeyRevoked(key=bench.north.key_name, why=why)  # type: ignore[arg-type]  # of three words
    assert 8 == bench.act(bench.north, record).index
    assert 8 == _span(bench, bench.north)[-1]
    _refused(bench, bench.north, actor("after"), "a registered key that counts now")
    _refused(bench, bench.desk, record, "a key that counts now, got one that does not")
    assert 9 == bench.verify().size


def test_who_may_end_whose_key(bench: Bench) -> None:
    """The desk may suspend a key and do nothing else to it; others do nothing to it at all."""
    key = bench.north.key_name
    for by, why in (
        (bench.desk, "retired"),
        (bench.desk, "compromised"),
        (bench.south, "suspended"),
        (bench.importer, "suspended"),
    ):
        record = KeyRevoked(key=key, why=why)  # type: ignore[arg-type]  # of three words
        _refused(bench, by, record, "the holder to end a key, or the desk to suspend it")
    own = KeyRevoked(key=bench.desk.key_name, why="suspended")
    _refused(bench, bench.desk, own, "expected the desk to rotate its signing key, not to end it")
    unknown = KeyRevoked(key=THIRD.key_name, why="suspended")
    _refused(bench, bench.desk, unknown, "a key that counts now, got one that does not")
    bench.act(bench.desk, KeyRevoked(key=key, why="suspended"))
    assert 7 == _span(bench, bench.north)[-1]


def test_the_desk_rotates_and_goes_on(bench: Bench) -> None:
    """The desk's own key rotates like any other, and the new one enters the next entries."""
    successor = Holder("desk", "desk", officer="2")
    bench.act(bench.desk, successor.rotation(bench.desk))
    _refused(bench, bench.desk, actor("a"), "a registered key that counts now")
    bench.act(successor, actor("a"))
    bench.reopen()
    assert 9 == bench.verify().size


def test_a_statement_is_judged_where_it_stands(bench: Bench) -> None:
    """Whoever opens a sealed entry judges its author's key at that entry, not by what follows."""
    made = Closed(bench, Noted(text="on watch"), bench.north, bench.south)
    receipt = bench.ledger.submit(made.submission())
    bench.act(bench.north, KeyRevoked(key=bench.north.key_name, why="compromised"))
    payload = next(bench.ledger.read(receipt.index)).payload
    content = write_envelope(made.inner())
    ring = bench.ledger.ring
    key, body = open_statement(content, payload, ring, receipt.index)
    assert ("north", write_record(Noted(text="on watch"))) == (key.actor, body)
    assert "north" == open_statement(content, payload, ring, receipt.index + 1)[0].actor
    for index in (2, 4, receipt.index + 2, 1_000):
        with pytest.raises(KeyRefused, match="a statement by a registered key"):
            open_statement(content, payload, ring, index)


def test_an_entry_at_the_end_of_a_key_is_the_last() -> None:
    """A desk that logs one entry more by an ended key is found out by every outsider."""
    bench = Bench().found()
    late = signed(open_payload(bench, write_record(actor("late"))), bench.north)
    bench.act(bench.north, KeyRevoked(key=bench.north.key_name, why="compromised"))
    assert 8 == bench.verify().size
    enter_unchecked(bench, late)
    with pytest.raises(NotProven, match="a key that counted here") as caught:
        bench.verify()
    assert "entry 8" == caught.value.at


@pytest.mark.parametrize("split", [1, 3], ids=["the next group", "the same group"])
def test_a_key_that_ends_while_an_entry_waits_signs_nothing(split: int) -> None:
    """An entry that was let through before its key ended, and is placed after, is refused."""
    bench = Bench().found()
    waiting = [
        bench.draft(actor("late")).signed_by(bench.north),
        bench.draft(Noted(text="late"), bench.south).signed_by(bench.north),
    ]
    gate = Gate(
        LOG,
        bench.ledger.ring,
        bench.custody,
        lambda: bench.ledger.size,
        lambda size: b64decode(past(bench, size).root),
    )
    ending = bench.draft(KeyRevoked(key=bench.north.key_name, why="compromised"))
    waiting = [ending.signed_by(bench.north), *waiting]
    tickets = [Ticket(admit(raw, gate), SimpleQueue()) for raw in waiting]
    bench.ledger._line.see_through(tickets[:split], bench.ledger._write_group)
    bench.ledger._line.see_through(tickets[split:], bench.ledger._write_group)
    ended = "expected a key that counts now, got one that has ended"
    assert [None, ended, ended] == [t.fault and t.fault.sentence for t in tickets]
    assert 8 == bench.verify().size


def _some_act(draw: st.DrawFn, holders: list[Holder]) -> tuple[Holder, Record]:
    """Any key act by anybody about anybody, lawful or not."""
    by, one, other = (draw(st.sampled_from(holders)) for _ in range(3))
    match draw(st.integers(0, 3)):
        case 0:
            return by, one.registration(*draw(st.lists(st.sampled_from(holders), max_size=2)),
                                        quorum=draw(st.integers(1, 2)))  # fmt: skip
        case 1:
            return by, one.rotation(other)
        case 2:
            return by, KeyRevoked(key=one.key_name, why=draw(st.sampled_from(
                ["retired", "suspended"])))  # fmt: skip
        case _:
            return by, one.sealing()


@st.composite
def _acts(draw: st.DrawFn) -> list[tuple[Holder, Record]]:
    holders = [
        Holder("desk", "desk"), Holder("desk", "desk", officer="2"), Holder("north"), SECOND,
        Holder("south"), Holder("sham", "guarantor"), Holder("crier", "monitor"),
    ]  # fmt: skip
    return [_some_act(draw, holders) for _ in range(draw(st.integers(1, 14)))]


def _keys(ring: KeyRing, size: int) -> list[Key]:
    uses: tuple[Literal["sign", "seal"], ...] = ("sign", "seal")
    return [key for who in ring.actors() for use in uses for key in ring.of(who, use, size)]


@settings(max_examples=60)
@given(_acts(), st.booleans())
def test_everybody_arrives_at_the_same_keys(
    acts: list[tuple[Holder, Record]], founded: bool
) -> None:
    """Whatever is tried, the writer, a restart and an outsider's walk agree on every key."""
    bench = Bench()
    if founded:
        bench.found()
    else:
        bench.act(bench.desk, bench.desk.registration())
        bench.act(bench.desk, bench.desk.sealing())
    for by, record in acts:
        try:
            bench.act(by, record)
        except Refusal:
            continue
    size = bench.ledger.size
    walking = Walk(LOG, Tree(bench.ledger.hashes(level=0, first=0, count=size)))
    for row in bench.ledger.rows(0, size):
        walking.take(row.leaf)
    held = _keys(bench.ledger.ring, size)
    assert held == _keys(walking.ring, size)
    assert held == _keys(bench.reopen().ledger.ring, size)
    bound = [who for who in walking.ring.actors() if walking.ring.standing(who) in BOUND]
    assert 1 != len(bound)  # nobody is ever in on the desk's word alone
