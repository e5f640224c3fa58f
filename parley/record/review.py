"""Review: looking back at incidents, what is to be learnt, and whether anything came of it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from parley.record.values.statement import Open
from parley.record.values.text import Digest, Id, Name, Prose
from parley.record.values.time import VagueTime


class Opened(Open, frozen=True, kw_only=True, tag="review.opened"):
    """A review was opened on one incident or several."""

    review: Annotated[Id, Meta(description="The review.")]
    title: Annotated[Name, Meta(description="What it is called here.")]
    incidents: Annotated[
        tuple[Id, ...], Meta(min_length=1, max_length=100, description="The incident files.")
    ]
    why: Annotated[Prose, Meta(description="What it is to find out.")]
    by: Annotated[Name, Meta(description="Who reviews, by office or unit.")]
    at: Annotated[VagueTime | None, Meta(description="When, if not now.")] = None


class Looking(Open, frozen=True, kw_only=True):
    """What every later step of a review carries."""

    of: Annotated[Digest, Meta(description="The record by which the review was opened.")]
    at: Annotated[VagueTime | None, Meta(description="When, if not now.")] = None
    entries: Annotated[
        tuple[Digest, ...], Meta(max_length=200, description="Records it rests on.")
    ] = ()


class LessonRecorded(Looking, frozen=True, kw_only=True, tag="review.lesson_recorded"):
    """A lesson was recorded, with what is to be done, by which role, until when."""

    lesson: Annotated[Id, Meta(description="The lesson, within its review.")]
    text: Annotated[Prose, Meta(description="What is to be learnt.")]
    action: Annotated[Prose | None, Meta(description="What is to be done; absent: nothing.")] = None
    owner: Annotated[Id | None, Meta(description="The role that is to do it.")] = None
    due: Annotated[VagueTime | None, Meta(description="By when.")] = None


class ActionTaken(Looking, frozen=True, kw_only=True, tag="review.action_taken"):
    """Somebody said how the action of a lesson stands."""

    lesson: Annotated[Digest, Meta(description="The record of the lesson.")]
    state: Annotated[
        Literal["begun", "done", "dropped", "put-off"], Meta(description="How it stands.")
    ]
    statement: Annotated[Prose, Meta(description="What was done, or why not.")]
    by: Annotated[Name, Meta(description="By which role or unit.")]
    due: Annotated[VagueTime | None, Meta(description="By when now, if put off.")] = None


class Closed(Looking, frozen=True, kw_only=True, tag="review.closed"):
    """A review was closed. Its lessons stay open until their actions are done or dropped."""

    conclusion: Annotated[Prose, Meta(description="What it came to, in words.")]


Step = LessonRecorded | ActionTaken | Closed
Review = Opened | Step
