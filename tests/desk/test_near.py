"""What is notified near a place: only what the reader may read, and never a verdict."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.desk.board import Board
from parley.desk.clock import Clock
from parley.desk.demo import A, B, C, Play
from parley.desk.desk import Desk
from parley.desk.near import NOTHING, Inquiry, Neighbourhood, distance_words, near_at
from parley.errors import BadInput
from parley.fold import MemoryBook
from parley.record import answer, correction, dispatch, notice, roster
from parley.record.entry import Entry, Unread
from parley.record.kinds import Record
from parley.record.values.place import Altitude, Band, Place, Point, Position
from parley.record.values.time import VagueTime
from parley.space.volume import Leg, Spot, Volume

ASKED_MS = 1_700_000_000_000
DEIR = Position(lat=352560000, lon=401410000)
FORBIDDEN = re.compile(r"\b(?:clear|cleared|safe|approved|target)\b", re.IGNORECASE)
HIDDEN = Unread(why="sealed")


def digest(n: int) -> str:
    """The digest of entry n in these books."""
    return "sha256:" + hashlib.sha256(str(n).encode()).hexdigest()


def book(bodies: Iterable[Record | Unread], author: str = "party-a") -> MemoryBook:
    """A book of these bodies, one an hour, the last one an hour before it is asked."""
    given = list(bodies)
    return MemoryBook(
        Entry(
            index=n, rx=ASKED_MS - 3_600_000 * (len(given) - n), digest=digest(n), body=body,
            author=None if isinstance(body, Unread) else getattr(body, "party", None) or author,
        )
        for n, body in enumerate(given)
    )  # fmt: skip


def site(at: Position = DEIR, *, uncertain: int | None = 5_000, **more: object) -> Record:
    """A site at a position, 50 m either way."""
    place = Place(written="by the mill", shape=Point(at=at), uncertainty_cm=uncertain)
    return notice.SiteNotified(purpose="Flour", name="Mill", place=place, **more)  # type: ignore[arg-type]


def asking(within_m: float = 5_000, **more: object) -> Inquiry:
    """A question around Deir ez-Zor."""
    leg = Leg(shape=Spot(at=DEIR), radius_cm=1_000, **more)  # type: ignore[arg-type]
    return Inquiry(
        place="here", volume=Volume(legs=(leg,)), within_m=within_m, asked_ms=ASKED_MS
    )


def ask(bodies: Iterable[Record | Unread], inquiry: Inquiry | None = None) -> Neighbourhood:
    """The answer over a book of these bodies."""
    return near_at(Board(book(bodies)), inquiry or asking())


POSITIONS = st.builds(
    Position,
    lat=st.integers(-900_000_000, 900_000_000),
    lon=st.integers(-1_800_000_000, 1_800_000_000),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(POSITIONS | st.just(DEIR), st.booleans()), max_size=6))
def test_what_cannot_be_read_only_ever_drops_out(told: list[tuple[Position, bool]]) -> None:
    """Sealing entries takes exactly those out of an answer and changes nothing of the others."""
    whole = {one.entry: one for one in ask([site(at) for at, _ in told]).near}
    seen = ask([site(at) if open_ else HIDDEN for at, open_ in told]).near
    readable = {n for n, (_, open_) in enumerate(told) if open_}
    assert readable & set(whole) == {one.entry for one in seen}
    assert {n for n, (at, _) in enumerate(told) if at == DEIR} <= set(whole)
    for one in seen:
        assert replace(whole[one.entry], number=one.number) == one


def test_desks_that_differ_only_in_what_is_sealed_answer_an_outsider_alike(tmp_path: Path) -> None:
    """An outsider's answer is the same wherever the sealed notice lies; the desk's is not."""
    far = Position(lat=-352560000, lon=-401410000)
    wordy = notice.SiteNotified(purpose="Flour", name="Mill", place=Place(written="by the mill"))
    answers, counts = [], []
    for n, hidden in enumerate((site(), site(far), site(uncertain=None), wordy)):
        still = Clock(lambda: ASKED_MS * 1_000_000, lambda: 0)
        with Desk.found(tmp_path / str(n), name="desk.parley.invalid", clock=still) as desk:
            desk.act(hidden)
            answers.append(near_at(Board(desk.outsider()), asking()))
            counts.append(len(near_at(desk.board, asking()).near))
    assert [1, 0, 1, 0] == counts
    assert [answers[0]] * 4 == answers
    assert answers[0].sentence.startswith(NOTHING)


def test_a_party_reads_what_was_sealed_to_it_and_another_does_not(desk: Desk) -> None:
    """The addressee's own copy shows the movement and its answer; a third party's shows none."""
    play = Play(desk, desk.home.parent)
    scenes = play.scenes()
    for _ in range(3):
        next(scenes)
    bridge = Leg(shape=Spot(at=Position(lat=353_300_000, lon=401_400_000)), radius_cm=1_000)
    inquiry = Inquiry(
        place="north bridge", volume=Volume(legs=(bridge,)), within_m=500, asked_ms=ASKED_MS
    )
    answers = {}
    for name in (A, B, C):
        party = play._parties[name]
        party.catch_up()
        answers[name] = near_at(Board(party.book), inquiry)
    assert answers[C].sentence.startswith(NOTHING)
    assert answers[C].near == ()
    for name in (A, B):
        (found,) = answers[name].near
        assert found.legs == ((0, 0),)
        assert found.told[0].answer == "received"
        assert found.told[0].read_back


def test_an_empty_answer_says_only_what_it_says() -> None:
    """The words of an empty answer are fixed, with coverage and age, of an empty record too."""
    found = ask([HIDDEN, site(Position(lat=0, lon=0))])
    assert (NOTHING, ()) == (found.sentence[: len(NOTHING)], found.near)
    assert "2 entries, 1 of them not open to you; 1 notice read." in found.sentence
    assert "60 min before this was asked" in found.sentence
    assert ask([]).sentence == f"{NOTHING} {ask([]).coverage.words}"
    assert ask([]).coverage.newest_ms is None


def test_no_answer_permits_anything() -> None:
    """No word of an answer permits or judges, whatever is found."""
    for bodies in ([], [site()], [site(uncertain=None)], [HIDDEN]):
        found = ask(bodies)
        said = [found.sentence, found.caution, *(one.how_near for one in found.near)]
        assert [] == [text for text in said if FORBIDDEN.search(text)]


def test_an_amended_notice_is_its_next_version() -> None:
    """Both versions carry the first one's digest; only the one that counts is listed."""
    bodies = [
        site(),
        site(Position(lat=DEIR.lat + 1000, lon=DEIR.lon)),
        notice.Amended(notice=digest(0), by=digest(1), why="moved"),
    ]
    (found,) = ask(bodies).near
    assert (1, f"{digest(0)}@2") == (found.entry, found.id)


