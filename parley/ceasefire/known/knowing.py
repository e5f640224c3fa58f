"""The fold of the ceasefire room: who accepted what, who is on which list, what was ruled."""

from __future__ import annotations

from typing import TypeAlias, assert_never

from parley.ceasefire.known.state import ActOnRecord, Known, RulingOnRecord
from parley.ceasefire.spans.edges import Stretch, edge_of
from parley.ceasefire.text.terms import Drawn, folded
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
from parley.record.values.place import Polygon
from parley.record.values.time import FIRST_MS, VagueTime

_Acts: TypeAlias = dict[str, dict[str, tuple[ActOnRecord, ...]]]
_ALWAYS = VagueTime(
    earliest=FIRST_MS, latest=FIRST_MS, written="always", precision="year", zone="Z"
)


class Knowing:
    """One fold run. Kinds that turn out not to be ours are remembered and passed over quickly."""

    def __init__(self, state: Known) -> None:
        self._accepted = _copied(state.accepted)
        self._withdrew = _copied(state.withdrew)
        self._listed = _copied(state.listed)
        self._delisted = _copied(state.delisted)
        self._aliases = dict(state.aliases)
        self._drawn = dict(state.drawn)
        self._rulings = dict(state.rulings)
        self._taken_back = dict(state.taken_back)
        self._size = state.size
        self._not_ours: set[type[Record | Unread]] = set()

    def step(self, entry: Entry) -> None:
        """Take one entry further."""
        self._size = entry.index + 1
        body = entry.body
        if type(body) in self._not_ours:
            return
        match body:
            case arrangement.Accepted():
                self._act(self._accepted, body.instrument, entry, body.party, body.accepted)
            case arrangement.Withdrew():
                self._act(self._withdrew, body.instrument, entry, body.party, body.withdrew)
            case arrangement.DesignationListed():
                self._act(self._listed, body.list, entry, body.group, body.listed)
            case arrangement.DesignationDelisted():
                self._act(self._delisted, body.list, entry, body.group, body.delisted)
            case arrangement.DelineationAgreed():
                self._draw(entry, body)
            case roster.ActorRegistered():
                self._name(entry, body)
            case incident.Ruled():
                self._rule(entry, body)
            case correction.Retracted():
                self._take_back(entry, body)
            case (
                Unread() | incident.DraftRejected() | incident.Opened() | incident.Alleged()
                | incident.Claimed() | incident.Linked() | incident.ClaimCorrected()
                | incident.Blocked() | incident.Unblocked() | incident.ConsequenceClaimed()
                | incident.EvidenceAdded() | incident.FindingProposed()
                | incident.RulingDisputed()
                | obligation.Obligation() | review.Opened() | review.Looking()
                | notice.Notice() | notice.Amended() | notice.Withdrawn() | notice.Recalled()
                | answer.Answer() | answer.Lapsed()
                | alert.Raised() | alert.StopRequested() | alert.Step()
                | dispatch.Dispatch()
                | arrangement.InstrumentAdopted() | arrangement.ArrangementFiled()
                | arrangement.RestraintUndertaken()
                | arrangement.ChannelEstablished() | arrangement.ChannelOffered()
                | arrangement.ChannelDeclined()
                | arrangement.ClockDeclared() | arrangement.StatusStated()
                | roster.GuaranteeStated() | roster.InfluenceStated()
                | roster.KeyRegistered() | roster.KeyRotated() | roster.KeyRevoked()
                | roster.RoleDefined() | roster.DutyAssigned() | roster.DutyHandedOver()
                | roster.DutyTakenOver() | roster.AvailabilityStated() | roster.PlaceNamed()
                | log.Noted() | log.ExerciseStarted() | log.ExerciseEnded()
                | correction.Erased() | sealed.Granted()
            ):  # fmt: skip
                self._not_ours.add(type(body))
            case never:
                assert_never(never)

    def freeze(self) -> Known:
        """The state so far; later steps do not change it."""
        return Known(
            accepted=_copied(self._accepted),
            withdrew=_copied(self._withdrew),
            listed=_copied(self._listed),
            delisted=_copied(self._delisted),
            aliases=dict(self._aliases),
            drawn=dict(self._drawn),
            rulings=dict(self._rulings),
            taken_back=dict(self._taken_back),
            size=self._size,
        )

    def _act(self, acts: _Acts, of: str, entry: Entry, who: str, when: VagueTime) -> None:
        if entry.late or _drill(entry):
            return
        body = entry.body
        tied = getattr(body, "actor", None)
        act = ActOnRecord(
            entry=entry.index, digest=entry.digest, author=entry.author, who=who, actor=tied,
            when=when,
        )  # fmt: skip
        under = acts.setdefault(of, {})
        for name in {folded(who), *([folded(tied)] if tied else [])}:
            under[name] = (*under.get(name, ()), act)

    def _draw(self, entry: Entry, body: arrangement.DelineationAgreed) -> None:
        if entry.late or body.exercise:
            return
        shape = body.place.shape if body.place is not None else None
        ring: tuple[tuple[float, float], ...] = ()
        if isinstance(shape, Polygon) and len(shape.rings) == 1:
            ring = tuple((at.lon / 1e7, at.lat / 1e7) for at in shape.rings[0])
        begins = edge_of(body.in_force or body.agreed, stated=body.in_force is not None)
        drawn = Drawn(ring=ring, while_=Stretch(begins=begins, entries=(entry.index,)))
        self._drawn[body.area] = (*self._drawn.get(body.area, ()), drawn)

    def _name(self, entry: Entry, body: roster.ActorRegistered) -> None:
        for name in dict.fromkeys(map(folded, (body.actor, body.name, *body.aliases))):
            act = ActOnRecord(
                entry=entry.index, digest=entry.digest, author=entry.author, who=body.actor,
                actor=body.actor, when=_ALWAYS,
            )  # fmt: skip
            self._aliases[name] = (*self._aliases.get(name, ()), act)

    def _rule(self, entry: Entry, body: incident.Ruled) -> None:
        if body.exercise:
            return
        settled: dict[int, str] = {tested.test: tested.answer for tested in body.tests}
        ruling = RulingOnRecord(
            entry=entry.index,
            digest=entry.digest,
            author=entry.author,
            value=body.ruling,
            office=body.office,
            reasons=body.reasons,
            basis=body.basis,
            settles=settled,
        )
        for of in dict.fromkeys((body.incident, body.event or body.incident)):
            self._rulings[of] = (*self._rulings.get(of, ()), ruling)

    def _take_back(self, entry: Entry, body: correction.Retracted) -> None:
        if entry.author is not None and not entry.late:
            before = self._taken_back.get(body.entry, ())
            self._taken_back[body.entry] = (*before, (body.record, entry.author))


def _drill(entry: Entry) -> bool:
    return not isinstance(entry.body, Unread) and entry.body.exercise


def _copied(acts: _Acts) -> _Acts:
    return {of: dict(under) for of, under in acts.items()}


PROJECTION: Projection[Known] = Projection(
    name="ceasefire.known", version=1, empty=Known(), resume=Knowing
)
