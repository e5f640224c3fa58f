"""Nobody is in on the desk's word alone, and nobody's name can be taken over."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from parley.errors import KeyRefused
from parley.record.log import Noted
from parley.record.roster import (
    ActorRegistered,
    Countersignature,
    KeyRegistered,
    KeyRevoked,
)
from tests.ledger.desks import Bench, Holder, countersigned
from tests.ledger.forging import refused

VOUCHER = "expected another party or guarantor to countersign a party's first key, got none"
WEST, EAST = Holder("west"), Holder("east")
SHAM, SHAM_TOO = Holder("sham", "guarantor"), Holder("sham-too", "guarantor")
CRIER = Holder("crier", "monitor")


@pytest.fixture
def begun() -> Bench:
    """A log with a desk, and nobody else yet."""
    bench = Bench()
    bench.act(bench.desk, bench.desk.registration())
    bench.act(bench.desk, bench.desk.sealing())
    return bench


def _refused(bench: Bench, record: KeyRegistered, words: str, by: Holder | None = None) -> None:
    raw = bench.draft(record).signed_by(by or bench.desk)
    refused(bench, raw, KeyRefused, words)


def _counts(bench: Bench, *holders: Holder) -> list[bool]:
    ring, size = bench.ledger.ring, bench.ledger.size
    return [ring.find(holder.key_name, size) is not None for holder in holders]


def _signed_by_another(record: KeyRegistered, holder: Holder, forger: Holder) -> KeyRegistered:
    """A countersignature in one's name that another made."""
    made = countersigned(record, forger).countersigned[-1]
    forged = structs.replace(made, key=holder.key_name)
    return structs.replace(record, countersigned=(*record.countersigned, forged))


def _copied(record: KeyRegistered, other: KeyRegistered) -> KeyRegistered:
    """The countersignatures under another registration."""
    return structs.replace(record, countersigned=other.countersigned)


def test_two_stand_for_each_other_at_the_founding(begun: Bench) -> None:
    """Neither counts until both are entered; then both do, from the next entry."""
    begun.act(begun.desk, begun.north.registration(begun.south))
    assert [False, False] == _counts(begun, begun.north, begun.south)
    for record in (begun.north.sealing(), ActorRegistered(actor="a", name="a", standing="other")):
        raw = begun.draft(record).signed_by(begun.north)
        refused(begun, raw, KeyRefused, "a registered key that counts now")
    note = begun.draft(Noted(text="x")).signed_by(begun.north)
    refused(begun, note, KeyRefused, "a statement by a registered key")
    begun.act(begun.desk, begun.south.registration(begun.north))
    assert [True, True] == _counts(begun, begun.north, begun.south)
    assert 4 == begun.act(begun.north, begun.north.sealing()).index
    assert 5 == begun.verify().size


def test_whoever_counts_can_vouch_for_the_next(bench: Bench) -> None:
    """After the founding one countersignature by a party or guarantor is enough, and is needed."""
    bench.act(bench.desk, WEST.registration(bench.south))
    bench.act(bench.desk, SHAM.registration(WEST))
    bench.act(bench.desk, EAST.registration(SHAM))
    assert [True] * 3 == _counts(bench, WEST, SHAM, EAST)


ALONE: dict[str, Callable[[Bench], KeyRegistered]] = {
    "with nobody": lambda b: WEST.registration(),
    "with the desk itself": lambda b: WEST.registration(b.desk),
    "with the importer": lambda b: WEST.registration(b.importer),
    "with itself": lambda b: WEST.registration(WEST),
    "with a stranger": lambda b: WEST.registration(EAST),
    "with a stranger and the desk": lambda b: WEST.registration(EAST, b.desk, b.importer),
    "with a stranger who never signed": lambda b: _signed_by_another(
        WEST.registration(), EAST, b.desk
    ),
    "with a party's name under the desk's signature": lambda b: _signed_by_another(
        WEST.registration(), b.south, b.desk
    ),
    "with a party's sealing key": lambda b: structs.replace(
        WEST.registration(),
        countersigned=(
            Countersignature(key=b.south.seal.name, signature=b64encode(bytes(64)).decode()),
        ),
    ),
    "with what a party signed for another": lambda b: _copied(
        WEST.registration(), EAST.registration(b.south)
    ),
    "with what a party signed for another quorum": lambda b: _copied(
        WEST.registration(), WEST.registration(b.south, quorum=2)
    ),
}


@pytest.mark.parametrize("name", ALONE)
def test_the_desk_alone_lets_nobody_in(bench: Bench, name: str) -> None:
    """After the founding a first key without another party's real countersignature is refused."""
    _refused(bench, ALONE[name](bench), VOUCHER)
    guarantor = structs.replace(SHAM.registration(), countersigned=ALONE[name](bench).countersigned)
    _refused(bench, guarantor, VOUCHER)


