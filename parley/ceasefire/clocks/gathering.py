"""The fold of the clocks: what happened, what was alleged, claimed, ruled and declared."""

from __future__ import annotations

from typing import TypeVar, assert_never

from parley.ceasefire.clocks.seen import (
    Alleged,
    Declared,
    Happening,
    Holding,
    Judged,
    Objected,
    Stated,
    Timed,
)
from parley.fold import Projection
from parley.incidents.speakers import speaker_of
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
from parley.record.values.amount import Quantity
from parley.record.values.time import VagueTime

S = TypeVar("S", bound=Stated)
_DAY_OR_COARSER = frozenset({"day", "month", "year"})
_SAID = frozenset({"asserted", "reported", "possible"})
"""What is doubtful, conditional, future or contrary to fact claims no death."""
_AGAINST = frozenset({"denies", "doubts"})
_ACCUSING = frozenset({"accuses", "alleges"})


class _Open:
    """A happening while it grows. A list is made when its first statement comes: most never do."""

    __slots__ = ("alleged", "deaths", "disputed", "first_rx", "moments", "opened", "rulings")

    def __init__(self, first_rx: int) -> None:
        self.first_rx = first_rx
        self.opened: list[Timed] | None = None
        self.moments: list[Timed] | None = None
        self.alleged: list[Alleged] | None = None
        self.deaths: list[Stated] | None = None
        self.rulings: list[Judged] | None = None
        self.disputed: list[Objected] | None = None

    @classmethod
    def again(cls, of: Happening) -> _Open:
        """A happening that grows on."""
        made = cls(of.first_rx)
        made.opened, made.moments = list(of.opened), list(of.moments)
        made.alleged, made.deaths = list(of.alleged), list(of.deaths)
        made.rulings, made.disputed = list(of.rulings), list(of.disputed)
        return made

    def freeze(self) -> Happening:
        return Happening(
            opened=tuple(self.opened or ()),
            moments=tuple(self.moments or ()),
            alleged=tuple(self.alleged or ()),
            deaths=tuple(self.deaths or ()),
            rulings=tuple(self.rulings or ()),
            disputed=tuple(self.disputed or ()),
            first_rx=self.first_rx,
        )


class Gathering:
    """One fold run. Kinds that turn out not to be ours are remembered and passed over quickly."""

    def __init__(self, state: Holding) -> None:
        self._open = {name: _Open.again(one) for name, one in state.happenings.items()}
        self._declared = {name: list(acts) for name, acts in state.declared.items()}
        self._findings = dict(state.findings)
        self._taken_back = set(state.taken_back)
        self._corrected = set(state.corrected)
        self._size = state.size
        self._not_ours: set[type[Record | Unread]] = set()

    def step(self, entry: Entry) -> None:
        """Take one entry further."""
        self._size = entry.index + 1
        body = entry.body
        if type(body) in self._not_ours:
            return
        match body:
            case incident.About():
                if not (entry.late or body.exercise):
                    self._about(entry, body)
            case arrangement.ClockDeclared():
                if not (entry.late or body.exercise):
                    self._declared.setdefault(body.clock, []).append(_declared(entry, body))
            case correction.Retracted():
                if entry.author is not None and not entry.late:
                    self._taken_back.add((body.entry, body.record, entry.author))
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
                | arrangement.ChannelDeclined() | arrangement.StatusStated()
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

    def freeze(self) -> Holding:
        """The state so far; later steps do not change it."""
        return Holding(
            happenings={name: one.freeze() for name, one in self._open.items()},
            declared={name: tuple(acts) for name, acts in self._declared.items()},
            findings=dict(self._findings),
            taken_back=frozenset(self._taken_back),
            corrected=frozenset(self._corrected),
            size=self._size,
        )

    def _about(self, entry: Entry, body: incident.Incident) -> None:
        match body:
            case incident.Claimed():
                self._claim(entry, body)
            case incident.Alleged():
                at = self._at(entry, body)
                at.alleged = _with(at.alleged, _alleged(entry, body, body.when, body.said))
            case incident.Opened():
                at = self._at(entry, body)
                at.opened = _with(at.opened, _timed(entry, body.when))
            case incident.Ruled():
                at = self._at(entry, body)
                at.rulings = _with(at.rulings, _judged(entry, body))
            case incident.RulingDisputed():
                at = self._at(entry, body)
                at.disputed = _with(at.disputed, _objected(entry, body))
            case incident.FindingProposed():
                found = {c for basis in body.bases for one in basis.tests for c in one.clauses}
                if found:
                    self._findings[entry.digest] = tuple(sorted(found))
                self._died(entry, body)
            case incident.ClaimCorrected():
                if entry.author is not None:
                    self._corrected.add((body.claim, entry.author))
            case (
                incident.Linked() | incident.ConsequenceClaimed() | incident.EvidenceAdded()
                | incident.Blocked() | incident.Unblocked()
            ):  # fmt: skip
                pass
            case never:
                assert_never(never)

    def _claim(self, entry: Entry, body: incident.Claimed) -> None:
        if body.negated or body.stance in _AGAINST or body.modality not in _SAID:
            return
        if body.question == "killed":
            self._died(entry, body)
        elif body.question == "breaches" or (
            body.question == "compliance" and body.stance in _ACCUSING
        ):
            at = self._at(entry, body)
            at.alleged = _with(at.alleged, _alleged(entry, body, body.when, body.said))
        elif body.when is not None and body.moment is not None:
            at = self._at(entry, body)
            at.moments = _with(at.moments, _timed(entry, body.when))

    def _died(self, entry: Entry, body: incident.Claimed | incident.FindingProposed) -> None:
        if _some_died(body.quantities):
            at = self._at(entry, body)
            at.deaths = _with(at.deaths, _stated(entry))

    def _at(self, entry: Entry, body: incident.About) -> _Open:
        found = self._open.get(body.incident)
        if found is None:
            found = self._open[body.incident] = _Open(entry.rx)
        return found


