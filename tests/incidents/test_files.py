"""Files keep every claim on its own word; whose word it is follows from the chain alone."""

from __future__ import annotations

import pytest

from parley.fold import fold
from parley.incidents import PROJECTION, alarms, counted, material, owner_of, speaker_of
from parley.record import correction, incident
from parley.record.readers.told import told
from parley.record.values.amount import Range
from parley.record.values.statement import Link
from tests.review.streams import DAY, by, digest_of, entry, killed


def _claim(figure: int, *chain: Link, file: str = "mill") -> incident.Claimed:
    return incident.Claimed(
        incident=file,
        question="killed",
        stance="reports",
        statement=f"{figure} killed",
        said=DAY,
        quantities=(killed(figure),),
        reported=by(*chain) if chain else None,
    )


def test_files_are_never_mixed() -> None:
    """A claim stands in the file it names and in no other."""
    state = fold(PROJECTION, [entry(0, _claim(4)), entry(1, _claim(9, file="ford"))])
    assert {file.of: [told.index for told in file.claims] for file in state.files} == {
        "mill": [0],
        "ford": [1],
    }


def test_what_is_said_upon_claims_is_kept_and_changes_none() -> None:
    """A tie, a correction and a blockage stand in the file, and the claims stay as they were."""
    tie = incident.ClaimLinked(
        incident="mill", claim=digest_of(0), other=digest_of(1), relation="same-toll",
        reasons="one road, one hour",
    )  # fmt: skip
    wrong = incident.ClaimCorrected(
        incident="mill", claim=digest_of(0), by=digest_of(1), why="a slip"
    )
    shut = incident.Blocked(incident="mill", what="member-absent", statement="alone", since=DAY)
    claims = [entry(0, _claim(4)), entry(1, _claim(9))]
    upon = [entry(2, tie), entry(3, wrong), entry(4, shut)]
    (alone,), (file,) = fold(PROJECTION, claims).files, fold(PROJECTION, claims + upon).files
    assert alone.claims == file.claims
    assert [2, 3, 4] == [told.index for told in file.upon]
    assert [0, 1, 2, 3, 4] == [told.index for told in file.everything()]


def test_a_retracted_claim_is_kept_and_raises_nothing() -> None:
    """Taken back by its author, a figure stays readable and leaves the checks."""
    stream = [
        entry(0, _claim(4)),
        entry(1, _claim(9)),
        entry(2, correction.Retracted(record=digest_of(1), entry=1, why="miscounted")),
    ]
    before, after = fold(PROJECTION, stream[:2]), fold(PROJECTION, stream)
    assert {alarm.kind for alarm in alarms(material(before, before.files[0]))} == {
        "two-figures-one-day",
        "excluding",
    }
    assert alarms(material(after, after.files[0])) == ()
    assert len(after.files[0].claims) == 2


def test_nobody_elses_retraction_counts() -> None:
    """Somebody else cannot make a claim leave the checks."""
    taken = correction.Retracted(record=digest_of(1), entry=1, why="we dislike it")
    stream = [entry(0, _claim(4)), entry(1, _claim(9)), entry(2, taken, author="south")]
    state = fold(PROJECTION, stream)
    assert len(material(state, state.files[0]).figures) == 2


SAID, CITED = Link(who="A"), Link(who="B", how="cited")
VIA, NOBODY = Link(who="C", how="via"), Link(who="a guard", how="unnamed")


@pytest.mark.parametrize(
    ("chain", "speaker", "owner"),
    [
        ((SAID,), "A", "A"),
        ((SAID, CITED), "A", "B"),
        ((SAID, VIA), "C", "C"),
        ((SAID, VIA, CITED), "C", "B"),
        ((SAID, CITED, VIA), "C", "C"),
        ((SAID, NOBODY), "A", "A"),
        ((NOBODY,), "a guard", "a guard"),
        ((Link(who="the north", actor="north"),), "north", "north"),
        ((), "north", "north"),
    ],
)
def test_speaker_and_owner(chain: tuple[Link, ...], speaker: str, owner: str) -> None:
    """A carrier is no speaker, and a figure is its innermost named source's."""
    claim = _claim(4, *chain)
    kept = told(entry(0, claim), claim)
    assert (speaker_of(kept), owner_of(kept)) == (speaker, owner)


@pytest.mark.parametrize(
    ("range_", "words"),
    [
        (Range.exactly(1, "person"), "1 person"),
        (Range.exactly(4, "person", "Four"), "four persons"),
        (Range(unit="km", written="several", approximate=True), "several km"),
        (Range.exactly(2, "mortar-round"), "2 mortar round"),
    ],
)
def test_figures_in_words(range_: Range, words: str) -> None:
    """A figure is shown as it was written, with its unit."""
    assert counted(range_) == words
