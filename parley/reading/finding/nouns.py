"""Attributions by a noun or an adjective: "the ministry's claim that ...", "is sure that ..."."""

from __future__ import annotations

from parley.reading.finding.draft import Draft, Range
from parley.reading.finding.extents import clause_end, finite_between, says_something, thing_end
from parley.reading.finding.groups import clause_subject, group_after, subject
from parley.reading.finding.predicates import verb_group
from parley.reading.frames.load import Frame, frames
from parley.reading.text.page import Page, Sentence
from parley.reading.words.lexicon import lexicon

_LIGHT = frozenset(
    "make issue express voice raise have give send reach draw offer release deliver share repeat "
    "reject "
    "dismiss deny hold bring file publish convey add".split()
)
_VERBAL = (["VB"], ["BE"], ["HV"], ["RB"], ["NG"], ["VX"], ["DO"])


MOST_NOUNS = 20
"""Attributions by a noun that are taken from one sentence."""


def by_nouns(page: Page, sentence: Sentence, number: int) -> list[Draft]:
    """Every attribution by a noun that has an owner: "its claim that", "a statement by it that"."""
    known, tags, low = frames().nouns, page.tags, page.low
    found: list[Draft] = []
    for i in range(sentence.first, sentence.last - 2):
        if tags[i] != "NN":
            continue
        frame = known.get(low[i])
        if frame is None or (page.quoted[i] >= 0 and page.full_quote(i)):
            continue
        agent: Range | None = None
        j = i + 1
        if low[j] in ("by", "from") and "c" in frame.takes:
            agent = group_after(page, j + 1, sentence.last)
            j = agent[1] if agent else j
        content = _said(page, frame, j, sentence.last)
        if content is None:
            continue
        source = agent or _owner(page, i, sentence.first)
        if source is None:
            continue
        how = "pronoun" if tags[source[0]] in ("PS", "PR") else "explicit"
        found.append(
            Draft(
                number,
                source,
                how,
                [(i, i + 1)],
                [content],
                frame.kind,
                ["by a noun"],
                frame,
                verb=i,
            )
        )
    return found


def _said(page: Page, frame: Frame, j: int, last: int) -> Range | None:
    """What follows the noun: "that" and a clause, "to" and a verb, "about" and a thing."""
    tags, low, takes = page.tags, page.low, frame.takes
    if j + 1 >= last:
        return None
    if low[j] == "that" and tags[j] in ("CM", "WD") and "c" in takes:
        content = (j, clause_end(page, j, last))
        return content if says_something(page, j, content[1]) else None
    if tags[j] == "TO" and "i" in takes and tags[j + 1 : j + 2] in _VERBAL:
        return (j, clause_end(page, j, last))
    if low[j] in frame.before and tags[j + 1] in (
        "DT",
        "PS",
        "NP",
        "NN",
        "JJ",
        "QO",
        "VG",
        "CD",
        "WD",
    ):
        return (j + 1, thing_end(page, j + 1, last))
    return None


def _owner(page: Page, i: int, first: int) -> Range | None:
    """Whose claim it is: "his", "the ministry's", "a Times report", "it made the claim"."""
    tags = page.tags
    j = i - 1
    while j > first and tags[j] in ("JJ", "NN", "RB", "CD", "VX"):
        j -= 1
    if j < first:
        return None
    if tags[j] == "PS":
        return (j, j + 1)
    if tags[i - 1] == "NP":
        return subject(page, i, first)
    if tags[j] == "POS":
        return subject(page, j, first)
    if tags[j] == "DT" and page.low[j] != "that":
        j -= 1
    if j > first and tags[j][0] == "V":
        base = lexicon().verbs.get(page.low[j], ("", ""))[0]
        if base in _LIGHT:
            head, negated, passive = verb_group(page, j, first)
            if not (negated or passive):
                return subject(page, head, first) or clause_subject(page, head, first)
    return None


def by_adjectives(page: Page, sentence: Sentence, number: int) -> list[Draft]:
    """ "The mission is confident that the truce will hold"."""
    known, tags, low = frames().adjectives, page.tags, page.low
    found: list[Draft] = []
    for i in range(sentence.first + 2, sentence.last - 2):
        kind = known.get(low[i])
        if kind is None or (page.quoted[i] >= 0 and page.full_quote(i)):
            continue
        be = i - 1
        while be > sentence.first and tags[be] in ("RB", "NG"):
            be -= 1
        if tags[be] != "BE" and low[be] not in (
            "feel",
            "feels",
            "felt",
            "remain",
            "remains",
            "remained",
            "been",
        ):
            continue
        content = _believed(page, i + 1, sentence.last)
        if content is None:
            continue
        head = verb_group(page, be, sentence.first)[0]
        source = subject(page, head, sentence.first)
        if source is None or low[source[0]] in ("it", "you", "there", "that", "this"):
            continue
        how = "pronoun" if tags[source[0]] == "PR" else "explicit"
        found.append(
            Draft(
                number, source, how, [(head, i + 1)], [content], kind, ["by an adjective"], verb=i
            )
        )
    return found


def _believed(page: Page, j: int, last: int) -> Range | None:
    tags, low = page.tags, page.low
    end = clause_end(page, j, last)
    if tags[j] == "CM" and finite_between(page, j, end):
        return (j, end)
    if low[j] in ("about", "of", "over") and tags[j + 1] in (
        "DT",
        "PS",
        "NN",
        "NP",
        "JJ",
        "WD",
        "SC",
        "VG",
    ):
        return (j + 1, thing_end(page, j + 1, last))
    if tags[j] in ("DT", "PR", "PS", "NP") and says_something(page, j, end):
        return (j, end)
    return None
