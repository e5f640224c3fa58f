"""Packing in another process, and files that may be lost at any time."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.errors import Damaged, NotFound
from parley.record.entry import Entry
from parley.space.index import Index
from parley.space.kernel import Engine
from parley.space.packing import prepare
from parley.space.store import files
from tests.space.test_index import spot
from tests.space.test_index_record import asked, entry, found, name, recalled, site, withdrawn
from tests.space.worlds import both_engines


def record() -> Iterator[Entry]:
    """Forty entries: notices, every fifth recalled, every seventh withdrawn."""
    for index in range(40):
        if index % 5 == 4:
            yield entry(index, recalled(index - 3))
        elif index % 7 == 6:
            yield entry(index, withdrawn(index - 1, 10))
        else:
            yield entry(index, site())


def answers(index: Index) -> list[set[int]]:
    """What is found as known at every size, before and after hour 10."""
    return [
        found(index, known, first=first) for known in range(index.size + 1) for first in (0, 11)
    ]


def replayed(until: int = 40) -> Index:
    """An index that was never anything but stepped."""
    index = Index()
    for one in list(record())[:until]:
        index.step(one)
    return index


@both_engines
@pytest.mark.parametrize("size", [0, 1, 23, 40])
def test_a_restored_index_goes_on_as_if_it_had_never_stopped(
    using: Engine, size: int, tmp_path: Path
) -> None:
    """From a snapshot at any size, then the rest of the record: as from the record alone."""
    whole, path = list(record()), str(tmp_path / "index")
    begun = Index(using)
    for one in whole[:size]:
        begun.step(one)
    begun.snapshot(path)
    index = Index.restore(path, using)
    assert size == index.size
    for one in whole[size:]:
        index.step(one)
    assert answers(replayed()) == answers(index)


@both_engines
def test_a_packing_under_way_changes_no_answer(using: Engine, tmp_path: Path) -> None:
    """Entries taken in meanwhile, and ends of what is being packed, are kept when it is done."""
    index = Index(using)
    whole = list(record())
    for one in whole[:13]:
        index.step(one)
    first = index.repack(str(tmp_path / "one"))
    for one in whole[13:22]:
        index.step(one)
    assert answers(replayed(22)) == answers(index)
    first.finish()
    assert answers(replayed(22)) == answers(index)
    second = index.repack(str(tmp_path / "two"))
    for one in whole[22:]:
        index.step(one)
    second.finish()
    assert answers(replayed()) == answers(index)
    assert answers(replayed(22)) == answers(Index.restore(str(tmp_path / "two"), using))


def test_a_packing_that_is_killed_changes_nothing(tmp_path: Path) -> None:
    """The index goes on with what it has, the half-written file is none, and it can begin again."""
    path = str(tmp_path / "index")
    index = replayed(30)
    packing = index.repack(path)
    packing.process.kill()
    with pytest.raises(Damaged, match=str(-signal.SIGKILL)):
        packing.finish()
    assert answers(replayed(30)) == answers(index)
    with pytest.raises((Damaged, NotFound)):
        Index.restore(path)
    index.repack(path).finish()
    for one in list(record())[30:]:
        index.step(one)
    assert answers(replayed()) == answers(index)


def test_a_deleted_snapshot_changes_nothing(tmp_path: Path) -> None:
    """What was mapped stays mapped; after a start the record gives it all again."""
    path = tmp_path / "index"
    replayed().snapshot(str(path))
    index = Index.restore(str(path))
    path.unlink()
    assert answers(replayed()) == answers(index)
    with pytest.raises(NotFound, match="snapshot"):
        Index.restore(str(path))


def test_ends_are_set_in_memory_and_never_in_the_file(tmp_path: Path) -> None:
    """Two indexes over one file do not see each other's ends."""
    path = str(tmp_path / "index")
    replayed(1).snapshot(path)
    one, other = Index.restore(path), Index.restore(path)
    one.step(entry(1, recalled(0)))
    assert (set(), {0}) == (found(one), found(other))


