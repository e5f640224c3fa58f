"""Notices: a site, a movement, an activity, a presence; what replaces and what ends one.

A notice informs; it asks no permission. Draft it from what `desk.intake` made of the words, so
that a position whose clues disagree is asked about before anybody signs it.
"""

from __future__ import annotations

from parley.desk.acts.said import HERE, Drafter, Said, Terms, voice, with_terms
from parley.ledger import Draft
from parley.record import notice
from parley.record.notice import FirstNotice, Leg
from parley.record.values.place import Band, Place
from parley.record.values.time import VagueTime


def draft_site_notified(
    who: Drafter,
    name: str,
    place: Place,
    *,
    terms: Terms,
    window: VagueTime | None = None,
    band: Band | None = None,
) -> Draft:
    """Notify a place that stays where it is. Without a window it holds until it is ended."""
    record = notice.SiteNotified(
        name=name, place=place, purpose=terms.purpose, window=window, band=band
    )
    return draft_notice(who, with_terms(record, terms))


def draft_movement_notified(
    who: Drafter, legs: tuple[Leg, ...], *, terms: Terms, vehicles: str | None = None
) -> Draft:
    """Notify a movement, leg by leg. It informs its addressees; it asks no permission."""
    record = notice.MovementNotified(legs=legs, purpose=terms.purpose, vehicles=vehicles)
    return draft_notice(who, with_terms(record, terms))


def draft_activity_notified(
    who: Drafter, place: Place, window: VagueTime, *, terms: Terms, band: Band | None = None
) -> Draft:
    """Notify an activity in an area, with its window."""
    record = notice.ActivityNotified(
        place=place, window=window, purpose=terms.purpose, band=band
    )
    return draft_notice(who, with_terms(record, terms))


def draft_presence_notified(
    who: Drafter,
    place: Place,
    *,
    terms: Terms,
    window: VagueTime | None = None,
    band: Band | None = None,
) -> Draft:
    """Notify that somebody is, or will be, at a place. What has begun lacks nothing it needs."""
    record = notice.PresenceNotified(
        place=place, purpose=terms.purpose, window=window, band=band
    )
    return draft_notice(who, with_terms(record, terms))


def draft_notice(who: Drafter, record: FirstNotice) -> Draft:
    """Any first notice as it stands. `Drafter.draft` seals it for those its disclosure names."""
    return who.draft(record, to=record.to)


def draft_amended(
    who: Drafter, old: str, new: str, *, to: tuple[str, ...], why: str, said: Said = HERE
) -> Draft:
    """Put a later notice of one's own in the place of an earlier. Both stay readable.

    Notify the new one first: so there is no moment at which neither counts.
    """
    return who.draft(voice(notice.Amended(notice=old, by=new, why=why), said), to=to)


def draft_withdrawn(
    who: Drafter,
    digest: str,
    *,
    to: tuple[str, ...],
    ended: VagueTime,
    why: str | None = None,
    said: Said = HERE,
) -> Draft:
    """Say that what a notice told of is over. It was right; if it was wrong, recall it."""
    return who.draft(voice(notice.Withdrawn(notice=digest, ended=ended, why=why), said), to=to)


def draft_recalled(
    who: Drafter, digest: str, *, to: tuple[str, ...], why: str, said: Said = HERE
) -> Draft:
    """Say that a notice was wrong. Whoever acted on it must be told: address them all."""
    return who.draft(voice(notice.Recalled(notice=digest, why=why), said), to=to)
