"""A clock drawn: well formed, asking for nothing, and every reset under its entry."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from msgspec.structs import replace

from parley.ceasefire.clocks.face import face_of
from parley.web.holding import clock_svg
from tests.ceasefire.test_clocks import ANY, RULED, at, declared, happened, known, ruled, world

RECORDS = (
    happened("i", 30),
    ruled("i", "violation"),
    declared("suspended", 36, "alpha", "bravo"),
    declared("renewed", 44, "alpha", "bravo"),
    {"kind": "incident.alleged", "incident": "j", "statement": "x", "when": "2024-03-01T20:00Z"},
)


def drawn(**more: object) -> str:
    """A clock of two policies after these records."""
    clock, terms = world(ANY, RULED, renewal_hours=24)
    clock = replace(clock, **more)
    return clock_svg(face_of(clock, terms, known(*RECORDS), at(60)), "Z")


def test_the_drawing_is_well_formed_and_asks_for_nothing() -> None:
    """One XML document, no script, and no address but the name of the format itself."""
    svg = drawn()
    assert "svg" in ElementTree.fromstring(svg).tag
    assert "<script" not in svg
    assert {"http://www.w3.org/2000/svg"} == set(re.findall(r"https?://[^\"' ]+", svg))


def test_each_reset_and_renewal_stands_with_its_entry() -> None:
    """Entry 4 resets one policy, the ruling in entry 1 the other; entry 3 renews it."""
    svg = drawn()
    for words in ("reset by 4", "reset by 1", "renewed by 3", "suspended, entry 2"):
        assert f"<title>{words}</title>" in svg
    assert "declared is ahead by" in svg


def test_the_description_says_what_the_drawing_shows() -> None:
    """Who does not see it reads every hand with its state and days."""
    found = ElementTree.fromstring(drawn()).find("{http://www.w3.org/2000/svg}desc")
    assert found is not None
    for words in ("Any allegation", "A ruling", "met", "2 days", "entry 4"):
        assert words in str(found.text)


def test_a_title_cannot_break_out_nor_turn_the_text_around() -> None:
    """Markup in a title is text, and a direction override is shown by its code."""
    svg = drawn(title="<script>x</script> \u202e")
    assert "<script" not in svg
    assert "[U+202E]" in svg
    assert "\u202e" not in svg
