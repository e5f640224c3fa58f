"""What the finders hand on: a speaker, a cue and contents, as ranges of tokens."""

from __future__ import annotations

from dataclasses import dataclass, field

from parley.reading.frames.load import Frame

Range = tuple[int, int]


@dataclass(slots=True)
class Draft:
    """One attribution as found. `source` None: nobody stands in the text, or nobody could be
    told.
    """

    sentence: int
    source: Range | None
    how: str
    cue: list[Range]
    contents: list[Range]
    kind: str
    rules: list[str] = field(default_factory=list)
    frame: Frame | None = None
    entity: str | None = None
    negated: bool = False
    addressee: Range | None = None
    outer: Draft | None = None
    """The claim in whose content this one stands."""
    chain: list[Range] = field(default_factory=list)
    """Speakers between the document and `source`: "the ministry quoted a statement by ..."."""
    presupposed: bool = False
    verb: int = -1
    """The token of the cue verb, for order and for tense; -1 where there is none."""

    @property
    def start(self) -> int:
        """The first token of what was said."""
        return min(first for first, _ in self.contents)

    @property
    def end(self) -> int:
        """One past the last token of what was said."""
        return max(last for _, last in self.contents)
