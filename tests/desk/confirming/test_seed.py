"""The seed report becomes an incident file: read, queued, confirmed for a demonstration, reviewed.

Runs where the report is at hand; it is not part of the project.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from parley.desk.confirming import Decision, Queue, confirm_for_demo
from parley.desk.confirming.opening import queue_files
from parley.desk.desk import Desk
from parley.desk.review import review_of
from parley.record.incident import Opened
from parley.record.values.time import VagueTime
from parley.review.page import Cell, Review
from parley.web import review_html

SEED = Path(__file__).parents[3].parent / "shared" / "cases" / "seed.txt"

pytestmark = pytest.mark.skipif(not SEED.is_file(), reason="the seed report is not here")


@pytest.fixture(scope="module")
def seed_review(tmp_path_factory: pytest.TempPathFactory) -> Review:
    home = tmp_path_factory.mktemp("seed") / "desk"
    said = VagueTime.parse("2016-09-17", zone="Z")
    with Desk.found(home, name="demo.seed.parley.invalid") as desk:
        desk.act(Opened(incident="seed", title="Strikes near Deir ez-Zor", when=said))
        queue = Queue(desk)
        list(queue_files(queue, [SEED], address="a newspaper page", said=said))
        decision = Decision(incident="seed", officer="demo-1")
        list(confirm_for_demo(desk, list(queue.waiting()), decision))
        return review_of(desk.board, "seed")


def _cells(review: Review) -> list[tuple[str, str, Cell]]:
    """Every claim with its question and its source."""
    return [
        (row.question, source, cell)
        for row in review.matrix.rows
        for source, cells in zip(review.matrix.columns, row.cells, strict=True)
        for cell in cells
    ]


def test_the_matrix_shows_both_tolls(seed_review: Review) -> None:
    """62 with no upper bound and "dozens", each under a source of its own that nobody names."""
    killed = {cell.figure: source for question, source, cell in _cells(seed_review)
              if question == "killed"}  # fmt: skip
    assert any("62" in figure and "at least" in figure for figure in killed)
    assert any("dozens" in figure for figure in killed)
    points = [point for row in seed_review.series.rows for point in row.points]
    assert (62, None, None) in [(one.low, one.best, one.high) for one in points]
    assert not any("coalition" in source.lower() for source in killed.values())


def test_the_matrix_shows_the_denial_of_intent(seed_review: Review) -> None:
    """That no unit would be struck on purpose is denied, in the speaker's own column."""
    denials = [(source, cell) for _, source, cell in _cells(seed_review) if cell.stance == "denies"]
    assert [source for source, cell in denials if "intentionally" in cell.text] == [
        "The US Central Command statement"
    ]


def test_the_matrix_shows_accusation_and_conditional_blame(seed_review: Review) -> None:
    """Evidence of support is alleged; blame for a breakdown stands under its condition."""
    cells = _cells(seed_review)
    assert [cell for _, _, cell in cells if cell.stance == "accuses" and "evidence" in cell.text]
    blame = [cell for _, _, cell in cells if cell.stance == "blames"]
    assert any(cell.held.startswith(("under a condition", "conditional")) for cell in blame)


def test_the_matrix_shows_the_chain_of_two_steps(seed_review: Review) -> None:
    """A ministry that quotes a command stands as one column, and says so."""
    chains = [source for source in seed_review.matrix.columns if ", citing " in source]
    assert any("ministry" in one and "command" in one for one in chains)


def test_the_page_is_drawn(seed_review: Review) -> None:
    """The page holds every statement of the matrix, whoever made it."""
    page = review_html(seed_review)
    assert all(column for column in seed_review.matrix.columns)
    some = list(itertools.islice(_cells(seed_review), 5))
    assert all(f"#entry-{cell.entries[0]}" in page for _, _, cell in some)
