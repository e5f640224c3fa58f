"""Words that sound like terms of an arrangement: exemptions, milestones, hold clocks,
obligations.
"""

from __future__ import annotations

import re

from msgspec import Struct

from parley.reading.meaning.field import ARRANGEMENT

_TO_END = r"[^.;\n\"”“]*"
_PATTERNS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "exemption",
        re.compile(
            rf"\b(?:{ARRANGEMENT}|agreement|accord|deal)\b[^.]{{0,40}}?\b(?P<span>(?:does|do|did|"
            rf"will|would|shall) not (?:include|cover|apply to|extend to|protect){_TO_END}|"
            rf"(?:exclude|exempt)(?:s|ed|ing)?\b{_TO_END})|"
            rf"(?P<span2>\b(?:is|are|was|were) (?:exempt(?:ed)? from|excluded from|"
            rf"not covered by|not part of){_TO_END})|"
            rf"(?P<span3>\b(?:with the exception of|except for|excluding)\b{_TO_END})",
            re.IGNORECASE,
        ),
        "what an arrangement leaves out",
    ),
    (
        "hold clock",
        re.compile(
            rf"\b(?:{ARRANGEMENT})\b[^.;,]{{0,30}}?\b(?P<span>(?:holds?|held|lasts?|(?:is|"
            rf"are) (?:observed|kept|respected)|survives?|continues?) "
            rf"(?:until|through|for|till|to)\b (?:at least )?(?:the |a |an |next |"
            rf"this )?\w+(?:[- ]\w+){{0,2}}?)(?=[,.;]|\s+(?:the|then|it|they|both|"
            rf"[A-Z]\w+ and)\b|$)",
            re.IGNORECASE,
        ),
        "how long an arrangement must hold",
    ),
    (
        "obligation",
        re.compile(
            rf"\b(?P<span>(?:a single|any|all|its|their|his|these|those|the|"
            rf"no) (?:\w+ ){{0,2}}?(?:obligations?|commitments?|undertakings?)\b(?: (?:they|it|"
            rf"he|we|under|in|to|of|assumed|which|that)\b{_TO_END})?)|"
            rf"\b(?P<span2>(?:take (?:the |all )?(?:necessary |needed )?(?:measures|steps)|"
            rf"carry out (?:its|their|the) obligations|comply with|abide by|fulfil(?:l)? (?:its|"
            rf"their))\b{_TO_END})|"
            rf"\b(?:must|is obliged to|are obliged to|is required to|are required to|has to|"
            rf"have to|is bound to|are bound to|shall) (?P<span3>(?:not )?(?:stop|halt|withdraw|"
            rf"separate|allow|ensure|respect|observe|open|lift|release|refrain|share|notify|"
            rf"inform|restrain|pull back|hand over|cease)\b{_TO_END})",
            re.IGNORECASE,
        ),
        "what somebody is bound to do",
    ),
    (
        "implied obligation",
        re.compile(
            rf"\b(?:refus(?:al|es|ed|ing) to|fail(?:ed|s|ure|ing) to|(?:is|are|was|"
            rf"were) (?:un)?able to|inab(?:ility|le) to|unwilling(?:ness)? to) "
            rf"(?P<span>(?:co-?operate|co-?ordinate|influence|separate|restrain|control|stop|"
            rf"share|comply|implement|rein in|distinguish|withdraw|notify|inform|meet|honou?r|"
            rf"answer|respond)\b{_TO_END})",
            re.IGNORECASE,
        ),
        "what somebody is faulted for not doing",
    ),
    (
        "undertaking",
        re.compile(
            rf"\b(?P<span>will (?:\w+ly )?(?:review|investigate|continue to|respect|observe|"
            rf"abide by|allow|ensure|withdraw|halt|stop|suspend|refrain|release|open|comply|"
            rf"honou?r|facilitate|provide|examine|share|notify)\b{_TO_END})|"
            rf"\b(?:doing (?:all|everything)\b[^.]{{0,30}}?\bto|(?:is|are|was|were) (?:working|"
            rf"trying|seeking|committed|ready) to|(?:pledg|promis|vow|undert|agre)\w+ to) "
            rf"(?P<span2>(?:stop|restrain|prevent|keep|hold back|halt|withdraw|respect|observe|"
            rf"ensure|allow|open|release|cease|protect|refrain|lift|share|notify|inform|comply)\b{_TO_END})",
            re.IGNORECASE,
        ),
        "what somebody takes upon itself",
    ),
)
_MILESTONE = re.compile(
    rf"(?P<cond>\b(?:if|once|when|provided|as soon as|"
    rf"should)\b[^.;,]{{0,40}}?\b{ARRANGEMENT}\b[^.;,]{{0,60}}?(?:holds?|lasts?|kept|observed|respected|"
    rf"survives?|in place|effect)\b(?: (?:until|for|through|till|to) (?:the |at least |a |"
    rf"next )?\w+(?: (?:days?|weeks?|hours?|months?|\d+|consecutive days))?)?),? "
    r"(?P<then>[^.;\"”]{0,200}?\b(?:will|would|shall|may|are to|is to|can)\b[^.;\"”]*)",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    rf"\b(?:if|once|provided|"
    rf"as soon as)\b[^.;,]{{0,40}}?\b{ARRANGEMENT}\b[^.;,]{{0,60}}?\b(?:holds?|"
    r"lasts?|kept|observed|respected|survives?)\b[^.;,]{0,80}",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(r"\b(?:will|would|shall|are to|is to)\b", re.IGNORECASE)
MOST_TERMS = 60
"""Terms that are taken from one sentence."""
MOST_SENTENCE = 4000
"""Characters of a sentence that are searched; no clause of any agreement is longer."""


class Stated(Struct, frozen=True):
    """One term as it is spoken of; stretches are [start, end) in the text that was searched."""

    kind: str
    stretches: tuple[tuple[int, int], ...]
    reason: str


def terms_in(text: str) -> list[Stated]:
    """The terms a sentence speaks of, in order."""
    text = text[:MOST_SENTENCE]
    found: list[Stated] = []
    milestone = tuple(span for span in _milestone(text) if span[1] > span[0])
    if len(milestone) == 2:
        found.append(
            Stated("conditional milestone", milestone, "what follows if an arrangement holds")
        )
    for kind, pattern, reason in _PATTERNS:
        for match in pattern.finditer(text):
            name = next(n for n, value in match.groupdict().items() if value)
            start, end = _trim(text, *match.span(name))
            if end - start > 3 and not any(_same(kind, start, end, other) for other in found):
                found.append(Stated(kind, ((start, end),), reason))
            if len(found) >= MOST_TERMS:
                break
    return sorted(found, key=lambda term: term.stretches[0])


def _milestone(text: str) -> tuple[tuple[int, int], ...]:
    """A condition on an arrangement and what is to follow, whichever is said first."""
    match = _MILESTONE.search(text)
    if match:
        return tuple(sorted((match.span("cond"), _trim(text, *match.span("then")))))
    match = _CONDITION.search(text)
    if match is None:
        return ()
    start = max(text.rfind(mark, 0, match.start()) for mark in '.;"”“\n') + 1
    if not _FOLLOWS.search(text, start, match.start()):
        return ()
    return _trim(text, start, match.start()), match.span()


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without a trailing aside and without spaces at the ends."""
    aside = re.search(
        r"\s+to see (?:if|whether)\b|,\s*(?:the|he|she|it|they|said|which|who)\b", text[start:end]
    )
    if aside:
        end = start + aside.start()
    while end > start and text[end - 1] in " ,.":
        end -= 1
    while start < end and text[start] == " ":
        start += 1
    return start, end


def _same(kind: str, start: int, end: int, other: Stated) -> bool:
    return other.kind == kind and any(
        start < stop and begin < end for begin, stop in other.stretches
    )
