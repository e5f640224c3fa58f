"""What runs for each addressee of a notice or alert, and what has stopped it.

One addressee's answer stops that addressee's clocks and nobody else's. A clock that runs out is a
fact; nothing follows from it but ringing, and no protection is weaker for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias, cast

from msgspec import Struct

from parley.channel.agreed import ASK_AGAIN_MS, Rule, ladder_of, line_of, rules_for
from parley.channel.calendar import due_ms
from parley.channel.table import What
from parley.channel.thread import Follow, Head, State, Thread
from parley.channel.weighing import ANSWERS, is_own, speaks_for, stops, weigh
from parley.record import alert, answer, dispatch, notice
from parley.record.readers.told import Told
from parley.record.values.line import Rung

Clock: TypeAlias = Literal["running", "answered", "lapsed", "none agreed", "ended", "not started"]
_UNANSWERING: tuple[What, ...] = ("receipt", "reply", "read-back", "follow-up")
"""The clocks of an addressee. The others are the desk's own: to telephone, to pass on."""

_ENDINGS = (notice.Amended, notice.Withdrawn, notice.Recalled, alert.StoodDown)

FOR = " for "
"""Between a contact of somebody else's and the addressee for whom it is rung, in an attempt."""


class Due(Struct, frozen=True, kw_only=True, gc=False):
    """One clock of one addressee: what is due, when, by whose rule, and how it stands.

    `due_ms` is None where nothing is agreed or the clock has not begun. `entry` is the entry that
    decided the word: what answered, ended or lapsed it, else the notice or alert itself.
    """

    of: str
    addressee: str
    what: What
    clock: Clock
    entry: int
    due_ms: int | None = None
    started_ms: int | None = None
    rule: Literal["channel", "notice"] | None = None
    policy: str | None = None
    exercise: bool = False


class Climb(Struct, frozen=True, kw_only=True, gc=False):
    """A ladder that runs for one addressee: since when, on which rungs, what was tried on it.

    `by` is the entry that ended it: an answer, the end of the notice or alert, or the entry that
    nobody could be reached.
    """

    of: str
    addressee: str
    since_ms: int
    rungs: tuple[Rung, ...]
    attempts: tuple[Told[dispatch.Attempted], ...] = ()
    by: int | None = None
    unreachable: bool = False
    exercise: bool = False


class Side(Struct, frozen=True, kw_only=True, gc=False):
    """Everything that runs between the desk and one addressee of one thread."""

    addressee: str
    dues: tuple[Due, ...]
    climb: Climb | None
    silent: bool
    over: bool


def clocks(state: State, thread: Thread) -> tuple[Due, ...]:
    """Every clock of every addressee of a notice or alert.

    What is only reported starts no clock: what it tells of lies outside this channel.
    """
    return tuple(due for side in sides(state, thread) for due in side.dues)


def sides(state: State, thread: Thread) -> tuple[Side, ...]:
    """Each addressee of a notice or alert, in the order named, with its clocks and its ladder."""
    head = thread.head
    if head is None:
        return ()
    ground = _Ground(state, thread, head)
    return tuple(_Side(ground, party).whole() for party in dict.fromkeys(head.body.to))


def over_at(
    state: State, head: Told[Head], counting: tuple[Told[Follow], ...]
) -> tuple[int, int] | None:
    """The entry that ended a notice or alert for everybody, and when; None while it stands.

    What is practised ends with its drill, and a real stop request ends every drill.
    """
    ends = [(told.index, told.rx) for told in counting if isinstance(told.body, _ENDINGS)]
    gone = state.gone(head)
    if gone is not None:
        ends.append((gone, head.rx))
    if head.body.exercise:
        ends += [(index, head.rx) for index in state.drills_over if index > head.index]
    return min(ends, default=None)


def tried_for(
    state: State, party: str, counting: tuple[Told[Follow], ...]
) -> tuple[Told[dispatch.AnyDispatch], ...]:
    """What was tried to reach one addressee: the party, a role of its own, or somebody for it."""
    if not counting:
        return ()
    names = {party, *state.roles_of(party, counting[-1].index + 1)}
    for_it = f"{FOR}{party}"
    return tuple(
        cast(Told[dispatch.AnyDispatch], told)
        for told in counting
        if isinstance(told.body, dispatch.Dispatch)
        and (told.body.to in names or told.body.to.endswith(for_it))
    )