def test_two_notices_that_replace_each_other_do_not_both_go() -> None:
    """Only a later notice replaces: the later one is listed, as the second version of the first."""
    bodies = [
        site(),
        site(),
        notice.Amended(notice=digest(0), by=digest(1), why="a"),
        notice.Amended(notice=digest(1), by=digest(0), why="b"),
        notice.SiteNotified(purpose="x", name="y", place=Place(written="z")),
    ]
    found = ask(bodies)
    assert ("z",) == found.in_words[0].places
    assert [(1, f"{digest(0)}@2")] == [(one.entry, one.id) for one in found.near]
    (alone,) = ask([site(), *bodies[2:3]]).near
    assert f"{digest(0)}@1" == alone.id


class Counted:
    """A book that grows, and counts the entries read from it."""

    def __init__(self, bodies: Iterable[Record | Unread]) -> None:
        self.whole = tuple(book(bodies).entries(0, 10**9))
        self.shown = self.read = 0

    def size(self) -> int:
        return self.shown

    def size_at(self, ms: int) -> int:
        return sum(entry.rx <= ms for entry in self.whole[: self.shown])

    def entries(self, begin: int, end: int) -> Iterator[Entry]:
        for entry in self.whole[begin:end]:
            self.read += 1
            yield entry


def test_a_question_asked_again_reads_only_what_is_new() -> None:
    """The board keeps the fold: asked again nothing is read, and after two entries, two are."""
    kept = Counted([site() for _ in range(50)])
    board, kept.shown = Board(kept), 48
    first = near_at(board, asking())
    assert (48, first) == (kept.read, near_at(board, asking()))
    kept.shown = 50
    assert (50, 50) == (len(near_at(board, asking()).near), kept.read)


