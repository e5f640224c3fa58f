"""The fold of the obligations: who said what of which clause, of restraint, influence, status."""

from __future__ import annotations

from typing import assert_never

from parley.ceasefire.obligations.words import Act, Heard, Influence, Restraint, Status, Word
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


class Hearing:
    """One fold run. Kinds that turn out not to be ours are remembered and passed over quickly."""

    def __init__(self, state: Heard) -> None:
        self._words = list(state.words)
        self._restraints = list(state.restraints)
        self._influence = list(state.influence)
        self._statuses = list(state.statuses)
        self._taken_back = set(state.taken_back)
        self._size = state.size
        self._not_ours: set[type[Record | Unread]] = set()

    def step(self, entry: Entry) -> None:
        """Take one entry further."""
        self._size = entry.index + 1
        body = entry.body
        if type(body) in self._not_ours:
            return
        match body:
            case obligation.Obligation():
                if _fresh(entry, exercise=body.exercise):
                    self._words.append(_word(entry, body))
            case arrangement.RestraintUndertaken():
                if _fresh(entry, exercise=body.exercise):
                    self._restraints.append(_restraint(entry, body))
            case roster.InfluenceStated():
                if _fresh(entry, exercise=body.exercise):
                    self._influence.append(_influence(entry, body))
            case arrangement.StatusStated():
                if _fresh(entry, exercise=body.exercise):
                    self._statuses.append(_status(entry, body))
            case correction.Retracted():
                if entry.author is not None and not entry.late:
                    self._taken_back.add((body.entry, body.record, entry.author))
            case (
                Unread() | incident.About() | incident.DraftRejected()
                | review.Opened() | review.Looking()
                | notice.Notice() | notice.Amended() | notice.Withdrawn() | notice.Recalled()
                | answer.Answer() | answer.Lapsed()
                | alert.Raised() | alert.StopRequested() | alert.Step()
                | dispatch.Dispatch()
                | arrangement.InstrumentAdopted() | arrangement.ArrangementFiled()
                | arrangement.Accepted() | arrangement.Withdrew()
                | arrangement.DesignationListed() | arrangement.DesignationDelisted()
                | arrangement.DelineationAgreed() | arrangement.ClockDeclared()
                | arrangement.ChannelEstablished() | arrangement.ChannelOffered()
                | arrangement.ChannelDeclined()
                | roster.ActorRegistered() | roster.GuaranteeStated()
                | roster.KeyRegistered() | roster.KeyRotated() | roster.KeyRevoked()
                | roster.RoleDefined() | roster.DutyAssigned() | roster.DutyHandedOver()
                | roster.DutyTakenOver() | roster.AvailabilityStated() | roster.PlaceNamed()
                | log.Noted() | log.ExerciseStarted() | log.ExerciseEnded()
                | correction.Erased() | sealed.Granted()
            ):  # fmt: skip
                self._not_ours.add(type(body))
            case never:
                assert_never(never)

    def freeze(self) -> Heard:
        """The state so far; later steps do not change it."""
        return Heard(
            words=tuple(self._words),
            restraints=tuple(self._restraints),
            influence=tuple(self._influence),
            statuses=tuple(self._statuses),
            taken_back=frozenset(self._taken_back),
            size=self._size,
        )


def _fresh(entry: Entry, *, exercise: bool) -> bool:
    return not (entry.late or exercise)


def _word(entry: Entry, body: obligation.Obligation) -> Word:
    act: Act = "claimed_done"
    claim: str | None = None
    if isinstance(body, obligation.Confirmed):
        act, claim = "confirmed", body.claim
    elif isinstance(body, obligation.Disputed):
        act, claim = "disputed", body.claim
    return Word(
        entries=(entry.index,),
        digest=entry.digest,
        author=entry.author,
        clause=body.clause,
        instrument=body.instrument,
        act=act,
        by=body.actor or body.by,
        statement=body.statement,
        said=entry.rx if body.at is None else body.at.latest,
        reported=body.reported is not None or body.heard is not None,
        claim=claim,
        occurrence=body.occurrence,
    )


def _restraint(entry: Entry, body: arrangement.RestraintUndertaken) -> Restraint:
    return Restraint(
        entries=(entry.index,),
        digest=entry.digest,
        author=entry.author,
        restraint=body.restraint,
        act=body.act,
        speaker=body.actor or body.speaker,
        of=body.of_actor or body.of,
        over=body.over_actor or body.over,
        statement=body.statement,
        said=body.at.latest,
    )


def _influence(entry: Entry, body: roster.InfluenceStated) -> Influence:
    return Influence(
        entries=(entry.index,),
        digest=entry.digest,
        author=entry.author,
        speaker=body.speaker,
        by=body.by,
        over=body.over,
        extent=body.extent,
        statement=body.statement,
    )


def _status(entry: Entry, body: arrangement.StatusStated) -> Status:
    return Status(
        entries=(entry.index,),
        digest=entry.digest,
        author=entry.author,
        speaker=body.actor or body.speaker,
        status=body.status,
        instrument=body.instrument,
        statement=body.statement,
        written=body.stated.written,
        said=body.stated.latest,
    )


PROJECTION: Projection[Heard] = Projection(
    name="ceasefire.obligations", version=1, empty=Heard(), resume=Hearing
)
