"""The claims ledger on the page: figures over time, ties, evidence, blockages, own assessments."""

from __future__ import annotations

from parley.incidents.figures import material
from parley.incidents.linking import circle
from parley.incidents.series import Series, series
from parley.incidents.upon import Blockage, accused, blockages, own_assessments, ties
from parley.record import incident
from parley.record.readers.told import Told
from parley.record.values.claim import Custody
from parley.review.contradictions import accounts_of
from parley.review.happening import happening
from parley.review.labels import measure
from parley.review.page import (
    Accounts,
    Line,
    Lines,
    Piece,
    Pieces,
    Point,
    Range,
    Ranges,
    Spot,
    Spots,
)
from parley.review.view import View, marks, reported_by, spread

_SHUT = {
    "access-denied": "access was denied",
    "flight-not-permitted": "a flight was not permitted",
    "member-absent": "a member was absent",
    "no-answer": "nobody answered",
    "danger": "it was too dangerous",
    "other": "something else stood in the way",
}
_RELATION = {
    "same-event": "tells of the same event as",
    "same-toll": "gives the same toll as",
    "contradicts": "contradicts",
    "revises": "revises",
    "quotes": "quotes",
    "part-of": "is a part of",
}


def ranges(view: View) -> Ranges:
    """Every source's figures of persons in order of time, low and high in two fields."""
    given = material(view.incidents, view.file).figures
    persons = [one for one in given if one.quantity.range.unit == "person"]
    rows = tuple(_range(view, one) for one in series(persons))
    return Ranges(
        heading="Figures per source over time",
        note=(
            "A source is who speaks, with whose figure it is. A bound nobody gave is left open; a "
            "later figure may be lower. What was taken back or corrected is left out here."
            if rows
            else "No figure of persons is on record in this file."
        ),
        rows=rows,
    )


def _range(view: View, one: Series) -> Range:
    speaker = view.names.get(one.speaker, one.speaker)
    owner = view.names.get(one.owner, one.owner)
    return Range(
        measure=measure(one.measure),
        group=one.group,
        source=speaker if speaker == owner else f"{speaker}, citing {owner}",
        points=tuple(
            Point(
                said=str(each.figure.said) if each.figure.said is not None else "",
                figure=each.figure.words,
                low=each.figure.bounds[0],
                best=each.figure.bounds[1],
                high=each.figure.bounds[2],
                step=each.step,
                entries=(each.figure.entry,),
            )
            for each in one.revisions
        ),
        entries=spread(each.figure.entry for each in one.revisions),
    )


def spots(view: View) -> Spots:
    """Every place a record of this file or its notices gives, once for each entry."""
    rows = tuple(_spot(view, told) for told in view.file.everything() if told.body.place)
    return Spots(
        heading="Where it is said to have been",
        note=(
            "Each lies somewhere within its radius, not everywhere in it."
            if rows
            else "This file gives no place that this reader may know."
        ),
        rows=rows,
    )


def _spot(view: View, told: Told[incident.Incident]) -> Spot:
    place = told.body.place
    written = place.written if place is not None else ""
    found = circle(place) if place is not None else None
    known = place is not None and place.uncertainty_cm is not None
    position, radius = "no position is told", None
    if found is not None:
        # As many digits as the radius bears, so that nothing looks better known than it is.
        digits = 4 if known and found.radius_m < 100 else 3 if found.radius_m < 1000 else 2
        position = f"{found.lat:.{digits}f}, {found.lon:.{digits}f}"
        radius = found.radius_m if known or found.radius_m > 0 else None
        position += f" within {radius / 1000:.1f} km" if radius is not None else ", no radius told"
    return Spot(
        written=written,
        what=happening(told.body).text,
        position=position,
        lat=found.lat if found is not None else None,
        lon=found.lon if found is not None else None,
        radius_m=radius,
        by=reported_by(view, told),
        entries=(told.index,),
    )


def assessments(view: View) -> Accounts:
    """What those say of the act at whose door it is laid. It stands apart, and is no finding."""
    own = tuple(own_assessments(view.incidents, view.file))
    blamed = accused(view.incidents, view.file)
    names = ", ".join(view.names.get(name, name) for name in blamed)
    return Accounts(
        heading="What those say of it at whose door it is laid",
        note=(
            f"In this file the act is laid at the door of: {names}. What they say of it themselves "
            "stands here apart; it is neither finding nor admission unless it says so."
            if blamed
            else "In this file the act is laid at nobody's door by name."
        ),
        rows=accounts_of(view, own),
    )


def tied(view: View) -> Lines:
    """How persons said that claims stand to each other, with their reasons, and who denied it."""
    rows = tuple(
        Line(
            text=(
                f"Entry {one.claim} {_RELATION[one.relation]} entry {one.other}: "
                f"{'; '.join(dict.fromkeys(one.reasons))}."
                + (" It is denied too." if one.denied_by and one.said_by else "")
                + (" This is denied; nobody says it." if not one.said_by else "")
            ),
            entries=spread((one.claim, one.other, *one.said_by, *one.denied_by)),
        )
        for one in ties(view.incidents, view.file)
    )
    return Lines(
        heading="How claims are said to stand to each other",
        note=(
            "Each was tied by a person, for the reasons given. No claim gives way by it."
            if rows
            else "Nobody has tied any two claims of this file."
        ),
        rows=rows,
    )


def evidence(view: View) -> Pieces:
    """Every piece of evidence by its hash, with its custody."""
    rows = tuple(_piece(view, told) for told in view.file.evidence)
    return Pieces(
        heading="Evidence",
        note=(
            "By the SHA-256 of each file; the files are kept elsewhere. Whoever holds one can "
            "work out its hash and see that it is the one entered."
            if rows
            else "No piece of evidence was entered for this file."
        ),
        rows=rows,
    )


def _piece(view: View, told: Told[incident.EvidenceAdded]) -> Piece:
    body = told.body
    return Piece(
        title=body.title,
        digest=body.digest,
        media_type=body.media_type,
        custody=body.custody,
        steps=tuple(map(_step, body.steps)),
        by=reported_by(view, told),
        marks=marks(view, told),
        entries=(told.index,),
    )


def _step(one: Custody) -> str:
    when = f", {one.at}" if one.at is not None else ""
    more = f": {one.remarks}" if one.remarks else ""
    return f"{one.act.replace('-', ' ')} by {one.by}{when}{more}"


def blocked(view: View) -> Lines:
    """Who was kept from looking, since when and until when."""
    rows = tuple(_blocked(one) for one in blockages(view.incidents, view.file))
    return Lines(
        heading="Who was kept from looking",
        note=(
            "What could not be looked at is not thereby untrue."
            if rows
            else "Nobody is on record as kept from looking."
        ),
        rows=rows,
    )


def _blocked(one: Blockage) -> Line:
    whom = f" for {one.whom}" if one.whom else ""
    by = f", by {one.by} as it is said" if one.by else ""
    until = f"until {one.until}" if one.until is not None else "no end is on record"
    text = f"Since {one.since}, {until}: {_SHUT[one.what]}{whom}{by}. {one.statement}"
    return Line(text=text, entries=spread((one.entry, *one.ended_by)))
