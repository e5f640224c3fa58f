"""What each notice on record stands for now: counting, counting up to a moment, or over.

1. A notice counts from its own entry on, also one that came late: it protects.
2. Whatever would end it counts only from the notice's own author, and never when it came late:
   a stranger or a replayed envelope weakens no protection.
3. Recalled or taken back: over. Amended: over once the later notice that replaces it is on record,
   so that there is no moment without either, and no circle in which each replaces another
   (`parley.record.readers.told`). Withdrawn: it counts up to its stated end, at its latest.
4. Whoever takes back such an ending brings the notice back.
"""

from __future__ import annotations

from typing import Protocol, TypeAlias, assert_never

from msgspec import Struct
from msgspec.structs import replace

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
from parley.record.readers.told import Hand, replaces, same_hand
from parley.space.store import names

Ending: TypeAlias = (
    notice.Amended | notice.Withdrawn | notice.Recalled | correction.Retracted
)


class Rows(Protocol):
    """What the register has done to the rows of a notice."""

    def add(self, entry: Entry, told: notice.FirstNotice, *, unseen: bool) -> None:
        """Add a notice as told; unseen if it is over before it came."""

    def end(self, entry: int, at: int) -> None:
        """It counts no longer."""

    def again(self, entry: int, at: int, until_ms: int | None) -> None:
        """It counts as first told, up to a moment."""


class Act(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that would end the notice `of`, and whether its author took that back."""

    digest: str
    entry: int
    author: str | None
    reported: bool = False
    of: str
    of_entry: int | None = None
    by: str | None = None
    until_ms: int | None = None
    undone: bool = False


class Standing(Struct, frozen=True):
    """How a notice stands: it counts, up to a moment if one is given, or it is over."""

    counts: bool = True
    until_ms: int | None = None


AS_TOLD = Standing()


class Register:
    """Every notice by its digest, and every act upon one. One writer."""

    def __init__(
        self, column: names.Column | None = None, acts: tuple[Act, ...] = ()
    ) -> None:
        self.column = column or names.none()
        self.new: dict[str, Hand] = {}
        self._acts: dict[str, Act] = {}
        self._upon: dict[str, list[str]] = {}
        self._replacing: dict[str, list[str]] = {}
        for act in acts:
            self._remember(act)
        self._standing = {of: self._stands(of) for of in self._upon}

    @property
    def acts(self) -> tuple[Act, ...]:
        """Every act there was, in order."""
        return tuple(self._acts.values())

    def named(self, digest: str) -> Hand | None:
        """Whose the notice of this digest is, if it is on record."""
        return self.new.get(digest) or self.column.get(digest)

    def turn(self, column: names.Column, size: int) -> None:
        """Go over to a column that holds all notices among the first `size` entries."""
        self.column = column
        self.new = {digest: one for digest, one in self.new.items() if one.entry >= size}

    def step(self, entry: Entry, rows: Rows) -> None:
        """Take one entry further."""
        body = entry.body
        match body:
            case (
                notice.SiteNotified()
                | notice.MovementNotified()
                | notice.ActivityNotified()
                | notice.PresenceNotified()
            ):
                self._told(entry, body, rows)
            case (
                notice.Amended()
                | notice.Withdrawn()
                | notice.Recalled()
                | correction.Retracted()
            ):
                self._acted(entry, body, rows)
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
                | roster.ActorRegistered() | roster.GuaranteeStated() | roster.InfluenceStated()
                | roster.KeyRegistered() | roster.KeyRotated() | roster.KeyRevoked()
                | roster.RoleDefined() | roster.DutyAssigned() | roster.DutyHandedOver()
                | roster.DutyTakenOver() | roster.AvailabilityStated() | roster.PlaceNamed()
                | log.Noted() | log.ExerciseStarted() | log.ExerciseEnded()
                | correction.Erased() | sealed.Granted()
            ):  # fmt: skip
                pass
            case never:
                assert_never(never)

    def _told(self, entry: Entry, told: notice.FirstNotice, rows: Rows) -> None:
        if self.named(entry.digest) is not None:
            return
        self.new[entry.digest] = Hand.wrote(entry)
        standing = self._stands(entry.digest)
        rows.add(entry, told, unseen=standing != AS_TOLD)
        self._standing[entry.digest] = standing
        if standing == AS_TOLD:
            del self._standing[entry.digest]
        elif standing.counts:
            rows.again(entry.index, entry.index, standing.until_ms)
        for of in self._replacing.get(entry.digest, ()):
            self._judge(of, entry.index, rows)

    def _acted(self, entry: Entry, body: Ending, rows: Rows) -> None:
        if entry.late or entry.digest in self._acts:
            return
        if isinstance(body, correction.Retracted) and body.record in self._acts:
            act = self._acts[body.record]
            if entry.author is not None and (act.author, act.entry) == (entry.author, body.entry):
                self._acts[body.record] = replace(act, undone=True)
                self._judge(act.of, entry.index, rows)
            return
        act = _act(entry, body)
        self._remember(act)
        self._judge(act.of, entry.index, rows)

    def _remember(self, act: Act) -> None:
        self._acts[act.digest] = act
        self._upon.setdefault(act.of, []).append(act.digest)
        if act.by is not None:
            self._replacing.setdefault(act.by, []).append(act.of)

    def _judge(self, of: str, at: int, rows: Rows) -> None:
        """Do to the rows what changed in how a notice stands."""
        told = self.named(of)
        standing = self._stands(of)
        if told is None or standing == self._standing.get(of, AS_TOLD):
            return
        self._standing[of] = standing
        rows.end(told.entry, at)
        if standing.counts:
            rows.again(told.entry, at, standing.until_ms)

    def _stands(self, of: str) -> Standing:
        told = self.named(of)
        until_ms: int | None = None
        for digest in self._upon.get(of, ()):
            act = self._acts[digest]
            if told is None or not self._holds(act, told):
                continue
            if act.until_ms is None:
                return Standing(counts=False)
            until_ms = act.until_ms if until_ms is None else min(until_ms, act.until_ms)
        return Standing(until_ms=until_ms)

    def _holds(self, act: Act, told: Hand) -> bool:
        """Whether an act upon a notice has the effect it says."""
        if act.undone or not same_hand(told, Hand(act.entry, act.author, act.reported)):
            return False
        if act.of_entry is not None and act.of_entry != told.entry:
            return False
        return act.by is None or replaces(told, self.named(act.by))


def _act(entry: Entry, body: Ending) -> Act:
    of_entry = by = until_ms = None
    match body:
        case notice.Amended():
            of, by = body.notice, body.by
        case notice.Withdrawn():
            of, until_ms = body.notice, body.ended.latest
        case notice.Recalled():
            of = body.notice
        case correction.Retracted():
            of, of_entry = body.record, body.entry
        case never:
            assert_never(never)
    return Act(
        digest=entry.digest, entry=entry.index, author=entry.author,
        reported=body.reported is not None, of=of, of_entry=of_entry, by=by, until_ms=until_ms,
    )  # fmt: skip
