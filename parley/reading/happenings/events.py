"""Mentions in one document that may be of one happening, gathered with the reason why."""

from __future__ import annotations

import re

from msgspec import Struct

_MENTION = re.compile(
    r"\b(?:(?:the|an?|this|these|those|its|their|[A-Z][\w.’'-]*|US|U\.S\.|four|two|three|several|\d+|american|coalition|syrian|russian|air|"
    r"upcoming|recent|deadly|latest|car|suicide|mortar|missile|rocket|drone|guerrilla|rebel|"
    r"terrorist|bomb)[ -]+){0,6}"
    r"(?P<head>air ?strikes?|air raids?|raids?|strikes?|attacks?|bombings?|bombardments?|"
    r"shelling|massacres?|assaults?|ambush(?:es)?|"
    r"explosions?|blasts?|kidnappings?|murders?|assassinations?|clashes|offensives?|killings?)\b"
    r"(?: (?:in|on|at|near|against|outside|inside|"
    r"of) (?:the )?(?:[a-z]+ )?[A-Z][\w’'-]*(?: (?:(?:al|el|ez|as|ar)-)?[A-Z][\w’'-]*){0,3})?",
)
_FAMILY = {
    "air": (
        "airstrike",
        "air strike",
        "air raid",
        "raid",
        "strike",
        "attack",
        "bombing",
        "bombardment",
    ),
    "ground": (
        "shelling",
        "assault",
        "ambush",
        "offensive",
        "clash",
        "attack",
        "massacre",
        "killing",
    ),
    "blast": ("explosion", "blast", "bombing", "attack"),
    "persons": ("kidnapping", "murder", "assassination", "killing", "massacre"),
}
_PLACE = re.compile(
    r"\b(?:in|at|near|outside|around|of|on) (?P<place>(?:(?:eastern|western|northern|southern|"
    r"central) )?(?:[A-Z][\w’'-]+)(?:[ -](?:(?:al|el|ez|as|ar)-)?[A-Z][\w’'-]+){0,3})"
)


class Happening(Struct):
    """A happening as it is gathered: its mentions are [start, end) in the text."""

    family: frozenset[str]
    mentions: list[tuple[int, int]]
    places: list[str]
    heads: set[str]


def happenings(text: str) -> list[Happening]:
    """Gather mentions: of one sort, and at no two places. The first of a kind opens a happening."""
    found: list[Happening] = []
    for match in _MENTION.finditer(text):
        head = match["head"].lower().replace("air ", "air").rstrip("s")
        plain = head.replace("airstrike", "strike").replace("airraid", "raid")
        family = frozenset(
            name
            for name, heads in _FAMILY.items()
            if any(h.startswith(plain[:5]) or plain in h for h in heads)
        )
        placed = _PLACE.search(match[0])
        place = placed["place"] if placed else None
        home = next((h for h in found if _fits(h, family, place)), None)
        if home is None:
            home = Happening(family, [], [], set())
            found.append(home)
        home.mentions.append(match.span())
        home.family = home.family & family or home.family
        home.heads.add(plain)
        if place and place not in home.places:
            home.places.append(place)
    return found


def _fits(home: Happening, family: frozenset[str], place: str | None) -> bool:
    """Whether a mention can be of this happening: the same sort, and not a place it is not at."""
    return bool(home.family & family) and (
        place is None or not home.places or _near(place, home.places)
    )


def _near(place: str, places: list[str]) -> bool:
    """Two names of places may be of one: one holds the other, or one only names a part of a
    country.
    """
    wide = re.compile(r"^(?:eastern|western|northern|southern|central) ", re.IGNORECASE)
    return any(
        place in other or other in place or bool(wide.match(place)) != bool(wide.match(other))
        for other in places
    )
