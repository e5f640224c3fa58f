"""From drafts in tokens to claims in code points: offsets, kinds, moods, numbers, speakers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from parley.reading.confidence import confidence_of, reason_of
from parley.reading.finding.draft import Draft, Range
from parley.reading.meaning.kinds import kind_of
from parley.reading.meaning.modality import Stretch, mood_of
from parley.reading.meaning.quantities import CASUALTY, Count, counts
from parley.reading.meaning.responsibility import accused_by, responsibility_of
from parley.reading.output import (
    Blame,
    Claim,
    How,
    Kind,
    Link,
    Modality,
    Piece,
    Quantity,
    Span,
    State,
)
from parley.reading.reference.speakers import Speakers
from parley.reading.text.marks import Normal
from parley.reading.text.page import Page

_NOBODY = {
    "hedge only": "unnamed reports",
    "narrator": "the document itself",
    "scare quotes": "unnamed, in quotation marks",
}
_FINER = frozenset((Kind.ASSERTION, Kind.ALLEGATION, Kind.ACCUSATION))


MOST_SAID = 8_000
"""Characters of one content that are looked at for its kind, mood and numbers."""


_BEFORE = 40
"""Characters before a content in which the beginning of its first count is looked for."""


class Assembly:
    """One document's claims in the making."""

    def __init__(self, page: Page, normal: Normal, text: str, register: Mapping[str, str]) -> None:
        self._page = page
        self._normal = normal
        self._text = text
        self._speakers = Speakers(page, register)
        self._links: dict[int, tuple[Link, bool]] = {}
        self._ids: dict[int, str] = {}

    def claims(self, drafts: list[Draft], *, finer: bool) -> list[Claim]:
        """Every draft as a claim, in the order of the text. `finer`: the document is of a
        conflict.
        """
        ordered = sorted(drafts, key=lambda d: (d.sentence, d.start, d.outer is not None, d.verb))
        for number, draft in enumerate(ordered, 1):
            self._ids[id(draft)] = f"c{number}"
        for draft in ordered:
            if not draft.presupposed:
                self._link(draft)
        return [self._claim(draft, finer=finer) for draft in ordered]

    def _link(self, draft: Draft) -> tuple[Link, bool]:
        made = self._links.get(id(draft))
        if made is None:
            made = self._links[id(draft)] = self._speaker(draft)
        return made

    def _speaker(self, draft: Draft) -> tuple[Link, bool]:
        if draft.source is None:
            how = How(draft.how)
            return Link(None, None, None, _NOBODY.get(draft.how), how), how is How.INFERRED
        entity, how_found, doubtful = self._speakers.resolve(draft)
        span = self._span(draft.source)
        mention = self._text[span.start : span.end]
        return Link(span.start, span.end, mention, entity, How(how_found)), doubtful

    def _chain(self, draft: Draft) -> tuple[tuple[Link, ...], bool]:
        if draft.presupposed and draft.outer is not None:
            return self._chain(draft.outer)
        outer = self._chain(draft.outer)[0] if draft.outer is not None else ()
        between = tuple(self._between(one, draft.sentence) for one in draft.chain)
        link, doubtful = self._link(draft)
        return (*outer, *between, link), doubtful

    def _between(self, source: Range, sentence: int) -> Link:
        entity, how, _ = self._speakers.whom(source, sentence)
        span = self._span(source)
        return Link(span.start, span.end, self._text[span.start : span.end], entity, How(how))

    def _span(self, tokens: Range) -> Span:
        first, last = tokens
        return Span(*self._normal.span(self._page.at[first], self._page.to[last - 1]))

    def _within(self, content: Range, stretches: tuple[Stretch, ...]) -> list[Span]:
        start = self._page.at[content[0]]
        return [Span(*self._normal.span(start + a, start + b)) for a, b in stretches if b > a]

    def _claim(self, draft: Draft, *, finer: bool) -> Claim:
        chain, doubtful = self._chain(draft)
        page = self._page
        said = [page.said(*content)[:MOST_SAID] for content in draft.contents]
        numbers = [
            self._counted(content, words)
            for content, words in zip(draft.contents, said, strict=True)
        ]
        casualties = any(one.measure in CASUALTY for found in numbers for one in found)
        whole = " ".join(said)[:MOST_SAID]
        kind, rule = (
            kind_of(whole, draft.kind, casualties=casualties, negated=draft.negated)
            if finer
            else (Kind(draft.kind), "kind: by its verb")
        )
        negative = kind is Kind.DENIAL or (
            draft.frame is not None and draft.frame.negative and not draft.negated
        )
        moods = [
            mood_of(words, reported=draft.how == "hedge only", negative=negative) for words in said
        ]
        rules = [*draft.rules, rule]
        charge = self._charge(draft, said, kind, chain) if finer else None
        pairs = list(zip(draft.contents, moods, strict=True))
        hedges = tuple(span for at, mood in pairs for span in self._within(at, mood.hedges))
        if draft.how == "hedge only":
            hedges = (*(self._span(cue) for cue in draft.cue), *hedges)
        return Claim(
            id=self._ids[id(draft)],
            source_chain=chain,
            cue=tuple(self._span(cue) for cue in draft.cue),
            content=tuple(self._piece(content) for content in draft.contents),
            kind=kind,
            polarity="negative" if any(m.negative for m in moods) else "positive",
            modality=_strongest(m.modality for m in moods),
            hedges=hedges,
            condition=tuple(s for at, m in pairs for s in self._within(at, m.condition)),
            consequent=tuple(s for at, m in pairs for s in self._within(at, m.consequent)),
            until=tuple(s for at, m in pairs for s in self._within(at, m.until)),
            quantities=tuple(
                self._quantity(content, one)
                for content, found in zip(draft.contents, numbers, strict=True)
                for one in found
            ),
            responsibility=charge,
            addressee=self._span(draft.addressee) if draft.addressee else None,
            speech_time=self._spoken_at(draft),
            event_time=self._time_in(draft.contents[0]),
            nested_in=self._ids.get(id(draft.outer)) if draft.outer is not None else None,
            presupposed=draft.presupposed,
            event=None,
            rules=tuple(rules),
            confidence=confidence_of(draft.rules, doubtful=doubtful),
            reason=reason_of(rules, how=chain[-1].how, doubtful=doubtful),
            flagged=doubtful,
        )

    def _charge(
        self, draft: Draft, said: list[str], kind: Kind, chain: tuple[Link, ...]
    ) -> Blame | None:
        speaker = chain[-1]
        if "somebody is accused" in draft.rules:
            return self._accused(draft, speaker)
        for content, words in zip(draft.contents, said, strict=True):
            charge = responsibility_of(
                words, kind, speaker=speaker.entity or speaker.mention or "", by_cue=draft.kind,
                narrator=speaker.how is How.NARRATOR, negated=draft.negated,
            )  # fmt: skip
            if charge is None:
                continue
            if charge.actor is None:
                own = charge.grade == "claimed or admitted"
                return Blame(charge.grade, speaker.entity if own else None, None, None)
            span = self._within(content, (charge.actor,))[0]
            named = " ".join(self._text[span.start : span.end].split())
            return Blame(charge.grade, named, span.start, span.end)
        return None

    def _accused(self, draft: Draft, speaker: Link) -> Blame:
        """ "The army is accused of the killing": who is, by whoever is named or by nobody."""
        whom, of_what = draft.contents
        if draft.frame is not None and draft.frame.cue == "attribute":
            whom = (of_what[0] + 1, of_what[1]) if of_what[1] - of_what[0] > 1 else of_what
        span = self._span(whom)
        named = " ".join(self._text[span.start : span.end].split())
        return Blame(
            accused_by(speaker.entity or speaker.mention or ""), named, span.start, span.end
        )

    def _piece(self, content: Range) -> Piece:
        span = self._span(content)
        page = self._page
        first, last = content
        quoted = [page.quoted[i] >= 0 for i in range(first, last)]
        state = State.VERBATIM if all(quoted) else State.MIXED if any(quoted) else State.PARAPHRASE
        return Piece(span.start, span.end, state)

    def _quantity(self, content: Range, one: Count) -> Quantity:
        span = self._within(content, ((one.start, one.end),))[0]
        return Quantity(
            start=span.start, end=span.end, low=one.low, high=one.high, approximate=one.approximate,
            unit=one.unit, measure=one.measure, group=one.group, combatants=one.combatants,
        )  # fmt: skip

    def _counted(self, content: Range, said: str) -> list[Count]:
        """The counts of a content; one that its cut parted from "up to" keeps its bounds."""
        found = counts(said)
        start = self._page.at[content[0]]
        if not found or found[0].start > 3:
            return found
        lead = max(0, start - _BEFORE)
        whole = counts(self._page.text[lead : start + found[0].end])
        for one in whole:
            if one.start < start - lead < one.end:
                first = replace(found[0], low=one.low, high=one.high, approximate=one.approximate)
                return [first, *found[1:]]
        return found

    def _spoken_at(self, draft: Draft) -> Span | None:
        """A day named beside the cue, outside what was said."""
        if not draft.cue:
            return None
        sentence = self._page.sentences[draft.sentence]
        last = draft.cue[-1][1]
        inside = [i for a, b in draft.contents for i in range(a, b)]
        taken = set(inside)
        for i in range(max(sentence.first, draft.cue[0][0] - 4), min(sentence.last, last + 12)):
            if i not in taken and self._page.tags[i] == "TM":
                return self._span((i, i + 1))
        return None

    def _time_in(self, content: Range) -> Span | None:
        return next(
            (self._span((i, i + 1)) for i in range(*content) if self._page.tags[i] == "TM"), None
        )


_ORDER = (
    Modality.COUNTERFACTUAL, Modality.CONDITIONAL, Modality.DOUBTFUL, Modality.REPORTED,
    Modality.POSSIBLE, Modality.FUTURE, Modality.ASSERTED,
)  # fmt: skip


def _strongest(found: Iterable[Modality]) -> Modality:
    """The one that takes most away from what is said."""
    moods = set(found)
    return next(mood for mood in _ORDER if mood in moods)
