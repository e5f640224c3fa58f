"""Numbers in words and figures, and the bounds that stand before and after them."""

from __future__ import annotations

import re

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = {
    word: 10 * n
    for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_UNITS = {word: n for n, word in enumerate(_SMALL)} | _TENS
_SCALE = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}

AT_LEAST: dict[str, int | None] = {
    "dozens": 24,
    "dozens and dozens": 24,
    "a few dozen": 24,
    "several dozen": 24,
    "scores": 40,
    "tens": 20,
    "hundreds": 200,
    "a few hundred": 200,
    "several hundred": 200,
    "thousands": 2000,
    "several thousand": 2000,
    "tens of thousands": 20_000,
    "scores of thousands": 40_000,
    "hundreds of thousands": 200_000,
    "millions": 2_000_000,
    "several": 2,
    "a few": 2,
    "a couple": 2,
    "a number": 2,
    "a handful": 2,
    "few": None,
    "many": None,
    "numerous": None,
    "countless": None,
}
"""The least that a plural of a number can mean: two dozen, two score, two hundred. Never a most."""

_DIGITS = r"\d{1,3}(?:[,\u202f ]\d{3})+(?!\d)|\d{1,12}(?:\.\d{1,3})?"
_WORD = "|".join(sorted(_UNITS, key=len, reverse=True))
SPELLED = (
    rf"(?:{_WORD})(?:[- ](?:{_WORD}))?(?: hundred(?: and)?(?: (?:{_WORD})(?:[- ]"
    rf"(?:{_WORD}))?)?)?(?: (?:thousand|million|billion))?"
)
NUMBER = (
    rf"(?:(?:{_DIGITS})(?: (?:hundred|thousand|million|billion))?|{SPELLED}|(?:a|one|half a|"
    rf"two|three|four|five|six) (?:dozen|score)|a (?:hundred|thousand|million))"
)
VAGUE = "|".join(sorted(AT_LEAST, key=len, reverse=True))


def number(written: str) -> float | int | None:
    """The number that a group of words or figures stands for, or None where it is none."""
    words = written.lower().replace(",", "").replace("\u202f", "").strip()
    if re.fullmatch(r"\d+(?: \d{3})+", words):
        words = words.replace(" ", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", words):
        return float(words) if "." in words else int(words)
    found = re.fullmatch(r"(half a|a|one|two|three|four|five|six) (dozen|score)", words)
    if found:
        many = {"half a": 0.5, "a": 1}.get(found[1], _UNITS.get(found[1], 1))
        return int(many * (12 if found[2] == "dozen" else 20))
    return _spelled(words)


def _spelled(words: str) -> float | int | None:
    total, part, seen = 0.0, 0.0, False
    for word in re.split(r"[\s-]+", words):
        if word == "and":
            continue
        if word == "a":
            part, seen = 1, True
        elif re.fullmatch(r"\d+(?:\.\d+)?", word):
            part, seen = float(word), True
        elif word in _UNITS:
            part, seen = part + _UNITS[word], True
        elif word == "hundred" and seen:
            part *= 100
        elif word in _SCALE and seen:
            total, part = total + part * _SCALE[word], 0
        else:
            return None
    if not seen:
        return None
    value = total + part
    return int(value) if value == int(value) else value
