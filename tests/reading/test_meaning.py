"""What a claim says: its kind, its numbers, its conditions, who is said to have done it."""

from __future__ import annotations

import pytest

from parley.reading.meaning.modality import mood_of
from parley.reading.meaning.numbers import number
from parley.reading.meaning.quantities import counts
from parley.reading.output import Kind
from tests.reading.looking import claims, only


@pytest.mark.parametrize(
    ("low", "high", "approximate", "text"),
    [
        (62, None, False, "at least 62 soldiers were killed"),
        (101, None, False, "more than 100 people died"),
        (None, 40, False, "up to 40 people died"),
        (None, 49, False, "fewer than 50 people died"),
        (60, 60, True, "about 60 soldiers were killed"),
        (20, 30, False, "between 20 and 30 civilians were wounded"),
        (20, 30, False, "20 to 30 civilians were wounded"),
        (24, None, True, "dozens of soldiers were killed"),
        (200, None, True, "hundreds of people died"),
        (12, 12, False, "a dozen soldiers were killed"),
        (7, 7, False, "seven peasants were murdered"),
        (1200, 1200, False, "1,200 people were displaced"),
        (0, 0, False, "no casualties were reported"),
        (0, 0, False, "they have not met a single obligation"),
        (0, 0, False, "our calls were left without a response"),
        (2, None, True, "our repeated messages went nowhere"),
        (4, 4, False, "the four air strikes"),
    ],
)
def test_a_bound_is_only_what_was_said(
    low: int | None, high: int | None, approximate: bool, text: str
) -> None:
    """No upper bound is made up where nobody stated one, and no lower one either."""
    (found,) = counts(text)
    assert (low, high, approximate) == (found.low, found.high, found.approximate)


@pytest.mark.parametrize("text", ["on 3 March", "in 1990", "at 5 p.m.", "45 percent of voters"])
def test_a_date_counts_nothing(text: str) -> None:
    """Days, years, hours and shares are no tolls."""
    assert [] == counts(text)


def test_the_hurt_and_the_dead_are_counted_apart() -> None:
    """Each number has its own measure, and combatants are told from civilians where the words
    do.
    """
    killed, hurt = counts("at least seven peasants were killed and more than 20 soldiers wounded")
    assert ("killed", "no") == (killed.measure, killed.combatants)
    assert ("injured", "yes") == (hurt.measure, hurt.combatants)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (21, "twenty-one"),
        (350, "three hundred and fifty"),
        (2_500_000, "2.5 million"),
        (None, "and"),
    ],
)
def test_numbers_in_words(value: int | None, words: str) -> None:
    """Words and figures give the same number; what is none gives none."""
    assert value == number(words)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("admission", "The coalition admitted that its planes had hit the army post."),
        ("denial", "The army denied that its guns had fired on the town."),
        ("denial", "The coalition said its forces would not intentionally strike an army unit."),
        ("blame", "The ministry said the rebels were to blame for the attack."),
        ("accusation", "The envoy said the army had not met a single obligation under the truce."),
        ("allegation", "The army said the strikes allowed the rebels to advance."),
        ("status assessment", "The envoy said the ceasefire was in danger of collapse."),
        ("commitment", "The coalition said it will review the strike."),
        ("doubt", "The envoy said there is doubt that the army can control the militias."),
        ("casualty", "Officials said 12 soldiers were killed in the raid."),
        ("request", "The envoy urged the army to halt the raid."),
        ("refusal", "The army refused to halt its attack."),
        ("term statement", "The ceasefire does not include strikes on the militants."),
    ],
)
def test_a_kind_follows_what_is_said_and_then_its_verb(kind: str, text: str) -> None:
    """What is said decides, unless the verb leaves no choice."""
    assert kind == claims(text)[0].kind


def test_a_denial_is_never_a_positive_claim() -> None:
    """Whoever denies a strike has not admitted it."""
    claim = only("The army denied that its guns had fired on the town.")
    assert ("negative", "denial") == (claim.polarity, claim.kind)


def test_a_condition_has_its_own_span() -> None:
    """What holds only if something else does is not said outright."""
    text = "The ministry said that if the raid was an error, the coalition would be to blame."
    claim = only(text)
    assert "conditional" == claim.modality
    assert ["if the raid was an error"] == [text[s.start : s.end] for s in claim.condition]
    assert ["the coalition would be to blame"] == [text[s.start : s.end] for s in claim.consequent]


def test_until_when_is_kept() -> None:
    """A hold until a day names the day."""
    text = "If the ceasefire holds until Monday the two sides will meet."
    claim = only(text)
    assert ["until Monday"] == [text[s.start : s.end] for s in claim.until]


