"""Whom the speakers of a document are, in reading order.

A wrong speaker is the dangerous error. Where two could be meant, nobody is named: the entity stays
null and the claim is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from parley.reading.finding.draft import Draft, Range
from parley.reading.text.page import Page

_PERSONAL = frozenset(("he", "she", "his", "her", "him", "himself", "herself"))
_THING = frozenset(("it", "its", "itself"))
_MANY = frozenset(
    ("they", "their", "them", "both", "others", "some", "many", "most", "all", "several", "those")
)
_OWN = frozenset(("i", "we", "my", "our", "us", "me", "you"))
_RELATIVE = frozenset(("who", "which", "whom", "that"))
_ROLE = re.compile(
    r"\b(?:mr|mrs|ms|dr|gen|lt|col|sen|rep|gov|president|minister|general|colonel|captain|major|admiral|"
    r"spokes(?:man|woman|person)|ambassador|secretary|senator|mayor|judge|chief|director|commander|officer|"
    r"leader|chairman|envoy|analyst|professor|editor|witness|resident|official|king|prince|sheikh|bishop|"
    r"archbishop|lawyer|doctor|man|woman|brigadier|lieutenant|sergeant|adviser|advisor|deputy)\b\.?",
    re.IGNORECASE,
)
_GROUPS = re.compile(
    r"\b(?:officials|leaders|sources|rebels|troops|forces|militants|witnesses|residents|analysts|experts|"
    r"groups|parties|people|members|monitors|activists|reporters|guerrillas|[a-z]+s)$",
    re.IGNORECASE,
)
_STOP = frozenset(
    "the a an of and in for at on by from to with its their his her our this that mr mrs ms "
    "dr".split()
)
_TITLES = frozenset(
    "general gen colonel col captain capt major maj lieutenant lt admiral adm president minister "
    "senator sen representative rep governor gov ambassador secretary professor prof judge".split()
)
REACH = 6
"""How many sentences back a pronoun or "the ministry" is looked for."""


class Known(Struct):
    """Somebody who spoke or was named, where and as what."""

    entity: str
    words: frozenset[str]
    head: str
    sort: str
    sentence: int
    nested: bool
    """Whether it only spoke inside what another said: such a one is no pronoun's first choice."""


