"""Tests 1, 3, 5 and 7: in force, act prohibited, inside the area, evidence enough."""

from __future__ import annotations

from parley.ceasefire.spans.edges import LONG_AGO, NEVER, Holds, Stretch, any_at, said_edge
from parley.ceasefire.text.clause import Window
from parley.ceasefire.text.terms import ClauseInForce, Drawn
from parley.ceasefire.weighing.daily_hours import LONGEST_MS, opened
from parley.ceasefire.weighing.facts import GRADES, Assumed, Facts
from parley.ceasefire.weighing.found import Found, union, unknown
from parley.ceasefire.weighing.ground import Lies, lies
from parley.record.values.time import iso, zone_of


def in_force(facts: Facts, term: ClauseInForce, ms: int, assumed: Assumed) -> Found:
    """Test 1 at one moment: the instrument's version is in force, and the clause's hours are on."""
    text = f"{term.instrument.title}, version {term.version.number}"
    clauses = (term.clause.id, *term.force.clauses)
    holds = term.force.at(ms)
    hours = window_at(facts, term.clause.window, ms)
    if holds == "no":
        because = f"{text} was not in force {_then(facts, ms)}."
        return Found(says="no", because=because, clauses=clauses)
    if hours == "no":
        because = f"The hours of {term.clause.id} were not on {_then(facts, ms)}."
        return Found(says="no", because=because, clauses=clauses)
    if holds == "yes" and hours == "yes":
        return Found(says="yes", because=f"{text} was in force.", clauses=clauses)
    question = f"Was {term.clause.id} in force {_then(facts, ms)}?"
    asked = facts.fact(f"in-force.{term.clause.id}", question, assumed)
    because = f"From when or until when {text} holds is not known to that moment."
    return Found(
        says=asked.says, because=because, clauses=clauses, entries=asked.entries, asks=asked.asks
    )


def window_at(facts: Facts, window: Window | None, ms: int) -> Holds:
    """Whether the hours of a clause or an exception are on at a moment."""
    if window is None:
        return "yes"
    vague = _too_long(facts.hull()) and bool(window.opens or window.closes or window.days)
    hull = facts.hull() if vague else (ms, ms)
    each = [any_at(one, ms)[0] for one in windows_of(facts, window, hull)]
    if "no" in each:
        return "no"
    return "unknown" if vague or "unknown" in each else "yes"


def windows_of(
    facts: Facts, window: Window | None, hull: tuple[int, int]
) -> tuple[tuple[Stretch, ...], ...]:
    """The stretches of a window: from when until when, and its daily hours near a hull of time."""
    if window is None:
        return ()
    zone = window.zone or facts.terms.zone
    whole = Stretch(
        begins=said_edge(window.from_, zone, LONG_AGO), ends=said_edge(window.until, zone, NEVER)
    )
    if window.opens is None and window.closes is None and not window.days:
        return ((whole,),)
    if _too_long(hull):
        return ((whole,),)  # whether its hours were on is a question of its own then
    return (whole,), opened(window, zone_of(zone), hull)


def _too_long(hull: tuple[int, int]) -> bool:
    return hull[1] - hull[0] > LONGEST_MS


def prohibited(facts: Facts, term: ClauseInForce, act: str) -> Found:
    """Test 3 for one act: is it, or a wider act it falls under, one the clause prohibits?"""
    wide = facts.terms.wider.get(act, frozenset({act}))
    hit = sorted(wide & set(term.clause.act))
    word, clause = act.replace("-", " "), term.clause.id
    entries = facts.entries("act")
    if hit:
        because = f"{clause} prohibits {hit[0].replace('-', ' ')}, and {word} is that."
        if hit[0] == act:
            because = f"{clause} prohibits {word}."
        return Found(says="yes", because=because, clauses=(clause,), entries=entries)
    because = f"{clause} does not prohibit {word}."
    return Found(says="no", because=because, clauses=(clause,), entries=entries)


def drawn_of(facts: Facts, delineation: str) -> tuple[Drawn, ...]:
    """Every course of a delineation, from the file and from the record."""
    return (*facts.terms.drawn.get(delineation, ()), *facts.known.drawn.get(delineation, ()))


def covered(facts: Facts, term: ClauseInForce, ms: int, assumed: Assumed) -> Found:
    """Test 5 at one moment. Undisclosed ground is unknown, never outside."""
    area, clause = term.clause.area, term.clause.id
    if area is None:
        return Found(
            says="yes", because=f"{clause} names no area: it holds everywhere.", clauses=(clause,)
        )
    then = [one for one in drawn_of(facts, area.delineation) if one.while_.at(ms) == "yes"]
    cites = union(((clause,), *(one.while_.clauses for one in then)))
    held = facts.held("where")
    place = held.where if held is not None else None
    entries = tuple(sorted({*facts.entries("where"), *(e for d in then for e in d.while_.entries)}))
    where: set[Lies] = {lies(place, one.ring) if one.ring else "across" for one in then}
    title = next(
        (one.title for one in facts.terms.arrangement.delineation if one.id == area.delineation),
        area.delineation,
    )
    if len(where) == 1 and "across" not in where:
        side = where.pop()
        because = f"The place lies {side} {title}; {clause} holds {area.side} it."
        return Found(
            says="yes" if side == area.side else "no", because=because, clauses=cites,
            entries=entries,
        )  # fmt: skip
    text = f"Did it happen inside {title}?"
    asked = facts.fact(f"inside.{area.delineation}", text, assumed)
    because = _why_unknown(then, place is None, title)
    if asked.says == "unknown":
        return unknown(because, *asked.asks, clauses=cites, entries=entries)
    inside = asked.says == "yes"
    because = f"It happened {'inside' if inside else 'outside'} {title}, as an entry says."
    return Found(
        says="yes" if inside == (area.side == "inside") else "no", because=because,
        clauses=cites, entries=asked.entries, asks=asked.asks,
    )  # fmt: skip


def _why_unknown(then: list[Drawn], nowhere: bool, title: str) -> str:
    if not then:
        return f"No course of {title} is known for that time."
    if not all(one.ring for one in then):
        return f"{title} is not disclosed; that does not put anything outside it."
    if nowhere:
        return "Nobody told where it happened."
    return f"The place, as uncertain as it is, reaches across the edge of {title}."


def established(facts: Facts, term: ClauseInForce, grade: str) -> Found:
    """Test 7 for one grade of evidence."""
    policy = facts.terms.policy(term.clause)
    entries = facts.entries("evidence")
    enough = grade in GRADES and GRADES.index(grade) >= GRADES.index(policy.least)
    how = "meets" if enough else "falls short of"
    because = f"The evidence is held to be {grade}, which {how} the policy ({policy.least})."
    return Found(
        says="yes" if enough else "no", because=because, clauses=(policy.id,), entries=entries
    )


def _then(facts: Facts, ms: int) -> str:
    return "then" if ms <= LONG_AGO.earliest else f"at {iso(ms, facts.terms.zone)}"
