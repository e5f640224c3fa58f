"""The watch over a real desk: who hears of what, what is entered, and what ends a drill."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from msgspec import Struct

from parley.desk import acts
from parley.desk.acts import Said
from parley.desk.clock import Clock
from parley.desk.desk import Desk
from parley.desk.inward.dropping import drop
from parley.desk.party import Party
from parley.desk.watch import Reach, Steps, Teller, Watch, openers_of
from parley.desk.watch.answering import Heard
from parley.desk.watch.running import Heart, run
from parley.desk.ways.heart.beat import open_beat
from parley.desk.ways.hub import Hub, Subscription
from parley.desk.ways.journal import Tried
from parley.desk.ways.message import Message
from parley.desk.ways.replies import reply_record
from parley.desk.ways.settings import BeatSettings
from parley.record import alert, answer, dispatch, log, notice, roster
from parley.record.entry import Entry
from parley.record.values.place import Place
from parley.record.values.time import VagueTime
from tests.desk.people import parties

START = 1_900_000_000_000
SECOND = 1000
ON = VagueTime(earliest=START - 10**9, latest=START + 10**9, written="a week", precision="hour",
               zone="Z", lasting=True)  # fmt: skip
OFFICERS = ("s-1", "s-2", "s-3")


class Hands:
    """The desk's time, moved by hand."""

    def __init__(self) -> None:
        self.ms = START
        self.clock = Clock(lambda: self.ms * 1_000_000, lambda: self.ms * 1_000_000)


class Watched(Struct):
    """A desk with two parties, officers of the south on shift, and a watch."""

    time: Hands
    desk: Desk
    hub: Hub
    watch: Watch
    north: Party
    south: Party
    posted: list[Message]

    def entries(self) -> list[Entry]:
        return list(self.desk.book.entries(0, self.desk.size))

    def stop(self, *, exercise: bool = False, who: Party | None = None) -> bytes:
        caller = who or self.north
        caller.catch_up()
        drafted = acts.draft_stop_requested(caller, "Shelling of the mill.", to=("south",),
                                            said=Said(exercise=exercise))  # fmt: skip
        return drafted.signed_by(caller.key)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    time = Hands()
    with Desk.found(tmp_path / "desk", name="watch.parley.invalid", clock=time.clock) as desk:
        north, south = parties(desk, tmp_path)
        desk.act(roster.RoleDefined(role="duty-south", actor="south", title="South, duty officer"))
        for officer in OFFICERS:
            desk.act(roster.DutyAssigned(role="duty-south", officer=officer, window=ON,
                                         mail=f"{officer}@south.example"))  # fmt: skip
        desk.act(roster.RoleDefined(role="duty-desk", actor="desk", title="The desk"))
        desk.act(roster.DutyAssigned(role="duty-desk", officer="d-1", window=ON))
        hub, posted = Hub(epoch="test"), list[Message]()
        watch = Watch(
            desk, post=posted.append, reach=Reach(pages=hub.subscriptions, call="+41 22 000"),
            teller=Teller(hub, openers_of(desk)), steps=Steps(lambda: time.ms / 1000),
        )  # fmt: skip
        yield Watched(time, desk, hub, watch, north, south, posted)


def _kinds(page: Subscription) -> list[str]:
    return [note.event.kind for note in page.take(0) if note.event is not None]


def test_every_duty_officer_has_the_stop_request_before_submit_returns(watched: Watched) -> None:
    """All on shift of the addressee and of the desk, each on its own page, and no stranger."""
    readers = [*(f"south/{one}" for one in OFFICERS), "desk/d-1", "desk", "south", "north"]
    with ExitStack() as stack:
        pages = [stack.enter_context(watched.hub.subscribe(one)) for one in readers]
        stranger = stack.enter_context(watched.hub.subscribe("east"))
        watched.watch.submit(watched.stop())
        assert [["alert.stop_requested"]] * len(pages) == [_kinds(page) for page in pages]
        assert [] == _kinds(stranger)
        watched.watch.tick()
        assert [] == _kinds(pages[0])


