"""A bad row is reported with its line and the reason; the rows around it are still mapped."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.cases import case_from, read_case
from parley.cases.drafts import CaseImport, read_rows
from parley.cases.mapping import read_mapping
from parley.cases.table import Row, fingerprint, rows_of
from parley.errors import BadInput
from parley.record import incident

HOSTILE = Path(__file__).parent / "hostile"
HEAD = """
[case]
id = "mill"
title = "The mill"
gist = "An invented case."
incidents = ["mill"]
[template.claim]
kind = "incident.claimed"
incident = "$incident"
question = "killed"
stance = "reports"
statement = "$text"
said = "$time"
place = "$place"
[kind]
claim = { use = "claim" }
"""
ONE = """
[[row]]
line = {line}
is = "{mark}"
file = "mill"
[[row.record]]
quantities = [{{ measure = "killed", unit = "person", written = "At least 4" }}]
"""


def _annotated(table: bytes) -> bytes:
    """A mapping that annotates every readable row of the table as it stands."""
    rows = {fingerprint(row): row.line for row in rows_of(table) if isinstance(row, Row)}
    body = "".join(ONE.format(line=line, mark=mark) for mark, line in rows.items())
    return (HEAD + (body or "row = []")).encode()


def _read(name: str) -> CaseImport:
    table = (HOSTILE / f"{name}.csv").read_bytes()
    return read_case(case_from(table, mapping=_annotated(table)))


REASONS = {
    "unknown_kind": "verdict",
    "date_that_does_not_exist": "2031-02-30",
    "time_in_words": "early Saturday",
    "interval_backwards": "earliest",
    "latitude_without_longitude": "only one of them",
    "latitude_as_exponent": "1e1",
    "latitude_beyond_the_pole": "lat",
    "uncertainty_negative": "-5",
    "confidence_of_its_own": "certain",
    "no_address": "source_url",
    "no_speaker": "actor",
    "carrier_without_a_name": "actor",
    "chain_of_nine": "8",
    "direction_override": "statement",
    "line_separator_in_a_cell": "who",
    "null_byte": "who",
    "escape_sequence": "who",
    "text_of_5000": "4000",
    "too_many_cells": "got 11",
    "too_few_cells": "got 3",
    "quote_in_mid_cell": "RFC 4180",
    "empty_line": "empty line",
    "doubled_row": "line 2 again",
}


@pytest.mark.parametrize(("name", "reason"), REASONS.items())
def test_a_bad_row_is_reported_and_its_neighbours_are_mapped(name: str, reason: str) -> None:
    """Only the bad row is missing, and its line and a reason that names the fault are given."""
    found = _read(name)
    assert [row.line for row in found.rows] == [2, 4]
    assert [unmapped.line for unmapped in found.unmapped] == [3]
    assert reason in found.unmapped[0].reason


def test_every_hostile_file_is_tested() -> None:
    """No attack lies here unused."""
    alone = {"quote_never_closed"}
    names = {path.stem for path in HOSTILE.glob("*.csv")}
    apart = {name for name in names if name.startswith(("kept_", "whole_"))}
    assert names - apart - alone == set(REASONS)


def test_an_open_quote_says_which_lines_it_swallowed() -> None:
    """A quotation that never closes takes the rest of the file; the report says so by line."""
    found = _read("quote_never_closed")
    assert [row.line for row in found.rows] == [2]
    assert [unmapped.line for unmapped in found.unmapped] == [3]
    assert "lines 3 to 4" in found.unmapped[0].reason


@pytest.mark.parametrize("path", sorted(HOSTILE.glob("kept_*.csv")), ids=lambda path: path.stem)
def test_odd_words_stay_words(path: Path) -> None:
    """Formulas, placeholders and references inside a cell are kept as text and do nothing."""
    found = _read(path.stem)
    assert found.unmapped == ()
    record = list(found.drafts())[1].record({})
    row = [row for row in rows_of(path.read_bytes()) if isinstance(row, Row)][1]
    assert isinstance(record, incident.Claimed)
    assert record.reported is not None
    assert record.reported.chain[0].who == row.actor
    assert record.reported.address == row.source_url
    assert record.statement == row.text


@pytest.mark.parametrize("path", sorted(HOSTILE.glob("whole_*.csv")), ids=lambda path: path.stem)
def test_a_file_that_is_no_such_table_is_refused(path: Path) -> None:
    """Nothing is guessed about a table with other columns or another encoding."""
    with pytest.raises(BadInput, match="expected"):
        read_rows(path.read_bytes(), read_mapping((HEAD + "row = []").encode()))


def test_a_changed_row_is_not_mapped_by_the_annotation_of_the_old_one() -> None:
    """One altered digit in a row that somebody annotated is reported, not taken over."""
    table = (HOSTILE / "kept_formula_in_a_cell.csv").read_bytes()
    changed = table.replace(b"paper C", b"paper D")
    found = read_case(case_from(changed, mapping=_annotated(table)))
    assert [row.line for row in found.rows] == [2, 3]
    assert [(bad.line, "changed row" in bad.reason) for bad in found.unmapped] == [(4, True)]


def test_an_annotation_without_its_row_is_reported() -> None:
    """A row that was cut out of the table is missed."""
    table = (HOSTILE / "kept_formula_in_a_cell.csv").read_bytes()
    cut = table[: table.rindex(b"2031-05-05")]
    found = read_case(case_from(cut, mapping=_annotated(table)))
    assert [(bad.line, "no such row" in bad.reason) for bad in found.unmapped] == [(4, True)]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('written = "At least 4"', 'written = "At least 5"', "figure that stands"),
        ('written = "At least 4"', 'written = "least"', "figure like"),
        ("quantities", 'statement = "nine died"\nquantities', "words that stand"),
        ("quantities", 'on_word_of = "West"\nquantities', "name that stands"),
        ("quantities", 'concerns = ["@9.1"]\nquantities', "made before"),
        ("quantities", 'concerns = ["@2.1"]\nquantities', "made before"),
        ('file = "mill"', "", "incident file named"),
        ("quantities", 'stance = "knows"\nquantities', "stance"),
        ("quantities", 'colour = "red"\nquantities', "colour"),
    ],
)
def test_an_annotation_cannot_say_what_its_row_does_not(old: str, new: str, reason: str) -> None:
    """Figures, quotations and speakers that are not in the row, and dangling references, fail."""
    table = (HOSTILE / "kept_formula_in_a_cell.csv").read_bytes()
    mapping = _annotated(table).decode()
    found = read_case(case_from(table, mapping=mapping.replace(old, new, 1).encode()))
    assert [bad.line for bad in found.unmapped] == [2]
    assert reason in found.unmapped[0].reason


def test_a_mapping_with_a_fault_of_its_own_is_refused() -> None:
    """A mapping that is not TOML, doubles a line or names no template is refused as a whole."""
    doubled = HEAD + 2 * ONE.format(line=2, mark="00")
    for fault in ("[case", HEAD + 'row = []\nx = 1', doubled, HEAD.replace('use = "claim"', "")):
        with pytest.raises(BadInput):
            read_mapping(fault.encode())
