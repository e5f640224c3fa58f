"""The lexicon: small words by class, verbs by form, and the words that are both noun and verb."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from parley.reading.words.inflection import forms, lines, third

_HERE = "parley.reading.words"

ALSO_NOUNS = frozenset(
    "report claim plan call demand request offer promise pledge vow threat doubt fear hope view "
    "note "
    "question support order charge answer comment estimate forecast project post tweet protest "
    "warning "
    "finding ruling feeling show release challenge attack strike bet boast cry guess hint joke "
    "lecture "
    "need praise quote rant read reason rebuke reply resolve rule sense shout sigh signal snap "
    "sneer "
    "stress talk term test trust tout voice whisper wonder worry yell name label brand back "
    "fault favor "
    "favour hammer judge mention object press push rip charge debate address brief counsel counter "
    "dispute detail document figure guarantee lament register regret respect salute state murmur "
    "interview insult broadcast scream sound counsel appeal retort rebuff concern remark".split()
)


class Lexicon(Struct, frozen=True):
    """What is known of words. `verbs` gives (base, form); `ambiguous` are forms that are nouns
    too.
    """

    closed: dict[str, str]
    verbs: dict[str, tuple[str, str]]
    ambiguous: frozenset[str]
    times: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The one lexicon, read from the lists beside this file and from the cue frames."""
    closed: dict[str, str] = {}
    times: frozenset[str] = frozenset()
    for row in (line.split() for line in lines(_HERE, "closed.txt")):
        if row[0] == "TM":
            times = frozenset(row[1:])
            continue
        for word in row[1:]:
            closed.setdefault(word, row[0])
    for row in (line.split() for line in lines(_HERE, "plain.txt")):
        for word in row[1:]:
            closed.setdefault(word.lower(), row[0])
    for word in times:
        closed[word] = "TM"
    for word in ("may", "march"):
        closed.pop(word, None)
    closed["may"] = "MD"
    verbs: dict[str, tuple[str, str]] = {}
    nouns: set[str] = set()
    bases = [word for line in lines(_HERE, "verbs.txt") for word in line.split() if word[-1] != "-"]
    cues = [line.split("\t")[0] for line in lines("parley.reading.frames", "verbs.tsv")]
    bases += [cue for cue in cues if " " not in cue]
    for entry in bases:
        base = entry.rstrip("+")
        for form, tag in forms(base):
            verbs.setdefault(form, (base, tag))
        if entry.endswith("+") or base in ALSO_NOUNS:
            nouns |= {base, third(base)}
    return Lexicon(closed, verbs, frozenset(nouns), times)
