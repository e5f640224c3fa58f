"""The day of 17 September 2016 as one review: everything reported of it, and no verdict."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from parley import channel, incidents, review
from parley.cases import load, read_case
from parley.fold import MemoryBook, as_known_at, fold, freeze_dry
from parley.record.entry import Entry
from parley.review.page import Account, Contradiction, Measure, Review
from tests.cases.entering import entered, entries
from tests.review.streams import entry, registered

IMPORTED = read_case(load("deir-ez-zor"))
NAMES = ["importer registered", *entered(IMPORTED)]
STREAM = (
    entry(0, registered("case-importer", "importer"), author="desk"),
    *(replace(one, index=one.index + 1) for one in entries(IMPORTED)),
)
STRIKE, CONVOY = "deir-ez-zor-2016-09-17", "urum-al-kubra-2016-09-19"


def _page(name: str, stream: tuple[Entry, ...] = STREAM) -> Review:
    return review.review(
        name,
        channel=fold(channel.PROJECTION, stream),
        incidents=fold(incidents.PROJECTION, stream),
        around=fold(review.PROJECTION, stream),
    )


PAGE = _page(STRIKE)


def at(*names: str) -> tuple[int, ...]:
    """The entries made from rows, by the names of their drafts ("17.1" is line 17's first)."""
    return tuple(sorted(NAMES.index(name) for name in names))


def _checks(kind: str, subject: str = "") -> list[Contradiction]:
    return [
        row
        for row in PAGE.contradictions.rows
        if row.kind == kind and subject.lower() in row.subject.lower()
    ]


def _measure(name: str) -> Measure:
    return next(row for row in PAGE.measures.rows if row.name.startswith(name))


def _figures(accounts: tuple[Account, ...]) -> list[tuple[int | None, int | None, int | None]]:
    return [(found.low, found.best, found.high) for found in accounts]


def test_the_notice_and_the_competing_statements_of_its_error() -> None:
    """One notice before the strikes: 9 km off, several kilometres off, struck 3 to 6 km away."""
    (row,) = PAGE.notices.rows
    assert row.notice.entries == at("17.1")
    assert row.notice.by == "reported by Coalition CAOC"
    assert [line.entries for line in row.told] == [at("17.2")]
    said = {found.entries: (found.figure, found.by) for found in row.disputed}
    us_report = "reported by Wikipedia, citing the US report, passing on Coalition"
    assert said[at("17.4")] == ("9 km", "reported by Coalition CAOC")
    assert said[at("24.1")] == ("several km", us_report)
    assert said[at("25.1")] == ("3 to 6 km", us_report)
    assert said[at("64.1")] == ("9 km", "reported by CENTCOM (Coe)")
    off = _measure("How far off the notified position was")
    assert off.computed == "stated, not computed: 9 km, several km"


def test_what_was_answered_is_only_reported_by_the_other_side() -> None:
    """The one answer on record is the notifier's account of it, and nothing was read back."""
    (row,) = PAGE.notices.rows
    assert [found.entries for found in row.answers] == [at("18.1")]
    assert [line.text for line in row.standing] == [
        "Russian side: received; no read-back on record; reported by Coalition CAOC, "
        "not entered by itself"
    ]


def test_informed_and_never_informed() -> None:
    """Two speakers say the other side was told, one denies it; both stand."""
    (row,) = _checks("opposed", "told beforehand")
    assert row.entries == at("17.3", "18.2", "28.2", "46.1")
    assert [found.stance for found in row.accounts] == ["asserts"] * 3 + ["denies"]


def test_the_unanswered_time_has_two_beginnings() -> None:
    """27 minutes on hold, or 27 minutes since the bombing began: each with its two events."""
    (row,) = _checks("edges", "unanswered")
    assert [(found.begins, found.ends, found.best) for found in row.accounts] == [
        ("caller put on hold", "contact came to the telephone", 27),
        ("start of the bombing", "the warning got through", 27),
    ]
    assert row.entries == at("22.1", "26.1")


def test_the_share_of_strikes_in_the_silence_is_computed() -> None:
    """15 of 37 is 41 percent, from one statement."""
    share = _measure("Strikes in the unanswered time")
    assert (share.computed, share.least, share.unit) == ("15 of 37: 41 %", 41, "percent")
    assert share.entries == at("23.1")


def test_the_time_to_halt_is_stated_with_its_events() -> None:
    """Under 5 minutes from "understood"; about five from the second call. Neither is computed."""
    halt = _measure("Time to halt")
    said = {(found.begins, found.low, found.best, found.high) for found in halt.accounts}
    assert said == {
        ("the message was understood", None, None, 5),
        ("the second call", None, 5, None),
    }
    assert _measure("Time until understood").computed.startswith("not computed: not on record")
    assert _measure("Time to a human being").computed.startswith("not computed: the times")


def test_every_measure_names_its_two_events() -> None:
    """No duration stands without the event it starts at and the event it stops at."""
    for row in PAGE.measures.rows:
        if row.unit == "ms" or any(found.unit == "minute" for found in row.accounts):
            assert row.begins
            assert row.ends


def test_every_casualty_figure_with_its_chain_and_bounds() -> None:
    """Twelve figures for killed, none merged; a bound nobody gave stays open."""
    killed = next(topic for topic in PAGE.casualties.rows if topic.question == "killed")
    assert _figures(killed.accounts) == [
        (30, 30, 30),
        (62, 62, 62),
        (80, 80, 80),
        (80, None, None),
        (83, 83, 83),
        (90, 90, 90),
        (62, 62, 62),
        (15, None, None),
        (83, 83, 83),
        (83, 83, 83),
        (62, None, None),
        (90, None, 106),
    ]
    assert killed.accounts[2].by == (
        "reported by Sputnik, passing on Russian MoD (Konashenkov), "
        "citing Syrian command in Deir ez-Zor"
    )
    assert all(found.said for found in killed.accounts)
    assert killed.accounts[0].figure == "30 persons (soldiers)"


def test_one_speaker_gives_two_figures_on_one_day() -> None:
    """62 and 80 by one speaker; 30, at least 80 and 83 by another."""
    rows = {row.entries: row.text for row in _checks("two-figures-one-day", "killed")}
    assert set(rows) == {at("31.1", "32.1"), at("29.1", "33.1", "34.1")}
    assert "62 persons" in rows[at("31.1", "32.1")]
    assert "80 persons" in rows[at("31.1", "32.1")]


def test_a_later_figure_is_lower() -> None:
    """At least 15 in November, below every figure of September."""
    (row,) = _checks("later-lower", "killed")
    assert row.text.startswith("at least 15 persons (CENTCOM (Coe), 2016-11-29) is lower")
    assert row.accounts[-1].entries == at("66.1")


def test_83_changes_its_owner() -> None:
    """83 is a monitor's figure in September and a government's in November."""
    texts = {row.entries: row.text for row in _checks("drift", "killed")}
    assert texts[at("34.1", "66.2", "69.1")] == (
        "the same figure, 83 persons, is credited to SOHR (2016-09-17); "
        "to Syrian government (2016-11-29)"
    )


def test_4_strikes_and_37_strikes_are_other_units() -> None:
    """The two counts are never compared as numbers."""
    (row,) = _checks("unit", "strikes")
    assert row.entries == at("23.1", "41.1", "45.1")
    assert '"37 strikes" and "four strikes by aircraft"' in row.text
    assert not _checks("excluding", "strikes")


def test_the_strike_times_lie_one_zone_step_apart() -> None:
    """Two windows that exclude each other, and fit when one is moved by exactly an hour."""
    (row,) = _checks("zone-step")
    assert "exactly 60 minutes, one zone step" in row.text
    assert row.entries == at("40.1", "41.1", "42.1", "44.1", "45.1")


def test_parts_that_do_not_add() -> None:
    """219 and 32 are 251; the total is given as at least 242. It stands around the incident."""
    (row,) = _checks("sum")
    assert row.text == (
        "the parts given, 219 + 32, add to 251; the total is given as at least 242 breaches"
    )
    assert row.subject.endswith("(file cessation-2016)")
    assert row.entries == at("53.1")


def test_the_claimed_consequence() -> None:
    """What followed is a claim too, on a named word."""
    (row,) = PAGE.consequences.rows
    assert row.entries == at("35.1")
    assert row.by == "reported by SOHR"


def test_findings_stand_beside_a_competing_reading() -> None:
    """The investigation's four findings and the reading against them, and no ruling."""
    assert [found.entries for found in PAGE.findings.rows] == [
        at("63.1"), at("64.1"), at("65.1"), at("67.1"), at("70.1"),
    ]  # fmt: skip
    (row,) = _checks("competing-findings")
    assert row.entries == at("63.1", "64.1", "65.1", "67.1", "70.1")
    assert PAGE.rulings.rows == ()


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("No reply time is on record for the line flight-safety-line", ("2.2",)),
        ("The position as it was notified is not on record", ("17.1",)),
        ("No read-back of the notice", ("17.1",)),
        ("No answer entered by an addressee itself", ("17.1", "18.1")),
        ("No read-back of the alert", ("20.1",)),
        ("No order passed down", ("20.1",)),
        ("No ruling is on record", ("63.1", "64.1", "65.1", "67.1", "70.1")),
    ],
)
def test_what_is_missing(words: str, names: tuple[str, ...]) -> None:
    """What the record does not hold is said, with the entries that show the gap."""
    (line,) = [line for line in PAGE.missing.rows if line.text.startswith(words)]
    assert line.entries == at(*names)


