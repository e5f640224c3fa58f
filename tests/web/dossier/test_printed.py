"""The PDF: the whole review, in two languages, tagged, the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from parley.errors import BadInput
from parley.review.page import Review
from parley.web.dossier.printed import review_pdf
from parley.web.dossier.translated import catalogue, told_in, words_of
from tests.web.real import real
from tests.web.sample import sample
from tests.web.test_review import HOSTILE

pytest.importorskip("typst")
FORBIDDEN = re.compile(r"\b(clear|cleared|safe|approved|target)\b", re.IGNORECASE)


def _text(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("make", [sample, real], ids=["by hand", "the shipped case"])
def test_the_same_review_gives_the_same_bytes(make: Callable[[], Review], language: str) -> None:
    """Twice here, and once in another process, byte for byte; tagged, and in its language."""
    made = review_pdf(make(), language=language)
    assert made == review_pdf(make(), language=language)
    code = (
        "import sys, hashlib; from tests.web.sample import sample; from tests.web.real import real;"
        "from parley.web.dossier.printed import review_pdf;"
        f"sys.stdout.write(hashlib.sha256(review_pdf({make.__name__}(), language={language!r}))"
        ".hexdigest())"
    )
    if make is sample:
        found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        assert hashlib.sha256(made).hexdigest() == found.stdout.decode()
    root = PdfReader(io.BytesIO(made)).root_object
    assert "/StructTreeRoot" in root
    assert language == str(root["/Lang"])


@pytest.mark.slow
def test_the_pdf_holds_what_the_review_holds() -> None:
    """Headings, statements and figures of the shipped case stand on paper."""
    review = real()
    text = _text(review_pdf(review))
    told = [review.title, review.matrix.heading, review.lessons.heading, "62 persons"]
    told += [line.text for line in review.missing.rows if len(line.text) < 60]
    assert [] == [words for words in told if words not in text]


@pytest.mark.slow
@pytest.mark.parametrize("attack", HOSTILE, ids=str)
def test_what_a_source_says_is_never_markup(attack: str) -> None:
    """Hostile words are set as words, in every field, and never stop the page."""
    words = HOSTILE[attack] + ' #read("/etc/passwd") $x$ *b* @ref <label> \\'
    review = replace(sample(), title=words, when=words)
    made = review_pdf(review)
    assert b"root:" not in made
    assert 'read("/etc/passwd")' in _text(made)


def test_only_our_own_words_are_translated() -> None:
    """A statement that reads like a word of ours stays as it was said."""
    told = told_in({"text": "denies", "stance": "denies", "heading": "Evidence"}, "ar")
    assert {"text": "denies", "stance": "ينفي", "heading": "الأدلة"} == told
    assert {"by": "أبلغ به: A، نقلاً عن: B"} == told_in({"by": "reported by A, citing B"}, "ar")


def test_both_languages_have_the_same_words() -> None:
    """No word of the page is missing in a language, and none says what we never say."""
    assert words_of("en").keys() == words_of("ar").keys()
    assert not [text for text in words_of("en").values() if FORBIDDEN.search(text)]
    assert not [text for text in catalogue("ar").texts if FORBIDDEN.search(text)]


def test_every_heading_of_a_review_is_translated() -> None:
    """The shipped case shows no section whose heading Arabic does not have."""
    review, texts = real(), catalogue("ar").texts
    parts = [getattr(review, name) for name in review.__struct_fields__]
    headings = {part.heading for part in parts if hasattr(part, "heading")}
    assert set() == headings - texts.keys()


def test_another_language_is_refused() -> None:
    """A language that is not there is named."""
    with pytest.raises(BadInput, match="expected one of en, ar"):
        review_pdf(sample(), language="xx")
