"""One spelling for the marks that fonts, files and copying change, with the way back to the text.

Characters that show nothing (zero widths, soft hyphens, direction marks) are left out; all others
stay one for one, so that offsets are the same unless something was left out.
"""

from __future__ import annotations

import re
from array import array

_UNSEEN = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_LEFT_OUT = re.compile(f"[{_UNSEEN}]+")
_LONE = re.compile("[\ud800-\udfff]")
_SPACES = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_ODD = re.compile(
    f"[\x00-\x09\x0b-\x1f\x7f-\x9f{_SPACES}\u2028\u2029\u02bc\uff07\uff02\u201f\u201b\u2032\u2033]"
)
_SAME = str.maketrans(
    {chr(code): " " for code in (*range(10), *range(0x0B, 0x20), *range(0x7F, 0xA0))}
    | dict.fromkeys(_SPACES, " ")
    | {"\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\x0c": "\n"}
    | {"\u02bc": "\u2019", "\uff07": "'", "\uff02": '"', "\u201f": "\u201c", "\u201b": "\u2018"}
    | {"\u2032": "\u2019", "\u2033": '"'}
)


class Normal:
    """A text in one spelling, and for each of its places the place in the text that was given."""

    __slots__ = ("_back", "text")

    def __init__(self, text: str, back: array[int] | None) -> None:
        self.text = text
        self._back = back

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where [start, end) of the normal text stands in the text that was given."""
        if self._back is None:
            return start, end
        return self._back[start], self._back[end - 1] + 1


def whole(text: str) -> str:
    """The text without halves of characters, which no file can hold; one for one."""
    return _LONE.sub("\ufffd", text) if _LONE.search(text) else text


def normalise(text: str) -> Normal:
    """The text in one spelling. A line may end as Unix, Windows or an old Macintosh ended it."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    if _ODD.search(text):
        text = text.translate(_SAME)
    if not _LEFT_OUT.search(text):
        return Normal(text, None)
    back = array("l")
    kept = []
    at = 0
    for gap in _LEFT_OUT.finditer(text):
        kept.append(text[at : gap.start()])
        back.extend(range(at, gap.start()))
        at = gap.end()
    kept.append(text[at:])
    back.extend(range(at, len(text)))
    return Normal("".join(kept), back)
