"""Alert: the stop line. A stop request is recorded before a person is found, and never refused."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from parley.record.values.place import Place
from parley.record.values.statement import Closed
from parley.record.values.text import Digest, Id, Name, Prose
from parley.record.values.time import VagueTime


class Raised(Closed, frozen=True, kw_only=True, tag="alert.raised"):
    """Somebody warned that something is going wrong."""

    what: Annotated[Prose, Meta(description="What is happening.")]
    place: Annotated[Place | None, Meta(description="Where.")] = None
    since: Annotated[VagueTime | None, Meta(description="Since when.")] = None
    caller: Annotated[Name | None, Meta(description="Who warns, by role or unit.")] = None
    to: Annotated[tuple[Id, ...], Meta(max_length=50, description="Addressees.")] = ()


class StopRequested(Closed, frozen=True, kw_only=True, tag="alert.stop_requested"):
    """Somebody asked that something stop. It needs no named person to answer it."""

    what: Annotated[Prose, Meta(description="What must stop.")]
    place: Annotated[Place | None, Meta(description="Where.")] = None
    since: Annotated[VagueTime | None, Meta(description="Since when.")] = None
    caller: Annotated[Name | None, Meta(description="Who asks, by role or unit.")] = None
    to: Annotated[tuple[Id, ...], Meta(max_length=50, description="Addressees.")] = ()


class Step(Closed, frozen=True, kw_only=True):
    """What every step after the first carries."""

    alert: Annotated[Digest, Meta(description="The warning or stop request.")]
    at: Annotated[VagueTime | None, Meta(description="When, if not now.")] = None
    by: Annotated[Name | None, Meta(description="By whom, by role or unit.")] = None
    officer: Annotated[Id | None, Meta(description="Officer number.")] = None
    remarks: Annotated[Prose | None, Meta(description="In words.")] = None


class Taken(Step, frozen=True, kw_only=True, tag="alert.taken"):
    """An officer picked it up: the first human being on the other side."""


class Relayed(Step, frozen=True, kw_only=True, tag="alert.relayed"):
    """It was passed on to whoever can act."""

    to: Annotated[Name, Meta(description="To whom, by role or unit.")]


class ReadBack(Step, frozen=True, kw_only=True, tag="alert.read_back"):
    """The message was repeated to its caller, who can now say whether it was understood."""

    understood: Annotated[Prose, Meta(description="What was understood.")]
    confirmed: Annotated[bool, Meta(description="Whether the caller said it is right.")] = False
    place: Annotated[Place | None, Meta(description="The place understood.")] = None


class OrderPassed(Step, frozen=True, kw_only=True, tag="alert.order_passed"):
    """An order to halt was passed down."""


class Halted(Step, frozen=True, kw_only=True, tag="alert.halted"):
    """What was asked to stop is said to have stopped."""


class StoodDown(Step, frozen=True, kw_only=True, tag="alert.stood_down"):
    """The alert was ended by whoever raised it."""


Alert = Raised | StopRequested | Taken | Relayed | ReadBack | OrderPassed | Halted | StoodDown
