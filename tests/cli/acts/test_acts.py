"""Every act on the command line: what is typed, what is logged, what is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from parley.cli.app import app
from parley.desk.desk import Desk
from parley.desk.intake import NotReady
from parley.desk.inward.dropping import AnsweredNo
from parley.errors import BadInput, NotAdmitted, Refusal
from parley.record import alert, answer, log, notice, roster
from parley.record.entry import Entry, Unread
from tests.cli.acts.conftest import Run

MILL = ("--name", "the mill", "--at", "35.2800N 40.1800E WGS84")
WINDOW = ("--window", "2026-11-24T06:00Z/2026-11-24T18:00Z")
TOLD = ("--purpose", "care of the wounded", "--to", "south", "as-north")


def last(home: Path, back: int = 1) -> Entry:
    with Desk(home / "desk", reading=True) as desk:
        return next(iter(desk.book.entries(desk.size - back, desk.size - back + 1)))


def body(home: Path, back: int = 1) -> object:
    found = last(home, back)
    assert not isinstance(found.body, Unread)
    return found.body


def number(said: str) -> str:
    """The entry a receipt names."""
    return said.split("entry ", 1)[1].split(",", 1)[0]


def test_a_site_is_notified_and_its_receipt_printed(home: Path, run: Run) -> None:
    """Signed by the party's key, stored beside it before it was sent, with its receipt after."""
    said = run("notify", "site", "--site", "field hospital", *MILL, *TOLD)
    entry = last(home)
    assert ("north", entry.digest in said) == (entry.author, True)
    assert isinstance(entry.body, notice.SiteNotified)
    assert ("south",) == entry.body.to
    assert {"name", "decimal"} == {one.form for one in entry.body.place.given}
    name = entry.digest.removeprefix("sha256:")
    assert (home / "north" / "outbox" / f"{name}.submission").exists()
    assert (home / "north" / "receipts" / f"{name}.receipt").exists()


def test_a_movement_keeps_its_legs(home: Path, run: Run) -> None:
    """Two legs, never merged: each with its line, its width, its window and its height."""
    run(
        "notify", "movement", *TOLD, "--vehicles", "six lorries, white flags",
        "--leg", "35.28N 40.18E WGS84 -> 35.30N 40.20E WGS84; "
        "2026-11-24T06:00Z/2026-11-24T07:00Z; width 250m; name the mill road",
        "--leg", "35.30N 40.20E WGS84; 2026-11-24T07:00Z/2026-11-24T08:00Z; "
        "floor 0 m AGL; ceiling 120 m AGL",
    )  # fmt: skip
    found = body(home)
    assert isinstance(found, notice.MovementNotified)
    assert 2 == len(found.legs)
    assert found.legs[0].place.written.startswith("the mill road; 35.28N")
    assert found.legs[1].band is not None


def test_an_activity_and_a_presence(home: Path, run: Run) -> None:
    """An activity needs its window; a presence that is already there needs nothing but a place."""
    run("notify", "activity", *MILL, *WINDOW, *TOLD)
    run("notify", "presence", "--name", "by the old mill", "--to", "south", "as-north")
    found = body(home)
    assert isinstance(found, notice.PresenceNotified)
    assert "Not given." == found.purpose
    assert isinstance(body(home, 2), notice.ActivityNotified)


def test_a_position_in_doubt_waits_for_a_person(home: Path, run: Run) -> None:
    """Synthetic, in the manner of 2016: refused with the distance, then stood for by an officer."""
    words = (
        "notify", "site", "--site", "post", *TOLD, "--places", "deir-ez-zor",
        "--at", "35.2492 N 40.1758 E WGS84", "--reference", "9 km south of the airfield",
    )  # fmt: skip
    with pytest.raises(NotReady, match=r"4\.0 km S of that point"):
        run(*words)
    run(*words, "--stand-for-position", "Seen on the ground.", "--officer", "n1")
    found = body(home)
    assert isinstance(found, notice.SiteNotified)
    assert ["n1"] == [one.officer for one in found.positions]


def test_a_presence_in_doubt_is_taken_with_a_warning(home: Path, run: Run) -> None:
    """What is already happening is not held back by a datum left out; it is said loudly."""
    said = run("notify", "presence", "--at", "35.2800N 40.1800E", "--to", "south", "as-north")
    assert "THE POSITION IS IN DOUBT" in said
    assert isinstance(body(home), notice.PresenceNotified)


