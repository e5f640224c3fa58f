"""Quotations without a verb of their own: carried over, after a name and a colon, or as doubt."""

from __future__ import annotations

from parley.reading.finding.draft import Draft
from parley.reading.finding.groups import group_after, subject
from parley.reading.finding.predicates import verb_group
from parley.reading.frames.load import frames
from parley.reading.text.page import Page

_LABELS = frozenset(
    "photo image video watch read related update editor note source correction caption credit "
    "via more tags topics sign share subscribe by date from to cc subject re copyright contact "
    "tel".split()
)


def continued(page: Page, drafts: list[Draft]) -> None:
    """Give quoted sentences that follow an attributed quotation to the same speaker, in place."""
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_sentence.setdefault(draft.sentence, []).append(draft)
    speaker: Draft | None = None
    paragraph = -1
    for number, sentence in enumerate(page.sentences):
        own = [d for d in by_sentence.get(number, ()) if d.source is not None]
        if own:
            quoting = [d for d in own if _ends_quoted(page, d)]
            speaker = quoting[-1] if quoting else None
            paragraph = sentence.paragraph
            continue
        alone = _all_quoted(page, sentence.first, sentence.last)
        if alone is None or speaker is None:
            if alone is None:
                speaker = None
            continue
        inner = (sentence.first, sentence.last)
        goes_on = page.quotations[alone].continues
        if sentence.paragraph == paragraph:
            speaker.contents.append(inner)
        elif sentence.paragraph == paragraph + 1:
            rule = "carried over" if goes_on else "paragraph after a quotation"
            carried = Draft(
                number,
                speaker.source,
                "carried-over quotation",
                list(speaker.cue) if goes_on else [],
                [inner],
                "assertion",
                [f"a quotation {rule}"],
                speaker.frame,
                entity=speaker.entity,
            )
            drafts.append(carried)
            speaker = carried
            paragraph = sentence.paragraph


def _ends_quoted(page: Page, draft: Draft) -> bool:
    return any(
        page.tags[i] in ("QC", "QO")
        for first, last in draft.contents
        for i in range(first, min(last + 1, len(page.tags)))
    )


def _all_quoted(page: Page, first: int, last: int) -> int | None:
    """The quotation that a whole sentence is, or None."""
    if page.tags[first] != "QO":
        return None
    quotation = page.quoted[first]
    end = page.quotations[quotation].last
    if (
        last - 1 - end > 1
        or page.quotations[quotation].single
        or not page.whole(page.quotations[quotation])
    ):
        return None
    return quotation


def introduced(page: Page, drafts: list[Draft]) -> list[Draft]:
    """ "He added:" and then a paragraph of its own: the paragraph is what was said."""
    found: list[Draft] = []
    verbs = frames().verbs
    for number, sentence in enumerate(page.sentences[:-1]):
        follows = page.sentences[number + 1]
        if page.tags[sentence.last - 1] != ":" or follows.paragraph != sentence.paragraph + 1:
            continue
        for k in range(sentence.last - 2, max(sentence.first, sentence.last - 9), -1):
            usable = [f for f in verbs.get(page.low[k], ()) if "q" in f.takes]
            if not usable or page.tags[k][0] != "V":
                continue
            source = subject(page, verb_group(page, k, sentence.first)[0], sentence.first)
            if source is not None:
                how = "pronoun" if page.tags[source[0]] == "PR" else "explicit"
                end = page.paragraphs[follows.paragraph][1]
                found.append(
                    Draft(number, source, how, [(k, k + 1)], [(follows.first, end)],
                          usable[0].kind, ["a paragraph after a colon"], usable[0], verb=k)
                )  # fmt: skip
            break
    return found


def labelled(page: Page, drafts: list[Draft]) -> list[Draft]:
    """ "MINISTER: we deny it": a name, a colon and what was said, as in transcripts and
    headlines.
    """
    found: list[Draft] = []
    begun = -1
    for number, sentence in enumerate(page.sentences):
        if sentence.paragraph == begun:
            continue
        begun = sentence.paragraph
        first, last = sentence.first, sentence.last
        colon = next((i for i in range(first, min(last, first + 9)) if page.tags[i] == ":"), -1)
        if colon <= first or colon + 2 >= last:
            continue
        name = group_after(page, first, colon)
        if name is None or name[1] < colon and page.tags[colon - 1] != ")":
            continue
        if any(page.low[i] in _LABELS for i in range(first, colon)):
            continue
        named = all(
            page.words[i][:1].isupper() or page.tags[i] in ("IN", "POS", "DT", ",", "(", ")", "CD")
            for i in range(*name)
        )
        if not named or page.low[first] in ("the", "a", "this"):
            continue
        loud = page.words[first].isupper() and len(page.words[first]) > 1
        end = page.paragraphs[sentence.paragraph][1] if loud else last
        found.append(
            Draft(number, name, "explicit", [(colon, colon + 1)], [(colon + 1, end)], "assertion",
                  ["a name and a colon"])
        )  # fmt: skip
    return found
