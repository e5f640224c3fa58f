"""Who may say what. Each refusal names the rule.

The ledger checks that a signature is its key's; this says what the holder of that key may put its
name to. Nobody's signature is borrowed: an answer is the addressee's own, a notice is ended by who
gave it, and whoever passes on somebody else's words names the source.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from parley.errors import NotAdmitted
from parley.fold import Book
from parley.ledger.keys import KeyRing
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
from parley.record.entry import Unread
from parley.record.kinds import Record, tag_of
from parley.record.roster import ActorRegistered

_DESK_ONLY = (
    roster.ActorRegistered
    | roster.RoleDefined
    | roster.DutyAssigned
    | roster.PlaceNamed
    | arrangement.InstrumentAdopted
    | arrangement.ArrangementFiled
    | arrangement.DelineationAgreed
    | arrangement.DesignationListed
    | arrangement.DesignationDelisted
    | arrangement.ChannelEstablished
    | arrangement.ChannelOffered
    | arrangement.ChannelDeclined
    | arrangement.ClockDeclared
    | answer.Lapsed
    | dispatch.AnyDispatch
    | incident.Ruled
    | log.ExerciseStarted
    | log.ExerciseEnded
    | correction.Erased
    | sealed.Granted
)
_PASSED_ON = (
    arrangement.Arrangement
    | incident.Incident
    | obligation.Obligation
    | review.Review
    | notice.AnyNotice
    | answer.AnyAnswer
    | alert.Alert
    | dispatch.AnyDispatch
    | log.Noted
    | roster.GuaranteeStated
    | roster.InfluenceStated
)
_IN_ITS_NAME = {
    roster.GuaranteeStated: "guarantor",
    roster.InfluenceStated: "speaker",
    arrangement.Accepted: "actor",
    arrangement.Withdrew: "actor",
    arrangement.StatusStated: "actor",
    arrangement.RestraintUndertaken: "actor",
    obligation.ClaimedDone: "actor",
    obligation.Confirmed: "actor",
    obligation.Disputed: "actor",
    incident.RulingDisputed: "actor",
    roster.AvailabilityStated: "speaker",
    roster.DutyHandedOver: "actor",
    roster.DutyTakenOver: "actor",
}
"""Kinds that speak in an actor's name, and the field that says in whose."""


class Earlier(Struct, frozen=True):
    """What is known of a record that another refers to: who wrote it, and to whom."""

    index: int
    author: str | None
    to: tuple[str, ...]


Find = Callable[[str], Earlier | None]
"""Finds an earlier record by its digest."""


def may_say(record: Record, author: str, ring: KeyRing, find: Find) -> None:
    """Refuse with NotAdmitted unless this author may put its name to this record.

    1. the case importer passes on public reports: always with their source, never anything else
    2. the desk's own acts are the desk's
    3. who speaks in an actor's name is that actor; the desk only for what it heard or passes on
    4. an answer to a notice is an addressee's own; the desk may log one that it heard
    5. whoever passes on another's words names the source; parties pass on claims only
    6. what refers to an earlier record comes from whoever may speak of that one
    """
    standing = ring.standing(author)
    if standing == "importer":  # 1
        if record.reported is None or not isinstance(record, _PASSED_ON):
            raise _refused(record, author, "an importer passes on reports, with their source")
        return
    if isinstance(record, _DESK_ONLY) and standing != "desk":  # 2
        raise _refused(record, author, "this act is the desk's own")
    second_hand = record.heard is not None or record.reported is not None
    by_desk = standing == "desk" and second_hand
    named = _IN_ITS_NAME.get(type(record))
    if named is not None and getattr(record, named) != author and not by_desk:  # 3
        raise _refused(record, author, "nobody speaks in another's name")
    if isinstance(record, roster.AvailabilityStated) and author != record.party:
        if standing != "desk":  # 3
            rule = "whether a party can be reached is for the desk, and for the party, to say"
            raise _refused(record, author, rule)
    if isinstance(record, answer.Answer) and record.party != author and not by_desk:  # 4
        raise _refused(record, author, "an answer is its addressee's own")
    if record.reported is not None and standing in ("party", "guarantor"):  # 5
        if not isinstance(record, incident.About):
            raise _refused(record, author, "a party speaks for itself here, not for a source")
    if not by_desk:
        _may_refer(record, author, find)  # 6


def sealed_to_all(record: Record, ring: KeyRing, readers: frozenset[str]) -> None:
    """Refuse a record that names an addressee it is not sealed to: it would not be told.

    A warning or a stop request is never refused for that; whoever it reaches, it reaches.
    """
    if isinstance(record, alert.Raised | alert.StopRequested):
        return
    for actor in addressees(record):
        if not any(name in readers for name in ring.names(actor, "seal")):
            raise NotAdmitted(f"expected a part sealed to its addressee {actor}, got none")


