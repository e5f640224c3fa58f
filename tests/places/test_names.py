"""One name in many spellings; the desk's places, and every town."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import BadInput, NotFound
from parley.places import DeskEntry, Gazetteer, case_entries, read_entries
from parley.places.spelling import folded, romanised, sounded
from parley.places.world import world
from parley.record.values.place import Position

SPELLINGS = (
    "Deir ez-Zor", "Dayr az-Zawr", "دير الزور", "Deir al-Zour", "Der Zor", "DEIR EZ ZOR",
    "دَيْرُ الزَّوْر", "ديـــر الزور", "Дейр-эз-Зор", "Deïr ez-Zor", "Dêrezor",
)  # fmt: skip
SCRIPTS = st.text(
    "aZ9 .,'-_áßÄłıİæÆʿŒЖщйЁгїعربيأإآىةؤئـًُّْگکیەھדירא中日本한ǅﬁ\u200c\u0301", max_size=40
)


@given(st.one_of(SCRIPTS, st.text(max_size=60)))
def test_what_is_folded_stays_folded(name: str) -> None:
    """Folding twice is folding once, for any text at all; so it is for case."""
    once = folded(name)
    assert once == folded(once)
    assert len(once) <= 200
    assert romanised(name) == romanised(once)


@given(st.text("abcdefghijklmnopqrstuvwxyz -", min_size=1, max_size=30))
def test_case_and_hyphens_are_never_part_of_a_name(name: str) -> None:
    """Capitals and hyphens make no other name."""
    assert folded(name) == folded(name.upper()) == folded(name.replace("-", " "))


@pytest.mark.parametrize(
    "names",
    [
        ("Deir ez-Zor", "Dayr az-Zawr", "دير الزور", "Deir al-Zour", "Der Zor", "Дейр-эз-Зор"),
        ("Khan Shaykhun", "خان شيخون", "Хан-Шейхун", "Khan Cheikhoun", "Khān Shaykhūn"),
        ("Ar-Raqqah", "Raqqa", "الرقة", "Ракка", "al-Raqqa"),
        ("Homs", "Hims", "حمص", "Хомс", "Ḥimṣ"),
        ("Jebel Tharda", "جبل الثردة", "Jabal al-Thardah", "Djebel Tharda"),
        ("Idlib", "إدلب", "ادلب", "İdlib", "Идлиб"),
    ],
)
def test_one_sound_in_every_spelling(names: tuple[str, ...]) -> None:
    """Latin, Arabic and Cyrillic spellings of one name sound alike, with or without article."""
    assert 1 == len({sounded(name) for name in names})


def test_unlike_names_sound_unlike() -> None:
    """The sound keeps apart what a person would keep apart."""
    names = ("Deir ez-Zor", "Raqqa", "Homs", "Hama", "Aleppo", "Damascus", "Palmyra", "Mosul")
    assert len(names) == len({sounded(name) for name in names})


@pytest.mark.parametrize("name", SPELLINGS)
def test_the_town_of_the_case_is_found_in_every_spelling(name: str) -> None:
    """The packaged gazetteer alone finds Deir ez-Zor first, within 1 km of where it is."""
    found = Gazetteer.packaged().search(name)
    assert "Deir ez-Zor (SY)" == found[0].name
    assert abs(found[0].at.lat - 353_358_800) < 90_000


@pytest.mark.parametrize("name", [*SPELLINGS, "Deir al-Zor", "Dayr Zawr", "Dair az Zaor"])
def test_the_town_is_one_place_where_the_desk_has_an_entry_of_it(name: str) -> None:
    """"Deir ez-Zor", "Dayr az-Zawr", "دير الزور" and every other spelling is the desk's one place.

    The town of the packaged gazetteer is the same town and does not stand beside it.
    """
    (found,) = Gazetteer.packaged().with_desk(case_entries("deir-ez-zor")).search(name)
    assert ("Deir ez-Zor", "desk") == (found.name, found.source)


@pytest.mark.parametrize("name", ["Dair az Zaor", "Deir ez Zorr", "Khan Sheikun", "Palmyrra"])
def test_a_name_spelt_nearly_so_is_found_and_marked(name: str) -> None:
    """A slip of spelling still finds a place, and the match says that it is not the name itself."""
    found = Gazetteer.packaged().search(name)
    assert found
    assert all(match.how != "name" and match.likeness < 100 for match in found)


@pytest.mark.parametrize("name", ["", " ", "\u064b", "Xqzptlk", "12345", "x" * 5000, "'" * 150])
def test_a_name_of_nothing_finds_nothing(name: str) -> None:
    """Blank, unknown and over-long names find no place, and are no fault."""
    assert () == Gazetteer.packaged().search(name)


def entry(number: int, name: str, lat: float, **more: object) -> DeskEntry:
    return DeskEntry(
        id=f"e-{number}", kind="airfield", names=(name,), reach_m=100, source="made up",
        at=Position(lat=round(lat * 1e7), lon=400_000_000),
    )  # fmt: skip


def test_the_desk_comes_before_the_world() -> None:
    """What the desk calls by a name is meant, wherever towns of that name are."""
    desk = Gazetteer.packaged().with_desk([entry(1, "Mosul", -10.0)])
    assert ["desk"] == [match.source for match in desk.search("MOSUL")]


def test_the_airfield_is_the_one_near_what_is_spoken_of() -> None:
    """A kind alone means the desk's own near the place, or the only one; never one of several."""
    two = Gazetteer([entry(1, "A", 35.0), entry(2, "B", 10.0)])
    here = Position(lat=352_000_000, lon=400_000_000)
    assert ["A"] == [match.name for match in two.search("the airfield", near=here)]
    assert ["A"] == [match.name for match in two.search("المطار", near=here)]
    assert () == two.search("the airfield")
    assert ["A"] == [match.name for match in Gazetteer([entry(1, "A", 35.0)]).search("l'aéroport")]
    assert () == two.search("the bridge", near=here)


