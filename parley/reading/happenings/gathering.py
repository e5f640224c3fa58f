"""Terms, messages and happenings of a document, each tied to the claim it stands in."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from msgspec.structs import replace

from parley.reading.assembly import MOST_SAID
from parley.reading.happenings.events import happenings
from parley.reading.happenings.messages import messages_in
from parley.reading.happenings.terms import terms_in
from parley.reading.output import Claim, Event, Message, Span, Term
from parley.reading.text.marks import Normal
from parley.reading.text.page import Page


def _stretches(page: Page) -> list[tuple[int, str]]:
    """Every sentence with where it starts; a quotation of several is searched as one."""
    return [
        (page.at[s.first], page.text[page.at[s.first] : page.to[s.last - 1]][:MOST_SAID])
        for s in page.sentences
    ]


class _Places:
    """Which claim a span stands in; the pieces of all claims in order, searched and not walked."""

    __slots__ = ("_furthest", "_pieces")

    def __init__(self, claims: list[Claim]) -> None:
        self._pieces = [
            (piece.start, piece.end, number, claim)
            for number, claim in enumerate(claims)
            for piece in claim.content
        ]
        self._pieces.sort(key=lambda piece: piece[:3])
        self._furthest = list(accumulate((end for _, end, _, _ in self._pieces), max))

    def innermost(self, span: Span) -> Claim | None:
        """The claim with the shortest piece of content that holds a span."""
        best: Claim | None = None
        least = (0, 0)
        at = bisect_right(self._pieces, span.start, key=lambda piece: piece[0])
        # furthest: no piece up to here ends later, so that none further left holds the span
        while at > 0 and span.end <= self._furthest[at - 1] + 1:
            at -= 1
            start, end, number, claim = self._pieces[at]
            if span.end <= end + 1 and (best is None or (end - start, number) < least):
                best, least = claim, (end - start, number)
        return best


def terms_of(page: Page, normal: Normal, claims: list[Claim]) -> tuple[Term, ...]:
    """What the document says that sounds like a term of an arrangement."""
    found: list[Term] = []
    places = _Places(claims)
    for start, text in _stretches(page):
        for term in terms_in(text):
            spans = tuple(Span(*normal.span(start + a, start + b)) for a, b in term.stretches)
            claim = places.innermost(spans[0])
            speaker = claim.source_chain[-1].entity if claim else None
            actor = speaker if term.kind == "undertaking" else None
            found.append(Term(term.kind, spans, actor, claim.id if claim else None, term.reason))
    return tuple(found)


def messages_of(page: Page, normal: Normal, claims: list[Claim]) -> tuple[Message, ...]:
    """The messages the document speaks of."""
    found: list[Message] = []
    places = _Places(claims)
    for start, text in _stretches(page):
        for told in messages_in(text):
            span = Span(*normal.span(start + told.start, start + told.end))
            claim = places.innermost(span)
            sender = told.sender
            if sender is None and claim is not None and told.response == "none":
                sender = claim.source_chain[-1].entity
            found.append(
                Message(told.kind, (span,), sender, told.receiver, told.response,
                        claim.id if claim else None, told.reason)
            )  # fmt: skip
    return tuple(found)


def events_of(
    page: Page, normal: Normal, claims: list[Claim]
) -> tuple[tuple[Event, ...], list[Claim]]:
    """The happenings of the document, and the claims with the happening each speaks of."""
    events: list[Event] = []
    owner: dict[str, str] = {}
    for number, one in enumerate(happenings(page), 1):
        name = f"e{number}"
        spans = tuple(Span(*normal.span(page.at[a], page.to[b - 1])) for a, b in one.mentions)
        inside = []
        for claim in claims:
            if any(p.start <= s.start and s.end <= p.end for p in claim.content for s in spans):
                owner.setdefault(claim.id, name)
                inside.append(claim.id)
        actor = next(
            (c.responsibility.actor for c in claims
             if c.id in inside and c.responsibility and c.responsibility.actor), None,
        )  # fmt: skip
        where = f" at {', '.join(one.places)}" if one.places else ""
        reason = f"{len(spans)} mentions of one sort ({', '.join(sorted(one.heads))}){where}"
        events.append(
            Event(name, "/".join(sorted(one.sort)) or "other", spans, actor, tuple(one.places),
                  tuple(inside), reason)
        )  # fmt: skip
    told = [replace(c, event=owner[c.id]) if c.id in owner else c for c in claims]
    return tuple(events), told
