"""A draft becomes a claim by a person's signed act, and in no other way."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from parley import incidents
from parley.desk.confirming import (
    Decision,
    Kept,
    Queue,
    Tally,
    as_drafted,
    confirm,
    confirm_for_demo,
    draft_digest,
    rates,
    reject,
)
from parley.desk.confirming.drafted import Source, rule_id
from parley.desk.confirming.opening import queue_files
from parley.desk.desk import Desk
from parley.errors import BadInput, NotAdmitted, NotFound
from parley.reading import read
from parley.record import incident
from parley.record.entry import Unread, as_record
from parley.record.values.canonical import Json
from tests.desk.confirming.conftest import REPORT
from tests.review.streams import entry as made_entry

DECISION = Decision(incident="mill", officer="a-7")


def _of(desk: Desk, words: str) -> str:
    """The digest of the waiting draft whose statement holds these words."""
    for one in Queue(desk).waiting():
        if any(words in one.kept.text[p.start : p.end] for p in one.claim.content):
            return one.digest
    raise LookupError(words)


def _decide(desk: Desk, words: str, **changes: Json) -> incident.Claimed:
    waiting = Queue(desk).find(_of(desk, words))
    decision = Decision(incident="mill", officer="a-7", changes=changes)
    receipt, made = confirm(desk, waiting, decision)
    assert made == desk.facts(receipt.index).entry.body
    return made


def test_a_draft_is_no_record(demo_desk: Desk) -> None:
    """Reading and queueing enter nothing."""
    before = demo_desk.size
    assert len(list(Queue(demo_desk).waiting())) >= 4
    assert before == demo_desk.size


def test_a_confirmed_draft_says_where_it_was_read_and_who_decided(demo_desk: Desk) -> None:
    """The entry names document, spans, reader, rules and officer; the desk signs it."""
    made = _decide(demo_desk, "at least 12 villagers")
    assert made.draft is not None
    assert made.reported is not None
    assert ("a-7", 0, False) == (
        made.draft.officer, made.draft.edits, made.draft.speaker_changed,
    )  # fmt: skip
    assert made.draft.rules
    assert [link.who for link in made.reported.chain] == ["The northern ministry"]
    (toll,) = made.quantities
    assert (12, None, None) == (toll.range.low, toll.range.best, toll.range.high)
    assert "desk" == demo_desk.facts(demo_desk.size - 1).entry.author
    spoken = {REPORT[span.start : span.end] for span in made.draft.spans}
    assert any("at least 12 villagers" in words for words in spoken)


def test_a_decided_draft_leaves_the_queue(demo_desk: Desk) -> None:
    """Confirmed or rejected, it does not come back, and reading it again brings nothing back."""
    queue = Queue(demo_desk)
    first, second, *rest = [one.digest for one in queue.waiting()]
    confirm(demo_desk, queue.find(first), DECISION)
    reject(demo_desk, queue.find(second), officer="a-7", why="no-claim", remarks="a heading")
    assert rest == [one.digest for one in queue.waiting()]
    kept = next(iter(queue.waiting())).kept
    queue.add(kept)
    assert rest == [one.digest for one in queue.waiting()]
    with pytest.raises(NotFound):
        queue.find(first)


def test_a_correction_is_counted(demo_desk: Desk) -> None:
    """Every field that a person changed is an edit; another speaker is marked."""
    made = _decide(
        demo_desk, "at least 12 villagers",
        question="injured", chain=[{"who": "the western ministry"}],
    )  # fmt: skip
    assert made.draft is not None
    assert (2, True) == (made.draft.edits, made.draft.speaker_changed)
    assert "injured" == made.question


def test_tying_a_speaker_to_an_actor_changes_no_speaker(demo_desk: Desk) -> None:
    """The name stays; that it is a registered actor is an edit, but the reader was not wrong."""
    made = _decide(
        demo_desk, "at least 12 villagers",
        chain=[{"who": "The northern ministry", "actor": "north"}],
    )  # fmt: skip
    assert made.draft is not None
    assert (1, False) == (made.draft.edits, made.draft.speaker_changed)


def test_what_a_reader_cannot_know_is_no_edit(demo_desk: Desk) -> None:
    """Grades and dates that a person adds are not held against the reader."""
    made = _decide(demo_desk, "at least 12 villagers", reliability="B", credibility=2)
    assert made.draft is not None
    assert 0 == made.draft.edits
    assert ("B", 2) == (made.reliability, made.credibility)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"verdict": "true"}, "field of a claim"),
        ({"draft": None}, "field of a claim"),
        ({"incident": "other"}, "field of a claim"),
        ({"stance": "shouts"}, "stance"),
        ({"chain": []}, "chain"),
        ({"statement": "\u202egnorw"}, "statement"),
        ({"quantities": [{"measure": "killed"}]}, "quantities"),
    ],
    ids=lambda given: next(iter(given)) if isinstance(given, dict) else None,
)
def test_a_correction_is_judged_like_any_record(
    demo_desk: Desk, changes: dict[str, Json], wrong: str
) -> None:
    """Unknown fields, wrong types and hidden characters are refused, and nothing is entered."""
    before = demo_desk.size
    waiting = Queue(demo_desk).find(_of(demo_desk, "at least 12 villagers"))
    with pytest.raises(BadInput, match=wrong):
        confirm(demo_desk, waiting, Decision(incident="mill", officer="a", changes=changes))
    assert before == demo_desk.size


def test_a_rejection_repeats_nothing_of_what_was_said(demo_desk: Desk) -> None:
    """The entry names the draft by digest and the reason; the words stay out of the record."""
    waiting = Queue(demo_desk).find(_of(demo_desk, "fired on the village"))
    receipt = reject(demo_desk, waiting, officer="a-7", why="wrong-content")
    body = demo_desk.facts(receipt.index).entry.body
    assert isinstance(body, incident.DraftRejected)
    assert (waiting.digest, "wrong-content") == (body.draft.draft, body.why)
    assert b"village" not in next(demo_desk.leaves(receipt.index, receipt.index + 1))


def test_rates_come_from_the_record_alone(demo_desk: Desk) -> None:
    """Edits per confirmed claim, and wrong speakers of all decided, even without the queue."""
    assert () == rates(demo_desk.board.caught_up(Tally))
    _decide(demo_desk, "at least 12 villagers")
    _decide(demo_desk, "There will be an inquiry", chain=[{"who": "the head of the mission"}])
    waiting = Queue(demo_desk).find(_of(demo_desk, "fired on the village"))
    reject(demo_desk, waiting, officer="a-7", why="wrong-speaker")
    for path in (demo_desk.home / "drafts").iterdir():
        path.unlink()
    (found,) = rates(demo_desk.board.caught_up(Tally))
    assert (2, 1, 1, 0.5) == (
        found.confirmed, found.rejected, found.unchanged, found.edits_per_confirmed,
    )  # fmt: skip
    assert (2, 2 / 3) == (found.wrong_speaker, found.wrong_speaker_rate)
    assert {"wrong-speaker": 1} == found.why_rejected


def test_nobody_elses_decision_empties_the_queue(demo_desk: Desk) -> None:
    """A rejection signed by another than the desk leaves the desk's queue as it is."""
    waiting = next(iter(Queue(demo_desk).waiting()))
    source = Source(reading=waiting.kept.reading, text=waiting.kept.text, address="x")
    drafted = as_drafted(source, waiting.claim, incident="x", officer="x-1")
    assert drafted.draft is not None
    tally = Tally()
    receipt = demo_desk.act(incident.DraftRejected(draft=drafted.draft, why="no-claim"))
    entry = demo_desk.facts(receipt.index).entry
    tally.step(msgspec.structs.replace(entry, author="south"))
    assert {} == tally.decided
    tally.step(entry)
    assert [waiting.digest] == list(tally.decided)


