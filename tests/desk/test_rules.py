"""Who may say what: nobody's words are borrowed, and nobody else's record is ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.desk.ceremony import admit
from parley.desk.desk import Desk
from parley.desk.keyfile import KeyFile
from parley.desk.party import Party
from parley.errors import NotAdmitted, Refusal
from parley.record import alert, answer, arrangement, incident, log, notice, roster
from parley.record.kinds import Record
from parley.record.values.time import VagueTime
from tests.desk.people import WINDOW, parties, site

DAY = VagueTime.parse("2026-11-23", zone="Z")
SOUTH: list[Record] = [
    arrangement.Accepted(instrument="terms", party="South", accepted=DAY, actor="south"),
    arrangement.Accepted(instrument="terms", party="South", accepted=DAY),
    arrangement.Withdrew(
        instrument="terms", party="South", withdrew=DAY, statement="no more", actor="south"
    ),
    arrangement.StatusStated(
        speaker="South", status="ended", stated=DAY, statement="over", actor="south"
    ),
    roster.GuaranteeStated(guarantor="south", party="north", scope="all"),
    roster.InfluenceStated(
        speaker="south", over="north", by="south", extent="controls", statement="we do"
    ),
]
DESKS: list[Record] = [
    arrangement.ClockDeclared(clock="hold", act="ended", by=("South",), at=DAY, statement="over"),
    arrangement.ChannelDeclined(channel="line", by="South", declined=DAY, statement="no"),
    incident.Ruled(incident="x", ruling="exempt", office="Joint Commission", reasons="so"),
    log.ExerciseStarted(drill="d", title="drill"),
    roster.DutyAssigned(role="south-duty", officer="o1", window=WINDOW),
    roster.ActorRegistered(actor="west", name="West", standing="party"),
]


@pytest.mark.parametrize("record", SOUTH, ids=lambda r: type(r).__name__)
def test_nobody_speaks_in_anothers_name(desk: Desk, tmp_path: Path, record: Record) -> None:
    """What is said in South's name is refused from North, and from a desk that did not hear it."""
    north, _ = parties(desk, tmp_path)
    size = desk.size
    with pytest.raises(NotAdmitted, match="another's name"):
        north.send(north.draft(record))
    with pytest.raises(NotAdmitted, match="another's name"):
        desk.act(record)
    assert desk.size == size


@pytest.mark.parametrize("record", SOUTH[:1] + SOUTH[2:], ids=lambda r: type(r).__name__)
def test_an_actor_speaks_in_its_own(desk: Desk, tmp_path: Path, record: Record) -> None:
    """The same words are South's to say."""
    _, south = parties(desk, tmp_path)
    south.send(south.draft(record))


@pytest.mark.parametrize("record", DESKS, ids=lambda r: type(r).__name__)
def test_the_desks_acts_are_no_partys(desk: Desk, tmp_path: Path, record: Record) -> None:
    """What only the desk may enter is refused from a party, and taken from the desk."""
    north, _ = parties(desk, tmp_path)
    with pytest.raises(NotAdmitted, match="desk's own"):
        north.send(north.draft(record))
    desk.act(record)


def third(desk: Desk, home: Path, voucher: Party) -> Party:
    """A third party that is addressed by nobody."""
    key = KeyFile.make("west", "party")
    admit(desk, key, voucher=voucher.key)
    west = Party(key, desk, trust=desk.verifier, home=home / "west")
    west.catch_up()
    west.send(west.draft(key.sealing()))
    west.catch_up()
    return west


def test_a_notice_is_ended_by_who_gave_it(desk: Desk, tmp_path: Path) -> None:
    """Recalling, ending or amending another's notice is refused; one's own is not."""
    north, south = parties(desk, tmp_path)
    told = north.send(north.draft(site("south"))).digest
    again = north.send(north.draft(site("south", name="moved"))).digest
    acts: list[Record] = [
        notice.Recalled(notice=told, why="wrong"),
        notice.Withdrawn(notice=told, ended=DAY),
        notice.Amended(notice=told, by=again, why="moved"),
    ]
    for act in acts:
        for speaker in (south, desk):
            with pytest.raises(NotAdmitted, match="one's own record"):
                speaker.send(speaker.draft(act)) if isinstance(speaker, Party) else desk.act(act)
        north.send(north.draft(act))


