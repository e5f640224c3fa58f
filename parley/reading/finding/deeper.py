"""What a document about a conflict says beside its plain attributions.

Claims inside claims, a hedge that makes a claim of its own, quoted sentences of unlike kinds, doubt
shown by quotation marks, and what the narrator says on its own word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from parley.reading.finding.draft import Draft, Range
from parley.reading.finding.extents import FINITE, STOPS, finite_between
from parley.reading.finding.nouns import by_nouns
from parley.reading.finding.phrases import by_phrases
from parley.reading.finding.verbs import by_verbs
from parley.reading.meaning.kinds import TERM
from parley.reading.text.page import Page

Sorting = Callable[[str, str], str]
"""From the words of a content and its cue's kind to the kind of claim it makes."""


def unhedged(page: Page, drafts: list[Draft]) -> None:
    """A speaker answers for nothing that a hedge takes back: cut it out, in place.

    "admitted a raid that reportedly killed 62": the toll is not the admitter's.
    """
    hedges = sorted(
        d.cue[0][0]
        for d in drafts
        if d.how == "hedge only" and d.source is None and _relative(page, d.cue[0][0])
    )
    for draft in drafts:
        if draft.source is None:
            continue
        for index, (first, last) in enumerate(draft.contents):
            nearest = bisect_right(hedges, first)
            if nearest < len(hedges) and hedges[nearest] < last:
                draft.contents[index] = (first, hedges[nearest] - 1)
                draft.rules.append("cut before a hedge")


def hedged_within(page: Page, drafts: list[Draft]) -> list[Draft]:
    """Hedges that the agreement of cues left out, because they stand in somebody's words."""
    known = {d.cue[0][0] for d in drafts if d.cue}
    return [
        hedge
        for number, sentence in enumerate(page.sentences)
        for hedge in by_phrases(page, sentence, number)
        if hedge.how == "hedge only"
        and hedge.cue[0][0] not in known
        and _relative(page, hedge.cue[0][0])
    ]


def _relative(page: Page, at: int) -> bool:
    return page.low[at - 1] in ("that", "which", "who") or page.tags[at - 1] == "WD"


def nested(page: Page, drafts: list[Draft]) -> list[Draft]:
    """Claims that stand inside what somebody said: "it said the coalition believed that ..."."""
    found: list[Draft] = []
    for draft in drafts:
        if draft.source is None:
            continue
        taken: list[Range] = []
        for first, last in draft.contents:
            inner = by_verbs(
                page, page.sentences[draft.sentence], draft.sentence, begin=first, end=last
            )
            inner += [
                d for d in by_nouns(page, page.sentences[draft.sentence], draft.sentence)
                if d.cue[0][0] >= first and d.end <= last and d.kind != "refusal"
            ]  # fmt: skip
            inner += [
                d for d in by_phrases(page, page.sentences[draft.sentence], draft.sentence)
                if d.source is not None and first <= d.start and d.end <= last
                and first <= d.cue[0][0] < last
            ]  # fmt: skip
            found += _presupposed(page, draft, first, last)
            for one in inner:
                if (
                    one.source is None
                    or page.low[one.source[0]] in _OWN
                    or one.source == draft.source
                    or any(s <= one.cue[0][0] < e for s, e in taken)
                ):
                    continue
                if "a thing spoken of" in one.rules or "an intention" in one.rules:
                    continue
                one.contents = [_bare(page, *content) for content in one.contents]
                if any(last <= first for first, last in one.contents):
                    continue
                one.outer = draft
                one.rules.append("inside another claim")
                taken += one.contents
                found.append(one)
    return found


_OWN = frozenset(("i", "we", "my", "our", "you", "your"))
"""A quotation's own "we believe" adds no speaker to its chain."""
_TAKEN_AS_TRUE = frozenset(("evidence", "proof", "fact", "knowledge", "truth"))
_FAULT = frozenset(("refusal", "failure", "unwillingness", "inability"))


