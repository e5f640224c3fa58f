"""What is said upon claims: ties between them, who was kept from looking, what an accused says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from parley.incidents.file import File, State
from parley.incidents.speakers import speaker_of
from parley.incidents.standing import ended
from parley.record import incident
from parley.record.readers.told import Told
from parley.record.values.time import VagueTime


class Tie(Struct, frozen=True, kw_only=True):
    """How one claim is said to stand to another, by whom, and who says that it does not."""

    claim: int
    relation: str
    other: int
    reasons: tuple[str, ...]
    said_by: tuple[int, ...]
    denied_by: tuple[int, ...]


class Blockage(Struct, frozen=True, kw_only=True):
    """Somebody was kept from looking, since when, and until when if it is said to be over."""

    entry: int
    what: Literal[
        "access-denied", "flight-not-permitted", "member-absent", "no-answer", "danger", "other"
    ]
    statement: str
    since: VagueTime
    until: VagueTime | None
    whom: str
    by: str
    ended_by: tuple[int, ...]


def ties(state: State, file: File) -> tuple[Tie, ...]:
    """Every tie between two claims that persons made or denied; none was made by a machine."""
    gone = ended(state)
    places = {told.digest: told.index for each in state.files for told in each.claims}
    said: dict[tuple[int, str, int], tuple[list[str], list[int], list[int]]] = {}
    for told in file.upon:
        body = told.body
        if not isinstance(body, incident.Linked) or told.late or gone(told) is not None:
            continue
        claim, other = places.get(body.claim), places.get(body.other)
        if claim is None or other is None:
            continue
        reasons, yes, no = said.setdefault((claim, body.relation, other), ([], [], []))
        reasons.append(body.reasons)
        (yes if isinstance(body, incident.ClaimLinked) else no).append(told.index)
    return tuple(
        Tie(
            claim=claim, relation=relation, other=other, reasons=tuple(reasons),
            said_by=tuple(yes), denied_by=tuple(no),
        )
        for (claim, relation, other), (reasons, yes, no) in said.items()
    )  # fmt: skip


def blockages(state: State, file: File) -> tuple[Blockage, ...]:
    """Every time somebody is said to have been kept from looking, in order of time."""
    gone = ended(state)
    over: dict[str, list[tuple[int, VagueTime]]] = {}
    shut: list[tuple[int, str, incident.Blocked]] = []
    for told in file.upon:
        if gone(told) is not None:
            continue
        match told.body:
            case incident.Unblocked():
                over.setdefault(told.body.blocked, []).append((told.index, told.body.since))
            case incident.Blocked():
                shut.append((told.index, told.digest, told.body))
            case incident.Linked() | incident.ClaimCorrected() | incident.RulingDisputed():
                pass
    made = [_blockage(index, body, over.get(digest, [])) for index, digest, body in shut]
    return tuple(sorted(made, key=lambda one: (one.since.earliest, one.entry)))


def _blockage(
    entry: int, body: incident.Blocked, over: list[tuple[int, VagueTime]]
) -> Blockage:
    return Blockage(
        entry=entry,
        what=body.what,
        statement=body.statement,
        since=body.since,
        until=body.until if body.until is not None or not over else over[0][1],
        whom=body.whom or "",
        by=body.by or body.actor or "",
        ended_by=tuple(index for index, _ in over),
    )


def accused(state: State, file: File) -> dict[str, tuple[int, ...]]:
    """At whose door the act is laid in this file, by whom: entries of others that say so.

    By registered actor where one is tied, else by the name as written; names are not guessed
    to be one. Nobody is accused by its own denial, nor by an acquittal.
    """
    gone = ended(state)
    found: dict[str, list[int]] = {}
    for told in file.claims:
        if gone(told) is not None or told.body.stance == "denies":
            continue
        for one in told.body.responsibility:
            if one.how != "acquitted":
                found.setdefault(one.actor or one.who, []).append(told.index)
    for alleged in file.alleged:
        if alleged.body.by and gone(alleged) is None:
            found.setdefault(alleged.body.by, []).append(alleged.index)
    return {name: tuple(dict.fromkeys(entries)) for name, entries in found.items()}


def own_assessments(state: State, file: File) -> Iterator[Told[incident.Claimed]]:
    """What an accused party says of the act itself. It is kept apart, and is no finding."""
    gone = ended(state)
    names = {name.casefold() for name in accused(state, file)}
    for told in file.claims:
        if gone(told) is None and speaker_of(told).casefold() in names:
            yield told
