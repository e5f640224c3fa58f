"""Two lists side by side: never merged, the same from either side, and totals that do not add."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.ceasefire.lists.matching import Reconciled, reconcile
from parley.ceasefire.lists.reading import Item, Listed, read_list
from parley.ceasefire.lists.sums import sums
from parley.ceasefire.text.timing import ListMatching
from parley.errors import BadInput
from parley.record.values.time import VagueTime
from tests.ceasefire.record import pact

RULE = ListMatching()
HEAD = "id,when,place,lat,lon,within_m,act,actor,affected,killed\n"


def listed(name: str, *rows: str) -> Listed:
    """A list from its rows."""
    return read_list((HEAD + "\n".join(rows) + "\n").encode(), name, "Z")


def one_pair(a: str, b: str, rule: ListMatching = RULE) -> tuple[str, tuple[str, ...]]:
    """What comes of one incident on each list: its verdict, or "unmatched", and the reasons."""
    found = reconcile(listed("a", a), listed("b", b), rule, pact())
    if found.pairs:
        return found.pairs[0].verdict, found.pairs[0].reasons
    return "unmatched", tuple(why for one in found.unmatched for _, why in one.near)


FULL = "2016-09-17T14:{minute}Z,Hill,35.25,40.14,{within},airstrike,{actor},{affected},{killed}"


def row(name: str, minute: str = "00", **more: str) -> str:
    """An incident told in full."""
    said = {"within": "500", "actor": "Golf", "affected": "Alpha", "killed": ""} | more
    return f"{name}," + FULL.format(minute=minute, **said)


def test_near_in_time_and_place_and_agreeing_in_what_is_asked_is_a_match() -> None:
    """Twenty minutes apart, the same act and the same affected under two of its names."""
    assert "match" == one_pair(row("a1"), row("b1", "20", affected="the alphas"))[0]


def test_day_and_place_alone_never_match() -> None:
    """The same day and the same spot, and nobody says what was done to whom: unmatched, and why."""
    verdict, why = one_pair(
        "a1,2016-09-17,Hill,35.25,40.14,0,,,,", "b1,2016-09-17,Hill,35.25,40.14,0,,,,"
    )
    assert "unmatched" == verdict
    assert "act is not stated in both" in why[0]


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        (row("a1", killed="62"), row("b1", killed="80"), "killed: 62 and 80"),
        (row("a1", actor="Golf"), row("b1", actor="Bravo"), "actor: Golf and Bravo"),
        (row("a1"), row("b1").replace("T14", "T15"), "1 h apart to the minute"),
    ],
)
def test_what_both_state_differently_is_disputed(a: str, b: str, reason: str) -> None:
    """Figures, an actor, or a time one zone step apart: a pair, with what speaks against it."""
    verdict, reasons = one_pair(a, b)
    assert "disputed" == verdict
    assert any(reason in one for one in reasons)


def test_one_that_fits_two_is_disputed_with_both() -> None:
    """Two incidents minutes apart on one list: which of them is meant, a person says."""
    found = reconcile(listed("a", row("a1")), listed("b", row("b1"), row("b2", "10")), RULE, pact())
    assert ["disputed", "disputed"] == [pair.verdict for pair in found.pairs]
    assert "a1 also fits b2" in found.pairs[0].reasons


def test_another_act_in_the_same_hour_and_place_is_unmatched_and_says_why() -> None:
    """What comes nearest is named with what speaks against it."""
    verdict, why = one_pair(row("a1"), row("b1").replace("airstrike", "shelling"))
    assert "unmatched" == verdict
    assert "act: airstrike and shelling" in why


WORDS = st.sampled_from(["", "airstrike", "shelling"])
ACTORS = st.sampled_from(["", "Alpha", "the alphas", "Bravo"])
TIMES = st.builds(
    lambda hour, minute: f"2016-09-17T{hour:02}:{minute}Z", st.integers(8, 14),
    st.sampled_from(["00", "30"]),
) | st.just("2016-09-17")  # fmt: skip


@st.composite
def lists(draw: st.DrawFn, side: str) -> Listed:
    """A few incidents of one day in one district."""
    items = [
        Item(
            id=f"{side}{n}", line=n + 2, when=VagueTime.parse(draw(TIMES), zone="Z"),
            place=draw(st.sampled_from(["", "Hill"])),
            lat=35.25 if draw(st.booleans()) else None, lon=40.14,
            within_m=draw(st.sampled_from([None, 0, 4000])), act=draw(WORDS),
            actor=draw(ACTORS), affected=draw(ACTORS),
            killed=draw(st.sampled_from([None, 1, 2])),
        )
        for n in range(draw(st.integers(0, 4)))
    ]  # fmt: skip
    return Listed(name=side, items=tuple(items))


def verdicts(found: Reconciled) -> set[tuple[frozenset[str], str]]:
    """Which two stand together, and how."""
    return {(frozenset({pair.a, pair.b}), pair.verdict) for pair in found.pairs}


@given(lists("a"), lists("b"), st.randoms(use_true_random=False))
def test_it_is_the_same_from_either_side_and_in_any_order(
    a: Listed, b: Listed, chance: random.Random
) -> None:
    """Swapping the lists or shuffling their rows changes no verdict."""
    there = reconcile(a, b, RULE, pact())
    assert verdicts(there) == verdicts(reconcile(b, a, RULE, pact()))
    rows = list(a.items)
    chance.shuffle(rows)
    assert verdicts(there) == verdicts(
        reconcile(Listed(name="a", items=tuple(rows)), b, RULE, pact())
    )


@given(lists("a"), lists("b"))
def test_every_incident_stands_somewhere_and_a_match_is_of_two_alone(a: Listed, b: Listed) -> None:
    """Paired or unmatched, never both; what matches is in no other pair; what is asked is said."""
    found = reconcile(a, b, RULE, pact())
    paired = {name for pair in found.pairs for name in (pair.a, pair.b)}
    alone = [one.id for one in found.unmatched]
    assert sorted([*paired, *alone]) == sorted(item.id for item in (*a.items, *b.items))
    by_id = {item.id: item for item in (*a.items, *b.items)}
    for pair in found.pairs:
        for item in (by_id[pair.a], by_id[pair.b]):
            assert item.act
            assert item.affected
        if pair.verdict == "match":
            assert 1 == sum(pair.a == other.a or pair.b == other.b for other in found.pairs)


def test_a_day_of_34_and_23_is_told_apart_whole() -> None:
    """34 incidents of one guarantor and 23 of another: 20 the same, the rest each on its own."""
    chance = random.Random(2016)
    spots = [(f"{35 + n * 0.2:.2f}", f"{40 + (n % 7) * 0.3:.2f}") for n in range(40)]

    def told(name: str, n: int, minutes: int) -> str:
        at = f"2016-09-14T{n % 24:02}:{minutes:02}Z"
        return f"{name},{at},,{spots[n][0]},{spots[n][1]},500,shelling,,Alpha,"

    first = [told(f"a{n}", n, 0) for n in range(34)]
    second = [told(f"b{n}", n, chance.randrange(5, 55)) for n in (*range(20), 34, 35, 36)]
    found = reconcile(listed("a", *first), listed("b", *second), RULE, pact())
    assert {(f"a{n}", f"b{n}") for n in range(20)} == {(pair.a, pair.b) for pair in found.pairs}
    assert (20, 0) == (found.count("match"), found.count("disputed"))
    assert 14 + 3 == len(found.unmatched)


FIGURES = b"""id,when,figure,count,part_of
t,,breaches,242,
c,,by combat,219,breaches
d,,by arrest,32,breaches
g,,government,203,by combat
r,,alleged Russian,10,by combat
o,,opposition,6,by combat
n,,incidents,2,
i1,2016-09-17T10:00Z,,,
"""


def test_parts_that_do_not_add_to_their_total_are_flagged_and_others_are_not() -> None:
    """219 and 32 are 251 and not 242; 203, 10 and 6 are 219; two incidents are said, one listed."""
    found = [(one.figure, one.stated, one.added) for one in sums(read_list(FIGURES, "x", "Z"))]
    assert [("breaches", 242, 251), ("incidents", 2, 1)] == found


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b"", "columns of id"),
        (b"id,when,wehn\n", "columns of id"),
        (b"id,when\na,2016-09-17\na,2016-09-18\n", "line 3, id"),
        (b"id,when\na,yesterday\n", "line 2, when"),
        (b"id,when,figure\na,2016-09-17,x\n", "both"),
        (b"id,when\na,2016-09-17,more\n", "2 cells"),
        (b'id,when\n"a,2016-09-17\n', "a CSV file"),
        (b"id,when,lat,lon\na,2016-09-17,95,40\n", "degrees between"),
        (b"id,when,killed\na,2016-09-17,-5\n", "a whole number"),
        (b"id,when,killed\na,2016-09-17," + b"9" * 40 + b"\n", "a whole number"),
    ],
)
def test_a_list_that_is_none_is_refused_by_line_and_column(raw: bytes, words: str) -> None:
    """Every fault is one sentence with where it stands."""
    with pytest.raises(BadInput, match="expected") as refused:
        read_list(raw, "list.csv", "Z")
    assert words in str(refused.value)


@given(st.binary(max_size=300) | st.text(alphabet="id,when\n\"figure2016-09;=", max_size=200).map(
    lambda text: text.encode()))  # fmt: skip
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    """Whatever is in the file, it is a list or a refusal in words."""
    with suppress(BadInput):
        found = read_list(raw, "list.csv", "Z")
        assert len({item.id for item in found.items}) == len(found.items)
