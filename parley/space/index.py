"""Which notices come near: an index over the record that never misses one and never waits.

There are two layers, and listing and writing ask both of it. Awareness asks of envelopes: a
volume's hull with its widest radius, heights and window. It finds more than there is, so it decides
what must have been read. Conflict asks leg by leg. Whatever conflicts is also to be aware of.

The index is a cache of the record: dropping it changes nothing but the time the next question
takes. Entries are stepped through in order by one writer; any number of readers ask meanwhile, and
every question can be asked as known when the record was shorter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, Literal, TypeAlias

import numpy as np
from msgspec import Struct

from parley.errors import expected
from parley.record.entry import Entry
from parley.record.notice import FirstNotice
from parley.space.answer import EDGES, SLACK, Answer, Contract
from parley.space.covering import covering
from parley.space.kernel import Engine, engine
from parley.space.prepared import U32, Prepared
from parley.space.shape import asked
from parley.space.store import rebuild
from parley.space.store.asking import Found, Question, Wish, search, together
from parley.space.store.layout import ENVELOPE, EXACT
from parley.space.store.rebuild import NOTHING, Aside, Repacking
from parley.space.store.register import Act, Register
from parley.space.store.stock import Stock
from parley.space.volume import NO_SKEW, Skew, Volume, of_notice

Layers: TypeAlias = Literal["exact", "both"]
CHUNK: Final = 256
"""Volumes that `join` puts to the index at once: what bounds its memory."""
_ONLY: Final = {EXACT: 1, ENVELOPE: 2}


class Fault(Struct, frozen=True):
    """A notice whose shape cannot be measured, and the circle's reason that stands for it."""

    entry: int
    words: tuple[str, ...]


