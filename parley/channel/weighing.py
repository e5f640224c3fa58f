"""Whose word counts in a thread. Nobody's signature is borrowed.

Every entry is signed, and a signature speaks for its holder only. What is entered about a notice
or an alert by somebody whose affair it is not is kept and shown, and changes nothing. An author
this reader cannot know never counts. What is only reported never changes what is lived: it counts
beside a notice or alert that is itself reported, by the same hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias, assert_never

from msgspec import Struct

from parley.channel.agreed import Rule, line_of, rules_for
from parley.channel.table import What
from parley.channel.thread import Change, Follow, Head, State, Thread
from parley.record import alert, answer, dispatch, notice
from parley.record.readers.told import Hand, Told, replaces, same_hand

Why: TypeAlias = Literal[
    "not who gave the notice",
    "no later notice of its author",
    "no answer of its author",
    "not the addressee",
    "not the desk",
    "not yet due",
    "answered before",
    "lapsed before",
    "not an addressee of the alert",
    "not confirmed by the caller",
    "not the caller",
]


class Aside(Struct, frozen=True, kw_only=True):
    """An entry that is kept and does not count, and why."""

    entry: int
    author: str | None
    why: Why


class Weighed(Struct, frozen=True, kw_only=True):
    """A thread's entries that count, in order, and those set aside.

    A read-back of an alert whose "confirmed" is not the caller's stands in both: it is a
    read-back, and nobody has said that it is right.
    """

    counting: tuple[Told[Follow], ...]
    aside: tuple[Aside, ...]


_NOTHING = Weighed(counting=(), aside=())


def weigh(state: State, thread: Thread) -> Weighed:
    """What counts in a thread: not late, not taken back, and entered by those whose affair it is.

    An answer passed on (reported, or heard by the desk) counts as passed on: `is_own` tells.
    """
    if not thread.follows:
        return _NOTHING
    gone = state.gone
    timely = [told for told in thread.follows if not told.late]
    fresh = [told for told in timely if gone(told) is None] if state.retractions else timely
    reasons = {told.index: _why(state, thread.head, told) for told in fresh}
    withdrawn = _withdrawn(fresh, reasons)
    for told in fresh:
        if isinstance(told.body, answer.Lapsed) and reasons[told.index] is None:
            before = (
                one
                for one in timely
                if _standing_at(told.index, gone(one), withdrawn.get(one.digest))
            )
            reasons[told.index] = _why_lapsed(state, thread.head, told, before)
    counting = tuple(
        told
        for told in fresh
        if reasons[told.index] in (None, "not confirmed by the caller")
        and told.digest not in withdrawn
    )
    aside = tuple(
        Aside(entry=told.index, author=told.author, why=why)
        for told in fresh
        if (why := reasons[told.index]) is not None
    )
    return Weighed(counting=counting, aside=aside)


def is_own(told: Told[Follow]) -> bool:
    """Whether this is an answer its addressee gave itself, under its own signature."""
    body = told.body
    return (
        isinstance(body, answer.Answer)
        and told.author is not None
        and told.author == body.party
        and body.reported is None
    )


def _why(state: State, head: Told[Head] | None, told: Told[Follow]) -> Why | None:
    """Why an entry does not count, as far as authors and order alone say; None where it does."""
    body, desk = told.body, state.desk
    by_desk = desk is not None and told.author == desk and body.reported is None
    match body:
        case notice.Amended() | notice.Withdrawn() | notice.Recalled():
            return _why_not_ended(state, head, told, body)
        case answer.Lapsed():
            return None if by_desk else "not the desk"
        case answer.Answer():
            passed_on = body.reported is not None or (by_desk and body.heard is not None)
            known = passed_on or is_own(told) or isinstance(body, answer.Withdrawn)
            return None if known else "not the addressee"
        case dispatch.Dispatch():
            return None if by_desk or _both_reported(head, told) else "not the desk"
        case alert.StoodDown():
            return None if _same_hand(head, told) else "not the caller"
        case alert.ReadBack():
            if _same_hand(head, told):
                return None
            if not _by_receiver(head, told, by_desk=by_desk):
                return "not an addressee of the alert"
            return "not confirmed by the caller" if body.confirmed else None
        case alert.Taken() | alert.Relayed() | alert.OrderPassed() | alert.Halted():
            known = _by_receiver(head, told, by_desk=by_desk)
            return None if known else "not an addressee of the alert"
        case never:
            assert_never(never)


def _why_not_ended(
    state: State, head: Told[Head] | None, told: Told[Follow], body: Change
) -> Why | None:
    """Why a change of a notice ends nothing; None where it ends it."""
    if head is None or not _same_hand(head, told):
        return "not who gave the notice"
    if isinstance(body, notice.Amended):
        thread = state.thread(body.by)
        other = thread.head if thread is not None else None
        if not replaces(Hand.of(head), Hand.of(other) if other is not None else None):
            return "no later notice of its author"
    return None


def _withdrawn(fresh: list[Told[Follow]], reasons: dict[int, Why | None]) -> dict[str, int]:
    """Answers taken back, and by which entry. One that takes nothing back gets its reason."""
    answers = {told.digest: told for told in fresh if isinstance(told.body, answer.Answer)}
    found: dict[str, int] = {}
    for told in fresh:
        if isinstance(told.body, answer.Withdrawn):
            taken = answers.get(told.body.answer)
            if taken is not None and _same_hand(taken, told) and _same_addressee(taken, told):
                found.setdefault(taken.digest, told.index)
            else:
                reasons[told.index] = "no answer of its author"
    return found


def _same_addressee(one: Told[Follow], other: Told[Follow]) -> bool:
    first, second = one.body, other.body
    if not isinstance(first, answer.Answer) or not isinstance(second, answer.Answer):
        return False
    return (first.party, first.named) == (second.party, second.named)


def _standing_at(index: int, gone: int | None, withdrawn: int | None) -> bool:
    """Whether something taken back later, if ever, still stood at an entry."""
    return all(ended is None or ended > index for ended in (gone, withdrawn))


ANSWERS = (answer.Received, answer.Confirmed, answer.Undertaken, answer.Objected)
"""What stops a reply clock. A read-back alone does not, and neither does taking an answer back."""


def stops(rules: tuple[Rule, ...], what: What) -> tuple[type[Follow], ...]:
    """The entries of an addressee that stop one of its clocks.

    Where a line asks for a receipt besides, "received" is that receipt and not yet the reply.
    """
    match what:
        case "receipt":
            return (*ANSWERS, answer.ReadBack, *_STEPS)
        case "reply":
            receipt = any(rule.due == "receipt" for rule in rules)
            return (*(ANSWERS[1:] if receipt else ANSWERS), *_STEPS)
        case "read-back":
            return (answer.ReadBack, alert.ReadBack)
        case "telephone-call":
            return (*ANSWERS, answer.ReadBack, *_STEPS)
        case "passing-on" | "follow-up" | "lead-time" | "ladder":
            return ()


_STEPS = (alert.Taken, alert.Relayed, alert.ReadBack, alert.OrderPassed, alert.Halted)


def speaks_for(state: State, head: Told[Head] | None, told: Told[Follow]) -> str | None:
    """For which addressee an entry of a thread speaks; None where that cannot be told.

    A step of an alert that the desk logged of a call speaks for the officer or role it names, or
    for the only addressee there is: with several, a name nobody registered stops nobody's clock.
    """
    body = told.body
    if isinstance(body, answer.Answer | answer.Lapsed):
        return body.party
    if head is None or not isinstance(body, alert.Step):
        return None
    if told.author in head.body.to:
        return told.author
    if told.body.heard is None and _same_hand(head, told):
        return None  # the caller's own word: that it was read back right, or that it is over
    if len(head.body.to) == 1:
        return head.body.to[0]
    named = {body.by, body.heard.from_ if body.heard is not None else None}
    found = [party for party in head.body.to if named & {party, *state.roles_of(party, told.index)}]
    return found[0] if len(found) == 1 else None


def _why_lapsed(
    state: State, head: Told[Head] | None, told: Told[Follow], before: Iterable[Told[Follow]]
) -> Why | None:
    """Why the desk's word that a time ran out does not count."""
    body = told.body
    if not isinstance(body, answer.Lapsed):
        return None
    # The due time as the desk states it: a line may be agreed anew after the notice, and whoever
    # could enter that would otherwise decide what counted earlier.
    if told.rx < body.due.ms:
        return "not yet due"
    line = line_of(state, head, body.party) if head is not None else None
    stopping = stops(rules_for(line, head) if head is not None else (), body.what)
    for one in before:
        if one.index >= told.index:
            return None
        given = one.body
        if isinstance(given, answer.Lapsed):
            if _same_clock(given, body) and one.author == told.author and one.rx >= given.due.ms:
                return "lapsed before"
        elif isinstance(given, stopping) and _own(one, body.party):
            return "answered before"
    return None


