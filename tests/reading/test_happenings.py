"""Terms, messages and happenings that a document speaks of."""

from __future__ import annotations

import pytest

from parley.reading import read


@pytest.mark.parametrize(
    ("kind", "words", "text"),
    [
        ("exemption", "does not include strikes on the militants", ("The truce does not include "
            "strikes on the militants.")),
        ("hold clock", "holds until Monday", ("If the ceasefire holds until Monday the two sides "
            "will meet.")),
        ("obligation", "a single obligation they took on", ("The army said the rebels had not met "
            "a single obligation they took on.")),
        ("undertaking", "will review the strike", "The coalition said it will review the strike."),
        ("implied obligation", "influence the militias", ("The envoy doubts that the army is able "
            "to influence the militias.")),
    ],
)  # fmt: skip
def test_a_term_is_found(kind: str, words: str, text: str) -> None:
    """What sounds like a term of an arrangement is kept with its words."""
    found = read(text, language="en").terms
    assert (kind, words) in [
        (one.kind, " ".join(text[s.start : s.end] for s in one.spans)) for one in found
    ]


@pytest.mark.parametrize(
    "text",
    [
        "If the ceasefire holds until Monday, the two sides will open the road.",
        "The two sides will open the road if the ceasefire holds until Monday.",
    ],
)
def test_a_milestone_has_a_condition_and_what_follows(text: str) -> None:
    """Whichever is said first."""
    (found,) = [one for one in read(text, language="en").terms if "milestone" in one.kind]
    assert 2 == len(found.spans)


def test_a_message_has_a_sender_and_a_receiver() -> None:
    """Who is said to have told whom, and that nobody answered."""
    text = (
        "The army said the cell had informed the pilots of the upcoming strike. "
        "Our repeated calls were left without a response, the envoy said of the truce."
    )
    notice, unanswered = read(text, language="en").messages
    assert ("notification", "the pilots") == (notice.kind, notice.receiver)
    assert ("unanswered", "none") == (unanswered.kind, unanswered.response)


def test_mentions_of_one_sort_and_place_are_gathered() -> None:
    """Two places make two happenings, and each says why."""
    text = (
        "An air strike in Norport killed two soldiers. The strike was an error, the army said. "
        "Another air strike in Easton hit a convoy."
    )
    events = read(text, language="en").events
    assert [("Norport",), ("Easton",)] == [one.places for one in events]
    assert [2, 1] == [len(one.spans) for one in events]
    assert all(one.reason for one in events)
