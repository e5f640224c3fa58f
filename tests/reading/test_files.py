"""Files in: what they are, what is refused, and a batch that one bad file does not stop."""

from __future__ import annotations

import hashlib
import time
import zlib
from pathlib import Path

import msgspec
import pytest

from parley.errors import BadInput, NotFound
from parley.reading import Reading
from parley.reading.files.batch import files_in, read_all, read_file
from parley.reading.files.limits import within
from parley.reading.files.opening import decoded, kind_of, opened

PAGE = b"""<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><html><head><title>x</title>
<script>said("that")</script></head><body>
<ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li></ul>
<p>The mission said on Monday that the truce in the northern valley had held for a full
week, and that both of the sides had kept to the terms which they had signed in the
spring of last year.</p>
<p>An officer of the liaison cell said that nobody had been hurt in the incident at the
bridge, which he called a misunderstanding between two patrols that had not been told of
each other. &b;</p>
<img src="http://192.0.2.1/x.png"><iframe src="http://192.0.2.1/"></iframe>
<p><a href="/a">Subscribe</a> | <a href="/b">Contact</a></p></body></html>"""
MAIL = b"""From: desk@mission.example
To: all@mission.example
Subject: The truce held
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

The mission said that the truce=20held.
--x
Content-Type: text/plain
Content-Disposition: attachment; filename=a.txt

The attachment said that it is secret.
--x--
"""


def pdf(words: str) -> bytes:
    """The smallest PDF that says something."""
    drawn = zlib.compress(f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode())
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj%b endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + (
        b"xref\n0 6\n0000000000 65535 f \n%btrailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (table, len(body))
    )


def kept(folder: Path, name: str, content: bytes) -> Path:
    """A file of this content."""
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_page_gives_its_article(tmp_path: Path) -> None:
    """Menus and scripts are left out, entities are not expanded, nothing is fetched."""
    pytest.importorskip("justext")
    text = opened(kept(tmp_path, "page.html", PAGE)).text
    assert "the truce in the northern valley" in text
    assert not any(word in text for word in ("Subscribe", "Home", "said(", "hahaha"))


def test_a_page_that_is_no_markup_gives_its_words(tmp_path: Path) -> None:
    """Soup is read as the words in it."""
    pytest.importorskip("justext")
    soup = b"<p>He said <b>that<p></i>it held\x00</b <script>x</script"
    assert "He said" in opened(kept(tmp_path, "soup.html", soup)).text


def test_a_pdf_gives_its_words(tmp_path: Path) -> None:
    """Page by page, and the hash is that of the file."""
    pytest.importorskip("pypdf")
    content = pdf("The mission said that the truce held.")
    found = read_file(kept(tmp_path, "a.pdf", content), language="en")
    assert 1 == len(found.claims)
    assert hashlib.sha256(content).hexdigest() == found.sha256
    assert found.text_sha256


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", b"%PDF-1.4\n" + b"1 0 obj<<" * 500])
def test_a_broken_pdf_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    """A damaged file is refused in its own reading, not by a fault."""
    pytest.importorskip("pypdf")
    found = read_file(kept(tmp_path, "a.pdf", content))
    assert found.refused or not found.claims


def test_a_mail_gives_its_subject_and_its_own_text(tmp_path: Path) -> None:
    """Attachments stay shut."""
    text = opened(kept(tmp_path, "a.eml", MAIL)).text
    assert ["The truce held", "", "The mission said that the truce held."] == text.splitlines()


@pytest.mark.parametrize(
    ("kind", "suffix", "content"),
    [
        ("pdf", ".txt", b"%PDF-1.4"),
        ("html", ".txt", b"\n <!DOCTYPE html><p>x"),
        ("mail", "", b"From: a\nTo: b\n\nx"),
        ("text", ".txt", b"The mission said"),
    ],
)
def test_a_file_is_what_its_first_bytes_say(kind: str, suffix: str, content: bytes) -> None:
    """A name is believed only where the bytes say nothing."""
    assert kind == kind_of(suffix, content)


def test_bytes_are_always_text() -> None:
    """UTF-8, UTF-16 by its mark, else Windows-1252; never a refusal."""
    assert ["é", "é", "\ufeffé"] == [
        decoded("é".encode()),
        decoded("é".encode("cp1252")),
        decoded("\ufeffé".encode("utf-16-le")),
    ]


def test_what_takes_too_long_is_stopped() -> None:
    """A parser that never ends is refused by the name of its file."""

    def parse_for_ever() -> None:
        with within(0.05, "a.pdf"):
            until = time.monotonic() + 5
            while time.monotonic() < until:
                pass

    with pytest.raises(BadInput, match=r"at a\.pdf"):
        parse_for_ever()


def test_another_language_is_refused_by_name(tmp_path: Path) -> None:
    """The document is named and its language too; the reading has no claims."""
    text = "La mission a dit que les deux parties ont été informées de la frappe et de la trêve."
    found = read_file(kept(tmp_path, "a.txt", text.encode()))
    assert ("fr", ()) == (found.language, found.claims)
    assert "expected a text in English, got French" in found.refused


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_a_bad_file_does_not_stop_a_batch(tmp_path: Path, workers: int) -> None:
    """Every file gives one object, in order, whatever the others are."""
    for number in range(12):
        kept(tmp_path, f"{number:02}.txt", b"The mission said that the truce held.")
    kept(tmp_path, "03.txt", "Миссия заявила, что обе стороны знали об ударе.".encode())
    kept(tmp_path, "05.pdf", b"%PDF-1.4 nothing")
    kept(tmp_path, "notes.bin", b"never looked at")
    files = list(files_in([tmp_path]))
    found = [
        msgspec.json.decode(line, type=Reading)
        for line in read_all(files, workers=workers, language=None)
    ]
    assert [str(path) for path in files] == [one.document for one in found]
    assert ["03.txt", "05.pdf"] == [Path(one.document).name for one in found if one.refused]


def test_a_name_that_is_nothing_is_refused(tmp_path: Path) -> None:
    """What was asked for by name has to be there."""
    with pytest.raises(NotFound):
        list(files_in([tmp_path / "nothing.txt"]))
