"""Invented records of every family in random order: for the laws of the three projections."""

from __future__ import annotations

import hashlib
from base64 import b64encode

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from parley.record import (
    alert,
    answer,
    arrangement,
    correction,
    dispatch,
    incident,
    log,
    notice,
    obligation,
    review,
    roster,
)
from parley.record.entry import Entry, Unread
from parley.record.kinds import Record
from parley.record.values.amount import Quantity, Range
from parley.record.values.place import Place
from parley.record.values.statement import Link, Reported
from parley.record.values.time import Instant, VagueTime

ACTORS = ("north", "south", "east")
FILES = ("mill", "ford")
START = 1_900_000_000_000
MINUTE = 60_000
DAY = VagueTime.parse("2031-05-03", zone="Z")
PLACE = Place(written="the mill")


def digest_of(index: int) -> str:
    """A digest that only looks like one."""
    return "sha256:" + hashlib.sha256(str(index).encode()).hexdigest()


def entry(
    index: int, body: Record | Unread, *, author: str | None = "north", late: bool = False
) -> Entry:
    """An entry a minute after the one before."""
    return Entry(
        index=index,
        rx=START + index * MINUTE,
        digest=digest_of(index),
        author=author,
        body=body,
        late=late,
    )


def registered(actor: str, standing: roster.Standing) -> roster.KeyRegistered:
    """A key record as a projection reads it; the ledger has judged its signatures before."""
    key = b64encode(hashlib.sha256(actor.encode()).digest()).decode()
    return roster.KeyRegistered(
        actor=actor, standing=standing, use="sign", key=key, nonce=hashlib.sha256().hexdigest()
    )


def killed(
    figure: int, *, low: bool = False, unit: str = "person", measure: str = "killed"
) -> Quantity:
    """A figure, or a lower bound."""
    told = (
        Range(unit=unit, written=f"at least {figure}", low=figure)
        if low
        else Range.exactly(figure, unit)
    )
    return Quantity(measure=measure, range=told)


def by(*chain: Link) -> Reported:
    """On whose word, with an address nobody can open."""
    return Reported(chain=chain, address="a printed page", confidence="medium")


def _bodies(place: int, number: int, file: str, actor: str) -> tuple[Record | Unread, ...]:
    of = digest_of(place)
    return (
        Unread(why="sealed"),
        notice.ActivityNotified(to=("south",), purpose="work", place=PLACE, window=DAY),
        notice.SiteNotified(to=ACTORS, purpose="a well", name="well", place=PLACE),
        notice.Recalled(notice=of, why="wrong place"),
        notice.Withdrawn(notice=of, ended=DAY),
        answer.Received(notice=of, party=actor),
        answer.Objected(notice=of, party=actor, reason="no"),
        answer.ReadBack(notice=of, party=actor, understood="the mill"),
        answer.Withdrawn(notice=of, party=actor, answer=of),
        answer.Lapsed(notice=of, party=actor, due=Instant(ms=START + number * MINUTE, zone="Z")),
        registered(actor, "desk" if number % 2 else "importer"),
        alert.StopRequested(what="stop", to=ACTORS),
        alert.Taken(alert=of, by=actor),
        alert.ReadBack(alert=of, understood="stop", confirmed=number % 2 == 0),
        alert.Halted(alert=of, at=DAY),
        alert.StoodDown(alert=of),
        dispatch.Attempted(of=of, way="radio", to=actor, attempt=number + 1),
        dispatch.Failed(of=of, way="radio", to=actor, why="noise"),
        arrangement.ChannelEstablished(
            channel="line", between=ACTORS, purpose="talk", established=DAY, reply_within_s=60
        ),
        arrangement.StatusStated(speaker=actor, status="holding", stated=DAY, statement="holds"),
        log.Noted(text="quiet"),
        roster.ActorRegistered(actor=actor, name=actor.upper(), standing="party"),
        incident.Opened(incident=file, title=file, when=DAY),
        incident.Claimed(
            incident=file, question="killed", stance="reports", statement="x", said=DAY,
            quantities=(killed(number),), concerns=(of,),
            reported=by(Link(who="paper"), Link(who=actor, how="cited")),
        ),
        incident.Claimed(incident=file, question="informed", stance="denies", statement="no"),
        incident.Claimed(
            incident=file, question="when", stance="asserts", statement="then",
            when=VagueTime.parse(f"2031-05-03T1{number % 10}:00Z"), moment="fire-start",
        ),
        incident.FindingProposed(incident=file, finding="so", by=actor, against="the other"),
        incident.Ruled(incident=file, ruling="undetermined", office="desk", reasons="open"),
        *_later(place, file, actor),
        correction.Retracted(record=of, entry=place, why="mistaken"),
    )  # fmt: skip


def _later(place: int, file: str, actor: str) -> tuple[Record, ...]:
    """What is said of claims, rulings, obligations and reviews after the fact."""
    of = digest_of(place)
    return (
        incident.ClaimLinked(
            incident=file, claim=of, other=digest_of(place + 1), relation="contradicts",
            reasons="one road, one hour",
        ),
        incident.ClaimCorrected(incident=file, claim=of, by=of, why="a slip"),
        incident.Blocked(incident=file, what="access-denied", statement="shut", since=DAY),
        incident.Unblocked(incident=file, blocked=of, since=DAY, statement="open"),
        incident.RulingDisputed(incident=file, ruling=of, by=actor, reasons="unheard"),
        obligation.ClaimedDone(instrument="terms", clause="t7", by=actor, statement="left"),
        obligation.Disputed(instrument="terms", clause="t7", by=actor, statement="still there"),
        arrangement.RestraintUndertaken(
            restraint="hill", act="held", speaker=actor, of="north", at=DAY, statement="quiet"
        ),
        arrangement.DelineationAgreed(
            instrument="terms", area="zone", name="Zone", gist="no firing", agreed=DAY,
            disclosed="undisclosed",
        ),
        review.Opened(review="r", title="r", incidents=(file,), why="to learn", by=actor),
        review.Closed(of=of, conclusion="learnt"),
    )  # fmt: skip


@st.composite
def streams(draw: DrawFn, most: int = 30) -> tuple[Entry, ...]:
    """A record of random kinds, each answering a random entry before it, some late."""
    found = []
    for index in range(draw(st.integers(0, most))):
        place = draw(st.integers(0, max(index - 1, 0)))
        number = draw(st.integers(0, 20))
        file, actor = draw(st.sampled_from(FILES)), draw(st.sampled_from(ACTORS))
        body = draw(st.sampled_from(_bodies(place, number, file, actor)))
        late = draw(st.integers(0, 9)) == 0
        found.append(entry(index, body, author=actor, late=late))
    return tuple(found)
