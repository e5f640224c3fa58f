"""The fold of the channel room: who was told what, who answered what, which alerts ran."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from typing import assert_never, cast

from msgspec import Raw
from msgspec.structs import replace

from parley.channel.due.opening import open_rows
from parley.channel.table import Fresh, renewed
from parley.channel.thread import Drill, Follow, Head, Line, OnDuty, State, Thread
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
    """One fold run. Kinds that turn out not to be ours are remembered and passed over quickly.

    Only threads that something was entered about are taken apart and put together again, so that
    catching up by a few entries costs the same in a large record as in a small one, but for the
    copying of flat columns.
    """

    def __init__(self, state: State) -> None:
        self._not_ours: set[type[Record | Unread]] = set()
        self._begin(state)

    def _begin(self, state: State) -> None:
        """Go on from a state; nothing of it is changed."""
        self._state = state
        self._touched: dict[int, _Open] = {}
        self._stale: set[int] = set()
        """Threads whose clocks read otherwise now, though nothing was entered about them."""
        self._ofs: list[str] = []
        self._at = state.places
        self._shared = True
        self._homes = array("q")
        self._lines: list[Told[Line]] = []
        self._retractions: list[Told[correction.Retracted]] = []
        self._on_duty: list[Told[OnDuty]] = []
        self._drills: list[Told[Drill]] = []
        self._undecided: dict[str, list[int]] = {}
        for by, place in state.undecided:
            self._undecided.setdefault(by, []).append(place)
        self._practising = list(state.practising)
        self._over: list[int] = []
        self._desk = state.desk

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
            case notice.Amended():
                self._follow(body.notice, entry, body)
                self._replaced(body)
            case notice.Withdrawn() | notice.Recalled():
                self._follow(body.notice, entry, body)
            case (
                arrangement.ChannelEstablished()
                | arrangement.ChannelOffered()
                | arrangement.ChannelDeclined()
            ):
                self._lines.append(told(entry, body))
            case correction.Retracted():
                self._taken_back(entry, body)
            case roster.KeyRegistered():
                self._founded(entry, body)
            case (
                roster.RoleDefined() | roster.GuaranteeStated() | roster.DutyAssigned()
                | roster.DutyHandedOver() | roster.DutyTakenOver() | roster.AvailabilityStated()
            ):  # fmt: skip
                self._on_duty.append(told(entry, body))
            case log.ExerciseStarted() | log.ExerciseEnded():
                self._drill(entry, body)
            case (
                Unread() | incident.About() | incident.DraftRejected()
                | obligation.Obligation() | review.Opened() | review.Looking()
                | arrangement.InstrumentAdopted() | arrangement.ArrangementFiled()
                | arrangement.Accepted() | arrangement.Withdrew()
                | arrangement.DesignationListed() | arrangement.DesignationDelisted()
                | arrangement.DelineationAgreed() | arrangement.RestraintUndertaken()
                | arrangement.ClockDeclared() | arrangement.StatusStated()
                | roster.ActorRegistered() | roster.InfluenceStated()
                | roster.KeyRotated() | roster.KeyRevoked() | roster.PlaceNamed()
                | log.Noted() | correction.Erased() | sealed.Granted()
            ):  # fmt: skip
                self._not_ours.add(type(body))
            case never:
                assert_never(never)

    def freeze(self) -> State:
        """The state so far; later steps do not change it."""
        before = self._state
        cells = [*before.cells, *[Raw()] * len(self._ofs)]
        ofs = (*before.ofs, *self._ofs) if self._ofs else before.ofs
        for place, one in self._touched.items():
            thread = Thread(of=ofs[place], head=one.head, follows=tuple(one.follows))
            cells[place] = cast(Raw, thread)
        state = State(
            ofs=ofs,
            cells=tuple(cells),
            homes=before.homes + self._homes.tobytes(),
            lines=(*before.lines, *self._lines),
            retractions=(*before.retractions, *self._retractions),
            on_duty=(*before.on_duty, *self._on_duty),
            drills=(*before.drills, *self._drills),
            undecided=tuple(
                sorted((by, place) for by, places in self._undecided.items() for place in places)
            ),
            practising=tuple(self._practising),
            drills_over=(*before.drills_over, *self._over),
            desk=self._desk,
        )
        state.__dict__["places"] = self._at
        stale = sorted(self._stale | self._touched.keys())
        fresh = Fresh(before.table.parties)
        open_rows(state, stale, fresh)
        table = renewed(before.table, stale, fresh, len(cells))
        state = replace(state, table=table)
        state.__dict__["places"] = self._at
        self._begin(state)
        return state

    def _founded(self, entry: Entry, body: roster.KeyRegistered) -> None:
        # A record has one desk, whose own key opens it; a second is not believed here either.
        if self._desk is None and body.standing == "desk" and entry.author == body.actor:
            self._desk = body.actor
            self._stale.update(range(len(self._at)))

    def _head(self, entry: Entry, body: Head) -> None:
        # It may have been referred to before this reader was given it.
        place = self._place(entry.digest)
        thread = self._open(place)
        if thread.head is None:
            thread.head = told(entry, body)
            self._homes.extend((entry.index, place))
        self._stale.update(self._undecided.pop(entry.digest, ()))
        if body.exercise:
            self._practising.append(place)
        elif isinstance(body, alert.StopRequested) and body.reported is None and not entry.late:
            self._drill_over(entry)

    def _follow(self, of: str, entry: Entry, body: Follow) -> None:
        place = self._at.get(of)
        if place is None:
            place = self._place(of)
        thread = self._touched.get(place) or self._open(place)
        thread.follows.append(told(entry, body))
        self._homes.append(entry.index)
        self._homes.append(place)

    def _replaced(self, body: notice.Amended) -> None:
        """An amendment counts once the notice it names is on record: until then it is kept."""
        by = self._at.get(body.by)
        if by is None or self._open(by).head is None:
            self._undecided.setdefault(body.by, []).append(self._at[body.notice])

    def _place(self, of: str) -> int:
        """Where a thread stands; a new one stands last."""
        place = self._at.get(of)
        if place is None:
            if self._shared:
                self._at, self._shared = dict(self._at), False
            place = self._at[of] = len(self._at)
            self._ofs.append(of)
            self._touched[place] = _Open(None)
        return place

    def _open(self, place: int) -> _Open:
        thread = self._touched.get(place)
        if thread is None:
            kept = self._state.thread_at(place)
            thread = self._touched[place] = _Open(kept.head, kept.follows)
        return thread

    def _drill(self, entry: Entry, body: Drill) -> None:
        self._drills.append(told(entry, body))
        if isinstance(body, log.ExerciseEnded) and not entry.late:
            self._drill_over(entry)

    def _drill_over(self, entry: Entry) -> None:
        """What was practised up to here has ended; its clocks stop, and it rings no longer."""
        if self._practising:
            self._over.append(entry.index)
            self._stale.update(self._practising)
            self._practising = []

    def _taken_back(self, entry: Entry, body: correction.Retracted) -> None:
        self._retractions.append(told(entry, body))
        place = self._home(body.entry)
        if place is not None:
            self._stale.add(place)

    def _home(self, index: int) -> int | None:
        """In which thread an entry stands, if in one."""
        kept = memoryview(self._state.homes).cast("q")
        place = _home_in(kept, index)
        return place if place is not None else _home_in(self._homes, index)


def _home_in(pairs: Sequence[int] | memoryview[int], index: int) -> int | None:
    """Of pairs of an entry and its thread, in the order of entries, the thread of one entry."""
    many = len(pairs) // 2
    at = bisect_left(range(many), index, key=lambda n: pairs[2 * n])
    return pairs[2 * at + 1] if at < many and pairs[2 * at] == index else None


PROJECTION: Projection[State] = Projection(
    name="channel", version=3, empty=State(), resume=Following
)
