"""Messages that are spoken of: who is said to have told whom, and whether anybody answered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_NP = r"(?:the |an? |its |their |his |our |his )?(?:[\w’'-]+ ){0,5}?[\w’'-]+"
_TELL = r"(?:informed|notified|told|warned|alerted|advised|contacted|briefed)"
_TOLD_BY = re.compile(
    rf"\b(?P<receiver>{_NP}) (?:was|were|had been|have been|"
    rf"has been) (?:\w+ly )?{_TELL}(?: by (?P<sender>{_NP}?))?(?: of | about | that |(?= the ))",
    re.IGNORECASE,
)
_TELLS = re.compile(
    rf"\b(?P<sender>{_NP}) (?:has |have |had )?(?:earlier |also |previously |already |"
    rf"repeatedly )?(?P<verb>informed|notified|alerted|warned|told|contacted|"
    rf"gave (?:\w+ )?(?:notice|warning) to|"
    rf"sent (?:\w+ )?(?:messages?|warnings?|notices?|notifications?) to|"
    rf"passed (?:\w+ )?(?:messages?|warnings?|coordinates|"
    rf"information) to) (?P<receiver>{_NP}?)(?= of | about | that |[.,;]|$)",
    re.IGNORECASE,
)
_UNANSWERED = re.compile(
    r"\b(?P<what>(?:our|their|its|his|the|repeated|several|these|those|all|many|[\w’']+’s|"
    r"[\w’']+'s) (?:\w+ ){0,3}?(?:messages?|calls?|requests?|appeals?|warnings?|letters?|"
    r"notes?|queries|questions|signals?|notifications?|proposals?)\b[^.]{0,60}?(?:(?:left|"
    r"remain\w*|gone|went|go)(?: \w+)? (?:without (?:a |any )?(?:response|reply|answer)|"
    r"unanswered|ignored)|(?:were|was|are|been) (?:ignored|not answered|not returned|unanswered|"
    r"never answered|left unanswered|met with silence)|"
    r"(?:received|got|had) no (?:response|reply|answer)))",
    re.IGNORECASE,
)
_NO_REPLY = re.compile(
    r"\b(?P<who>[A-Z][\w’' -]{1,40}?) (?:did not|didn['’]t|has not|have not|had not|never|"
    r"failed to|refused to) (?:immediately )?"
    r"(?:answer|repl(?:y|ied)|respond(?:ed)?|return(?:ed)?)(?: (?:to )?(?:the |our |his |its |"
    r"their |a |any )?(?:\w+ )?(?:messages?|calls?|requests?|letters?|warnings?|appeals?))",
)
_ALERTING = re.compile(
    r"\b(?:possib\w+|may be|might be|could be|were there|presence|under fire|hitting|friendly|"
    r"mistake|stop|halt|danger|wrong)\b",
    re.IGNORECASE,
)
_NOTIFYING = re.compile(
    r"\b(?:upcoming|planned|forthcoming|impending|scheduled|coming|in advance|beforehand|prior|"
    r"ahead of)\b",
    re.IGNORECASE,
)


class Told(Struct, frozen=True):
    """One message as it is spoken of, [start, end) in the stretch that was searched."""

    kind: str
    start: int
    end: int
    sender: str | None
    receiver: str | None
    response: str | None
    reason: str


def messages_in(text: str) -> list[Told]:
    """The messages a stretch of text speaks of, in order, none inside another."""
    found = [*_without_answer(text), *_told(text), *_tellers(text)]
    found.sort(key=lambda told: (told.start, -told.end))
    kept: list[Told] = []
    for told in found:
        if not kept or told.start >= kept[-1].end:
            kept.append(told)
    return kept


def _without_answer(text: str) -> Iterator[Told]:
    for match in _UNANSWERED.finditer(text):
        end = _to_point(text, match.end())
        why = "a message left without an answer"
        yield Told("unanswered", match.start(), end, None, None, "none", why)
    for match in _NO_REPLY.finditer(text):
        why = "somebody is said not to have answered"
        yield Told("unanswered", *match.span(), None, match["who"], "none", why)


def _told(text: str) -> Iterator[Told]:
    """ "the pilots were informed by the cell that ..."."""
    for match in _TOLD_BY.finditer(text):
        end = _to_point(text, match.end())
        late = _late(match["receiver"])
        start, whom = match.start("receiver") + late, match["receiver"][late:]
        kind = _kind(text[match.end() : end])
        yield Told(kind, start, end, match["sender"], whom, None, "somebody was told")


def _tellers(text: str) -> Iterator[Told]:
    """ "the cell informed the pilots of ..."."""
    for match in _TELLS.finditer(text):
        end = _to_point(text, match.end())
        words = text[match.end() : end]
        if _PASSIVE.search(match["sender"]) or _PRESS.fullmatch(match["receiver"]):
            continue
        said = match["verb"].lower() in ("told", "warned")
        if said and not (_ALERTING.search(words) or _NOTIFYING.search(words)):
            continue
        why = "somebody told somebody"
        yield Told(_kind(words), match.start(), end, match["sender"], match["receiver"], None, why)


_PASSIVE = re.compile(r"\b(?:was|were|been|being|be|is|are)(?: \w+ly)?$", re.IGNORECASE)
_PRESS = re.compile(r"reporters|journalists|the (?:agency|news)\b.*", re.IGNORECASE)


def _kind(told: str) -> str:
    return (
        "notification"
        if _NOTIFYING.search(told)
        else "alert"
        if _ALERTING.search(told)
        else "notification"
    )


def _late(receiver: str) -> int:
    """Where the receiver begins, after another clause that the pattern took in."""
    ends = [
        m.end() for m in re.finditer(r"\b(?:when|as soon as|after|once|because|that)\s+", receiver)
    ]
    return ends[-1] if ends else 0


def _to_point(text: str, start: int) -> int:
    found = re.compile(r"[.;](?=\s|$|[\"”’'])|[\"”]|\n").search(text, start)
    return found.start() if found else len(text)
