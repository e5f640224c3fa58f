"""The words of a PDF, page by page. Nothing is fetched, no script is run, no attachment is
opened.
"""

from __future__ import annotations

import io
import logging
import re

from parley.errors import BadInput, expected
from parley.reading.files.limits import MOST_CHARS, MOST_PAGES

_BROKEN_WORD = re.compile(r"(\w)-\n(?=[a-z])")


def pdf_text(content: bytes, name: str) -> str:
    """The text of a PDF, a blank line between pages. One that is only pictures gives none."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise BadInput(
            "expected the extra for reading PDF, got none installed",
            at=name,
            remedy="pip install 'parley[reading]' brings it.",
        ) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of each fault it mends
    pages: list[str] = []
    length = 0
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        for number, page in enumerate(reader.pages):
            if number >= MOST_PAGES or length >= MOST_CHARS:
                break
            text = page.extract_text()
            pages.append(text)
            length += len(text)
    # Each of these is what pypdf lets through when a crafted file contradicts itself.
    except (
        PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError,
        OverflowError, RuntimeError, ZeroDivisionError, AssertionError, OSError, MemoryError,
        EOFError, StopIteration, LookupError,
    ) as fault:  # fmt: skip
        if not pages:
            raise expected(
                "a PDF that can be read", f"a damaged one ({type(fault).__name__})", name
            ) from None
    return _BROKEN_WORD.sub(r"\1", "\n\n".join(pages))
