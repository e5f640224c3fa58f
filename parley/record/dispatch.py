"""Dispatch: what was tried to reach somebody, and what came of it. Four different facts."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from parley.record.values.line import RungNumber, Way
from parley.record.values.statement import Closed
from parley.record.values.text import Digest, Id, Name, Prose
from parley.record.values.time import VagueTime


class Dispatch(Closed, frozen=True, kw_only=True):
    """What every attempt to reach somebody carries."""

    of: Annotated[Digest, Meta(description="The record that was sent.")]
    way: Annotated[Way, Meta(description="By which way.")]
    to: Annotated[Name, Meta(description="To which role or party.")]
    at: Annotated[VagueTime | None, Meta(description="When, if not now.")] = None
    contact: Annotated[Name | None, Meta(description="The number or address used.")] = None
    remarks: Annotated[Prose | None, Meta(description="In words.")] = None


class Attempted(Dispatch, frozen=True, kw_only=True, tag="dispatch.attempted"):
    """An attempt to reach somebody was made."""

    attempt: Annotated[int, Meta(ge=1, le=1_000_000, description="Which try, from 1.")] = 1
    rung: Annotated[
        RungNumber | None, Meta(description="Which rung of the line's ladder, from 1.")
    ] = None
    officer: Annotated[Id | None, Meta(description="Officer number that tried.")] = None


class Delivered(Dispatch, frozen=True, kw_only=True, tag="dispatch.delivered"):
    """The carrier reported that it arrived. Nobody need have seen it."""


class Opened(Dispatch, frozen=True, kw_only=True, tag="dispatch.opened"):
    """It was opened on one of Parley's own pages. Opened is not answered."""


class Failed(Dispatch, frozen=True, kw_only=True, tag="dispatch.failed"):
    """An attempt did not get through."""

    why: Annotated[Prose, Meta(description="What the carrier or the caller reported.")]


class Unreachable(Dispatch, frozen=True, kw_only=True, tag="dispatch.unreachable"):
    """Nobody could be reached: the whole ladder was tried."""

    tried: Annotated[int, Meta(ge=1, le=1_000_000, description="How many attempts.")] = 1


AnyDispatch = Attempted | Delivered | Opened | Failed | Unreachable
