"""From characters to sentences, each stage alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.reading.language import language_of
from parley.reading.text.marks import normalise
from parley.reading.text.page import page
from parley.reading.text.paragraphs import paragraphs


def split(text: str) -> list[str]:
    """The sentences of a text, as words of it."""
    taken = page(text)
    return [taken.said(one.first, one.last) for one in taken.sentences]


@given(st.text(alphabet="ab \u200b\u00ad\u202e\u00a0\r\n“", max_size=60))
def test_every_place_of_the_normal_text_leads_back(text: str) -> None:
    """A character of the normal text stands for the same one, or its plain form, in the text
    given.
    """
    normal = normalise(text)
    for at, letter in enumerate(normal.text):
        start, end = normal.span(at, at + 1)
        assert 1 == end - start
        assert text[start] == letter or letter in " \n"


def test_characters_that_show_nothing_are_left_out() -> None:
    """A soft hyphen does not part a word, and the offsets still point into the text given."""
    normal = normalise("The mis\u00adsion said so.")
    assert "The mission said so." == normal.text
    assert (4, 12) == normal.span(4, 11)


def test_a_wrapped_block_is_one_paragraph() -> None:
    """Lines broken at a margin are joined; lines that end as sentences are paragraphs."""
    wrapped = (
        "The mission said that two of its posts had been hit by mortar fire on\n"
        "Tuesday night, and that nobody was hurt in either of the two places it\n"
        "had named to both sides.\n\nSecond."
    )
    assert 2 == len(paragraphs(wrapped))
    assert 3 == len(paragraphs("A headline without a stop\nThe first sentence.\nThe second."))


def test_a_sentence_is_never_split_inside_a_quotation() -> None:
    """Two quoted sentences and their speaker are one sentence."""
    assert ['"We stopped. We waited," he said.', "Nobody came."] == split(
        '"We stopped. We waited," he said. Nobody came.'
    )


@pytest.mark.parametrize(
    "text",
    [
        "Gen. Ford met Mr. Lee in the U.S. on Jan. 3 at 5 p.m. sharp.",
        "It cost No. 5 Corp. 3.5 times.",
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    """The point of an abbreviation, an initial or a number is no full stop."""
    assert 1 == len(split(text))


def test_a_quotation_left_open_goes_on_in_the_next_paragraph() -> None:
    """The second mark of such a pair opens and continues; elsewhere it would be a new quotation."""
    taken = page('He said: "We stopped.\n"We waited."')
    assert [False, True] == [one.closed for one in taken.quotations]
    assert [False, True] == [one.continues for one in taken.quotations]


def test_a_dateline_belongs_to_no_sentence() -> None:
    """What a wire prints before its first word is said by nobody."""
    assert ["The truce held."] == split("NORTH PORT, Sept 3 (Wire) - The truce held.")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The mission said that it had been told of the strike by both of the sides."),
        ("fr", ("La mission a dit que les deux parties ont été informées de la frappe et de la "
            "trêve.")),
        ("es", ("La misión dijo que las dos partes fueron informadas de los ataques y de la "
            "tregua.")),
        ("de", ("Die Mission sagte, dass beide Seiten von dem Angriff und der Waffenruhe wussten, "
            "und nicht mehr.")),
        ("ru", "Миссия заявила, что обе стороны знали об ударе."),
        ("uk", "Місія заявила, що обидві сторони знали про удар і перемир’я."),
        ("ar", "قالت البعثة إن الطرفين أبلغا بالضربة"),
        ("fa", "هیئت گفت که هر دو طرف از حمله آگاه بودند و پاسخ گفتند"),
        ("undetermined", "Truce held."),
        ("undetermined", ""),
    ],
)  # fmt: skip
def test_a_language_is_named_by_its_script_and_its_small_words(language: str, text: str) -> None:
    """No trained weights are needed to name what cannot be read; a short text is not guessed."""
    assert language == language_of(text)
