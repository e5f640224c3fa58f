"""In-process subscriptions: whoever has a page open hears of a stop request in milliseconds.

Each reader has its own line: a counter without gaps, so that "what came after 41?" has an exact
answer and tells nothing about what others were sent; and a bounded backlog to answer it from. Each
subscription of that reader has its own bounded queue. Publishing never waits for anybody. Whoever
falls behind loses what is not urgent and is told to resync: to read the board again, which has
everything. A stop request stays in the queue while others are dropped.

A counter belongs to one `epoch`, one life of this process. A reader who comes back with a counter
of another epoch, or one older than the backlog, is told to resync, and never shown a calm gap.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from msgspec import Struct

QUEUE: Final = 256
BACKLOG: Final = 1024


class Event(Struct, frozen=True, kw_only=True, gc=False):
    """That something was entered which this reader may read: what kind, and where it stands."""

    kind: str
    of: str
    index: int | None = None
    urgent: bool = False
    text: str = ""


class Note(Struct, frozen=True, kw_only=True, gc=False):
    """One event under the reader's own counter; or, without an event, "resync": read it all again.

    A resync that dropped urgent events says so; `count` is then the newest counter there is.
    """

    epoch: str
    count: int
    event: Event | None = None
    urgent_lost: bool = False

    @property
    def id(self) -> str:
        """What the reader sends back to go on from here."""
        return f"{self.epoch}:{self.count}"


class Hub:
    """The subscriptions of one process. Every method may be called from any thread."""

    def __init__(self, *, epoch: str, queue: int = QUEUE, backlog: int = BACKLOG) -> None:
        """`epoch` names this life of the process: chance, given by the caller."""
        self.epoch, self._queue, self._backlog = epoch, queue, backlog
        self._lines: dict[str, _Line] = {}
        self._lock = threading.Lock()

    def publish(self, event: Event, readers: Iterable[str]) -> int:
        """Put an event before these readers, each under its own next counter; never waits.

        Returns how many open subscriptions it was put before.
        """
        woken: dict[asyncio.AbstractEventLoop, list[Subscription]] = {}
        reached = 0
        for reader in readers:
            for one in self._line(reader).add(event):
                reached += 1
                loop = one.tell()
                if loop is not None:
                    woken.setdefault(loop, []).append(one)
        for loop, waiting in woken.items():
            # One call into the loop for all of it: the call costs more than the waking.
            with suppress(RuntimeError):  # the loop was closed, and its readers are gone with it
                loop.call_soon_threadsafe(_wake, waiting)
        return reached

    def subscribe(self, reader: str, after: str | None = None) -> Subscription:
        """Open a subscription; with `after`, the id of the last note had, go on exactly there."""
        return self._line(reader).open(after)

    def subscriptions(self, reader: str) -> int:
        """How many subscriptions a reader has open."""
        return len(self._line(reader).open_ones)

    def _line(self, reader: str) -> _Line:
        found = self._lines.get(reader)
        if found is None:
            with self._lock:
                fresh = _Line(self.epoch, self._queue, self._backlog)
                found = self._lines.setdefault(reader, fresh)
        return found


class _Line:
    """One reader's counter, backlog and open subscriptions."""

    def __init__(self, epoch: str, queue: int, backlog: int) -> None:
        self.epoch, self.queue = epoch, queue
        self.count = 0
        self.kept: deque[Note] = deque(maxlen=backlog)
        self.open_ones: tuple[Subscription, ...] = ()
        self.lock = threading.Lock()

    def add(self, event: Event) -> tuple[Subscription, ...]:
        with self.lock:
            self.count += 1
            note = Note(epoch=self.epoch, count=self.count, event=event)
            self.kept.append(note)
            for one in self.open_ones:
                one.put(note)
            return self.open_ones

    def open(self, after: str | None) -> Subscription:
        with self.lock:
            made = Subscription(self)
            for note in self._since(after):
                made.put(note)
            self.open_ones = (*self.open_ones, made)
            return made

    def _since(self, after: str | None) -> Iterable[Note]:
        if after is None:
            return ()
        epoch, _, count = after.partition(":")
        known = count.isascii() and count.isdigit() and len(count) < 16
        oldest = self.kept[0].count if self.kept else self.count + 1
        if epoch != self.epoch or not known or not oldest - 1 <= int(count) <= self.count:
            return (Note(epoch=self.epoch, count=self.count),)
        return (note for note in self.kept if note.count > int(count))


class Subscription:
    """One open page. `take` waits in a thread, `arrive` in an event loop; use one of them."""

    def __init__(self, line: _Line) -> None:
        self._line = line
        self._queue: deque[Note] = deque()
        self._filled: threading.Event | None = None
        """For whoever waits in a thread; most wait in a loop, and a thousand events cost."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiter: asyncio.Future[None] | None = None
        self.closed = False

    def __enter__(self) -> Subscription:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def take(self, timeout: float | None = None) -> tuple[Note, ...]:
        """All that has come, in order; waits up to `timeout` seconds, and then gives nothing."""
        with self._line.lock:
            if self._filled is None and not self._queue and not self.closed:
                self._filled = threading.Event()
            filled = self._filled
        if filled is not None:
            filled.wait(timeout)
        return self._taken()

    async def arrive(self) -> tuple[Note, ...]:
        """All that has come, in order; waits until something has."""
        loop = asyncio.get_running_loop()
        while not self.closed:
            with self._line.lock:
                if self._queue:
                    break
                self._loop, self._waiter = loop, loop.create_future()
                waiter = self._waiter
            await waiter
        return self._taken()

    def close(self) -> None:
        """Stop. Whoever waits is woken with nothing."""
        with self._line.lock:
            self.closed = True
            if self._filled is not None:
                self._filled.set()
            self._line.open_ones = tuple(one for one in self._line.open_ones if one is not self)
        loop = self.tell()
        if loop is not None:
            with suppress(RuntimeError):  # the loop was closed first
                loop.call_soon_threadsafe(_wake, [self])

    def put(self, note: Note) -> None:
        """Take a note in; called with the line held."""
        if note.event is not None and len(self._queue) >= self._line.queue:
            self._make_room(note.count)
        self._queue.append(note)
        if self._filled is not None:
            self._filled.set()

    def tell(self) -> asyncio.AbstractEventLoop | None:
        """The loop in which somebody waits, to be woken once for all who wait in it."""
        return self._loop if self._waiter is not None else None

    def wake(self) -> None:
        """Wake the task that waits; called in its loop."""
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    def _taken(self) -> tuple[Note, ...]:
        with self._line.lock:
            taken = tuple(self._queue)
            self._queue.clear()
            self._filled = None
            return taken

    def _make_room(self, count: int) -> None:
        """Drop what is not urgent, and the oldest of what is if that is not enough; say so."""
        lost = any(note.event is None and note.urgent_lost for note in self._queue)
        urgent = [note for note in self._queue if note.event is not None and note.event.urgent]
        room = self._line.queue // 2
        lost = lost or len(urgent) > room
        resync = Note(epoch=self._line.epoch, count=count - 1, urgent_lost=lost)
        # The resync goes first: a page that reads it redraws from the board, and rings after that.
        self._queue = deque((resync, *urgent[-room:]))


def _wake(waiting: list[Subscription]) -> None:
    for one in waiting:
        one.wake()
