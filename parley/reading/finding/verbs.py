"""Attributions by a verb: its speaker on the left or the right, what was said on the other side."""

from __future__ import annotations

from parley.reading.finding.before import words_before
from parley.reading.finding.contents import after_cue
from parley.reading.finding.draft import Draft, Range
from parley.reading.finding.extents import FINITE, finite_between, left_start
from parley.reading.finding.groups import clause_subject, group_after, subject
from parley.reading.finding.passive import passive_claim
from parley.reading.finding.passive import relayed as relayed_claim
from parley.reading.finding.predicates import speaker, verb_group, without_place
from parley.reading.frames.load import Frame, frames
from parley.reading.text.page import Page, Sentence

MOST_CUES = 60
"""Words of a sentence that are tried as cues."""
_ACTIVE = frozenset(("VD", "VZ", "VX", "VB", "VG", "VN"))
_TRUE_PREPOSITIONS = frozenset("of in with from on at for by to about into under".split())
_NOBODY = frozenset(("which", "this", "these", "those", "there", "what", "each", "that"))


def by_verbs(
    page: Page, sentence: Sentence, number: int, *, begin: int = -1, end: int = -1
) -> list[Draft]:
    """Every attribution by a verb in a sentence, or in a stretch [begin, end) of it."""
    known, low, tags = frames().verbs, page.low, page.tags
    first = sentence.first if begin < 0 else begin
    last = sentence.last if end < 0 else end
    nested = begin >= 0
    found: list[Draft] = []
    tried = 0
    for k in range(first, last):
        if tags[k] not in _ACTIVE:
            continue
        usable = known.get(low[k])
        if usable is None or (not nested and page.quoted[k] >= 0 and _sealed(page, k)):
            continue
        tried += 1
        if tried > MOST_CUES:
            break  # no sentence that anybody spoke; the time goes to the others
        for frame in usable:
            after = k + 1 + len(frame.particle)
            if frame.particle and tuple(low[k + 1 : after]) != frame.particle:
                continue
            draft = _attribution(page, frame, k, after, first=first, last=last)
            if draft is not None:
                draft.sentence = number
                found.append(draft)
                break
    return found


def _sealed(page: Page, k: int) -> bool:
    """Whether a cue stands inside somebody else's quoted sentence."""
    quotation = page.quotations[page.quoted[k]]
    return page.whole(quotation) or quotation.first + 1 <= k <= quotation.last - 1


def _attribution(
    page: Page, frame: Frame, k: int, after: int, *, first: int, last: int
) -> Draft | None:
    head, negated, passive = verb_group(page, k, first)
    if frame.cue in ("quote", "cite"):
        relayed = relayed_claim(page, frame, k, head=head, first=first, last=last, passive=passive)
        if relayed is not None:
            return relayed
    if passive:
        return passive_claim(page, frame, k, after, head=head, first=first, last=last)
    if page.tags[k] == "VN" and head == k:
        return None
    before = page.tags[head - 1] if head > first else "^"
    inverted = _inverted(page, frame, k, after, head=head, first=first, last=last)
    if inverted is not None:
        return inverted
    source = speaker(page, k, head, first)
    if source is None and not (before in ("CC", ",", "SC", "IN") or page.tags[k] == "VG"):
        return None
    left = (
        None if source is None else words_before(page, frame, source, after, first=first, last=last)
    )
    right = None if left is not None and not left.more else after_cue(page, frame, after, last)
    if left is None and right is None:
        return None
    contents: list[Range] = []
    rules: list[str] = []
    addressee = None
    if left is not None:
        contents += left.contents
        rules.append(left.rule)
        addressee = left.addressee
    if right is not None:
        contents.append(right[0])
        rules.append(right[1])
        addressee = addressee or right[2]
    if source is None:
        source = clause_subject(page, head, first)
        rules.append("subject shared with an earlier verb")
        if source is None:
            return None
    source = without_place(page, source, first)
    if not _plausible(page, frame, source, rules, negated) or _after_noun(
        page, frame, source, k, head, first=first
    ):
        return None
    if _only_thought_of(page, frame, source):
        return None
    how = "pronoun" if page.tags[source[0]] == "PR" else "explicit"
    return Draft(
        0, source, how, [(head, after)], contents, frame.kind, rules, frame,
        negated=negated, addressee=addressee, verb=k,
    )  # fmt: skip


def _after_noun(page: Page, frame: Frame, source: Range, k: int, head: int, *, first: int) -> bool:
    """Whether a participle only describes its noun: "met a man named Tom", "the act proposed in
    May".
    """
    tags, start = page.tags, source[0]
    if tags[k] != "VX" or head != k or start <= first or source[1] != k:
        return False
    before = tags[start - 1]
    if page.low[start - 1] in _TRUE_PREPOSITIONS:
        return True
    return "s" in frame.takes and before in ("VD", "VZ", "VX", "VB", "VG", "VN", "BE", "TO")


def _only_thought_of(page: Page, frame: Frame, source: Range) -> bool:
    """Whether nobody has said it yet: "could decide", "you think", "please ask"."""
    return page.low[source[0]] in ("you", "please", "let") and "w" not in frame.takes


def _plausible(page: Page, frame: Frame, source: Range, rules: list[str], negated: bool) -> bool:
    """Whether this can be a speaker at all."""
    low, tags = page.low, page.tags
    word = low[source[0]]
    if word in ("nobody", "none", "nothing"):
        return False
    if word == "no" and low[source[0] + 1] != "one":
        return False  # "no group has claimed": nobody did
    if source[1] - source[0] == 1:
        if (word in _NOBODY and not (tags[source[0]] == "WD" and word != "what")) or (
            word == "it" and "a thing spoken of" in rules
        ):
            return False
        if tags[source[0]] == "CD":
            return False
    return not (tags[source[1] - 1] == "TM")


def _inverted(
    page: Page, frame: Frame, k: int, after: int, *, head: int, first: int, last: int
) -> Draft | None:
    """ "...", said General Tom Ford."""
    if "v" not in frame.takes or head != k or k - 1 <= first:
        return None
    tags = page.tags
    mark = tags[k - 1]
    quoted = mark == "QC" or (mark == "," and tags[k - 2] == "QC")
    if not (quoted or mark == ",") or tags[k] not in ("VD", "VX", "VZ"):
        return None
    if page.low[after : after + 1] in (["that"], ["in"], ["on"], ["at"]):
        return None
    source = group_after(page, after, last)
    if source is None or tags[source[0]] == "TM":
        return None
    end = source[1]
    follow = tags[end] if end < last else "."
    if not quoted:
        if follow not in (",", ".", "WD", "TM", "IN", ";") or not finite_between(
            page, left_start(page, first, k - 1), k - 1
        ):
            return None
        if (
            finite_between(page, end, last)
            and follow not in (",", "WD")
            or _is_name_then_insertion(page, first, k)
        ):
            return None
    elif follow in FINITE and follow != "VX":
        return None
    stop = k - 1 if mark == "," else k
    how = "pronoun" if tags[source[0]] == "PR" else "explicit"
    contents = [(left_start(page, first, stop), stop)]
    if end + 1 < last and follow in (",", ":") and tags[end + 1] == "QO":
        contents.append((end + 1, last))
    return Draft(
        0,
        source,
        how,
        [(k, after)],
        contents,
        frame.kind,
        ["cue before its speaker"],
        frame,
        verb=k,
    )


def _is_name_then_insertion(page: Page, first: int, k: int) -> bool:
    """Whether the comma before the verb closes an insertion after its subject."""
    found = subject(page, k, first)
    return found is not None and found[0] <= first + 1
