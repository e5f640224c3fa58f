"""The week of September 2016 from the shipped case: clocks, obligations, report, scenes."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.ceasefire.status.whole import Whole
from parley.ceasefire.text.terms import Terms
from parley.desk.desk import Desk
from parley.desk.holding.lists import side_by_side
from parley.desk.holding.reports import daily_of
from parley.desk.holding.scenes import holding_scenes
from parley.desk.holding.standing import history, readings_at, terms_at, whole_at
from parley.errors import BadInput, NotFound
from parley.record.entry import Unread
from parley.record.incident import Claimed
from parley.record.values.time import VagueTime

WEEK_ENDS = VagueTime.parse("2016-09-19T19:00+03:00").earliest


@pytest.fixture(scope="module")
def terms() -> Terms:
    return terms_at("syria-2016")


def counted(desk: Desk) -> int:
    """How many entries were known once somebody had counted the week's breaches."""
    return 1 + next(
        entry.index
        for entry in desk.book.entries(0, desk.size)
        if isinstance(entry.body, Claimed) and entry.body.question == "breaches"
    )


def days(whole: Whole) -> dict[str, tuple[int, int]]:
    """Certain and possible clean days of each way to count."""
    return {one.policy: (one.days, one.most_days) for one in whole.faces["seven-days"].hands}


def test_one_week_gave_0_1_2_or_7_clean_days_by_policy_alone(
    case_desk: Desk, terms: Terms
) -> None:
    """On 19 September at 19:00, as known when the first week's breaches had been counted."""
    whole = whole_at(case_desk.board, terms, WEEK_ENDS, known_at=counted(case_desk))
    assert {
        "declared": (7, 7), "as-a-whole": (7, 7), "ruled": (7, 7), "ruled-deaths": (7, 7),
        "deaths-by-the-hour": (2, 2), "deaths-by-the-day": (1, 1), "any-allegation": (0, 1),
    } == days(whole)  # fmt: skip


def test_the_convoy_told_to_a_day_only_puts_the_same_week_in_doubt(
    case_desk: Desk, terms: Terms
) -> None:
    """Once its dead are entered, the last days may or may not have been clean: both are shown."""
    now = days(whole_at(case_desk.board, terms, WEEK_ENDS))
    assert ((0, 2), (0, 1)) == (now["deaths-by-the-hour"], now["deaths-by-the-day"])


def test_what_was_shown_when_less_was_known_is_kept(case_desk: Desk, terms: Terms) -> None:
    """The history ends at what is shown now, and each step is what was shown at that size."""
    steps = list(history(case_desk.board, terms, "seven-days", WEEK_ENDS))
    assert len(steps) > 3
    for step in steps:
        face = whole_at(case_desk.board, terms, WEEK_ENDS, known_at=step.known_at).faces[
            "seven-days"
        ]
        assert {one.policy for one in face.hands} == set(step.hands)
        assert all(step.hands[one.policy].startswith(one.state) for one in face.hands)


def test_no_obligation_met_is_answered_by_a_count(case_desk: Desk, terms: Terms) -> None:
    """Seven lie on those accused: none met, none claimed, all unknown; and no true or false."""
    whole = whole_at(case_desk.board, terms, WEEK_ENDS, readings="deir-ez-zor")
    found = {one.accusation: one for one in whole.answers}
    met = {one.word: one.count for one in found["no-obligation-met"].counted}
    assert {"met": 0, "claimed": 0, "disputed": 0, "breached": 0, "lapsed": 0, "unknown": 7} == met
    assert 2 == found["no-response"].total
    messages = {one.word: one.count for one in found["no-response"].counted}
    assert 2 == messages["only reported as answered"]
    army = next(one for one in whole.standing if one.clause == "sept.castello.government")
    assert ("claimed_done", ("un", "us")) == (army.state, army.asks)


def test_readings_rest_on_the_rows_they_name(case_desk: Desk, terms: Terms) -> None:
    """Every reading cites entries of the record, and none is known before they are."""
    read = readings_at("deir-ez-zor", terms, case_desk.board)
    cited = [
        *(one.entries for one in read.words),
        *(one.entries for one in read.influence),
        *(one.entries for one in read.accusations),
    ]
    for those in cited:
        for index in those:
            entry = next(iter(case_desk.book.entries(index, index + 1)))
            assert not isinstance(entry.body, Unread)
            assert entry.body.reported is not None
    assert () == read.known_at(3).words


def test_readings_of_what_is_not_there_are_refused(
    case_desk: Desk, terms: Terms, tmp_path: Path
) -> None:
    """An unknown name, a row that is not in the record, and a clause that nobody agreed."""
    with pytest.raises(NotFound, match="deir-ez-zor"):
        readings_at("nowhere", terms, case_desk.board)
    wrong = tmp_path / "wrong.toml"
    for line, words in (("rows = [9999]", "a row"), ("rows = [14]", "a clause"),
                        ("", "an entry or a row")):  # fmt: skip
        clause = "sept.none" if words == "a clause" else "sept.access"
        wrong.write_text(
            f'id = "x"\ntitle = "x"\ncase = "deir-ez-zor"\n[[obligation]]\nclause = "{clause}"\n'
            f'act = "disputed"\nby = "us"\n{line}\n'
        )
        with pytest.raises(BadInput, match=f"expected {words}"):
            readings_at(str(wrong), terms, case_desk.board)


def test_the_daily_report_of_the_17th_holds_the_strike(case_desk: Desk) -> None:
    """The strike lies certainly in the period that ends at 19:00; its dead are never added up."""
    found = daily_of(case_desk.board, "syria-2016", "2016-09-17")
    assert [("deir-ez-zor-2016-09-17", True)] == [
        (one.incident, one.certain) for one in found.happened
    ]
    assert len(found.happened[0].claimed) > 8
    assert any("cannot read" in line for line in found.coverage)


def test_the_scenes_show_both_bases_six_policies_and_the_obligations(case_desk: Desk) -> None:
    """Three scenes: the finding, the week, the register with two accusations answered."""
    finding, week, register = holding_scenes(case_desk.board)
    text = "\n".join(finding.lines)
    assert "Basis effect: undetermined" in text
    assert "Basis stated-intent: exempt" in text
    assert all(any(f"  {n} day" in line for line in week.lines) for n in (1, 2, 7))
    assert any("0 to 1 days" in line for line in week.lines)
    assert any("claimed done" in line for line in register.lines)


def test_lists_are_compared_by_the_thresholds_of_the_arrangement(tmp_path: Path) -> None:
    """Two files, the arrangement's names and metres, and a total that does not add up."""
    head = "id,when,lat,lon,act,affected,figure,count,part_of\n"
    a, b = tmp_path / "a.csv", tmp_path / "b.csv"
    a.write_text(head + "a1,2016-09-17T17:00,35.25,40.14,airstrike,Syrian army,,,\n"
                 "t,,,,,,breaches,242,\np,,,,,,by combat,219,breaches\n"
                 "q,,,,,,by arrest,32,breaches\n")  # fmt: skip
    b.write_text(head + "b1,2016-09-17T16:40,35.26,40.14,airstrike,Syrian Arab Army,,,\n")
    found = side_by_side(a, b, arrangement="syria-2016", zone="")
    assert [("a1", "b1", "match")] == [
        (pair.a, pair.b, pair.verdict) for pair in found.found.pairs
    ]
    assert [(242, 251)] == [(one.stated, one.added) for one in found.off_a]
