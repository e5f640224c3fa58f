"""Every kind of record there is, on one screen.

To add a kind: the struct in its family's file, its line here, its golden; mypy names the rest.
"""

from __future__ import annotations

from typing import TypeAlias, get_args

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
from parley.record.values.statement import Closed, Open, Statement

Record: TypeAlias = (
    # roster: who takes part, who vouches for whom, whose key is whose, who is on duty
    roster.ActorRegistered | roster.GuaranteeStated | roster.InfluenceStated
    | roster.KeyRegistered | roster.KeyRotated | roster.KeyRevoked
    | roster.RoleDefined | roster.DutyAssigned | roster.DutyHandedOver | roster.DutyTakenOver
    | roster.AvailabilityStated | roster.PlaceNamed
    # arrangement: what was agreed, by whom, through which channel, until when
    | arrangement.InstrumentAdopted | arrangement.ArrangementFiled
    | arrangement.Accepted | arrangement.Withdrew
    | arrangement.DesignationListed | arrangement.DesignationDelisted
    | arrangement.DelineationAgreed | arrangement.RestraintUndertaken
    | arrangement.ChannelEstablished | arrangement.ChannelOffered | arrangement.ChannelDeclined
    | arrangement.ClockDeclared | arrangement.StatusStated
    # notice: what one side tells another beforehand
    | notice.SiteNotified | notice.MovementNotified | notice.ActivityNotified
    | notice.PresenceNotified | notice.Amended | notice.Withdrawn | notice.Recalled
    # answer: what an addressee says to a notice
    | answer.Received | answer.Confirmed | answer.Undertaken | answer.Objected
    | answer.Withdrawn | answer.ReadBack | answer.Lapsed
    # alert: the stop line
    | alert.Raised | alert.StopRequested | alert.Taken | alert.Relayed | alert.ReadBack
    | alert.OrderPassed | alert.Halted | alert.StoodDown
    # dispatch: what was tried to reach somebody
    | dispatch.Attempted | dispatch.Delivered | dispatch.Opened | dispatch.Failed
    | dispatch.Unreachable
    # log: the duty log and the edges of exercises
    | log.Noted | log.ExerciseStarted | log.ExerciseEnded
    # incident: what is said to have happened, on whose word
    | incident.Opened | incident.Alleged | incident.Claimed | incident.ConsequenceClaimed
    | incident.ClaimLinked | incident.ClaimUnlinked | incident.ClaimCorrected
    | incident.DraftRejected | incident.EvidenceAdded | incident.Blocked | incident.Unblocked
    | incident.FindingProposed | incident.Ruled | incident.RulingDisputed
    # obligation: what a text asks for, and who says it was done
    | obligation.ClaimedDone | obligation.Confirmed | obligation.Disputed
    # review: what is to be learnt, and whether anything came of it
    | review.Opened | review.LessonRecorded | review.ActionTaken | review.Closed
    # correction: nothing is edited
    | correction.Retracted | correction.Erased
    # sealed: what was done with sealed parts
    | sealed.Granted
)  # fmt: skip

KINDS: dict[str, type[Record]] = {
    kind.__struct_config__.tag: kind
    for kind in get_args(Record)
}


def tag_of(record: Statement | type[Statement]) -> str:
    """The kind of a record as it is written: "family.verb"."""
    return str(record.__struct_config__.tag)


def is_closed(kind: type[Statement]) -> bool:
    """True when the body of this kind never stands open."""
    return issubclass(kind, Closed)


def apart(kind: type[Statement]) -> tuple[str, ...]:
    """The fields of an open kind that travel in a sealed part beside it."""
    return kind.APART if issubclass(kind, Open) else ()
