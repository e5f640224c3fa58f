"""Score the reader on the twenty reports of our own: who, what, how much, on what condition.

A noted claim is found when the characters of its content and of one draft's contents overlap with
intersection over union of at least the threshold, one to one. All else is asked of found claims
only, so its denominators are the found ones; bounds, chains and conditions are counted over all
noted ones as well, since a claim that was not found carries none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from benchmarks.reading.gold import GoldClaim, Link, documents
from parley.reading import Claim, read

T = TypeVar("T")


class Stretch(Protocol):
    """Anything with a start and an end."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """The character after the last."""


_NOBODY = frozenset(("hedge only", "narrator", "scare quotes", "inferred"))
_SMALL = frozenset("a an the of for in at to who that its".split())
_CASUALTIES = frozenset(("killed", "injured", "missing"))


def score(threshold: float) -> Counter[str]:
    """What was counted over the whole set: `x` right and `x of` asked, for each measure x."""
    total = Counter[str]()
    for _, text, noted in documents():
        drafts = read(text, language="en").claims
        total["drafts"] += len(drafts)
        pairs = matched(noted, drafts, threshold)
        for claim, draft in zip(noted, pairs, strict=True):
            _count(total, claim, draft)
    total["precise"], total["precise of"] = total["found"], total["drafts"]
    return total


def matched(
    noted: Sequence[GoldClaim], drafts: Sequence[Claim], threshold: float
) -> list[Claim | None]:
    """The draft of each noted claim, shortest contents first; equals go to the right speaker."""
    kept: dict[int, Claim] = {}
    free = {draft.id: draft for draft in drafts}
    for number in sorted(range(len(noted)), key=lambda one: len(_chars(noted[one].content))):
        claim = noted[number]
        near = [
            (shared, speaker_right(claim.source_chain[-1], draft), draft.id)
            for draft in free.values()
            if (shared := _overlap(_chars(claim.content), _chars(draft.content))) >= threshold
        ]
        if near:
            best = max(near, key=lambda one: one[:2])
            kept[number] = free.pop(best[2])
    return [kept.get(number) for number in range(len(noted))]


def speaker_right(want: Link, draft: Claim, place: int = -1) -> bool:
    """Whether a link of a draft is the one noted: the same words, or the same name elsewhere."""
    have = draft.source_chain[place]
    if want.start is None or want.end is None:
        return have.start is None or have.how in _NOBODY
    if have.start is None or have.end is None:
        return False
    if want.start < have.end and have.start < want.end:
        return True
    asked, said = _words(want.entity), _words(have.entity or "") or _words(have.mention or "")
    return _overlap(asked, said) >= 0.5


def _count(total: Counter[str], claim: GoldClaim, draft: Claim | None) -> None:
    """One noted claim, with the draft that was found for it or none."""

    def asked(measure: str, right: bool) -> None:
        total[measure] += right
        total[f"{measure} of"] += 1

    asked("found", draft is not None)
    named = claim.source_chain[-1].start is not None
    asked("found, somebody named" if named else "found, nobody named", draft is not None)
    if len(claim.source_chain) > 1:
        asked("chains", draft is not None and chain_right(claim, draft))
        if all(one.start is not None for one in claim.source_chain):
            asked("chains, all named", draft is not None and chain_right(claim, draft))
    if claim.condition:
        asked("conditions", draft is not None and _near(claim.condition, draft.condition))
    for quantity in claim.quantities:
        bounded = quantity.approximate or quantity.low != quantity.high
        same = [
            one
            for one in (draft.quantities if draft else ())
            if one.start < quantity.end and quantity.start < one.end
        ]
        right = any((one.low, one.high) == (quantity.low, quantity.high) for one in same)
        asked("bounds" if bounded else "exact counts", right)
        if draft is not None:
            asked("bounds and counts of found claims", right)
        if same and quantity.measure in _CASUALTIES:
            asked("killed, injured, missing", any(one.measure == quantity.measure for one in same))
    if draft is None:
        return
    right = speaker_right(claim.source_chain[-1], draft)
    asked("speaker", right)
    total["wrong speaker"] += not right and draft.source_chain[-1].start is not None
    total["wrong speaker of"] += 1
    asked("kind", draft.kind == claim.kind)
    if claim.kind in ("denial", "admission"):
        asked("denials and admissions", draft.kind == claim.kind)
    asked("polarity", draft.polarity[:3] == claim.polarity[:3])
    asked("modality", draft.modality == claim.modality)
    if not claim.condition:
        asked("no condition invented", not draft.condition)
    if claim.responsibility:
        grade = draft.responsibility.grade if draft.responsibility else None
        asked("responsibility", grade == claim.responsibility)


def chain_right(claim: GoldClaim, draft: Claim) -> bool:
    """Whether a draft has the noted chain: its length, and both ends."""
    return (
        len(draft.source_chain) == len(claim.source_chain)
        and speaker_right(claim.source_chain[0], draft, 0)
        and speaker_right(claim.source_chain[-1], draft)
    )


def _near(asked: Iterable[Stretch], have: Iterable[Stretch]) -> bool:
    return _overlap(_chars(asked), _chars(have)) >= 0.5


def _chars(spans: Iterable[Stretch]) -> set[int]:
    return {i for one in spans for i in range(one.start, one.end)}


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.lower())) - _SMALL


def _overlap(one: set[T], other: set[T]) -> float:
    return len(one & other) / max(1, len(one | other))
