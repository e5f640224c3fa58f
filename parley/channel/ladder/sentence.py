"""A ladder as one sentence with times, for whoever sits at the desk at three in the morning."""

from __future__ import annotations

from parley.channel.ladder.plan import Plan, Step
from parley.channel.wording import ENGLISH, Tongue
from parley.channel.wording.figures import clock, duration
from parley.record.values.line import Rung

_WHO = {
    "duty": "the duty role",
    "deputy": "the deputy",
    "any-officer": "any officer on shift",
    "head": "the head",
    "guarantor": "the guarantor",
}


def ladder_sentence(rungs: tuple[Rung, ...], tongue: Tongue = ENGLISH) -> str:
    """What a line promises: whom it rings, after how long, how often."""
    if not rungs:
        return tongue.say("No ladder is agreed: nobody is rung when nobody answers.")
    parts = [_promise(rung, tongue) for rung in rungs]
    parts[0] = parts[0][0].upper() + parts[0][1:]
    then = tongue.say("then it is entered that nobody could be reached")
    return "; ".join([*parts, then]) + "."


def plan_sentence(plan: Plan, zone: str = "Z", tongue: Tongue = ENGLISH) -> str:
    """One ladder at one moment: what rings now, what comes next and when, and how it ends."""
    what = tongue.say("Alert {number}" if plan.alarm else "Notice {number}",
                      number=tongue.figure(f"PARLEY {plan.entry}"))  # fmt: skip
    lead = tongue.say("{what} to {party}", what=what, party=plan.party)
    if plan.exercise:
        lead = f"EXERCISE EXERCISE {lead}"
    if plan.by is not None:
        return f"{lead}: {_end(plan, tongue)}."
    parts = [_now(plan, zone, tongue)]
    for step in plan.steps:
        if step.next_ms is not None:
            parts.append(_coming(step, zone, tongue))
    tried = clock(plan.unreachable_ms, zone)
    parts.append(
        tongue.say("if nobody answers by {time}, that is entered", time=tongue.figure(tried))
    )
    return f"{lead}: {'; '.join(parts)}."


def _now(plan: Plan, zone: str, tongue: Tongue) -> str:
    if plan.progress == "waiting":
        begins = tongue.figure(clock(plan.since_ms, zone))
        return tongue.say("begins to ring at {time}", time=begins)
    if not plan.rings:
        return tongue.say("nothing rings at this moment")
    return tongue.say("ringing now: ") + ", ".join(
        tongue.say(
            "{title}, {officers}, try {attempt} of {limit} (rung {rung})",
            title=ring.contact.title, rung=ring.rung, attempt=ring.attempt,
            limit=plan.steps[ring.rung - 1].rule.limit,
            officers=" ".join(ring.contact.officers) or tongue.say("nobody on the rota"),
        )
        for ring in plan.rings
    )  # fmt: skip


def _coming(step: Step, zone: str, tongue: Tongue) -> str:
    whom = ", ".join(contact.title for contact in step.contacts) or _who(step.rule, tongue)
    return tongue.say(
        "{whom} at {time}", whom=whom, time=tongue.figure(clock(step.next_ms or 0, zone))
    )


def _end(plan: Plan, tongue: Tongue) -> str:
    match plan.progress:
        case "unreachable":
            return tongue.say("nobody could be reached (entry {entry})", entry=plan.by)
        case "over":
            return tongue.say("over (entry {entry})", entry=plan.by)
        case "ringing" | "waiting" | "reached":
            return tongue.say("answered (entry {entry})", entry=plan.by)


def _promise(rung: Rung, tongue: Tongue) -> str:
    after = tongue.say("at once")
    if rung.after_s:
        after = tongue.say("after {time}", time=tongue.figure(duration(rung.after_s * 1000)))
    told = f"{_who(rung, tongue)} {after}"
    if rung.repeat_every_s is not None and rung.limit > 1:
        every = tongue.figure(duration(rung.repeat_every_s * 1000))
        told += tongue.say(", every {time} up to {limit} times", time=every, limit=rung.limit)
    return told


def _who(rung: Rung, tongue: Tongue) -> str:
    return rung.role if rung.role is not None else tongue.say(_WHO[rung.to])
