"""The article in a web page, without its menus. Nothing is fetched and no entity is expanded."""

from __future__ import annotations

import re
from html import unescape

from parley.errors import BadInput, expected
from parley.reading.files.opening import decoded

_ENTITIES = re.compile(
    rb"<!(?:ENTITY|ATTLIST|ELEMENT)\b[^>]*>|<!DOCTYPE[^>\[]*\[.*?\]\s*>", re.IGNORECASE | re.DOTALL
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([\w-]{3,20})", re.IGNORECASE)
_SILENT = re.compile(
    r"<(script|style|noscript|template|svg)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK = re.compile(
    r"<(?:/?(?:p|div|h[1-6]|li|tr|table|section|article|blockquote|ul|ol|title)|br|hr)\b[^>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]{0,20000}>")
MOST_MARKUP = 8_000_000
"""A larger page is refused; an article's is a hundredth of it."""


def html_text(content: bytes, name: str) -> str:
    """The paragraphs of the article in a page, blank lines between them.

    Where the page has no article that boilerplate removal would keep, all its text is given.
    """
    if len(content) > MOST_MARKUP:
        raise expected(f"at most {MOST_MARKUP:,} bytes of markup", f"{len(content):,}", name)
    markup = _markup(_ENTITIES.sub(b"", content))
    try:
        import justext
        from lxml.etree import LxmlError
    except ImportError:
        raise BadInput(
            "expected the extra for reading pages, got none installed",
            at=name,
            remedy="pip install 'parley[reading]' brings it.",
        ) from None
    try:
        found = justext.justext(
            markup,
            justext.get_stoplist("English"),
            encoding="utf-8",
            length_low=50,
            length_high=120,
            max_heading_distance=300,
        )
        kept = [
            p.text.strip()
            for p in found
            if not p.is_boilerplate or (p.is_heading and p.cf_class == "good")
        ]
    except (LxmlError, ValueError, RecursionError):
        kept = []  # not markup that can be parsed: its plain words are still there
    text = "\n\n".join(one for one in kept if one)
    return text if len(text) >= 80 else _plain(markup.decode("utf-8", errors="replace"))


def _markup(content: bytes) -> bytes:
    """The page in UTF-8, by the charset it declares or by its bytes. NUL ends nothing here."""
    declared = _CHARSET.search(content[:4000])
    text = None
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"utf-16"):
        try:
            text = content.decode(declared[1].decode("ascii"), errors="replace")
        except (LookupError, UnicodeDecodeError):
            text = None
    if text is None:
        text = decoded(content)
    return text.replace("\x00", " ").encode("utf-8", errors="replace")


def _plain(markup: str) -> str:
    """All words of a page, a blank line at each block."""
    words = _TAG.sub(" ", _BLOCK.sub("\n\n", _SILENT.sub(" ", markup)))
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in unescape(words).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
