"""Words: how long they may be, and which invisible characters are refused.

Control characters and bidirectional overrides can make two readers see two different texts over
one signature (Unicode Technical Report 36, section 2.4), and tag characters (U+E0000 to U+E007F)
hide a whole text from one of them. They are refused where they enter.

Each description is what a refusal says was expected, so it is worded to follow "expected".
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

# One negated class over the whole text, because that is one pass where a lookahead is many (it is
# most of the time of reading a record); "(?![\s\S])" and not "$", which also matches before a
# final newline; and only what means the same in JSON Schema (ECMA-262, flag u).
_NOT_BLANK = r"^(?!\s*(?![\s\S]))"
_HIDDEN = r"\u007f-\u009f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff" + (
    "\U000e0000-\U000e007f"
)
LINE = rf"{_NOT_BLANK}[^\u0000-\u001f{_HIDDEN}]*(?![\s\S])"
LINES = rf"{_NOT_BLANK}[^\u0000-\u0009\u000b-\u001f{_HIDDEN}]*(?![\s\S])"

Id = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?(?![\s\S])",
        description="an identifier of 1 to 64 of a-z 0-9 . _ - that begins and ends with a-z 0-9",
    ),
]
"""An identifier chosen by the desk: lower-case ASCII, never re-used."""

Name = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        pattern=LINE,
        description="one line of text without control characters or direction overrides",
    ),
]
"""One line in any script, for people, places and labels."""

Label = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=80,
        pattern=LINE,
        description="one line of text without control characters or direction overrides",
    ),
]
"""One short line in any script, as it was written."""

Prose = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=4000,
        pattern=LINES,
        description="text without control characters (newlines are allowed) "
        "or direction overrides",
    ),
]
"""What somebody said or wrote, in their words."""

Language = Annotated[
    str,
    Meta(
        pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}(?![\s\S])",
        description="a language tag such as ar, ru or en-GB (BCP 47)",
    ),
]

Digest = Annotated[
    str,
    Meta(
        pattern=r"^sha256:[0-9a-f]{64}(?![\s\S])",
        description='"sha256:" and 64 lower-case hex digits',
    ),
]
"""The name of a record: SHA-256 of the bytes its author signed (DSSE v1, PAE)."""