def test_a_later_entry_replaces_the_earlier_and_the_first_gazetteer_stays() -> None:
    """Adding entries gives a new gazetteer; the old one answers as before."""
    first = Gazetteer([entry(1, "A", 35.0)])
    second = first.with_desk([entry(1, "B", 36.0)])
    assert (1, 0) == (len(first.search("A")), len(first.search("B")))
    assert (0, 1) == (len(second.search("A")), len(second.search("B")))


def test_the_packaged_names_were_folded_as_we_fold_now() -> None:
    """Every 40th place: its name and keys are as `spelling` makes them; else make it again."""
    towns = world()
    assert len(towns) > 69_000
    for row in range(0, len(towns), 40):
        keys = towns.keys(row)
        assert folded(towns.name(row).rpartition(" (")[0]) in keys
        assert keys == [folded(key) for key in keys]


def test_a_larger_town_reaches_farther() -> None:
    """The reach of a town grows with its people, from 1 km to the size of the largest cities."""
    towns = world()
    rows = sorted(range(0, len(towns), 500), key=towns.people)
    reaches = [towns.reach_m(row) for row in rows]
    assert reaches == sorted(reaches)
    assert 1000 <= reaches[0]
    assert reaches[-1] < 60_000


def test_the_entries_of_the_case_have_their_sources() -> None:
    """Airfield, town and hill are shipped, each with Arabic names and where it comes from."""
    entries = {one.id: one for one in case_entries("deir-ez-zor")}
    assert {"deir-ez-zor-town", "deir-ez-zor-airfield", "jebel-tharda"} == set(entries)
    for one in entries.values():
        assert one.source
        assert any("ز" in name or "ث" in name for name in one.names)
    with pytest.raises(NotFound):
        case_entries("no-such-case")


def test_an_identifier_twice_is_refused() -> None:
    """Two entries under one identifier would hide one of them."""
    one = b'[[entry]]\nid="a"\nkind="town"\nnames=["A"]\nat="1 N 1 E"\nreach_m=1\nsource="s"\n'
    assert 1 == len(read_entries(one))
    with pytest.raises(BadInput, match="each identifier once"):
        read_entries(one + one)
