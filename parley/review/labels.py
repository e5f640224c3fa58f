"""Plain words for kinds, questions, measures and checks. The words are ours; the facts are not."""

from __future__ import annotations

KIND: dict[str, str] = {
    "roster.actor_registered": "actor registered",
    "roster.guarantee_stated": "guarantee stated",
    "roster.influence_stated": "influence stated",
    "roster.key_registered": "key registered",
    "roster.key_rotated": "key replaced",
    "roster.key_revoked": "key revoked",
    "roster.role_defined": "duty role defined",
    "roster.duty_assigned": "officer put on duty",
    "roster.duty_handed_over": "watch handed over",
    "roster.duty_taken_over": "watch taken over",
    "roster.availability_stated": "whether a party can be reached",
    "roster.place_named": "place entered",
    "arrangement.instrument_adopted": "text adopted",
    "arrangement.arrangement_filed": "reading of the texts filed",
    "arrangement.accepted": "text accepted",
    "arrangement.withdrew": "party withdrew",
    "arrangement.designation_listed": "group listed as exempt",
    "arrangement.designation_delisted": "group no longer listed",
    "arrangement.delineation_agreed": "area agreed",
    "arrangement.restraint_undertaken": "restraint",
    "arrangement.channel_established": "line agreed",
    "arrangement.channel_offered": "line offered",
    "arrangement.channel_declined": "line declined",
    "arrangement.clock_declared": "clock declared",
    "arrangement.status_stated": "status stated",
    "notice.site_notified": "site notified",
    "notice.movement_notified": "movement notified",
    "notice.activity_notified": "activity notified",
    "notice.presence_notified": "presence notified",
    "notice.amended": "notice replaced",
    "notice.withdrawn": "notice ended",
    "notice.recalled": "notice was wrong",
    "answer.received": "notice received",
    "answer.confirmed": "notice confirmed",
    "answer.undertaken": "will comply",
    "answer.objected": "objection",
    "answer.withdrawn": "answer taken back",
    "answer.read_back": "notice read back",
    "answer.lapsed": "no reply in time",
    "alert.raised": "warning",
    "alert.stop_requested": "stop request",
    "alert.taken": "officer picked up",
    "alert.relayed": "passed on",
    "alert.read_back": "message read back",
    "alert.order_passed": "order passed down",
    "alert.halted": "halted",
    "alert.stood_down": "alert ended",
    "dispatch.attempted": "attempt to reach",
    "dispatch.delivered": "delivered",
    "dispatch.opened": "opened",
    "dispatch.failed": "attempt failed",
    "dispatch.unreachable": "nobody reached",
    "log.noted": "duty log",
    "log.exercise_started": "exercise began",
    "log.exercise_ended": "exercise ended",
    "incident.opened": "file opened",
    "incident.alleged": "allegation",
    "incident.claimed": "claim",
    "incident.consequence_claimed": "claimed consequence",
    "incident.claim_linked": "claims tied",
    "incident.claim_unlinked": "claims not tied",
    "incident.claim_corrected": "claim corrected",
    "incident.draft_rejected": "draft not stood for",
    "incident.blocked": "kept from looking",
    "incident.unblocked": "no longer kept from looking",
    "incident.evidence_added": "evidence entered",
    "incident.finding_proposed": "finding put forward",
    "incident.ruled": "ruling",
    "incident.ruling_disputed": "ruling disputed",
    "obligation.claimed_done": "obligation said to be met",
    "obligation.confirmed": "obligation confirmed as met",
    "obligation.disputed": "obligation said not to be met",
    "review.opened": "review opened",
    "review.lesson_recorded": "lesson",
    "review.action_taken": "action on a lesson",
    "review.closed": "review closed",
    "correction.retracted": "taken back",
    "correction.erased": "sealed part erased",
    "sealed.granted": "sealed part opened to a reader",
}

QUESTION: dict[str, str] = {
    "what": "What happened",
    "who": "Who did it",
    "where": "Where",
    "when": "When",
    "killed": "Killed",
    "injured": "Injured",
    "informed": "Whether the other side was told beforehand",
    "unanswered": "How long it went unanswered",
    "halted": "How it was halted",
    "strikes": "How many strikes",
    "damage": "Damage",
    "breaches": "How many breaches",
    "blame": "Who is blamed",
    "status": "How the arrangement stands",
    "compliance": "Whether it was complied with",
    "other": "Other statements",
    "alleged": "Allegations",
}

MEASURE: dict[str, str] = {
    "unanswered": "Unanswered time",
    "halt": "Time to halt",
    "strikes": "Number of strikes",
    "strikes-unanswered": "Strikes in the unanswered time",
    "strikes-lasted": "Duration of the strikes",
    "first-call-after": "First call after the start",
    "watched-before": "Time watched beforehand",
    "notified-offset": "How far off the notified position was",
    "struck-from-airfield": "Distance of the areas struck from the airfield",
    "findings": "Findings",
    "strike": "When the strikes fell",
}

SPAN: dict[str, str] = {
    "human": "Time to a human being",
    "understood": "Time until understood",
    "halt": "Time until the halt",
    "understood-to-halt": "Time from understood to the halt",
}

ASIDE: dict[str, str] = {
    "not who gave the notice": "entered by {}, who did not write the notice; it does not count",
    "no later notice of its author": (
        "entered by {}; it names no later notice of {} here; it does not count"
    ),
    "no answer of its author": (
        "entered by {}; it names no answer here that {} gave; it does not count"
    ),
    "not the addressee": "entered by {}, who is not that addressee; it does not count",
    "not the desk": "entered by {}, who is not the desk; it does not count",
    "not yet due": "entered by {} before the reply was due; it does not count",
    "answered before": "entered by {} after the addressee had answered; it does not count",
    "not an addressee of the alert": (
        "entered by {}, to whom the alert was not addressed; it does not count"
    ),
    "not confirmed by the caller": (
        "entered as confirmed by {}, who did not raise the alert; that does not count"
    ),
    "not the caller": "entered by {}, who did not raise the alert; it does not count",
}
"""Why an entry is kept and does not count; {} is who signed it."""

CHECK: dict[str, str] = {
    "opposed": "Opposed statements",
    "drift": "One figure under different owners",
    "zone-step": "Times one zone step apart",
    "unit": "Different units of count",
    "sum": "Parts that do not add to the total",
    "later-lower": "A later figure is lower",
    "two-figures-one-day": "Different figures from one speaker on one day",
    "edges": "One duration counted between different events",
    "excluding": "Figures that exclude each other",
    "competing-findings": "Competing findings",
}

WAY: dict[str, str] = {
    "in-app": "inside Parley",
    "mail": "mail",
    "webhook": "webhook",
    "text-message": "text message",
    "voice": "voice call",
    "telephone": "telephone",
    "radio": "radio",
    "other": "a way not stated",
}

CAUTION = (
    "This page lists what is on record and who reported it. It holds no verdict, blames nobody, "
    "and averages nothing. Accounts that differ stand side by side."
)


def measure(name: str) -> str:
    """A measure in words; one without words of its own stands as it is written."""
    return MEASURE.get(name) or QUESTION.get(name) or name.replace("-", " ").capitalize()
