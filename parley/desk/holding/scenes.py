"""What the shipped case shows of agreements as data: three scenes of plain lines, for the demo.

The finding on the strike with both bases side by side; the week's clocks under every policy; the
obligations, and what the record says to two accusations.
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.ceasefire.finding.proposal import BasisFinding
from parley.ceasefire.finding.telling import CAUTION, VALUE
from parley.ceasefire.status.telling import (
    COUNTED,
    answer_lines,
    clock_lines,
    obligation_lines,
    table,
)
from parley.desk.board import Board
from parley.desk.demo import Scene
from parley.desk.findings import finding_of
from parley.desk.holding.standing import terms_at, whole_at
from parley.record.incident import Claimed
from parley.record.values.time import VagueTime

ARRANGEMENT, CASE = "syria-2016", "deir-ez-zor"
WEEK_ENDS = "2016-09-19T19:00"
"""Seven days after the start, on the wall clock of Damascus."""


def holding_scenes(board: Board) -> Iterator[Scene]:
    """The three scenes, from a record that holds the shipped case."""
    yield _finding(board)
    terms = terms_at(ARRANGEMENT)
    at = VagueTime.parse(WEEK_ENDS, zone=terms.zone).earliest
    whole = whole_at(board, terms, at, readings=CASE, known_at=_that_week(board))
    yield Scene(
        title="One week under six policies: 0, 1, 2 or 7 clean days",
        lines=(*clock_lines(whole.faces["seven-days"], terms.zone), COUNTED),
    )
    answers = [line for one in whole.answers for line in answer_lines(one)]
    yield Scene(
        title="Obligations: who says they were met, and what accusations come to on record",
        lines=(*obligation_lines(whole.standing), *answers),
    )


def _finding(board: Board) -> Scene:
    found = finding_of(CASE, ARRANGEMENT, board=board)
    first = found.findings.first
    lines = [line for basis in (first.effect, first.stated_intent) for line in _basis(basis)]
    competing = len(found.findings.competing)
    if competing:
        lines.append(f"{competing} competing finding{'s' if competing > 1 else ''} on record.")
    return Scene(title=f"{first.title}: a finding proposed, on two bases", lines=(*lines, CAUTION))


def _basis(basis: BasisFinding) -> Iterator[str]:
    yield f"Basis {basis.basis}: {VALUE[basis.value]} under {basis.clause}"
    yield from table(
        (str(one.number), one.question,
         one.says if one.says in ("exempt", "neither") else one.answer, one.because)
        for one in basis.answers
    )  # fmt: skip
    for fact in basis.missing:
        yield f"  missing: {fact.text}"


def _that_week(board: Board) -> int | None:
    """How many entries were known once the week's breaches had been counted by somebody."""
    counted = [
        entry.index + 1
        for entry in board.book.entries(0, board.book.size())
        if isinstance(entry.body, Claimed) and entry.body.question == "breaches"
    ]
    return counted[-1] if counted else None
