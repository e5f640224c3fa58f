"""A reader's draft in the words of the record: the claim it proposes, before anybody looked.

Nothing is added: a bound nobody gave stays open, a speaker nobody named stays unnamed, and the
statement is the document's own words, joined by " ... " where they stand apart.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Final, Literal

import msgspec
from msgspec import Struct

from parley.reading import Claim, Reading
from parley.reading import output as read
from parley.record.incident import Claimed, Question, Stance
from parley.record.values import claim as told
from parley.record.values.amount import Quantity, Range
from parley.record.values.statement import Link, Reported
from parley.record.values.time import VagueTime

STANCES: Final[dict[read.Kind, Stance]] = {
    read.Kind.ASSERTION: "asserts",
    read.Kind.ADMISSION: "admits",
    read.Kind.DENIAL: "denies",
    read.Kind.ACCUSATION: "accuses",
    read.Kind.BLAME: "blames",
    read.Kind.ALLEGATION: "alleges",
    read.Kind.WARNING: "warns",
    read.Kind.COMMITMENT: "commits",
    read.Kind.REQUEST: "requests",
    read.Kind.REFUSAL: "refuses",
    read.Kind.BELIEF: "believes",
    read.Kind.DOUBT: "doubts",
    read.Kind.CASUALTY: "reports",
    read.Kind.STATUS: "asserts",
    read.Kind.TERM: "asserts",
    read.Kind.NOTIFICATION: "asserts",
}
_QUESTIONS: Final[dict[read.Kind, Question]] = {
    read.Kind.BLAME: "blame",
    read.Kind.ACCUSATION: "blame",
    read.Kind.ALLEGATION: "blame",
    read.Kind.STATUS: "status",
    read.Kind.TERM: "compliance",
    read.Kind.NOTIFICATION: "informed",
}
_COUNTED: Final[dict[str, Question]] = {
    "killed": "killed",
    "injured": "injured",
    "strikes": "strikes",
}
_GRADES: Final[dict[read.Responsibility, Literal[
    "reported-as-fact", "claimed-or-admitted", "accused", "accused-by-authorities", "possible",
    "acquitted",
]]] = {
    read.Responsibility.FACT: "reported-as-fact",
    read.Responsibility.ADMITTED: "claimed-or-admitted",
    read.Responsibility.ACCUSED: "accused",
    read.Responsibility.AUTHORITIES: "accused-by-authorities",
    read.Responsibility.POSSIBLE: "possible",
    read.Responsibility.ACQUITTED: "acquitted",
}  # fmt: skip
_INVISIBLE = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f\\s]+"
)


class Source(Struct, frozen=True, kw_only=True):
    """What the document itself brings to every claim read in it."""

    reading: Reading
    text: str
    address: str
    said: VagueTime | None = None
    confidence: Literal["high", "medium", "low"] = "medium"


def draft_digest(reading: Reading, claim: Claim) -> str:
    """SHA-256 of a draft: the document, the reader and every field of the claim as it gave them."""
    named = (reading.sha256, reading.text_sha256, reading.reader, reading.provenance, claim)
    return "sha256:" + hashlib.sha256(msgspec.json.encode(named)).hexdigest()


def as_drafted(source: Source, claim: Claim, *, incident: str, officer: str) -> Claimed:
    """The claim exactly as the reader proposes it, with where and by which rules it was read."""
    text = source.text
    quantities = tuple(
        found for one in claim.quantities if (found := _quantity(one, text)) is not None
    )
    return Claimed(
        incident=incident,
        question=_question(claim),
        stance=STANCES[claim.kind],
        statement=_joined(claim.content, text) or "(no words)",
        said=source.said,
        quantities=quantities[:40],
        negated=claim.polarity == "negative",
        modality=claim.modality.value,
        hedges=tuple(_each(claim.hedges, text, 80))[:20],
        condition=_joined(claim.condition, text) or None,
        addressee=_joined([claim.addressee] if claim.addressee else [], text)[:200] or None,
        responsibility=_responsibility(claim),
        reported=Reported(
            chain=tuple(_link(n, one) for n, one in enumerate(claim.source_chain[:8])),
            address=source.address,
            confidence=source.confidence,
        ),
        draft=told.Draft(
            draft=draft_digest(source.reading, claim),
            document=f"sha256:{source.reading.sha256}",
            spans=_spans(claim),
            reader=source.reading.reader,
            rules=tuple(dict.fromkeys(rule_id(rule) for rule in claim.rules))[:100],
            officer=officer,
        ),
    )


def rule_id(rule: str) -> str:
    """A rule's words as an identifier: "a clause with that" is a-clause-with-that."""
    plain = re.sub(r"[^a-z0-9]+", "-", rule.lower())[:64].strip("-")
    return plain or "rule"


