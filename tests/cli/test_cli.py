"""The command line: every command, its JSON, its exit code, and its refusals in one sentence."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from parley.cases import load
from parley.desk.desk import Desk
from parley.desk.replay import replay
from parley.record.kinds import KINDS

REFUSED = "parley: "


def parley(*words: object, expect: int = 0) -> str:
    """Run one command as a program; returns what it printed, errors included."""
    done = subprocess.run(
        [sys.executable, "-m", "parley", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "120", "TZ": "Asia/Damascus"},
    )
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert done.returncode == expect, said
    return said


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with the case, made once and only read."""
    home = tmp_path_factory.mktemp("cli") / "desk"
    with Desk.found(home, name="cli.parley.invalid") as desk:
        replay(desk, load("deir-ez-zor"))
    return home


@pytest.mark.slow
def test_a_newcomer_goes_from_nothing_to_a_verified_export(tmp_path: Path) -> None:
    """init, replay, log, show, review, export, verify, fsck: each does what it says."""
    home, out, page = tmp_path / "d", tmp_path / "out", tmp_path / "r.html"
    made = json.loads(parley("init", home, "--name", "tour.parley.invalid", "--json"))
    assert (made["entries"], made["log"]) == (3, "tour.parley.invalid")
    done = json.loads(parley("replay", "deir-ez-zor", "--ledger", home, "--json"))
    assert (done["rows"], done["unmapped"]) == (72, [])
    lines = [json.loads(line) for line in parley("log", home, "--json").splitlines()]
    assert [line["index"] for line in lines] == list(range(3 + done["entries"]))
    assert json.loads(parley("show", home, 3, "--json"))["entry"]["index"] == 3
    parley("review", home, "--html", page)
    assert page.read_text().startswith("<!doctype html>") or "<html" in page.read_text()[:200]
    parley("export", home, out, "--proofs", "sample")
    parley("verify", out, "--trust", made["fingerprint"])
    assert "NOT authenticated" in parley("verify", out, expect=3)
    assert json.loads(parley("fsck", home, "--json"))["problems"] == []


def test_log_lists_entries_for_a_person(shelf: Path) -> None:
    """The list names kind, author and first words, in ledger time."""
    said = parley("log", shelf, "--from", 0, "--count", 5)
    assert "roster.key_registered" in said
    assert "case-importer" in said


def test_log_for_an_outsider_hides_what_is_sealed(shelf: Path) -> None:
    """With --outsider a closed entry shows that it is there and nothing of what."""
    inside = [json.loads(x) for x in parley("log", shelf, "--json").splitlines()]
    outside = [json.loads(x) for x in parley("log", shelf, "--outsider", "--json").splitlines()]
    closed = [e["index"] for e in inside if e["body"]["kind"].split(".")[0] in ("notice", "alert")]
    assert closed
    for index in closed:
        assert outside[index]["body"] == {"kind": "unread", "why": "sealed"}
        assert outside[index]["author"] is None


def test_show_names_where_an_entry_stands(shelf: Path) -> None:
    """One entry shows its author, digest, leaf and body."""
    said = parley("show", shelf, 3)
    assert "case-importer" in said
    assert "sha256:" in said


def test_review_prints_for_a_terminal_and_as_json(shelf: Path) -> None:
    """The review is text for people and JSON that its published schema accepts."""
    import jsonschema

    assert "27" in parley("review", shelf)
    found = json.loads(parley("review", shelf, "--json"))
    schema = json.loads(parley("schema", "review"))
    jsonschema.validate(found, schema)


def test_review_as_known_earlier_knows_less(shelf: Path) -> None:
    """As known at an earlier entry the review rests on fewer entries."""
    now = json.loads(parley("review", shelf, "--json"))
    then = json.loads(parley("review", shelf, "--as-known-at", 60, "--json"))
    assert (then["size"], now["size"] > then["size"]) == (60, True)


