"""Replay: the same entries always give the same state, from any position, as known at any point.

A projection is a starting state and a way to take one entry further. Between folds its state is
frozen and holds no clock and no chance; inside one fold a `Run` may be mutable, because copying a
large state at every entry would cost more than the step itself. Snapshots are caches and never
truth: deleting them changes nothing but the time it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, Protocol, TypeVar

import msgspec
from msgspec import Struct

from parley.errors import expected
from parley.record.entry import Entry

S = TypeVar("S", bound=Struct)
S_co = TypeVar("S_co", bound=Struct, covariant=True)


class Run(Protocol[S_co]):
    """A fold in progress. Nobody outside the fold sees it, so it may be mutable."""

    def step(self, entry: Entry) -> None:
        """Take one entry further."""

    def freeze(self) -> S_co:
        """The state so far; later steps must not change what was returned."""


class Projection(Struct, Generic[S], frozen=True, kw_only=True):
    """What a room makes of the record. Raise `version` whenever the meaning of a state changes."""

    name: str
    version: int
    empty: S
    resume: Callable[[S], Run[S]]


class Book(Protocol):
    """The record as one reader sees it, in order."""

    def size(self) -> int:
        """How many entries there are."""

    def entries(self, begin: int, end: int) -> Iterable[Entry]:
        """The entries with begin <= index < end, in order."""

    def size_at(self, ms: int) -> int:
        """How many entries had been logged by a moment of ledger time, that moment included."""


class Snapshots(Protocol):
    """A place for snapshots. It may forget anything at any time."""

    def latest(self, key: str, at_most: int) -> tuple[int, bytes] | None:
        """The newest snapshot of `key` that covers at most `at_most` entries."""

    def keep(self, key: str, size: int, state: bytes) -> None:
        """Keep a snapshot covering the first `size` entries."""

    def forget(self) -> None:
        """Drop every snapshot."""


class MemorySnapshots:
    """Snapshots that live as long as the process."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[int, bytes]] = {}

    def latest(self, key: str, at_most: int) -> tuple[int, bytes] | None:
        sizes = [size for size in self._kept.get(key, ()) if size <= at_most]
        return (max(sizes), self._kept[key][max(sizes)]) if sizes else None

    def keep(self, key: str, size: int, state: bytes) -> None:
        self._kept.setdefault(key, {})[size] = state

    def forget(self) -> None:
        self._kept.clear()


class MemoryBook:
    """A book held in memory: for tests, and for what a reader has already opened."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)

    def size(self) -> int:
        return len(self._entries)

    def entries(self, begin: int, end: int) -> Iterable[Entry]:
        return self._entries[begin:end]

    def size_at(self, ms: int) -> int:
        # Ledger time only grows, so those logged by `ms` are a prefix.
        return sum(1 for entry in self._entries if entry.rx <= ms)


def fold(projection: Projection[S], entries: Iterable[Entry], *, since: S | None = None) -> S:
    """Fold entries, in order, onto a state (the empty one unless `since` is given)."""
    run = projection.resume(projection.empty if since is None else since)
    step = run.step
    for entry in entries:
        step(entry)
    return run.freeze()


def as_known_at(
    projection: Projection[S],
    book: Book,
    size: int | None = None,
    *,
    ms: int | None = None,
    snapshots: Snapshots | None = None,
) -> S:
    """The state as it was known when the record held `size` entries, or at ledger time `ms`.

    Without either, as known now. A later entry never changes an earlier answer.
    """
    known: tuple[S] = all_known_at((projection,), book, size, ms=ms, snapshots=snapshots)
    return known[0]


def all_known_at(
    projections: tuple[Projection[Any], ...],
    book: Book,
    size: int | None = None,
    *,
    ms: int | None = None,
    snapshots: Snapshots | None = None,
) -> tuple[Any, ...]:
    """Several states as known at one point, in one reading of the entries.

    Reading an entry (finding it, opening it, decoding it) costs more than every step taken on it.
    """
    until = _until(book, size, ms)
    states: list[Any] = []
    behind: dict[int, list[int]] = {}
    for at, projection in enumerate(projections):
        begin, state = _resume_from(projection, until, snapshots)
        states.append(state)
        if begin < until:
            behind.setdefault(begin, []).append(at)
    for begin, which in behind.items():
        runs = [projections[at].resume(states[at]) for at in which]
        steps = [run.step for run in runs]
        for entry in book.entries(begin, until):
            for step in steps:
                step(entry)
        for at, run in zip(which, runs, strict=True):
            states[at] = run.freeze()
            if snapshots is not None:
                snapshots.keep(_key(projections[at]), until, freeze_dry(states[at]))
    return tuple(states)


def freeze_dry(state: Struct) -> bytes:
    """A state as bytes: equal states give equal bytes."""
    return msgspec.msgpack.encode(state, order="deterministic")


def thaw(projection: Projection[S], state: bytes) -> S:
    """A state back from its bytes."""
    return msgspec.msgpack.decode(state, type=type(projection.empty))


def _until(book: Book, size: int | None, ms: int | None) -> int:
    if size is not None and ms is not None:
        raise expected("an entry count or a ledger time", "both")
    until = book.size() if size is None else size
    if ms is not None:
        until = book.size_at(ms)
    if not 0 <= until <= book.size():
        raise expected(f"an entry count from 0 to {book.size()}", str(until))
    return until


def _key(projection: Projection[S]) -> str:
    return f"{projection.name}.{projection.version}"


def _resume_from(
    projection: Projection[S], until: int, snapshots: Snapshots | None
) -> tuple[int, S]:
    kept = snapshots.latest(_key(projection), until) if snapshots is not None else None
    if kept is None:
        return 0, projection.empty
    size, state = kept
    try:
        return size, thaw(projection, state)
    except msgspec.DecodeError:
        # An unreadable snapshot is only a lost cache.
        return 0, projection.empty
