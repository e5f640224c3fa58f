"""The review page: whole, closed to the outside, and the same shape whatever anybody wrote."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.record.entry import Entry
from parley.review.page import Contradictions, Lines, Measures, Review, Timeline, Topics
from parley.web import review_html
from parley.web.anchors import contents, entries_in
from tests.review.streams import streams
from tests.web.reading import Page, filled, texts
from tests.web.real import real, reviews
from tests.web.sample import sample, short

Make = Callable[[], Review]
EITHER = pytest.mark.parametrize("make", [sample, real], ids=["by hand", "the shipped case"])
MOST_BYTES = 256 * 1024
HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '"onload="alert(1)" x="',
    "single quote": "' onclick='alert(1)",
    "template": "{{7*7}}{% for x in y %}",
    "comment": "--><!-- <![CDATA[",
    "style": "</style><style>*{display:none}",
    "entity": "&lt;script&gt;&#x202e;",
    "override": "15 \u202ednasuoht\u202c killed",
    "isolate": "\u2066\u2067 left open",
    "escape": "\x1b[2J\x1b]0;owned\x07",
    "null": "a\x00b",
    "tags": "hidden\U000e0041\U000e0042 words",
    "arabic": "دير الزور: 62 قتيلاً",
    "address": "javascript:alert(1)//https://evil.example/",
}


@EITHER
def test_the_page_is_well_formed(make: Make) -> None:
    """Every element is closed in order, no paragraph is cut short, no identifier stands twice."""
    page = Page(review_html(make()))
    ids = page.values("id")
    assert [] == page.faults
    assert len(set(ids)) == len(ids)


@given(stream=streams())
def test_any_record_makes_a_well_formed_page(stream: tuple[Entry, ...]) -> None:
    """Whatever was entered in whatever order, a page is well formed and its links hold."""
    for review in reviews(stream):
        page = Page(review_html(review))
        assert [] == page.faults
        assert set() == {at[1:] for at in page.values("href")} - set(page.values("id"))


@EITHER
def test_the_page_says_all_that_the_review_holds(make: Make) -> None:
    """Every text of the review is on the page, but codes that have words beside them."""
    review = make()
    shown = Page(review_html(review)).text
    codes = frozenset(("form", "kind", "question", "unit"))
    assert [] == [text for text in texts(review, codes) if text not in shown]


@EITHER
def test_every_entry_named_leads_to_a_place_on_the_page(make: Make) -> None:
    """Every entry the review rests on has an anchor, and every link on the page has one."""
    review = make()
    page = Page(review_html(review))
    ids = set(page.values("id"))
    assert set() == {f"entry-{n}" for n in entries_in(review)} - ids
    assert set() == {at[1:] for at in page.values("href")} - ids


@EITHER
def test_the_page_names_each_entry_where_it_is_used(make: Make) -> None:
    """In each section stand links to all the entries its rows rest on."""
    review = make()
    html = review_html(review)
    for item in contents(review):
        section = html.partition(f'<section id="{item.id}"')[2].partition("</section>")[0]
        linked = set(re.findall(r'href="#entry-(\d+)"', section))
        rows = getattr(review, item.id).rows
        assert {str(n) for n in entries_in(rows)} <= linked, item.id


@EITHER
def test_the_page_is_small(make: Make) -> None:
    """At most 256 KiB (40 as sent), so that it can be carried and sent over a bad line."""
    assert MOST_BYTES >= len(review_html(make()).encode())


@EITHER
def test_the_page_asks_nobody_and_runs_nothing(make: Make) -> None:
    """No script, no handler, no form, no inline style, and no address that leads out."""
    page = Page(review_html(make()))
    names = {name for _, given in page.elements for name, _ in given}
    tags = {tag for tag, _ in page.elements}
    assert set() == tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    assert set() == {name for name in names if name.startswith("on")} | names & {"src", "style"}
    assert [] == [at for at in page.values("href") if not at.startswith("#")]
    assert None is re.search(r"url\(|@import|@font-face|expression", page.style)


def test_the_policy_permits_the_style_and_nothing_else() -> None:
    """The hash in the policy is that of the style sheet as it stands on the page."""
    page = Page(review_html(sample()))
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    policy = next(text for text in page.values("content") if "default-src" in text)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert {"default-src", "style-src", "base-uri", "form-action"} == set(rules)
    assert f"'sha256-{digest}'" == rules.pop("style-src")
    assert {"'none'"} == set(rules.values())


@pytest.mark.parametrize("attack", HOSTILE)
def test_an_attack_is_shown_as_text(attack: str) -> None:
    """What an attack wrote stands on the page as words, its hidden characters as their codes."""
    text = HOSTILE[attack]
    page = Page(review_html(_filled(text)))
    seen = "".join(
        f"[U+{ord(c):04X}]" if unicodedata.category(c) in ("Cc", "Cf") else c for c in text
    )
    assert [] == page.faults
    assert seen in page.text
    assert _shape("word") == page.shape


@given(text=st.text(min_size=1) | st.text(alphabet="<>&\"'{}%#=/ a\u202e\x00\x1b", min_size=1))
def test_no_text_changes_the_page(text: str) -> None:
    """Any text in any field leaves every element and attribute, and brings no hidden character."""
    html = review_html(_filled(text))
    page = Page(html)
    assert [] == page.faults
    assert _shape("word") == page.shape
    assert None is HIDDEN.search(html)


@pytest.mark.parametrize("word", ["away", "skip.now", "banner", "sheet rail"])
def test_no_word_takes_a_style_that_is_not_its_own(word: str) -> None:
    """A kind or stance that reads like a class of the page does not hide or dress anything."""
    plain = Page(review_html(_filled("word"))).values("class")
    assert plain == Page(review_html(_filled(word))).values("class")


def test_an_entry_told_twice_is_anchored_once() -> None:
    """Two rows may rest on one entry; links lead to the first, and no identifier stands twice."""
    full = sample()
    rows = full.timeline.rows
    both = replace(rows[1], entries=(rows[0].entries[0], rows[1].entries[0]))
    told = replace(full, timeline=replace(full.timeline, rows=(rows[0], both, rows[0], *rows[2:])))
    ids = Page(review_html(told)).values("id")
    assert len(set(ids)) == len(ids)
    assert {f"entry-{n}" for n in both.entries} <= set(ids)


def test_an_empty_review_says_so() -> None:
    """With no rows at all, every section still stands with its heading and note, and no drawing."""
    full = sample()
    empty = replace(
        full,
        timeline=Timeline(heading="T", note="No entry.", columns=("a", "b", "c", "d"), rows=()),
        notices=replace(full.notices, rows=()),
        contradictions=Contradictions(heading="C", note="None found.", rows=()),
        measures=Measures(heading="M", note="Nothing measured.", rows=()),
        casualties=Topics(heading="K", note="No figure.", rows=()),
        claims=Topics(heading="Q", note="", rows=()),
        matrix=replace(full.matrix, columns=(), rows=()),
        series=replace(full.series, rows=()),
        places=replace(full.places, rows=()),
        assessments=replace(full.assessments, rows=()),
        ties=replace(full.ties, rows=()),
        evidence=replace(full.evidence, rows=()),
        blocked=replace(full.blocked, rows=()),
        lessons=replace(full.lessons, rows=()),
        consequences=replace(full.consequences, rows=()),
        findings=replace(full.findings, rows=()),
        around=replace(full.around, rows=()),
        missing=Lines(heading="Gaps", note="", rows=()),
    )
    page = Page(review_html(empty))
    assert [] == page.faults
    assert 0 == sum(tag == "svg" for tag, _ in page.elements)
    assert all(words in page.text for words in ("No entry.", "None found.", "No figure."))


def test_an_exercise_says_so_before_anything_else() -> None:
    """The banner is the first text of the page after the ways to skip."""
    page = Page(review_html(replace(sample(), banner="EXERCISE EXERCISE")))
    assert page.text.index("EXERCISE EXERCISE") < page.text.index("Incident review")


def test_the_first_things_reached_by_key_are_ways_to_skip() -> None:
    """The first two links lead past the head, to what does not fit and to the timeline."""
    assert ["#contradictions", "#timeline"] == Page(review_html(sample())).values("href")[:2]


@EITHER
def test_tables_are_told_apart_without_seeing_them(make: Make) -> None:
    """Every table has a caption, every header a scope, and every section a heading."""
    page = Page(review_html(make()))
    count = [tag for tag, _ in page.elements].count
    headers = [given for tag, given in page.elements if tag == "th"]
    labelled = page.values("aria-labelledby")
    assert count("table") == count("caption") == count("thead")
    assert all(dict(given).get("scope") in ("row", "col") for given in headers)
    assert count("section") == len(labelled)
    assert set(labelled) <= set(page.values("id"))
    assert 1 == count("h1") == count("main")


def test_the_same_review_makes_the_same_page() -> None:
    """No clock and no chance: two pages of one review are the same bytes."""
    assert review_html(sample()) == review_html(sample())


def _filled(text: str) -> Review:
    return cast(Review, filled(short(), text))


@cache
def _shape(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return Page(review_html(_filled(text))).shape
