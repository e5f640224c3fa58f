"""Who may say what of obligations, claims, reviews, watches and whether a party can be reached."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import pytest
from msgspec import structs

from parley.desk.desk import Desk
from parley.desk.party import Party
from parley.errors import NotAdmitted
from parley.record import arrangement, incident, obligation, review, roster
from parley.record.kinds import Record
from parley.record.values.claim import Draft, Span
from parley.record.values.statement import Heard
from parley.record.values.time import Instant, VagueTime
from tests.desk.people import SOURCE, WINDOW, parties

DAY = VagueTime.parse("2026-11-23", zone="Z")
AT = Instant.parse("2026-11-23T06:00Z")
Tie: TypeAlias = type[incident.ClaimLinked] | type[incident.ClaimUnlinked]
NOTHING = "sha256:" + "0" * 64
HEARD = Heard(way="telephone", by="desk-1", from_="South duty officer", began=AT)


def restraint(actor: str | None = None, heard: Heard | None = None) -> Record:
    return arrangement.RestraintUndertaken(
        restraint="hill", act="undertaken", speaker="South", of="South", at=DAY,
        statement="it holds", actor=actor, heard=heard,
    )  # fmt: skip


def done(actor: str | None = None) -> obligation.ClaimedDone:
    return obligation.ClaimedDone(
        instrument="terms", clause="t7", by="South", statement="left", actor=actor
    )


def confirmed(actor: str, claim: str | None = None) -> obligation.Confirmed:
    return obligation.Confirmed(
        instrument="terms", clause="t7", by=actor, statement="seen", actor=actor, claim=claim
    )


def disputed(actor: str, claim: str | None = None) -> obligation.Disputed:
    return obligation.Disputed(
        instrument="terms", clause="t7", by=actor, statement="no", actor=actor, claim=claim
    )


def claim(statement: str) -> incident.Claimed:
    return incident.Claimed(
        incident="mill", question="what", stance="asserts", statement=statement
    )


def reach(party: str, speaker: str, heard: Heard | None = None) -> roster.AvailabilityStated:
    return roster.AvailabilityStated(
        party=party, speaker=speaker, availability="limited", version=1, window=WINDOW,
        statement="two calls of five", heard=heard,
    )  # fmt: skip


def handed(actor: str, heard: Heard | None = None) -> roster.DutyHandedOver:
    return roster.DutyHandedOver(
        actor=actor, role="south-duty", outgoing="s1", incoming="s2", at=AT, heard=heard
    )


def taken(actor: str, handover: str) -> roster.DutyTakenOver:
    return roster.DutyTakenOver(
        actor=actor, handover=handover, role="south-duty", officer="s2", at=AT
    )


def say(party: Party, record: Record) -> str:
    return party.send(party.draft(record)).digest


def tied(relation: Tie, first: str, second: str) -> Record:
    return relation(
        incident="mill", claim=first, other=second, relation="same-event", reasons="one road"
    )


SOUTHS: list[Record] = [
    restraint("south"), done("south"), confirmed("south"), disputed("south"),
    handed("south"), reach("south", "south"),
]  # fmt: skip
NAMELESS: list[Record] = [restraint(), done()]
DESKS: list[Record] = [
    arrangement.ArrangementFiled(
        arrangement="terms", version=1, title="Terms", file=NOTHING, form="toml"
    ),
    arrangement.DelineationAgreed(
        instrument="terms", area="zone", name="Zone", gist="no firing", agreed=DAY,
        disclosed="undisclosed",
    ),
    roster.PlaceNamed(named="mill", name="Mill"),
    reach("south", "desk"),
]  # fmt: skip


@pytest.mark.parametrize("record", SOUTHS + NAMELESS, ids=lambda r: type(r).__name__)
def test_nobody_speaks_in_souths_name(desk: Desk, tmp_path: Path, record: Record) -> None:
    """What South would say is refused from North, and from a desk that did not hear it."""
    north, _ = parties(desk, tmp_path)
    size = desk.size
    with pytest.raises(NotAdmitted, match="another's name"):
        say(north, record)
    with pytest.raises(NotAdmitted, match="another's name"):
        desk.act(record)
    assert size == desk.size


@pytest.mark.parametrize("record", SOUTHS, ids=lambda r: type(r).__name__)
def test_south_speaks_in_its_own(desk: Desk, tmp_path: Path, record: Record) -> None:
    """The same words are South's to say."""
    _, south = parties(desk, tmp_path)
    say(south, record)


def test_the_desk_logs_what_it_heard(desk: Desk, tmp_path: Path) -> None:
    """What South said on the telephone the desk may log, as heard by its officer."""
    parties(desk, tmp_path)
    desk.act(restraint("south", HEARD))
    desk.act(reach("south", "south", HEARD))
    desk.act(handed("south", HEARD))


@pytest.mark.parametrize("record", DESKS, ids=lambda r: type(r).__name__)
def test_what_is_the_desks_is_no_partys(desk: Desk, tmp_path: Path, record: Record) -> None:
    """Readings of the texts, areas, places and the desk's own view are entered by the desk."""
    north, _ = parties(desk, tmp_path)
    with pytest.raises(NotAdmitted):
        say(north, record)
    desk.act(record)


def test_no_party_says_that_another_cannot_be_reached(desk: Desk, tmp_path: Path) -> None:
    """Of South, North may not say it even in its own name."""
    north, _ = parties(desk, tmp_path)
    with pytest.raises(NotAdmitted, match="for the desk, and for the party"):
        say(north, reach("south", "north"))


