"""Who says what: each way English has of reporting speech, in the fewest words that show it."""

from __future__ import annotations

import pytest

from tests.reading.looking import claims, only, speaker, told, words


@pytest.mark.parametrize(
    ("who", "what", "text"),
    [
        ("The mission", "that the truce held", "The mission said that the truce held."),
        ("The mission", "the truce held", "The mission said the truce held."),
        ("The mission", "that the truce held", ("The mission said on Monday in a statement that "
            "the truce held.")),
        ("a liaison officer", '"We waited,"', '"We waited," said a liaison officer.'),
        ("the officer", '"We waited,"', '"We waited," the officer told reporters.'),
        ("an officer", "The truce held", "The truce held, an officer said."),
        ("the officer", "The truce | had held for a week", ("The truce, the officer said, had "
            "held for a week.")),
        ("The officer", "the truce held", ("The officer, who had come from the north, said the "
            "truce held.")),
        ("The head of the mission in the north", "the truce held", ("The head of the mission in "
            "the north said the truce held.")),
        ("the mission", "The truce held", "The truce held, according to the mission."),
        ("the mission", "the truce held", "According to the mission, the truce held."),
        ("the ministry", "that the truce held", ("Nobody believed the ministry's claim that the "
            "truce held.")),
        ("the northern command", "that the truce was over", ("Both sides heard a statement by the "
            "northern command that the truce was over.")),
        ("The mission", "that the truce will hold", ("The mission is confident that the truce "
            "will hold.")),
        ("The envoy", "an end to the strikes", "The envoy called for an end to the strikes."),
        ("The envoy", "both sides to stop", "The envoy urged both sides to stop."),
        ("The command", "to halt the raid", "The command refused to halt the raid."),
    ],
)  # fmt: skip
def test_a_speaker_and_what_was_said(who: str, what: str, text: str) -> None:
    """One speaker, one content, wherever the cue stands."""
    assert [(who, what)] == told(text)


def test_a_transcript_names_its_speakers() -> None:
    """Names in capitals before colons speak; one alone is where a report was written."""
    transcript = "OFFICER: We waited for an hour.\nENVOY: Nobody called us."
    assert [("OFFICER", "We waited for an hour."), ("ENVOY", "Nobody called us.")] == told(
        transcript
    )
    assert [("The army", "the truce held")] == told("NORPORT: The army said the truce held.")


def test_two_verbs_share_a_speaker() -> None:
    """ "said ... and added ..." is two claims of one speaker."""
    text = "The officer said that the line was dead and added that nobody answered."
    assert [
        ("The officer", "that the line was dead"),
        ("The officer", "that nobody answered"),
    ] == told(text)


def test_a_participle_takes_the_subject_of_its_clause() -> None:
    """ ", adding that" is said by whoever the sentence is about."""
    text = '"We called twice," the officer said, adding that nobody answered.'
    assert ["the officer", "the officer"] == [speaker(one) for one in claims(text)]


def test_one_speaker_quotes_another() -> None:
    """The chain leads from the document inward: the ministry, then the statement it quotes."""
    claim = only("The ministry quoted a statement by the army as saying that the raid had failed.")
    assert ["The ministry", "a statement by the army"] == [
        link.mention for link in claim.source_chain
    ]


def test_a_claim_inside_a_claim_keeps_its_chain() -> None:
    """Who believes is not who says so."""
    text = "The command said the coalition believed it was bombing the rebels."
    outer, inner = claims(text)
    assert "it was bombing the rebels" == words(text, inner)
    assert ["The command", "the coalition"] == [link.mention for link in inner.source_chain]
    assert outer.id == inner.nested_in


def test_who_was_told_has_said_nothing() -> None:
    """In the passive the speaker is the agent, and whoever was told is the addressee."""
    text = "The pilots were told by the liaison cell that troops were in the village."
    claim = only(text)
    assert "the liaison cell" == speaker(claim)
    assert claim.addressee is not None
    assert "The pilots" == text[claim.addressee.start : claim.addressee.end]


def test_a_hedge_takes_its_words_from_the_speaker() -> None:
    """Whoever admits the raid has not admitted the toll that reports give."""
    text = (
        "The coalition admitted an air raid in the east that reportedly killed at least 40 "
        "soldiers."
    )
    admitted, toll = claims(text)
    assert ("The coalition", "an air raid in the east") == (
        speaker(admitted),
        words(text, admitted),
    )
    assert "(hedge only)" == speaker(toll)
    assert [(40, None)] == [(one.low, one.high) for one in toll.quantities]


def test_a_quotation_is_carried_into_the_next_paragraph() -> None:
    """A paragraph that only quotes is said by who was quoted before, and says how that is known."""
    text = (
        '"They have not met a single obligation," the envoy said.\n"Our calls are left '
        'without an answer."'
    )
    first, second = claims(text)
    assert ("the envoy", "pronoun") != (speaker(second), second.source_chain[-1].how)
    assert "carried-over quotation" == second.source_chain[-1].how
    assert speaker(first) == speaker(second)


def test_the_narrator_is_a_speaker_too() -> None:
    """What nobody is named for is the document's own claim."""
    claim = only("Rebel gunmen killed three soldiers at a checkpoint near the bridge.")
    assert "(narrator)" == speaker(claim)


@pytest.mark.parametrize(
    "text",
    [
        "The convoy reached the town at noon.",
        "He met a man named Tom at the bridge.",
        "The statement by the ministry was long.",
        "",
    ],
)
def test_nobody_speaks_where_nothing_is_reported(text: str) -> None:
    """A verb without a speaker or without words makes no draft."""
    assert [] == told(text)


def test_a_reason_names_every_rule() -> None:
    """Whoever confirms a draft reads which rules made it."""
    claim = only("The mission said that the truce held.")
    assert all(rule in claim.reason for rule in claim.rules)
    assert 0 < claim.confidence <= 1


@pytest.mark.parametrize(
    ("chain", "what", "text"),
    [
        (["The agency", "the ministry"], "20 soldiers died in the raid",
            "The agency said 20 soldiers died in the raid, citing the ministry."),
        (["The mission", "the northern army"], "two shells fell in the truce zone",
            "The mission said that, according to the northern army, two shells fell in the truce "
            "zone."),
        (["the spokesman", "the northern command"], "that shells hit the mill",
            "It was alleged by the northern command that shells hit the mill, the spokesman said "
            "after the raid."),
        (["The army"], "that rebels broke the truce",
            "The army alleged that rebels broke the truce."),
        (["Mayor of Eastford"], "that two shells hit the mill",
            "23.20 Mayor of Eastford reports that two shells hit the mill."),
        (["the mission"], "the shelling came from the north",
            "In the assessment of the mission, the shelling came from the north."),
    ],
)  # fmt: skip
def test_the_innermost_speaker_speaks(chain: list[str], what: str, text: str) -> None:
    """Whoever is cited speaks, inside whoever cites; the hour of a log is nobody's name."""
    found = claims(text)[-1]
    assert (chain, what) == ([link.mention for link in found.source_chain], words(text, found))


def test_nobody_stands_inside_himself() -> None:
    """ "Rejects the charge that" adds no second link of the same speaker."""
    assert 1 == len(only("The army rejects the charge that it broke the truce.").source_chain)
