"""Characters that change how a text reads without being seen, shown by their code instead.

The record refuses them where they enter (parley/record/values/text.py), but a page is read by
people who cannot check that, and a terminal acts on an escape sequence whoever let it through.
"""

from __future__ import annotations

import re

# Control characters but newline; line and paragraph separators; embeddings, overrides and isolates
# (Unicode Standard Annex 9); interlinear and tag characters; halves of pairs; the byte order mark.
# Kept: the marks U+200E and U+200F and the joiners, which right-to-left and Indic text needs.
_HIDDEN = re.compile(
    "[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """The same text with every hidden character written as its code: "[U+202E]"."""
    return _HIDDEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
