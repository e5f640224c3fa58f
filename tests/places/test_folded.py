"""A gazetteer folded from the record: what a reader may read, and nothing that was taken back."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.fold import MemoryBook, as_known_at, fold
from parley.places import (
    PROJECTION,
    Asked,
    DeskEntry,
    Gazetteer,
    case_entries,
    entries_of,
    place_check,
)
from parley.record import correction, notice
from parley.record.entry import Entry, Unread
from parley.record.kinds import Record
from parley.record.roster import Alias, PlaceNamed
from parley.record.values.place import Place, Point, Position
from parley.record.values.statement import Link
from tests.review.streams import by, digest_of, entry, registered

FOUNDED = ("desk", registered("desk", "desk"))
HERE = Position(lat=353_358_800, lon=401_408_400)
THERE = Position(lat=100_000_000, lon=401_408_400)
Signed = tuple[str | None, Record | Unread]


def at(where: Position, *, unsure_cm: int | None = 600_000) -> Place:
    return Place(written="as told", shape=Point(at=where), uncertainty_cm=unsure_cm)


def town(**more: object) -> PlaceNamed:
    """The town of the case as the desk names it, in three spellings and two scripts."""
    given = {
        "named": "town", "name": "Deir ez-Zor", "sort": "town", "place": at(HERE),
        "aliases": (Alias(name="Dayr az-Zawr"), Alias(name="دير الزور", language="ar")),
    } | more  # fmt: skip
    return PlaceNamed(**given)  # type: ignore[arg-type]  # fields by name


def site(**more: object) -> notice.SiteNotified:
    given = {"purpose": "sick", "name": "Al-Nour Hospital", "place": at(HERE, unsure_cm=5_000)}
    return notice.SiteNotified(**(given | more))  # type: ignore[arg-type]  # fields by name


def book(*said: Signed) -> list[Entry]:
    """Entries in order after the founding; the first of them is entry 1."""
    return [entry(n, body, author=who) for n, (who, body) in enumerate([FOUNDED, *said])]


def known(entries: Iterable[Entry]) -> tuple[DeskEntry, ...]:
    return entries_of(fold(PROJECTION, entries))


def names(*said: Signed) -> list[str]:
    return [one.names[0] for one in known(book(*said))]


@pytest.mark.parametrize("asked", ["Deir ez-Zor", "Dayr az-Zawr", "دير الزور", "ديـــر الزّور"])
def test_every_spelling_is_one_place(asked: str) -> None:
    """Aliases and scripts of an entry on record lead to the one place, with or without towns."""
    entries = known(book(("desk", town())))
    for gazetteer in (Gazetteer(entries), Gazetteer.packaged().with_desk(entries)):
        (found,) = gazetteer.search(asked)
        assert ("Deir ez-Zor", HERE, "desk") == (found.name, found.at, found.source)


def test_only_the_desk_names_places() -> None:
    """A party's, a stranger's or an importer's naming is not believed; nor is a second desk's."""
    assert [] == names(("north", town()), (None, town()))
    second = ("rogue", registered("rogue", "desk"))
    assert [] == names(second, ("rogue", town()))


def test_the_newest_version_counts_until_it_is_retired() -> None:
    """Moved, then retired; a replay of the first version changes nothing."""
    moved = town(place=at(THERE))
    first, second = ("desk", town()), ("desk", moved)
    (found,) = known(book(first, second))
    assert THERE == found.at
    assert [] == names(first, second, ("desk", town(retired=True)))
    again = [*book(first, second), Entry(index=3, rx=9, digest=digest_of(1), author="desk",
                                         body=town())]  # fmt: skip
    assert THERE == known(again)[0].at
    back = correction.Retracted(record=digest_of(2), entry=2, why="wrong")
    assert HERE == known(book(first, second, ("desk", back)))[0].at


def test_what_a_reader_cannot_read_is_not_in_its_gazetteer() -> None:
    """A place whose position is sealed for others is not found, and neither is a sealed notice."""
    assert [] == names(("desk", town(place=None)), (None, Unread(why="sealed")))
    assert ["Al-Nour Hospital"] == names(("north", site()))


def test_nothing_uncertain_reported_late_or_of_an_exercise_names_a_place() -> None:
    """A gazetteer is what others are compared with: it holds only what was said in earnest."""
    paper = by(Link(who="paper"))
    for body in (town(), site()):
        for changed in (replace(body, reported=paper), replace(body, exercise=True),
                        replace(body, place=Place(written="by the mill")),
                        replace(body, place=at(HERE, unsure_cm=None)),
                        replace(body, place=at(HERE, unsure_cm=10_000_001))):  # fmt: skip
            assert [] == names(("desk", changed))
    late = [*book(), entry(1, town(), author="desk", late=True)]
    assert () == known(late)


def test_a_notice_that_is_wrong_or_replaced_names_nothing_and_one_that_ended_does() -> None:
    """Recalled, taken back or replaced by its author: out. By a stranger: it stays."""
    recalled = notice.Recalled(notice=digest_of(1), why="wrong")
    amended = notice.Amended(notice=digest_of(1), by=digest_of(3), why="moved")
    back = correction.Retracted(record=digest_of(1), entry=1, why="not ours")
    told = ("north", site())
    for ending in (recalled, back):
        assert [] == names(told, ("north", ending))
        assert ["Al-Nour Hospital"] == names(told, ("south", ending))
    moved = ("north", site(name="Al-Nour Hospital, moved"))
    assert ["Al-Nour Hospital, moved"] == names(told, ("north", amended), moved)
    assert 2 == len(names(told, ("north", replace(amended, by=digest_of(1))), moved))


def test_the_word_of_a_notice_is_marked_and_gives_way_to_the_desks() -> None:
    """A notice's own name for a place stands beside a town's, and behind what the desk says."""
    told = ("north", site())
    gazetteer = Gazetteer(known(book(told)))
    (found,) = gazetteer.search("the hospital")
    assert ("notice", "hospital", 50) == (found.source, found.kind, found.reach_m)
    verdict = place_check(Asked(name="Al-Nour Hospital", numbers="35.33588N 40.14084E"), gazetteer)
    assert "agree" == verdict.verdict.word
    assert any("only by the word of entry 1, a notice" in r for r in verdict.verdict.reasons)
    named = ("desk", town(named="h", name="Al-Nour Hospital", sort="hospital", place=at(THERE)))
    both = Gazetteer(known(book(told, named)))
    assert [THERE] == [one.at for one in both.search("Al-Nour Hospital")]
    aleppo = Gazetteer.packaged().with_desk(known(book(("north", site(name="Aleppo")))))
    assert {"notice", "GeoNames"} == {one.source for one in aleppo.search("Aleppo")}


def test_the_shipped_places_come_back_from_the_record() -> None:
    """Entered and folded, each has its names, its kind, its position and its reach."""
    told = [
        ("desk", town(named=one.id, name=one.names[0], sort=one.kind,
                      aliases=tuple(Alias(name=name) for name in one.names[1:]),
                      place=at(one.at, unsure_cm=one.reach_m * 100)))
        for one in case_entries("deir-ez-zor")
    ]  # fmt: skip
    back = known(book(*told))
    plain = [(one.id, one.kind, one.names, one.at, one.reach_m) for one in back]
    assert plain == [
        (one.id, one.kind, one.names, one.at, one.reach_m) for one in case_entries("deir-ez-zor")
    ]


@given(st.data())
def test_sealing_takes_places_out_and_changes_no_other(data: st.DataObject) -> None:
    """Whatever a reader cannot open, what it can is in its gazetteer as before."""
    said = [("north", site(name=f"site {n}")) for n in range(data.draw(st.integers(0, 6)))]
    shut = data.draw(st.sets(st.integers(0, 5)))
    seen: list[Signed] = [
        (None, Unread(why="sealed")) if n in shut else one for n, one in enumerate(said)
    ]
    assert names(*seen) == [f"site {n}" for n in range(len(said)) if n not in shut]


def test_as_known_before_a_place_was_named_it_was_not() -> None:
    """A later version never changes what an earlier gazetteer held."""
    kept = MemoryBook(book(("desk", town()), ("desk", town(place=at(THERE)))))
    for size, where in ((1, []), (2, [HERE]), (3, [THERE])):
        assert where == [one.at for one in entries_of(as_known_at(PROJECTION, kept, size))]
