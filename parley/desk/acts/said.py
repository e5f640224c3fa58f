"""What every act takes: who drafts it, and how the statement came about."""

from __future__ import annotations

from typing import Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import asdict, replace

from parley.ledger import Draft
from parley.record.kinds import Record
from parley.record.notice import PositionConfirmed
from parley.record.values.statement import Heard
from parley.record.values.time import Instant, VagueTime

R = TypeVar("R", bound=Struct)


class Drafter(Protocol):
    """Whoever drafts: a party with what it has verified, or the desk."""

    @property
    def actor(self) -> str: ...

    def draft(self, record: Record, *, to: tuple[str, ...] = ()) -> Draft: ...


class Said(Struct, frozen=True, kw_only=True):
    """How a statement came about: by whom, when, by voice or not, in a drill or not.

    `party` is who speaks, where the signer only logs what it heard; None: whoever signs. `officer`
    is an officer number, `by` a role or unit, never a person's name. `at` is when, if not now.
    """

    party: str | None = None
    officer: str | None = None
    by: str | None = None
    at: VagueTime | None = None
    heard: Heard | None = None
    exercise: bool = False


HERE = Said()
"""Said now, by whoever signs."""


class Terms(Struct, frozen=True, kw_only=True):
    """What every first notice carries beside what it notifies.

    `to` are its addressees by actor, `channel` the line it goes by, `read` the digests of the
    overlapping notices the author had read. `disclosure`: named, its addressees; arrangement, every
    member; sealed, its author and the desk alone. `positions` are doubts a person stood for.
    """

    purpose: str
    to: tuple[str, ...] = ()
    channel: str | None = None
    reply_within_s: int | None = None
    read: tuple[str, ...] = ()
    emergency: bool = False
    disclosure: str = "named"
    positions: tuple[PositionConfirmed, ...] = ()
    heard: Heard | None = None
    exercise: bool = False


def with_terms(record: R, terms: Terms) -> R:
    """The record with what every notice carries."""
    return replace(record, **asdict(terms))


def with_how(record: R, said: Said, *, by: bool) -> R:
    """The record with how it came about; `by` where its kind names a role or unit."""
    fields = {"officer": said.officer, "at": said.at, "heard": said.heard,
              "exercise": said.exercise}  # fmt: skip
    return replace(record, **fields, **({"by": said.by} if by else {}))


def voice(record: R, said: Said) -> R:
    """The record with how it was heard and whether in a drill, where it has no more than that."""
    return replace(record, heard=said.heard, exercise=said.exercise)


def instant(ms: int, zone: str = "Z") -> Instant:
    """A moment from a clock as an instant."""
    return Instant(ms=ms, zone=zone)