def test_an_invented_guarantor_vouches_for_nobody(bench: Bench) -> None:
    """Two shams cannot stand for each other once a founding is over, in whichever order."""
    _refused(bench, SHAM.registration(SHAM_TOO), VOUCHER)
    _refused(bench, SHAM_TOO.registration(SHAM), VOUCHER)
    _refused(bench, WEST.registration(SHAM), VOUCHER)


@pytest.mark.parametrize("why", ["compromised", "suspended"])
def test_a_key_that_ended_vouches_for_nobody(bench: Bench, why: str) -> None:
    """A countersignature by a key that has ended is worth nothing, though it was made before."""
    record = WEST.registration(bench.south)
    ended = KeyRevoked(key=bench.south.key_name, why=why)  # type: ignore[arg-type]  # of three words
    bench.act(bench.desk if why == "suspended" else bench.south, ended)
    _refused(bench, record, VOUCHER)


def test_a_monitor_needs_no_voucher_and_gives_none(bench: Bench) -> None:
    """The desk enters monitors by itself, and what they stand for does not count."""
    bench.act(bench.desk, CRIER.registration())
    assert [True] == _counts(bench, CRIER)
    _refused(bench, WEST.registration(CRIER), VOUCHER)


def test_a_key_that_waited_at_the_founding_never_counts_later(begun: Bench) -> None:
    """A second key for a party, kept waiting for a sham guarantor, is dropped at the founding."""
    twin = Holder("north", officer="twin")
    begun.act(begun.desk, twin.registration(SHAM))
    begun.act(begun.desk, begun.north.registration(begun.south))
    begun.act(begun.desk, begun.south.registration(begun.north))
    _refused(begun, SHAM.registration(twin), VOUCHER)
    _refused(begun, twin.registration(begun.south), "1 of north's own keys to stand for a new one")
    assert [False, True, True] == _counts(begun, twin, begun.north, begun.south)


def test_whoever_waited_in_vain_starts_anew(begun: Bench) -> None:
    """A founding is over for those who were not in it: nothing of theirs is left behind."""
    begun.act(begun.desk, Holder("west", "guarantor", officer="first").registration(EAST))
    begun.act(begun.desk, begun.north.registration(begun.south))
    begun.act(begun.desk, begun.south.registration(begun.north))
    begun.act(begun.desk, WEST.registration(begun.north))
    assert [True] == _counts(begun, WEST)


def test_at_the_founding_only_two_of_different_actors_count(begun: Bench) -> None:
    """Two keys of one actor, one key for itself, and a ring of three never found anything."""
    twin = Holder("north", officer="twin")
    begun.act(begun.desk, begun.north.registration(twin))
    begun.act(begun.desk, twin.registration(begun.north))
    _refused(begun, WEST.registration(WEST), VOUCHER)
    for one, other in ((WEST, EAST), (EAST, SHAM), (SHAM, WEST)):
        begun.act(begun.desk, one.registration(other))
    assert [False] * 5 == _counts(begun, begun.north, twin, WEST, EAST, SHAM)
    begun.act(begun.desk, EAST.registration(WEST))
    assert [False, False, True, True, False] == _counts(begun, begun.north, twin, WEST, EAST, SHAM)


def test_at_the_founding_a_forged_countersignature_does_not_count(begun: Bench) -> None:
    """A registration in which another made the countersignature waits for ever."""
    forged = _signed_by_another(WEST.registration(), EAST, begun.desk)
    begun.act(begun.desk, forged)
    begun.act(begun.desk, EAST.registration(WEST))
    assert [False, False] == _counts(begun, WEST, EAST)
    begun.act(begun.desk, WEST.registration(EAST))
    assert [True, True] == _counts(begun, WEST, EAST)


def test_whoever_waits_keeps_its_standing(begun: Bench) -> None:
    """A key that waits binds its actor's standing: no importer is slipped under its name."""
    begun.act(begun.desk, begun.north.registration(begun.south))
    for standing in ("guarantor", "importer", "monitor"):
        twin = Holder("north", standing, officer="twin")
        _refused(begun, twin.registration(begun.south), "expected north to keep its standing")


def test_a_standing_never_changes(bench: Bench) -> None:
    """Neither desk nor party turns a party into anything else, nor anything else into a party."""
    for standing in ("guarantor", "importer", "monitor", "desk"):
        twin = Holder("north", standing, officer="twin")
        for by in (bench.desk, bench.north):
            _refused(bench, twin.registration(bench.north), "to keep its standing", by)
    twin = Holder("case-importer", "party", officer="twin")
    _refused(bench, twin.registration(bench.north), "expected case-importer to keep its standing")


