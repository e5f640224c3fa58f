"""Attributions by a verb: its speaker on the left or the right, what was said on the other side."""

from __future__ import annotations

from parley.reading.finding.contents import (
    FINITE,
    STOPS,
    adjuncts,
    after_cue,
    finite_between,
    left_start,
)
from parley.reading.finding.before import words_before
from parley.reading.finding.draft import Draft, Range
from parley.reading.finding.groups import PRONOUNS, clause_subject, group_after, subject
from parley.reading.frames.load import Frame, frames
from parley.reading.text.page import Page, Sentence

_GROUP = frozenset(("RB", "MD", "BE", "HV", "DO", "NG"))
_ACTIVE = frozenset(("VD", "VZ", "VX", "VB", "VG", "VN"))
_CATENATIVE = frozenset(
    "appear seem try want attempt begin continue go like need refuse decline come agree plan seek used "
    "happen tend dare fail hope".split()
)
_SPELLS = frozenset("week month year night morning evening afternoon spring summer autumn fall winter".split())
_TRUE_PREPOSITIONS = frozenset("of in with from on at for by to about into under".split())
_WILL = frozenset(("will", "wo", "'ll", "cannot", "can't", "won't", "couldn't", "wouldn't", "ca"))
_STILL_SAID = frozenset("say add argue note like confirm hope see call describe".split())
"""Cues that report although a modal stands before them: "I would say", "they could only confirm"."""
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
    for k in range(first, last):
        if tags[k] not in _ACTIVE:
            continue
        usable = known.get(low[k])
        if usable is None or (not nested and page.quoted[k] >= 0 and _sealed(page, k)):
            continue
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
        relayed = _relayed(page, frame, k, head=head, first=first, last=last, passive=passive)
        if relayed is not None:
            return relayed
    if passive:
        return _passive(page, frame, k, after, head=head, first=first, last=last)
    if page.tags[k] == "VN" and head == k:
        return None
    before = page.tags[head - 1] if head > first else "^"
    inverted = _inverted(page, frame, k, after, head=head, first=first, last=last)
    if inverted is not None:
        return inverted
    source = _speaker(page, k, head, first)
    if source is None and not (before in ("CC", ",", "SC", "IN") or page.tags[k] == "VG"):
        return None
    left = (
        None
        if source is None
        else words_before(page, frame, source, after, first=first, last=last)
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
    source = _without_place(page, source, first)
    if not _plausible(page, frame, source, rules, negated) or _after_noun(page, frame, source, k, head, first=first):
        return None
    if _only_thought_of(page, frame, source, head, k):
        return None
    how = "pronoun" if page.tags[source[0]] == "PR" else "explicit"
    return Draft(
        0, source, how, [(head, after)], contents, frame.kind, rules, frame,
        negated=negated, addressee=addressee, verb=k,
    )  # fmt: skip


def verb_group(page: Page, k: int, first: int) -> tuple[int, bool, bool]:
    """The first token of the verb group around token k, whether it is negated, whether passive."""
    tags, low = page.tags, page.low
    head, negated, passive = k, False, False
    seen = False
    while head > first:
        tag = tags[head - 1]
        if tag == "TO" and head - 2 > first and tags[head - 2][0] == "V":
            base = low[head - 2]
            if not any(base.startswith(c[:-1]) for c in _CATENATIVE):
                break
            head -= 2
            continue
        if tag not in _GROUP or (tag == "RB" and low[head - 1] in ("there", "here", "ago")):
            break
        if tag == "NG" or low[head - 1].endswith("n't"):
            negated = True
        if not seen and tag == "BE" and tags[k] in ("VN", "VX", "VD"):
            passive = True
        if tag in ("HV", "MD", "DO") or (tag == "BE" and tags[k] == "VG"):
            seen = True
        head -= 1
    while head < k and tags[head] == "RB":
        head += 1
    return head, negated, passive


def _speaker(page: Page, k: int, head: int, first: int) -> Range | None:
    """The subject to the left of the verb group, over a day or a place that stands between."""
    tags, low = page.tags, page.low
    end = head
    while end > first and tags[end - 1] == "RB":
        end -= 1
    if tags[k] == "VG" and end == k:
        # ", saying": a participle has no subject of its own
        return None
    if tags[k] == "VB" and head == k:
        before = tags[end - 1] if end > first else "^"
        if before not in ("NN", "NP", "PR", "PO", "WD", ")", ",", "DT", "JJ", "CD", "QC"):
            return None
    if end - 2 > first and low[end - 2] in ("this", "last", "earlier") and low[end - 1] in _SPELLS:
        end -= 2
    while end - 1 > first and tags[end - 1] == "TM":
        end -= 1
        if tags[end - 1] == "IN":
            end -= 1
    while end > first and tags[end - 1] == "RB":
        end -= 1
    found = subject(page, end, first)
    if found is None:
        return None
    if tags[found[0]] in ("WD", "CM") and page.low[found[0]] in ("who", "which", "that"):
        return found
    return found


def _without_place(page: Page, source: Range, first: int) -> Range:
    """ "In a radio interview Ford said": the name alone, where the rest belongs to "In"."""
    start, end = source
    before = start - 1
    leads = before == first or (before > first and page.tags[before - 1] == ",")
    if before < first or page.tags[before] != "IN" or not leads:
        return source
    for i in range(end - 1, start, -1):
        if page.tags[i] == "NP" and page.tags[i - 1] == "NN":
            return (i, end)
    return source


def _after_noun(
    page: Page, frame: Frame, source: Range, k: int, head: int, *, first: int
) -> bool:
    """Whether a participle only describes its noun: "met a man named Tom", "the act proposed in May"."""
    tags, start = page.tags, source[0]
    if tags[k] != "VX" or head != k or start <= first or source[1] != k:
        return False
    before = tags[start - 1]
    if page.low[start - 1] in _TRUE_PREPOSITIONS:
        return True
    return "s" in frame.takes and before in ("VD", "VZ", "VX", "VB", "VG", "VN", "BE", "TO")


def _only_thought_of(page: Page, frame: Frame, source: Range, head: int, k: int) -> bool:
    """Whether nobody has said it yet: "could decide", "you think", "please ask"."""
    if page.low[source[0]] in ("you", "please", "let") and "w" not in frame.takes:
        return True
    modal = any(page.tags[i] == "MD" and page.low[i] not in _WILL for i in range(head, k))
    return False and modal and frame.kind not in ("request",) and frame.cue not in _STILL_SAID


def _plausible(page: Page, frame: Frame, source: Range, rules: list[str], negated: bool) -> bool:
    """Whether this can be a speaker at all."""
    low, tags = page.low, page.tags
    word = low[source[0]]
    if source[1] - source[0] == 1:
        if (word in _NOBODY and not (tags[source[0]] == "WD" and word != "what")) or (word == "it" and "a thing spoken of" in rules):
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


def _passive(
    page: Page, frame: Frame, k: int, after: int, *, head: int, first: int, last: int
) -> Draft | None:
    """ "were informed by the mission that ...", "is believed to have ...", "it was reported that"."""
    tags, low = page.tags, page.low
    agent: Range | None = None
    i = after
    if i < last and low[i] == "by":
        agent = group_after(page, i + 1, last)
        if agent is not None:
            i = agent[1]
    told = subject(page, head, first)
    i = adjuncts(page, i, last)
    if i >= last:
        if agent is None:
            return None
    if (
        i < last
        and frame.takes & {"a"}
        and frame.cue
        in ("tell", "inform", "notify", "warn", "alert", "assure", "advise", "brief", "ask")
    ):
        content: Range | None = None
        if tags[i] in ("CM", "SC", "WD") or tags[i] == "QO":
            content = (i + 1 if tags[i] == "CM" else i, _end(page, i, last))
        elif low[i] in ("of", "about") and i + 1 < last:
            content = (i + 1, _thing(page, i + 1, last))
        if content is not None and (
            agent is not None or frame.cue in ("inform", "notify", "alert", "tell", "warn")
        ):
            return Draft(
                0, agent, "explicit" if agent else "inferred", [(k, after)], [content], frame.kind,
                ["somebody was told"], frame, addressee=told, verb=k,
            )  # fmt: skip
        return None
    if (
        agent is not None
        and tags[i - 1] != "IN"
        and frame.takes & {"n", "s", "u"}
        and told is not None
    ):
        return None if not _heavy(page, told) else Draft(
            0, agent, "explicit", [(head, after)], [told], frame.kind, ["a passive and its agent"],
            frame, verb=k,
        )  # fmt: skip
    if (
        agent is None
        and i < last
        and tags[i] == "TO"
        and frame.takes & {"c"}
        and frame.kind in ("belief", "allegation", "assertion", "accusation", "warning")
        and frame.cue
        in (
            "say",
            "believe",
            "think",
            "report",
            "allege",
            "claim",
            "suspect",
            "fear",
            "estimate",
            "know",
            "understand",
            "rumor",
        )
        and told is not None
    ):
        return Draft(
            0, None, "hedge only", [(head, after)], [told, (i, _end(page, i, last))], frame.kind,
            ["a passive without an agent"], frame, verb=k,
        )  # fmt: skip
    return None


def _relayed(
    page: Page, frame: Frame, k: int, *, head: int, first: int, last: int, passive: bool
) -> Draft | None:
    """ "The ministry quoted the command as saying that ...": a chain of two."""
    tags, low = page.tags, page.low
    at = next(
        (i for i in range(k + 1, min(last - 1, k + 30))
         if low[i] == "as" and tags[i + 1] in ("VG", "NN") and low[i + 1] in frames().verbs), -1,
    )  # fmt: skip
    if at < 0:
        return None
    near = _speaker(page, k, head, first)
    if passive:
        speaker = near
        by = group_after(page, k + 2, at) if low[k + 1] == "by" else None
    else:
        speaker, by = group_after(page, k + 1, at), near
        if speaker is not None:
            speaker = (speaker[0], at)
    said = frames().verbs[low[at + 1]][0]
    content = after_cue(page, said, at + 2, last)
    if speaker is None or content is None:
        return None
    how = "pronoun" if tags[speaker[0]] == "PR" else "explicit"
    return Draft(
        0, speaker, how, [(head, k + 1), (at, at + 2)], [content[0]], said.kind,
        [content[1], "one speaker quotes another"], said, chain=[by] if by else [], verb=k,
    )  # fmt: skip


def _heavy(page: Page, span: Range) -> bool:
    return page.low[span[0]] not in PRONOUNS or span[1] - span[0] > 1


def _end(page: Page, i: int, last: int) -> int:
    from parley.reading.finding.contents import clause_end

    return clause_end(page, i, last)


def _thing(page: Page, i: int, last: int) -> int:
    from parley.reading.finding.contents import thing_end

    return thing_end(page, i, last)