def test_the_convoy_is_not_mixed_in() -> None:
    """No entry of the convoy's file stands anywhere on this page, and the other way round."""
    of_line = [name.split(".")[0] for name in NAMES]
    convoy = {i for i, line in enumerate(of_line) if line in ("54", "55", "56", "61", "71", "72")}
    assert not convoy & _named(PAGE)
    other = _page(CONVOY)
    assert convoy <= _named(other)
    assert not set(at("29.1", "34.1", "17.1", "20.1", "63.1")) & _named(other)
    assert {found.figure for topic in other.casualties.rows for found in topic.accounts} == {
        "at least 12 persons", "12 to 20 persons (civilians)", "at least 18 persons",
        "at least 10 persons", "22 persons",
    }  # fmt: skip


def test_what_stands_around_is_not_told_twice_on_its_own_page() -> None:
    """On the page of the arrangement's own file each check and each statement stands once."""
    own = _page("cessation-2016")
    assert [row.kind for row in own.contradictions.rows].count("sum") == 1
    assert {found.stance for found in own.around.rows} <= {"holding", "ended", "lapsed"} | {
        "accuses"
    }


def _named(page: Review) -> set[int]:
    """Every entry that the parts of a page about the incident itself rest on."""
    rows = [row.entries for row in page.timeline.rows]
    rows += [row.entries for row in page.contradictions.rows]
    rows += [found.entries for topic in page.casualties.rows for found in topic.accounts]
    rows += [found.entries for topic in page.claims.rows for found in topic.accounts]
    return {entry for entries in rows for entry in entries}


