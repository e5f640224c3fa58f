"""The shipped case: every row becomes records, on the right word, with nothing invented."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.cases import CASES, case_from, load, read_case
from parley.cases.chain import actors_of, chain_of
from parley.cases.drafts import read_rows
from parley.cases.table import Row, rows_of
from parley.errors import BadInput, NotFound
from parley.record import alert, answer, arrangement, incident, notice
from parley.record.entry import read_record, write_record
from parley.record.kinds import Record
from parley.record.values.place import Point
from tests.cases.entering import entered

CASE = load("deir-ez-zor")
IMPORTED = read_case(CASE)
RECORDS = entered(IMPORTED)


def _only(name: str, kind: type[Record]) -> Record:
    record = RECORDS[name]
    assert isinstance(record, kind)
    return record


def test_every_row_maps_and_none_is_lost() -> None:
    """72 rows of 34 kinds give 104 records, and the list of unmapped rows is empty."""
    rows = [row for row in rows_of(CASE.timeline) if isinstance(row, Row)]
    assert (len(rows), len({row.kind for row in rows})) == (72, 34)
    assert [row.line for row in IMPORTED.rows] == list(range(2, 74))
    assert IMPORTED.unmapped == ()
    assert len(RECORDS) == 104


def test_files_are_opened_before_anything_is_said_of_them() -> None:
    """The case's own incident is the first file, and no claim comes before its file."""
    opened = [record for record in RECORDS.values() if isinstance(record, incident.Opened)]
    assert tuple(record.incident for record in opened) == CASE.incidents
    assert list(RECORDS.values())[:3] == opened


def test_the_table_is_the_published_one() -> None:
    """The rows are shipped as they were published, to the byte."""
    digest = hashlib.sha256(CASE.timeline).hexdigest()
    assert digest == "139a400b9d59ab970d25739d1d302eff522b9fe289a040a17726363849e16e58"


def test_every_record_stands_on_somebodys_word() -> None:
    """No record is without a chain, an address and a grade of how well it is sourced."""
    for name, record in RECORDS.items():
        assert record.reported is not None, name
        assert record.reported.chain[0].who
        assert record.reported.address
        assert record.exercise is False


def test_every_record_has_one_spelling() -> None:
    """Each is written and read back the same."""
    for record in RECORDS.values():
        assert read_record(write_record(record)) == record


def test_places_are_whole_numbers_with_their_uncertainty() -> None:
    """A row's coordinates are kept to the digit, with a radius and no datum anybody gave."""
    told = _only("17.1", notice.ActivityNotified)
    assert isinstance(told, notice.ActivityNotified)
    assert told.place.uncertainty_cm == 900_000
    assert told.place.datum == "unknown"
    assert isinstance(told.place.shape, Point)
    assert (told.place.shape.at.lat, told.place.shape.at.lon) == (352_560_000, 401_410_000)


def test_vague_times_stay_vague() -> None:
    """A day is a whole day, a month a month, an interval an interval."""
    told = _only("17.1", notice.ActivityNotified)
    assert isinstance(told, notice.ActivityNotified)
    assert told.window.latest - told.window.earliest == 86_400_000 - 1
    late = _only("73.1", incident.Claimed)
    assert isinstance(late, incident.Claimed)
    assert late.said is not None
    assert late.said.precision == "month"
    watched = _only("16.2", incident.Claimed)
    assert isinstance(watched, incident.Claimed)
    assert watched.when is not None
    assert watched.when.lasting


def test_several_actors_are_split() -> None:
    """Two co-chairs are two names; two speakers on one telephone call are two statements."""
    memorandum = _only("2.1", arrangement.InstrumentAdopted)
    assert isinstance(memorandum, arrangement.InstrumentAdopted)
    assert memorandum.adopted_by == ("United States", "Russia")
    said = [RECORDS["12.2"], RECORDS["12.3"]]
    assert [one.speaker for one in said if isinstance(one, arrangement.StatusStated)] == [
        "Kerry",
        "Lavrov",
    ]


def test_the_line_has_no_reply_time() -> None:
    """Nothing reported gives the line a reply time, so none is written."""
    line = _only("2.2", arrangement.ChannelEstablished)
    assert isinstance(line, arrangement.ChannelEstablished)
    assert line.reply_within_s is None


