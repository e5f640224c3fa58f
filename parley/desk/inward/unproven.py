"""What could not be admitted and must not be lost: a stop request, and who tried what.

A stop request is never refused. If the ledger will not take its envelope (the key was suspended,
the past it names is another's), the desk enters the words itself, as heard from somebody who could
not be authenticated; so it rings, and whoever is rung reads that nobody has proved who asked.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec
from msgspec import Struct

from parley.errors import NotAdmitted, Refusal
from parley.ledger.draft import Submission, read_statement
from parley.ledger.dsse import read_envelope
from parley.ledger.keys import KeyRing
from parley.ledger.leaf import read_payload
from parley.ledger.sealing import SealKey, open_box
from parley.record import alert, log
from parley.record.entry import Entry, read_record
from parley.record.kinds import Record, tag_of
from parley.record.values.statement import Heard
from parley.record.values.time import Instant

NOTED_AN_HOUR: Final = 60
"""Refused attempts of one author that are written down singly; a flood of them says so once."""

_HOUR_MS: Final = 3_600_000
_ENVELOPE = re.compile(r"; envelope (sha256:[0-9a-f]{64})(?![\s\S])")


class Attempt(Struct, frozen=True, kw_only=True):
    """What a refused submission says. `actor` is set only where a key it once had signed it."""

    record: Record
    digest: str
    actor: str | None
    why: str


class TakenAsHeard(NotAdmitted):
    """The envelope was refused, and the stop request in it entered by the desk, as heard."""

    def __init__(self, fault: Refusal, entry: int) -> None:
        super().__init__(
            fault.sentence,
            at=fault.at,
            remedy=f"The request itself was taken: entry {entry}, as heard and NOT authenticated.",
        )
        self.entry = entry


class Unproven:
    """The stop requests and warnings the desk entered for envelopes it could not admit."""

    def __init__(self) -> None:
        self.entries: dict[str, int] = {}

    def step(self, entry: Entry) -> None:
        """Take one entry further."""
        body = entry.body
        if not isinstance(body, alert.Raised | alert.StopRequested) or body.heard is None:
            return
        found = _ENVELOPE.search(body.heard.from_) if entry.author == "desk" else None
        if found:
            self.entries.setdefault(found[1], entry.index)


def read_unproven(submission: bytes, seal: SealKey, ring: KeyRing) -> Attempt | None:
    """What a refused submission says, as far as the desk can open it; None where it cannot.

    Nothing here is believed: only whether a key that somebody once had signed exactly this.
    """
    try:
        sent = msgspec.json.decode(submission, type=Submission)
        outer = read_envelope(bytes(sent.env))
        payload = read_payload(outer.payload)
        if payload.body:
            inner, body = outer, bytes(payload.body)
        else:
            part = next((one for one in sent.parts if one.name == "body"), None)
            if part is None or seal.name not in part.wraps:
                return None
            key = seal.unwrap(part.wraps[seal.name])
            inner = read_envelope(open_box("body", part.box, key, payload.commit.get("body", "")))
            body = bytes(read_statement(inner.payload).body)
        record = read_record(body)
    except (Refusal, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    known = ring.ever(inner.keyid)
    try:
        if known is not None:
            inner.check(known.public, whose=known.actor)
    except Refusal:
        known = None
    if known is None:
        who, why = None, "no key of this log signed it"
    else:
        who = known.actor
        counts = any(key.name == known.name for key in ring.of(who, "sign", _NOW))
        why = "the envelope was refused" if counts else "its key no longer counts"
    return Attempt(record=record, digest=outer.digest, actor=who, why=why)


_NOW: Final = 2**53
"""An index beyond every entry: whether a key counts by now."""


def heard_stop(
    found: Attempt, ring: KeyRing, *, now_ms: int
) -> alert.Raised | alert.StopRequested:
    """The desk's own entry of a warning or stop request it could not authenticate."""
    body = found.record
    if not isinstance(body, alert.Raised | alert.StopRequested):
        raise NotAdmitted(f"expected a warning or a stop request, got {tag_of(body)}")
    who = found.actor or "somebody unknown"
    others = [one for one in ring.actors() if one not in (found.actor, "desk")]
    reachable = tuple(one for one in others if ring.of(one, "seal", _NOW))
    heard = Heard(
        way="other", by="desk", from_=f"{who}; envelope {found.digest}",
        began=Instant(ms=now_ms, zone="Z"),
    )  # fmt: skip
    return type(body)(
        what=body.what,
        place=body.place,
        since=body.since,
        caller=f"{who}, NOT AUTHENTICATED: {found.why}",
        to=tuple(one for one in body.to if one in reachable) or reachable[:50],
        heard=heard,
        exercise=body.exercise,
    )


def attempt_note(
    found: Attempt, fault: Refusal, times: list[int], *, now_ms: int
) -> log.Noted | None:
    """A refused attempt for the duty log; None where its author has filled its hour.

    `times` are the moments of that author's attempts, and takes this one.
    """
    times[:] = [ms for ms in times if ms > now_ms - _HOUR_MS]
    if len(times) > NOTED_AN_HOUR:
        return None
    times.append(now_ms)
    what = f"Refused: {tag_of(found.record)} by {found.actor}: {fault.sentence}."
    if len(times) > NOTED_AN_HOUR:
        what = f"Refused attempts by {found.actor} come in a flood; no more are noted this hour."
    return log.Noted(text=what[:4000], topic="system")
