"""Bisecting with draft checks does not locate a sealed site: not by words, and not by time."""

from __future__ import annotations

import random
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

import msgspec
import pytest

from parley.desk.awareness import Awareness, Limits, aware, check_draft, every_overlap
from parley.desk.desk import Desk
from parley.desk.keyfile import KeyFile
from parley.desk.party import Party
from parley.record import log, notice
from parley.record.values.place import Place, Point, Position
from tests.desk.awareness.ground import DAY, LAT, LON, Hands, place, say, site, village

PROBES = 1000
SIDE = 2_000_000
"""A square of some 22 by 18 km, in 1e-7 degrees, somewhere in which the site is known to be."""
FREE = Limits(an_hour=10_000)


class World:
    """One desk in which North did one thing South cannot read."""

    def __init__(self, home: Path) -> None:
        self.hands = Hands(1_795_000_100_000_000_000)
        self.desk = Desk(home / "desk", clock=self.hands.clock())
        keys = (KeyFile.read(home / f"{name}.key") for name in ("north", "south"))
        self.north, self.south = (
            Party(key, self.desk, trust=self.desk.verifier, home=home / key.actor) for key in keys
        )

    def ask(self, at: Position, radius_m: int) -> Awareness:
        """South asks about a circle, as its next check."""
        where = Place(
            written="probe", shape=Point(at=at), uncertainty_cm=radius_m * 100, datum="WGS84"
        )
        self.hands.minutes(0.1)
        draft = notice.SiteNotified(name="probe", place=where, window=DAY, purpose="asking")
        return check_draft(self.desk, "south", draft, limits=FREE)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: two thousand syncs of a disk would show nothing."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        yield Path(folder)


@pytest.fixture
def worlds(shelf: Path) -> Iterator[tuple[World, World]]:
    """The same desk twice: in one North seals a site, in the other a remark."""
    desk, north, south = village(shelf / "one", Hands())
    with desk:
        say(north, site(4, to=("south",), name="open depot"))
        for party in (north, south):
            party.key.save(shelf / "one" / f"{party.actor}.key")
    shutil.copytree(shelf / "one", shelf / "two")
    one, two = World(shelf / "one"), World(shelf / "two")
    with one.desk, two.desk:
        say(one.north, site(1.3, disclosure="sealed", name="shelter"))
        two.north.catch_up()
        two.north.send(two.north.draft(log.Noted(text="Nothing to see.")))
        yield one, two


def square(world: World, chance: random.Random) -> tuple[Position, list[bytes]]:
    """Bisect for as long as there are probes; where the site must be then, and every answer."""
    answers: list[bytes] = []
    south, west = LAT - SIDE // 2, LON - SIDE // 2
    size = SIDE
    empty: bytes | None = None
    for _ in range(PROBES):
        if size < 20_000:  # begin again elsewhere, in case the answers differ there
            south = LAT + chance.randrange(-SIDE // 2, SIDE // 4)
            west = LON + chance.randrange(-SIDE // 2, SIDE // 4)
            size = SIDE // 4
        half = size // 2
        at = Position(lat=south + half // 2, lon=west + half // 2)
        found = world.ask(at, radius_m=max(200, half * 111 // 10_000))
        told = msgspec.json.encode(msgspec.structs.replace(found, known_at=0))
        answers.append(msgspec.json.encode(found))
        empty = empty or told
        if told == empty:
            south += half  # nothing was told of this half, so the other
            west += half if chance.random() < 0.5 else 0
        size = half
    return Position(lat=south, lon=west), answers


@pytest.mark.slow
def test_a_thousand_probes_find_out_nothing(worlds: tuple[World, World]) -> None:
    """Whatever is asked, both worlds answer in the same bytes, so no strategy tells them apart."""
    first, answers = square(worlds[0], random.Random(2016))
    again, others = square(worlds[1], random.Random(2016))
    assert len(answers) == PROBES
    assert answers == others
    assert first == again
    assert any(b"open depot" in one for one in answers)
    assert not any(b"shelter" in one for one in answers)


def test_the_desk_sees_what_was_hidden(worlds: tuple[World, World]) -> None:
    """The test would find a difference: the desk's own list tells the two worlds apart."""
    seen = []
    for world in worlds:
        told = say(world.south, site(1.2, to=("north",), name="convoy halt"))
        seen.append([one.what for one in every_overlap(world.desk, told.digest).hidden])
    assert [["shelter"], []] == seen


def test_the_same_work_is_done_for_both(worlds: tuple[World, World]) -> None:
    """Every function is entered as often in both worlds: time cannot tell what code does not."""
    done = []
    for world in worlds:
        world.ask(Position(lat=LAT, lon=LON), 500)  # what a first call loads and keeps
        with counted() as calls:
            world.ask(Position(lat=LAT + 90_000, lon=LON), 500)
            board = world.desk.board_of("south")
            aware(board, site(1.3), "south")
        done.append(calls)
    assert done[0] == done[1]
    assert sum(done[0].values()) > 100


def test_the_first_answer_after_it_was_entered_is_the_same_work(
    worlds: tuple[World, World],
) -> None:
    """Taking in what cannot be read costs the same, whatever it is: a site or a remark."""
    done = []
    for world in worlds:
        world.ask(Position(lat=LAT, lon=LON), 500)
    say(worlds[0].north, site(1.1, disclosure="sealed", name="second shelter"))
    worlds[1].north.catch_up()
    worlds[1].north.send(worlds[1].north.draft(log.Noted(text="Still nothing.")))
    for world in worlds:
        with counted() as calls:
            aware(world.desk.board_of("south"), site(1.3), "south")
        done.append(calls)
    assert done[0] == done[1]


def test_nothing_smaller_than_the_smallest_area_is_asked(worlds: tuple[World, World]) -> None:
    """A point is looked at as a circle of 500 m: a narrower question has the same answer."""
    depot = place(4)
    if not isinstance(depot.shape, Point):
        pytest.fail("the depot is a point")
    near = Position(lat=depot.shape.at.lat + 120_000, lon=LON)
    narrow, wide = (worlds[0].ask(near, metres) for metres in (1, 500))
    assert [one.distance_m for one in narrow.unread] == [one.distance_m for one in wide.unread]
    assert narrow.unread


@contextmanager
def counted() -> Iterator[Counter[tuple[str, str]]]:
    """How often each function of this project was entered."""
    calls: Counter[tuple[str, str]] = Counter()

    def note(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and "parley" in code.co_filename:
            calls[code.co_filename, code.co_name] += 1

    sys.setprofile(note)
    try:
        yield calls
    finally:
        sys.setprofile(None)
