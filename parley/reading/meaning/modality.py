"""How firmly a thing is said, with the words that weaken it, its condition and its end."""

from __future__ import annotations

import re

from msgspec import Struct

from parley.reading.output import Modality

Stretch = tuple[int, int]

_HEDGE = re.compile(
    r"\b(?:reportedly|allegedly|apparently|supposedly|purportedly|presumably|possibly|probably|perhaps|maybe|"
    r"likely|unlikely|at least|about|around|approximately|roughly|nearly|almost|some(?= \d)|"
    r"more than|"
    r"less than|fewer than|up to|as many as|in danger of|at risk of|it (?:is|was) (?:possible|"
    r"likely|unclear|"
    r"believed|thought)|there (?:is|are|was|were) (?:\w+ )?doubts?|appears? to|appeared to|"
    r"seems? to|seemed to|"
    r"is said to|was said to|are said to|is believed to|are believed to|so-called|what (?:it|he|"
    r"she|they) "
    r"(?:calls?|called|describes?|described))\b",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    r"\b(?:may|might|could|possib\w+|probabl\w+|perhaps|maybe|likely|in danger of|at risk|"
    r"appears?|seems?|"
    r"suspected)\b",
    re.IGNORECASE,
)
_DOUBT = re.compile(r"\b(?:doubt\w*|unlikely|unclear|uncertain)\b", re.IGNORECASE)
_REPORTED = re.compile(
    r"\b(?:reportedly|allegedly|supposedly|purportedly|said to|believed to|according to)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|shall|won't|won’t|going to|(?:is|are) to (?!blame)\w+|plans? to|intends? to)\b",
    re.IGNORECASE,
)
_WOULD = re.compile(r"\bwould\b", re.IGNORECASE)
_COUNTER = re.compile(
    r"\b(?:if\b[^,.]{0,80}\bhad\b[^.]{0,80}\bwould have|would have\b[^.]{0,80}\bif\b|had (?:it|"
    r"they|we|he|she)\b"
    r"[^,.]{0,60},[^.]{0,40}\bwould have|should have|could have)\b",
    re.IGNORECASE | re.DOTALL,
)
_WHOSE = (
    r"(?:the|an?|any|all|both|each|every|either|neither|another|no|one|more|this|that|these|those|"
    r"it|they|he|she|we|its|their|his|her|our|there|such|new)\b"
)
"""The first word of a subject: "should the army", "until its guns", "once they"."""
_CONDITION = re.compile(
    rf"\b(?:(?:even |only )?(?<!as )if(?! (?:only|any|necessary|possible|needed|not|ever)\b)"
    rf"(?:, (?:and )?only if,?)?|unless and until|unless|(?:provided|providing|assuming) that|"
    rf"(?<=, )(?:provided|providing) (?={_WHOSE})|as long as|so long as|"
    rf"on (?:the )?condition that|in case|in the event (?:of|that)|should (?={_WHOSE})|"
    rf"had (?={_WHOSE}[^.,]{{0,60}}?\b(?:been|not|kept|held|come|gone|known|told|left|met|\w+ed)\b"
    rf"[^.]*\bwould\b)|(?<=have \w{{4}} )had (?={_WHOSE})|only (?:when|after)|"
    rf"(?<!at )(?<!than )once (?={_WHOSE})(?!more\b|an? (?:day|week|month|year)\b)|"
    rf"(?:until|till) (?={_WHOSE})(?!the end\b|(?:the |this |that )?(?:\w+ )?"
    rf"(?:day|night|morning|evening|afternoon|week|month|year)\b))",
    re.IGNORECASE,
)
_NOT_IF = re.compile(
    r"(?:ask\w*|wonder\w*|know|knew|see|sure|clear|doubt\w*|as)\s+$", re.IGNORECASE
)
_THEN = re.compile(
    r",\s*(?:then\s+)?|(?<=\w)\.{3}\s*|…\s*|(?<=\w)\s+(?=(?:the \w+(?: and [A-Z]\w+)?|it|they|he|"
    r"she|we|[A-Z]\w+) (?:will|would|shall|must)\b)"
)
_UNTIL = re.compile(
    r"\b(?:until|till|through|by|before|no later than)\s+(?:(?:next |this |the end of )?(?:Mon|"
    r"Tues|Wednes|Thurs|Fri|"
    r"Satur|Sun)day(?: (?:night|morning|evening|afternoon|noon))?|midnight|noon|dawn|"
    r"\d{1,2}(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: \w+)?|"
    r"tomorrow|"
    r"(?:Jan|Febr)uary(?: \d+)?|March \d+|April(?: \d+)?|May \d+|June(?: \d+)?|July(?: \d+)?|"
    r"August(?: \d+)?|"
    r"(?:Sept|Nov|Dec)ember(?: \d+)?|October(?: \d+)?|the end of \w+)",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:not(?! (?:more|fewer|less|later|only|just|least)\b)|never|neither|nor|cannot|"
    r"denied|denies|refus\w+|fail(?:ed|s)? to|none|"
    r"doubt\w*|nobody|nothing|no(?! (?:more than|fewer|less|later|sooner|doubt|matter|\d)\b))\b|"
    r"n['’]t\b",
    re.IGNORECASE,
)