def test_what_overlaps_unread_is_printed_with_the_receipt(home: Path, run: Run) -> None:
    """South, close to North's site, is told so, and how to say that it has read it."""
    first = number(run("notify", "site", "--site", "hospital", *MILL, *TOLD))
    told = ("--purpose", "depot", "--to", "north", "as-south")
    said = run("notify", "site", "--site", "depot", *MILL, *told)
    assert f"--read {first}" in said
    again = run("notify", "site", "--site", "depot", *MILL, *told, "--read", first)
    assert "is known to overlap unread" in again
    shown = json.loads(run("overlaps", number(again), "--json"))
    assert [True, False] == [one["named"] for one in shown["all"]]
    assert "1 notice that you may read overlaps" in run("check", "--actor", "south", *MILL)


def test_a_notice_is_replaced_ended_and_recalled(home: Path, run: Run) -> None:
    """Three different ends, each told to whom the notice was addressed."""
    old, new = (number(run("notify", "site", "--site", one, *MILL, *TOLD)) for one in "ab")
    run("amend", old, new, "--why", "moved", "as-north")
    assert isinstance(body(home), notice.Amended)
    run("withdraw", new, "--ended", "2026-11-23T06:00Z", "as-north")
    assert isinstance(body(home), notice.Withdrawn)
    run("recall", old, "--why", "never there", "as-north")
    assert isinstance(body(home), notice.Recalled)
    with pytest.raises(Refusal, match="one's own record"):
        run("recall", new, "--why", "not mine", "as-south")


def test_four_answers_a_read_back_and_taking_one_back(home: Path, run: Run) -> None:
    """Each is its own kind; the last takes the objection back."""
    told = number(run("notify", "site", "--site", "hospital", *MILL, *TOLD))
    run("answer", "received", told, "as-south")
    run("answer", "confirmed", told, "--statement", "seen", "as-south")
    run("answer", "comply", told, "--statement", "we keep away", "as-south")
    objected = run("answer", "object", told, "--reason", "too near", "--officer", "s1", "as-south")
    run("answer", "withdraw", number(objected), "as-south")
    kinds = [type(body(home, back)) for back in (5, 4, 3, 2, 1)]
    assert [
        answer.Received, answer.Confirmed, answer.Undertaken, answer.Objected, answer.Withdrawn
    ] == kinds  # fmt: skip


def test_a_read_back_says_how_far_it_is(home: Path, run: Run) -> None:
    """Five kilometres off is said on the spot, before anybody acts on it."""
    told = number(run("notify", "site", "--site", "hospital", *MILL, *TOLD))
    said = run("read-back", told, "--understood", "hospital north of the mill",
               "--at", "35.3250N 40.1800E WGS84", "as-south")  # fmt: skip
    assert "4,993 m N of what was said" in said
    assert isinstance(body(home), answer.ReadBack)


def test_a_stop_request_needs_nothing(home: Path, run: Run) -> None:
    """Without a single field it is logged, to everybody who can be told."""
    run("stop", "as-north")
    found = body(home)
    assert isinstance(found, alert.StopRequested)
    assert ("south",) == found.to


@pytest.mark.parametrize("officer", [(), ("--officer", "d1")])
def test_the_desk_logs_one_it_hears(home: Path, run: Run, officer: tuple[str, ...]) -> None:
    """Heard by telephone: the desk signs, the caller is named by role, whoever heard it."""
    run("stop", "--what", "shelling", "--where", "by the mill", "--since", "this morning",
        "--heard-from", "North duty officer", *officer)  # fmt: skip
    found = body(home)
    assert isinstance(found, alert.StopRequested)
    assert found.heard is not None
    assert ("North duty officer", "shelling (since: this morning)") == (found.caller, found.what)


def test_where_is_read_at_once_or_stands_in_words(home: Path, run: Run) -> None:
    """Coordinates become a place that can be searched for; what cannot be read is kept as said."""
    run("stop", "--what", "fire", "--where", "35.28N 40.18E WGS84", "--where", "the mill",
        "--since", "2026-11-23T05:00Z", "as-north")  # fmt: skip
    found = body(home)
    assert isinstance(found, alert.StopRequested)
    assert found.place is not None
    assert found.place.shape is not None
    run("stop", "--where", "35.28 40.18 or so \u202e", "as-north")
    words = body(home)
    assert isinstance(words, alert.StopRequested)
    assert words.place is not None
    assert words.place.shape is None


