"""Who may say what. Each refusal names the rule.

The ledger checks that a signature is its key's; this says what the holder of that key may put its
name to. Nobody's signature is borrowed: an answer is the addressee's own, and whoever passes on
somebody else's words says so in the source chain.
"""

from __future__ import annotations

from parley.errors import NotAdmitted
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
    roster,
    sealed,
)
from parley.record.kinds import Record, tag_of

_DESK_ONLY = (
    roster.ActorRegistered
    | roster.RoleDefined
    | answer.Lapsed
    | dispatch.AnyDispatch
    | correction.Erased
    | sealed.Granted
)
_PASSED_ON = (
    arrangement.Arrangement
    | incident.Incident
    | notice.AnyNotice
    | answer.AnyAnswer
    | alert.Alert
    | dispatch.AnyDispatch
    | log.Noted
    | roster.GuaranteeStated
    | roster.InfluenceStated
)


def may_say(record: Record, author: str, ring: KeyRing) -> None:
    """Refuse with NotAdmitted unless this author may put its name to this record.

    1. the case importer passes on public reports: always with their source, never anything else
    2. the desk's own acts are the desk's
    3. an answer to a notice is its addressee's
    4. whoever passes on another's words names the source; parties pass on claims only
    """
    standing = ring.standing(author)
    if standing == "importer":  # 1
        if record.reported is None or not isinstance(record, _PASSED_ON):
            raise _refused(record, author, "an importer passes on reports, with their source")
        return
    if isinstance(record, _DESK_ONLY) and standing != "desk":  # 2
        raise _refused(record, author, "this act is the desk's own")
    if isinstance(record, answer.Answer) and record.reported is None:  # 3
        spoken = record.heard is not None and standing == "desk"
        if record.party != author and not spoken:
            raise _refused(record, author, "an answer is its addressee's own")
    if record.reported is not None and standing in ("party", "guarantor"):  # 4
        if not isinstance(record, incident.About):
            raise _refused(record, author, "a party speaks for itself here, not for a source")


def _refused(record: Record, author: str, rule: str) -> NotAdmitted:
    return NotAdmitted(f"expected another author for {tag_of(record)} than {author}: {rule}")
