"""The outbox: what is to be sent, in which order, and what is entered of it. It sends nothing.

At least once: a message leaves the queue only after its outcome is in the record. Whatever stops
the process between sending and recording, the message is sent again under the same key, and the
receiver tells it by that. Never a loss; a double only where the receiver ignores keys.

Time is given twice: `steady` (seconds, cannot be set) paces the tries, `now` (ms of the wall clock)
only dates the entries. So a clock set by an hour neither freezes the outbox nor makes it rush.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable
from typing import Final, TypeVar, assert_never

from msgspec import Struct

from parley.desk.ways.journal import Journal, Tried, attempted, delivered, failed
from parley.desk.ways.lanes import Item, Lane
from parley.desk.ways.letters import Letters
from parley.desk.ways.message import Message, key_of
from parley.desk.ways.pace import OutboxRules
from parley.desk.ways.port import Accepted, Arrived, Later, Outcome, Refused
from parley.errors import Refusal
from parley.record import dispatch

_LOG: Final = logging.getLogger("parley.ways")
_REMEMBERED: Final = 100_000
_HOUR_S: Final = 3600.0
_AGAIN_S: Final = 1.0  # before an outcome that could not be entered is entered again


class Given(Struct, frozen=True, kw_only=True):
    """Time and chance, given: `steady` in s, `now` in ms, `chance` in [0, 1)."""

    steady: Callable[[], float]
    now: Callable[[], int]
    chance: Callable[[], float]


class Outbox:
    """The queue with its limits. Every method may be called from any thread."""

    def __init__(
        self, letters: Letters, journal: Journal, *, rules: OutboxRules, secret: bytes, given: Given
    ) -> None:
        self._letters, self._journal, self._rules = letters, journal, rules
        self._secret, self._given = secret, given
        self._lock = threading.Lock()
        self._lanes: dict[tuple[str, bool], Lane] = {}
        self._items: dict[str, Item] = {}
        self._over: OrderedDict[str, None] = OrderedDict()
        self._known: OrderedDict[str, Tried] = OrderedDict()
        self._ended: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._sends: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)
        self._resume()

    def post(self, message: Message) -> str:
        """Take a message on; durable when this returns. Gives its key; a second time is nothing."""
        key = key_of(message, self._secret)
        with self._lock:
            if key in self._items or key in self._over:
                return key
        self._letters.add(key, message)  # a sync: not while others wait for the lock
        with self._lock:
            if key in self._over:  # somebody posted the same, and it has gone meanwhile
                self._letters.remove(key)
            elif key not in self._items:
                self._push(Item(key, message, since=self._given.steady()), self._given.steady())
        return key

    def ready(self) -> list[Item]:
        """What may be sent now, stop requests first; each is under way until `done` is told."""
        with self._lock:
            now = self._given.steady()
            found = []
            for lane in sorted(self._lanes.values(), key=lambda lane: not lane.urgent):
                for item in lane.start(now, lambda item: self._held_until(item, now)):
                    if item.outcome is None:
                        self._sends[item.contact].append(now)
                        _keep(self._known, item.key, _tried(item.message))
                    found.append(item)
            return found

    def next_in(self) -> float | None:
        """Seconds until something may be ready; None while nothing waits for time."""
        with self._lock:
            dues = [due for lane in self._lanes.values() if (due := lane.next_due()) is not None]
            return max(0.0, min(dues) - self._given.steady()) if dues else None

    def done(self, item: Item, outcome: Outcome, began: int) -> None:
        """Enter what came of a send that began at `began` (ms), and see to what follows."""
        now = self._given.steady()
        records, again_s = self._told(item, outcome, began, now)
        try:
            for record in records[item.entered :]:
                self._journal.enter(record)
                item.entered += 1
        except (Refusal, OSError) as fault:
            # Not sent again: what is known is kept, and entered as soon as the record takes it.
            _LOG.error("an outcome could not be entered: %s %s", item.key, type(fault).__name__)
            item.outcome, item.began = outcome, began
            with self._lock:
                self._lane(item).land(item)
                self._push(item, now + _AGAIN_S)
            return
        _LOG.info("%s %s: %s", item.message.way, item.key, type(outcome).__name__)
        item.outcome, item.entered = None, 0
        with self._lock:
            self._lane(item).land(item)
            if again_s is None:
                self._end(item, outcome)
            else:
                item.tries += 1
                self._push(item, now + again_s)
        if again_s is None:
            self._letters.remove(item.key)

    def dropped(self, item: Item, *, wait_s: float = 0.0) -> None:
        """A send, or its entering, was broken off: it stays in the queue, and is taken up again."""
        with self._lock:
            self._lane(item).land(item)
            self._push(item, self._given.steady() + wait_s)

    def tried(self, key: str) -> Tried | None:
        """Which attempt a key belongs to, of the last days; None for one that is not ours."""
        with self._lock:
            return self._known.get(key)

    def report(self, key: str, outcome: Arrived | Refused) -> bool:
        """Enter what a carrier says afterwards: it arrived, or it bounced; once, however often.

        False when the key is none of ours.
        """
        with self._lock:
            tried = self._known.get(key)
            word = "delivered" if isinstance(outcome, Arrived) else "given-up"
            if tried is None or (key, word) in self._ended:
                return tried is not None
            _keep(self._ended, (key, word), None)
        try:
            self._journal.enter(
                delivered(tried)
                if isinstance(outcome, Arrived)
                else failed(tried, outcome.why, final=True)
            )
        except (Refusal, OSError):
            with self._lock:
                self._ended.pop((key, word), None)
            raise
        return True

    def waiting(self) -> int:
        """How many messages have no outcome yet."""
        with self._lock:
            return len(self._items)

    def close(self) -> None:
        """Let go of the queue; what waits in it is taken up at the next start."""
        self._letters.close()

    def _resume(self) -> None:
        """Take up what waits, with what the record says of each.

        1. delivered, or given up: it has its outcome, and only its removal was cut off
        2. else it is sent (again), as many tries on as the record has failures of it
        """
        steady, now = self._given.steady(), self._given.now()
        fails: defaultdict[str, list[int]] = defaultdict(list)
        for tried in self._journal.recent():
            key = key_of(_bare(tried), self._secret)
            _keep(self._known, key, tried)
            ago = max(0, now - tried.rx) / 1000
            if tried.what == "attempted" and ago < _HOUR_S:
                self._sends[tried.way, tried.contact].append(steady - ago)
            elif tried.what == "failed":
                fails[key].append(tried.rx)
            elif tried.what in ("delivered", "given-up"):
                _keep(self._ended, (key, tried.what), None)
        for key, message in self._letters.all():
            if (key, "delivered") in self._ended or (key, "given-up") in self._ended:  # 1
                _keep(self._over, key, None)
                self._letters.remove(key)
                continue
            item = Item(key, message, since=steady, tries=len(fails[key]))  # 2
            self._push(item, steady + self._rest_s(item, fails[key], now))

    def _rest_s(self, item: Item, fails: list[int], now: int) -> float:
        """What is left of the wait after the last failure; never more than the whole wait."""
        if not fails:
            return 0.0
        item.since -= max(0, now - fails[0]) / 1000
        pace = self._rules.pace(urgent=item.message.urgent)
        whole = pace.wait_s(item.tries, self._given.chance())
        return min(whole, max(0.0, whole - (now - fails[-1]) / 1000))

    def _told(
        self, item: Item, outcome: Outcome, began: int, now: float
    ) -> tuple[list[dispatch.AnyDispatch], float | None]:
        """The entries an outcome makes, and in how long to try again; None when it is over."""
        message = item.message
        tried = _tried(message)
        made = attempted(tried, began, item.tries + 1, message.rung)
        match outcome:
            case Accepted():
                return [made], None
            case Arrived():
                return [made, delivered(tried)], None
            case Refused():
                return [made, failed(tried, outcome.why, final=True)], None
            case Later():
                again_s = self._again_s(item, outcome, now)
                return [made, failed(tried, outcome.why, final=again_s is None)], again_s
            case _:
                assert_never(outcome)

    def _again_s(self, item: Item, outcome: Later, now: float) -> float | None:
        pace = self._rules.pace(urgent=item.message.urgent)
        if item.tries + 1 >= pace.tries or now - item.since >= pace.give_up_s:
            return None
        wait = pace.wait_s(item.tries + 1, self._given.chance())
        return wait if outcome.after_s is None else min(max(wait, outcome.after_s), pace.give_up_s)

    def _held_until(self, item: Item, now: float) -> float | None:
        """When the hourly limit of a contact lets the next message go; None for now."""
        if item.message.urgent or item.tries or item.outcome is not None:
            return None
        sends = self._sends[item.contact]
        while sends and sends[0] <= now - _HOUR_S:
            sends.popleft()
        most = self._rules.per_contact_hour
        return sends[-most] + _HOUR_S if len(sends) >= most else None

    def _lane(self, item: Item) -> Lane:
        name = (item.message.way, item.message.urgent)
        if name not in self._lanes:
            self._lanes[name] = Lane(self._rules.at_once, urgent=item.message.urgent)
        return self._lanes[name]

    def _push(self, item: Item, due: float) -> None:
        self._items[item.key] = item
        self._lane(item).push(item, due)

    def _end(self, item: Item, outcome: Outcome) -> None:
        self._items.pop(item.key, None)
        _keep(self._over, item.key, None)
        if isinstance(outcome, Arrived):
            _keep(self._ended, (item.key, "delivered"), None)
        elif not isinstance(outcome, Accepted):
            _keep(self._ended, (item.key, "given-up"), None)


K = TypeVar("K")
V = TypeVar("V")


def _keep(kept: OrderedDict[K, V], key: K, value: V) -> None:
    """Remember, and forget the oldest beyond what is needed to know a double."""
    kept[key] = value
    if len(kept) > _REMEMBERED:
        kept.popitem(last=False)


def _tried(message: Message) -> Tried:
    return Tried(
        of=message.of, way=message.way, to=message.to, contact=message.contact,
        attempt=message.attempt, what="attempted", rx=0, exercise=message.exercise,
    )  # fmt: skip


def _bare(tried: Tried) -> Message:
    """As much of a message as its key is made from."""
    return Message(
        of=tried.of, kind="-", way=tried.way, to=tried.to, contact=tried.contact,
        subject="-", text="-", attempt=tried.attempt,
    )  # fmt: skip
