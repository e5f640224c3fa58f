"""One record in one sentence, and when it says it happened. Every kind is decided here."""

from __future__ import annotations

from typing import assert_never

from msgspec import Struct

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
    sealed,
)
from parley.record.kinds import Record
from parley.record.values.time import VagueTime
from parley.review.labels import WAY


class Happening(Struct, frozen=True):
    """What a record says was said or done, and when; None where it does not say when.

    `spoken` where the time is only when it was said, not when anything happened.
    """

    text: str
    when: VagueTime | None = None
    spoken: bool = False


def happening(body: Record) -> Happening:
    """The record in one sentence, in its own words wherever it has any."""
    match body:
        case incident.About():
            return _incident(body)
        case (
            notice.Notice() | notice.Amended() | notice.Withdrawn() | notice.Recalled()
        ):
            return _notice(body)
        case answer.Answer() | answer.Lapsed():
            return _answer(body)
        case alert.Raised() | alert.StopRequested():
            asked = f"{body.caller}: {body.what}" if body.caller else body.what
            return Happening(asked, body.since)
        case alert.Step():
            return _step(body)
        case dispatch.Dispatch():
            return _dispatch(body)
        case correction.Retracted():
            return Happening(f"An earlier record is taken back: {body.why}")
        case correction.Erased():
            return Happening(f"The sealed part {body.part} of a record was erased: {body.why}")
        case sealed.Granted():
            return Happening(f"The sealed part {body.part} was opened to {body.reader}")
        case log.Noted():
            return Happening(body.text)
        case log.ExerciseStarted():
            return Happening(f"Exercise {body.drill}: {body.title}")
        case log.ExerciseEnded():
            return Happening(f"Exercise {body.drill} ended: {body.why}")
        case (
            roster.ActorRegistered() | roster.GuaranteeStated() | roster.InfluenceStated()
            | roster.KeyRegistered() | roster.KeyRotated() | roster.KeyRevoked()
            | roster.RoleDefined() | roster.DutyAssigned() | roster.DutyHandedOver()
            | roster.DutyTakenOver() | roster.AvailabilityStated() | roster.PlaceNamed()
        ):  # fmt: skip
            return _roster(body)
        case (
            arrangement.InstrumentAdopted() | arrangement.ArrangementFiled()
            | arrangement.Accepted() | arrangement.Withdrew()
            | arrangement.DesignationListed() | arrangement.DesignationDelisted()
            | arrangement.DelineationAgreed() | arrangement.RestraintUndertaken()
            | arrangement.ChannelEstablished() | arrangement.ChannelOffered()
            | arrangement.ChannelDeclined()
            | arrangement.ClockDeclared() | arrangement.StatusStated()
        ):  # fmt: skip
            return _arrangement(body)
        case obligation.Obligation():
            return _obligation(body)
        case review.Opened() | review.Looking():
            return _review(body)
        case incident.DraftRejected():
            return Happening(f"A draft was not stood for: {body.why.replace('-', ' ')}")
        case never:
            assert_never(never)


def _incident(body: incident.Incident) -> Happening:
    match body:
        case incident.Opened():
            return Happening(body.title, body.when)
        case incident.Alleged():
            by = f" (said to be by {body.by})" if body.by else ""
            return Happening(body.statement + by, body.when or body.said, body.when is None)
        case incident.Claimed():
            return Happening(body.statement, body.when or body.said, body.when is None)
        case incident.ConsequenceClaimed():
            gained = f" (said to have gained: {body.beneficiary})" if body.beneficiary else ""
            return Happening(body.statement + gained, body.said, True)
        case incident.EvidenceAdded():
            return Happening(f"{body.title} ({body.media_type}); {body.custody}")
        case incident.FindingProposed():
            return Happening(f"{body.by}: {body.finding}", body.proposed, True)
        case incident.Ruled():
            words = f"{body.office}: {body.ruling.replace('_', ' ')}; {body.reasons}"
            return Happening(words, body.ruled, True)
        case (
            incident.ClaimLinked() | incident.ClaimUnlinked() | incident.ClaimCorrected()
            | incident.Blocked() | incident.Unblocked() | incident.RulingDisputed()
        ):  # fmt: skip
            return _upon(body)
        case never:
            assert_never(never)


