"""Which words stand between quotation marks, also where a mark was never closed.

A quotation left open at the end of a paragraph goes on when the next paragraph opens with a
mark: the
custom of English print. A mark left open elsewhere ends with its paragraph, and is told apart by
`closed`, so that nothing later rests on it.
"""

from __future__ import annotations

from dataclasses import dataclass

from parley.reading.text.tokens import Tokens

OPENING = frozenset("“«„")
CLOSING = frozenset("”»")
EITHER = frozenset(('"', "''"))
SINGLE_OPEN = frozenset(("‘", "`"))
SINGLE_CLOSE = frozenset(("’",))


@dataclass(slots=True)
class Quotation:
    """Tokens [first, last] with their marks; `last` is the last word where nothing closes it."""

    first: int
    last: int
    closed: bool
    single: bool
    continues: bool
    """Whether it carries on a quotation that the paragraph before left open."""

    @property
    def inside(self) -> tuple[int, int]:
        """The words between the marks, as [from, to)."""
        return self.first + 1, self.last if self.closed else self.last + 1


class _Scan:
    """One paragraph read mark by mark."""

    __slots__ = ("found", "low", "opened", "text", "tokens")

    def __init__(self, text: str, tokens: Tokens) -> None:
        self.text = text
        self.tokens = tokens
        self.found: list[Quotation] = []

    def paragraph(self, first: int, last: int, carried: bool) -> bool:
        """Find the quotations of tokens [first, last); True where one is left open."""
        words, opened, single = self.tokens.words, -1, False
        begun = len(self.found)
        for i in range(first, last):
            mark = words[i]
            if mark.isalnum() or len(mark) > 2:
                continue
            if opened < 0:
                if self._opens(i, first):
                    opened = i
                    single = mark in SINGLE_OPEN or mark == "'"
            elif self._closes(i, last, single):
                self._add(opened, i, closed=True, single=single, begun=begun, carried=carried)
                opened = -1
        if opened < 0:
            return False
        if single:
            return False  # an apostrophe more likely than a mark
        self._add(opened, last - 1, closed=False, single=False, begun=begun, carried=carried)
        return True

    def _add(
        self, first: int, last: int, *, closed: bool, single: bool, begun: int, carried: bool
    ) -> None:
        goes_on = carried and len(self.found) == begun
        if last > first:
            self.found.append(Quotation(first, last, closed, single, goes_on))

    def _opens(self, i: int, first: int) -> bool:
        mark, at, to = self.tokens.words[i], self.tokens.at[i], self.tokens.to[i]
        if mark in OPENING or mark == "``":
            return True
        after = self.text[to : to + 1]
        if not after or after.isspace():
            return False
        before = self.text[at - 1 : at] if i > first else " "
        if mark in SINGLE_OPEN or mark in EITHER:
            return True
        return mark == "'" and (before.isspace() or before in "([—-") and not after.isdigit()

    def _closes(self, i: int, last: int, single: bool) -> bool:
        mark, at, to = self.tokens.words[i], self.tokens.at[i], self.tokens.to[i]
        if not single:
            return mark in CLOSING or mark in EITHER
        if mark not in SINGLE_CLOSE and mark != "'":
            return False
        after = self.text[to : to + 1]
        plain = not after or not after.isalnum()
        # "soldiers’ guns": after an s, only a later mark or the end of words makes it an apostrophe
        if plain and self.text[at - 1 : at].lower() == "s" and after == " ":
            return not any(
                self.tokens.words[j] in SINGLE_CLOSE or self.tokens.words[j] == "'"
                for j in range(i + 1, min(last, i + 12))
            )
        return plain and not self.text[at - 1 : at].isspace()


def quotations(text: str, tokens: Tokens, spans: list[tuple[int, int]]) -> list[Quotation]:
    """The quotations of a text. `spans` are its paragraphs as token ranges [first, last)."""
    scan = _Scan(text, tokens)
    left_open = False
    for first, last in spans:
        opens = first < last and scan._opens(first, first)
        left_open = scan.paragraph(first, last, left_open and opens)
    return scan.found