def test_an_erasure_makes_the_board_begin_anew() -> None:
    """What was opened before a part was erased is not kept in memory and not answered from."""
    erased = correction.Erased(record=digest(0), entry=0, part="body", why="asked for")
    kept = Counted([site(), erased])
    board, kept.shown = Board(kept), 1
    assert 1 == len(near_at(board, asking()).near)
    kept.whole = (replace(kept.whole[0], body=Unread(why="erased")), kept.whole[1])
    kept.shown = 2
    assert () == near_at(board, asking()).near


@st.composite
def histories(draw: st.DrawFn) -> list[Record | Unread]:
    """Notices, some hidden, and changes of any of them."""
    bodies: list[Record | Unread] = []
    for _ in range(draw(st.integers(0, 8))):
        of, by = (digest(draw(st.integers(0, 8))) for _ in range(2))
        over = VagueTime.parse("2020-01-01T00:00Z")
        given: list[Record | Unread] = [
            site(), site(at=draw(POSITIONS)), HIDDEN,
            notice.Amended(notice=of, by=by, why="moved"),
            notice.Recalled(notice=of, why="wrong"),
            notice.Withdrawn(notice=of, ended=over),
            correction.Retracted(record=of, entry=draw(st.integers(0, 8)), why="no"),
        ]  # fmt: skip
        bodies.append(draw(st.sampled_from(given)))
    return bodies


@given(histories(), st.data())
def test_a_kept_fold_answers_as_a_fresh_one_at_every_point(
    bodies: list[Record | Unread], data: st.DataObject
) -> None:
    """However it was asked before, as known at N is what a board of the first N would answer."""
    kept = Counted(bodies)
    board = Board(kept)
    while kept.shown < len(bodies):
        kept.shown = data.draw(st.integers(kept.shown + 1, len(bodies)))
        known = data.draw(st.integers(0, kept.shown))
        for size in (known, kept.shown, known):
            fresh = Board(MemoryBook(kept.whole[:size]))
            then = replace(asking(), known_at=size)
            assert near_at(fresh, then) == near_at(board, then)


def test_who_was_told_are_four_different_facts() -> None:
    """Attempted, delivered, received and read back stand apart, each with its entry."""
    bodies: list[Record | Unread] = [
        roster.ActorRegistered(actor="party-b", name="Party B", standing="party"),
        site(to=("party-b",)),
        dispatch.Attempted(of=digest(1), way="telephone", to="party-b"),
        dispatch.Failed(of=digest(1), way="telephone", to="party-b", why="busy"),
        answer.Received(notice=digest(1), party="party-b"),
        answer.ReadBack(notice=digest(1), party="party-b", understood="the mill"),
    ]
    (found,) = ask(bodies).near
    (told,) = found.told
    assert ("Party B", ("attempted", "attempt failed")) == (told.name, told.reached)
    assert ("received", True, {2, 3, 4, 5}) == (told.answer, told.read_back, set(told.entries))


