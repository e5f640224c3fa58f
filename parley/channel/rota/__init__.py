"""Who is on duty when: duties out of an iCalendar rota, and the duties on record."""

from parley.channel.rota.duty import Officer, Reach, Rota, rota_of
from parley.channel.rota.ical import Asked, read_rota

__all__ = ["Asked", "Officer", "Reach", "Rota", "read_rota", "rota_of"]
