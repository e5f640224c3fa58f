"""Sending again is always harmless: the same bytes have one place, whatever happened since."""

from __future__ import annotations

import threading

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.errors import BadInput, KeyRefused, NotAdmitted
from parley.ledger.draft import Submission
from parley.record.correction import Erased
from parley.record.log import Noted
from parley.record.roster import ActorRegistered, KeyRevoked
from tests.ledger.desks import Bench, Holder


def actor(name: str) -> ActorRegistered:
    return ActorRegistered(actor=name, name=name, standing="other")


def _assorted(bench: Bench) -> list[bytes]:
    """Open and sealed entries by several authors, all drafted at once."""
    return [
        bench.draft(actor("a")).signed_by(bench.desk),
        bench.draft(Noted(text="sealed one"), bench.south).signed_by(bench.north),
        bench.draft(actor("b")).signed_by(bench.importer),
        bench.draft(Noted(text="sealed two"), bench.north).signed_by(bench.south),
        bench.draft(actor("b")).signed_by(bench.importer),
    ]


@settings(max_examples=25)
@given(st.lists(st.lists(st.integers(0, 4), max_size=6), max_size=5), st.booleans())
def test_each_submission_has_one_place(groups: list[list[int]], reopened: bool) -> None:
    """However often, in whatever groups, before and after a restart: the same leaf and index."""
    bench = Bench().found()
    every = _assorted(bench)
    first: dict[int, tuple[int, bytes]] = {}
    for group in groups:
        for which, receipt in zip(
            group, bench.ledger.submit_many([every[n] for n in group]), strict=True
        ):
            place = (7 + len(first), receipt.leaf)
            assert first.setdefault(which, place) == (receipt.index, receipt.leaf)
        if reopened:
            bench.reopen()
    assert 7 + len(first) == bench.ledger.size == bench.verify().size


def test_a_retry_after_a_restart_is_answered(bench: Bench) -> None:
    """The first receipts come back from the stored log as well, byte for byte."""
    every = _assorted(bench)
    before = [bench.ledger.submit(raw) for raw in every]
    bench.reopen()
    after = bench.ledger.submit_many(every[::-1])[::-1]
    assert before == after
    assert 12 == bench.ledger.size


def test_a_retry_may_be_spelled_otherwise_around_the_envelope(bench: Bench) -> None:
    """The signed envelope is what is the same; blanks around it and a lost part do not matter."""
    raw = bench.draft(Noted(text="on watch"), bench.south).signed_by(bench.north)
    receipt = bench.ledger.submit(raw)
    bare = msgspec.json.encode(Submission(env=msgspec.json.decode(raw, type=Submission).env))
    for again in (b" " + raw + b"\n", bare):
        assert receipt == bench.ledger.submit(again)


def test_the_same_words_again_are_another_entry(bench: Bench) -> None:
    """Saying a thing twice is two acts; only the same bytes are one."""
    one, two = (bench.act(bench.desk, actor("a")) for _ in range(2))
    assert (7, 8) == (one.index, two.index)


