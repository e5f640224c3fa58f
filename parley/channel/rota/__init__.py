"""Who is on duty when: duties out of an iCalendar rota, and the duties on record."""

from parley.channel.rota.ical import Asked, read_rota

__all__ = ["Asked", "read_rota"]
