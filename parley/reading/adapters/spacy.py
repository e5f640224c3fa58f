"""A spaCy pipeline as a second reader, where the operator has installed one with a parser.

It only supplies grammar: which verb has which subject and clause. The cues are ours.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, cast

from parley.errors import expected
from parley.reading.adapters.found import Returned, found_again, reading_of
from parley.reading.frames.load import frames
from parley.reading.output import Reading
from parley.reading.text.marks import whole


class Token(Protocol):
    """What we ask of a word of spaCy's."""

    text: str
    idx: int
    lemma_: str
    dep_: str

    @property
    def children(self) -> Iterable[Token]:
        """The words that hang on it."""

    @property
    def subtree(self) -> Iterable[Token]:
        """It and all that hangs on it, in order."""


class Pipeline(Protocol):
    """What we ask of a pipeline: words with lemmas and dependencies."""

    def __call__(self, text: str) -> Iterable[Token]: ...


_SUBJECTS = ("nsubj", "nsubjpass", "nsubj:pass")
_CLAUSES = ("ccomp", "xcomp", "dobj", "obj")


def pipeline(name: str) -> Pipeline:
    """An installed pipeline by name. Nothing is downloaded."""
    try:
        spacy = importlib.import_module("spacy")
        return cast(Pipeline, spacy.load(name))
    except ImportError:
        raise expected("spaCy to be installed", "none", name) from None
    except OSError:
        raise expected("an installed spaCy pipeline", "none of that name", name) from None


def read_by_spacy(text: str, nlp: Pipeline, *, name: str, document: str = "") -> Reading:
    """Who said what, by the dependencies of a pipeline."""
    text = whole(text)
    who = f"spaCy {name}"
    returned = list(_attributions(text, list(nlp(text))))
    return reading_of(text, found_again(text, returned, who=who), document=document, who=who)


def _attributions(text: str, words: Sequence[Token]) -> Iterator[Returned]:
    known = frames().verbs
    for word in words:
        usable = [f for f in known.get(word.lemma_.lower(), ()) if not f.particle]
        if not usable:
            continue
        source = next((c for c in word.children if c.dep_ in _SUBJECTS), None)
        clause = next((c for c in word.children if c.dep_ in _CLAUSES), None)
        if source is None or clause is None:
            continue
        if clause.dep_ in ("dobj", "obj") and "n" not in usable[0].takes:
            continue
        yield Returned(
            _words(text, clause.subtree), _words(text, source.subtree), word.text, usable[0].kind
        )


def _words(text: str, words: Iterable[Token]) -> str:
    """The stretch of text that some words cover, with what stands between them."""
    own = list(words)
    return text[min(w.idx for w in own) : max(w.idx + len(w.text) for w in own)]
