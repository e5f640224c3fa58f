"""Findings from a real record: the case of 2016, as known now and earlier."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.cases import load
from parley.desk.desk import Desk
from parley.desk.findings import arrangement_at, finding_of
from parley.desk.replay import replay
from parley.errors import BadInput, NotFound


@pytest.mark.slow
def test_the_strike_of_2016_on_two_bases(tmp_path: Path) -> None:
    """By effect undetermined for want of two facts, by stated intent exempt; times compete."""
    with Desk.found(tmp_path / "desk", name="desk.example/2026") as desk:
        replay(desk, load("deir-ez-zor"))
        now = finding_of("deir-ez-zor", "syria-2016", board=desk.board)
        then = finding_of("deir-ez-zor", "syria-2016", board=desk.board, known_at=50)
    effect, intent = now.findings.first.effect, now.findings.first.stated_intent
    assert ("undetermined", "exempt") == (effect.value, intent.value)
    assert ["bound.terms.coalition", "text.terms.general.unintended"] == [
        fact.question for fact in effect.missing
    ]
    assert "when" in [other.differs for other in now.findings.competing]
    assert "when" in [fact.question for fact in then.findings.first.effect.missing]
    assert all(entry < 50 for one in then.findings.first.effect.answers for entry in one.entries)


def test_rows_of_a_case_need_a_record_that_holds_it() -> None:
    """Without a desk's folder an event that names rows is refused in words."""
    with pytest.raises(BadInput, match="expected a desk's folder"):
        finding_of("deir-ez-zor", "syria-2016")


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    """A name that is neither a file nor shipped is answered with what is shipped."""
    with pytest.raises(NotFound, match="syria-2016"):
        arrangement_at("atlantis")