def _presupposed(page: Page, draft: Draft, first: int, last: int) -> list[Draft]:
    """What a speaker takes as true in passing: "evidence that they help", "their refusal to talk".

    The speaker's own claim. Whoever is said to refuse has said nothing.
    """
    tags, low = page.tags, page.low
    found: list[Draft] = []
    for i in range(first, last - 2):
        content: Range | None = None
        if low[i] in _TAKEN_AS_TRUE:
            that = i + 2 if tags[i + 1] == "QC" else i + 1
            if low[that] == "that" and finite_between(page, that, last):
                content = (that + 1, last)
        elif low[i] in _FAULT and tags[i + 1] == "TO":
            start = i
            while start > first and tags[start - 1] in ("JJ", "POS", "PS", "NP", "NN", "DT"):
                start -= 1
            if any(tags[j] in ("POS", "PS") for j in range(start, i)):
                content = (start, last)
        content = None if content is None else _bare(page, *content)
        if content is not None and content[1] - content[0] > 2:
            found.append(
                Draft(
                    draft.sentence,
                    draft.source,
                    draft.how,
                    list(draft.cue),
                    [content],
                    "accusation",
                    ["taken as true in passing"],
                    outer=draft,
                    presupposed=True,
                    verb=i,
                )
            )
    return found


def parted(page: Page, drafts: list[Draft], sort: Sorting) -> list[Draft]:
    """Part contents whose clauses make claims of unlike kinds: "it may collapse and they are to
    blame".
    """
    made: list[Draft] = []
    for draft in drafts:
        pieces = [piece for content in draft.contents for piece in _clauses(page, content)]
        if len(pieces) < 2 or draft.frame is not None and "a thing spoken of" in draft.rules:
            made.append(draft)
            continue
        kinds = [sort(page.said(*piece), draft.kind) for piece in pieces]
        if len(set(kinds)) < 2:
            made.append(draft)
            continue
        groups: list[tuple[str, list[Range]]] = []
        for kind, piece in zip(kinds, pieces, strict=True):
            if groups and groups[-1][0] == kind:
                groups[-1][1].append(piece)
            else:
                groups.append((kind, [piece]))
        made += [_part(draft, group) for _, group in groups]
    return made


def _part(draft: Draft, contents: list[Range]) -> Draft:
    rules = [*draft.rules, "parted by kind"]
    return Draft(
        draft.sentence, draft.source, draft.how, list(draft.cue), contents, draft.kind, rules,
        draft.frame, draft.entity, draft.negated, draft.addressee, draft.outer, list(draft.chain),
        draft.presupposed, draft.verb,
    )  # fmt: skip


def _clauses(page: Page, content: Range) -> list[Range]:
    """The clauses of a content that can stand alone: at points, and at "and" or "but" with a
    subject.
    """
    tags, (first, last) = page.tags, content
    cuts: list[tuple[int, int]] = []
    begin = first
    for i in range(first + 1, last - 1):
        if tags[i] in STOPS and i + 1 < last:
            if page.words[i] in (".", "?", "!") and page.words[i + 1][:1].isupper():
                cuts.append((begin, i + 1))
                begin = i + 1
        elif (
            tags[i] == "CC" and page.low[i] in ("and", "but") and _own_clause(page, i, begin, last)
        ):
            stop = i - 1 if tags[i - 1] == "," else i
            cuts.append((begin, stop))
            begin = i + 1
    cuts.append((begin, last))
    return [(a, b) for a, b in (_bare(page, *cut) for cut in cuts) if b - a > 1]


def _bare(page: Page, first: int, last: int) -> Range:
    """A stretch without the quotation marks at its ends, where only one of them is inside."""
    tags = page.tags
    inside = tags[first:last]
    if inside.count("QO") != inside.count("QC"):
        while first < last and tags[first] == "QO":
            first += 1
        while last > first and tags[last - 1] == "QC":
            last -= 1
    while first < last and tags[first] == "QC":
        first += 1
    return first, last


