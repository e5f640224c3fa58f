"""What was said before its speaker: '"We deny it," the ministry told reporters', "The raid, he
said, failed".
"""

from __future__ import annotations

from msgspec import Struct

from parley.reading.finding.asides import adjuncts
from parley.reading.finding.draft import Range
from parley.reading.finding.extents import FINITE, STOPS, clause_end, finite_between, left_start
from parley.reading.finding.groups import group_after
from parley.reading.frames.load import Frame, frames
from parley.reading.text.page import Page

_DASHES = frozenset(("—", "–", "--"))


class Before(Struct, frozen=True):
    """The contents around "NP said". `more`: the cue may have words of its own after it too."""

    contents: list[Range]
    rule: str
    more: bool = False
    addressee: Range | None = None


def words_before(
    page: Page, frame: Frame, source: Range, after: int, *, first: int, last: int
) -> Before | None:
    """What stands before the speaker `source` of a cue that ends before token `after`."""
    if "v" not in frame.takes and not ("a" in frame.takes and "q" in frame.takes):
        return None
    tags, at = page.tags, source[0]
    if at - 1 < first:
        return None
    mark = tags[at - 1]
    if mark == "WD" and page.low[at - 1] in ("which", "who", "that"):
        return _around_relative(page, at - 1, after, last)
    if mark not in (",", "QC", "?", "!") and mark not in _DASHES:
        return None
    follow = adjuncts(page, after, last)
    whom: Range | None = None
    if frame.takes & {"a", "u"} and follow < last and tags[follow] not in ("QO", ",", ":", "CM"):
        whom = group_after(page, follow, last)
        if whom is not None:
            follow = adjuncts(page, whom[1], last)
    stop = at if mark in ("QC", "?", "!") else at - 1
    quoted = mark == "QC" or (mark == "," and at - 2 > first and tags[at - 2] == "QC")
    opens = follow < last and (
        tags[follow] in (":", "CM", "QO")
        or (tags[follow] == "," and follow + 1 < last and tags[follow + 1] == "QO")
    )
    if quoted and not _title(page, at - 1 if mark == "QC" else at - 2, first, stop):
        return _quotation(page, stop, follow, first=first, last=last, opens=opens, whom=whom)
    if opens or "v" not in frame.takes and whom is None:
        return None
    return _clause(page, stop, follow, first=first, last=last, whom=whom)


def _title(page: Page, closing: int, first: int, stop: int) -> bool:
    """Whether the quotation is only the name of something: 'In his book, "The Line," he said'."""
    quotation = page.quotations[page.quoted[closing]]
    if page.whole(quotation) or finite_between(page, first, stop):
        return False
    return page.tags[first] in ("IN", "SC", "RB")


def _quotation(
    page: Page, stop: int, follow: int, *, first: int, last: int, opens: bool, whom: Range | None
) -> Before:
    rule = "words before their speaker"
    contents = [(_start(page, first, stop), stop)]
    if opens and page.tags[follow] != "CM":
        return Before(contents, rule, True, whom)
    again = _second_piece(page, follow, last)
    if again is not None:
        contents.append(again)
    return Before(contents, rule, False, whom)


def _start(page: Page, first: int, stop: int) -> int:
    """Where the words before a speaker begin: at a quotation after a colon, else at the clause."""
    closing = stop - 1 if page.tags[stop - 1] == "QC" else stop - 2
    if closing > first and page.quoted[closing] >= 0:
        opened = page.quotations[page.quoted[closing]].first
        if opened > first and page.tags[opened - 1] in (":", "--", "—"):
            return opened
    return left_start(page, first, stop)


def _second_piece(page: Page, follow: int, last: int) -> Range | None:
    """The other half of a quotation that its speaker parts: '"If so," he said, rising, "we
    go."'.
    """
    for i in range(follow, last):
        tag = page.tags[i]
        if tag == "QO":
            whole = page.whole(page.quotations[page.quoted[i]])
            return (i, clause_end(page, i, last)) if whole else None
        if tag in FINITE or (tag == "VG" and page.low[i] in frames().verbs and _says(page, i)):
            return None
    return None


def _says(page: Page, i: int) -> bool:
    return any("q" in frame.takes for frame in frames().verbs[page.low[i]])


def _clause(
    page: Page, stop: int, follow: int, *, first: int, last: int, whom: Range | None
) -> Before | None:
    """Words without quotation marks: before the speaker, or on both sides of it."""
    tags = page.tags
    start = left_start(page, first, stop)
    verbal = finite_between(page, start, stop)
    ended = follow >= last or tags[follow] in STOPS or tags[follow] in (";", ")", "CC")
    if not ended and (tags[follow] == "," or tags[follow] in _DASHES):
        right = (follow + 1, clause_end(page, follow + 1, last))
        after = tags[follow + 1] if follow + 1 < last else "."
        goes_on = right[1] - right[0] > 2 and finite_between(page, right[0] - 1, right[1])
        if after in ("VG", "WD", "SC", "CC") and verbal or not goes_on:
            ended = True
        elif after != "VG" and not (after == "PR" and verbal and tags[start] not in ("SC", "IN")):
            return Before(
                [(start, stop), right], "words on both sides of their speaker", False, whom
            )
    if not ended or stop - start < 3 or not verbal:
        return None
    leads = tags[start] == "SC" or page.low[start] in ("after", "before", "since", "as", "until")
    if leads and not _main(page, start, stop):
        return None
    return Before([(start, stop)], "words before their speaker", False, whom)


def _main(page: Page, start: int, stop: int) -> bool:
    """Whether a stretch that begins like an adjunct has a main clause after a comma."""
    comma = next((i for i in range(start, stop) if page.tags[i] == ","), -1)
    return comma > 0 and finite_between(page, comma, stop)


def _around_relative(page: Page, relative: int, after: int, last: int) -> Before | None:
    """ "donations, which he said were returned": the words on both sides of "he said"."""
    follow = after
    if follow >= last or page.tags[follow] not in FINITE:
        return None
    end = clause_end(page, follow, last)
    return Before([(relative, relative + 1), (follow, end)], "words on both sides of their speaker")
