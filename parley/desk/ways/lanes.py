"""One lane: what waits for one way, in order of time, with so many slots and no more.

Ordinary messages and stop requests of one way have a lane each, so neither waits for the other,
and no way waits for another way. Within a lane one contact never holds up the others: what would be
its second (third, for a stop request) at once stands aside until the first is through.
"""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Callable

from parley.desk.ways.message import Message
from parley.desk.ways.port import Outcome


class Item:
    """A message on its way out. `since` and the times of a lane are steady seconds."""

    __slots__ = ("began", "entered", "key", "message", "outcome", "since", "tries")

    def __init__(self, key: str, message: Message, *, since: float, tries: int = 0) -> None:
        self.key, self.message, self.since, self.tries = key, message, since, tries
        self.outcome: Outcome | None = None  # known, but not yet in the record
        self.began = 0
        self.entered = 0

    def __repr__(self) -> str:
        return f"Item({self.key}, {self.message!r})"

    @property
    def contact(self) -> tuple[str, str]:
        """Whose limits it counts against."""
        return self.message.way, self.message.contact


class Lane:
    """What waits, what is under way, and who stands aside."""

    def __init__(self, slots: int, *, urgent: bool) -> None:
        self.urgent = urgent
        self._free = slots
        self._each = 2 if urgent else 1
        self._waiting: list[tuple[float, int, Item]] = []
        self._aside: defaultdict[str, deque[Item]] = defaultdict(deque)
        self._under_way: defaultdict[str, int] = defaultdict(int)
        self._pushed = 0

    def push(self, item: Item, due: float) -> None:
        """Let an item wait until `due`."""
        self._pushed += 1
        heapq.heappush(self._waiting, (due, self._pushed, item))

    def start(self, now: float, held_until: Callable[[Item], float | None]) -> list[Item]:
        """Take what is due, as far as slots and contacts allow."""
        started = []
        while self._free and self._waiting and self._waiting[0][0] <= now:
            item = heapq.heappop(self._waiting)[2]
            contact = item.message.contact
            if self._under_way[contact] >= self._each:
                self._aside[contact].append(item)
                continue
            until = held_until(item)
            if until is not None:
                self.push(item, until)
                continue
            self._free -= 1
            self._under_way[contact] += 1
            started.append(item)
        return started

    def land(self, item: Item) -> None:
        """An item is no longer under way: its slot is free, and who stood aside is next."""
        contact = item.message.contact
        self._free += 1
        self._under_way[contact] -= 1
        if not self._under_way[contact]:
            del self._under_way[contact]
        aside = self._aside.get(contact)
        if aside:
            self.push(aside.popleft(), 0.0)
            if not aside:
                del self._aside[contact]

    def next_due(self) -> float | None:
        """When the next item may start; None while none waits, or every slot is taken."""
        return self._waiting[0][0] if self._free and self._waiting else None