def _own_clause(page: Page, i: int, begin: int, last: int) -> bool:
    """Whether a subject and a verb of its own follow token i, and a verb goes before it."""
    tags = page.tags
    if not finite_between(page, begin, i):
        return False
    if tags[i - 1] != "," and tags[i + 1] not in ("DT", "PR", "NP", "PS"):
        return False
    j = i + 1
    seen = False
    while j < last and j < i + 12:
        tag = tags[j]
        if tag in FINITE:
            return seen and _subject_like(page, i + 1, j)
        if tag in ("NN", "NP", "PR"):
            seen = True
        elif tag in (",", ";", "CC", "SC", "CM", "WD", "TO", "QO", "QC", "IN"):
            return False
        j += 1
    return False


def _subject_like(page: Page, start: int, verb: int) -> bool:
    before = page.tags[start - 2] if start >= 2 else "^"
    # "the personnel and vehicles targeted were": two nouns of one subject, not two clauses
    return page.tags[start] in ("DT", "PR", "PS", "NP") or before == "," and verb - start <= 5


def cited(drafts: list[Draft]) -> list[Draft]:
    """ "It said X, citing the ministry": the ministry speaks, whoever cites it stands outside."""
    kept: list[Draft] = []
    for draft in drafts:
        last = kept[-1] if kept else None
        citing = draft.frame is not None and draft.frame.cue == "cite" and len(draft.contents) == 1
        if (
            citing
            and last is not None
            and last.source == draft.source is not None
            and not last.chain
            and 0 < draft.cue[0][0] - last.end < 3
            and draft.contents[0][1] - draft.contents[0][0] <= _MOST_NAMED
        ):
            last.chain = [draft.source]
            last.source = draft.contents[0]
            last.cue.append(draft.cue[0])
            last.how = "explicit"
            last.rules.append("one speaker cites another")
            continue
        kept.append(draft)
    return kept


_MOST_NAMED = 8
"""Words that a cited speaker can have; more of them are a thing cited."""


def scare_quotes(page: Page, drafts: list[Draft]) -> list[Draft]:
    """Quotation marks in a headline without a speaker: somebody's words, nobody's name."""
    spoken = {d.sentence for d in drafts}
    found: list[Draft] = []
    for number, sentence in enumerate(page.sentences[:4]):
        if number in spoken or page.tags[sentence.last - 1] in STOPS:
            continue
        for i in range(sentence.first, sentence.last):
            if page.tags[i] != "QO":
                continue
            first, last = page.quotations[page.quoted[i]].inside
            if last - first >= 3 and any(
                t in FINITE or t in ("VB", "NN") for t in page.tags[first:last]
            ):
                found.append(
                    Draft(number, None, "scare quotes", [], [(first, last)], "assertion",
                          ["quotation marks without a speaker"])
                )  # fmt: skip
                break
    return found


def narrated(page: Page, drafts: list[Draft], tells: Callable[[str], bool]) -> list[Draft]:
    """What the narrator says on its own word of an arrangement, of victims, or of who did what."""
    spoken = {d.sentence for d in drafts if d.outer is None}
    found: list[Draft] = []
    for number, sentence in enumerate(page.sentences):
        if number in spoken or sentence.last - sentence.first < 4:
            continue
        if page.full_quote(sentence.first) or page.full_quote(sentence.first + 1):
            continue
        last = sentence.last
        while last > sentence.first and page.tags[last - 1] in STOPS:
            last -= 1
        if last <= sentence.first:
            continue
        said = page.said(sentence.first, last)
        if TERM.search(said) or tells(said):
            found.append(
                Draft(number, None, "narrator", [], [(sentence.first, last)], "assertion",
                      ["said by the narrator"])
            )  # fmt: skip
    return found