def test_there_is_one_desk(bench: Bench) -> None:
    """No second actor becomes a desk, whoever stands for it."""
    rival = Holder("rival", "desk")
    record = rival.registration(bench.north, bench.south, bench.desk)
    _refused(bench, record, "expected one desk, got a second")
    bench.act(bench.desk, Holder("desk", "desk", officer="2").registration())


def test_a_first_key_is_entered_by_the_desk(bench: Bench) -> None:
    """A party cannot bring in a party by itself, though it may vouch for one."""
    for by in (bench.north, bench.importer):
        _refused(bench, WEST.registration(bench.north), "to be entered by the desk", by)
    _refused(bench, WEST.sealing(), "expected west to register a signing key first")


TAKEOVERS: dict[str, Callable[[Bench, Holder], KeyRegistered]] = {
    "with the other party's help": lambda b, twin: twin.registration(b.south),
    "with the key that has ended": lambda b, twin: twin.registration(b.north),
    "with everybody's help": lambda b, twin: twin.registration(b.south, b.importer, b.desk),
}


@pytest.mark.parametrize("name", TAKEOVERS)
@pytest.mark.parametrize("why", ["suspended", "retired"])
def test_a_silenced_party_is_not_replaced(bench: Bench, name: str, why: str) -> None:
    """After a party's last key has ended nobody else gives it a new one: it needs another name."""
    ended = KeyRevoked(key=bench.north.key_name, why=why)  # type: ignore[arg-type]  # of three words
    bench.act(bench.desk if why == "suspended" else bench.north, ended)
    twin = Holder("north", officer="twin")
    own = "expected 1 of north's own keys to stand for a new one, got 0"
    _refused(bench, TAKEOVERS[name](bench, twin), own)
    _refused(bench, _copied(twin.sealing(), twin.registration(bench.south)), own)
    reborn = Holder("north-again")
    bench.act(bench.desk, reborn.registration(bench.south))
    assert [False, True] == _counts(bench, twin, reborn)


def _twins(count: int) -> list[Holder]:
    return [Holder("north", officer=str(n)) for n in range(count)]


@given(st.integers(1, 3), st.lists(st.integers(0, 3), min_size=1, max_size=4), st.booleans())
def test_a_later_key_needs_the_quorum_of_its_own(
    quorum: int, supports: list[int], suspended: bool
) -> None:
    """It counts exactly when as many of the actor's keys stand for it as the first key asked for.

    Until that many were ever held, all of them; and a suspension never lowers the number.
    """
    bench = Bench()
    bench.act(bench.desk, bench.desk.registration())
    bench.act(bench.desk, bench.north.registration(bench.south, quorum=quorum))
    bench.act(bench.desk, bench.south.registration(bench.north))
    held, ever = [bench.north], 1
    for twin, support in zip(_twins(4), supports, strict=False):
        raw = bench.draft(twin.registration(*held[:support], bench.south)).signed_by(bench.desk)
        if min(support, len(held)) >= min(quorum, ever):
            bench.ledger.submit(raw)
            held, ever = [*held, twin], ever + 1
        else:
            refused(bench, raw, KeyRefused, "own keys to stand for a new one")
        if suspended and len(held) > 1:
            bench.act(bench.desk, KeyRevoked(key=held.pop().key_name, why="suspended"))
    assert bench.ledger.size == bench.verify().size


def test_a_key_stands_for_another_once(bench: Bench) -> None:
    """Signing the entry and countersigning it, or countersigning twice, is one key's word."""
    west, second = WEST, Holder("west", officer="2")
    bench.act(bench.desk, west.registration(bench.south, quorum=2))
    bench.act(west, second.registration())
    third = Holder("west", officer="3").registration(west, west)
    for by in (west, bench.desk):
        _refused(bench, third, "expected 2 of west's own keys to stand for a new one, got 1", by)
    for record, by in ((west.sealing(), west), (second.sealing(), second)):
        _refused(bench, record, "expected 2 of west's own keys", by)
    bench.act(west, countersigned(third, second))
    bench.act(west, countersigned(west.sealing(), second))
    assert bench.ledger.size == bench.verify().size


def test_a_quorum_is_not_walked_around(bench: Bench) -> None:
    """Neither a later key's own quorum nor a rotation of the sealing key gets past the first's."""
    second = Holder("west", officer="2")
    bench.act(bench.desk, WEST.registration(bench.south, quorum=2))
    _refused(bench, second.registration(WEST, quorum=2), "a quorum on an actor's first key only")
    bench.act(WEST, second.registration())
    bench.act(WEST, countersigned(WEST.sealing(), second))
    other = Holder("west", officer="3")
    rotation = structs.replace(
        other.rotation(WEST),
        old=WEST.seal.name,
        key=b64encode(other.seal.public).decode(),
        possession=None,
    )
    raw = bench.draft(rotation).signed_by(WEST)
    refused(bench, raw, KeyRefused, "expected a quorum to register a new sealing key")