def test_many_threads_with_one_submission_get_one_place(bench: Bench) -> None:
    """Threads that send the same and different bytes at once agree on every place."""
    every, found = _assorted(bench), [set[tuple[int, bytes]]() for _ in range(5)]

    def send(which: int) -> None:
        receipt = bench.ledger.submit(every[which])
        found[which].add((receipt.index, receipt.leaf))

    threads = [threading.Thread(target=send, args=(n % 5,)) for n in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert [1] * 5 == [len(places) for places in found]
    assert set(range(7, 12)) == {index for places in found for index, _ in places}
    assert 12 == bench.verify().size


def test_a_retry_is_answered_after_its_key_has_ended(bench: Bench) -> None:
    """Whoever rotates or ends a key and loses the answer asks again, with that key, and gets it."""
    late = [
        bench.draft(actor("a")).signed_by(bench.north),
        bench.draft(Noted(text="sealed"), bench.south).signed_by(bench.north),
    ]
    before = bench.ledger.submit_many(late)
    successor = Holder("north", officer="2")
    rotation = bench.draft(successor.rotation(bench.north)).signed_by(bench.north)
    revocation = bench.draft(KeyRevoked(key=bench.south.key_name, why="retired")).signed_by(
        bench.south
    )
    ends = bench.ledger.submit_many([rotation, revocation])
    again = bench.ledger.submit_many([*late, rotation, revocation])
    assert [7, 8, 9, 10] == [receipt.index for receipt in again]
    assert [*before, *ends] == again
    with pytest.raises(KeyRefused, match="a registered key that counts now"):
        bench.act(bench.north, actor("b"))


def test_a_retry_does_not_bring_a_key_back(bench: Bench) -> None:
    """The registration of a key that was suspended changes nothing when it is sent again."""
    west = Holder("west")
    registration = bench.draft(west.registration(bench.south)).signed_by(bench.desk)
    assert 7 == bench.ledger.submit(registration).index
    bench.act(bench.desk, KeyRevoked(key=west.key_name, why="suspended"))
    fresh = bench.draft(actor("a")).signed_by(bench.desk)
    again = bench.ledger.submit_many([registration, fresh, registration])
    assert [7, 9, 7] == [receipt.index for receipt in again]
    assert bench.ledger.ring.find(west.key_name, bench.ledger.size) is None
    with pytest.raises(KeyRefused, match="a registered key that counts now"):
        bench.act(west, actor("b"))


def test_a_retry_does_not_bring_an_erased_part_back(bench: Bench) -> None:
    """The submission of an erased part is answered with its place, and the part stays erased."""
    sealed = bench.draft(Noted(text="sealed"), bench.south).signed_by(bench.north)
    receipt = bench.ledger.submit(sealed)
    commitment = bench.last().payload.commit["body"]
    bench.act(bench.desk, Erased(record=receipt.digest, entry=7, part="body", why="asked for"))
    for reopened in (False, True):
        if reopened:
            bench.reopen()
        fresh = bench.draft(actor(f"a{int(reopened)}")).signed_by(bench.desk)
        indexes = [r.index for r in bench.ledger.submit_many([sealed, fresh, sealed])]
        assert [7, 9 + reopened, 7] == indexes
        assert bench.ledger.part(commitment) is None


def test_one_refusal_strands_nobody(bench: Bench) -> None:
    """Of several sent together the good ones are logged, and then the first fault is raised."""
    good = [bench.draft(actor(name)).signed_by(bench.desk) for name in "abc"]
    wrong = bench.draft(actor("w")).signed_by(Holder("stranger"))
    with pytest.raises(BadInput, match="expected a submission"):
        bench.ledger.submit_many([good[0], b"noise", good[1], wrong, good[2]])
    assert 10 == bench.ledger.size
    assert [7, 8, 9] == [receipt.index for receipt in bench.ledger.submit_many(good)]


def test_whoever_is_entitled_decides_in_the_order_of_the_log(bench: Bench) -> None:
    """The rule above the ledger is asked for each new entry once, and its refusal is the answer."""
    asked: list[str] = []

    def rule(record: object, author: str, ring: object, readers: frozenset[str]) -> None:
        asked.append(author)
        if isinstance(record, ActorRegistered) and record.actor == "b":
            raise NotAdmitted("expected another actor, got b")

    bench.rule = rule
    bench.reopen()
    every = _assorted(bench)
    with pytest.raises(NotAdmitted, match="expected another actor, got b"):
        bench.ledger.submit_many([*every, every[0]])
    assert ["desk", "north", "case-importer", "south", "case-importer"] == asked
    assert 10 == bench.ledger.size


def test_a_fault_nobody_foresaw_stops_the_log_and_leaves_nobody_waiting(bench: Bench) -> None:
    """A rule that breaks down ends the writing; all who wait are answered; the record stands."""

    def rule(record: object, author: str, ring: object, readers: frozenset[str]) -> None:
        if author == "north":
            raise ZeroDivisionError

    bench.rule = rule
    bench.reopen()
    every = _assorted(bench)
    answers: list[str] = []

    def send(raw: bytes) -> None:
        try:
            bench.ledger.submit(raw)
        except Exception as fault:  # whatever comes, it has to come
            answers.append(type(fault).__name__)
        else:
            answers.append("logged")

    threads = [threading.Thread(target=send, args=(raw,)) for raw in every]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert 5 == len(answers)
    assert 1 == answers.count("ZeroDivisionError")
    logged = answers.count("logged")
    bench.rule = None
    bench.reopen()
    assert 7 + logged == bench.ledger.size == bench.verify().size
    assert {7, 8, 9, 10, 11} == {r.index for r in bench.ledger.submit_many(every)}
