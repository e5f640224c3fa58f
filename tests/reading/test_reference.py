"""Whom a word stands for. A wrong speaker is the dangerous error."""

from __future__ import annotations

from parley.reading import read
from tests.reading.looking import claims


def entities(text: str, **names: str) -> list[str | None]:
    """Whom each claim of a text is by."""
    register = {alias.replace("_", " "): name for alias, name in names.items()}
    found = read(text, language="en", register=register).claims
    return [claim.source_chain[-1].entity for claim in found]


def test_a_pronoun_means_who_spoke_last() -> None:
    """ "He" is the general who spoke, "it" the statement."""
    assert ["General Tom Ford", "General Tom Ford"] == entities(
        "General Tom Ford said the truce held. He added that nobody was hurt."
    )
    assert ["The command statement", "The command statement"] == entities(
        "The command statement said the raid was over. It said nobody was hurt."
    )


def test_a_surname_means_its_bearer() -> None:
    """Title and surname lead back to the full name."""
    assert ["General Tom Ford", "General Tom Ford"] == entities(
        "General Tom Ford said the truce held. Gen. Ford said nobody was hurt."
    )


def test_a_definite_group_means_the_one_named_before() -> None:
    """ "The ministry" after "the northern defence ministry" is that one, and how says so."""
    text = "The northern defence ministry said the truce held. The ministry said nobody was hurt."
    first, second = claims(text)
    assert first.source_chain[-1].entity == second.source_chain[-1].entity
    assert "definite" == second.source_chain[-1].how


def test_a_country_is_not_its_army() -> None:
    """A shorter name is not taken for a longer one that turns on another word."""
    assert ["The Norland army", "Norland"] == entities(
        "The Norland army said the truce held. Norland said nobody was hurt."
    )


def test_nobody_is_guessed() -> None:
    """Without anybody before it a pronoun means nobody that could be named, and the draft is
    flagged.
    """
    (claim,) = claims("He said the truce held.")
    assert claim.source_chain[-1].entity is None
    assert claim.flagged


def test_the_register_gives_the_desks_name() -> None:
    """An alias that the desk has registered leads to its actor."""
    assert ["north"] == entities(
        "The Northern Command said the truce held.", Northern_Command="north"
    )