def test_a_notice_is_replaced_by_a_later_one(desk: Desk, tmp_path: Path) -> None:
    """Two notices cannot replace each other: the second amendment is refused at the door."""
    north, _ = parties(desk, tmp_path)
    first, second = (
        north.send(north.draft(site("south", name=name))).digest for name in ("mill", "moved")
    )
    north.send(north.draft(notice.Amended(notice=first, by=second, why="moved")))
    for of in (first, second):
        with pytest.raises(NotAdmitted, match="a later notice"):
            north.send(north.draft(notice.Amended(notice=of, by=first, why="back")))


def test_an_answer_is_taken_back_by_who_gave_it(desk: Desk, tmp_path: Path) -> None:
    """The sender cannot take back the addressee's objection."""
    north, south = parties(desk, tmp_path)
    told = north.send(north.draft(site("south"))).digest
    objected = south.send(
        south.draft(answer.Objected(notice=told, party="south", reason="too near"))
    ).digest
    back = answer.Withdrawn(notice=told, answer=objected, party="north")
    with pytest.raises(NotAdmitted, match="one's own record"):
        north.send(north.draft(back))


def test_steps_of_an_alert_are_for_those_in_it(desk: Desk, tmp_path: Path) -> None:
    """Who was not asked cannot say that it was taken or halted; only the caller ends it."""
    north, south = parties(desk, tmp_path)
    west = third(desk, tmp_path, north)
    asked = north.send(north.draft(alert.StopRequested(what="shelling", to=("south",)))).digest
    for act in (alert.Taken(alert=asked), alert.Halted(alert=asked)):
        with pytest.raises(NotAdmitted, match="addressee's or caller's"):
            west.send(west.draft(act))
        south.send(south.draft(act))
    with pytest.raises(NotAdmitted, match="one's own record"):
        south.send(south.draft(alert.StoodDown(alert=asked)))
    north.send(north.draft(alert.StoodDown(alert=asked)))


def test_who_was_not_told_does_not_answer(desk: Desk, tmp_path: Path) -> None:
    """A party that a notice is not addressed to cannot answer it, and nobody answers nothing."""
    north, _ = parties(desk, tmp_path)
    west = third(desk, tmp_path, north)
    told = north.send(north.draft(site("south"))).digest
    with pytest.raises(NotAdmitted, match="addressee's own"):
        west.send(west.draft(answer.Received(notice=told, party="west")))
    with pytest.raises(NotAdmitted, match="an entry of this log"):
        west.send(west.draft(answer.Received(notice="sha256:" + "0" * 64, party="west")))


def test_an_addressee_is_always_among_the_readers(desk: Desk, tmp_path: Path) -> None:
    """Naming an addressee seals to it; a draft made otherwise is refused, so nobody fakes it."""
    north, south = parties(desk, tmp_path)
    told = north.send(north.draft(site("south")))
    south.catch_up()
    assert told.index in list(south.addressed())
    own = {north.key.seal.name: north.key.seal.public}
    desks = {k.name: k.public for k in desk.view().ring.of("desk", "seal", desk.size)}
    from parley.ledger import Draft

    view = north.view()
    faked = Draft(site("south"), log=view.log, seen=view.seen, readers=own | desks)
    with pytest.raises(NotAdmitted, match="sealed to its addressee south"):
        desk.submit(faked.signed_by(north.key))


def test_a_stop_request_is_taken_whoever_it_names(desk: Desk, tmp_path: Path) -> None:
    """A stop request that could not be sealed to an addressee is logged all the same."""
    north, _ = parties(desk, tmp_path)
    from parley.ledger import Draft

    view = north.view()
    desks = {k.name: k.public for k in desk.view().ring.of("desk", "seal", desk.size)}
    ask = alert.StopRequested(what="shelling", to=("nobody-known",))
    desk.submit(Draft(ask, log=view.log, seen=view.seen, readers=desks).signed_by(north.key))


def test_an_identifier_is_used_once(desk: Desk, tmp_path: Path) -> None:
    """Nobody is entered a second time under another name, not even by the desk."""
    parties(desk, tmp_path)
    with pytest.raises(Refusal, match="never used"):
        desk.act(roster.ActorRegistered(actor="south", name="Somebody else", standing="party"))
