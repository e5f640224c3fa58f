"""A text taken apart: words, tags, quotations, sentences and paragraphs, with their places."""

from __future__ import annotations

from bisect import bisect_left
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
    letters = [letter for letter in text[:4000] if letter.isalpha()]
    return len(letters) >= 12 and sum(map(str.isupper, letters)) > 0.8 * len(letters)


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
        for begin, end in sentences(tokens, first, last, quote_end=quote_end, capitals=loud):
            tag_words(tokens.words, tokens.low, begin, end, capitals=loud, tags=tags)
            made.append(Sentence(begin, end, number))
    return Page(
        text, tokens.words, tokens.low, tokens.at, tokens.to, tags, quoted, quotes, made, spans,
        capitals,
    )  # fmt: skip
