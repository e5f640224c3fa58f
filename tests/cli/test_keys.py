"""Keys on the command line: made, stood for, admitted, listed and ended."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from parley.cli.app import app
from parley.desk.ceremony import read_request
from parley.errors import BadInput, KeyRefused, NotFound, NotProven, Refusal, WrongLog

Typed = Callable[..., str]


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """A command in this process in an empty folder; what it printed. A refusal is raised."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> str:
        found = CliRunner().invoke(app, ["key", *words] if words[0] != "init" else list(words))
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        assert 0 == found.exit_code, found.output
        return found.output

    run("init", "desk", "--name", "keys.parley.invalid")
    for who in ("north", "south", "east"):
        run("make", f"{who}/key", "--actor", who)
        Path(who, "log.vkey").write_bytes(Path("desk/log.vkey").read_bytes())
        run("request", f"{who}/key", f"{who}.request")
    return run


def heard(typed: Typed, who: str) -> str:
    return typed("show", f"{who}/key", "--fingerprint").strip()


def stand(typed: Typed, who: str, voucher: str) -> str:
    return typed("countersign", f"{who}.request", "--as", f"{voucher}/key",
                 "--heard", heard(typed, who))  # fmt: skip


def admit(typed: Typed, *who: str) -> str:
    said = [word for one in who for word in ("--heard", heard(typed, one))]
    return typed("admit", "desk", *(f"{one}.request" for one in who), *said)


def found(typed: Typed) -> None:
    stand(typed, "north", "south")
    stand(typed, "south", "north")
    admit(typed, "north", "south")


def listed(typed: Typed) -> dict[str, list[str]]:
    """The uses of the keys of each actor that count."""
    counting: dict[str, list[str]] = {}
    for one in json.loads(typed("list", "desk", "--json")):
        if one["until"] is None:
            counting.setdefault(one["actor"], []).append(one["use"])
    return counting


def test_two_parties_found_a_roster_from_the_command_line(typed: Typed) -> None:
    """Each stands for the other with its own key; both can sign and be written to, once."""
    found(typed)
    first = listed(typed)
    assert (["sign", "seal"], ["sign", "seal"]) == (first["north"], first["south"])
    admit(typed, "north", "south")
    assert first == listed(typed)


def test_a_key_file_is_for_its_owner_alone(typed: Typed) -> None:
    """Mode 0600; nothing secret is shown; an existing file is not replaced."""
    assert 0o600 == Path("north/key").stat().st_mode & 0o777
    wire = json.loads(Path("north/key").read_text())
    shown = typed("show", "north/key") + typed("show", "north.request")
    assert not [one for one in ("sign", "seal") if wire[one] in shown]
    with pytest.raises(BadInput, match="expected no key file yet"):
        typed("make", "north/key", "--actor", "north")


def test_a_party_is_not_admitted_on_the_desks_word_alone(typed: Typed) -> None:
    """Without anybody who stands for it: refused, and nothing of it is entered."""
    before = Path("desk/ledger.sqlite").exists(), listed(typed)
    with pytest.raises(KeyRefused, match="another party or guarantor to countersign"):
        admit(typed, "north")
    assert before == (True, listed(typed))


def test_one_founder_alone_does_not_count_and_is_told_so(typed: Typed) -> None:
    """Its voucher is not in yet; it counts when that one follows, and can be written to."""
    stand(typed, "north", "south")
    stand(typed, "south", "north")
    assert "does NOT count yet" in admit(typed, "north")
    assert "north" not in listed(typed)
    admit(typed, "south", "north")
    assert ["sign", "seal"] == listed(typed)["north"]


def test_a_third_is_admitted_by_one_who_counts(typed: Typed) -> None:
    """A later party needs one voucher; a stranger's word is none."""
    found(typed)
    typed("make", "west/key", "--actor", "west")
    Path("west/log.vkey").write_bytes(Path("desk/log.vkey").read_bytes())
    stand(typed, "east", "west")
    with pytest.raises(KeyRefused):
        admit(typed, "east")
    stand(typed, "east", "south")
    admit(typed, "east")
    assert ["sign", "seal"] == listed(typed)["east"]


