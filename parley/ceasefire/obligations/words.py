"""What the record says of obligations, restraint, influence and status, word by word."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Act = Literal["claimed_done", "confirmed", "disputed", "doubted"]
"""`doubted`: a speaker could not confirm it. That disputes nothing and confirms nothing."""


class Word(Struct, frozen=True, kw_only=True, gc=False):
    """One statement: who says what of which clause. `of` is the holder, if it names one.

    `said` is the latest moment at which it can have been said. `reported`: its signer passes it on.
    """

    entries: tuple[int, ...]
    digest: str
    author: str | None
    clause: str
    instrument: str
    act: Act
    by: str
    statement: str
    said: int
    reported: bool = False
    of: str | None = None
    claim: str | None = None
    occurrence: str | None = None


class Restraint(Struct, frozen=True, kw_only=True, gc=False):
    """One dated act about one restraint, by its own speaker."""

    entries: tuple[int, ...]
    digest: str
    author: str | None
    restraint: str
    act: str
    speaker: str
    of: str
    over: str | None
    statement: str
    said: int


class Influence(Struct, frozen=True, kw_only=True, gc=False):
    """How far a speaker says that one actor can influence another."""

    entries: tuple[int, ...]
    digest: str
    author: str | None
    speaker: str
    by: str
    over: str
    extent: str
    statement: str


class Status(Struct, frozen=True, kw_only=True, gc=False):
    """How a speaker says that an arrangement stands."""

    entries: tuple[int, ...]
    digest: str
    author: str | None
    speaker: str
    status: str
    instrument: str | None
    statement: str
    written: str
    said: int


class Heard(Struct, frozen=True, kw_only=True):
    """The state of the fold, each list in the order it was entered."""

    words: tuple[Word, ...] = ()
    restraints: tuple[Restraint, ...] = ()
    influence: tuple[Influence, ...] = ()
    statuses: tuple[Status, ...] = ()
    taken_back: frozenset[tuple[int, str, str]] = frozenset()
    size: int = 0

    def counts(self, one: Word | Restraint | Influence | Status) -> bool:
        """Whether its own author has not taken it back."""
        return one.author is None or not any(
            (entry, one.digest, one.author) in self.taken_back for entry in one.entries
        )


NOTHING = Heard()
