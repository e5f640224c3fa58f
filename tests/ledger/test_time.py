"""Ledger time only grows, and an envelope that was held back says so for ever."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.ledger.log import Ledger
from parley.ledger.logged import LATE_AFTER_MS
from parley.record.log import Noted
from parley.record.roster import ActorRegistered
from tests.ledger.desks import Bench

HOUR = 3_600_000
START = 1_800_000_000_000


def _set(bench: Bench, *times: int) -> None:
    """Let the desk's clock show these, one reading after the other, and then stand still."""
    bench.clock = itertools.chain(times, itertools.repeat(times[-1]))


def _times(ledger: Ledger) -> list[int]:
    return [logged.rx for logged in ledger.read()]


def _act(bench: Bench, name: str = "a") -> int:
    return bench.act(bench.desk, ActorRegistered(actor=name, name=name, standing="other")).rx


@settings(max_examples=40)
@given(st.lists(st.integers(START - 2 * HOUR, START + 2 * HOUR), min_size=1, max_size=8))
def test_ledger_time_only_grows(shown: list[int]) -> None:
    """Whatever the clock shows the next entry is later, and where it can be it is the clock."""
    bench = Bench().found()
    _set(bench, *shown)
    last = _times(bench.ledger)[-1]
    for now in shown:
        found = _act(bench)
        assert max(last + 1, now) == found
        last = found
    times = _times(bench.ledger)
    assert sorted(set(times)) == times
    assert bench.verify().size == len(times)


def test_a_clock_set_back_an_hour_does_not_turn_the_order(bench: Bench) -> None:
    """Entries in a group and over a restart follow each other by a millisecond, then the clock."""
    _set(bench, START + HOUR)
    first = _act(bench)
    _set(bench, START)
    drafts = [
        bench.draft(Noted(text=text)).signed_by(bench.desk) for text in ("one", "two", "three")
    ]
    group = [receipt.rx for receipt in bench.ledger.submit_many(drafts)]
    bench.reopen()
    assert [first + 1, first + 2, first + 3, first + 4] == [*group, _act(bench)]
    _set(bench, START + 3 * HOUR)
    assert START + 3 * HOUR == _act(bench)


def test_what_was_known_at_a_moment_is_counted_in(bench: Bench) -> None:
    """An entry is known from its own millisecond on."""
    times = _times(bench.ledger)
    for index, rx in enumerate(times):
        assert (index, index + 1) == (bench.ledger.size_at(rx - 1), bench.ledger.size_at(rx))
    assert (0, len(times)) == (bench.ledger.size_at(0), bench.ledger.size_at(2**60))


def _held_back(bench: Bench, by: int) -> bytes:
    """A sealed envelope drafted just before an entry, and sent so long after that entry."""
    held = bench.draft(Noted(text="stop"), bench.south).signed_by(bench.north)
    logged = _act(bench)
    _set(bench, logged + by)
    return held


@pytest.mark.parametrize(("by", "late"), [(LATE_AFTER_MS, False), (LATE_AFTER_MS + 1, True)])
def test_an_envelope_held_back_is_kept_and_marked(bench: Bench, by: int, late: bool) -> None:
    """Six hours after the first entry its author had not seen, it is late; and it stays so."""
    held = _held_back(bench, by)
    receipt = bench.ledger.submit(held)
    for _ in range(2):
        assert (by, late) == (bench.last().stale_ms, bench.last().late)
        assert receipt.leaf == bench.ledger.submit(held).leaf
        bench.reopen()


def test_a_late_retry_of_what_came_in_time_is_not_late(bench: Bench) -> None:
    """A replayed envelope gets its first receipt, of the time it first came."""
    held = _held_back(bench, 1_000)
    receipt = bench.ledger.submit(held)
    _set(bench, receipt.rx + 30 * HOUR)
    _act(bench)
    assert receipt.leaf == bench.ledger.submit(held).leaf
    found = next(bench.ledger.read(receipt.index))
    assert (False, 1_000) == (found.late, found.stale_ms)


def test_who_had_seen_everything_is_never_late(bench: Bench) -> None:
    """On a quiet line an author's view does not grow old: nothing was missed."""
    held = bench.draft(Noted(text="stop"), bench.south).signed_by(bench.north)
    _set(bench, START + 1_000 * HOUR)
    bench.ledger.submit(held)
    assert (False, 0) == (bench.last().late, bench.last().stale_ms)