def test_another_fingerprint_than_the_one_heard_is_not_stood_for(typed: Typed) -> None:
    """Neither by a voucher nor by the desk; blanks and capitals do not matter."""
    for words in (
        ("countersign", "south.request", "--as", "north/key", "--heard", heard(typed, "east")),
        ("admit", "desk", "south.request", "--heard", heard(typed, "east")),
        ("admit", "desk", "south.request", "--heard", ""),
    ):
        with pytest.raises(NotProven, match="got another key"):
            typed(*words)
    spoken = heard(typed, "south").upper().replace(" ", "")
    typed("countersign", "south.request", "--as", "north/key", "--heard", spoken)


def test_a_request_that_was_changed_on_its_way_is_refused(typed: Typed) -> None:
    """The sealing key exchanged, another actor, another log, junk: none passes for the asker's."""
    plain = json.loads(Path("south.request").read_text())
    other = json.loads(Path("east.request").read_text())
    stranger = plain | {"seal": plain["seal"] | {"key": other["seal"]["key"]}}
    renamed = plain | {"sign": plain["sign"] | {"actor": "north"},
                       "seal": plain["seal"] | {"actor": "north"}}  # fmt: skip
    elsewhere = plain | {"log": "other.parley.invalid"}
    changed: tuple[dict[str, object], ...] = (
        stranger, renamed, elsewhere, plain | {"seal": other["seal"]}, plain | {"v": 2}, {},
    )  # fmt: skip
    for one in changed:
        Path("south.request").write_text(json.dumps(one))
        with pytest.raises(Refusal):
            read_request(Path("south.request"))


def test_a_request_for_another_log_is_not_stood_for(typed: Typed) -> None:
    """What was asked of one log is not good for another."""
    typed("init", "other", "--name", "other.parley.invalid")
    Path("north/log.vkey").write_bytes(Path("other/log.vkey").read_bytes())
    with pytest.raises(BadInput, match="expected a request for other"):
        stand(typed, "south", "north")
    with pytest.raises(WrongLog):
        typed("admit", "other", "south.request", "--heard", heard(typed, "south"))


def test_a_key_is_ended_by_its_holder_but_not_the_last_one(typed: Typed) -> None:
    """A second key is stood for by the first; then the first can end, and the second cannot."""
    found(typed)
    typed("make", "north/second", "--actor", "north")
    typed("request", "north/second", "second.request")
    second = typed("show", "north/second", "--fingerprint").strip()
    typed("countersign", "second.request", "--as", "north/key", "--heard", second)
    typed("admit", "desk", "second.request", "--heard", second)
    first, later = (typed("show", f"north/{one}", "--name").strip() for one in ("key", "second"))
    ended = ("--why", "compromised", "--as", "north/second")
    typed("revoke", "desk", first, *ended)
    assert ["sign", "seal", "seal"] == listed(typed)["north"]
    with pytest.raises(BadInput, match="cannot come back under its name"):
        typed("revoke", "desk", later, *ended)
    typed("revoke", "desk", later, *ended, "--even-last")
    assert ["seal", "seal"] == listed(typed)["north"]


@pytest.mark.parametrize(
    "words",
    [
        ("make", "x", "--actor", "desk"),
        ("make", "x", "--actor", "case-importer"),
        ("make", "x", "--actor", "Nörd\u202e"),
        ("make", "x", "--actor", "north", "--standing", "desk"),
        ("request", "north/key", "south.request"),
        ("countersign", "north.request", "--as", "north/key", "--heard", "0"),
        ("revoke", "desk", "sign:0", "--why", "retired"),
        ("revoke", "desk", "sign:0", "--why", "angry"),
        ("show", "nothing"),
        ("show", "desk/log.vkey"),
    ],
)
def test_what_is_typed_wrong_is_refused_in_a_sentence(typed: Typed, words: tuple[str, ...]) -> None:
    """Each refusal says what was expected and what was got, and shows no raw character."""
    with pytest.raises((BadInput, NotFound)) as said:
        typed(*words)
    assert str(said.value).startswith("expected ")
    assert "\u202e" not in str(said.value)
