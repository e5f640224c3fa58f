"""The fold of the incidents room: each statement into the file it names, whoever made it."""

from __future__ import annotations

from typing import assert_never

from parley.fold import Projection
from parley.incidents.file import File, State
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
from parley.record.readers.told import told


class _Open:
    """A file while it grows."""

    __slots__ = (
        "alleged", "claims", "consequences", "evidence", "findings", "opened", "rulings", "upon",
    )  # fmt: skip

    def __init__(self, file: File) -> None:
        self.opened = list(file.opened)
        self.alleged = list(file.alleged)
        self.claims = list(file.claims)
        self.consequences = list(file.consequences)
        self.evidence = list(file.evidence)
        self.findings = list(file.findings)
        self.rulings = list(file.rulings)
        self.upon = list(file.upon)

    def freeze(self, incident_id: str) -> File:
        return File(
            of=incident_id,
            opened=tuple(self.opened),
            alleged=tuple(self.alleged),
            claims=tuple(self.claims),
            consequences=tuple(self.consequences),
            evidence=tuple(self.evidence),
            findings=tuple(self.findings),
            rulings=tuple(self.rulings),
            upon=tuple(self.upon),
        )


class Filing:
    """One fold run. Kinds that turn out not to be ours are remembered and passed over quickly."""

    def __init__(self, state: State) -> None:
        self._files = {file.of: _Open(file) for file in state.files}
        self._retractions = list(state.retractions)
        self._not_ours: set[type[Record | Unread]] = set()

    def step(self, entry: Entry) -> None:
        """Take one entry further."""
        body = entry.body
        if type(body) in self._not_ours:
            return
        match body:
            case incident.About():
                self._put(self._file(body.incident), entry, body)
            case correction.Retracted():
                self._retractions.append(told(entry, body))
            case (
                Unread() | incident.DraftRejected()
                | obligation.Obligation() | review.Opened() | review.Looking()
                | notice.Notice() | notice.Amended() | notice.Withdrawn() | notice.Recalled()
                | answer.Answer() | answer.Lapsed()
                | alert.Raised() | alert.StopRequested() | alert.Step()
                | dispatch.Dispatch()
                | arrangement.InstrumentAdopted() | arrangement.ArrangementFiled()
                | arrangement.Accepted() | arrangement.Withdrew()
                | arrangement.DesignationListed() | arrangement.DesignationDelisted()
                | arrangement.DelineationAgreed() | arrangement.RestraintUndertaken()
                | arrangement.ChannelEstablished() | arrangement.ChannelOffered()
                | arrangement.ChannelDeclined()
                | arrangement.ClockDeclared() | arrangement.StatusStated()
                | roster.ActorRegistered() | roster.GuaranteeStated() | roster.InfluenceStated()
                | roster.KeyRegistered() | roster.KeyRotated() | roster.KeyRevoked()
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
            files=tuple(file.freeze(name) for name, file in self._files.items()),
            retractions=tuple(self._retractions),
        )

    @staticmethod
    def _put(file: _Open, entry: Entry, body: incident.Incident) -> None:
        match body:
            case incident.Claimed():
                file.claims.append(told(entry, body))
            case incident.Alleged():
                file.alleged.append(told(entry, body))
            case incident.FindingProposed():
                file.findings.append(told(entry, body))
            case incident.ConsequenceClaimed():
                file.consequences.append(told(entry, body))
            case incident.EvidenceAdded():
                file.evidence.append(told(entry, body))
            case incident.Opened():
                file.opened.append(told(entry, body))
            case incident.Ruled():
                file.rulings.append(told(entry, body))
            case (
                incident.Linked()
                | incident.ClaimCorrected()
                | incident.Blocked()
                | incident.Unblocked()
                | incident.RulingDisputed()
            ):
                file.upon.append(told(entry, body))
            case never:
                assert_never(never)

    def _file(self, incident_id: str) -> _Open:
        file = self._files.get(incident_id)
        if file is None:
            file = self._files[incident_id] = _Open(File(of=incident_id))
        return file


PROJECTION: Projection[State] = Projection(
    name="incidents", version=2, empty=State(), resume=Filing
)