def _same_clock(one: answer.Lapsed, other: answer.Lapsed) -> bool:
    """Whether two lapses are of one clock. A follow-up runs anew after each answer."""
    same = (one.party, one.what, one.policy) == (other.party, other.what, other.policy)
    return same and (one.what != "follow-up" or one.due.ms == other.due.ms)


def _own(told: Told[Follow], party: str) -> bool:
    if isinstance(told.body, alert.Step):
        return told.author == party and told.body.reported is None
    return is_own(told) and isinstance(told.body, answer.Answer) and told.body.party == party


def _same_hand(head: Told[Head] | Told[Follow] | None, told: Told[Follow]) -> bool:
    return head is not None and same_hand(Hand.of(head), Hand.of(told))


def _both_reported(head: Told[Head] | None, told: Told[Follow]) -> bool:
    """An imported case: one author passes on both the alert and what followed."""
    return (
        head is not None
        and head.body.reported is not None
        and told.body.reported is not None
        and told.author is not None
        and told.author == head.author
    )


def _by_receiver(head: Told[Head] | None, told: Told[Follow], *, by_desk: bool) -> bool:
    """By one of those the alert was addressed to, or the desk's log of a call with them."""
    if head is None:
        return False
    if by_desk and told.body.heard is not None:
        return True
    own = told.body.reported is None and told.author is not None and told.author in head.body.to
    return own or _both_reported(head, told)
