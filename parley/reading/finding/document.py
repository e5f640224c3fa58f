"""All attributions of a document: found sentence by sentence, then made to agree with each
other.
"""

from __future__ import annotations

from parley.reading.finding.draft import Draft
from parley.reading.finding.nouns import by_adjectives, by_nouns
from parley.reading.finding.phrases import by_phrases
from parley.reading.finding.quoted import continued, introduced, labelled
from parley.reading.finding.verbs import by_verbs
from parley.reading.text.page import Page


def drafts_of(page: Page) -> list[Draft]:
    """Every attribution of a page, in the order of the text, none twice."""
    found: list[Draft] = []
    for number, sentence in enumerate(page.sentences):
        own = by_verbs(page, sentence, number)
        own += by_phrases(page, sentence, number)
        own += by_nouns(page, sentence, number)
        own += by_adjectives(page, sentence, number)
        found += agreed(own)
    labels = labelled(page, found)
    if sum(_printed_loud(page, label) for label in labels) < 2:
        # "NORPORT: The army said": one name in capitals is a place; a transcript has many
        labels = [label for label in labels if not _printed_loud(page, label)]
    found += [label for label in labels if not _said_already(label, found)]
    found += introduced(page, found)
    found.sort(key=lambda draft: (draft.sentence, draft.start))
    continued(page, found)
    found.sort(key=lambda draft: (draft.sentence, draft.start))
    return found


def agreed(found: list[Draft]) -> list[Draft]:
    """Leave out what says nothing of its own: a cue inside the content of another one."""
    kept: list[Draft] = []
    for draft in sorted(found, key=lambda d: (-(d.end - d.start), -len(d.chain), d.verb)):
        if not any(_within(draft, other) or draft.contents == other.contents for other in kept):
            kept.append(draft)
    return sorted(kept, key=lambda draft: draft.verb)


def _within(draft: Draft, other: Draft) -> bool:
    """Whether a cue stands in the words that another cue reports."""
    at = draft.cue[0][0] if draft.cue else draft.start
    return any(first <= at < last for first, last in other.contents)


def _printed_loud(page: Page, label: Draft) -> bool:
    """Whether a name before a colon is in capitals, in a text that is not."""
    first = label.source[0] if label.source else label.start
    return page.words[first].isupper() and not page.capitals_at(first)


def _said_already(draft: Draft, found: list[Draft]) -> bool:
    return any(
        other.sentence == draft.sentence and draft.start <= other.start < draft.end
        for other in found
    )
