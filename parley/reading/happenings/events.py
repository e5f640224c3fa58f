"""Mentions in one document that may be of one happening, gathered with the reason why."""

from __future__ import annotations

import re

from msgspec import Struct

from parley.reading.finding.groups import noun_group_start
from parley.reading.text.page import Page

_SORTS = {
    "air": "airstrike strike raid attack bombing bombardment sortie",
    "ground": "shelling assault ambush offensive clash attack massacre killing",
    "blast": "explosion blast bombing attack detonation",
    "persons": "kidnapping abduction murder assassination killing massacre execution",
}
_SORT_OF = {
    head: frozenset(sort for sort, heads in _SORTS.items() if head in heads.split())
    for heads in _SORTS.values()
    for head in heads.split()
}
_AT = frozenset("in at near outside around inside".split())
_PART = re.compile(r"^(?:eastern|western|northern|southern|central) ", re.IGNORECASE)
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec".split()
)


class Happening(Struct):
    """A happening as it is gathered: its mentions are ranges of tokens."""

    sort: frozenset[str]
    mentions: list[tuple[int, int]]
    places: list[str]
    heads: set[str]


def happenings(page: Page) -> list[Happening]:
    """Gather mentions: of one sort, and at no two places. The first of a kind opens a happening."""
    found: list[Happening] = []
    for sentence in page.sentences:
        for i in range(sentence.first, sentence.last):
            head = _head(page.low[i])
            if head is None or page.tags[i] not in ("NN", "NP") and not _noun_here(page, i):
                continue
            start = noun_group_start(page, i, sentence.first)
            end, place = _place_after(page, i + 1, sentence.last)
            _gather(found, head, (start, end), place)
    return found


def _head(word: str) -> str | None:
    """The plain form of a word for a happening, or None."""
    if word in _SORT_OF:
        return word
    for ending, less in (("es", 2), ("s", 1)):
        if word.endswith(ending) and word[:-less] in _SORT_OF:
            return word[:-less]
    return None


def _noun_here(page: Page, i: int) -> bool:
    """Whether what could be a verb is named here: "the attack", "another bombing"."""
    return i > 0 and page.tags[i - 1] in ("DT", "PS", "POS", "JJ", "CD", "IN")


def _place_after(page: Page, i: int, last: int) -> tuple[int, str | None]:
    """The place a mention names just after itself, and where the mention ends."""
    if i + 1 >= last or page.low[i] not in (*_AT, "on", "against"):
        return i, None
    j = i + 1
    if page.low[j] in ("the", "a", "an"):
        j += 1
    start = j
    while j < last and j < start + 5 and _of_a_name(page, j):
        j += 1
    if j < last and j > start and page.low[j] == "of" and j + 1 < last and _of_a_name(page, j + 1):
        j += 1
        start = j
        while j < last and j < start + 4 and _of_a_name(page, j):
            j += 1
    named = j > start and not (page.low[start] in _MONTHS or page.tags[start] in ("TM", "CD"))
    if not named:
        return i, None
    return j, page.said(start, j) if page.low[i] in _AT else None


def _of_a_name(page: Page, i: int) -> bool:
    tag, word = page.tags[i], page.words[i]
    if page.low[i] in ("eastern", "western", "northern", "southern", "central"):
        return True
    return tag in ("NP", "NN") and (word[:1].isupper() or word[:3] in ("al-", "el-", "ez-"))


def _gather(found: list[Happening], head: str, mention: tuple[int, int], place: str | None) -> None:
    sort = _SORT_OF[head]
    home = next((one for one in found if _fits(one, sort, place)), None)
    if home is None:
        home = Happening(sort, [], [], set())
        found.append(home)
    home.mentions.append(mention)
    home.sort = home.sort & sort
    home.heads.add(head)
    if place and place not in home.places:
        home.places.append(place)


def _fits(home: Happening, sort: frozenset[str], place: str | None) -> bool:
    """Whether a mention can be of this happening: the same sort, and not a place it is not at."""
    return bool(home.sort & sort) and (
        place is None or not home.places or any(_near(place, other) for other in home.places)
    )


def _near(one: str, other: str) -> bool:
    """Two names may be of one place: one holds the other, or one names a part of a country."""
    return one in other or other in one or bool(_PART.match(one)) != bool(_PART.match(other))
