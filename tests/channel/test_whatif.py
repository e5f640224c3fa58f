"""The 2016 case under another line: arithmetic from the record, as ranges, with its assumptions."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.cases import load, read_case
from parley.channel.whatif import Assumed, Facts, Outcome, facts_of, replayed
from parley.errors import Refusal
from parley.record import incident
from parley.record.readers.told import told
from tests.cases.entering import entries

CALL, START = "caller put on hold", "start of the bombing"


@cache
def _case() -> Facts:
    return facts_of(
        told(one, one.body)
        for one in entries(read_case(load("deir-ez-zor")))
        if isinstance(one.body, incident.Claimed)
    )


def _both(assumed: Assumed) -> dict[str, Outcome]:
    return {one.version.begins: one for one in replayed(_case(), assumed, call=CALL, start=START)}


def test_the_figures_come_from_the_record() -> None:
    """37 strikes, 15 of them in 27 minutes, a halt within 5, and two versions of the beginning."""
    facts = _case()
    assert (37, 15, 300) == (facts.strikes, facts.inside, facts.halt_s)
    assert {(CALL, 1620), (START, 1620)} == {(v.begins, v.silence_s) for v in facts.versions}
    assert all(version.entries for version in facts.versions)


def test_answered_within_a_minute_and_twenty_and_read_back_in_one() -> None:
    """15 strikes in 1620 s, understood after 140: 13 to 15 of them after it, and up to 3 more."""
    found = _both(Assumed(answered_s=80, read_back_s=60))
    assert (13, 18, 0, 3) == _figures(found[CALL])
    assert (22, 37, 22, 22) == _figures(found[START])
    assert "13 to 18 of the 37 reported strikes" in found[CALL].sentence


@given(st.integers(0, 4000), st.integers(0, 1000), st.integers(0, 500))
def test_a_slower_answer_never_helps(answered: int, read_back: int, slower: int) -> None:
    """The range stays within 0 to 37, and answering later never moves it up."""
    fast = _both(Assumed(answered_s=answered, read_back_s=read_back))
    slow = _both(Assumed(answered_s=answered + slower, read_back_s=read_back))
    for begins, one in fast.items():
        assert 0 <= one.was_least <= one.was_most <= 37
        assert 0 <= one.least <= one.most <= 37
        assert slow[begins].least <= one.least
        assert one.was_most <= one.most


def test_an_answer_as_slow_as_it_was_gains_nothing() -> None:
    """Understood only after 27 minutes, not one strike of the silence certainly falls after it."""
    assert 0 == _both(Assumed(answered_s=1620, read_back_s=0))[CALL].least


def test_every_outcome_prints_what_it_assumes_and_names_no_strike() -> None:
    """Each version carries its assumptions; none says what would have happened."""
    for one in _both(Assumed()).values():
        assert len(one.assumptions) >= 4
        words = " ".join((one.sentence, *one.assumptions))
        for claim in ("would have been saved", "prevented", "lives", "first strike", "last strike"):
            assert claim not in words


def test_figures_that_contradict_are_not_chosen_between() -> None:
    """Two counts of the strikes in the silence are refused, and so is a case without any."""
    claims = [
        told(one, one.body)
        for one in entries(read_case(load("deir-ez-zor")))
        if isinstance(one.body, incident.Claimed)
    ]
    stating = next(one for one in claims if any(q.part_of for q in one.body.quantities))
    other = replace(stating, body=replace(stating.body, quantities=tuple(
        replace(q, range=replace(q.range, low=14, best=14, high=14, written="14")) if q.part_of
        else q for q in stating.body.quantities)))  # fmt: skip
    with pytest.raises(Refusal, match="expected one figure"):
        facts_of([*claims, other])
    with pytest.raises(Refusal, match="expected"):
        facts_of([])
    with pytest.raises(Refusal, match="expected seconds"):
        Assumed(answered_s=-1)


def _figures(one: Outcome) -> tuple[int, int, int, int]:
    return one.least, one.most, one.was_least, one.was_most