class Index:
    """Every notice on record, by where, how high and when. One writer, any number of readers.

    A projection's `Run` (`parley.fold`): `step` takes entries in order, and no clock, no chance and
    no file decides anything. It has no `freeze`, because a million rows are not copied to keep a
    state, and need not be: each row says between which sizes of the record it counts, so one index
    is all of its earlier states, and `as_known_at` asks any of them. That no later step changes
    what was returned holds as well: readers hold a view that is only ever added to.
    """

    def __init__(
        self,
        using: Engine | None = None,
        *,
        skew: Skew = NO_SKEW,
    ) -> None:
        self.engine = using or engine()
        self.stock = Stock(self.engine)
        self.register = Register()
        self._told = _Told(self.stock, skew)
        self._size = 0

    @classmethod
    def restore(cls, path: str, using: Engine | None = None, *, skew: Skew = NO_SKEW) -> Index:
        """The index as a snapshot holds it; step it on from entry `size` of the record.

        `NotFound` or `Damaged` where there is none to be had: then the record gives it all.
        """
        kept = rebuild.load(path)
        index = cls(using, skew=skew)
        index.stock = Stock(index.engine, kept.packed, path)
        index.register = Register(kept.column, kept.aside.acts)
        index._told = _Told(index.stock, skew, kept.aside)
        index._size = kept.packed.size
        return index

    def snapshot(self, path: str) -> None:
        """Write all of it to a file, in this process. Deleting the file changes nothing."""
        aside = self._told.aside(self.register.acts)
        rebuild.save(self.stock, self.register, aside, size=self._size, into=path)

    def repack(self, path: str) -> Repacking:
        """Begin to pack what came since into a new file, in another process.

        Readers and the writer go on; the writer calls `finish` on what is returned once it is
        `done`. The file is a snapshot, and must be another than the one in use.
        """
        aside = self._told.aside(self.register.acts)
        return Repacking(self.stock, self.register, aside, size=self._size, into=path)

    @property
    def size(self) -> int:
        """How many entries of the record are known."""
        return self._size

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Notices whose shape cannot be measured: a circle around all they name stands for it."""
        return tuple(self._told.faults)

    def step(self, entry: Entry) -> None:
        """Take one entry further, as a fold does."""
        if entry.index < self._size:
            raise expected(f"entry {self._size} or a later one", str(entry.index))
        self.register.step(entry, self._told)
        # Counted last: who asks meanwhile is answered as known before this entry.
        self._size = entry.index + 1

    def insert(self, legs: Prepared, entries: U32, *, recorded: U32 | None = None) -> None:
        """Take in the exact legs of volumes that are these entries, without a record of them.

        Entries are u32, one for each volume number in `legs`. `recorded` is how many entries were
        known before each (the entry itself unless given). For replays, and what is not a notice.
        """
        since = entries if recorded is None else recorded
        self.stock.add(legs, entries, since)
        self._size = max(self._size, int(since.max()) + 1 if len(since) else 0)

    def withdraw(self, entry: int, at: int) -> None:
        """Whoever knows more entries than `at` no longer finds what was taken in as `entry`."""
        self.stock.end(entry, at)
        if at >= self._size:
            self._size = at + 1

    def near(
        self,
        volume: Volume,
        within_m: float,
        as_known_at: int | None = None,
        *,
        within_minutes: float = 0,
        layers: Layers = "both",
    ) -> Answer:
        """Every notice within so many metres of a volume, at overlapping heights and times.

        `as_known_at` is how many entries of the record were known: all of them, if not given.
        Windows may be `within_minutes` apart; a moment before 1932 or after 2068 counts as open, so
        that more may be listed and nothing is missed. With "exact" only legs count; with "both"
        also what comes near by its envelope alone, told apart in the answer. A shape that cannot be
        measured is refused with `BadInput`.
        """
        wish = self._wish(within_m, within_minutes, as_known_at)
        return self._answers([volume], wish, layers)[0]

    def join(
        self,
        volumes: Iterable[Volume],
        within_m: float,
        as_known_at: int | None = None,
        *,
        within_minutes: float = 0,
        layers: Layers = "both",
    ) -> Iterator[Answer]:
        """An answer for each volume, in order: what `near` gives for it, asked many at a time."""
        wish = self._wish(within_m, within_minutes, as_known_at)
        waiting = iter(volumes)
        while some := list(islice(waiting, CHUNK)):
            yield from self._answers(some, wish, layers)

    def ask(self, legs: Prepared) -> Question:
        """Make legs ready once, to be put to this index by `hits` many times."""
        return Question(legs, self.engine)

    def hits(self, question: Question, which: tuple[int, int], wish: Wish) -> Found:
        """Every row near the legs numbered from `which[0]` up to `which[1]`, nothing explained."""
        return search(self.stock.view, question, which, wish)

    def _wish(self, within_m: float, within_minutes: float, known: int | None) -> Wish:
        if known is not None and not 0 <= known <= self._size:
            raise expected(f"an entry count from 0 to {self._size}", str(known), "as_known_at")
        return Wish(
            within_m=within_m,
            within_s=round(within_minutes * 60),
            known=self._size if known is None else known,
        )

    def _answers(self, volumes: list[Volume], wish: Wish, layers: Layers) -> list[Answer]:
        # One question of all legs, then all hulls, so that a search is two calls for any number.
        ready = asked(volumes, self.engine, hulls=layers == "both")
        legs, count = ready.legs, ready.exact
        question = Question(legs, self.engine)
        view = self.stock.view
        found = search(view, question, (0, count), wish.only(_ONLY[EXACT]))
        if layers == "both":
            hull = search(view, question, (count, len(legs)), wish.only(_ONLY[ENVELOPE]))
            found = together(found, hull)
        unplaced = self._told.unplaced(wish.known)
        contract = self._contract(wish)
        if len(volumes) == 1:
            return [Answer(found, contract, 0, unplaced)]
        first = np.searchsorted(legs.volume, np.arange(len(volumes))).tolist()
        return [
            Answer(found.of(n, len(volumes)), contract, first[n], unplaced)
            for n in range(len(volumes))
        ]

    def _contract(self, wish: Wish) -> Contract:
        return Contract(
            entry_index=wish.known,
            within_m=wish.within_m,
            within_minutes=wish.within_s / 60,
            slack=SLACK,
            edges=EDGES,
            engine=self.engine.words,
        )


class _Told:
    """What the register has done to the rows, from notices as they were told."""

    def __init__(self, stock: Stock, skew: Skew, kept: Aside = NOTHING) -> None:
        self._stock = stock
        self._skew = skew
        self._words = {entry: list(spans) for entry, spans in kept.words.items()}
        self.faults = [Fault(*one) for one in kept.faults]

    def aside(self, acts: tuple[Act, ...]) -> Aside:
        """What is remembered beside the rows."""
        words = {entry: list(spans) for entry, spans in self._words.items()}
        faults = tuple((fault.entry, fault.words) for fault in self.faults)
        return Aside(acts=acts, words=words, faults=faults)

    def add(self, entry: Entry, told: FirstNotice, *, unseen: bool) -> None:
        """Add a notice: its legs, their envelope, and whether it has places without numbers."""
        covered = covering(of_notice(told, skew=self._skew), self._stock.engine)
        volume, at = covered.volume, np.array([entry.index], np.uint32)
        if covered.faults:
            self.faults.append(Fault(entry.index, covered.faults))
        if volume.legs:
            self._stock.add(covered.ready.exactly(), at, at, EXACT, unseen=unseen)
            self._stock.add(covered.ready.hulls(), at, at, ENVELOPE, unseen=unseen)
        if volume.unplaced:
            until = entry.index if unseen else None
            self._words[entry.index] = [(entry.index, until)]

    def end(self, entry: int, at: int) -> None:
        """It counts no longer."""
        self._stock.end(entry, at)
        spans = self._words.get(entry)
        if spans and spans[-1][1] is None:
            spans[-1] = (spans[-1][0], at)

    def again(self, entry: int, at: int, until_ms: int | None) -> None:
        """It counts as first told, up to a moment."""
        self._stock.again(entry, at, until_ms)
        if entry in self._words:
            self._words[entry].append((at, None))

    def unplaced(self, known: int) -> tuple[int, ...]:
        """Notices that then had places told only in words."""
        return tuple(
            entry
            for entry, spans in self._words.items()
            if any(begin < known and (end is None or known <= end) for begin, end in spans)
        )
