"""What the record refuses to take in, a page refuses to show unseen."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from parley.record.values.text import LINES
from parley.web.visible import visible

EVERY = [chr(code) for code in (*range(0x10000), *range(0xE0000, 0xE0100), 0x1F600, 0x10FFFF)]


def test_what_the_record_refuses_is_shown_by_its_code() -> None:
    """Of every character, the ones refused in prose stand as codes, and no other."""
    refused = [one for one in EVERY if not re.search(LINES, f"a{one}a")]
    assert len(refused) > 2000
    assert refused == [one for one in EVERY if visible(one) != one]
    assert [f"[U+{ord(one):04X}]" for one in refused] == [visible(one) for one in refused]


@given(st.text())
def test_showing_twice_is_showing_once(text: str) -> None:
    """A code is plain text itself."""
    assert visible(visible(text)) == visible(text)
