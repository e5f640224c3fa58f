"""Deadlines: a calendar and a duration. Hours on a wall clock, as stretches of real time."""

from parley.channel.calendar.deadlines import due_ms, hours_of, lead_of, passing_on
from parley.channel.calendar.hours import Hours, hours
from parley.channel.calendar.passing import Lead, Passing, lead, passing
from parley.channel.calendar.ready import TEMPLATES, Template, template

__all__ = [
    "TEMPLATES",
    "Hours",
    "Lead",
    "Passing",
    "Template",
    "due_ms",
    "hours",
    "hours_of",
    "lead",
    "lead_of",
    "passing",
    "passing_on",
    "template",
]
