"""The tables of cues: complete, well formed, and each cue once."""

from __future__ import annotations

from parley.reading.frames.load import frames
from parley.reading.output import Kind
from parley.reading.words.inflection import forms, lines, third

VERBS = [row.split("\t") for row in lines("parley.reading.frames", "verbs.tsv")]
NOUNS = [row.split("\t") for row in lines("parley.reading.frames", "nouns.tsv")]


def test_the_tables_are_as_large_as_promised() -> None:
    """Some 400 verbs and 80 nouns."""
    assert len(VERBS) >= 400
    assert len(NOUNS) >= 80


def test_every_row_is_whole() -> None:
    """Five columns: cue, frames, a kind there is, a sign and a weight."""
    kinds = {kind.value for kind in Kind}
    for row in VERBS + NOUNS:
        assert 5 == len(row), row
        assert row[2] in kinds, row
        assert row[3] in "+-", row
        assert row[4] in ("f", "n", "d"), row


def test_no_cue_stands_twice() -> None:
    """A second row would silently win or lose."""
    cues = [row[0] for row in VERBS]
    assert sorted(set(cues)) == sorted(cues)


def test_a_cue_is_met_in_every_form() -> None:
    """Past, participle, third person and -ing lead to the same frame; the longest particle
    first.
    """
    known = frames().verbs
    assert all("deny" == known[form][0].cue for form in ("deny", "denies", "denied", "denying"))
    assert ("for",) == known["called"][0].particle or known["called"][0].particle


def test_forms_follow_the_rules_of_english() -> None:
    """A few of each kind; irregular verbs come from their list."""
    assert {"admits", "admitting", "admitted", "admit"} == {form for form, _ in forms("admit")}
    assert {"says", "saying", "said", "say"} == {form for form, _ in forms("say")}
    assert ["replies", "wishes", "plays"] == [third(word) for word in ("reply", "wish", "play")]
