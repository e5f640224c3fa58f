"""Replay: in pieces as at once, the same bytes twice, and snapshots that are never truth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from parley.errors import BadInput
from parley.fold import (
    MemoryBook,
    MemorySnapshots,
    Projection,
    all_known_at,
    as_known_at,
    fold,
    freeze_dry,
    thaw,
)
from parley.record.entry import Entry
from parley.record.log import Noted


class Words(Struct, frozen=True, kw_only=True):
    """A toy state: every word seen, with how often, in order of first sight."""

    counts: tuple[tuple[str, int], ...] = ()


class Counting:
    def __init__(self, state: Words) -> None:
        self._counts = dict(state.counts)

    def step(self, entry: Entry) -> None:
        if isinstance(entry.body, Noted):
            self._counts[entry.body.text] = self._counts.get(entry.body.text, 0) + 1

    def freeze(self) -> Words:
        return Words(counts=tuple(self._counts.items()))


WORDS: Projection[Words] = Projection(name="words", version=1, empty=Words(), resume=Counting)


def entries(texts: list[str]) -> list[Entry]:
    return [
        Entry(index=i, rx=1000 + 10 * i, digest="sha256:" + f"{i:064x}", author="desk",
              body=Noted(text=text))
        for i, text in enumerate(texts)
    ]  # fmt: skip


TEXTS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=12)


@given(TEXTS, st.integers(0, 12))
def test_in_pieces_as_at_once(texts: list[str], cut: int) -> None:
    """Folding two pieces one after the other gives the same bytes as folding them at once."""
    found = entries(texts)
    pieces = fold(WORDS, found[cut:], since=fold(WORDS, found[:cut]))
    assert freeze_dry(pieces) == freeze_dry(fold(WORDS, found))


@given(TEXTS)
def test_a_state_comes_back_from_its_bytes(texts: list[str]) -> None:
    """Writing a state and reading it back gives the same state."""
    state = fold(WORDS, entries(texts))
    assert thaw(WORDS, freeze_dry(state)) == state


@given(TEXTS, st.lists(st.integers(0, 12), max_size=6))
def test_snapshots_change_nothing(texts: list[str], asked: list[int]) -> None:
    """Whatever was asked and kept before, an answer is the one a cold fold gives."""
    book, snapshots = MemoryBook(entries(texts)), MemorySnapshots()
    for size in [*asked, len(texts)]:
        until = min(size, len(texts))
        warm = as_known_at(WORDS, book, until, snapshots=snapshots)
        assert warm == fold(WORDS, entries(texts)[:until])
    snapshots.forget()
    assert as_known_at(WORDS, book, snapshots=snapshots) == fold(WORDS, entries(texts))


@given(TEXTS, st.integers(0, 12), st.integers(0, 12))
def test_together_as_one_by_one(texts: list[str], kept: int, asked: int) -> None:
    """Several states from one reading are the ones that separate readings give."""
    other = Projection(name="other", version=1, empty=Words(), resume=Counting)
    book, snapshots = MemoryBook(entries(texts)), MemorySnapshots()
    as_known_at(WORDS, book, min(kept, len(texts)), snapshots=snapshots)
    until = min(asked, len(texts))
    both = all_known_at((WORDS, other), book, until, snapshots=snapshots)
    assert both == (as_known_at(WORDS, book, until), as_known_at(other, book, until))


@given(TEXTS, st.integers(0, 2000))
def test_as_known_at_a_moment_is_as_known_at_its_entry(texts: list[str], ms: int) -> None:
    """Ledger time asks for the entries logged by then, that moment included."""
    book = MemoryBook(entries(texts))
    size = sum(1 for entry in entries(texts) if entry.rx <= ms)
    assert as_known_at(WORDS, book, ms=ms) == as_known_at(WORDS, book, size)


def test_a_snapshot_of_another_version_is_not_used() -> None:
    """When the meaning of a state changes, its old snapshots are left alone."""
    snapshots = MemorySnapshots()
    book = MemoryBook(entries(["a"]))
    snapshots.keep("words.0", 1, freeze_dry(Words(counts=(("wrong", 9),))))
    assert as_known_at(WORDS, book, snapshots=snapshots).counts == (("a", 1),)


def test_a_snapshot_that_cannot_be_read_is_a_lost_cache() -> None:
    """Rubbish in a snapshot costs time and nothing else."""
    snapshots = MemorySnapshots()
    snapshots.keep("words.1", 1, b"\xff\x00rubbish")
    book = MemoryBook(entries(["a", "b"]))
    assert as_known_at(WORDS, book, snapshots=snapshots).counts == (("a", 1), ("b", 1))


@pytest.mark.parametrize("size", [-1, 3])
def test_asking_outside_the_record_is_refused(size: int) -> None:
    """There is no answer as known at entries that are not there."""
    with pytest.raises(BadInput, match="entry count from 0 to 2"):
        as_known_at(WORDS, MemoryBook(entries(["a", "b"])), size)
