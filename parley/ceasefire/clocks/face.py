"""What a clock shows at a moment: what was declared, and what each policy observes, side by side.

No policy is preferred. Clean days are those that are certain (`least`); where doubt about when
something happened, or about a ruling, could make it more, `most` says so. Once met, a clock stays
met whatever happens later; what turns out to have happened before unmakes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from parley.ceasefire.clocks.counting import Placed, Run, Tally, count
from parley.ceasefire.clocks.declaring import Epoch, Step, Track, track_of
from parley.ceasefire.clocks.marking import Mark, marks_of, mask
from parley.ceasefire.clocks.scales import Elapsed, Scale, WholeDays
from parley.ceasefire.clocks.seen import Holding
from parley.ceasefire.text.terms import Terms
from parley.ceasefire.text.timing import Clock, ClockPolicy, ClockState, Reset

DECLARED = "declared"
DECLARED_POLICY = ClockPolicy(id=DECLARED, title="As declared", resets=("declared",))
Confirmed = Callable[[str, int], bool]
"""Whether the obligation of a clause is confirmed at a moment."""


class Ran(Struct, frozen=True, gc=False):
    """A clean run that is certain, in milliseconds, and the entries that ended it."""

    begin: int
    end: int
    ended_by: tuple[int, ...] = ()


class Hand(Struct, frozen=True, kw_only=True):
    """What the clock shows under one policy. Moments in milliseconds.

    `since` is when the run that counts now began, in the worst case, and `reset_by` the entries
    that reset it then. `waits_for` are the joined obligations that are not confirmed.
    """

    side: str
    policy: str
    title: str
    state: ClockState
    days: int
    most_days: int
    unit: str
    reset_on: tuple[Reset, ...] = ()
    since: int | None = None
    reset_by: tuple[int, ...] = ()
    resets: int = 0
    met_at: int | None = None
    waits_for: tuple[str, ...] = ()
    in_doubt: str = ""
    longest_days: int = 0
    runs: tuple[Ran, ...] = ()


class Face(Struct, frozen=True, kw_only=True):
    """A clock at a moment: the declared hand first, then one for each policy."""

    clock: Clock
    at: int
    known_at: int
    hands: tuple[Hand, ...]
    track: Track
    marks: tuple[Mark, ...] = ()

    @property
    def declared(self) -> Hand:
        """What those with the power decided."""
        return self.hands[0]

    @property
    def observed(self) -> tuple[Hand, ...]:
        """What each policy makes of the record."""
        return self.hands[1:]

    def hand(self, side: str, policy: str | None) -> Hand | None:
        """The hand of one side and policy; without a policy, the first of that side."""
        return next(
            (one for one in self.hands if one.side == side and policy in (None, one.policy)), None
        )

    def gap(self, hand: Hand) -> int:
        """By how many whole days the declared side is ahead of an observed one."""
        return self.declared.days - hand.days


def face_of(
    clock: Clock,
    terms: Terms,
    state: Holding,
    at: int,
    *,
    confirmed: Confirmed | None = None,
    marks: Sequence[Mark] | None = None,
) -> Face:
    """What a clock shows at a moment, as known to a state. `marks` saves working them out anew."""
    track = track_of(clock, terms, state, at)
    every = marks_of(state, terms) if marks is None else marks
    epoch = track.at(at)
    waits = tuple(
        one for one in clock.joined if confirmed is None or not confirmed(one, at)
    )
    asked = (_deciding(clock), *clock.policy)
    if epoch is None:
        hands = tuple(_unstarted(policy) for policy in asked)
    else:
        hands = tuple(_Showing(clock, terms, track, epoch, at=at, waits=waits).hands(asked, every))
    return Face(
        clock=clock, at=at, known_at=state.size, hands=hands, track=track, marks=tuple(every)
    )


def _ran(run: Run, placed: Placed) -> Ran:
    ended_by = placed.marks[run.mark].entries if run.mark >= 0 else ()
    return Ran(placed.scale.moment(run.begin), placed.scale.moment(run.end), ended_by)


def _deciding(clock: Clock) -> ClockPolicy:
    """How the declared side counts. Where a rule decides and nobody does, by the first policy."""
    if clock.decides != "rule" or not clock.policy:
        return DECLARED_POLICY
    return replace(clock.policy[0], id=DECLARED, title=f"As decided: {clock.policy[0].title}")


def _side(policy: ClockPolicy) -> str:
    return "declared" if policy.id == DECLARED else "observed"


def _unstarted(policy: ClockPolicy) -> Hand:
    return Hand(
        side=_side(policy), policy=policy.id, title=policy.title, state="not_started", days=0,
        most_days=0, unit=policy.unit,
    )  # fmt: skip


class _Showing:
    """One life of a clock at one moment, ready to be counted under any policy."""

    def __init__(
        self, clock: Clock, terms: Terms, track: Track, epoch: Epoch, *, at: int,
        waits: tuple[str, ...],
    ) -> None:  # fmt: skip
        self.clock, self.track, self.epoch, self.at = clock, track, epoch, at
        self.waits = waits
        self.now = at if epoch.end is None else min(at, epoch.end)
        self.zone = clock.zone or terms.zone
        self._placed: dict[tuple[str, bool], Placed] = {}

    def hands(self, policies: Sequence[ClockPolicy], marks: Sequence[Mark]) -> list[Hand]:
        return [self._hand(policy, marks) for policy in policies]

    def _hand(self, policy: ClockPolicy, marks: Sequence[Mark]) -> Hand:
        declared = "declared" in policy.resets and bool(self.epoch.resets)
        placed = self._on(policy.unit, declared, marks)
        scale = placed.scale
        length = scale.length(self.clock.hours)
        tally = count(placed, mask(policy.resets), length,
                      cumulative=policy.counting == "cumulative")  # fmt: skip
        last = placed.marks[tally.last] if tally.last >= 0 else None
        met = None if tally.met is None else scale.moment(tally.met)
        doubt = self._doubt(policy, tally, placed, met is None)
        return Hand(
            side=_side(policy),
            policy=policy.id,
            title=policy.title,
            state=self._state(tally, met, doubt, scale),
            days=tally.least // scale.unit,
            most_days=tally.most // scale.unit,
            unit=policy.unit,
            reset_on=policy.resets,
            since=self.epoch.begin if last is None else min(last.latest, self.now),
            reset_by=() if last is None else last.entries,
            resets=tally.resets,
            met_at=met,
            waits_for=self.waits,
            in_doubt=doubt,
            longest_days=max((run.end - run.begin for run in tally.runs), default=0) // scale.unit,
            runs=tuple(_ran(run, placed) for run in tally.runs),
        )

    def _on(self, unit: str, declared: bool, marks: Sequence[Mark]) -> Placed:
        """The marks on the scale of a policy: made once for all that count alike."""
        found = self._placed.get((unit, declared))
        if found is None:
            begin, stops = self.epoch.begin, self.epoch.stops()
            scale: Scale = (
                Elapsed(begin, self.now, stops) if unit == "elapsed" else
                WholeDays(begin, self.now, stops, edge=self.clock.day_edge, zone=self.zone)
            )  # fmt: skip
            every = marks
            if declared:
                every = sorted((*marks, *self.epoch.resets), key=lambda one: one.earliest)
            found = self._placed[unit, declared] = Placed(every, scale, begin, self.now)
        return found

    def _state(self, tally: Tally, met: int | None, doubt: str, scale: Scale) -> ClockState:
        if self.epoch.how is not None:
            return self.epoch.how
        if met is not None and not self.waits:
            return "met"
        if self.epoch.pauses and self.epoch.pauses[-1][1] is None:
            return "suspended"
        if doubt:
            return "disputed"
        if tally.last >= 0 and tally.least < scale.unit:
            return "reset"
        return "running"

    def _doubt(self, policy: ClockPolicy, tally: Tally, placed: Placed, unmet: bool) -> str:
        """Why the state cannot be told for certain; "" where it can."""
        contested = self.track.contested(self.at)
        if contested:
            one = contested[-1]
            others = " and ".join(one.waits_for)
            return f"entry {one.declared.entry} says {one.declared.act}; {others} did not say so"
        if not unmet:
            return ""
        if tally.met_at_best is not None:
            return "whether it was met hangs on what is in doubt"
        if tally.last >= 0 and not placed.marks[tally.last].sure:
            entries = ", ".join(map(str, placed.marks[tally.last].entries))
            return f"the ruling that reset it is disputed, or another contradicts it: {entries}"
        return ""


def days_in_words(hand: Hand) -> str:
    """The clean days a hand shows: "2 days", or "0 to 2 days" where that is in doubt."""
    least, most = hand.days, hand.most_days
    if least == most:
        return f"{least} day" if least == 1 else f"{least} days"
    return f"{least} to {most} days"


def contested_steps(face: Face) -> tuple[Step, ...]:
    """What only some of those who decide have declared."""
    return face.track.contested(face.at)


__all__ = [
    "DECLARED_POLICY", "Confirmed", "Face", "Hand", "Ran", "contested_steps", "days_in_words",
    "face_of",
]  # fmt: skip
