"""What is due: every clock of every addressee, and what has run out, from the record alone."""

from parley.channel.due.asking import (
    Pending,
    Silence,
    Unanswered,
    due_at,
    expired_between,
    next_due,
    running,
    still_open,
    unanswered,
)
from parley.channel.due.clocks import Climb, Clock, Due, Side, clocks, sides
from parley.channel.due.lapsing import Lapse, lapses

__all__ = [
    "Climb",
    "Clock",
    "Due",
    "Lapse",
    "Pending",
    "Side",
    "Silence",
    "Unanswered",
    "clocks",
    "due_at",
    "expired_between",
    "lapses",
    "next_due",
    "running",
    "sides",
    "still_open",
    "unanswered",
]
