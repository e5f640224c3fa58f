"""A small hand-written tagger: the lexicon first, then the shape of the word, then its neighbours.

Tags: NN noun, NP name, JJ, RB, CD, DT, PS possessive ("his"), POS ("'s"), PR subject pronoun, PO
object
pronoun, IN, SC (if, when), WD (which, who), CM ("that" before a clause), CC, TO, MD, BE, HV, DO,
NG,
TM (a day or month), VB VZ VD VN VX VG, and a mark stands for itself (QO and QC for quotation
marks).
"""

from __future__ import annotations

from parley.reading.words.lexicon import lexicon

_LEX = lexicon()
_CLOSED, _VERBS, _BOTH = _LEX.closed, _LEX.verbs, _LEX.ambiguous
_KNOWN: dict[str, str] = {}

_NOUNISH_BEFORE = frozenset(("DT", "PS", "JJ", "POS", "CD", "IN"))
_VERBAL_BEFORE = frozenset(("MD", "TO", "PR", "DO", "NG", "WD"))
_OBJECT_AFTER = frozenset(("DT", "PR", "PO", "PS", "CM", "NP", "QO", "WD", "CD", "TO", "SC"))
_WITH_TO = frozenset("according due prior thanks owing contrary related next close subject".split())
_NAMED = frozenset(("NN", "NP"))
_TITLES = frozenset("mr mrs ms dr gen lt col sen rep gov prof capt maj adm sgt president".split())


def shape(word: str) -> str:
    """The tag of a word that no list has, by its ending."""
    tag = _KNOWN.get(word)
    if tag is None:
        tag = _KNOWN[word] = _shape(word)
        if len(_KNOWN) > 50_000:
            _KNOWN.clear()
    return tag


def _shape(word: str) -> str:
    first = word[0]
    if first.isdigit() or first in "$£€":
        return "CD"
    if not first.isalnum():
        return word
    if word.endswith("ly") and len(word) > 4:
        return "RB"
    if word.endswith("ing") and len(word) > 5:
        return "VG"
    if word.endswith("ed") and len(word) > 4:
        return "VX"
    if word.endswith(("ous", "ful", "ive", "able", "ible", "ical", "less", "ish", "ary")):
        return "JJ"
    if "-" in word and word.rsplit("-", 1)[1] in (
        "led",
        "backed",
        "based",
        "held",
        "old",
        "born",
        "run",
    ):
        return "JJ"
    return "NN"


def tag_words(
    words: list[str], low: list[str], first: int, last: int, *, capitals: bool, tags: list[str]
) -> None:
    """Tag the sentence [first, last) in place. `capitals`: all in upper case, so no name shows."""
    closed, verbs = _CLOSED, _VERBS
    begin = True
    for i in range(first, last):
        word = low[i]
        if not word[0].isalnum() and word[0] not in "'$£€":
            if not tags[i]:
                tags[i] = word
            continue
        if tags[i]:
            begin = True  # a quotation mark: what follows may begin a sentence
            continue
        tag = closed.get(word)
        upper = not capitals and words[i][0].isupper()
        if word in ("states", "nations", "kingdom") and low[i - 1 : i] == ["united"]:
            tags[i - 1] = tags[i] = "NP"
            continue
        if word == "us" and words[i] == "US" and _a_country(low, i, last, capitals):
            tags[i] = "NP"
            begin = False
            continue
        if upper and tag is None and not (begin and word in verbs):
            tags[i] = "NP"
        elif upper and not begin and tag in ("NN", "JJ", "IN", "RB", "MD", "BE") and word != "i":
            tags[i] = "NP"
        elif tag is not None:
            tags[i] = tag
        elif word in verbs:
            tags[i] = verbs[word][1]
        elif word == "'s" or word == "'":
            tags[i] = "POS"
        else:
            tags[i] = shape(word)
        begin = False
    _settle(low, first, last, tags)


def _a_country(low: list[str], i: int, last: int, capitals: bool) -> bool:
    """ "US" is the country, but in a text all in capitals only beside a word that names follow."""
    if not capitals:
        return True
    after = low[i + 1] if i + 1 < last else "."
    return (
        low[i - 1 : i] == ["the"]
        or after[:1].isalpha()
        and _CLOSED.get(after, "NN") in ("NN", "JJ", "NP")
    )


def _settle(low: list[str], first: int, last: int, tags: list[str]) -> None:
    """Decide by its neighbours what could be two things."""
    for i in range(first, last):
        tag = tags[i]
        head = tag[0]
        if head == "V":
            before = tags[i - 1] if i > first else "^"
            if before == "RB" and i - 1 > first:
                before = tags[i - 2] if tags[i - 2] != "DT" else "DT"
            tags[i] = _verb(low, i, last, tags, before)
        elif tag == "POS" and low[i] == "'s":
            tags[i] = _clitic(i, first, last, tags)
        elif tag == "TO" and i > first and low[i - 1] in _WITH_TO:
            tags[i] = "IN"
        elif low[i] == "alleged" and tag == "JJ" and low[i + 1 : i + 2] in (["that"], ["by"]):
            tags[i] = "VD" if tags[i - 1] != "BE" else "VX"
        elif tag == "JJ" and _alone(i, first, last, tags):
            tags[i] = "NN"
        elif tag == "DT" and low[i] == "that":
            tags[i] = _that(low, i, first, last, tags)
        elif (
            tag == "PS" and low[i] == "her" and (i + 1 >= last or not _noun_next(tags, i + 1, last))
        ):
            tags[i] = "PO"


