"""Laws of the reader: any text is read, every offset holds, the same text reads the same."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.reading import read
from tests.reading.looking import hold

HOSTILE = sorted((Path(__file__).parent / "hostile").glob("*.txt"))
PIECES = [
    "The mission said ",
    "that the truce held",
    ", he added",
    '"',
    "“",
    "”",
    "‘",
    "’",
    "''",
    "'",
    ". ",
    "\n",
    "\n\n",
    "according to ",
    "at least 62 soldiers were killed",
    " if the ceasefire holds until Monday",
    " was told by ",
    "reportedly ",
    "the army's claim that ",
    ": ",
    "; ",
    "(",
    ")",
    " — ",
    "...",
    "\x00",
    "\u202e",
    "\u200b",
    "\ufeff",
    "قالت ",
    "Миссия ",
    "US ",
    "GEN. FORD SAID ",
    "accused of ",
    "quoted a statement as saying ",
    "1,000 ",
    "\r\n",
    "left without a response",
    "will review the strike",
    " and ",
    " but ",
    "it",
    " ",
    "不",
    "é",
]
ARTICLE = """General Tom Ford of the northern command said on Monday that at least 12 soldiers
had been
killed when aircraft hit a post near Easton. "We were not told," he said. "Our calls were left
without
a response."

The coalition admitted an air raid in the area that reportedly killed dozens of fighters, but denied
that it had meant to hit the army. If the ceasefire holds until Friday, both sides will begin to
open
the road, according to a statement by the mission quoted by the ministry as saying that "neither
side
has met a single obligation".
"""


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_every_offset_holds(text: str) -> None:
    """Whatever stands in a text, reading ends, and every span lies in it."""
    hold(text, read(text, language="en"))


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_characters_are_read(text: str) -> None:
    """Any characters at all, and whatever language they seem to be."""
    hold(text, read(text))


def test_reading_twice_gives_the_same_bytes() -> None:
    """No clock, no chance: the same text and register give the same reading."""
    first, second = (msgspec.json.encode(read(ARTICLE, language="en")) for _ in range(2))
    assert first == second


def test_what_is_appended_changes_no_earlier_speaker() -> None:
    """A later paragraph never changes who said what in an earlier one."""
    before = read(ARTICLE, language="en").claims
    after = read(ARTICLE + "\n\nThe weather was fine.\n", language="en").claims
    assert [(one.source_chain, one.content) for one in before] == [
        (one.source_chain, one.content) for one in after[: len(before)]
    ]


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.stem)
def test_a_hostile_text_is_read(path: Path) -> None:
    """Texts named for the attack are read, with good offsets."""
    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    hold(text.encode("utf-8", "replace").decode(), read(text.encode("utf-8", "replace").decode()))


def test_half_a_character_is_no_fault() -> None:
    """A lone surrogate, which no file can hold, is replaced one for one."""
    text = "The mission said \ud800 that the truce held."
    hold(text.replace("\ud800", "\ufffd"), read(text, language="en"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", [ARTICLE, "he said ", "attacked by ", "man, who said, "], ids=lambda unit: unit[:7]
)
def test_a_megabyte_is_read_whole(unit: str) -> None:
    """A million characters of anything are read to their end, every offset in its place."""
    text = (unit * (1_000_000 // len(unit) + 1))[:1_000_000]
    hold(text, read(text, language="en"))


def mutated(number: int) -> str:
    """An article of which a generator seeded by its number has changed up to sixty places."""
    chance = random.Random(number)
    text = list(ARTICLE)
    for _ in range(chance.randint(1, 60)):
        at = chance.randrange(len(text) + 1)
        match chance.randint(0, 4):
            case 0:
                text[at:at] = chance.choice(PIECES)
            case 1:
                del text[at : at + chance.randint(1, 40)]
            case 2:
                other = chance.randrange(len(text) + 1)
                text[at:at] = text[other : other + chance.randint(1, 200)]
            case 3:
                text[at : at + 50] = [letter.upper()[:1] for letter in text[at : at + 50]]
            case 4:
                text[at : at + 80] = [letter for letter in text[at : at + 80] if letter != " "]
    return "".join(text)


@pytest.mark.slow
def test_changed_articles_are_read() -> None:
    """A sample of changed articles; `python -m tests.reading.test_laws` reads ten thousand."""
    for number in range(600):
        text = mutated(number)
        hold(text, read(text, language="en"))


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for each in range(many):
        changed = mutated(each)
        hold(changed, read(changed, language="en"))
    sys.stdout.write(f"{many} changed articles read, every offset holds\n")
