"""Two lists side by side: match, disputed, unmatched, each with its reasons. Nothing is merged.

Two incidents match when they are near in time and on the ground and agree in everything the
arrangement asks besides; each must fit the other alone. They are disputed when they fit and say
different things of what both state, when more than one fits, or when their times differ by whole
hours, as when two zones were used. Day and distance alone never match: what is not stated agrees
with nothing. A person links.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct

from parley.ceasefire.lists.reading import Item, Listed
from parley.ceasefire.text.terms import Terms, folded
from parley.ceasefire.text.timing import ListMatching

Verdict = Literal["match", "disputed"]
NOTHING_MERGED = "Nothing was linked or merged: a person does that, claim by claim."
_MINUTE, _HOUR, _EARTH_M = 60_000, 3_600_000, 6_371_008.8
_ZONE_STEPS = 14
"""Hours at most by which two zones differ in practice from a common one."""
Same = Callable[[str, str], bool]


class Pair(Struct, frozen=True, kw_only=True):
    """One incident of each list, and why they stand together."""

    a: str
    b: str
    verdict: Verdict
    reasons: tuple[str, ...]


class Unmatched(Struct, frozen=True, kw_only=True):
    """An incident that nothing on the other list fits, and what came nearest and why it fails."""

    id: str
    side: Literal["a", "b"]
    near: tuple[tuple[str, str], ...] = ()


class Reconciled(Struct, frozen=True, kw_only=True):
    """Two lists side by side. Every incident of each stands in a pair or is unmatched."""

    a: str
    b: str
    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]
    rule: str
    caution: str = NOTHING_MERGED

    def count(self, verdict: Verdict) -> int:
        """How many pairs of a kind."""
        return sum(pair.verdict == verdict for pair in self.pairs)


class _Fit(Struct, frozen=True):
    """How two incidents stand: `against` speaks against them being one, `lacking` is unsaid."""

    fits: bool
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    lacking: str


def reconcile(a: Listed, b: Listed, rule: ListMatching, terms: Terms | None = None) -> Reconciled:
    """Put two lists side by side. Actors are compared by every name the arrangement knows."""
    same = _same(terms)
    order = sorted(b.items, key=lambda item: item.when.earliest)
    starts = [item.when.earliest for item in order]
    widest = max((item.when.latest - item.when.earliest for item in order), default=0)
    fits: dict[tuple[str, str], _Fit] = {}
    for item in a.items:
        reach = max(rule.within_minutes * _MINUTE, _ZONE_STEPS * _HOUR)
        at = bisect_left(starts, item.when.earliest - reach - widest)
        while at < len(order) and starts[at] <= item.when.latest + reach:
            fit = _fit(item, order[at], rule, same)
            if fit is not None:
                fits[item.id, order[at].id] = fit
            at += 1
    good = {key: fit for key, fit in fits.items() if fit.fits}
    pairs = tuple(_pairs(good))
    return Reconciled(
        a=a.name,
        b=b.name,
        pairs=pairs,
        unmatched=(
            *_alone("a", a, {pair.a for pair in pairs}, fits),
            *_alone("b", b, {pair.b for pair in pairs}, fits),
        ),
        rule=rule_in_words(rule),
    )


def rule_in_words(rule: ListMatching) -> str:
    """By what two incidents may be one."""
    also = ", ".join(one.replace("_", " ") for one in rule.also)
    return (f"within {rule.within_minutes} minutes and {rule.within_m} m, "
            f"and the same {also}; never by day and distance alone")  # fmt: skip


def _fit(a: Item, b: Item, rule: ListMatching, same: Same) -> _Fit | None:
    """How two incidents stand to each other; None where they are not near at all."""
    apart = max(0, b.when.earliest - a.when.latest, a.when.earliest - b.when.latest)
    on_time = apart <= rule.within_minutes * _MINUTE
    step = _zone_step(a, b)
    if not on_time and not step:
        return None
    metres = _apart_m(a, b)
    if metres is not None and metres > rule.within_m:
        return None
    reasons, against = [], []
    if step and not _meet(a, b):
        against.append(f"the times are {step} h apart to the minute, as between two zones")
    else:
        reasons.append("the times meet" if not apart else f"{-(-apart // _MINUTE)} min apart")
    if metres is not None:
        reasons.append(f"at least {metres:.0f} m apart" if metres else
                       "the places meet")  # fmt: skip
    lacking: list[str] = []
    differs: list[str] = []
    for field in ("place_name", *rule.also) if metres is None else rule.also:
        ours, theirs = _field(a, field), _field(b, field)
        if not ours or not theirs:
            lacking.append(field.replace("_", " "))
        elif same(ours, theirs):
            reasons.append(f"the same {field.replace('_', ' ')}")
        else:
            differs.append(f"{field.replace('_', ' ')}: {ours} and {theirs}")
    against += _contradicted(a, b, rule, same)
    fits = not differs and not lacking
    words = "; ".join((*differs, *(f"{one} is not stated in both" for one in lacking)))
    return _Fit(fits, tuple(reasons), tuple(against), words)


def _contradicted(a: Item, b: Item, rule: ListMatching, same: Same) -> Iterator[str]:
    """What both state, nobody asked to agree, and they state differently."""
    for field in ("act", "actor", "affected"):
        ours, theirs = _field(a, field), _field(b, field)
        if field not in rule.also and ours and theirs and not same(ours, theirs):
            yield f"{field}: {ours} and {theirs}"
    if a.killed is not None and b.killed is not None and a.killed != b.killed:
        yield f"killed: {a.killed} and {b.killed}"


def _pairs(good: dict[tuple[str, str], _Fit]) -> Iterator[Pair]:
    of_a: dict[str, list[str]] = {}
    of_b: dict[str, list[str]] = {}
    for a, b in good:
        of_a.setdefault(a, []).append(b)
        of_b.setdefault(b, []).append(a)
    for (a, b), fit in sorted(good.items()):
        several = []
        if len(of_a[a]) > 1:
            several.append(f"{a} also fits {', '.join(one for one in sorted(of_a[a]) if one != b)}")
        if len(of_b[b]) > 1:
            several.append(f"{b} also fits {', '.join(one for one in sorted(of_b[b]) if one != a)}")
        against = (*fit.against, *several)
        yield Pair(
            a=a, b=b, verdict="disputed" if against else "match",
            reasons=(*against, *fit.reasons) if against else fit.reasons,
        )  # fmt: skip


def _alone(
    side: Literal["a", "b"], listed: Listed, paired: set[str], fits: dict[tuple[str, str], _Fit]
) -> Iterator[Unmatched]:
    nth = 0 if side == "a" else 1
    for item in listed.items:
        if item.id in paired:
            continue
        near = sorted((key[1 - nth], fit.lacking) for key, fit in fits.items()
                      if key[nth] == item.id and not fit.fits)  # fmt: skip
        yield Unmatched(id=item.id, side=side, near=tuple(near[:5]))


def _zone_step(a: Item, b: Item) -> int:
    """By how many whole hours two times told finer than a day differ; 0 where they do not."""
    fine = ("minute", "second", "millisecond")
    if a.when.precision not in fine or b.when.precision not in fine:
        return 0
    begins, ends = b.when.earliest - a.when.earliest, b.when.latest - a.when.latest
    hours = abs(begins) // _HOUR
    return hours if begins == ends and begins % _HOUR == 0 and hours <= _ZONE_STEPS else 0


def _meet(a: Item, b: Item) -> bool:
    return a.when.may_overlap(b.when)


def _apart_m(a: Item, b: Item) -> float | None:
    """Metres on a sphere between two positions, less what is not certain of them."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    one, two = math.radians(a.lat), math.radians(b.lat)
    half = (two - one) / 2, math.radians(b.lon - a.lon) / 2
    h = math.sin(half[0]) ** 2 + math.cos(one) * math.cos(two) * math.sin(half[1]) ** 2
    metres = 2 * _EARTH_M * math.asin(math.sqrt(min(1.0, h)))
    return max(0.0, metres - (a.within_m or 0) - (b.within_m or 0))


def _field(item: Item, field: str) -> str:
    match field:
        case "act":
            return item.act
        case "actor":
            return item.actor
        case "affected":
            return item.affected
        case "place_name":
            return item.place
    return ""


def _same(terms: Terms | None) -> Same:
    """Whether two words mean the same: the same words, or two names of one actor."""

    def same(one: str, other: str) -> bool:
        if folded(one) == folded(other):
            return True
        if terms is None:
            return False
        ours = {bearer.actor for bearer in terms.names.get(folded(one), ())}
        theirs = {bearer.actor for bearer in terms.names.get(folded(other), ())}
        return len(ours) == 1 and ours == theirs

    return same
