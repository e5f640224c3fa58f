"""Score drafts against the attribution units of GUM news (CC BY), an RST corpus.

The last column of a word that opens an elementary unit gives the unit's relation. A unit in an
attribution relation is the words that attribute ("officials said"); the unit it points at begins
what
was said. A unit is found when the cue of a draft stands in it. A draft counts for precision when it
reports a clause: RST makes no unit of a thing spoken of ("denounced the raid") or of an intention.
"""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from parley.reading import read

_RELATION = re.compile(r"Discourse=([\w-]+?)(?:_m)?:(\d+)(?:->(\d+))?")
_NO_CLAUSE = frozenset(
    ("a thing spoken of", "what a particle brings", "an intention", "a request to somebody",
     "what it is called", "an act spoken of", "a passive and its agent")
)  # fmt: skip


class Units(Struct):
    """What was found, and where it came from."""

    gold: int = 0
    found: int = 0
    clauses: int = 0
    right: int = 0
    drafts: int = 0
    drafts_right: int = 0

    @property
    def recall(self) -> float:
        """Share of the annotated units in which a cue was found."""
        return self.found / max(1, self.gold)

    @property
    def precision(self) -> float:
        """Share of drafts that report a clause whose cue stands in an annotated unit."""
        return self.right / max(1, self.clauses)

    @property
    def precision_of_all(self) -> float:
        """The same of all drafts with a cue, also of those that RST has no unit for."""
        return self.drafts_right / max(1, self.drafts)


def document(path: Path) -> tuple[str, list[tuple[int, int]]]:
    """The text of a file in CoNLL-U, and its attribution units as [start, end)."""
    text: list[str] = []
    length = 0
    opened: tuple[int, bool] | None = None
    units: list[tuple[int, int]] = []
    paragraph = False
    for line in path.read_text(encoding="utf8").splitlines():
        if line.startswith("# newpar") and not line.startswith("# newpar_block"):
            paragraph = True
        elif line.startswith("# sent_id") and length:
            text.append("\n\n" if paragraph else " ")
            length += 2 if paragraph else 1
            paragraph = False
        columns = line.split("\t")
        if len(columns) != 10 or not columns[0].isdigit():
            continue
        relation = _RELATION.search(columns[9])
        if relation:
            if opened is not None and opened[1]:
                units.append((opened[0], length))
            opened = (length, relation[1].startswith("attribution"))
        text.append(columns[1])
        length += len(columns[1])
        if "SpaceAfter=No" not in columns[9]:
            text.append(" ")
            length += 1
    if opened is not None and opened[1]:
        units.append((opened[0], length))
    return "".join(text), units


def score(folder: Path) -> Units:
    """All files of a folder."""
    total = Units()
    for path in sorted(folder.glob("*.conllu")):
        text, units = document(path)
        total.gold += len(units)
        met: set[int] = set()
        for claim in read(text, language="en").claims:
            if (
                not claim.cue
                or claim.presupposed
                or "parted by kind" in claim.rules
                and not claim.cue
            ):
                continue
            inside = {
                number for number, (start, end) in enumerate(units)
                for cue in claim.cue if cue.start < end and start < cue.end
            }  # fmt: skip
            met |= inside
            total.drafts += 1
            total.drafts_right += bool(inside)
            if not _NO_CLAUSE & set(claim.rules):
                total.clauses += 1
                total.right += bool(inside)
        total.found += len(met)
    return total
