"""What was agreed for a notice or alert when it was entered: its line, its rules, its ladder.

What stands under a line's name later takes its place from there on, and changes nothing that was
entered before: nobody's silence can be made, or unmade, by agreeing otherwise afterwards.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from parley.channel.thread import Head, State
from parley.record import alert, arrangement, notice
from parley.record.readers.told import Told
from parley.record.values.line import Due, Policy, Rung

Line: TypeAlias = arrangement.ChannelEstablished
Sort: TypeAlias = Literal["site", "movement", "activity", "presence", "warning", "stop-request"]

STOP_LADDER = (
    Rung(to="duty", after_s=0, repeat_every_s=20, limit=6),
    Rung(to="deputy", after_s=40, repeat_every_s=20, limit=6),
    Rung(to="any-officer", after_s=80, repeat_every_s=20, limit=6),
    Rung(to="head", after_s=180, repeat_every_s=60, limit=5),
    Rung(to="guarantor", after_s=360, repeat_every_s=120, limit=5),
)
"""Who is rung for an alert where no line says: a stop request needs no agreement to be rung."""

ASK_AGAIN_MS = 300_000
"""After so long an alert that was picked up, and is not said to have halted, is rung again, where
the line has no follow-up of its own."""

_SORTS: dict[type[Head], Sort] = {
    notice.SiteNotified: "site",
    notice.MovementNotified: "movement",
    notice.ActivityNotified: "activity",
    notice.PresenceNotified: "presence",
    alert.Raised: "warning",
    alert.StopRequested: "stop-request",
}


class Rule(Struct, frozen=True, kw_only=True):
    """One thing due to or from an addressee, and whose rule it is.

    `policy` is None for the bare reply time of the notice or of its line.
    """

    due: Due
    policy: Policy | None
    seconds: int | None
    rule: Literal["channel", "notice"]


def line_of(state: State, head: Told[Head], party: str | None = None) -> Line | None:
    """The line a notice went by, or the one an alert to this party is rung by; None if neither."""
    body = head.body
    named = body.channel if isinstance(body, notice.Notice) else None
    if named is None and isinstance(body, notice.Notice):
        return None
    for told in reversed(state.lines):
        line = told.body
        if (
            isinstance(line, Line)
            and told.index < head.index
            and not told.late
            and (state.desk in (None, told.author) or line.reported is not None)
            and _stands(state.gone(told), head.index)
            and (line.channel == named if named else _reaches(state, line, party, head.index))
        ):
            return line
    return None


def rules_for(line: Line | None, head: Told[Head]) -> tuple[Rule, ...]:
    """Everything due on a notice or alert; a notice's own reply time takes the line's place."""
    body = head.body
    sort = _SORTS[type(body)]
    found = [
        Rule(due=one.due, policy=one, seconds=None, rule="channel")
        for one in (line.policies if line is not None else ())
        if not one.of or sort in one.of
    ]
    if not isinstance(body, notice.Notice):
        return tuple(found)
    if body.reply_within_s is not None:
        own = Rule(due="reply", policy=None, seconds=body.reply_within_s, rule="notice")
        return (own, *(one for one in found if one.due != "reply"))
    if line is not None and line.reply_within_s and all(one.due != "reply" for one in found):
        agreed = Rule(due="reply", policy=None, seconds=line.reply_within_s, rule="channel")
        return (agreed, *found)
    return tuple(found)


def ladder_of(line: Line | None, head: Told[Head]) -> tuple[Rung, ...]:
    """Who is rung in which order; for an alert there is always somebody."""
    if line is not None and line.ladder:
        return line.ladder
    return () if isinstance(head.body, notice.Notice) else STOP_LADDER


def _reaches(state: State, line: Line, party: str | None, before: int) -> bool:
    """Whether a line has a ladder or rules, and rings this party."""
    if party is None or not (line.ladder or line.policies):
        return False
    return party in line.between or not state.roles_of(party, before).isdisjoint(line.duty_roles)


def _stands(gone: int | None, before: int) -> bool:
    return gone is None or gone >= before
