"""The desk's own gazetteer, folded from the record: places it named, sites that were notified.

Only what a reader may read enters its gazetteer. A place the desk named is known to all by name;
where it lies is sealed, so it is found by those it was sealed to. A notified site is known by the
name its author gave it to those who may read the notice, and its author's word is all that says
where it is. Exercises, reports of others and what came late name nothing.
"""

from __future__ import annotations

from typing import TypeAlias, assert_never, get_args

from msgspec import Struct

from parley.fold import Projection
from parley.places.entries import DeskEntry, Kind
from parley.places.gazetteer import KIND_WORDS
from parley.places.spelling import folded
from parley.places.told import disc_of
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
from parley.record.readers.told import Hand, Told, replaces, same_hand, taken_back, told

_WIDEST_M = 100_000
Ending: TypeAlias = notice.Amended | notice.Recalled


class State(Struct, frozen=True, kw_only=True):
    """Everything that names a place, whatever ended it, and who the desk is."""

    desk: str | None = None
    named: tuple[Told[roster.PlaceNamed], ...] = ()
    sites: tuple[Told[notice.SiteNotified], ...] = ()
    endings: tuple[Told[Ending], ...] = ()
    retractions: tuple[Told[correction.Retracted], ...] = ()


class Naming:
    """One fold run. Kinds that turn out not to be ours are passed over quickly."""

    def __init__(self, state: State) -> None:
        self._desk = state.desk
        self._named = list(state.named)
        self._sites = list(state.sites)
        self._endings = list(state.endings)
        self._retractions = list(state.retractions)
        self._not_ours: set[type[Record | Unread]] = set()

    def step(self, entry: Entry) -> None:
        """Take one entry further."""
        body = entry.body
        if type(body) in self._not_ours:
            return
        match body:
            case roster.PlaceNamed():
                self._named.append(told(entry, body))
            case notice.SiteNotified():
                self._sites.append(told(entry, body))
            case notice.Amended() | notice.Recalled():
                self._endings.append(told(entry, body))
            case correction.Retracted():
                self._retractions.append(told(entry, body))
            case roster.KeyRegistered():
                # A record has one desk, whose own key opens it; a second is not believed.
                if self._desk is None and body.standing == "desk" and entry.author == body.actor:
                    self._desk = body.actor
            case (
                Unread() | incident.About() | incident.DraftRejected()
                | obligation.Obligation() | review.Opened() | review.Looking()
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
                | notice.MovementNotified() | notice.ActivityNotified()
                | notice.PresenceNotified() | notice.Withdrawn()
                | roster.ActorRegistered() | roster.GuaranteeStated() | roster.InfluenceStated()
                | roster.KeyRotated() | roster.KeyRevoked()
                | roster.RoleDefined() | roster.DutyAssigned() | roster.DutyHandedOver()
                | roster.DutyTakenOver() | roster.AvailabilityStated()
                | log.Noted() | log.ExerciseStarted() | log.ExerciseEnded()
                | correction.Erased() | sealed.Granted()
            ):  # fmt: skip
                self._not_ours.add(type(body))
            case never:
                assert_never(never)

    def freeze(self) -> State:
        """The state so far; later steps do not change it."""
        return State(
            desk=self._desk, named=tuple(self._named), sites=tuple(self._sites),
            endings=tuple(self._endings), retractions=tuple(self._retractions),
        )  # fmt: skip


PROJECTION: Projection[State] = Projection(
    name="places", version=1, empty=State(), resume=Naming
)


def entries_of(state: State) -> tuple[DeskEntry, ...]:
    """The places a record names, for a gazetteer: the desk's own, then those of notices.

    Of a place the desk named the newest version counts; one that is retired is out. A site is out
    once its author recalled it (wrong), took it back, or replaced it by a later notice; a site that
    only ended still lies where it lay. What has no position for this reader cannot be found.
    """
    gone = taken_back(one for one in state.retractions if one.author is not None)
    newest: dict[str, Told[roster.PlaceNamed]] = {}
    seen: set[str] = set()
    for one in state.named:
        # A version entered again under its own digest is a replay and not the newest.
        if one.author == state.desk and _names(one) and one.digest not in seen and not gone(one):
            newest[one.body.named] = one
        seen.add(one.digest)
    over = _over(state)
    sites = (one for one in state.sites if _names(one) and one.index not in over and not gone(one))
    made = (*map(_of_desk, newest.values()), *map(_of_site, sites))
    return tuple(one for one in made if one is not None)


def _names(one: Told[roster.PlaceNamed] | Told[notice.SiteNotified]) -> bool:
    if one.body.exercise or one.body.reported is not None:
        return False
    return not (one.late and isinstance(one.body, roster.PlaceNamed))


def _over(state: State) -> set[int]:
    """Sites that are wrong, or that a later notice replaced."""
    gone = taken_back(one for one in state.retractions if one.author is not None)
    hands = {one.digest: Hand.of(one) for one in reversed(state.sites)}
    found = set()
    for one in state.endings:
        of, body = hands.get(one.body.notice), one.body
        if of is None or one.late or gone(one) or not same_hand(of, Hand.of(one)):
            continue
        if isinstance(body, notice.Recalled) or replaces(of, hands.get(body.by)):
            found.add(of.entry)
    return found


def _of_desk(one: Told[roster.PlaceNamed]) -> DeskEntry | None:
    body = one.body
    disc = disc_of(body.place) if body.place is not None and not body.retired else None
    if disc is None or disc[1] > _WIDEST_M:
        return None
    kind: Kind = next((kind for kind in get_args(Kind) if kind == body.sort), "other")
    return DeskEntry(
        id=body.named, kind=kind, at=disc[0], reach_m=max(1, round(disc[1])),
        names=(body.name, *(alias.name for alias in body.aliases)),
        source=f"entry {one.index}, by the desk",
    )  # fmt: skip


def _of_site(one: Told[notice.SiteNotified]) -> DeskEntry | None:
    disc = disc_of(one.body.place)
    if disc is None or disc[1] > _WIDEST_M:
        return None
    words = folded(one.body.name).split()
    kind: Kind = next((KIND_WORDS[word] for word in words if word in KIND_WORDS), "other")
    return DeskEntry(
        id=f"notice-{one.index}", kind=kind, at=disc[0], reach_m=max(1, round(disc[1])),
        names=(one.body.name,), source=f"entry {one.index}, a notice", origin="notice",
    )  # fmt: skip
