"""What the desk remembers to judge the next record by.

Filled from the book as far as it has come, the first time somebody asks; then only what is new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock

from msgspec import Struct

from parley.errors import NotAdmitted
from parley.fold import Book
from parley.ledger.keys import KeyRing
from parley.record import answer, arrangement, dispatch, log, roster
from parley.record.entry import Entry, Unread
from parley.record.kinds import Record


class Earlier(Struct, frozen=True):
    """What is known of a record that another refers to: who wrote it, to whom, of which kind."""

    index: int
    author: str | None
    to: tuple[str, ...]
    kind: type[Record | Unread] | None = None


Find = Callable[[str], Earlier | None]
"""Finds an earlier record by its digest."""

_Once = tuple[str, ...]


class Memory:
    """Who wrote what and to whom; the lines, roles and names there are; what happens only once."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._size = 0
        self._earlier: dict[str, Earlier] = {}
        self._actors: set[str] = set()
        self._names: dict[str, set[str]] = {}
        self._lines: dict[str, frozenset[str]] = {}
        self._roles: dict[str, str] = {}
        self._left: dict[str, roster.DutyHandedOver] = {}
        self._drills: dict[str, str] = {}
        self._once: set[_Once] = set()
        self._pledged: set[_Once] = set()
        self._given_up: dict[str, set[_Once]] = {}
        self._turn = Lock()

    def find(self, digest: str) -> Earlier | None:
        """Who wrote the record of that digest, and to whom; None where there is none."""
        self._catch_up()
        return self._earlier.get(digest)

    def side_of(self, role: str) -> str | None:
        """Whose role this is; None where it was never defined."""
        self._catch_up()
        return self._roles.get(role)

    def handed_over(self, digest: str) -> roster.DutyHandedOver | None:
        """The hand-over of that digest."""
        self._catch_up()
        return self._left.get(digest)

    def line(self, channel: str) -> frozenset[str] | None:
        """Whom a line is between, names folded; None where no such line is on record."""
        self._catch_up()
        return self._lines.get(channel)

    def is_one_of(self, actor: str, names: frozenset[str]) -> bool:
        """Whether an actor is meant by one of these folded names."""
        return not names.isdisjoint({actor.casefold(), *self._names.get(actor, ())})

    def drills(self) -> tuple[str, ...]:
        """The drills that have begun and not ended."""
        self._catch_up()
        return tuple(self._drills)

    def refuse_second(self, record: Record, ring: KeyRing) -> None:
        """Refuse what happens once, a second time.

        An actor under an identifier already used, or in another standing; that the same reply of
        the same addressee ran out; that nobody could be reached, unless it was rung again since;
        the beginning or the end of one drill; the end of none.
        """
        once = _once(record)
        if once is None and not isinstance(record, roster.ActorRegistered):
            return
        self._catch_up()
        if isinstance(record, roster.ActorRegistered):
            self._refuse_same(record, ring)
        if isinstance(record, log.ExerciseEnded) and record.drill not in self._drills:
            raise NotAdmitted(f"expected a drill that runs, got {record.drill}, which does not")
        if once is None:
            return
        if once in self._once or once in self._pledged:
            raise NotAdmitted(f"expected it once on record, got it again: {' '.join(once)}")
        # The record is written only after this, so whoever comes in the same group must be told.
        self._pledged.add(once)

    def _refuse_same(self, record: roster.ActorRegistered, ring: KeyRing) -> None:
        if record.actor in self._actors:
            raise NotAdmitted(f"expected an identifier never used, got {record.actor} again")
        standing = ring.standing(record.actor)
        if standing not in (None, record.standing):
            raise NotAdmitted(f"expected {record.actor} in its standing, {standing}, got another")

    def _catch_up(self) -> None:
        with self._turn:  # the writer asks, and so may whoever ends a drill
            self._take_new()

    def _take_new(self) -> None:
        size = self._book.size()
        if size == self._size:
            return
        for entry in self._book.entries(self._size, size):
            kind = type(entry.body)
            found = Earlier(entry.index, entry.author, addressees(entry.body), kind)
            self._earlier[entry.digest] = found
            self._note(entry)
        self._size = size
        self._pledged.clear()

    def _note(self, entry: Entry) -> None:
        body = entry.body
        if isinstance(body, Unread):
            return
        once = _once(body)
        if isinstance(body, dispatch.Attempted):
            # Rung again since: that nobody could be reached can be true another time.
            self._once -= self._given_up.pop(body.of, set())
        elif once is not None and not (isinstance(body, answer.Lapsed) and _too_early(entry)):
            self._once.add(once)
            if isinstance(body, dispatch.Unreachable):
                self._given_up.setdefault(body.of, set()).add(once)
        if isinstance(body, roster.ActorRegistered):
            self._actors.add(body.actor)
            self._names[body.actor] = _folded((body.name, *body.aliases))
        elif isinstance(body, arrangement.ChannelEstablished) and body.reported is None:
            # What is only reported binds nobody here: its names are a source's.
            self._lines[body.channel] = frozenset(_folded(body.between))
        elif isinstance(body, roster.RoleDefined):
            self._roles[body.role] = body.actor
        elif isinstance(body, roster.DutyHandedOver):
            self._left[entry.digest] = body
        elif isinstance(body, log.ExerciseStarted):
            self._drills[body.drill] = body.title
        elif isinstance(body, log.ExerciseEnded):
            self._drills.pop(body.drill, None)


def addressees(record: Record | Unread) -> tuple[str, ...]:
    """The actors a record is addressed to; a name that is only told is nobody to seal for."""
    to = getattr(record, "to", ())
    return to if isinstance(to, tuple) else ()


def _once(record: Record) -> _Once | None:
    """What can stand on record once, where a record is such a thing."""
    if record.reported is not None:
        return None
    match record:
        case answer.Lapsed():
            # A follow-up runs anew after each answer, so it can run out more than once.
            begun = str(record.due.ms) if record.what == "follow-up" else ""
            of = (record.notice, record.party, record.what, record.policy or "", begun)
            return ("lapsed", *of)
        case dispatch.Unreachable():
            return "unreachable", record.of, record.to
        case log.ExerciseStarted():
            return "drill", record.drill
        case log.ExerciseEnded():
            return "end of drill", record.drill
        case _:
            return None


def _too_early(entry: Entry) -> bool:
    """A lapse entered before its time, by a clock that was wrong: it does not count."""
    return isinstance(entry.body, answer.Lapsed) and entry.rx < entry.body.due.ms


def _folded(names: Iterable[str]) -> set[str]:
    return {name.casefold() for name in names}
