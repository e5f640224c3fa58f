"""Score drafts against the standoff attributions of PolNeAR, by halves of the corpus.

A gold attribution is found when the characters of its content and of one draft's contents
overlap with
intersection over union of at least the threshold, one to one. The articles are split by their
order:
every second one, from the first, is the tuning half, whose errors were looked at while the rules
were
written; the others are held out and were only scored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from parley.reading import Reading

Chars = set[int]
SPEECH = frozenset(
    "say says said saying tell tells told telling add adds added adding claim claims claimed state "
    "states stated announce announced report reported argue argued warn warned insist insisted "
    "note "
    "noted explain explained write wrote tweet tweeted ask asked reply replied declare declared "
    "admit "
    "admitted deny denied confirm confirmed acknowledge acknowledged allege alleged "
    "according".split()
)


class Attribution(Struct, frozen=True):
    """One annotated attribution: the characters of its speaker, cue and content."""

    source: frozenset[int]
    content: frozenset[int]
    speech: bool


class Score(Struct):
    """What was found, at one threshold."""

    gold: int = 0
    predicted: int = 0
    found: int = 0
    speech: int = 0
    speech_found: int = 0
    sourced: int = 0
    source_right: int = 0

    def add(self, other: Score) -> None:
        """Take another score in."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def precision(self) -> float:
        """Share of drafts that an annotator has too."""
        return self.found / max(1, self.predicted)

    @property
    def recall(self) -> float:
        """Share of the annotated attributions that were found."""
        return self.found / max(1, self.gold)

    @property
    def f(self) -> float:
        """Their harmonic mean."""
        return 2 * self.found / max(1, self.predicted + self.gold)

    @property
    def speech_recall(self) -> float:
        """Recall of attributions by a verb of speech."""
        return self.speech_found / max(1, self.speech)

    @property
    def speakers(self) -> float:
        """Share of the found ones with a speaker whose speaker overlaps the annotated one."""
        return self.source_right / max(1, self.sourced)


class Drafted(Struct, frozen=True):
    """One draft as it is scored."""

    source: frozenset[int]
    content: frozenset[int]


def articles(folder: Path) -> Iterator[tuple[str, str, list[Attribution]]]:
    """Name, text and annotations of each article that has any."""
    for text_file in sorted((folder / "text").glob("*.txt")):
        marked = sorted((folder / "attributions").glob(text_file.stem + "*.ann"))
        if marked:
            text = text_file.read_text(encoding="utf8")
            yield text_file.stem, text, _annotations(marked[0], text)


def _annotations(path: Path, text: str) -> list[Attribution]:
    spans: dict[str, list[tuple[int, int]]] = {}
    events: list[list[tuple[str, str]]] = []
    for line in path.read_text(encoding="utf8").splitlines():
        parts = line.split("\t")
        if line[:1] == "T" and len(parts) > 1:
            places = parts[1].split(" ", 1)[1].split(";")
            spans[parts[0]] = [_pair(place) for place in places]
        elif line[:1] == "E" and len(parts) > 1:
            events.append([_role(one) for one in parts[1].split()])
    return [made for event in events if (made := _attribution(event, spans, text)) is not None]


def _pair(place: str) -> tuple[int, int]:
    start, end = place.split()
    return int(start), int(end)


def _role(words: str) -> tuple[str, str]:
    role, _, key = words.partition(":")
    return role.rstrip("0123456789"), key


def _attribution(
    event: list[tuple[str, str]], spans: dict[str, list[tuple[int, int]]], text: str
) -> Attribution | None:
    found: dict[str, list[tuple[int, int]]] = {"Source": [], "Cue": [], "Content": []}
    for role, key in event:
        if role in found:
            found[role] += spans[key]
    if not found["Content"] or not found["Cue"]:
        return None
    cue = " ".join(text[start:end] for start, end in found["Cue"]).lower()
    words = "".join(letter if letter.isalnum() else " " for letter in cue).split()
    return Attribution(
        _chars(found["Source"]), _chars(found["Content"]), any(word in SPEECH for word in words)
    )


def _chars(spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    return frozenset(i for start, end in spans for i in range(start, end))


def drafted(reading: Reading) -> list[Drafted]:
    """Our drafts, as they are scored: who speaks is the last link of the chain."""
    found = []
    for claim in reading.claims:
        link = claim.source_chain[-1]
        speaker = (
            [(link.start, link.end)] if link.start is not None and link.end is not None else []
        )
        found.append(
            Drafted(_chars(speaker), _chars([(piece.start, piece.end) for piece in claim.content]))
        )
    return found


def scored(gold: list[Attribution], drafts: list[Drafted], threshold: float) -> Score:
    """One article at one threshold."""
    score = Score(gold=len(gold), predicted=len(drafts), speech=sum(one.speech for one in gold))
    used: set[int] = set()
    for wanted in gold:
        best: tuple[float, int] | None = None
        for number, draft in enumerate(drafts):
            if number in used:
                continue
            union = len(wanted.content | draft.content)
            overlap = len(wanted.content & draft.content) / max(1, union)
            if overlap >= threshold and (best is None or overlap > best[0]):
                best = (overlap, number)
        if best is None:
            continue
        used.add(best[1])
        score.found += 1
        score.speech_found += wanted.speech
        if wanted.source:
            score.sourced += 1
            score.source_right += bool(wanted.source & drafts[best[1]].source)
    return score
