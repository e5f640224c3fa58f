"""What one review looks at, and how one entry becomes an account: whose word, what, which marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import assert_never

from msgspec import Struct

from parley.channel.thread import State as Channel
from parley.channel.thread import Thread
from parley.incidents.figures import counted
from parley.incidents.file import File
from parley.incidents.file import State as Incidents
from parley.incidents.speakers import UNKNOWN
from parley.record import incident
from parley.record.readers.told import Told
from parley.record.values.amount import Quantity
from parley.record.values.statement import Link, Statement
from parley.record.values.time import VagueTime, iso
from parley.review.around import State as Around
from parley.review.happening import happening
from parley.review.page import Account

_LINK = {"said": "", "cited": "citing ", "via": "passing on ", "unnamed": "citing "}
_SOURCED = {"high": "well sourced", "medium": "fairly well sourced", "low": "weakly sourced"}

COUNTING = (incident.Claimed, incident.Alleged, incident.FindingProposed)
"""Kinds that carry figures."""


class Standpoint(Struct, frozen=True, kw_only=True):
    """What any page needs to say who said a thing, and what must stand beside it."""

    around: Around
    names: Mapping[str, str]
    gone: Callable[[Told[Statement]], int | None]
    aside: Mapping[int, str]
    corrected: Mapping[int, tuple[int, int]] = {}


class View(Standpoint, frozen=True, kw_only=True):
    """One incident file with everything a review may need beside it."""

    file: File
    incidents: Incidents
    channel: Channel
    threads: tuple[Thread, ...]


def reported_by(view: Standpoint, told: Told[Statement]) -> str:
    """On whose word: "reported by A, passing on B, citing C". Never empty.

    Whoever passes on another's word is named too, except the case importer, which does only that.
    """
    reported = told.body.reported
    author = author_of(told.author, view.names)
    if reported is None:
        return f"reported by {author}{_heard(told.body)}"
    entered = "" if told.author in view.around.importers else f", entered by {author}"
    return f"reported by {chain_of(view, told)}{_heard(told.body)}{entered}"


def chain_of(view: Standpoint, told: Told[Statement]) -> str:
    """The speakers alone, outermost first: "A, passing on B, citing C"; else who signed."""
    reported = told.body.reported
    if reported is None:
        return author_of(told.author, view.names)
    outer, *inner = reported.chain
    words = [f"{_LINK[link.how]}{_who(link, view.names)}" for link in inner]
    return ", ".join([_who(outer, view.names), *words])


def _corrected(view: Standpoint, told: Told[Statement]) -> str:
    """Which entry stands in the place of a corrected claim, and which says so."""
    place, by = view.corrected.get(told.index, (0, 0))
    return f"corrected: entry {place} stands in its place, says entry {by}"


def author_of(author: str | None, names: Mapping[str, str]) -> str:
    """Who signed, by the name used in lists."""
    return names.get(author or "", author) or UNKNOWN


def marks(view: Standpoint, told: Told[Statement]) -> tuple[str, ...]:
    """What must be shown beside an entry, loudest first."""
    by = view.gone(told)
    found = (
        ("EXERCISE EXERCISE", told.body.exercise),
        (f"taken back by entry {by}", by is not None),
        (_corrected(view, told), told.index in view.corrected),
        (view.aside.get(told.index, ""), told.index in view.aside),
        ("entered late: kept, not applied", told.late),
        ("a part is sealed for others", told.partly),
    )
    return tuple(mark for mark, shown in found if shown)


def account(
    view: View,
    told: Told[Statement],
    *,
    text: str,
    said: VagueTime | None = None,
    stance: str = "",
    quantities: Iterable[Quantity] = (),
) -> Account:
    """One entry as one speaker's version. A single figure also stands as numbers."""
    given = tuple(quantities)
    one = given[0] if len(given) == 1 else None
    reported = told.body.reported
    return Account(
        by=reported_by(view, told),
        said=str(said) if said is not None else "",
        stance=stance,
        text=text,
        figure="; ".join(figure_words(quantity) for quantity in given),
        low=one.range.low if one else None,
        best=one.range.best if one else None,
        high=one.range.high if one else None,
        unit=one.range.unit if one else "",
        begins=(one.begins or "not stated") if one and _lasts(one) else "",
        ends=(one.ends or "not stated") if one and _lasts(one) else "",
        marks=marks(view, told),
        address=reported.address if reported else "",
        confidence=_SOURCED[reported.confidence] if reported else "",
        entries=(told.index,),
    )


def account_of(
    view: View, told: Told[incident.Incident], measures: Callable[[Quantity], bool] | None = None
) -> Account:
    """Any entry of an incident file as an account, with all its figures or only some."""
    body = told.body
    given = body.quantities if isinstance(body, COUNTING) else ()
    quantities = tuple(one for one in given if measures is None or measures(one))
    match body:
        case incident.Claimed():
            timed = f" ({body.moment}: {body.when})" if body.moment and body.when else ""
            return account(
                view,
                told,
                text=body.statement + timed,
                said=body.said,
                stance=body.stance,
                quantities=quantities,
            )
        case incident.Alleged():
            text = happening(body).text
            return account(view, told, text=text, said=body.said, quantities=quantities)
        case incident.FindingProposed():
            text = f"{body.finding} (against {body.against})" if body.against else body.finding
            return account(
                view, told, text=text, said=body.proposed, stance="finds", quantities=quantities
            )
        case (
            incident.Opened()
            | incident.ConsequenceClaimed()
            | incident.EvidenceAdded()
            | incident.Ruled()
            | incident.Linked()
            | incident.ClaimCorrected()
            | incident.Blocked()
            | incident.Unblocked()
            | incident.RulingDisputed()
        ):
            found = happening(body)
            return account(view, told, text=found.text, said=found.when)
        case never:
            assert_never(never)


def said_of(body: incident.Incident) -> VagueTime | None:
    """When it was said, else when it is said to have happened."""
    said = body.said if isinstance(body, incident.Claimed | incident.Alleged) else None
    return said if said is not None else happening(body).when


def figure_words(quantity: Quantity) -> str:
    """A figure with whom it counts: "62 persons (soldiers)"."""
    words = counted(quantity.range)
    group = f" ({quantity.group})" if quantity.group else ""
    return f"{words}{group}"


def in_time(accounts: Iterable[tuple[VagueTime | None, Account]]) -> tuple[Account, ...]:
    """By when they were said; undated ones last, in the order they were entered."""
    ordered = sorted(
        accounts, key=lambda one: (one[0] is None, one[0] and one[0].earliest or 0, one[1].entries)
    )
    return tuple(found for _, found in ordered)


def spread(entries: Iterable[int]) -> tuple[int, ...]:
    """Entry indexes, each once, ascending."""
    return tuple(sorted(set(entries)))


def _lasts(quantity: Quantity) -> bool:
    return quantity.range.unit in ("second", "minute", "hour", "day")


def _who(link: Link, names: Mapping[str, str]) -> str:
    name = names.get(link.actor or "", link.who)
    return f"{name} (not named)" if link.how == "unnamed" and "not named" not in name else name


def _heard(body: Statement) -> str:
    heard = body.heard
    if heard is None:
        return ""
    return f", as heard by {heard.by} from {heard.from_} at {iso(heard.began.ms, heard.began.zone)}"
