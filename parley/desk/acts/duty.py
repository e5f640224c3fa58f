"""The duty log, telephone calls, exercises, and whether a party can be reached."""

from __future__ import annotations

from typing import Literal

from parley.desk.acts.said import HERE, Drafter, Said, instant, voice
from parley.errors import expected
from parley.ledger import Draft
from parley.record import alert, answer, log, roster
from parley.record.entry import Entry, Unread
from parley.record.kinds import tag_of
from parley.record.values.statement import Heard
from parley.record.values.time import VagueTime

CallWay = Literal["telephone", "radio", "in-person", "video", "other"]


def draft_noted(
    who: Drafter,
    text: str,
    *,
    to: tuple[str, ...] = (),
    about: str | None = None,
    said: Said = HERE,
) -> Draft:
    """Write in the duty log."""
    return who.draft(voice(log.Noted(text=text, about=about), said), to=to)


def call_began(
    ms: int,
    *,
    by: str,
    from_: str,
    way: CallWay = "telephone",
    language: str | None = None,
    interpreter: str | None = None,
) -> Heard:
    """A call that is running: what every statement heard in it carries in `said.heard`.

    `ms` is when it began, `by` the officer number that hears it, `from_` who speaks, as they gave
    it: a role or a unit.
    """
    return Heard(
        way=way, by=by, from_=from_, began=instant(ms), language=language,
        interpreter=interpreter,
    )  # fmt: skip


def call_ended(call: Heard, ms: int) -> Heard:
    """The same call, over."""
    return Heard(
        way=call.way, by=call.by, from_=call.from_, began=call.began, language=call.language,
        interpreter=call.interpreter, ended=instant(max(ms, call.began.ms)),
    )  # fmt: skip


def draft_call_logged(
    who: Drafter,
    call: Heard,
    text: str,
    *,
    to: tuple[str, ...] = (),
    about: str | None = None,
    exercise: bool = False,
) -> Draft:
    """Log a call while it runs, and again when it has ended, `about` the first entry.

    Signed by who heard it: the speaker has signed nothing until it confirms.
    """
    return draft_noted(
        who, text, to=to, about=about, said=Said(heard=call, exercise=exercise)
    )


def draft_call_confirmed(who: Drafter, heard: Entry, *, to: tuple[str, ...]) -> Draft:
    """Stand for what was heard on the telephone, under one's own signature.

    An answer, or a step of an alert, is said again without its call: from here on its speaker has
    given it itself. What cannot be said twice without becoming two (a notice, a stop request, a
    remark) is stood for in the duty log. Refuses what was not heard, and another's words.
    """
    body = heard.body
    if isinstance(body, Unread) or body.heard is None:
        raise expected("an entry that was heard", "one that was not", f"entry {heard.index}")
    if isinstance(body, answer.Answer):
        if body.party != who.actor:
            raise expected(f"an answer heard from {who.actor}", "one from another")
        return who.draft(_own(body), to=to)
    if isinstance(body, alert.Step):
        return who.draft(_own(body), to=to)
    text = (
        f"Confirmed by {who.actor}: what was heard from {body.heard.from_} by {body.heard.way}, "
        f"entered as {tag_of(body)}, is what was said."
    )
    return draft_noted(who, text, to=to, about=heard.digest, said=Said(exercise=body.exercise))


def _own(body: answer.AnyAnswer | alert.Alert) -> answer.AnyAnswer | alert.Alert:
    return voice(body, Said(exercise=body.exercise))


def draft_exercise_started(who: Drafter, drill: str, title: str) -> Draft:
    """Begin a drill. What is said in it carries `exercise`; a real stop request ends it."""
    return who.draft(log.ExerciseStarted(drill=drill, title=title))


def draft_exercise_ended(
    who: Drafter,
    drill: str,
    why: Literal["finished", "real-stop-request", "called-off"] = "finished",
) -> Draft:
    """End a drill, and say why."""
    return who.draft(log.ExerciseEnded(drill=drill, why=why))


def draft_availability_stated(
    who: Drafter,
    party: str,
    availability: Literal["reachable", "limited", "unreachable"],
    *,
    version: int,
    window: VagueTime,
    statement: str,
    evidence: tuple[str, ...] = (),
    to: tuple[str, ...] = (),
    said: Said = HERE,
) -> Draft:
    """State whether a party can be reached. It excuses no silence, and changes no reply time.

    The desk's word; a party may say so of itself, which stands beside the desk's. `version` counts
    this speaker's statements of this party, from 1.
    """
    record = roster.AvailabilityStated(
        party=party, speaker=said.party or who.actor, availability=availability,
        version=version, window=window, statement=statement, evidence=evidence, to=to,
    )  # fmt: skip
    return who.draft(voice(record, said), to=to)