@pytest.mark.parametrize("name", ["desk.parley.invalid", "demonstration.invalid", "x.demo.invalid"])
def test_only_a_demo_confirms_unseen(tmp_path: Path, report: Path, name: str) -> None:
    """A desk whose name does not begin with "demo." refuses, and enters nothing."""
    with Desk.found(tmp_path / "real", name=name) as desk:
        list(queue_files(Queue(desk), [report]))
        before = desk.size
        with pytest.raises(NotAdmitted, match=r"demo\."):
            confirm_for_demo(desk, list(Queue(desk).waiting()), DECISION)
        assert before == desk.size
        assert list(Queue(desk).waiting())


def test_a_demo_confirms_unseen(demo_desk: Desk) -> None:
    """In a demonstration every draft becomes a claim of the file, and the queue is empty."""
    waiting = list(Queue(demo_desk).waiting())
    assert len(waiting) == len(list(confirm_for_demo(demo_desk, waiting, DECISION)))
    assert [] == list(Queue(demo_desk).waiting())
    file = demo_desk.board.state(incidents.PROJECTION).file("mill")
    assert file is not None
    assert len(waiting) == len(file.claims)


def test_the_queue_is_not_to_be_read_by_others(demo_desk: Desk) -> None:
    """What waits is encrypted, for its owner alone, and a changed file is refused by name."""
    (path,) = (demo_desk.home / "drafts").iterdir()
    assert b"villagers" not in path.read_bytes()
    assert 0 == path.stat().st_mode & 0o077
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(BadInput, match="drafts that this desk kept"):
        list(Queue(demo_desk).waiting())


