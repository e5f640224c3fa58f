"""Other open tools for attribution, on the same articles in the same run; which could not run,
and why.
"""

from __future__ import annotations

import importlib
import re
import time
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from benchmarks.reading.attribution import Drafted

WEIGHTS = (
    ("textacy on a trained spaCy pipeline", "needs weights, which are downloaded apart"),
    ("BookNLP", "downloads weights when it starts"),
    ("Stanford CoreNLP quote annotator", "needs Java and trained models"),
    ("BBC Citron", "not on the package index; needs a trained spaCy pipeline"),
)
"""Tools that could not run here, and why."""
_SPAN = re.compile(r"\S")


class Peer(Struct, frozen=True):
    """One tool that ran: its name, its drafts for each article, and articles a second."""

    name: str
    drafts: list[list[Drafted]]
    speed: float


def run(texts: Sequence[str]) -> tuple[list[Peer], list[tuple[str, str]]]:
    """Every tool that is installed and runs without weights."""
    ran: list[Peer] = []
    could_not = list(WEIGHTS)
    for name, make in (
        ("textacy, blank spaCy", _textacy),
        ("quotation marks and the nearest name", _marks),
    ):
        try:
            one = make()
        except ImportError as fault:
            could_not.append((name, f"not installed ({fault.name})"))
            continue
        try:
            one(texts[0])
            began = time.process_time()
            drafts = [one(text) for text in texts]
        except (ValueError, KeyError, AttributeError) as fault:
            could_not.append((name, str(fault).splitlines()[0][:100]))
            continue
        ran.append(Peer(name, drafts, len(texts) / (time.process_time() - began)))
    return ran, could_not


def _textacy() -> Callable[[str], list[Drafted]]:
    spacy: Any = importlib.import_module("spacy")
    extract: Any = importlib.import_module("textacy.extract")
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")

    def one(text: str) -> list[Drafted]:
        try:
            found = list(extract.direct_quotations(nlp(text)))
        except ValueError:
            return []  # it gives up on an article with a quotation left open
        return [Drafted(_chars(each.speaker), _chars([each.content])) for each in found]

    return one


def _chars(spans: Any) -> frozenset[int]:
    found: set[int] = set()
    for span in spans:
        start = getattr(span, "start_char", None)
        start, end = (span.idx, span.idx + len(span)) if start is None else (start, span.end_char)
        found.update(range(start, end))
    return frozenset(found)


_QUOTED = re.compile(r"[“\"]([^“”\"]{10,1000})[”\"]")
_NAMED = re.compile(
    r"(?P<before>(?:[A-Z][\w.’'-]+ )+)(?:said|says|told|added|wrote|asked)\b|"
    r"\b(?:said|says|told|added|wrote|asked) (?P<after>(?:[A-Z][\w.’'-]+ ?)+)|\b(?P<he>[Hh]e|"
    r"[Ss]he) (?:said|says)"
)


def _marks() -> Callable[[str], list[Drafted]]:
    """A floor: every quotation, and the nearest name beside a verb of speech."""

    def one(text: str) -> list[Drafted]:
        names = [
            found.span(next(key for key, value in found.groupdict().items() if value))
            for found in _NAMED.finditer(text)
        ]
        drafts = []
        for quoted in _QUOTED.finditer(text):
            near = min(names, key=lambda span: abs(span[0] - quoted.end()), default=None)
            speaker = frozenset(range(*near)) if near else frozenset[int]()
            drafts.append(Drafted(speaker, frozenset(range(*quoted.span()))))
        return drafts

    return one
