"""The watch over one desk: it looks at what is new, tells it, and does what a tick decides."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from threading import Event as Signal
from threading import Lock
from typing import Final, Protocol

from msgspec import Struct

from parley.channel import PROJECTION
from parley.channel.due import expired_between
from parley.channel.thread import State
from parley.desk.board import Board
from parley.desk.clock import Clock
from parley.desk.drafting import View
from parley.desk.inward.unproven import TakenAsHeard
from parley.desk.watch.deciding import Act, Decided, tick
from parley.desk.watch.reach import Reach
from parley.desk.watch.steps import Steps
from parley.desk.watch.telling import Teller
from parley.desk.ways.message import Message
from parley.errors import Damaged, NotAdmitted, Refusal
from parley.ledger import Receipt
from parley.record.correction import Erased
from parley.record.kinds import Record

_LOG: Final = logging.getLogger("parley.watch")


class Watched(Protocol):
    """The part of a desk that the watch needs."""

    clock: Clock
    board: Board

    @property
    def size(self) -> int: ...

    def view(self) -> View: ...

    def act(self, record: Record, *, to: Iterable[str] = ()) -> object: ...

    def submit(self, submission: bytes) -> Receipt: ...


class Ticked(Struct, frozen=True, kw_only=True):
    """What a tick came to: the state it looked at, what was decided, what was entered or done."""

    ms: int
    state: State
    decided: Decided
    entered: tuple[str, ...]
    done_before: tuple[str, ...]


class Watch:
    """The watch of one process. `submit` may be called from any thread, the rest from one."""

    def __init__(
        self, desk: Watched, *, post: Callable[[Message], object], reach: Reach, teller: Teller,
        steps: Steps | None = None,
    ) -> None:  # fmt: skip
        """`post` takes a message on, durably; the same message twice is one message."""
        self._desk, self._post, self._reach = desk, post, reach
        self._steps = steps or Steps()
        self._steps.note(desk.clock.now())
        self.teller = teller
        self.woken = Signal()
        """Set when something came that a tick should see at once."""
        self._size, self._newest_ms = 0, 0
        self._state = State()
        self._run = PROJECTION.resume(self._state)
        self._last_ms: int | None = None
        self._refused: set[str] = set()
        self._turn = Lock()
        self.look()  # whoever is on shift is known before the first stop request comes

    def submit(self, submission: bytes) -> Receipt:
        """Log a submission and put it before its readers before anything else is done.

        A door to the desk that submits here is heard at once; what comes by another is heard at
        the next look.
        """
        try:
            receipt = self._desk.submit(submission)
        except TakenAsHeard as fault:
            self._tell_now(fault.entry)
            raise
        self._tell_now(receipt.index)
        return receipt

    def look(self) -> bool:
        """Take in every entry that is new, and tell it; True when there was any."""
        with self._turn:
            size = self._desk.size
            if size == self._size:
                return False
            if self._size == 0:
                self._state = self._desk.board.state(PROJECTION, size)
                self._run = PROJECTION.resume(self._state)
                for newest in self._desk.board.book.entries(size - 1, size):
                    self._newest_ms = newest.rx
            else:
                self._take(size)
            self._size = size
            self.teller.state = self._state
            return True

    def tick(self) -> Ticked:
        """Look, decide, post, enter. What is refused as entered before is done."""
        self.look()
        # Many entries in one millisecond are numbered into the next: what was entered has begun.
        ms = max(self._desk.clock.now(), self._newest_ms)
        self._steps.note(ms)
        decided = tick(self._state, ms, self._reach, self._steps)
        for message in decided.posts:
            self._posted(message)
        told = [(act.key, self._enter(act)) for act in decided.acts]
        self._end_visibly(ms)
        return Ticked(
            ms=ms, state=self._state, decided=decided,
            entered=tuple(key for key, new in told if new),
            done_before=tuple(key for key, new in told if not new),
        )  # fmt: skip

    def _take(self, size: int) -> None:
        erased = False
        ms = self._desk.clock.now()
        for entry in self._desk.board.book.entries(self._size, size):
            self.teller.tell(entry, ms)
            erased = erased or isinstance(entry.body, Erased)
            self._run.step(entry)
            self._newest_ms = entry.rx
        if erased:  # it changes how earlier entries read
            self._state = self._desk.board.state(PROJECTION, size)
            self._run = PROJECTION.resume(self._state)
        else:
            self._state = self._run.freeze()

    def _tell_now(self, index: int) -> None:
        for entry in self._desk.board.book.entries(index, index + 1):
            self.teller.tell(entry, self._desk.clock.now())
        self.woken.set()

    def _posted(self, message: Message) -> None:
        try:
            self._post(message)
        except (Refusal, OSError) as fault:
            # It is still due at the next tick, because nothing of it is in the record.
            _LOG.error("a message could not be taken on: %s", type(fault).__name__)

    def _enter(self, act: Act) -> bool:
        """Enter one act; False when it stands on record already, or cannot be entered now."""
        if act.key in self._refused:
            return False
        view = self._desk.view()
        to = [one for one in act.to if view.ring.of(one, "seal", view.seen.size)]
        try:
            self._desk.act(act.record, to=to)
        except NotAdmitted as fault:
            _LOG.info("done before: %s (%s)", act.key, fault.sentence)
            self._refused.add(act.key)
            return False
        except Damaged:
            raise
        except Refusal as fault:
            _LOG.error("not entered: %s (%s)", act.key, fault.sentence)
            return False
        return True

    def _end_visibly(self, ms: int) -> None:
        """Tell of every notice whose window has ended since the last tick."""
        if self._last_ms is not None and ms > self._last_ms:
            for of in expired_between(self._state, self._last_ms, ms):
                thread = self._state.thread(of)
                head = thread.head if thread is not None else None
                if head is not None:
                    author = (head.author,) if head.author is not None else ()
                    self.teller.expired(of, (*head.body.to, *author))
        self._last_ms = ms
