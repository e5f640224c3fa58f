"""Answer: what an addressee says to a notice. An acknowledgement is not consent."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from parley.record.values.line import Due
from parley.record.values.place import Place
from parley.record.values.statement import Closed
from parley.record.values.text import Digest, Id, Name, Prose
from parley.record.values.time import Instant, VagueTime


class Answer(Closed, frozen=True, kw_only=True):
    """What every answer carries: to which notice, by which addressee."""

    notice: Annotated[Digest, Meta(description="The notice answered, in that version.")]
    party: Annotated[Id | None, Meta(description="The addressee; absent when only named.")] = None
    named: Annotated[Name | None, Meta(description="The addressee as a source names it.")] = None
    officer: Annotated[Id | None, Meta(description="Officer number of the responder.")] = None
    at: Annotated[VagueTime | None, Meta(description="When, if not now.")] = None
    shown: Annotated[
        Digest | None, Meta(description="SHA-256 of what the responder was shown.")
    ] = None


class Received(Answer, frozen=True, kw_only=True, tag="answer.received"):
    """The notice reached the addressee. This is not consent and binds nobody to anything."""

    remarks: Annotated[Prose | None, Meta(description="In words.")] = None


class Confirmed(Answer, frozen=True, kw_only=True, tag="answer.confirmed"):
    """The addressee holds what the notice says to be true."""

    statement: Annotated[Prose | None, Meta(description="In words.")] = None


class Undertaken(Answer, frozen=True, kw_only=True, tag="answer.undertaken"):
    """The addressee said that it will comply."""

    statement: Annotated[Prose, Meta(description="What it will do.")]


class Objected(Answer, frozen=True, kw_only=True, tag="answer.objected"):
    """The addressee objected. The protection a notice gives is not weakened by that."""

    reason: Annotated[Prose, Meta(description="Why.")]


class Withdrawn(Answer, frozen=True, kw_only=True, tag="answer.withdrawn"):
    """An addressee took back an earlier answer."""

    answer: Annotated[Digest, Meta(description="The answer taken back.")]
    reason: Annotated[Prose | None, Meta(description="Why.")] = None


class ReadBack(Answer, frozen=True, kw_only=True, tag="answer.read_back"):
    """The addressee repeated what it understood, so that a wrong place shows at once."""

    understood: Annotated[Prose, Meta(description="What it understood, in its words.")]
    place: Annotated[Place | None, Meta(description="The place it understood.")] = None


class Lapsed(Closed, frozen=True, kw_only=True, tag="answer.lapsed"):
    """The reply time ran out without an answer. Silence is a fact, never consent."""

    notice: Annotated[Digest, Meta(description="The notice or alert left unanswered.")]
    party: Annotated[Id, Meta(description="The addressee that did not answer.")]
    due: Annotated[Instant, Meta(description="When the answer was due.")]
    what: Annotated[Due, Meta(description="What was due.")] = "reply"
    policy: Annotated[Id | None, Meta(description="By which rule of the line, if by one.")] = None
    rule: Annotated[
        Literal["channel", "notice"], Meta(description="Whose reply time it was.")
    ] = "channel"


AnyAnswer = Received | Confirmed | Undertaken | Objected | Withdrawn | ReadBack | Lapsed