def _upon(body: incident.Upon) -> Happening:
    match body:
        case incident.ClaimLinked():
            return Happening(f"Two claims are tied ({_words(body.relation)}): {body.reasons}")
        case incident.ClaimUnlinked():
            return Happening(f"Two claims are not tied ({_words(body.relation)}): {body.reasons}")
        case incident.ClaimCorrected():
            return Happening(f"A claim was entered wrongly: {body.why}")
        case incident.Blocked():
            by = f" (said to be by {body.by})" if body.by else ""
            return Happening(f"{_words(body.what).capitalize()}: {body.statement}{by}", body.since)
        case incident.Unblocked():
            return Happening(body.statement, body.since)
        case incident.RulingDisputed():
            return Happening(f"{body.by}: {body.reasons}", body.disputed, True)
        case never:
            assert_never(never)


def _words(word: str) -> str:
    return word.replace("-", " ")


def _notice(body: notice.AnyNotice) -> Happening:
    match body:
        case notice.SiteNotified() | notice.PresenceNotified():
            return Happening(f"{body.purpose}; place: {body.place.written}", body.window)
        case notice.ActivityNotified():
            return Happening(f"{body.purpose}; place: {body.place.written}", body.window)
        case notice.MovementNotified():
            places = " - ".join(leg.place.written for leg in body.legs)
            return Happening(f"{body.purpose}; legs: {places}", body.legs[0].window)
        case notice.Amended() | notice.Recalled():
            return Happening(body.why)
        case notice.Withdrawn():
            return Happening(body.why or "What was notified is over", body.ended)
        case never:
            assert_never(never)


def _answer(body: answer.AnyAnswer) -> Happening:
    if isinstance(body, answer.Lapsed):
        return Happening(f"{body.party}: the reply time ran out. Silence is not consent")
    who = body.party or body.named or "an addressee nobody names"
    match body:
        case answer.Received():
            said = body.remarks
        case answer.Confirmed() | answer.Undertaken():
            said = body.statement
        case answer.Objected() | answer.Withdrawn():
            said = body.reason
        case answer.ReadBack():
            said = body.understood
        case never:
            assert_never(never)
    return Happening(f"{who}: {said}" if said else who, body.at)


def _step(body: alert.Step) -> Happening:
    words = [word for word in (body.by, _step_words(body), body.remarks) if word]
    return Happening(": ".join(words) or "No words are on record", body.at)


def _step_words(body: alert.Step) -> str:
    if isinstance(body, alert.Relayed):
        return f"to {body.to}"
    if isinstance(body, alert.ReadBack):
        said = "the caller says it is right" if body.confirmed else "not confirmed by the caller"
        return f"{body.understood} ({said})"
    return ""


def _dispatch(body: dispatch.Dispatch) -> Happening:
    words = f"To {body.to}, by {WAY[body.way]}"
    if isinstance(body, dispatch.Attempted):
        words += f", attempt {body.attempt}"
    if isinstance(body, dispatch.Failed):
        words += f": {body.why}"
    if isinstance(body, dispatch.Unreachable):
        words += f": {body.tried} tried"
    return Happening(f"{words}. {body.remarks}" if body.remarks else words, body.at)


