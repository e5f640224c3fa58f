"""Read the cue frames from the tables beside this file."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from parley.reading.words.inflection import forms, lines, third

_HERE = "parley.reading.frames"


class Frame(Struct, frozen=True):
    """What one cue takes, and what it says about its speaker. The letters stand in verbs.tsv."""

    cue: str
    takes: frozenset[str]
    before: frozenset[str]
    """The particles after which a noun group is the content: "warned of", "complained about"."""
    kind: str
    negative: bool
    factivity: str
    particle: tuple[str, ...] = ()


class Phrase(Struct, frozen=True):
    """A group of words that reports: "according to", "it is said that", "reportedly"."""

    words: tuple[str, ...]
    role: str
    kind: str


class Frames(Struct, frozen=True):
    """All cues. `verbs` is by form; `first` holds the phrases by their first word."""

    verbs: dict[str, tuple[Frame, ...]]
    nouns: dict[str, Frame]
    first: dict[str, tuple[Phrase, ...]]
    adjectives: dict[str, str]


def _frame(row: str) -> Frame:
    cue, takes, kind, sign, factivity = row.split("\t")
    letters, _, after = takes.partition("p:")
    base, *particle = cue.split(" ")
    return Frame(
        base,
        frozenset(letters),
        frozenset(after.split(",")) if after else frozenset(),
        kind,
        sign == "-",
        factivity,
        tuple(particle),
    )


@cache
def frames() -> Frames:
    """Every cue the reader knows."""
    verbs: dict[str, list[Frame]] = {}
    for row in lines(_HERE, "verbs.tsv"):
        frame = _frame(row)
        for form in {frame.cue, *(form for form, _ in forms(frame.cue))}:
            verbs.setdefault(form, []).append(frame)
    nouns: dict[str, Frame] = {}
    for row in lines(_HERE, "nouns.tsv"):
        frame = _frame(row)
        nouns[frame.cue] = nouns[third(frame.cue)] = frame
    first: dict[str, list[Phrase]] = {}
    adjectives: dict[str, str] = {}
    for row in lines(_HERE, "phrases.tsv"):
        words, role, kind = row.split("\t")
        if role == "adjective":
            adjectives[words] = kind
            continue
        phrase = Phrase(tuple(words.split(" ")), role, kind)
        first.setdefault(phrase.words[0], []).append(phrase)
    return Frames(
        # the longest particle is tried first: "call for" before "call"
        {
            form: tuple(sorted(found, key=lambda f: -len(f.particle)))
            for form, found in verbs.items()
        },
        nouns,
        {word: tuple(sorted(found, key=lambda p: -len(p.words))) for word, found in first.items()},
        adjectives,
    )
