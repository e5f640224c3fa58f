"""One function for each human act: what is said, made ready to be signed.

    draft = acts.draft_movement_notified(who, legs, terms=Terms(purpose=..., to=("south",)))
    receipt = who.send(draft)              stored, then sent: a retry is the same bytes

Each returns a Draft; `Draft.read()` is what is about to be signed, in words, and `send` signs it,
stores the signed envelope, sends it, and checks and keeps the receipt. `who` is whoever holds the
key: a `Party` at its own machine, a `Hand` at the desk's (`acts.sending`). Nothing here can sign in
anybody's name. Who may do what is decided where the entry is admitted (`desk.rules`).

    notices   draft_site_notified, draft_movement_notified, draft_activity_notified,
              draft_presence_notified, draft_notice, draft_amended, draft_withdrawn, draft_recalled
    answers   draft_received, draft_confirmed, draft_undertaken, draft_objected,
              draft_answer_withdrawn, draft_read_back
    alerts    draft_raised, draft_stop_requested, draft_taken, draft_relayed,
              draft_alert_read_back, draft_order_passed, draft_halted, draft_stood_down
    duty      draft_noted, draft_call_logged, draft_call_confirmed, draft_exercise_started,
              draft_exercise_ended, draft_availability_stated

An acknowledgement is not consent. Silence is a fact, never consent.
"""

from parley.desk.acts.alerts import (
    draft_alert_read_back,
    draft_halted,
    draft_order_passed,
    draft_raised,
    draft_relayed,
    draft_stood_down,
    draft_stop_requested,
    draft_taken,
)
from parley.desk.acts.answers import (
    draft_answer_withdrawn,
    draft_confirmed,
    draft_objected,
    draft_read_back,
    draft_received,
    draft_undertaken,
)
from parley.desk.acts.duty import (
    call_began,
    call_ended,
    draft_availability_stated,
    draft_call_confirmed,
    draft_call_logged,
    draft_exercise_ended,
    draft_exercise_started,
    draft_noted,
)
from parley.desk.acts.notices import (
    draft_activity_notified,
    draft_amended,
    draft_movement_notified,
    draft_notice,
    draft_presence_notified,
    draft_recalled,
    draft_site_notified,
    draft_withdrawn,
)
from parley.desk.acts.said import HERE, Drafter, Said, Terms
from parley.ledger import Draft

__all__ = [
    "HERE",
    "Draft",
    "Drafter",
    "Said",
    "Terms",
    "call_began",
    "call_ended",
    "draft_activity_notified",
    "draft_alert_read_back",
    "draft_amended",
    "draft_answer_withdrawn",
    "draft_availability_stated",
    "draft_call_confirmed",
    "draft_call_logged",
    "draft_confirmed",
    "draft_exercise_ended",
    "draft_exercise_started",
    "draft_halted",
    "draft_movement_notified",
    "draft_noted",
    "draft_notice",
    "draft_objected",
    "draft_order_passed",
    "draft_presence_notified",
    "draft_raised",
    "draft_read_back",
    "draft_recalled",
    "draft_received",
    "draft_relayed",
    "draft_site_notified",
    "draft_stood_down",
    "draft_stop_requested",
    "draft_taken",
    "draft_undertaken",
    "draft_withdrawn",
]
