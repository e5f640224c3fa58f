"""A text taken apart: words, tags, quotations, sentences and paragraphs, with their places."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from parley.reading.text.paragraphs import paragraphs
from parley.reading.text.quotations import Quotation, quotations
from parley.reading.text.sentences import sentences
from parley.reading.text.tokens import Tokens
from parley.reading.words.tagging import tag_words


@dataclass(slots=True)
class Sentence:
    """Tokens [first, last) of one paragraph."""

    first: int
    last: int
    paragraph: int


@dataclass(slots=True)
class Page:
    """One text, word by word. `quoted[i]` is the index of the quotation token i stands in, or
    -1.
    """

    text: str
    words: list[str]
    low: list[str]
    at: list[int]
    to: list[int]
    tags: list[str]
    quoted: list[int]
    quotations: list[Quotation]
    sentences: list[Sentence]
    paragraphs: list[tuple[int, int]]
    capitals: list[bool]

    def said(self, first: int, last: int) -> str:
        """The text of tokens [first, last)."""
        return self.text[self.at[first] : self.to[last - 1]]

    def capitals_at(self, i: int) -> bool:
        """Whether token i stands in a paragraph all in upper case."""
        number = bisect_right(self.paragraphs, (i, 1 << 60)) - 1
        return 0 <= number < len(self.capitals) and self.capitals[number]

    def full_quote(self, i: int) -> bool:
        """Whether token i stands in a quotation that says a whole sentence."""
        found = self.quoted[i]
        return found >= 0 and self.whole(self.quotations[found])

    def whole(self, quotation: Quotation) -> bool:
        """Whether a quotation has a verb of its own and more than a few words."""
        first, last = quotation.inside
        return last - first > 4 and any(
            tag in ("VD", "VZ", "BE", "HV", "MD", "DO", "VX", "VB") for tag in self.tags[first:last]
        )


def upper_case(text: str) -> bool:
    """Whether a text is in capitals throughout, as wires and telexes were."""
    sample = text[:1000]
    upper = sum(map(str.isupper, sample))
    both = upper + sum(map(str.islower, sample))
    return both >= 12 and upper > 0.8 * both


_DATELINE = re.compile(
    r"\s*[A-Z][A-Z'’./ -]{1,40}(?:,[^\n,]{2,40}){0,3}?\s*(?:\([^)\n]{2,60}\))?\s*"
    r"(?:--+|[—–]|-(?=\s))\s*(?:\[[^\]\n]{2,60}\]\s*)*"
)


def _after_dateline(text: str, tokens: Tokens, first: int, last: int) -> int:
    """The first token past "SAN MARCO, 12 MAR 90 (RADIO) -- [TEXT]", which nobody says."""
    start = tokens.at[first]
    found = _DATELINE.match(text, start, min(tokens.to[last - 1], start + 160))
    if found is None:
        return first
    past = bisect_left(tokens.at, found.end())
    return past if past < last else first


def page(text: str) -> Page:
    """Take a normalised text apart."""
    tokens = Tokens(text)
    count = len(tokens)
    spans = [
        (bisect_left(tokens.at, start), bisect_left(tokens.at, end))
        for start, end in paragraphs(text)
    ]
    spans = [(first, last) for first, last in spans if last > first]
    quotes = quotations(text, tokens, spans)
    quoted, quote_end, tags = [-1] * count, [-1] * count, [""] * count
    for index, quote in enumerate(quotes):
        tags[quote.first] = "QO"
        if quote.closed:
            tags[quote.last] = "QC"
        run = quote.last + 1 - quote.first
        quoted[quote.first : quote.last + 1] = [index] * run
        quote_end[quote.first : quote.last + 1] = [quote.last] * run
    made: list[Sentence] = []
    capitals: list[bool] = []
    for number, (first, last) in enumerate(spans):
        loud = upper_case(text[tokens.at[first] : tokens.to[last - 1]])
        capitals.append(loud)
        first = _after_dateline(text, tokens, first, last)
        for begin, end in sentences(tokens, first, last, quote_end=quote_end, capitals=loud):
            tag_words(tokens.words, tokens.low, begin, end, capitals=loud, tags=tags)
            made.append(Sentence(begin, end, number))
    return Page(
        text, tokens.words, tokens.low, tokens.at, tokens.to, tags, quoted, quotes, made, spans,
        capitals,
    )  # fmt: skip
