"""Obligations, milestones, status: each word with whose it is; nobody confirms itself."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from parley import channel
from parley.ceasefire.clocks import gathering
from parley.ceasefire.obligations import hearing
from parley.ceasefire.obligations.answers import NO_VERDICT, answer
from parley.ceasefire.obligations.reading import Accusation
from parley.ceasefire.obligations.standing import Standing
from parley.ceasefire.status.whole import Record, Whole, standing_of, whole_of
from parley.ceasefire.text.timing import Clock, ClockPolicy, Condition, Milestone
from parley.fold import fold
from parley.record.values.time import VagueTime
from tests.ceasefire.record import RX, entries, pact

CLOCK = Clock(
    id="day", title="A day", clause="c0", hours=24, start="2024-03-01T00:00",
    policy=(ClockPolicy(id="any", title="Any allegation", resets=("alleged",)),),
)  # fmt: skip
JOINED = Milestone(
    id="centre", title="The centre", clause="c0", unlocks="made up",
    needs=(Condition(clock="day"), Condition(obligation="pull-back", state="confirmed")),
)  # fmt: skip
TERMS = pact(CLOCK, milestone=(JOINED,))
LATER = RX + 86_400_000
EARLY = VagueTime.parse("2024-03-04T00:00Z").earliest


def record(*records: Mapping[str, object]) -> Record:
    """What is known once these are entered."""
    known = entries(*records)
    return Record(
        holding=fold(gathering.PROJECTION, known),
        heard=fold(hearing.PROJECTION, known),
        threads=fold(channel.PROJECTION, known),
    )


def said(act: str, clause: str, by: str, **more: object) -> dict[str, object]:
    """A statement about an obligation."""
    return {"kind": f"obligation.{act}", "instrument": "the-pact", "clause": clause, "by": by,
            "statement": "made up", "at": "2024-03-02T12:00Z", **more}  # fmt: skip


def row(found: tuple[Standing, ...], clause: str, holder: str) -> Standing:
    """One obligation of one holder."""
    return next(one for one in found if (one.clause, one.holder) == (clause, holder))


def state(clause: str, holder: str, *records: Mapping[str, object], at: int = EARLY) -> str:
    """How one obligation stands after these."""
    return row(standing_of(TERMS, record(*records), at), clause, holder).state


def test_each_holder_stands_for_itself() -> None:
    """Bravo's claim says nothing of alpha's obligation under the same clause."""
    claim = said("claimed_done", "access", "bravo", author="bravo")
    assert "claimed_done" == state("access", "bravo", claim)
    assert "open" == state("access", "alpha", claim)


def test_a_guarantor_claims_for_those_it_vouches_for() -> None:
    """Golf's word is a claim for alpha, and for nobody else."""
    claim = said("claimed_done", "access", "Golf")
    assert "claimed_done" == state("access", "alpha", claim)
    assert "open" == state("access", "bravo", claim)


def test_a_name_that_was_an_alias_is_the_same_actor() -> None:
    """"the alphas" claims, and it is alpha's claim."""
    assert "claimed_done" == state("access", "alpha", said("claimed_done", "access", "the alphas"))


def test_nobody_confirms_itself_nor_through_a_borrowed_signature() -> None:
    """Alpha, its guarantor, and alpha signing for hotel confirm nothing; hotel and bravo do."""
    claim = said("claimed_done", "pull-back", "alpha", author="alpha")
    for by, author in (("alpha", "alpha"), ("golf", "golf"), ("hotel", "alpha"), ("bravo", "alpha"),
                       ("bravo", "golf")):  # fmt: skip
        confirmed = said("confirmed", "pull-back", by, author=author)
        assert "claimed_done" == state("pull-back", "alpha", claim, confirmed), (by, author)
    for by in ("bravo", "hotel"):
        confirmed = said("confirmed", "pull-back", by, author=by)
        assert "confirmed" == state("pull-back", "alpha", claim, confirmed)


def test_only_whoever_the_text_asks_confirms() -> None:
    """The text asks for hotel's word on access: bravo's is kept aside and says why."""
    confirmed = said("confirmed", "access", "bravo", author="bravo")
    found = row(standing_of(TERMS, record(confirmed), EARLY), "access", "alpha")
    assert "open" == found.state
    assert "confirmed" == state("access", "alpha", said("confirmed", "access", "hotel"))


def test_a_dispute_stands_until_its_own_speaker_comes_round() -> None:
    """A confirmation silences no dispute; the own word of who disputed does, or taking it back."""
    dispute = said("disputed", "pull-back", "bravo", author="bravo")
    confirmed = said("confirmed", "pull-back", "hotel", author="hotel")
    assert "disputed" == state("pull-back", "alpha", dispute, confirmed)
    own = said("confirmed", "pull-back", "bravo", author="bravo")
    assert "confirmed" == state("pull-back", "alpha", dispute, own)
    back = {"kind": "correction.retracted", "record": "@0", "entry": 0, "why": "x",
            "author": "bravo"}  # fmt: skip
    assert "open" == state("pull-back", "alpha", dispute, back)


def test_what_is_due_and_unsaid_lapses_and_a_claim_does_not() -> None:
    """Behind its day an obligation nobody speaks of lapsed; one claimed done stays claimed."""
    assert "open" == state("pull-back", "alpha")
    assert "lapsed" == state("pull-back", "alpha", at=LATER)
    claim = said("claimed_done", "pull-back", "alpha")
    assert "claimed_done" == state("pull-back", "alpha", claim, at=LATER)


