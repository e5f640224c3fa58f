"""One name, many spellings: what is left of a name when script and transliteration are set aside.

`folded` keeps every letter and drops what readers leave out: case, vowel marks, tatweel, accents,
hyphens. `sounded` goes further, to the consonants that survive from Arabic or Cyrillic into any
Latin spelling: "Deir ez-Zor", "Dayr az-Zawr", "Der Zor", "Дейр-эз-Зор" and "دير الزور" are one.

Two names with one sound need not be one place: a sound finds candidates, it proves nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 200
"""The longest name looked up, as long as a name may be in a record (`record.values.text.Name`)."""

# Letters that NFKD leaves whole. Arabic letters that are written for one another in handwriting
# and on telephones become one: alef wasla, ya without dots, ta marbuta, Persian and Urdu kaf, ya.
_ALIKE = str.maketrans(
    {
        "ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ې": "ي", "ہ": "ه", "ھ": "ه",
        "ە": "ه", "ۀ": "ه", "ـ": None, "ء": None,
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "e", "æ": "ae",
        "œ": "oe", "ŋ": "n", "ʿ": None, "ʾ": None, "ʼ": None, "ʻ": None, "’": None, "‘": None,
        "'": None, "`": None, "´": None, "ʹ": None, "ʺ": None, "\u200c": " ",
    }
)  # fmt: skip

_ARABIC = str.maketrans(
    {
        "ا": "a", "ب": "b", "پ": "b", "ت": "t", "ث": "t", "ج": "g", "چ": "x", "ح": "h", "خ": "h",
        "د": "d", "ذ": "d", "ر": "r", "ز": "z", "ژ": "z", "س": "s", "ش": "x", "ص": "s", "ض": "d",
        "ط": "t", "ظ": "z", "ع": None, "غ": "g", "ف": "f", "ڤ": "f", "ق": "k", "ك": "k",
        "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y",
    }
)  # fmt: skip
_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ж": "z", "з": "z",
        "и": "i", "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
        "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "x", "ш": "x",
        "щ": "x", "ъ": None, "ы": "i", "ь": None, "э": "e", "ю": "u", "я": "a", "є": "e",
    }
)  # fmt: skip
# Longest first: one letter of the sound for each way of writing it.
_WAYS = (
    ("дж", "g"), ("sch", "x"), ("tch", "x"), ("sh", "x"), ("ch", "x"), ("kh", "h"), ("gh", "g"),
    ("th", "t"), ("dh", "d"), ("zh", "z"), ("ph", "f"), ("dj", "g"), ("ck", "k"),
    ("c", "k"), ("q", "k"), ("j", "g"), ("p", "b"),
)  # fmt: skip
_MARK = re.compile(r"[\W_]+")
_LATIN_ARTICLE = re.compile(r"\b[aeiu](?:l|([bdgkmnrstxz])) (?=(\w))")
_VOWELS = re.compile(r"[aeiouwy]")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """The name in small letters without accents, vowel marks or hyphens; "" if nothing is left."""
    plain = unicodedata.normalize("NFKD", name[: 2 * LONGEST]).casefold()
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    # Decomposed again: casefolding a capital can leave a mark of its own (Turkish dotted I).
    kept = unicodedata.normalize("NFKD", kept.translate(_ALIKE))
    kept = "".join(letter for letter in kept if not unicodedata.combining(letter))
    return _MARK.sub(" ", kept).strip()[:LONGEST].strip()


@lru_cache(maxsize=4096)
def romanised(name: str) -> str:
    """The name in one Latin spelling without its article, vowels kept where the script has them."""
    words = [_without_arabic_article(word) for word in folded(name).split()]
    latin = " ".join(words)
    for written, letter in _WAYS:
        latin = latin.replace(written, letter)
    return _LATIN_ARTICLE.sub(_article, latin.translate(_ARABIC).translate(_CYRILLIC))


@lru_cache(maxsize=4096)
def sounded(name: str) -> str:
    """The consonants of the name as any transliteration keeps them; "" for other scripts."""
    latin = romanised(name)
    return "".join(_word(word) for word in latin.split()) if latin.isascii() else ""


def _without_arabic_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _article(found: re.Match[str]) -> str:
    """Nothing for "al", "el", or an article that has taken the sound of the next word."""
    taken, following = found[1], found[2]
    return "" if taken is None or taken == following else found[0]


def _word(word: str) -> str:
    """Consonants only, none twice in a row; a last h is a ta marbuta as often as not."""
    bare = _TWICE.sub(r"\1", _VOWELS.sub("", word))
    return bare[:-1] if bare.endswith("h") and len(bare) > 2 else bare