def _alone(i: int, first: int, last: int, tags: list[str]) -> bool:
    """Whether an adjective stands for its noun: "an official said", "the wounded were"."""
    after = tags[i + 1] if i + 1 < last else "."
    if after in ("NN", "NP", "JJ", "CD", "VG", "POS", "CC", "-", "RB", "&") or i == first:
        return False
    before = tags[i - 1]
    return before in ("NN", "NP") or (
        before in ("DT", "PS", "POS", "JJ", "CD") and after[0] in "VBHMD,."
    )


def _noun_next(tags: list[str], i: int, last: int) -> bool:
    return i < last and tags[i] in ("NN", "NP", "JJ", "CD", "VG", "VX", "VB", "VZ", "QO", "RB")


def _verb(low: list[str], i: int, last: int, tags: list[str], before: str) -> str:
    tag, after = tags[i], tags[i + 1] if i + 1 < last else "$"
    if tag in ("VB", "VZ") and low[i] in _BOTH:
        if before in _VERBAL_BEFORE:
            return tag
        if (
            before in _NOUNISH_BEFORE
            or before in ("VX", "VN", "VG", "VB", "VZ", "VD")
            and tag == "VZ"
        ):
            return "NN"
        if before in _NAMED:
            if low[i + 1 : i + 2] == ["that"] and tags[i + 2 : i + 3] in (
                ["MD"],
                ["VZ"],
                ["BE"],
                ["HV"],
            ):
                return "NN"
            # a plural takes the bare form; of a name its ending says nothing
            plain = before == "NP" and tag == "VZ" or low[i - 1].endswith("s") == (tag == "VB")
            return (
                tag
                if plain and after in _OBJECT_AFTER or after == "QO"
                else (tag if after in ("CM", "PR") else _loose(tag, plain, after))
            )
        if before in ("CC", ",", "WD", "RB", "QC", ")"):
            return tag if after in _OBJECT_AFTER else "NN"
        return "NN" if tag == "VZ" or before in ("BE", "HV") or after in ("IN", "BE") else tag
    if tag == "VB" and before in ("DT", "PS", "JJ", "POS"):
        return "NN"
    if tag == "VX":
        if before in ("BE", "HV"):
            return "VN"
        if before in ("DT", "PS", "POS", "JJ") and after in ("NN", "NP", "JJ"):
            return "JJ"
    if tag == "VG" and before in ("DT", "PS", "JJ", "POS") and after not in ("DT", "CM"):
        return "NN"
    return tag


def _loose(tag: str, plain: bool, after: str) -> str:
    """A word that is noun and verb, after a noun, with no object in sight."""
    if plain and after in ("NN", "JJ", "RB", ".", ",", ":") and tag == "VZ":
        return "VZ" if after in (":", "JJ", "RB", ",", "NN") else "NN"
    return "NN"


def _clitic(i: int, first: int, last: int, tags: list[str]) -> str:
    """'s as "is" or as possession."""
    before = tags[i - 1] if i > first else "^"
    after = tags[i + 1] if i + 1 < last else "$"
    if (
        before in ("PR", "WD", "DT", "RB")
        or after in ("VG", "VN", "VX", "DT", "NG", "RB")
        and before != "NP"
    ):
        return "BE"
    if before == "NP" and after in ("VG", "DT", "NG"):
        return "BE"
    return "POS"


def _that(low: list[str], i: int, first: int, last: int, tags: list[str]) -> str:
    """ "that" before a clause (CM), as a relative (WD), or as a pronoun (DT)."""
    if i + 1 >= last:
        return "DT"
    before = tags[i - 1] if i > first else "^"
    after = tags[i + 1]
    ends = tags[i + 2] if i + 2 < last else "."
    if (
        before[0] == "V"
        and after == "NN"
        and (ends in (".", ",", "IN", "CC") and not low[i + 1].endswith("s"))
    ):
        return "DT"
    if after in ("BE", "HV", "MD", "VZ", "VD", "DO") or after == "VX":
        return "WD" if before in ("NN", "NP", ")") else "DT"
    if before[0] == "V" or before in (
        "TM",
        "PO",
        ",",
        "QC",
        ")",
        "CC",
        "NN",
        "NP",
        "RB",
        "JJ",
        "CD",
        "PR",
    ):
        return "CM"
    if before in ("IN", "DT"):
        return "DT"
    return "CM" if after in ("DT", "PR", "PS", "NP", "EX") else "DT"