def test_another_text_of_the_same_clause_name_is_another_obligation() -> None:
    """A statement under an instrument this arrangement does not know moves nothing."""
    claim = said("claimed_done", "pull-back", "alpha") | {"instrument": "some-other-text"}
    assert "open" == state("pull-back", "alpha", claim)


ACTS = st.sampled_from(["claimed_done", "confirmed", "disputed"])
WHO = st.sampled_from(["alpha", "bravo", "golf", "hotel"])
SAID = st.builds(
    lambda act, clause, by, author: said(act, clause, by, author=author),
    ACTS, st.sampled_from(["access", "pull-back"]), WHO, WHO | st.just("desk"),
)  # fmt: skip


@given(st.lists(SAID, max_size=5))
def test_confirmed_rests_on_another_than_the_holder(records: list[dict[str, object]]) -> None:
    """Whoever confirmed is neither the holder nor its guarantor, and signed for itself."""
    for one in standing_of(TERMS, record(*records), EARLY):
        confirming = [cited for cited in one.said if cited.act == "confirmed"]
        assert (one.state != "confirmed") or confirming
        for cited in confirming:
            assert cited.by not in (one.holder, "golf" if one.holder == "alpha" else "")
            author = records[cited.entries[0]]["author"]
            assert author in (cited.by, "desk")


@given(st.lists(SAID, max_size=5), st.data())
def test_what_an_obligation_does_not_cite_changes_nothing_in_it(
    records: list[dict[str, object]], data: st.DataObject
) -> None:
    """Statements on one clause leave every standing of the other as it was."""
    clause = data.draw(st.sampled_from(["access", "pull-back"]))
    others = [one for one in records if one["clause"] == clause]
    whole = standing_of(TERMS, record(*records), EARLY)
    alone = standing_of(TERMS, record(*others), EARLY)
    assert [(one.holder, one.state, one.because) for one in alone if one.clause == clause] == [
        (one.holder, one.state, one.because) for one in whole if one.clause == clause
    ]


# -------------------------------------------------------------------- milestones and answers


def whole(*records: Mapping[str, object], at: int = EARLY) -> Whole:
    """Everything at a moment."""
    return whole_of(TERMS, record(*records), at)


def test_a_milestone_lists_what_is_missing_until_nothing_is() -> None:
    """The clock ran its day; the pull-back is missing until another confirms it."""
    first = whole().milestones[0]
    assert ["pull-back of alpha confirmed"] == [one.needs for one in first.missing]
    assert not first.holds
    done = whole(said("confirmed", "pull-back", "bravo", author="bravo"))
    assert all(one.holds for one in done.milestones)
    early = whole(at=EARLY - 3 * 86_400_000 + 3_600_000)
    assert 2 == len(early.milestones[0].missing)


def test_an_accusation_is_answered_by_counts_and_never_by_yes_or_no() -> None:
    """"No obligation was met" comes to a count of each state, which adds to the total."""
    accused = Accusation(id="a", by="x", words="No obligation was met.", about="obligations",
                         of=("golf",), entries=(0,))  # fmt: skip
    state_of = record(said("claimed_done", "pull-back", "alpha"), said(
        "confirmed", "access", "hotel"))  # fmt: skip
    found = answer(accused, TERMS, standing_of(TERMS, state_of, EARLY), state_of.threads)
    counts = {one.word: one.count for one in found.counted}
    assert ("golf", "alpha") == found.of
    assert {"met": 1, "claimed": 1, "disputed": 0, "breached": 0, "lapsed": 0, "unknown": 0} == (
        counts
    )
    assert sum(counts.values()) == found.total
    assert NO_VERDICT == found.caution


def test_status_is_each_speakers_own_last_word() -> None:
    """Alpha says holding, then ended; bravo says holding; neither word becomes the other's."""
    states = [
        {"kind": "arrangement.status_stated", "speaker": who, "status": word, "stated": day,
         "statement": "x"}
        for who, word, day in (("alpha", "holding", "2024-03-01"), ("bravo", "holding",
                               "2024-03-01"), ("alpha", "ended", "2024-03-02"))
    ]  # fmt: skip
    found = {one.speaker: (one.status, one.entries, one.before) for one in whole(*states).speakers}
    assert {"alpha": ("ended", (2,), (("holding", 0),)), "bravo": ("holding", (1,), ())} == found


def test_restraint_and_influence_stay_per_speaker() -> None:
    """Asked and promised; one says kept, another broken: contested. So with who controls whom."""
    acts = [
        {"kind": "arrangement.restraint_undertaken", "restraint": "hold-back", "act": act,
         "speaker": who, "of": "golf", "over": "alpha", "at": "2024-03-01", "statement": "x"}
        for act, who in (("asked", "hotel"), ("undertaken", "golf"), ("held", "golf"),
                         ("broken", "bravo"))
    ]  # fmt: skip
    power = [
        {"kind": "roster.influence_stated", "speaker": who, "by": "golf", "over": "alpha",
         "extent": extent, "statement": "x"}
        for who, extent in (("bravo", "controls"), ("golf", "doubtful"))
    ]  # fmt: skip
    found = whole(*acts, *power)
    one = found.restraints[0]
    assert ((("hotel", 0),), (("golf", 1),), (("golf", 2),), (("bravo", 3),)) == (
        one.asked, one.undertaken, one.held, one.broken
    )  # fmt: skip
    assert one.contested
    assert found.influence[0].contested
