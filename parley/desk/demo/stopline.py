"""The case of 2016 through the channel: a stop request rings until somebody answers. SYNTHETIC.

The parties and officers are invented, nothing of it is the record of 2016; what is played is the
manner: the officer who is asked for is away. Everything happens for real, in a desk of its own with
a clock of its own, which the play moves on second by second; so it takes no longer than it must.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from parley.channel.wording.figures import duration
from parley.desk import acts
from parley.desk.acts import Said
from parley.desk.ceremony import found_together
from parley.desk.clock import Clock
from parley.desk.desk import Desk
from parley.desk.keyfile import KeyFile
from parley.desk.measures import LineMeasures, measures_of
from parley.desk.party import Party
from parley.desk.watch import Reach, Steps, Teller, Watch, openers_of
from parley.desk.ways.hub import Event, Hub, Subscription
from parley.desk.ways.journal import DeskJournal
from parley.desk.ways.letters import MemoryLetters
from parley.desk.ways.outbox import Given, Outbox
from parley.desk.ways.pace import OutboxRules
from parley.desk.ways.port import Accepted
from parley.record import alert, answer, arrangement, dispatch, incident, roster
from parley.record.entry import Entry, Unread
from parley.record.kinds import Record
from parley.record.values.line import Policy, Rung
from parley.record.values.time import VagueTime, iso

CALLER, RECEIVER = "caller", "receiver"
_DAY_MS = 86_400_000
_LADDER = (
    Rung(to="duty", after_s=0, repeat_every_s=20, limit=6),
    Rung(to="deputy", after_s=40, repeat_every_s=20, limit=6),
    Rung(to="any-officer", after_s=80, repeat_every_s=20, limit=6),
    Rung(to="head", after_s=180, repeat_every_s=60, limit=5),
)
_ROLES = (
    roster.RoleDefined(role="line-duty", actor=RECEIVER, title="the duty officer of the line",
                       deputy="line-deputy"),
    roster.RoleDefined(role="line-deputy", actor=RECEIVER, title="the deputy", rank="deputy"),
    roster.RoleDefined(role="night-watch", actor=RECEIVER, title="the night watch",
                       rank="interpreter"),
)  # fmt: skip
_OFFICERS = {"line-duty": "r-1", "line-deputy": "r-2", "night-watch": "r-7"}


_WORDS: dict[type[Record | Unread], tuple[str, bool]] = {
    alert.StopRequested: ("STOP REQUEST, recorded before a person is found", True),
    alert.Taken: ("the night watch TAKES it: the first human being", False),
    alert.OrderPassed: ("the order to halt is passed", False),
    alert.Halted: ("HALTED, as they state it", False),
    alert.StoodDown: ("the caller stands it down", False),
    incident.Alleged: ("one more strike is alleged, timed within the silence", False),
}


class Moment(Struct, frozen=True, kw_only=True):
    """One thing that was seen, so many ms after the stop request; `rings` where an alarm does."""

    ms: int
    text: str
    rings: bool = False

    @property
    def line(self) -> str:
        """It as one line, its time in front."""
        return f"+{duration(self.ms):<12} {self.text}"


class _Time:
    """The play's own time, in ms."""

    def __init__(self, ms: int) -> None:
        self.ms = ms
        self.clock = Clock(lambda: self.ms * 1_000_000, lambda: self.ms * 1_000_000)


