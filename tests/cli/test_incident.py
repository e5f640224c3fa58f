"""From a report to an incident file at the command line, as an officer types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_cli import parley
from tests.exchange.tables import UCDP, many_ucdp, table

REPORT = (
    "The ministry said that shelling had killed at least 12 villagers. "
    "The army denied that it had fired.\n"
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    parley("init", tmp_path / "desk", "--name", "desk.parley.invalid")
    parley(
        "incident", "open", tmp_path / "desk", "mill", "--title", "Shelling of the mill",
        "--when", "2031-05-03", "--zone", "Z",
    )  # fmt: skip
    (tmp_path / "report.txt").write_text(REPORT)
    return tmp_path / "desk"


def _drafts(home: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(parley("drafts", "list", home, "--json"))
    return found


@pytest.mark.slow
def test_drafts_wait_until_somebody_decides(home: Path) -> None:
    """Added, listed, shown; one confirmed with a correction, one rejected; then the rates."""
    parley("drafts", "add", home, home.parent / "report.txt", "--address", "a printed page")
    first, second = (str(one["draft"])[7:15] for one in _drafts(home))
    assert "at least 12" in parley("drafts", "show", home, first)
    said = parley(
        "drafts", "confirm", home, first, "--incident", "mill", "--officer", "a-7",
        "--speaker", "the agency", "--speaker", "cited:the ministry", "--said", "2031-05-04",
        "--zone", "Z",
    )  # fmt: skip
    assert "the agency <- the ministry" in said
    assert "1 fields changed." in said
    parley("drafts", "reject", home, second, "--officer", "a-7", "--why", "tired", expect=2)
    parley("drafts", "reject", home, second, "--officer", "a-7", "--why", "wrong-speaker")
    assert [] == _drafts(home)
    (rates,) = json.loads(parley("drafts", "rate", home, "--json"))
    assert (1, 1, 2, 1.0) == (
        rates["confirmed"], rates["edits"], rates["wrong_speaker"], rates["wrong_speaker_rate"],
    )  # fmt: skip
    assert "wrong speaker 2 of 2: 100.0%" in parley("drafts", "rate", home)


@pytest.mark.slow
def test_a_correction_can_be_a_file(home: Path, tmp_path: Path) -> None:
    """Fields as JSON, null to drop one; each that differs is an edit."""
    parley("drafts", "add", home, home.parent / "report.txt")
    first = str(_drafts(home)[0]["draft"])[7:15]
    changes = tmp_path / "changes.json"
    changes.write_text(json.dumps({"quantities": None, "stance": "alleges", "credibility": 3}))
    said = parley(
        "drafts", "confirm", home, first, "--incident", "mill", "--officer", "a",
        "--with", changes,
    )  # fmt: skip
    assert "2 fields changed." in said
    changes.write_text("[]")
    second = str(_drafts(home)[0]["draft"])[7:15]
    parley(
        "drafts", "confirm", home, second, "--incident", "mill", "--officer", "a",
        "--with", changes, expect=2,
    )  # fmt: skip


@pytest.mark.slow
def test_a_real_desk_confirms_nothing_unseen(home: Path) -> None:
    """The refusal is one sentence with exit code 4, and every draft still waits."""
    parley("drafts", "add", home, home.parent / "report.txt")
    said = parley(
        "drafts", "confirm-unseen", home, "--incident", "mill", "--officer", "a", expect=4
    )
    assert "begins with demo." in said
    assert 2 == len(_drafts(home))


@pytest.mark.slow
def test_what_is_said_upon_a_file_is_entered_from_a_form(home: Path, tmp_path: Path) -> None:
    """A blockage and a lesson are entered; a claim without a source is not taken here."""
    form = tmp_path / "form.json"

    def enter(record: dict[str, object], expect: int = 0) -> str:
        form.write_text(json.dumps(record))
        return parley("incident", "enter", home, form, expect=expect)

    day = {
        "earliest": 1935619200000, "latest": 1935705599999, "written": "2031-05-04",
        "precision": "day", "zone": "Z",
    }  # fmt: skip
    enter({"kind": "incident.blocked", "incident": "mill", "what": "access-denied",
           "statement": "Turned back at the bridge.", "since": day})  # fmt: skip
    opened = enter({"kind": "review.opened", "review": "r1", "title": "The mill",
                    "incidents": ["mill"], "why": "to learn", "by": "head"})  # fmt: skip
    digest = opened.split()[-1]
    enter({"kind": "review.lesson_recorded", "of": digest, "lesson": "l1",
           "text": "Ring roles, not names.", "action": "Change the list.",
           "owner": "head"})  # fmt: skip
    refused = enter({"kind": "incident.claimed", "incident": "mill", "question": "what",
                     "stance": "asserts", "statement": "x"}, expect=2)  # fmt: skip
    assert "what is said upon a file" in refused
    found = json.loads(parley("review", home, "--json"))
    assert "access was denied" in found["blocked"]["rows"][0]["text"]
    assert "not begun" == found["lessons"]["rows"][0]["state"]


@pytest.mark.slow
def test_a_table_is_imported_with_its_faults_named(home: Path, tmp_path: Path) -> None:
    """A check enters nothing; the import names bad rows; two files of one event are suggested."""
    path = tmp_path / "events.csv"
    path.write_bytes(table(*many_ucdp(10)))
    checked = parley("import", home, path, "--format", "ucdp-ged", "--check", expect=2)
    assert "10 rows of events.csv would become 18 entries." in checked
    assert "line 11: expected a whole number, got 'many', at best." in checked
    good = tmp_path / "good.csv"
    good.write_bytes(table(UCDP, {**UCDP, "id": "102"}))
    assert "became 4 entries" in parley("import", home, good, "--format", "ucdp-ged")
    parley("import", home, good, "--format", "ucdp-ged", expect=2)
    parley("import", home, good, "--format", "nothing", "--check", expect=2)
    assert "no record" not in parley("incident", "suggest", home, "ucdp-101")
