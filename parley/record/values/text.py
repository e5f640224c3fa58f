"""Words: how long they may be, and which invisible characters are refused.

Control characters and bidirectional overrides can make two readers see two different texts over
one signature (Unicode Technical Report 36, section 2.4). They are refused where they enter.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

# A negative lookahead over the whole text, because "$" also matches before a final newline,
# and because the same pattern must mean the same in JSON Schema (ECMA-262).
_NO_CONTROL = r"^(?![\s\S]*[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff])"
_NO_CONTROL_BUT_NEWLINE = (
    r"^(?![\s\S]*[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff])"
)
_NO_OVERRIDE = r"(?![\s\S]*[\u202a-\u202e\u2066-\u2069])"

Id = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?(?![\s\S])",
        description="An identifier: 1-64 of a-z 0-9 . _ - and nothing that can be mistaken.",
    ),
]
"""An identifier chosen by the desk: lower-case ASCII, never re-used."""

Name = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        pattern=_NO_CONTROL + _NO_OVERRIDE,
        description="One line of at most 200 characters, any script, no direction overrides.",
    ),
]
"""One line in any script, for people, places and labels."""

Prose = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=4000,
        pattern=_NO_CONTROL_BUT_NEWLINE + _NO_OVERRIDE,
        description="Up to 4,000 characters, newlines allowed, no other control characters.",
    ),
]
"""What somebody said or wrote, in their words."""

Language = Annotated[
    str, Meta(pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}(?![\s\S])", description="BCP 47 tag.")
]

Digest = Annotated[
    str,
    Meta(
        pattern=r"^sha256:[0-9a-f]{64}(?![\s\S])",
        description="SHA-256 in hex, of a record's DSSE pre-authentication bytes or of a file.",
    ),
]
"""The name of a record: SHA-256 of the bytes its author signed (DSSE v1, PAE)."""