def _roster(body: roster.Roster) -> Happening:
    match body:
        case roster.ActorRegistered():
            return Happening(f"{body.name} ({body.standing})")
        case roster.GuaranteeStated():
            return Happening(f"{body.guarantor} for {body.party}: {body.scope}")
        case roster.InfluenceStated():
            return Happening(f"{body.speaker}: {body.statement}")
        case roster.KeyRegistered():
            return Happening(f"A key to {body.use} for {body.actor}")
        case roster.KeyRotated():
            return Happening("One key took the place of another")
        case roster.KeyRevoked():
            return Happening(f"A key stopped counting: {body.why}")
        case roster.RoleDefined():
            return Happening(f"{body.title} ({body.actor})")
        case roster.DutyAssigned():
            return Happening(f"Officer {body.officer} as {body.role}", body.window)
        case roster.DutyHandedOver():
            return Happening(f"{body.role}: {body.outgoing} to {body.incoming}")
        case roster.DutyTakenOver():
            return Happening(f"{body.role}: taken over by {body.officer}")
        case roster.AvailabilityStated():
            words = f"{body.speaker}: {body.party} is {body.availability}; {body.statement}"
            return Happening(words, body.window)
        case roster.PlaceNamed():
            return Happening(f"{body.name}{' is no longer used' if body.retired else ''}")
        case never:
            assert_never(never)


def _arrangement(body: arrangement.Arrangement) -> Happening:
    match body:
        case arrangement.InstrumentAdopted():
            by = f" ({', '.join(body.adopted_by)})" if body.adopted_by else ""
            public = "" if body.public == "public" else f"; its text is {_PUBLIC[body.public]}"
            return Happening(f"{body.title}{by}: {body.gist}{public}", body.adopted)
        case arrangement.ArrangementFiled():
            why = f"; {body.why}" if body.why else ""
            return Happening(f"{body.title}, version {body.version} of its reading{why}")
        case arrangement.Accepted():
            return Happening(f"{body.party} accepted {body.instrument}", body.accepted)
        case arrangement.Withdrew():
            return Happening(f"{body.party}: {body.statement}", body.withdrew)
        case arrangement.DesignationListed():
            return Happening(f"{body.group} on {body.list}", body.listed)
        case arrangement.DesignationDelisted():
            return Happening(f"{body.group} off {body.list}", body.delisted)
        case arrangement.DelineationAgreed():
            known = "its course is sealed" if body.disclosed == "agreed" else "undisclosed"
            return Happening(f"{body.name}: {body.gist}; {known}", body.agreed)
        case arrangement.RestraintUndertaken():
            over = f" over {body.over}" if body.over else ""
            words = f"{body.speaker}: restraint of {body.of}{over} {body.act}. {body.statement}"
            return Happening(words, body.at)
        case arrangement.ChannelEstablished():
            reply = f"{body.reply_within_s} s" if body.reply_within_s else "none on record"
            between = ", ".join(body.between)
            return Happening(
                f"{body.channel} ({between}): {body.purpose}; reply time: {reply}",
                body.established,
            )
        case arrangement.ChannelOffered():
            return Happening(f"{body.by} to {body.to}: {body.purpose}", body.offered)
        case arrangement.ChannelDeclined():
            return Happening(f"{body.by}: {body.statement}", body.declined)
        case arrangement.ClockDeclared():
            hours = f" for {body.hours} h" if body.hours else ""
            return Happening(
                f"{body.clock} {body.act}{hours} ({', '.join(body.by)}): {body.statement}", body.at
            )
        case arrangement.StatusStated():
            return Happening(f"{body.speaker}: {body.status}. {body.statement}", body.stated)
        case never:
            assert_never(never)


def _obligation(body: obligation.Obligation) -> Happening:
    done = body.done if isinstance(body, obligation.ClaimedDone) else None
    which = f"{body.instrument} {body.clause}"
    return Happening(f"{body.by}, on {which}: {body.statement}", done or body.at, done is None)


def _review(body: review.Review) -> Happening:
    match body:
        case review.Opened():
            return Happening(f"{body.by}: {body.title}. {body.why}", body.at)
        case review.LessonRecorded():
            action = f"; to be done: {body.action}" if body.action else ""
            return Happening(f"{body.text}{action}", body.at)
        case review.ActionTaken():
            return Happening(f"{body.by}: {_words(body.state)}. {body.statement}", body.at)
        case review.Closed():
            return Happening(body.conclusion, body.at)
        case never:
            assert_never(never)


_PUBLIC = {"withheld": "withheld", "unknown": "not known to be public"}
