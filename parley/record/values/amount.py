"""How many: ranges whose bounds are never invented, with the unit of count beside them.

"At least 62" has a low and no high. "4 strikes" and "37 strikes" may count different things, so
the unit is a required field.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.record.values.refused import Unfit, shown
from parley.record.values.text import Id, Name

Count = Annotated[int, Meta(ge=-(2**53) + 1, le=2**53 - 1)]


class Range(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """A number as it was told: low <= best <= high, each absent where nobody gave it."""

    unit: Annotated[Id, Meta(description="What one of it is: person, strike, minute, km, breach.")]
    written: Annotated[Name, Meta(description="The number as written or said.")]
    low: Annotated[Count | None, Meta(description="At least this many, if said.")] = None
    best: Annotated[Count | None, Meta(description="The single figure given, if one was.")] = None
    high: Annotated[Count | None, Meta(description="At most this many, if said.")] = None
    approximate: Annotated[bool, Meta(description='Said with "about" or the like.')] = False

    def __post_init__(self) -> None:
        low, best, high = self.low, self.best, self.high
        if _above(low, best) or _above(best, high) or _above(low, high):
            given = ", ".join(shown(bound) for bound in (low, best, high))
            raise Unfit(f"expected low <= best <= high, got {given}")

    @classmethod
    def exactly(cls, figure: int, unit: str, written: str | None = None) -> Range:
        """A single figure: low, best and high are all what was said."""
        return cls(unit=unit, written=written or str(figure), low=figure, best=figure, high=figure)

    def may_equal(self, other: Range) -> bool:
        """True when the units agree and some number lies within both."""
        if self.unit != other.unit:
            return False
        return not (_above(self.low, other.high) or _above(other.low, self.high))

    def __str__(self) -> str:
        return f"{self.written} {self.unit}"


def _above(low: int | None, high: int | None) -> bool:
    return low is not None and high is not None and low > high


class Quantity(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """One measured thing in a claim: what was counted, of whom, between which two events."""

    measure: Annotated[Id, Meta(description="killed, injured, strikes, unanswered, distance ...")]
    range: Annotated[Range, Meta(description="How many, as told.")]
    group: Annotated[Name | None, Meta(description="Of whom or of what, as told.")] = None
    combatants: Annotated[
        Literal["yes", "no", "unknown"], Meta(description="Whether combatants are counted in.")
    ] = "unknown"
    civilian: Annotated[
        Literal["civilian", "combatant", "mixed", "contested", "unknown"],
        Meta(description="What the source says they were."),
    ] = "unknown"
    begins: Annotated[Name | None, Meta(description="The event a duration starts at.")] = None
    ends: Annotated[Name | None, Meta(description="The event a duration stops at.")] = None
    part_of: Annotated[Id | None, Meta(description="The measure it is a part of.")] = None