@pytest.mark.parametrize("cut", [0, 7, 8, 30, 100, 700, -64, -1])
def test_a_file_cut_short_is_refused(cut: int, tmp_path: Path) -> None:
    """A snapshot that is not whole is none: the record is replayed instead."""
    path = tmp_path / "index"
    replayed().snapshot(str(path))
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(Damaged):
        Index.restore(str(path))


@pytest.mark.parametrize("at", [0, 9, 13, 17, 64, 90, 300])
def test_a_changed_header_is_refused(at: int, tmp_path: Path) -> None:
    """A flipped bit in the magic, the numbers or the header makes it no snapshot."""
    path = tmp_path / "index"
    replayed().snapshot(str(path))
    bytes_ = bytearray(path.read_bytes())
    bytes_[at] ^= 4
    path.write_bytes(bytes_)
    with pytest.raises(Damaged):
        Index.restore(str(path))


@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_bit_anywhere_is_refused(share: float, bit: int, tmp_path: Path) -> None:
    """A disk that forgets one bit gives no snapshot, and the record gives it all."""
    path = tmp_path / "index"
    if not path.exists():
        replayed().snapshot(str(path))
        (tmp_path / "whole").write_bytes(path.read_bytes())
    bytes_ = bytearray((tmp_path / "whole").read_bytes())
    at = int(share * len(bytes_))
    bytes_[at] ^= 1 << bit
    path.write_bytes(bytes_)
    if held((tmp_path / "whole").read_bytes(), at):
        with pytest.raises(Damaged):
            Index.restore(str(path))


def held(whole: bytes, at: int) -> bool:
    """Whether a byte holds anything; around header and arrays there is room that does not."""
    end = 64 + int.from_bytes(whole[12:16], "little")
    if at < end:
        return not 20 <= at < 64
    arrays = json.loads(whole[64:end])["arrays"].values()
    return any(
        one["at"] <= at < one["at"] + int(np.prod(one["shape"])) * _size(one["dtype"])
        for one in arrays
    )


def _size(dtype: object) -> int:
    """Bytes of one item."""
    fields = [tuple(field) for field in dtype] if isinstance(dtype, list) else dtype
    return int(np.dtype(fields).itemsize)  # type: ignore[call-overload]


def test_arrays_come_back_as_they_were(tmp_path: Path) -> None:
    """Types, shapes and bytes, empty arrays too."""
    path = str(tmp_path / "arrays")
    arrays: dict[str, files.Array] = {
        "a": np.arange(7, dtype=np.uint32), "b": np.zeros((0, 3)), "c": np.ones((2, 6, 16)),
    }  # fmt: skip
    files.write(path, arrays, b'{"told":1}')
    back, story = files.read(path)
    assert b'{"told":1}' == story
    assert [(k, v.dtype, v.tolist()) for k, v in arrays.items()] == [
        (k, v.dtype, v.tolist()) for k, v in back.items()
    ]


def test_questions_do_not_wait_for_a_packing(tmp_path: Path) -> None:
    """While a child packs 20,000 legs, no question takes as long as the packing."""
    index = Index()
    told = prepare([spot(10 + n % 100 / 1e3, 50 + n // 100 / 1e3) for n in range(20_000)])
    index.insert(told, np.arange(20_000, dtype=np.uint32))
    question = spot(10.05, 50.1)
    before = index.near(question, 500.0, layers="exact").entries
    packing = index.repack(str(tmp_path / "index"))
    began, longest = time.monotonic(), 0.0
    while not packing.done():
        asked_at = time.monotonic()
        assert before == index.near(question, 500.0, layers="exact").entries
        longest = max(longest, time.monotonic() - asked_at)
    assert longest < time.monotonic() - began
    packing.finish()
    assert before == index.near(question, 500.0, layers="exact").entries


def test_the_digest_decides_with_all_its_bytes() -> None:
    """A recall of a digest that shares its first eight bytes with another's ends only its own."""
    index = Index()
    index.step(entry(0, site()))
    index.step(Entry(index=1, rx=2, digest=name(2**190), author="north", body=site()))
    index.step(entry(2, recalled(0)))
    assert {1} == set(index.near(asked(), 100.0).entries)
