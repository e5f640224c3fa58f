"""The demo's scene on positions: what is told of the notice of 2016, and of an invented twin."""

from __future__ import annotations

import re
from pathlib import Path

from parley.desk.demo import positions
from parley.desk.desk import Desk

FORBIDDEN = re.compile(r"\b(?:clear|cleared|safe|approved|target)\b", re.IGNORECASE)


def test_the_scene_shows_a_notice_of_which_nothing_can_be_told_and_a_twin_that_disagrees(
    case_desk: Desk,
) -> None:
    """Each verdict has its reason; the twin, marked SYNTHETIC, distance and bearing too."""
    size = case_desk.size
    lines = positions(case_desk.board).lines
    twin = next(n for n, line in enumerate(lines) if "SYNTHETIC" in line)
    told, made_up = "\n".join(lines[:twin]), "\n".join(lines[twin:])
    assert "entry 26, as it is on record" in told
    assert "CANNOT TELL." in told
    assert "the numbers leave 9.0 km open" in told
    assert "invented here and never entered" in made_up
    assert "DISAGREE." in made_up
    assert "5.0 km, bearing 0 degrees" in made_up
    assert "4.0 km S of that point, 1.9 km beyond what was told" in made_up
    assert size == case_desk.size


def test_the_scene_is_readable_and_permits_nothing(case_desk: Desk) -> None:
    """It fits on a screen of 24 lines, no line is a paragraph, and no word is a permission."""
    scene = positions(case_desk.board)
    assert len(scene.lines) <= 20
    assert max(map(len, scene.lines)) <= 140
    assert [] == [line for line in scene.lines if FORBIDDEN.search(line)]


def test_a_desk_without_the_case_still_shows_the_twin(tmp_path: Path, desk: Desk) -> None:
    """Nothing of the scene depends on what else a desk holds."""
    assert "SYNTHETIC" in positions(desk.board).lines[0]