def test_the_steps_of_an_alert_are_timed(home: Path, run: Run) -> None:
    """Taken, relayed, read back and confirmed by the caller, order passed, halted, stood down."""
    at = number(run("stop", "--what", "shelling", "as-north"))
    run("take", at, "--officer", "s1", "as-south")
    run("relay", at, "--to", "artillery command", "as-south")
    run("read-back", at, "--understood", "stop shelling", "as-south")
    run("read-back", at, "--understood", "stop shelling", "--confirmed", "as-north")
    run("order-passed", at, "as-south")
    run("halted", at, "--when", "2026-11-23T05:04:30Z", "as-south")
    run("stand-down", at, "as-north")
    kinds = [type(body(home, back)) for back in (7, 6, 5, 4, 3, 2, 1)]
    assert [
        alert.Taken, alert.Relayed, alert.ReadBack, alert.ReadBack, alert.OrderPassed,
        alert.Halted, alert.StoodDown,
    ] == kinds  # fmt: skip
    run("alert", "--what", "movement at the bridge", "as-north")
    assert isinstance(body(home), alert.Raised)


def test_a_call_is_logged_while_it_runs_and_stood_for_by_its_speaker(
    home: Path, run: Run
) -> None:
    """Begun, an answer heard in it, ended; then South signs that it said so itself."""
    told = number(run("notify", "site", "--site", "hospital", *MILL, *TOLD))
    began = run("call", "begin", "--from", "South duty officer", "--officer", "d1")
    since = began.split("--call-began ")[1].split()[0]
    heard = run("answer", "received", told, "--officer", "d1", "--heard-from", "South duty officer",
                "--party", "south", "--call-began", since)  # fmt: skip
    run("call", "end", number(began))
    ended = body(home)
    assert isinstance(ended, log.Noted)
    assert ended.heard is not None
    assert ended.heard.ended is not None
    with Desk(home / "desk", reading=True) as desk:
        assert isinstance(desk.facts(int(number(heard))).entry.body, answer.Received)
    with pytest.raises(Refusal, match="you may read"):
        run("call", "confirm", number(began), "as-south")


def test_what_was_heard_is_stood_for(home: Path, run: Run) -> None:
    """An answer heard from South, sealed to South, becomes South's own; North cannot do that."""
    told = number(run("notify", "site", "--site", "hospital", *MILL, *TOLD[:4]))
    heard = run("answer", "received", told, "--officer", "d1", "--heard-from", "South duty officer",
                "--party", "south")  # fmt: skip
    run("call", "confirm", number(heard), "as-south")
    found = last(home)
    assert isinstance(found.body, answer.Received)
    assert ("south", None) == (found.author, found.body.heard)


def test_a_real_stop_request_ends_the_drill(home: Path, run: Run) -> None:
    """A drill's own stop request does not; a real one does, and says so on record."""
    run("exercise", "start", "night-drill", "--title", "Ring the ladder")
    run("stop", "--what", "practice", "--exercise", "as-north")
    assert isinstance(body(home), alert.StopRequested)
    run("stop", "--what", "shelling", "as-north")
    assert log.ExerciseEnded(drill="night-drill", why="real-stop-request") == body(home)
    with pytest.raises(AnsweredNo, match="a drill that runs"):
        run("exercise", "end", "night-drill")


def test_the_duty_log_and_availability(home: Path, run: Run) -> None:
    """A remark about a record, and the desk's word on a party, counted by version."""
    told = number(run("notify", "site", "--site", "hospital", *MILL, *TOLD))
    run("note", "The line is bad.", "--about", told, "as-south")
    assert isinstance(body(home), log.Noted)
    for version in (1, 2):
        run("availability", "south", "limited", *WINDOW, "--statement", "two of five calls")
        found = body(home)
        assert isinstance(found, roster.AvailabilityStated)
        assert (version, "desk") == (found.version, found.speaker)


def test_json_is_one_object(run: Run) -> None:
    """The same receipt, with what overlaps, for a program."""
    told = json.loads(run("notify", "site", "--site", "hospital", *MILL, *TOLD, "--json"))
    assert ("notice.site_notified", "north") == (told["kind"], told["by"])
    assert [] == told["awareness"]["unread"]