def _question(claim: Claim) -> Question:
    for one in claim.quantities:
        found = _COUNTED.get(one.measure)
        if found is not None and (claim.kind == read.Kind.CASUALTY or found == "strikes"):
            return found
    return _QUESTIONS.get(claim.kind, "what")


def _link(place: int, one: read.Link) -> Link:
    """A speaker as the record names one. Who is only hinted at is a source nobody names."""
    if one.how == read.How.NARRATOR:
        return Link(who="the document itself", how="said" if place == 0 else "cited")
    if one.how in (read.How.PRONOUN, read.How.CARRIED, read.How.DEFINITE):
        name = one.entity or one.mention  # "he" names nobody once it stands alone
    else:
        name = one.mention if one.start is not None else one.entity
    unnamed = one.start is None and one.how != read.How.CARRIED
    who = _plain(name or one.entity or "")[:200] or "a source nobody names"
    return Link(who=who, how="unnamed" if unnamed else "said" if place == 0 else "cited")


def _quantity(one: read.Quantity, text: str) -> Quantity | None:
    """A figure in whole numbers; what is no whole number stays in the statement's words alone."""
    low, high = _whole(one.low), _whole(one.high)
    if low is None and high is None and (one.low is not None or one.high is not None):
        return None
    combatants: Literal["yes", "no", "unknown"] = "unknown"
    if one.combatants == "yes" or one.combatants == "no":
        combatants = "yes" if one.combatants == "yes" else "no"
    written = _plain(text[one.start : one.end])[:200] or "so many"
    return Quantity(
        measure=rule_id(one.measure),
        range=Range(
            unit=rule_id(one.unit),
            written=_figure_alone(written, one.unit),
            low=low,
            best=low if low == high else None,
            high=high,
            approximate=one.approximate,
        ),
        group=_plain(one.group)[:200] or None,
        combatants=combatants,
    )


def _figure_alone(written: str, unit: str) -> str:
    """The figure without its unit, which stands in a field of its own."""
    shorter = re.sub(rf"\s+{re.escape(unit)}s?$", "", written, flags=re.IGNORECASE)
    return shorter or written


def _whole(value: float | int | None) -> int | None:
    if value is None or value != value // 1 or abs(value) > 2**53 - 1:
        return None
    return int(value)


def _responsibility(claim: Claim) -> tuple[told.Responsibility, ...]:
    blame = claim.responsibility
    if blame is None or not blame.actor:
        return ()
    who = _plain(blame.actor)[:200]
    return (told.Responsibility(how=_GRADES[blame.grade], who=who),) if who else ()


def _spans(claim: Claim) -> tuple[told.Span, ...]:
    """Where it stands in the document: what is said, by whom, and the words that tie them."""
    found = {(one.start, one.end) for one in claim.content}
    found |= {(one.start, one.end) for one in claim.cue}
    found |= {
        (link.start, link.end)
        for link in claim.source_chain
        if link.start is not None and link.end is not None
    }
    spans = [told.Span(start=a, end=b) for a, b in sorted(found) if a < b][:100]
    return tuple(spans) or (told.Span(start=0, end=1),)


def _joined(spans: Iterable[read.Span | read.Piece], text: str) -> str:
    return " ... ".join(_each(spans, text, 4000))[:4000]


def _each(spans: Iterable[read.Span | read.Piece], text: str, most: int) -> list[str]:
    found = (_plain(text[one.start : one.end])[:most].strip() for one in spans)
    return [one for one in found if one]


def _plain(words: str) -> str:
    """Words on one line, without characters that are not seen."""
    return _INVISIBLE.sub(" ", words).strip()
