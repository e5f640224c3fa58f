"""Pages that are open here: a message put before a reader's own subscriptions.

The page asks the desk for the words; what is put before it is only that they are there. Taken into
an open page's queue is not seen: "opened" is what the page itself reports, and is entered there.
"""

from __future__ import annotations

from parley.desk.ways.hub import Event, Hub
from parley.desk.ways.message import Message
from parley.desk.ways.port import Accepted, Later, Outcome


class OpenPagesWay:
    """The hub as a way out; a contact is the name of a reader."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def send(self, message: Message, key: str) -> Outcome:
        """Put it before every page this reader has open; later, when there is none."""
        event = Event(
            kind=message.kind, of=message.of, urgent=message.urgent, text=message.title
        )
        reached = self._hub.publish(event, (message.contact,))
        return Accepted() if reached else Later("No page of this reader is open.")
