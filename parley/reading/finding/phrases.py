"""Attributions by a phrase: "according to", "reportedly", "it is said that"."""

from __future__ import annotations

from parley.reading.finding.draft import Draft, Range
from parley.reading.finding.extents import clause_end, finite_between, left_start
from parley.reading.finding.groups import group_after
from parley.reading.frames.load import Phrase, frames
from parley.reading.text.page import Page, Sentence

MOST_PHRASES = 20
"""Attributions by a phrase that are taken from one sentence."""


def by_phrases(page: Page, sentence: Sentence, number: int) -> list[Draft]:
    """Every attribution by a fixed group of words in a sentence."""
    low, first_words = page.low, frames().first
    found: list[Draft] = []
    for i in range(sentence.first, sentence.last):
        phrases = first_words.get(low[i])
        if phrases is None or (page.quoted[i] >= 0 and page.full_quote(i)):
            continue
        for phrase in phrases:
            end = i + len(phrase.words)
            if end <= sentence.last and tuple(low[i:end]) == phrase.words:
                draft = (_sourced if phrase.role == "source-after" else _hedged)(
                    page, phrase, i, end, sentence
                )
                if draft is not None:
                    draft.sentence = number
                    found.append(draft)
                break
        if len(found) >= MOST_PHRASES:
            break
    return found


def _sourced(page: Page, phrase: Phrase, i: int, end: int, sentence: Sentence) -> Draft | None:
    """ "X, according to the mission" and "According to the mission, X"."""
    tags, first, last = page.tags, sentence.first, sentence.last
    source = group_after(page, end, last)
    if source is None:
        return None
    after = source[1]
    content: Range | None = None
    leads = i - first <= 1 or tags[i - 1] in ("CC", ";") or (tags[i - 1] in ("SC", "CM"))
    leads = leads or (tags[i - 1] == "," and i - 2 > first and tags[i - 2] == "CM")
    if not leads:
        stop = i - 1 if tags[i - 1] == "," else i
        content = (left_start(page, first, stop), stop)
        if stop - content[0] < 2:
            content = None
    if content is None:
        comma = next((j for j in range(after, last) if tags[j] == "," and page.quoted[j] < 0), -1)
        nearest = comma
        # a name with an insertion: the content is the clause that follows the last of its commas
        while comma > 0 and not finite_between(page, comma, clause_end(page, comma + 1, last)):
            comma = next((j for j in range(comma + 1, last) if tags[j] == ","), -1)
        if comma < 0 and nearest == after:
            comma = nearest
        if comma < 0 or comma + 1 >= last:
            return None
        content = (comma + 1, clause_end(page, comma + 1, last))
    return Draft(0, source, "explicit", [(i, end)], [content], phrase.kind, ["by a phrase"])


def _hedged(page: Page, phrase: Phrase, i: int, end: int, sentence: Sentence) -> Draft | None:
    """ "reportedly killed 62", "it is said that ...": nobody is named."""
    tags, last = page.tags, sentence.last
    if len(phrase.words) > 2:
        return Draft(
            0, None, "hedge only", [(i, end)], [(end, clause_end(page, end, last))], phrase.kind,
            ["a hedge without a speaker"],
        )  # fmt: skip
    start = end
    stop = clause_end(page, end, last)
    stop = next((j for j in range(end + 1, stop) if tags[j] == ","), stop)
    if end >= last or tags[end] in (",", ".") or stop - start < 2:
        # ", apparently": what stands before it
        return None
    if page.low[i] in ("apparently", "presumably"):
        return None
    return Draft(
        0,
        None,
        "hedge only",
        [(i, end)],
        [(start, stop)],
        phrase.kind,
        ["a hedge without a speaker"],
    )
