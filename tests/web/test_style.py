"""The style sheet: legible in light and dark, and the same in a script that runs the other way."""

from __future__ import annotations

import re
from importlib import resources

import pytest

STYLE = (resources.files("parley.web") / "templates" / "review.css").read_text("utf-8")
TEXTS = ("--ink", "--quiet", "--link", "--odds")
GROUNDS = ("--paper", "--wash")
AA_TEXT, AA_SHAPE = 4.5, 3.0
"""WCAG 2.2, criteria 1.4.3 and 1.4.11."""


def colours(theme: str) -> dict[str, str]:
    """The colours of a theme by name: light, what dark changes in it, and what print does."""
    light, dark, printed = (
        dict(re.findall(r"(--\w+): (#[0-9a-f]{3,6});", block))
        for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    )
    return light | {"light": {}, "dark": dark, "print": printed}[theme]


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000", "#fff", 21.0), ("#fff", "#fff", 1.0), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_computed_as_the_standard_says(one: str, other: str, ratio: float) -> None:
    """Black on white is 21, white on white 1, and #767676 on white just passes."""
    assert ratio == pytest.approx(contrast(one, other), abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_every_text_can_be_read(theme: str) -> None:
    """Every colour of text stands 4.5 to 1 or more from every ground, and the banner too."""
    found = colours(theme)
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    weak = [(*pair, contrast(found[pair[0]], found[pair[1]])) for pair in pairs]
    assert [] == [one for one in weak if one[2] < AA_TEXT]
    assert contrast(found["--paper"], found["--ink"]) >= AA_TEXT


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_focus_can_be_seen(theme: str) -> None:
    """The ring around what has the focus stands 3 to 1 or more from every ground."""
    found = colours(theme)
    assert all(contrast(found["--link"], found[ground]) >= AA_SHAPE for ground in GROUNDS)


def test_every_colour_has_a_name() -> None:
    """No rule names a colour of its own: the themes would not reach it."""
    rules = re.sub(r":root \{.*?\}", "", STYLE, flags=re.DOTALL)
    assert [] == re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", rules)
    assert set(re.findall(r"var\((--\w+)\)", STYLE)) == set(re.findall(r"(--\w+):", STYLE))


def test_nothing_is_placed_by_left_or_right() -> None:
    """Logical properties only, so that the page holds in right-to-left text without a change."""
    rules = re.sub(r"@media[^{]*|@page[^}]*\}|/\*.*?\*/", "", STYLE, flags=re.DOTALL)
    physical = (
        r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b"
        r"|(?<![-\w])(?:left|right|top|bottom|float|(?:min-|max-)?(?:width|height))\s*:"
        r"|text-align:\s*(?:left|right)"
    )
    assert [] == re.findall(physical, rules)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    pairs = [2 * one for one in digits] if len(digits) == 3 else re.findall("..", digits)
    red, green, blue = (_linear(int(pair, 16) / 255) for pair in pairs)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= 0.04045:
        return channel / 12.92
    value: float = ((channel + 0.055) / 1.055) ** 2.4
    return value
