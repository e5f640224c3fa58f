"""Corrections, series, ties, blockages and an accused party's own words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.fold import fold
from parley.incidents import (
    PROJECTION,
    State,
    accused,
    alarms,
    blockages,
    corrections,
    ended,
    graded,
    material,
    own_assessments,
    proposed,
    series,
    ties,
)
from parley.incidents.grading import AIRWARS
from parley.record import correction, incident
from parley.record.values.amount import Quantity, Range
from parley.record.values.claim import Grade, Responsibility
from parley.record.values.statement import Link
from parley.record.values.time import VagueTime
from tests.review.streams import by, digest_of, entry, killed

A, B = Link(who="A"), Link(who="B")


def _day(day: int) -> VagueTime:
    return VagueTime.parse(f"2031-05-{day:02}", zone="Z")


def _claim(*chain: Link, day: int = 3, told: Quantity | None = None) -> incident.Claimed:
    figure = told or killed(4)
    return incident.Claimed(
        incident="mill", question="killed", stance="reports",
        statement=f"{figure.range.written} killed", said=_day(day), quantities=(figure,),
        reported=by(*(chain or (A,))),
    )  # fmt: skip


def _corrected(claim: int, by_claim: int) -> incident.ClaimCorrected:
    return incident.ClaimCorrected(
        incident="mill", claim=digest_of(claim), by=digest_of(by_claim), why="a slip of the pen"
    )


def _state(*bodies: incident.Incident | correction.Retracted) -> State:
    return fold(PROJECTION, [entry(n, body) for n, body in enumerate(bodies)])


def test_a_corrected_claim_leaves_the_checks() -> None:
    """Its figures are dropped, the claim in its place counts, and both stay readable."""
    state = _state(_claim(told=killed(40)), _claim(told=killed(4)), _corrected(0, 1))
    file = state.files[0]
    assert [1] == [one.entry for one in material(state, file).figures]
    assert () == alarms(material(state, file))
    assert 2 == len(file.claims)
    assert {0: (1, 2)} == corrections(state)


def test_before_the_correction_both_count() -> None:
    """The same claims without the correction raise what does not fit."""
    state = _state(_claim(told=killed(40)), _claim(told=killed(4)))
    kinds = {alarm.kind for alarm in alarms(material(state, state.files[0]))}
    assert {"two-figures-one-day", "excluding"} == kinds


def test_only_the_hand_that_entered_a_claim_corrects_it() -> None:
    """Somebody else's correction, one towards an earlier claim, and a late one change nothing."""
    for upon in (
        entry(2, _corrected(0, 1), author="south"),
        entry(2, _corrected(1, 0)),
        entry(2, _corrected(0, 1), late=True),
        entry(2, _corrected(0, 7)),
    ):
        state = fold(PROJECTION, [entry(0, _claim()), entry(1, _claim()), upon])
        assert 2 == len(material(state, state.files[0]).figures)


def test_a_correction_taken_back_corrects_nothing() -> None:
    """Its author takes the correction back: the first claim counts again."""
    taken = correction.Retracted(record=digest_of(2), entry=2, why="it was right")
    state = _state(_claim(), _claim(), _corrected(0, 1), taken)
    assert [0, 1] == [one.entry for one in material(state, state.files[0]).figures]


def test_both_wrong_leaves_neither() -> None:
    """If the claim in its place is taken back too, neither figure counts."""
    taken = correction.Retracted(record=digest_of(1), entry=1, why="wrong as well")
    state = _state(_claim(), _claim(), _corrected(0, 1), taken)
    assert () == material(state, state.files[0]).figures
    gone = ended(state)
    assert [2, 3] == [gone(told) for told in state.files[0].claims]


def test_figures_over_time_keep_low_and_high_apart() -> None:
    """A source's figures stand in the order they were given, each with its step."""
    low = Quantity(measure="killed", range=Range(unit="person", written="at least 62", low=62))
    state = _state(
        _claim(told=killed(62), day=4), _claim(told=low, day=5), _claim(told=killed(83), day=6),
        _claim(told=killed(80), day=7), _claim(B, told=killed(80), day=2),
    )  # fmt: skip
    found = series(material(state, state.files[0]).figures)
    assert [
        ("B", ["first"]),
        ("A", ["first", "raised", "narrowed", "lowered"]),
    ] == [(one.speaker, [each.step for each in one.revisions]) for one in found]
    assert (62, None, None) == found[1].revisions[1].figure.bounds
    assert [False, True] == [one.revised for one in found]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12))
