"""Deadlines: a calendar and a duration. Hours on a wall clock, as stretches of real time."""

from parley.channel.calendar.hours import Hours, hours
from parley.channel.calendar.passing import Lead, Passing, lead, passing

__all__ = ["Hours", "Lead", "Passing", "hours", "lead", "passing"]
