"""What the record says that a clock could turn on: happenings, and what was declared.

A happening is an incident file. It happened at some moment between two, and what is alleged,
claimed and ruled of it may each reset a clock, by policy.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Act = Literal["started", "renewed", "reset", "suspended", "ended", "deadline"]


class Stated(Struct, frozen=True, kw_only=True, gc=False):
    """One statement at its place in the record; `author` is None where nobody can know it."""

    entry: int
    digest: str
    author: str | None


class Timed(Stated, frozen=True, kw_only=True, gc=False):
    """A stated time; `fine` is finer than a day."""

    earliest: int
    latest: int
    fine: bool = False


class Alleged(Stated, frozen=True, kw_only=True, gc=False):
    """An allegation: whose it is, and when it says that it happened, if it says.

    Where it does not, a `general` one (so many breaches, no obligation kept) may mean any moment
    before it was said, which is `said_by`; another means the happening it stands in.
    """

    speaker: str
    said_by: int
    general: bool = False
    earliest: int | None = None
    latest: int | None = None


class Judged(Stated, frozen=True, kw_only=True, gc=False):
    """A ruling, and the clauses it names itself or through the findings it cites."""

    value: str
    findings: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


class Objected(Stated, frozen=True, kw_only=True, gc=False):
    """Somebody disputes a ruling."""

    ruling: str


class Happening(Struct, frozen=True, kw_only=True, gc=False):
    """One incident file, as far as clocks go."""

    opened: tuple[Timed, ...] = ()
    moments: tuple[Timed, ...] = ()
    alleged: tuple[Alleged, ...] = ()
    deaths: tuple[Stated, ...] = ()
    rulings: tuple[Judged, ...] = ()
    disputed: tuple[Objected, ...] = ()
    first_rx: int = 0


class Declared(Timed, frozen=True, kw_only=True, gc=False):
    """Somebody declared something of a clock."""

    act: Act
    by: tuple[str, ...]
    statement: str
    hours: int | None = None


class Holding(Struct, frozen=True, kw_only=True):
    """The state of the fold: happenings by incident, declarations by clock, what was taken back."""

    happenings: dict[str, Happening] = {}
    declared: dict[str, tuple[Declared, ...]] = {}
    findings: dict[str, tuple[str, ...]] = {}
    taken_back: frozenset[tuple[int, str, str]] = frozenset()
    corrected: frozenset[tuple[str, str]] = frozenset()
    size: int = 0

    def counts(self, one: Stated) -> bool:
        """Whether its own author has neither taken it back nor put another in its place."""
        if one.author is None:
            return True
        if (one.entry, one.digest, one.author) in self.taken_back:
            return False
        return (one.digest, one.author) not in self.corrected


NOTHING = Holding()
