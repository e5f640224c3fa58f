"""Notice: what one side tells another beforehand. A notice informs; it asks no permission."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.record.values.place import Band, Place
from parley.record.values.statement import Closed
from parley.record.values.text import Digest, Id, Name, Prose
from parley.record.values.time import Seconds, VagueTime


class Leg(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """One stretch of a movement: where and when. Legs are never merged into one hull."""

    place: Place
    window: VagueTime
    band: Annotated[Band | None, Meta(description="How high; absent is unbounded.")] = None


Metres = Annotated[int, Meta(ge=0, le=41_000_000, description="Metres.")]
Degrees = Annotated[int, Meta(ge=0, le=359, description="Whole degrees from true north.")]
LegNumber = Annotated[int, Meta(ge=1, le=200, description="From 1.")]


class PositionConfirmed(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False, omit_defaults=True
):
    """A person stood for a position although its clues could not be shown to agree.

    It says that somebody looked, and why; it does not make the position right.
    """

    verdict: Annotated[
        Literal["agree", "disagree", "cannot_tell"], Meta(description="What the check came to.")
    ]
    shown: Annotated[Prose, Meta(description="The reasons the person was shown.")]
    reason: Annotated[Prose, Meta(description="Why it stands as it is, in the person's words.")]
    officer: Annotated[Id, Meta(description="Officer number of the person.")]
    distance_m: Annotated[
        Metres | None, Meta(description="Metres from the place in words to the numbers.")
    ] = None
    bearing_deg: Annotated[
        Degrees | None, Meta(description="The same way, in degrees from true north.")
    ] = None
    beyond_m: Annotated[
        Metres | None, Meta(description="Metres beyond what the writing leaves open.")
    ] = None
    leg: Annotated[
        LegNumber | None, Meta(description="Which leg of a movement, from 1.")
    ] = None


class Notice(Closed, frozen=True, kw_only=True):
    """What every first notice carries: to whom, for what, answered by when."""

    to: Annotated[tuple[Id, ...], Meta(max_length=50, description="Addressees, by actor.")] = ()
    purpose: Annotated[Prose, Meta(description="What it is for.")]
    channel: Annotated[Id | None, Meta(description="Through which line.")] = None
    reply_within_s: Annotated[
        Seconds | None, Meta(description="In seconds; absent: none agreed.")
    ] = None
    read: Annotated[
        tuple[Digest, ...],
        Meta(max_length=1000, description="Overlapping notices the author had read."),
    ] = ()
    emergency: Annotated[bool, Meta(description="True: the shorter times of the line hold.")] = (
        False
    )
    disclosure: Annotated[
        Literal["named", "arrangement", "sealed"],
        Meta(
            description="Who may read it: its addressees; every member of the arrangement; or its "
            "author and the desk alone."
        ),
    ] = "named"
    positions: Annotated[
        tuple[PositionConfirmed, ...],
        Meta(max_length=200, description="Disagreements about its position a person stood for."),
    ] = ()


class SiteNotified(Notice, frozen=True, kw_only=True, tag="notice.site_notified"):
    """A place that stays where it is was notified: a hospital, a depot, an observation post."""

    name: Annotated[Name, Meta(description="What the place is called.")]
    place: Place
    window: Annotated[VagueTime | None, Meta(description="Absent: until ended.")] = None
    band: Annotated[Band | None, Meta(description="How high; absent is unbounded.")] = None


class MovementNotified(Notice, frozen=True, kw_only=True, tag="notice.movement_notified"):
    """A movement was notified, leg by leg."""

    legs: Annotated[tuple[Leg, ...], Meta(min_length=1, max_length=200)]
    vehicles: Annotated[Name | None, Meta(description="What moves, and how it is marked.")] = None


class ActivityNotified(Notice, frozen=True, kw_only=True, tag="notice.activity_notified"):
    """An activity in an area was notified beforehand."""

    place: Place
    window: VagueTime
    band: Annotated[Band | None, Meta(description="How high; absent is unbounded.")] = None


class PresenceNotified(Notice, frozen=True, kw_only=True, tag="notice.presence_notified"):
    """Somebody's being at a place was notified. It may already have begun."""

    place: Place
    window: Annotated[VagueTime | None, Meta(description="Absent: until ended.")] = None
    band: Annotated[Band | None, Meta(description="How high; absent is unbounded.")] = None


class Amended(Closed, frozen=True, kw_only=True, tag="notice.amended"):
    """A notice was replaced by another; both stay readable."""

    notice: Annotated[Digest, Meta(description="The notice replaced.")]
    by: Annotated[Digest, Meta(description="The notice that replaces it.")]
    why: Annotated[Prose, Meta(description="What changed.")]


class Withdrawn(Closed, frozen=True, kw_only=True, tag="notice.withdrawn"):
    """A notice ended: it was right, and it is over. Wrong is `notice.recalled`."""

    notice: Annotated[Digest, Meta(description="The notice.")]
    ended: Annotated[VagueTime, Meta(description="When what it notified ended.")]
    why: Annotated[Prose | None, Meta(description="In words.")] = None


class Recalled(Closed, frozen=True, kw_only=True, tag="notice.recalled"):
    """A notice was wrong. Whoever acted on it must be told."""

    notice: Annotated[Digest, Meta(description="The notice.")]
    why: Annotated[Prose, Meta(description="What was wrong in it.")]


FirstNotice = SiteNotified | MovementNotified | ActivityNotified | PresenceNotified
AnyNotice = FirstNotice | Amended | Withdrawn | Recalled
