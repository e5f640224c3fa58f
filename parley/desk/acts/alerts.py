"""The stop line: a warning, a stop request, and every step after it, each with its own time.

A stop request is recorded before a person is found. It needs no named person to answer it, and it
is never refused: not for a missing field, and not for an addressee nobody has a key of.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Final, TypeVar

from msgspec.structs import replace

from parley.desk.acts.said import HERE, Drafter, Said, voice, with_how
from parley.errors import BadInput
from parley.ledger import Draft
from parley.record import alert
from parley.record.entry import write_record
from parley.record.values.place import Place
from parley.record.values.time import VagueTime

A = TypeVar("A", alert.Raised, alert.StopRequested)
_ID = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
UNSAID: Final = "Something must stop; what was not said."
_MOST: Final = 4000
_UNFIT = re.compile(
    "[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]+"
)


def draft_raised(
    who: Drafter,
    what: str,
    *,
    to: tuple[str, ...],
    place: Place | None = None,
    since: VagueTime | None = None,
    said: Said = HERE,
) -> Draft:
    """Warn that something is going wrong, without asking yet that it stop."""
    record = alert.Raised(what=_taken(what), place=place, since=since, caller=said.by, to=to)
    asked = sayable(voice(record, said))
    return who.draft(asked, to=asked.to)


def draft_stop_requested(
    who: Drafter,
    what: str,
    *,
    to: tuple[str, ...],
    place: Place | None = None,
    since: VagueTime | None = None,
    said: Said = HERE,
) -> Draft:
    """Ask that something stop: what, where, since when; where and when may still be unknown.

    Words that cannot be written down as they are lose what is not text, and what is beyond 4,000
    characters; a field that cannot be written down at all is left out. Nothing is refused.
    """
    record = alert.StopRequested(
        what=_taken(what), place=place, since=since, caller=said.by, to=to
    )
    asked = sayable(voice(record, said))
    return who.draft(asked, to=asked.to)


def draft_taken(
    who: Drafter,
    alert_: str,
    *,
    to: tuple[str, ...],
    remarks: str | None = None,
    said: Said = HERE,
) -> Draft:
    """Pick it up: any officer may. From here on the caller has a human being."""
    return _step(who, alert.Taken(alert=alert_, remarks=remarks), to, said)


def draft_relayed(
    who: Drafter,
    alert_: str,
    relayed_to: str,
    *,
    to: tuple[str, ...],
    remarks: str | None = None,
    said: Said = HERE,
) -> Draft:
    """Pass it on to whoever can act, by role or unit."""
    return _step(who, alert.Relayed(alert=alert_, to=relayed_to, remarks=remarks), to, said)


def draft_alert_read_back(
    who: Drafter,
    alert_: str,
    *,
    to: tuple[str, ...],
    understood: str,
    place: Place | None = None,
    confirmed: bool = False,
    said: Said = HERE,
) -> Draft:
    """Repeat it to its caller; `confirmed` is the caller's own word that it is right."""
    record = alert.ReadBack(
        alert=alert_, understood=understood, place=place, confirmed=confirmed
    )
    return _step(who, record, to, said)


def draft_order_passed(
    who: Drafter,
    alert_: str,
    *,
    to: tuple[str, ...],
    remarks: str | None = None,
    said: Said = HERE,
) -> Draft:
    """Say that an order to halt was passed down."""
    return _step(who, alert.OrderPassed(alert=alert_, remarks=remarks), to, said)


def draft_halted(
    who: Drafter,
    alert_: str,
    *,
    to: tuple[str, ...],
    remarks: str | None = None,
    said: Said = HERE,
) -> Draft:
    """Say that it stopped, with the stated time in `said.at`."""
    return _step(who, alert.Halted(alert=alert_, remarks=remarks), to, said)


def draft_stood_down(
    who: Drafter,
    alert_: str,
    *,
    to: tuple[str, ...],
    remarks: str | None = None,
    said: Said = HERE,
) -> Draft:
    """End an alert one raised oneself."""
    return _step(who, alert.StoodDown(alert=alert_, remarks=remarks), to, said)


def _step(who: Drafter, record: alert.Alert, to: tuple[str, ...], said: Said) -> Draft:
    return who.draft(with_how(record, said, by=True), to=to)


def sayable(asked: A) -> A:
    """The alert as it can be written down, with no more left out than must be.

    1. as it is
    2. its place in words, its caller without what is not text, addressees that could exist
    3. what must stop, and to whom
    """
    where, caller = asked.place, _taken(asked.caller or "")[:200]
    to = tuple(one for one in dict.fromkeys(asked.to) if _ID.fullmatch(one))[:50]
    words = Place(written=_taken(where.written)) if where is not None else None
    bare = replace(
        asked, place=words, to=to, caller=" ".join(caller.split()) if asked.caller else None
    )
    for found in (asked, bare):  # 1, 2
        with suppress(BadInput):
            write_record(found)
            return found
    return replace(bare, place=None, since=None, caller=None, heard=None)  # 3


def _taken(what: str) -> str:
    """The words as they can be written down."""
    bare = _UNFIT.sub(" ", what).strip()
    return (bare if len(bare) <= _MOST else f"{bare[: _MOST - 6]} [cut]") or UNSAID