def test_while_64_submit_the_stop_request_reaches_every_duty_officer(watched: Watched) -> None:
    """Sixty-four writers at once: each officer's page has it when its submit has returned."""
    watched.north.catch_up()
    notes = [
        watched.north.draft(log.Noted(text=f"line tested, call {number}")).signed_by(
            watched.north.key
        )
        for number in range(64 * 3)
    ]
    stop = watched.stop()
    begun = threading.Barrier(65)

    def write(mine: list[bytes]) -> None:
        begun.wait()
        for one in mine:
            watched.watch.submit(one)

    threads = [threading.Thread(target=write, args=(notes[n::64],)) for n in range(64)]
    with ExitStack() as stack:
        pages = [stack.enter_context(watched.hub.subscribe(f"south/{one}")) for one in OFFICERS]
        for thread in threads:
            thread.start()
        begun.wait()
        watched.watch.submit(stop)
        heard = [_kinds(page) for page in pages]
        for thread in threads:
            thread.join()
    assert [["alert.stop_requested"]] * 3 == heard


def test_nobody_hears_that_something_came_which_is_sealed_for_others(watched: Watched) -> None:
    """A note of the north to the desk: its author and the desk hear of it, the south nothing."""
    with watched.hub.subscribe("south") as south, watched.hub.subscribe("north") as north:
        watched.north.catch_up()
        note = watched.north.draft(log.Noted(text="for the desk alone"))
        watched.watch.submit(note.signed_by(watched.north.key))
        watched.watch.tick()
        assert ([], ["log.noted"]) == (_kinds(south), _kinds(north))


def test_a_real_stop_request_ends_the_drill_and_a_practised_one_does_not(watched: Watched) -> None:
    """The end is entered with its reason, once; what is practised afterwards ends nothing."""
    watched.desk.act(log.ExerciseStarted(drill="october", title="The stop line."))
    watched.watch.submit(watched.stop(exercise=True))
    watched.watch.tick()
    assert ("october",) == watched.desk.drills()
    watched.watch.submit(watched.stop())
    for _ in range(3):
        watched.watch.tick()
    ends = [one.body for one in watched.entries() if isinstance(one.body, log.ExerciseEnded)]
    assert [("october", "real-stop-request")] == [(one.drill, one.why) for one in ends]


def test_a_message_is_whole_without_a_link_and_says_whom_it_rings(watched: Watched) -> None:
    """What, where, since when, who calls, whom to ring back, and the answers by number."""
    reach = Reach(ways=frozenset({"mail"}), call="+41 22 000")
    watch = Watch(watched.desk, post=watched.posted.append, reach=reach,
                  teller=Teller(watched.hub, openers_of(watched.desk)))  # fmt: skip
    watched.watch.submit(watched.stop())
    watch.tick()
    assert [f"{one}@south.example" for one in OFFICERS] == [m.contact for m in watched.posted]
    text = watched.posted[0].text
    for part in ("STOP REQUEST to South, duty officer", "Shelling of the mill.", "Where",
                 "Since", "From: north", "+41 22 000", "1 = ", "PARLEY"):  # fmt: skip
        assert part in text
    assert "http" not in text
    assert watched.posted[0].urgent


def test_who_cannot_be_rung_by_any_way_is_rung_by_hand(watched: Watched) -> None:
    """Without a page, a number or a letter the desk's own page says so; nothing is passed over."""
    watched.watch.submit(watched.stop())
    watched.watch.tick()
    assert [("in-app", "desk", "duty-south")] == [
        (one.way, one.contact, one.to) for one in watched.posted
    ]
    assert "RING IT BY HAND" in watched.posted[0].text


def test_a_silence_and_a_ladder_at_its_end_are_told_to_both_sides(watched: Watched) -> None:
    """The author and the addressee can both read that the time ran out; the alarm is urgent."""
    watched.north.catch_up()
    place = Place(written="the mill")
    told = notice.ActivityNotified(to=("south",), purpose="work", place=place, window=ON,
                                   reply_within_s=60)  # fmt: skip
    watched.watch.submit(watched.north.draft(told).signed_by(watched.north.key))
    watched.time.ms += 61 * SECOND
    ticked = watched.watch.tick()
    assert 1 == len(ticked.entered)
    for party in (watched.north, watched.south):
        party.catch_up()
        bodies = [one.body for one in party.entries()]
        assert 1 == sum(isinstance(one, answer.Lapsed) for one in bodies)