def test_nobody_confirms_its_own_claim(desk: Desk, tmp_path: Path) -> None:
    """That an obligation was met, another confirms than who claimed it; anybody may dispute it."""
    north, south = parties(desk, tmp_path)
    told = say(south, done("south"))
    with pytest.raises(NotAdmitted, match="confirms its own claim"):
        say(south, confirmed("south", told))
    say(north, confirmed("north", told))
    say(north, disputed("north", told))
    for record in (confirmed("north", NOTHING), disputed("north", NOTHING)):
        with pytest.raises(NotAdmitted, match="an entry of this log"):
            say(north, record)


@pytest.mark.parametrize("relation", [incident.ClaimLinked, incident.ClaimUnlinked])
def test_anybody_ties_claims_that_are_there(
    desk: Desk, tmp_path: Path, relation: Tie
) -> None:
    """Another's claims may be tied or untied by anybody, but not a claim that is not on record."""
    north, south = parties(desk, tmp_path)
    first, second = say(north, claim("three")), say(south, claim("four"))
    say(south, tied(relation, first, second))
    for pair in ((NOTHING, first), (first, NOTHING)):
        with pytest.raises(NotAdmitted, match="an entry of this log"):
            say(south, tied(relation, *pair))


def test_a_claim_is_corrected_by_who_entered_it(desk: Desk, tmp_path: Path) -> None:
    """South cannot put its own figure in the place of North's, nor North's in the place of its."""
    north, south = parties(desk, tmp_path)
    old, new, other = say(north, claim("3")), say(north, claim("5")), say(south, claim("9"))
    for by, claimed in ((new, old), (other, old), (new, other)):
        record = incident.ClaimCorrected(incident="mill", claim=claimed, by=by, why="a slip")
        with pytest.raises(NotAdmitted, match="one's own record"):
            say(south, record)
    say(north, incident.ClaimCorrected(incident="mill", claim=old, by=new, why="a slip"))


def test_what_was_never_said_is_not_ended_or_disputed(desk: Desk, tmp_path: Path) -> None:
    """The end of a blockage and the dispute of a ruling name a record of this log."""
    north, _ = parties(desk, tmp_path)
    shut = incident.Blocked(
        incident="mill", what="access-denied", statement="turned back", since=DAY
    )
    blocked = say(north, shut)
    ruled = desk.act(
        incident.Ruled(incident="mill", ruling="exempt", office="head", reasons="so")
    ).digest

    def freed(of: str) -> Record:
        return incident.Unblocked(incident="mill", blocked=of, since=DAY, statement="open")

    def against(of: str, actor: str = "north") -> Record:
        return incident.RulingDisputed(
            incident="mill", ruling=of, by="North", actor=actor, reasons="unheard"
        )

    say(north, freed(blocked))
    say(north, against(ruled))
    for record in (freed(NOTHING), against(NOTHING)):
        with pytest.raises(NotAdmitted, match="an entry of this log"):
            say(north, record)
    with pytest.raises(NotAdmitted, match="another's name"):
        say(north, against(ruled, "south"))


def test_a_watch_is_taken_over_by_the_side_that_handed_it_over(
    desk: Desk, tmp_path: Path
) -> None:
    """Two entries, each signed by its side; North cannot take over South's watch."""
    north, south = parties(desk, tmp_path)
    told = say(south, handed("south"))
    with pytest.raises(NotAdmitted, match="one's own record"):
        say(north, taken("north", told))
    with pytest.raises(NotAdmitted, match="another's name"):
        say(north, taken("south", told))
    say(south, taken("south", told))


def test_a_review_is_led_by_who_opened_it(desk: Desk, tmp_path: Path) -> None:
    """Lessons and the closing are the reviewer's; whoever acted on a lesson says so itself."""
    north, south = parties(desk, tmp_path)
    opened = review.Opened(
        review="r", title="The mill", incidents=("mill",), why="Why nobody answered.", by="North"
    )
    of = say(north, opened)
    lesson = review.LessonRecorded(of=of, lesson="ring-roles", text="Ring roles, not names.")
    closed = review.Closed(of=of, conclusion="One lesson.")
    for record in (lesson, closed):
        with pytest.raises(NotAdmitted, match="one's own record"):
            say(south, record)
    learnt = say(north, lesson)
    for named in (learnt, NOTHING):
        acted = review.ActionTaken(of=of, lesson=named, state="done", statement="so", by="South")
        if named == NOTHING:
            with pytest.raises(NotAdmitted, match="an entry of this log"):
                say(south, acted)
        else:
            say(south, acted)
    say(north, closed)


def test_a_rejected_draft_is_passed_on_by_nobody(desk: Desk, tmp_path: Path) -> None:
    """Whoever looked at a draft says so itself; a party does not do it for a source."""
    north, _ = parties(desk, tmp_path)
    draft = Draft(
        draft=NOTHING, document=NOTHING, spans=(Span(start=0, end=4),), reader="r 1", officer="n1"
    )
    say(north, incident.DraftRejected(draft=draft, why="no-claim"))
    with pytest.raises(NotAdmitted, match="not for a source"):
        say(north, incident.DraftRejected(draft=draft, why="no-claim", reported=SOURCE))


def test_the_importer_passes_on_what_a_source_says(desk: Desk) -> None:
    """With its source an obligation, a review or a restraint is passed on; a watch never is."""
    told: list[Record] = [
        done(), restraint(),
        review.Opened(review="r", title="x", incidents=("mill",), why="to learn", by="South"),
    ]  # fmt: skip
    for record in told:
        desk.submit(desk.prepare_report(structs.replace(record, reported=SOURCE))[0])
    for refused in (handed("south"), reach("south", "south")):
        with pytest.raises(NotAdmitted, match="importer"):
            desk.submit(desk.prepare_report(structs.replace(refused, reported=SOURCE))[0])
