"""The story told in stop_line.md, played for real."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from parley import channel
from parley.desk import acts
from parley.desk.acts import Said, Terms
from parley.desk.acts.sending import Hand
from parley.desk.awareness import answer_to_author
from parley.desk.desk import Desk
from parley.desk.intake import NotReady, PlaceTold, read_back, stood_for, take_place
from parley.desk.party import Party
from parley.ledger import Receipt
from parley.places import Gazetteer, case_entries
from parley.places.geodesy import along
from parley.places.positions.writing import written
from parley.record import alert, notice
from parley.record.entry import Entry, Unread
from parley.record.values.place import Place
from parley.record.values.statement import Heard
from parley.record.values.time import VagueTime
from tests.desk.people import parties

KNOWN = Gazetteer(case_entries("deir-ez-zor"))
AIRFIELD = next(one for one in case_entries("deir-ez-zor") if one.kind == "airfield").at
DAY = VagueTime.parse("2099-11-24T06:00Z/2099-11-24T18:00Z")
SOUTH_OF_IT = "9 km south of the airfield"


def south_by(km: float) -> str:
    return f"{written(along(AIRFIELD, 180.0, km * 1000), 'dms', digits=1)} WGS84"


def place(km: float) -> Place:
    told = PlaceTold(numbers=(south_by(km),))
    return take_place(told, KNOWN).place


class Play:
    """Who acts: the two parties at their machines, and the desk."""

    def __init__(self, home: Path) -> None:
        self.desk = Desk.found(home / "desk", name="line.parley.invalid")
        self.north, self.south = parties(self.desk, home)
        self.steps: list[Receipt] = []

    def say(self, party: Party, receipt: Receipt) -> str:
        """Remember an act, and let both sides see it."""
        self.steps.append(receipt)
        for one in (self.north, self.south):
            one.catch_up()
        return receipt.digest

    def entry(self, of: Receipt) -> Entry:
        return next(iter(self.desk.book.entries(of.index, of.index + 1)))


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    playing = Play(tmp_path)
    with playing.desk:
        yield playing


def the_post(play: Play) -> str:
    """1: not ready as it was typed, ready as it is."""
    wrong = take_place(PlaceTold(numbers=(south_by(4),), reference=SOUTH_OF_IT), KNOWN)
    with pytest.raises(NotReady, match=r"the numbers lie 4\.0 km S"):
        stood_for([wrong], None)
    right = take_place(PlaceTold(numbers=(south_by(9),), reference=SOUTH_OF_IT), KNOWN)
    terms = Terms(purpose="aid post", to=("south",), positions=stood_for([right], None))
    north = play.north
    return play.say(north, north.send(
        acts.draft_site_notified(north, "aid post", right.place, terms=terms)))  # fmt: skip


def the_practice(play: Play, post: str) -> None:
    """2: unread, then read."""
    south = play.south
    for read, unread in (((), [post]), ((post,), [])):
        terms = Terms(purpose="artillery practice", to=("north",), read=read)
        told = south.send(
            acts.draft_activity_notified(south, place(9.3), DAY, terms=terms)
        )
        play.say(south, told)
        found = answer_to_author(play.desk.board_of("south"), told.digest)
        assert unread == [one.digest for one in found.unread]


def the_call(play: Play) -> tuple[str, Heard]:
    """3: the call is logged while it runs, and the request before anybody was found."""
    call = acts.call_began(play.desk.clock.now(), by="d1", from_="North duty officer")
    desk = Hand(play.desk)
    noted = acts.draft_call_logged(desk, call, "Shells on the aid post.", to=("north",))
    play.say(play.north, play.desk.submit(play.desk.sign(noted)))
    asked = acts.draft_stop_requested(
        desk, "Shelling of the aid post", to=("south", "north"), place=place(9),
        said=Said(by="North duty officer", heard=call),
    )  # fmt: skip
    stop = play.desk.submit(play.desk.sign(asked))
    return play.say(play.north, stop), call


def the_steps(play: Play, stop: str, call: Heard) -> None:
    """4 and 5: taken, read back wrong, read back right, confirmed, passed, halted."""
    north, south, to = play.north, play.south, ("north", "south")
    said = play.entry(play.steps[-1]).body
    assert isinstance(said, alert.StopRequested)
    officer = Said(officer="s1")
    play.say(south, south.send(acts.draft_taken(south, stop, to=to, said=officer)))
    assert "4,000 m N of what was said" in read_back(said, place(5)).sentence
    for km in (5.0, 9.0):
        back = acts.draft_alert_read_back(
            south, stop, to=to, understood="stop firing at the aid post", place=place(km)
        )
        play.say(south, south.send(back))
    assert 0 == read_back(said, place(9)).beyond_m
    right = acts.draft_alert_read_back(
        north, stop, to=to, understood="yes, the aid post", confirmed=True
    )
    play.say(north, north.send(right))
    play.say(south, south.send(acts.draft_order_passed(south, stop, to=to)))
    halt = Said(at=VagueTime.parse("2026-11-23T05:04:30Z"))
    play.say(south, south.send(acts.draft_halted(south, stop, to=to, said=halt)))
    over = acts.call_ended(call, play.desk.clock.now())
    ended = acts.draft_call_logged(
        Hand(play.desk), over, "It has stopped.", to=("north",), about=stop
    )
    play.say(north, play.desk.submit(play.desk.sign(ended)))


def test_the_stop_line(play: Play) -> None:
    """From a wrong position to a halt, every step an entry under its own author's signature."""
    post = the_post(play)
    the_practice(play, post)
    stop, call = the_call(play)
    the_steps(play, stop, call)
    heard = next(one for one in play.steps if one.digest == stop)
    own = acts.draft_call_confirmed(play.north, play.entry(heard), to=("south",))
    play.say(play.north, play.north.send(own))
    authors = [play.entry(one).author for one in play.steps]
    assert [
        "north", "south", "south", "desk", "desk",
        "south", "south", "south", "north", "south", "south", "desk", "north",
    ] == authors  # fmt: skip
    for party in (play.north, play.south):
        assert not isinstance(list(party.entries())[heard.index].body, Unread)
    state = play.desk.board.state(channel.PROJECTION)
    thread = state.thread(stop)
    assert thread is not None
    spans = {span.name: span for span in channel.times(state, thread)}
    assert spans["human"].most_ms is not None
    assert isinstance(play.entry(play.steps[0]).body, notice.SiteNotified)
