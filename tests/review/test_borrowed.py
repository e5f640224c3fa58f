"""What others enter in somebody's name is shown on the page, marked, and counts for nothing."""

from __future__ import annotations

from typing import get_args

import pytest

from parley import channel, incidents, review
from parley.channel.weighing import Why
from parley.fold import fold
from parley.record import alert, answer, dispatch, incident, notice, roster
from parley.record.kinds import Record
from parley.record.values.statement import Heard, Link
from parley.record.values.time import Instant
from parley.review.labels import ASIDE
from parley.review.page import Review
from tests.review.streams import DAY, PLACE, START, by, digest_of, entry, registered

NOTICE, ALERT = digest_of(3), digest_of(4)
PAPER = by(Link(who="a paper"), Link(who="a witness", how="cited"))
CALL = Heard(
    way="telephone", by="officer-7", from_="duty desk", began=Instant(ms=START, zone="Z")
)
OWN = "No answer entered by an addressee itself is on record for the notice in entry 3"


def _page(*later: tuple[str | None, Record]) -> Review:
    """A file that names North's notice to South (entry 3) and North's alert (entry 4)."""
    first: tuple[tuple[str, Record], ...] = (
        ("desk", registered("desk", "desk")),
        ("desk", registered("case-importer", "importer")),
        ("desk", roster.ActorRegistered(actor="east", name="The East", standing="party")),
        ("north", notice.SiteNotified(to=("south",), purpose="a well", name="well", place=PLACE)),
        ("north", alert.StopRequested(what="stop", to=("south",))),
        ("north", incident.Claimed(
            incident="mill", question="informed", stance="asserts", statement="they were told",
            concerns=(NOTICE, ALERT),
        )),
    )  # fmt: skip
    stream = [entry(index, body, author=who) for index, (who, body) in enumerate(first + later)]
    return review.review(
        "mill",
        channel=fold(channel.PROJECTION, stream),
        incidents=fold(incidents.PROJECTION, stream),
        around=fold(review.PROJECTION, stream),
    )


def _standing(page: Review) -> list[str]:
    return [line.text for line in page.notices.rows[0].standing]


def _marks(page: Review, index: int) -> tuple[str, ...]:
    return next(row.marks for row in page.timeline.rows if row.entries == (index,))


def test_anothers_recall_is_shown_and_ends_nothing() -> None:
    """East recalls North's notice: the line says who entered it and that it does not count."""
    wrong = notice.Recalled(notice=NOTICE, why="another well")
    page = _page(("east", wrong))
    mark = "entered by The East, who did not write the notice; it does not count"
    assert _marks(page, 6) == (mark,)
    assert _standing(page)[0] == "south: no answer; no read-back on record"
    assert _standing(page)[1].endswith(f", reported by The East ({mark})")
    rightful = _page(("north", wrong))
    assert _standing(rightful)[0].endswith("reported by north")
    assert _marks(rightful, 6) == ()


def test_a_forged_answer_is_no_answer() -> None:
    """East answers for South: shown with a mark; the page still misses South's own answer."""
    page = _page(("east", answer.Received(notice=NOTICE, party="south")))
    assert page.notices.rows[0].answers[0].marks == (
        "entered by The East, who is not that addressee; it does not count",
    )
    assert _standing(page) == ["south: no answer; no read-back on record"]
    missing = [line.text for line in page.missing.rows]
    assert f"{OWN}." in missing
    assert any(text.startswith("south has no answer on record") for text in missing)


@pytest.mark.parametrize(
    ("who", "how", "hand"),
    [("desk", (CALL, None), "heard by officer-7"), ("east", (None, PAPER), "reported by a paper")],
)
def test_a_second_hand_answer_says_so(
    who: str, how: tuple[Heard | None, None], hand: str
) -> None:
    """Heard by the desk or reported by anybody: it stands as that, beside South's own answers."""
    heard, reported = how
    told = answer.Confirmed(notice=NOTICE, party="south", heard=heard, reported=reported)
    line = f"south: confirmed; no read-back on record; {hand}, not entered by itself"
    page = _page((who, told))
    assert _standing(page) == [line]
    assert any(row.text.startswith(OWN) and row.entries == (3, 6) for row in page.missing.rows)
    assert not any("has no answer on record" in row.text for row in page.missing.rows)
    both = _page((who, told), ("south", answer.Received(notice=NOTICE, party="south")))
    assert _standing(both) == ["south: received; no read-back on record", line]
    assert not any(row.text.startswith(OWN) for row in both.missing.rows)


def test_silence_is_no_answer_of_its_own_and_a_read_back_is() -> None:
    """What is missing is something South entered itself; the desk's "no reply" is not that."""
    silence = answer.Lapsed(notice=NOTICE, party="south", due=Instant(ms=START, zone="Z"))
    back = answer.ReadBack(notice=NOTICE, party="south", understood="the well")
    for body, who, gap in ((silence, "desk", True), (back, "south", False)):
        rows = _page((who, body)).missing.rows
        assert any(row.text.startswith(OWN) for row in rows) is gap


def test_a_forged_halt_leaves_the_gap() -> None:
    """The caller enters a halt and East a call of its own: no time is computed from either."""
    tried = dispatch.Attempted(of=ALERT, way="radio", to="duty desk")
    page = _page(
        ("desk", tried),
        ("north", alert.Halted(alert=ALERT)),
        ("south", alert.ReadBack(alert=ALERT, understood="stop", confirmed=True)),
        ("east", dispatch.Attempted(of=ALERT, way="radio", to="duty desk")),
    )
    rows = {row.name: row for row in page.measures.rows}
    halt = rows["Time until the halt"].computed
    assert halt == "not computed: not on record: stated time of the halt"
    assert rows["Time until understood"].least is None
    missing = {line.text: line.entries for line in page.missing.rows}
    assert missing[
        "No halt is on record for the alert in entry 4. "
        "What was entered of that is kept and does not count."
    ] == (4, 7)
    assert not any(text.startswith("No read-back of the alert") for text in missing)
    assert _marks(page, 7) == (
        "entered by north, to whom the alert was not addressed; it does not count",
    )
    assert _marks(page, 8) == (
        "entered as confirmed by south, who did not raise the alert; that does not count",
    )
    assert _marks(page, 9) == ("entered by The East, who is not the desk; it does not count",)


def test_whoever_passes_on_a_word_is_named() -> None:
    """What a paper reports is entered by somebody; only the case importer goes without saying."""
    told = incident.Claimed(
        incident="mill", question="what", stance="reports", statement="a fire", said=DAY,
        reported=PAPER,
    )  # fmt: skip
    page = _page(
        ("east", told), ("case-importer", told), (None, told), ("desk", registered("east", "party"))
    )
    (topic,) = [topic for topic in page.claims.rows if topic.question == "what"]
    chain = "reported by a paper, citing a witness"
    assert [found.by for found in topic.accounts] == [
        f"{chain}, entered by The East",
        chain,
        f"{chain}, entered by an author this reader cannot know",
    ]


def test_every_reason_has_words() -> None:
    """No mark is shown by its tag, and each names who signed."""
    assert set(ASIDE) == set(get_args(Why))
    assert all("{}" in words for words in ASIDE.values())