def test_heights_from_another_datum_overlap_and_say_so() -> None:
    """Above ground and above sea level cannot be compared, so they are taken to overlap."""
    high = Altitude(cm=500_000, datum="mean-sea-level", written="5000 m AMSL")
    low = Altitude(cm=10_000, datum="above-ground", written="100 m AGL")
    (found,) = ask([site(band=Band(floor=high))], asking(ceiling=low)).near
    assert found.datum_differs
    assert "heights overlap, datum differs" in found.how_near
    assert found.stretches[0].heights == "from 5000 m AMSL above mean sea level"


def test_windows_apart_are_not_near_unless_asked_for() -> None:
    """A notice an hour later is found with its minutes when minutes are asked for, else not."""
    window = VagueTime.parse("2026-01-01T12:00Z/2026-01-01T13:00Z")
    until = VagueTime.parse("2026-01-01T11:00Z").latest
    inquiry = asking(ended_ms=until)
    assert () == ask([site(window=window)], inquiry).near
    wider = Inquiry(
        place="here", volume=inquiry.volume, within_m=5_000, within_minutes=90, asked_ms=ASKED_MS
    )
    (found,) = ask([site(window=window)], wider).near
    assert 58 < found.minutes_apart <= 60


def test_a_place_told_only_in_words_is_listed_beside_every_answer() -> None:
    """Nothing can be computed about it, so it is never left out."""
    wordy = notice.SiteNotified(purpose="x", name="y", place=Place(written="near the old bridge"))
    found = ask([wordy])
    assert ("near the old bridge",) == found.in_words[0].places
    assert found.sentence.startswith(NOTHING)


def test_a_notice_without_a_stated_width_is_near_everything() -> None:
    """Unstated uncertainty is unbounded, and the answer says why it is listed."""
    (found,) = ask([site(Position(lat=0, lon=0), uncertain=None)]).near
    assert found.stretches[0].radius_m is None
    assert "it may lie anywhere" in found.how_near


def test_a_later_entry_never_changes_an_earlier_answer() -> None:
    """As known at N is what was answered when N entries were logged."""
    over = VagueTime.parse("2020-01-01T00:00Z")
    bodies = [site(), notice.Withdrawn(notice=digest(0), ended=over)]
    inquiry = asking(began_ms=VagueTime.parse("2021-01-01T00:00Z").earliest)
    then = Inquiry(
        place="here", volume=inquiry.volume, within_m=5_000, asked_ms=ASKED_MS, known_at=1
    )
    assert 1 == len(near_at(Board(book(bodies)), then).near)
    assert () == near_at(Board(book(bodies)), inquiry).near
    beyond = Inquiry(
        place="here", volume=inquiry.volume, within_m=5_000, asked_ms=ASKED_MS, known_at=3
    )
    with pytest.raises(BadInput, match="entry count from 0 to 2"):
        near_at(Board(book(bodies)), beyond)


def test_asking_without_a_place_is_refused() -> None:
    """A volume that is only words cannot be near anything."""
    empty = Inquiry(place="somewhere", volume=Volume(legs=()), within_m=1, asked_ms=ASKED_MS)
    with pytest.raises(BadInput, match="a place in numbers"):
        near_at(Board(book([])), empty)


def test_the_2016_notice_is_found_at_the_place_struck(case_desk: Desk) -> None:
    """The one notice of the case comes near, on the coalition's word.

    It is nine kilometres wide, and 400 m more for the datum that nobody stated.
    """
    (found,) = near_at(case_desk.board, asking()).near
    assert (9_400.0, "reported by Coalition CAOC") == (found.stretches[0].radius_m, found.by)
    assert {"Russian side", "Russian officers"} == {one.name for one in found.told}


def test_distances_are_said_as_finely_as_a_person_needs() -> None:
    """Metres, then tenths of a kilometre, then kilometres."""
    said = [distance_words(m) for m in (0, 611.4, 999.7, 1_000, 2_449, 99_960, 123_456)]
    assert ["0 m", "611 m", "1 km", "1 km", "2.4 km", "100 km", "123 km"] == said