def test_no_figure_is_lost_in_a_series(pairs: list[tuple[int, int]]) -> None:
    """Every figure stands in exactly one series, with the bounds it was told with."""
    told = [
        Quantity(
            measure="killed",
            range=Range(unit="person", written="so many", low=min(pair), high=max(pair)),
        )
        for pair in pairs
    ]
    state = _state(*(_claim(A if n % 2 else B, told=one) for n, one in enumerate(told)))
    given_ = material(state, state.files[0]).figures
    found = [each.figure for one in series(given_) for each in one.revisions]
    assert sorted(one.entry for one in found) == list(range(len(pairs)))
    assert {one.bounds for one in found} == {(min(pair), None, max(pair)) for pair in pairs}


def test_ties_and_what_denies_them_stand_side_by_side() -> None:
    """A tie that somebody denies stays, with both entries; one to no claim ties nothing."""
    tied = incident.ClaimLinked(
        incident="mill", claim=digest_of(1), other=digest_of(0), relation="quotes", reasons="same"
    )
    denied = incident.ClaimUnlinked(
        incident="mill", claim=digest_of(1), other=digest_of(0), relation="quotes", reasons="no"
    )
    state = _state(_claim(A), _claim(B), tied, denied, replace(tied, other=digest_of(9)))
    (found,) = ties(state, state.files[0])
    assert (1, 0, (2,), (3,)) == (found.claim, found.other, found.said_by, found.denied_by)


def test_a_tie_is_put_forward_with_its_reasons_until_somebody_decides() -> None:
    """A revision and a quotation are suggested; once tied or denied they are not."""
    claims = (
        _claim(A, told=killed(62), day=3),
        _claim(A, told=killed(83), day=5),
        _claim(B, Link(who="A", how="cited"), told=killed(83), day=6),
    )
    state = _state(*claims)
    assert {(1, "revises", 0), (2, "quotes", 1)} == {
        (one.claim, one.relation, one.other) for one in proposed(state, state.files[0])
    }
    assert all(one.reasons.startswith("actor: ") for one in proposed(state, state.files[0]))
    denied = incident.ClaimUnlinked(
        incident="mill", claim=digest_of(2), other=digest_of(1), relation="quotes", reasons="no"
    )
    tied = _state(*claims, denied)
    assert [1] == [one.claim for one in proposed(tied, tied.files[0])]


def test_who_was_kept_from_looking_has_a_beginning_and_an_end() -> None:
    """A blockage ends by its own word, or by what is said later; else it has no end."""
    shut = incident.Blocked(
        incident="mill", what="access-denied", statement="turned back", since=_day(4)
    )
    alone = incident.Blocked(
        incident="mill", what="member-absent", statement="alone", since=_day(3), until=_day(5)
    )
    over = incident.Unblocked(
        incident="mill", blocked=digest_of(0), since=_day(9), statement="let through"
    )
    state = _state(shut, alone, over)
    first, second = blockages(state, state.files[0])
    assert ("member-absent", _day(5), ()) == (first.what, first.until, first.ended_by)
    assert ("access-denied", _day(9), (2,)) == (second.what, second.until, second.ended_by)
    before = _state(shut)
    assert None is blockages(before, before.files[0])[0].until


def test_an_accused_partys_own_words_stand_apart() -> None:
    """What the accused says is its own assessment; others' words and denials accuse nobody."""
    blame = Responsibility(how="accused", who="the North", actor="north")
    others = incident.Claimed(
        incident="mill", question="who", stance="accuses", statement="They did.",
        responsibility=(blame,), reported=by(A),
    )  # fmt: skip
    own = incident.Claimed(
        incident="mill", question="who", stance="denies", statement="We did not.",
        responsibility=(Responsibility(how="accused", who="the South"),),
        reported=by(Link(who="the North", actor="north")),
    )  # fmt: skip
    state = _state(others, own)
    assert {"north": (0,)} == accused(state, state.files[0])
    assert [1] == [told.index for told in own_assessments(state, state.files[0])]


def test_a_grade_stands_with_its_meaning() -> None:
    """Its own definition before its scale's; without either, the grade as it is."""
    fair = graded(Grade(grade="Fair", scale=AIRWARS), "B", 2)
    assert "two or more credible sources" in fair
    assert "usually reliable" in fair
    assert "probably true" in fair
    assert "7 (ours)" == graded(Grade(grade="7", scale="ours"), None, None)
    assert "7 (ours: a hunch)" == graded(
        Grade(grade="7", scale="ours", definition="a hunch"), None, None
    )
    assert "" == graded(None, None, None)
