"""Log: the free-text duty log, and the edges of exercises."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from parley.record.values.statement import Closed, Open
from parley.record.values.text import Digest, Id, Name, Prose


class Noted(Closed, frozen=True, kw_only=True, tag="log.noted"):
    """Something was written in the duty log."""

    text: Annotated[Prose, Meta(description="What was written.")]
    about: Annotated[Digest | None, Meta(description="The record it is about.")] = None
    topic: Annotated[
        Literal["duty", "clock", "link", "system"], Meta(description="What sort of remark.")
    ] = "duty"


class ExerciseStarted(Open, frozen=True, kw_only=True, tag="log.exercise_started"):
    """A drill began. Everything in it carries `exercise`; a real stop request ends it."""

    drill: Annotated[Id, Meta(description="The drill.")]
    title: Annotated[Name, Meta(description="What is practised.")]


class ExerciseEnded(Open, frozen=True, kw_only=True, tag="log.exercise_ended"):
    """A drill ended."""

    drill: Annotated[Id, Meta(description="The drill.")]
    why: Annotated[
        Literal["finished", "real-stop-request", "called-off"], Meta(description="What ended it.")
    ] = "finished"


Log = Noted | ExerciseStarted | ExerciseEnded
