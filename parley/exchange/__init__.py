"""The exchange room: other people's formats at the border, read row by row into drafts of records.

Nothing here appends. A row that cannot be mapped is named with its line and the reason; it is never
dropped and never a crash. Whoever published a row stands in the chain of who said so, and its
sources behind it; the author of the entry is whoever imports.
"""

from parley.exchange.archived import read_archived
from parley.exchange.events import FORMATS, Layout, read_events
from parley.exchange.rows import Fault, Mapped

__all__ = ["FORMATS", "Fault", "Layout", "Mapped", "read_archived", "read_events"]
