"""The courier: carries what the outbox says is ready, in a thread of its own.

One event loop for every way, so that a slow carrier costs a waiting task and no thread. What comes
of a send is entered in a small pool of threads, because entering waits for the disk. Names are
looked up in another, because looking up can hang.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from parley.desk.ways.lanes import Item
from parley.desk.ways.message import Message
from parley.desk.ways.outbox import Outbox
from parley.desk.ways.port import Later, Outcome, Refused, Way

_LOG: Final = logging.getLogger("parley.ways")
_LOOK_S: Final = 5.0  # looked at this often even when nothing is due, whatever the clocks say
_LOOK_AROUND_S: Final = 15.0  # what carriers sent back is read this often
_BREAK_OFF_S: Final = 1.0  # a send that is broken off this long to come to its end
_FAULT_S: Final = 60.0  # before an outcome that met a fault of ours is entered again


class Courier:
    """Carries messages until it is closed. Use it in a `with` block, or start and close it."""

    def __init__(
        self,
        outbox: Outbox,
        ways: Mapping[str, Way],
        *,
        now: Callable[[], int],
        send_s: float,
        stop_s: float = 5.0,
        look: Callable[[], object] | None = None,
    ) -> None:
        """`now` is the wall clock in ms; `send_s` the longest time one send may take.

        `stop_s` is how long sends under way are given at the end. `look` is called now and then
        to read what carriers have sent back.
        """
        self.outbox = outbox
        self._ways, self._now = ways, now
        self._send_s, self._stop_s = send_s, stop_s
        self._look = look
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake: asyncio.Event | None = None
        self._started = threading.Event()
        self._closing = False
        self._under_way: set[asyncio.Task[None]] = set()
        self._entering = ThreadPoolExecutor(4, thread_name_prefix="parley-entering")
        self._thread = threading.Thread(target=self._run, name="parley-courier", daemon=True)

    def __enter__(self) -> Courier:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Begin to carry."""
        self._thread.start()
        self._started.wait()

    def post(self, message: Message) -> str:
        """Take a message on; durable when this returns. Gives its key."""
        key = self.outbox.post(message)
        self._nudge()
        return key

    def close(self) -> None:
        """Stop. What is under way is given a moment, and what is left waits in the queue."""
        self._closing = True
        if self._thread.is_alive():
            self._nudge()
            self._thread.join()
        self._entering.shutdown()
        self.outbox.close()

    def _nudge(self) -> None:
        loop, wake = self._loop, self._wake
        if loop is not None and wake is not None and not loop.is_closed():
            loop.call_soon_threadsafe(wake.set)

    def _run(self) -> None:
        # Not asyncio.run: at the end it waits for look-ups that may hang for half a minute.
        loop = asyncio.new_event_loop()
        try:
            loop.run_until_complete(self._carry_all())
        finally:
            loop.close()

    async def _carry_all(self) -> None:
        self._loop, self._wake = asyncio.get_running_loop(), asyncio.Event()
        self._loop.set_default_executor(
            ThreadPoolExecutor(32, thread_name_prefix="parley-looking-up")
        )
        self._started.set()
        around = asyncio.create_task(self._look_around(self._look)) if self._look else None
        while not self._closing:
            self._wake.clear()
            for item in self.outbox.ready():
                task = asyncio.create_task(self._carry(item))
                self._under_way.add(task)
                task.add_done_callback(self._landed)
            wait = self.outbox.next_in()
            try:
                async with asyncio.timeout(_LOOK_S if wait is None else min(wait, _LOOK_S)):
                    await self._wake.wait()
            except TimeoutError:
                pass
        if around is not None:
            around.cancel()
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=self._stop_s)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)

    async def _look_around(self, look: Callable[[], object]) -> None:
        while not self._closing:
            looking = asyncio.get_running_loop().run_in_executor(self._entering, look)
            await asyncio.wait({looking})
            fault = looking.exception()
            if fault is not None:
                _LOG.error("what came back could not be read: %s", type(fault).__name__)
            await asyncio.sleep(_LOOK_AROUND_S)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if self._wake is not None:
            self._wake.set()

    async def _carry(self, item: Item) -> None:
        loop = asyncio.get_running_loop()
        try:
            outcome, began = await self._sent(item)
        except asyncio.CancelledError:
            self.outbox.dropped(item)
            raise
        entering = loop.run_in_executor(self._entering, self.outbox.done, item, outcome, began)
        await asyncio.wait({entering})
        fault = entering.exception()
        if fault is not None:
            _LOG.error("a fault in entering %s: %s", item.key, type(fault).__name__)
            self.outbox.dropped(item, wait_s=_FAULT_S)

    async def _sent(self, item: Item) -> tuple[Outcome, int]:
        if item.outcome is not None:  # sent before, and not yet in the record
            return item.outcome, item.began
        began = self._now()
        way = self._ways.get(item.message.way)
        if way is None:
            return Refused(f"This desk has no way out by {item.message.way}."), began
        sending = asyncio.ensure_future(way.send(item.message, item.key))
        try:
            await asyncio.wait({sending}, timeout=self._send_s)
        finally:
            sending.cancel()
        await asyncio.wait({sending}, timeout=_BREAK_OFF_S)
        if not sending.done() or sending.cancelled():
            return Later(f"No end within {self._send_s:g} s."), began
        fault = sending.exception()
        if fault is not None:
            # A fault of ours in one way must stop no other, and must lose no message.
            _LOG.error("a fault in the way %s itself: %s", item.message.way, type(fault).__name__)
            return Later(f"A fault in this desk's own way out ({type(fault).__name__})."), began
        return sending.result(), began
