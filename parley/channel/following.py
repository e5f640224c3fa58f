"""The fold of the channel room: who was told what, who answered what, which alerts ran."""

from __future__ import annotations

from typing import assert_never

from parley.channel.thread import Follow, Head, Line, State, Thread
from parley.fold import Projection
from parley.record import (
    alert,
    answer,
    arrangement,
    correction,
    dispatch,
    incident,
    log,
    notice,
    obligation,
    review,
    roster,
    sealed,
)
from parley.record.entry import Entry, Unread
from parley.record.kinds import Record
from parley.record.readers.told import Told, told


class _Open:
    """A thread while it grows."""

    __slots__ = ("follows", "head")

    def __init__(self, head: Told[Head] | None, follows: tuple[Told[Follow], ...] = ()) -> None:
        self.head = head
        self.follows = list(follows)


class Following:
    """One fold run. Kinds that turn out not to be ours are remembered and passed over quickly."""

    def __init__(self, state: State) -> None:
        self._threads = {thread.of: _Open(thread.head, thread.follows) for thread in state.threads}
        self._lines = list(state.lines)
        self._retractions = list(state.retractions)
        self._desk = state.desk
        self._not_ours: set[type[Record | Unread]] = set()

    def step(self, entry: Entry) -> None:
        """Take one entry further."""
        body = entry.body
        if type(body) in self._not_ours:
            return
        match body:
            case dispatch.Dispatch():
                self._follow(body.of, entry, body)
            case answer.Answer() | answer.Lapsed():
                self._follow(body.notice, entry, body)
            case alert.Step():
                self._follow(body.alert, entry, body)
            case notice.Notice() | alert.Raised() | alert.StopRequested():
                self._head(entry, body)
            case notice.Amended() | notice.Withdrawn() | notice.Recalled():
                self._follow(body.notice, entry, body)
            case (
                arrangement.ChannelEstablished()
                | arrangement.ChannelOffered()
                | arrangement.ChannelDeclined()
            ):
                self._line(entry, body)
            case correction.Retracted():
                self._retractions.append(told(entry, body))
            case roster.KeyRegistered():
                self._founded(entry, body)
            case (
                Unread() | incident.About() | incident.DraftRejected()
                | obligation.Obligation() | review.Opened() | review.Looking()
                | arrangement.InstrumentAdopted() | arrangement.ArrangementFiled()
                | arrangement.Accepted() | arrangement.Withdrew()
                | arrangement.DesignationListed() | arrangement.DesignationDelisted()
                | arrangement.DelineationAgreed() | arrangement.RestraintUndertaken()
                | arrangement.ClockDeclared() | arrangement.StatusStated()
                | roster.ActorRegistered() | roster.GuaranteeStated() | roster.InfluenceStated()
                | roster.KeyRotated() | roster.KeyRevoked()
                | roster.RoleDefined() | roster.DutyAssigned() | roster.DutyHandedOver()
                | roster.DutyTakenOver() | roster.AvailabilityStated() | roster.PlaceNamed()
                | log.Noted() | log.ExerciseStarted() | log.ExerciseEnded()
                | correction.Erased() | sealed.Granted()
            ):  # fmt: skip
                self._not_ours.add(type(body))
            case never:
                assert_never(never)

    def freeze(self) -> State:
        """The state so far; later steps do not change it."""
        return State(
            threads=tuple(
                Thread(of=of, head=thread.head, follows=tuple(thread.follows))
                for of, thread in self._threads.items()
            ),
            lines=tuple(self._lines),
            retractions=tuple(self._retractions),
            desk=self._desk,
        )

    def _founded(self, entry: Entry, body: roster.KeyRegistered) -> None:
        # A record has one desk, whose own key opens it; a second is not believed here either.
        if self._desk is None and body.standing == "desk" and entry.author == body.actor:
            self._desk = body.actor

    def _head(self, entry: Entry, body: Head) -> None:
        # It may have been referred to before this reader was given it.
        thread = self._threads.get(entry.digest)
        if thread is None:
            self._threads[entry.digest] = _Open(told(entry, body))
        elif thread.head is None:
            thread.head = told(entry, body)

    def _follow(self, of: str, entry: Entry, body: Follow) -> None:
        thread = self._threads.get(of)
        if thread is None:
            thread = self._threads[of] = _Open(None)
        thread.follows.append(told(entry, body))

    def _line(self, entry: Entry, body: Line) -> None:
        self._lines.append(told(entry, body))


PROJECTION: Projection[State] = Projection(
    name="channel", version=2, empty=State(), resume=Following
)