def _with(those: list[S] | None, one: S) -> list[S]:
    if those is None:
        return [one]
    those.append(one)
    return those


def _judged(entry: Entry, body: incident.Ruled) -> Judged:
    clauses = {clause for tested in body.tests for clause in tested.clauses}
    return Judged(
        entry=entry.index, digest=entry.digest, author=entry.author, value=body.ruling,
        findings=body.findings, clauses=tuple(sorted(clauses)),
    )  # fmt: skip


def _objected(entry: Entry, body: incident.RulingDisputed) -> Objected:
    return Objected(
        entry=entry.index, digest=entry.digest, author=entry.author, ruling=body.ruling
    )


def _stated(entry: Entry) -> Stated:
    return Stated(entry=entry.index, digest=entry.digest, author=entry.author)


def _timed(entry: Entry, when: VagueTime) -> Timed:
    return Timed(
        entry=entry.index, digest=entry.digest, author=entry.author,
        earliest=when.earliest, latest=when.latest, fine=when.precision not in _DAY_OR_COARSER,
    )  # fmt: skip


def _alleged(
    entry: Entry,
    body: incident.Alleged | incident.Claimed,
    when: VagueTime | None,
    said: VagueTime | None,
) -> Alleged:
    speaker = entry.author or "" if body.reported is None else speaker_of(told(entry, body))
    return Alleged(
        entry=entry.index, digest=entry.digest, author=entry.author, speaker=speaker,
        said_by=entry.rx if said is None else said.latest,
        general=isinstance(body, incident.Claimed),
        earliest=None if when is None else when.earliest,
        latest=None if when is None else when.latest,
    )  # fmt: skip


def _declared(entry: Entry, body: arrangement.ClockDeclared) -> Declared:
    return Declared(
        entry=entry.index, digest=entry.digest, author=entry.author, act=body.act, by=body.by,
        earliest=body.at.earliest, latest=body.at.latest, statement=body.statement,
        hours=body.hours, fine=body.at.precision not in _DAY_OR_COARSER,
    )  # fmt: skip


def _some_died(quantities: tuple[Quantity, ...]) -> bool:
    """Whether at least one death is claimed: "no deaths" and "up to 3" are not that."""
    for one in quantities:
        if one.measure == "killed" and (one.range.low or one.range.best or 0) > 0:
            return True
    return False


PROJECTION: Projection[Holding] = Projection(
    name="ceasefire.clocks", version=1, empty=Holding(), resume=Gathering
)
