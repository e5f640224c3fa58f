"""The stop request of the demo: it rings, silence is counted, the ladder rises, it is halted."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from parley.desk.demo import StopLine
from parley.record import answer, dispatch

START = 1_900_000_000_000


def test_a_stop_request_rings_until_the_night_watch_takes_it(tmp_path: Path) -> None:
    """Pages first, then duty role, deputy, any officer; one silence; then it is understood."""
    with closing(StopLine(tmp_path, START)) as play:
        moments = list(play.moments())
        found = play.measures()
        entries = [one.body for one in play.desk.book.entries(0, play.desk.size)]
    assert "the alarm sounds on 2 open pages of officers on shift" == moments[0].text
    rungs = [one.rung for one in entries if isinstance(one, dispatch.Attempted)]
    assert [1, 1, 1, 2, 1, 2, 1, 2, 3, 3, 3] == rungs
    assert 1 == sum(isinstance(one, answer.Lapsed) for one in entries) == found.silences
    spans = {one.name: (one.least_ms, one.most_ms) for one in found.alerts[0].spans}
    assert {"human": 95, "understood": 140, "halt": 290, "understood-to-halt": 150} == {
        name: round((least or 0) / 1000) for name, (least, _) in spans.items()
    }
    assert (1, 1) == (found.alerts[0].harm.least, found.alerts[0].harm.most)
    assert moments[-1].text.endswith("the caller stands it down")


def test_played_twice_it_is_the_same_play(tmp_path: Path) -> None:
    """Nothing in it depends on the clock of the machine, or on chance."""
    lines = []
    for number in (1, 2):
        with closing(StopLine(tmp_path / str(number), START)) as play:
            lines.append([one.line for one in play.moments()])
    assert lines[0] == lines[1]