def test_what_could_not_be_read_is_named(tmp_path: Path, demo_desk: Desk) -> None:
    """A document in another language stops nothing and is named with the reason."""
    other = tmp_path / "autre.txt"
    other.write_text("Le ministre a dit que les soldats étaient partis dans la nuit. " * 5)
    (found,) = queue_files(Queue(demo_desk), [other])
    assert found.refused
    assert 0 == found.drafts


@given(st.text(max_size=400))
def test_any_text_gives_drafts_that_are_records(text: str) -> None:
    """Whatever the words, each draft is a record, and its bounds are only those told."""
    quoted = f'The ministry said: "{text}" and that at least 7 people were killed.'
    reading = read(quoted, document="d")
    source = Source(reading=reading, text=quoted, address="a page")
    for claim in reading.claims:
        made = as_drafted(source, claim, incident="mill", officer="a-1")
        assert made == as_record(msgspec.to_builtins(made))
        assert made.draft is not None
        assert draft_digest(reading, claim) == made.draft.draft
        for told, one in zip(claim.quantities, made.quantities, strict=False):
            assert one.range.low in (told.low, None)


def test_two_drafts_have_two_digests(demo_desk: Desk) -> None:
    """No two drafts of a document are told apart by less than their digest."""
    found = [one.digest for one in Queue(demo_desk).waiting()]
    assert len(found) == len(set(found))


@given(st.text(max_size=200))
def test_a_rule_is_an_identifier(words: str) -> None:
    """Any words for a rule make an identifier of the vocabulary."""
    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", rule_id(words))


def test_a_reading_without_a_document_is_not_kept(demo_desk: Desk) -> None:
    """A queue file is named by its document's SHA-256 and by nothing else."""
    reading = replace(read(REPORT, document="d"), sha256="../../keys/desk")
    with pytest.raises(BadInput, match="SHA-256"):
        Queue(demo_desk).add(Kept(reading=reading, text=REPORT, address="x"))


def test_unread_and_other_entries_pass_by() -> None:
    """The tally takes no notice of what it cannot read."""
    tally = Tally()
    tally.step(made_entry(0, Unread(why="sealed"), author=None))
    assert {} == tally.decided
