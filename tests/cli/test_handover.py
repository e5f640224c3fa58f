"""A watch passes with both officers' words; a rota is entered from a calendar file."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.desk.desk import Desk
from parley.errors import BadInput, NotFound
from parley.record import roster
from parley.record.values.time import VagueTime
from tests.cli.acts.conftest import Run, founded, home, run

__all__ = ["founded", "home", "run"]
ROTA = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//desk//EN
BEGIN:VEVENT
UID:1@desk
DTSTAMP:20260101T000000Z
DTSTART:20260101T060000Z
DTEND:20260101T180000Z
RRULE:FREQ=DAILY
SUMMARY:day
END:VEVENT
END:VCALENDAR
"""


def _rota(home: Path, run: Run) -> str:
    file = home / "rota.ics"
    file.write_bytes(ROTA)
    run("rota", "role", "duty-south", "--actor", "south", "--title", "South, duty officer")
    words = ("rota", "import", file, "--role", "duty-south", "--zone", "Asia/Damascus",
             "--from", "2031-05-03T00:00Z", "--days", "3", "--officer", "day=s-1")  # fmt: skip
    run(*words)
    return run(*words)


def test_a_rota_is_entered_once_and_shown(home: Path, run: Run) -> None:
    """Three duties of a file, signed by the desk; the same file again enters nothing."""
    assert "0 duties entered; 3 were there already." in _rota(home, run)
    said = run("rota", "show", "--at", "2031-05-03T12:00Z")
    assert "duty-south (south, duty): s-1 until 17:59:59 Z" in said
    assert "NOBODY ON DUTY" in run("rota", "show", "--at", "2031-05-03T22:00Z")


def test_a_watch_passes_with_both_officers_and_lists_what_is_open(home: Path, run: Run) -> None:
    """Handed over, it has not passed; taken over, it has; both entries name what waits."""
    run("rota", "role", "duty-south", "--actor", "south", "--title", "South, duty officer")
    with Desk(home / "desk") as desk:
        window = VagueTime.parse("2020-01-01T00:00Z/2090-01-01T00:00Z")
        desk.act(roster.DutyAssigned(role="duty-south", officer="s-1", window=window),
                 to=["south"])  # fmt: skip
    run("stop", "--what", "Shelling of the mill road.", "--to", "south", "as-north")
    said = run("handover", "duty-south", "--from", "s-1", "--to", "s-2", "as-south")
    assert "NOT passed yet" in said
    assert "1 open:" in said
    assert "Shelling of the mill road." in said
    with pytest.raises(BadInput, match="expected the officer it was handed over to, s-2"):
        run("handover", "duty-south", "--take", "s-3", "as-south")
    assert "s-1 until" in run("rota", "show")
    assert "The watch has passed." in run("handover", "duty-south", "--take", "s-2", "as-south")
    assert "s-2 until" in run("rota", "show")
    with Desk(home / "desk", reading=True) as desk:
        bodies = [one.body for one in desk.book.entries(0, desk.size)]
    found = (roster.DutyHandedOver, roster.DutyTakenOver)
    assert [1, 1] == [len(one.still_open) for one in bodies if isinstance(one, found)]
    with pytest.raises(NotFound, match="waits to be taken over"):
        run("handover", "duty-south", "--take", "s-2", "as-south")
