"""Where sentences end: never inside a quotation, never at an abbreviation's point."""

from __future__ import annotations

from parley.reading.text.quotations import CLOSING, EITHER
from parley.reading.text.tokens import Tokens

LONGEST = 1500
"""Words of a sentence with its quotations; where a text goes on longer, it is no sentence and is
cut.
"""
_STOPS = frozenset((".", "?", "!", "..", "...", "....", "…"))
_TAIL = CLOSING | EITHER | frozenset((")", "]", "’", "'"))
_FRESH = frozenset(
    "the he she it they we i you this that these those in on at but and if when while as a an "
    "there "
    "his her its their our my some many most no not after before however meanwhile".split()
)


def sentences(
    tokens: Tokens, first: int, last: int, *, quote_end: list[int], capitals: bool
) -> list[tuple[int, int]]:
    """The sentences of the paragraph [first, last), as token ranges.

    `quote_end[i]` is the last token of the quotation that token i stands in, or -1. `capitals`: the
    paragraph is all in upper case, so that a capital says nothing.
    """
    words, low = tokens.words, tokens.low
    found: list[tuple[int, int]] = []
    begin = i = first
    while i < last:
        word = words[i]
        inside = quote_end[i]
        if inside > i:
            # the whole quotation is passed over; its own last point may end the sentence
            i = inside
            mark = words[i - 1]
            stop = mark in _STOPS and not (mark in ("?", "!") and _named_next(low, i + 1, last))
            word = words[i]
            ends = stop and _fresh(words, low, i + 1, last, capitals)
        elif word in _STOPS:
            while i + 1 < last and words[i + 1] in _TAIL and quote_end[i + 1] <= i + 1:
                i += 1
            ends = _fresh(words, low, i + 1, last, capitals)
            if word not in (".", "?", "!"):
                ends = ends and i + 1 < last and words[i + 1][:1].isupper() and not capitals
        else:
            # "in the U.S. The": an abbreviation that ends a sentence too
            ends = (
                word[-1] == "."
                and len(word) > 3
                and i + 1 < last
                and words[i + 1][:1].isupper()
                and low[i + 1] in _FRESH
                and not capitals
            )
        i += 1
        if ends:
            found.append((begin, i))
            begin = i
        elif i - begin >= LONGEST:
            found += [(at, min(i, at + LONGEST)) for at in range(begin, i, LONGEST)]
            begin = i
    if begin < last:
        found.append((begin, last))
    return found


_SPEAKS = frozenset(
    "said says asked asks wrote added shouted cried exclaimed wondered told tweeted replied yelled "
    "declared joked quipped wonders insisted argued".split()
)


def _named_next(low: list[str], i: int, last: int) -> bool:
    """Whether a speaker follows a quotation at once: '"Why?" the general asked.'"""
    for j in range(i, min(last, i + 7)):
        if low[j] in _SPEAKS:
            return j > i
        if not low[j][0].isalnum() and low[j] not in ("'s", "-"):
            return False
    return False


def _fresh(words: list[str], low: list[str], i: int, last: int, capitals: bool) -> bool:
    """Whether token i can begin a sentence."""
    if i >= last:
        return True
    start = words[i]
    if capitals:
        return start not in (",", ";", ")")
    return start[:1].isupper() or start[:1].isdigit() or start[:1] in "\"“‘'`«([—–-•*"
