"""Terms, messages and happenings of a document, each tied to the claim it stands in."""

from __future__ import annotations

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


def _claim_at(claims: list[Claim], span: Span) -> Claim | None:
    """The innermost claim whose content holds a span."""
    best: Claim | None = None
    least = -1
    for claim in claims:
        for piece in claim.content:
            if piece.start <= span.start and span.end <= piece.end + 1:
                size = piece.end - piece.start
                if least < 0 or size < least:
                    best, least = claim, size
    return best


def terms_of(page: Page, normal: Normal, claims: list[Claim]) -> tuple[Term, ...]:
    """What the document says that sounds like a term of an arrangement."""
    found: list[Term] = []
    for start, text in _stretches(page):
        for term in terms_in(text):
            spans = tuple(Span(*normal.span(start + a, start + b)) for a, b in term.stretches)
            claim = _claim_at(claims, spans[0])
            speaker = claim.source_chain[-1].entity if claim else None
            actor = speaker if term.kind == "undertaking" else None
            found.append(Term(term.kind, spans, actor, claim.id if claim else None, term.reason))
    return tuple(found)


def messages_of(page: Page, normal: Normal, claims: list[Claim]) -> tuple[Message, ...]:
    """The messages the document speaks of."""
    found: list[Message] = []
    for start, text in _stretches(page):
        for told in messages_in(text):
            span = Span(*normal.span(start + told.start, start + told.end))
            claim = _claim_at(claims, span)
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
