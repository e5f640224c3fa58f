"""What another reader returns, found again in the text word for word before anything is
believed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from msgspec import Struct

from parley.reading.meaning.modality import mood_of
from parley.reading.meaning.quantities import counts
from parley.reading.output import Claim, How, Kind, Link, Piece, Quantity, Reading, Span, State


class Returned(Struct, frozen=True):
    """One attribution as another reader gave it: strings that must stand in the text."""

    content: str
    source: str = ""
    cue: str = ""
    kind: str = "assertion"


class Kept(Struct, frozen=True):
    """What could be found again, and how many could not."""

    claims: tuple[Claim, ...]
    dropped: int


def found_again(text: str, returned: Sequence[Returned], *, who: str) -> Kept:
    """Keep what stands in the text exactly; drop and count the rest.

    A speaker or cue that is not there is dropped with its claim: a wrong speaker is the dangerous
    error. Numbers are read from the content by the same rules as always; none is taken from the
    reader.
    """
    claims: list[Claim] = []
    used: set[tuple[int, int]] = set()
    for one in returned:
        content = _place(text, one.content, 0, used)
        if content is None:
            continue
        source = _nearest(text, one.source, content)
        cue = _nearest(text, one.cue, content)
        if (one.source and source is None) or (one.cue and cue is None):
            continue
        used.add(content)
        claims.append(
            _claim(text, f"c{len(claims) + 1}", content, source, cue, kind=one.kind, who=who)
        )
    return Kept(tuple(claims), len(returned) - len(claims))


def _place(text: str, words: str, start: int, used: set[tuple[int, int]]) -> tuple[int, int] | None:
    """Where words stand for the first time after `start` and not taken yet."""
    if not words.strip():
        return None
    at = text.find(words, start)
    while at >= 0 and (at, at + len(words)) in used:
        at = text.find(words, at + 1)
    return None if at < 0 else (at, at + len(words))


def _nearest(text: str, words: str, content: tuple[int, int]) -> tuple[int, int] | None:
    """The occurrence of words that stands nearest to a content, outside of it where there is
    one.
    """
    best: tuple[int, int] | None = None
    gap = -1
    at = text.find(words) if words.strip() else -1
    while at >= 0:
        end = at + len(words)
        away = max(content[0] - end, at - content[1], 0)
        away += 0 if end <= content[0] or at >= content[1] else len(text)
        if gap < 0 or away < gap:
            best, gap = (at, end), away
        at = text.find(words, at + 1)
    return best


def _claim(
    text: str,
    name: str,
    content: tuple[int, int],
    source: tuple[int, int] | None,
    cue: tuple[int, int] | None,
    *,
    kind: str,
    who: str,
) -> Claim:
    start, end = content
    said = text[start:end]
    sort = Kind(kind) if kind in {one.value for one in Kind} else Kind.ASSERTION
    mood = mood_of(said, reported=False, negative=sort is Kind.DENIAL)
    link = Link(None, None, None, None, How.INFERRED)
    if source is not None:
        mention = text[slice(*source)]
        link = Link(*source, mention, mention, How.EXPLICIT)
    quoted = said[:1] in "\"“'‘" and said[-1:] in "\"”'’"
    return Claim(
        id=name,
        source_chain=(link,),
        cue=(Span(*cue),) if cue else (),
        content=(Piece(start, end, State.VERBATIM if quoted else State.PARAPHRASE),),
        kind=sort,
        polarity="negative" if mood.negative else "positive",
        modality=mood.modality,
        hedges=tuple(Span(start + a, start + b) for a, b in mood.hedges),
        condition=tuple(Span(start + a, start + b) for a, b in mood.condition),
        consequent=tuple(Span(start + a, start + b) for a, b in mood.consequent),
        until=tuple(Span(start + a, start + b) for a, b in mood.until),
        quantities=tuple(
            Quantity(
                start=start + one.start, end=start + one.end, low=one.low, high=one.high,
                approximate=one.approximate, unit=one.unit, measure=one.measure, group=one.group,
                combatants=one.combatants,
            )
            for one in counts(said)
        ),
        responsibility=None,
        addressee=None,
        speech_time=None,
        event_time=None,
        nested_in=None,
        presupposed=False,
        event=None,
        rules=(f"returned by {who}", "found again word for word"),
        confidence=0.5,
        reason=f"speaker: {link.how}; returned by {who}; found again word for word",
        flagged=source is None,
    )  # fmt: skip


def reading_of(text: str, kept: Kept, *, document: str, who: str) -> Reading:
    """The same output as the rules give, with the provenance that says who found it."""
    words = f"{who}; {kept.dropped} returned and not found word for word, left out"
    return Reading(
        document=document, sha256=hashlib.sha256(text.encode()).hexdigest(), language="en",
        claims=kept.claims, terms=(), messages=(), events=(), reader=who, provenance=words,
        chars=len(text),
    )  # fmt: skip