def test_every_account_is_reported_by_somebody() -> None:
    """No line stands on the machine's word."""
    accounts = [
        *(found for topic in PAGE.casualties.rows for found in topic.accounts),
        *(found for topic in PAGE.claims.rows for found in topic.accounts),
        *(found for row in PAGE.contradictions.rows for found in row.accounts),
        *PAGE.findings.rows,
        *PAGE.consequences.rows,
        *PAGE.around.rows,
    ]
    assert len(accounts) > 100
    assert all(found.by.startswith("reported by ") for found in accounts)
    assert all(row.by.startswith("reported by ") for row in PAGE.timeline.rows)


def test_the_timeline_is_in_the_order_of_events() -> None:
    """Event times rise, each row beside its ledger time; a vague day stands before its moments."""
    times = [row.earliest_ms for row in PAGE.timeline.rows]
    assert times == sorted(time for time in times if time is not None)
    strike = next(row for row in PAGE.timeline.rows if row.entries == at("40.1"))
    assert strike.event_time.startswith("2016-09-17T12:55Z")
    assert strike.ledger_time.startswith("2030-")


def test_the_page_as_known_earlier() -> None:
    """Before the November entries there is no finding; a later entry does not change that page."""
    size = NAMES.index("63.1")
    book = MemoryBook(STREAM)
    then = review.review(
        STRIKE,
        channel=as_known_at(channel.PROJECTION, book, size),
        incidents=as_known_at(incidents.PROJECTION, book, size),
        around=as_known_at(review.PROJECTION, book, size),
    )
    assert then.findings.rows == ()
    assert not [row for row in then.contradictions.rows if row.kind == "competing-findings"]
    assert freeze_dry(then) == freeze_dry(_page(STRIKE, STREAM[:size]))


def test_our_own_words_hold_no_verdict() -> None:
    """Headings, notes, names of checks and the caution use none of the words we never say."""
    ours = [PAGE.caution, PAGE.missing.note, PAGE.known_at.text]
    ours += [line.text for line in PAGE.missing.rows]
    for name in review.SECTIONS:
        part = getattr(PAGE, name)
        ours += [part.heading, part.note]
    ours += [f"{row.label} {row.subject}" for row in PAGE.contradictions.rows]
    ours += [f"{row.name} {row.begins} {row.ends}" for row in PAGE.measures.rows]
    ours += [row.label for row in PAGE.timeline.rows]
    forbidden = re.compile(r"\b(clear|cleared|safe|approved|targets?|guilty|fault)\b", re.I)
    assert [text for text in ours if forbidden.search(text)] == []