def addressees(record: Record | Unread) -> tuple[str, ...]:
    """The actors a record is addressed to; a name that is only told is nobody to seal for."""
    to = getattr(record, "to", ())
    return to if isinstance(to, tuple) else ()


def _may_refer(record: Record, author: str, find: Find) -> None:
    match record:
        case notice.Amended() | notice.Withdrawn() | notice.Recalled():
            _own(record, record.notice, author, find)
            if isinstance(record, notice.Amended):
                _own(record, record.by, author, find)
                old, new = (_known(record, one, find) for one in (record.notice, record.by))
                if new.index <= old.index:
                    raise NotAdmitted("expected a later notice to replace it, got no later one")
        case answer.Withdrawn():
            _own(record, record.answer, author, find)
        case answer.Answer():
            told = _known(record, record.notice, find)
            if told.to and author not in told.to:
                raise _refused(record, author, "an answer is its addressee's own")
        case alert.StoodDown():
            _own(record, record.alert, author, find)
        case alert.Step():
            raised = _known(record, record.alert, find)
            if author not in (*raised.to, raised.author, "desk"):
                raise _refused(record, author, "a step of an alert is its addressee's or caller's")
        case correction.Retracted():
            _own(record, record.record, author, find)
            if _known(record, record.record, find).index != record.entry:
                raise NotAdmitted(f"expected that record at entry {record.entry}, got another")
        case roster.DutyTakenOver():
            _own(record, record.handover, author, find)
        case incident.About():
            _may_file(record, author, find)
        case obligation.Confirmed():
            if record.claim and _known(record, record.claim, find).author == author:
                raise _refused(record, author, "nobody confirms its own claim")
        case obligation.Disputed():
            if record.claim:
                _known(record, record.claim, find)
        case review.Looking():
            _may_review(record, author, find)


def _may_file(record: incident.About, author: str, find: Find) -> None:
    match record:
        case incident.ClaimLinked() | incident.ClaimUnlinked():
            _known(record, record.claim, find)
            _known(record, record.other, find)
        case incident.ClaimCorrected():
            _own(record, record.claim, author, find)
            _own(record, record.by, author, find)
        case incident.Unblocked():
            _known(record, record.blocked, find)
        case incident.RulingDisputed():
            _known(record, record.ruling, find)


def _may_review(record: review.Looking, author: str, find: Find) -> None:
    match record:
        case review.LessonRecorded() | review.Closed():
            _own(record, record.of, author, find)
        case review.ActionTaken():
            _known(record, record.of, find)
            _known(record, record.lesson, find)


def _own(record: Record, digest: str, author: str, find: Find) -> None:
    if _known(record, digest, find).author != author:
        raise _refused(record, author, "one ends or takes back what is one's own record")


def _known(record: Record, digest: str, find: Find) -> Earlier:
    found = find(digest)
    if found is None:
        raise NotAdmitted(f"expected {tag_of(record)} to refer to an entry of this log, got none")
    return found


def _refused(record: Record, author: str, rule: str) -> NotAdmitted:
    return NotAdmitted(f"expected another author for {tag_of(record)} than {author}: {rule}")


class Memory:
    """What the desk remembers to judge the next record by: who wrote each earlier one, and to whom.

    Filled from the book as far as it has come, the first time somebody asks; then only what is new.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._size = 0
        self._earlier: dict[str, Earlier] = {}
        self._actors: set[str] = set()

    def find(self, digest: str) -> Earlier | None:
        """Who wrote the record of that digest, and to whom; None where there is none."""
        self._catch_up()
        return self._earlier.get(digest)

    def refuse_second(self, record: ActorRegistered, ring: KeyRing) -> None:
        """Refuse to enter an actor under an identifier already used, or in another standing."""
        self._catch_up()
        if record.actor in self._actors:
            raise NotAdmitted(f"expected an identifier never used, got {record.actor} again")
        standing = ring.standing(record.actor)
        if standing not in (None, record.standing):
            raise NotAdmitted(f"expected {record.actor} in its standing, {standing}, got another")

    def _catch_up(self) -> None:
        size = self._book.size()
        for entry in self._book.entries(self._size, size):
            found = Earlier(entry.index, entry.author, addressees(entry.body))
            self._earlier[entry.digest] = found
            if isinstance(entry.body, ActorRegistered):
                self._actors.add(entry.body.actor)
        self._size = size
