"""The program's own words of a review in another language. What a source says is never translated.

Only fields that hold our words are looked at, and only whole texts or fixed phrases are replaced;
what the catalogue does not have stays as it is on record.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Final

import msgspec
from msgspec import Struct

LANGUAGES: Final = ("en", "ar")
_OURS: Final = frozenset(
    ("heading", "note", "label", "caution", "stance", "step", "state", "confidence", "name",
     "subject", "measure")
)
_PHRASED: Final = frozenset(("by", "marks", "columns", "source", "figure", "note", "known_at"))


class Catalogue(Struct, frozen=True, forbid_unknown_fields=True):
    """One language: words of the page itself, whole texts, and phrases inside a text."""

    words: dict[str, str]
    texts: dict[str, str] = {}
    phrases: dict[str, str] = {}


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language."""
    path = resources.files("parley.web") / "dossier" / f"{language}.json"
    return msgspec.json.decode(path.read_bytes(), type=Catalogue)


def words_of(language: str) -> dict[str, str]:
    """The words that stand on the page itself."""
    return catalogue(language).words


def told_in(value: object, language: str, field: str = "") -> object:
    """A review as plain JSON, with our own words in a language."""
    found = catalogue(language)
    if isinstance(value, dict):
        return {key: told_in(one, language, str(key)) for key, one in value.items()}
    if isinstance(value, list):
        return [told_in(one, language, field) for one in value]
    if isinstance(value, str) and value:
        if field in _OURS and value in found.texts:
            return found.texts[value]
        if field in _PHRASED and found.phrases:
            return _phrases(language).sub(lambda one: found.phrases[one[0]], value)
    return value


@cache
def _phrases(language: str) -> re.Pattern[str]:
    phrases = sorted(catalogue(language).phrases, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, phrases)))
