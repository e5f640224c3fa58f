"""The review's own fold: what stands around every incident, and what this reader cannot read.

Notices and alerts are the channel room's, claims the incidents room's; what is left is the
arrangement, the logs, the corrections, and the names behind identifiers.
"""

from __future__ import annotations

from typing import TypeAlias, assert_never

from msgspec import Struct

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

Kept: TypeAlias = (
    arrangement.Arrangement
    | obligation.ClaimedDone
    | obligation.Confirmed
    | obligation.Disputed
    | log.Log
    | correction.Correction
    | sealed.Granted
)


class Gap(Struct, frozen=True, gc=False):
    """An entry this reader cannot read."""

    index: int
    why: str


class State(Struct, frozen=True, kw_only=True):
    """How far the record goes, what stands around the incidents, and the gaps in it.

    `importers` are the actors registered to pass on public reports and nothing else.
    """

    size: int = 0
    rx: int = 0
    kept: tuple[Told[Kept], ...] = ()
    actors: tuple[Told[roster.ActorRegistered], ...] = ()
    gaps: tuple[Gap, ...] = ()
    importers: tuple[str, ...] = ()
    reviews: tuple[Told[review.Review], ...] = ()


class Surveying:
    """One fold run."""

    def __init__(self, state: State) -> None:
        self._size = state.size
        self._rx = state.rx
        self._kept = list(state.kept)
        self._actors = list(state.actors)
        self._gaps = list(state.gaps)
        self._importers = list(state.importers)
        self._reviews = list(state.reviews)
        self._not_ours: set[type[Record | Unread]] = set()

    def step(self, entry: Entry) -> None:
        """Take one entry further."""
        self._size = entry.index + 1
        self._rx = entry.rx
        body = entry.body
        if type(body) in self._not_ours:
            return
        match body:
            case Unread():
                self._gaps.append(Gap(entry.index, body.why))
            case (
                arrangement.InstrumentAdopted() | arrangement.ArrangementFiled()
                | arrangement.Accepted() | arrangement.Withdrew()
                | arrangement.DesignationListed() | arrangement.DesignationDelisted()
                | arrangement.DelineationAgreed() | arrangement.RestraintUndertaken()
                | arrangement.ChannelEstablished() | arrangement.ChannelOffered()
                | arrangement.ChannelDeclined()
                | arrangement.ClockDeclared() | arrangement.StatusStated()
                | obligation.Obligation()
                | log.Noted() | log.ExerciseStarted() | log.ExerciseEnded()
                | correction.Retracted() | correction.Erased()
                | sealed.Granted()
            ):  # fmt: skip
                self._kept.append(told(entry, body))
            case review.Opened() | review.Looking():
                self._reviews.append(told(entry, body))
            case roster.ActorRegistered():
                self._actors.append(told(entry, body))
            case roster.KeyRegistered():
                if body.standing == "importer" and body.actor not in self._importers:
                    self._importers.append(body.actor)
            case (
                incident.About() | incident.DraftRejected()
                | notice.Notice() | notice.Amended() | notice.Withdrawn() | notice.Recalled()
                | answer.Answer() | answer.Lapsed()
                | alert.Raised() | alert.StopRequested() | alert.Step()
                | dispatch.Dispatch()
                | roster.GuaranteeStated() | roster.InfluenceStated()
                | roster.KeyRotated() | roster.KeyRevoked()
                | roster.RoleDefined() | roster.DutyAssigned() | roster.DutyHandedOver()
                | roster.DutyTakenOver() | roster.AvailabilityStated() | roster.PlaceNamed()
            ):  # fmt: skip
                self._not_ours.add(type(body))
            case never:
                assert_never(never)

    def freeze(self) -> State:
        """The state so far; later steps do not change it."""
        return State(
            size=self._size,
            rx=self._rx,
            kept=tuple(self._kept),
            actors=tuple(self._actors),
            gaps=tuple(self._gaps),
            importers=tuple(self._importers),
            reviews=tuple(self._reviews),
        )


PROJECTION: Projection[State] = Projection(
    name="review", version=4, empty=State(), resume=Surveying
)
