"""Lines, disclosure, watches and what happens once: refused with the rule that says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from parley.desk import acts
from parley.desk.acts import Terms
from parley.desk.desk import Desk
from parley.desk.party import Party
from parley.errors import BadInput, NotAdmitted
from parley.ledger import Draft
from parley.record import answer, arrangement, log, notice, roster
from parley.record.kinds import Record
from parley.record.values.place import Place
from parley.record.values.time import Instant, VagueTime
from tests.desk.people import SOURCE, parties, site
from tests.desk.test_rules import third

LATER = VagueTime.parse("2099-01-01T00:00Z/2099-01-02T00:00Z")
DAY = VagueTime.parse("2026-11-23", zone="Z")
AT, LONG_AGO = Instant.parse("2026-11-23T06:00Z"), Instant.parse("2020-11-23T06:00Z")


def by_line(channel: str, *to: str) -> notice.ActivityNotified:
    return notice.ActivityNotified(
        place=Place(written="the mill"), window=LATER, purpose="repair", channel=channel, to=to
    )


def agree(desk: Desk, *between: str, name: str = "mill-line", **more: object) -> None:
    line = arrangement.ChannelEstablished(
        channel=name, between=between, purpose="notices", established=DAY
    )
    desk.act(replace(line, **more))


def test_a_line_is_used_by_those_it_is_between(desk: Desk, tmp_path: Path) -> None:
    """North and South have a line; West may not notify by it, nor be notified by it."""
    north, south = parties(desk, tmp_path)
    west = third(desk, tmp_path, north)
    agree(desk, "North", "south")
    for party, to in ((north, "south"), (south, "north")):
        party.catch_up()
        party.send(party.draft(by_line("mill-line", to)))
    north.catch_up()
    with pytest.raises(NotAdmitted, match="another author .* than west: the line mill-line"):
        west.send(west.draft(by_line("mill-line", "north")))
    with pytest.raises(NotAdmitted, match="another addressee .* than west"):
        north.send(north.draft(by_line("mill-line", "south", "west")))


def test_a_line_names_an_actor_in_any_case(desk: Desk, tmp_path: Path) -> None:
    """A line that names WEST is West's."""
    north, _ = parties(desk, tmp_path)
    west = third(desk, tmp_path, north)
    agree(desk, "WEST", "south", name="river-line")
    west.catch_up()
    west.send(west.draft(by_line("river-line", "south")))


@pytest.mark.parametrize("reported", [None, SOURCE])
def test_a_line_that_is_not_agreed_here_is_refused(
    desk: Desk, tmp_path: Path, reported: object
) -> None:
    """A line nobody agreed, or that only a newspaper knows of, carries no notice of what is to come."""  # noqa: E501  # one sentence
    north, _ = parties(desk, tmp_path)
    if reported is not None:
        agree(desk, "North", "South", reported=reported)
    with pytest.raises(NotAdmitted, match="a line on record"):
        north.send(north.draft(by_line("mill-line", "south")))


def sealed_to(desk: Desk, who: Party, body: Record, *actors: str) -> bytes:
    """A submission sealed to exactly these, whatever its words say."""
    view = who.view()
    keys = [key for actor in actors for key in view.ring.of(actor, "seal", view.seen.size)]
    made = Draft(body, log=view.log, seen=view.seen, readers={k.name: k.public for k in keys})
    return made.signed_by(who.key)


def test_disclosure_is_what_it_is_sealed_to(desk: Desk, tmp_path: Path) -> None:
    """Named: its addressees. Arrangement: every member. Sealed: its author and the desk alone."""
    north, south = parties(desk, tmp_path)
    west = third(desk, tmp_path, north)
    for who in (north, south):
        who.catch_up()
    told = {
        "named": north.send(north.draft(site("south"))),
        "arrangement": north.send(north.draft(replace(site(), disclosure="arrangement"))),
        "sealed": north.send(north.draft(replace(site(), disclosure="sealed"))),
    }
    seen = {}
    for who in (south, west):
        who.catch_up()
        seen[who.actor] = set(who.addressed()) & {receipt.index for receipt in told.values()}
    assert {told["named"].index, told["arrangement"].index} == seen["south"]
    assert {told["arrangement"].index} == seen["west"]


@pytest.mark.parametrize(
    ("disclosure", "readers", "says"),
    [
        ("sealed", ("desk", "north", "south"), "no more than its disclosure"),
        ("named", ("desk", "north", "south"), "no more than its disclosure"),
        ("arrangement", ("desk", "north"), "sealed to its addressee south"),
    ],
)
def test_a_notice_sealed_otherwise_than_it_says_is_refused(
    desk: Desk, tmp_path: Path, disclosure: str, readers: tuple[str, ...], says: str
) -> None:
    """Told to more than it says, or to fewer: refused, also from a program that is not ours."""
    north, _ = parties(desk, tmp_path)
    body = replace(site(), disclosure=disclosure)
    with pytest.raises(NotAdmitted, match=says):
        desk.submit(sealed_to(desk, north, body, *readers))