def test_what_has_no_receipt_is_sent_again(home: Path, run: Run) -> None:
    """A receipt lost on the way: the stored bytes are sent again and the log stays as it is."""
    run("notify", "site", "--site", "hospital", *MILL, *TOLD)
    size = last(home).index
    for receipt in (home / "north" / "receipts").glob("*.receipt"):
        receipt.unlink()
    assert "sent again" in run("resend", "as-north")
    assert size == last(home).index
    assert "Everything has its receipt" in run("resend", "as-north")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("answer", "received", "9999", "as-south"), "expected an entry below"),
        (("answer", "received", "0", "as-south"), "expected a notice"),
        (("notify", "site", "--site", "x", "--purpose", "x"), "a name, numbers or a reference"),
        (("notify", "movement", "--leg", "35N 40E", "--purpose", "x"), "a position and a window"),
        (("notify", "movement", "--leg", "35N 40E; 2026-11-24T06:00Z/2026-11-24T07:00Z; at x",
          "--purpose", "x"), "each once"),
        (("availability", "south", "gone", *WINDOW, "--statement", "x"), "unreachable"),
        (("note", "x", "as-west"), "key file"),
    ],
)  # fmt: skip
def test_what_could_mean_two_things_is_refused(
    home: Path, run: Run, words: tuple[str, ...], says: str
) -> None:
    """One sentence that says what was expected."""
    line = [f"--as={home / 'west.key'}" if word == "as-west" else word for word in words]
    with pytest.raises((BadInput, Refusal), match=says):
        run(*line)


@pytest.mark.parametrize("content", [None, "not a key"])
def test_a_lost_key_file_still_stops(home: Path, run: Run, content: str | None) -> None:
    """Without a key that can be read the desk asks itself, and says that it is not proved."""
    lost = home / "lost.key"
    if content is not None:
        lost.write_text(content)
        lost.chmod(0o600)
    said = run("stop", "--what", "shelling", f"--as={lost}")
    assert "The desk acts itself" in said
    found = last(home)
    assert isinstance(found.body, alert.StopRequested)
    assert "desk" == found.author
    assert "NOT AUTHENTICATED" in (found.body.caller or "")


def test_a_suspended_key_still_stops(home: Path, run: Run) -> None:
    """North's key was suspended: its stop request is entered as heard and not authenticated."""
    with Desk(home / "desk") as desk:
        ring = desk.view().ring
        (key,) = ring.of("north", "sign", desk.size)
        desk.act(roster.KeyRevoked(key=key.name, why="suspended"))
    said = run("stop", "--what", "shelling", "as-north")
    assert "NOT authenticated" in said
    found = last(home)
    assert isinstance(found.body, alert.StopRequested)
    assert ("desk", "north, NOT AUTHENTICATED: its key no longer counts") == (
        found.author, found.body.caller
    )  # fmt: skip
    with pytest.raises(NotAdmitted):
        run("note", "anything else", "as-north")


def test_what_was_refused_is_not_sent_again(home: Path, run: Run) -> None:
    """South may not amend North's notice; what it signed stays, and never goes out by itself."""
    old, new = (number(run("notify", "site", "--site", one, *MILL, *TOLD)) for one in "ab")
    with pytest.raises(AnsweredNo):
        run("amend", old, new, "--why", "moved", "as-south")
    size = last(home).index
    assert "Everything has its receipt" in run("resend", "as-south")
    assert size == last(home).index
    assert 1 == len(list((home / "south" / "outbox").glob("*.refused")))


def test_a_window_that_ends_before_it_begins_is_refused_plainly(run: Run) -> None:
    """No numbers of milliseconds, and no advice about zones."""
    with pytest.raises(BadInput, match="ends before it begins") as said:
        run("notify", "activity", *MILL, *TOLD, "--window", "2026-11-24T08:00Z/2026-11-24T06:00Z")
    assert "" == said.value.remedy


def test_a_suspended_key_is_named_as_one_that_does_not_count(home: Path, run: Run) -> None:
    """Its holder reads why, and a stop request under it rings all the same."""
    with Desk(home / "desk", reading=True) as desk:
        name = desk.view().ring.names("north", "sign")[0]
    line = ["key", "revoke", str(home / "desk"), name, "--why", "suspended", "--even-last"]
    assert 0 == CliRunner().invoke(app, line).exit_code
    with pytest.raises(AnsweredNo, match="by a key that does not count"):
        run("note", "hello", "as-north")
    assert "NOT authenticated" in run("stop", "--what", "Shelling", "as-north")
    assert isinstance(body(home), alert.StopRequested)


def test_an_answer_heard_without_whose_it_is_is_not_logged_as_the_desks(run: Run) -> None:
    """It would stop nobody's clock; a distance is refused under the name it was typed as."""
    told = number(run("notify", "site", "--site", "hospital", *MILL, *TOLD))
    heard = ("--officer", "d1", "--heard-from", "South duty officer")
    for words in (("answer", "received", told), ("read-back", told, "--understood", "the mill")):
        with pytest.raises(BadInput, match="--party with --heard-from"):
            run(*words, *heard)
        run(*words, *heard, "--party", "south")
    with pytest.raises(BadInput) as said:
        run("notify", "site", "--site", "x", *MILL, *TOLD, "--within", "1e9m")
    assert "--within" == said.value.at