@pytest.mark.parametrize(
    ("grade", "actor", "text"),
    [
        ("reported as fact", "Rebel gunmen", "Rebel gunmen killed three soldiers at a checkpoint."),
        ("claimed or admitted", "The front", ("The front claimed responsibility for the murder of "
            "the mayor.")),
        ("suspected or accused", "the army", "Villagers accused the army of killing six farmers."),
        ("suspected or accused by authorities", "the rebels", ("The government accused the rebels "
            "of killing six farmers.")),
        ("suspected or accused by authorities", "the rebels", ("Police said the bomb was planted "
            "by the rebels.")),
        ("acquitted", None, "The rebels denied that their fighters took part in the attack."),
    ],
)  # fmt: skip
def test_who_is_said_to_have_done_it(grade: str, actor: str | None, text: str) -> None:
    """Six steps, from what the document states to what somebody is absolved of; never a finding."""
    charge = claims(text)[0].responsibility
    assert charge is not None
    assert (grade, actor) == (charge.grade, charge.actor)


def test_what_is_taken_as_true_in_passing_is_the_speakers() -> None:
    """Whoever is said to refuse has said nothing."""
    text = "The ministry said it was because of the army's stubborn refusal to share its plans."
    outer, inner = claims(text)
    assert inner.presupposed
    assert outer.source_chain == inner.source_chain


@pytest.mark.parametrize(
    ("kind", "negative", "text"),
    [
        (Kind.ADMISSION, False, "The command does not deny that its guns shelled the village."),
        (Kind.ADMISSION, False, "The army did not dispute that six soldiers died in the raid."),
        (Kind.ADMISSION, False, "The ministry has not denied the strike on the depot."),
        (Kind.DENIAL, True, "The officer said mortars had not been used in the attack."),
        (Kind.DENIAL, True, "The party said it possessed no heavy guns after the truce."),
        (Kind.DENIAL, True, "The army said no warning of the attack had been received."),
        (Kind.CASUALTY, False, "The mission said that not fewer than 14 soldiers were killed."),
        (Kind.ASSERTION, False, "The mayor said not more than ten fighters crossed the line."),
        (Kind.ASSERTION, True, "The patrol said none of the shells went off in the attack."),
        (Kind.REFUSAL, True, "The army rejects the proposal for a truce at the ford."),
        (Kind.DENIAL, True, "The army rejects the charge that it broke the truce."),
        (Kind.CASUALTY, False, "The clinic estimated that 20 soldiers were killed in the raid."),
        (Kind.COMMITMENT, False, "The army said it would open the road during the truce."),
        (Kind.WARNING, False, "The army said it would strike back if the shelling went on."),
    ],
)
def test_what_is_not_denied_is_no_denial(kind: Kind, negative: bool, text: str) -> None:
    """Kind and polarity follow what is said: a bound or a denied denial is no negation."""
    claim = only(text)
    assert (kind, "negative" if negative else "positive") == (claim.kind, claim.polarity)


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ("Should the shelling resume", "Should the shelling resume, the army will answer."),
        ("should the truce fail", "the road will close should the truce fail"),
        ("had the road been open", "nobody would have died had the road been open"),
        ("even if the truce fails", "the road will stay open even if the truce fails"),
        ("until the guns are removed", "no patrol will leave until the guns are removed"),
        ("provided that the shelling stops", "it will go, provided that the shelling stops"),
        ("if, and only if, the guns go", "the truce will last if, and only if, the guns go"),
        ("once its wounded are out", "the army will withdraw once its wounded are out"),
    ],
)
def test_a_condition_in_each_form(condition: str, text: str) -> None:
    """Inverted conditions, and those of until, once, provided that and only if, are found."""
    ((start, end),) = mood_of(text, reported=False, negative=False).condition
    assert condition == text[start:end]


@pytest.mark.parametrize(
    "text",
    [
        "it was shelled once more", "they called once or twice", "the truce lasts until Monday",
        "the clinic was provided with the list", "it had the guns moved", "come if possible",
    ],
)  # fmt: skip
def test_what_sets_no_condition(text: str) -> None:
    """A number of times, a day and a gift are no conditions."""
    assert () == mood_of(text, reported=False, negative=False).condition


@pytest.mark.parametrize(
    ("low", "high", "measure", "text"),
    [
        (4, None, "times", "the line was shelled at least four times"),
        (4, 4, "killed", "a family of four had been killed in the raid"),
        (55, None, "killed", "it put the number of dead at at least 55 after the shelling"),
        (None, 30, "killed", "up to 30 men, said to be of the militia, were killed"),
        (None, 10, "time", "it lasted less than ten minutes"),
        (2, 2, "crates", "there were two crates beside the mill"),
    ],
)
def test_counts_of_what_has_no_list(
    low: int | None, high: int | None, measure: str, text: str
) -> None:
    """Times, families and any plural after its number are counted with the bounds stated."""
    (found,) = counts(text)
    assert (low, high, measure) == (found.low, found.high, found.measure)


def test_a_bound_is_not_cut_from_its_number() -> None:
    """ "At least" belongs to the number even where a day follows it."""
    text = "The clinic said at least 40 people on Monday had been killed by shelling."
    (found,) = only(text).quantities
    assert (40, None) == (found.low, found.high)
