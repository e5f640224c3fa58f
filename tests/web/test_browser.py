"""The page in Debian's Chromium: silent, alone, legible, and no wider than the screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.web import review_html
from tests.web.browser import Browser, View, address, chromium
from tests.web.real import real

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="apt-get install chromium"),
]

FAULTY = """<!doctype html><title>x</title><p>words<script>console.error("deliberate")</script>
<img src="missing.png"><script>undefinedName()</script>"""

# Every piece of text with the colour behind it, as the browser computed both; what is hidden from
# the eye is left out.
CONTRASTS = """
(() => {
  const channel = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const found = {};
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || e.closest('.away')) continue;
    const style = getComputedStyle(e);
    const ink = parse(e.closest('svg') ? style.fill : style.color);
    const [a, b] = [light(ink), light(ground(e))];
    const key = ink + ' on ' + ground(e);
    found[key] = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }
  return found;
})()
"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OUTSIDE = """
[...document.querySelectorAll('main *')]
  .filter(e => !e.closest('.away') && !e.closest('svg') && e.getClientRects().length)
  // What scrolls by itself must fit as a whole; what stands in it may be wider.
  .filter(e => !e.parentElement.closest('.scroll'))
  .filter(e => { const r = e.getBoundingClientRect();
    return r.right > innerWidth + 1 || r.left < -1; })
  .map(e => e.outerHTML.slice(0, 80))
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The review of the shipped case as a file."""
    written = tmp_path_factory.mktemp("web") / "review.html"
    written.write_text(review_html(real()), encoding="utf-8")
    return written


@pytest.fixture(scope="module")
def turned(page: Path) -> Path:
    """The same page as an Arabic reader's: the other way round."""
    written = page.with_name("turned.html")
    html = page.read_text(encoding="utf-8")
    assert '<html lang="en" dir="ltr">' in html
    turned = html.replace('<html lang="en" dir="ltr">', '<html lang="ar" dir="rtl">')
    written.write_text(turned, encoding="utf-8")
    return written


def test_a_faulty_page_is_noticed(browser: Browser, tmp_path: Path) -> None:
    """An error, a thrown name and a request are all seen: the next test could fail."""
    faulty = tmp_path / "faulty.html"
    faulty.write_text(FAULTY, encoding="utf-8")
    seen = browser.open(address(faulty))
    assert [address(faulty), address(tmp_path / "missing.png")] == seen.requests
    assert any("deliberate" in complaint for complaint in seen.complaints)
    assert any("undefinedName" in complaint for complaint in seen.complaints)


def test_a_page_with_another_style_is_noticed(browser: Browser, page: Path) -> None:
    """If the style sheet is not the one the policy names, the browser refuses it and says so."""
    changed = page.with_name("changed.html")
    changed.write_text(page.read_text(encoding="utf-8").replace("<style>", "<style> "), "utf-8")
    assert any("style-src" in complaint for complaint in browser.open(address(changed)).complaints)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_is_silent_and_alone(browser: Browser, page: Path, dark: bool) -> None:
    """It opens without a complaint and asks for nothing but itself."""
    seen = browser.open(address(page), view=View(dark=dark))
    assert [] == seen.complaints
    assert [address(page)] == seen.requests


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_word_can_be_read(browser: Browser, page: Path, dark: bool) -> None:
    """Every text stands 4.5 to 1 or more from what is behind it, as the browser paints it."""
    browser.open(address(page), view=View(dark=dark))
    found: dict[str, float] = browser.evaluate(CONTRASTS)
    assert len(found) >= 4
    assert {} == {pair: ratio for pair, ratio in found.items() if ratio < 4.5}


@pytest.mark.parametrize("width", [360, 390, 720, 900, 1180, 1400, 1600])
@pytest.mark.parametrize("way", ["ltr", "rtl"])
def test_nothing_is_wider_than_the_screen(
    browser: Browser, page: Path, turned: Path, width: int, way: str
) -> None:
    """From a telephone to a wide screen, either way round, nothing has to be pushed sideways."""
    browser.open(address(page if way == "ltr" else turned), view=View(width=width))
    assert 0 == browser.evaluate(OVERFLOW)
    assert [] == browser.evaluate(OUTSIDE)


def test_the_other_way_round_is_a_mirror(browser: Browser, page: Path, turned: Path) -> None:
    """The title begins as far from the right edge as it does from the left; axes do not turn."""
    edge = "document.querySelector('h1').getBoundingClientRect()"
    axis = "[...document.querySelectorAll('.axis text')].map(t => t.getBoundingClientRect().x)"
    browser.open(address(page))
    left = browser.evaluate(f"{edge}.left")
    browser.open(address(turned))
    assert left == pytest.approx(1400 - browser.evaluate(f"{edge}.right"), abs=1)
    ticks = browser.evaluate(axis)[:7]
    assert ticks == sorted(ticks)


def test_a_table_stays_a_table_on_a_telephone(browser: Browser, page: Path) -> None:
    """Stacked for a narrow screen, a screen reader is still told its rows, cells and headers."""
    browser.open(address(page), view=View(width=360))
    nodes = browser.ask("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
    review = real()
    assert roles.count("table") >= len(review.casualties.rows) + len(review.claims.rows)
    assert roles.count("row") > len(review.timeline.rows)
    assert {"cell", "rowheader", "columnheader", "caption"} <= set(roles)


def test_a_link_to_an_entry_shows_it(browser: Browser, page: Path) -> None:
    """Following "entry 41" marks that row of the timeline and brings it into view."""
    browser.open(address(page) + "#entry-41")
    row = "document.querySelector(':target').getBoundingClientRect()"
    assert "entry-41" == browser.evaluate("document.querySelector(':target').id")
    assert 0 <= browser.evaluate(f"{row}.top") < 900


def test_the_page_prints_in_black_on_white(browser: Browser, page: Path) -> None:
    """On paper the dark theme is left behind and the contents are not printed."""
    browser.open(address(page), view=View(dark=True))
    dark = {"name": "prefers-color-scheme", "value": "dark"}
    browser.ask("Emulation.setEmulatedMedia", media="print", features=[dark])
    ground = browser.evaluate("getComputedStyle(document.body).backgroundColor")
    rail = browser.evaluate("getComputedStyle(document.querySelector('.rail')).display")
    browser.ask("Emulation.setEmulatedMedia", media="", features=[])
    assert ("rgb(255, 255, 255)", "none") == (ground, rail)
    assert browser.printed().startswith(b"%PDF")
