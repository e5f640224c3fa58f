"""Scales on which evidence is graded, each grade with what it means beside it.

Whoever grades names the scale. A grade without a definition stands as it is written; none is
translated into another scale, and none is worked out here.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from parley.record.values.claim import Credibility, Grade, Reliability

AIRWARS: Final = "Airwars civilian harm grading"

DEFINITIONS: Final = MappingProxyType({
    (AIRWARS, "Confirmed"): "a belligerent accepts that its own act did the harm",
    (AIRWARS, "Fair"): (
        "two or more credible sources report it, and military action nearby is known"
    ),
    (AIRWARS, "Weak"): "a single source reports it, though military action nearby may be known",
    (AIRWARS, "Contested"): "sources lay the same act at the door of different belligerents",
    (AIRWARS, "Discounted"): (
        "those harmed are found to have been combatants, or the act to be another's"
    ),
})  # fmt: skip
"""What each grade of a known scale means, in our words after its published method."""

RELIABILITY: Final[MappingProxyType[Reliability, str]] = MappingProxyType({
    "A": "always reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability not known",
})  # fmt: skip
"""How far a source has held before (the six letters of the Admiralty code)."""

CREDIBILITY: Final[MappingProxyType[Credibility, str]] = MappingProxyType({
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
})  # fmt: skip
"""How far what is said is believed, apart from who says it (the six figures of that code)."""


def definition(grade: Grade) -> str:
    """What a grade means: as its own record says, else as its scale does; "" where nobody says."""
    return grade.definition or DEFINITIONS.get((grade.scale, grade.grade), "")


def graded(
    grade: Grade | None, reliability: Reliability | None, credibility: Credibility | None
) -> str:
    """The grades of a claim in words with their meaning; "" where it has none."""
    parts = []
    if grade is not None:
        means = definition(grade)
        parts.append(f"{grade.grade} ({grade.scale}{': ' + means if means else ''})")
    if reliability is not None:
        parts.append(f"source {reliability} ({RELIABILITY[reliability]})")
    if credibility is not None:
        parts.append(f"content {credibility} ({CREDIBILITY[credibility]})")
    return "; ".join(parts)
