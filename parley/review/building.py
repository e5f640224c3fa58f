"""The incident review: three states and one incident in, one page out. It holds no verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from parley.channel.thread import State as Channel
from parley.channel.thread import Thread
from parley.channel.weighing import weigh
from parley.errors import NotFound
from parley.incidents.file import File
from parley.incidents.file import State as Incidents
from parley.incidents.standing import corrections
from parley.record import arrangement, incident
from parley.record.readers.told import Told, taken_back
from parley.record.values.time import VagueTime, iso
from parley.review.around import State as Around
from parley.review.contradictions import accounts_of, contradictions, elsewhere
from parley.review.happening import happening
from parley.review.labels import ASIDE, CAUTION, QUESTION, measure
from parley.review.ledger import assessments, blocked, evidence, ranges, spots, tied
from parley.review.lessons import lessons
from parley.review.matrix import matrix
from parley.review.measures import measures
from parley.review.missing import missing
from parley.review.notices import notices
from parley.review.page import Account, Accounts, Line, Review, Topic, Topics
from parley.review.timeline import timeline
from parley.review.view import COUNTING, View, account, account_of, author_of, in_time

_PERSONS = "person"


def review(
    incident_id: str, *, channel: Channel, incidents: Incidents, around: Around
) -> Review:
    """The review of one incident as the three states know it, all folded to the same entry."""
    file = incidents.file(incident_id)
    if file is None:
        known = ", ".join(found.of for found in incidents.files) or "none"
        raise NotFound(f"expected an incident file ({known}), got {incident_id!r}")
    view = _view(file, channel, incidents, around)
    opened = file.opened[-1].body if file.opened else None
    return Review(
        incident=file.of,
        title=opened.title if opened else file.of,
        when=str(opened.when) if opened else "",
        banner=_banner(file),
        caution=CAUTION,
        known_at=_known_at(around),
        size=around.size,
        timeline=timeline(view),
        notices=notices(view),
        contradictions=contradictions(view),
        measures=measures(view),
        casualties=_casualties(view),
        claims=_claims(view),
        matrix=matrix(view),
        places=spots(view),
        series=ranges(view),
        assessments=assessments(view),
        ties=tied(view),
        evidence=evidence(view),
        blocked=blocked(view),
        lessons=lessons(view),
        consequences=_accounts(view, file.consequences, "Claimed consequences", "consequence"),
        findings=_accounts(view, file.findings, "Findings put forward", "finding"),
        rulings=_accounts(view, file.rulings, "Rulings", "ruling"),
        around=_around(view),
        missing=missing(view),
    )


def _view(file: File, channel: Channel, incidents: Incidents, around: Around) -> View:
    named = {digest for told in file.everything() for digest in told.body.concerns}
    threads = tuple(thread for thread in channel.threads if thread.of in named)
    names = {told.body.actor: told.body.name for told in around.actors}
    # A retraction by nobody known would otherwise match a record by nobody known.
    retractions = (*incidents.retractions, *channel.retractions)
    return View(
        file=file,
        incidents=incidents,
        channel=channel,
        around=around,
        threads=threads,
        names=names,
        gone=taken_back(one for one in retractions if one.author is not None),
        aside=aside_of(channel, threads, names),
        corrected=corrections(incidents),
    )


def aside_of(
    channel: Channel, threads: tuple[Thread, ...], names: Mapping[str, str]
) -> dict[int, str]:
    """The mark of every entry about a notice or an alert that is kept and does not count."""
    return {
        one.entry: ASIDE[one.why].replace("{}", author_of(one.author, names))
        for thread in threads
        for one in weigh(channel, thread).aside
    }


def _banner(file: File) -> str:
    return "EXERCISE EXERCISE" if any(told.body.exercise for told in file.everything()) else ""


def _known_at(around: Around) -> Line:
    if not around.size:
        return Line(text="As known when the record was empty.")
    text = (
        f"As known at {around.size} entries; the last was entered at {iso(around.rx)} (ledger "
        "time, as the desk gives it)."
    )
    return Line(text=text, entries=(around.size - 1,))


def _casualties(view: View) -> Topics:
    """Every figure of persons, one topic a measure, by when it was said."""
    topics: dict[str, list[tuple[VagueTime | None, Account]]] = {}
    for told in view.file.everything():
        body = told.body
        if not isinstance(body, COUNTING):
            continue
        text, said = _words(body)
        for quantity in body.quantities:
            if quantity.range.unit == _PERSONS:
                stance = body.stance if isinstance(body, incident.Claimed) else ""
                found = account(
                    view, told, text=text, said=said, stance=stance, quantities=(quantity,)
                )
                topics.setdefault(quantity.measure, []).append((said, found))
    rows = tuple(
        Topic(question=name, heading=measure(name), accounts=in_time(given))
        for name, given in topics.items()
    )
    note = "Low and high as told; a bound nobody gave is left open. Nothing is averaged or merged."
    return Topics(
        heading="Casualties, as claimed",
        note=note if rows else "No figure of persons is on record in this file.",
        rows=rows,
    )


def _words(
    body: incident.Claimed | incident.Alleged | incident.FindingProposed,
) -> tuple[str, VagueTime | None]:
    if isinstance(body, incident.FindingProposed):
        return body.finding, body.proposed
    return body.statement, body.said


def _claims(view: View) -> Topics:
    """Everything claimed or alleged, by the question it answers."""
    topics: dict[str, list[Told[incident.Incident]]] = {}
    for told in view.file.claims:
        if not _only_persons(told.body):
            topics.setdefault(told.body.question, []).append(told)
    if view.file.alleged:
        topics["alleged"] = list(view.file.alleged)
    order = [question for question in QUESTION if question in topics]
    rows = tuple(
        Topic(
            question=question,
            heading=QUESTION[question],
            accounts=accounts_of(view, topics[question]),
        )
        for question in order
    )
    return Topics(
        heading="Who says what",
        note="" if rows else "Nothing is claimed in this file.",
        rows=rows,
    )


def _only_persons(body: incident.Claimed) -> bool:
    """A claim that is nothing but a casualty figure stands among the casualties."""
    told = body.quantities
    return bool(told) and all(quantity.range.unit == _PERSONS for quantity in told)


def _accounts(
    view: View, told: tuple[Told[incident.Incident], ...], heading: str, what: str
) -> Accounts:
    return Accounts(
        heading=heading,
        note="" if told else f"No {what} is on record in this file.",
        rows=accounts_of(view, told),
    )


def _around(view: View) -> Accounts:
    """What is said of the arrangement, per speaker: its status, and claims from other files."""
    rows = in_time(_stated(view))
    return Accounts(
        heading="Around it: how the arrangement is said to stand",
        note=(
            "Status is per speaker; there is no other. Statements from other files are named so."
            if rows
            else "Nothing is said of the arrangement on this record."
        ),
        rows=rows,
    )


def _stated(view: View) -> Iterator[tuple[VagueTime | None, Account]]:
    for told in view.around.kept:
        body = told.body
        if isinstance(body, arrangement.StatusStated):
            found = account(
                view, told, text=happening(body).text, said=body.stated, stance=body.status
            )
            yield body.stated, found
    for file in elsewhere(view):
        for claim in file.claims:
            found = account_of(view, claim)
            yield claim.body.said, replace(found, marks=(*found.marks, f"file {file.of}"))