class StopLine:
    """The play: `moments` are to be gone through once; `measures` are what it came to."""

    def __init__(self, home: Path, start_ms: int) -> None:
        self._time = _Time(start_ms)
        self.desk = Desk.found(home / "line", name="stop-line.parley.invalid",
                               clock=self._time.clock)  # fmt: skip
        self._hub = Hub(epoch="demo")
        self._outbox = Outbox(
            MemoryLetters(), DeskJournal(self.desk), rules=OutboxRules(), secret=b"demo" * 8,
            given=Given(steady=lambda: self._time.ms / 1000, now=self._time.clock.now,
                        chance=lambda: 0.5),
        )  # fmt: skip
        self._watch = Watch(
            self.desk, post=self._outbox.post, reach=Reach(pages=self._hub.subscriptions),
            teller=Teller(self._hub, openers_of(self.desk)),
            steps=Steps(lambda: self._time.ms / 1000),
        )  # fmt: skip
        self._caller, self._receiver = self._founded(home)
        self._size, self._start = self.desk.size, start_ms
        self._stop = ""

    def close(self) -> None:
        """Let go of the desk."""
        self.desk.close()

    def measures(self) -> LineMeasures:
        """The measures of the line, as the desk knows them."""
        return measures_of(self.desk.board, "desk", self._time.ms)

    def moments(self) -> Iterator[Moment]:
        """Play it, second by second; each moment is over when it is yielded."""
        pages = [self._hub.subscribe(f"{RECEIVER}/{one}") for one in ("r-2", "r-7")]
        self._watch.look()
        self._time.ms += 1000
        self._start = self._time.ms
        self._said(self._caller, lambda who: acts.draft_stop_requested(
            who, "SYNTHETIC. You are striking soldiers of the truce. Stop.", to=(RECEIVER,)
        ))  # fmt: skip
        self._stop = next(self._entries(self.desk.size - 1)).digest
        script = dict(self._script())
        for second in range(max(script) + 1):
            self._time.ms = self._start + second * 1000
            act = script.get(second)
            if act is not None:
                act()
            self._watch.tick()
            self._carry()
            yield from self._seen(pages)

    def _script(self) -> Iterator[tuple[int, Callable[[], None]]]:
        """What people do, and when: nobody but the night watch is at a telephone."""
        def said(who: Party, make: Callable[[Party], acts.Draft]) -> Callable[[], None]:
            return lambda: self._said(who, make)

        to, back = (CALLER,), (RECEIVER,)
        words = "Stop the strikes on the hill south of the airfield; soldiers of the truce."
        yield 30, lambda: self._struck(27)
        yield 95, said(self._receiver, lambda who: acts.draft_taken(
            who, self._stop, to=to, said=Said(officer="r-7", by="night watch")))  # fmt: skip
        yield 120, said(self._receiver, lambda who: acts.draft_alert_read_back(
            who, self._stop, to=to, understood=words, said=Said(officer="r-7")))  # fmt: skip
        yield 140, said(self._caller, lambda who: acts.draft_alert_read_back(
            who, self._stop, to=back, understood=words, confirmed=True))  # fmt: skip
        yield 185, said(self._receiver, lambda who: acts.draft_order_passed(
            who, self._stop, to=to, said=Said(by="night watch")))  # fmt: skip
        yield 290, said(self._receiver, lambda who: acts.draft_halted(
            who, self._stop, to=to, said=Said(by="operations")))  # fmt: skip
        yield 300, said(self._caller, lambda who: acts.draft_stood_down(
            who, self._stop, to=back))  # fmt: skip

    def _said(self, who: Party, make: Callable[[Party], acts.Draft]) -> None:
        who.catch_up()
        submission = make(who).signed_by(who.key)
        self._watch.submit(submission)

    def _struck(self, second: int) -> None:
        """Something is alleged to have happened while nobody answered."""
        ms = self._start + second * 1000
        when = VagueTime(earliest=ms, latest=ms, written=iso(ms), precision="second", zone="Z")
        words = "SYNTHETIC: one more strike."
        record = incident.Alleged(incident="hill", statement=words, when=when)
        self._said(self._caller, lambda who: who.draft(record))

    def _carry(self) -> None:
        """Send what is ready: put it before the pages that are open."""
        for item in self._outbox.ready():
            message = item.message
            event = Event(kind=message.kind, of=message.of, urgent=message.urgent,
                          text=message.title)  # fmt: skip
            self._hub.publish(event, (message.contact,))
            self._outbox.done(item, Accepted(), self._time.ms)

    def _seen(self, pages: list[Subscription]) -> Iterator[Moment]:
        """What is new in the record, as one line each, and how many pages rang for it."""
        rang = sum(
            note.event is not None and note.event.urgent for page in pages for note in page.take(0)
        )
        if rang and self._time.ms == self._start:
            yield self._moment(f"the alarm sounds on {rang} open pages of officers on shift", True)
        for entry in self._entries(self._size):
            told = _told(entry)
            if told is not None:
                yield self._moment(f"entry {entry.index}: {told[0]}", told[1])
        self._size = self.desk.size

    def _moment(self, text: str, rings: bool) -> Moment:
        return Moment(ms=self._time.ms - self._start, text=text, rings=rings)

    def _entries(self, begin: int) -> Iterator[Entry]:
        return iter(self.desk.book.entries(begin, self.desk.size))

    def _founded(self, home: Path) -> tuple[Party, Party]:
        """Two parties with keys, a line between them with its ladder, roles and who is on shift."""
        keys = [KeyFile.make(name, "party") for name in (CALLER, RECEIVER)]
        found_together(self.desk, *keys)
        made = [Party(key, self.desk, trust=self.desk.verifier, home=home / key.actor)
                for key in keys]  # fmt: skip
        for party in made:
            party.catch_up()
            party.send(party.draft(party.key.sealing()))
        day = VagueTime(
            earliest=self._time.ms - _DAY_MS, latest=self._time.ms + _DAY_MS, written="this day",
            precision="day", zone="Z", lasting=True,
        )  # fmt: skip
        self.desk.act(_line(day))
        for role in _ROLES:
            self.desk.act(role)
        for name, officer in _OFFICERS.items():
            self.desk.act(roster.DutyAssigned(role=name, officer=officer, window=day))
        return made[0], made[1]


def _line(day: VagueTime) -> Record:
    return arrangement.ChannelEstablished(
        channel="stop-line", between=(CALLER, RECEIVER), purpose="SYNTHETIC: stop requests",
        established=day, ladder=_LADDER,
        policies=(Policy(policy="minute", due="reply", of=("stop-request",), within_s=60),),
    )  # fmt: skip


def _told(entry: Entry) -> tuple[str, bool] | None:
    """One entry in words, and whether it rings; None for what the demo passes over."""
    body = entry.body
    if isinstance(body, dispatch.Attempted):
        whom = "the desk is told to ring by hand" if body.contact == "desk" else "it rings"
        return f"{whom}: {body.to}, rung {body.rung}, ring {body.attempt % 1000}", True
    if isinstance(body, answer.Lapsed):
        return f"no {body.what} of {body.party} within its time. Silence is never consent", True
    if isinstance(body, alert.ReadBack):
        return f"read back{', and the caller confirms it' * body.confirmed}", False
    return _WORDS.get(type(body))
