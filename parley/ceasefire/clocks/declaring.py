"""What was declared of a clock, by those with the power to: starts, blocks, pauses, ends.

A clock of this sort is decided, not counted. What somebody declares who has no power over it is
kept and shown, and moves nothing. Where several must agree, nothing moves until all have said it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, assert_never

from msgspec import Struct
from msgspec.structs import replace

from parley.ceasefire.clocks.marking import DECLARED, Mark
from parley.ceasefire.clocks.seen import Declared, Holding
from parley.ceasefire.spans.edges import SOMETIME, said_edge
from parley.ceasefire.text.terms import Terms, folded
from parley.ceasefire.text.timing import Clock

HOUR = 3_600_000
Moves = Literal["moves", "waits", "aside"]
"""It took effect; it waits for others to say the same; who said it has no power over the clock."""


class Step(Struct, frozen=True, kw_only=True):
    """One declaration, and whether it moved the clock. `waits_for` must still say the same."""

    declared: Declared
    moves: Moves
    actors: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    entries: tuple[int, ...] = ()


class Block(Struct, frozen=True, kw_only=True):
    """A stretch for which it was declared: the first, or a renewal."""

    begin: int
    end: int | None
    entries: tuple[int, ...] = ()


class Epoch(Struct, frozen=True, kw_only=True):
    """One life of a clock, from a start to its end if it has one."""

    begin: int
    end: int | None = None
    how: Literal["ended", "lapsed"] | None = None
    entries: tuple[int, ...] = ()
    ended_by: tuple[int, ...] = ()
    blocks: tuple[Block, ...] = ()
    pauses: tuple[tuple[int, int | None, tuple[int, ...]], ...] = ()
    resets: tuple[Mark, ...] = ()

    @property
    def runs_out(self) -> int | None:
        """When the last block runs out."""
        return self.blocks[-1].end if self.blocks else None

    def stops(self) -> tuple[tuple[int, int], ...]:
        """The pauses, one without an end lasting for good."""
        return tuple((a, 2**62 if b is None else b) for a, b, _ in self.pauses)


class Track(Struct, frozen=True, kw_only=True):
    """All that was declared: every life of the clock, and every declaration."""

    epochs: tuple[Epoch, ...]
    steps: tuple[Step, ...]

    def at(self, ms: int) -> Epoch | None:
        """The life the clock was in at a moment; None before the first."""
        begun = [epoch for epoch in self.epochs if epoch.begin <= ms]
        return begun[-1] if begun else None

    def contested(self, ms: int) -> tuple[Step, ...]:
        """Ends, resets and pauses that only some of those who decide have declared by a moment."""
        return tuple(
            one
            for one in self.steps
            if one.moves == "waits"
            and one.declared.earliest <= ms
            and one.declared.act in ("ended", "reset", "suspended")
        )


def track_of(clock: Clock, terms: Terms, state: Holding, until: int) -> Track:
    """The lives of a clock up to a moment, as known to a state."""
    said = [
        one
        for name in dict.fromkeys((clock.id, *clock.records))
        for one in state.declared.get(name, ())
        if one.earliest <= until and state.counts(one)
    ]
    said.sort(key=lambda one: (one.earliest, one.entry))
    steps = tuple(_weighed(clock, terms, said))
    life = _Life(clock, said_edge(clock.start, clock.zone or terms.zone, SOMETIME).latest
                 if clock.start else None)  # fmt: skip
    for step in steps:
        if step.moves == "moves":
            life.take(step)
    return Track(epochs=life.over(until), steps=steps)


def _weighed(clock: Clock, terms: Terms, said: Iterable[Declared]) -> Iterator[Step]:
    """Whether each declaration moves the clock, by who decides."""
    pending: dict[str, dict[str, int]] = {}
    for one in said:
        actors = _actors(clock, terms, one.by)
        # A decider that signs speaks for itself alone; a desk that passes it on, for who said it.
        alone = one.author in clock.deciders
        counting = [a for a in actors if a in clock.deciders and (not alone or a == one.author)]
        if clock.decides == "rule" or (clock.deciders and not counting):
            yield Step(declared=one, moves="aside", actors=actors, entries=(one.entry,))
            continue
        for_it = pending.setdefault(one.act, {})
        for_it.update(dict.fromkeys(counting, one.entry))
        missing = [actor for actor in clock.deciders if actor not in for_it]
        if clock.decides == "consent" and missing:
            yield Step(declared=one, moves="waits", actors=actors, waits_for=tuple(missing),
                       entries=(one.entry,))  # fmt: skip
            continue
        entries = tuple(sorted({one.entry, *for_it.values()}))
        pending.clear()
        yield Step(declared=one, moves="moves", actors=actors, entries=entries)


def _actors(clock: Clock, terms: Terms, names: Iterable[str]) -> tuple[str, ...]:
    """For whom these names speak: a voice of this clock, or an actor that bears the name."""
    voices = {folded(voice.name): voice.speaks_for for voice in clock.voice}
    found: list[str] = []
    for name in map(folded, names):
        if name in voices:
            found.append(voices[name])
            continue
        bearers = {bearer.actor for bearer in terms.names.get(name, ())}
        if len(bearers) == 1:  # a name of two actors says nothing of either
            found += bearers
    return tuple(dict.fromkeys(found))


class _Life:
    """The lives of a clock while its declarations are walked through."""

    def __init__(self, clock: Clock, start: int | None) -> None:
        self._clock = clock
        self._done: list[Epoch] = []
        self._now: Epoch | None = None
        if start is not None:
            self._begin(start, (), None)

    def take(self, step: Step) -> None:
        """One declaration that moves the clock."""
        said, entries = step.declared, step.entries
        self._lapse(said.earliest)
        if self._now is None or self._now.end is not None:
            if said.act in ("started", "renewed"):
                self._begin(said.latest, entries, said.hours)
            return
        match said.act:
            case "started":
                self._resume(said.earliest)
            case "renewed":
                self._resume(said.earliest)
                self._renew(said, entries)
            case "reset":
                mark = Mark(said.earliest, said.latest, DECLARED, True, entries)
                self._now = replace(self._now, resets=(*self._now.resets, mark))
            case "suspended":
                if not self._paused():
                    pause = (said.earliest, None, entries)
                    self._now = replace(self._now, pauses=(*self._now.pauses, pause))
            case "ended":
                self._end(said.earliest, "ended", entries)
            case "deadline":
                pass  # it says by when something else is due
            case never:
                assert_never(never)

    def over(self, until: int) -> tuple[Epoch, ...]:
        """Every life there was by a moment."""
        self._lapse(until)
        return (*self._done, *(() if self._now is None else (self._now,)))

    def _begin(self, at: int, entries: tuple[int, ...], hours: int | None) -> None:
        if self._now is not None:
            self._done.append(self._now)
        length = hours or self._clock.renewal_hours
        end = None if length is None else at + length * HOUR
        block = Block(begin=at, end=end, entries=entries)
        self._now = Epoch(begin=at, entries=entries, blocks=(block,))

    def _renew(self, said: Declared, entries: tuple[int, ...]) -> None:
        """Another block behind the last one, or from when it was declared if that ran out."""
        if self._now is None:
            return
        begin = max(self._now.runs_out or said.earliest, said.earliest)
        hours = said.hours or self._clock.renewal_hours
        end = None if hours is None else begin + hours * HOUR
        block = Block(begin=begin, end=end, entries=entries)
        self._now = replace(self._now, blocks=(*self._now.blocks, block))

    def _paused(self) -> bool:
        return self._now is not None and bool(self._now.pauses) and self._now.pauses[-1][1] is None

    def _resume(self, at: int) -> None:
        if self._now is not None and self._paused():
            begin, _, entries = self._now.pauses[-1]
            pauses = (*self._now.pauses[:-1], (begin, at, entries))
            self._now = replace(self._now, pauses=pauses)

    def _end(
        self, at: int, how: Literal["ended", "lapsed"], entries: tuple[int, ...] = ()
    ) -> None:
        if self._now is not None:
            self._now = replace(self._now, end=at, how=how, ended_by=entries)

    def _lapse(self, at: int) -> None:
        """The clock lapses where the arrangement says so and nobody renewed it in time."""
        grace, now = self._clock.lapses_after_hours, self._now
        if grace is None or now is None or now.end is not None or now.runs_out is None:
            return
        if at > now.runs_out + grace * HOUR:
            self._end(now.runs_out + grace * HOUR, "lapsed")