def test_schema_has_every_kind_and_a_discriminator() -> None:
    """The published vocabulary schema tells kinds apart by their tag."""
    schema = json.loads(parley("schema"))
    assert schema["discriminator"]["propertyName"] == "kind"
    assert len(schema["discriminator"]["mapping"]) == len(KINDS)


def test_verify_of_a_changed_export_fails_with_one(shelf: Path, tmp_path: Path) -> None:
    """One flipped bit is refused with exit code 1 and the file's name."""
    out = tmp_path / "out"
    parley("export", shelf, out, "--proofs", "0")
    path = out / "proofs" / "0.rec"
    raw = bytearray(path.read_bytes())
    raw[100] ^= 1
    path.write_bytes(raw)
    assert "proofs/0" in parley("verify", out, expect=1)


def test_fsck_of_a_damaged_ledger_says_what_and_exits_with_one(
    shelf: Path, tmp_path: Path
) -> None:
    """A changed leaf in the file is found and named."""
    import apsw

    home = tmp_path / "d"
    shutil.copytree(shelf, home)
    file = apsw.Connection(str(home / "ledger.sqlite"))
    file.execute("DROP TRIGGER entry_UPDATE")
    file.execute("UPDATE entry SET leaf = zeroblob(length(leaf)) WHERE idx = 7")
    file.close()
    said = parley("fsck", home, expect=1)
    assert "entry 7" in said


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["log", "/nonexistent"], 2, "parley init"),
        (["show", "{shelf}", "100000"], 2, "expected an entry below"),
        (["show", "{shelf}", "-1"], 2, ""),
        (["replay", "no-such-case", "--ledger", "{tmp}/x"], 2, "deir-ez-zor"),
        (["review", "{shelf}", "--incident", "none-such"], 2, "none-such"),
        (["review", "{shelf}", "--as-known-at", "99999"], 2, "entry count"),
        (["verify", "/nonexistent"], 2, "expected a ledger folder"),
        (["verify", "{shelf}", "--trust", "sha256:" + "0" * 64], 1, "got another"),
        (["export", "{shelf}", "{shelf}"], 2, "empty folder"),
        (["schema", "everything"], 2, "expected record, review, arrangement"),
        (["fsck", "{tmp}"], 2, "expected a ledger folder"),
        (["nonsense"], 2, ""),
        (["init", "{shelf}"], 2, "without a desk"),
        (["init", "{tmp}/n", "--name", "two words"], 2, "log name"),
    ],
)
def test_a_refusal_is_one_sentence_and_an_exit_code(
    shelf: Path, tmp_path: Path, words: list[str], code: int, says: str
) -> None:
    """Bad input never shows a trace; it says what was expected and what came."""
    filled = [word.format(shelf=shelf, tmp=tmp_path) for word in words]
    assert says in parley(*filled, expect=code)


def test_replaying_a_case_twice_is_refused(shelf: Path, tmp_path: Path) -> None:
    """A desk that holds the case is not given it again, and nothing is added."""
    home = tmp_path / "d"
    shutil.copytree(shelf, home)
    said = parley("replay", "deir-ez-zor", "--ledger", home, expect=2)
    assert "without the case" in said


def test_a_reader_that_stops_reading_is_no_fault(shelf: Path) -> None:
    """Piping into head shows no complaint."""
    done = subprocess.run(
        f"{sys.executable} -m parley log {shelf} | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""


@pytest.mark.slow
def test_the_demo_ends_and_says_where_everything_is(tmp_path: Path) -> None:
    """The demo plays, refuses both forgeries and the flipped bit, and leaves a sound ledger."""
    said = json.loads(parley("demo", "--in", tmp_path / "demo", "--json"))
    refused = [line for scene in said["scenes"] for line in scene["refused"]]
    assert len(refused) == 3
    assert any("SYNTHETIC" in line for line in said["scenes"][0]["lines"])
    assert Path(said["review"]).stat().st_size < 256 * 1024
    parley("verify", said["export"], "--trust", said["fingerprint"])
    assert json.loads(parley("fsck", said["ledger"], "--json"))["problems"] == []
