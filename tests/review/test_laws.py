"""The laws every projection keeps, whatever is entered and in whatever order."""

from __future__ import annotations

import datetime
import os
import random
import time
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from parley import channel, incidents, places, review
from parley.cases import load, read_case
from parley.errors import NotFound
from parley.fold import (
    MemoryBook,
    MemorySnapshots,
    Projection,
    as_known_at,
    fold,
    freeze_dry,
    thaw,
)
from parley.record.entry import Entry
from parley.record.values import time as times
from tests.cases.entering import entries
from tests.review.streams import streams

CUTS = st.integers(0, 30)
ROOMS: tuple[Any, ...] = (
    channel.PROJECTION, incidents.PROJECTION, review.PROJECTION, places.PROJECTION
)  # fmt: skip
"""Four projections of four state types; a law does not care which."""

EVERY = pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)


@EVERY
@given(stream=streams(), cut=CUTS)
def test_in_pieces_is_at_once(
    room: Projection[Struct], stream: tuple[Entry, ...], cut: int
) -> None:
    """Stopping anywhere, writing the state down and going on from it changes nothing."""
    first = fold(room, stream[:cut])
    written = freeze_dry(first)
    rest = fold(room, stream[cut:], since=thaw(room, written))
    assert freeze_dry(rest) == freeze_dry(fold(room, stream))
    assert freeze_dry(first) == written


@EVERY
@given(stream=streams(), cut=CUTS)
def test_a_later_entry_never_changes_what_was_known(
    room: Projection[Struct], stream: tuple[Entry, ...], cut: int
) -> None:
    """As known at an entry is the fold of what came before it, snapshots or none."""
    size = min(cut, len(stream))
    kept = MemorySnapshots()
    book = MemoryBook(stream)
    as_known_at(room, book, snapshots=kept)
    then = as_known_at(room, book, size, snapshots=kept)
    assert freeze_dry(then) == freeze_dry(fold(room, stream[:size]))


@EVERY
@given(stream=streams())
def test_a_frozen_state_stays_as_it_was(
    room: Projection[Struct], stream: tuple[Entry, ...]
) -> None:
    """Going on with a run does not reach into a state it already gave out."""
    run = room.resume(room.empty)
    given_out = []
    for one in stream:
        run.step(one)
        state = run.freeze()
        given_out.append((state, freeze_dry(state)))
    assert all(freeze_dry(state) == written for state, written in given_out)


def pages(stream: tuple[Entry, ...], *names: str) -> bytes:
    """The reviews of some incidents, as bytes."""
    told = fold(channel.PROJECTION, stream)
    files = fold(incidents.PROJECTION, stream)
    around = fold(review.PROJECTION, stream)
    made = [
        review.review(name, channel=told, incidents=files, around=around)
        for name in names or [file.of for file in files.files]
    ]
    return b"".join(freeze_dry(page) for page in made)


@given(streams())
def test_a_review_is_made_of_anything_and_twice_the_same(stream: tuple[Entry, ...]) -> None:
    """No order of entries breaks a review, and the same entries give the same bytes."""
    assert pages(stream) == pages(stream)


@given(streams())
def test_every_line_names_entries_that_are_there(stream: tuple[Entry, ...]) -> None:
    """Each row of each section rests on entries of this record, each named once, ascending."""
    told = fold(channel.PROJECTION, stream)
    files = fold(incidents.PROJECTION, stream)
    around = fold(review.PROJECTION, stream)
    for file in files.files:
        page = review.review(file.of, channel=told, incidents=files, around=around)
        for entries_named in _entries(page):
            assert list(entries_named) == sorted(set(entries_named))
            assert set(entries_named) <= set(range(len(stream)))
        assert [row.entries[0] for row in page.timeline.rows if len(row.entries) != 1] == []


def _entries(part: Struct) -> list[tuple[int, ...]]:
    found = []
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if name == "entries":
            found.append(value)
        inside = value if isinstance(value, tuple) else (value,)
        for one in inside:
            if isinstance(one, Struct):
                found += _entries(one)
    return found


def test_an_incident_that_is_not_there_is_refused() -> None:
    """The refusal names the files there are."""
    with pytest.raises(NotFound, match="none"):
        pages((), "mill")


def test_nothing_looks_at_a_clock_or_rolls_dice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Folding and reviewing the whole case works where every clock and all chance is poisoned."""
    stream = entries(read_case(load("deir-ez-zor")))
    expected = pages(stream)

    def poisoned(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a projection asked for the time or for chance")

    class Stopped(datetime.datetime):
        now = poisoned
        utcnow = poisoned
        today = poisoned

    for name in ("time", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime"):
        monkeypatch.setattr(time, name, poisoned)
    monkeypatch.setattr(random, "random", poisoned)
    monkeypatch.setattr(os, "urandom", poisoned)
    monkeypatch.setattr(times, "datetime", Stopped)
    made = pages(stream)
    monkeypatch.undo()
    assert made == expected