def test_answers_name_the_record_they_answer() -> None:
    """The answer carries the digest of the notice, the steps that of the alert."""
    digests = {name: _fake(name) for name in RECORDS}
    assert _field("18.1", answer.Received) == digests["17.1"]
    assert _field("22.2", alert.Taken) == digests["20.1"]
    assert _field("27.1", alert.Halted) == digests["20.1"]


def _fake(name: str) -> str:
    return "sha256:" + hashlib.sha256(name.encode()).hexdigest()


def _field(name: str, kind: type[Record]) -> str:
    record = _only(name, kind)
    if isinstance(record, answer.Received):
        return record.notice
    assert isinstance(record, alert.Taken | alert.Halted)
    return record.alert


def test_a_draft_waits_for_what_it_needs() -> None:
    """A draft that answers another cannot be made before that one has a digest."""
    draft = next(draft for draft in IMPORTED.drafts() if draft.name == "18.1")
    assert draft.needs == ("17.1",)
    with pytest.raises(BadInput, match="digest of 17.1"):
        draft.record({})


def test_the_convoy_is_a_file_of_its_own() -> None:
    """No record of the second incident names the first, and the other way round."""
    files = Counter(
        record.incident for record in RECORDS.values() if isinstance(record, incident.About)
    )
    assert set(files) == set(CASE.incidents)
    convoy = [
        name
        for name, record in RECORDS.items()
        if isinstance(record, incident.About) and record.incident.startswith("urum")
    ]
    assert {name.split(".")[0] for name in convoy} == {
        str(line) for line in (54, 55, 56, 61, 62, 71, 72)
    }


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("SOHR", "SOHR:said"),
        ("SOHR, via Sky News Arabia", "Sky News Arabia:said SOHR:via"),
        ("A citing B", "A:said B:cited"),
        ("A citing B, via C", "C:said A:via B:cited"),
        ("A, via C citing D", "C:said D:cited A:via"),
        ("X, per A", "A:said"),
        ("A citing the guard", "A:said the guard:unnamed"),
        ("?", "a source that is not named:unnamed"),
    ],
)
def test_the_chain_runs_from_the_document_inward(cell: str, words: str) -> None:
    """Whoever carries it stands outermost, the original source last."""
    chain = chain_of(cell, {"the guard"})
    assert " ".join(f"{link.who}:{link.how}" for link in chain) == words


def test_who_acted_is_read_apart_from_who_says_so() -> None:
    """The actors of "A; B, via C" are A and B."""
    assert actors_of("A; B, via C citing D") == ("A", "B")
    assert actors_of("X, per A") == ("X",)


@given(st.integers(min_value=2, max_value=73))
def test_a_row_that_is_cut_out_is_missed(line: int) -> None:
    """Whatever row is taken away, its line is reported and nothing breaks."""
    lines = CASE.timeline.splitlines(keepends=True)
    found = read_rows(b"".join(lines[: line - 1] + lines[line:]), CASE.mapping)
    missed = [bad.line for bad in found.unmapped if "no such row" in bad.reason]
    assert missed == [line]
    assert len(found.rows) + len(found.unmapped) - len(missed) == 71


@given(st.integers(min_value=100, max_value=17_000), st.binary(min_size=1, max_size=3))
def test_a_damaged_table_is_reported_or_refused(at: int, damage: bytes) -> None:
    """Any bytes written over the table give a report or one refusal, never a crash."""
    table = CASE.timeline[:at] + damage + CASE.timeline[at + len(damage) :]
    try:
        found = read_rows(table, CASE.mapping)
    except BadInput:
        return
    if table != CASE.timeline:
        assert found.unmapped


def test_an_unknown_case_is_refused() -> None:
    """The refusal names the cases there are."""
    assert list(CASES) == ["deir-ez-zor"]
    with pytest.raises(NotFound, match="deir-ez-zor"):
        load("atlantis")


def test_a_case_is_two_files() -> None:
    """A case from elsewhere needs a table and a mapping, and nothing else."""
    case = case_from(CASE.timeline, mapping=BARE)
    found = read_case(case)
    assert (found.rows, len(found.unmapped)) == ((), 72)
    assert {bad.reason.split(",")[0] for bad in found.unmapped} == {
        "expected a kind of row this case knows"
    }


BARE = b"""
template = {}
kind = {}
row = []
[case]
id = "x"
title = "x"
gist = "x"
incidents = []
"""
