"""The review in a terminal: never wider than it, plain in a pipe, and deaf to what it prints."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Literal, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len
from rich.console import Console

from parley.cli.review_text import print_review, wrap
from parley.review.page import Review
from parley.web.anchors import entries_in
from tests.web.reading import filled, texts
from tests.web.real import real
from tests.web.sample import sample, short

Make = Callable[[], Review]
EITHER = pytest.mark.parametrize("make", [sample, real], ids=["by hand", "the shipped case"])
PRINTED = ("contradictions", "measures", "notices", "timeline", "casualties", "findings", "missing")


def printed(review: Review, width: int = 80, *, terminal: bool = False) -> str:
    """What is written, to a pipe or to a terminal."""
    out = io.StringIO()
    colours: Literal["truecolor", "auto"] = "truecolor" if terminal else "auto"
    console = Console(file=out, width=width, force_terminal=terminal, color_system=colours)
    print_review(review, console)
    return out.getvalue()


def joined(text: str) -> str:
    """Text without its line breaks and spaces, which depend on the width."""
    return re.sub(r"\s+", "", text)


@EITHER
@pytest.mark.parametrize("width", [40, 80, 140, 220])
def test_no_line_is_wider_than_the_terminal(make: Make, width: int) -> None:
    """Every line fits, in cells as the terminal counts them."""
    assert [] == [line for line in printed(make(), width).split("\n") if cell_len(line) > width]


@EITHER
def test_a_pipe_gets_words_only(make: Make) -> None:
    """No escape sequence, no frame, no colour, nothing left over at the end of a line."""
    text = printed(make())
    assert None is re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]|[\u2500-\u257f]", text)
    assert [] == [line for line in text.split("\n") if line != line.rstrip(" ")]


@EITHER
def test_a_terminal_gets_weight_and_no_colour(make: Make) -> None:
    """The only sequences are bold, dim and their end: nothing is told by colour."""
    assert {"1", "2", "0"} == set(re.findall("\x1b\\[([0-9;]*)m", printed(make(), terminal=True)))


@EITHER
def test_the_parts_stand_in_the_order_of_the_page(make: Make) -> None:
    """What the review rests on, then each part with its heading, in order."""
    review = make()
    lines = printed(review, 200).split("\n")
    headings = [getattr(review, name).heading for name in PRINTED]
    # A heading is what stands over a line.
    places = [
        number
        for heading in headings
        for number, line in enumerate(lines[:-1])
        if line.startswith(heading) and lines[number + 1].startswith("---")
    ]
    assert len(headings) == len(places)
    assert places == sorted(places)
    assert joined(f"{review.size} entries") in joined("".join(lines[: places[0]]))


@EITHER
def test_what_is_printed_is_whole(make: Make) -> None:
    """Of each part that is printed, every sentence, figure, speaker and time stands there."""
    review = make()
    shown = joined(printed(review, 400))
    measured = [one for row in review.measures.rows for one in row.accounts]
    counted = [one for topic in review.casualties.rows for one in topic.accounts]
    expected = [
        *(f"{row.subject}: {row.label}" for row in review.contradictions.rows),
        *(row.text for row in review.contradictions.rows),
        *(text for row in review.measures.rows for text in (row.name, row.computed)),
        *(text for one in measured for text in (one.figure or one.text, one.begins, one.by)),
        *texts(review.notices, frozenset(("address", "confidence", "unit", "said"))),
        *texts(review.timeline, frozenset(("address", "kind", "columns"))),
        *(text for one in counted for text in (one.figure, one.said)),
        *(text for one in review.findings.rows for text in (one.text, one.by, one.said)),
        *texts(review.missing),
    ]
    assert [] == [text for text in expected if joined(text) not in shown]


@EITHER
def test_every_entry_is_named(make: Make) -> None:
    """Each entry these parts rest on stands there by its number."""
    review = make()
    text = re.sub(r"(\d+)-(\d+)", _all_between, printed(review))
    named = {int(number) for number in re.findall(r"\d+", text)}
    parts = (getattr(review, name) for name in PRINTED)
    assert set() == {entry for part in parts for entry in entries_in(part.rows)} - named


@pytest.mark.parametrize(
    "attack",
    [
        "\x1b[2J\x1b[31mred",
        "\x1b]0;title\x07",
        "\x9b2J",
        "[bold red]markup[/]",
        "15 \u202enasuoht",
        ":skull:",
        "a\rb\x08c\x00",
    ],
)
def test_what_is_quoted_cannot_act_on_the_terminal(attack: str) -> None:
    """Escape sequences, markup and hidden characters are printed as text."""
    text = printed(cast(Review, filled(sample(), attack)), terminal=True)
    own = re.sub("\x1b\\[[0-2]m", "", text)
    assert None is re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", own)
    assert "skull" in text or ":" not in attack
    assert "[bold red]" in text or "bold" not in attack


@given(text=st.text(min_size=1, max_size=300), width=st.sampled_from((72, 80, 140)))
def test_no_text_makes_a_line_too_wide(text: str, width: int) -> None:
    """Any text in any field, in any script, is wrapped into the terminal."""
    lines = printed(cast(Review, filled(short(), text)), width).split("\n")
    assert [] == [line for line in lines if cell_len(line) > width]


def test_an_exercise_says_so_first() -> None:
    """The banner is the first line."""
    assert printed(replace(sample(), banner="EXERCISE EXERCISE")).startswith("EXERCISE EXERCISE\n")


WORDS = st.text(alphabet="ab cé漢字\u00a0\n😀مر", max_size=60)


@given(text=WORDS, width=st.integers(2, 30))
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    """No line is wider, and nothing but spaces and line ends is lost."""
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert re.sub("[ \n]", "", text) == re.sub(" ", "", "".join(lines))


@given(text=WORDS, width=st.integers(130, 200))
def test_what_fits_is_not_wrapped(text: str, width: int) -> None:
    """A text that fits stays as it is, line by line, but for spaces at the start of one."""
    assert [line.lstrip(" ") for line in text.split("\n")] == wrap(text, width)


def test_a_number_stays_with_its_word() -> None:
    """A line never ends between "entry" and its number."""
    lines = printed(real()).split("\n")
    assert [] == [line for line in lines if line.endswith(("[entry", "[entries"))]
    assert "[entry\u00a031]" in printed(sample())
    assert "[entries\u00a024, 28]" in printed(sample())


def test_columns_never_touch() -> None:
    """Between two full columns there is a space."""
    text = printed(cast(Review, filled(sample(), "x" * 300)))
    assert re.search(r"(?m)^x{27} x{19} x{31}$", text)


def _all_between(found: re.Match[str]) -> str:
    first, last = int(found[1]), int(found[2])
    inside = range(first, last + 1) if 0 < last - first < 500 else ()
    return f"{found[0]} {' '.join(map(str, inside))}"