def test_nobody_could_be_reached_is_entered_once_and_rings_at_the_desk(watched: Watched) -> None:
    """After the whole ladder: one entry, an urgent event for the desk, and no ring after it."""
    def carry() -> None:
        for one in watched.posted:
            watched.desk.act(dispatch.Attempted(of=one.of, way=one.way, to=one.to,
                                                contact=one.contact, attempt=one.attempt,
                                                rung=one.rung))  # fmt: skip
        watched.posted.clear()

    watched.watch.submit(watched.stop())
    with watched.hub.subscribe("desk") as page:
        for _ in range(80):
            watched.watch.tick()
            carry()
            watched.time.ms += 20 * SECOND
        kinds = _kinds(page)
    ends = [one for one in watched.entries() if isinstance(one.body, dispatch.Unreachable)]
    assert (1, 1) == (len(ends), kinds.count("dispatch.unreachable"))
    assert isinstance(ends[0].body, dispatch.Unreachable)
    assert "south" == ends[0].body.to


def test_a_window_that_ends_is_seen_to_end(watched: Watched) -> None:
    """When what was notified is over, both sides and the desk are told, and the board drops it."""
    watched.north.catch_up()
    window = VagueTime(earliest=START, latest=START + 60 * SECOND, written="a minute",
                       precision="second", zone="Z")  # fmt: skip
    told = notice.ActivityNotified(to=("south",), purpose="work", place=Place(written="the mill"),
                                   window=window)  # fmt: skip
    watched.watch.submit(watched.north.draft(told).signed_by(watched.north.key))
    watched.watch.tick()
    with watched.hub.subscribe("south") as page:
        watched.time.ms += 61 * SECOND
        watched.watch.tick()
        watched.watch.tick()
        assert ["watch.expired"] == _kinds(page)


def test_the_loop_takes_what_lies_in_the_folder_and_beats(watched: Watched) -> None:
    """A stop request another process left is entered, told and rung within the loop; it beats."""
    drop(watched.desk.home, watched.stop(), urgent=True)
    ending, turns = threading.Event(), list[int]()

    def after(_: object) -> None:
        turns.append(len(watched.posted))
        if watched.posted or len(turns) > 50:
            ending.set()

    heart = Heart(watched.desk, BeatSettings())
    with watched.hub.subscribe("south/s-1") as page:
        run(watched.desk, watched.watch, ending=ending, heart=heart, after=after)
        assert ["alert.stop_requested"] == _kinds(page)
    assert any(isinstance(one.body, alert.StopRequested) for one in watched.entries())
    assert ["in-app"] == [one.way for one in watched.posted]
    beat = open_beat((watched.desk.home / "beat").read_bytes(), watched.desk.verifier)
    assert beat.size >= watched.desk.size - 1


def test_a_key_pressed_on_a_telephone_is_heard_from_the_role_that_was_rung(
    watched: Watched,
) -> None:
    """It ends the ringing, names the addressee, and is never signed in its name."""
    heard = Heard(watched.desk)
    watched.watch.submit(watched.stop())
    of = watched.watch.tick().decided.plans[0].of
    about = heard.about(of, "duty-south")
    assert about is not None
    assert (True, "south", {"north", "south"}) == (about.alarm, about.party, set(about.readers))
    stranger = heard.about(of, "duty-lake")
    assert stranger is not None
    assert stranger.party is None
    assert heard.about("sha256:" + "0" * 64, "south") is None
    tried = Tried(of=of, way="voice", to="duty-south", contact="+963", attempt=1,
                  what="attempted", rx=START)  # fmt: skip
    heard.act(reply_record(tried, "1", about, began=START), to=about.readers)
    assert () == watched.watch.tick().decided.plans
    taken = watched.entries()[-1]
    assert isinstance(taken.body, alert.Taken)
    assert ("desk", "duty-south") == (taken.author, taken.body.by)
