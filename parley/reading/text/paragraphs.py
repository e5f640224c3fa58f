"""Where paragraphs begin and end, in prose with one paragraph a line and in hard-wrapped wires."""

from __future__ import annotations

import re

_BLOCK = re.compile(r"[^\n]+(?:\n[^\S\n]*[^\s\n][^\n]*)*")
_LINE = re.compile(r"[^\n]*[^\s\n][^\n]*")
_BLANK = re.compile(r"\n[^\S\n]*\n")
_ENDS = tuple(".?!:;\"”'’)]")

WRAPPED_AT = (40, 100)
"""The middle length of line, in characters, between which a text may be hard-wrapped."""


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The paragraphs of a text as [start, end), in order, blank ones left out.

    A blank line always parts two paragraphs. A line break alone parts them too, unless the lines
    look
    wrapped at a margin: as long as each other, and more than half ending in mid-sentence.
    """
    if _BLANK.search(text):
        blocks = [found.span() for found in _BLOCK.finditer(text) if not found[0].isspace()]
    else:
        blocks = [(0, len(text))] if text and not text.isspace() else []
    found: list[tuple[int, int]] = []
    for start, end in blocks:
        if "\n" not in text[start:end] or _wrapped(text[start:end]):
            found.append((start, end))
        else:
            found.extend(_lines(text, start, end))
    return found


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The lines of a block, those joined of which one plainly goes on in the next."""
    found: list[tuple[int, int]] = []
    for line in _LINE.finditer(text, start, end):
        begin, stop = line.span()
        if found and text[begin:stop].lstrip()[:1].islower():
            before = text[found[-1][0] : found[-1][1]].rstrip()
            if not before.endswith(_ENDS):
                begin = found.pop()[0]
        found.append((begin, stop))
    return found


def _wrapped(block: str) -> bool:
    lines = [line.rstrip() for line in block.splitlines() if line.strip()]
    if len(lines) < 2:
        return False
    inner = lines[:-1]
    lengths = sorted(map(len, inner))
    middle = lengths[len(lengths) // 2]
    open_ended = sum(not line.endswith(_ENDS) for line in inner)
    return (
        WRAPPED_AT[0] <= middle <= WRAPPED_AT[1]
        and lengths[-1] <= WRAPPED_AT[1] + 20
        and 2 * open_ended > len(inner)
    )