class Mood(Struct, frozen=True):
    """How a content is said, all stretches relative to the content's own start."""

    modality: Modality
    negative: bool
    hedges: tuple[Stretch, ...]
    condition: tuple[Stretch, ...]
    consequent: tuple[Stretch, ...]
    until: tuple[Stretch, ...]


def mood_of(content: str, *, reported: bool, negative: bool) -> Mood:
    """How firmly `content` is said. `reported`: only a hedge names it; `negative`: by its verb."""
    hedges = tuple(found.span() for found in _HEDGE.finditer(content))
    condition, consequent = conditions(content)
    until = tuple(found.span() for found in _UNTIL.finditer(content))
    main = content
    for start, end in condition:
        main = main[:start] + " " * (end - start) + main[end:]
    return Mood(
        _modality(content, main, bool(condition), reported),
        negative or _NEGATIVE.search(main) is not None,
        hedges,
        condition,
        consequent,
        until,
    )


def _modality(content: str, main: str, conditional: bool, reported: bool) -> Modality:
    if _COUNTER.search(content):
        return Modality.COUNTERFACTUAL
    if conditional:
        return Modality.CONDITIONAL
    if _DOUBT.search(main):
        return Modality.DOUBTFUL
    if reported or _REPORTED.search(main):
        return Modality.REPORTED
    if _POSSIBLE.search(main):
        return Modality.POSSIBLE
    if _FUTURE.search(main):
        return Modality.FUTURE
    if found := _WOULD.search(main):
        # "said it would withdraw" is "we will" as reported; "would have" hangs on what was not
        unreal = main[found.end() :].lstrip().startswith(("have ", "not have "))
        return Modality.CONDITIONAL if unreal else Modality.FUTURE
    return Modality.ASSERTED


def conditions(content: str) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """The clauses that set a condition, and what is said to follow from each."""
    found: list[Stretch] = []
    then: list[Stretch] = []
    for cue in _CONDITION.finditer(content):
        start = cue.start()
        if found and start < found[-1][1]:
            continue
        if _NOT_IF.search(content[max(0, start - 12) : start]):
            continue
        stop = _sentence_end(content, start)
        mark = _THEN.search(content, cue.end(), stop)
        leads = not content[:start].strip(" \"“'‘") or content[:start].rstrip()[-4:].lower() in (
            "that", "and", "but",
        ) or content[:start].rstrip()[-1:] in (",", ".", ":", ";")  # fmt: skip
        if mark and leads:
            found.append((start, mark.start()))
            if stop > mark.end():
                then.append((mark.end(), stop))
        else:
            end = mark.start() if mark else stop
            found.append((start, end))
            before = content.rfind(".", 0, start) + 1
            if content[before:start].strip():
                then.append((before, len(content[:start].rstrip(" ,"))))
    return tuple(found), tuple(s for s in then if s[1] > s[0])


def _sentence_end(content: str, start: int) -> int:
    found = re.compile(r"(?<![.\b])[.?!](?!\.)(?=\s|$|[\"”’'])").search(content, start)
    return found.start() if found else len(content)
