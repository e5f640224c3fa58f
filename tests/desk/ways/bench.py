"""An outbox on a bench: a queue and a record in memory, over which it can die and start again."""

from __future__ import annotations

from parley.desk.ways.journal import MemoryJournal
from parley.desk.ways.lanes import Item
from parley.desk.ways.letters import MemoryLetters
from parley.desk.ways.outbox import Outbox
from parley.desk.ways.pace import OutboxRules, Pace
from parley.desk.ways.port import Outcome
from parley.errors import DiskFailed
from parley.record import dispatch
from tests.desk.ways.given import SECRET, Hands

SHORT = Pace(tries=3, first_wait_s=4, longest_wait_s=60, give_up_s=600)
RULES = OutboxRules(at_once=2, per_contact_hour=3, ordinary=SHORT, urgent=SHORT)


class Died(Exception):
    """The process is gone: nothing after this happens."""


class Failing(MemoryJournal):
    """A journal that can be told not to take anything, or that the process dies in entering."""

    def __init__(self) -> None:
        super().__init__()
        self.full = False
        self.dies_in: int | None = None

    def enter(self, record: dispatch.AnyDispatch) -> None:
        if self.full:
            raise DiskFailed("expected to write, got a full disk")
        if self.dies_in == 0:
            raise Died
        super().enter(record)
        if self.dies_in == 1:
            raise Died
        self.dies_in = None if self.dies_in is None else self.dies_in - 2


class Bench:
    """An outbox that can die and start again over the same queue and record."""

    def __init__(self, rules: OutboxRules = RULES) -> None:
        self.hands = Hands()
        self.letters, self.journal = MemoryLetters(), Failing()
        self.rules = rules
        self.outbox = self.start()

    def start(self) -> Outbox:
        self.journal.rx, self.journal.dies_in = self.hands.wall_ms, None
        self.outbox = Outbox(
            self.letters, self.journal, rules=self.rules, secret=SECRET, given=self.hands.given
        )
        return self.outbox

    def done(self, item: Item, outcome: Outcome) -> None:
        self.outbox.done(item, outcome, self.hands.wall_ms)

    @property
    def kinds(self) -> list[str]:
        return [type(record).__name__ for record in self.journal.entered]
