"""Notice: what one side tells another beforehand. A notice informs; it asks no permission."""

from __future__ import annotations

from typing import Annotated

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
