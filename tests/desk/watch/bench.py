"""A desk in memory that can die at any moment: its record, its queue and its time outlive it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from parley.channel import PROJECTION, State
from parley.desk.board import Board
from parley.desk.clock import Clock
from parley.desk.drafting import View
from parley.desk.rules import Memory
from parley.desk.watch import Reach, Steps, Teller, Watch
from parley.desk.watch.watching import Ticked
from parley.desk.ways.hub import Hub
from parley.desk.ways.journal import TRIED, Tried
from parley.desk.ways.letters import MemoryLetters
from parley.desk.ways.message import Message
from parley.desk.ways.outbox import Given, Outbox
from parley.desk.ways.pace import OutboxRules
from parley.desk.ways.port import Accepted, Later
from parley.errors import NotAdmitted
from parley.fold import fold
from parley.ledger import Receipt, Seen
from parley.ledger.keys import KeyRing
from parley.record import dispatch, roster
from parley.record.entry import Entry
from parley.record.kinds import Record
from parley.record.values.line import Policy, Rung
from tests.channel.lines import LINE, ON, ROLES, Signed
from tests.review.streams import START, digest_of, registered

RECEIPT = Policy(policy="receipt", due="receipt", within_s=300)
REPLY = Policy(policy="reply", due="reply", within_s=600)
FOLLOW = Policy(policy="follow", due="follow-up", within_s=400, starts="answered")
RUNGS = (
    Rung(to="duty", after_s=0, repeat_every_s=30, limit=2),
    Rung(to="head", after_s=60, limit=1),
)
SHORT = LINE.__class__(
    channel="line", between=LINE.between, purpose="talk", established=LINE.established,
    ladder=RUNGS, policies=(RECEIPT, REPLY, FOLLOW),
)  # fmt: skip
SEEN = Seen(size=0, root="47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
FOUNDED: tuple[Signed, ...] = (
    ("desk", registered("desk", "desk")),
    ("desk", SHORT),
    *(("desk", role) for role in ROLES),
    ("desk", roster.DutyAssigned(role="duty-south", officer="south-1", window=ON,
                                 telephone="+963 51 000 001")),
)  # fmt: skip


class Died(Exception):
    """The process was killed here."""


class World:
    """What outlives a process: the record, the letters, the receivers, and time."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.letters = MemoryLetters()
        self.received: list[str] = []
        self.steady_s, self.wall_ms = 1000.0, START + 60_000
        self.seen_at: list[float] = []
        self.until_death: int | None = None
        self.meanwhile: tuple[int, Callable[[], object]] | None = None
        """After so many steps something else happens in between: another watch has its turn."""
        clock = Clock(lambda: self.wall_ms * 1_000_000, lambda: round(self.steady_s * 1e9))
        for author, body in FOUNDED:
            self.append(author, body, clock.now())

    def append(self, author: str | None, body: Record, now: int) -> Entry:
        """Put one entry in order; ledger time only grows."""
        index = len(self.entries)
        rx = max(self.entries[-1].rx + 1 if self.entries else 0, now)
        made = Entry(index=index, rx=rx, digest=digest_of(index), author=author, body=body)
        self.entries.append(made)
        self.seen_at.append(self.steady_s)
        return made

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.steady_s += seconds
        self.wall_ms += round(seconds * 1000)

    def step(self) -> None:
        """Die here, or let another have its turn, where it was decided so."""
        if self.meanwhile is not None:
            left, other = self.meanwhile
            self.meanwhile = (left - 1, other) if left else None
            if not left:
                other()
        if self.until_death is not None:
            self.until_death -= 1
            if self.until_death < 0:
                self.until_death = None
                raise Died


class Book:
    """The record as it grows."""

    def __init__(self, world: World) -> None:
        self._world = world

    def size(self) -> int:
        return len(self._world.entries)

    def entries(self, begin: int, end: int) -> Iterable[Entry]:
        return self._world.entries[begin:end]

    def size_at(self, ms: int) -> int:
        return sum(1 for one in self._world.entries if one.rx <= ms)


class Process:
    """One life of the desk's process, with as many watches over it as somebody started."""

    def __init__(self, world: World, *, watches: int = 1) -> None:
        self.world = world
        self.clock = Clock(lambda: world.wall_ms * 1_000_000, lambda: round(world.steady_s * 1e9))
        self.clock.begin(world.entries[-1].rx)
        self.book = Book(world)
        self.board = Board(self.book)
        self._memory, self._ring = Memory(self.book), KeyRing("bench")
        self.hub = Hub(epoch="bench")
        self.posted: list[Message] = []
        self.outbox = Outbox(
            world.letters, self, rules=OutboxRules(), secret=b"\x05" * 32,
            given=Given(steady=lambda: world.steady_s, now=self.clock.now, chance=lambda: 0.5),
        )  # fmt: skip
        self.watches = [self._watch() for _ in range(watches)]

    def _watch(self) -> Watch:
        return Watch(
            self, post=self.post, steps=Steps(lambda: self.world.steady_s),
            reach=Reach(ways=frozenset({"voice"})), teller=Teller(self.hub, lambda _: ()),
        )  # fmt: skip

    # -- what the watch sees of a desk -----------------------------------------------------

    @property
    def size(self) -> int:
        return len(self.world.entries)

    def view(self) -> View:
        return View(log="bench", seen=SEEN, ring=self._ring)

    def act(self, record: Record, *, to: Iterable[str] = ()) -> None:
        self.world.step()
        self._memory.refuse_second(record, self._ring)
        self.world.append("desk", record, self.clock.now())
        self.world.step()

    def submit(self, submission: bytes) -> Receipt:
        raise NotAdmitted("expected nothing to be submitted here, got something")

    def post(self, message: Message) -> None:
        self.world.step()
        self.posted.append(message)
        self.outbox.post(message)
        self.world.step()

    # -- what the outbox sees of the record ------------------------------------------------

    def enter(self, record: dispatch.AnyDispatch) -> None:
        self.act(record)

    def recent(self) -> Iterable[Tried]:
        return self.board.state(TRIED).tries

    def replied(self, record: Record) -> bool:
        return False

    # -- what happens ----------------------------------------------------------------------

    def say(self, author: str, body: Record) -> Entry:
        """A party, or an officer, enters something."""
        return self.world.append(author, body, self.clock.now())

    def tick(self, which: int = 0) -> Ticked:
        """One tick of one watch."""
        return self.watches[which].tick()

    def carry(self, *, through: bool = True) -> None:
        """Send what is ready; the receiver hears of it before it is entered."""
        for item in self.outbox.ready():
            if through:
                self.world.received.append(item.key)
            self.world.step()
            outcome = Accepted() if through else Later("no line")
            self.outbox.done(item, outcome, self.clock.now())


def state_of(world: World) -> State:
    """The record, folded from nothing."""
    return fold(PROJECTION, world.entries)

