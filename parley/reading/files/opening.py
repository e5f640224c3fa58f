"""One file as text: what it is, its hash, and the words in it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from msgspec import Struct

from parley.errors import NotFound, expected
from parley.reading.files.limits import MOST_BYTES, MOST_CHARS, MOST_SECONDS, within

SUFFIXES = frozenset((".txt", ".text", ".html", ".htm", ".xhtml", ".pdf", ".eml", ".md"))
"""What a folder is searched for. A file named outright is read whatever it is called."""
_MARKUP = re.compile(rb"^\s*(?:<!doctype\s+html|<html|<head|<body)", re.IGNORECASE)
_MAIL = re.compile(
    rb"^(?:(?:From|To|Date|Subject|Received|Return-Path|Message-ID|MIME-Version|"
    rb"Delivered-To): ?[^\r\n]*\r?\n){2}",
    re.IGNORECASE,
)


class Opened(Struct, frozen=True):
    """The text of one file and the SHA-256 of its bytes. `kind` is text, html, pdf or mail."""

    text: str
    sha256: str
    kind: str


def opened(path: Path) -> Opened:
    """The words of a file. Refused: too large, too slow, not readable, an extra not installed."""
    name = str(path)
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise expected("a file", "something else", name)
        if size > MOST_BYTES:
            raise expected(f"at most {MOST_BYTES:,} bytes", f"{size:,}", name)
        content = path.read_bytes()
    except FileNotFoundError:
        raise NotFound("expected a file, got nothing of that name", at=name) from None
    except OSError as fault:
        raise expected("a file that can be read", fault.strerror or "none", name) from None
    kind = kind_of(path.suffix.lower(), content)
    with within(MOST_SECONDS, name):
        text = _text(kind, content, name)
    return Opened(text[:MOST_CHARS], hashlib.sha256(content).hexdigest(), kind)


def kind_of(suffix: str, content: bytes) -> str:
    """What a file is, by its first bytes and then by its name."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if suffix in (".html", ".htm", ".xhtml") or _MARKUP.match(content[:1000]):
        return "html"
    if suffix == ".eml" or _MAIL.match(content[:4000]):
        return "mail"
    return "pdf" if suffix == ".pdf" else "text"


def _text(kind: str, content: bytes, name: str) -> str:
    if kind == "html":
        from parley.reading.files.html import html_text

        return html_text(content, name)
    if kind == "pdf":
        from parley.reading.files.pdf import pdf_text

        return pdf_text(content, name)
    if kind == "mail":
        from parley.reading.files.mail import mail_text

        return mail_text(content, name)
    return decoded(content)


def decoded(content: bytes) -> str:
    """Bytes as text: by their byte-order mark, else UTF-8, else Windows-1252; never a refusal.

    A mark at the start is kept as a character, so that offsets count from the file's first one.
    """
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