class Speakers:
    """The speakers of one document so far, and whom the next mention means."""

    __slots__ = ("_known", "_page", "_register")

    def __init__(self, page: Page, register: Mapping[str, str]) -> None:
        self._page = page
        self._register = {alias.casefold(): name for alias, name in register.items()}
        self._known: list[Known] = []

    def resolve(self, draft: Draft) -> tuple[str | None, str, bool]:
        """Whom `draft.source` means: the entity or None, how it was found, whether it is
        doubtful.
        """
        if draft.source is None:
            return None, draft.how, False
        entity, how, doubtful = self.whom(
            draft.source, draft.sentence, nested=draft.outer is not None
        )
        if draft.how == "carried-over quotation":
            how = draft.how
            entity = entity or draft.entity
        return entity, how, doubtful

    def whom(
        self, source: Range, sentence: int, *, nested: bool = False
    ) -> tuple[str | None, str, bool]:
        """Whom a mention means, and how that was found."""
        page = self._page
        first, last = source
        word = page.low[first]
        if last - first == 1 and word in _PERSONAL | _THING | _MANY | _OWN | _RELATIVE:
            return self._pronoun(word, first, sentence)
        said = " ".join(page.said(first, last).split())
        entity, how = self._named(said, first, last, sentence, nested)
        return entity, how, False

    def _named(
        self, said: str, first: int, last: int, sentence: int, nested: bool
    ) -> tuple[str, str]:
        listed = self._listed(said)
        words = _telling(said)
        head = _head(self._page, first, last)
        definite = self._page.low[first] in ("the", "this", "that", "its", "his", "their")
        how = "explicit"
        entity = listed or said
        if listed is None:
            earlier = self._earlier(words, head, definite)
            if earlier is not None:
                entity = earlier.entity
                how = (
                    "definite" if definite and said.casefold() != entity.casefold() else "explicit"
                )
        self._known.append(
            Known(entity, words | _telling(entity), head, self._sort(said, head), sentence, nested)
        )
        return entity, how

    def _listed(self, said: str) -> str | None:
        plain = re.sub(r"^(?:the|a|an)\s+", "", said, flags=re.IGNORECASE).casefold()
        return self._register.get(said.casefold()) or self._register.get(plain)

    def _earlier(self, words: frozenset[str], head: str, definite: bool) -> Known | None:
        """The last one of that name: every telling word of the mention was in the earlier one's."""
        if not words:
            if definite:
                return next((k for k in reversed(self._known) if k.head == head and k.words), None)
            return None
        for known in reversed(self._known):
            if words <= known.words and known.head == head:
                return known
        return None

    def _pronoun(self, word: str, at: int, sentence: int) -> tuple[str | None, str, bool]:
        if word in _RELATIVE:
            return self._antecedent(at), "explicit", False
        if word in _OWN:
            return None, "pronoun", False
        sorts = (
            {"person"}
            if word in _PERSONAL
            else {"thing", "many"}
            if word in _THING
            else {"many", "thing"}
        )
        near = [k for k in self._known if sentence - REACH <= k.sentence <= sentence]
        fitting = [k for k in reversed(near) if k.sort in sorts]
        fitting = [k for k in fitting if not k.nested] or fitting
        if word in _THING:
            fitting = [k for k in fitting if k.sort == "thing"] or fitting
        if word in _MANY:
            fitting = [k for k in fitting if k.sort == "many"] or fitting
        if not fitting:
            return None, "pronoun", True
        found = fitting[0]
        self._known.append(
            Known(found.entity, found.words, found.head, found.sort, sentence, False)
        )
        rivals = {k.entity for k in fitting if k.sentence == found.sentence}
        return (found.entity, "pronoun", False) if len(rivals) == 1 else (None, "pronoun", True)

    def _antecedent(self, at: int) -> str | None:
        from parley.reading.finding.groups import subject

        page = self._page
        end = at - 1 if at and page.tags[at - 1] == "," else at
        found = subject(page, end, max(0, at - 25)) if end > 0 else None
        return " ".join(page.said(*found).split()) if found else None

    def _sort(self, said: str, head: str) -> str:
        if _ROLE.search(said) and not said.endswith("s"):
            return "person"
        low = head.casefold()
        if re.search(
            r"(?:ministry|army|command|government|statement|coalition|agency|mission|council|party|movement|group|union|centre|center|department|office|report|poll|study|committee|house|court|police|force|news|times|post|network|organi[sz]ation|alliance|front|state|commission|embassy|pentagon|kremlin|administration|campaign)$",
            low,
        ):
            return "thing"
        if _GROUPS.search(said) and said[:1].islower() | said.startswith("The"):
            return "many"
        names = re.findall(r"[A-Z][\w’'-]+", said)
        if len(names) == 1 and said in _PLACES_AND_BODIES:
            return "thing"
        return "person" if names and names[-1].casefold() == low else "thing"


_PLACES_AND_BODIES = frozenset(
    "Russia Moscow Washington Syria Damascus Turkey Ankara Iran Tehran Israel Ukraine Kiev Kyiv "
    "France Paris "
    "Britain London Germany Berlin China Beijing Iraq Baghdad Egypt Cairo Jordan Lebanon Beirut "
    "NATO Nato UN "
    "EU ISIS Isis IS US U.S. America Congress Hezbollah Hamas Yemen Libya Sudan Ethiopia India "
    "Pakistan".split()
)


def _telling(said: str) -> frozenset[str]:
    """The words of a mention that tell whom it means: its names, without title and articles."""
    words = frozenset(
        _root(word)
        for word in re.findall(r"[\w’'-]+", said.casefold().replace("’s", "").replace("'s", ""))
        if word not in _STOP
    )
    return words - _TITLES or words


_ADJECTIVAL = {
    "russian": "russia",
    "syrian": "syria",
    "american": "us",
    "u.s": "us",
    "israeli": "israel",
    "turkish": "turkey",
    "iranian": "iran",
    "iraqi": "iraq",
    "ukrainian": "ukraine",
    "british": "britain",
    "french": "france",
    "german": "germany",
    "defense": "defence",
    "center": "centre",
    "lebanese": "lebanon",
    "egyptian": "egypt",
    "saudi": "saudi",
    "chinese": "china",
    "afghan": "afghanistan",
    "yemeni": "yemen",
    "libyan": "libya",
    "sudanese": "sudan",
    "ethiopian": "ethiopia",
    "pakistani": "pakistan",
    "indian": "india",
    "palestinian": "palestine",
    "salvadoran": "salvador",
    "colombian": "colombia",
    "peruvian": "peru",
}
"""The word for a people and the name of its country tell of one actor."""


def _root(word: str) -> str:
    return _ADJECTIVAL.get(word, word)


def _head(page: Page, first: int, last: int) -> str:
    """The word a group turns on: the last before any "of" or "by"."""
    for i in range(first + 1, last):
        if page.tags[i] in ("IN", ",", "(") and page.tags[i - 1] in ("NN", "NP"):
            return page.low[i - 1]
    return page.low[last - 1]
