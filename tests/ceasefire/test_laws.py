"""The laws of findings, on arrangements and events that nobody chose."""

from __future__ import annotations

from itertools import product
from random import Random

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.ceasefire.finding.proposal import BasisFinding, Findings
from parley.ceasefire.finding.propose import propose, tables_of
from parley.ceasefire.known import Known
from parley.ceasefire.said.event import Event, Said
from parley.ceasefire.said.reading import Reading, readings
from parley.ceasefire.text.clause import LabelledException
from parley.ceasefire.text.terms import Terms, terms_of
from parley.ceasefire.text.words import BASES, Basis
from parley.ceasefire.weighing.asked import MissingFact
from parley.ceasefire.weighing.tables import Tables
from parley.record.values.time import VagueTime, iso
from tests.ceasefire.worlds import HOUR, World, later, moved, worlds

NEW = 100


def found(world: World) -> Findings:
    """The findings of a world."""
    return propose(terms_of(world.arrangement), world.event)


def first_tables(terms: Terms, event: Event, basis: Basis) -> Tables:
    """The tests of the first reading."""
    first, _ = readings(event, lambda _, word: frozenset({word}))
    return tables_of(terms, Known(), first, basis, event=event.id)


def answering(fact: MissingFact, says: str, basis: Basis, entry: int) -> Said:
    """The statement that a missing fact turned out one way."""
    if fact.question != "when":
        return Said(question=fact.question, says=(says,), basis=basis, entries=(entry,))
    option = next(one for one in fact.options if one.says == says)
    begin, end = option.stretches[0]
    when = VagueTime(
        earliest=begin, latest=end, written=iso(begin), precision="millisecond", zone="Z"
    )
    return Said(question="when", when=when, entries=(entry,))


def with_said(world: World, *more: Said) -> World:
    """The same world, with more said; a new time takes the place of one that was filled whole."""
    said = list(world.event.said)
    for one in more:
        if one.when is not None:
            said = [old for old in said if old.question != "when"]
        said.append(one)
    return replace(world, event=replace(world.event, said=tuple(said)))


@given(worlds())
def test_a_violation_has_seven_times_yes(world: World) -> None:
    """Where the value is violation, every one of the seven answers is yes."""
    for basis in BASES:
        table = found(world).first.on(basis)
        if table.value == "violation":
            assert ["yes"] * 7 == [answer.answer for answer in table.answers]
            assert () == table.missing


@given(worlds())
def test_undetermined_exactly_when_something_is_missing(world: World) -> None:
    """A finding that is undetermined lists missing facts, and no other does."""
    for basis in BASES:
        table = found(world).first.on(basis)
        event(table.value)
        assert (table.value == "undetermined") == bool(table.missing)


@given(worlds(), st.data())
def test_a_fact_that_fills_an_unknown_changes_no_firm_answer(
    world: World, data: st.DataObject
) -> None:
    """Of every clause, what was yes or no stays so, and no ground for the value goes."""
    terms = terms_of(world.arrangement)
    basis = data.draw(st.sampled_from(BASES))
    table = found(world).first.on(basis)
    assume(table.missing)
    fact = data.draw(st.sampled_from(table.missing))
    says = data.draw(st.sampled_from([one.says for one in fact.options]))
    filled = with_said(world, answering(fact, says, basis, NEW))
    before = first_tables(terms, world.event, basis)
    after = first_tables(terms, filled.event, basis)
    for clause in set(before.clauses) & set(after.clauses):
        for old, new in zip(before.says(clause, {}), after.says(clause, {}), strict=True):
            assert old in ("unknown", new)


@given(worlds(), st.data())
def test_a_contradicting_claim_opens_a_competing_finding(
    world: World, data: st.DataObject
) -> None:
    """The first finding is the same in every field, and another one competes with it."""
    held = [one for one in world.event.said if one.question in ("actor", "affected", "evidence")]
    assume(held)
    against = data.draw(st.sampled_from(held))
    contradicting = replace(against, says=("somebody nobody named",), entries=(NEW,))
    before, after = found(world), found(with_said(world, contradicting))
    assert before.first == after.first
    assert len(before.competing) + 1 == len(after.competing)
    assert (NEW,) == after.competing[-1].differs_by


@given(worlds())
def test_an_alias_changes_nothing(world: World) -> None:
    """Naming every actor by its other name gives the same findings."""
    said = tuple(
        replace(one, says=tuple(f"The {name.upper()}" for name in one.says))
        if one.question in ("actor", "affected")
        else one
        for one in world.event.said
    )
    assert found(world) == found(replace(world, event=replace(world.event, said=said)))


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_nothing(world: World, chance: Random) -> None:
    """Actors, versions, clauses, exceptions and acceptances may stand in any order."""
    made = world.arrangement
    text = made.instrument[0]

    def mixed(each: tuple[LabelledException, ...]) -> tuple[LabelledException, ...]:
        return tuple(chance.sample(each, len(each)))

    versions = [
        replace(
            version,
            clause=tuple(
                chance.sample(
                    [replace(one, exception=mixed(one.exception)) for one in version.clause],
                    len(version.clause),
                )
            ),
        )
        for version in text.version
    ]
    shuffled = replace(
        made,
        actor=tuple(chance.sample(made.actor, len(made.actor))),
        act=tuple(chance.sample(made.act, len(made.act))),
        instrument=(
            replace(
                text,
                version=tuple(chance.sample(versions, len(versions))),
                acceptance=tuple(chance.sample(text.acceptance, len(text.acceptance))),
                withdrawal=tuple(chance.sample(text.withdrawal, len(text.withdrawal))),
            ),
        ),
    )
    assert found(world) == found(replace(world, arrangement=shuffled))