class _Ground:
    """What the clocks of all addressees of one thread are worked out from, gathered once."""

    __slots__ = (
        "alarm", "counting", "dispatched", "emergency", "head", "line", "of", "over", "rules",
        "spoken", "started", "state",
    )  # fmt: skip

    def __init__(self, state: State, thread: Thread, head: Told[Head]) -> None:
        self.state, self.of, self.head = state, thread.of, head
        self.counting = weigh(state, thread).counting
        self.over = over_at(state, head, self.counting)
        self.started = head.body.reported is None and not head.late
        self.alarm = isinstance(head.body, alert.Raised | alert.StopRequested)
        self.emergency = isinstance(head.body, notice.Notice) and head.body.emergency
        self.line = None if self.alarm else line_of(state, head)
        self.rules = rules_for(self.line, head)
        self.dispatched = False
        self.spoken: dict[str, list[Told[Follow]]] = {}
        for told in self.counting:
            if isinstance(told.body, dispatch.Dispatch):
                self.dispatched = True
                continue
            party = speaks_for(state, head, told)
            if party is not None:
                self.spoken.setdefault(party, []).append(told)


class _Side:
    """One addressee, while its clocks are worked out."""

    __slots__ = (
        "ground", "head", "heard", "lapses", "line", "over", "own", "party", "rules", "started",
        "stopping", "tried",
    )  # fmt: skip

    def __init__(self, ground: _Ground, party: str) -> None:
        self.ground, self.head, self.party, self.over = ground, ground.head, party, ground.over
        self.line, self.rules = ground.line, ground.rules
        if ground.alarm:
            self.line = line_of(ground.state, ground.head, party)
            self.rules = rules_for(self.line, ground.head)
        self.stopping: dict[What, tuple[type[Follow], ...]] = {}
        self.lapses: list[Told[Follow]] = []
        self.own: list[Told[Follow]] = []
        self.heard: list[Told[Follow]] = []
        for told in ground.spoken.get(party, ()):
            body = told.body
            if isinstance(body, answer.Lapsed):
                self.lapses.append(told)
            elif isinstance(body, alert.Step) or (
                not isinstance(body, answer.Withdrawn) and is_own(told)
            ):
                self.own.append(told)
            if body.heard is not None:
                self.heard.append(told)
        self.tried = tried_for(ground.state, party, ground.counting) if ground.dispatched else ()
        self.started = ground.started

    def whole(self) -> Side:
        """Its clocks, the ladder, and whether it never answered at all."""
        dues = tuple(self._dues())
        return Side(
            addressee=self.party,
            dues=dues,
            climb=self._climb(dues) if self.started else None,
            silent=not self.own,
            over=self.over is not None,
        )

    def _dues(self) -> Iterator[Due]:
        if not self.started:
            yield self._due("reply", "not started", None)
            return
        before: Due | None = None
        replies = False
        for rule in self.rules:
            found = self._clock(rule, before)
            if found is not None:
                yield found
                before = found if rule.due in ("receipt", "reply") else before
                replies = replies or rule.due == "reply"
        if not replies:
            stopped = self._stop("reply")
            word: Clock = "answered" if stopped else "ended" if self.over else "none agreed"
            yield self._due("reply", word, stopped)

    def _clock(self, rule: Rule, before: Due | None) -> Due | None:
        """One clock; None where it has not begun, or by a rule that sets no time."""
        policy = rule.policy
        sent = policy is None or policy.starts == "sent"
        start = self.head.rx if sent else self._start(rule, before)
        if start is None or rule.due == "lead-time":
            return None
        if policy is None:
            due: int | None = start + (rule.seconds or 0) * 1000
        else:
            calendar = self.line.calendar if self.line is not None else None
            due = due_ms(policy, calendar, start, emergency=self.ground.emergency)
        if due is None:
            return None
        stopped = self._stopped(rule, start, due) if self.own or self.heard or self.tried else None
        lapsed = self._lapse(rule, start) if self.lapses else None
        word: Clock = "running"
        entry: Told[Follow] | None = None
        if stopped is not None:
            word, entry = "answered", stopped
        elif lapsed is not None:
            word, entry = "lapsed", lapsed
        elif self.over is not None and self.over[1] <= due:
            word = "ended"
        return self._due(rule.due, word, entry, due=due, start=start, rule=rule)

    def _start(self, rule: Rule, before: Due | None) -> int | None:
        match rule.policy.starts if rule.policy is not None else "sent":
            case "sent":
                return self.head.rx
            case "received":
                first = self._first((*ANSWERS, answer.ReadBack, alert.Taken), since=0)
                return None if first is None else first.rx
            case "answered":
                given = [told for told in self.own if not isinstance(told.body, answer.ReadBack)]
                return given[-1 if rule.due == "follow-up" else 0].rx if given else None
            case "lapsed":
                late = before is not None and before.clock in ("running", "lapsed")
                return before.due_ms if late and before is not None else None

    def _stopped(self, rule: Rule, start: int, due: int) -> Told[Follow] | None:
        """What did what was due, if anything did."""
        match rule.due:
            case "receipt" | "reply" | "read-back":
                return self._stop(rule.due)
            case "telephone-call":
                rung = [told for told in self.tried if _by_voice(told)]
                return next(iter((*self.heard, *rung)), None) or self._stop(rule.due, since=start)
            case "passing-on":
                return next((told for told in self.tried if told.rx >= due), None)
            case "follow-up":
                # An acknowledgement that led to something needs nobody to ask again.
                done = (answer.Undertaken, answer.Objected, alert.Halted)
                return next((told for told in self.own if isinstance(told.body, done)), None)
            case "lead-time":
                return None

    def _stop(self, what: What, *, since: int = 0) -> Told[Follow] | None:
        """What of its own stopped a clock of that name."""
        if not self.own:
            return None
        kinds = self.stopping.get(what)
        if kinds is None:
            kinds = self.stopping[what] = stops(self.rules, what)
        return self._first(kinds, since=since)

    def _first(self, kinds: tuple[type[Follow], ...], *, since: int) -> Told[Follow] | None:
        for told in self.own:
            if isinstance(told.body, kinds) and told.rx >= since:
                return told
        return None

    def _lapse(self, rule: Rule, start: int) -> Told[Follow] | None:
        policy = rule.policy.policy if rule.policy is not None else None
        for told in self.lapses:
            body = told.body
            if isinstance(body, answer.Lapsed) and (body.what, body.policy) == (rule.due, policy):
                # A follow-up runs anew after each answer; its earlier lapse is of an earlier one.
                if rule.due != "follow-up" or body.due.ms > start:
                    return told
        return None

    def _climb(self, dues: tuple[Due, ...]) -> Climb | None:
        rungs = ladder_of(self.line, self.head)
        since = self._since(dues)
        if not rungs or since is None:
            return None
        tried = tuple(
            cast(Told[dispatch.Attempted], told) for told in self.tried
            if isinstance(told.body, dispatch.Attempted) and told.rx >= since
        )  # fmt: skip
        unreachable = [
            told.index for told in self.tried
            if isinstance(told.body, dispatch.Unreachable) and told.rx >= since
        ]  # fmt: skip
        reached = [told.index for told in (*self.own, *self.heard) if told.rx >= since]
        over = [self.over[0]] if self.over is not None else []
        by = min((*reached, *over), default=None)
        return Climb(
            of=self.ground.of, addressee=self.party, since_ms=since, rungs=rungs, attempts=tried,
            by=min(unreachable, default=None) if by is None else by,
            unreachable=by is None and bool(unreachable), exercise=self.head.body.exercise,
        )  # fmt: skip

    def _since(self, dues: tuple[Due, ...]) -> int | None:
        """From when the ladder runs: an alert at once, a notice when its first time runs out.

        An alert that was picked up and came to nothing is rung again, by the line's own follow-up
        or by ours: a stop request needs no agreement to be rung.
        """
        late = [
            one.due_ms for one in dues
            if one.clock in ("running", "lapsed") and one.what in _UNANSWERING
            and one.due_ms is not None
        ]  # fmt: skip
        if not self.ground.alarm:
            return min(late, default=None)
        if not self.own:
            return self.head.rx
        agreed = any(one.what == "follow-up" for one in dues)
        if not agreed and not any(isinstance(told.body, alert.Halted) for told in self.own):
            late.append(self.own[-1].rx + ASK_AGAIN_MS)
        return min(late, default=self.head.rx)

    def _due(
        self, what: What, clock: Clock, entry: Told[Follow] | None, *,
        due: int | None = None, start: int | None = None, rule: Rule | None = None,
    ) -> Due:  # fmt: skip
        decided = entry.index if entry is not None else self.head.index
        if clock == "ended" and self.over is not None:
            decided = self.over[0]
        return Due(
            of=self.ground.of, addressee=self.party, what=what, clock=clock, entry=decided,
            due_ms=due, started_ms=start, rule=rule.rule if rule is not None else None,
            policy=rule.policy.policy if rule is not None and rule.policy is not None else None,
            exercise=self.head.body.exercise,
        )  # fmt: skip


def _by_voice(told: Told[Follow]) -> bool:
    return isinstance(told.body, dispatch.Attempted) and told.body.way in (
        "telephone", "voice", "radio",
    )  # fmt: skip