def test_what_is_sealed_to_the_desk_has_no_addressee(desk: Desk, tmp_path: Path) -> None:
    """It would be addressed to somebody who cannot read it."""
    north, _ = parties(desk, tmp_path)
    body = replace(site("south"), disclosure="sealed")
    with pytest.raises(NotAdmitted, match="no addressees"):
        desk.submit(sealed_to(desk, north, body, "desk", "north"))


def lapsed(of: str, **more: object) -> answer.Lapsed:
    return replace(answer.Lapsed(notice=of, party="south", due=LONG_AGO), **more)


def test_a_reply_runs_out_once(desk: Desk, tmp_path: Path) -> None:
    """Two watchers started by mistake enter it once: by notice, addressee and what was due."""
    north, _ = parties(desk, tmp_path)
    told = north.send(north.draft(site("south"))).digest
    desk.act(lapsed(told))
    size = desk.size
    with pytest.raises(NotAdmitted, match="once on record"):
        desk.act(lapsed(told, due=AT))
    assert size == desk.size
    desk.act(lapsed(told, what="receipt"))
    desk.act(lapsed(told, party="north"))


def test_it_runs_out_once_within_one_group(desk: Desk, tmp_path: Path) -> None:
    """Two of them written together: the second is refused though the first is not on disk yet."""
    from parley.desk.drafting import draft

    north, _ = parties(desk, tmp_path)
    told = north.send(north.draft(site("south"))).digest
    size = desk.size
    both = [
        desk.sign(draft(desk.view(), lapsed(told), author="desk", to=("south",))) for _ in "ab"
    ]
    with pytest.raises(NotAdmitted, match="once on record"):
        desk.submit_many(both)
    assert size + 1 == desk.size


def test_a_drill_begins_once_and_ends_once(desk: Desk) -> None:
    """Its name is never used again, and what does not run cannot be ended."""
    with pytest.raises(NotAdmitted, match="a drill that runs"):
        desk.act(log.ExerciseEnded(drill="night"))
    desk.act(log.ExerciseStarted(drill="night", title="Night drill"))
    assert ("night",) == desk.drills()
    assert 1 == len(desk.end_drills())
    assert () == desk.end_drills()
    with pytest.raises(NotAdmitted, match="once on record"):
        desk.act(log.ExerciseStarted(drill="night", title="Again"))


def test_a_watch_is_taken_over_by_who_it_was_left_to(desk: Desk, tmp_path: Path) -> None:
    """The officer and the role of the hand-over, and the role is that side's own."""
    _, south = parties(desk, tmp_path)
    for actor in ("north", "south"):
        desk.act(roster.RoleDefined(role=f"{actor}-duty", actor=actor, title="Duty officer"))
    handed = roster.DutyHandedOver(
        actor="south", role="south-duty", outgoing="s1", incoming="s2", at=AT
    )
    with pytest.raises(NotAdmitted, match="a role of another side"):
        south.send(south.draft(replace(handed, role="north-duty")))
    left = south.send(south.draft(handed)).digest
    taken = roster.DutyTakenOver(
        actor="south", handover=left, role="south-duty", officer="s2", at=AT
    )
    with pytest.raises(NotAdmitted, match="it was handed over to"):
        south.send(south.draft(replace(taken, officer="s9")))
    south.send(south.draft(taken))


def test_what_was_heard_is_confirmed_by_its_speaker_alone(desk: Desk, tmp_path: Path) -> None:
    """North cannot stand for what was heard from South, and nobody for what was not heard."""
    north, south = parties(desk, tmp_path)
    told = north.send(north.draft(site("south"))).digest
    call = acts.call_began(desk.clock.now(), by="d1", from_="South duty officer")
    heard = answer.Received(notice=told, party="south", heard=call)
    index = desk.act(heard, to=("north", "south")).index
    entry = next(iter(desk.book.entries(index, index + 1)))
    with pytest.raises(BadInput, match="heard from north"):
        acts.draft_call_confirmed(north, entry, to=())
    south.catch_up()
    own = south.send(acts.draft_call_confirmed(south, entry, to=("north",)))
    found = next(iter(desk.book.entries(own.index, own.index + 1)))
    with pytest.raises(BadInput, match="that was heard"):
        acts.draft_call_confirmed(south, found, to=())


def test_a_notice_heard_is_stood_for_in_the_duty_log(desk: Desk, tmp_path: Path) -> None:
    """Saying it again would make two notices; so it is stood for beside it."""
    north, _ = parties(desk, tmp_path)
    call = acts.call_began(desk.clock.now(), by="d1", from_="North duty officer")
    terms = Terms(purpose="post", to=("north",), heard=call)

    class OfDesk:
        actor = "desk"

        def draft(self, record: Record, *, to: tuple[str, ...] = ()) -> Draft:
            from parley.desk.drafting import draft

            return draft(desk.view(), record, author="desk", to=to)

    made = acts.draft_site_notified(OfDesk(), "post", Place(written="the mill"), terms=terms)
    index = desk.submit(desk.sign(made)).index
    entry = next(iter(desk.book.entries(index, index + 1)))
    north.catch_up()
    told = north.send(acts.draft_call_confirmed(north, entry, to=()))
    found = next(iter(desk.book.entries(told.index, told.index + 1)))
    assert isinstance(found.body, log.Noted)
    assert entry.digest == found.body.about
    assert "is what was said" in found.body.text