@given(worlds(), st.data())
def test_an_entry_that_is_not_cited_changes_nothing(world: World, data: st.DataObject) -> None:
    """Without a statement whose entry the first finding does not cite, it is the same."""
    before = found(world).first
    uncited = [one for one in world.event.said if not set(one.entries) & cited(before.effect)
               and not set(one.entries) & cited(before.stated_intent)]  # fmt: skip
    assume(uncited)
    gone = data.draw(st.sampled_from(uncited))
    left = tuple(one for one in world.event.said if one != gone)
    assert before == found(replace(world, event=replace(world.event, said=left))).first


def cited(table: BasisFinding) -> set[int]:
    """Every entry a table rests on."""
    tests = {entry for one in table.answers for entry in one.entries}
    return tests | {entry for one in table.beside for entry in one.entries}


@given(worlds(), st.integers(0, 8))
def test_splitting_an_interval_agrees_with_the_whole(world: World, hour: int) -> None:
    """What each part of an event comes to is the same whether it is weighed whole or split."""
    when = next((one.when for one in world.event.said if one.when is not None), None)
    assume(when is not None and when.latest > when.earliest)
    if when is None:
        return
    cut = when.earliest + (when.latest - when.earliest) * (hour + 1) // 10
    left = replace(when, latest=cut, lasting=False)
    right = replace(when, earliest=cut + 1, lasting=False)
    for basis in BASES:
        whole = stretches(world, when, basis)
        halves = joined([*stretches(world, left, basis), *stretches(world, right, basis)])
        assert whole == halves


def stretches(world: World, when: VagueTime, basis: Basis) -> list[tuple[int, int, str]]:
    """The value of each stretch of an event's time."""
    said = Said(question="when", when=when, entries=(NEW,))
    table = found(with_said(world, said)).first.on(basis)
    if not table.parts:
        return [(when.earliest, when.latest, table.value)]
    return [(part.begin, part.end, part.value) for part in table.parts]


def joined(parts: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Neighbouring stretches of one value as one."""
    out: list[tuple[int, int, str]] = []
    for begin, end, value in parts:
        if out and out[-1][2] == value:
            begin = out.pop()[0]
        out.append((begin, end, value))
    return out


@settings(max_examples=30)
@given(worlds())
def test_the_missing_facts_decide_it_and_none_can_be_spared(world: World) -> None:
    """However the listed facts turn out it is decided; without any one of them it may not be."""
    # Where nobody told when, daily hours are a question of their own, which a time answers too.
    assume(any(one.when is not None for one in world.event.said))
    for basis in BASES:
        missing = found(world).first.on(basis).missing
        if not missing or _ways(missing) > 400:
            continue
        assert "undetermined" not in _values(world, missing, basis)
        for spared in missing:
            left = tuple(one for one in missing if one is not spared)
            assert "undetermined" in _values(world, left, basis)


def _ways(missing: tuple[MissingFact, ...]) -> int:
    ways = 1
    for fact in missing:
        ways *= len(fact.options)
    return ways


def _values(world: World, missing: tuple[MissingFact, ...], basis: Basis) -> set[str]:
    """Every value there can be, each by stating the facts and weighing it all anew."""
    terms = terms_of(world.arrangement)
    found_values: set[str] = set()
    for ways in product(*([one.says for one in fact.options] for fact in missing)):
        said = [
            answering(fact, says, basis, NEW + n)
            for n, (fact, says) in enumerate(zip(missing, ways, strict=True))
        ]
        told = with_said(world, *said).event
        found_values.add(first_tables(terms, told, basis).value({}))
    return found_values


@given(worlds(), st.integers(-12, 14))
def test_shifting_every_instant_and_the_zones_together_changes_nothing(
    world: World, hours: int
) -> None:
    """What happened hours later, on clocks that run so many hours behind, is the same event."""
    assume(any(one.when is not None for one in world.event.said))
    said = tuple(replace(one, when=later(one.when, hours)) for one in world.event.said)
    moved_world = World(moved(world.arrangement, hours), replace(world.event, said=said))
    for basis in BASES:
        table, other = found(world).first.on(basis), found(moved_world).first.on(basis)
        assert (table.value, table.clause) == (other.value, other.clause)
        assert [one.answer for one in table.answers] == [one.answer for one in other.answers]
        assert [one.question for one in table.missing] == [one.question for one in other.missing]
        by = hours * HOUR
        assert [(one.begin + by, one.end + by, one.value) for one in table.parts] == [
            (one.begin, one.end, one.value) for one in other.parts
        ]


def test_a_reading_of_nothing_is_all_questions() -> None:
    """An event of which nothing is said has a first reading, and it is empty."""
    assert (Reading(held={}), ()) == readings(
        Event(id="event", title="an event"), lambda _, word: frozenset({word})
    )
